//! Geometry of text: where things are, never what they mean.
//!
//! Everything here is a pure function of a string. Positions are UTF-8 bytes, spans half-open.

mod span;

pub use span::Span;
