//! How the find screen looks: the question, what it found, and the passages by document.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::Find;
use super::answers::Line;
use super::question::{self, Offer};
use super::words::{Say, Word};
use crate::model::{CodingKey, DocumentKey, Verdict};
use crate::text::{graphemes, width_of};
use crate::ui::app::{App, facet_values};
use crate::ui::column::Column;
use crate::ui::excerpts::{Excerpt, Found};
use crate::ui::names::{code_name, color_of, document_mark, name_of};
use crate::ui::paint::{across, clip, fill, write, write_back};
use crate::ui::theme::Role;

/// From this width on a passage has one row, else two.
const ONE_ROW: u16 = 120;
/// Columns of the number of a turn, of a speaker, and of code and facets in one row.
const TURN: u16 = 5;
const SPEAKER: u16 = 8;
const CODE: u16 = 42;
/// Columns of the names of codes to choose.
const NAMES: u16 = 48;
/// Rows of a mistake.
const MISTAKE: u16 = 3;

/// Where the parts are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// The question.
    line: Rect,
    /// What was found, or what is wrong.
    head: Rect,
    rule: Rect,
    /// Offers or passages.
    pub list: Rect,
    /// Rows of a passage.
    pub tall: usize,
}

impl Shape {
    pub(super) fn new(area: Rect, find: &Find) -> Self {
        let mut rest = area;
        let mut take = |height: u16| {
            let height = height.min(rest.height);
            let part = Rect { height, ..rest };
            rest.y += height;
            rest.height -= height;
            part
        };
        let line = take(1);
        let head = take(if shows_mistake(find) { MISTAKE } else { 1 });
        let rule = take(u16::from(area.height >= 10));
        Self { line, head, rule, list: rest, tall: if area.width >= ONE_ROW { 1 } else { 2 } }
    }
}

/// A mistake in the word that one is typing is none yet, as long as something would complete it.
fn shows_mistake(find: &Find) -> bool {
    let line = find.line.text();
    find.mistake.as_ref().is_some_and(|mistake| {
        let typing = !find.offers.is_empty() && mistake.span.end as usize > question::last_word(line);
        !line.trim().is_empty() && !typing
    })
}

pub(super) fn draw(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) {
    let shape = Shape::new(area, find);
    let theme = app.theme;
    let x = line(find, app, shape.line, buffer);
    if shows_mistake(find) {
        mistake(find, app, x, shape.head, buffer);
    } else {
        head(find, app, shape.head, buffer);
    }
    if !shape.rule.is_empty() {
        across(buffer, shape.rule, theme.style(Role::Rule));
    }
    if find.offers.is_empty() {
        for (line, y) in find.answers.seen().zip(shape.list.y..shape.list.bottom()) {
            let row = Rect { y, height: 1, ..shape.list };
            match line {
                Line::Heading(document, count) => heading(app, document, count, row, buffer),
                Line::Passage(passage, part) => {
                    passage_row(find, app, (passage, part), row, shape.tall, buffer);
                }
            }
        }
    } else {
        for (index, y) in find.list.seen(find.offers.len()).zip(shape.list.y..shape.list.bottom()) {
            offer(find, app, index, Rect { y, height: 1, ..shape.list }, buffer);
        }
    }
}

/// Gives the column where the question begins.
fn line(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) -> u16 {
    let theme = app.theme;
    let lead = format!("{} ", Word::Find.say(app.language));
    let x = write(buffer, area.x, area.y, area.width, &lead, theme.style(Role::Key));
    let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
    if find.asking {
        find.line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    } else {
        write(buffer, rest.x, rest.y, rest.width, find.line.text(), theme.style(Role::Heading));
    }
    x
}

/// `62 coderingen in 14 documenten door 2 coders · reflectie en wat eronder valt`, and whose at the right.
fn head(find: &Find, app: &App, area: Rect, buffer: &mut Buffer) {
    let dim = app.theme.style(Role::Dim);
    let Some(query) = &find.query else {
        if find.line.text().trim().is_empty() {
            write(buffer, area.x, area.y, area.width, Word::Ask.say(app.language), dim);
        }
        return;
    };
    let mut right = area.right();
    if !question::names_coders(query) {
        let names: Vec<&str> = app.shown.coders.iter().map(|coder| app.study.coder_name(*coder)).collect();
        let whose = Say::Of(&clip(&names.join(", "), area.width / 4)).show(app.language);
        right = write_back(buffer, area.x, right, area.y, &whose, dim).saturating_sub(2);
    }
    let answers = &find.answers;
    let words = match answers.len() {
        0 => Word::Nothing.say(app.language).to_owned(),
        count => Say::Found(count, answers.documents(), answers.coders).show(app.language),
    };
    let style = app.theme.style(Role::Heading);
    let room = |x: u16| right.saturating_sub(x);
    let x = write(buffer, area.x, area.y, room(area.x), &words, style);
    let about = question::about(app, query);
    if !about.is_empty() {
        write(buffer, x, area.y, room(x), &format!(" · {about}"), dim);
    }
}

/// A mark under the characters where it is, and what was expected.
fn mistake(find: &Find, app: &App, x: u16, area: Rect, buffer: &mut Buffer) {
    let Some(mistake) = &find.mistake else { return };
    let style = app.theme.style(Role::Warning);
    let line = find.line.text();
    let before = width_of(line.get(..mistake.span.start as usize).unwrap_or_default());
    let marks = "^".repeat(usize::from(width_of(mistake.span.slice(line)).max(1)));
    let at = x.saturating_add(before).min(area.right().saturating_sub(1));
    write(buffer, at, area.y, area.right().saturating_sub(at), &marks, style);
    let below = Rect { y: area.y + 1, height: area.height.saturating_sub(1), ..area };
    Column::new(buffer, below).item("", &mistake.mistake.to_string(), style, MISTAKE - 1);
}

fn offer(find: &Find, app: &App, index: usize, row: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let chosen = index == find.list.chosen;
    let base = background(app, chosen, row, buffer);
    let sign = if chosen { "▸ " } else { "  " };
    match &find.offers[index] {
        Offer::Family(name) => {
            write(buffer, row.x, row.y, row.width, name, theme.style(Role::Dim));
        }
        Offer::Words(words) => {
            let x = write(buffer, row.x, row.y, row.width, sign, base);
            write(buffer, x, row.y, row.right().saturating_sub(x), words, base);
        }
        Offer::Code(code, depth) => {
            let known = app.study.codebook.code(*code);
            let color = known.and_then(|code| app.study.codebook.color(code));
            let x = write(buffer, row.x, row.y, row.width, sign, base) + 2 * depth.min(&4);
            let room = row.right().saturating_sub(x);
            let name = name_of(&app.study, app.language, *code);
            let names = row.x + NAMES.min(row.width / 2);
            let width = room.min(names.saturating_sub(x));
            write(buffer, x, row.y, width, &name, base.patch(theme.code(color)));
            let dim = base.patch(theme.style(Role::Dim));
            let x = names + 2;
            let count = format!("{:>5}", question::count(app, *code));
            let x = write(buffer, x, row.y, row.right().saturating_sub(x), &count, dim) + 2;
            let words = find.offers[index].words(&app.study);
            write(buffer, x, row.y, row.right().saturating_sub(x), &words, dim);
        }
    }
}

fn background(app: &App, chosen: bool, row: Rect, buffer: &mut Buffer) -> Style {
    let style = app.theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, row, style);
    }
    style
}

/// `D10 Driehoek, bijeenkomst 3 ─── 4`
fn heading(app: &App, document: DocumentKey, count: usize, row: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    across(buffer, row, theme.style(Role::Rule));
    let count = format!(" {}", Say::Count(count).show(app.language));
    let right = write_back(buffer, row.x, row.right(), row.y, &count, theme.style(Role::Dim));
    let title = match app.study.document(document) {
        Some(document) => format!("{} {}", document_mark(document), document.title()),
        None => app.study.document_id(document).to_owned(),
    };
    let x = write(buffer, row.x, row.y, right.saturating_sub(row.x + 1), &title, theme.style(Role::Heading));
    write(buffer, x, row.y, 1, " ", theme.style(Role::Text));
}

fn passage_row(
    find: &Find,
    app: &App,
    (passage, part): (usize, usize),
    row: Rect,
    tall: usize,
    buffer: &mut Buffer,
) {
    let Some(key) = find.answers.get(passage) else { return };
    let chosen = passage == find.answers.chosen && !find.asking;
    let base = background(app, chosen, row, buffer);
    let found = Excerpt::of_coding(app, key);
    let inset = TURN + 1 + SPEAKER + 1;
    let mut x = row.x;
    if part == 0 {
        place(app, &found, row, base, buffer);
        x += inset;
        let width = if tall == 1 { CODE } else { row.width.saturating_sub(inset) };
        coding(app, key, Rect { x, width, ..row }, base, buffer);
        x += CODE + 2;
    } else {
        x += TURN + 1;
    }
    if chosen && part == 0 {
        write(buffer, row.x, row.y, 1, "▸", base);
    }
    if part + 1 == tall {
        quote(app, key, &found, Rect { x, width: row.right().saturating_sub(x), ..row }, base, buffer);
    }
}

fn place(app: &App, found: &Found, row: Rect, base: Style, buffer: &mut Buffer) {
    let Found::Here(excerpt) = found else { return };
    let theme = app.theme;
    let turn = excerpt.turn.to_string();
    write_back(buffer, row.x, row.x + TURN, row.y, &turn, base.patch(theme.style(Role::Dim)));
    let style = base.patch(theme.style(Role::Speaker));
    write(buffer, row.x + TURN + 1, row.y, SPEAKER, &excerpt.speaker, style);
}

/// `▎*Perspectief nemen @bram · interpersoonlijk, gerealiseerd`
fn coding(app: &App, key: CodingKey, area: Rect, base: Style, buffer: &mut Buffer) {
    let coding = app.study.coding(key);
    let style = base.patch(app.theme.code(color_of(&app.study, key)));
    let dim = base.patch(app.theme.style(Role::Dim));
    let room = |x: u16| area.right().saturating_sub(x);
    let sign = match (coding.code.is_some(), coding.coder == app.coder) {
        (_, false) => "┆",
        (false, true) => "╎",
        (true, true) => "▎",
    };
    let star = if coding.important { "*" } else { "" };
    let name = format!("{sign}{star}{}", code_name(&app.view(), coding.code));
    let mut x = write(buffer, area.x, area.y, area.width, &name, style);
    if coding.coder != app.coder {
        let coder = format!(" @{}", app.study.coder_name(coding.coder));
        x = write(buffer, x, area.y, room(x), &coder, style);
    }
    let values: Vec<String> = facet_values(app, key).into_iter().map(|(_, values)| values).collect();
    if !values.is_empty() && room(x) > 6 {
        write(buffer, x, area.y, room(x), &format!(" · {}", values.join(" · ")), dim);
    }
}

/// The passage between its neighbours, the passage itself first where room is short.
fn quote(app: &App, key: CodingKey, found: &Found, area: Rect, base: Style, buffer: &mut Buffer) {
    let dim = base.patch(app.theme.style(Role::Dim));
    let excerpt = match found {
        Found::Here(excerpt) => excerpt,
        Found::Reading => {
            write(buffer, area.x, area.y, area.width, Word::Reading.say(app.language), dim);
            return;
        }
        Found::Nowhere => {
            let word = if app.study.verdict(key) == Verdict::Lost { Word::Lost } else { Word::Unsure };
            let style = base.patch(app.theme.style(Role::Warning));
            write(buffer, area.x, area.y, area.width, word.say(app.language), style);
            return;
        }
    };
    let words = excerpt.quote.trim();
    let rest = area.width.saturating_sub(width_of(words) + 2);
    let before = tail(&excerpt.before, (rest / 2).min(area.width / 4).max(area.width / 8));
    let room = |x: u16| area.right().saturating_sub(x);
    let x = write(buffer, area.x, area.y, area.width, &before, dim);
    let strong = base.add_modifier(Modifier::BOLD);
    let x = write(buffer, x, area.y, room(x), "«", dim);
    let x = write(buffer, x, area.y, room(x).saturating_sub(1), words, strong);
    let x = write(buffer, x, area.y, room(x), "»", dim);
    // Less than a word says nothing.
    if room(x) > 6 {
        write(buffer, x, area.y, room(x), excerpt.after.trim_end(), dim);
    }
}

/// The last whole words of `words` in at most `width` columns, with `…` where something was cut.
fn tail(words: &str, width: u16) -> String {
    if width_of(words) <= width {
        return words.to_owned();
    }
    let mut start = words.len() as u32;
    while start > 0 {
        let before = graphemes::previous(words, start);
        if width_of(&words[before as usize..]) + 1 > width {
            break;
        }
        start = before;
    }
    let kept = &words[start as usize..];
    kept.split_once(' ').map_or_else(|| "…".to_owned(), |(_, rest)| format!("…{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_stands_before_is_cut_at_a_word() {
        assert_eq!(tail("een twee drie ", 20), "een twee drie ");
        assert_eq!(tail("een twee drie ", 9), "…drie ");
        assert_eq!(tail("eentweedrie", 5), "…");
        assert_eq!(tail("een", 0), "…");
    }
}
