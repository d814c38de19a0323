//! What there is to go through: codings under an earlier definition, splits that were begun, open facets, and the walk that
//! was stopped last.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::{Say, Word};
use super::{Goal, Step};
use crate::model::{CodeKey, recode, split};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::list::List;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::panel::Panel;
use crate::ui::theme::Role;

/// A list of walks.
#[derive(Debug, Default)]
pub struct Walks {
    rows: Vec<Row>,
    list: List,
}

/// A walk that can be begun, or the one that was stopped.
#[derive(Debug)]
struct Row {
    /// `None`: the one that was stopped.
    goal: Option<Goal>,
    words: String,
    count: usize,
}

impl Walks {
    /// What there is to go through now.
    pub fn new(app: &App) -> Self {
        let mut rows = Vec::new();
        if let Some(walk) = &app.last_walk {
            let words = format!("{}: {}", Word::GoOn.say(app.language), walk.goal().line(app));
            rows.push(Row { goal: None, words, count: walk.left().0 });
        }
        let mut add = |goal: Goal, count: usize| {
            rows.push(Row { words: goal.line(app), goal: Some(goal), count });
        };
        let mut codes: Vec<(CodeKey, usize)> = Vec::new();
        let (mut outdated, mut open) = (0, 0);
        for (key, coding) in app.study.codings().filter(|(_, coding)| coding.coder == app.coder) {
            open += usize::from(app.has_open_facet(key));
            let Some(code) = coding.code.filter(|_| recode::is_outdated(&app.study, key)) else { continue };
            outdated += 1;
            match codes.iter_mut().find(|(known, _)| *known == code) {
                Some((_, count)) => *count += 1,
                None => codes.push((code, 1)),
            }
        }
        codes.sort_by_key(|(code, _)| app.study.codebook.rank(*code));
        if codes.len() > 1 {
            add(Goal::Outdated(None), outdated);
        }
        for (code, count) in codes {
            add(Goal::Outdated(Some(code)), count);
        }
        for split::Split { code, parts, left } in split::open(&app.study, app.coder) {
            add(Goal::Split { code, parts }, left);
        }
        let unplaced = app.perhaps_unplaced();
        if unplaced.1 > 0 {
            add(Goal::Unplaced, unplaced.1);
        }
        if open > 0 {
            add(Goal::Facets, open);
        }
        Self { rows, list: List::default() }
    }

    pub(in crate::ui::panel) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop | Action::OpenWalks => Step::Close,
            Action::Accept => {
                let Some(row) = self.rows.get(self.list.chosen) else { return Step::Close };
                let panel = match &row.goal {
                    None => app.last_walk.take().map(|mut walk| {
                        walk.leave_the_end();
                        Panel::Walk(walk)
                    }),
                    Some(goal) => app.walk(goal.clone()),
                };
                panel.map_or(Step::Stay, Step::Become)
            }
            _ if self.list.act(action, self.rows.len()) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(in crate::ui::panel) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height));
    }

    pub(in crate::ui::panel) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        if self.rows.is_empty() {
            let mut column = crate::ui::column::Column::new(buffer, area);
            column.words(Word::Nothing.say(app.language), theme.style(Role::Dim));
        }
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y..) {
            let row = &self.rows[index];
            let chosen = index == self.list.chosen;
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, Rect { y, height: 1, ..area }, style);
            }
            let dim = style.patch(theme.style(Role::Dim));
            let count = Say::Codings(row.count).show(app.language);
            let end = write_back(buffer, area.x, area.right(), y, &count, dim);
            let x = write(buffer, area.x, y, area.width, if chosen { "▸ " } else { "  " }, style);
            write(buffer, x, y, end.saturating_sub(x + 1), &row.words, style);
        }
    }
}
