//! Words as people select them: `foto's`, `o.a.` and `docent-onderzoeker` are one word each.

use super::{Span, graphemes};

/// The word at byte `position` of `within`; between words the next one, behind the last the last; where there is no word at
/// all the grapheme there.
pub fn word_at(text: &str, within: Span, position: u32) -> Span {
    let start = graphemes::floor(text, position.clamp(within.start, within.end));
    Span::new(start, graphemes::next(text, start).min(within.end))
}

/// The first word of `within` that starts at byte `position` or later.
pub fn next_word(text: &str, within: Span, position: u32) -> Option<Span> {
    (position < within.end).then(|| word_at(text, within, position))
}

/// The last word of `within` that ends at byte `position` or earlier.
pub fn previous_word(text: &str, within: Span, position: u32) -> Option<Span> {
    (position > within.start).then(|| word_at(text, within, graphemes::previous(text, position)))
}
