//! A thing wanted, looked for in the shards and in the texts that are in none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::index::answer::one_by_one;
use crate::index::cancel::{Cancel, Stopped};
use crate::index::words::{Leaf, Phrase, Scan, Wanted, WordWanted};

use super::Finder;
use super::assemble::Part;
use super::bits::Bits;
use super::error::Broken;
use super::exact::{Narrowed, spelled_word, with_pattern};
use super::near::words_near;
use super::phrase::{Slot, phrase};
use super::shard::Shard;

/// The furthest that tantivy's automaton reaches.
const NEAREST: u8 = 2;
/// Turns of one word in one shard below which a second thread costs more than it saves.
const MANY: u32 = 1 << 14;

/// Where more than one in so many turns must be read for a pattern, reading all texts from front to back is faster.
const FEW: u64 = 4;

impl Finder {
    /// The turns that hold `wanted`, by the index as far as it can say it, else by the texts.
    pub(super) fn look(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        if !self.index_answers(wanted) {
            return self.scan(wanted, None, cancel);
        }
        let Some(narrowed) = self.by_index(|| self.look_in_index(wanted, cancel))? else {
            return self.scan(wanted, None, cancel);
        };
        let (sure, maybe) = (narrowed.sure.to_bitmap(), narrowed.maybe.to_bitmap());
        let to_read = (maybe - &sure) | self.loose_turns();
        if to_read.is_empty() {
            return Ok(sure);
        }
        if matches!(wanted, Wanted::Pattern(_)) && to_read.len() > u64::from(self.catalogue.len()) / FEW {
            return self.scan(wanted, None, cancel);
        }
        Ok(sure | self.scan(wanted, Some(&to_read), cancel)?)
    }

    /// The turns that hold all of `wanted`: what the index knows of words is joined in it, before a set of all turns is made.
    pub(super) fn look_for_all(&self, wanted: &[&Wanted], cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        let mut phrases = Vec::new();
        let mut others = Vec::new();
        for &wanted in wanted {
            match wanted {
                Wanted::Phrase(phrase) if phrase.exact.is_none() && self.index_answers(wanted) => {
                    phrases.push(phrase);
                }
                _ => others.push(wanted),
            }
        }
        if phrases.len() < 2 || !self.loose.is_empty() {
            return one_by_one(self, wanted, cancel);
        }
        let Some(found) = self.by_index(|| self.all_phrases(&phrases, cancel))? else {
            return one_by_one(self, wanted, cancel);
        };
        let mut turns = found.to_bitmap();
        for other in others {
            if turns.is_empty() {
                break;
            }
            turns &= self.look(other, cancel)?;
        }
        Ok(turns)
    }

    fn all_phrases(&self, phrases: &[&Phrase], cancel: &Cancel) -> Result<Bits, Broken> {
        let mut little = self.parts.len() == 1;
        for phrase in phrases {
            little = little || self.is_little(phrase)?;
        }
        let look = |part: &Part| look_for_all(&part.shard, phrases, cancel);
        let found: Vec<Bits> = if little {
            self.parts.iter().map(look).collect::<Result<_, _>>()?
        } else {
            self.parts.par_iter().map(look).collect::<Result<_, _>>()?
        };
        let mut all = Bits::none(self.catalogue.len());
        for (part, found) in self.parts.iter().zip(found) {
            part.place(&found, &mut all);
        }
        Ok(all)
    }

    /// What the index says; `None` where it turns out to be damaged, which no check had found yet: from here on the texts
    /// answer.
    fn by_index<T>(&self, ask: impl FnOnce() -> Result<T, Broken>) -> Result<Option<T>, Stopped> {
        match catch_unwind(AssertUnwindSafe(ask)) {
            Ok(Ok(answer)) => Ok(Some(answer)),
            Ok(Err(Broken::Stopped)) => Err(Stopped),
            Ok(Err(_)) | Err(_) => {
                self.give_up_index();
                Ok(None)
            }
        }
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

    /// True where the index can say something of it.
    pub(super) fn index_answers(&self, wanted: &Wanted) -> bool {
        let in_reach = |word: &WordWanted| !matches!(word, WordWanted::Near(_, far) if *far > NEAREST);
        !self.parts.is_empty()
            && !self.is_broken()
            && match wanted {
                Wanted::Phrase(phrase) => phrase.words.iter().all(in_reach),
                Wanted::Pattern(pattern) => pattern.piece().is_some(),
            }
    }

    fn look_in_index(&self, wanted: &Wanted, cancel: &Cancel) -> Result<Narrowed, Broken> {
        let mut all = Narrowed::none(self.catalogue.len());
        let few = self.parts.len() == 1
            || match wanted {
                Wanted::Phrase(phrase) => self.is_little(phrase)?,
                Wanted::Pattern(_) => false,
            };
        let found: Vec<Narrowed> = if few {
            self.parts.iter().map(|part| look_in(&part.shard, wanted, cancel)).collect::<Result<_, _>>()?
        } else {
            self.parts
                .par_iter()
                .map(|part| look_in(&part.shard, wanted, cancel))
                .collect::<Result<_, _>>()?
        };
        for (part, found) in self.parts.iter().zip(found) {
            part.place(&found.sure, &mut all.sure);
            part.place(&found.maybe, &mut all.maybe);
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

/// What a shard says of its turns.
fn look_in(shard: &Shard, wanted: &Wanted, cancel: &Cancel) -> Result<Narrowed, Broken> {
    cancel.check().map_err(|Stopped| Broken::Stopped)?;
    let phrase = match wanted {
        Wanted::Phrase(phrase) => phrase,
        Wanted::Pattern(pattern) => {
            return match pattern.piece() {
                Some(piece) => with_pattern(shard, pattern, piece, cancel),
                None => Ok(Narrowed { sure: Bits::none(shard.turns()), maybe: Bits::all(shard.turns()) }),
            };
        }
    };
    if phrase.exact.is_none() {
        let sure = look_for_words(shard, phrase, cancel)?;
        return Ok(Narrowed { sure, ..Narrowed::none(shard.turns()) });
    }
    if phrase.words.len() == 1
        && let Some(narrowed) = spelled_word(shard, phrase, 0, cancel)?
    {
        return Ok(narrowed);
    }
    // Whether words that are spelled so are those that stand behind one another only the texts know.
    let mut maybe = look_for_words(shard, phrase, cancel)?;
    for place in 0..phrase.words.len() {
        if let Some(Narrowed { mut sure, maybe: unsure }) = spelled_word(shard, phrase, place, cancel)? {
            sure.add_all(&unsure);
            maybe.keep(&sure);
        }
    }
    Ok(Narrowed { maybe, ..Narrowed::none(shard.turns()) })
}

/// The turns of a shard that have each of these phrases: what is one word first, all of those at once.
fn look_for_all(shard: &Shard, phrases: &[&Phrase], cancel: &Cancel) -> Result<Bits, Broken> {
    cancel.check().map_err(|Stopped| Broken::Stopped)?;
    let (mut words, mut others) = (Vec::new(), Vec::new());
    for phrase in phrases {
        match phrase.words.as_slice() {
            [WordWanted::Is(word)] => match shard.info(word)? {
                Some(info) => words.push(info),
                None => return Ok(Bits::none(shard.turns())),
            },
            _ => others.push(*phrase),
        }
    }
    let mut all = if words.is_empty() { Bits::all(shard.turns()) } else { shard.with_all(words)? };
    for phrase in others {
        all.keep(&look_for_words(shard, phrase, cancel)?);
    }
    Ok(all)
}

/// The turns of a shard with these words, without regard to their spelling.
fn look_for_words(shard: &Shard, wanted: &Phrase, cancel: &Cancel) -> Result<Bits, Broken> {
    let slots: Vec<Slot> = wanted.words.iter().map(|word| words(shard, word)).collect::<Result<_, _>>()?;
    match slots.as_slice() {
        [] => Ok(Bits::none(shard.turns())),
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
