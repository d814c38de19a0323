//! A thing wanted, looked for in the shards and in the texts that are in none.

use std::panic::{AssertUnwindSafe, catch_unwind};

use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::index::answer::one_by_one;
use crate::index::cancel::{Cancel, Stopped};
use crate::index::words::{Leaf, Phrase, Scan, Wanted, WordWanted};

use super::Finder;
use super::assemble::{Part, Run};
use super::bits::Bits;
use super::error::Broken;
use super::exact::{Narrowed, spelled_word, with_pattern};
use super::front::Front;
use super::near::words_near;
use super::phrase::{Slot, phrase};
use super::shard::Shard;

/// The furthest that tantivy's automaton reaches.
const NEAREST: u8 = 2;
/// Turns of one word in one shard below which a second thread costs more than it saves.
const MANY: u32 = 1 << 14;

/// Below so many turns, reading them is faster than asking an index for all words of which any may stand in them.
/// Tests have few turns, and try both ways.
const AT_ONCE: u32 = if cfg!(test) { 6 } else { 1024 };

/// Where more than one in so many turns must be read for a pattern, reading all texts from front to back is faster.
const FEW: u64 = 4;

impl Finder {
    /// The turns that hold `wanted`, of those below `until`, by the index as far as it can say it, else by the texts.
    pub(super) fn look(
        &self,
        wanted: &Wanted,
        until: u32,
        cancel: &Cancel,
    ) -> Result<RoaringBitmap, Stopped> {
        let scan_all = || {
            let first: Option<RoaringBitmap> = (until < self.catalogue.len()).then(|| (0..until).collect());
            self.scan(wanted, first.as_ref(), cancel)
        };
        if !self.index_answers(wanted) || (until < AT_ONCE && !is_words(wanted)) {
            return scan_all();
        }
        let Some(narrowed) = self.by_index(|| self.look_in_index(wanted, until, cancel))? else {
            return scan_all();
        };
        let (mut sure, maybe) = (narrowed.sure.to_bitmap(), narrowed.maybe.to_bitmap());
        let mut to_read = (maybe - &sure) | self.loose_turns();
        // Turns of a shard do not stand in the order of their numbers where documents changed.
        sure.remove_range(until..);
        to_read.remove_range(until..);
        if to_read.is_empty() {
            return Ok(sure);
        }
        let all = self.catalogue.len().min(until);
        if matches!(wanted, Wanted::Pattern(_)) && to_read.len() > u64::from(all) / FEW {
            return scan_all();
        }
        Ok(sure | self.scan(wanted, Some(&to_read), cancel)?)
    }

    /// The turns below `until` that hold all of `wanted`: what the index knows of words is joined in it, before a set of all turns is made.
    pub(super) fn look_for_all(
        &self,
        wanted: &[&Wanted],
        until: u32,
        cancel: &Cancel,
    ) -> Result<RoaringBitmap, Stopped> {
        let one_by_one = || one_by_one(wanted, |wanted| self.look(wanted, until, cancel));
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
            return one_by_one();
        }
        let Some(found) = self.by_index(|| self.all_phrases(&phrases, until, cancel))? else {
            return one_by_one();
        };
        let mut turns = found.to_bitmap();
        turns.remove_range(until..);
        for other in others {
            if turns.is_empty() {
                break;
            }
            turns &= self.look(other, until, cancel)?;
        }
        Ok(turns)
    }

    fn all_phrases(&self, phrases: &[&Phrase], until: u32, cancel: &Cancel) -> Result<Bits, Broken> {
        let mut little = self.parts.len() == 1 || until < self.catalogue.len();
        for phrase in phrases {
            little = little || self.is_little(phrase)?;
        }
        let look = |part: &Part| look_for_all(&part.front(until), phrases, cancel);
        let found: Vec<Bits> = if little {
            self.parts.iter().map(look).collect::<Result<_, _>>()?
        } else {
            self.parts.par_iter().map(look).collect::<Result<_, _>>()?
        };
        let mut all = Bits::none(self.catalogue.len().min(until));
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

    fn look_in_index(&self, wanted: &Wanted, until: u32, cancel: &Cancel) -> Result<Narrowed, Broken> {
        let mut all = Narrowed::none(self.catalogue.len().min(until));
        let few = self.parts.len() == 1
            || until < self.catalogue.len()
            || match wanted {
                Wanted::Phrase(phrase) => self.is_little(phrase)?,
                Wanted::Pattern(_) => false,
            };
        let look = |part: &Part| look_in(&part.front(until), wanted, cancel);
        let found: Vec<Narrowed> = if few {
            self.parts.iter().map(look).collect::<Result<_, _>>()?
        } else {
            self.parts.par_iter().map(look).collect::<Result<_, _>>()?
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

/// True for a phrase of words that are known as they are.
fn is_words(wanted: &Wanted) -> bool {
    matches!(wanted, Wanted::Phrase(phrase) if phrase.words.iter().all(|word| matches!(word, WordWanted::Is(_))))
}

impl Part {
    /// The turns of the shard that stand below `until` in the catalogue, and others where they are not in its order.
    fn front(&self, until: u32) -> Front<'_> {
        let end = |run: &Run| run.local + run.turns.min(until.saturating_sub(run.number));
        let runs = self.runs.iter().filter(|run| run.number < until);
        self.shard.front(runs.map(end).max().unwrap_or(0))
    }

    /// Gives the turns of the shard the numbers that they have in the catalogue; outdated ones have none.
    pub(super) fn place(&self, bits: &Bits, all: &mut Bits) {
        for run in &self.runs {
            bits.copy(run.local..run.local + run.turns, all, run.number);
        }
    }
}

/// What a shard says of its turns.
fn look_in(shard: &Front<'_>, wanted: &Wanted, cancel: &Cancel) -> Result<Narrowed, Broken> {
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
fn look_for_all(shard: &Front<'_>, phrases: &[&Phrase], cancel: &Cancel) -> Result<Bits, Broken> {
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
fn look_for_words(shard: &Front<'_>, wanted: &Phrase, cancel: &Cancel) -> Result<Bits, Broken> {
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
