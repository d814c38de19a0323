//! Lines broken into rows that fit a width.
//!
//! First fit: a row takes as many words as it can. Widths are those of [`cells()`]; lines of plain ASCII, where a byte is a
//! column, take a shorter way to the same rows.

use super::{Cells, Span, cells};

/// The rows of `span` at `width` columns (at least 1), as byte spans that partition it exactly.
///
/// White space at a break belongs to the end of the row before it, where it may stand out over the width; a newline ends its
/// row. Rows break at white space and after hyphens, words that are too long between graphemes; a grapheme that is too wide
/// has a row to itself. An empty span, and one that ends with a newline, has an empty last row.
pub fn wrap(text: &str, span: Span, width: u16) -> Vec<Span> {
    let width = u32::from(width.max(1));
    let bytes = span.slice(text).as_bytes();
    let mut rows = Vec::with_capacity(bytes.len() / width as usize + 1);
    let mut start = span.start;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        let end = span.start + newline as u32 + 1;
        line(text, Span::new(start, end), width, &mut rows);
        start = end;
    }
    line(text, Span::new(start, span.end), width, &mut rows);
    rows
}

fn line(text: &str, line: Span, width: u32, rows: &mut Vec<Span>) {
    let slice = line.slice(text);
    let content = slice.strip_suffix('\n').map_or(slice, |rest| rest.strip_suffix('\r').unwrap_or(rest));
    if content.bytes().fold(true, |plain, byte| plain & (0x20..0x7f).contains(&byte)) {
        ascii(content.as_bytes(), line, width, rows);
    } else {
        mixed(text, line, width, rows);
    }
}

/// A line of printable ASCII.
fn ascii(content: &[u8], line: Span, width: u32, rows: &mut Vec<Span>) {
    let mut start = 0;
    while content.len() - start > width as usize {
        let limit = start + width as usize;
        let space = memchr::memrchr(b' ', &content[start..=limit]).map(|at| start + at);
        let end = match space {
            Some(at) if at == limit => {
                limit + content[limit..].iter().take_while(|byte| **byte == b' ').count()
            }
            other => {
                let after_space = other.map_or(start, |at| at + 1);
                let after_hyphen = hyphen_before(content, after_space, limit);
                let place = after_hyphen.unwrap_or(after_space);
                if place > start { place } else { limit }
            }
        };
        if end == content.len() {
            break;
        }
        rows.push(Span::new(line.start + start as u32, line.start + end as u32));
        start = end;
    }
    rows.push(Span::new(line.start + start as u32, line.end));
}

/// The last break after a hyphen in `from..=limit`.
fn hyphen_before(content: &[u8], from: usize, limit: usize) -> Option<usize> {
    memchr::memrchr_iter(b'-', &content[from..limit]).map(|at| from + at).find_map(|at| {
        let inside =
            at > 0 && content[at - 1].is_ascii_alphanumeric() && content[at + 1].is_ascii_alphabetic();
        inside.then_some(at + 1)
    })
}

/// Any line.
fn mixed(text: &str, line: Span, width: u32, rows: &mut Vec<Span>) {
    let mut row = Row { start: line.start, after: None };
    let mut cells: Cells<'_> = cells(text, line);
    let mut previous = [' ', ' '];
    let mut column = 0;
    while let Some(cell) = cells.next() {
        let first = cell.span.slice(text).chars().next().unwrap_or(' ');
        if is_breaking_space(first) && cell.span.len() as usize == first.len_utf8() {
            row.after = Some((cell.span.end, cells.column));
        } else {
            if is_hyphen(previous[1]) && previous[0].is_alphanumeric() && first.is_alphabetic() {
                row.after = Some((cell.span.start, column));
            }
            if cells.column > width
                && let Some((at, before)) = row.after.take()
            {
                rows.push(Span::new(row.start, at));
                row.start = at;
                cells.column -= before;
            }
            if cells.column > width && cell.span.start > row.start {
                rows.push(Span::new(row.start, cell.span.start));
                row.start = cell.span.start;
                cells.column = u32::from(cell.width);
            }
        }
        column = cells.column;
        previous = [previous[1], first];
    }
    if row.start < line.end || line.is_empty() || rows.is_empty() {
        rows.push(Span::new(row.start, line.end));
    }
}

/// The row at hand.
struct Row {
    start: u32,
    /// The last place to break, and its column.
    after: Option<(u32, u32)>,
}

fn is_hyphen(character: char) -> bool {
    matches!(character, '-' | '\u{2010}')
}

/// White space but for what was made to hold words together.
fn is_breaking_space(character: char) -> bool {
    character.is_whitespace() && !matches!(character, '\u{a0}' | '\u{2007}' | '\u{202f}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::{byte_at_column, column_of, width_of};
    use proptest::prelude::*;
    use unicode_segmentation::UnicodeSegmentation;

    #[track_caller]
    fn check(text: &str, width: u16, expected: &[&str]) {
        let rows: Vec<_> = wrap(text, Span::of(text), width).into_iter().map(|row| row.slice(text)).collect();
        assert_eq!(rows, expected);
    }

    #[test]
    fn rows_break_after_white_space_and_hyphens() {
        check("Leg de kaart op tafel.", 8, &["Leg de ", "kaart op ", "tafel."]);
        check("één   twee", 4, &["één   ", "twee"]);
        check("een   twee", 4, &["een   ", "twee"]);
        check("docent-onderzoeker", 10, &["docent-", "onderzoeke", "r"]);
        check("dóćent-onderzoeker", 10, &["dóćent-", "onderzoeke", "r"]);
        check("5-6 -- x", 4, &["5-6 ", "-- x"]);
        check("één\u{a0}twee drie", 7, &["één\u{a0}twe", "e drie"]);
        check("aan\tuit", 5, &["aan\t", "uit"]);
    }

    #[test]
    fn newlines_end_rows() {
        check("a\n\nb\r\nc", 5, &["a\n", "\n", "b\r\n", "c"]);
        check("a\n", 5, &["a\n", ""]);
        check("é ", 1, &["é "]);
        check("ab \n", 2, &["ab \n", ""]);
        check("éb \nc", 2, &["éb \n", "c"]);
        check("", 5, &[""]);
    }

    #[test]
    fn a_wide_grapheme_in_a_narrow_row_ends() {
        check("日本a", 1, &["日", "本", "a"]);
        check("a日", 2, &["a", "日"]);
        check("ab", 0, &["a", "b"]);
    }

    #[test]
    fn part_of_a_text_is_wrapped_by_itself() {
        let text = "FA1: één twee";
        assert_eq!(wrap(text, Span::new(5, 15), 4), [Span::new(5, 11), Span::new(11, 15)]);
    }

    proptest! {
        #[test]
        fn rows_partition_the_span_and_places_return(
            text in "([a-c]{1,6}|[ -]|\\PC|[\t\r\n\u{a0}é日👩🇳🇱\u{301}\u{200d}\u{202e}]| {1,5}){0,30}",
            width in 1u16..12,
        ) {
            let rows = wrap(&text, Span::of(&text), width);
            let mut done = 0;
            for (index, row) in rows.iter().enumerate() {
                prop_assert_eq!(row.start, done);
                prop_assert!(!row.is_empty() || index + 1 == rows.len());
                done = row.end;
                let slice = row.slice(&text).trim_end();
                prop_assert!(width_of(slice) <= width || slice.graphemes(true).count() == 1, "{:?}", slice);
            }
            prop_assert_eq!(done as usize, text.len());
            for byte in text.grapheme_indices(true).map(|(at, _)| at).chain([text.len()]) {
                let row = rows[rows.partition_point(|row| row.start <= byte as u32) - 1];
                let column = column_of(&text, row, byte as u32);
                prop_assert_eq!(byte_at_column(&text, row, column), byte as u32, "{:?}", rows);
            }
        }

        #[test]
        fn the_short_way_gives_the_same_rows(text in "([a-c]{1,9}|[ -]|[0-9!]| {1,5}){0,30}(\r?\n)?", width in 1u16..12) {
            let span = Span::of(&text);
            let (mut short, mut long) = (Vec::new(), Vec::new());
            line(&text, span, u32::from(width), &mut short);
            mixed(&text, span, u32::from(width), &mut long);
            prop_assert_eq!(short, long);
        }
    }
}
