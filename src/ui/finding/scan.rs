//! Texts in memory, looked through one by one: for tests.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::answering::Source;
use crate::index::answer::TextFinder;
use crate::index::words::{Matcher, Scratch, Wanted};
use crate::index::{Cancel, Catalogue, Stopped};
use crate::model::DocumentKey;
use crate::store::LoadedText;
use crate::text::fold;

/// All texts, by place.
#[derive(Debug, Default)]
pub struct Scan {
    texts: Vec<Arc<LoadedText>>,
    catalogue: Arc<Catalogue>,
}

impl Scan {
    /// Of these texts, in the order of their paths.
    pub fn new(texts: Vec<Arc<LoadedText>>) -> Self {
        let mut catalogue = Catalogue::default();
        let mut known = FxHashMap::default();
        for text in &texts {
            catalogue.push_text(&mut known, text.document, text.hash, 0, &text.text, &text.turns);
        }
        Self { texts, catalogue: Arc::new(catalogue) }
    }
}

impl TextFinder for Scan {
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        let matcher = Matcher::new(wanted);
        let mut scratch = Scratch::default();
        let mut found = RoaringBitmap::new();
        for (text, known) in self.texts.iter().zip(self.catalogue.documents()) {
            cancel.check()?;
            for (number, turn) in known.numbers().zip(self.catalogue.turns_of(known)) {
                if matcher.found(&text.text, turn.spoken, &mut scratch) {
                    found.insert(number);
                }
            }
        }
        Ok(found)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        let text = self.texts.iter().find(|text| text.document == document)?;
        Some(Cow::Borrowed(&text.text))
    }
}

impl Source for Scan {
    fn catalogue(&self) -> Arc<Catalogue> {
        Arc::clone(&self.catalogue)
    }

    fn shown(&self, document: DocumentKey) -> Option<Arc<str>> {
        self.text(document).map(Arc::from)
    }

    /// Those with the most hits first.
    fn ranked(&self, wanted: &[&Wanted], turns: &RoaringBitmap, _: &Cancel) -> Result<Vec<u32>, Stopped> {
        let matchers: Vec<Matcher> = wanted.iter().map(|wanted| Matcher::new(wanted)).collect();
        let hits = |number: u32| {
            let document = self.catalogue.document_of(number)?;
            let text = self.text(document.document)?;
            let spoken = self.catalogue.turn(number)?.spoken;
            Some(matchers.iter().map(|matcher| matcher.hits(&text, spoken).len()).sum())
        };
        let mut ranked: Vec<u32> = turns.iter().collect();
        ranked.sort_by_key(|number| std::cmp::Reverse(hits(*number).unwrap_or(0_usize)));
        Ok(ranked)
    }

    /// Words that begin alike: there is no dictionary here.
    fn forms(&self, word: &str) -> Vec<(String, usize)> {
        let stem: String = word.chars().take(word.chars().count().saturating_sub(2).max(3)).collect();
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for text in &self.texts {
            for turn in &text.turns {
                for token in fold::words(turn.spoken.slice(&text.text)) {
                    if token.starts_with(&stem) {
                        *counts.entry(token).or_default() += 1;
                    }
                }
            }
        }
        counts.into_iter().collect()
    }

    fn words(&self, start: &str) -> Vec<(String, usize)> {
        let mut words = self.forms(start);
        words.retain(|(word, _)| word.starts_with(start));
        words
    }
}
