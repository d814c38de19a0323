//! Where the words of codings went that have no place in their document: it was renamed, cut in parts, or put together with
//! another. Documents are recognised by their text. Nothing is done here; a person says which one it is.

use std::cell::OnceCell;
use std::path::PathBuf;

use crate::model::Document;
use crate::model::hash::TextHash;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::Anchor;

use super::open::OpenStudy;
use super::text::{Frozen, read_frozen};

/// So many codings of a document are looked for elsewhere.
const LOOKED_FOR: usize = 1_000;
/// So many of them, from its start to its end, must not all be elsewhere for a text to be looked through for the others.
const FEW: usize = 64;

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
    /// Where the words of codings stand that have no place in these documents. Each text of the study is read once.
    pub fn whereabouts(&self, documents: &[DocumentKey]) -> Vec<Whereabouts> {
        self.searching(documents).map_or(Vec::new(), Searching::look)
    }

    /// What is needed to look for those words on any thread; `None` where every coding has a place.
    pub fn searching(&self, documents: &[DocumentKey]) -> Option<Searching> {
        let mut reader = self.event_reader();
        let mut wanted = Vec::new();
        for &document in documents {
            let keys = self.without_place(document);
            if keys.is_empty() {
                continue;
            }
            let read =
                |key: &CodingKey| reader.read(self.study.coding(*key).source)?.event.body.into_anchor();
            let anchors: Vec<Anchor> = keys.iter().take(LOOKED_FOR).filter_map(read).collect();
            let missing = self.study.document(document).is_none();
            let found = Whereabouts { document, missing, codings: keys.len(), stand_in: Vec::new() };
            wanted.push((found, anchors));
        }
        let (root, documents) = (self.root().to_owned(), self.study.documents().to_vec());
        (!wanted.is_empty()).then_some(Searching { root, documents, wanted })
    }
}

/// Words of codings without a place, and the documents that they may stand in.
#[derive(Debug)]
pub struct Searching {
    root: PathBuf,
    documents: Vec<Document>,
    wanted: Vec<(Whereabouts, Vec<Anchor>)>,
}

impl Searching {
    /// Reads each text once.
    pub fn look(self) -> Vec<Whereabouts> {
        let mut all: Vec<Whereabouts> = self.wanted.iter().map(|(found, _)| found.clone()).collect();
        for document in &self.documents {
            // What cannot be read was said when the study was opened.
            let Ok(Frozen { text, .. }) = read_frozen(&self.root, document) else { continue };
            let hash = OnceCell::new();
            let stands = |anchor: &&Anchor| {
                let same = text.get(anchor.span.range()).is_some_and(|words| anchor.quote.matches(words))
                    && anchor.text == *hash.get_or_init(|| TextHash::of(&text));
                same || anchor.sure_place(&text).is_some()
            };
            for (found, (_, anchors)) in all.iter_mut().zip(&self.wanted) {
                let few = anchors.iter().step_by(anchors.len().div_ceil(FEW).max(1));
                if found.document != document.key && few.clone().any(|anchor| stands(&anchor)) {
                    found.stand_in.push((document.key, anchors.iter().filter(stands).count()));
                }
            }
        }
        for found in &mut all {
            found.stand_in.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
        }
        all
    }
}
