//! Where the texts of the documents come from when a question needs them.

use std::collections::HashMap;
use std::fs::File;
use std::hash::BuildHasher;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};

use rustc_hash::FxHashMap;

use crate::model::Study;
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
        str::from_utf8(self.bytes(document, file)?).ok()
    }
}

/// Bytes of text that stay in memory for rows that are shown.
const KEPT: usize = 16 << 20;

/// The texts of a study, read from its files.
#[derive(Debug)]
pub struct StudyTexts {
    root: PathBuf,
    paths: FxHashMap<DocumentKey, String>,
    /// Used last, kept longest.
    kept: Mutex<Vec<(DocumentKey, TextHash, Arc<str>)>>,
}

impl StudyTexts {
    /// The texts of `study`, whose folder is `root`.
    pub fn new(root: &Path, study: &Study) -> Self {
        let paths = study.documents().iter().map(|document| (document.key, document.path.clone())).collect();
        Self { root: root.to_owned(), paths, kept: Mutex::default() }
    }

    /// The text of a document, kept for a while: for rows that are shown, and shown again.
    pub fn text(&self, document: &Catalogued) -> Option<Arc<str>> {
        let mut kept = self.kept.lock().unwrap_or_else(PoisonError::into_inner);
        let known =
            kept.iter().position(|(key, hash, _)| *key == document.document && *hash == document.hash);
        let entry = match known {
            Some(place) => kept.remove(place),
            None => {
                let mut file = Vec::new();
                let text = Arc::from(self.read(document, &mut file)?);
                kept.retain(|(key, ..)| *key != document.document);
                (document.document, document.hash, text)
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

impl Texts for StudyTexts {
    fn bytes<'a>(&'a self, document: &Catalogued, file: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        file.clear();
        let path = self.root.join(self.paths.get(&document.document)?);
        File::open(path).ok()?.read_to_end(file).ok()?;
        file.get(document.text_start as usize..)
    }
}

/// Texts that are in memory.
impl<S: BuildHasher + Sync> Texts for HashMap<DocumentKey, Arc<str>, S> {
    fn bytes<'a>(&'a self, document: &Catalogued, _file: &'a mut Vec<u8>) -> Option<&'a [u8]> {
        self.get(&document.document).map(|text| text.as_bytes())
    }
}
