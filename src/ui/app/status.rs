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
use crate::ui::panel::Panel;
use crate::ui::reader::{Opened, Reader};
use crate::ui::theme::Role;
use crate::ui::words::{Say, Word};

/// In longer selections, in bytes, sentences and words are not counted: which turns they are says more.
const COUNTED: u32 = 16 * 1024;

/// `laag: anna · alleen`
pub(super) fn layer(app: &App) -> String {
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
    for (actions, words) in hints(app) {
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

/// The keys to know first, for what one is doing.
fn hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, BackToFind, Close, Descendants, Down, EndIn, EndOut, EraseLine, Export, LeaveOut, MemoKind,
        MemoSave, MemoToEditor, Mnemonic, NextCodingHere, NextColumn, NextHit, NextUncoded, OtherColumns,
        Pick, Pin, PreviousColumn, PreviousHit, Quit, Repeat, Reshape, SelectSentence, SelectTurn,
        SelectWord, StartIn, StartOut, Tick, Uncode, Undo, Up,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        // Going through what was found.
        Context::Reader if app.hunt.is_some() && app.last_find.is_some() => vec![
            (vec![BackToFind], of("terug", "back")),
            (vec![NextHit, PreviousHit], of("volgende, vorige vindplaats", "next, previous hit")),
            (vec![Pick], of("code", "code")),
            (vec![SelectSentence], of("zin", "sentence")),
            (vec![Undo], of("terug", "undo")),
            (vec![Close], of("markering uit", "marks off")),
        ],
        Context::Reader if app.placing.is_some() => placing_hints(app),
        Context::Reader => vec![
            (vec![SelectSentence], of("zin", "sentence")),
            (vec![SelectWord], of("woord", "word")),
            (vec![SelectTurn], of("beurt", "turn")),
            (vec![StartOut, EndOut], of("randen", "edges")),
            (vec![Pick], of("code", "code")),
            (vec![Mnemonic], of("letters", "letters")),
            (vec![Repeat], of("herhaal", "repeat")),
            (vec![Uncode], of("wis", "uncode")),
            (vec![Undo], of("terug", "undo")),
            (vec![NextUncoded], of("ongecodeerd", "uncoded")),
            (vec![Quit], of("stop", "quit")),
        ],
        Context::Reshape => vec![
            (vec![StartOut, StartIn], of("begin", "start")),
            (vec![EndOut, EndIn], of("eind", "end")),
            (vec![Accept], of("vastleggen", "accept")),
            (vec![Close], of("laat maar", "never mind")),
            (vec![Reshape], of("andere passage", "another passage")),
            (vec![NextCodingHere, LeaveOut], of("code kiezen en niet mee", "choose a code and leave it")),
        ],
        Context::Picker => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Tick], of("nog een code", "one more code")),
            (vec![Accept], of("vastleggen", "accept")),
            (vec![Pin], of("op een cijfer", "to a digit")),
            (vec![Close], of("laat maar", "never mind")),
        ],
        Context::Tree => vec![
            (vec![Accept], of("openen", "open")),
            (vec![Up, Down], of("kies", "choose")),
            (vec![EraseLine], of("alles", "all")),
            (vec![Close], of("naar de tekst", "to the text")),
        ],
        Context::Memo => vec![
            (vec![MemoSave], of("bewaren", "save")),
            (vec![MemoKind], of("soort", "type")),
            (vec![MemoToEditor], of("eigen editor", "own editor")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Memos => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("erheen", "go there")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Facets => vec![
            (vec![Up, Down], of("facet", "facet")),
            (vec![Accept], of("klaar", "done")),
            (vec![Close], of("laat open", "leave open")),
        ],
        Context::Walk => walk_hints(app),
        Context::Journal | Context::JournalLine => trail_hints(app),
        Context::Walks => vec![
            (vec![Up, Down], of("kies", "choose")),
            (vec![Accept], of("begin", "begin")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Tables => vec![
            (vec![Up, Down, PreviousColumn, NextColumn], of("cel", "cell")),
            (vec![Accept], of("passages", "passages")),
            (vec![OtherColumns], of("andere kolommen", "other columns")),
            (vec![Descendants], of("met onderliggende", "with those below")),
            (vec![Export], of("bestand", "file")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Find | Context::Results | Context::Counts | Context::Forms | Context::Saved => {
            hints_of_finding(app)
        }
        _ => vec![
            (vec![Tick], of("vink", "tick")),
            (vec![Accept], of("goed", "accept")),
            (vec![Close], of("sluit", "close")),
        ],
    }
}

/// The same while finding.
fn hints_of_finding(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, BulkCode, BulkRecode, Close, Complete, Copy, Down, EraseLine, Export, FindCounts, FindGives,
        FindTick, FindView, ForgetQuery, OpenFind, SaveQuery, SavedQueries, Uncode,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    match app.context() {
        Context::Find => vec![
            (vec![Accept], of("zoek", "find")),
            (vec![Complete], of("vul aan", "complete")),
            (vec![Down], of("naar de vindplaatsen", "to the results")),
            (vec![SavedQueries], of("eerdere", "earlier")),
            (vec![SaveQuery], of("bewaar", "save")),
            (vec![EraseLine], of("leeg", "empty")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Results => vec![
            (vec![Accept], of("in de tekst", "in the text")),
            (vec![OpenFind], of("vraag", "question")),
            (vec![FindTick], of("vink", "tick")),
            (vec![BulkCode], of("code", "code")),
            (vec![Uncode], of("wis", "uncode")),
            (vec![FindCounts], of("tellingen", "counts")),
            (vec![FindGives], of("beurten/coderingen", "turns/codings")),
            (vec![FindView], of("heel", "whole")),
            (vec![BulkRecode], of("vervang", "recode")),
            (vec![Export], of("bestand", "file")),
            (vec![Copy], of("kopieer", "copy")),
            (vec![Close], of("sluit", "close")),
        ],
        Context::Counts => vec![
            (vec![FindCounts], of("van iets anders", "of something else")),
            (vec![Accept], of("alleen deze", "only these")),
            (vec![Close], of("terug", "back")),
        ],
        Context::Forms => vec![(vec![FindTick], of("vink", "tick")), (vec![Close], of("terug", "back"))],
        _ => vec![
            (vec![Accept], of("vraag", "ask")),
            (vec![ForgetQuery], of("vergeet", "forget")),
            (vec![Close], of("sluit", "close")),
        ],
    }
}

fn walk_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    match app.panels.last() {
        Some(Panel::Walk(walk)) => walk.hints(app.language),
        _ => Vec::new(),
    }
}

fn trail_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{
        Accept, Close, EraseLine, Export, JournalCode, JournalCoder, JournalCounting, JournalDay,
        JournalDocument, JournalKind, OpenFind, Redo, Undo,
    };
    let of = |dutch, english| app.language.pick(dutch, english);
    if app.context() == Context::JournalLine {
        let all = of("alles", "all");
        return vec![(vec![Accept], of("naar de lijst", "to the list")), (vec![EraseLine], all)];
    }
    let narrow = vec![JournalDay, JournalCoder, JournalDocument, JournalCode, JournalKind];
    vec![
        (vec![Accept], of("erheen", "go there")),
        (vec![Undo, Redo], of("ongedaan, opnieuw", "undo, redo")),
        (vec![OpenFind], of("typ", "type")),
        (narrow, of("versmal", "narrow")),
        (vec![JournalCounting], of("wat telt", "what counts")),
        (vec![Export], of("bestand", "file")),
        (vec![Close], of("sluit", "close")),
    ]
}

/// Pointing at the place of a coding that has none.
fn placing_hints(app: &App) -> Vec<(Vec<Action>, &'static str)> {
    use Action::{Close, EndOut, Pick, SelectSentence, SelectWord, StartOut};
    let of = |dutch, english| app.language.pick(dutch, english);
    vec![
        (vec![Pick], of("de selectie is de plaats", "the selection is its place")),
        (vec![SelectSentence], of("zin", "sentence")),
        (vec![SelectWord], of("woord", "word")),
        (vec![StartOut, EndOut], of("randen", "edges")),
        (vec![Close], of("terug naar het doorlopen", "back to going through")),
    ]
}
