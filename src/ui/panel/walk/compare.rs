//! Two wordings side by side: which words of one do not stand in the other.

use crate::text::Span;

/// Longer wordings, in words, are not compared: all of them would be marked anyway.
const MOST: usize = 400;

/// The words of `of`, as spans of bytes, that are no part of the longest run of words that both have in the same order.
pub(super) fn changed_words(of: &str, other: &str) -> Vec<Span> {
    let (these, those) = (words(of), words(other));
    if these.len() > MOST || those.len() > MOST {
        return Vec::new();
    }
    let width = those.len() + 1;
    // The length of the longest common run from each pair of places on.
    let mut longest = vec![0_u16; (these.len() + 1) * width];
    for i in (0..these.len()).rev() {
        for j in (0..those.len()).rev() {
            longest[i * width + j] = if these[i].slice(of) == those[j].slice(other) {
                longest[(i + 1) * width + j + 1] + 1
            } else {
                longest[(i + 1) * width + j].max(longest[i * width + j + 1])
            };
        }
    }
    let (mut i, mut j) = (0, 0);
    let mut changed = Vec::new();
    while i < these.len() {
        if j < those.len() && these[i].slice(of) == those[j].slice(other) {
            (i, j) = (i + 1, j + 1);
        } else if j < those.len() && longest[i * width + j + 1] >= longest[(i + 1) * width + j] {
            j += 1;
        } else {
            changed.push(these[i]);
            i += 1;
        }
    }
    changed
}

fn words(text: &str) -> Vec<Span> {
    let start = |word: &str| (word.as_ptr() as usize - text.as_ptr() as usize) as u32;
    text.split_whitespace().map(|word| Span::new(start(word), start(word) + word.len() as u32)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn changed<'a>(of: &'a str, other: &str) -> Vec<&'a str> {
        changed_words(of, other).into_iter().map(|span| span.slice(of)).collect()
    }

    #[test]
    fn only_what_differs_is_marked() {
        let (then, now) = ("Een verschil dat telt.", "Een echt verschil dat voor iemand telt.");
        assert_eq!(changed(then, now), Vec::<&str>::new());
        assert_eq!(changed(now, then), ["echt", "voor", "iemand"]);
        assert_eq!(changed("a b c", ""), ["a", "b", "c"]);
        assert_eq!(changed("een  één\ntwee", "twee één"), ["een", "twee"]);
        assert_eq!(changed("", "a"), Vec::<&str>::new());
    }
}
