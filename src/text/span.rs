//! A half-open range of bytes in one text.

use std::ops::Range;

/// A half-open range `start..end` of UTF-8 bytes in one text; texts are below 4 GiB.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// First byte inside.
    pub start: u32,
    /// First byte after.
    pub end: u32,
}

impl Span {
    /// `start..end`; a reversed pair is turned round, so that `start <= end` always holds.
    pub fn new(start: u32, end: u32) -> Self {
        if start <= end { Self { start, end } } else { Self { start: end, end: start } }
    }

    /// The whole of `text`.
    pub fn of(text: &str) -> Self {
        Self { start: 0, end: text.len() as u32 }
    }

    /// Length in bytes.
    pub fn len(self) -> u32 {
        self.end - self.start
    }

    /// True when nothing lies inside.
    pub fn is_empty(self) -> bool {
        self.start == self.end
    }

    /// True when byte `position` lies inside (the end does not).
    pub fn contains(self, position: u32) -> bool {
        self.start <= position && position < self.end
    }

    /// True when `other` lies wholly inside, borders included.
    pub fn encloses(self, other: Self) -> bool {
        self.start <= other.start && other.end <= self.end
    }

    /// True when the two share at least one byte.
    pub fn overlaps(self, other: Self) -> bool {
        self.start < other.end && other.start < self.end
    }

    /// The bytes that both hold; `None` when they share none.
    pub fn intersection(self, other: Self) -> Option<Self> {
        let (start, end) = (self.start.max(other.start), self.end.min(other.end));
        (start < end).then_some(Self { start, end })
    }

    /// The smallest span that holds both.
    #[must_use]
    pub fn hull(self, other: Self) -> Self {
        Self { start: self.start.min(other.start), end: self.end.max(other.end) }
    }

    /// As a range for slicing.
    pub fn range(self) -> Range<usize> {
        self.start as usize..self.end as usize
    }

    /// The text inside; empty when the span does not fit `text` or cuts a character.
    pub fn slice(self, text: &str) -> &str {
        text.get(self.range()).unwrap_or("")
    }
}

/// The last character boundary at or before byte `position`.
pub(super) fn floor_character(text: &str, position: u32) -> usize {
    let mut at = (position as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}

/// The first character boundary at or after byte `position`.
pub(super) fn ceil_character(text: &str, position: u32) -> usize {
    let mut at = (position as usize).min(text.len());
    while !text.is_char_boundary(at) {
        at += 1;
    }
    at
}
