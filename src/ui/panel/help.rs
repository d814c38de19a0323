//! The keys that work where one is, from the table of actions.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::ui::action::{ACTIONS, Action, Context, Entry};
use crate::ui::app::App;
use crate::ui::list::List;
use crate::ui::paint::write;
use crate::ui::theme::Role;

/// Columns of a key with its explanation.
const COLUMN: u16 = 54;
/// Columns of the keys.
const KEYS: u16 = 17;

/// The keys of one context.
#[derive(Debug)]
pub struct Help {
    /// Where the question was asked.
    pub context: Context,
    list: List,
}

/// A row of the page.
enum Row {
    Heading(String),
    Entry(&'static Entry),
    Blank,
}

impl Help {
    /// The keys of `context`.
    pub fn new(context: Context) -> Self {
        Self { context, list: List::default() }
    }

    pub(super) fn act(&mut self, action: Action, app: &App) -> Step {
        match action {
            Action::Close | Action::CloseTop | Action::Help => Step::Close,
            _ if self.list.act(action, self.rows(app).len()) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        let columns = usize::from((area.width / COLUMN).max(1));
        let rows = self.rows(app).len().div_ceil(columns);
        self.list.arrange(rows, usize::from(area.height));
    }

    /// The page, by group.
    fn rows(&self, app: &App) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        let mut group = None;
        for entry in ACTIONS {
            let works = entry.contexts.contains(&self.context) && !app.keymap.keys(entry.action).is_empty();
            if !works {
                continue;
            }
            if group != Some(entry.group) {
                if group.is_some() {
                    rows.push(Row::Blank);
                }
                rows.push(Row::Heading(entry.group.name(app.language).to_owned()));
                group = Some(entry.group);
            }
            rows.push(Row::Entry(entry));
        }
        rows
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let columns = (area.width / COLUMN).max(1);
        let width = area.width / columns;
        let rows = self.rows(app);
        let height = rows.len().div_ceil(usize::from(columns));
        for (column, part) in rows.chunks(height.max(1)).enumerate() {
            let x = area.x + width * column as u16;
            let seen = self.list.seen(height);
            let visible = part.iter().skip(seen.start).take(seen.len());
            for (row, y) in visible.zip(area.y..) {
                draw_row(row, app, (x, y, width.saturating_sub(1)), buffer);
            }
        }
    }
}

fn draw_row(row: &Row, app: &App, (x, y, width): (u16, u16, u16), buffer: &mut Buffer) {
    let theme = app.theme;
    match row {
        Row::Blank => {}
        Row::Heading(words) => {
            write(buffer, x, y, width, words, theme.style(Role::Heading));
        }
        Row::Entry(entry) => {
            let keys: Vec<String> = app.keymap.keys(entry.action).iter().map(ToString::to_string).collect();
            let keys = keys.join(" ");
            write(buffer, x, y, (KEYS - 1).min(width), &keys, theme.style(Role::Key));
            let x_help = x + KEYS.min(width);
            let room = (x + width).saturating_sub(x_help);
            write(buffer, x_help, y, room, entry.help(app.language), theme.style(Role::Text));
        }
    }
}
