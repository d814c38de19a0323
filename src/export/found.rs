//! What a search found, as a file of its own: rows for a spreadsheet, or objects for a program.

use std::io::Write;
use std::path::Path;

use rustc_hash::FxHashSet;
use serde_json::{Map, Value, json};

use crate::index::place::Place;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::store::{LoadedText, OpenStudy};
use crate::text::Span;

use super::codebook::{harmless, quoted};
use super::error::ExportError;
use super::{Selection, segments};

/// What is written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// Codings.
    Codings(Vec<CodingKey>),
    /// Passages (bytes), such as what is said in turns; by document.
    Passages(Vec<(DocumentKey, Span)>),
}

/// In which form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// A table, after RFC 4180.
    Csv,
    /// An array of objects.
    Json,
    /// An object a line.
    JsonLines,
}

impl Format {
    /// The form that the ending of a file's name asks for.
    pub fn of(path: &Path) -> Option<Self> {
        match path.extension()?.to_str()?.to_lowercase().as_str() {
            "csv" => Some(Self::Csv),
            "json" => Some(Self::Json),
            "jsonl" => Some(Self::JsonLines),
            _ => None,
        }
    }
}

/// Columns of a table of codings; the names are those of docs/export.md.
const OF_CODINGS: &[&str] = &[
    "document",
    "title",
    "code",
    "coder",
    "start",
    "end",
    "first_turn",
    "last_turn",
    "speakers",
    "facets",
    "important",
    "text",
    "memos",
    "anchor",
    "id",
];
/// Columns of a table of passages.
const OF_PASSAGES: &[&str] =
    &["document", "title", "first_turn", "last_turn", "speakers", "start", "end", "start_ms", "text"];

/// Writes what was found; gives how many rows that are. Documents that cannot be read are left out.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    found: &Found,
    format: Format,
    sink: &mut dyn Write,
) -> Result<usize, ExportError> {
    let columns = if matches!(found, Found::Codings(_)) { OF_CODINGS } else { OF_PASSAGES };
    let mut rows = Rows { format, columns, count: 0, sink };
    rows.begin()?;
    match found {
        Found::Codings(codings) => {
            let these: FxHashSet<CodingKey> = codings.iter().copied().collect();
            let selection = Selection { these: Some(these), ..Selection::default() };
            let titles = titles(&open.study);
            segments::each_line(open, &selection, |line| {
                let mut row: Map<String, Value> = serde_json::from_slice(line)?;
                let title = row.get("document").and_then(Value::as_str).and_then(|id| titles.get(id));
                row.insert("title".to_owned(), json!(title));
                rows.row(&row)
            })?;
        }
        Found::Passages(passages) => {
            for same in passages.chunk_by(|a, b| a.0 == b.0) {
                let Some(document) = open.study.document(same[0].0) else { continue };
                let Ok(text) = LoadedText::read(open.root(), document) else { continue };
                for (_, span) in same.iter().filter(|(_, span)| text.text.get(span.range()).is_some()) {
                    let mut row = passage(&text, *span);
                    row.insert("document".to_owned(), json!(document.id));
                    row.insert("title".to_owned(), json!(document.title()));
                    rows.row(&row)?;
                }
            }
        }
    }
    rows.end()?;
    Ok(rows.count)
}

/// A table after RFC 4180, the names of the columns first; nothing in it calculates.
pub fn table(rows: &[Vec<String>]) -> String {
    let mut written = String::new();
    for row in rows {
        let cells: Vec<String> = row.iter().map(|cell| quoted(&harmless(cell))).collect();
        written.push_str(&cells.join(","));
        written.push_str("\r\n");
    }
    written
}

fn titles(study: &Study) -> rustc_hash::FxHashMap<String, String> {
    study.documents().iter().map(|document| (document.id.clone(), document.title().to_owned())).collect()
}

fn passage(text: &LoadedText, span: Span) -> Map<String, Value> {
    let place = Place::of(text, span);
    let (start, end) = text.code_points(span);
    let turns = place.turn_numbers();
    let row = json!({
        "first_turn": turns.map(|(first, _)| first),
        "last_turn": turns.map(|(_, last)| last),
        "speakers": place.speakers,
        "start": start,
        "end": end,
        "start_byte": span.start,
        "end_byte": span.end,
        "start_ms": place.times.map(|(start, _)| start),
        "text": span.slice(&text.text),
    });
    if let Value::Object(row) = row { row } else { Map::new() }
}

struct Rows<'a> {
    format: Format,
    columns: &'static [&'static str],
    count: usize,
    sink: &'a mut dyn Write,
}

impl Rows<'_> {
    fn begin(&mut self) -> std::io::Result<()> {
        match self.format {
            Format::Csv => write!(self.sink, "{}\r\n", self.columns.join(",")),
            Format::Json => self.sink.write_all(b"["),
            Format::JsonLines => Ok(()),
        }
    }

    fn row(&mut self, row: &Map<String, Value>) -> std::io::Result<()> {
        match self.format {
            Format::Csv => {
                let cells = self.columns.iter().map(|column| cell(&words_of(row.get(*column))));
                let line = cells.collect::<Vec<_>>().join(",");
                write!(self.sink, "{line}\r\n")?;
            }
            Format::Json => {
                self.sink.write_all(if self.count > 0 { b",\n" } else { b"\n" })?;
                serde_json::to_writer(&mut *self.sink, row)?;
            }
            Format::JsonLines => {
                serde_json::to_writer(&mut *self.sink, row)?;
                self.sink.write_all(b"\n")?;
            }
        }
        self.count += 1;
        Ok(())
    }

    fn end(&mut self) -> std::io::Result<()> {
        if self.format == Format::Json { self.sink.write_all(b"\n]\n") } else { Ok(()) }
    }
}

/// A value in one cell: several are a line each.
fn words_of(value: Option<&Value>) -> String {
    match value {
        None | Some(Value::Null) => String::new(),
        Some(Value::String(words)) => words.clone(),
        Some(Value::Array(items)) => {
            items.iter().map(|item| words_of(Some(item))).collect::<Vec<_>>().join("\n")
        }
        Some(Value::Object(object)) => match object.get("text") {
            // A memo.
            Some(words) => words_of(Some(words)),
            None => {
                let item = |(name, value): (&String, &Value)| {
                    format!("{name}={}", words_of(Some(value)).replace('\n', "+"))
                };
                object.iter().map(item).collect::<Vec<_>>().join("\n")
            }
        },
        Some(other) => other.to_string(),
    }
}

fn cell(words: &str) -> String {
    quoted(&harmless(words))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_quoted_and_formulas_are_words() {
        assert_eq!([cell("a"), cell("a, \"b\""), cell("=1+1")], ["a", "\"a, \"\"b\"\"\"", "'=1+1"]);
        let facets = json!({ "niveau": ["a", "b"], "x": "y" });
        assert_eq!(words_of(Some(&facets)), "niveau=a+b\nx=y");
        assert_eq!(words_of(Some(&json!([{ "text": "memo", "id": 1 }, 3, null]))), "memo\n3\n");
    }

    #[test]
    fn the_ending_says_the_form() {
        let of = |name: &str| Format::of(Path::new(name));
        assert_eq!(
            [of("a.CSV"), of("b.json"), of("c.jsonl")],
            [Some(Format::Csv), Some(Format::Json), Some(Format::JsonLines)]
        );
        assert_eq!([of("a.txt"), of("csv")], [None, None]);
    }
}
