//! Words that stand behind one another, from the places that the index knows.
//!
//! Places that are one word are walked side by side, turn by turn. Then each place that can be many words (`"van de s*"`)
//! is looked through word by word, and only in turns where the rest of the phrase stands: nothing is cut off at a number of
//! words, and nothing is sorted that need not be.

use std::sync::{Arc, Mutex, PoisonError};

use tantivy::postings::{Postings, SegmentPostings, TermInfo};
use tantivy::{DocSet, TERMINATED};

use crate::index::cancel::{Cancel, Stopped};

use super::bits::{Bits, Numbered};
use super::error::Broken;
use super::shard::Shard;

/// Turns between two looks at whether the work is still wanted.
const LOOK_EVERY: u32 = 1 << 12;

/// A word that stands in so many times more turns than are asked for is looked up in each of those.
const FAR: usize = 16;

/// One place of a phrase: the words that can stand there.
pub(super) type Slot = Vec<TermInfo>;

/// Where the first word of a phrase could stand: turn, and word in the turn. A phrase that would begin before its turn does
/// has no such place.
type Begin = (u32, u32);

/// Words of a phrase with their places in it, by where their turns are written.
type Single = Vec<(usize, usize)>;

/// Where the words of a phrase stood that is being typed: with every letter its last word can be others, and the words
/// before it are the same.
#[derive(Default)]
pub(super) struct Begun(Mutex<Option<(Single, Arc<Vec<Begin>>)>>);

impl Begun {
    fn get(
        &self,
        words: Single,
        look: impl FnOnce() -> Result<Vec<Begin>, Broken>,
    ) -> Result<Arc<Vec<Begin>>, Broken> {
        let held = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, begins)) = &*held()
            && *known == words
        {
            return Ok(Arc::clone(begins));
        }
        let begins = Arc::new(look()?);
        *held() = Some((words, Arc::clone(&begins)));
        Ok(begins)
    }
}

/// The turns of `shard` in which words of `slots` stand behind one another.
pub(super) fn phrase(shard: &Shard, slots: &[Slot], cancel: &Cancel) -> Result<Bits, Broken> {
    let mut bits = Bits::none(shard.turns());
    if slots.iter().any(Vec::is_empty) {
        return Ok(bits);
    }
    let (single, mut many): (Vec<usize>, Vec<usize>) = (0..slots.len()).partition(|&at| slots[at].len() == 1);
    many.sort_by_cached_key(|&at| frequency(&slots[at]));
    if many.is_empty() {
        side_by_side(shard, slots, &single, cancel, |turn, _| bits.insert(turn))?;
        return Ok(bits);
    }
    let mut begins: Vec<Begin> = Vec::new();
    let first = if single.is_empty() { many.remove(0) } else { usize::MAX };
    if single.is_empty() {
        begins = all_begins(shard, &slots[first], first as u32, cancel)?;
    } else {
        let words = single.iter().map(|&at| (at, slots[at][0].postings_range.start)).collect();
        begins.clone_from(&*shard.begun.get(words, || {
            let mut begins = Vec::new();
            side_by_side(shard, slots, &single, cancel, |turn, at| {
                begins.extend(at.iter().map(|&at| (turn, at)));
            })?;
            Ok(begins)
        })?);
    }
    for at in many {
        begins = narrowed(shard, &slots[at], at as u32, begins, cancel)?;
    }
    for (turn, _) in begins {
        bits.insert(turn);
    }
    Ok(bits)
}

/// In how many turns the words of a slot stand, each for itself.
fn frequency(slot: &[TermInfo]) -> u64 {
    slot.iter().map(|info| u64::from(info.doc_freq)).sum()
}

/// Calls `tell` with each turn that has the single words in their places, and with where the phrase begins in it.
fn side_by_side(
    shard: &Shard,
    slots: &[Slot],
    single: &[usize],
    cancel: &Cancel,
    mut tell: impl FnMut(u32, &[u32]),
) -> Result<(), Broken> {
    let mut words: Vec<(u32, SegmentPostings)> = Vec::with_capacity(single.len());
    for &at in single {
        words.push((at as u32, shard.places(&slots[at][0])?));
    }
    words.sort_by_key(|(_, postings)| postings.doc_freq());
    let (mut begins, mut places) = (Vec::new(), Vec::new());
    let mut looked = 0;
    let mut turn = words[0].1.doc();
    'turns: while turn != TERMINATED {
        looked += 1;
        if looked % LOOK_EVERY == 0 {
            cancel.check().map_err(|Stopped| Broken::Stopped)?;
        }
        for (_, postings) in &mut words[1..] {
            let next = if postings.doc() < turn { postings.seek(turn) } else { postings.doc() };
            if next != turn {
                turn = if next == TERMINATED { TERMINATED } else { words[0].1.seek(next) };
                continue 'turns;
            }
        }
        for (order, (at, postings)) in words.iter_mut().enumerate() {
            if order == 0 {
                postings.positions(&mut begins);
                retain_shifted(&mut begins, *at);
            } else {
                postings.positions(&mut places);
                keep_common(&mut begins, &places, *at);
            }
            if begins.is_empty() {
                break;
            }
        }
        if !begins.is_empty() {
            tell(turn, &begins);
        }
        turn = words[0].1.advance();
    }
    Ok(())
}

/// Moves places `by` to the front; those that would stand before the turn are left out.
fn retain_shifted(places: &mut Vec<u32>, by: u32) {
    if by > 0 {
        places.retain_mut(|place| {
            let fits = *place >= by;
            *place = place.wrapping_sub(by);
            fits
        });
    }
}

/// Leaves the begins for which `places` holds the one `by` behind it; both are sorted.
fn keep_common(begins: &mut Vec<u32>, places: &[u32], by: u32) {
    let mut rest = places.iter().copied().peekable();
    begins.retain(|&begin| {
        let wanted = begin.saturating_add(by);
        while rest.next_if(|&place| place < wanted).is_some() {}
        rest.peek() == Some(&wanted)
    });
}

/// Every place where a phrase could begin whose word `at` is one of these.
fn all_begins(shard: &Shard, slot: &[TermInfo], at: u32, cancel: &Cancel) -> Result<Vec<Begin>, Broken> {
    let (mut begins, mut places) = (Vec::new(), Vec::new());
    for info in slot {
        cancel.check().map_err(|Stopped| Broken::Stopped)?;
        let mut postings = shard.places(info)?;
        while postings.doc() != TERMINATED {
            postings.positions(&mut places);
            retain_shifted(&mut places, at);
            begins.extend(places.iter().map(|&place| (postings.doc(), place)));
            postings.advance();
        }
    }
    begins.sort_unstable();
    begins.dedup();
    Ok(begins)
}

/// Leaves the begins that have one of these words `at` words on.
fn narrowed(
    shard: &Shard,
    slot: &[TermInfo],
    at: u32,
    mut begins: Vec<Begin>,
    cancel: &Cancel,
) -> Result<Vec<Begin>, Broken> {
    // The turns, and for each of them which begin is its first.
    let (mut turns, mut firsts) = (Vec::with_capacity(begins.len()), Vec::with_capacity(begins.len()));
    let mut within = Bits::none(shard.turns());
    for (number, &(turn, _)) in begins.iter().enumerate() {
        if turns.last() != Some(&turn) {
            turns.push(turn);
            firsts.push(number);
            within.insert(turn);
        }
    }
    firsts.push(begins.len());
    let within = Numbered::new(within);
    let mut good = vec![false; begins.len()];
    let mut check = |turn: u32, places: &[u32]| {
        let Some(number) = within.number_of(turn).map(|number| number as usize) else { return };
        for begin in firsts[number]..firsts[number + 1] {
            good[begin] = good[begin] || places.contains(&begins[begin].1.saturating_add(at));
        }
    };
    let (mut block, mut here, mut places) = (None, Vec::new(), Vec::new());
    for info in slot {
        cancel.check().map_err(|Stopped| Broken::Stopped)?;
        // Turns are told sooner than places in them; but not all turns, where the word stands in many more than are asked for.
        let among = if info.doc_freq as usize / FAR > turns.len() {
            &turns
        } else {
            here.clear();
            shard.among(info, within.bits(), &mut block, &mut here)?;
            &here
        };
        if among.is_empty() {
            continue;
        }
        let mut postings = shard.places(info)?;
        for &turn in among {
            let there = if postings.doc() < turn { postings.seek(turn) } else { postings.doc() };
            if there == turn {
                postings.positions(&mut places);
                check(turn, &places);
            }
        }
    }
    let mut good = good.into_iter();
    begins.retain(|_| good.next() == Some(true));
    Ok(begins)
}
