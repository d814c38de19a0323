//! Words as people select them: `foto's`, `o.a.`, `'s` and `docent-onderzoeker` are one word each.
//!
//! Unicode's word boundaries, put together again where Dutch and English writing does. Only the run of characters without
//! white space around the position is looked at, a kilobyte each way at most.

use super::span::floor_character;
use super::{Span, graphemes};
use unicode_segmentation::UnicodeSegmentation;

/// Bytes looked at on each side of a position in text without white space.
const REACH: u32 = 1024;

/// The word at byte `position` of `within`; between words the next one, behind the last the last; where there is no word at
/// all the grapheme there. Empty only where `within` is.
pub fn word_at(text: &str, within: Span, position: u32) -> Span {
    let position = floor_character(text, position.clamp(within.start, within.end)) as u32;
    word_around(text, within, position)
        .or_else(|| next_word(text, within, position))
        .or_else(|| previous_word(text, within, position))
        .unwrap_or_else(|| grapheme_at(text, within, position))
}

/// The first word of `within` that starts at byte `position` or later.
pub fn next_word(text: &str, within: Span, position: u32) -> Option<Span> {
    let mut at = position.max(within.start);
    while at < within.end {
        let rest = Span::new(at, within.end).slice(text);
        at = within.end - rest.trim_start().len() as u32;
        let run = run_around(text, within, at);
        if let Some(word) = words_of(text, run).into_iter().find(|word| word.start >= position) {
            return word_around(text, within, word.start).or(Some(word));
        }
        at = run.end.max(at + 1);
    }
    None
}

/// The last word of `within` that ends at byte `position` or earlier.
pub fn previous_word(text: &str, within: Span, position: u32) -> Option<Span> {
    let mut at = floor_character(text, position.min(within.end)) as u32;
    while at > within.start {
        let rest = Span::new(within.start, at).slice(text);
        at = within.start + rest.trim_end().len() as u32;
        let run = run_around(text, within, at);
        if let Some(word) = words_of(text, run).into_iter().rfind(|word| word.end <= position) {
            return word_around(text, within, word.start)
                .filter(|whole| whole.end <= position)
                .or(Some(word));
        }
        at = run.start.min(at.saturating_sub(1));
    }
    None
}

/// The word that holds byte `position`.
fn word_around(text: &str, within: Span, position: u32) -> Option<Span> {
    words_of(text, run_around(text, within, position)).into_iter().find(|word| word.contains(position))
}

fn grapheme_at(text: &str, within: Span, position: u32) -> Span {
    let before_end = if position == within.end { graphemes::previous(text, position) } else { position };
    let start = graphemes::floor(text, before_end).max(within.start);
    Span::new(start, graphemes::next(text, start).min(within.end))
}

/// The characters without white space on both sides of byte `position`; empty in white space.
fn run_around(text: &str, within: Span, position: u32) -> Span {
    let at = floor_character(text, position.clamp(within.start, within.end)) as u32;
    let from = floor_character(text, at.saturating_sub(REACH)).max(within.start as usize) as u32;
    let to = floor_character(text, at.saturating_add(REACH)).min(within.end as usize) as u32;
    let (before, after) = (Span::new(from, at).slice(text), Span::new(at, to).slice(text));
    let start = before.char_indices().rev().find(|(_, character)| character.is_whitespace());
    let end = after.find(char::is_whitespace).unwrap_or(after.len());
    let start = start.map_or(0, |(place, character)| place + character.len_utf8());
    Span::new(from + start as u32, at + end as u32)
}

/// The words in a run without white space.
fn words_of(text: &str, run: Span) -> Vec<Span> {
    let pieces: Vec<(Span, &str)> = run
        .slice(text)
        .split_word_bound_indices()
        .map(|(at, piece)| (Span::new(run.start + at as u32, run.start + (at + piece.len()) as u32), piece))
        .collect();
    let is_word =
        |index: usize| pieces.get(index).is_some_and(|(_, piece)| piece.contains(char::is_alphanumeric));

    let mut words: Vec<Span> = Vec::new();
    let mut index = 0;
    while index < pieces.len() {
        let (span, piece) = pieces[index];
        let follows = words.last().is_some_and(|word| word.end == span.start);
        match piece {
            "-" | "\u{2010}" | "\u{2011}" if follows && is_word(index + 1) => {
                index += 1;
                extend(&mut words, pieces[index].0.end);
            }
            "." if follows && words.last().is_some_and(|word| is_dotted(word.slice(text))) => {
                extend(&mut words, span.end);
            }
            "'" | "’" if !follows && pieces.get(index + 1).is_some_and(|(_, next)| is_clipped(next)) => {
                index += 1;
                words.push(span.hull(pieces[index].0));
            }
            _ if is_word(index) => words.push(span),
            _ => {}
        }
        index += 1;
    }
    words
}

fn extend(words: &mut [Span], end: u32) {
    if let Some(last) = words.last_mut() {
        last.end = end;
    }
}

/// `o.a`, `d.w.z`, `J.P`: an abbreviation whose last point is to come.
pub(super) fn is_dotted(word: &str) -> bool {
    word.contains('.')
        && word
            .split('.')
            .all(|part| part.chars().count() <= 3 && part.chars().next().is_some_and(char::is_alphabetic))
}

/// What stands behind an apostrophe in 's avonds, 't and zo'n.
fn is_clipped(word: &str) -> bool {
    matches!(word, "s" | "t" | "n" | "k" | "m" | "r")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::drawn::draw;
    use proptest::prelude::*;

    fn all_words(text: &str) -> Vec<Span> {
        let within = Span::of(text);
        let mut words = Vec::new();
        let mut at = 0;
        while let Some(word) = next_word(text, within, at) {
            words.push(word);
            at = word.end;
        }
        words
    }

    #[test]
    fn words_as_people_select_them() {
        for picture in [
            "[Leg] [de] [foto's] [o.a.] [op] [tafel].",
            "[een] [docent-onderzoeker] -- [nee], [IO's]",
            "['s] [avonds] „[zo'n] [’t]” ([d.w.z.]) '[tja]'",
            "[3.5] [keer] 👍 [één]... [ja] [en]/[of]",
            "[J.P.] [en] [het] [3.5]. [Én] [cafe\u{301}].",
        ] {
            let text = picture.replace(['[', ']'], "");
            assert_eq!(draw(&text, &all_words(&text)), picture);
        }
    }

    #[test]
    fn between_words_the_next_one_and_behind_the_last_the_last() {
        let text = "  een, twee! ";
        let at = |position| word_at(text, Span::of(text), position).slice(text);
        assert_eq!(
            [0, 3, 5, 6, 7, 11, 13, 99].map(at),
            ["een", "een", "twee", "twee", "twee", "twee", "twee", "twee"]
        );
        assert_eq!(word_at("👍👍", Span::new(0, 8), 8), Span::new(4, 8));
        assert_eq!(word_at("", Span::new(0, 0), 0), Span::new(0, 0));
    }

    #[test]
    fn words_stay_within() {
        let text = "FA1: een-twee";
        assert_eq!(word_at(text, Span::new(5, 8), 7), Span::new(5, 8));
        assert_eq!(previous_word(text, Span::new(5, 13), 5), None);
        assert_eq!(next_word(text, Span::new(0, 5), 4), None);
    }

    #[test]
    fn a_line_without_white_space_has_an_end() {
        let text = "日本語".repeat(100_000);
        let within = Span::of(&text);
        let word = word_at(&text, within, 450_000);
        assert!(word.contains(450_000) && word.len() <= 2 * REACH);
        assert!(next_word(&text, within, word.end).is_some_and(|next| next.start >= word.end));
    }

    proptest! {
        #[test]
        fn words_are_disjoint_and_found_from_both_sides(text in "([a-z']{1,4}|[ .,'’-]|[é👩日\u{301}]|o\\.a\\.){0,16}") {
            let within = Span::of(&text);
            let words = all_words(&text);
            let mut backwards = Vec::new();
            let mut at = within.end;
            while let Some(word) = previous_word(&text, within, at) {
                backwards.push(word);
                at = word.start;
            }
            backwards.reverse();
            prop_assert_eq!(&words, &backwards);
            prop_assert!(words.windows(2).all(|pair| pair[0].end <= pair[1].start));
            for word in &words {
                prop_assert!(!word.is_empty() && word.slice(&text).trim() == word.slice(&text));
                prop_assert_eq!(word_at(&text, within, word.start), *word);
                prop_assert_eq!(word_at(&text, within, word.end - 1), *word);
            }
        }
    }
}
