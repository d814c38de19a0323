//! `kantlijn codebook check`: what a coder would trip over.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use crate::analysis::codebook_check::{FamilySource, Finding, Rule, check};
use crate::model::names::CodeKey;
use crate::store::Severity;
use crate::store::folder::read_families;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::Output;
use crate::cli::words::counted;

/// Check the codebook: ids, tree, definitions, examples, neighbours, keys, colours; exit code 1 when something is wrong
#[derive(Args, Debug)]
pub struct Arguments {
    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    severity: &'static str,
    rule: Rule,
    path: &'a str,
    line: u64,
    code: Option<&'a str>,
    what: &'a str,
    cure: &'a str,
}

/// Checks.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // What is wrong with the files is among the findings.
    let open = context.read_in_silence()?;
    let (texts, _, problems) = read_families(open.root());
    let sources: Vec<FamilySource<'_>> =
        texts.iter().map(|text| FamilySource { path: &text.path, toml: &text.toml }).collect();
    let study = &open.study;
    let uses =
        |id: &str| study.names.codes.get::<CodeKey>(id).map_or(0, |key| study.codings_with(Some(key)).len());
    let mut findings = check(&sources, &study.config.languages, &uses);
    // A file whose words could not even be had is in no source.
    let unread = problems.iter().filter(|problem| !texts.iter().any(|text| text.path == problem.path));
    findings.extend(unread.map(|problem| Finding {
        rule: Rule::Unreadable,
        severity: Severity::Error,
        path: problem.path.clone(),
        line: 1,
        code: None,
        what: problem.what.clone(),
        cure: "see that it can be read".to_owned(),
    }));
    let errors = findings.iter().filter(|finding| finding.severity == Severity::Error).count();
    let mut output = Output::new();
    if arguments.json {
        output.json_array(findings.iter().map(row))?;
    } else {
        for finding in &findings {
            output.text(&finding.to_string())?;
        }
        let codes = counted(study.codebook.codes().len(), "code");
        let families = study.codebook.families().len();
        let families = if families == 1 { "1 family".to_owned() } else { format!("{families} families") };
        let notes = counted(findings.len() - errors, "note");
        output.text(&format!("{codes} in {families} checked: {}, {notes}", counted(errors, "error")))?;
    }
    output.finish()?;
    Ok(if errors == 0 { Ending::Done } else { Ending::Nothing })
}

fn row(finding: &Finding) -> Row<'_> {
    Row {
        severity: finding.severity.word(),
        rule: finding.rule,
        path: &finding.path,
        line: finding.line,
        code: finding.code.as_deref(),
        what: &finding.what,
        cure: &finding.cure,
    }
}
