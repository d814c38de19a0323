//! The mouse in the text: a click puts the cursor, a drag selects, two clicks take a word, the wheel scrolls.

use crate::text::{Span, Unit, byte_at_column, graphemes};

use super::{Reader, Selection};

/// Rows that one notch of the wheel moves.
const NOTCH: i32 = 3;

impl Reader {
    /// The byte at a cell of the screen; `None` outside the words.
    pub fn byte_at(&self, x: u16, y: u16) -> Option<u32> {
        let words = self.frame.words;
        let row = self.rows.get(usize::from(y.checked_sub(words.y)?))?;
        let column = x.saturating_sub(words.x).min(words.width);
        let inside = x < words.right() + 1 && y < words.bottom() && x >= self.frame.area.x;
        let last = graphemes::previous(&self.opened.text, row.span.end).max(row.span.start);
        inside.then(|| byte_at_column(&self.opened.text, row.span, column).min(last))
    }

    /// The button went down.
    pub fn press(&mut self, x: u16, y: u16) {
        if let Some(position) = self.byte_at(x, y) {
            self.selection = None;
            self.put(position);
            self.dragging = Some(self.cursor);
        }
    }

    /// The mouse moved with the button down.
    pub fn drag(&mut self, x: u16, y: u16) {
        let words = self.frame.words;
        let (x, y) = (x.clamp(words.x, words.right()), y.clamp(words.y, words.bottom().saturating_sub(1)));
        if let (Some(anchor), Some(position)) = (self.dragging, self.byte_at(x, y)) {
            self.put(position);
            let one = |position: u32| Span::new(position, graphemes::next(&self.opened.text, position));
            let span = one(anchor).hull(one(self.cursor));
            self.unit = Unit::Character;
            self.selection = Some(Selection { span, anchor: None });
        }
    }

    /// The button came up; true when a passage was selected.
    pub fn release(&mut self) -> bool {
        self.dragging.take().is_some() && self.selection.is_some()
    }

    /// The button went down twice in one place.
    pub fn press_twice(&mut self, x: u16, y: u16) {
        if let Some(position) = self.byte_at(x, y) {
            self.put(position);
            self.unit = Unit::Word;
            let word = self.unit_at(Unit::Word, self.cursor);
            self.set_selection(word);
            self.wanted = None;
        }
    }

    /// The wheel turned; towards the end of the text for `down`.
    pub fn wheel(&mut self, down: bool) {
        self.scroll(if down { NOTCH } else { -NOTCH });
    }

    /// Puts the cursor without scrolling: what one points at stays where it is.
    fn put(&mut self, position: u32) {
        self.cursor = self.opened.settle(position);
        self.column = None;
        self.pointed = None;
        self.wanted = None;
    }
}
