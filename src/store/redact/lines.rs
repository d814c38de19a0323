//! Journals line by line: quotes and what stands around them give way to hashes where they hold what was redacted.

use std::collections::BTreeSet;
use std::fs;
use std::path::Path;

use rustc_hash::FxHashMap;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::model::event::Wire;
use crate::model::hash::{TextHash, hex, sha256};
use crate::model::layer::Layer;
use crate::model::names::DocumentKey;
use crate::model::record::Act;
use crate::model::revisions::Reached;
use crate::model::study::Study;
use crate::store::error::StoreError;
use crate::store::places::write_whole;
use crate::text::Span;

use super::PlannedRedaction;

/// What became of a file.
#[derive(Debug, Default)]
pub(super) struct Changed {
    /// How many lines lost words.
    pub(super) lines: usize,
    /// Lines that cannot be read, from 1.
    pub(super) unreadable: Vec<usize>,
}

/// What was redacted, by the texts in which it stood.
pub(super) struct Redacted<'s> {
    study: &'s Study,
    /// The texts before each redaction, with the plans that concern them.
    before: FxHashMap<TextHash, Vec<&'s PlannedRedaction>>,
    /// Makes a hash of a few letters say nothing; nobody keeps it.
    secret: String,
}

/// What is to be done with an event's words.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Loses {
    Nothing,
    /// What stands around the passage.
    Around,
    /// The passage itself as well.
    All,
}

impl<'s> Redacted<'s> {
    pub(super) fn new(study: &'s Study, plans: &'s [PlannedRedaction]) -> Self {
        let mut before: FxHashMap<TextHash, Vec<&PlannedRedaction>> = FxHashMap::default();
        for plan in plans {
            let after = texts_after(study, plan);
            let texts =
                texts_of(study, plan.document).into_iter().chain([plan.from]).collect::<BTreeSet<_>>();
            for text in texts.into_iter().filter(|text| !after.contains(text)) {
                before.entry(text).or_default().push(plan);
            }
        }
        // The tail of a v7 id is random.
        let secret = format!("{}{}{}", Uuid::now_v7(), Uuid::now_v7(), Uuid::now_v7());
        Self { study, before, secret }
    }

    /// The texts that hold what was redacted.
    pub(super) fn texts(&self) -> impl Iterator<Item = TextHash> {
        self.before.keys().copied()
    }

    /// Rewrites a journal: a temporary file, made last, takes its name. One that holds nothing of it stays as it is.
    pub(super) fn rewrite(&self, path: &Path) -> Result<Changed, StoreError> {
        let bytes = fs::read(path).map_err(|error| StoreError::io(path, "read it", error))?;
        let mut changed = Changed::default();
        let mut new: Vec<u8> = Vec::with_capacity(bytes.len());
        for (number, line) in (1..).zip(bytes.split_inclusive(|byte| *byte == b'\n')) {
            match self.line(line) {
                Ok(None) => new.extend_from_slice(line),
                Ok(Some(other)) => {
                    changed.lines += 1;
                    new.extend_from_slice(other.as_bytes());
                    if line.ends_with(b"\n") {
                        new.push(b'\n');
                    }
                }
                Err(()) => {
                    changed.unreadable.push(number);
                    new.extend_from_slice(line);
                }
            }
        }
        if changed.lines > 0 {
            write_whole(path, &new, false)?;
        }
        Ok(changed)
    }

    /// How many lines of a journal hold something of it.
    pub(super) fn count(&self, path: &Path) -> usize {
        let bytes = fs::read(path).unwrap_or_default();
        bytes.split(|byte| *byte == b'\n').filter(|line| matches!(self.line(line), Ok(Some(_)))).count()
    }

    /// The line without the words; nothing where it holds none of them, an error where it cannot be read.
    fn line(&self, line: &[u8]) -> Result<Option<String>, ()> {
        let words = std::str::from_utf8(line).map_err(|_| ())?.trim_start_matches('\u{feff}').trim();
        if words.is_empty() {
            return Ok(None);
        }
        let wire = Wire::parse(words).map_err(|_| ())?;
        let (Some(text), Some((start, end))) = (wire.text.as_deref(), wire.span) else { return Ok(None) };
        let Ok(text) = text.parse::<TextHash>() else { return Err(()) };
        let Some(plans) = self.before.get(&text).filter(|_| start < end) else { return Ok(None) };
        let pre = wire.pre.as_deref().map_or(0, |pre| pre.len() as u32);
        let suf = wire.suf.as_deref().map_or(0, |suf| suf.len() as u32);
        let span = Span::new(start, end);
        let around = Span::new(start.saturating_sub(pre), end.saturating_add(suf));
        let loses =
            plans.iter().map(|plan| self.loses(plan, text, span, around)).max_by_key(|loses| *loses as u8);
        let Ok(mut event) = serde_json::from_str::<Value>(words) else { return Err(()) };
        let Some(fields) = event.as_object_mut() else { return Err(()) };
        let mut changed = false;
        if matches!(loses, Some(Loses::Around | Loses::All)) {
            changed |= fields.remove("pre").is_some_and(|words| words != "");
            changed |= fields.remove("suf").is_some_and(|words| words != "");
        }
        if loses == Some(Loses::All) && !is_hashed(fields.get("quote")) {
            let quote = fields.get("quote").map(Value::to_string).unwrap_or_default();
            let hash = hex(&sha256(format!("{}{quote}", self.secret).as_bytes())[..8]);
            fields.insert(
                "quote".to_owned(),
                json!({ "head": "", "tail": "", "length": end - start, "hash": hash }),
            );
            changed = true;
        }
        Ok(changed.then(|| event.to_string()))
    }

    /// What an event on this passage of this text loses by a redaction.
    fn loses(&self, plan: &PlannedRedaction, text: TextHash, span: Span, around: Span) -> Loses {
        let holds = |span: Span| {
            let next = plan.spans.partition_point(|word| word.end <= span.start);
            plan.spans.get(next).is_some_and(|word| word.start < span.end)
        };
        if text == plan.from {
            return match (holds(span), holds(around)) {
                (true, _) => Loses::All,
                (false, true) => Loses::Around,
                (false, false) => Loses::Nothing,
            };
        }
        // What stood around it in an older text, nobody knows any more. That may have been another document's, of which this
        // one is a part.
        let revisions = self.study.revisions();
        let ways: Vec<_> = revisions.leaving(text).map(|of| revisions.reached(of, text, span)).collect();
        let mut here =
            ways.iter().flatten().filter(|at| (at.document, at.text) == (plan.document, plan.from));
        match here.next() {
            Some(now) if holds(now.span) => Loses::All,
            Some(_) => Loses::Around,
            // It went into another part.
            None if ways.iter().any(|way| went_elsewhere(way, plan.document)) => Loses::Around,
            None => Loses::All,
        }
    }
}

/// True for a passage that was made in another document, and has a place in a text after that one.
fn went_elsewhere(way: &[Reached], document: DocumentKey) -> bool {
    way.first().is_some_and(|made| made.document != document) && way.len() > 1
}

fn is_hashed(quote: Option<&Value>) -> bool {
    quote.is_some_and(|quote| quote["head"] == "" && quote["tail"] == "")
}

/// Every text of a document that an event of any layer names.
fn texts_of(study: &Study, document: DocumentKey) -> BTreeSet<TextHash> {
    let mut texts = BTreeSet::new();
    for layer in study.coders().into_iter().filter_map(|coder| study.layer(coder)) {
        for record in layer.records() {
            match &record.act {
                Act::Coding { document: of, text, .. } if *of == document => {
                    texts.insert(*text);
                }
                Act::Reshape { coding, text, document: of, .. }
                    if of.map_or_else(|| is_on(layer, *coding, document), |of| of == document) =>
                {
                    texts.insert(*text);
                }
                Act::Revise(revised) if revised.document == document || revised.reaches() == document => {
                    texts.extend([revised.from, revised.to]);
                }
                _ => {}
            }
        }
    }
    texts
}

fn is_on(layer: &Layer, coding: Uuid, document: DocumentKey) -> bool {
    let made = layer.find(coding).map(|index| &layer.record(index).act);
    matches!(made, Some(Act::Coding { document: of, .. }) if *of == document)
}

/// The texts that a redacted one became: they hold nothing of it any more.
pub(super) fn texts_after(study: &Study, plan: &PlannedRedaction) -> BTreeSet<TextHash> {
    let mut after = BTreeSet::from([plan.to]);
    loop {
        let next = study.revisions().of(plan.document).filter(|revised| after.contains(&revised.from));
        let next: Vec<TextHash> = next.map(|revised| revised.to).filter(|to| *to != plan.from).collect();
        let known = after.len();
        after.extend(next);
        if after.len() == known {
            return after;
        }
    }
}
