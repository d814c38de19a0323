//! What people said of texts that changed: the way of a passage from the text it was coded on to the text as it stands.
//!
//! Revisions belong to the study, not to a layer: whoever found the change, the codings of all follow it. The same revision
//! found by two people counts once.

use std::collections::VecDeque;

use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use crate::text::Span;

use super::anchoring::Hunks;
use super::hash::TextHash;
use super::names::DocumentKey;
use super::quote::Verdict;

/// A text of a document, and the next one.
#[derive(Clone, Debug, PartialEq)]
pub struct Revised {
    /// The document.
    pub document: DocumentKey,
    /// The text before.
    pub from: TextHash,
    /// The text after.
    pub to: TextHash,
    /// What was kept.
    pub hunks: Hunks,
}

/// A revision and its place in the order of events.
pub(super) type Ordered = ((u64, Uuid), Revised);

/// All revisions that count.
#[derive(Clone, Debug, Default)]
pub struct Revisions {
    by_document: FxHashMap<DocumentKey, Vec<Ordered>>,
    /// Texts that were read.
    texts: FxHashMap<DocumentKey, TextHash>,
}

impl Revisions {
    /// True when no text ever changed.
    pub fn is_empty(&self) -> bool {
        self.by_document.is_empty()
    }

    /// Puts the revisions of a document in, in any order.
    pub(super) fn set(&mut self, document: DocumentKey, mut revisions: Vec<Ordered>) {
        revisions.sort_by_key(|(order, _)| *order);
        if revisions.is_empty() {
            self.by_document.remove(&document);
        } else {
            self.by_document.insert(document, revisions);
        }
    }

    /// Says which text a document has; false when that was known.
    pub(super) fn text_is(&mut self, document: DocumentKey, text: TextHash) -> bool {
        self.texts.insert(document, text) != Some(text)
    }

    /// The text that codings of a document are shown on: the one that was read, else the one of the last revision.
    pub fn text_of(&self, document: DocumentKey) -> Option<TextHash> {
        let last = || self.by_document.get(&document)?.last().map(|(_, revised)| revised.to);
        self.texts.get(&document).copied().or_else(last)
    }

    /// The revisions of a document, in order.
    pub fn of(&self, document: DocumentKey) -> impl Iterator<Item = &Revised> {
        self.by_document.get(&document).into_iter().flatten().map(|(_, revised)| revised)
    }

    /// True when a revision of the document begins at this text.
    pub fn leave(&self, document: DocumentKey, text: TextHash) -> bool {
        self.of(document).any(|revised| revised.from == text)
    }

    /// Where a passage of the text `from` stands in the text `to`; `None` where no revisions lead there.
    ///
    /// The shortest way is taken; of several equally short ones, the one of the earlier revision. A text is passed where
    /// the passage has a place in it, so a coding that is lost on one way is still found on another.
    pub fn place(
        &self,
        document: DocumentKey,
        from: TextHash,
        span: Span,
        to: TextHash,
    ) -> Option<(Span, Verdict)> {
        let revisions = self.by_document.get(&document).map_or(&[][..], Vec::as_slice);
        let mut seen = FxHashSet::from_iter([from]);
        let mut open = VecDeque::from([(from, span, false)]);
        while let Some((text, at, edited)) = open.pop_front() {
            if text == to {
                let verdict = match (edited, at == span) {
                    (true, _) => Verdict::Edited,
                    (false, true) => Verdict::Exact,
                    (false, false) => Verdict::Moved,
                };
                return Some((at, verdict));
            }
            for (_, revised) in revisions.iter().filter(|(_, revised)| revised.from == text) {
                if !seen.contains(&revised.to)
                    && let Some(mapped) = revised.hunks.map(at)
                {
                    seen.insert(revised.to);
                    open.push_back((revised.to, mapped.span, edited || mapped.edited));
                }
            }
        }
        None
    }
}
