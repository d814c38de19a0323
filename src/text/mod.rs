//! Geometry of text: where things are, never what they mean.
//!
//! Everything here is a pure function of a string. Positions are UTF-8 bytes, spans half-open. In reading order:
//! [`Span`], [`graphemes`], how text becomes terminal cells ([`mod@cells`], [`mod@wrap`]), the units of a text ([`Turns`],
//! [`sentences`], [`words`], [`edge`]), words as they are compared ([`mod@fold`]), the Reader's [`Blocks`], overlapping spans ([`SpanIndex`], [`mod@segments`]) and
//! other ways to count ([`CodePoints`], [`Lines`]).

mod blocks;
mod brief;
pub mod cells;
pub mod edge;
pub mod fold;
pub mod graphemes;
mod offsets;
pub mod segments;
pub mod sentences;
mod span;
mod span_index;
mod turns;
pub mod words;
pub mod wrap;

pub use blocks::{Block, Blocks};
pub use brief::shortened;
pub use cells::{Cell, Cells, byte_at_column, cells, column_of, sanitize, width_of};
pub use edge::Unit;
pub use offsets::{CodePoints, Lines};
pub use segments::{Segment, segments};
pub use span::Span;
pub use span_index::SpanIndex;
pub use turns::{
    LabelAt, LineStart, Time, Turn, Turns, is_capitals, is_code, is_cue, labels_at, line_start, read_clock,
};
pub use wrap::wrap;

#[cfg(test)]
mod drawn;
