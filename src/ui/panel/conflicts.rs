//! What git left in a file of the codebook: both versions of each entry side by side, and a choice for each.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::model::codebook::{Conflict, Difference, Side};
use crate::ui::action::Action;
use crate::ui::app::{App, Effect, Tone};
use crate::ui::column::Column;
use crate::ui::list::List;
use crate::ui::paint::{across, fill, write};
use crate::ui::theme::Role;

/// Columns of the entries.
const ENTRIES: u16 = 30;

/// A file, and what was chosen.
#[derive(Debug)]
pub struct Conflicts {
    path: String,
    names: (String, String),
    entries: Vec<(Difference, Option<Side>)>,
    list: List,
}

impl Conflicts {
    /// The first file with a conflict; `None` where there is none.
    pub fn first(app: &App) -> Option<Self> {
        app.conflicts.first().map(|(path, conflict)| Self::new(path, conflict))
    }

    fn new(path: &str, conflict: &Conflict) -> Self {
        Self {
            path: path.to_owned(),
            names: conflict.names.clone(),
            entries: conflict.differences().into_iter().map(|difference| (difference, None)).collect(),
            list: List::default(),
        }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop => return Step::Close,
            Action::PreviousColumn => self.choose(Side::Ours),
            Action::NextColumn => self.choose(Side::Theirs),
            Action::Accept => return self.write(app),
            _ if self.list.act(action, self.entries.len()) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn choose(&mut self, side: Side) {
        if let Some((_, chosen)) = self.entries.get_mut(self.list.chosen) {
            *chosen = Some(side);
        }
        self.list.act(Action::Down, self.entries.len());
    }

    /// Writes the file, when something was chosen for every entry.
    fn write(&mut self, app: &mut App) -> Step {
        let open = self.entries.iter().filter(|(_, side)| side.is_none()).count();
        if open > 0 {
            let told = app.language.pick(
                format!("nog {open} te kiezen: links wat hier stond, rechts wat erbij kwam"),
                format!("{open} still to choose: left what was here, right what came in"),
            );
            app.tell(Tone::Warning, told);
            return Step::Stay;
        }
        if !app.writes {
            app.warn(&crate::ui::words::Say::CannotWrite);
            return Step::Stay;
        }
        let theirs = self.entries.iter().filter(|(_, side)| *side == Some(Side::Theirs));
        let theirs = theirs.map(|(difference, _)| difference.place.clone()).collect();
        let told = app
            .language
            .pick(format!("{} is weer één geheel", self.path), format!("{} is whole again", self.path));
        app.tell(Tone::Good, told);
        app.ask(Effect::Resolve { path: self.path.clone(), theirs });
        Step::Close
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.entries.len(), usize::from(parts(area).0.height));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let (theme, language) = (app.theme, app.language);
        if area.is_empty() {
            return;
        }
        let lead = language.pick("GIT LIET TWEE VERSIES STAAN ", "GIT LEFT TWO VERSIONS ");
        let x = write(buffer, area.x, area.y, area.width, lead, theme.style(Role::Warning));
        write(buffer, x, area.y, area.right().saturating_sub(x), &self.path, theme.style(Role::Heading));
        across(buffer, Rect { y: area.y + 1.min(area.height), height: 1, ..area }, theme.style(Role::Rule));
        let (list, left, right) = parts(area);
        for (index, y) in self.list.seen(self.entries.len()).zip(list.y..list.bottom()) {
            let (difference, side) = &self.entries[index];
            let row = Rect { y, height: 1, ..list };
            let chosen = index == self.list.chosen;
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, row, style);
            }
            let sign = match side {
                Some(Side::Ours) => "◀ ",
                Some(Side::Theirs) => "▶ ",
                None => "? ",
            };
            let x = write(buffer, row.x, y, row.width, sign, style.patch(theme.style(Role::Key)));
            write(buffer, x, y, row.right().saturating_sub(x), &difference.name(), style);
        }
        let Some((difference, side)) = self.entries.get(self.list.chosen) else { return };
        let here = language.pick("◀ HIER", "◀ HERE");
        let there = language.pick("▶ ERBIJ GEKOMEN", "▶ CAME IN");
        let ours =
            (format!("{here} {}", self.names.0), difference.ours.as_deref(), *side != Some(Side::Theirs));
        let theirs =
            (format!("{there} {}", self.names.1), difference.theirs.as_deref(), *side != Some(Side::Ours));
        for ((title, values, bright), part) in [ours, theirs].into_iter().zip([left, right]) {
            let mut column = Column::new(buffer, part);
            column.line(&title, theme.style(Role::Heading));
            let text = theme.style(if bright { Role::Text } else { Role::Dim });
            match values {
                None => {
                    column.line(language.pick("(staat er niet)", "(is not there)"), theme.style(Role::Dim));
                }
                Some(values) => {
                    for (key, words) in values {
                        column.line(key, theme.style(Role::Dim));
                        column.item("  ", words, text, 8);
                    }
                }
            }
        }
    }
}

/// The entries, what was here, what came in: beside each other, or the entries above where there is little room.
fn parts(area: Rect) -> (Rect, Rect, Rect) {
    let y = area.y + 2.min(area.height);
    let rest = Rect { y, height: area.bottom().saturating_sub(y), ..area };
    let (list, body) = if area.width >= 90 {
        let list = Rect { width: ENTRIES, ..rest };
        (list, Rect { x: rest.x + ENTRIES + 1, width: rest.width - ENTRIES - 1, ..rest })
    } else {
        let height = (rest.height / 3).max(1).min(rest.height);
        (Rect { height, ..rest }, Rect { y: rest.y + height, height: rest.height - height, ..rest })
    };
    let half = body.width / 2;
    let left = Rect { width: half.saturating_sub(1), ..body };
    (list, left, Rect { x: body.x + half, width: body.width - half, ..body })
}
