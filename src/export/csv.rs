//! Tables for R, pandas and spreadsheets: RFC 4180, UTF-8.

use std::io::Write;

use crate::store::OpenStudy;

use super::codebook::harmless;
use super::error::ExportError;
use super::tidy::{Cell, Columns};
use super::{Selection, Warnings, segments};

/// How cells become bytes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Dialect {
    /// Between cells; ASCII.
    pub separator: u8,
    /// With a byte order mark at the start, by which Excel knows UTF-8.
    pub mark: bool,
    /// With an apostrophe in front of what a spreadsheet would calculate.
    pub harmless: bool,
}

impl Default for Dialect {
    fn default() -> Self {
        Self { separator: b',', mark: false, harmless: true }
    }
}

impl Dialect {
    /// What a Dutch Excel opens with a double click.
    pub const EXCEL: Self = Self { separator: b';', mark: true, harmless: true };

    /// One row in bytes, with CRLF at its end.
    ///
    /// # Errors
    /// Never in practice: the sink is memory.
    pub(super) fn row(self, cells: impl IntoIterator<Item = String>) -> Result<Vec<u8>, ExportError> {
        let mut writer = csv::WriterBuilder::new()
            .delimiter(self.separator)
            .terminator(csv::Terminator::CRLF)
            .from_writer(Vec::with_capacity(512));
        let cells = cells.into_iter().map(|cell| if self.harmless { harmless(&cell) } else { cell });
        writer.write_record(cells).map_err(std::io::Error::from)?;
        writer.into_inner().map_err(|error| ExportError::Sink(error.into_error()))
    }

    pub(super) fn begin(self, head: Vec<String>, sink: &mut dyn Write) -> Result<(), ExportError> {
        if self.mark {
            sink.write_all("\u{feff}".as_bytes())?;
        }
        sink.write_all(&self.row(head)?)?;
        Ok(())
    }
}

/// Writes the segments that were chosen, one a row, the names of the columns first.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    columns: &Columns,
    dialect: Dialect,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    dialect.begin(columns.names(), sink)?;
    segments::each(
        open,
        selection,
        |study, segment| dialect.row(columns.row(study, segment).iter().map(Cell::show)),
        |row| Ok(sink.write_all(&row)?),
    )
}
