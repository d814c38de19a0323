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

/// Reads a clock time at the start of `rest`: `0:05`, `00:14:05`, `75:10`, `00:00:01,500`. Gives milliseconds, and how many
/// bytes it takes.
pub fn read_clock(rest: &str) -> Option<(u64, usize)> {
    time::clock(rest.as_bytes(), 0).map(|(milliseconds, _, end)| (milliseconds, end))
}

/// True when `line` starts with the `00:00:01.000 --> 00:00:03.000` of a subtitle.
pub fn is_cue(line: &str) -> bool {
    time::is_cue(line)
}

/// What a line may begin, before the whole text is weighed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LineStart<'l> {
    /// Nothing: it goes on with what was there.
    Text,
    /// A turn of its own, whatever the rest of the text is: a heading, a time, a cue, `<v Name>`.
    Turn,
    /// A turn of its own where this label is a speaker's.
    Label(&'l str),
}

/// What `line` (one line) may begin; in doubt more than [`Turns::parse`] takes it for.
pub fn line_start(line: &str) -> LineStart<'_> {
    let line = line.trim();
    if line.is_empty() {
        return LineStart::Text;
    }
    let read = line::read(line, 0);
    match read.label {
        _ if read.kind != line::Kind::Text || read.time.is_some() || line.starts_with("WEBVTT") => {
            LineStart::Turn
        }
        Some(label) if label.shape == line::Shape::Sure => LineStart::Turn,
        Some(label) => LineStart::Label(label.span.slice(line)),
        None => LineStart::Text,
    }
}

/// A label that may be a speaker's, at the start of a line or behind a time there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct LabelAt {
    /// The line, without white space around it.
    pub line: Span,
    /// The label, without colon or brackets.
    pub label: Span,
    /// True for `Name: text` and for what cannot be anything else; false for `Name:text` and for `[Name]` alone on a line.
    pub is_clear: bool,
}

/// All that may be a speaker's label, in order.
pub fn labels_at(text: &str) -> impl Iterator<Item = LabelAt> {
    speakers::lines(text).filter_map(|(start, line, _)| {
        let read = line::read(line, start);
        let label = read.label.filter(|_| read.kind == line::Kind::Text)?;
        let is_clear = matches!(label.shape, line::Shape::Sure | line::Shape::Colon);
        Some(LabelAt { line: read.span, label: label.span, is_clear })
    })
}

/// True for a label that is a speaker's by its looks alone: `FA1`, `WAARNEMING`, `SPREKER 1`.
pub fn is_code(label: &str) -> bool {
    speakers::is_code(label)
}

/// True for a label that has capitals and no small letters.
pub fn is_capitals(label: &str) -> bool {
    speakers::is_capitals(label)
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
