//! Words that stand behind one another, from the places that the index knows.
//!
//! Places that are one word are walked side by side, turn by turn. Then each place that can be many words (`"van de s*"`)
//! is looked through word by word, and only in turns where the rest of the phrase stands: nothing is cut off at a number of
//! words, and nothing is sorted that need not be.

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use tantivy::DocSet as _;
use tantivy::postings::{Postings, SegmentPostings, TermInfo};

use crate::index::cancel::{Cancel, Stopped};

use super::bits::{Bits, Numbered};
use super::error::Broken;
use super::front::Front;

/// Turns between two looks at whether the work is still wanted.
const LOOK_EVERY: u32 = 1 << 12;

/// A word that stands in so many times more turns than are asked for is looked up in each of those.
const FAR: usize = 16;

/// Up to so many turns further on, one goes step by step.
const NEAR: u32 = 8;

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
pub(super) struct Begun(Mutex<Vec<(Single, Arc<Vec<Begin>>)>>);

/// So many begins of phrases are kept: `"van de s"` may go on as `"van de s*"`.
const BEGUN: usize = 3;

impl Begun {
    fn held(&self) -> MutexGuard<'_, Vec<(Single, Arc<Vec<Begin>>)>> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// Where these words begin a phrase, if that is known.
    fn known(&self, words: &[(usize, usize)]) -> Option<Arc<Vec<Begin>>> {
        self.held().iter().find(|(known, _)| known == words).map(|(_, begins)| Arc::clone(begins))
    }

    fn keep(&self, words: Single, begins: &Arc<Vec<Begin>>) {
        let mut held = self.held();
        held.retain(|(known, _)| *known != words);
        let over = (held.len() + 1).saturating_sub(BEGUN);
        held.drain(..over);
        held.push((words, Arc::clone(begins)));
    }
}

/// The turns of `shard` in which words of `slots` stand behind one another.
pub(super) fn phrase(shard: &Front<'_>, slots: &[Slot], cancel: &Cancel) -> Result<Bits, Broken> {
    let mut bits = Bits::none(shard.turns());
    if slots.iter().any(Vec::is_empty) {
        return Ok(bits);
    }
    let (single, mut many): (Vec<usize>, Vec<usize>) = (0..slots.len()).partition(|&at| slots[at].len() == 1);
    many.sort_by_cached_key(|&at| frequency(&slots[at]));
    let mut begins: Vec<Begin>;
    if single.is_empty() {
        let first = many.remove(0);
        begins = all_begins(shard, &slots[first], first as u32, cancel)?;
    } else {
        begins = single_begins(shard, slots, &single, !many.is_empty(), cancel)?.to_vec();
    }
    for at in many {
        begins = narrowed(shard, &slots[at], at as u32, begins, cancel)?;
    }
    for (turn, _) in begins {
        bits.insert(turn);
    }
    Ok(bits)
}

/// Where a phrase begins, as far as its single words tell. A word that was added to those that are known is looked for where
/// they stand; `again` is true where all of them may be the known ones, because more are to follow. A phrase that ends with them is
/// looked for: its answer is kept by those who ask, not here.
fn single_begins(
    shard: &Front<'_>,
    slots: &[Slot],
    single: &[usize],
    again: bool,
    cancel: &Cancel,
) -> Result<Arc<Vec<Begin>>, Broken> {
    let words: Single = single.iter().map(|&at| (at, slots[at][0].postings_range.start)).collect();
    // What is known is known of all turns.
    let known = |words: &[(usize, usize)]| shard.begun.known(words).filter(|_| shard.is_whole());
    if again && let Some(begins) = known(&words) {
        return Ok(begins);
    }
    let (&last, before) = single.split_last().ok_or(Broken::Damaged)?;
    let begins = match known(&words[..before.len()]) {
        Some(begins) => narrowed(shard, &slots[last], last as u32, begins.to_vec(), cancel)?,
        None => {
            let mut begins = Vec::new();
            side_by_side(shard, slots, single, cancel, |turn, at| {
                begins.extend(at.iter().map(|&at| (turn, at)));
            })?;
            begins
        }
    };
    let begins = Arc::new(begins);
    if shard.is_whole() {
        shard.begun.keep(words, &begins);
    }
    Ok(begins)
}

/// In how many turns the words of a slot stand, each for itself.
fn frequency(slot: &[TermInfo]) -> u64 {
    slot.iter().map(|info| u64::from(info.doc_freq)).sum()
}

/// Calls `tell` with each turn that has the single words in their places, and with where the phrase begins in it.
fn side_by_side(
    shard: &Front<'_>,
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
    let rarest = words[0].1.doc_freq();
    let near: Vec<bool> = words.iter().map(|(_, postings)| is_near(postings.doc_freq(), rarest)).collect();
    let (mut begins, mut places) = (Vec::new(), Vec::new());
    let mut looked = 0;
    let mut turn = words[0].1.doc();
    'turns: while turn < shard.turns() {
        looked += 1;
        if looked % LOOK_EVERY == 0 {
            cancel.check().map_err(|Stopped| Broken::Stopped)?;
        }
        for ((_, postings), &near) in words[1..].iter_mut().zip(&near[1..]) {
            let next = go_to(postings, turn, near);
            if next != turn {
                turn = if next < shard.turns() { go_to(&mut words[0].1, next, near) } else { next };
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

/// True for a word with so many turns that the one which is wanted is a few steps away.
fn is_near(turns: u32, wanted: u32) -> bool {
    turns / NEAR <= wanted
}

/// The first turn of a word from `turn` on: step by step where it is near, which is told sooner than where to jump.
fn go_to(postings: &mut SegmentPostings, turn: u32, near: bool) -> u32 {
    let mut there = postings.doc();
    if there < turn && !near {
        return postings.seek(turn);
    }
    while there < turn {
        there = postings.advance();
    }
    there
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
    let (mut kept, mut at) = (0, 0);
    for number in 0..begins.len() {
        let wanted = begins[number].saturating_add(by);
        while at < places.len() && places[at] < wanted {
            at += 1;
        }
        if places.get(at) == Some(&wanted) {
            begins[kept] = begins[number];
            kept += 1;
        }
    }
    begins.truncate(kept);
}

/// Every place where a phrase could begin whose word `at` is one of these.
fn all_begins(shard: &Front<'_>, slot: &[TermInfo], at: u32, cancel: &Cancel) -> Result<Vec<Begin>, Broken> {
    let (mut begins, mut places) = (Vec::new(), Vec::new());
    for info in slot {
        cancel.check().map_err(|Stopped| Broken::Stopped)?;
        let mut postings = shard.places(info)?;
        while postings.doc() < shard.turns() {
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
    shard: &Front<'_>,
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
        let near = is_near(info.doc_freq, among.len() as u32);
        for &turn in among {
            if go_to(&mut postings, turn, near) == turn {
                postings.positions(&mut places);
                check(turn, &places);
            }
        }
    }
    let mut good = good.into_iter();
    begins.retain(|_| good.next() == Some(true));
    Ok(begins)
}
