//! Two texts as words that can be compared: what stands between words is looked at only when places are written down.

use rustc_hash::FxHashMap;
use unicode_normalization::char::is_combining_mark;
use unicode_normalization::{IsNormalized, UnicodeNormalization as _, is_nfc_quick};

use crate::text::Span;

/// A word, or a single other character that is no blank.
#[derive(Clone, Copy, Debug)]
pub struct Token {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Its number: the same for the same word in both texts, however its letters are composed.
    pub key: u32,
    /// True when a new line begins before it.
    pub line: bool,
}

/// Two texts, taken apart.
#[derive(Debug)]
pub struct Pair<'a> {
    /// The old text.
    pub old_text: &'a str,
    /// The new text.
    pub new_text: &'a str,
    /// The tokens of the old text.
    pub old: Vec<Token>,
    /// The tokens of the new text.
    pub new: Vec<Token>,
    /// What tells one place from others, for each number: the bits that meeting it tells, some 1 to 14.
    pub bits: Vec<f32>,
    /// Each word, by its number.
    pub words: Vec<String>,
}

impl<'a> Pair<'a> {
    /// Takes two texts apart.
    pub fn new(old_text: &'a str, new_text: &'a str) -> Self {
        let mut numbers: FxHashMap<String, u32> = FxHashMap::default();
        let mut words = Vec::new();
        let old = tokens(old_text, &mut numbers, &mut words);
        let new = tokens(new_text, &mut numbers, &mut words);
        let mut counts = vec![(0_u32, 0_u32); words.len()];
        for token in &old {
            counts[token.key as usize].0 += 1;
        }
        for token in &new {
            counts[token.key as usize].1 += 1;
        }
        let all = old.len().max(new.len()).max(1) as f32;
        let bits =
            counts.iter().map(|(old, new)| (all / (*old).max(*new).max(1) as f32).log2().max(0.3)).collect();
        Self { old_text, new_text, old, new, bits, words }
    }

    /// True when two tokens are the same, or one is the other with a slip of the pen.
    pub fn alike(&self, old: u32, new: u32) -> bool {
        old == new || similarity(&self.words[old as usize], &self.words[new as usize]) > 0.0
    }
}

fn tokens(text: &str, numbers: &mut FxHashMap<String, u32>, words: &mut Vec<String>) -> Vec<Token> {
    let mut found = Vec::with_capacity(text.len() / 5);
    let mut characters = text.char_indices().peekable();
    let mut line = true;
    while let Some((start, character)) = characters.next() {
        if character.is_whitespace() {
            line |= character == '\n' || character == '\r';
            continue;
        }
        let in_word = |c: char| c.is_alphanumeric() || is_combining_mark(c);
        let mut end = start + character.len_utf8();
        while let Some(&(at, next)) = characters.peek()
            && (is_combining_mark(next) || in_word(character) && in_word(next))
        {
            end = at + next.len_utf8();
            characters.next();
        }
        let word = &text[start..end];
        let key = match is_nfc_quick(word.chars()) {
            IsNormalized::Yes => number(word, numbers, words),
            _ => number(&word.nfc().collect::<String>(), numbers, words),
        };
        found.push(Token { span: Span::new(start as u32, end as u32), key, line: std::mem::take(&mut line) });
    }
    found
}

fn number(word: &str, numbers: &mut FxHashMap<String, u32>, words: &mut Vec<String>) -> u32 {
    if let Some(number) = numbers.get(word) {
        return *number;
    }
    let number = words.len() as u32;
    words.push(word.to_owned());
    numbers.insert(word.to_owned(), number);
    number
}

/// Words longer than this are the same or different, not similar.
const LONGEST: usize = 40;

/// How much one word looks like the other: 1 for the same, 0 for another word. A word is similar when a few letters
/// were left out, put in, changed, or changed places.
pub fn similarity(one: &str, other: &str) -> f32 {
    if one == other {
        return 1.0;
    }
    let one: Vec<char> = one.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    let other: Vec<char> = other.chars().flat_map(char::to_lowercase).take(LONGEST + 1).collect();
    let (longer, shorter) = (one.len().max(other.len()), one.len().min(other.len()));
    // A number that differs is another number, and `ST1` is not `ST2`.
    if longer > LONGEST || !one.iter().chain(&other).all(|c| c.is_alphabetic() || is_combining_mark(*c)) {
        return 0.0;
    }
    let allowed = match longer {
        0 | 1 => 0,
        2..=5 => 1,
        6..=9 => 2,
        _ => 3,
    };
    if longer - shorter > allowed {
        return 0.0;
    }
    let distance = distance(&one, &other);
    if distance > allowed || distance >= shorter && distance > 0 {
        return 0.0;
    }
    1.0 - (distance as f32 + 0.5) / (longer as f32 + 1.0)
}

/// How many letters must be put in, left out, changed or exchanged with their neighbour to make one word of the other.
/// The recurrence is that of the restricted Damerau distance (optimal string alignment).
fn distance(one: &[char], other: &[char]) -> usize {
    let mut before: Vec<usize> = vec![0; other.len() + 1];
    let mut last: Vec<usize> = (0..=other.len()).collect();
    let mut row: Vec<usize> = vec![0; other.len() + 1];
    for (i, a) in one.iter().enumerate() {
        row[0] = i + 1;
        for (j, b) in other.iter().enumerate() {
            let mut least = (last[j] + usize::from(a != b)).min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *a == other[j - 1] && one[i - 1] == *b {
                least = least.min(before[j - 1] + 1);
            }
            row[j + 1] = least;
        }
        std::mem::swap(&mut before, &mut last);
        std::mem::swap(&mut last, &mut row);
    }
    last[other.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_are_the_same_however_they_are_composed() {
        let pair = Pair::new("Één brug,\nja!", "E\u{301}e\u{301}n  brug,\r\nja!");
        let keys = |tokens: &[Token]| tokens.iter().map(|token| token.key).collect::<Vec<_>>();
        assert_eq!(keys(&pair.old), keys(&pair.new));
        assert_eq!(
            pair.old.iter().map(|t| t.span.slice(pair.old_text)).collect::<Vec<_>>(),
            ["Één", "brug", ",", "ja", "!"]
        );
        assert_eq!(
            pair.new.iter().map(|token| token.line).collect::<Vec<_>>(),
            [true, false, false, true, false]
        );
    }

    #[test]
    fn a_slip_of_the_pen_is_similar_and_another_word_is_not() {
        for (one, other) in [
            ("opschrijven", "opschijven"),
            ("brug", "burg"),
            ("de", "den"),
            ("Dat", "dat"),
            ("hetzelfde", "hetzelfdde"),
        ] {
            assert!(similarity(one, other) > 0.0, "{one} {other}");
        }
        for (one, other) in [
            ("ja", "nee"),
            ("brug", "muur"),
            ("ST1", "ST2"),
            ("14", "15"),
            ("a", "e"),
            (".", ","),
            ("de", "en"),
        ] {
            assert!(similarity(one, other) <= 0.0, "{one} {other}");
        }
        assert_eq!(distance(&['a', 'b', 'c'], &['b', 'a', 'c']), 1);
    }
}
