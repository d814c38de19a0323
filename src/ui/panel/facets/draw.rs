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
    for (index, question) in subject.questions.iter().enumerate() {
        ask(question, index == subject.at, app, &mut column);
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

fn ask(question: &Question, here: bool, app: &App, column: &mut Column<'_>) {
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
    values(question, app, column);
}

/// `[i]nstitutioneel  ●in[t]erpersoonlijk`, over as many rows as needed.
fn values(question: &Question, app: &App, column: &mut Column<'_>) {
    let theme = app.theme;
    let mut rest: Vec<(usize, String)> =
        (0..question.facet.values.len()).map(|value| (value, shown(question, value, app))).rev().collect();
    while !rest.is_empty() {
        let Some((area, buffer)) = column.row() else { return };
        let mut x = area.x + 2;
        while let Some((value, words)) =
            rest.pop_if(|(_, words)| x == area.x + 2 || x + width_of(words) <= area.right())
        {
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
