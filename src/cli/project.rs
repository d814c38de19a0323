//! A project of another program as a file of `kantlijn import`: documents, codebook and the layers of its coders.

use std::fs;
use std::io::{IsTerminal as _, Read as _};
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use serde_json::{Value, json};

use crate::import::ImportError;
use crate::import::format::{Format, recognise};
use crate::import::project::{self, Offsets, PlanOptions, ProjectPlan};
use crate::store::folder::read_families;
use crate::store::{OpenStudy, StoreError};

use super::context::Context;
use super::output;
use super::words::counted;

/// How many bytes of a file are looked at to see whether it is a database or a packed one.
const START: usize = 16;

/// A project that was found in a file or a folder.
pub struct Found {
    path: PathBuf,
    bytes: Vec<u8>,
    format: Format,
}

/// What came of it.
pub struct Told {
    /// For people, a line each.
    pub lines: Vec<String>,
    /// For programs.
    pub json: Value,
}

/// A project: one in REFI-QDA (`.qdpx`, or its `.qde` alone), or of a program that keeps it in a database: its file, a zip of its
/// folder, or the folder (`name.qda`). `None` for anything else.
pub fn find(path: &Path) -> Result<Option<Found>> {
    let inside = if path.is_dir() { path.join("data.qda") } else { path.to_owned() };
    if !inside.is_file() {
        return Ok(None);
    }
    let fail = |error| StoreError::io(&inside, "read it", error);
    let mut start = Vec::with_capacity(START);
    fs::File::open(&inside).map_err(fail)?.take(START as u64).read_to_end(&mut start).map_err(fail)?;
    let is_markup = start.contains(&b'<');
    if !start.starts_with(b"SQLite format 3") && !start.starts_with(b"PK") && !is_markup {
        return Ok(None);
    }
    let bytes = fs::read(&inside).map_err(fail)?;
    let name = inside.file_name().and_then(|name| name.to_str()).unwrap_or_default();
    match recognise(name, &bytes) {
        Ok(
            format @ (Format::RefiQda | Format::QualCoder | Format::Taguette | Format::Rqda | Format::Requal),
        ) => Ok(Some(Found { path: path.to_owned(), bytes, format })),
        Ok(_) | Err(_) => Ok(None),
    }
}

/// How a project is taken in.
#[derive(Clone, Copy)]
pub struct Taking<'a> {
    /// How its positions count, as far as the person says it.
    pub offsets: Offsets,
    /// What stands between names of codes.
    pub split: Option<&'a str>,
    /// The folder below `corpus/` for its documents; `None`: one that is called as the project.
    pub into: Option<&'a str>,
    /// True where nothing is written.
    pub dry_run: bool,
}

/// Takes a project in, or says what would come of it.
pub fn take(context: &Context, found: &Found, taking: Taking<'_>) -> Result<Told> {
    let dry_run = taking.dry_run;
    let shown = found.path.display();
    let failed = |error: &dyn std::fmt::Display| anyhow!("{shown}: {error}");
    let project = match project::read_with(found.format, &found.bytes, taking.offsets) {
        Err(ImportError::Choose { what, choices, .. }) if can_ask() => {
            let offsets = ask(&format!("{shown}: {what}"), &choices)?;
            project::read_with(found.format, &found.bytes, offsets)
        }
        other => other,
    };
    let project = project.map_err(|error| failed(&error))?;
    let mut open = if dry_run { context.read()? } else { context.write()? };
    let own = context.coder().unwrap_or_default();
    let planned = plan(&open, &project, &found.path, &own, taking).map_err(|error| failed(&error))?;
    for note in &planned.notes {
        output::warn(&format!("{shown}: {note}"));
    }
    let told = told(found, &planned, dry_run);
    if !dry_run {
        let why =
            format!("{}: {}", project.program, found.path.file_name().unwrap_or_default().to_string_lossy());
        project::bring_in(&mut open, planned, &why).map_err(|error| failed(&error))?;
    }
    Ok(told)
}

/// True where somebody is there to answer.
fn can_ask() -> bool {
    std::io::stdin().is_terminal() && std::io::stderr().is_terminal()
}

/// Asks which way positions are read; each choice begins with what `--offsets` takes.
fn ask(what: &str, choices: &[String]) -> Result<Offsets> {
    output::say(&format!("{what}:"));
    for (nth, choice) in choices.iter().enumerate() {
        output::say(&format!("  {}  {choice}", nth + 1));
    }
    for line in std::io::stdin().lines() {
        let line = line?;
        let chosen = line.trim().parse::<usize>().ok().and_then(|number| choices.get(number.checked_sub(1)?));
        if let Some(chosen) = chosen {
            let words = chosen.split(' ').next().unwrap_or_default();
            return Offsets::parse(words).map_err(|why| anyhow!(why));
        }
        if line.trim().is_empty() {
            break;
        }
        output::say(&format!("a number from 1 to {}; nothing ends it", choices.len()));
    }
    bail!("nothing was chosen, and nothing is taken in")
}

fn plan(
    open: &OpenStudy,
    project: &project::Project,
    path: &Path,
    own: &str,
    taking: Taking<'_>,
) -> Result<ProjectPlan> {
    let (texts, families, problems) = read_families(open.root());
    if texts.len() != families.len() {
        let first = problems.first().map(ToString::to_string).unwrap_or_default();
        bail!("a file of the codebook cannot be read; correct it first ({first})");
    }
    let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let (split, folder) = (taking.split, taking.into);
    let options = PlanOptions { name: &name, own, split, folder, ..PlanOptions::default() };
    Ok(project::plan(project, &open.study, &families, options)?)
}

fn told(found: &Found, plan: &ProjectPlan, dry_run: bool) -> Told {
    let called = |name: &'_ String| if name.is_empty() { "you".to_owned() } else { name.clone() };
    let coders: Vec<String> = plan.layers.iter().map(|(name, _)| called(name)).collect();
    let changes: usize = plan.codebook.iter().map(|(_, list)| list.len()).sum();
    let nothing = plan.documents.is_empty() && changes == 0 && plan.layers.is_empty();
    let mut lines = Vec::new();
    let shown = found.path.display();
    if nothing {
        lines.push(format!("{shown}: all of this project is in the study already; nothing changes"));
    } else {
        let what = if dry_run { "would become" } else { "is in the study now" };
        lines.push(format!(
            "{shown}: {} {what}: {}, {}, {} by {}, {}",
            found.format.name(),
            counted(plan.documents.len(), "document"),
            counted(changes, "value") + " of the codebook",
            counted(plan.codings, "coding"),
            if coders.is_empty() { "nobody".to_owned() } else { coders.join(", ") },
            counted(plan.memos, "memo"),
        ));
    }
    lines.extend(plan.found.iter().map(|found| format!("    {found}")));
    lines.extend(plan.documents.iter().map(|(path, _)| path.clone()));
    let json = json!({
        "project": found.path.display().to_string(),
        "format": found.format.id(),
        "dry_run": dry_run,
        "documents": plan.documents.iter().map(|(path, _)| path).collect::<Vec<_>>(),
        "documents_there": plan.documents_there,
        "families": plan.codebook.iter().map(|(family, _)| family).collect::<Vec<_>>(),
        "coders": coders,
        "codings": plan.codings,
        "codings_there": plan.codings_there,
        "moved": plan.moved,
        "unchecked": plan.unchecked,
        "orphans": plan.orphans,
        "memos": plan.memos,
        "positions": plan.found,
        "notes": plan.notes,
    });
    Told { lines, json }
}
