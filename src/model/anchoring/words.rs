//! Finding passages again where the old text is gone: by what codings remember, and by the order in which they stood.

use crate::model::quote::Anchor;
use crate::text::Span;

use super::hunks::{Hunk, Hunks, Step};

/// A passage that was found again, with the surroundings that are the same.
#[derive(Clone, Copy, Debug)]
struct Found {
    old: Span,
    new: Span,
}

impl Found {
    fn shift(self) -> i64 {
        i64::from(self.new.start) - i64::from(self.old.start)
    }
}

/// What was kept of the passages that were coded on one text, as far as that can be said for sure: whatever stands in
/// another order than before is left out.
pub fn recognise(anchors: &[Anchor], text: &str) -> Hunks {
    let mut found: Vec<Found> = anchors.iter().filter_map(|anchor| find(anchor, text)).collect();
    found.sort_by_key(|found| (found.old, found.new));
    let found = in_order(&found);
    let mut hunks: Vec<Hunk> = Vec::new();
    for found in joined(&found) {
        let steps = vec![Step::Kept(found.old.len())];
        hunks.push(Hunk { from: found.old.start, to: found.new.start, steps });
    }
    Hunks::new(hunks).unwrap_or_default()
}

/// The place of a passage that stands somewhere for sure, with its surroundings as far as its own line goes: lines around it
/// may be others. A word that the surroundings cut is left out.
fn find(anchor: &Anchor, text: &str) -> Option<Found> {
    let place = anchor.sure_place(text)?;
    let left = match anchor.prefix.rsplit_once('\n') {
        Some((_, words)) => words,
        None => anchor.prefix.find(char::is_whitespace).map_or("", |cut| &anchor.prefix[cut..]),
    };
    let right = match anchor.suffix.split_once('\n') {
        Some((words, _)) => words,
        None => anchor.suffix.rfind(char::is_whitespace).map_or("", |cut| &anchor.suffix[..cut]),
    };
    let (left, right) = (left.len() as u32, right.len() as u32);
    let wide = |span: Span| Some(Span::new(span.start.checked_sub(left)?, span.end.checked_add(right)?));
    Some(Found { old: wide(anchor.span)?, new: wide(place)? })
}

/// The longest row of places that are in the same order in both texts.
fn in_order(found: &[Found]) -> Vec<Found> {
    let follows = |one: &Found, other: &Found| {
        if one.old.end > other.old.start {
            one.shift() == other.shift()
        } else {
            one.new.end <= other.new.start
        }
    };
    let mut best: Vec<(usize, Option<usize>)> = Vec::with_capacity(found.len());
    for (place, this) in found.iter().enumerate() {
        // Looking far back is not worth while: a row that leaves out so many is no row.
        let from = place.saturating_sub(200);
        let before = (from..place)
            .filter(|&before| follows(&found[before], this))
            .max_by_key(|&before| best[before].0);
        best.push((before.map_or(0, |before| best[before].0) + 1, before));
    }
    let mut at = (0..found.len()).max_by_key(|&place| best[place].0);
    let mut row = Vec::new();
    while let Some(place) = at {
        row.push(found[place]);
        at = best[place].1;
    }
    row.reverse();
    row
}

/// Places that overlap become one; where they contradict each other, nothing is said of the later one.
fn joined(found: &[Found]) -> Vec<Found> {
    let mut joined: Vec<Found> = Vec::new();
    for next in found {
        match joined.last_mut() {
            Some(last) if next.old.start <= last.old.end => {
                if last.shift() == next.shift() && next.old.end > last.old.end {
                    last.old.end = next.old.end;
                    last.new.end = next.new.end;
                }
            }
            _ => joined.push(*next),
        }
    }
    joined
}
