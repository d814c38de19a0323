//! Grapheme boundaries: the only places where a cursor may stand.
//!
//! Every function looks at the neighbourhood of the position alone, so a step costs the same in a text of ten megabytes.
//! Positions that cut a character or lie behind the text are accepted and snapped.

use super::span::{ceil_character, floor_character};
use unicode_segmentation::GraphemeCursor;

/// The last grapheme boundary at or before byte `position`.
pub fn floor(text: &str, position: u32) -> u32 {
    let at = floor_character(text, position);
    if is_boundary(text, at) { at as u32 } else { previous(text, at as u32) }
}

/// The first grapheme boundary at or after byte `position`.
pub fn ceil(text: &str, position: u32) -> u32 {
    let at = ceil_character(text, position);
    if is_boundary(text, at) { at as u32 } else { next(text, at as u32) }
}

/// The first grapheme boundary after byte `position`; the end of the text when there is none.
pub fn next(text: &str, position: u32) -> u32 {
    let at = floor_character(text, position);
    if at == text.len() {
        return at as u32;
    }
    if is_plain_ascii(text, at) && (at + 1 == text.len() || is_plain_ascii(text, at + 1)) {
        return at as u32 + 1;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.next_boundary(text, 0).ok().flatten().unwrap_or(text.len()) as u32
}

/// The last grapheme boundary before byte `position`; 0 when there is none.
pub fn previous(text: &str, position: u32) -> u32 {
    let at = ceil_character(text, position);
    if at == 0 {
        return 0;
    }
    if is_plain_ascii(text, at - 1) && (at == 1 || is_plain_ascii(text, at - 2)) {
        return at as u32 - 1;
    }
    let mut cursor = GraphemeCursor::new(at, text.len(), true);
    cursor.prev_boundary(text, 0).ok().flatten().unwrap_or(0) as u32
}

/// True when no grapheme is cut at byte `at`, which must be a character boundary.
fn is_boundary(text: &str, at: usize) -> bool {
    if at == 0 || at == text.len() || (is_plain_ascii(text, at - 1) && is_plain_ascii(text, at)) {
        return true;
    }
    GraphemeCursor::new(at, text.len(), true).is_boundary(text, 0).unwrap_or(true)
}

/// ASCII without the carriage return, the one ASCII character that joins what follows it.
fn is_plain_ascii(text: &str, at: usize) -> bool {
    text.as_bytes()[at].is_ascii() && text.as_bytes()[at] != b'\r'
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[test]
    fn a_cursor_never_enters_a_family_a_flag_or_an_accent() {
        let text = "a👩‍👩‍👧b🇳🇱🇧🇪e\u{301}\r\nz";
        let stops: Vec<u32> =
            text.grapheme_indices(true).map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let mut walked = vec![0];
        while walked.last() != stops.last() {
            walked.push(next(text, walked[walked.len() - 1]));
        }
        assert_eq!(walked, stops);
    }

    #[test]
    fn positions_behind_the_text_snap_to_its_end() {
        assert_eq!((floor("é", 9), ceil("é", 9), next("é", 9), previous("é", 9)), (2, 2, 2, 0));
        assert_eq!((floor("é", 1), ceil("é", 1), next("é", 1), previous("é", 1)), (0, 2, 2, 0));
        assert_eq!((floor("", 0), ceil("", 3), next("", 0), previous("", 0)), (0, 0, 0, 0));
    }

    proptest! {
        #[test]
        fn equals_the_segmentation_of_the_whole_text(text in "([a\r\n ]|[é\u{301}\u{200d}👩👧🇳🇱ก็ക്‍]){0,12}", position in 0u32..60) {
            let stops: Vec<u32> = text.grapheme_indices(true).map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
            let end = text.len() as u32;
            let floored = stops.iter().copied().filter(|stop| *stop <= position).max().unwrap_or(0);
            let ceiled = stops.iter().copied().find(|stop| *stop >= position).unwrap_or(end);
            prop_assert_eq!(floor(&text, position), floored);
            prop_assert_eq!(ceil(&text, position), ceiled);
            prop_assert_eq!(next(&text, position), stops.iter().copied().find(|stop| *stop > position).unwrap_or(end));
            prop_assert_eq!(previous(&text, position), stops.iter().copied().filter(|stop| *stop < position.min(end)).max().unwrap_or(0));
        }
    }
}
