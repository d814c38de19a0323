//! A study as a REFI-QDA project (.qdpx), which programs for qualitative analysis take in: docs/interchange.md describes it.
//!
//! A zip of `project.qde` and a text for each document. Texts are packed as they are read, on all cores; the project is packed
//! in memory meanwhile and comes last. The same study gives the same bytes.

mod head;
mod losses;
mod memos;
mod source;
mod variables;

use std::io::Write;

use rayon::prelude::*;
use zip::ZipWriter;
use zip::result::ZipError;
use zip::write::{SimpleFileOptions, ZipFileBuilder};

use crate::store::OpenStudy;

use super::error::ExportError;
use super::segments::{Which, groups};
use super::tidy::Columns;
use super::{Selection, Warnings};

use head::Head;
use losses::Left;
use memos::Memos;
use source::{Context, Rendered};
use variables::Variables;

/// How hard texts are packed, from 1 to 9: more takes longer than all else, for a file that is a tenth smaller.
const LEVEL: i64 = 2;

/// Writes the project: documents with the codings that were chosen, the whole codebook, memos on what is written, and the
/// attributes of `columns`. Where anything was chosen, only documents with some of it are written.
///
/// # Errors
/// When the sink refuses.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    columns: &Columns,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    let is_narrowed =
        !selection.codes.is_empty() || !selection.coders.is_empty() || selection.these.is_some();
    let which = if is_narrowed { Which::Coded } else { Which::All };
    let options = SimpleFileOptions::default().compression_level(Some(LEVEL));
    let mut zip = ZipWriter::new_stream(sink);
    let mut project = ZipFileBuilder::new("project.qde", options)?;
    let mut memos = Memos::of(&open.study, selection);
    let variables = Variables::of(&open.study, columns.attributes());
    let head = Head::of(&open.study, selection, columns.language(), &memos);
    project.write_all(head.xml.as_bytes())?;
    project.write_all(variables.xml.as_bytes())?;

    let mut left = Left::of(&open.study, selection);
    let mut is_first = true;
    let mut warnings = groups(open, selection, which, |open, rows| {
        let context = Context { study: &open.study, head: &head, memos: &memos, variables: &variables };
        let rendered: Vec<Result<Option<Rendered>, ExportError>> =
            rows.par_iter().map(|row| context.render(row, options)).collect();
        for (row, rendered) in rows.iter().zip(rendered) {
            let Some(source) = rendered? else { continue };
            if std::mem::take(&mut is_first) {
                project.write_all(b"  <Sources>\n")?;
            }
            project.write_all(source.xml.as_bytes())?;
            zip.add_prepared_file(source.text)?;
            left.written(row.keys.len() - source.placeless, source.placeless, source.has_other_line_ends);
            memos.write_these(&source.noted);
        }
        Ok(())
    })?;
    if !is_first {
        project.write_all(b"  </Sources>\n")?;
    }
    memos.write_these(&head.noted);
    project.write_all(memos.xml().as_bytes())?;
    project.write_all(head.sets.as_bytes())?;
    project.write_all(memos.on_study_xml().as_bytes())?;
    project.write_all(b"</Project>\n")?;
    zip.add_prepared_file(project.finish()?)?;
    zip.finish()?;
    warnings.extend(left.say(&open.study, columns, &memos));
    Ok(warnings)
}

impl From<ZipError> for ExportError {
    fn from(error: ZipError) -> Self {
        Self::Sink(error.into())
    }
}
