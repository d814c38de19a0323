//! Which turns are more about what was asked: BM25 (Robertson and Zaragoza, 2009), as tantivy reckons it, with numbers of all
//! shards together.
//!
//! All words that can stand in one place of a phrase count as one word. Turns that are in no shard are read.

use roaring::RoaringBitmap;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::postings::Postings as _;
use tantivy::{DocSet as _, TERMINATED};

use crate::index::cancel::{Cancel, Stopped};
use crate::index::texts::Texts as _;
use crate::index::words::{Matcher, Phrase, Wanted};

use super::Finder;
use super::assemble::Part;
use super::error::Broken;
use super::phrase::Slot;
use super::search::words;

/// How soon more of the same word counts no more, and how much long turns are put back.
const K: f32 = 1.2;
const B: f32 = 0.75;
/// Bytes that a word has on average, with what stands behind it.
const WORD: u32 = 6;

impl Finder {
    /// The best `at_most` turns of `among`, the best first; turns that are as good stand in their order.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn ranked(
        &self,
        wanted: &[&Wanted],
        among: &RoaringBitmap,
        at_most: usize,
        cancel: &Cancel,
    ) -> Result<Vec<u32>, Stopped> {
        let mut scores = vec![0_f32; self.catalogue.len() as usize];
        for wanted in wanted {
            let by_index = match wanted {
                Wanted::Phrase(phrase) if self.index_answers(wanted) => {
                    match self.score(phrase, among, &mut scores, cancel) {
                        Ok(()) => true,
                        Err(Broken::Stopped) => return Err(Stopped),
                        Err(_) => {
                            self.give_up_index();
                            false
                        }
                    }
                }
                _ => false,
            };
            let rest = if by_index { among & self.loose_turns() } else { among.clone() };
            self.score_by_reading(wanted, &rest, &mut scores, cancel)?;
        }
        // No score is below nothing, so their bits rise as they do.
        let key = |turn: u32| u64::from(!scores[turn as usize].to_bits()) << 32 | u64::from(turn);
        let mut turns: Vec<u64> = among.range(..self.catalogue.len()).map(key).collect();
        if turns.len() > at_most && at_most > 0 {
            turns.select_nth_unstable(at_most - 1);
        }
        turns.truncate(at_most);
        turns.sort_unstable();
        Ok(turns.into_iter().map(|key| key as u32).collect())
    }

    fn score(
        &self,
        phrase: &Phrase,
        among: &RoaringBitmap,
        scores: &mut [f32],
        cancel: &Cancel,
    ) -> Result<(), Broken> {
        let turns: u64 = self.parts.iter().map(|part| u64::from(part.shard.turns())).sum();
        let length: u64 = self.parts.iter().map(|part| part.shard.length()).sum();
        let usual = length as f32 / (turns as f32).max(1.0);
        for word in &phrase.words {
            let slots: Vec<Slot> =
                self.parts.iter().map(|part| words(&part.shard, word)).collect::<Result<_, _>>()?;
            let having: u64 = slots.iter().flatten().map(|info| u64::from(info.doc_freq)).sum();
            let weight = weight(having.min(turns), turns);
            for (part, slot) in self.parts.iter().zip(&slots) {
                cancel.check().map_err(|Stopped| Broken::Stopped)?;
                part.score(slot, weight, usual, among, scores)?;
            }
        }
        Ok(())
    }

    fn score_by_reading(
        &self,
        wanted: &Wanted,
        among: &RoaringBitmap,
        scores: &mut [f32],
        cancel: &Cancel,
    ) -> Result<(), Stopped> {
        if among.is_empty() {
            return Ok(());
        }
        let matcher = Matcher::new(wanted);
        let mut bytes = Vec::new();
        for document in self.catalogue.documents() {
            let mut here = among.range(document.numbers()).peekable();
            if here.peek().is_none() {
                continue;
            }
            cancel.check()?;
            let Some(text) = self.read(document, &mut bytes) else { continue };
            for number in here {
                let Some(turn) = self.catalogue.turn(number) else { continue };
                let often = matcher.hits(text, turn.spoken).len() as f32;
                let length = turn.spoken.len() / WORD + 1;
                // How rare it is nobody knows here; among turns that all hold it that is the same for all.
                scores[number as usize] += part_of(often, length as f32, 60.0);
            }
        }
        Ok(())
    }
}

impl Part {
    fn score(
        &self,
        slot: &Slot,
        weight: f32,
        usual: f32,
        among: &RoaringBitmap,
        scores: &mut [f32],
    ) -> Result<(), Broken> {
        let mut often = vec![0_u32; self.shard.turns() as usize];
        for info in slot {
            let mut postings = self.shard.counts(info)?;
            while postings.doc() != TERMINATED {
                if let Some(often) = often.get_mut(postings.doc() as usize) {
                    *often += postings.term_freq();
                }
                postings.advance();
            }
        }
        for run in &self.runs {
            for number in among.range(run.number..run.number + run.turns) {
                let local = run.local + (number - run.number);
                let often = often.get(local as usize).copied().unwrap_or(0);
                if often > 0 {
                    let length = FieldNormReader::id_to_fieldnorm(self.shard.turn_length(local));
                    scores[number as usize] += weight * part_of(often as f32, length as f32, usual);
                }
            }
        }
        Ok(())
    }
}

/// How much a word says that stands in `having` of `turns` turns.
fn weight(having: u64, turns: u64) -> f32 {
    let (having, turns) = (having as f32, turns as f32);
    (1.0 + (turns - having + 0.5) / (having + 0.5)).ln()
}

/// What a word adds that stands so often in a turn of so many words.
fn part_of(often: f32, length: f32, usual: f32) -> f32 {
    often * (K + 1.0) / (often + K * (1.0 - B + B * length / usual.max(1.0)))
}
