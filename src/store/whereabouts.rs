//! Where the words of codings went that have no place in their document: it was renamed, cut in parts, or put together with
//! another. Documents are recognised by their text. Nothing is done here; a person says which one it is.

use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::Anchor;

use super::open::OpenStudy;
use super::text::LoadedText;

/// So many codings of a document are looked for elsewhere.
const LOOKED_FOR: usize = 1_000;

/// A document whose codings have no place in it, and the documents that hold their words.
#[derive(Clone, Debug)]
pub struct Whereabouts {
    /// The document.
    pub document: DocumentKey,
    /// True when it is gone, and not just some of its text.
    pub missing: bool,
    /// How many of its codings have no place.
    pub codings: usize,
    /// Where their words stand: each document with the number of codings, the most first.
    pub stand_in: Vec<(DocumentKey, usize)>,
}

impl OpenStudy {
    /// Documents that codings stand on and that are not there.
    pub fn missing_documents(&self) -> Vec<DocumentKey> {
        let coded = self.study.coded_documents().map(|(document, _)| document);
        let mut missing: Vec<DocumentKey> =
            coded.filter(|document| self.study.document(*document).is_none()).collect();
        missing.sort_by_key(|document| self.study.document_id(*document).to_owned());
        missing
    }

    /// Where the words of codings stand that have no place in these documents. Each text of the study is read once.
    pub fn whereabouts(&self, documents: &[DocumentKey]) -> Vec<Whereabouts> {
        let mut reader = self.event_reader();
        let mut wanted: Vec<(Whereabouts, Vec<Anchor>)> = Vec::new();
        for &document in documents {
            let keys = self.without_place(document);
            let read =
                |key: &CodingKey| reader.read(self.study.coding(*key).source)?.event.body.into_anchor();
            let anchors: Vec<Anchor> = keys.iter().take(LOOKED_FOR).filter_map(read).collect();
            let missing = self.study.document(document).is_none();
            let found = Whereabouts { document, missing, codings: keys.len(), stand_in: Vec::new() };
            wanted.push((found, anchors));
        }
        wanted.retain(|(found, _)| found.codings > 0);
        if wanted.is_empty() {
            return Vec::new();
        }
        for document in self.study.documents() {
            // What cannot be read was said when the study was opened.
            let Ok(text) = LoadedText::read(self.root(), document) else { continue };
            for (found, anchors) in wanted.iter_mut().filter(|(found, _)| found.document != document.key) {
                let stands = |anchor: &&Anchor| {
                    let same = anchor.text == text.hash
                        && text
                            .text
                            .get(anchor.span.range())
                            .is_some_and(|words| anchor.quote.matches(words));
                    same || anchor.sure_place(&text.text).is_some()
                };
                let count = anchors.iter().filter(stands).count();
                if count > 0 {
                    found.stand_in.push((document.key, count));
                }
            }
        }
        let mut all: Vec<Whereabouts> = wanted.into_iter().map(|(found, _)| found).collect();
        for found in &mut all {
            found.stand_in.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        all
    }
}
