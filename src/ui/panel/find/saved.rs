//! Saved queries, and questions that were asked before, in one list.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::{Say, Word};
use crate::ui::action::Action;
use crate::ui::app::{App, Effect, Tone};
use crate::ui::list::List;
use crate::ui::paint::{fill, write};
use crate::ui::panel::Step;
use crate::ui::theme::Role;

/// Columns of a name.
const NAME: u16 = 20;

/// What may be asked again.
#[derive(Debug, Default)]
pub struct Saved {
    rows: Vec<Row>,
    list: List,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Row {
    Heading(Word),
    /// Name and words.
    Saved(String, String),
    Asked(String),
}

impl Saved {
    /// The list; `None` when there is nothing in it.
    pub(super) fn new(app: &App) -> Option<Self> {
        let mut saved = Self::default();
        saved.fill(app);
        (!saved.rows.is_empty()).then_some(saved)
    }

    fn fill(&mut self, app: &App) {
        self.rows.clear();
        let queries = &app.study.config.queries;
        if !queries.is_empty() {
            self.rows.push(Row::Heading(Word::Saved));
            self.rows.extend(queries.iter().map(|(name, words)| Row::Saved(name.clone(), words.clone())));
        }
        if !app.finding.asked.is_empty() {
            self.rows.push(Row::Heading(Word::Asked));
            self.rows.extend(app.finding.asked.iter().rev().map(|words| Row::Asked(words.clone())));
        }
        self.leave_heading(0);
    }

    pub(in crate::ui::panel) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop => return Step::Close,
            Action::Accept => {
                let words = match self.rows.get(self.list.chosen) {
                    Some(Row::Saved(name, _)) => Some(format!("@{}", crate::index::query::value_words(name))),
                    Some(Row::Asked(words)) => Some(words.clone()),
                    _ => None,
                };
                if let Some(words) = words {
                    app.with_find(|find, app| find.mean(&words, app));
                }
                return Step::Close;
            }
            Action::ForgetQuery => self.forget(app),
            _ => {
                let before = self.list.chosen;
                if !self.list.act(action, self.rows.len()) {
                    return Step::Pass;
                }
                self.leave_heading(before);
            }
        }
        Step::Stay
    }

    fn forget(&mut self, app: &mut App) {
        match self.rows.get(self.list.chosen).cloned() {
            Some(Row::Saved(name, _)) => {
                app.tell(Tone::Good, Say::Forgotten(&name).show(app.language));
                app.ask(Effect::SaveQuery { name, words: None });
            }
            Some(Row::Asked(words)) => {
                app.finding.asked.retain(|other| *other != words);
                app.ask(Effect::SaveAsked);
            }
            _ => return,
        }
        self.rows.remove(self.list.chosen);
        self.leave_heading(0);
    }

    fn leave_heading(&mut self, from: usize) {
        let heading = |index: usize| matches!(self.rows.get(index), Some(Row::Heading(_)));
        let here = self.list.chosen.min(self.rows.len().saturating_sub(1));
        let down = (here..self.rows.len()).find(|index| !heading(*index));
        let up = (0..here).rev().find(|index| !heading(*index));
        let next = if here < from { up.or(down) } else { down.or(up) };
        self.list.chosen = next.unwrap_or(here);
    }

    pub(in crate::ui::panel) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height));
    }

    pub(in crate::ui::panel) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y..area.bottom()) {
            let chosen = index == self.list.chosen;
            let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
            let row = Rect { y, height: 1, ..area };
            if chosen {
                fill(buffer, row, base);
            }
            let sign = if chosen { "▸ " } else { "  " };
            match &self.rows[index] {
                Row::Heading(word) => {
                    write(buffer, row.x, y, row.width, word.say(app.language), theme.style(Role::Dim));
                }
                Row::Asked(words) => {
                    let x = write(buffer, row.x, y, row.width, sign, base);
                    write(buffer, x, y, row.right().saturating_sub(x), words, base);
                }
                Row::Saved(name, words) => {
                    let x = write(buffer, row.x, y, row.width, sign, base);
                    let style = base.patch(theme.style(Role::Key));
                    let end = write(
                        buffer,
                        x,
                        y,
                        NAME.min(row.right().saturating_sub(x)),
                        &format!("@{name}"),
                        style,
                    );
                    let at = (x + NAME + 1).max(end + 1);
                    write(buffer, at, y, row.right().saturating_sub(at), words, base);
                }
            }
        }
    }
}
