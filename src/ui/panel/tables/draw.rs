//! How a table looks: names at the left, numbers right-aligned below the names of their columns, an empty cell a dot.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Tables;
use super::words::{Word, by_name, sentence};
use crate::analysis::table::{Cell, Table};
use crate::text::width_of;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::paint::{across, clip, fill, write, write_back};
use crate::ui::theme::Role;

/// Columns of the screen that a column of the table has at least, and at most, with the blank in front of it.
const NARROWEST: u16 = 7;
const WIDEST: u16 = 15;
/// Rows that warnings get at most.
const WARNINGS: u16 = 4;

/// Where everything is.
pub(super) struct Shape {
    title: Rect,
    head: Rect,
    pub(super) body: Rect,
    names: u16,
    /// The room of the columns.
    pub(super) cells: Rect,
    cell: Rect,
    warnings: Rect,
}

impl Shape {
    pub(super) fn new(area: Rect, tables: &Tables, app: &App) -> Self {
        let row =
            |y: u16, height: u16| Rect { y, height: height.min(area.bottom().saturating_sub(y)), ..area };
        let warnings = tables.table.as_ref().map_or(0, |table| table.warnings.len());
        let told = u16::from(app.finding.catalogue.is_none());
        let wanted = (warnings as u16 * 2).min(WARNINGS) + told;
        // Title, head and its rule, the cell and the rule above it.
        let spare = area.height.saturating_sub(5 + 4);
        let warned = wanted.min(spare);
        let body = area.height.saturating_sub(5 + warned);
        let names = (area.width * 2 / 5).clamp(10.min(area.width), 38);
        let top = area.y + 3;
        let cells = Rect { x: area.x + names, width: area.width.saturating_sub(names), ..row(top, body) };
        Self {
            title: row(area.y, 1),
            head: row(area.y + 1, 1),
            body: row(top, body),
            names,
            cells,
            cell: row(top + body + 1, 1),
            warnings: row(top + body + 2, warned),
        }
    }
}

/// The name of a column; the one behind the last is the total.
fn label<'t>(table: &'t Table, column: usize, app: &App) -> &'t str {
    match table.columns.get(column) {
        Some(head) => &head.label,
        None => Word::Total.say(app.language),
    }
}

fn width(tables: &Tables, column: usize) -> u16 {
    let table = tables.table.as_ref();
    let label = table.and_then(|table| table.columns.get(column)).map_or(6, |head| width_of(&head.label));
    (label + 2).clamp(NARROWEST, WIDEST)
}

/// True when the columns from `first` to `last`, both included, fit into `room`.
pub(super) fn fits(tables: &Tables, first: usize, last: usize, room: u16) -> bool {
    (first..=last).map(|column| u32::from(width(tables, column))).sum::<u32>() <= u32::from(room)
}

pub(super) fn draw(tables: &Tables, app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(table) = &tables.table else { return };
    let shape = Shape::new(area, tables, app);
    let theme = app.theme;
    let (dim, rule) = (theme.style(Role::Dim), theme.style(Role::Rule));
    title(tables, table, app, shape.title, buffer);
    if table.total.codings == 0 {
        write(buffer, area.x, shape.head.y, area.width, Word::Empty.say(app.language), dim);
        return;
    }
    across(buffer, Rect { y: shape.head.y + 1, ..shape.head }, rule);
    let seen = tables.left..tables.left + tables.seen;
    let mut x = shape.cells.x;
    for column in seen.clone() {
        let wide = width(tables, column);
        let role = if column == tables.column { Role::Heading } else { Role::Dim };
        let words = clip(label(table, column, app), wide.saturating_sub(2));
        write_back(buffer, x, x + wide, shape.head.y, &words, theme.style(role));
        x += wide;
    }
    let more = tables.columns() + 1 - (tables.left + tables.seen).min(tables.columns() + 1);
    let left = if tables.left > 0 { format!("‹ {}  ", tables.left) } else { String::new() };
    let right = if more > 0 { format!("{more} ›") } else { String::new() };
    write(buffer, area.x, shape.head.y, shape.names, &format!("{left}{right}"), dim);
    for (index, y) in tables.rows.seen(table.rows.len() + 1).zip(shape.body.y..shape.body.bottom()) {
        line(tables, table, app, index, Rect { y, height: 1, ..shape.body }, &shape, buffer);
    }
    across(buffer, Rect { y: shape.cell.y.saturating_sub(1), ..shape.cell }, rule);
    here(tables, table, app, shape.cell, buffer);
    let mut column = Column::new(buffer, shape.warnings);
    if app.finding.catalogue.is_none() {
        column.line(Word::NoTurns.say(app.language), dim);
    }
    for warning in &table.warnings {
        let words = warning.text.get(app.language.tag());
        column.item("! ", words, theme.style(Role::Warning), 2);
    }
}

/// `TABEL code × traject (3 van 9) · met onderliggende codes`
fn title(tables: &Tables, table: &Table, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let attribute = app.study.config.attribute(table.by.name());
    let by = by_name(&table.by, attribute.map(|found| found.name.get(app.language.tag())), app.language);
    let x = write(buffer, area.x, area.y, area.width, Word::Table.say(app.language), theme.style(Role::Key));
    let words = format!(" {} × {by}", Word::Codes.say(app.language));
    let x = write(buffer, x, area.y, area.right().saturating_sub(x), &words, theme.style(Role::Heading));
    let of = app.language.pick("van", "of");
    let mut rest = format!(" ({} {of} {})", tables.by + 1, tables.all.len());
    if tables.descendants {
        rest.push_str(" · ");
        rest.push_str(Word::WithBelow.say(app.language));
    }
    write(buffer, x, area.y, area.right().saturating_sub(x), &rest, theme.style(Role::Dim));
}

fn cell_at(table: &Table, row: usize, column: usize) -> Cell {
    let cells = table.cells.get(row).map_or(&table.column_totals, |cells| cells);
    let total = table.row_totals.get(row).unwrap_or(&table.total);
    *cells.get(column).unwrap_or(total)
}

fn line(
    tables: &Tables,
    table: &Table,
    app: &App,
    row: usize,
    area: Rect,
    shape: &Shape,
    buffer: &mut Buffer,
) {
    let theme = app.theme;
    let chosen = row == tables.rows.chosen;
    let total = row == table.rows.len();
    let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, area, base);
    }
    let name = match table.rows.get(row) {
        Some(head) => format!("{}{}", "  ".repeat(head.depth), head.label),
        None => Word::Total.say(app.language).to_owned(),
    };
    let style = if total { base.patch(theme.style(Role::Heading)) } else { base };
    let sign = if chosen { "▸ " } else { "  " };
    let x = write(buffer, area.x, area.y, area.width, sign, base);
    let room = (area.x + shape.names).saturating_sub(x);
    write(buffer, x, area.y, room, &clip(&name, room), style);
    let mut x = shape.cells.x;
    for column in tables.left..tables.left + tables.seen {
        let wide = width(tables, column);
        let cell = cell_at(table, row, column);
        let words = if cell.codings == 0 { "·".to_owned() } else { cell.codings.to_string() };
        let here = chosen && column == tables.column;
        let words = if here { format!("[{words}]") } else { format!("{words} ") };
        let style = match (here, cell.codings) {
            (true, _) => base.patch(theme.style(Role::Heading)),
            (false, 0) => base.patch(theme.style(Role::Dim)),
            (false, _) => style,
        };
        write_back(buffer, x, (x + wide).saturating_sub(1), area.y, &words, style);
        x += wide;
    }
}

/// `Perspectief nemen × VONC: 12 coderingen in 5 documenten, 4 sprekers`
fn here(tables: &Tables, table: &Table, app: &App, area: Rect, buffer: &mut Buffer) {
    let row = table.rows.get(tables.rows.chosen).map_or(Word::Total.say(app.language), |head| &head.label);
    let column = label(table, tables.column, app);
    let cell = cell_at(table, tables.rows.chosen, tables.column);
    let heading = app.theme.style(Role::Heading);
    let x = write(buffer, area.x, area.y, area.width, &format!("{row} × {column}"), heading);
    let words = format!(": {}", sentence(cell, app.language));
    write(buffer, x, area.y, area.right().saturating_sub(x), &words, app.theme.style(Role::Text));
}
