//! What there is to go through: codings under an earlier definition, splits that were begun, open facets, and the walk that
//! was stopped last; and documents that are gone, whose codings can follow their words into another one.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::{Say, Word};
use super::{Goal, Step};
use crate::model::{CodeKey, DocumentKey, recode, split};
use crate::store::Whereabouts;
use crate::ui::action::Action;
use crate::ui::app::{App, Effect};
use crate::ui::list::List;
use crate::ui::names::document_mark;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::panel::Panel;
use crate::ui::theme::Role;
use crate::ui::words::Say as Told;

/// A list of walks.
#[derive(Debug, Default)]
pub struct Walks {
    rows: Vec<Row>,
    list: List,
}

#[derive(Debug)]
struct Row {
    does: Does,
    words: String,
    count: usize,
}

/// What Enter does on a row.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Does {
    /// Goes on with the walk that was stopped.
    GoOn,
    /// Begins a walk.
    Begin(Goal),
    /// Lets codings follow their words from one document into another.
    Follow(DocumentKey, DocumentKey),
    /// Says what can be done about a document whose words stand nowhere.
    Say(DocumentKey),
}

impl Walks {
    /// What there is to go through now.
    pub fn new(app: &App) -> Self {
        let mut rows = Vec::new();
        if let Some(walk) = &app.last_walk {
            let words = format!("{}: {}", Word::GoOn.say(app.language), walk.goal().line(app));
            rows.push(Row { does: Does::GoOn, words, count: walk.left().0 });
        }
        let mut add = |goal: Goal, count: usize| {
            rows.push(Row { words: goal.line(app), does: Does::Begin(goal), count });
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
        rows.extend(app.whereabouts().into_iter().flatten().flat_map(|gone| rows_of(app, gone)));
        Self { rows, list: List::default() }
    }

    /// What there is to go through by now; the same row stays chosen where it is still there.
    #[must_use]
    pub fn renewed(&self, app: &App) -> Self {
        let mut new = Self::new(app);
        let chosen = self.rows.get(self.list.chosen).map(|row| &row.does);
        let same = new.rows.iter().position(|row| Some(&row.does) == chosen);
        new.list.chosen = same.unwrap_or(self.list.chosen).min(new.rows.len().saturating_sub(1));
        new
    }

    pub(in crate::ui::panel) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop | Action::OpenWalks => Step::Close,
            Action::Accept => {
                let Some(row) = self.rows.get(self.list.chosen) else { return Step::Close };
                let panel = match row.does.clone() {
                    Does::GoOn => app.last_walk.take().map(|mut walk| {
                        walk.leave_the_end();
                        Panel::Walk(walk)
                    }),
                    Does::Begin(goal) => app.walk(goal),
                    Does::Follow(from, into) => {
                        follow(app, from, into);
                        None
                    }
                    Does::Say(document) => {
                        let id = app.study.document_id(document).to_owned();
                        app.warn(&Told::NowhereElse(&id));
                        None
                    }
                };
                panel.map_or(Step::Stay, Step::Become)
            }
            Action::Undo | Action::Redo => {
                app.ask(if action == Action::Undo { Effect::Undo } else { Effect::Redo });
                app.look_where_words_went();
                Step::Stay
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
        let looks = app.whereabouts().is_none();
        if self.rows.is_empty() {
            let mut column = crate::ui::column::Column::new(buffer, area);
            let word = if looks { Word::Comparing } else { Word::Nothing };
            column.words(word.say(app.language), theme.style(Role::Dim));
        } else if looks && (self.rows.len() as u16) < area.height {
            let (y, words) = (area.y + self.rows.len() as u16, Word::Comparing.say(app.language));
            write(buffer, area.x, y, area.width, &format!("  {words}"), theme.style(Role::Dim));
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

/// A row for each document that holds words of one that is gone, or lost them; one for itself where none does.
fn rows_of(app: &App, gone: &Whereabouts) -> Vec<Row> {
    let id = app.study.document_id(gone.document);
    let follow = |(into, count): &(DocumentKey, usize)| {
        let document = app.study.document(*into)?;
        let there = format!("{} {}", document_mark(document), document.title());
        let words = Say::NowIn(id, gone.missing, &there).show(app.language);
        Some(Row { does: Does::Follow(gone.document, *into), words, count: *count })
    };
    let rows: Vec<Row> = gone.stand_in.iter().filter_map(follow).collect();
    if rows.is_empty() && gone.missing {
        let words = Say::NowInNone(id).show(app.language);
        return vec![Row { does: Does::Say(gone.document), words, count: gone.codings }];
    }
    rows
}

fn follow(app: &mut App, from: DocumentKey, into: DocumentKey) {
    if app.writes {
        app.ask(Effect::FollowInto { from, into });
    } else {
        app.warn(&Told::CannotWrite);
    }
}
