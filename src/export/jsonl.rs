//! The segments alone, one a line.

use std::io::Write;

use crate::store::OpenStudy;

use super::error::ExportError;
use super::{Selection, Warnings, segments};

/// Writes the segments that were chosen, one object a line.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    segments::each_line(open, selection, |segment| {
        sink.write_all(segment)?;
        sink.write_all(b"\n")
    })
}
