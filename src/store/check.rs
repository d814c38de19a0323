//! Does every quote stand at its address? What is not as it should be, in one list.

use std::collections::BTreeMap;
use std::fmt;
use std::path::Path;

use rayon::prelude::*;
use uuid::Uuid;

use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::{Anchor, Verdict};
use crate::model::study::Study;

use super::error::{Problem, StoreError};
use super::journal::JournalFile;
use super::open::{OpenStudy, anchor_of, verdict_in};
use super::text::LoadedText;

/// How bad a finding is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something is lost, wrong or undecided.
    Error,
    /// Worth a look.
    Warning,
    /// For information.
    Note,
}

impl Severity {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
            Self::Note => "note",
        }
    }
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// The file, relative to the study.
    pub path: String,
    /// Line in that file, counting from 1.
    pub line: Option<u64>,
    /// The coding, where there is one.
    pub coding: Option<Uuid>,
    /// What became of its passage.
    pub verdict: Option<Verdict>,
    /// What is wrong and what to do.
    pub what: String,
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.severity.word(), self.path)?;
        if let Some(line) = self.line {
            write!(f, ", line {line}")?;
        }
        if let Some(coding) = self.coding {
            write!(f, ", coding {coding}")?;
        }
        write!(f, ": {}", self.what)
    }
}

impl From<&Problem> for Finding {
    fn from(problem: &Problem) -> Self {
        Self {
            severity: problem.severity,
            path: problem.path.clone(),
            line: problem.line,
            coding: None,
            verdict: None,
            what: problem.what.clone(),
        }
    }
}

impl OpenStudy {
    /// Compares every quote with the text at its address, word for word, and looks up every code and document.
    /// The worst come first.
    pub fn check(&self) -> Vec<Finding> {
        let mut by_document: BTreeMap<DocumentKey, Vec<CodingKey>> = BTreeMap::new();
        for (key, coding) in self.study.codings() {
            by_document.entry(coding.document).or_default().push(key);
        }
        let (study, root, journals) = (&self.study, self.root.as_path(), self.journals.as_slice());
        let mut found: Vec<Finding> = by_document
            .into_par_iter()
            .flat_map_iter(|(document, codings)| check_document(study, root, journals, document, &codings))
            .collect();
        found.extend(self.problems.iter().map(Finding::from));
        found.sort_by(|a, b| (a.severity, &a.path, a.line).cmp(&(b.severity, &b.path, b.line)));
        found
    }
}

fn check_document(
    study: &Study,
    root: &Path,
    journals: &[JournalFile],
    document: DocumentKey,
    codings: &[CodingKey],
) -> Vec<Finding> {
    // A missing document was said when the study was opened.
    let Some(known) = study.document(document) else { return Vec::new() };
    let text = LoadedText::read(root, known);
    let mut found: Vec<Finding> =
        codings.iter().filter_map(|&key| check_code(study, &known.path, key)).collect();
    match text {
        Err(error) => found.push(unreadable(&known.path, &error)),
        Ok(text) => {
            let judged = codings.iter().filter_map(|&key| {
                let anchor = anchor_of(root, journals, study.coding(key).source);
                check_place(study, &known.path, &text, key, anchor)
            });
            found.extend(judged);
        }
    }
    found
}

fn unreadable(path: &str, error: &StoreError) -> Finding {
    let what = error.to_string();
    Finding {
        severity: Severity::Error,
        path: path.to_owned(),
        line: None,
        coding: None,
        verdict: None,
        what,
    }
}

fn check_code(study: &Study, path: &str, key: CodingKey) -> Option<Finding> {
    let code = study.coding(key).code?;
    if study.codebook.code(code).is_some() {
        return None;
    }
    let what = format!(
        "its code `{}` is in no family; put the code back into a file under codebook/, or uncode it",
        study.code_id(code)
    );
    Some(Finding {
        severity: Severity::Error,
        path: path.to_owned(),
        line: None,
        coding: Some(study.coding_id(key)),
        verdict: None,
        what,
    })
}

fn check_place(
    study: &Study,
    path: &str,
    text: &LoadedText,
    key: CodingKey,
    anchor: Option<Anchor>,
) -> Option<Finding> {
    let coding = study.coding(key);
    let code = coding.code.map_or("mark", |code| study.code_id(code));
    let (verdict, what) = match anchor {
        None => {
            let what = format!("the line with the quote of `{code}` can no longer be read in its journal");
            (Verdict::Lost, what)
        }
        Some(anchor) => {
            let verdict = verdict_in(study, key, text, || Some(anchor.clone()));
            if verdict.has_position() {
                return None;
            }
            let quote: String = anchor.quote.display().chars().take(60).collect();
            let what = match verdict {
                Verdict::Unsure => format!(
                    "the text changed; «{quote}» ({code}) stands elsewhere or among other words, and is not placed"
                ),
                _ => format!(
                    "the text changed; «{quote}» ({code}) is not found in it, and is kept without a place"
                ),
            };
            (verdict, what)
        }
    };
    Some(Finding {
        severity: Severity::Error,
        path: path.to_owned(),
        line: Some(u64::from(text.lines().line_of(coding.span.start.min(text.text.len() as u32)))),
        coding: Some(study.coding_id(key)),
        verdict: Some(verdict),
        what,
    })
}
