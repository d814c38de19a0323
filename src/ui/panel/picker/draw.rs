//! How the picker looks: in one column beside the text, in two below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::search::Row;
use super::words::{Say, Word};
use super::{Picker, To};
use crate::model::codebook::Note;
use crate::model::{Code, CodeKey};
use crate::ui::app::{App, Choice};
use crate::ui::column::Column;
use crate::ui::excerpts::{Excerpt, Found};
use crate::ui::names::{document_mark, name_of};
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// From this width on, the codes stand at the left and what they mean at the right.
const TWO_COLUMNS: u16 = 64;
/// Columns of the codes then.
const LIST: u16 = 44;
/// Columns of the letters of a code, and of how often it was given.
const LETTERS: u16 = 6;
const COUNT: u16 = 5;
/// Ticked codes that are named.
const TICKED: usize = 4;

/// Where the parts are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// What is typed.
    pub line: Rect,
    /// The codes.
    pub list: Rect,
    /// What the code under the cursor means.
    pub detail: Rect,
    /// What was ticked.
    pub ticked: Rect,
}

impl Shape {
    pub(super) fn new(area: Rect, picker: &Picker) -> Self {
        let named = picker.ticked.len().min(TICKED);
        let ticked = if named == 0 { 0 } else { (named as u16 + 1).min(area.height / 2) };
        let line = Rect { height: area.height.min(1), ..area };
        let rows = picker.rows.len() as u16;
        let below = Rect { y: line.bottom(), height: area.height - line.height, ..area };
        if area.width >= TWO_COLUMNS {
            let width = LIST.min(area.width / 2);
            let x = area.x + width + 2;
            let right = Rect { x, width: area.right().saturating_sub(x), ..area };
            return Self {
                line: Rect { width, ..line },
                list: Rect { width, ..below },
                detail: Rect { height: right.height.saturating_sub(ticked), ..right },
                ticked: Rect { y: right.bottom().saturating_sub(ticked), height: ticked, ..right },
            };
        }
        let room = below.height.saturating_sub(ticked);
        let list = rows.min((room * 2 / 5).max(3)).min(room);
        let detail = room - list;
        Self {
            line,
            list: Rect { height: list, ..below },
            // A blank row between list and meaning.
            detail: Rect { y: below.y + list + detail.min(1), height: detail.saturating_sub(1), ..below },
            ticked: Rect { y: below.bottom() - ticked, height: ticked, ..below },
        }
    }
}

pub(super) fn draw(picker: &Picker, app: &App, area: Rect, buffer: &mut Buffer) {
    let shape = Shape::new(area, picker);
    line(picker, app, shape.line, buffer);
    let seen = picker.list.seen(picker.rows.len());
    for (index, y) in seen.zip(shape.list.y..) {
        let area = Rect { y, height: 1, ..shape.list };
        row(picker, app, index, area, buffer);
    }
    detail(picker, app, shape.detail, buffer);
    ticked(picker, app, shape.ticked, buffer);
}

fn line(picker: &Picker, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let theme = app.theme;
    let count = picker.rows.iter().filter(|row| matches!(row, Row::Code { .. })).count();
    let (word, right) = if picker.pinning {
        (Word::PinTo, String::new())
    } else {
        (Word::Find, Say::Codes(count).show(app.language))
    };
    let lead = format!("{} ", word.say(app.language));
    let x = write(buffer, area.x, area.y, area.width, &lead, theme.style(Role::Key));
    let end = write_back(buffer, x + 4, area.right().max(x + 4), area.y, &right, theme.style(Role::Dim));
    if !picker.pinning {
        let rest = Rect { x, width: end.saturating_sub(x + 1), height: 1, ..area };
        picker.line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    }
}

fn row(picker: &Picker, app: &App, index: usize, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let chosen = index == picker.list.chosen;
    let mut base = theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, area, base);
        base = base.add_modifier(Modifier::BOLD);
    }
    let sign = |ticked: bool| match (ticked, chosen) {
        (true, _) => "✓ ",
        (false, true) => "▸ ",
        (false, false) => "  ",
    };
    let is_ticked = |choice: &Choice| picker.ticked.contains(choice);
    match &picker.rows[index] {
        Row::Family(name) => {
            write(buffer, area.x, area.y, area.width, name, theme.style(Role::Dim));
        }
        Row::New(name) => {
            let sign = sign(is_ticked(&Choice::New(name.clone())));
            let words = format!(
                "{sign}+ {} \"{name}\" {}",
                Word::New.say(app.language),
                picker.new_goes().say(app.language)
            );
            write(buffer, area.x, area.y, area.width, &words, base);
        }
        Row::Code { code, depth } => {
            let Some(known) = app.study.codebook.code(*code) else { return };
            let letters = known.mnemonic.as_ref().map_or_else(String::new, |letters| format!(",{letters}"));
            let dim = base.patch(theme.style(Role::Dim));
            let end = area.right();
            write_back(buffer, area.x, end, area.y, &letters, base.patch(theme.style(Role::Key)));
            let end = end.saturating_sub(LETTERS);
            let count = own_count(app, *code);
            let count = if count == 0 { String::new() } else { count.to_string() };
            write_back(buffer, area.x, end, area.y, &count, dim);
            let x = write(buffer, area.x, area.y, area.width, sign(is_ticked(&Choice::Code(*code))), base);
            let x = x + 2 * depth.min(&4);
            let room = end.saturating_sub(COUNT.max(count.len() as u16 + 1)).saturating_sub(x);
            let style = base.patch(theme.code(app.study.codebook.color(known)));
            write(buffer, x, area.y, room, &name_of(&app.study, app.language, *code), style);
        }
    }
}

/// How often the coders who are shown gave this code.
fn own_count(app: &App, code: CodeKey) -> usize {
    app.shown.coders.iter().map(|coder| app.study.count_with(Some(code), *coder)).sum()
}

fn detail(picker: &Picker, app: &App, area: Rect, buffer: &mut Buffer) {
    let mut column = Column::new(buffer, area);
    match picker.here() {
        Some(Choice::Code(code)) => {
            let Some(code) = app.study.codebook.code(code) else { return };
            meaning(app, code, &mut column);
            last(picker, app, &mut column);
        }
        Some(Choice::New(_)) => {
            column.words(picker.new_means().say(app.language), app.theme.style(Role::Dim));
        }
        None => {}
    }
}

/// What a code means: definition, when to use it, when not and which code then, an example.
pub(in crate::ui::panel) fn meaning(app: &App, code: &Code, column: &mut Column<'_>) {
    let (text, dim) = (app.theme.style(Role::Text), app.theme.style(Role::Dim));
    let tag = app.language.tag();
    column.words(code.definition.get(tag), text);
    for note in &code.include {
        column.item("+ ", note.text.get(tag), dim, 3);
    }
    for note in &code.exclude {
        column.item("− ", &exclusion(app, note), dim, 3);
    }
    if let Some(example) = code.examples.first() {
        column.item(&format!("{} ", Word::Example.say(app.language)), example.get(tag), dim, 3);
    }
}

fn exclusion(app: &App, note: &Note) -> String {
    let words = note.text.get(app.language.tag());
    let neighbour = note.not.as_deref().map(|id| {
        let known = app.study.codebook.by_id(id);
        known.map_or_else(|| id.to_owned(), |code| name_of(&app.study, app.language, code.key))
    });
    match neighbour {
        Some(neighbour) => format!("{words} → {neighbour}"),
        None => words.to_owned(),
    }
}

fn last(picker: &Picker, app: &App, column: &mut Column<'_>) {
    if picker.last.is_empty() || column.left() < 3 {
        return;
    }
    column.blank();
    column.line(Word::LastOfCode.say(app.language), app.theme.style(Role::Dim));
    for key in &picker.last {
        let coding = app.study.coding(*key);
        let document = app.study.document(coding.document);
        let mark = document.map_or_else(|| app.study.document_id(coding.document).to_owned(), document_mark);
        let words = match Excerpt::of_coding(app, *key) {
            Found::Here(Excerpt { turn, speaker, quote, .. }) => {
                let speaker = if speaker.is_empty() { speaker } else { format!(" {speaker}") };
                format!("{mark}·{turn}{speaker} «{}»", quote.trim())
            }
            Found::Reading => format!("{mark} …"),
            Found::Nowhere => format!("{mark} {}", Word::Moved.say(app.language)),
        };
        column.item("", &words, app.theme.style(Role::Text), 2);
    }
}

fn ticked(picker: &Picker, app: &App, area: Rect, buffer: &mut Buffer) {
    if picker.ticked.is_empty() {
        return;
    }
    let mut column = Column::new(buffer, area);
    let heading = if matches!(picker.to, To::Parts(_)) { Word::Parts } else { Word::Gets };
    column.line(heading.say(app.language), app.theme.style(Role::Dim));
    let more = picker.ticked.len().saturating_sub(TICKED);
    for (index, choice) in picker.ticked.iter().take(TICKED).enumerate() {
        let name = match choice {
            Choice::Code(code) => name_of(&app.study, app.language, *code),
            Choice::New(name) => format!("+ {name}"),
        };
        let rest = if more > 0 && index + 1 == TICKED { format!(" +{more}") } else { String::new() };
        column.line(&format!("✓ {name}{rest}"), app.theme.style(Role::Good));
    }
}

impl Picker {
    /// Where a new code comes.
    fn new_goes(&self) -> Word {
        if matches!(self.to, To::Parts(_)) { Word::Beside } else { Word::InFree }
    }

    fn new_means(&self) -> Word {
        if matches!(self.to, To::Parts(_)) { Word::NewPart } else { Word::NewMeans }
    }
}
