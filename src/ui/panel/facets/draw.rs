//! How the facets look.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::words::Word;
use super::{Facets, Goal, Question, Subject};
use crate::model::codebook::FacetKind;
use crate::text::width_of;
use crate::ui::app::{App, Choice};
use crate::ui::column::Column;
use crate::ui::names::name_of;
use crate::ui::paint::write;
use crate::ui::theme::Role;

/// From this width on, questions stand at the left and definitions at the right.
const TWO_COLUMNS: u16 = 64;

pub(super) fn draw(facets: &Facets, app: &App, area: Rect, buffer: &mut Buffer) {
    let Some(subject) = facets.subjects.get(facets.at) else { return };
    let (left, right) = if area.width >= TWO_COLUMNS {
        let width = area.width / 2;
        let x = area.x + width + 2;
        (Rect { width, ..area }, Some(Rect { x, width: area.right().saturating_sub(x), ..area }))
    } else {
        (area, None)
    };
    let mut column = Column::new(buffer, left);
    heading(facets, subject, app, &mut column);
    let first = first_in_sight(subject, app, left.width, column.left());
    for (index, question) in subject.questions.iter().enumerate().skip(first) {
        ask(question, index == subject.at, app, left.width, &mut column);
    }
    match right {
        Some(right) => {
            let mut column = Column::new(buffer, right);
            gets(facets, app, &mut column);
            column.blank();
            definitions(subject, app, &mut column);
        }
        None => {
            column.blank();
            gets(facets, app, &mut column);
            column.blank();
            definitions(subject, app, &mut column);
        }
    }
}

fn heading(facets: &Facets, subject: &Subject, app: &App, column: &mut Column<'_>) {
    let color = app.study.codebook.code(subject.code).and_then(|code| app.study.codebook.color(code));
    let name = name_of(&app.study, app.language, subject.code);
    let place = match facets.subjects.len() {
        1 => String::new(),
        count => format!(" {}/{count}", facets.at + 1),
    };
    column.line(&format!("{name}{place}"), app.theme.code(color).add_modifier(Modifier::BOLD));
    column.line(Word::Explain.say(app.language), app.theme.style(Role::Dim));
}

fn ask(question: &Question, here: bool, app: &App, width: u16, column: &mut Column<'_>) {
    let theme = app.theme;
    let facet = &question.facet;
    let sign = if here { "▸ " } else { "  " };
    let notes = [(facet.kind == FacetKind::Several, Word::Several), (!facet.ask_now, Word::Later)];
    let notes = notes.into_iter().filter(|(holds, _)| *holds).map(|(_, word)| word.say(app.language));
    let head: Vec<&str> = std::iter::once(facet.name.get(app.language.tag())).chain(notes).collect();
    let head = format!("{sign}{}", head.join(" · "));
    let style = theme.style(if here { Role::Heading } else { Role::Dim });
    if facet.kind == FacetKind::Text {
        let Some((area, buffer)) = column.row() else { return };
        let x = write(buffer, area.x, area.y, area.width, &format!("{head}: "), style);
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        let cursor = theme.style(if here { Role::Cursor } else { Role::Text });
        question.line.draw(buffer, rest, theme.style(Role::Text), cursor);
        return;
    }
    column.line(&head, style);
    values(question, app, width, column);
}

/// The first question to be drawn, so that the one at hand is seen whole where there is room for it.
fn first_in_sight(subject: &Subject, app: &App, width: u16, height: u16) -> usize {
    let rows = |question: &Question| {
        if question.facet.kind == FacetKind::Text {
            1
        } else {
            1 + value_rows(question, app, width).len() as u16
        }
    };
    let mut needed = 0;
    for index in (0..=subject.at).rev() {
        needed += subject.questions.get(index).map_or(0, rows);
        if needed > height {
            return (index + 1).min(subject.at);
        }
    }
    0
}

/// The values with their words, row by row.
fn value_rows(question: &Question, app: &App, width: u16) -> Vec<Vec<(usize, String)>> {
    let mut rows: Vec<Vec<(usize, String)>> = Vec::new();
    let mut used = 0;
    for value in 0..question.facet.values.len() {
        let words = shown(question, value, app);
        let columns = width_of(&words) + 1;
        match rows.last_mut() {
            Some(row) if used + columns <= width.saturating_sub(1) => {
                used += columns;
                row.push((value, words));
            }
            _ => {
                used = columns;
                rows.push(vec![(value, words)]);
            }
        }
    }
    rows
}

/// `[i]nstitutioneel  ●in[t]erpersoonlijk`, over as many rows as needed.
fn values(question: &Question, app: &App, width: u16, column: &mut Column<'_>) {
    let theme = app.theme;
    for values in value_rows(question, app, width) {
        let Some((area, buffer)) = column.row() else { return };
        let mut x = area.x + 2.min(area.width);
        for (value, words) in values {
            let set = question.set.contains(&value);
            let style = if set {
                theme.style(Role::Good).add_modifier(Modifier::BOLD)
            } else {
                theme.style(Role::Text)
            };
            x = write(buffer, x, area.y, area.right().saturating_sub(x), &words, style) + 1;
        }
    }
}

fn shown(question: &Question, value: usize, app: &App) -> String {
    let name = question.facet.values[value].name.get(app.language.tag());
    let sign = if question.set.contains(&value) { "●" } else { " " };
    match question.letters[value] {
        (letter, Some(place)) => {
            let (before, after) = name.split_at(place);
            format!("{sign}{before}[{letter}]{}", after.get(1..).unwrap_or_default())
        }
        (letter, None) => format!("{sign}[{letter}] {name}"),
    }
}

/// What the passage gets, when it is several codes.
fn gets(facets: &Facets, app: &App, column: &mut Column<'_>) {
    let Goal::Give(given) = &facets.goal else { return };
    column.line(Word::Gets.say(app.language), app.theme.style(Role::Dim));
    for given in given {
        let (name, subject) = match &given.choice {
            Choice::New(name) => (format!("+ {name}"), None),
            Choice::Code(code) => {
                let subject = facets.subjects.iter().find(|subject| subject.code == *code);
                (name_of(&app.study, app.language, *code), subject)
            }
        };
        let values = subject.map_or_else(String::new, |subject| summary(subject, app));
        column.line(&format!("✓ {name}{values}"), app.theme.style(Role::Good));
    }
}

fn summary(subject: &Subject, app: &App) -> String {
    let mut words = String::new();
    for question in &subject.questions {
        for value in &question.set {
            words.push_str(" · ");
            words.push_str(question.facet.values[*value].name.get(app.language.tag()));
        }
    }
    words
}

/// What the values of the facet at hand mean.
fn definitions(subject: &Subject, app: &App, column: &mut Column<'_>) {
    let Some(question) = subject.questions.get(subject.at) else { return };
    let tag = app.language.tag();
    for (value, (letter, _)) in question.facet.values.iter().zip(&question.letters) {
        let definition = value.definition.get(tag);
        if !definition.is_empty() {
            column.item(&format!("{letter} "), definition, app.theme.style(Role::Dim), 4);
        }
    }
}
