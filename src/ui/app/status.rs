//! The words around the text: progress, codes at the cursor, what is selected, keys.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Modifier;

use super::{App, Tone};
use crate::model::config::Attribute;
use crate::model::{CodingKey, Document, Target};
use crate::text::sentences::sentences_of;
use crate::text::words::next_word;
use crate::text::{Span, Unit, cells, width_of};
use crate::ui::action::{Action, Context};
use crate::ui::names::{code_name, color_of, name_of, status_name};
use crate::ui::paint::{clip, write, write_back};
use crate::ui::reader::{Opened, Reader};
use crate::ui::theme::Role;
use crate::ui::words::{Say, Word};

/// In longer selections, in bytes, sentences and words are not counted: which turns they are says more.
const COUNTED: u32 = 16 * 1024;

/// `laag: anna · alleen`
pub(in crate::ui) fn layer(app: &App) -> String {
    let others: Vec<&str> = app
        .shown
        .coders
        .iter()
        .filter(|coder| **coder != app.coder)
        .map(|coder| app.study.coder_name(*coder))
        .collect();
    let mut parts = vec![format!("{}: {}", Word::Layer.say(app.language), app.study.coder_name(app.coder))];
    if !app.writes {
        parts.push(Word::ReadOnly.say(app.language).to_owned());
    }
    parts.push(match others.as_slice() {
        [] => Word::Alone.say(app.language).to_owned(),
        [one] => format!("+{}", clip(one, 12)),
        more => format!("+{}", more.len()),
    });
    parts.join(" · ")
}

/// The document's attributes, as the study declares and names them.
pub(in crate::ui) fn facts(app: &App, document: &Document) -> String {
    let show = |attribute: &Attribute| {
        let value = document.attribute(&attribute.id).filter(|value| !value.is_empty())?;
        let shown = attribute.show(value);
        // A bare number says nothing without its name.
        let number = value.chars().all(|part| part.is_ascii_digit());
        let name = attribute.name.get(app.language.tag());
        let in_title = document.title().contains(value) && !number;
        (!in_title).then(|| if number { format!("{name} {shown}") } else { shown })
    };
    let parts: Vec<String> = app.study.config.attributes.iter().filter_map(show).collect();
    parts.join(" · ")
}

/// `41 % gelezen · 23 coderingen · bezig`
pub(super) fn progress(app: &App, open: &Reader) -> String {
    let status = status_name(app.study.status(open.opened.document, app.coder), app.language);
    let read = Say::Read(open.percent()).show(app.language);
    let codings = Say::Codings(open.lanes().codings()).show(app.language);
    format!("{read} · {codings} · {status}")
}

/// The row above the keys: what is selected, and every code there.
pub(super) fn draw(app: &App, area: Rect, buffer: &mut Buffer) {
    let (Some(open), false) = (&app.reader, area.is_empty()) else { return };
    let right = write_back(
        buffer,
        area.x,
        area.right().saturating_sub(1),
        area.y,
        &visible(app, area.width),
        app.theme.style(Role::Dim),
    );
    let end = right.saturating_sub(2);
    let mut x = area.x + 1;
    let lead = lead(app, open);
    if !lead.is_empty() {
        x = write(buffer, x, area.y, end.saturating_sub(x), &lead, app.theme.style(Role::Text));
    }
    codes(app, open, (x, end, area.y), buffer);
}

fn lead(app: &App, open: &Reader) -> String {
    let (word, span) = match (&open.reshape, &open.selection) {
        (Some(reshape), _) => (Word::Edges, reshape.span),
        (None, Some(selection)) => (Word::Selection, selection.span),
        // What the panel beside is about.
        (None, None) if matches!(app.context(), Context::Picker | Context::Facets | Context::Mnemonic) => {
            return format!("{} · ", size(app, &open.opened, open.passage(), Unit::Turn));
        }
        (None, None) => return String::new(),
    };
    format!("{}: {} · ", word.say(app.language), size(app, &open.opened, span, open.unit))
}

/// `beurt 13, 1 zin`
fn size(app: &App, opened: &Opened, span: Span, unit: Unit) -> String {
    let turns = opened.turns.in_span(span);
    let (first, last) = (turns.start, turns.end.max(turns.start + 1) - 1);
    let place = Say::Turns(first + 1, last + 1).show(app.language);
    if unit == Unit::Turn || span.len() > COUNTED {
        return place;
    }
    let parts = turns.filter_map(|turn| opened.spoken(turn).intersection(span));
    let size = match unit {
        Unit::Turn | Unit::Sentence => {
            Say::Sentences(parts.map(|part| sentences_of(&opened.text, part).len()).sum())
        }
        Unit::Word => Say::WordsSelected(parts.map(|part| words_in(&opened.text, part)).sum()),
        Unit::Character => Say::Characters(cells(&opened.text, span).count()),
    };
    format!("{place}, {}", size.show(app.language))
}

fn words_in(text: &str, part: Span) -> usize {
    let next = |word: &Span| next_word(text, part, word.end.max(word.start + 1));
    std::iter::successors(next_word(text, part, part.start), next).count()
}

/// Every code here: the one that keys are about first in bold, with coder and facets.
fn codes(app: &App, open: &Reader, (mut x, end, y): (u16, u16, u16), buffer: &mut Buffer) {
    let (keys, count, hand) = match &open.reshape {
        Some(reshape) => (&reshape.codings, reshape.codings.len(), reshape.codings.first().copied()),
        None => (&open.here().codings, open.here().count, open.here().at_hand),
    };
    let dim = app.theme.style(Role::Dim);
    if keys.is_empty() {
        write(buffer, x, y, end.saturating_sub(x), Word::NoCodeHere.say(app.language), dim);
        return;
    }
    for (index, key) in keys.iter().enumerate() {
        let rest = count - index;
        let words = describe(app, *key);
        let more = if rest > 1 { 5 } else { 0 };
        let room = end.saturating_sub(x);
        if index > 0 && width_of(&words) + 4 + more > room {
            write(buffer, x, y, room, &format!(" +{rest}"), dim);
            return;
        }
        let sign = if Some(*key) == hand { "●" } else { "○" };
        let mut style = app.theme.code(color_of(&app.study, *key));
        if Some(*key) == hand {
            style = style.add_modifier(Modifier::BOLD);
        }
        let lead = if index > 0 { "  " } else { "" };
        x = write(buffer, x, y, room, &format!("{lead}{sign} "), style);
        x = write(buffer, x, y, end.saturating_sub(x), &words, style);
    }
}

/// `perspectief nemen · anna · niveau pers, realisatie gereal`
pub(in crate::ui) fn describe(app: &App, key: CodingKey) -> String {
    let coding = app.study.coding(key);
    let star = if coding.important { "*" } else { "" };
    let mut parts = vec![format!("{star}{}", code_name(&app.view(), coding.code))];
    if app.shown.coders.len() > 1 || coding.coder != app.coder {
        parts.push(format!("@{}", app.study.coder_name(coding.coder)));
    }
    parts.extend(facet_values(app, key).into_iter().map(|(_, values)| values));
    let on = Target::Coding(app.study.coding_id(key));
    if app.study.memos_on(&on).iter().any(|memo| app.shown.coders.contains(&memo.coder)) {
        parts.push("✎".to_owned());
    }
    parts.join(" · ")
}

/// The facets of a coding that have values: name and values, for people.
pub(in crate::ui) fn facet_values(app: &App, key: CodingKey) -> Vec<(String, String)> {
    let coding = app.study.coding(key);
    let code = coding.code.and_then(|code| app.study.codebook.code(code));
    let known = code.map_or(&[][..], |code| &app.study.codebook.family(code).facets);
    let tag = app.language.tag();
    let mut found = Vec::new();
    for (facet, values) in app.study.facets(coding) {
        let id = app.study.names.words.name(facet.index());
        let known = known.iter().find(|known| known.id == id);
        let value = |value: &crate::model::WordKey| {
            let id = app.study.names.words.name(value.index());
            let known = known.and_then(|facet| facet.values.iter().find(|known| known.id == id));
            known.map_or(id, |value| value.name.get(tag)).to_owned()
        };
        let name = known.map_or(id, |facet| facet.name.get(tag)).to_owned();
        let values: Vec<String> = values.iter().map(value).collect();
        found.push((name, values.join(", ")));
    }
    found
}

/// What is shown of the codings, and the code that sticks.
fn visible(app: &App, width: u16) -> String {
    let mut parts = Vec::new();
    if app.pending > 0 {
        parts.push(Word::Pending.say(app.language).to_owned());
    }
    if let Some(code) = app.sticky {
        let name = name_of(&app.study, app.language, code);
        parts.push(format!("{}: {}", Word::Sticky.say(app.language), clip(&name, 20)));
    }
    if width >= 76 {
        let families = app.study.codebook.families();
        let on = families.iter().filter(|family| !app.shown.without.contains(&family.id));
        let names: Vec<String> = on.map(|family| family.id.to_uppercase()).collect();
        let all = names.len() == families.len() && names.join(" ").len() > 24;
        let names = if all { Word::Everything.say(app.language).to_owned() } else { names.join(" ") };
        let key = app.keymap.hint(Action::OpenVisible);
        parts.push(format!("{}: {}  {key}", Word::Visible.say(app.language), clip(&names, 30)));
    }
    parts.join(" · ")
}

/// The last row: a notice, else keys that are of use now.
pub(super) fn keys(app: &App, area: Rect, buffer: &mut Buffer) {
    if area.is_empty() {
        return;
    }
    if let Some(notice) = app.notice() {
        let role = match notice.tone {
            Tone::Good => Role::Good,
            Tone::Warning => Role::Warning,
            Tone::Error => Role::Error,
        };
        write(buffer, area.x + 1, area.y, area.width.saturating_sub(2), &notice.words, app.theme.style(role));
        return;
    }
    // Help is always there, whatever else has to give way.
    let help = (app.keymap.hint(Action::Help), app.language.pick("hulp", "help"));
    let works =
        app.keymap.keys(Action::Help).iter().any(|key| app.keymap.action(app.context(), *key).is_some());
    let reserved = if works { width_of(&help.0) + width_of(help.1) + 3 } else { 0 };
    let mut x = area.x + 1;
    for (actions, words) in super::hints::hints(app) {
        let here = |action: &&Action| action.entry().contexts.contains(&app.context());
        let keys = actions.iter().filter(here).map(|action| app.keymap.hint(*action));
        let keys: Vec<String> = keys.filter(|key| !key.is_empty()).collect();
        let keys = keys.join(" ");
        if keys.is_empty() || x + width_of(&keys) + width_of(words) + 1 + reserved > area.right() {
            continue;
        }
        x = hint(app, buffer, area, x, (&keys, words));
    }
    if works {
        hint(app, buffer, area, x, (&help.0, help.1));
    }
}

fn hint(app: &App, buffer: &mut Buffer, area: Rect, x: u16, (keys, words): (&str, &str)) -> u16 {
    let x = write(buffer, x, area.y, area.right().saturating_sub(x), keys, app.theme.style(Role::Key));
    let room = area.right().saturating_sub(x);
    write(buffer, x, area.y, room, &format!(" {words}"), app.theme.style(Role::Dim)) + 2
}
