//! `kantlijn export`: codings for other programs.

use std::fs::{self, File};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, Unit};

use crate::export::{Selection, Warnings, json, jsonl};
use crate::model::edit;
use crate::model::names::CodeKey;
use crate::model::study::Study;
use crate::store::{OpenStudy, StoreError};

use super::Ending;
use super::context::Context;
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
    let selection =
        Selection { codes: codes.collect::<Result<_>>()?, coders: context.narrowed(&open.study)? };
    let warnings = match arguments.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => {
            let mut output = Output::new();
            let warnings = write(&mut open, &selection, arguments.format, &mut output)?;
            output.finish()?;
            warnings
        }
        Some(path) => to_file(path, &mut open, &selection, arguments.format)?,
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

/// Writes aside and renames, so that the file is whole or as it was. What is no plain file (a device, a pipe) is written to.
fn to_file(path: &Path, open: &mut OpenStudy, selection: &Selection, format: Format) -> Result<Warnings> {
    refuse_parts_of_the_study(path, open.root())?;
    let path = fs::canonicalize(path).unwrap_or_else(|_| path.to_owned());
    let fail = |error| StoreError::io(&path, "write it", error);
    if path.exists() && !path.is_file() {
        if path.is_dir() {
            bail!("{} is a folder; name a file in it", path.display());
        }
        let mut sink = BufWriter::new(File::options().write(true).open(&path).map_err(fail)?);
        let warnings = write(open, selection, format, &mut sink)?;
        sink.flush().map_err(fail)?;
        return Ok(warnings);
    }
    let folder = folder_of(&path);
    let mut builder = tempfile::Builder::new();
    builder.prefix(".kantlijn-");
    #[cfg(unix)]
    if let Some(mode) = mode(&path, open.root()) {
        use std::os::unix::fs::PermissionsExt as _;
        builder.permissions(fs::Permissions::from_mode(mode));
    }
    let aside = builder.tempfile_in(folder).map_err(fail)?;
    let mut sink = BufWriter::with_capacity(1 << 18, aside);
    let warnings = write(open, selection, format, &mut sink)?;
    let aside = sink.into_inner().map_err(|error| fail(error.into_error()))?;
    aside.as_file().sync_all().map_err(fail)?;
    aside.persist(&path).map_err(|error| fail(error.error))?;
    Ok(warnings)
}

/// A file that is there keeps its rights; a new one in the study gets those of the umask, one elsewhere is private.
#[cfg(unix)]
fn mode(path: &Path, root: &Path) -> Option<u32> {
    use std::os::unix::fs::PermissionsExt as _;
    if let Ok(found) = fs::metadata(path) {
        return Some(found.permissions().mode() & 0o777);
    }
    let folder = fs::canonicalize(folder_of(path)).ok()?;
    folder.starts_with(root).then_some(0o666)
}

/// An export must not take the place of what it is made from.
fn refuse_parts_of_the_study(path: &Path, root: &Path) -> Result<()> {
    let folder = folder_of(path);
    let Ok(folder) = fs::canonicalize(folder) else { return Ok(()) };
    let name = path.file_name().unwrap_or_default();
    let inside = folder.join(name);
    let parts = ["corpus", "codebook", "codings", crate::store::folder::STUDY_FILE];
    if parts.iter().any(|part| inside.starts_with(root.join(part))) {
        bail!("{} is a part of the study; export to another place", path.display());
    }
    Ok(())
}

fn folder_of(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}
