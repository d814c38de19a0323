//! Finding passages again where the old text is gone: by what codings remember, and by the order in which they stood.

use crate::model::quote::{Anchor, after, before};
use crate::text::Span;

use super::hunks::{Hunk, Hunks, Step};

/// So many characters, words and surroundings together, must stand at one place only.
const ENOUGH: usize = 40;
/// A passage of so many characters that stands at one place needs its surroundings on one side only.
const LONG: usize = 60;
/// So many places are looked at.
const PLACES: usize = 64;

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

/// The one place of a passage, with the surroundings that are the same there.
fn find(anchor: &Anchor, text: &str) -> Option<Found> {
    let mut places = anchor.quote.find_in(text, PLACES);
    places.retain(|place| is_cut_alike(anchor, text, *place));
    let sides = |place: &Span| (before(text, *place) == anchor.prefix, after(text, *place) == anchor.suffix);
    let whole: Vec<&Span> = places.iter().filter(|place| sides(place) == (true, true)).collect();
    let length = |words: &str| words.chars().count();
    let quote = length(&anchor.quote.display());
    let place = match (whole.as_slice(), places.as_slice()) {
        ([one], _) if quote + length(&anchor.prefix) + length(&anchor.suffix) >= ENOUGH => **one,
        ([], [one]) if quote >= LONG && (sides(one).0 || sides(one).1) => *one,
        _ => return None,
    };
    let (left, right) = sides(&place);
    let left = if left { anchor.prefix.len() as u32 } else { 0 };
    let right = if right { anchor.suffix.len() as u32 } else { 0 };
    let wide = |span: Span| Some(Span::new(span.start.checked_sub(left)?, span.end.checked_add(right)?));
    Some(Found { old: wide(anchor.span)?, new: wide(place)? })
}

/// True when no word goes on over an edge of the place that ended at the edge of the passage.
fn is_cut_alike(anchor: &Anchor, text: &str, place: Span) -> bool {
    let goes_on = |character: Option<char>| character.is_some_and(char::is_alphanumeric);
    let (left, right) = (before(text, place), after(text, place));
    goes_on(left.chars().next_back()) == goes_on(anchor.prefix.chars().next_back())
        && goes_on(right.chars().next()) == goes_on(anchor.suffix.chars().next())
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
