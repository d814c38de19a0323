//! Workbooks of Excel and LibreOffice: one sheet of them, as text.
//!
//! Sheets of Excel are read cell by cell: a sheet with one cell in its first corner and one in its last would else be
//! seventeen thousand million cells.

use std::io::Cursor;

use calamine::{Data, DataRef, ExcelDateTime, Reader, Xls, Xlsb, Xlsx};

use super::{CELLS, Grid, compound, opendocument, too_many};
use crate::import::ImportError;
use crate::import::apart::apart;
use crate::import::limits::{Container, check_entities};

/// The sheet with this name, else the first that holds something; and what should be said about it.
pub(super) fn read(bytes: &[u8], sheet: Option<&str>) -> Result<(Grid, Option<String>), ImportError> {
    let kind = kind(bytes)?;
    let (bytes, sheet) = (bytes.to_vec(), sheet.map(str::to_owned));
    apart("its cells are built in a way that cannot be read", move || opened(kind, &bytes, sheet.as_deref()))
}

fn opened(kind: Kind, bytes: &[u8], sheet: Option<&str>) -> Result<(Grid, Option<String>), ImportError> {
    let cursor = Cursor::new(bytes);
    let (name, names, rows) = match kind {
        Kind::Xlsx => {
            let mut book: Xlsx<_> = Xlsx::new(cursor).map_err(|error| broken(&error))?;
            chosen(book.sheet_names(), sheet, |name| {
                let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
                let mut rows = Rows::default();
                while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                    rows.put(cell.get_position(), shown_ref(cell.get_value()))?;
                }
                Ok(rows.rows)
            })?
        }
        Kind::Xlsb => {
            let mut book: Xlsb<_> = Xlsb::new(cursor).map_err(|error| broken(&error))?;
            chosen(book.sheet_names(), sheet, |name| {
                let mut reader = book.worksheet_cells_reader(name).map_err(|error| broken(&error))?;
                let mut rows = Rows::default();
                while let Some(cell) = reader.next_cell().map_err(|error| broken(&error))? {
                    rows.put(cell.get_position(), shown_ref(cell.get_value()))?;
                }
                Ok(rows.rows)
            })?
        }
        Kind::Xls => {
            let mut book: Xls<_> =
                Xls::new(Cursor::new(compound::workbook(bytes)?)).map_err(|error| broken(&error))?;
            chosen(book.sheet_names(), sheet, |name| whole(book.worksheet_range(name)))?
        }
        Kind::Ods => {
            let mut tables = opendocument::read(&mut Container::open(bytes)?)?;
            let names = tables.iter().map(|(name, _)| name.clone()).collect();
            chosen(names, sheet, |name| {
                let table = tables.iter_mut().find(|(known, _)| known == name);
                Ok(table.map(|(_, rows)| std::mem::take(&mut rows.rows)).unwrap_or_default())
            })?
        }
    };
    let others: Vec<String> = names.into_iter().filter(|other| *other != name).collect();
    let note = (!others.is_empty())
        .then(|| format!("sheet `{name}` was read; there are others: {} (--sheet)", others.join(", ")));
    Ok((Grid { rows, has_decimal_commas: false }, note))
}

#[derive(Clone, Copy)]
enum Kind {
    Xlsx,
    Xlsb,
    Xls,
    Ods,
}

/// Which kind of workbook it is. What a packed one holds is unpacked once, so that it cannot be a bomb.
fn kind(bytes: &[u8]) -> Result<Kind, ImportError> {
    if !bytes.starts_with(b"PK") {
        return Ok(Kind::Xls);
    }
    let mut container = Container::open(bytes)?;
    let names: Vec<String> = container.names().collect();
    for name in names.iter().filter(|name| !name.contains("media/") && !name.contains("Pictures/")) {
        let is_defined = |part: &Vec<u8>| memchr::memmem::find(part, b"<!ENTITY").is_some();
        if let Some(xml) = container.read(name)?.filter(is_defined) {
            check_entities(&String::from_utf8_lossy(&xml))?;
        }
    }
    if let Some(manifest) = container.read("META-INF/manifest.xml")? {
        return match memchr::memmem::find(&manifest, b"encryption-data") {
            Some(_) => Err(ImportError::Password),
            None => Ok(Kind::Ods),
        };
    }
    Ok(if names.iter().any(|name| name == "xl/workbook.bin") { Kind::Xlsb } else { Kind::Xlsx })
}

type Sheet = (String, Vec<String>, Vec<Vec<String>>);

/// The sheet with this name, else the first in which something stands.
fn chosen(
    names: Vec<String>,
    sheet: Option<&str>,
    mut read: impl FnMut(&str) -> Result<Vec<Vec<String>>, ImportError>,
) -> Result<Sheet, ImportError> {
    if let Some(sheet) = sheet {
        let Some(name) = names.iter().find(|name| super::is_same(name, sheet)).cloned() else {
            let what = format!("no sheet is called `{}`", sheet.escape_debug());
            return Err(ImportError::Choose { what, option: "--sheet", choices: names });
        };
        let rows = read(&name)?;
        return Ok((name, names, rows));
    }
    for name in &names {
        let rows = read(name)?;
        if rows.iter().flatten().any(|cell| !cell.trim().is_empty()) {
            return Ok((name.clone(), names, rows));
        }
    }
    Err(ImportError::Empty)
}

/// The cells of a sheet, put where they stand.
#[derive(Default)]
pub(super) struct Rows {
    pub rows: Vec<Vec<String>>,
    cells: usize,
}

impl Rows {
    pub fn put(&mut self, (row, column): (u32, u32), value: String) -> Result<(), ImportError> {
        if value.is_empty() {
            return Ok(());
        }
        let (row, column) = (row as usize, column as usize);
        let before = self.rows.get(row).map_or(0, Vec::len);
        self.cells += (column + 1).saturating_sub(before) + (row + 1).saturating_sub(self.rows.len());
        if self.cells > CELLS {
            return Err(too_many());
        }
        if self.rows.len() <= row {
            self.rows.resize_with(row + 1, Vec::new);
        }
        let cells = &mut self.rows[row];
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        cells[column] = value;
        Ok(())
    }
}

fn whole<E: std::fmt::Display>(
    range: Result<calamine::Range<Data>, E>,
) -> Result<Vec<Vec<String>>, ImportError> {
    let range = range.map_err(|error| broken(&error))?;
    Ok(range.rows().map(|row| row.iter().map(shown).collect()).collect())
}

fn shown_ref(value: &DataRef<'_>) -> String {
    shown(&Data::from(value.clone()))
}

/// A cell as a person would write it: numbers without needless decimals, dates as 2024-03-14.
fn shown(value: &Data) -> String {
    match value {
        Data::Empty | Data::Error(_) => String::new(),
        Data::String(text) => text.replace("\r\n", "\n").replace('\r', "\n").replace("_x000D_", ""),
        Data::Float(number) => number.to_string(),
        Data::Int(number) => number.to_string(),
        Data::Bool(value) => value.to_string(),
        Data::DateTime(time) => date(time),
        Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
    }
}

fn date(time: &ExcelDateTime) -> String {
    let days = time.as_f64();
    // A time of day or a duration has no day; so have times of transcripts.
    if time.is_duration() || (0.0..1.0).contains(&days) {
        let milliseconds = (days * 86_400_000.0).round().max(0.0) as u64;
        let (seconds, rest) = (milliseconds / 1000, milliseconds % 1000);
        let clock = format!("{:02}:{:02}:{:02}", seconds / 3600, seconds / 60 % 60, seconds % 60);
        return if rest == 0 { clock } else { format!("{clock}.{rest:03}") };
    }
    if !(0.0..3_000_000.0).contains(&days) {
        return days.to_string();
    }
    let (year, month, day, hour, minute, second, _) = time.to_ymd_hms_milli();
    match (hour, minute, second) {
        (0, 0, 0) => format!("{year:04}-{month:02}-{day:02}"),
        _ => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}:{second:02}"),
    }
}

fn broken(error: &impl std::fmt::Display) -> ImportError {
    let why = error.to_string();
    if why.to_lowercase().contains("password") { ImportError::Password } else { ImportError::Broken { why } }
}
