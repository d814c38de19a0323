//! What can be told of an edit at all. Two edits can make the same new text of the same old one, and then nobody can say
//! which of them was made. Here the question is put by counting: how many words must have come, gone or changed when a
//! passage is said to stand at a place? The counting knows nothing of the program's own comparison.

use std::collections::HashMap;

/// A word that came, went, or became another one.
const WORD: u32 = 2;
/// A word that got a few other letters.
const LETTERS: u32 = 1;
/// More than any reading costs.
const NEVER: u32 = 1 << 28;

/// Counts the changes between texts.
#[derive(Default)]
pub struct Counter {
    known: HashMap<(String, String), u32>,
}

impl Counter {
    /// The changes when `old.1` became `new.1`, what stands before it `new.0` and what stands after it `new.2`. The first
    /// and the last word of `new.1` must have been words of `old.1`: else the place holds what came in beside it.
    pub fn changes(&mut self, old: (&str, &str, &str), new: (&str, &str, &str)) -> u32 {
        let inner = self.between(&words(old.1), &words(new.1), true);
        let outer = self.between(&words(old.0), &words(new.0), false);
        inner.saturating_add(outer).saturating_add(self.between(&words(old.2), &words(new.2), false))
    }

    /// The changes when nothing of `old.1` is left.
    pub fn changes_without(&mut self, old: (&str, &str, &str), new: &str) -> u32 {
        let rest: Vec<&str> = words(old.0).into_iter().chain(words(old.2)).collect();
        words(old.1).len() as u32 * WORD + self.between(&rest, &words(new), false)
    }

    fn between(&mut self, old: &[&str], new: &[&str], paired: bool) -> u32 {
        let came = |at: usize| if paired && (at == 0 || at + 1 == new.len()) { NEVER } else { WORD };
        let mut last: Vec<u32> = vec![0];
        for at in 0..new.len() {
            last.push(last[at].saturating_add(came(at)));
        }
        for one in old {
            let mut row = vec![last[0] + WORD];
            for (at, other) in new.iter().enumerate() {
                let both = last[at].saturating_add(self.pair(one, other));
                row.push(both.min(last[at + 1].saturating_add(WORD)).min(row[at].saturating_add(came(at))));
            }
            last = row;
        }
        last[new.len()].min(NEVER)
    }

    fn pair(&mut self, one: &str, other: &str) -> u32 {
        if one == other {
            return 0;
        }
        *self.known.entry((one.to_owned(), other.to_owned())).or_insert_with(|| {
            let (one, other) = (letters(one), letters(other));
            let long = one.len().max(other.len());
            let allowed = if long < 2 { 0 } else { 1 + usize::from(long > 5) + usize::from(long > 9) };
            if long.min(40) == long && distance(&one, &other) <= allowed { LETTERS } else { WORD }
        })
    }
}

/// Words and other signs, in order.
pub fn words(text: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let mut start = None;
    for (at, character) in text.char_indices() {
        let letter = character.is_alphanumeric() || ('\u{300}'..'\u{370}').contains(&character);
        match start {
            Some(from) if !letter => {
                found.push(&text[from..at]);
                start = None;
            }
            None if letter => start = Some(at),
            _ => {}
        }
        if !letter && !character.is_whitespace() {
            found.push(&text[at..at + character.len_utf8()]);
        }
    }
    found.extend(start.map(|from| &text[from..]));
    found
}

fn letters(word: &str) -> Vec<char> {
    word.chars().flat_map(char::to_lowercase).collect()
}

/// Letters that came, went, changed, or changed places with their neighbour.
fn distance(one: &[char], other: &[char]) -> usize {
    let mut rows = vec![(0..=other.len()).collect::<Vec<usize>>()];
    for i in 1..=one.len() {
        let mut row = vec![i];
        for j in 1..=other.len() {
            let change = usize::from(one[i - 1] != other[j - 1]);
            let mut least = (rows[i - 1][j - 1] + change).min(rows[i - 1][j] + 1).min(row[j - 1] + 1);
            if i > 1 && j > 1 && one[i - 1] == other[j - 2] && one[i - 2] == other[j - 1] {
                least = least.min(rows[i - 2][j - 2] + 1);
            }
            row.push(least);
        }
        rows.push(row);
    }
    rows[one.len()][other.len()]
}

#[test]
fn changes_are_counted_by_words() {
    let mut counter = Counter::default();
    let old = ("FA1: ja ", "de brug", " ja.");
    assert_eq!(counter.changes(old, ("FA1: ja ", "de brug", " ja.")), 0);
    assert_eq!(counter.changes(old, ("FA1: ja ", "de burg", " ja.")), LETTERS);
    assert_eq!(counter.changes(old, ("FA1: ja ", "een brug", " ja.")), WORD);
    assert_eq!(counter.changes(old, ("FA1: ja ", "brug", " ja.")), WORD);
    assert_eq!(counter.changes(old, ("FA1: ja de ", "brug", " ja.")), 2 * WORD, "left out, and yet there");
    assert_eq!(counter.changes(old, ("FA1: ja ", "de heel brug", " ja.")), WORD, "what came in is inside");
    assert!(counter.changes(old, ("FA1: ja ", "heel de brug", " ja.")) > WORD, "what came in is outside");
    assert_eq!(counter.changes(old, ("FA1: ja heel ", "de brug", " ja.")), WORD, "what came in is outside");
    assert_eq!(counter.changes_without(old, "FA1: ja ja."), 2 * WORD);
}
