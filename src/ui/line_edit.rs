//! One line of text that a person types: filters, names, questions.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use crate::text::{graphemes, width_of};

use super::action::Action;
use super::keymap::Key;
use super::paint::{put, write};

/// The line, and where the next character goes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct LineEdit {
    text: String,
    /// A byte on a grapheme boundary.
    cursor: usize,
}

impl LineEdit {
    /// A line with words in it, to go on behind them.
    pub fn new(text: &str) -> Self {
        Self { text: text.to_owned(), cursor: text.len() }
    }

    /// A line with the cursor at a byte of it, on the border of a character.
    pub fn with_cursor(text: &str, cursor: usize) -> Self {
        Self { text: text.to_owned(), cursor: graphemes::floor(text, cursor as u32) as usize }
    }

    /// Where the next character goes, a byte.
    pub fn cursor(&self) -> usize {
        self.cursor
    }

    /// What was typed.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// True when nothing was typed.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    /// Takes in a key that no action wanted; false when it writes nothing and moves nothing.
    pub fn key(&mut self, key: Key) -> bool {
        if let Some(character) = key.character() {
            self.paste(character.encode_utf8(&mut [0; 4]));
            return true;
        }
        let here = self.cursor as u32;
        match key.code {
            KeyCode::Backspace => {
                let start = graphemes::previous(&self.text, here) as usize;
                self.text.replace_range(start..self.cursor, "");
                self.cursor = start;
            }
            KeyCode::Delete => {
                let end = graphemes::next(&self.text, here) as usize;
                self.text.replace_range(self.cursor..end, "");
            }
            KeyCode::Left => self.cursor = graphemes::previous(&self.text, here) as usize,
            KeyCode::Right => self.cursor = graphemes::next(&self.text, here) as usize,
            KeyCode::Home => self.cursor = 0,
            KeyCode::End => self.cursor = self.text.len(),
            _ => return false,
        }
        true
    }

    /// Takes in pasted text as one line; control characters are left out.
    pub fn paste(&mut self, text: &str) {
        let clean: String =
            text.chars().map(|character| if character.is_whitespace() { ' ' } else { character }).collect();
        let clean: String = clean.chars().filter(|character| !character.is_control()).collect();
        self.text.insert_str(self.cursor, &clean);
        self.cursor = graphemes::ceil(&self.text, (self.cursor + clean.len()) as u32) as usize;
    }

    /// Carries out what erases; false when `action` does not.
    pub fn act(&mut self, action: Action) -> bool {
        let start = match action {
            Action::EraseLine => 0,
            Action::EraseWord => {
                let before = self.text[..self.cursor].trim_end();
                before.rfind(char::is_whitespace).map_or(0, |space| space + 1)
            }
            _ => return false,
        };
        self.text.replace_range(start..self.cursor, "");
        self.cursor = start;
        true
    }

    /// The first byte that is seen in `width` columns, so that the cursor is.
    pub fn first_seen(&self, width: u16) -> usize {
        let room = usize::from(width.saturating_sub(1));
        let all = usize::from(width_of(&self.text[..self.cursor]));
        if all <= room {
            return 0;
        }
        let (mut start, mut gone) = (0, 0);
        while all - gone > room && start < self.cursor {
            let next = graphemes::next(&self.text, start as u32) as usize;
            gone += usize::from(width_of(&self.text[start..next]));
            start = next;
        }
        start
    }

    /// Draws the line in one row and scrolls it so that the cursor is seen.
    pub fn draw(&self, buffer: &mut Buffer, area: Rect, style: Style, cursor: Style) {
        if area.is_empty() {
            return;
        }
        let start = self.first_seen(area.width);
        write(buffer, area.x, area.y, area.width, &self.text[start..], style);
        let x = area.x + width_of(&self.text[start..self.cursor]);
        let end = graphemes::next(&self.text, self.cursor as u32) as usize;
        let under = Some(&self.text[self.cursor..end]).filter(|under| !under.is_empty()).unwrap_or(" ");
        put(buffer, x, area.y, width_of(under), under, cursor);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn typed(line: &mut LineEdit, keys: &[&str]) {
        for key in keys {
            assert!(line.key(Key::parse(key).unwrap()), "{key}");
        }
    }

    #[test]
    fn a_line_is_typed_moved_in_and_erased() {
        let mut line = LineEdit::new("één");
        typed(&mut line, &["space", "t", "w", "e", "e", "left", "backspace", "W", "home", "delete"]);
        assert_eq!(line.text(), "én twWe");
        line.key(Key::parse("end").unwrap());
        assert!(line.act(Action::EraseWord));
        assert_eq!(line.text(), "én ");
        line.paste("drie\nvier\u{1b}[0m");
        assert_eq!(line.text(), "én drie vier[0m");
        assert!(line.act(Action::EraseLine) && line.is_empty());
        assert!(!line.key(Key::parse("f5").unwrap()));
    }

    #[test]
    fn graphemes_are_never_cut() {
        let mut line = LineEdit::default();
        line.paste("e\u{301}👩‍👧x");
        typed(&mut line, &["left", "backspace", "backspace"]);
        assert_eq!(line.text(), "x");
    }
}
