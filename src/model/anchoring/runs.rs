//! Which runs of words stand at one place only.

use std::hash::{Hash as _, Hasher as _};
use std::ops::Range;

use rustc_hash::{FxHashMap, FxHasher};

use super::align::Match;
use super::tokens::{Pair, Token};

/// Runs of this many words are counted.
const LENGTHS: [usize; 3] = [1, 3, 5];

/// Where each run of words stands, for those that stand at one place only.
#[derive(Debug)]
pub struct Runs {
    old: [FxHashMap<u64, u32>; 3],
    new: [FxHashMap<u64, u32>; 3],
}

/// More than one place.
const SEVERAL: u32 = u32::MAX;

impl Runs {
    /// Counts all runs of both texts.
    pub fn of(pair: &Pair<'_>) -> Self {
        Self {
            old: LENGTHS.map(|length| count(&pair.old, length)),
            new: LENGTHS.map(|length| count(&pair.new, length)),
        }
    }

    /// True when some run of these matches stands at one place in either text.
    pub fn know(&self, pair: &Pair<'_>, matches: &[Match]) -> bool {
        LENGTHS.iter().enumerate().any(|(place, &length)| {
            matches.windows(length).any(|run| {
                let first = run[0];
                let last = run[length - 1];
                if (last.old - first.old) as usize != length - 1
                    || (last.new - first.new) as usize != length - 1
                {
                    return false;
                }
                let old = hash(&pair.old[first.old as usize..][..length]);
                let new = hash(&pair.new[first.new as usize..][..length]);
                old == new
                    && self.old[place].get(&old) == Some(&first.old)
                    && self.new[place].get(&new) == Some(&first.new)
            })
        })
    }

    /// The long runs in these words of the old text that stand at one place in either text: where they stand in the old
    /// and in the new one.
    pub fn elsewhere<'r>(&'r self, pair: &'r Pair<'_>, old: Range<u32>) -> impl Iterator<Item = Match> + 'r {
        let last = LENGTHS.len() - 1;
        let words = &pair.old[old.start as usize..old.end as usize];
        words.windows(LENGTHS[last]).enumerate().filter_map(move |(at, run)| {
            let hash = hash(run);
            let old = old.start + at as u32;
            let new = *self.new[last].get(&hash)?;
            (new != SEVERAL && self.old[last].get(&hash) == Some(&old)).then_some(Match { old, new })
        })
    }
}

fn count(tokens: &[Token], length: usize) -> FxHashMap<u64, u32> {
    let mut found = FxHashMap::default();
    found.reserve(tokens.len());
    for (at, run) in tokens.windows(length).enumerate() {
        found.entry(hash(run)).and_modify(|place| *place = SEVERAL).or_insert(at as u32);
    }
    found
}

fn hash(run: &[Token]) -> u64 {
    let mut hasher = FxHasher::default();
    for token in run {
        token.key.hash(&mut hasher);
    }
    hasher.finish()
}
