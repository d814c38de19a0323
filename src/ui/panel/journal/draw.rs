//! How the Journal looks: what it is narrowed to, the days with what was done, and below all about the row at the cursor.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::words::{Say, Word, kind_name};
use super::{Entry, Journal, Row};
use crate::export::trail::{Told, Tongue};
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::names::{moment, name_of};
use crate::ui::paint::{across, fill, write, write_back};
use crate::ui::theme::Role;

/// Columns of a coder's name at most.
const CODER: u16 = 12;

/// Where the parts are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    line: Rect,
    narrowed: Rect,
    pub(super) list: Rect,
    rule: Rect,
    detail: Rect,
}

impl Shape {
    pub(super) fn new(area: Rect) -> Self {
        let mut rest = area;
        let mut top = |height: u16| {
            let height = height.min(rest.height);
            let part = Rect { height, ..rest };
            rest.y += height;
            rest.height -= height;
            part
        };
        let line = top(1);
        let narrowed = top(u16::from(area.height >= 6));
        let below = area.height.saturating_sub(2);
        let detail = if area.height < 10 { 0 } else { (below / 3).clamp(4, 12) };
        let rule = u16::from(detail > 0);
        let list = top(below.saturating_sub(detail + rule).max(u16::from(area.height > 1)));
        let rule = top(rule);
        Self { line, narrowed, list, rule, detail: top(detail) }
    }
}

pub(super) fn draw(journal: &Journal, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let shape = Shape::new(area);
    let theme = app.theme;
    line(journal, app, shape.line, buffer);
    narrowed(journal, app, shape.narrowed, buffer);
    if journal.rows.entries == 0 && journal.rows.progress().0 {
        let word = if journal.is_narrowed() { Word::Nothing } else { Word::Empty };
        write(
            buffer,
            shape.list.x,
            shape.list.y,
            shape.list.width,
            word.say(app.language),
            theme.style(Role::Dim),
        );
    }
    let tongue = Tongue::of(&app.study, app.language.tag());
    for ((at, row), y) in journal.rows.seen().zip(shape.list.y..shape.list.bottom()) {
        let area = Rect { y, height: 1, ..shape.list };
        match row {
            Row::Day(day) => {
                let words = day.strftime("%Y-%m-%d").to_string();
                write(buffer, area.x, y, area.width, &words, theme.style(Role::Heading));
            }
            Row::Entry(entry) => {
                self::entry(journal, app, tongue, (entry, at == journal.rows.chosen()), area, buffer);
            }
        }
    }
    if shape.detail.height > 0 {
        across(buffer, shape.rule, theme.style(Role::Rule));
        if let Some(entry) = journal.here() {
            detail(journal, app, tongue, entry, Column::new(buffer, shape.detail));
        }
    }
}

fn line(journal: &Journal, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (ended, percent) = journal.rows.progress();
    let count = Say::Entries(journal.rows.entries).show(app.language);
    let more = if ended { String::new() } else { "+".to_owned() };
    let looking = if ended || !journal.is_narrowed() {
        String::new()
    } else {
        format!(" · {}", Say::Looking(percent).show(app.language))
    };
    let right = format!("{count}{more}{looking}");
    let end = write_back(buffer, area.x, area.right(), area.y, &right, theme.style(Role::Dim));
    let lead = format!("{} ", Word::Journal.say(app.language));
    let x = write(buffer, area.x, area.y, area.width, &lead, theme.style(Role::Key));
    let rest = Rect { x, width: end.saturating_sub(x + 1), height: 1, ..area };
    if journal.typing {
        journal.line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    } else {
        write(buffer, rest.x, rest.y, rest.width, journal.line.text(), theme.style(Role::Text));
    }
}

/// `2026-11-03 · anna · D10 · Perspectief nemen · memo's · alleen wat telt`
fn narrowed(journal: &Journal, app: &App, area: Rect, buffer: &mut Buffer) {
    let filter = &journal.filter;
    let mut parts = Vec::new();
    if filter.from > i64::MIN {
        parts.push(moment(filter.from, &app.zone, "%Y-%m-%d"));
    }
    parts.extend(filter.coders.iter().map(|coder| app.study.coder_name(*coder).to_owned()));
    if let Some(document) = filter.document {
        parts.push(app.study.document_id(document).to_owned());
    }
    if let Some(code) = filter.code {
        parts.push(format!("{} {}", Word::Code.say(app.language), name_of(&app.study, app.language, code)));
    }
    for kind in &filter.kinds {
        parts.push(format!("{} {}", Word::Kind.say(app.language), kind_name(*kind, app.language)));
    }
    if filter.counting {
        parts.push(Word::Counting.say(app.language).to_owned());
    }
    write(
        buffer,
        area.x,
        area.y,
        area.width.min(area.width * area.height),
        &parts.join(" · "),
        app.theme.style(Role::Warning),
    );
}

/// What an event is told as, with the words of its passage where they were read.
fn told(journal: &Journal, app: &App, entry: Entry) -> Told {
    let subject = entry.subject(&app.study).0;
    let quote = journal.written.get(&subject).and_then(|written| written.quote.clone());
    Told { quote, ..Told::of(&app.study, subject) }
}

fn entry(
    journal: &Journal,
    app: &App,
    tongue: Tongue<'_>,
    (entry, chosen): (Entry, bool),
    area: Rect,
    buffer: &mut Buffer,
) {
    let theme = app.theme;
    let Some(record) = entry.record(&app.study) else { return };
    let mut base = theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, area, base);
    }
    let counts = entry.counts(&app.study);
    let x = write(buffer, area.x, area.y, area.width, if chosen { "▸ " } else { "  " }, base);
    let dim = base.patch(theme.style(Role::Dim));
    let room = |x: u16| area.right().saturating_sub(x);
    let x = write(buffer, x, area.y, room(x), &format!("{} ", moment(record.at, &app.zone, "%H:%M")), dim);
    let coder = app.study.coder_name(entry.coder);
    write(buffer, x, area.y, room(x).min(CODER - 1), coder, base.patch(theme.style(Role::Speaker)));
    let x = x + coder_width(app).min(room(x));
    // What does not count is struck out; a sign says so where that cannot be seen.
    let sign = if counts { "" } else { "✗ " };
    if !counts {
        base = base.patch(theme.style(Role::Dim)).add_modifier(Modifier::CROSSED_OUT);
    }
    let x = write(buffer, x, area.y, room(x), sign, dim);
    let why = journal.written.get(&entry.reasoned(&app.study)).and_then(|written| written.why.as_deref());
    let sentence = tongue.sentence(entry, &told(journal, app, entry));
    let sentence = why.map_or(sentence.clone(), |why| format!("{sentence} [{why}]"));
    write(buffer, x, area.y, room(x), &sentence, base);
}

/// Columns of the coders' names, with a blank behind them.
fn coder_width(app: &App) -> u16 {
    let names = app.study.coders();
    let widest =
        names.iter().map(|coder| crate::text::width_of(app.study.coder_name(*coder))).max().unwrap_or(0);
    widest.min(CODER - 1) + 1
}

fn detail(journal: &Journal, app: &App, tongue: Tongue<'_>, entry: Entry, mut column: Column<'_>) {
    let theme = app.theme;
    let Some(record) = entry.record(&app.study) else { return };
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let mut head =
        vec![moment(record.at, &app.zone, "%Y-%m-%d %H:%M:%S"), app.study.coder_name(entry.coder).to_owned()];
    let tx = entry.transaction(&app.study);
    let step = app.study.layer(entry.coder).map_or(1, |layer| layer.events_of(tx).len());
    if step > 1 {
        head.push(Say::Step(step).show(app.language));
    }
    if !entry.counts(&app.study) {
        head.push(Word::Undone.say(app.language).to_owned());
    }
    column.line(&head.join(" · "), dim);
    let mut told = told(journal, app, entry);
    let quote = told.quote.take().or_else(|| told.words.take());
    column.words(&tongue.sentence(entry, &told), text);
    let written = journal.written.get(&entry.reasoned(&app.study));
    if let Some(why) = written.and_then(|written| written.why.as_ref()) {
        column.item(&format!("{}: ", Word::Why.say(app.language)), why, theme.style(Role::Warning), 3);
    }
    if let Some(quote) = quote {
        column.item("« ", &quote, text, 6);
    }
    for change in told.changes.iter().flatten() {
        column.line(&tongue.changed(change), dim);
        let lines = [(Word::Before, &change.before), (Word::After, &change.after)];
        for (word, entry) in lines.into_iter().filter_map(|(word, entry)| Some((word, entry.as_ref()?))) {
            let entry = crate::model::codebook::plain_entry(Some(entry));
            for key in &change.keys {
                if let Some(value) = entry.get(key) {
                    let lead = format!("  {} {key}: ", word.say(app.language));
                    column.item(&lead, &plain(value), text, 3);
                }
            }
        }
    }
}

/// A value of an entry, for people: words as they are.
fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(words) => words.clone(),
        serde_json::Value::Array(all) => all.iter().map(plain).collect::<Vec<_>>().join("; "),
        serde_json::Value::Object(all) => {
            all.iter().map(|(key, value)| format!("{key}: {}", plain(value))).collect::<Vec<_>>().join(", ")
        }
        other => other.to_string(),
    }
}
