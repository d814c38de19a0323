//! Which words of the old text are which words of the new one.
//!
//! A diff gives long runs that are the same; what lies between is aligned word by word, with slips of the pen allowed.
//! A pair of words counts only in the company of others: chance makes pairs, too.

use imara_diff::{Algorithm, Diff};
use std::ops::Range;

use super::tokens::{Pair, similarity};

/// A run of words that tells this many bits stands at no other place.
const SURE_RUN: f32 = 30.0;
/// What lies between two sure runs is aligned word by word up to this many pairs.
const CELLS: usize = 250_000;
/// What a word without a partner costs, in bits.
const ALONE: f32 = 0.4;

/// A word of the old text that is a word of the new one, by their numbers in the texts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Match {
    /// The old word.
    pub old: u32,
    /// The new word.
    pub new: u32,
}

/// Aligns a stretch of the old text with one of the new text; the matches are in the order of both.
pub fn align(pair: &Pair<'_>, old: Range<u32>, new: Range<u32>) -> Vec<Match> {
    let same = same_words(pair, &old, &new);
    let mut found = Vec::with_capacity(same.len());
    let (mut from_old, mut from_new) = (old.start, new.start);
    let mut weak = 0;
    let mut at = 0;
    while at < same.len() {
        let run = run_length(&same[at..]);
        let bits: f32 =
            same[at..at + run].iter().map(|m| pair.bits[pair.old[m.old as usize].key as usize]).sum();
        if bits >= SURE_RUN {
            let (to_old, to_new) = (same[at].old, same[at].new);
            between(pair, from_old..to_old, from_new..to_new, &same[weak..at], &mut found);
            found.extend_from_slice(&same[at..at + run]);
            let last = same[at + run - 1];
            (from_old, from_new) = (last.old + 1, last.new + 1);
            weak = at + run;
        }
        at += run;
    }
    between(pair, from_old..old.end, from_new..new.end, &same[weak..], &mut found);
    found
}

/// The words that a diff finds to be the same.
fn same_words(pair: &Pair<'_>, old: &Range<u32>, new: &Range<u32>) -> Vec<Match> {
    let keys = |tokens: &[super::tokens::Token], range: &Range<u32>| {
        let tokens = &tokens[range.start as usize..range.end as usize];
        tokens.iter().map(|token| imara_diff::Token(token.key)).collect::<Vec<_>>()
    };
    let mut diff = Diff::default();
    let count = pair.words.len() as u32;
    diff.compute_with(Algorithm::Histogram, &keys(&pair.old, old), &keys(&pair.new, new), count);
    let mut found = Vec::new();
    let (mut at_old, mut at_new) = (0, 0);
    let end = [imara_diff::Hunk { before: old.len() as u32..0, after: 0..0 }];
    for hunk in diff.hunks().chain(end) {
        while at_old < hunk.before.start {
            found.push(Match { old: old.start + at_old, new: new.start + at_new });
            at_old += 1;
            at_new += 1;
        }
        (at_old, at_new) = (hunk.before.end, hunk.after.end);
    }
    found
}

fn run_length(same: &[Match]) -> usize {
    let next = |two: &[Match]| two[0].old + 1 == two[1].old && two[0].new + 1 == two[1].new;
    1 + same.windows(2).take_while(|two| next(two)).count()
}

/// Aligns what lies between two sure runs; `weak` is what the diff said of it.
fn between(pair: &Pair<'_>, old: Range<u32>, new: Range<u32>, weak: &[Match], found: &mut Vec<Match>) {
    if old.is_empty() || new.is_empty() {
        return;
    }
    let (rows, columns) = (old.len(), new.len());
    if rows.saturating_mul(columns) > CELLS {
        found.extend_from_slice(weak);
        return;
    }
    // The best alignment of the words up to a row and a column; the recurrence is that of Needleman and Wunsch.
    let width = columns + 1;
    let mut best = vec![0.0_f32; (rows + 1) * width];
    for row in 0..=rows {
        for column in 0..=columns {
            if row == 0 || column == 0 {
                best[row * width + column] = -ALONE * (row + column) as f32;
                continue;
            }
            let alone = best[(row - 1) * width + column].max(best[row * width + column - 1]) - ALONE;
            let both = gain(pair, old.start + row as u32 - 1, new.start + column as u32 - 1);
            best[row * width + column] =
                if both > 0.0 { alone.max(best[(row - 1) * width + column - 1] + both) } else { alone };
        }
    }
    let first = found.len();
    let (mut row, mut column) = (rows, columns);
    while row > 0 && column > 0 {
        let here = best[row * width + column];
        let both = gain(pair, old.start + row as u32 - 1, new.start + column as u32 - 1);
        if both > 0.0 && here <= best[(row - 1) * width + column - 1] + both {
            row -= 1;
            column -= 1;
            found.push(Match { old: old.start + row as u32, new: new.start + column as u32 });
        } else if here <= best[(row - 1) * width + column] - ALONE {
            row -= 1;
        } else {
            column -= 1;
        }
    }
    found[first..].reverse();
}

/// What it is worth, in bits, to take one word for the other.
fn gain(pair: &Pair<'_>, old: u32, new: u32) -> f32 {
    let (old, new) = (pair.old[old as usize].key, pair.new[new as usize].key);
    let bits = pair.bits[old as usize];
    if old == new {
        return bits + 1.0;
    }
    // Most words have another first and another last letter.
    let (one, other) = (pair.words[old as usize].as_bytes(), pair.words[new as usize].as_bytes());
    if one.len().abs_diff(other.len()) > 12 {
        return 0.0;
    }
    similarity(&pair.words[old as usize], &pair.words[new as usize]) * 0.6 * (bits + 1.0)
}

/// Words that belong together: between two of its matches at most one word has no partner, on either side.
#[derive(Clone, Debug)]
pub struct Cluster {
    /// Its matches, in order.
    pub matches: Vec<Match>,
    /// What it tells.
    pub bits: f32,
}

impl Cluster {
    /// The words that it covers in the old text.
    pub fn before(&self) -> Range<u32> {
        range(self.matches.first().map(|m| m.old), self.matches.last().map(|m| m.old))
    }

    /// The words that it covers in the new text.
    pub fn after(&self) -> Range<u32> {
        range(self.matches.first().map(|m| m.new), self.matches.last().map(|m| m.new))
    }
}

fn range(first: Option<u32>, last: Option<u32>) -> Range<u32> {
    first.unwrap_or(0)..last.map_or(0, |last| last + 1)
}

/// Gathers matches that are in the order of both texts.
pub fn clusters(pair: &Pair<'_>, matches: &[Match]) -> Vec<Cluster> {
    let near = |one: &Match, other: &Match| other.old - one.old <= 2 && other.new - one.new <= 2;
    matches
        .chunk_by(near)
        .map(|matches| {
            let bits = matches.iter().map(|m| {
                let (old, new) = (pair.old[m.old as usize].key, pair.new[m.new as usize].key);
                pair.bits[old as usize] * if old == new { 1.0 } else { 0.5 }
            });
            Cluster { bits: bits.sum(), matches: matches.to_vec() }
        })
        .collect()
}
