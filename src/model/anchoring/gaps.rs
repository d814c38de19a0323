//! What came in and what is gone, between words that were kept.
//!
//! Where a word was put in beside the same word, nobody can tell which of the two is the new one. Such a gap can be shifted
//! to and fro; it is put where a whole line came in or went, and where that does not decide, the words beside it are
//! taken out of what is known.

use super::align::Match;
use super::tokens::{Pair, Token};

/// Settles every gap between matches that follow each other in both texts.
pub fn settle(pair: &Pair<'_>, matches: &[Match]) -> Vec<Match> {
    let mut found: Vec<Match> = Vec::with_capacity(matches.len());
    let mut rest: Vec<Match> = matches.to_vec();
    rest.reverse();
    while let Some(next) = rest.pop() {
        if let Some(&last) = found.last() {
            let (gone, come) = (next.old - last.old - 1, next.new - last.new - 1);
            let shift = match (gone, come) {
                (0, 1..) => shift(&Side { pair, turned: false }, &found, next, &rest),
                (1.., 0) => shift(&Side { pair, turned: true }, &found, next, &rest),
                _ => Shift::By(0),
            };
            match shift {
                Shift::By(0) => found.push(next),
                Shift::By(places @ 1..) => {
                    // The gap goes right: the words after it are matched with those at its begin.
                    rest.push(next);
                    for _ in 0..places {
                        let Some(moved) = rest.pop() else { break };
                        found.push(if gone == 0 {
                            Match { new: moved.new - come, ..moved }
                        } else {
                            Match { old: moved.old - gone, ..moved }
                        });
                    }
                    if let Some(next) = rest.pop() {
                        found.push(next);
                    }
                }
                Shift::By(places) => {
                    let mut moved = Vec::new();
                    for _ in places..0 {
                        moved.extend(found.pop());
                    }
                    let moved = moved.into_iter().rev();
                    found.extend(moved.map(|m| {
                        if gone == 0 {
                            Match { new: m.new + come, ..m }
                        } else {
                            Match { old: m.old + gone, ..m }
                        }
                    }));
                    found.push(next);
                }
                Shift::Unknown { before, after } => {
                    found.truncate(found.len().saturating_sub(before));
                    rest.push(next);
                    rest.truncate(rest.len().saturating_sub(after));
                }
            }
            continue;
        }
        found.push(next);
    }
    found
}

/// Where a gap belongs.
enum Shift {
    /// So many words further on.
    By(i32),
    /// Nobody can say: so many words before it and after it are in doubt.
    Unknown { before: usize, after: usize },
}

/// The text with the gap, and the one without: a deletion is an insertion seen from the other side.
struct Side<'p, 'a> {
    pair: &'p Pair<'a>,
    turned: bool,
}

impl Side<'_, '_> {
    fn with(&self) -> &[Token] {
        if self.turned { &self.pair.old } else { &self.pair.new }
    }

    fn without(&self) -> &[Token] {
        if self.turned { &self.pair.new } else { &self.pair.old }
    }

    /// The place of a match in the text with the gap, and in the other.
    fn of(&self, m: Match) -> (u32, u32) {
        if self.turned { (m.old, m.new) } else { (m.new, m.old) }
    }

    fn alike(&self, with: u32, without: u32) -> bool {
        self.pair.alike(self.with()[with as usize].key, self.without()[without as usize].key)
    }

    /// True for one of these signs.
    fn is_one_of(&self, with: u32, signs: &str) -> bool {
        let word = self.with().get(with as usize).map(|token| self.pair.words[token.key as usize].as_str());
        word.is_some_and(|word| signs.contains(word))
    }

    /// True when a word stands there, not a sign.
    fn is_word(&self, with: u32) -> bool {
        let key = self.with()[with as usize].key;
        self.pair.words[key as usize].chars().any(char::is_alphanumeric)
    }
}

const OPENING: &str = "([{<„“‘«‹¿¡";
const CLOSING: &str = ")]}>”’»›.,;:?!…";

/// How far a gap can be shifted: at most this many words.
const FAR: usize = 200;

fn shift(side: &Side<'_, '_>, found: &[Match], next: Match, rest: &[Match]) -> Shift {
    let Some(&last) = found.last() else { return Shift::By(0) };
    // The gap holds the words `start..end` of the text that has more.
    let (start, end) = (side.of(last).0 + 1, side.of(next).0);
    let (left_end, right_start) = (side.of(last).1, side.of(next).1);
    let before = found.iter().rev().take(FAR).enumerate();
    let left = before
        .take_while(|(back, m)| {
            let (with, without) = side.of(**m);
            let back = *back as u32;
            with + 1 + back == start && without + back == left_end && side.alike(end - 1 - back, without)
        })
        .count();
    let after = std::iter::once(&next).chain(rest.iter().rev()).take(FAR).enumerate();
    let right = after
        .take_while(|(ahead, m)| {
            let (with, without) = side.of(**m);
            let ahead = *ahead as u32;
            with == end + ahead && without == right_start + ahead && side.alike(start + ahead, without)
        })
        .count();
    if left == 0 && right == 0 {
        return Shift::By(0);
    }
    let (left, right) = (i32::try_from(left).unwrap_or(0), i32::try_from(right).unwrap_or(0));
    let unknown =
        Shift::Unknown { before: left.unsigned_abs() as usize, after: right.unsigned_abs() as usize };
    // A word that is the same is not given up for one that is merely alike.
    let same =
        |with: u32, without: u32| side.with()[with as usize].key == side.without()[without as usize].key;
    let by = |places: i32| {
        let far = places.unsigned_abs();
        let all_same = if places > 0 {
            (0..far).all(|more| same(start + more, right_start + more))
        } else {
            (0..far).all(|more| same(end - 1 - more, left_end - more))
        };
        if all_same {
            Shift::By(places)
        } else {
            Shift::Unknown { before: left.unsigned_abs() as usize, after: right.unsigned_abs() as usize }
        }
    };
    let places = -left..=right;
    let at = |place: i32| (start.saturating_add_signed(place), end.saturating_add_signed(place));
    let begins = |place: u32| side.with().get(place as usize).is_none_or(|token| token.line);
    let lines: Vec<i32> =
        places.clone().filter(|&place| begins(at(place).0) && begins(at(place).1)).collect();
    match lines.as_slice() {
        [one] => return by(*one),
        [] => {}
        _ => return unknown,
    }
    // A sentence was put in after the sign that ends the one before.
    let ends = |place: u32| side.is_one_of(place.wrapping_sub(1), ".?!…");
    let sentences: Vec<i32> = places
        .clone()
        .filter(|&place| (begins(at(place).0) || ends(at(place).0)) && ends(at(place).1))
        .collect();
    match sentences.as_slice() {
        [one] => return by(*one),
        [] => {}
        _ => return unknown,
    }
    let in_doubt = (at(-left).0..start).chain(end..at(right).1);
    if in_doubt.clone().any(|place| side.is_word(place)) {
        return unknown;
    }
    // Signs alone: brackets and quotation marks stand with what they hold.
    let whole =
        |&place: &i32| !side.is_one_of(at(place).0, CLOSING) && !side.is_one_of(at(place).1 - 1, OPENING);
    let whole: Vec<i32> = places.filter(whole).collect();
    match whole.as_slice() {
        [one] => by(*one),
        _ => unknown,
    }
}
