//! The forms of a word that is asked as `~word`, with how often they stand in the texts; each can be taken out.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::words::Word;
use super::{Find, Focus, Step, rewrite};
use crate::index::Query;
use crate::ui::action::Action;
use crate::ui::app::{App, Tone};
use crate::ui::list::List;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// All forms of all such words.
#[derive(Debug, Default)]
pub(super) struct FormList {
    rows: Vec<Row>,
    list: List,
}

#[derive(Clone, Debug, PartialEq, Eq)]
struct Row {
    /// The word as it is asked.
    word: String,
    form: String,
    count: usize,
    /// It is looked for.
    on: bool,
}

impl FormList {
    pub(super) fn fill(&mut self, app: &App, query: Option<&Query>) {
        self.rows.clear();
        for forms in query.map(rewrite::forms_in).unwrap_or_default() {
            for (form, count) in app.forms_of(&forms.word).into_iter().flatten() {
                let without =
                    forms.without.iter().any(|other| crate::text::fold::words(other).first() == Some(form));
                self.rows.push(Row {
                    word: forms.word.clone(),
                    form: form.clone(),
                    count: *count,
                    on: !without,
                });
            }
        }
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height.saturating_sub(1)));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        if area.is_empty() {
            return;
        }
        let theme = app.theme;
        let dim = theme.style(Role::Dim);
        let words: Vec<String> = self.words().map(|word| format!("~{word}")).collect();
        let title = format!("{} {}", Word::Forms.say(app.language), words.join(" "));
        write(buffer, area.x, area.y, area.width, &title, dim);
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y + 1..area.bottom()) {
            let row = &self.rows[index];
            let chosen = index == self.list.chosen;
            let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
            let line = Rect { y, height: 1, ..area };
            if chosen {
                fill(buffer, line, base);
            }
            let sign = format!("{}{} ", if chosen { "▸" } else { " " }, if row.on { "✓" } else { "·" });
            let x = write(buffer, line.x, y, line.width, &sign, base);
            let end = write_back(buffer, x, line.right(), y, &row.count.to_string(), base.patch(dim));
            let style = if row.on { base } else { base.patch(dim) };
            write(buffer, x, y, end.saturating_sub(x + 1), &row.form, style);
        }
    }

    fn words(&self) -> impl Iterator<Item = &str> {
        let mut last = "";
        self.rows
            .iter()
            .map(|row| row.word.as_str())
            .filter(move |word| std::mem::replace(&mut last, word) != *word)
    }
}

impl Find {
    pub(super) fn open_forms(&mut self, app: &mut App) {
        self.forms.fill(app, self.query.as_ref());
        if self.forms.rows.is_empty() {
            app.tell(Tone::Warning, Word::NoForms.say(app.language).to_owned());
        } else {
            self.focus = Focus::Forms;
        }
    }

    pub(super) fn act_on_forms(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop | Action::FindForms => self.focus = Focus::Results,
            Action::OpenFind => self.focus = Focus::Line,
            Action::Accept | Action::FindTick | Action::Tick => self.toggle_form(app),
            _ if self.forms.list.act(action, self.forms.rows.len()) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn toggle_form(&mut self, app: &mut App) {
        let (Some(query), Some(row)) = (&self.query, self.forms.rows.get(self.forms.list.chosen)) else {
            return;
        };
        // The last form stays: a word without forms would be no word.
        if row.on && self.forms.rows.iter().filter(|other| other.word == row.word && other.on).count() == 1 {
            return;
        }
        let words = rewrite::with_form_toggled(query, &row.word, &row.form);
        self.line.set(&words);
        self.ask(app, false);
        self.forms.fill(app, self.query.as_ref());
        self.forms.list.act(Action::Down, self.forms.rows.len());
    }
}
