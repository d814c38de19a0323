//! Turns: what one speaker says until the next one speaks; a line or paragraph where there are no speakers.
//!
//! A line is read by itself (`line`), the labels of the whole text are weighed (`speakers`), then lines are gathered
//! into turns (`group`). All of it works on borrowed lines, without regular expressions: a text of ten megabytes is read
//! between two frames.

mod group;
mod line;
mod speakers;
#[cfg(test)]
mod tests;
mod time;

use super::Span;
use speakers::Speakers;
use std::ops::Range;

/// A time written in the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Time {
    /// As written, brackets included.
    pub span: Span,
    /// Milliseconds since the start of the recording, or of the day.
    pub milliseconds: u64,
}

/// One turn.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turn {
    /// All of it, with label and time, without white space around it; never empty.
    pub span: Span,
    /// From its first spoken character to its last. No label and no time stands in it, since each begins a turn of its own.
    /// Empty where a label stands alone.
    pub spoken: Span,
    /// The speaker's label without colon or brackets.
    pub label: Option<Span>,
    /// When it was said.
    pub time: Option<Time>,
    /// True for a Markdown heading, whose spoken text is what stands behind the `#`.
    pub heading: bool,
}

/// The turns of one text, in order and disjoint; every character but white space stands in exactly one.
#[derive(Clone, Debug, Default)]
pub struct Turns {
    turns: Vec<Turn>,
}

impl Turns {
    /// Reads the turns of `text`. `known_speakers` are the labels that the document declares. Where it declares none,
    /// labels are recognised by their looks (`FA1`) or by standing at two lines or more.
    pub fn parse(text: &str, known_speakers: &[&str]) -> Self {
        Self { turns: group::turns(text, &Speakers::find(text, known_speakers)) }
    }

    /// Number of turns; 0 for a blank text.
    pub fn len(&self) -> usize {
        self.turns.len()
    }

    /// True for a blank text.
    pub fn is_empty(&self) -> bool {
        self.turns.is_empty()
    }

    /// The turn with this index; its number on the screen is one more.
    pub fn get(&self, index: usize) -> Option<&Turn> {
        self.turns.get(index)
    }

    /// All turns in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Turn> {
        self.turns.iter()
    }

    /// The index of the turn that holds byte `position`; between two turns the one before; 0 before the first.
    pub fn index_at(&self, position: u32) -> usize {
        self.turns.partition_point(|turn| turn.span.start <= position).saturating_sub(1)
    }

    /// The indices of the turns that share at least one byte with `span`.
    pub fn in_span(&self, span: Span) -> Range<usize> {
        let first = self.turns.partition_point(|turn| turn.span.end <= span.start);
        let end = self.turns.partition_point(|turn| turn.span.start < span.end);
        first..end.max(first)
    }

    /// The speaker's label of the turn with this index.
    pub fn label_text<'t>(&self, text: &'t str, index: usize) -> Option<&'t str> {
        self.get(index)?.label.map(|label| label.slice(text))
    }
}

impl<'a> IntoIterator for &'a Turns {
    type Item = &'a Turn;
    type IntoIter = std::slice::Iter<'a, Turn>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}
