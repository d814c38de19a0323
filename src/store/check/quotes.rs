//! Every quote against the text at its address.
//!
//! A document is looked at by itself, on any thread: its file is read once. Quotes are known by their marks, which were made when
//! the journals were read; where one does not fit, its line is read again, in the order in which lines stand in the journals.

use std::path::Path;

use crate::model::Document;
use crate::model::hash::TextHash;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::{Anchor, Verdict};
use crate::model::study::Study;
use crate::text::{Lines, Span, SpanIndex};

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

/// What became of the codings of a document.
#[derive(Default)]
struct Judged {
    placed: Vec<(Span, CodingKey)>,
    /// Those that have no place, with what to say.
    wrong: Vec<(CodingKey, Verdict, String)>,
}

/// Checks the codings of one document. The fingerprint of its text need not be made anew where it is `known`: as long as every
/// quote stands in it.
pub(super) fn check(
    study: &Study,
    files: Files<'_>,
    document: DocumentKey,
    known_hash: Option<TextHash>,
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
    let mut codings: Vec<CodingKey> =
        study.document_codings(document).into_iter().flat_map(SpanIndex::iter).map(|&(_, key)| key).collect();
    codings.sort_by_key(|&key| (study.coding(key).source.file, study.coding(key).source.offset));
    let text = |hash| Text { document: known, frozen: &frozen, hash, lines: None };
    let mut text_now = text(known_hash.unwrap_or_else(|| TextHash::of(&frozen.text)));
    let mut judged = text_now.judge(study, files, &codings);
    if !judged.wrong.is_empty() && known_hash.is_some() {
        // Perhaps it is another text than was thought.
        text_now = text(TextHash::of(&frozen.text));
        judged = text_now.judge(study, files, &codings);
    }
    let mut found = Vec::new();
    for (key, verdict, what) in judged.wrong {
        let finding = text_now.finding(study, key, Severity::Error, About::Quote, what);
        found.push(Finding { verdict: Some(verdict), ..finding });
    }
    for (key, severity, what) in exclusive::check(study, judged.placed) {
        found.push(text_now.finding(study, key, severity, About::Exclusive, what));
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
        // Its line may be another one than when the study was opened.
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
    /// Looks where each stands.
    fn judge(&self, study: &Study, files: Files<'_>, codings: &[CodingKey]) -> Judged {
        let mut reader = EventReader::new(files.root, files.journals);
        let mut judged = Judged::default();
        for &key in codings {
            let coding = study.coding(key);
            let passage = self.frozen.text.get(coding.made.range()).filter(|_| coding.text == self.hash);
            if passage.is_some_and(|passage| coding.quote.fits(passage)) {
                judged.placed.push((coding.made, key));
                continue;
            }
            let anchor = reader.read(coding.source).and_then(|read| read.event.body.into_anchor());
            match judge(study, key, self, anchor.as_ref()) {
                Ok(span) => judged.placed.push((span, key)),
                Err((verdict, what)) => judged.wrong.push((key, verdict, what)),
            }
        }
        judged
    }

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
