//! Tables (CSV, Excel, OpenDocument): a transcript with a turn a row, or a survey with a respondent a row.
//!
//! Which it is goes by what the person says about columns, then by the names of columns, then by what stands in them. What
//! was understood is said, so that it can be said otherwise.

mod compound;
mod delimited;
mod head;
mod opendocument;
mod survey;
mod workbook;

#[cfg(test)]
mod tests;

use super::ImportError;
use super::columns::{self, folded};
use super::encoding::decode;
use super::format::{Format, ReadOptions, recognise};
use super::transcript::{Body, Found, Transcript};
use head::Head;

/// How many cells a table has at most, empty ones between others among them.
const CELLS: usize = 10_000_000;

/// A sheet that no table could be.
fn too_many() -> ImportError {
    ImportError::Broken { why: format!("its sheet has more than {CELLS} cells") }
}

/// A table: rows of cells; rows may be of different lengths.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Grid {
    rows: Vec<Vec<String>>,
    /// True where a comma may be the sign of decimals.
    has_decimal_commas: bool,
}

/// Reads a table of text, decoded: what stands between its cells is found.
///
/// # Errors
/// When it is empty, or it is not clear which columns hold text.
pub fn read_text(text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    let (grid, note) = delimited::read(text)?;
    let mut found = read(grid, options)?;
    found.notes.splice(0..0, note);
    Ok(found)
}

/// Reads a workbook.
///
/// # Errors
/// Likewise, and when it is locked or damaged.
pub fn read_workbook(bytes: &[u8], options: &ReadOptions) -> Result<Found, ImportError> {
    let (grid, note) = workbook::read(bytes, options.sheet.as_deref())?;
    let mut found = read(grid, options)?;
    found.notes.splice(0..0, note);
    Ok(found)
}

/// The rows of a table or a workbook that is no transcript, such as one with attributes of documents.
///
/// # Errors
/// When it is no table.
pub fn rows(bytes: &[u8], options: &ReadOptions) -> Result<Vec<Vec<String>>, ImportError> {
    let grid = match recognise(&options.name, bytes)? {
        Format::Excel => workbook::read(bytes, options.sheet.as_deref())?.0,
        _ => delimited::read(&decode(bytes, options)?.text)?.0,
    };
    Ok(grid.rows)
}

fn read(mut grid: Grid, options: &ReadOptions) -> Result<Found, ImportError> {
    let is_blank = |row: &Vec<String>| row.iter().all(|cell| cell.trim().is_empty());
    grid.rows.retain(|row| !is_blank(row));
    if grid.rows.is_empty() {
        return Err(ImportError::Empty);
    }
    let head = Head::of(&grid.rows);
    match transcript(&grid, &head, options)? {
        Some(found) => Ok(found),
        None => survey::read(&grid, &head, options),
    }
}

/// A row a turn, where there are columns for who or when and what; `None` for a survey.
fn transcript(grid: &Grid, head: &Head, options: &ReadOptions) -> Result<Option<Found>, ImportError> {
    let chosen = &options.columns;
    let is_chosen = chosen.speaker.is_some() || chosen.time.is_some();
    if !is_chosen && (!chosen.text.is_empty() || chosen.id.is_some() || chosen.document_each) {
        return Ok(None);
    }
    let known = columns::by_names(&head.names).or_else(|| columns::by_looks(&grid.rows[head.rows..]));
    let mut columns = match (known, is_chosen) {
        (Some(known), _) => known,
        (None, true) => columns::Columns::default(),
        (None, false) => return Ok(None),
    };
    if let Some(name) = &chosen.speaker {
        columns.speaker = Some(head.column(name, "--columns speaker=")?);
    }
    if let Some(name) = &chosen.time {
        columns.start = Some(head.column(name, "--columns time=")?);
    }
    match (chosen.text.first(), known) {
        (Some(name), _) => columns.text = head.column(name, "--columns text=")?,
        (None, Some(_)) => {}
        (None, None) => {
            let what = "it is not clear which column holds what is said".to_owned();
            return Err(ImportError::Choose { what, option: "--columns text=", choices: head.choices() });
        }
    }
    columns.header = false;
    let said = columns.utterances(&grid.rows[head.rows..]);
    let name = |column: Option<usize>| column.map_or("–".to_owned(), |column| head.name(column));
    let notes = vec![format!(
        "a row was read as a turn: who in `{}`, when in `{}`, what in `{}`",
        name(columns.speaker),
        name(columns.start),
        name(Some(columns.text))
    )];
    let transcript = Transcript { body: Body::Utterances(said), ..Transcript::default() };
    Ok(Some(Found { transcripts: vec![transcript], notes, ..Found::default() }))
}

/// True for names that are the same but for case, blanks and signs.
fn is_same(a: &str, b: &str) -> bool {
    a.trim() == b.trim() || !folded(a).is_empty() && folded(a) == folded(b)
}
