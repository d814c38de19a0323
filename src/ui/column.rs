//! A column of the screen that is filled from the top, row by row.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::paint::write;
use crate::text::{Span, wrap};

/// Where the next row goes. What does not fit is left out.
pub struct Column<'b> {
    buffer: &'b mut Buffer,
    area: Rect,
    row: u16,
}

impl<'b> Column<'b> {
    /// An empty column.
    pub fn new(buffer: &'b mut Buffer, area: Rect) -> Self {
        Self { buffer, area, row: 0 }
    }

    /// Rows that are left.
    pub fn left(&self) -> u16 {
        self.area.height.saturating_sub(self.row)
    }

    /// Columns of a row.
    pub fn width(&self) -> u16 {
        self.area.width
    }

    /// Leaves a row empty, unless nothing is above it.
    pub fn blank(&mut self) {
        self.row += u16::from(self.row > 0);
    }

    /// The next row, to be drawn by the caller; `None` when the column is full.
    pub fn row(&mut self) -> Option<(Rect, &mut Buffer)> {
        if self.left() == 0 {
            return None;
        }
        let area = Rect { y: self.area.y + self.row, height: 1, ..self.area };
        self.row += 1;
        Some((area, self.buffer))
    }

    /// Words in one row; too much is cut.
    pub fn line(&mut self, words: &str, style: Style) {
        if let Some((area, buffer)) = self.row() {
            write(buffer, area.x, area.y, area.width, words, style);
        }
    }

    /// Words over as many rows as they need.
    pub fn words(&mut self, words: &str, style: Style) {
        self.item("", words, style, u16::MAX);
    }

    /// A sign, and words behind it over at most `most` rows, which all begin in the same column.
    pub fn item(&mut self, sign: &str, words: &str, style: Style, most: u16) {
        let indent = crate::text::width_of(sign);
        let width = self.area.width.saturating_sub(indent).max(1);
        let rows = wrap(words, Span::of(words), width);
        let most = usize::from(most.min(self.left()));
        for (index, span) in rows.iter().take(most).enumerate() {
            let last = index + 1 == most && rows.len() > most;
            // In the last row there may be more than fits, so that the cut is seen.
            let end = if last { words.len() } else { span.end as usize };
            let part = words.get(span.start as usize..end).unwrap_or_default().trim_end();
            let Some((area, buffer)) = self.row() else { return };
            let x = area.x + indent.min(area.width);
            if index == 0 {
                write(buffer, area.x, area.y, area.width, sign, style);
            }
            write(buffer, x, area.y, area.right().saturating_sub(x), part, style);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::snapshot::characters;

    #[test]
    fn words_hang_under_their_sign_and_a_cut_is_seen() {
        let mut buffer = Buffer::empty(Rect::new(0, 0, 12, 5));
        let mut column = Column::new(&mut buffer, Rect::new(0, 0, 12, 5));
        column.blank();
        column.item("+ ", "een twee drie vier", Style::default(), 2);
        column.item("− ", "een twee drie vier vijf", Style::default(), 2);
        column.line("een lange regel", Style::default());
        assert_eq!(column.left(), 0);
        column.words("weg", Style::default());
        assert_eq!(characters(&buffer), "+ een twee\n  drie vier\n− een twee\n  drie vier…\neen lange r…\n");
    }
}
