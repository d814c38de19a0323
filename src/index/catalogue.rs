//! The turns of all documents under one number each, so that sets of them can be joined and cut.
//!
//! Documents stand in the order of their paths; the number of a turn is the number of turns before it. A catalogue never
//! changes: when a document does, a new one is made.

use std::ops::Range;
use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::text::{Span, Turns};

/// The turns of all documents.
#[derive(Clone, Debug, Default)]
pub struct Catalogue {
    documents: Vec<Catalogued>,
    at: FxHashMap<DocumentKey, u32>,
    turns: Vec<CataloguedTurn>,
    /// Labels of speakers, each once.
    labels: Arc<Vec<String>>,
}

/// A document in the catalogue.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Catalogued {
    /// The document.
    pub document: DocumentKey,
    /// Its text.
    pub hash: TextHash,
    /// Where its text begins in the file, in bytes.
    pub text_start: u32,
    /// The number of its first turn.
    pub first: u32,
    /// How many turns it has.
    pub turns: u32,
}

impl Catalogued {
    /// The numbers of its turns.
    pub fn numbers(&self) -> Range<u32> {
        self.first..self.first + self.turns
    }
}

/// A turn in the catalogue; spans are bytes of its document's text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CataloguedTurn {
    /// All of it, with label and time.
    pub span: Span,
    /// From its first spoken character to its last.
    pub spoken: Span,
    /// The number of its speaker's label.
    pub label: Option<u32>,
}

impl Catalogue {
    /// Takes documents, all their turns and the labels that these name, as they were read from a file.
    pub(super) fn from_parts(
        documents: Vec<Catalogued>,
        turns: Vec<CataloguedTurn>,
        labels: Vec<String>,
    ) -> Self {
        let at = (0..).zip(&documents).map(|(index, document)| (document.document, index)).collect();
        Self { documents, at, turns, labels: Arc::new(labels) }
    }

    /// Some of its documents alone. Where they are the first ones, their turns have the numbers that they have here.
    pub(super) fn only(&self, documents: impl IntoIterator<Item = DocumentKey>) -> Self {
        let mut only = Self { labels: Arc::clone(&self.labels), ..Self::default() };
        for known in documents.into_iter().filter_map(|key| self.document(key)) {
            let turns = self.turns_of(known).iter().copied();
            only.push(known.document, known.hash, known.text_start, turns);
        }
        only
    }

    /// All turns, by number.
    pub(super) fn turns(&self) -> &[CataloguedTurn] {
        &self.turns
    }

    /// Adds a document; to be called in the order of the paths.
    pub fn push(
        &mut self,
        document: DocumentKey,
        hash: TextHash,
        text_start: u32,
        turns: impl IntoIterator<Item = CataloguedTurn>,
    ) {
        let first = self.turns.len() as u32;
        self.turns.extend(turns);
        self.at.insert(document, self.documents.len() as u32);
        let turns = self.turns.len() as u32 - first;
        self.documents.push(Catalogued { document, hash, text_start, first, turns });
    }

    /// The number of a label, given now if it is new. `known` remembers them between calls.
    pub fn label(&mut self, known: &mut FxHashMap<String, u32>, label: &str) -> u32 {
        if let Some(&number) = known.get(label) {
            return number;
        }
        let number = self.labels.len() as u32;
        Arc::make_mut(&mut self.labels).push(label.to_owned());
        known.insert(label.to_owned(), number);
        number
    }

    /// Adds a document whose text is at hand.
    pub fn push_text(
        &mut self,
        known: &mut FxHashMap<String, u32>,
        document: DocumentKey,
        hash: TextHash,
        text_start: u32,
        text: &str,
        turns: &Turns,
    ) {
        let turns: Vec<CataloguedTurn> = turns
            .iter()
            .map(|turn| CataloguedTurn {
                span: turn.span,
                spoken: turn.spoken,
                label: turn.label.map(|label| self.label(known, label.slice(text))),
            })
            .collect();
        self.push(document, hash, text_start, turns);
    }

    /// All documents, in the order of their turns.
    pub fn documents(&self) -> &[Catalogued] {
        &self.documents
    }

    /// A document; `None` when it is missing or could not be read.
    pub fn document(&self, key: DocumentKey) -> Option<&Catalogued> {
        self.at.get(&key).map(|&index| &self.documents[index as usize])
    }

    /// Where a document stands in [`Catalogue::documents`].
    pub(super) fn place_of(&self, key: DocumentKey) -> Option<usize> {
        self.at.get(&key).map(|&index| index as usize)
    }

    /// How many turns there are.
    pub fn len(&self) -> u32 {
        self.turns.len() as u32
    }

    /// True when there is no turn.
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// A turn by its number.
    pub fn turn(&self, number: u32) -> Option<&CataloguedTurn> {
        self.turns.get(number as usize)
    }

    /// The turns of a document, in order.
    pub fn turns_of(&self, document: &Catalogued) -> &[CataloguedTurn] {
        let numbers = document.numbers();
        &self.turns[numbers.start as usize..numbers.end as usize]
    }

    /// The document that holds a turn.
    pub fn document_of(&self, number: u32) -> Option<&Catalogued> {
        let after = self.documents.partition_point(|document| document.first <= number);
        // Documents without turns share their number with the next one.
        self.documents[..after].iter().rev().find(|document| document.numbers().contains(&number))
    }

    /// The numbers of the turns that share at least one byte with `span` of `document`.
    pub fn touched(&self, document: &Catalogued, span: Span) -> Range<u32> {
        let turns = self.turns_of(document);
        let from = turns.partition_point(|turn| turn.span.end <= span.start) as u32;
        let to = turns.partition_point(|turn| turn.span.start < span.end) as u32;
        document.first + from..document.first + to.max(from)
    }

    /// All labels, by number.
    pub fn labels(&self) -> &[String] {
        &self.labels
    }
}
