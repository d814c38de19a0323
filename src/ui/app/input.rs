//! What comes in: keys, the mouse, pasted text.

use crossterm::event::{Event, KeyEventKind, MouseButton, MouseEvent, MouseEventKind};
use ratatui::layout::{Position, Rect};

use super::App;
use crate::ui::action::Action;
use crate::ui::keymap::Key;
use crate::ui::panel::{Panel, Place};

/// Something that the person did.
#[derive(Clone, Debug, PartialEq)]
pub enum Input {
    /// A key.
    Key(Key),
    /// Text from a clipboard.
    Paste(String),
    /// The mouse.
    Mouse(MouseEvent),
    /// A click in the same place as the one just before.
    DoubleClick(MouseEvent),
}

impl Input {
    /// What the terminal sent, when it is one.
    pub fn of_event(event: Event) -> Option<Self> {
        match event {
            Event::Key(key) if key.kind != KeyEventKind::Release => Some(Self::Key(Key::of_event(&key))),
            Event::Paste(text) => Some(Self::Paste(text)),
            Event::Mouse(mouse) => Some(Self::Mouse(mouse)),
            _ => None,
        }
    }
}

impl App {
    pub(super) fn take(&mut self, input: Input) {
        match input {
            Input::Key(key) => {
                self.notice = None;
                match self.keymap.action(self.context(), key) {
                    Some(action) => self.act(action),
                    None => self.type_key(key),
                }
            }
            Input::Paste(text) => {
                if let Some(mut panel) = self.panels.pop() {
                    let step = panel.paste(&text, self);
                    self.step(panel, step);
                }
            }
            Input::Mouse(mouse) => self.point(mouse, false),
            Input::DoubleClick(mouse) => self.point(mouse, true),
        }
    }

    fn press_tree(&mut self, row: u16) {
        if let Some(document) = self.tree.press(row, &self.study) {
            self.notice = None;
            self.panels.clear();
            self.open_document(document, None);
        }
    }

    fn type_key(&mut self, key: Key) {
        if let Some(mut panel) = self.panels.pop() {
            let step = panel.key(key, self);
            self.step(panel, step);
        }
    }

    /// The mouse works in the text as long as nothing asks for a key in the middle of the screen.
    fn point(&mut self, mouse: MouseEvent, double: bool) {
        let reading: Rect = self.areas().reader;
        let inside = reading.contains(Position::new(mouse.column, mouse.row));
        let free = self.panels.is_empty();
        if self.panels.last().is_some_and(|panel| panel.place() == Place::Full) {
            return match mouse.kind {
                MouseEventKind::ScrollDown => self.act(Action::Down),
                MouseEventKind::ScrollUp => self.act(Action::Up),
                _ => {}
            };
        }
        let tree = self.areas().panel(Place::Left).contains(Position::new(mouse.column, mouse.row));
        let in_tree =
            matches!(self.panels.as_slice(), [Panel::Tree]) || free && !self.areas().tree.is_empty();
        if mouse.kind == MouseEventKind::Down(MouseButton::Left) && tree && in_tree {
            return self.press_tree(mouse.row);
        }
        let Some(reader) = &mut self.reader else { return };
        match mouse.kind {
            MouseEventKind::ScrollDown => reader.wheel(true),
            MouseEventKind::ScrollUp => reader.wheel(false),
            _ if !free || reader.reshape.is_some() => {}
            MouseEventKind::Down(MouseButton::Left) if inside && double => {
                reader.press_twice(mouse.column, mouse.row);
            }
            MouseEventKind::Down(MouseButton::Left) if inside => {
                self.notice = None;
                reader.press(mouse.column, mouse.row);
            }
            MouseEventKind::Drag(MouseButton::Left) => reader.drag(mouse.column, mouse.row),
            MouseEventKind::Up(MouseButton::Left) if reader.release() && self.sticky.is_some() => {
                self.give_sticky();
            }
            _ => {}
        }
    }
}
