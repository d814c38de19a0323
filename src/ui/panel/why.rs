//! What is about to be done to many codings or codes, and why: the reason goes into the journal, and may be left out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::model::edit::Plan;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::paint::write;
use crate::ui::theme::Role;

/// A plan that waits for its reason.
#[derive(Debug)]
pub struct Why {
    title: String,
    lines: Vec<String>,
    plan: Option<Plan>,
    line: LineEdit,
}

impl Why {
    /// Says what will be done, and asks why.
    pub fn new(title: String, lines: Vec<String>, plan: Plan) -> Self {
        Self { title, lines, plan: Some(plan), line: LineEdit::default() }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Accept => {
                if let Some(plan) = self.plan.take() {
                    let why = self.line.text().trim();
                    app.change_book(plan, Some(why).filter(|why| !why.is_empty()));
                }
                Step::Close
            }
            Action::Close => Step::Close,
            _ if self.line.act(action) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Step {
        self.line.key(key);
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let (theme, language) = (app.theme, app.language);
        let mut column = Column::new(buffer, Rect { height: area.height.saturating_sub(3), ..area });
        column.item("", &self.title, theme.style(Role::Heading), 3);
        for line in &self.lines {
            column.item("· ", line, theme.style(Role::Text), 3);
        }
        let hint = language.pick("één u haalt alles terug", "one u takes all of it back");
        column.item("· ", hint, theme.style(Role::Dim), 2);
        let used = area.height.saturating_sub(3) - column.left();
        let y = (area.y + used + 1).min(area.bottom().saturating_sub(2));
        if y < area.y {
            return;
        }
        let question =
            language.pick("waarom? (mag leeg; enter doet het)", "why? (may be empty; enter does it)");
        write(buffer, area.x, y, area.width, question, theme.style(Role::Key));
        let line = Rect { y: y + 1, height: u16::from(y + 1 < area.bottom()), ..area };
        self.line.draw(buffer, line, theme.style(Role::Text), theme.style(Role::Cursor));
    }
}
