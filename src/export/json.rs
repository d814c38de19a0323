//! One object with everything a program needs to go on with the codings of a study.

use std::io::Write;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::json;

use crate::store::OpenStudy;

use super::error::ExportError;
use super::{Selection, Warnings, parts, segments};

/// Writes the whole object; every document, code, coder and segment on a line of its own.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    exported_at: Timestamp,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    write!(sink, "{{\n\"format\":\"kantlijn-export\",\n\"format_version\":1,\n")?;
    field(sink, "generator", &json!({ "name": "kantlijn", "version": env!("CARGO_PKG_VERSION") }))?;
    field(sink, "exported_at", &exported_at.to_string())?;
    field(sink, "offset_unit", &"code point")?;
    field(sink, "filter", &parts::filter(&open.study, selection))?;
    field(sink, "study", &parts::StudyPart::new(&open.study))?;
    let mut list = List::begin(sink, "documents")?;
    parts::each_document(open, |document| list.item(&serde_json::to_vec(document)?))?;
    list.end(",")?;
    let mut list = List::begin(sink, "codes")?;
    for code in parts::CodePart::all(&open.study) {
        list.item(&serde_json::to_vec(&code)?)?;
    }
    list.end(",")?;
    let mut list = List::begin(sink, "coders")?;
    for coder in open.study.coders() {
        list.item(&serde_json::to_vec(&json!({ "id": open.study.coder_name(coder) }))?)?;
    }
    list.end(",")?;
    let mut list = List::begin(sink, "segments")?;
    let warnings = segments::each_line(open, selection, |segment| list.item(segment))?;
    list.end("")?;
    writeln!(sink, "}}")?;
    Ok(warnings)
}

fn field(sink: &mut dyn Write, key: &str, value: &impl Serialize) -> Result<(), ExportError> {
    write!(sink, "\"{key}\":")?;
    serde_json::to_writer(&mut *sink, value)?;
    sink.write_all(b",\n")?;
    Ok(())
}

/// A JSON array that is being written, an item a line.
struct List<'s> {
    sink: &'s mut dyn Write,
    is_empty: bool,
}

impl<'s> List<'s> {
    fn begin(sink: &'s mut dyn Write, key: &str) -> std::io::Result<Self> {
        write!(sink, "\"{key}\":[")?;
        Ok(Self { sink, is_empty: true })
    }

    fn item(&mut self, item: &[u8]) -> std::io::Result<()> {
        self.sink.write_all(if self.is_empty { b"\n" } else { b",\n" })?;
        self.is_empty = false;
        self.sink.write_all(item)
    }

    fn end(self, after: &str) -> std::io::Result<()> {
        writeln!(self.sink, "{}]{after}", if self.is_empty { "" } else { "\n" })
    }
}
