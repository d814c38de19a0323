//! Sentences that do not fit in a row: everything that is wrong with keys or files, at once.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::text::{Span, wrap};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::list::List;
use crate::ui::paint::write;
use crate::ui::theme::Role;

/// A page of sentences.
#[derive(Debug, Default)]
pub struct Notes {
    sentences: Vec<String>,
    rows: Vec<String>,
    list: List,
}

impl Notes {
    /// A page with these.
    pub fn new(sentences: Vec<String>) -> Self {
        Self { sentences, ..Self::default() }
    }

    pub(super) fn act(&mut self, action: Action) -> Step {
        match action {
            Action::Close | Action::CloseTop | Action::Accept => Step::Close,
            _ if self.list.act(action, self.rows.len()) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.rows.clear();
        for sentence in &self.sentences {
            let rows = wrap(sentence, Span::of(sentence), area.width.max(1));
            self.rows.extend(rows.into_iter().map(|row| row.slice(sentence).trim_end().to_owned()));
            self.rows.push(String::new());
        }
        self.list.arrange(self.rows.len(), usize::from(area.height));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        for (row, y) in self.list.seen(self.rows.len()).zip(area.y..) {
            write(buffer, area.x, y, area.width, &self.rows[row], app.theme.style(Role::Text));
        }
    }
}
