//! A thing wanted, looked for in the shards and in the texts that are in none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::words::{Leaf, Phrase, Scan, Wanted, WordWanted};

use super::Finder;
use super::assemble::Part;
use super::bits::Bits;
use super::error::Broken;
use super::near::words_near;
use super::phrase::{Slot, phrase};
use super::shard::Shard;

/// The furthest that tantivy's automaton reaches.
const NEAREST: u8 = 2;
/// Turns of one word in one shard below which a second thread costs more than it saves.
const MANY: u32 = 1 << 14;

impl Finder {
    /// The turns that hold `wanted`, by the index where there is one that can say it, else by the texts.
    pub(super) fn look(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        if let Wanted::Phrase(phrase) = wanted
            && self.index_answers(phrase)
        {
            match catch_unwind(AssertUnwindSafe(|| self.look_in_index(phrase, cancel))) {
                Ok(Ok(bits)) => {
                    let mut turns = bits.to_bitmap();
                    let loose = self.loose_turns();
                    if phrase.exact.is_some() {
                        // Words are in the index as they are compared; how they are spelled only the texts know.
                        turns |= loose;
                        return self.scan(wanted, Some(&turns), cancel);
                    }
                    if !loose.is_empty() {
                        turns |= self.scan(wanted, Some(&loose), cancel)?;
                    }
                    return Ok(turns);
                }
                Ok(Err(Broken::Stopped)) => return Err(Stopped),
                // Damage that no check had found yet; from here on the texts answer.
                Ok(Err(_)) | Err(_) => self.give_up_index(),
            }
        }
        self.scan(wanted, None, cancel)
    }

    /// How many turns have a word, as the index wrote it down; `None` where that is not the whole answer.
    pub(super) fn count_by_index(&self, wanted: &Wanted) -> Option<u64> {
        let Wanted::Phrase(Phrase { words, exact: None, .. }) = wanted else { return None };
        let [WordWanted::Is(word)] = words.as_slice() else { return None };
        let all_living = self
            .parts
            .iter()
            .all(|part| part.runs.iter().map(|run| run.turns).sum::<u32>() == part.shard.turns());
        if self.parts.is_empty() || self.is_broken() || !self.loose.is_empty() || !all_living {
            return None;
        }
        let count = |part: &Part| {
            part.shard.info(word).ok().map(|info| info.map_or(0, |info| u64::from(info.doc_freq)))
        };
        catch_unwind(AssertUnwindSafe(|| self.parts.iter().map(count).sum())).ok()?
    }

    pub(super) fn index_answers(&self, phrase: &Phrase) -> bool {
        let in_reach = |word: &WordWanted| !matches!(word, WordWanted::Near(_, far) if *far > NEAREST);
        !self.parts.is_empty() && !self.is_broken() && phrase.words.iter().all(in_reach)
    }

    fn look_in_index(&self, phrase: &Phrase, cancel: &Cancel) -> Result<Bits, Broken> {
        let mut all = Bits::none(self.catalogue.len());
        if phrase.words.is_empty() {
            return Ok(all);
        }
        let few = self.parts.len() == 1 || self.is_little(phrase)?;
        let found: Vec<Bits> = if few {
            self.parts.iter().map(|part| look_in(&part.shard, phrase, cancel)).collect::<Result<_, _>>()?
        } else {
            self.parts
                .par_iter()
                .map(|part| look_in(&part.shard, phrase, cancel))
                .collect::<Result<_, _>>()?
        };
        for (part, bits) in self.parts.iter().zip(found) {
            part.place(&bits, &mut all);
        }
        Ok(all)
    }

    /// True for a phrase with a word that few turns have: it is done before another thread is awake.
    fn is_little(&self, phrase: &Phrase) -> Result<bool, Broken> {
        for word in &phrase.words {
            if let WordWanted::Is(word) = word {
                let mut turns = 0;
                for part in &self.parts {
                    turns += part.shard.info(word)?.map_or(0, |info| info.doc_freq);
                }
                if turns < MANY {
                    return Ok(true);
                }
            }
        }
        Ok(false)
    }

    /// The turns, of `among` or of all, whose text holds `wanted`.
    fn scan(
        &self,
        wanted: &Wanted,
        among: Option<&RoaringBitmap>,
        cancel: &Cancel,
    ) -> Result<RoaringBitmap, Stopped> {
        let scanned = Scan::new([Leaf { wanted, among }]).run(&self.catalogue, self, cancel)?;
        Ok(scanned.turns.into_iter().next().unwrap_or_default())
    }
}

impl Part {
    /// Gives the turns of the shard the numbers that they have in the catalogue; outdated ones have none.
    pub(super) fn place(&self, bits: &Bits, all: &mut Bits) {
        for run in &self.runs {
            bits.copy(run.local..run.local + run.turns, all, run.number);
        }
    }
}

/// The turns of a shard with these words, without regard to their spelling.
fn look_in(shard: &Shard, wanted: &Phrase, cancel: &Cancel) -> Result<Bits, Broken> {
    cancel.check().map_err(|Stopped| Broken::Stopped)?;
    let slots: Vec<Slot> = wanted.words.iter().map(|word| words(shard, word)).collect::<Result<_, _>>()?;
    match slots.as_slice() {
        [slot] => {
            let mut bits = Bits::none(shard.turns());
            shard.gather(slot, &mut bits, cancel)?;
            Ok(bits)
        }
        slots if wanted.slop == 0 => phrase(shard, slots, cancel),
        slots => words_near(shard, slots, wanted.slop, cancel),
    }
}

/// The words of a shard that fit.
pub(super) fn words(shard: &Shard, word: &WordWanted) -> Result<Slot, Broken> {
    let terms = |numbers: Vec<u32>| {
        let terms = shard.terms()?;
        Ok::<_, Broken>(numbers.into_iter().map(|number| terms.info(number)).collect())
    };
    match word {
        WordWanted::Is(word) => Ok(shard.info(word)?.into_iter().collect()),
        WordWanted::Starts(start) => terms(shard.terms()?.starting_with(start).collect()),
        WordWanted::Ends(end) => terms(shard.terms()?.ending_with(end)),
        WordWanted::Holds(part) => terms(shard.terms()?.holding(part)),
        WordWanted::Near(word, far) => shard.near(word, *far),
        WordWanted::OneOf(forms) => {
            let mut forms: Vec<&String> = forms.iter().collect();
            forms.sort_unstable();
            forms.dedup();
            forms.into_iter().filter_map(|form| shard.info(form).transpose()).collect()
        }
    }
}
