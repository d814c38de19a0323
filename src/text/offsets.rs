//! Other ways to count a place: code points for exports and command lines, line numbers for people and other tools.

use super::Span;
use super::span::floor_character;

/// Bytes between two samples of the code point count.
const STEP: usize = 1024;

/// Byte ⇄ code point in one text. Holds samples, not the text: each question brings the same text along.
#[derive(Clone, Debug, Default)]
pub struct CodePoints {
    /// Code points that begin before byte `STEP * i`; empty for ASCII, where both counts are the same.
    samples: Vec<u32>,
}

impl CodePoints {
    /// Counts `text` once.
    pub fn new(text: &str) -> Self {
        if text.is_ascii() {
            return Self::default();
        }
        let mut count = 0;
        let samples = text.as_bytes().chunks(STEP).map(|chunk| {
            let before = count;
            count += begins(chunk);
            before
        });
        Self { samples: samples.collect() }
    }

    /// Code points before byte `byte`; a byte inside a character counts as that character's first, one behind the text as
    /// its end.
    pub fn from_byte(&self, text: &str, byte: u32) -> u32 {
        let byte = floor_character(text, byte);
        match self.samples.get(byte / STEP).or(self.samples.last()) {
            None => byte as u32,
            Some(before) => {
                let sample = (byte / STEP).min(self.samples.len() - 1);
                before + begins(&text.as_bytes()[sample * STEP..byte])
            }
        }
    }

    /// The byte where code point `code_point` (from 0) begins; the text's length for the one behind the last; `None`
    /// beyond.
    pub fn to_byte(&self, text: &str, code_point: u32) -> Option<u32> {
        if self.samples.is_empty() {
            return (code_point as usize <= text.len()).then_some(code_point);
        }
        let sample = self.samples.partition_point(|before| *before <= code_point).saturating_sub(1);
        let from = sample * STEP;
        let mut left = code_point - self.samples[sample];
        for (at, byte) in
            text.as_bytes()[from..].iter().enumerate().filter(|(_, byte)| begins_character(**byte))
        {
            if left == 0 {
                return Some((from + at) as u32);
            }
            debug_assert!(begins_character(*byte));
            left -= 1;
        }
        (left == 0).then_some(text.len() as u32)
    }
}

fn begins(bytes: &[u8]) -> u32 {
    bytes.iter().filter(|byte| begins_character(**byte)).count() as u32
}

fn begins_character(byte: u8) -> bool {
    byte & 0b1100_0000 != 0b1000_0000
}

/// The lines of one text, counted from 1. A line ends with `\n`, which belongs to it but not to its span.
#[derive(Clone, Debug, Default)]
pub struct Lines {
    starts: Vec<u32>,
    length: u32,
}

impl Lines {
    /// Looks for the newlines once.
    pub fn new(text: &str) -> Self {
        let after_newlines = memchr::memchr_iter(b'\n', text.as_bytes()).map(|at| at as u32 + 1);
        Self { starts: std::iter::once(0).chain(after_newlines).collect(), length: text.len() as u32 }
    }

    /// Number of lines; a text that ends with a newline has an empty last one.
    pub fn count(&self) -> u32 {
        self.starts.len() as u32
    }

    /// The line that holds byte `byte`, from 1; the last one for bytes behind the text.
    pub fn line_of(&self, byte: u32) -> u32 {
        self.starts.partition_point(|start| *start <= byte).max(1) as u32
    }

    /// The bytes of line `number` (from 1) without its newline.
    pub fn line_span(&self, number: u32) -> Option<Span> {
        let index = (number as usize).checked_sub(1)?;
        let start = *self.starts.get(index)?;
        let end = self.starts.get(index + 1).map_or(self.length, |next| next - 1);
        Some(Span::new(start, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_count_from_one() {
        let lines = Lines::new("één\n\ntwee\n");
        let spans: Vec<_> =
            (0..=5).map(|number| lines.line_span(number).map(|span| (span.start, span.end))).collect();
        assert_eq!(spans, [None, Some((0, 5)), Some((6, 6)), Some((7, 11)), Some((12, 12)), None]);
        assert_eq!([0, 5, 6, 7, 11, 12, 99].map(|byte| lines.line_of(byte)), [1, 1, 2, 3, 3, 4, 4]);
        assert_eq!((Lines::new("").count(), Lines::new("").line_span(1)), (1, Some(Span::new(0, 0))));
    }

    proptest! {
        #[test]
        fn code_points_equal_a_count_of_characters(pieces in prop::collection::vec("[aé€👩]{0,400}", 0..12)) {
            let text = pieces.concat();
            let points = CodePoints::new(&text);
            let mut expected = 0;
            for (count, (byte, character)) in text.char_indices().enumerate() {
                let inside = byte + character.len_utf8() - 1;
                prop_assert_eq!(points.from_byte(&text, byte as u32), count as u32);
                prop_assert_eq!(points.from_byte(&text, inside as u32), count as u32);
                prop_assert_eq!(points.to_byte(&text, count as u32), Some(byte as u32));
                expected = count as u32 + 1;
            }
            prop_assert_eq!(points.from_byte(&text, text.len() as u32 + 7), expected);
            prop_assert_eq!(points.to_byte(&text, expected), Some(text.len() as u32));
            prop_assert_eq!(points.to_byte(&text, expected + 1), None);
        }
    }
}
