//! Codings where revisions of their texts lead them.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::coding::Coding;
use crate::model::hash::TextHash;
use crate::model::layer::Layer;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::Verdict;
use crate::model::revisions::{Reached, Revisions};
use crate::text::{Span, SpanIndex};

use super::Study;

/// The documents that a layer holds counting revisions of.
pub(super) fn revised(layer: &Layer) -> Vec<DocumentKey> {
    layer.revisions().map(|(_, revised)| revised.document).collect()
}

impl Study {
    /// Documents that codings stand on and that are not there, by id.
    pub fn missing_documents(&self) -> Vec<DocumentKey> {
        let coded = self.coded_documents().map(|(document, _)| document);
        let mut missing: Vec<DocumentKey> =
            coded.filter(|document| self.document(*document).is_none()).collect();
        missing.sort_by_key(|document| self.document_id(*document));
        missing
    }

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
        let known = self.revisions.cross_documents() || self.revisions.of(document).next().is_some();
        if self.revisions.text_is(document, text) && known {
            self.place_anew(&self.revisions.together(document), Some(document));
        }
    }

    /// Other documents are there now: codings that are led into one have a place in it.
    pub(super) fn documents_changed(&mut self) {
        if self.revisions.cross_documents() {
            self.place_anew(&self.by_document.keys().copied().collect(), None);
        }
    }

    /// Where revisions put a coding in the text `text` of the document that it stands in; `None` where they do not lead
    /// there.
    pub fn revised_place(&self, key: CodingKey, text: TextHash) -> Option<(Span, Verdict)> {
        let coding = self.coding(key);
        self.revisions.place((coding.made_in, coding.text), coding.made, (coding.document, text))
    }

    /// Other revisions of these documents count now.
    /// Says which codings that touches.
    pub(super) fn revise(&mut self, documents: Vec<DocumentKey>) -> Vec<CodingKey> {
        let documents: FxHashSet<DocumentKey> = documents.into_iter().collect();
        let mut around = FxHashSet::default();
        for document in documents {
            let of_all = self.layers.values().flat_map(Layer::revisions);
            let of_this = of_all.filter(|(_, revised)| revised.document == document);
            let revisions = of_this.map(|(record, revised)| (record.order(), revised.clone())).collect();
            around.extend(self.revisions.together(document));
            self.revisions.set(document, revisions);
            around.extend(self.revisions.together(document));
        }
        self.place_anew(&around, None);
        let index = around.iter().filter_map(|document| self.by_document.get(document));
        index.flat_map(SpanIndex::iter).map(|(_, key)| *key).collect()
    }

    /// Puts the codings of documents that belong together where they stand. Where it is done because the text of one was
    /// `read`, what became of codings that stay in another is known already.
    fn place_anew(&mut self, documents: &FxHashSet<DocumentKey>, read: Option<DocumentKey>) {
        let mut placed: FxHashMap<DocumentKey, Vec<(Span, CodingKey)>> = FxHashMap::default();
        for document in documents {
            let Some(index) = self.by_document.get(document) else { continue };
            let keys: Vec<CodingKey> = index.iter().map(|(_, key)| *key).collect();
            placed.entry(*document).or_default();
            for key in keys {
                let was = self.codings[key.index()].clone();
                let mut coding = was.clone();
                let verdict = self.find_place(&mut coding);
                placed.entry(coding.document).or_default().push((coding.span, key));
                if coding.document != was.document {
                    self.count(&was, -1);
                    self.count(&coding, 1);
                }
                let stays = (coding.document, coding.span) == (was.document, was.span);
                if !stays || read.is_none_or(|read| read == was.document) {
                    self.keep_verdict(key, verdict);
                }
                self.codings[key.index()] = coding;
            }
        }
        for (document, spans) in placed {
            self.by_document.insert(document, SpanIndex::build(spans));
            self.changes.note(document);
        }
    }

    /// Puts new codings in; many at once are sorted once.
    pub(super) fn place(&mut self, document: DocumentKey, spans: Vec<(Span, CodingKey)>) {
        let index = self.by_document.entry(document).or_insert_with(|| SpanIndex::build(Vec::new()));
        if spans.len() < 16 {
            for (span, key) in spans {
                index.insert(span, key);
            }
        } else {
            let all = index.iter().copied().chain(spans).collect();
            *index = SpanIndex::build(all);
        }
    }

    /// Puts a coding where revisions lead it; where they do not, it stays where it was made.
    pub(super) fn find_place(&self, coding: &mut Coding) -> Verdict {
        (coding.document, coding.span) = (coding.made_in, coding.made);
        if !self.revisions.leave(coding.made_in, coding.text) {
            // Whoever reads the text compares the words.
            return Verdict::Exact;
        }
        let reached = self.revisions.reached(coding.made_in, coding.text, coding.made);
        let known = reached.iter().rev().find(|reached| self.document(reached.document).is_some());
        let there = |reached: &&Reached| match self.document(reached.document) {
            Some(_) => self.has_text(reached.document, reached.text),
            None => known.is_none() && self.would_have_text(reached.document, reached.text),
        };
        if let Some(here) = reached.iter().find(there) {
            (coding.document, coding.span) = (here.document, here.span);
            return here.verdict(coding.made);
        }
        coding.document = known.map_or(coding.made_in, |reached| reached.document);
        Verdict::Unsure
    }

    /// True when a document has this text, as far as anybody knows.
    fn has_text(&self, document: DocumentKey, text: TextHash) -> bool {
        self.revisions.text_of(document).is_none_or(|now| now == text)
    }

    /// True when a missing document would have this text if it came back, and nothing leads from there into another one.
    fn would_have_text(&self, document: DocumentKey, text: TextHash) -> bool {
        !self.revisions.lead_away(document, text) && self.has_text(document, text)
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
