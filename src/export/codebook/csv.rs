//! The codebook as CSV, to edit as a table and read back: docs/codebook.md describes it.
//!
//! One row a thing, told apart by the column `kind`. Words have a column for each language; lists stand in one cell, an item a
//! line. What a spreadsheet would take for a formula gets an apostrophe in front, and reading takes it away again.

use std::collections::BTreeSet;

use uuid::Uuid;

use crate::model::codebook::{Code, Family, Note};
use crate::model::localized::Localized;

use super::{CodebookView, hex};

/// The codebook as CSV after RFC 4180: UTF-8, commas, CRLF at the ends of rows. All languages are in it, whichever is that of
/// the view.
pub fn csv(view: CodebookView<'_>) -> String {
    let families: Vec<_> = view.families().collect();
    let mut languages = BTreeSet::new();
    let (mut include_not, mut guids, mut heirs) = (false, false, false);
    for (family, codes) in &families {
        each_words(family, codes, &mut |words| languages.extend(words.iter().map(|(language, _)| language)));
        guids |= family.guid.is_some()
            || family.groups.iter().any(|group| group.guid.is_some())
            || codes.iter().any(|code| code.guid.is_some());
        heirs |= codes.iter().any(|code| code.heir.is_some());
        include_not |= codes.iter().any(|code| code.include.iter().any(|note| note.not.is_some()));
    }
    if languages.is_empty() {
        languages.insert("");
    }
    let mut sheet = Sheet::new(languages.into_iter().collect(), include_not, guids, heirs);
    for (family, codes) in &families {
        sheet.family(family);
        for code in codes {
            let parent = code.parent.and_then(|key| view.book.code(key));
            sheet.code(family, code, parent.map_or("", |parent| &parent.id));
        }
    }
    sheet.text
}

/// All words of a family and its codes.
fn each_words<'a>(family: &'a Family, codes: &[&'a Code], take: &mut impl FnMut(&'a Localized)) {
    let mut names = vec![(&family.name, &family.id)];
    family.rules.iter().for_each(|rule| take(&rule.text));
    names.extend(family.groups.iter().map(|group| (&group.name, &group.id)));
    for facet in &family.facets {
        names.push((&facet.name, &facet.id));
        for value in &facet.values {
            names.push((&value.name, &value.id));
            take(&value.definition);
        }
    }
    names.extend(codes.iter().map(|code| (&code.name, &code.id)));
    names.into_iter().filter(|(name, id)| !is_id(name, id)).for_each(|(name, _)| take(name));
    for code in codes {
        take(&code.definition);
        code.include.iter().chain(&code.exclude).for_each(|note| take(&note.text));
        code.examples.iter().chain(&code.poles).for_each(&mut *take);
    }
}

/// True for the name of what was given none: it is called by its id.
fn is_id(name: &Localized, id: &str) -> bool {
    name.exact("") == Some(id) && name.iter().count() == 1
}

/// Rows that are being written.
struct Sheet<'a> {
    languages: Vec<&'a str>,
    columns: Vec<String>,
    text: String,
}

/// A row: cells by the name of their column, empty where nothing was set.
struct Row(Vec<String>);

impl<'a> Sheet<'a> {
    fn new(languages: Vec<&'a str>, include_not: bool, guids: bool, heirs: bool) -> Self {
        let mut columns: Vec<String> = ["kind", "family", "id", "parent"].map(str::to_owned).to_vec();
        let words = |columns: &mut Vec<String>, name| {
            columns.extend(languages.iter().map(|language| column(name, language)));
        };
        words(&mut columns, "name");
        words(&mut columns, "definition");
        words(&mut columns, "include");
        columns.extend(include_not.then(|| "include_not".to_owned()));
        words(&mut columns, "exclude");
        columns.push("exclude_not".to_owned());
        words(&mut columns, "examples");
        columns.extend(["source", "key", "color", "groups", "principle"].map(str::to_owned));
        words(&mut columns, "poles");
        columns.push("retired".to_owned());
        columns.extend(heirs.then(|| "heir".to_owned()));
        columns.extend(["exclusive", "facet_kind", "ask"].map(str::to_owned));
        columns.extend(guids.then(|| "guid".to_owned()));
        let mut sheet = Self { languages, columns, text: String::new() };
        sheet.end(&Row(sheet.columns.clone()));
        sheet
    }

    fn begin(&self, kind: &str, family: &str, id: &str) -> Row {
        let mut row = Row(vec![String::new(); self.columns.len()]);
        self.set(&mut row, "kind", kind);
        self.set(&mut row, "family", family);
        self.set(&mut row, "id", id);
        row
    }

    fn set(&self, row: &mut Row, column: &str, words: impl Into<String>) {
        if let Some(place) = self.columns.iter().position(|known| known == column) {
            row.0[place] = words.into();
        }
    }

    fn name(&self, row: &mut Row, name: &Localized, id: &str) {
        if !is_id(name, id) {
            self.words(row, "name", name);
        }
    }

    fn words(&self, row: &mut Row, name: &str, words: &Localized) {
        for (language, text) in words.iter() {
            self.set(row, &column(name, language), text);
        }
    }

    /// Lists of words: an item a line, the same item on the same line in each language.
    fn list<'w>(&self, row: &mut Row, name: &str, items: &[&'w Localized]) {
        for (nth, language) in self.languages.iter().enumerate() {
            let line = |words: &&'w Localized| match words.exact(language).filter(|text| !text.is_empty()) {
                Some(text) => item(text),
                // An item without any words would leave no trace.
                None if nth == 0 && words.is_empty() => "\\-".to_owned(),
                None => String::new(),
            };
            self.set(row, &column(name, language), lines(items.iter().map(line)));
        }
    }

    fn notes(&self, row: &mut Row, name: &str, notes: &[Note]) {
        let texts: Vec<&Localized> = notes.iter().map(|note| &note.text).collect();
        self.list(row, name, &texts);
        let nots = notes.iter().map(|note| note.not.as_deref().map(item).unwrap_or_default());
        self.set(row, &format!("{name}_not"), lines(nots));
    }

    fn family(&mut self, family: &Family) {
        let mut row = self.begin("family", &family.id, &family.id);
        self.name(&mut row, &family.name, &family.id);
        self.set(&mut row, "exclusive", truth(family.exclusive));
        self.set(&mut row, "guid", guid(family.guid));
        self.end(&row);
        for rule in &family.rules {
            let mut row = self.begin("rule", &family.id, &rule.id);
            self.words(&mut row, "definition", &rule.text);
            self.end(&row);
        }
        for group in &family.groups {
            let mut row = self.begin("group", &family.id, &group.id);
            self.name(&mut row, &group.name, &group.id);
            self.set(&mut row, "guid", guid(group.guid));
            self.end(&row);
        }
        for facet in &family.facets {
            let mut row = self.begin("facet", &family.id, &facet.id);
            self.name(&mut row, &facet.name, &facet.id);
            self.set(&mut row, "facet_kind", facet.kind.word());
            self.set(&mut row, "ask", if facet.ask_now { "now" } else { "later" });
            self.end(&row);
            for value in &facet.values {
                let mut row = self.begin("value", &family.id, &value.id);
                self.set(&mut row, "parent", &facet.id);
                self.name(&mut row, &value.name, &value.id);
                self.words(&mut row, "definition", &value.definition);
                self.end(&row);
            }
        }
    }

    fn code(&mut self, family: &Family, code: &Code, parent: &str) {
        let mut row = self.begin("code", &family.id, &code.id);
        self.set(&mut row, "parent", parent);
        self.name(&mut row, &code.name, &code.id);
        self.words(&mut row, "definition", &code.definition);
        self.notes(&mut row, "include", &code.include);
        self.notes(&mut row, "exclude", &code.exclude);
        self.list(&mut row, "examples", &code.examples.iter().collect::<Vec<_>>());
        self.set(&mut row, "source", &code.source);
        self.set(&mut row, "key", code.mnemonic.as_deref().unwrap_or_default());
        self.set(&mut row, "color", code.color.map(hex).unwrap_or_default());
        self.set(&mut row, "groups", lines(code.groups.iter().map(|group| item(group))));
        self.set(&mut row, "principle", code.principle.as_deref().unwrap_or_default());
        self.list(&mut row, "poles", &code.poles.iter().collect::<Vec<_>>());
        self.set(&mut row, "retired", truth(code.retired));
        self.set(&mut row, "heir", code.heir.as_deref().unwrap_or_default());
        self.set(&mut row, "guid", guid(code.guid));
        self.end(&row);
    }

    fn end(&mut self, row: &Row) {
        for (nth, cell) in row.0.iter().enumerate() {
            if nth > 0 {
                self.text.push(',');
            }
            self.text.push_str(&quoted(&harmless(cell)));
        }
        self.text.push_str("\r\n");
    }
}

/// `name_nl`; words without a language stand under `name`.
fn column(name: &str, language: &str) -> String {
    if language.is_empty() { name.to_owned() } else { format!("{name}_{language}") }
}

fn guid(guid: Option<Uuid>) -> String {
    guid.map(|guid| guid.to_string()).unwrap_or_default()
}

fn truth(value: bool) -> &'static str {
    if value { "yes" } else { "" }
}

/// An item of a list as one line.
fn item(words: &str) -> String {
    if words.is_empty() {
        return "\\-".to_owned();
    }
    words.replace('\\', "\\\\").replace('\n', "\\n").replace('\r', "\\r")
}

/// Lines of a cell; empty ones at the end say nothing.
fn lines(items: impl Iterator<Item = String>) -> String {
    items.collect::<Vec<_>>().join("\n").trim_end_matches('\n').to_owned()
}

/// With an apostrophe in front where a spreadsheet would calculate, or where taking one away would go wrong.
pub fn harmless(cell: &str) -> String {
    let behind = cell.trim_start_matches('\'');
    let calculates = |first: char| "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first);
    if behind.starts_with(calculates) { format!("'{cell}") } else { cell.to_owned() }
}

/// In quotation marks where it needs them.
pub(in crate::export) fn quoted(cell: &str) -> String {
    let needs =
        cell.contains([',', '"', '\n', '\r', ';', '\t']) || cell.starts_with(' ') || cell.ends_with(' ');
    if needs { format!("\"{}\"", cell.replace('"', "\"\"")) } else { cell.to_owned() }
}
