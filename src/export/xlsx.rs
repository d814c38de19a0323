//! A workbook for Excel and `LibreOffice`: segments, codebook, documents, and counts of codes by document.

use std::collections::BTreeMap;
use std::io::Write;

use rust_xlsxwriter::{ExcelDateTime, Format, FormatAlign, Workbook, Worksheet, XlsxError};
use rustc_hash::FxHashMap;

use crate::model::codebook::Note;
use crate::model::config::AttributeKind;
use crate::model::names::{CodeKey, DocumentKey};
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::error::ExportError;
use super::tidy::{Cell, Columns};
use super::{CodePart, Segment, Selection, Warnings, parts, segments};

/// Rows that a sheet has at most, its head included.
const ROWS: usize = 1_048_576;
/// Characters that a cell has at most, as Excel counts them (UTF-16).
const CHARACTERS: usize = 32_767;
/// How a moment is shown.
const MOMENT: &str = "yyyy-mm-dd hh:mm:ss";
/// How a day is shown.
const DAY: &str = "yyyy-mm-dd";

/// What makes a sheet under a name.
type Make = fn(&Study, &Columns, &Counts, &str) -> Result<Sheet, ExportError>;

/// Writes the workbook. Words are words: no cell holds a formula. Memory grows with what is written.
///
/// # Errors
/// When the sink refuses, there are more segments than a sheet has rows, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    columns: &Columns,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    let count = segments::count(&open.study, selection);
    if count >= ROWS {
        return Err(ExportError::TooManyRows { count, most: ROWS - 1 });
    }
    let names = match columns.language().split('-').next() {
        Some("nl") => ["Segmenten", "Codeboek", "Documenten", "Aantallen"],
        _ => ["Segments", "Codebook", "Documents", "Counts"],
    };
    let mut workbook = Workbook::new();
    let mut sheet = Sheet::new(names[0], &columns.names(), 4)?;
    let mut counts = Counts::default();
    let rendered = |study: &Study, segment: &Segment<'_>| {
        let coding = study.coding(segment.key);
        Ok((columns.row(study, segment), coding.document, coding.code))
    };
    let mut warnings = segments::each(open, selection, rendered, |(row, document, code)| {
        counts.add(document, code);
        Ok(sheet.row(&row)?)
    })?;
    let mut cut = sheet.cut;
    workbook.push_worksheet(sheet.finish()?);
    let study = &open.study;
    let others: [Make; 3] = [codebook, documents, Counts::sheet];
    for (make, name) in others.iter().zip(&names[1..]) {
        let sheet = make(study, columns, &counts, name)?;
        cut += sheet.cut;
        workbook.push_worksheet(sheet.finish()?);
    }
    if cut > 0 {
        warnings.push(format!(
            "{cut} cells held more than {CHARACTERS} characters, which is all that a cell can hold, and were cut; csv has them whole"
        ));
    }
    sink.write_all(&workbook.save_to_buffer()?)?;
    Ok(warnings)
}

impl From<XlsxError> for ExportError {
    fn from(error: XlsxError) -> Self {
        Self::Sink(std::io::Error::other(error))
    }
}

fn codebook(study: &Study, columns: &Columns, _: &Counts, name: &str) -> Result<Sheet, ExportError> {
    let head = [
        "code",
        "name",
        "path",
        "family",
        "definition",
        "include",
        "exclude",
        "examples",
        "color",
        "retired",
    ];
    let mut sheet = Sheet::new(name, &head.map(str::to_owned), 2)?;
    let language = columns.language();
    for part in CodePart::all(study) {
        let code = study.codebook.by_id(part.id);
        let notes = |notes: Option<&[Note]>| {
            let words = notes.unwrap_or_default().iter().map(|note| note.text.get(language));
            words.collect::<Vec<_>>().join("\n")
        };
        let examples = code.map_or(&[][..], |code| &code.examples).iter().map(|words| words.get(language));
        sheet.row(&[
            Cell::words(part.id),
            Cell::words(code.map_or(part.id.to_owned(), |code| columns.name(study, code.key))),
            Cell::words(part.path.join("/")),
            Cell::words(part.family.unwrap_or_default()),
            Cell::words(code.map_or("", |code| code.definition.get(language))),
            Cell::words(notes(code.map(|code| code.include.as_slice()))),
            Cell::words(notes(code.map(|code| code.exclude.as_slice()))),
            Cell::words(examples.collect::<Vec<_>>().join("\n")),
            Cell::words(part.color.unwrap_or_default()),
            Cell::Truth(part.retired),
        ])?;
    }
    Ok(sheet)
}

fn documents(study: &Study, columns: &Columns, counts: &Counts, name: &str) -> Result<Sheet, ExportError> {
    let mut head: Vec<String> =
        ["document", "title", "path", "language", "segments"].map(str::to_owned).to_vec();
    head.extend(columns.attributes().iter().map(|name| format!("var_{name}")));
    let mut sheet = Sheet::new(name, &head, 1)?;
    for document in parts::by_path(study) {
        let mut row = vec![
            Cell::words(document.id.as_str()),
            Cell::words(document.title()),
            Cell::words(document.path.as_str()),
            Cell::words(document.front.language.clone().unwrap_or_default()),
            Cell::Number(counts.in_document(document.key)),
        ];
        let value = |name: &String| Cell::words(document.attribute(name).unwrap_or_default());
        row.extend(columns.attributes().iter().map(value));
        let kinds = columns
            .attributes()
            .iter()
            .map(|name| study.config.attribute(name).map(|attribute| attribute.kind));
        let kinds: Vec<Option<AttributeKind>> =
            std::iter::repeat_n(None, row.len() - columns.attributes().len()).chain(kinds).collect();
        sheet.row_of(&row, &kinds)?;
    }
    Ok(sheet)
}

/// How many segments each code has in each document.
#[derive(Debug, Default)]
struct Counts {
    by: FxHashMap<(Option<CodeKey>, DocumentKey), u64>,
    documents: BTreeMap<DocumentKey, u64>,
}

impl Counts {
    fn add(&mut self, document: DocumentKey, code: Option<CodeKey>) {
        *self.by.entry((code, document)).or_default() += 1;
        *self.documents.entry(document).or_default() += 1;
    }

    fn in_document(&self, document: DocumentKey) -> u64 {
        self.documents.get(&document).copied().unwrap_or(0)
    }

    /// Codes against documents; the last two columns are all segments of a code, and in how many documents they are.
    fn sheet(study: &Study, columns: &Columns, counts: &Self, name: &str) -> Result<Sheet, ExportError> {
        let known = parts::by_path(study).into_iter().map(|document| document.key);
        let mut documents: Vec<DocumentKey> =
            known.filter(|key| counts.documents.contains_key(key)).collect();
        documents.extend(counts.documents.keys().filter(|&&key| study.document(key).is_none()));
        let mut head = vec!["code".to_owned(), "name".to_owned()];
        head.extend(documents.iter().map(|&document| study.document_id(document).to_owned()));
        head.extend(["segments", "documents"].map(str::to_owned));
        let mut sheet = Sheet::new(name, &head, 2)?;
        for part in CodePart::all(study) {
            let code = study.names.codes.get::<CodeKey>(part.id);
            let in_each: Vec<u64> = documents
                .iter()
                .map(|&document| counts.by.get(&(code, document)).copied().unwrap_or(0))
                .collect();
            let mut row = vec![
                Cell::words(part.id),
                Cell::words(code.map_or(part.id.to_owned(), |code| columns.name(study, code))),
            ];
            row.extend(in_each.iter().map(|&count| Cell::Number(count)));
            row.push(Cell::Number(in_each.iter().sum()));
            row.push(Cell::Number(in_each.iter().filter(|&&count| count > 0).count() as u64));
            sheet.row(&row)?;
        }
        Ok(sheet)
    }
}

/// A sheet that is being filled.
struct Sheet {
    inner: Worksheet,
    /// The row that comes next, from 0.
    next: u32,
    last_column: u16,
    moment: Format,
    day: Format,
    words: Format,
    /// Cells that were too long.
    cut: usize,
}

impl Sheet {
    /// With a bold head that stays in sight, as `fixed` columns do.
    fn new(name: &str, head: &[String], fixed: u16) -> Result<Self, XlsxError> {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        let bold = Format::new().set_bold();
        for (column, title) in (0..).zip(head) {
            sheet.write_string_with_format(0, column, title, &bold)?;
            sheet.set_column_width(column, width(title))?;
        }
        sheet.set_freeze_panes(1, fixed)?;
        let top = || Format::new().set_align(FormatAlign::Top);
        Ok(Self {
            inner: sheet,
            next: 1,
            last_column: head.len().saturating_sub(1) as u16,
            moment: top().set_num_format(MOMENT),
            day: top().set_num_format(DAY),
            words: top(),
            cut: 0,
        })
    }

    fn row(&mut self, cells: &[Cell]) -> Result<(), XlsxError> {
        self.row_of(cells, &[])
    }

    /// A row whose words are days or numbers where `kinds` says so.
    fn row_of(&mut self, cells: &[Cell], kinds: &[Option<AttributeKind>]) -> Result<(), XlsxError> {
        let row = self.next;
        self.next += 1;
        for (column, cell) in (0u16..).zip(cells) {
            match cell {
                Cell::Empty => {}
                Cell::Number(number) => drop(self.inner.write_number(row, column, *number as f64)?),
                Cell::Truth(truth) => drop(self.inner.write_boolean(row, column, *truth)?),
                Cell::Moment(moment) => {
                    let seconds = moment.as_second();
                    let moment = ExcelDateTime::from_timestamp(seconds)?;
                    self.inner.write_datetime_with_format(row, column, &moment, &self.moment)?;
                }
                Cell::Words(words) => match kinds.get(usize::from(column)).copied().flatten() {
                    Some(AttributeKind::Date) if ExcelDateTime::parse_from_str(words).is_ok() => {
                        let day = ExcelDateTime::parse_from_str(words)?;
                        self.inner.write_datetime_with_format(row, column, &day, &self.day)?;
                    }
                    Some(AttributeKind::Number) if words.parse::<i32>().is_ok() => {
                        self.inner.write_number(row, column, words.parse::<i32>().unwrap_or_default())?;
                    }
                    _ => {
                        let whole = whole(words);
                        self.cut += usize::from(whole.is_some());
                        let words = whole.as_deref().unwrap_or(words);
                        self.inner.write_string_with_format(row, column, words, &self.words)?;
                    }
                },
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Result<Worksheet, XlsxError> {
        self.inner.autofilter(0, 0, self.next - 1, self.last_column)?;
        Ok(self.inner)
    }
}

/// How wide a column is, in characters: what people read is wider than what they look up.
fn width(title: &str) -> f64 {
    match title {
        "text" | "definition" | "include" | "exclude" | "examples" | "memos" => 60.0,
        "title" | "name" | "code_name" | "code_path" | "path" => 28.0,
        "prefix" | "suffix" | "created_at" | "code" => 20.0,
        "segment_id" => 12.0,
        other => (other.chars().count() as f64 + 2.0).max(10.0),
    }
}

/// The words cut to what a cell can hold, with `…` at their end; `None` where they fit.
fn whole(words: &str) -> Option<String> {
    if words.len() <= CHARACTERS || words.encode_utf16().count() <= CHARACTERS {
        return None;
    }
    let mut units = 0;
    let fits = |character: &char| {
        units += character.len_utf16();
        units < CHARACTERS
    };
    Some(words.chars().take_while(fits).chain(['…']).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_what_a_cell_holds() {
        assert_eq!(whole(&"a".repeat(CHARACTERS)), None);
        assert_eq!(whole(&"é".repeat(CHARACTERS)), None, "characters, not bytes");
        let cut = whole(&"👩".repeat(CHARACTERS)).unwrap();
        assert_eq!((cut.encode_utf16().count(), cut.chars().last()), (CHARACTERS, Some('…')));
    }
}
