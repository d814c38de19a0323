//! Where the texts of the documents come from when a question needs them.

use std::collections::HashMap;
use std::hash::BuildHasher;
use std::sync::{Arc, Mutex, PoisonError};

use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;

use super::catalogue::Catalogued;

/// Gives texts to those who look for something in them, on any thread.
pub trait Texts: Sync {
    /// The bytes of a document's text, the one that the catalogue knows; `None` when it cannot be read. `file` is memory that
    /// may be used for it. They were text when the catalogue was made; whoever looks at few of them need not ask that again.
    fn bytes<'a>(&'a self, document: &Catalogued, file: &'a mut Vec<u8>) -> Option<&'a [u8]>;

    /// The text of a document, in the same way.
    fn read<'a>(&'a self, document: &Catalogued, file: &'a mut Vec<u8>) -> Option<&'a str> {
        simdutf8::basic::from_utf8(self.bytes(document, file)?).ok()
    }
}

/// Bytes of text that stay in memory for rows that are shown.
const KEPT: usize = 16 << 20;

/// Texts that were read last, kept for a while: rows that are shown are shown again with the next letter.
#[derive(Debug, Default)]
pub struct KeptTexts {
    /// Used last, kept longest.
    kept: Mutex<Vec<(DocumentKey, TextHash, Arc<str>)>>,
}

impl KeptTexts {
    /// The text of a document, the one that the catalogue knows; `read` where it is not kept.
    pub fn get(&self, document: &Catalogued, read: impl FnOnce() -> Option<Arc<str>>) -> Option<Arc<str>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            kept.iter().position(|(key, hash, _)| *key == document.document && *hash == document.hash);
        let entry = match known {
            Some(place) => kept.remove(place),
            None => {
                kept.retain(|(key, ..)| *key != document.document);
                (document.document, document.hash, read()?)
            }
        };
        let text = Arc::clone(&entry.2);
        kept.push(entry);
        while kept.len() > 1 && kept.iter().map(|(.., text)| text.len()).sum::<usize>() > KEPT {
            kept.remove(0);
        }
        Some(text)
    }
}

/// Texts that are in memory.
impl<S: BuildHasher + Sync> Texts for HashMap<DocumentKey, Arc<str>, S> {
    fn bytes<'a>(&'a self, document: &Catalogued, _file: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        self.get(&document.document).map(|text| text.as_bytes())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_shown_last_is_kept_and_another_text_is_read() {
        let texts = KeptTexts::default();
        let text = |words: &str| Some(Arc::from(words));
        let catalogued = |number: u32, hash: u64| Catalogued {
            document: DocumentKey::from(number),
            hash: TextHash(hash),
            text_start: 0,
            first: 0,
            turns: 0,
        };
        let (one, other) = (catalogued(1, 1), catalogued(1, 2));
        assert_eq!(texts.get(&one, || text("was")).as_deref(), Some("was"));
        assert_eq!(texts.get(&one, || panic!("it is kept")).as_deref(), Some("was"));
        assert_eq!(texts.get(&other, || text("is")).as_deref(), Some("is"), "of other words");
        assert_eq!(texts.get(&one, || None), None, "of one document one text is kept");
        let large = "a".repeat(KEPT / 2);
        for number in 2..4 {
            texts.get(&catalogued(number, 0), || text(&large));
        }
        assert_eq!(texts.get(&catalogued(3, 0), || None).map(|text| text.len()), Some(KEPT / 2));
        assert_eq!(texts.get(&other, || None), None, "it was shown longest ago");
    }
}
