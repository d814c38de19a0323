//! Are codings where their words are, after a text was edited? The edits are made here, so the truth is known.

mod edits;
mod properties;
mod readings;
mod table;
mod truth;

use kantlijn::model::anchoring::{Hunks, compare, recognise};
use kantlijn::model::hash::TextHash;
use kantlijn::model::{Anchor, Verdict};
use kantlijn::text::Span;

use crate::golden::Dice;
use edits::{Edited, Wrong};

/// What became of codings.
#[derive(Clone, Copy, Debug, Default)]
pub struct Tally {
    exact: usize,
    moved: usize,
    edited: usize,
    /// Unsure or lost.
    open: usize,
    wrong: usize,
    /// Of those that have a place: it is another one than the edit that was made says, and an edit that is as small or smaller
    /// says so.
    deceived: usize,
}

impl Tally {
    fn add(&mut self, other: Self) {
        self.exact += other.exact;
        self.moved += other.moved;
        self.edited += other.edited;
        self.open += other.open;
        self.wrong += other.wrong;
        self.deceived += other.deceived;
    }

    fn all(&self) -> usize {
        self.exact + self.moved + self.edited + self.open + self.wrong
    }
}

/// Spans of all sizes, at the edges of words: a word, some words, a line, some lines.
fn passages(text: &str, count: usize, dice: &mut Dice) -> Vec<Span> {
    let starts: Vec<usize> = edges(text).into_iter().map(|(start, _)| start).collect();
    let ends: Vec<usize> = edges(text).into_iter().map(|(_, end)| end).collect();
    if starts.is_empty() {
        return Vec::new();
    }
    let mut found = Vec::new();
    for _ in 0..count {
        let first = dice.below(starts.len());
        let words = [1, 3, 8, 25, 60][dice.below(5)];
        let last = (first + dice.below(words)).min(starts.len() - 1);
        let (mut start, mut end) = (starts[first], ends[last]);
        if dice.below(3) == 0 {
            start = text[..start].rfind('\n').map_or(0, |place| place + 1);
            end = text[end..].find('\n').map_or(text.len(), |place| end + place);
        }
        found.push(Span::new(start as u32, end as u32));
    }
    found
}

/// Words with the sign that follows them.
fn edges(text: &str) -> Vec<(usize, usize)> {
    let mut start = 0;
    let pieces = text.split_inclusive(char::is_whitespace).map(|piece| {
        let at = start;
        start += piece.len();
        (at, at + piece.trim_end().len())
    });
    pieces.filter(|(start, end)| start < end).collect()
}

/// Compares the texts and looks at each place.
fn with_old_text(
    old: &str,
    edited: &Edited,
    passages: &[Span],
    say: &mut dyn FnMut(Span, Span, Wrong),
) -> Tally {
    let hunks = compare(old, &edited.text);
    judged(
        old,
        edited,
        passages,
        |own, hunks| hunks.map(own).map(|place| (place.span, place.edited)),
        &hunks,
        say,
    )
}

/// The same by what the codings remember alone: those that are found for sure, and those that stand where they stood.
fn without_old_text(
    old: &str,
    edited: &Edited,
    passages: &[Span],
    say: &mut dyn FnMut(Span, Span, Wrong),
) -> Tally {
    let (before, now) = (TextHash::of(old), TextHash::of(&edited.text));
    let anchor = |span: Span| Anchor::new(old, before, span);
    let anchors: Vec<Anchor> = passages.iter().filter_map(|span| anchor(*span)).collect();
    let hunks = recognise(&anchors, &edited.text);
    let place = |own: Span, hunks: &Hunks| {
        let stays = || Verdict::of(&anchor(own)?, &edited.text, now).has_position().then_some((own, false));
        hunks.map(own).map(|place| (place.span, place.edited)).or_else(stays)
    };
    judged(old, edited, passages, place, &hunks, say)
}

fn judged(
    old: &str,
    edited: &Edited,
    passages: &[Span],
    place: impl Fn(Span, &Hunks) -> Option<(Span, bool)>,
    hunks: &Hunks,
    say: &mut dyn FnMut(Span, Span, Wrong),
) -> Tally {
    let mut tally = Tally::default();
    for &own in passages {
        match place(own, hunks) {
            None => tally.open += 1,
            Some((place, changed)) => match edited.judge(old, own, place) {
                Err(wrong) if !edited.could_be(old, own, place) => {
                    tally.wrong += 1;
                    say(own, place, wrong);
                }
                seen => {
                    tally.deceived += usize::from(seen.is_err());
                    match (changed, place == own) {
                        (true, _) => tally.edited += 1,
                        (false, true) => tally.exact += 1,
                        (false, false) => tally.moved += 1,
                    }
                }
            },
        }
    }
    tally
}
