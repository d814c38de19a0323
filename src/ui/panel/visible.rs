//! Which families and coders are shown. At first only one's own layer is, so that others' codes lead nobody.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::model::CoderKey;
use crate::ui::action::Action;
use crate::ui::app::{App, Effect};
use crate::ui::list::List;
use crate::ui::paint::{fill, write};
use crate::ui::theme::Role;
use crate::ui::words::Word;

/// The list of families and coders.
#[derive(Debug, Default)]
pub struct Visible {
    list: List,
}

/// Something that can be shown or not.
enum Row {
    Family(String, String),
    Marks,
    Coder(CoderKey),
}

impl Visible {
    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        let rows = rows(app);
        match action {
            Action::Close | Action::CloseTop => return Step::Close,
            Action::Tick | Action::Accept => {
                if let Some(row) = rows.get(self.list.chosen) {
                    toggle(row, app);
                    app.ask(Effect::SaveShown);
                }
            }
            _ if self.list.act(action, rows.len()) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        self.list.arrange(rows(app).len(), usize::from(area.height.saturating_sub(1)).max(1));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        let heading = format!("{} · {}", Word::Families.say(app.language), Word::Coders.say(app.language));
        write(buffer, area.x, area.y, area.width, &heading, theme.style(Role::Dim));
        let rows = rows(app);
        for (index, y) in self.list.seen(rows.len()).zip(area.y + 1..) {
            let (on, words) = match &rows[index] {
                Row::Family(id, name) => (!app.shown.without.contains(id), name.clone()),
                Row::Marks => (app.shown.marks, Word::Mark.say(app.language).to_owned()),
                Row::Coder(coder) => {
                    (app.shown.coders.contains(coder), format!("@{}", app.study.coder_name(*coder)))
                }
            };
            let chosen = index == self.list.chosen;
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, Rect { y, height: 1, ..area }, style);
            }
            let line = format!("{} {} {words}", if chosen { "▸" } else { " " }, if on { "✓" } else { "·" });
            write(buffer, area.x, y, area.width, &line, style);
        }
    }
}

fn rows(app: &App) -> Vec<Row> {
    let tag = app.language.tag();
    let family = |family: &crate::model::codebook::Family| {
        let name = family.name.get(tag);
        let name = if name.is_empty() { &family.id } else { name };
        Row::Family(family.id.clone(), name.to_owned())
    };
    let families = app.study.codebook.families().iter().map(family);
    let coders = app.study.coders();
    families.chain([Row::Marks]).chain(coders.into_iter().map(Row::Coder)).collect()
}

fn toggle(row: &Row, app: &mut App) {
    match row {
        Row::Family(id, _) => {
            if !app.shown.without.remove(id) {
                app.shown.without.insert(id.clone());
            }
        }
        Row::Marks => app.shown.marks = !app.shown.marks,
        Row::Coder(coder) => {
            if !app.shown.coders.remove(coder) {
                app.shown.coders.insert(*coder);
            }
        }
    }
}
