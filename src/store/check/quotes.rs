//! Every quote against the text at its address.
//!
//! A document is looked at by itself, on any thread: its file is read once, and its codings in the order in which their lines
//! stand in the journals, so that those are read in pieces.

use std::path::Path;

use crate::model::Document;
use crate::model::hash::TextHash;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::{Anchor, Verdict};
use crate::model::study::Study;
use crate::text::{Lines, Span};

use crate::store::events::EventReader;
use crate::store::journal::JournalFile;
use crate::store::open::verdict_in;
use crate::store::text::{Frozen, read_frozen};

use super::{About, Finding, Severity, exclusive};

/// Where texts and quotes are.
#[derive(Clone, Copy)]
pub(super) struct Files<'s> {
    pub(super) root: &'s Path,
    pub(super) journals: &'s [JournalFile],
}

/// A text with its fingerprint.
struct Text<'t> {
    document: &'t Document,
    frozen: &'t Frozen,
    hash: TextHash,
    /// Made where something is wrong.
    lines: Option<Lines>,
}

/// Checks the codings of one document.
pub(super) fn check(
    study: &Study,
    files: Files<'_>,
    document: DocumentKey,
    mut codings: Vec<CodingKey>,
) -> Vec<Finding> {
    // A missing document was said when the study was opened.
    let Some(known) = study.document(document) else { return Vec::new() };
    let frozen = match read_frozen(files.root, known) {
        Ok(frozen) => frozen,
        Err(error) => {
            let what = error.to_string();
            return vec![Finding::of_file(Severity::Error, About::Document, &known.path, what)];
        }
    };
    let hash = TextHash::of(&frozen.text);
    let mut text = Text { document: known, frozen: &frozen, hash, lines: None };
    codings.sort_by_key(|&key| (study.coding(key).source.file, study.coding(key).source.offset));
    let mut reader = EventReader::new(files.root, files.journals);
    let mut found = Vec::new();
    let mut placed: Vec<(Span, CodingKey)> = Vec::with_capacity(codings.len());
    for key in codings {
        let anchor = reader.read(study.coding(key).source).and_then(|read| read.event.body.into_anchor());
        match judge(study, key, &text, anchor.as_ref()) {
            Ok(span) => placed.push((span, key)),
            Err((verdict, what)) => {
                let finding = text.finding(study, key, Severity::Error, About::Quote, what);
                found.push(Finding { verdict: Some(verdict), ..finding });
            }
        }
    }
    for (key, severity, what) in exclusive::check(study, placed) {
        found.push(text.finding(study, key, severity, About::Exclusive, what));
    }
    found
}

/// Where a coding stands; or what became of it, and what to say.
fn judge(
    study: &Study,
    key: CodingKey,
    text: &Text<'_>,
    anchor: Option<&Anchor>,
) -> Result<Span, (Verdict, String)> {
    let coding = study.coding(key);
    let code = coding.code.map_or("mark", |code| study.code_id(code));
    let Some(anchor) = anchor else {
        let what = format!(
            "the line with the quote of `{code}` can no longer be read in its journal; look at that file, or take it from a \
             backup (`kantlijn restore`)"
        );
        return Err((Verdict::Lost, what));
    };
    let words = &text.frozen.text;
    if coding.text == text.hash {
        // Not by its mark, which is a short hash: by its words.
        if words.get(coding.made.range()).is_some_and(|passage| anchor.quote.matches(passage)) {
            return Ok(coding.made);
        }
        let what = format!(
            "the line in its journal quotes «{}» ({code}), and other words stand there in the very text that it was made on: \
             the line was changed; look at it, or take it from a backup (`kantlijn restore`)",
            shown(anchor)
        );
        return Err((Verdict::Lost, what));
    }
    match verdict_in(study, key, words, text.hash, || Some(anchor.clone())) {
        Verdict::Exact => Ok(coding.made),
        verdict if verdict.has_position() => {
            Ok(study.revised_place(key, text.hash).map_or(coding.span, |(span, _)| span))
        }
        Verdict::Unsure => {
            let what = format!(
                "the text changed; «{}» ({code}) stands elsewhere or among other words, and is not placed; `kantlijn anchors` \
                 shows where it may belong",
                shown(anchor)
            );
            Err((Verdict::Unsure, what))
        }
        verdict => {
            let what = format!(
                "the text changed; «{}» ({code}) is not found in it, and is kept without a place; `kantlijn anchors` gives it \
                 one",
                shown(anchor)
            );
            Err((verdict, what))
        }
    }
}

fn shown(anchor: &Anchor) -> String {
    anchor.quote.display().chars().take(60).collect()
}

impl Text<'_> {
    fn finding(
        &mut self,
        study: &Study,
        key: CodingKey,
        severity: Severity,
        about: About,
        what: String,
    ) -> Finding {
        let text = &self.frozen.text;
        let lines = self.lines.get_or_insert_with(|| Lines::new(text));
        let start = study.coding(key).span.start.min(text.len() as u32);
        Finding {
            line: Some(self.frozen.lines_before + u64::from(lines.line_of(start))),
            coding: Some(study.coding_id(key)),
            ..Finding::of_file(severity, about, &self.document.path, what)
        }
    }
}
