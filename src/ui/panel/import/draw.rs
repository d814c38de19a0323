//! How the import looks: the files to choose, or the list with what is at the cursor beside or below it.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::rows::{Row, is_taken};
use super::words::Counts;
use super::{Asking, Import, ProjectFound, words};
use crate::import::compose::Composed;
use crate::import::run::{Arrived, Fate};
use crate::model::document::split;
use crate::text::{Span, wrap};
use crate::ui::app::App;
use crate::ui::language::Language;
use crate::ui::paint::{across, down, fill, write, write_back};
use crate::ui::theme::Role;

/// From so many columns on, list and details stand side by side.
const SIDE_BY_SIDE: u16 = 90;
/// Columns of the list then.
const LIST: u16 = 44;
/// Rows above the list, and below it.
const AROUND: u16 = 3;

/// Where things are.
struct Places {
    list: Rect,
    rule: Rect,
    detail: Rect,
    foot: Rect,
}

fn places(area: Rect) -> Places {
    let body = Rect { y: area.y + 2.min(area.height), height: area.height.saturating_sub(AROUND), ..area };
    let foot = Rect { y: area.bottom().saturating_sub(1), height: 1.min(area.height), ..area };
    if area.width >= SIDE_BY_SIDE {
        let list = Rect { width: LIST, ..body };
        let rule = Rect { x: body.x + LIST, width: 1, ..body };
        let detail = Rect { x: rule.x + 2, width: body.width - LIST - 2, ..body };
        return Places { list, rule, detail, foot };
    }
    let half = body.height / 2;
    let list = Rect { height: half, ..body };
    let rule = Rect { y: body.y + half, height: 1.min(body.height - half), ..body };
    let detail = Rect { y: rule.bottom(), height: body.height.saturating_sub(half + 1), ..body };
    Places { list, rule, detail, foot }
}

/// How many rows of the list are seen.
pub(super) fn list_height(area: Rect) -> usize {
    usize::from(places(area).list.height).max(1)
}

pub(super) fn draw(import: &Import, app: &App, area: Rect, buffer: &mut Buffer) {
    let (theme, language) = (app.theme, app.language);
    fill(buffer, area, theme.style(Role::Text));
    let title = language.pick(" IMPORTEREN", " IMPORT");
    let end = write(buffer, area.x, area.y, area.width, title, theme.style(Role::Heading));
    if import.fates.is_none() && import.busy.is_none() {
        files(import, app, area, buffer);
    } else {
        let room = area.right().saturating_sub(end + 3);
        write(buffer, end + 3, area.y, room, &state(import, language), theme.style(Role::Dim));
        let places = places(area);
        list(import, app, places.list, buffer);
        let rule = theme.style(Role::Rule);
        if places.rule.width == 1 {
            down(buffer, places.rule, rule);
        } else {
            across(buffer, places.rule, rule);
        }
        detail(import, app, places.detail, buffer);
        foot(import, app, places.foot, buffer);
    }
}

fn state(import: &Import, language: Language) -> String {
    if import.writing {
        return words::writing(language).to_owned();
    }
    if let Some(busy) = import.busy {
        return words::reading(busy, language);
    }
    let count = |is: fn(&Fate) -> bool| import.fates().iter().filter(|fate| is(fate)).count();
    let readable = import.ask.projects.iter().filter(|found| found.project.is_ok()).count();
    let counts = Counts {
        documents: import.documents().count(),
        projects: import.projects().count(),
        known: count(|fate| matches!(fate, Fate::Known(_)))
            + import.ask.projects.iter().filter(|found| found.project.is_ok() && !found.is_new).count(),
        refused: count(|fate| matches!(fate, Fate::Refused(_))).saturating_sub(readable),
    };
    words::summary(counts, &import.ask.decisions.folder, language)
}

/// The line in which files are named.
fn files(import: &Import, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let (x, width) = (area.x + 2.min(area.width), area.width.saturating_sub(4));
    let mut y = area.y + 2;
    let row = |y: u16| y < area.bottom();
    if row(y) {
        write(buffer, x, y, width, words::ask_files(app.language), theme.style(Role::Key));
    }
    y += 1;
    if row(y) {
        let line = Rect { x, y, width, height: 1 };
        import.files.draw(buffer, line, theme.style(Role::Text), theme.style(Role::Cursor));
    }
    y += 2;
    if let Some(trouble) = import.trouble.as_ref().filter(|_| row(y)) {
        write(buffer, x, y, width, trouble, theme.style(Role::Warning));
        y += 2;
    }
    let offers = import.offers.iter().map(|offer| (offer.as_str(), Role::Text));
    let about = words::about_files(app.language).map(|line| (line, Role::Dim));
    let about = about.into_iter().filter(|_| import.offers.is_empty());
    for (line, role) in offers.chain(about) {
        if row(y) {
            write(buffer, x, y, width, line, theme.style(role));
        }
        y += 1;
    }
}

fn list(import: &Import, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    for (index, y) in import.list.seen(import.rows.len()).zip(area.y..) {
        let is_chosen = index == import.list.chosen;
        let (words, behind, role) = row(import, &import.rows[index], app.language);
        let style = theme.style(if is_chosen { Role::Chosen } else { role });
        if is_chosen {
            fill(buffer, Rect { y, height: 1, ..area }, style);
        }
        let end = write_back(buffer, area.x, area.right().saturating_sub(1), y, &behind, style);
        let mark = if is_chosen { "▸ " } else { "  " };
        write(buffer, area.x, y, end.saturating_sub(area.x + 1), &format!("{mark}{words}"), style);
    }
}

/// What a row says, what stands at its end, and how it looks.
fn row(import: &Import, row: &Row, language: Language) -> (String, String, Role) {
    match row {
        Row::Files => (language.pick("BESTANDEN", "FILES").to_owned(), String::new(), Role::Dim),
        Row::Speakers => (
            language.pick("SPREKERS", "SPEAKERS").to_owned(),
            language.pick("beurten", "turns").to_owned(),
            Role::Dim,
        ),
        Row::Attributes => {
            (language.pick("KENMERKEN VAN ALLE", "ATTRIBUTES OF ALL").to_owned(), String::new(), Role::Dim)
        }
        Row::Attribute(name, value) => (format!("{name} = {value}"), String::new(), Role::Text),
        Row::Speaker { label, spellings, turns, .. } => {
            let others = spellings.iter().filter(|spelling| *spelling != label).count();
            let more = if others > 0 { format!(" +{others}") } else { String::new() };
            (format!("{label}{more}"), turns.to_string(), Role::Speaker)
        }
        Row::File(index) => {
            let name = import.arrived().get(*index).map_or(String::new(), name_of);
            let project = import.project(*index).filter(|found| found.project.is_ok());
            let (sign, behind, role) = match import.fates().get(*index) {
                _ if project.is_some_and(|found| !found.is_new) => {
                    ("=", language.pick("al bekend", "known").to_owned(), Role::Dim)
                }
                _ if project.is_some() && is_taken(import, *index) => ("✓", "project".to_owned(), Role::Text),
                _ if project.is_some() => ("·", language.pick("niet", "not").to_owned(), Role::Dim),
                Some(Fate::Documents(documents)) if is_taken(import, *index) => {
                    let turns: usize = documents.iter().map(|document| document.turns).sum();
                    let notes = documents.iter().any(|document| !document.notes.is_empty());
                    ("✓", turns.to_string(), if notes { Role::Warning } else { Role::Text })
                }
                Some(Fate::Documents(_)) => ("·", language.pick("niet", "not").to_owned(), Role::Dim),
                Some(Fate::Known(_)) => ("=", language.pick("al bekend", "known").to_owned(), Role::Dim),
                _ => ("✗", String::new(), Role::Error),
            };
            (format!("{sign} {name}"), behind, role)
        }
    }
}

fn name_of(arrived: &Arrived) -> String {
    match &arrived.draft {
        // Names may have been taken out of it.
        Ok(draft) => draft.name.clone(),
        Err(_) => arrived.path.file_name().map_or(String::new(), |name| name.to_string_lossy().into_owned()),
    }
}

/// What is at the cursor: a file with what becomes of it, or a speaker with its spellings.
fn detail(import: &Import, app: &App, area: Rect, buffer: &mut Buffer) {
    let theme = app.theme;
    let mut y = area.y;
    let mut say = |words: &str, role: Role| {
        for span in wrap(words, Span::of(words), area.width.max(1)) {
            if y < area.bottom() {
                write(buffer, area.x, y, area.width, span.slice(words).trim_end(), theme.style(role));
                y += 1;
            }
        }
    };
    match import.rows.get(import.list.chosen) {
        Some(Row::File(index)) => {
            let (Some(arrived), Some(fate)) = (import.arrived().get(*index), import.fates().get(*index))
            else {
                return;
            };
            match import.project(*index) {
                Some(found) => of_project(found, app.language, &mut say),
                None => of_file(arrived, fate, app.language, &mut say),
            }
        }
        Some(Row::Speaker { label, spellings, turns, documents }) => {
            say(label, Role::Speaker);
            let (one_turn, one) = (*turns == 1, *documents == 1);
            let counts = app.language.pick(
                format!(
                    "{turns} {} in {documents} {}",
                    if one_turn { "beurt" } else { "beurten" },
                    if one { "document" } else { "documenten" }
                ),
                format!(
                    "{turns} turn{} in {documents} document{}",
                    if one_turn { "" } else { "s" },
                    if one { "" } else { "s" }
                ),
            );
            say(&counts, Role::Dim);
            if let Some(declared) = import.documents().find_map(|document| document.declared_as(label)) {
                say(&words::declared(declared, app.language), Role::Text);
            }
            say("", Role::Text);
            for spelling in spellings {
                say(&format!("`{spelling}`"), Role::Text);
            }
            say("", Role::Text);
            let help = app.language.pick(
                "enter geeft een ander label; dat van een ander voegt ze samen. x: dit is geen spreker.",
                "enter gives another label; that of another one merges them. x: this is no speaker.",
            );
            say(help, Role::Dim);
        }
        _ => {}
    }
}

fn of_project(found: &ProjectFound, language: Language, say: &mut dyn FnMut(&str, Role)) {
    match (&found.project, &found.plan) {
        (Err(why), _) => say(why, Role::Error),
        (Ok(project), Some(plan)) => {
            let name = if project.name.is_empty() { String::new() } else { format!(" · {}", project.name) };
            say(&format!("{}{name}", project.program), Role::Heading);
            for line in words::of_plan(plan, found.is_new, language) {
                say(&line, Role::Text);
            }
            for found in &plan.found {
                say(found, Role::Dim);
            }
            for note in &plan.notes {
                say(&format!("! {note}"), Role::Warning);
            }
        }
        (Ok(project), None) => say(project.program, Role::Heading),
    }
}

fn of_file(arrived: &Arrived, fate: &Fate, language: Language, say: &mut dyn FnMut(&str, Role)) {
    if let Ok(draft) = &arrived.draft {
        say(&words::of_file(draft, language), Role::Dim);
    }
    match fate {
        Fate::Refused(why) => say(why, Role::Error),
        Fate::Known(path) => {
            say(
                &language.pick(
                    format!("staat al in de studie: {path}"),
                    format!("is in the study already: {path}"),
                ),
                Role::Text,
            );
        }
        Fate::Documents(documents) => {
            for document in documents.iter().take(3) {
                say(&document.path, Role::Heading);
                say(&words::counts(document, language), Role::Text);
                for note in &document.notes {
                    say(&format!("! {note}"), Role::Warning);
                }
            }
            if documents.len() > 3 {
                say(
                    &language.pick(
                        format!("… en nog {}", documents.len() - 3),
                        format!("… and {} more", documents.len() - 3),
                    ),
                    Role::Dim,
                );
            }
            if let Ok(draft) = &arrived.draft {
                for note in &draft.found.notes {
                    say(&format!("! {note}"), Role::Warning);
                }
            }
            if let Some(document) = documents.first() {
                say("", Role::Text);
                beginning(document, say);
            }
        }
    }
}

/// How the text begins.
fn beginning(document: &Composed, say: &mut dyn FnMut(&str, Role)) {
    const LINES: usize = 40;
    const BYTES: usize = 400;
    let text = &document.file[split(&document.file).text_start..];
    for line in text.lines().take(LINES) {
        let end = (0..=BYTES.min(line.len())).rev().find(|end| line.is_char_boundary(*end)).unwrap_or(0);
        say(&line[..end], Role::Text);
    }
}

/// What is asked for, what went wrong, or the keys.
fn foot(import: &Import, app: &App, area: Rect, buffer: &mut Buffer) {
    let (theme, language) = (app.theme, app.language);
    if let Some((asking, line)) = &import.asking {
        let question = match asking {
            Asking::Label(_) => language.pick(" label: ", " label: "),
            Asking::Attribute => language.pick(" kenmerk (naam=waarde): ", " attribute (name=value): "),
            Asking::Folder => language.pick(" map onder corpus/: ", " folder below corpus/: "),
            Asking::Reading => language.pick(" lezen met: ", " read with: "),
            Asking::Encoding(_) => {
                language.pick(" codering (leeg: zoek uit): ", " encoding (empty: find out): ")
            }
        };
        let x = write(buffer, area.x, area.y, area.width, question, theme.style(Role::Key));
        let mut rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        if let Some(trouble) = &import.trouble {
            let start = write_back(
                buffer,
                x + rest.width / 3,
                area.right(),
                area.y,
                trouble,
                theme.style(Role::Warning),
            );
            rest.width = start.saturating_sub(x + 1);
        }
        line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    } else if let Some(trouble) = &import.trouble {
        write(buffer, area.x + 1, area.y, area.width.saturating_sub(1), trouble, theme.style(Role::Warning));
    }
}
