//! Rows and columns of a sheet.

use std::collections::BTreeMap;

use crate::import::ImportError;
use crate::model::lines::LineNote;
use crate::model::names::nearest;

use super::CodebookSheet;
use super::cells::{ByLanguage, plain};

/// Columns that stand alone.
const SINGLE: [&str; 17] = [
    "kind",
    "family",
    "id",
    "parent",
    "include_not",
    "exclude_not",
    "source",
    "key",
    "color",
    "groups",
    "principle",
    "retired",
    "heir",
    "exclusive",
    "facet_kind",
    "ask",
    "guid",
];

/// Columns of words: `name_nl`, or `name` for words whose language is not said.
const WORDS: [&str; 6] = ["name", "definition", "include", "exclude", "examples", "poles"];

/// A row: the cells that the sheet has columns for.
#[derive(Clone, Debug)]
pub(super) struct Row {
    /// Line in the file, counting from 1.
    pub line: u64,
    single: BTreeMap<&'static str, String>,
    words: BTreeMap<&'static str, ByLanguage>,
}

impl Row {
    /// A cell; `None` where the sheet has no such column.
    pub fn cell(&self, column: &str) -> Option<&str> {
        self.single.get(column).map(String::as_str)
    }

    /// A cell that is not empty.
    pub fn filled(&self, column: &str) -> Option<&str> {
        self.cell(column).map(str::trim).filter(|cell| !cell.is_empty())
    }

    /// The cells of words by language; `None` where the sheet has no such column.
    pub fn words(&self, name: &str) -> Option<&ByLanguage> {
        self.words.get(name)
    }
}

enum Column {
    Single(&'static str),
    Words(&'static str, String),
    Unknown,
}

impl Column {
    fn of(head: &str) -> Self {
        let head = plain(head.trim());
        if let Some(name) = SINGLE.iter().find(|name| **name == head) {
            return Self::Single(name);
        }
        let words = WORDS.iter().find_map(|name| {
            let rest = head.strip_prefix(name)?;
            let language = if rest.is_empty() { "" } else { rest.strip_prefix('_')? };
            Some(Self::Words(name, language.to_owned()))
        });
        words.unwrap_or(Self::Unknown)
    }
}

pub(super) fn read(bytes: &[u8]) -> Result<CodebookSheet, ImportError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        ImportError::NotUtf8 { line: memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1, at }
    })?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut reader =
        csv::ReaderBuilder::new().delimiter(delimiter(text)).flexible(true).from_reader(text.as_bytes());
    let wrong = |line: u64, what: String| ImportError::Rows(vec![LineNote { line, what }]);
    let heads = reader.headers().map_err(|error| wrong(1, error.to_string()))?.clone();
    let columns: Vec<Column> = heads.iter().map(Column::of).collect();
    if !columns.iter().any(|column| matches!(column, Column::Single("id"))) {
        let what = "no column is called `id`; the first line must name the columns, as the export does";
        return Err(wrong(1, what.to_owned()));
    }
    let unknown = heads
        .iter()
        .zip(&columns)
        .filter(|(head, column)| matches!(column, Column::Unknown) && !head.trim().is_empty());
    let warnings = unknown.map(|(head, _)| say_unknown(head)).collect();
    let mut rows = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| wrong(1, error.to_string()))?;
        let line = record.position().map_or(0, csv::Position::line);
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        if record.len() > columns.len() {
            let what = format!(
                "the row has {} cells, the first line {}; put quotation marks around cells that hold the sign between cells",
                record.len(),
                columns.len()
            );
            return Err(wrong(line, what));
        }
        let mut row = Row { line, single: BTreeMap::new(), words: BTreeMap::new() };
        for (nth, column) in columns.iter().enumerate() {
            let cell = plain(record.get(nth).unwrap_or_default()).to_owned();
            match column {
                Column::Single(name) => drop(row.single.insert(name, cell)),
                Column::Words(name, language) => {
                    row.words.entry(name).or_default().insert(language.clone(), cell);
                }
                Column::Unknown => {}
            }
        }
        rows.push(row);
    }
    Ok(CodebookSheet { rows, warnings })
}

fn say_unknown(head: &str) -> String {
    match nearest(head, SINGLE.into_iter().chain(WORDS)) {
        Some(near) => format!("the column `{head}` means nothing and is left out; did you mean `{near}`?"),
        None => format!("the column `{head}` means nothing and is left out"),
    }
}

/// The sign between cells: of comma, semicolon and tab the one that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |sign: u8| memchr::memchr_iter(sign, first.as_bytes()).count();
    let mut best = b',';
    for sign in [b';', b'\t'] {
        if count(sign) > count(best) {
            best = sign;
        }
    }
    best
}
