//! `kantlijn export`: codings for other programs.

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::Result;
use clap::{Args, ValueEnum};
use jiff::{Timestamp, Unit};

use crate::export::{Selection, Warnings, json, jsonl};
use crate::model::edit;
use crate::model::names::CodeKey;
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::Ending;
use super::context::Context;
use super::file::write_file;
use super::output::{self, Output};

/// Export codings, as docs/export.md describes; --coder NAME takes that coder's layer alone
#[derive(Args, Debug)]
pub struct Arguments {
    /// json: one object with documents, codes and segments; jsonl: the segments alone, one a line
    format: Format,

    /// The file; it is replaced when the export is complete [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only this code and those below it, or with =ID that code alone; may be given several times
    #[arg(long, value_name = "ID")]
    code: Vec<String>,
}

#[derive(Clone, Copy, Debug, ValueEnum)]
enum Format {
    Json,
    Jsonl,
}

/// Exports.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.read()?;
    let codes = arguments.code.iter().map(|code| chosen(&open.study, code));
    let selection = Selection {
        codes: codes.collect::<Result<_>>()?,
        coders: context.narrowed(&open.study)?,
        these: None,
    };
    let warnings = match arguments.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => {
            let mut output = Output::new();
            let warnings = write(&mut open, &selection, arguments.format, &mut output)?;
            output.finish()?;
            warnings
        }
        Some(path) => {
            let root = open.root().to_owned();
            write_file(path, &root, |sink| write(&mut open, &selection, arguments.format, sink))?
        }
    };
    for warning in warnings {
        output::warn(&warning);
    }
    Ok(Ending::Done)
}

fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    format: Format,
    sink: &mut dyn Write,
) -> Result<Warnings> {
    Ok(match format {
        Format::Json => {
            let now = Timestamp::now().round(Unit::Second).unwrap_or_else(|_| Timestamp::now());
            json::write(open, selection, now, sink)?
        }
        Format::Jsonl => jsonl::write(open, selection, sink)?,
    })
}

/// A code with those below it, or `=ID`.
fn chosen(study: &Study, written: &str) -> Result<(CodeKey, bool)> {
    let (id, descendants) = match written.strip_prefix('=') {
        Some(id) => (id, false),
        None => (written, true),
    };
    // A code that the codebook lost still has its codings.
    let used =
        || study.names.codes.get::<CodeKey>(id).filter(|&key| !study.codings_with(Some(key)).is_empty());
    match study.codebook.by_id(id).map(|code| code.key).or_else(used) {
        Some(key) => Ok((key, descendants)),
        None => Ok((edit::find_code(study, id)?.key, descendants)),
    }
}
