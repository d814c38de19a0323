//! `kantlijn codebook import`: a codebook from a spreadsheet, a page or another program.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::import::codebook_qdc::{self, QdcOptions};
use crate::import::{ImportError, codebook_csv, codebook_markdown};
use crate::model::codebook::{Codebook, Patch, Place, ReadFamily, patches};
use crate::model::names::Names;
use crate::store::folder::read_families;
use crate::store::{OpenStudy, StoreError};

use super::export::Format;
use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::{self, Output};
use crate::cli::words::counted;

/// Read a codebook: CSV and Markdown as `codebook export` writes them, .qdc (REFI-QDA) of any program; nothing is taken away
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file; its ending says the format: .csv, .md or .qdc (- is standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The format, where the ending does not say it
    #[arg(long)]
    format: Option<Format>,

    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,

    /// The language of the words in a .qdc or .md [default: the main one of the study]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// .qdc: the family for all that is in none of ours [default: one for each folder of codes, `vrij` for the rest]
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// .qdc: names such as `Learning::Reflection` are paths, with this sign between the parts
    #[arg(long, value_name = "SIGN")]
    split: Option<String>,

    /// .qdc: a code with the name of one that is there is that code, although its GUID is another
    #[arg(long)]
    by_name: bool,
}

/// Reads the file and changes the codebook.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let format = Format::of(&arguments.file, arguments.format)?;
    if format == Format::Html {
        bail!("a page of HTML is for reading; import the .csv, .md or .qdc");
    }
    if format != Format::Qdc && (arguments.family.is_some() || arguments.split.is_some() || arguments.by_name)
    {
        bail!("--family, --split and --by-name are for .qdc alone; leave them out");
    }
    if format == Format::Csv && arguments.language.is_some() {
        bail!("a .csv names the languages of its words in its columns; leave --language out");
    }
    let bytes = bytes(&arguments.file)?;
    let mut open = if arguments.dry_run { context.read()? } else { context.write()? };
    let before = families(&open)?;
    let (after, notes) = {
        let language = super::language(&open.study, arguments.language.as_deref())?;
        let read = read(&bytes, format, &before, arguments, language);
        read.map_err(|error| anyhow!("{}: {error}", arguments.file.display()))?
    };
    for note in &notes {
        output::warn(note);
    }
    refuse_what_does_not_fit(&before, &after)?;
    let mut changes = Vec::new();
    let mut output = Output::new();
    for (nth, family) in after.iter().enumerate() {
        let list = patches(before.get(nth), family);
        for line in told(&list) {
            output.text(&format!("{}: {line}", family.family.path))?;
        }
        if !list.is_empty() || nth >= before.len() {
            changes.push((family.family.id.clone(), list));
        }
    }
    let values: usize = changes.iter().map(|(_, list)| list.len()).sum();
    if values == 0 {
        output.text("nothing changes")?;
    } else if arguments.dry_run {
        output.text(&format!("{} would change; nothing was changed", counted(values, "value")))?;
    } else {
        open.change_codebook(changes)?;
        open.wait()?;
        output.text(&format!("{} changed", counted(values, "value")))?;
    }
    output.finish()?;
    Ok(Ending::Done)
}

/// The families with what the file says, and what should be said about it.
fn read(
    bytes: &[u8],
    format: Format,
    before: &[ReadFamily],
    arguments: &Arguments,
    language: &str,
) -> Result<(Vec<ReadFamily>, Vec<String>), ImportError> {
    match format {
        Format::Qdc => {
            let options = QdcOptions {
                language,
                family: arguments.family.as_deref(),
                split: arguments.split.as_deref(),
                by_name: arguments.by_name,
            };
            let applied = codebook_qdc::read(bytes)?.apply(before, options)?;
            Ok((applied.families, applied.notes))
        }
        Format::Markdown => {
            let page = codebook_markdown::read(bytes)?;
            Ok((page.apply(before, language)?, page.warnings))
        }
        Format::Csv | Format::Html => {
            let sheet = codebook_csv::read(bytes)?;
            Ok((sheet.apply(before)?, sheet.warnings))
        }
    }
}

fn bytes(path: &Path) -> Result<Vec<u8>> {
    if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().lock().read_to_end(&mut bytes)?;
        return Ok(bytes);
    }
    fs::read(path).map_err(|error| StoreError::io(path, "read it", error).into())
}

/// The families as their files say them. A file that cannot be read would look like one whose codes are new.
fn families(open: &OpenStudy) -> Result<Vec<ReadFamily>> {
    let (texts, families, problems) = read_families(open.root());
    if texts.len() != families.len()
        || problems.iter().any(|problem| !texts.iter().any(|t| t.path == problem.path))
    {
        bail!(
            "a file of the codebook cannot be read; `kantlijn codebook check` says which, correct it first"
        );
    }
    Ok(families)
}

/// Parents that are no codes, rings, keys that are there twice: nothing that was right may become wrong.
fn refuse_what_does_not_fit(before: &[ReadFamily], after: &[ReadFamily]) -> Result<()> {
    let problems = |families: &[ReadFamily]| Codebook::build(families.to_vec(), &mut Names::default()).1;
    let known = problems(before);
    let new: Vec<String> = problems(after).into_iter().filter(|problem| !known.contains(problem)).collect();
    if new.is_empty() { Ok(()) } else { bail!("{}", new.join("\n")) }
}

/// A line for each table that changes, with its keys.
fn told(patches: &[Patch]) -> Vec<String> {
    let mut lines: Vec<(&Place, bool, Vec<&str>)> = Vec::new();
    for patch in patches {
        match lines.last_mut().filter(|(place, ..)| *place == &patch.place) {
            Some((_, new, keys)) => {
                *new |= patch.key == "id";
                keys.push(&patch.key);
            }
            None => lines.push((&patch.place, patch.key == "id", vec![&patch.key])),
        }
    }
    let line = |(place, new, keys): (&Place, bool, Vec<&str>)| {
        let name = place.to_string();
        let name = name.strip_prefix("the ").filter(|_| *place != Place::Family).unwrap_or(&name);
        if new { format!("+ {name}") } else { format!("~ {name}: {}", keys.join(", ")) }
    };
    lines.into_iter().map(line).collect()
}
