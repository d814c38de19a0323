//! The whole frame: what stands around the text, the text, and what lies on it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::{App, Areas, Screen, status};
use crate::model::Document;
use crate::text::width_of;
use crate::ui::paint::{across, down, fill, put, write, write_back};
use crate::ui::panel::{Panel, Place};
use crate::ui::reader;
use crate::ui::theme::Role;
use crate::ui::words::Word;
use crate::ui::{beside, names};

pub(super) fn draw(app: &App, buffer: &mut Buffer) {
    let areas = app.areas();
    fill(buffer, areas.whole, app.theme.style(Role::Text));
    // What lies under a panel that fills the screen is not drawn: that would be half of its frame's time.
    let covering = app.panels.iter().rposition(|panel| panel.place() == Place::Full);
    if covering.is_none() {
        rules(app, &areas, buffer);
        header(app, areas.header, buffer);
        app.tree.draw(app, areas.tree, false, buffer);
        match app.screen {
            Screen::Reader => read(app, &areas, buffer),
        }
        status::draw(app, areas.status, buffer);
    }
    if !app.panels.iter().any(|panel| panel.place() == Place::Row) {
        status::keys(app, areas.keys, buffer);
    }
    for panel in &app.panels[covering.unwrap_or(0)..] {
        frame_of(app, panel, &areas, buffer);
        if panel.place() == Place::Left {
            fill(buffer, areas.panel(Place::Left), app.theme.style(Role::Text));
        }
        panel.draw(app, areas.panel(panel.place()), buffer);
    }
}

/// Room for a docked panel where another one fills the screen.
fn dock_over(app: &App, areas: &Areas, buffer: &mut Buffer) {
    let style = app.theme.style(Role::Rule);
    let below = areas.side.is_empty();
    let rule = if below { areas.dock_rule } else { areas.side_rule };
    fill(
        buffer,
        Rect { height: areas.full().bottom().saturating_sub(areas.dock.y), ..areas.dock },
        app.theme.style(Role::Text),
    );
    fill(buffer, rule, app.theme.style(Role::Text));
    if below {
        across(buffer, rule, style);
    } else {
        down(buffer, rule, style);
    }
}

fn read(app: &App, areas: &Areas, buffer: &mut Buffer) {
    let Some(open) = &app.reader else {
        let words = match app.opening {
            Some(_) => Word::Opening.say(app.language),
            None if app.study.documents().is_empty() => Word::NoDocuments.say(app.language),
            None => "",
        };
        let area = areas.reader;
        write(
            buffer,
            area.x + 2.min(area.width),
            area.y + 1.min(area.height),
            area.width.saturating_sub(3),
            words,
            app.theme.style(Role::Dim),
        );
        return;
    };
    reader::draw::draw(open, &app.view(), buffer);
    let covered = app.panels.iter().any(|panel| areas.is_beside(panel.place()));
    if !covered && !areas.side.is_empty() {
        beside::draw(app, open, areas.panel(Place::Docked), buffer);
    }
}

/// Lines between the parts, joined where they meet.
fn rules(app: &App, areas: &Areas, buffer: &mut Buffer) {
    let style = app.theme.style(Role::Rule);
    for area in [areas.header_rule, areas.footer_rule, areas.dock_rule] {
        if !area.is_empty() {
            across(buffer, area, style);
        }
    }
    for area in [areas.tree_rule, areas.side_rule] {
        if !area.is_empty() {
            down(buffer, area, style);
            join(buffer, area, areas, style);
        }
    }
}

fn join(buffer: &mut Buffer, area: Rect, areas: &Areas, style: Style) {
    if !areas.header_rule.is_empty() {
        put(buffer, area.x, areas.header_rule.y, 1, "┬", style);
    }
    if !areas.footer_rule.is_empty() {
        put(buffer, area.x, areas.footer_rule.y, 1, "┴", style);
    }
}

/// A frame around panels that lie in the middle; what is below them is wiped.
fn frame_of(app: &App, panel: &Panel, areas: &Areas, buffer: &mut Buffer) {
    if panel.place() == Place::Full {
        fill(buffer, areas.full(), app.theme.style(Role::Text));
    }
    if panel.place() == Place::Docked && app.is_filled() {
        dock_over(app, areas, buffer);
    }
    if !areas.is_over(panel.place()) {
        return;
    }
    let area = areas.over();
    fill(buffer, area, app.theme.style(Role::Text));
    let style = app.theme.style(Role::Rule);
    let (right, bottom) = (area.right().saturating_sub(1), area.bottom().saturating_sub(1));
    across(buffer, Rect { height: 1, ..area }, style);
    across(buffer, Rect { y: bottom, height: 1, ..area }, style);
    down(buffer, Rect { width: 1, ..area }, style);
    down(buffer, Rect { x: right, width: 1, ..area }, style);
    for (x, y, corner) in
        [(area.x, area.y, "┌"), (right, area.y, "┐"), (area.x, bottom, "└"), (right, bottom, "┘")]
    {
        put(buffer, x, y, 1, corner, style);
    }
    let title = format!(" {} ", panel.title(app.language));
    write(
        buffer,
        area.x + 2.min(area.width),
        area.y,
        area.width.saturating_sub(4),
        &title,
        app.theme.style(Role::Heading),
    );
}

/// Document and its attributes at the left; progress in the middle; whose layer at the right. Left gives way to right.
fn header(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let (strong, dim) = (app.theme.style(Role::Heading), app.theme.style(Role::Dim));
    let layer = if area.width < 60 { String::new() } else { status::layer(app) };
    let right = write_back(buffer, area.x, area.right().saturating_sub(1), area.y, &layer, dim);
    let title_of = |document: &Document| format!("{} {}", names::document_mark(document), document.title());
    let Some(open) = &app.reader else {
        let opening = app.opening.and_then(|document| app.study.document(document)).map(title_of);
        let title = opening.unwrap_or_else(|| app.study.config.title.clone());
        write(buffer, area.x + 1, area.y, right.saturating_sub(area.x + 2), &title, strong);
        return;
    };
    let Some(document) = app.study.document(open.opened.document) else { return };
    let title = title_of(document);
    let facts = status::facts(app, document);
    let progress = status::progress(app, open);
    // In a narrow window progress says more than the layer's name does.
    let (room, needed) = (right.saturating_sub(area.x + 1), width_of(&title) + width_of(&progress) + 6);
    let progress = if needed > room { format!("{} %", open.percent()) } else { progress };
    let right = write_back(
        buffer,
        area.x,
        right.saturating_sub(if layer.is_empty() { 0 } else { 3 }),
        area.y,
        &progress,
        dim,
    );
    let end = write(buffer, area.x + 1, area.y, right.saturating_sub(area.x + 3), &title, strong);
    if !facts.is_empty() && right > end + 12 {
        write(buffer, end, area.y, right.saturating_sub(end + 2), &format!(" · {facts}"), dim);
    }
}
