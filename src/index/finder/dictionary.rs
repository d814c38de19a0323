//! The words of all texts, with the number of turns that each stands in: for completing a word, and for the forms of one.

use std::collections::BTreeMap;

use rayon::prelude::*;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::texts::Texts as _;
use crate::index::words::{Form, Stems};
use crate::text::fold::Tokens;

use super::Finder;
use super::error::Broken;

/// Words that one thread stems at a time.
const AT_A_TIME: usize = 4096;

/// All words of the texts.
///
/// Where documents changed since the index was made, the words of their old texts are counted too until it is made anew.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Dictionary {
    words: String,
    /// Where each word ends in `words`, in bytes.
    ends: Vec<u32>,
    turns: Vec<u32>,
}

impl Dictionary {
    /// How many words there are.
    pub fn len(&self) -> usize {
        self.ends.len()
    }

    /// True when there is no word.
    pub fn is_empty(&self) -> bool {
        self.ends.is_empty()
    }

    /// A word, folded, with the number of turns that it stands in; they are sorted.
    fn get(&self, at: usize) -> (&str, u32) {
        let start = if at == 0 { 0 } else { self.ends[at - 1] as usize };
        (&self.words[start..self.ends[at] as usize], self.turns[at])
    }

    /// All words, folded and sorted, with the number of turns that each stands in.
    pub fn iter(&self) -> impl Iterator<Item = (&str, u32)> {
        (0..self.len()).map(|at| self.get(at))
    }

    /// The words that begin so, folded, those in most turns first.
    pub fn starting_with(&self, start: &str, at_most: usize) -> Vec<(&str, u32)> {
        let (mut from, mut to) = (0, self.len());
        while from < to {
            let middle = from.midpoint(to);
            if self.get(middle).0 < start {
                from = middle + 1;
            } else {
                to = middle;
            }
        }
        let begun = (from..self.len()).map(|at| self.get(at));
        let mut words: Vec<(&str, u32)> = begun.take_while(|(word, _)| word.starts_with(start)).collect();
        words.sort_by(|a, b| b.1.cmp(&a.1).then(a.0.cmp(b.0)));
        words.truncate(at_most);
        words
    }

    /// The forms of a folded word, those in most turns first.
    pub fn forms(&self, word: &str, stems: &Stems) -> Vec<Form> {
        let pieces: Vec<usize> = (0..self.len()).step_by(AT_A_TIME).collect();
        let of_piece = |&from: &usize| {
            let piece = (from..self.len().min(from + AT_A_TIME)).map(|at| self.get(at));
            stems.forms(word, piece.map(|(word, turns)| (word, u64::from(turns))))
        };
        let mut forms: Vec<Form> = pieces.par_iter().flat_map_iter(of_piece).collect();
        forms.sort_by(|a, b| b.count.cmp(&a.count).then_with(|| a.word.cmp(&b.word)));
        forms
    }

    fn push(&mut self, word: &str, turns: u32) {
        self.words.push_str(word);
        self.ends.push(self.words.len() as u32);
        self.turns.push(turns);
    }
}

impl Finder {
    /// The words of all texts, gathered when they are first asked for.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn dictionary(&self, cancel: &Cancel) -> Result<&Dictionary, Stopped> {
        if let Some(dictionary) = self.dictionary.get() {
            return Ok(dictionary);
        }
        let loose = self.loose_words(cancel)?;
        let dictionary = match self.merged(&loose) {
            Ok(dictionary) => dictionary,
            Err(_) => {
                self.give_up_index();
                let mut dictionary = Dictionary::default();
                for (word, turns) in self.loose_words(cancel)? {
                    dictionary.push(&word, turns);
                }
                dictionary
            }
        };
        Ok(self.dictionary.get_or_init(|| dictionary))
    }

    /// The words of the shards and of what stands beside them; each list is sorted.
    fn merged(&self, loose: &BTreeMap<String, u32>) -> Result<Dictionary, Broken> {
        let mut lists: Vec<Box<dyn Iterator<Item = (&str, u32)>>> =
            vec![Box::new(loose.iter().map(|(word, turns)| (word.as_str(), *turns)))];
        if !self.is_broken() {
            for part in &self.parts {
                let terms = part.shard.terms()?;
                lists
                    .push(Box::new((0..terms.len()).map(|number| (terms.word(number), terms.turns(number)))));
            }
        }
        let mut heads: Vec<Option<(&str, u32)>> = lists.iter_mut().map(Iterator::next).collect();
        let mut dictionary = Dictionary::default();
        while let Some(word) = heads.iter().flatten().map(|(word, _)| *word).min() {
            let mut turns = 0;
            for (head, list) in heads.iter_mut().zip(&mut lists) {
                if let Some((_, here)) = head.filter(|(other, _)| *other == word) {
                    turns += here;
                    *head = list.next();
                }
            }
            dictionary.push(word, turns);
        }
        Ok(dictionary)
    }

    /// The words of the texts that no shard has.
    fn loose_words(&self, cancel: &Cancel) -> Result<BTreeMap<String, u32>, Stopped> {
        let documents = self.catalogue.documents();
        let all = || (0..documents.len() as u32).collect();
        let loose: Vec<u32> = if self.is_broken() { all() } else { self.loose.clone() };
        let mut words: BTreeMap<String, u32> = BTreeMap::new();
        let (mut bytes, mut folded, mut seen) = (Vec::new(), String::new(), Vec::new());
        for at in loose {
            cancel.check()?;
            let document = &documents[at as usize];
            let Some(text) = self.read(document, &mut bytes) else { continue };
            for turn in self.catalogue.turns_of(document) {
                let mut tokens = Tokens::within(text, turn.spoken);
                seen.clear();
                while tokens.next_token(&mut folded).is_some() {
                    seen.push(folded.clone());
                }
                seen.sort_unstable();
                seen.dedup();
                for word in seen.drain(..) {
                    *words.entry(word).or_default() += 1;
                }
            }
        }
        Ok(words)
    }
}
