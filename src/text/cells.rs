//! How bytes become terminal cells.
//!
//! Everything that draws, wraps, moves the cursor or maps the mouse goes through [`cells`], so that they cannot disagree.
//! It is also the gate through which text reaches the terminal: control characters, escapes and bidirectional overrides
//! come out as visible symbols.

use super::Span;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns between two tab stops.
const TAB: u16 = 4;

/// One grapheme on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Its bytes in the text.
    pub span: Span,
    /// The first terminal column it takes, counted from the start of its row.
    pub column: u16,
    /// How many columns it takes; at least 1.
    pub width: u16,
    /// What to write there, safe for a terminal.
    pub symbol: Cow<'t, str>,
}

/// The cells of one row, which starts at column 0. The newline that ends the row has none; one in the middle is a blank.
pub fn cells(text: &str, row: Span) -> impl Iterator<Item = Cell<'_>> {
    let content = content_of(text, row);
    let mut column = 0u16;
    content.slice(text).grapheme_indices(true).map(move |(at, grapheme)| {
        let start = content.start + at as u32;
        let (symbol, width) = shown(grapheme, column);
        let cell = Cell { span: Span::new(start, start + grapheme.len() as u32), column, width, symbol };
        column = column.saturating_add(width);
        cell
    })
}

/// The column of byte `position` in `row`; right of the last cell for positions behind it.
pub fn column_of(text: &str, row: Span, position: u32) -> u16 {
    let mut column = 0u16;
    for cell in cells(text, row) {
        if cell.span.end > position {
            return cell.column;
        }
        column = cell.column.saturating_add(cell.width);
    }
    column
}

/// The first byte of the grapheme at `column`; the end of the row, before its newline, right of the last cell.
pub fn byte_at_column(text: &str, row: Span, column: u16) -> u32 {
    let hit = cells(text, row).find(|cell| column < cell.column.saturating_add(cell.width));
    hit.map_or(content_of(text, row).end, |cell| cell.span.start)
}

/// Columns that `line` takes when it is written through [`cells`].
pub fn width_of(line: &str) -> u16 {
    column_of(line, Span::of(line), u32::MAX)
}

/// `message` as one line that is safe for a terminal: control characters become symbols, newlines and tabs a blank.
pub fn sanitize(message: &str) -> Cow<'_, str> {
    let span = Span::of(message);
    Cow::Owned(cells(message, span).map(|cell| cell.symbol).collect())
}

/// The row without the newline that ends it.
fn content_of(text: &str, row: Span) -> Span {
    let slice = row.slice(text);
    let content = slice.strip_suffix("\r\n").or(slice.strip_suffix('\n')).unwrap_or(slice);
    Span::new(row.start, row.start + content.len() as u32)
}

fn shown(grapheme: &str, column: u16) -> (Cow<'_, str>, u16) {
    match grapheme {
        "\t" => {
            let width = TAB - column % TAB;
            (Cow::Borrowed(&"    "[..width as usize]), width)
        }
        other => (Cow::Borrowed(other), (other.width() as u16).max(1)),
    }
}
