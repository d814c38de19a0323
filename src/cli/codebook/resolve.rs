//! `kantlijn codebook resolve`: what git left in the codebook, and which version stays.

use std::fmt::Write as _;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use serde::Serialize;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::Output;
use crate::cli::recode::say;
use crate::model::codebook::{Conflict, Difference, Place};
use crate::model::names::nearest;

/// Show both versions of each code where a git merge left two in a codebook file, or choose; exit code 1 when there are none
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only this file, as it is listed (codebook/lm.toml)
    #[arg(value_name = "FILE")]
    file: Option<String>,

    /// What was here stays, of this entry; names as they are listed
    #[arg(long, value_name = "ENTRY")]
    ours: Vec<String>,

    /// What came in is taken, of this entry
    #[arg(long, value_name = "ENTRY")]
    theirs: Vec<String>,

    /// What becomes of the entries that are not named
    #[arg(long, value_name = "SIDE")]
    rest: Option<Rest>,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Tell programs, as a JSON array
    #[arg(long, conflicts_with_all = ["ours", "theirs", "rest"])]
    json: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Rest {
    /// What was here
    Ours,
    /// What came in
    Theirs,
}

#[derive(Serialize)]
struct Row {
    file: String,
    entry: String,
    ours: Option<Vec<(String, String)>>,
    theirs: Option<Vec<(String, String)>>,
}

/// Lists, or chooses.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let chooses = !arguments.ours.is_empty() || !arguments.theirs.is_empty() || arguments.rest.is_some();
    let mut open = if chooses { context.write()? } else { context.read_in_silence()? };
    let mut conflicts = open.conflicts();
    if let Some(file) = &arguments.file {
        conflicts.retain(|(path, _)| path == file || path.strip_prefix("codebook/") == Some(file));
    }
    if !chooses {
        return list(&conflicts, arguments.json);
    }
    let all: Vec<String> = conflicts
        .iter()
        .flat_map(|(_, conflict)| conflict.differences())
        .map(|difference| difference.name())
        .collect();
    for name in arguments.ours.iter().chain(&arguments.theirs) {
        if !all.contains(name) {
            let near = nearest(name, all.iter().map(String::as_str));
            let near = near.map_or_else(String::new, |near| format!(" (did you mean `{near}`?)"));
            bail!("no entry with two versions is called `{name}`{near}; they are: {}", all.join(", "));
        }
    }
    let mut chosen = Vec::new();
    for (path, conflict) in &conflicts {
        chosen.push((path.clone(), theirs(conflict, arguments)?));
    }
    if chosen.is_empty() {
        say("no codebook file holds a git merge conflict")?;
        return Ok(Ending::Nothing);
    }
    for (path, theirs) in chosen {
        open.resolve_conflict(&path, &theirs, arguments.why.as_deref())?;
        say(&format!(
            "{path} is whole again, with {} from the other side",
            crate::cli::words::counted(theirs.len(), "change")
        ))?;
    }
    open.wait()?;
    Ok(Ending::Done)
}

/// The entries of which the other side's version is taken. Every one must have been chosen.
fn theirs(conflict: &Conflict, arguments: &Arguments) -> Result<Vec<Place>> {
    let mut theirs = Vec::new();
    for difference in conflict.differences() {
        let name = difference.name();
        let (here, there) = (arguments.ours.contains(&name), arguments.theirs.contains(&name));
        match (here, there, arguments.rest) {
            (true, true, _) => bail!("`{name}` cannot be both; give it to --ours or to --theirs"),
            (false, true, _) | (false, false, Some(Rest::Theirs)) => theirs.push(difference.place),
            (true, false, _) | (false, false, Some(Rest::Ours)) => {}
            (false, false, None) => {
                bail!("nothing was chosen for `{name}`; name it, or say --rest ours or --rest theirs")
            }
        }
    }
    Ok(theirs)
}

fn list(conflicts: &[(String, Conflict)], json: bool) -> Result<Ending> {
    let mut output = Output::new();
    if json {
        let rows = conflicts.iter().flat_map(|(path, conflict)| {
            conflict.differences().into_iter().map(move |difference| Row {
                file: path.clone(),
                entry: difference.name(),
                ours: difference.ours,
                theirs: difference.theirs,
            })
        });
        output.json_array(rows)?;
    } else {
        for (path, conflict) in conflicts {
            output.text(&format!(
                "{path}: here {}, came in {}",
                side(&conflict.names.0),
                side(&conflict.names.1)
            ))?;
            for difference in conflict.differences() {
                output.text(&shown(&difference))?;
            }
        }
        if conflicts.is_empty() {
            output.text("no codebook file holds a git merge conflict")?;
        } else {
            output.text("choose with --ours ENTRY, --theirs ENTRY, and --rest ours or --rest theirs")?;
        }
    }
    output.finish()?;
    Ok(if conflicts.is_empty() { Ending::Nothing } else { Ending::Done })
}

fn side(name: &str) -> String {
    if name.is_empty() { "(no name)".to_owned() } else { format!("`{name}`") }
}

fn shown(difference: &Difference) -> String {
    let mut words = format!("  {}", difference.name());
    for (sign, values) in [("here", &difference.ours), ("came in", &difference.theirs)] {
        match values {
            None => {
                let _ = write!(words, "\n    {sign:8} (is not there)");
            }
            Some(values) => {
                for (key, value) in values {
                    let _ = write!(words, "\n    {sign:8} {key}: {}", value.replace('\n', " | "));
                }
            }
        }
    }
    words
}
