//! Words near each other, in any order, from the places that the index knows.

use tantivy::DocSet as _;
use tantivy::postings::Postings;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::words::near::{Candidate, near};

use super::bits::Bits;
use super::error::Broken;
use super::front::Front;
use super::phrase::Slot;

/// Turns between two looks at whether the work is still wanted.
const LOOK_EVERY: u32 = 1 << 12;

/// A word that fits, in turn, place and slot.
type Fit = (u32, u32, u32);

/// The turns of `shard` in which a word of each slot stands, each at a place of its own, with at most `slop` other words
/// between the first and the last of them.
pub(super) fn words_near(
    shard: &Front<'_>,
    slots: &[Slot],
    slop: u32,
    cancel: &Cancel,
) -> Result<Bits, Broken> {
    let mut bits = Bits::none(shard.turns());
    let Some(within) = all_in(shard, slots, cancel)? else { return Ok(bits) };
    let mut fits: Vec<Fit> = Vec::new();
    let mut places = Vec::new();
    for (at, slot) in (0..).zip(slots) {
        for info in slot {
            cancel.check().map_err(|Stopped| Broken::Stopped)?;
            let mut postings = shard.places(info)?;
            while postings.doc() < shard.turns() {
                if within.contains(postings.doc()) {
                    postings.positions(&mut places);
                    fits.extend(places.iter().map(|&place| (postings.doc(), place, at)));
                }
                postings.advance();
            }
        }
    }
    fits.sort_unstable();
    fits.dedup();
    let mut looked = 0;
    for turn in fits.chunk_by(|a, b| a.0 == b.0) {
        looked += 1;
        if looked % LOOK_EVERY == 0 {
            cancel.check().map_err(|Stopped| Broken::Stopped)?;
        }
        if are_near(turn, slots.len() as u32, slop) {
            bits.insert(turn[0].0);
        }
    }
    Ok(bits)
}

/// The turns that have a word of every slot; `None` when there are none.
fn all_in(shard: &Front<'_>, slots: &[Slot], cancel: &Cancel) -> Result<Option<Bits>, Broken> {
    let mut all: Option<Bits> = None;
    for slot in slots {
        let mut bits = Bits::none(shard.turns());
        shard.gather(slot, &mut bits, cancel)?;
        if let Some(all) = &all {
            bits.keep(all);
        }
        if bits.is_empty() {
            return Ok(None);
        }
        all = Some(bits);
    }
    Ok(all)
}

/// True when one turn holds the words so.
fn are_near(fits: &[Fit], count: u32, slop: u32) -> bool {
    // One place can serve several words only where a word fits several slots; then who gets which must be found out.
    let shared = fits.windows(2).any(|pair| pair[0].1 == pair[1].1);
    if shared {
        let candidates: Vec<Candidate> = fits
            .chunk_by(|a, b| a.1 == b.1)
            .map(|here| Candidate {
                token: here[0].1 as usize,
                words: here.iter().map(|fit| fit.2 as usize).collect(),
            })
            .collect();
        return !near(&candidates, count as usize, slop as usize, true).is_empty();
    }
    let reach = count.saturating_add(slop);
    let mut last: Vec<Option<u32>> = vec![None; count as usize];
    fits.iter().any(|&(_, place, slot)| {
        last[slot as usize] = Some(place);
        last.iter().all(|last| last.is_some_and(|last| place - last < reach))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn the_short_way_and_the_long_way_agree(
            places in prop::collection::btree_map(0_u32..12, 0_u32..3, 0..9),
            slop in 0_u32..5,
        ) {
            let fits: Vec<Fit> = places.iter().map(|(&place, &slot)| (0, place, slot)).collect();
            let candidates: Vec<Candidate> = places
                .iter()
                .map(|(&place, &slot)| Candidate { token: place as usize, words: vec![slot as usize] })
                .collect();
            let expected = !near(&candidates, 3, slop as usize, true).is_empty();
            prop_assert_eq!(are_near(&fits, 3, slop), expected);
        }
    }
}
