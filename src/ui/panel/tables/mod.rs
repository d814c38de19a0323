//! Tables: codes against attributes, roles, speakers, coders or facets; from a cell to its passages.

mod draw;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Find, Line, Panel, Purpose, Step};
use crate::analysis::table::{By, Table, code_rows, table};
use crate::index::Catalogue;
use crate::model::CodingKey;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::list::List;

/// A table, and the cell on which one stands.
#[derive(Debug, Default)]
pub struct Tables {
    /// All that columns can be, and which of it they are.
    all: Vec<By>,
    by: usize,
    descendants: bool,
    table: Option<Table>,
    /// The state of codings and texts that was counted.
    counted: (u64, u32),
    /// Rows; the last is the total.
    rows: List,
    /// The column on which one stands; the last is the total.
    column: usize,
    /// The first column that is seen.
    left: usize,
    /// How many columns are seen.
    seen: usize,
}

impl Tables {
    /// Codes against the first attribute of the study.
    pub fn new(app: &App) -> Self {
        let mut tables = Self { all: By::all(&app.study), ..Self::default() };
        tables.count(app);
        tables
    }

    fn count(&mut self, app: &App) {
        let Some(by) = self.all.get(self.by) else { return };
        let shown = |key: &CodingKey| {
            let there = app.study.document(app.study.coding(*key).document).is_some();
            there && app.shown.shows(&app.study, *key)
        };
        let codings: Vec<CodingKey> = app.study.codings().map(|(key, _)| key).filter(shown).collect();
        let rows = code_rows(&app.study, &codings, self.descendants);
        let none = Catalogue::default();
        let catalogue = app.finding.catalogue.as_deref().unwrap_or(&none);
        self.table = Some(table(&app.study, catalogue, rows, by));
        self.counted = Self::state(app);
    }

    /// What a count depends on.
    fn state(app: &App) -> (u64, u32) {
        (app.revision(), app.finding.catalogue.as_ref().map_or(0, |catalogue| catalogue.len()))
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        let columns = self.columns();
        match action {
            Action::Close | Action::CloseTop => return Step::Close,
            Action::NextColumn => self.column = (self.column + 1).min(columns),
            Action::PreviousColumn => self.column = self.column.saturating_sub(1),
            Action::OtherColumns => self.turn(app, 1),
            Action::OtherColumnsBack => self.turn(app, self.all.len().saturating_sub(1)),
            Action::Export if self.length() > 0 => {
                return Step::Open(Panel::Line(Line::new(Purpose::TableFile, "")));
            }
            Action::Descendants => {
                self.descendants = !self.descendants;
                self.count(app);
            }
            Action::Accept => {
                if let Some(words) = self.query() {
                    return Step::Open(Panel::Find(Box::new(Find::meant(app, &words))));
                }
            }
            _ if self.rows.act(action, self.length()) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Counts by another thing, `step` further on in the list.
    fn turn(&mut self, app: &App, step: usize) {
        if !self.all.is_empty() {
            self.by = (self.by + step) % self.all.len();
            (self.column, self.left) = (0, 0);
            self.count(app);
        }
    }

    /// What finds the codings of the cell on which one stands.
    fn query(&self) -> Option<String> {
        let table = self.table.as_ref().filter(|table| table.total.codings > 0)?;
        let row = (self.rows.chosen < table.rows.len()).then_some(self.rows.chosen);
        let column = (self.column < table.columns.len()).then_some(self.column);
        Some(table.query(row, column))
    }

    /// The table as rows for a file; `None` where nothing is counted.
    pub fn records(&self) -> Option<Vec<Vec<String>>> {
        self.table.as_ref().filter(|table| !table.rows.is_empty()).map(Table::records)
    }

    fn columns(&self) -> usize {
        self.table.as_ref().map_or(0, |table| table.columns.len())
    }

    /// Rows with the total.
    fn length(&self) -> usize {
        self.table.as_ref().filter(|table| !table.rows.is_empty()).map_or(0, |table| table.rows.len() + 1)
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        if self.counted != Self::state(app) {
            self.all = By::all(&app.study);
            self.by = self.by.min(self.all.len().saturating_sub(1));
            self.count(app);
        }
        let shape = draw::Shape::new(area, self, app);
        self.rows.arrange(self.length(), usize::from(shape.body.height));
        self.column = self.column.min(self.columns());
        self.left = self.left.min(self.column);
        while self.left < self.column && !draw::fits(self, self.left, self.column, shape.cells.width) {
            self.left += 1;
        }
        self.seen = (self.left..=self.columns())
            .take_while(|&last| draw::fits(self, self.left, last, shape.cells.width))
            .count()
            .max(1);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }
}
