//! Where a passage may stand that nobody can place for sure: for a person to choose from.

use crate::model::quote::{Anchor, Quote, after, before};
use crate::text::Span;

use super::align::align;
use super::tokens::Pair;

/// A place where a passage may stand.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Candidate {
    /// The place, in bytes.
    pub span: Span,
    /// How much it looks like what was coded: 1 for the same words with the same words around them.
    pub score: f32,
}

/// At most so many are offered.
const OFFERED: usize = 5;
/// What looks less like it than this is not offered.
const LEAST: f32 = 0.5;
/// What a word with a slip of the pen counts for.
const SLIP: f32 = 0.8;
/// Places with the same words count for this much, and their surroundings for the rest.
const WORDS: f32 = 0.7;

/// The places in `text` where the passage of `anchor` may stand, the likeliest first.
pub fn candidates(anchor: &Anchor, text: &str) -> Vec<Candidate> {
    let mut found: Vec<Candidate> = anchor
        .quote
        .find_in(text, 1000)
        .into_iter()
        .map(|span| Candidate { span, score: WORDS + (1.0 - WORDS) * surroundings(anchor, text, span) })
        .collect();
    if found.is_empty() {
        found = alike(anchor, text);
    }
    let likeliest = |one: &Candidate, other: &Candidate| {
        other.score.total_cmp(&one.score).then(one.span.cmp(&other.span))
    };
    found.sort_by(likeliest);
    let mut offered: Vec<Candidate> = Vec::new();
    for candidate in found {
        if offered.len() < OFFERED && !offered.iter().any(|other| other.span.overlaps(candidate.span)) {
            offered.push(candidate);
        }
    }
    offered
}

/// The share of the surroundings that is the same, from 0 to 1.
fn surroundings(anchor: &Anchor, text: &str, span: Span) -> f32 {
    let same =
        |one: &mut dyn Iterator<Item = (char, char)>| one.take_while(|(one, other)| one == other).count();
    let (left, right) = (before(text, span), after(text, span));
    let all = anchor.prefix.chars().count() + anchor.suffix.chars().count();
    let found = same(&mut left.chars().rev().zip(anchor.prefix.chars().rev()))
        + same(&mut right.chars().zip(anchor.suffix.chars()));
    if all == 0 { 1.0 } else { found as f32 / all as f32 }
}

/// Places with most of the words, in their order.
fn alike(anchor: &Anchor, text: &str) -> Vec<Candidate> {
    let (Quote::Whole(words) | Quote::Ends { head: words, .. }) = &anchor.quote;
    let pair = Pair::new(words, text);
    let count = pair.old.len();
    let all: f32 = pair.old.iter().map(|token| pair.bits[token.key as usize]).sum();
    if count == 0 {
        return Vec::new();
    }
    // Each word of the passage votes for where the passage would begin.
    let width = (count / 2).max(4);
    let mut votes = vec![0.0_f32; pair.new.len() / width + 2];
    let mut places: Vec<Vec<usize>> = vec![Vec::new(); pair.words.len()];
    for (at, token) in pair.new.iter().enumerate() {
        places[token.key as usize].push(at);
    }
    for (number, token) in pair.old.iter().enumerate() {
        let bits = pair.bits[token.key as usize] / places[token.key as usize].len().max(1) as f32;
        for at in &places[token.key as usize] {
            votes[at.saturating_sub(number) / width] += bits;
        }
    }
    let mut windows: Vec<usize> = (0..votes.len()).filter(|&place| votes[place] > 0.0).collect();
    windows.sort_by(|one, other| votes[*other].total_cmp(&votes[*one]));
    let of_window = |window: usize| {
        let start = (window * width).saturating_sub(width / 2);
        let end = (start + 2 * width + count).min(pair.new.len());
        let matches = align(&pair, 0..count as u32, start as u32..end as u32);
        let told: f32 = matches
            .iter()
            .map(|m| {
                let (was, is) = (pair.old[m.old as usize].key, pair.new[m.new as usize].key);
                pair.bits[was as usize] * if was == is { 1.0 } else { SLIP }
            })
            .sum();
        let (first, last) = (matches.first()?, matches.last()?);
        let mut span = pair.new[first.new as usize].span.hull(pair.new[last.new as usize].span);
        if let Quote::Ends { head, length, .. } = &anchor.quote {
            // Of a long passage only the begin was looked for.
            let end = span.end as usize + (*length as usize).saturating_sub(head.len());
            span.end = crate::text::graphemes::floor(text, end.min(text.len()) as u32).max(span.end);
        }
        let score = WORDS * told / all.max(1.0) + (1.0 - WORDS) * surroundings(anchor, text, span);
        (score >= LEAST).then_some(Candidate { span, score })
    };
    windows.into_iter().take(4 * OFFERED).filter_map(of_window).collect()
}
