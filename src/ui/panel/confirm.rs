//! Whether something that touches much is to be done, in the row of the key hints.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::ui::action::Action;
use crate::ui::app::{App, Bulk};
use crate::ui::keymap::Key;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// A question that is answered with Enter or left.
#[derive(Debug)]
pub struct Confirm {
    question: String,
    bulk: Option<Bulk>,
}

impl Confirm {
    /// Asks before this is done.
    pub fn new(question: String, bulk: Bulk) -> Self {
        Self { question, bulk: Some(bulk) }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Accept => {
                if let Some(bulk) = self.bulk.take() {
                    app.bulk_now(bulk);
                }
                Step::Close
            }
            Action::Close => Step::Close,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        match key.character() {
            Some('j' | 'J' | 'y' | 'Y') => self.act(Action::Accept, app),
            Some('n' | 'N') => Step::Close,
            _ => Step::Stay,
        }
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        fill(buffer, area, theme.style(Role::Text));
        let keys = app.language.pick("enter ja  esc nee ", "enter yes  esc no ");
        let end = write_back(buffer, area.x, area.right(), area.y, keys, theme.style(Role::Key));
        let room = end.saturating_sub(area.x + 2);
        let x = area.x + 1.min(area.width);
        write(buffer, x, area.y, room, &self.question, theme.style(Role::Warning));
    }
}
