//! One of a few things is chosen, such as a value of a facet.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use super::codes::Roll;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::list::List;
use crate::ui::paint::{fill, write};
use crate::ui::theme::Role;

/// What can be chosen.
#[derive(Debug)]
pub struct Choose {
    title: String,
    rows: Vec<(String, Roll)>,
    list: List,
}

impl Choose {
    /// Asks which.
    pub fn new(title: String, rows: Vec<(String, Roll)>) -> Self {
        Self { title, rows, list: List::default() }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Accept => {
                if let Some((_, roll)) = self.rows.get(self.list.chosen).cloned() {
                    app.with_codes(|codes, app| codes.roll(app, &roll));
                }
                Step::Close
            }
            Action::Close | Action::CloseTop => Step::Close,
            _ if self.list.act(action, self.rows.len()) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height.saturating_sub(1)).max(1));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        write(buffer, area.x, area.y, area.width, &self.title, theme.style(Role::Heading));
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y + 1..area.bottom()) {
            let row = Rect { y, height: 1, ..area };
            let chosen = index == self.list.chosen;
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, row, style);
            }
            let lead = if chosen { "▸ " } else { "  " };
            let x = write(buffer, row.x, y, row.width, lead, style);
            write(buffer, x, y, row.right().saturating_sub(x), &self.rows[index].0, style);
        }
    }
}
