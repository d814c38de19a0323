//! `kantlijn codebook split`: a code becomes several, passage by passage.

use std::io::Read as _;
use std::path::{Path, PathBuf};

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde::Deserialize;
use uuid::Uuid;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output;
use crate::cli::recode::{carry_out, say};
use crate::cli::words::counted;
use crate::model::edit::{self, Plan};
use crate::model::split::{self, Part};
use crate::model::{CodeKey, CoderKey};
use crate::store::OpenStudy;

/// How many wrong lines are told.
const TOLD: usize = 20;

const AFTER: &str = "\
A part that is no code yet is made beside the code, in its family; its name is given as it is. Without --choices the split \
stands in the trail, and its passages are gone through on the screen (W) or divided with `kantlijn recode`.";

/// Split a code into parts, codes of the codebook or new ones; each of your passages gets its part, and the code may be retired
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// The code that is split
    #[arg(value_name = "CODE")]
    code: String,

    /// What it is split into, one a time: a code's id, or the name of a new one
    #[arg(long, value_name = "CODE|NAME", required_unless_present = "retire")]
    into: Vec<String>,

    /// Which coding becomes what: a line {"coding": ID, "code": ID or NAME} each; all are right, or nothing is done. - is standard input
    #[arg(long, value_name = "FILE")]
    choices: Option<PathBuf>,

    /// The code takes no new codings afterwards
    #[arg(long)]
    retire: bool,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Say what would be done, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// A line of choices.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Choice {
    coding: Uuid,
    code: String,
    /// Its line, counting from 1.
    #[serde(skip)]
    line: usize,
}

/// Splits, divides and retires in one step, that one undo takes back.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let choices = match &arguments.choices {
        Some(path) => read(path)?,
        None => Vec::new(),
    };
    let code = edit::find_code(&open.study, &arguments.code)?.clone();
    let mut plan = Plan::default();
    let mut parts = Vec::new();
    if !arguments.into.is_empty() {
        let part = |named: &String| match open.study.codebook.by_id(named) {
            Some(known) => Part::Known(known.key),
            None => Part::New(named.clone()),
        };
        let wanted: Vec<Part> = arguments.into.iter().map(part).collect();
        let (begun, ids) = split::begin(&open.study, &code, &wanted)?;
        plan = begun;
        parts = arguments.into.iter().cloned().zip(ids).collect();
        let wrong = check(&open, coder, code.key, &choices, &parts);
        refuse(arguments.choices.as_deref(), &wrong)?;
    } else if !choices.is_empty() {
        bail!("say what the code is split into with --into");
    }
    for choice in &choices {
        let keys: Vec<_> = open.study.find_coding(choice.coding).into_iter().collect();
        plan = plan.and(split::give_part(&open.study, coder, &keys, id_of(choice, &parts))?);
    }
    if arguments.retire {
        plan = plan.and(split::retire(&open.study, &code)?);
    }
    carry_out(&mut open, plan, arguments.why.as_deref(), arguments.dry_run)?;
    let would = if arguments.dry_run { "would be " } else { "" };
    if !parts.is_empty() {
        let ids: Vec<&str> = parts.iter().map(|(_, id)| id.as_str()).collect();
        say(&format!("`{}` {would}split into {}", code.id, ids.join(", ")))?;
    }
    if !choices.is_empty() {
        say(&format!("{} {would}divided", counted(choices.len(), "coding")))?;
    }
    if arguments.retire {
        say(&format!("`{}` {would}retired", code.id))?;
    }
    if !arguments.dry_run {
        let left = split::left(&open.study, coder, code.key).len();
        let others = open.study.codings_with(Some(code.key)).len() - left;
        if left > 0 {
            output::say(&format!("{} of yours still have `{}`", counted(left, "coding"), code.id));
        }
        if others > 0 {
            output::say(&format!(
                "{} of others have it: only they can divide them",
                counted(others, "coding")
            ));
        }
    }
    Ok(Ending::Done)
}

fn read(path: &Path) -> Result<Vec<Choice>> {
    let mut words = String::new();
    if path == Path::new("-") {
        std::io::stdin().read_to_string(&mut words).context("standard input")?;
    } else {
        words = std::fs::read_to_string(path).with_context(|| path.display().to_string())?;
    }
    let mut wrong = Vec::new();
    let mut found = Vec::new();
    for (number, line) in (1..).zip(words.lines()).filter(|(_, line)| !line.trim().is_empty()) {
        match serde_json::from_str(line) {
            Ok(choice) => found.push(Choice { line: number, ..choice }),
            // The line is one of the file; what the parser counts is only its column.
            Err(error) => {
                wrong.push((number, error.to_string().replace(" at line 1 column ", " at column ")));
            }
        }
    }
    refuse(Some(path), &wrong)?;
    Ok(found)
}

/// What is wrong, by line, unless each coding is one's own and has the code, and each code is a part.
fn check(
    open: &OpenStudy,
    coder: CoderKey,
    code: CodeKey,
    choices: &[Choice],
    parts: &[(String, String)],
) -> Vec<(usize, String)> {
    let mut wrong = Vec::new();
    for choice in choices {
        let mut say = |what: String| wrong.push((choice.line, what));
        if !parts.iter().any(|(named, id)| [named, id].contains(&&choice.code)) {
            say(format!("`{}` is no part; name it with --into", choice.code));
        }
        match open.study.find_coding(choice.coding) {
            None => say(format!("there is no coding {}", choice.coding)),
            Some(key) if open.study.coding(key).code != Some(code) => {
                say(format!("the coding {} does not have `{}`", choice.coding, open.study.code_id(code)));
            }
            Some(key) => {
                if let Err(error) = edit::own(&open.study, coder, key) {
                    say(error.to_string());
                }
            }
        }
    }
    wrong
}

fn refuse(path: Option<&Path>, wrong: &[(usize, String)]) -> Result<()> {
    if wrong.is_empty() {
        return Ok(());
    }
    let file = match path {
        Some(path) if path != Path::new("-") => path.display().to_string(),
        _ => "standard input".to_owned(),
    };
    let told: Vec<String> =
        wrong.iter().take(TOLD).map(|(line, what)| format!("{file}, line {line}: {what}")).collect();
    let more = wrong.len() - told.len();
    let rest = if more > 0 { format!("\nand {more} more") } else { String::new() };
    bail!(
        "nothing was done; mend these lines, each {{\"coding\": \"ID\", \"code\": \"PART\"}}, and give the file again:\n{}{rest}",
        told.join("\n")
    )
}

fn id_of<'a>(choice: &'a Choice, parts: &'a [(String, String)]) -> &'a str {
    let part = parts.iter().find(|(named, id)| [named, id].contains(&&choice.code));
    part.map_or(choice.code.as_str(), |(_, id)| id)
}
