//! How the codebook screen looks.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::doing;
use super::fields::shown;
use super::rows::{Of, Row, codes_of};
use super::words::{Say, Word};
use super::{Codes, Focus};
use crate::analysis::usage::Counts;
use crate::text::width_of;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::names::name_of;
use crate::ui::paint::{across, clip, down, fill, put, write, write_back};
use crate::ui::theme::Role;

/// Columns of a count.
const COUNT: u16 = 6;
/// From this width on, documents are counted in the tree; from the next one, coders too.
const WITH_DOCUMENTS: u16 = 46;
const WITH_CODERS: u16 = 52;
/// From this width on there is room for the letters of a code.
const WITH_LETTERS: u16 = 40;
/// Columns of the letters of a code.
const LETTERS: u16 = 5;

pub(super) fn draw(codes: &Codes, app: &App, area: Rect, buffer: &mut Buffer) {
    let shape = codes.shape(app, area);
    let rule = app.theme.style(Role::Rule);
    head(codes, app, shape.head, buffer);
    across(buffer, shape.rule, rule);
    if let Some(compare) = &codes.compare {
        return compare.draw(app, codes.usage.as_deref(), shape.whole, buffer);
    }
    down(buffer, shape.tree_rule, rule);
    if shape.is_three() {
        down(buffer, shape.entry_rule, rule);
    } else if shape.entry_rule.height > 0 {
        across(buffer, shape.entry_rule, rule);
    }
    if !shape.rule.is_empty() {
        for line in [shape.tree_rule, shape.entry_rule] {
            if line.height > 1 {
                put(buffer, line.x, shape.rule.y, 1, "┬", rule);
            }
        }
    }
    labels(app, shape.labels, buffer);
    tree(codes, app, shape.tree, buffer);
    let chosen = (codes.focus == Focus::Fields).then_some(codes.field);
    codes.entry.draw(app, chosen, codes.filter.text(), shape.entry, buffer);
    let focused = codes.focus == Focus::Passages;
    count(codes, app, shape.count, buffer);
    codes.passages.draw(app, codes.usage.as_deref(), focused, shape.passages, buffer);
}

/// `CODEBOEK 61 codes, 3 families · FILTER grens▌`, or what is carried.
fn head(codes: &Codes, app: &App, area: Rect, buffer: &mut Buffer) {
    let (theme, language) = (app.theme, app.language);
    if area.is_empty() {
        return;
    }
    let room = |x: u16| area.right().saturating_sub(x);
    let book = &app.study.codebook;
    let layer = crate::ui::app::layer(app);
    let layer = if area.width < 60 { String::new() } else { layer };
    let end = write_back(buffer, area.x, area.right(), area.y, &layer, theme.style(Role::Dim));
    let words = Word::Codebook.say(language);
    let mut x = write(buffer, area.x, area.y, area.width, words, theme.style(Role::Key));
    if !app.conflicts.is_empty() && codes.carried.is_none() {
        let key = app.keymap.hint(Action::OpenConflicts);
        let words = format!("  {} {key} ", Word::Conflict.say(language));
        x = write(buffer, x, area.y, end.saturating_sub(x + 1), &words, theme.style(Role::Warning));
    }
    if let Some(carried) = &codes.carried {
        let words = format!("  {}", doing::carrying(app, carried));
        write(buffer, x, area.y, end.saturating_sub(x + 1), &words, theme.style(Role::Warning));
        return;
    }
    if codes.typing || !codes.filter.is_empty() {
        let lead = format!("  {} ", Word::Filter.say(language));
        x = write(buffer, x, area.y, room(x), &lead, theme.style(Role::Dim));
        let fits = codes.rows.iter().filter(|row| row.fits && matches!(row.of, Of::Code(_))).count();
        let found = format!(" {fits}/{}", book.codes().len());
        let line = Rect { x, width: end.saturating_sub(x + width_of(&found) + 1), ..area };
        let (text, cursor) = (theme.style(Role::Text), theme.style(Role::Cursor));
        codes.filter.draw(buffer, line, text, if codes.typing { cursor } else { text });
        let x = (x + width_of(codes.filter.text()) + 1).min(line.right());
        write(buffer, x, area.y, end.saturating_sub(x + 1), &found, theme.style(Role::Dim));
        return;
    }
    let mut words = format!("  {}", Say::Size(book.codes().len(), book.families().len()).show(language));
    if !codes.ticked.is_empty() {
        words = format!("{words} · {}", Say::Ticked(codes.ticked.len()).show(language));
    }
    write(buffer, x, area.y, end.saturating_sub(x + 1), &words, theme.style(Role::Dim));
}

/// What a column is called, and what it counts of a code alone and with those below it.
type Column = (Word, fn(Counts, Counts) -> usize);

/// The columns of counts that there is room for, from the right.
fn columns(app: &App, width: u16) -> Vec<Column> {
    let mut columns: Vec<Column> =
        vec![(Word::Own, |own, _| own.codings), (Word::Below, |_, all| all.codings)];
    if width >= WITH_DOCUMENTS {
        columns.push((Word::Documents, |_, all| all.documents));
    }
    if width >= WITH_CODERS && app.shown.coders.len() > 1 {
        columns.push((Word::Coders, |_, all| all.coders));
    }
    columns
}

fn labels(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let mut end = area.right();
    for (word, _) in columns(app, area.width).iter().rev() {
        let style = app.theme.style(Role::Dim);
        write_back(buffer, end.saturating_sub(COUNT).max(area.x), end, area.y, word.say(app.language), style);
        end = end.saturating_sub(COUNT);
    }
}

fn tree(codes: &Codes, app: &App, area: Rect, buffer: &mut Buffer) {
    if codes.rows.is_empty() {
        let word = if codes.filter.is_empty() { Word::NoCodes } else { Word::NothingFits };
        write(buffer, area.x, area.y, area.width, word.say(app.language), app.theme.style(Role::Dim));
    }
    for (index, y) in codes.list.seen(codes.rows.len()).zip(area.y..area.bottom()) {
        row(codes, app, index, Rect { y, height: 1, ..area }, buffer);
    }
}

fn row(codes: &Codes, app: &App, index: usize, area: Rect, buffer: &mut Buffer) {
    let row = &codes.rows[index];
    let theme = app.theme;
    let chosen = index == codes.list.chosen;
    // Where the keys are elsewhere, the row that they are about is still seen.
    let base = theme.style(if chosen { Role::Chosen } else { Role::Text });
    if chosen {
        fill(buffer, area, base);
    }
    let dim = base.patch(theme.style(Role::Dim));
    let names = counts(codes, app, row, base, area, buffer);
    let ticked = matches!(row.of, Of::Code(key) if codes.ticked.contains(&key));
    let room = |x: u16| names.saturating_sub(x);
    let lead = if ticked {
        "✓"
    } else if chosen && codes.focus == Focus::Tree {
        "▸"
    } else {
        " "
    };
    let x = write(buffer, area.x, area.y, area.width, lead, base.patch(theme.style(Role::Key)));
    let sign = match row.open {
        Some(true) => "▾",
        Some(false) => "▸",
        None => " ",
    };
    let indent = " ".repeat(usize::from(row.depth.saturating_sub(1)) * 2);
    let x = write(buffer, x, area.y, room(x), &format!("{indent}{sign}"), dim);
    match &row.of {
        Of::Family(id) | Of::Group(id) => {
            let tag = app.language.tag();
            let book = &app.study.codebook;
            let name = match &row.of {
                Of::Family(_) => book.family_by_id(id).map(|family| shown(&family.name, &family.id, tag)),
                _ => book.group(id).map(|group| shown(&group.name, &group.id, tag)),
            };
            let style = base.patch(theme.style(Role::Heading));
            write(buffer, x, area.y, room(x), name.unwrap_or(Word::NoGroup.say(app.language)), style);
        }
        Of::Code(key) => {
            let Some(code) = app.study.codebook.code(*key) else { return };
            let color = base.patch(theme.code(app.study.codebook.color(code)));
            let x = write(buffer, x, area.y, room(x), "▎", color);
            let letters = code.mnemonic.as_ref().map(|letters| format!(",{letters}"));
            let letters = letters.filter(|_| area.width >= WITH_LETTERS);
            let end = names.saturating_sub(if letters.is_some() { LETTERS } else { 0 });
            let mut style = if row.fits && !code.retired { base } else { dim };
            if code.retired {
                style = style.add_modifier(Modifier::CROSSED_OUT);
            }
            let name = name_of(&app.study, app.language, *key);
            let end = write(buffer, x, area.y, end.saturating_sub(x), &name, style);
            if code.retired {
                let sign = if code.heir.is_some() { " →" } else { " ×" };
                write(buffer, end, area.y, room(end), sign, dim);
            }
            if let Some(letters) = letters {
                write(buffer, names - LETTERS, area.y, LETTERS, &clip(&letters, LETTERS), dim);
            }
        }
    }
}

/// Writes the counts of a row; says where the names have to end.
fn counts(
    codes: &Codes,
    app: &App,
    row: &Row,
    base: ratatui::style::Style,
    area: Rect,
    buffer: &mut Buffer,
) -> u16 {
    let columns = columns(app, area.width);
    let names = area.right().saturating_sub(COUNT * columns.len() as u16);
    let Some(usage) = &codes.usage else { return names };
    let below = codes_of(&app.study, &row.of);
    let own = match row.of {
        Of::Code(key) => usage.counts(&[key]),
        _ => Counts::default(),
    };
    let all = usage.counts(&below);
    let mut end = area.right();
    for (word, count) in columns.iter().rev() {
        let count = count(own, all);
        let repeats = matches!((word, &row.of), (Word::Below, Of::Code(_))) && below.len() == 1;
        let heading = matches!(word, Word::Own) && !matches!(row.of, Of::Code(_));
        if !repeats && !heading {
            let words = if count == 0 { "·".to_owned() } else { count.to_string() };
            let style = if count == 0 { base.patch(app.theme.style(Role::Dim)) } else { base };
            write_back(buffer, end.saturating_sub(COUNT).max(area.x), end, area.y, &words, style);
        }
        end = end.saturating_sub(COUNT);
    }
    names
}

/// `12 PASSAGES · met onderliggende d`
fn count(codes: &Codes, app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    let (theme, language) = (app.theme, app.language);
    let dim = theme.style(Role::Dim);
    if codes.usage.is_none() {
        write(buffer, area.x, area.y, area.width, Word::Counting.say(language), dim);
        return;
    }
    if codes.passages.len() == 0 {
        write(buffer, area.x, area.y, area.width, Word::NoPassages.say(language), dim);
        return;
    }
    let role = if codes.focus == Focus::Passages { Role::Heading } else { Role::Dim };
    let words = Say::Passages(codes.passages.len()).show(language);
    let x = write(buffer, area.x, area.y, area.width, &words, theme.style(role));
    let mut rest = String::new();
    if !codes.passages.ticked.is_empty() {
        rest = format!(" · {}", Say::Ticked(codes.passages.ticked.len()).show(language));
    }
    let has_below = codes.code_here().is_some_and(|code| !app.study.codebook.children(code).is_empty());
    if has_below {
        let word = if codes.descendants { Word::WithBelow } else { Word::ThisAlone };
        rest = format!("{rest} · {} {}", word.say(language), app.keymap.hint(Action::CodesBelow));
    }
    write(buffer, x, area.y, area.right().saturating_sub(x), &rest, dim);
}
