//! The texts of a study behind its index: open at once, made faster on another thread, brought up to date when documents
//! change.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::worker::Source;
use crate::index::answer::TextFinder;
use crate::index::finder::{Corpus, Finder, IndexNote};
use crate::index::words::{Stems, Wanted};
use crate::index::{Cancel, Catalogue, Stopped};
use crate::model::{Document, DocumentKey};
use crate::store::Places;

/// Where the texts are, and in which languages.
#[derive(Clone, Debug)]
pub struct Study {
    /// The folder of the study.
    pub root: PathBuf,
    /// The person's folders.
    pub places: Places,
    /// Tags of the languages.
    pub languages: Vec<String>,
}

/// A finder, and what it is made from.
#[derive(Clone)]
pub struct Indexed {
    study: Arc<Study>,
    finder: Arc<Finder>,
}

impl Indexed {
    /// Opens the index, or does without.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn open(study: Study, documents: &[Document], cancel: &Cancel) -> Result<Self, Stopped> {
        let corpus = Corpus::new(&study.root, documents);
        let finder = Finder::open(&corpus, &study.places, cancel)?;
        Ok(Self::of(Arc::new(study), finder))
    }

    fn of(study: Arc<Study>, finder: Finder) -> Self {
        Self { study, finder: Arc::new(finder) }
    }

    /// What there is to say about the index.
    pub fn note(&self) -> Option<IndexNote> {
        self.finder.note()
    }

    /// Looks whether the files of the index hold what was written; the same without the index where they do not.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn checked(&self, cancel: &Cancel) -> Result<Option<Self>, Stopped> {
        let finder = self.finder.checked(cancel)?;
        Ok(finder.map(|finder| Self::of(Arc::clone(&self.study), finder)))
    }

    /// True when [`Indexed::built`] would make it faster.
    pub fn wants_build(&self) -> bool {
        self.finder.wants_build()
    }

    /// The same with an index that holds all texts; `progress` is told how many percent there are.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn built(&self, progress: &(dyn Fn(u32) + Sync), cancel: &Cancel) -> Result<Self, Stopped> {
        let percent = |done: u64, total: u64| (done * 100).checked_div(total).unwrap_or(100).min(100) as u32;
        let finder = self.finder.build(&|now| progress(percent(now.done, now.total)), cancel)?;
        Ok(Self::of(Arc::clone(&self.study), finder))
    }

    /// The same with these documents as they are now; `None` when nothing changed.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn refreshed(&self, documents: &[Document], cancel: &Cancel) -> Result<Option<Self>, Stopped> {
        let corpus = Corpus::new(&self.study.root, documents);
        let finder = self.finder.refreshed(&corpus, cancel)?;
        Ok(finder.map(|finder| Self::of(Arc::clone(&self.study), finder)))
    }
}

impl TextFinder for Indexed {
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.finder.turns(wanted, cancel)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        self.finder.text(document)
    }
}

impl Source for Indexed {
    fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(self.finder.catalogue())
    }

    fn ranked(
        &self,
        wanted: &[&Wanted],
        turns: &RoaringBitmap,
        cancel: &Cancel,
    ) -> Result<Vec<u32>, Stopped> {
        self.finder.ranked(wanted, turns, usize::MAX, cancel)
    }

    fn forms(&self, word: &str) -> Vec<(String, usize)> {
        let stems = Stems::of(self.study.languages.iter().map(String::as_str));
        let Ok(dictionary) = self.finder.dictionary(&Cancel::default()) else { return Vec::new() };
        dictionary.forms(word, &stems).into_iter().map(|form| (form.word, form.count as usize)).collect()
    }

    fn words(&self, start: &str) -> Vec<(String, usize)> {
        let Ok(dictionary) = self.finder.dictionary(&Cancel::default()) else { return Vec::new() };
        let words = dictionary.starting_with(start, super::WORDS).into_iter();
        words.map(|(word, turns)| (word.to_owned(), turns as usize)).collect()
    }
}
