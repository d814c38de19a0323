//! How the tree looks: groups with their number of documents; documents with status, title, how far they were coded and
//! one's own number of codings.

use std::borrow::Cow;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::Tree;
use super::rows::Row;
use crate::model::{Document, DocumentKey, Status};
use crate::text::width_of;
use crate::ui::app::App;
use crate::ui::names::document_mark;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// From this width on there is room for the ids of documents.
const WITH_MARK: u16 = 44;
/// How far a document was coded, in eighths.
const BAR: [&str; 9] = ["·", "▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"];

pub(super) fn draw(tree: &Tree, app: &App, area: Rect, focused: bool, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    heading(tree, app, area, focused, buffer);
    let room = usize::from(area.height - 1);
    for (index, y) in tree.list.seen(tree.rows.len()).take(room).zip(area.y + 1..) {
        let line = Line { tree, app, area: Rect { y, height: 1, ..area } };
        line.draw(&tree.rows[index], focused && index == tree.list.chosen, buffer);
    }
    if tree.rows.is_empty() && !tree.line.is_empty() && area.height > 1 {
        let words = app.language.pick("niets past", "nothing fits");
        write(
            buffer,
            area.x + 1,
            area.y + 1,
            area.width.saturating_sub(1),
            words,
            app.theme.style(Role::Dim),
        );
    }
}

/// What is looked for, or what this is; and how many documents there are.
fn heading(tree: &Tree, app: &App, area: Rect, focused: bool, buffer: &mut Buffer) {
    let dim = app.theme.style(Role::Dim);
    let all = app.study.documents().len();
    let count = if tree.line.is_empty() {
        all.to_string()
    } else {
        format!("{}/{all}", tree.rows.iter().filter(|row| row.document().is_some()).count())
    };
    let right = write_back(buffer, area.x, area.right(), area.y, &count, dim);
    let room = |x: u16| right.saturating_sub(x + 1);
    if focused {
        let x = write(buffer, area.x, area.y, room(area.x), app.language.pick("ZOEK ", "FIND "), dim);
        let line = Rect { x, width: room(x), height: 1, ..area };
        tree.line.draw(buffer, line, app.theme.style(Role::Text), app.theme.style(Role::Cursor));
    } else {
        write(buffer, area.x, area.y, room(area.x), app.language.pick("DOCUMENTEN", "DOCUMENTS"), dim);
    }
}

struct Line<'a> {
    tree: &'a Tree,
    app: &'a App,
    area: Rect,
}

impl Line<'_> {
    fn draw(&self, row: &Row, chosen: bool, buffer: &mut Buffer) {
        let style = self.app.theme.style(if chosen { Role::Chosen } else { Role::Text });
        if chosen {
            fill(buffer, self.area, style);
            write(buffer, self.area.x, self.area.y, 1, "▸", style);
        }
        match row {
            Row::Group { path, documents, open } => self.group(path, (*documents, *open), chosen, buffer),
            Row::Document { key, depth } => self.document(*key, *depth, chosen, buffer),
        }
    }

    fn group(&self, path: &[String], (documents, open): (usize, bool), chosen: bool, buffer: &mut Buffer) {
        let (theme, y) = (self.app.theme, self.area.y);
        let style = theme.style(if chosen { Role::Chosen } else { Role::Heading });
        let dim = if chosen { style } else { theme.style(Role::Dim) };
        let count = if open { String::new() } else { documents.to_string() };
        let right = write_back(buffer, self.area.x, self.area.right(), y, &count, dim);
        let x = self.area.x + 1 + indent(path.len() - 1);
        let words = format!("{} {}", if open { "▾" } else { "▹" }, self.group_name(path));
        write(buffer, x, y, right.saturating_sub(x + u16::from(!open)), &words, style);
    }

    fn group_name(&self, path: &[String]) -> String {
        let config = &self.app.study.config;
        let id = &config.tree[path.len() - 1];
        let value = &path[path.len() - 1];
        let attribute = config.attribute(id);
        let shown = attribute.map_or_else(|| value.clone(), |attribute| attribute.show(value));
        let name = attribute.map_or("", |attribute| attribute.name.get(self.app.language.tag()));
        let name = if name.is_empty() { id } else { name };
        if !value.is_empty() {
            // A bare number says nothing without its name.
            let number = shown.chars().all(|part| part.is_ascii_digit());
            return if number { format!("{name} {shown}") } else { shown };
        }
        format!("{} {name}", self.app.language.pick("zonder", "without"))
    }

    fn document(&self, key: DocumentKey, depth: usize, chosen: bool, buffer: &mut Buffer) {
        let (Some(document), Some(facts)) = (self.app.study.document(key), self.tree.facts.get(&key)) else {
            return;
        };
        let (theme, y) = (self.app.theme, self.area.y);
        let mut style = theme.style(if chosen { Role::Chosen } else { Role::Text });
        let dim = if chosen { style } else { theme.style(Role::Dim) };
        let open = self.app.opening.or(self.app.reader.as_ref().map(|reader| reader.opened.document));
        if open == Some(key) {
            style = style.add_modifier(Modifier::BOLD);
            if !chosen {
                write(buffer, self.area.x, y, 1, "▌", style);
            }
        }
        let count = if facts.codings == 0 { String::new() } else { facts.codings.to_string() };
        write_back(buffer, self.area.x, self.area.right(), y, &count, dim);
        let bar = self.area.right().saturating_sub(width_of(&count).max(3) + 1).max(self.area.x);
        write(buffer, bar, y, 1, BAR[usize::from(facts.steps.min(8))], dim);
        let status = match facts.status {
            Status::Todo => "·",
            Status::Busy => "◐",
            Status::Done => "✓",
        };
        let x = self.area.x + 1 + indent(depth);
        let x = write(buffer, x, y, 1, status, dim) + 1;
        let mark = format!("{} ", document_mark(document));
        let x = if self.area.width < WITH_MARK { x } else { write(buffer, x, y, 24, &mark, dim) };
        write(buffer, x, y, bar.saturating_sub(x + 1), &self.short_title(document), style);
    }

    /// The title without what the groups around it say already: `bijeenkomst 3` in the group `Driehoek`.
    fn short_title<'a>(&self, document: &'a Document) -> Cow<'a, str> {
        let title = document.title();
        for attribute in &self.app.study.config.tree {
            let value = document.attribute(attribute).filter(|value| !value.is_empty());
            let rest = value.and_then(|value| title.strip_prefix(value));
            let rest = rest.filter(|rest| rest.starts_with([',', ':', ' ', '-', '·']));
            if let Some(rest) = rest.map(|rest| rest.trim_start_matches([',', ':', ' ', '-', '·']))
                && !rest.is_empty()
            {
                return Cow::Borrowed(rest);
            }
        }
        Cow::Borrowed(title)
    }
}

fn indent(depth: usize) -> u16 {
    depth.min(6) as u16
}
