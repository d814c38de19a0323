//! Lines broken into rows that fit a width.

use super::{Span, cells};

/// The rows of `span` at `width` columns (at least 1), as byte spans that partition it exactly. White space at a break belongs
/// to the end of the row before it, a newline ends its row. An empty span, and one that ends with a newline, has an empty
/// last row.
pub fn wrap(text: &str, span: Span, width: u16) -> Vec<Span> {
    let mut rows = Vec::new();
    let mut start = span.start;
    for cell in cells(text, span) {
        if cell.column / width.max(1) > rows.len() as u16 {
            rows.push(Span::new(start, cell.span.start));
            start = cell.span.start;
        }
    }
    rows.push(Span::new(start, span.end));
    rows
}
