//! What people said of texts that changed: the way of a passage from the text it was coded on to the text as it stands.
//!
//! Revisions belong to the study, not to a layer: whoever found the change, the codings of all follow it. The same revision
//! found by two people counts once.

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
    /// The document that has it, where it is another one: it was renamed, or its text was cut in parts or put together.
    pub into: Option<DocumentKey>,
    /// What was kept.
    pub hunks: Hunks,
}

impl Revised {
    /// The document that has the text after.
    pub fn reaches(&self) -> DocumentKey {
        self.into.unwrap_or(self.document)
    }
}

/// A text that a coding reaches, and where it stands there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reached {
    /// The document.
    pub document: DocumentKey,
    /// The text.
    pub text: TextHash,
    /// The passage, in bytes of that text.
    pub span: Span,
    /// True when its words changed on the way.
    pub edited: bool,
}

impl Reached {
    /// What became of a passage that was made at `made`.
    pub fn verdict(&self, made: Span) -> Verdict {
        match (self.edited, self.span == made) {
            (true, _) => Verdict::Edited,
            (false, true) => Verdict::Exact,
            (false, false) => Verdict::Moved,
        }
    }
}

/// A revision and its place in the order of events.
pub(super) type Ordered = ((u64, Uuid), Revised);

/// All revisions that count.
#[derive(Clone, Debug, Default)]
pub struct Revisions {
    by_document: FxHashMap<DocumentKey, Vec<Ordered>>,
    /// Texts that were read.
    texts: FxHashMap<DocumentKey, TextHash>,
    /// True when one of them leads into another document.
    cross: bool,
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
        self.cross = self.by_document.values().flatten().any(|(_, revised)| revised.into.is_some());
    }

    /// True when a revision leads from one document into another.
    pub fn cross_documents(&self) -> bool {
        self.cross
    }

    /// The documents that codings of this one can be led into, or come from, itself among them.
    pub(super) fn together(&self, document: DocumentKey) -> FxHashSet<DocumentKey> {
        let mut found = FxHashSet::from_iter([document]);
        let mut known = 0;
        while self.cross && known < found.len() {
            known = found.len();
            for (_, revised) in self.by_document.values().flatten() {
                if found.contains(&revised.document) || found.contains(&revised.reaches()) {
                    found.extend([revised.document, revised.reaches()]);
                }
            }
        }
        found
    }

    /// Says which text a document has; false when that was known.
    pub(super) fn text_is(&mut self, document: DocumentKey, text: TextHash) -> bool {
        self.texts.insert(document, text) != Some(text)
    }

    /// The text that codings of a document are shown on: the one that was read, else the one of the last revision.
    pub fn text_of(&self, document: DocumentKey) -> Option<TextHash> {
        self.texts.get(&document).copied().or_else(|| {
            let own = || self.by_document.get(&document).into_iter().flatten();
            let all = || self.by_document.values().flatten();
            let reaches = |(_, revised): &&Ordered| revised.reaches() == document;
            let last =
                if self.cross { all().filter(reaches).max_by_key(|(order, _)| *order) } else { own().last() };
            last.map(|(_, revised)| revised.to)
        })
    }

    /// The revisions of a document, in order.
    pub fn of(&self, document: DocumentKey) -> impl Iterator<Item = &Revised> {
        self.by_document.get(&document).into_iter().flatten().map(|(_, revised)| revised)
    }

    /// The documents that had this text, by the revisions that lead on from it.
    pub fn leaving(&self, text: TextHash) -> impl Iterator<Item = DocumentKey> {
        let leaves =
            move |revisions: &&Vec<Ordered>| revisions.iter().any(|(_, revised)| revised.from == text);
        self.by_document.iter().filter(move |(_, revisions)| leaves(revisions)).map(|(document, _)| *document)
    }

    /// True when a revision leads from this text of the document into another document.
    pub fn lead_away(&self, document: DocumentKey, text: TextHash) -> bool {
        self.cross && self.of(document).any(|revised| revised.from == text && revised.reaches() != document)
    }

    /// True when a revision of the document begins at this text.
    pub fn leave(&self, document: DocumentKey, text: TextHash) -> bool {
        self.of(document).any(|revised| revised.from == text)
    }

    /// The texts that a passage of the text `from` of a document reaches, nearest first, beginning with that text.
    ///
    /// A text is passed where the passage has a place in it, so a coding that is lost on one way is still found on
    /// another; of several equally short ways, the one of the earlier revision is taken.
    pub fn reached(&self, document: DocumentKey, from: TextHash, span: Span) -> Vec<Reached> {
        let mut found = vec![Reached { document, text: from, span, edited: false }];
        let mut next = 0;
        while let Some(at) = found.get(next).copied() {
            next += 1;
            for revised in self.of(at.document).filter(|revised| revised.from == at.text) {
                let (document, text) = (revised.reaches(), revised.to);
                let known = found.iter().any(|known| (known.document, known.text) == (document, text));
                if let (false, Some(mapped)) = (known, revised.hunks.map(at.span)) {
                    let edited = at.edited || mapped.edited;
                    found.push(Reached { document, text, span: mapped.span, edited });
                }
            }
        }
        found
    }

    /// Where a passage of one text stands in another, each with its document; `None` where no revisions lead there.
    pub fn place(
        &self,
        from: (DocumentKey, TextHash),
        span: Span,
        to: (DocumentKey, TextHash),
    ) -> Option<(Span, Verdict)> {
        let reached = self.reached(from.0, from.1, span);
        let there = reached.iter().find(|reached| (reached.document, reached.text) == to)?;
        Some((there.span, there.verdict(span)))
    }
}
