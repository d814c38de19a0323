//! `kantlijn check`: is everything as it should be, and what of the rest can be repaired without losing anything?

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use crate::analysis::codebook_check::{FamilySource, Rule, check as check_codebook};
use crate::index::finder::{Corpus, Finder};
use crate::model::Verdict;
use crate::store::folder::read_families;
use crate::store::{About, Finding, OpenStudy, Repair, Severity};

use super::Ending;
use super::context::Context;
use super::output::{self, Output};
use super::words::counted;

/// Check the whole study: quotes, codes, documents, journals, codebook; exit code 1 when something is wrong
///
/// Every quote is compared with the text at its address. Exit code 0: no errors (warnings and notes at most);
/// 1: errors; 2: it could not be checked.
///
/// `--fix` lists what can be repaired without losing anything, and changes nothing; with `--apply` it is done: a torn last
/// line of your own journal is set aside in the data folder, codebook changes that a crash left between the journal and
/// the file are made, codes that are in no family come back as the journals knew them, .gitattributes gets the lines that it
/// lacks, half-written files of stopped programs are set aside. Everything else needs a person.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,

    /// List what can be repaired without losing anything
    #[arg(long)]
    fix: bool,

    /// Repair what --fix lists
    #[arg(long, requires = "fix")]
    apply: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    severity: &'static str,
    about: &'static str,
    path: &'a str,
    line: Option<u64>,
    coding: Option<Uuid>,
    /// What became of the coding's passage.
    anchor: Option<&'static str>,
    what: &'a str,
}

impl<'a> Row<'a> {
    fn new(finding: &'a Finding) -> Self {
        Self {
            severity: finding.severity.word(),
            about: finding.about.word(),
            path: &finding.path,
            line: finding.line,
            coding: finding.coding,
            anchor: finding.verdict.map(Verdict::word),
            what: &finding.what,
        }
    }
}

/// Checks, and repairs where that is asked.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // What was wrong while loading is among the findings.
    let open = context.read_in_silence()?;
    if !arguments.fix {
        return tell(&open, arguments.json);
    }
    let coder = context.coder().ok();
    let repairs = open.repairs(coder.as_deref());
    if !arguments.apply {
        return list(&repairs, coder.as_deref());
    }
    drop(open);
    if !repairs.is_empty() {
        apply(context, &repairs)?;
    }
    tell(&context.read_in_silence()?, arguments.json)
}

fn list(repairs: &[Repair], coder: Option<&str>) -> Result<Ending> {
    let mut output = Output::new();
    for repair in repairs {
        output.text(&repair.to_string())?;
    }
    match repairs.len() {
        0 => output.text(
            "there is nothing that can be repaired without a person; `kantlijn check` says what is wrong",
        )?,
        some => output.text(&format!(
            "{} could be made; nothing was changed yet: `kantlijn check --fix --apply` does it",
            counted(some, "repair")
        ))?,
    }
    output.finish()?;
    if coder.is_none() {
        output::say("no coder is known here, so no journal was looked at; name one with --coder");
    }
    Ok(if repairs.is_empty() { Ending::Nothing } else { Ending::Done })
}

/// Repairs each; one that cannot be is said and the rest goes on.
fn apply(context: &Context, repairs: &[Repair]) -> Result<()> {
    // A torn line is mended, and a crash's changes are made, by opening the study for writing.
    let mut open = context.write()?;
    for repair in repairs {
        match open.repair(repair) {
            Ok(()) => output::say(&format!("repaired: {repair}")),
            Err(error) => output::warn(&format!("not repaired: {repair} ({error})")),
        }
    }
    open.wait()?;
    Ok(())
}

fn tell(open: &OpenStudy, json: bool) -> Result<Ending> {
    let corpus = Corpus::new(open.root(), open.study.documents());
    let mut findings = open.check_knowing(&Finder::known_hashes(&corpus, open.places()));
    findings.extend(codebook(open));
    findings.sort_by_key(|finding| finding.severity);
    let mut output = Output::new();
    if json {
        output.json_array(findings.iter().map(Row::new))?;
    } else {
        for finding in &findings {
            output.text(&finding.to_string())?;
        }
        output.text(&summary(open, &findings))?;
    }
    output.finish()?;
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if wrong { Ending::Nothing } else { Ending::Done })
}

fn summary(open: &OpenStudy, findings: &[Finding]) -> String {
    let codings = counted(open.study.codings().count(), "coding");
    if findings.is_empty() {
        return format!("{codings} checked: every quote stands at its address");
    }
    let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
    format!(
        "{codings} checked: {}, {}, {}",
        counted(count(Severity::Error), "error"),
        counted(count(Severity::Warning), "warning"),
        counted(count(Severity::Note), "note")
    )
}

/// What does not fit together in the codebook and reading it did not say. Whether it is fit to be coded with (colours, letters,
/// translations) is another question: `kantlijn codebook check`.
fn codebook(open: &OpenStudy) -> Vec<Finding> {
    let (texts, _, _) = read_families(open.root());
    let sources: Vec<FamilySource<'_>> =
        texts.iter().map(|text| FamilySource { path: &text.path, toml: &text.toml }).collect();
    let found = check_codebook(&sources, &open.study.config.languages, &|_| 1);
    let sound = |rule| matches!(rule, Rule::Principle | Rule::Poles | Rule::Group | Rule::UnknownNeighbour);
    let wrong = found.into_iter().filter(|one| one.severity == Severity::Error && sound(one.rule));
    let say = |one: crate::analysis::codebook_check::Finding| Finding {
        line: Some(one.line),
        ..Finding::of_file(Severity::Error, About::Codebook, &one.path, format!("{}; {}", one.what, one.cure))
    };
    wrong.map(say).collect()
}
