//! What stands in a cell.

use std::collections::BTreeMap;

use crate::model::codebook::Note;
use crate::model::localized::Localized;

/// The cell without the apostrophe that keeps a spreadsheet from calculating.
pub(super) fn plain(cell: &str) -> &str {
    let behind = cell.trim_start_matches('\'');
    let calculates = |first: char| "=+-@\t\r\n\u{ff1d}\u{ff0b}\u{ff0d}\u{ff20}".contains(first);
    match cell.strip_prefix('\'') {
        Some(rest) if behind.starts_with(calculates) => rest,
        _ => cell,
    }
}

/// The items of a list, one a line; an empty line is an item without words here. `\-` is one without words anywhere.
pub(super) fn items(cell: &str) -> Vec<Item> {
    if cell.is_empty() {
        return Vec::new();
    }
    cell.split('\n').map(|line| Item::read(line.strip_suffix('\r').unwrap_or(line))).collect()
}

/// An item of a list in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Item {
    /// Nothing is said in this language.
    Nothing,
    /// The item is there, without words.
    Empty,
    /// Its words.
    Words(String),
}

impl Item {
    fn read(line: &str) -> Self {
        match line {
            "" => return Self::Nothing,
            "\\-" => return Self::Empty,
            _ => {}
        }
        let mut words = String::with_capacity(line.len());
        let mut characters = line.chars();
        while let Some(character) = characters.next() {
            if character != '\\' {
                words.push(character);
                continue;
            }
            match characters.next() {
                Some('n') => words.push('\n'),
                Some('r') => words.push('\r'),
                Some('\\') | None => words.push('\\'),
                // People write a backslash without thinking of this.
                Some(other) => words.extend(['\\', other]),
            }
        }
        Self::Words(words)
    }
}

/// Cells of one thing in several languages, by language.
pub(super) type ByLanguage = BTreeMap<String, String>;

/// `old` with the words that the cells say; an empty cell takes the words of its language away.
pub(super) fn words(old: &Localized, cells: &ByLanguage) -> Localized {
    let mut new = Localized::default();
    for (language, text) in old.iter().filter(|(language, _)| !cells.contains_key(*language)) {
        new.set(language, text);
    }
    for (language, text) in cells.iter().filter(|(_, text)| !text.is_empty()) {
        new.set(language, &text.replace("\r\n", "\n"));
    }
    new
}

/// `old` with what the cells say: the nth line is the nth item. `nots` are the neighbours, where there is a column of them.
pub(super) fn notes(old: &[Note], cells: &ByLanguage, nots: Option<&str>) -> Vec<Note> {
    let columns: Vec<(&str, Vec<Item>)> =
        cells.iter().map(|(language, cell)| (language.as_str(), items(cell))).collect();
    let nots = nots.map(items);
    let rows = columns.iter().map(|(_, items)| items.len()).chain(nots.iter().map(Vec::len));
    let count = rows.max().unwrap_or(0).max(old.len());
    let mut new = Vec::with_capacity(count);
    for nth in 0..count {
        let before = old.get(nth);
        let mut said: ByLanguage = BTreeMap::new();
        let mut kept = false;
        for (language, items) in &columns {
            let item = items.get(nth).unwrap_or(&Item::Nothing);
            kept |= *item == Item::Empty;
            let text = if let Item::Words(words) = item { words.clone() } else { String::new() };
            said.insert((*language).to_owned(), text);
        }
        let mut text = Localized::default();
        for (language, words) in before.iter().flat_map(|note| note.text.iter()) {
            if !said.contains_key(language) {
                text.set(language, words);
            }
        }
        for (language, words) in said.iter().filter(|(_, words)| !words.is_empty()) {
            text.set(language, words);
        }
        let not = match &nots {
            None => before.and_then(|note| note.not.clone()),
            Some(nots) => match nots.get(nth) {
                Some(Item::Words(not)) => Some(not.clone()),
                _ => None,
            },
        };
        if kept || not.is_some() || !text.is_empty() {
            new.push(Note { text, not });
        }
    }
    new
}

/// The same for lists of words alone.
pub(super) fn list(old: &[Localized], cells: &ByLanguage) -> Vec<Localized> {
    let old: Vec<Note> = old.iter().map(|text| Note { text: text.clone(), not: None }).collect();
    notes(&old, cells, None).into_iter().map(|note| note.text).collect()
}

/// `yes` or nothing, in both languages.
pub(super) fn truth(cell: &str) -> Result<bool, String> {
    match cell.trim().to_lowercase().as_str() {
        "yes" | "ja" | "true" | "waar" | "1" | "x" => Ok(true),
        "" | "no" | "nee" | "false" | "onwaar" | "0" => Ok(false),
        other => Err(format!("`{other}` is neither yes nor no; write yes or leave the cell empty")),
    }
}
