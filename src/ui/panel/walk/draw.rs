//! How a walk looks: where one is, the passage in its text, and below it what the choice is about.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Style;

use super::compare::changed_words;
use super::words::{Say, Word};
use super::{Goal, Outcome, Walk};
use crate::model::quote::{after, before};
use crate::model::{Code, CodingKey};
use crate::text::{Span, shortened, wrap};
use crate::ui::app::{App, describe, facet_values};
use crate::ui::column::Column;
use crate::ui::names::{code_name, document_mark, moment, name_of};
use crate::ui::paint::{across, write, write_back};
use crate::ui::theme::Role;

/// From this width on, then and now stand side by side.
const TWO_COLUMNS: u16 = 60;

/// Where the parts are.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    title: Rect,
    /// Which coding it is.
    place: Rect,
    /// The passage in its text.
    pub(super) text: Rect,
    rule: Rect,
    /// What the choice is about.
    detail: Rect,
    /// What became of it, or the reason.
    foot: Rect,
}

impl Shape {
    pub(super) fn new(area: Rect, walk: &Walk) -> Self {
        let mut rest = area;
        let mut top = |height: u16| {
            let height = height.min(rest.height);
            let part = Rect { height, ..rest };
            rest.y += height;
            rest.height -= height;
            part
        };
        let title = top(1);
        let place = top(u16::from(area.height >= 4));
        let foot = u16::from(area.height >= 8);
        let room = area.height.saturating_sub(2 + foot);
        let wanted = match &walk.goal {
            // One above the other they need more.
            Goal::Outdated(_) if area.width < TWO_COLUMNS => room * 3 / 5,
            Goal::Outdated(_) => room * 2 / 5,
            Goal::Split { parts, .. } => (parts.len() as u16 + 1).max(room / 4).min(room / 2),
            Goal::Facets => room / 4,
            Goal::Unplaced => (room / 2).min(9),
        };
        let detail = if area.height < 8 { 0 } else { wanted };
        let at_end = walk.at == walk.items.len();
        let rule = u16::from(detail > 0);
        let text = top(if at_end { 0 } else { room.saturating_sub(detail + rule) });
        let rule = top(if at_end { 0 } else { rule });
        let detail = top(if at_end { room } else { detail });
        Self { title, place, text, rule, detail, foot: top(foot) }
    }
}

pub(super) fn draw(walk: &Walk, app: &App, area: Rect, buffer: &mut Buffer) {
    let shape = Shape::new(area, walk);
    title(walk, app, shape.title, buffer);
    if shape.rule.height > 0 {
        across(buffer, shape.rule, app.theme.style(Role::Rule));
    }
    if walk.at == walk.items.len() {
        return end(walk, app, Column::new(buffer, shape.detail));
    }
    let key = walk.key_here(app);
    place(walk, app, key, shape.place, buffer);
    if walk.preview.is_there() {
        walk.preview.draw(app, buffer);
    } else {
        let is_placed = key.is_none_or(|key| app.study.verdict(key).has_position());
        let word = if is_placed { Word::Reading } else { Word::NoPlaceNow };
        let words = word.say(app.language);
        write(buffer, shape.text.x, shape.text.y, shape.text.width, words, app.theme.style(Role::Dim));
    }
    match &walk.goal {
        Goal::Outdated(_) => then_and_now(walk, app, key, shape.detail, buffer),
        Goal::Split { parts, .. } => divided(walk, parts, app, shape.detail, buffer),
        Goal::Facets => facets(app, key, Column::new(buffer, shape.detail)),
        Goal::Unplaced => places(walk, app, Column::new(buffer, shape.detail)),
    }
    foot(walk, app, shape.foot, buffer);
}

/// `EERDERE DEFINITIE Perspectief nemen · 3 van 17 · 9 gedaan`
fn title(walk: &Walk, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (left, all) = walk.left();
    let right = if walk.others > 0 && area.width >= 100 {
        Say::Others(walk.others).show(app.language)
    } else {
        String::new()
    };
    let end = write_back(buffer, area.x, area.right(), area.y, &right, theme.style(Role::Dim));
    let room = |x: u16| end.saturating_sub(x);
    let x = write(buffer, area.x, area.y, room(area.x), walk.goal.title(app), theme.style(Role::Key));
    let subject = walk.goal.subject(app);
    let subject = if subject.is_empty() { subject } else { format!(" {subject}") };
    let x = write(buffer, x, area.y, room(x), &subject, theme.style(Role::Heading));
    let place = Say::Place((walk.at + 1).min(all), all).show(app.language);
    let done = Say::Done(all - left).show(app.language);
    let words = if walk.at == all { format!(" · {done}") } else { format!(" · {place} · {done}") };
    write(buffer, x, area.y, room(x), &words, theme.style(Role::Dim));
}

/// `D10 Driehoek, bijeenkomst 3 · Perspectief nemen · intrapersoonlijk`
fn place(walk: &Walk, app: &App, key: Option<CodingKey>, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let theme = app.theme;
    let document = walk.document().and_then(|document| app.study.document(document));
    let words = document
        .map_or(String::new(), |document| format!("{} {}", document_mark(document), document.title()));
    let x = write(buffer, area.x, area.y, area.width, &words, theme.style(Role::Text));
    if let Some(key) = key {
        let words = format!(" · {}", describe(app, key));
        write(buffer, x, area.y, area.right().saturating_sub(x), &words, theme.style(Role::Dim));
    }
}

fn foot(walk: &Walk, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.height == 0 {
        return;
    }
    let theme = app.theme;
    let mut x = area.x;
    if let Some(outcome) = walk.items.get(walk.at).and_then(|item| item.outcome) {
        let words = format!("✓ {}  ", said(walk, outcome, app));
        x = write(buffer, x, area.y, area.width, &words, theme.style(Role::Good));
    }
    if let Some(why) = walk.why() {
        let words = format!("{}: {why}", Word::Why.say(app.language));
        write(buffer, x, area.y, area.right().saturating_sub(x), &words, theme.style(Role::Warning));
    }
}

fn said(walk: &Walk, outcome: Outcome, app: &App) -> String {
    match outcome {
        Outcome::Kept if walk.goal == Goal::Facets => Word::Filled.say(app.language).to_owned(),
        Outcome::Kept => Word::Kept.say(app.language).to_owned(),
        Outcome::Placed => Word::Placed.say(app.language).to_owned(),
        Outcome::Gone => Word::Gone.say(app.language).to_owned(),
        Outcome::Recoded(code) => format!("→ {}", name_of(&app.study, app.language, code)),
    }
}

/// The definition under which it was made, and the present one; what differs stands out.
fn then_and_now(walk: &Walk, app: &App, key: Option<CodingKey>, area: Rect, buffer: &mut Buffer) {
    let Some(key) = key else { return };
    let now = app.study.coding(key).code.and_then(|code| app.study.codebook.code(code));
    let (half, below) = if area.width >= TWO_COLUMNS {
        let width = (area.width - 3) / 2;
        let right = Rect { x: area.x + width + 3, width, ..area };
        (Rect { width, ..area }, right)
    } else {
        let height = area.height / 2;
        let lower = Rect { y: area.y + height, height: area.height - height, ..area };
        (Rect { height, ..area }, lower)
    };
    let then = walk
        .then
        .as_ref()
        .and_then(|(id, revision, code)| code.as_ref().map(Ok).or_else(|| app.past(id, *revision)));
    let made = Say::MadeAt(&moment(app.study.coding_at(key), &app.zone, "%Y-%m-%d")).show(app.language);
    let dim = app.theme.style(Role::Dim);
    let mut column = Column::new(buffer, half);
    column.line(&format!("{} · {made}", Word::Then.say(app.language)), dim);
    match then {
        Some(Ok(then)) => meaning(app, then, now, &mut column),
        Some(Err(())) => column.words(Word::Unknown.say(app.language), dim),
        None => column.words(Word::Looking.say(app.language), dim),
    }
    let mut column = Column::new(buffer, below);
    column.line(Word::Now.say(app.language), dim);
    if let Some(now) = now {
        meaning(app, now, then.and_then(Result::ok), &mut column);
    }
}

/// Definition, include and exclude; words that the other does not have stand out.
fn meaning(app: &App, code: &Code, other: Option<&Code>, column: &mut Column<'_>) {
    let tag = app.language.tag();
    let theme = app.theme;
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let lines = |code: &Code| {
        let notes = |sign: &'static str, notes: &[crate::model::codebook::Note]| {
            notes.iter().map(|note| (sign, note.text.get(tag).to_owned())).collect::<Vec<_>>()
        };
        let mut lines = vec![("", code.definition.get(tag).to_owned())];
        lines.extend(notes("+ ", &code.include));
        lines.extend(notes("− ", &code.exclude));
        lines
    };
    let others = other.map(lines);
    for (sign, words) in lines(code) {
        let alike = others.as_ref().map(|others| {
            let of_kind = others.iter().filter(|(other, _)| *other == sign).map(|(_, words)| words);
            // Of several lines, the one that has the most in common.
            of_kind
                .map(|other| changed_words(&words, other))
                .min_by_key(Vec::len)
                .unwrap_or_else(|| vec![Span::of(&words)])
        });
        let style = if sign.is_empty() { text } else { dim };
        marked(column, sign, &words, &alike.unwrap_or_default(), (style, theme.style(Role::Hit)));
    }
}

/// A sign, and words behind it of which some stand out.
fn marked(column: &mut Column<'_>, sign: &str, words: &str, marks: &[Span], (plain, mark): (Style, Style)) {
    let indent = crate::text::width_of(sign);
    let rows = wrap(words, Span::of(words), column.width().saturating_sub(indent).max(1));
    for (index, row) in rows.into_iter().enumerate() {
        let row = Span::new(row.start, row.start + row.slice(words).trim_end().len() as u32);
        let Some((area, buffer)) = column.row() else { return };
        if index == 0 {
            write(buffer, area.x, area.y, area.width, sign, plain);
        }
        let mut x = area.x + indent.min(area.width);
        let mut from = row.start;
        let inside = marks.iter().filter_map(|span| span.intersection(row));
        for part in inside.chain([Span::new(row.end, row.end)]) {
            for (piece, style) in [(Span::new(from, part.start), plain), (part, mark)] {
                x = write(buffer, x, area.y, area.right().saturating_sub(x), piece.slice(words), style);
            }
            from = part.end;
        }
    }
}

/// The parts of a code, each with its digit.
fn divided(walk: &Walk, parts: &[String], app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let chosen = walk.items.get(walk.at).and_then(|item| item.outcome);
    let each = if area.height >= parts.len() as u16 * 2 { 2 } else { 1 };
    let mut column = Column::new(buffer, area);
    for (digit, part) in (1..).zip(parts) {
        let Some(code) = app.study.codebook.by_id(part) else {
            column
                .line(&format!("{digit} {part}: {}", Word::NoPart.say(app.language)), theme.style(Role::Dim));
            continue;
        };
        let is_it = chosen == Some(Outcome::Recoded(code.key));
        let name = name_of(&app.study, app.language, code.key);
        let definition = code.definition.get(app.language.tag());
        let sign = if is_it { '✓' } else { ' ' };
        let words = if definition.is_empty() { name.clone() } else { format!("{name}: {definition}") };
        let style = if is_it { theme.style(Role::Good) } else { theme.style(Role::Text) };
        column.item(&format!("{sign}{digit} "), &words, style, each);
    }
}

/// The facets of the coding as they are.
fn facets(app: &App, key: Option<CodingKey>, mut column: Column<'_>) {
    let Some(key) = key else { return };
    let (text, dim) = (app.theme.style(Role::Text), app.theme.style(Role::Dim));
    let filled = facet_values(app, key);
    for (name, values) in &filled {
        column.line(&format!("{name}: {values}"), text);
    }
    let Some(code) = app.study.coding(key).code.and_then(|code| app.study.codebook.code(code)) else {
        return;
    };
    for facet in app.asked_now(code) {
        if app.study.facet(app.study.coding(key), &facet.id).is_empty() {
            let open = crate::ui::words::Word::Open.say(app.language);
            column.line(&format!("{}: {open}", facet.name.get(app.language.tag())), dim);
        }
    }
}

/// What the passage was, and where it may stand, each with what it looks like there.
fn places(walk: &Walk, app: &App, mut column: Column<'_>) {
    let theme = app.theme;
    let (text, dim) = (theme.style(Role::Text), theme.style(Role::Dim));
    let Some(unplaced) = walk.unplaced_here(app) else { return };
    let Some(anchor) = &unplaced.anchor else { return column.words(Word::NoAnchor.say(app.language), dim) };
    let was = format!("…{}«{}»{}…", anchor.prefix, anchor.quote.display(), anchor.suffix);
    column.item(&format!("{} ", Word::Was.say(app.language)), &shortened(&was, 400), dim, 3);
    if unplaced.candidates.is_empty() {
        column.words(Word::NoCandidate.say(app.language), theme.style(Role::Warning));
    }
    let loaded = walk.document().and_then(|document| app.text_of(document));
    for (digit, candidate) in (1..).zip(&unplaced.candidates) {
        let words = loaded.map_or_else(String::new, |loaded| {
            let around = (before(&loaded.text, candidate.span), after(&loaded.text, candidate.span));
            let words = loaded.text.get(candidate.span.range()).unwrap_or_default();
            format!("…{}«{words}»{}…", around.0, around.1)
        });
        let chosen = digit == walk.candidate + 1;
        let sign = if chosen { '▸' } else { ' ' };
        let style = if chosen { theme.style(Role::Heading) } else { text };
        // Hundredths: a score is from 0 to 1.
        let score = (candidate.score * 100.0).round();
        column.item(&format!("{sign}{digit} {score:>3} % "), &shortened(&words, 400), style, 2);
    }
}

/// What became of all.
fn end(walk: &Walk, app: &App, mut column: Column<'_>) {
    let theme = app.theme;
    let looking = walk.goal == Goal::Unplaced && app.looks_for_places();
    let heading = match (looking, walk.items.is_empty()) {
        (true, _) => Word::Comparing,
        (false, true) => Word::AllPlaced,
        _ => Word::End,
    };
    column.line(heading.say(app.language), theme.style(Role::Heading));
    column.blank();
    let mut counts: Vec<(Option<Outcome>, usize)> = Vec::new();
    for item in &walk.items {
        match counts.iter_mut().find(|(outcome, _)| *outcome == item.outcome) {
            Some((_, count)) => *count += 1,
            None => counts.push((item.outcome, 1)),
        }
    }
    counts.sort_by_key(|(outcome, _)| (outcome.is_none(), *outcome));
    for (outcome, count) in counts {
        let (words, style) = match outcome {
            Some(outcome) => (said(walk, outcome, app), theme.style(Role::Good)),
            None => (Word::Left.say(app.language).to_owned(), theme.style(Role::Warning)),
        };
        column.line(&format!("{count:>5}  {words}"), style);
    }
    if walk.others > 0 {
        column
            .line(&format!("       {}", Say::Others(walk.others).show(app.language)), theme.style(Role::Dim));
    }
    if let Goal::Split { code, .. } = walk.goal
        && app.study.codebook.code(code).is_some_and(|code| code.retired)
    {
        column.line(&format!("       {}", Word::IsRetired.say(app.language)), theme.style(Role::Dim));
    }
}

impl Goal {
    fn title(&self, app: &App) -> &'static str {
        let word = match self {
            Self::Outdated(_) => Word::Outdated,
            Self::Split { .. } => Word::Split,
            Self::Facets => Word::Facets,
            Self::Unplaced => Word::Unplaced,
        };
        word.say(app.language)
    }

    /// What it is about, for people.
    pub(super) fn subject(&self, app: &App) -> String {
        match self {
            Self::Outdated(Some(code)) => name_of(&app.study, app.language, *code),
            Self::Outdated(None) => Word::AllCodes.say(app.language).to_owned(),
            Self::Facets | Self::Unplaced => String::new(),
            Self::Split { code, parts } => {
                let name = |part: &String| {
                    let key = app.study.codebook.by_id(part).map(|code| code.key);
                    key.map_or_else(|| part.clone(), |key| code_name(&app.view(), Some(key)))
                };
                let parts: Vec<String> = parts.iter().map(name).collect();
                format!("{} → {}", name_of(&app.study, app.language, *code), parts.join(", "))
            }
        }
    }

    /// Title and subject in one line.
    pub(super) fn line(&self, app: &App) -> String {
        let (title, subject) = (self.title(app).to_lowercase(), self.subject(app));
        if subject.is_empty() { title } else { format!("{title}: {subject}") }
    }
}
