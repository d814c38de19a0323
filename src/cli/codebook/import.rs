//! `kantlijn codebook import`: the codebook back from a spreadsheet.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::import::codebook_csv;
use crate::model::codebook::{Codebook, Patch, Place, ReadFamily, patches};
use crate::model::names::Names;
use crate::store::folder::read_families;
use crate::store::{OpenStudy, StoreError};

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::{self, Output};
use crate::cli::words::counted;

/// Read the codebook back from CSV, as `--format csv` writes it: what the file has columns for changes, nothing is taken away
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file (- is standard input)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Reads the file and changes the codebook.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let bytes = bytes(&arguments.file)?;
    let said = |error| anyhow!("{}: {error}", arguments.file.display());
    let sheet = codebook_csv::read(&bytes).map_err(said)?;
    for warning in &sheet.warnings {
        output::warn(warning);
    }
    let mut open = if arguments.dry_run { context.read()? } else { context.write()? };
    let before = families(&open)?;
    let after = sheet.apply(&before).map_err(said)?;
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
        let name = match place {
            Place::Family => "the family".to_owned(),
            Place::Rule(id) => format!("rule `{id}`"),
            Place::Group(id) => format!("group `{id}`"),
            Place::Facet(id) => format!("facet `{id}`"),
            Place::Value(facet, id) => format!("value `{id}` of facet `{facet}`"),
            Place::Code(id) => format!("code `{id}`"),
        };
        if new { format!("+ {name}") } else { format!("~ {name}: {}", keys.join(", ")) }
    };
    lines.into_iter().map(line).collect()
}
