//! Codings where revisions of their texts lead them.

use rustc_hash::FxHashSet;

use crate::model::coding::Coding;
use crate::model::hash::TextHash;
use crate::model::layer::Layer;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::Verdict;
use crate::model::revisions::Revisions;
use crate::text::{Span, SpanIndex};

use super::Study;

/// The documents that a layer holds counting revisions of.
pub(super) fn revised(layer: &Layer) -> Vec<DocumentKey> {
    layer.revisions().map(|(_, revised)| revised.document).collect()
}

impl Study {
    /// What people said of texts that changed.
    pub fn revisions(&self) -> &Revisions {
        &self.revisions
    }

    /// What became of a coding's passage; exact until a text was found changed.
    pub fn verdict(&self, key: CodingKey) -> Verdict {
        self.verdicts.get(&key).copied().unwrap_or(Verdict::Exact)
    }

    /// Says what became of a coding's passage; the store does, when it has read the text.
    pub fn set_verdict(&mut self, key: CodingKey, verdict: Verdict) {
        let before = match verdict {
            Verdict::Exact => self.verdicts.remove(&key),
            other => self.verdicts.insert(key, other),
        };
        if before.unwrap_or(Verdict::Exact) != verdict {
            self.changes.note(self.codings[key.index()].document);
        }
    }

    /// Says which text a document has now, and puts its codings where they stand in it.
    pub fn text_is(&mut self, document: DocumentKey, text: TextHash) {
        if self.revisions.text_is(document, text) && self.revisions.of(document).next().is_some() {
            self.place_anew(document);
        }
    }

    /// Where revisions put a coding in the text `text`; `None` where they do not lead there.
    pub fn revised_place(&self, key: CodingKey, text: TextHash) -> Option<(Span, Verdict)> {
        let coding = self.coding(key);
        self.revisions.place(coding.document, coding.text, coding.made, text)
    }

    /// Other revisions of these documents count now.
    /// Says which codings that touches.
    pub(super) fn revise(&mut self, documents: Vec<DocumentKey>) -> Vec<CodingKey> {
        let documents: FxHashSet<DocumentKey> = documents.into_iter().collect();
        let mut touched = Vec::new();
        for document in documents {
            let of_all = self.layers.values().flat_map(Layer::revisions);
            let of_this = of_all.filter(|(_, revised)| revised.document == document);
            let revisions = of_this.map(|(record, revised)| (record.order(), revised.clone())).collect();
            self.revisions.set(document, revisions);
            self.place_anew(document);
            touched.extend(
                self.by_document.get(&document).into_iter().flat_map(SpanIndex::iter).map(|(_, key)| *key),
            );
        }
        touched
    }

    fn place_anew(&mut self, document: DocumentKey) {
        let Some(index) = self.by_document.get(&document) else { return };
        let keys: Vec<CodingKey> = index.iter().map(|(_, key)| *key).collect();
        let mut spans = Vec::with_capacity(keys.len());
        for key in keys {
            let mut coding = self.codings[key.index()].clone();
            let verdict = self.find_place(&mut coding);
            spans.push((coding.span, key));
            self.codings[key.index()] = coding;
            self.keep_verdict(key, verdict);
        }
        self.by_document.insert(document, SpanIndex::build(spans));
        self.changes.note(document);
    }

    /// Puts a coding where revisions lead it; where they do not, it stays where it was made.
    pub(super) fn find_place(&self, coding: &mut Coding) -> Verdict {
        coding.span = coding.made;
        if self.revisions.is_empty() {
            return Verdict::Exact;
        }
        let Some(text) = self.revisions.text_of(coding.document).filter(|text| *text != coding.text) else {
            return Verdict::Exact;
        };
        match self.revisions.place(coding.document, coding.text, coding.made, text) {
            Some((span, verdict)) => {
                coding.span = span;
                verdict
            }
            None if self.revisions.leave(coding.document, coding.text) => Verdict::Unsure,
            // Whoever reads the text compares the words.
            None => Verdict::Exact,
        }
    }

    /// Puts a coding where it was made: nothing leads it further.
    pub fn put_where_made(&mut self, key: CodingKey) {
        let coding = &mut self.codings[key.index()];
        let was = std::mem::replace(&mut coding.span, coding.made);
        if was != coding.made {
            let (document, span) = (coding.document, coding.made);
            if let Some(index) = self.by_document.get_mut(&document) {
                index.remove(was, &key);
                index.insert(span, key);
            }
            self.changes.note(document);
        }
    }

    pub(super) fn keep_verdict(&mut self, key: CodingKey, verdict: Verdict) {
        match verdict {
            Verdict::Exact => self.verdicts.remove(&key),
            other => self.verdicts.insert(key, other),
        };
    }
}
