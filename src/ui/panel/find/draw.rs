//! How the find screen looks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::head::{head, line, mistake};
use super::rows::Line;
use super::shape::Shape;
use super::words::Word;
use super::{Find, Focus, row};
use crate::model::Document;
use crate::text::width_of;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::names::document_mark;
use crate::ui::paint::{across, down, fill, write, write_back};
use crate::ui::theme::Role;

/// Columns of the offers.
const OFFERS: u16 = 60;
/// Questions that the empty screen shows of those that were asked.
const ASKED: usize = 6;

pub(super) fn draw(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) {
    let shape = Shape::new(area, find, app);
    let rule = app.theme.style(Role::Rule);
    let x = line(find, app, shape.line, buffer);
    if find.shows_mistake() {
        mistake(find, app, x, shape.head, buffer);
    } else {
        head(find, app, shape.head, buffer);
    }
    if !shape.rule.is_empty() {
        across(buffer, shape.rule, rule);
    }
    if shape.divider.width == 1 && shape.divider.height > 0 {
        down(buffer, shape.divider, rule);
    } else if !shape.divider.is_empty() {
        across(buffer, shape.divider, rule);
    }
    if find.line.is_blank() && find.focus == Focus::Line {
        begin(app, shape.list, buffer);
    }
    for (line, y) in find.rows.seen().iter().zip(shape.list.y..shape.list.bottom()) {
        let area = Rect { y, height: 1, ..shape.list };
        match *line {
            Line::Heading(group) => heading(find, app, group, area, buffer),
            Line::Answer(answer, part) => row::draw(find, app, (answer, part), area, shape.tall, buffer),
        }
    }
    if !shape.preview.is_empty() {
        find.preview.draw(app, buffer);
    }
    match find.focus {
        Focus::Counts => find.counts.draw(app, shape.counts, true, buffer),
        Focus::Forms => find.forms.draw(app, shape.counts, buffer),
        Focus::Line if !find.line.offers.is_empty() => offers(find, app, &shape, x, buffer),
        Focus::Line | Focus::Results => {}
    }
}

/// `D10 Driehoek, bijeenkomst 3 · gesprek · cyclus 2 ─── 4`
fn heading(find: &Find, app: &App, group: usize, row: Rect, buffer: &mut Buffer) {
    let Some(answered) = &find.answered else { return };
    let Some(key) = answered.documents.get(group) else { return };
    let theme = app.theme;
    across(buffer, row, theme.style(Role::Rule));
    let count = format!(" {}", answered.count_in(group));
    let right = write_back(buffer, row.x, row.right(), row.y, &count, theme.style(Role::Dim));
    let document = app.study.document(*key);
    let title = match document {
        Some(document) => format!("{} {}", document_mark(document), document.title()),
        None => app.study.document_id(*key).to_owned(),
    };
    let end = right.saturating_sub(2);
    let mut x = write(buffer, row.x, row.y, end.saturating_sub(row.x), &title, theme.style(Role::Heading));
    let facts = document.map(|document: &Document| crate::ui::app::facts(app, document)).unwrap_or_default();
    if !facts.is_empty() && end.saturating_sub(x) > 12 {
        x = write(buffer, x, row.y, end - x, &format!(" · {facts}"), theme.style(Role::Dim));
    }
    write(buffer, x, row.y, 1, " ", theme.style(Role::Text));
}

/// What may complete the word, below it; of a plain word one row, so that it hides little.
fn offers(find: &Find, app: &App, shape: &Shape, x: u16, buffer: &mut Buffer) {
    let theme = app.theme;
    let length = find.line.offers.len();
    let below = shape.list;
    let x = x.min(below.right().saturating_sub(OFFERS.min(below.width)));
    let width = OFFERS.min(below.right().saturating_sub(x));
    for (index, y) in find.line.list.seen(length).zip(below.y..below.bottom()) {
        let offer = &find.line.offers[index];
        let chosen = find.line.choosing && index == find.line.list.chosen;
        let base = theme.style(if chosen { Role::Chosen } else { Role::Selection });
        let area = Rect { x, y, width, height: 1 };
        fill(buffer, area, base);
        let sign = if chosen || !find.line.choosing && index == 0 { "▸ " } else { "  " };
        let start = write(buffer, x, y, width, sign, base);
        let end = write(buffer, start, y, area.right().saturating_sub(start), &offer.words, base);
        let room = area.right().saturating_sub(end + 2);
        if room > 8 && !offer.about.is_empty() {
            let about = crate::ui::paint::clip(&offer.about, room.saturating_sub(1)).into_owned();
            let at = area.right().saturating_sub(width_of(&about) + 1);
            write(buffer, at, y, room, &about, base.patch(theme.style(Role::Dim)));
        }
    }
}

/// The screen before anything is asked: what was asked before, what was saved, and what can be asked.
fn begin(app: &App, area: Rect, buffer: &mut Buffer) {
    let dim = app.theme.style(Role::Dim);
    let text = app.theme.style(Role::Text);
    let inner = Rect { x: area.x + 1.min(area.width), width: area.width.saturating_sub(1), ..area };
    let mut column = Column::new(buffer, inner);
    if !app.finding.asked.is_empty() {
        column.line(Word::Asked.say(app.language), dim);
        for asked in app.finding.asked.iter().rev().take(ASKED) {
            column.line(asked, text);
        }
        column.blank();
    }
    let saved = &app.study.config.queries;
    if !saved.is_empty() {
        column.line(Word::Saved.say(app.language), dim);
        for (name, words) in saved.iter().take(ASKED) {
            column.line(&format!("@{name}  {words}"), text);
        }
        column.blank();
    }
    column.line(Word::Examples.say(app.language), dim);
    for (words, about) in super::complete::examples(app) {
        if let Some((row, buffer)) = column.row() {
            let x = write(buffer, row.x, row.y, row.width, &words, text);
            let at = (row.x + 34).max(x + 2);
            write(buffer, at, row.y, row.right().saturating_sub(at), about, dim);
        }
    }
}
