//! The texts of a study behind its index: open at once, made faster on another thread, brought up to date when documents
//! change.

use std::borrow::Cow;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use roaring::RoaringBitmap;

use super::answering::Source;
use crate::index::answer::TextFinder;
use crate::index::finder::{Corpus, Finder, IndexNote};
use crate::index::texts::KeptTexts;
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

/// So many answers are kept.
const ANSWERS: usize = 16;

/// What was found last in these very texts. The next letter often asks the same again: it closes a phrase, or adds a code to a
/// word.
#[derive(Default)]
struct Answers(Mutex<Vec<(Vec<Wanted>, RoaringBitmap)>>);

impl Answers {
    fn kept(&self) -> MutexGuard<'_, Vec<(Vec<Wanted>, RoaringBitmap)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// The turns that hold each of these, if that was asked lately.
    fn known(&self, wanted: &[&Wanted]) -> Option<RoaringBitmap> {
        let same = |(known, _): &&(Vec<Wanted>, _)| known.iter().eq(wanted.iter().copied());
        self.kept().iter().find(same).map(|(_, turns)| turns.clone())
    }

    fn get(
        &self,
        wanted: &[&Wanted],
        look: impl FnOnce() -> Result<RoaringBitmap, Stopped>,
    ) -> Result<RoaringBitmap, Stopped> {
        if let Some(turns) = self.known(wanted) {
            return Ok(turns);
        }
        let turns = look()?;
        let mut kept = self.kept();
        if kept.len() >= ANSWERS {
            kept.remove(0);
        }
        kept.push((wanted.iter().map(|&wanted| wanted.clone()).collect(), turns.clone()));
        Ok(turns)
    }
}

/// A finder, and what it is made from.
#[derive(Clone)]
pub struct Indexed {
    study: Arc<Study>,
    finder: Arc<Finder>,
    /// Of rows that were shown.
    kept: Arc<KeptTexts>,
    answers: Arc<Answers>,
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
        Self { study, finder: Arc::new(finder), kept: Arc::default(), answers: Arc::default() }
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
        self.answers.get(&[wanted], || self.finder.turns(wanted, cancel))
    }

    fn turns_of_all(&self, wanted: &[&Wanted], cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.answers.get(wanted, || self.finder.turns_of_all(wanted, cancel))
    }

    fn first_turns(&self, wanted: &[&Wanted], until: u32, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        match self.answers.known(wanted) {
            Some(mut turns) => {
                turns.remove_range(until..);
                Ok(turns)
            }
            None => self.finder.first_turns(wanted, until, cancel),
        }
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        self.finder.text(document)
    }
}

impl Source for Indexed {
    fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(self.finder.catalogue())
    }

    fn shown(&self, document: DocumentKey) -> Option<Arc<str>> {
        let known = self.finder.catalogue().document(document)?;
        self.kept.get(known, || self.finder.text(document).map(Arc::from))
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::words::{Pattern, Phrase, WordWanted};

    #[test]
    fn what_was_found_is_looked_for_once_and_only_the_last_answers_stay() {
        let answers = Answers::default();
        let word = |word: &str| {
            let words = vec![WordWanted::Is(word.to_owned())];
            Wanted::Phrase(Phrase { words, slop: 0, exact: None })
        };
        let ask = |wanted: &[&Wanted], number: u32| answers.get(wanted, || Ok(RoaringBitmap::from([number])));
        let none = || -> Result<RoaringBitmap, Stopped> { panic!("it is known") };
        let (brug, grens) = (word("brug"), word("grens"));
        assert_eq!(ask(&[&brug], 1), Ok(RoaringBitmap::from([1])));
        assert_eq!(answers.get(&[&word("brug")], none), Ok(RoaringBitmap::from([1])));
        assert_eq!(
            ask(&[&brug, &grens], 2),
            Ok(RoaringBitmap::from([2])),
            "all of several is another question"
        );
        assert_eq!(answers.get(&[&grens], || Err(Stopped)), Err(Stopped), "what was stopped is no answer");
        assert_eq!(ask(&[&grens], 3), Ok(RoaringBitmap::from([3])));
        let pattern = |source: &str| Wanted::Pattern(Pattern::new(source).unwrap());
        assert_eq!(ask(&[&pattern("b.ug")], 4), Ok(RoaringBitmap::from([4])));
        assert_eq!(answers.get(&[&pattern("b.ug")], none), Ok(RoaringBitmap::from([4])));
        assert_eq!(ask(&[&pattern("b.g")], 5), Ok(RoaringBitmap::from([5])));
        for number in 0..ANSWERS as u32 {
            ask(&[&word(&number.to_string())], number).unwrap();
        }
        assert_eq!(ask(&[&brug], 6), Ok(RoaringBitmap::from([6])), "that was too long ago");
    }
}
