//! Writing to the screen. All words pass through here or through the Reader, and so through [`mod@cells`]: nothing from a file
//! reaches the terminal raw.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::{Span, cells, width_of};

/// Writes `words` from column `x` of row `y` on, at most `width` columns; too much is cut with `…`. Gives the column behind
/// the last one written.
pub fn write(buffer: &mut Buffer, x: u16, y: u16, width: u16, words: &str, style: Style) -> u16 {
    let words = clip(words, width);
    let mut end = x;
    for cell in cells(&words, Span::of(&words)) {
        end = x.saturating_add(cell.column).saturating_add(cell.width);
        if end > buffer.area.right() || y >= buffer.area.bottom() {
            return x.saturating_add(cell.column);
        }
        put(buffer, x + cell.column, y, cell.width, &cell.symbol, style);
    }
    end
}

/// Writes `words` so that they end right before column `end`; gives their first column.
pub fn write_back(buffer: &mut Buffer, start: u16, end: u16, y: u16, words: &str, style: Style) -> u16 {
    let width = width_of(words).min(end.saturating_sub(start));
    let x = end - width;
    write(buffer, x, y, width, words, style);
    x
}

/// Puts one symbol into its cell and makes those behind a wide one look like it.
pub fn put(buffer: &mut Buffer, x: u16, y: u16, width: u16, symbol: &str, style: Style) {
    // A tab is several blanks: each gets its own cell.
    let blank = symbol.len() > 1 && symbol.bytes().all(|byte| byte == b' ');
    for offset in 0..width.max(1) {
        let Some(cell) = buffer.cell_mut((x.saturating_add(offset), y)) else { return };
        cell.set_symbol(if offset == 0 && !blank { symbol } else { " " }).set_style(style);
    }
}

/// Blanks in one style.
pub fn fill(buffer: &mut Buffer, area: Rect, style: Style) {
    for y in area.top()..area.bottom() {
        for x in area.left()..area.right() {
            if let Some(cell) = buffer.cell_mut((x, y)) {
                cell.reset();
                cell.set_style(style);
            }
        }
    }
}

/// A line across.
pub fn across(buffer: &mut Buffer, area: Rect, style: Style) {
    for x in area.left()..area.right() {
        put(buffer, x, area.y, 1, "─", style);
    }
}

/// A line down.
pub fn down(buffer: &mut Buffer, area: Rect, style: Style) {
    for y in area.top()..area.bottom() {
        put(buffer, area.x, y, 1, "│", style);
    }
}

/// `words` in at most `width` columns, the last of them `…` where something was cut.
pub fn clip(words: &str, width: u16) -> Cow<'_, str> {
    if words.len() <= usize::from(width) {
        return Cow::Borrowed(words);
    }
    // Up to the cell that has no room, and no further: words may be long.
    let mut kept = 0;
    for cell in cells(words, Span::of(words)) {
        let end = cell.column.saturating_add(cell.width);
        if end > width {
            let sign = if width == 0 { "" } else { "…" };
            return Cow::Owned(format!("{}{sign}", words[..kept].trim_end()));
        }
        if end < width {
            kept = cell.span.end as usize;
        }
    }
    Cow::Borrowed(words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::snapshot::characters;

    #[test]
    fn too_long_words_are_cut_with_a_sign() {
        assert_eq!(clip("perspectief", 11), "perspectief");
        assert_eq!(clip("perspectief", 8), "perspec…");
        assert_eq!(clip("twee woorden", 6), "twee…");
        assert_eq!([clip("界界界", 5), clip("é", 1), clip("ab", 1), clip("a", 0)], ["界界…", "é", "…", ""]);
    }

    #[test]
    fn escapes_and_tabs_become_visible_cells() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 1));
        assert_eq!(write(&mut buffer, 1, 0, 10, "a\tb\u{1b}[0m", Style::default()), 10);
        assert_eq!(characters(&buffer), " a   b␛[0m\n");
        write_back(&mut buffer, 0, 12, 0, "eind", Style::default());
        assert_eq!(characters(&buffer), " a   b␛[eind\n");
        assert_eq!(write(&mut buffer, 10, 0, 9, "界界", Style::default()), 12);
        assert_eq!(write(&mut buffer, 11, 0, 9, "界界", Style::default()), 11);
    }
}
