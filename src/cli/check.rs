//! `kantlijn check`: does every quote stand at its address?

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use crate::store::{Finding, Severity};

use super::Ending;
use super::context::Context;
use super::output::Output;
use super::words::counted;

/// Check that every quote stands at its address; exit code 1 when something is wrong
#[derive(Args, Debug)]
pub struct Arguments {
    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    severity: &'static str,
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
            path: &finding.path,
            line: finding.line,
            coding: finding.coding,
            anchor: finding.verdict.map(crate::model::Verdict::word),
            what: &finding.what,
        }
    }
}

/// Checks.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // What was wrong while loading is among the findings.
    let open = context.read_in_silence()?;
    let findings = open.check();
    let mut output = Output::new();
    if arguments.json {
        output.json_array(findings.iter().map(Row::new))?;
    } else {
        for finding in &findings {
            output.text(&finding.to_string())?;
        }
        if findings.is_empty() {
            let codings = open.study.codings().count();
            output.text(&format!(
                "{} checked: every quote stands at its address",
                counted(codings, "coding")
            ))?;
        }
    }
    output.finish()?;
    let wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
    Ok(if wrong { Ending::Nothing } else { Ending::Done })
}
