//! How bytes become terminal cells.
//!
//! Everything that draws, wraps, moves the cursor or maps the mouse goes through [`cells()`], so that they cannot disagree.
//! It is also the gate through which text reaches the terminal: control characters, escapes and bidirectional overrides
//! come out as visible symbols, and no grapheme is without width.

use super::Span;
use std::borrow::Cow;
use unicode_segmentation::UnicodeSegmentation;
use unicode_width::UnicodeWidthStr;

/// Columns between two tab stops.
const TAB: u32 = 4;
/// A grapheme of more bytes is a joke at the reader's expense; it is shown as [`UNKNOWN`].
const LONGEST: usize = 128;
/// A grapheme of more columns is shown as [`UNKNOWN`].
const WIDEST: u16 = 4;
/// For what has no symbol.
const UNKNOWN: &str = "\u{fffd}";
/// For what steers the terminal or hides: joiners, overrides, soft hyphens.
const HIDDEN: &str = "·";
/// For the control characters 0 to 31.
const CONTROLS: [&str; 32] = [
    "␀", "␁", "␂", "␃", "␄", "␅", "␆", "␇", "␈", "␉", "␊", "␋", "␌", "␍", "␎", "␏", "␐", "␑", "␒", "␓", "␔",
    "␕", "␖", "␗", "␘", "␙", "␚", "␛", "␜", "␝", "␞", "␟",
];

/// One grapheme on the screen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cell<'t> {
    /// Its bytes in the text.
    pub span: Span,
    /// The first terminal column it takes, counted from the start of its row.
    pub column: u16,
    /// How many columns it takes; at least 1.
    pub width: u16,
    /// What to write there, safe for a terminal: one grapheme, or the blanks of a tab.
    pub symbol: Cow<'t, str>,
}

/// The cells of one row, which starts at column 0. The newline that ends the row has none; one in the middle is a blank.
pub fn cells(text: &str, row: Span) -> Cells<'_> {
    let content = content_of(text, row);
    Cells { text: &text[..content.end as usize], at: content.start as usize, column: 0 }
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

/// The first byte of the grapheme at `column`; right of the last cell the end of the row, before its newline. In a row that
/// was broken without a newline that is also the start of the next row.
pub fn byte_at_column(text: &str, row: Span, column: u16) -> u32 {
    let hit = cells(text, row).find(|cell| column < cell.column.saturating_add(cell.width));
    hit.map_or(content_of(text, row).end, |cell| cell.span.start)
}

/// Columns that `line` takes when it is written through [`cells()`].
pub fn width_of(line: &str) -> u16 {
    column_of(line, Span::of(line), u32::MAX)
}

/// `message` as one line that is safe for a terminal: control characters become symbols, a newline or tab a blank.
pub fn sanitize(message: &str) -> Cow<'_, str> {
    if message.bytes().all(|byte| (0x20..0x7f).contains(&byte)) {
        return Cow::Borrowed(message);
    }
    let clean: String = cells(message, Span::of(message))
        .map(|cell| if cell.span.slice(message) == "\t" { Cow::Borrowed(" ") } else { cell.symbol })
        .collect();
    if clean == message { Cow::Borrowed(message) } else { Cow::Owned(clean) }
}

/// The row without the newline that ends it.
fn content_of(text: &str, row: Span) -> Span {
    let slice = row.slice(text);
    let content = slice.strip_suffix("\r\n").or(slice.strip_suffix('\n')).unwrap_or(slice);
    Span::new(row.start, row.start + content.len() as u32)
}

/// The cells of one row; see [`cells()`].
#[derive(Clone, Debug)]
pub struct Cells<'t> {
    /// The text up to the end of the row.
    text: &'t str,
    at: usize,
    /// The column of the next cell. Whoever breaks rows sets it back.
    pub(super) column: u32,
}

impl<'t> Iterator for Cells<'t> {
    type Item = Cell<'t>;

    fn next(&mut self) -> Option<Cell<'t>> {
        let rest = self.text.get(self.at..).filter(|rest| !rest.is_empty())?;
        let plain = plain_length(rest);
        let (length, symbol, width) = if plain > 0 {
            (plain, Cow::Borrowed(&rest[..plain]), 1)
        } else {
            let grapheme = rest.graphemes(true).next()?;
            let (symbol, width) = shown(grapheme, self.column);
            (grapheme.len(), symbol, width)
        };
        let span = Span::new(self.at as u32, (self.at + length) as u32);
        let column = u16::try_from(self.column).unwrap_or(u16::MAX);
        self.at += length;
        self.column += u32::from(width);
        Some(Cell { span, column, width, symbol })
    }
}

/// The bytes of the first character when it is surely a grapheme of one column by itself; else 0, and one has to look.
fn plain_length(rest: &str) -> usize {
    let bytes = rest.as_bytes();
    // ASCII before ASCII, most of all text.
    if (0x20..0x7f).contains(&bytes[0]) && bytes.get(1).is_none_or(u8::is_ascii) {
        return 1;
    }
    let mut characters = rest.chars();
    let (Some(first), second) = (characters.next(), characters.next()) else { return 0 };
    let visible = !first.is_control() && !is_hidden(first);
    if visible && stands_alone(first) && second.is_none_or(stands_alone) { first.len_utf8() } else { 0 }
}

/// Latin letters and the punctuation of running text: narrow, and they join neither what precedes nor what follows.
fn stands_alone(character: char) -> bool {
    matches!(character, '\0'..='\u{2ff}' | '\u{2010}'..='\u{2027}' | '\u{20a0}'..='\u{20c0}')
}

/// Format characters, which terminals obey or swallow.
fn is_hidden(character: char) -> bool {
    matches!(
        character,
        '\u{ad}'
            | '\u{61c}'
            | '\u{180e}'
            | '\u{200b}'..='\u{200f}'
            | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}'
            | '\u{feff}'
            | '\u{fff9}'..='\u{fffb}'
            | '\u{1d173}'..='\u{1d17a}'
            | '\u{e0000}'..='\u{e0fff}'
    )
}

/// What is written for one grapheme at `column`, and its width.
fn shown(grapheme: &str, column: u32) -> (Cow<'_, str>, u16) {
    let mut characters = grapheme.chars();
    let (first, alone) = (characters.next().unwrap_or(' '), characters.next().is_none());
    match first {
        '\t' => {
            let width = (TAB - column % TAB) as u16;
            return (Cow::Borrowed(&"    "[..usize::from(width)]), width);
        }
        '\n' => return (Cow::Borrowed(" "), 1),
        '\r' if !alone => return (Cow::Borrowed(" "), 1),
        '\0'..='\u{1f}' => return (Cow::Borrowed(CONTROLS[first as usize]), 1),
        '\u{7f}' => return (Cow::Borrowed("␡"), 1),
        '\u{80}'..='\u{9f}' => return (Cow::Borrowed(UNKNOWN), 1),
        hidden if is_hidden(hidden) => return (Cow::Borrowed(HIDDEN), 1),
        _ => {}
    }
    if grapheme.len() > LONGEST {
        return (Cow::Borrowed(UNKNOWN), 1);
    }
    match width(grapheme) {
        0 => {
            // An accent without a letter is shown on a circle.
            let circled = format!("◌{grapheme}");
            let joined = circled.graphemes(true).nth(1).is_none() && width(&circled) == 1;
            (if joined { Cow::Owned(circled) } else { Cow::Borrowed(HIDDEN) }, 1)
        }
        wide if wide > WIDEST => (Cow::Borrowed(UNKNOWN), 1),
        columns => (Cow::Borrowed(grapheme), columns),
    }
}

/// Columns of one grapheme exactly as the terminal library's buffer counts them: those of `unicode-width`, and one for each
/// halfwidth sound mark (also where `unicode-width` has counted it, as 0.2.3 does: agreeing matters more than being right).
fn width(grapheme: &str) -> u16 {
    let marks = grapheme.chars().filter(|character| matches!(character, '\u{ff9e}' | '\u{ff9f}')).count();
    (grapheme.width() + marks) as u16
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// Each symbol in its columns, a `.` for each further column of a wide one.
    fn written(text: &str) -> String {
        cells(text, Span::of(text))
            .map(|cell| {
                let rest = if cell.symbol.starts_with(' ') { 0 } else { usize::from(cell.width) - 1 };
                cell.symbol.into_owned() + &".".repeat(rest)
            })
            .collect()
    }

    #[test]
    fn nothing_reaches_the_terminal_raw() {
        for (text, expected) in [
            ("a\tb\tc", "a   b   c"),
            ("\t", "    "),
            ("\u{1b}[31mrood\u{7f}", "␛[31mrood␡"),
            ("a\0b\rc\u{9b}d", "a␀b␍c\u{fffd}d"),
            ("links\u{202e}stcher\u{2066}", "links·stcher·"),
            ("zacht\u{ad}koppel\u{200b}teken\u{feff}", "zacht·koppel·teken·"),
            ("\u{301}los", "◌\u{301}los"),
            ("e\u{301}é", "e\u{301}é"),
            ("👩‍👩‍👧b", "👩‍👩‍👧.b"),
            ("日本", "日.本."),
            ("\u{200d}\u{301}x", "·x"),
            ("een\ntwee\n", "een twee"),
            ("een\r\ntwee\r\n", "een twee"),
        ] {
            assert_eq!(written(text), expected, "{text:?}");
        }
        assert_eq!(written(&format!("a{}b", "\u{301}".repeat(99))), "\u{fffd}b");
        assert_eq!(written(&"ᄀ".repeat(9)), "\u{fffd}");
    }

    #[test]
    fn messages_become_one_safe_line() {
        assert!(matches!(sanitize("naam één"), Cow::Borrowed(_)));
        assert_eq!(sanitize("een\ttwee\ndrie\u{1b}]0;x\u{7}"), "een twee drie␛]0;x␇");
        assert_eq!(width_of("één 日本\u{1b}"), 9);
    }

    #[test]
    fn right_of_the_row_is_its_end_before_the_newline() {
        let (text, row) = ("é\tz\nrest", Span::new(0, 5));
        assert_eq!([0, 1, 3, 4, 5, 99].map(|column| byte_at_column(text, row, column)), [0, 2, 2, 3, 4, 4]);
        assert_eq!([0, 1, 2, 3, 4, 5].map(|byte| column_of(text, row, byte)), [0, 0, 1, 4, 5, 5]);
    }

    #[test]
    fn characters_that_stand_alone_are_narrow_and_single() {
        for character in ('\0'..='\u{20c0}').filter(|character| stands_alone(*character)) {
            let pair = format!("{character}a");
            assert_eq!(pair.graphemes(true).count(), 2, "{character:?}");
            assert!(character.is_control() || is_hidden(character) || width(&pair) == 2, "{character:?}");
            let pair = format!("a{character}");
            assert_eq!(pair.graphemes(true).count(), 2, "{character:?}");
        }
    }

    proptest! {
        #[test]
        fn cells_are_the_graphemes_and_always_safe(text in "(\\PC|[a \t\u{0}-\u{9f}\u{301}\u{200d}👩🇳🇱]|\\p{Cf}|\\p{M}){0,20}") {
            let row = Span::of(&text);
            let mut column = 0;
            let mut graphemes = content_of(&text, row).slice(&text).graphemes(true);
            for cell in cells(&text, row) {
                prop_assert_eq!(Some(cell.span.slice(&text)), graphemes.next());
                prop_assert_eq!(cell.column, column);
                prop_assert!(cell.width > 0);
                prop_assert!(!cell.symbol.chars().any(char::is_control));
                prop_assert!(!cell.symbol.chars().next().is_some_and(is_hidden));
                prop_assert_eq!(cell.symbol.graphemes(true).map(width).sum::<u16>(), cell.width);
                column += cell.width;
            }
            prop_assert_eq!(graphemes.next(), None);
        }
    }
}
