//! Moving the cursor.

use crate::model::{CodingKey, Study};
use crate::text::{Span, byte_at_column, column_of, graphemes, sentences, words};
use crate::ui::action::Action;
use crate::ui::shown::Shown;

use super::Reader;

impl Reader {
    /// Carries out a movement; false when `action` is none.
    pub fn go(&mut self, action: Action) -> bool {
        self.bring_cursor();
        let page = u32::from(self.frame.area.height).saturating_sub(2).max(1);
        match action {
            Action::RowDown => self.rows_down(1),
            Action::RowUp => self.rows_up(1),
            Action::PageDown => self.page_down(page),
            Action::PageUp => self.page_up(page),
            Action::HalfDown => self.page_down(page / 2 + 1),
            Action::HalfUp => self.page_up(page / 2 + 1),
            Action::CharacterRight => self.walk(graphemes::next),
            Action::CharacterLeft => self.walk(graphemes::previous),
            Action::NextWord => self.forward(words::next_word),
            Action::PreviousWord => self.backward(words::previous_word),
            Action::NextSentence => self.forward(sentences::next_sentence),
            Action::PreviousSentence => self.backward(sentences::previous_sentence),
            Action::NextTurn => self.go_to_turn(self.opened.turn_at(self.cursor) + 1),
            Action::PreviousTurn => self.turn_back(),
            Action::RowStart => {
                let start = self.row_span().start;
                self.go_to(start);
            }
            Action::RowEnd => self.row_end(),
            Action::DocumentStart => self.go_to(0),
            Action::DocumentEnd => self.go_to(u32::MAX),
            _ => return false,
        }
        true
    }

    /// After scrolling without the cursor it goes on from the nearest row that is seen, unless it holds a selection.
    fn bring_cursor(&mut self) {
        let seen = self.visible();
        if self.wanted.is_some() || self.selection.is_some() || self.rows.is_empty() {
            return;
        }
        if self.cursor < seen.start {
            self.cursor = self.opened.settle(seen.start);
        } else if self.cursor >= seen.end.max(seen.start + 1) {
            let last = self.rows.iter().rev().find(|row| !row.blank).map_or(seen.start, |row| row.span.start);
            self.cursor = self.opened.settle(last);
        }
    }

    /// The next frame shows the passage, also when there are fewer rows from then on.
    pub fn keep_in_sight(&mut self) {
        self.sight = Some(self.passage());
    }

    /// Puts the cursor at the nearest place to byte `position`.
    pub fn go_to(&mut self, position: u32) {
        self.column = None;
        self.land(position);
    }

    /// Puts the cursor at the start of the turn with this index, of the last one at most.
    pub fn go_to_turn(&mut self, turn: usize) {
        let last = self.opened.turns.len().saturating_sub(1);
        let spoken = self.opened.spoken(turn.min(last));
        if turn <= last {
            self.go_to(spoken.start);
        }
    }

    fn land(&mut self, position: u32) {
        self.cursor = self.opened.settle(position);
        self.wanted = Some(self.cursor);
        self.pointed = None;
        self.follow_cursor();
    }

    fn turn_back(&mut self) {
        let turn = self.opened.turn_at(self.cursor);
        let start = self.opened.spoken(turn).start;
        if self.cursor > start { self.go_to(start) } else { self.go_to_turn(turn.saturating_sub(1)) }
    }

    fn row_span(&mut self) -> Span {
        let place = self.layout.place_of(&self.opened, self.cursor);
        self.layout.row(&self.opened, place).map_or_else(Span::default, |row| row.span)
    }

    fn row_end(&mut self) {
        let row = self.row_span();
        let shown = row.slice(&self.opened.text).trim_end().len() as u32;
        self.go_to(graphemes::previous(&self.opened.text, row.start + shown).max(row.start));
    }

    /// One grapheme on or back; from the edge of a turn to the next one.
    fn walk(&mut self, step: fn(&str, u32) -> u32) {
        let turn = self.opened.turn_at(self.cursor);
        let spoken = self.opened.spoken(turn);
        let position = step(&self.opened.text, self.cursor);
        if position >= spoken.end && position > self.cursor {
            self.go_to_turn(turn + 1);
        } else if self.cursor == spoken.start && position < self.cursor {
            if turn > 0 {
                self.go_to(self.opened.spoken(turn - 1).end);
            }
        } else {
            self.go_to(position);
        }
    }

    fn forward(&mut self, next: fn(&str, Span, u32) -> Option<Span>) {
        let turn = self.opened.turn_at(self.cursor);
        match next(&self.opened.text, self.opened.spoken(turn), self.cursor + 1) {
            Some(unit) => self.go_to(unit.start),
            None => self.go_to_turn(turn + 1),
        }
    }

    fn backward(&mut self, previous: fn(&str, Span, u32) -> Option<Span>) {
        let turn = self.opened.turn_at(self.cursor);
        let spoken = self.opened.spoken(turn);
        // From the middle of a unit one goes to its start first: it ends behind the cursor, so look at its part before.
        let before = Span::new(spoken.start, self.cursor.max(spoken.start));
        match previous(&self.opened.text, before, self.cursor) {
            Some(unit) => self.go_to(unit.start),
            None if self.cursor > spoken.start => self.go_to(spoken.start),
            None => {
                if let Some(turn) = turn.checked_sub(1) {
                    let spoken = self.opened.spoken(turn);
                    let last = previous(&self.opened.text, spoken, spoken.end);
                    self.go_to(last.unwrap_or(spoken).start);
                }
            }
        }
    }

    fn rows_down(&mut self, count: u32) {
        let mut place = self.layout.place_of(&self.opened, self.cursor);
        for _ in 0..count {
            let next = self.layout.down(&self.opened, place, 1);
            let blank = self.layout.row(&self.opened, next).is_some_and(|row| row.blank);
            place = if blank { self.layout.down(&self.opened, next, 1) } else { next };
        }
        self.enter_row(place);
    }

    fn rows_up(&mut self, count: u32) {
        let mut place = self.layout.place_of(&self.opened, self.cursor);
        for _ in 0..count {
            let next = self.layout.up(&self.opened, place, 1);
            let blank = self.layout.row(&self.opened, next).is_some_and(|row| row.blank);
            place = if blank { self.layout.up(&self.opened, next, 1) } else { next };
        }
        self.enter_row(place);
    }

    fn page_down(&mut self, rows: u32) {
        let cursor = self.layout.place_of(&self.opened, self.cursor);
        self.top = self.layout.down(&self.opened, self.top, rows);
        let cursor = self.layout.down(&self.opened, cursor, rows);
        self.keep_full();
        self.enter_row(cursor);
    }

    fn page_up(&mut self, rows: u32) {
        let cursor = self.layout.place_of(&self.opened, self.cursor);
        self.top = self.layout.up(&self.opened, self.top, rows);
        let cursor = self.layout.up(&self.opened, cursor, rows);
        self.enter_row(cursor);
    }

    /// Scrolls without the cursor.
    pub fn scroll(&mut self, rows: i32) {
        let count = rows.unsigned_abs();
        self.top = if rows < 0 {
            self.layout.up(&self.opened, self.top, count)
        } else {
            self.layout.down(&self.opened, self.top, count)
        };
        self.keep_full();
        self.wanted = None;
    }

    /// Takes the top back when there is less than a screen of text below it.
    fn keep_full(&mut self) {
        let height = u32::from(self.frame.area.height.max(1));
        let end = self.layout.down(&self.opened, self.top, height);
        let lowest = self.layout.up(&self.opened, end, height.saturating_sub(1));
        if self.layout.distance(&self.opened, self.top, end, height).is_some_and(|rows| rows < height) {
            self.top = self.top.min(lowest);
        }
    }

    /// Puts the cursor into a row, in the column that it aims at. A blank row gives way to the one above.
    fn enter_row(&mut self, place: super::Place) {
        let here = self.layout.place_of(&self.opened, self.cursor);
        let column = self.column.unwrap_or_else(|| match self.layout.row(&self.opened, here) {
            Some(row) => column_of(&self.opened.text, row.span, self.cursor),
            None => 0,
        });
        let row = self.layout.row(&self.opened, place).map(|row| {
            if row.blank { super::Place { row: place.row.saturating_sub(1), ..place } } else { place }
        });
        if let Some(row) = row.and_then(|place| self.layout.row(&self.opened, place)) {
            let position = byte_at_column(&self.opened.text, row.span, column);
            // Right of the last cell the byte is that of the next row already.
            let last = graphemes::previous(&self.opened.text, row.span.end).max(row.span.start);
            self.land(position.min(last));
            self.column = Some(column);
        }
    }

    /// The next turn without a code behind the cursor's turn, or before it; headings and empty turns need none. What is
    /// coded without a gap is passed over in one step.
    pub fn uncoded_turn(&self, forward: bool) -> Option<usize> {
        let mut index = self.opened.turn_at(self.cursor);
        loop {
            index = if forward { index + 1 } else { index.checked_sub(1)? };
            let turn = self.opened.turns.get(index)?;
            if turn.heading || turn.spoken.is_empty() {
                continue;
            }
            let Some(coded) = self.lanes.coded(turn.spoken) else { return Some(index) };
            // The turn at the far end may be one of which only the label is coded: it is looked at again.
            index = if forward {
                index.max(self.opened.turn_at(coded.end - 1).saturating_sub(1))
            } else {
                index.min(self.opened.turn_at(coded.start) + 1)
            };
        }
    }

    /// The next or previous shown coding with one of `codes` in this document, from the cursor.
    pub fn coding_with(
        &self,
        study: &Study,
        shown: &Shown,
        is: impl Fn(CodingKey) -> bool,
        forward: bool,
    ) -> Option<CodingKey> {
        let index = study.document_codings(self.opened.document)?;
        let wanted = |key: &CodingKey| shown.shows(study, *key) && is(*key);
        let mut position = self.cursor;
        loop {
            let (span, _) =
                *if forward { index.next_after(position) } else { index.previous_before(position) }?;
            let mut starting =
                index.at(span.start).filter(|(other, key)| other.start == span.start && wanted(key));
            if let Some((_, key)) = starting.next() {
                return Some(*key);
            }
            position = span.start;
        }
    }
}
