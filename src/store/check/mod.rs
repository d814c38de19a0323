//! Is everything as it should be? Quotes at their addresses, codes, documents and coders known, journals well-formed, the
//! codebook sound, exclusive families kept: what is not so, in one list.
//!
//! What reading the study found is in the list already ([`OpenStudy::problems`]); `quotes` reads every text and every quote,
//! `exclusive` and `known` look at what was folded.

mod exclusive;
mod known;
mod quotes;

use std::fmt;

use rayon::prelude::*;
use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::model::quote::Verdict;

use super::error::Problem;
use super::open::OpenStudy;

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

/// What a finding is about; its word is stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum About {
    /// The settings of the study.
    Settings,
    /// A document's file.
    Document,
    /// A family file, or what it says.
    Codebook,
    /// A journal, or a layer as a whole.
    Journal,
    /// A coding whose quote does not stand at its address.
    Quote,
    /// A coding whose code no family has.
    Code,
    /// A coding with a facet or a value that its family does not have.
    Facet,
    /// A memo on what is not there.
    Memo,
    /// Codings of an exclusive family on one passage.
    Exclusive,
    /// Anything else in the folder.
    Folder,
}

impl About {
    /// The word for programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Settings => "settings",
            Self::Document => "document",
            Self::Codebook => "codebook",
            Self::Journal => "journal",
            Self::Quote => "quote",
            Self::Code => "code",
            Self::Facet => "facet",
            Self::Memo => "memo",
            Self::Exclusive => "exclusive",
            Self::Folder => "folder",
        }
    }

    /// What a file of the study holds.
    fn of_path(path: &str) -> Self {
        match path.split('/').next() {
            Some("corpus") => Self::Document,
            Some("codebook") => Self::Codebook,
            Some("codings") => Self::Journal,
            Some(super::folder::STUDY_FILE) => Self::Settings,
            _ => Self::Folder,
        }
    }
}

/// Something that is not as it should be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// How bad it is.
    pub severity: Severity,
    /// What it is about.
    pub about: About,
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

impl Finding {
    /// A finding about a file as a whole.
    pub fn of_file(severity: Severity, about: About, path: &str, what: String) -> Self {
        Self { severity, about, path: path.to_owned(), line: None, coding: None, verdict: None, what }
    }
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
        let about = About::of_path(&problem.path);
        let found = Self::of_file(problem.severity, about, &problem.path, problem.what.clone());
        Self { line: problem.line, ..found }
    }
}

impl OpenStudy {
    /// Compares every quote with the text at its address, by a mark of 64 bits, looks up every code, facet and document, and looks
    /// at exclusive families. The worst come first.
    pub fn check(&self) -> Vec<Finding> {
        self.check_knowing(&FxHashMap::default())
    }

    /// The same where the fingerprints of some texts are known: those that somebody made when the files were as they are.
    pub fn check_knowing(&self, known: &FxHashMap<DocumentKey, TextHash>) -> Vec<Finding> {
        let documents: Vec<DocumentKey> =
            self.study.coded_documents().map(|(document, _)| document).collect();
        let files = quotes::Files { root: &self.root, journals: &self.journals };
        let study = &self.study;
        let quotes = || {
            let of = |document| quotes::check(study, files, document, known.get(&document).copied());
            documents.into_par_iter().flat_map_iter(of).collect()
        };
        let (mut found, others): (Vec<Finding>, Vec<Finding>) = rayon::join(quotes, || known::check(study));
        found.extend(others);
        found.extend(super::repair::findings(&self.root));
        found.extend(super::redact::findings(self));
        found.extend(self.problems.iter().map(Finding::from));
        found.sort_by(|a, b| {
            (a.severity, &a.path, a.line, a.coding).cmp(&(b.severity, &b.path, b.line, b.coding))
        });
        found
    }
}
