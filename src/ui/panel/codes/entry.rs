//! The entry of a code, a family or a group: what stands in it, how often it is used, how it came to be so.
//!
//! The same lines are read in the language of the screen, and gone through as fields, in all languages, when they are edited.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Modifier, Style};

use super::fields::{self, Field};
use super::history;
use super::rows::{Of, codes_of};
use super::words::{Say, Word};
use crate::analysis::usage::Usage;
use crate::model::codebook::{Facet, FacetKind, Family, Note};
use crate::model::{Code, CodeKey, Target};
use crate::text::{Span, fold, width_of, wrap};
use crate::ui::app::App;
use crate::ui::names::name_of;
use crate::ui::paint::{fill, write};
use crate::ui::theme::{Rgb, Role};

/// The colour of a line.
#[derive(Clone, Copy, Debug)]
enum LineColor {
    /// That of its role.
    None,
    /// That of a code, and bold; a code can be without one.
    Of(Option<Rgb>),
}

/// A line of the entry, over as many rows as it needs.
#[derive(Clone, Debug)]
pub(super) struct Line {
    /// What changes when it is edited.
    pub field: Option<Field>,
    sign: String,
    words: String,
    role: Role,
    /// Its colour, and bold.
    color: LineColor,
}

/// The lines, laid out.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub lines: Vec<Line>,
    /// Each row of the screen: its line, and the bytes of the words.
    rows: Vec<(usize, Span)>,
    top: usize,
}

impl Line {
    pub(super) fn new(sign: &str, words: &str, role: Role) -> Self {
        Self { field: None, sign: sign.to_owned(), words: words.to_owned(), role, color: LineColor::None }
    }

    pub(super) fn field(field: Field, sign: &str, words: &str, role: Role) -> Self {
        Self { field: Some(field), ..Self::new(sign, words, role) }
    }

    fn title(words: &str, color: Option<Rgb>) -> Self {
        Self { color: LineColor::Of(color), ..Self::new("", words, Role::Heading) }
    }
}

impl Entry {
    /// Makes the lines for what one stands on.
    pub(super) fn set(&mut self, app: &App, of: Option<&Of>, usage: Option<&Usage>, editing: bool) {
        self.lines = match of {
            Some(of) if editing => fields::lines(app, of),
            Some(Of::Code(key)) => match app.study.codebook.code(*key) {
                Some(code) => of_code(app, code, usage),
                None => Vec::new(),
            },
            Some(of @ Of::Family(id)) => match app.study.codebook.family_by_id(id) {
                Some(family) => of_family(app, family, of, usage),
                None => Vec::new(),
            },
            Some(of @ Of::Group(id)) => of_group(app, id, of, usage),
            None => Vec::new(),
        };
    }

    /// Breaks the lines into rows and says how many there are.
    pub(super) fn lay(&mut self, width: u16) -> u16 {
        self.rows.clear();
        for (index, line) in self.lines.iter().enumerate() {
            let room = width.saturating_sub(width_of(&line.sign)).max(1);
            let rows = wrap(&line.words, Span::of(&line.words), room);
            self.rows.extend(rows.into_iter().map(|span| (index, span)));
        }
        self.rows.len().min(usize::from(u16::MAX)) as u16
    }

    /// Scrolls as little as needed so that a line is seen.
    pub(super) fn scroll_to(&mut self, line: usize, height: u16) {
        let height = usize::from(height.max(1));
        let first = self.rows.iter().position(|(of, _)| *of == line).unwrap_or(0);
        let last = self.rows.iter().rposition(|(of, _)| *of == line).unwrap_or(first);
        let lowest = (last + 1).saturating_sub(height).min(first);
        self.top = self.top.clamp(lowest, first).min(self.rows.len().saturating_sub(height).max(lowest));
    }

    pub(super) fn draw(
        &self,
        app: &App,
        chosen: Option<usize>,
        typed: &str,
        area: Rect,
        buffer: &mut Buffer,
    ) {
        let typed = fold::words(typed);
        for ((index, span), y) in self.rows.iter().skip(self.top).zip(area.y..area.bottom()) {
            let line = &self.lines[*index];
            let mut style = app.theme.style(line.role);
            if let LineColor::Of(color) = line.color {
                style = app.theme.code(color).add_modifier(Modifier::BOLD);
            }
            if chosen == Some(*index) {
                style = app.theme.style(Role::Chosen);
                fill(buffer, Rect { y, height: 1, ..area }, style);
            }
            let indent = width_of(&line.sign).min(area.width);
            if span.start == 0 {
                let sign = if chosen == Some(*index) { style } else { app.theme.style(Role::Dim) };
                write(buffer, area.x, y, area.width, &line.sign, sign);
            }
            let row = span.slice(&line.words).trim_end();
            let x = area.x + indent;
            write(buffer, x, y, area.right().saturating_sub(x), row, style);
            hits(
                app,
                row,
                &typed,
                Rect { x, y, width: area.right().saturating_sub(x), height: 1 },
                style,
                buffer,
            );
        }
        // More than fits: a sign at the end.
        if self.rows.len() > self.top + usize::from(area.height) && area.height > 0 {
            let x = area.right().saturating_sub(1);
            write(buffer, x, area.bottom() - 1, 1, "▾", app.theme.style(Role::Dim));
        }
    }
}

/// Marks what was typed in a row of words.
fn hits(app: &App, row: &str, typed: &[String], area: Rect, style: Style, buffer: &mut Buffer) {
    if typed.is_empty() {
        return;
    }
    let mut tokens = fold::Tokens::of(row);
    let mut folded = String::new();
    while let Some(span) = tokens.next_token(&mut folded) {
        if typed.iter().any(|typed| folded.contains(typed.as_str())) {
            let span = fold::snapped(row, span);
            let x = area.x + width_of(&row[..span.start as usize]);
            let style = style.patch(app.theme.style(Role::Hit));
            write(buffer, x, area.y, area.right().saturating_sub(x), span.slice(row), style);
        }
    }
}

fn of_code(app: &App, code: &Code, usage: Option<&Usage>) -> Vec<Line> {
    let (book, language) = (&app.study.codebook, app.language);
    let tag = language.tag();
    let mut name = name_of(&app.study, language, code.key);
    if let Some(letters) = &code.mnemonic {
        name = format!("{name}  ,{letters}");
    }
    let mut lines = vec![Line::title(&name, book.color(code))];
    let family = book.family(code);
    let mut path = vec![fields::shown(&family.name, &family.id, tag).to_owned()];
    path.extend(book.path(code).into_iter().map(str::to_owned));
    let mut place = path.join(" › ");
    if code.retired && code.heir.is_none() {
        place = format!("{place} · {}", Word::Retired.say(language));
    }
    lines.push(Line::new("", &place, Role::Dim));
    if let Some(heir) = code.heir.as_ref().and_then(|id| book.by_id(id)) {
        let heir = name_of(&app.study, language, heir.key);
        lines.push(Line::new("", &Say::MergedInto(&heir).show(language), Role::Warning));
    }
    lines.extend(counts(app, code.key, usage));
    lines.push(Line::new("", "", Role::Dim));
    let definition = code.definition.get(tag);
    if definition.is_empty() {
        lines.push(Line::new("", Word::NoDefinition.say(language), Role::Dim));
    }
    lines.extend(
        Some(definition).filter(|words| !words.is_empty()).map(|words| Line::new("", words, Role::Text)),
    );
    lines.extend(code.include.iter().map(|note| Line::new("+ ", &note_words(app, note), Role::Text)));
    lines.extend(code.exclude.iter().map(|note| Line::new("− ", &note_words(app, note), Role::Text)));
    let example = format!("{} ", Word::Example.say(language));
    lines.extend(
        code.examples.iter().map(|words| Line::new(&example, &format!("«{}»", words.get(tag)), Role::Text)),
    );
    let mut labelled = |word: Word, words: String| {
        if !words.is_empty() {
            lines.push(Line::new(&format!("{}: ", word.say(language)), &words, Role::Dim));
        }
    };
    labelled(Word::Poles, code.poles.iter().map(|pole| pole.get(tag)).collect::<Vec<_>>().join(" ↔ "));
    let principle = code.principle.as_deref().and_then(|id| book.by_id(id));
    labelled(
        Word::Principle,
        principle.map_or_else(String::new, |code| name_of(&app.study, language, code.key)),
    );
    labelled(Word::Source, code.source.clone());
    labelled(Word::Groups, fields::groups(app, code));
    for facet in &family.facets {
        lines.push(facet_line(app, facet));
    }
    let merged: Vec<&str> = book.merged_into(code.key).map(|code| code.id.as_str()).collect();
    if !merged.is_empty() {
        lines.push(Line::new("", &Say::MergedHere(&merged.join(", ")).show(language), Role::Dim));
    }
    lines.extend(history::of(app, &code.id).map(|words| Line::new("", &words, Role::Dim)));
    for memo in app.study.memos_on(&Target::Code(code.id.clone())) {
        if app.shown.coders.contains(&memo.coder) {
            lines.push(Line::new("✎ ", &memo.words, Role::Text));
        }
    }
    lines
}

/// What a line of include or exclude says, with the code that such a passage gets instead.
fn note_words(app: &App, note: &Note) -> String {
    let words = note.text.get(app.language.tag());
    match note.not.as_deref() {
        Some(id) => {
            let known: Option<CodeKey> = app.study.codebook.by_id(id).map(|code| code.key);
            let name = known.map_or_else(|| id.to_owned(), |key| name_of(&app.study, app.language, key));
            format!("{words} → {name}")
        }
        None => words.to_owned(),
    }
}

/// `niveau: interpersoonlijk, intrapersoonlijk`
fn facet_line(app: &App, facet: &Facet) -> Line {
    let (language, tag) = (app.language, app.language.tag());
    let mut parts: Vec<&str> =
        facet.values.iter().map(|value| fields::shown(&value.name, &value.id, tag)).collect();
    if facet.kind == FacetKind::Text {
        parts.push(Word::FreeText.say(language));
    }
    let name = fields::shown(&facet.name, &facet.id, tag);
    Line::new(&format!("{name}: "), &parts.join(", "), Role::Dim)
}

fn counts(app: &App, code: CodeKey, usage: Option<&Usage>) -> Vec<Line> {
    let Some(usage) = usage else {
        return vec![Line::new("", Word::Counting.say(app.language), Role::Dim)];
    };
    let own = usage.counts(&[code]);
    let used = Say::Used(own.codings, own.documents, own.coders).show(app.language);
    let mut lines = vec![Line::new("", &used, Role::Text)];
    if !app.study.codebook.children(code).is_empty() {
        let all = usage.counts(&app.study.codebook.with_descendants(code));
        let used = Say::Used(all.codings, all.documents, all.coders).show(app.language);
        lines.push(Line::new("", &format!("{}: {used}", Word::Below.say(app.language)), Role::Dim));
    }
    if own.outdated > 0 {
        lines.push(Line::new("", &Say::Outdated(own.outdated).show(app.language), Role::Warning));
    }
    lines
}

fn of_family(app: &App, family: &Family, of: &Of, usage: Option<&Usage>) -> Vec<Line> {
    let (language, tag) = (app.language, app.language.tag());
    let name = fields::shown(&family.name, &family.id, tag);
    let mut lines = vec![Line::title(name, None)];
    let mut place = family.path.clone();
    if family.exclusive {
        place = format!("{place} · {}", Word::Exclusive.say(language));
    }
    lines.push(Line::new("", &place, Role::Dim));
    lines.extend(used(app, of, usage));
    lines.push(Line::new("", "", Role::Dim));
    for rule in &family.rules {
        lines.push(Line::new(&format!("{} ", rule.id), rule.text.get(tag), Role::Text));
    }
    for facet in &family.facets {
        lines.push(facet_line(app, facet));
        for value in facet.values.iter().filter(|value| !value.definition.is_empty()) {
            let words =
                format!("{}: {}", fields::shown(&value.name, &value.id, tag), value.definition.get(tag));
            lines.push(Line::new("  ", &words, Role::Dim));
        }
    }
    if !family.groups.is_empty() {
        let groups: Vec<&str> =
            family.groups.iter().map(|group| fields::shown(&group.name, &group.id, tag)).collect();
        lines.push(Line::new(&format!("{}: ", Word::Groups.say(language)), &groups.join(", "), Role::Dim));
    }
    lines
}

fn of_group(app: &App, id: &str, of: &Of, usage: Option<&Usage>) -> Vec<Line> {
    let group = app.study.codebook.group(id);
    let name = group.map_or(Word::NoGroup.say(app.language), |group| {
        fields::shown(&group.name, &group.id, app.language.tag())
    });
    let mut lines = vec![Line::title(name, None)];
    lines.extend(used(app, of, usage));
    lines
}

/// How often all codes of a row are used together.
fn used(app: &App, of: &Of, usage: Option<&Usage>) -> Option<Line> {
    let counts = usage?.counts(&codes_of(&app.study, of));
    let words = Say::Used(counts.codings, counts.documents, counts.coders).show(app.language);
    Some(Line::new("", &words, Role::Text))
}
