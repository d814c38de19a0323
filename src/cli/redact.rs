//! `kantlijn redact`: words are taken back, with everything that remembers them.

use std::io::{BufRead as _, IsTerminal as _, Write as _};

use anyhow::{Result, bail};
use clap::Args;

use crate::store::{OpenStudy, PlannedRedaction, Redact, RedactionReport};
use crate::text::{Span, SpanIndex};

use super::Ending;
use super::context::{self, Context};
use super::output::{self, Output};
use super::words::counted;

/// Take words back: a document, a speaker, a passage
///
/// Each word in the text becomes `___`; codings keep their places. Quotes and what stands around them become hashes in all
/// journals and in the backups here, old texts and the search index are taken away, and the log keeps that it happened. Without
/// --apply it is only said what would be done. This cannot be undone, and copies elsewhere (git's history, other people's
/// machines, sync programs) are yours to look after: it says where.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC", required_unless_present_any = ["speaker", "finish"])]
    document: Option<String>,

    /// Everything that this speaker says, by the label in the text; in DOC, or in all documents
    #[arg(long, value_name = "LABEL", conflicts_with = "at")]
    speaker: Option<String>,

    /// A passage, in code points of the text as it stands: START..END
    #[arg(long, value_name = "START..END", requires = "document", value_parser = range)]
    at: Option<(u32, u32)>,

    /// Why; it is kept in the log
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Do it
    #[arg(long)]
    apply: bool,

    /// Do not ask once more
    #[arg(long, requires = "apply")]
    yes: bool,

    /// Finish what was begun, and take out what other programs brought back
    #[arg(long, conflicts_with_all = ["document", "speaker", "at", "apply"])]
    finish: bool,
}

fn range(words: &str) -> Result<(u32, u32), String> {
    let numbers =
        words.split_once("..").and_then(|(start, end)| Some((start.parse().ok()?, end.parse().ok()?)));
    numbers.filter(|(start, end)| start < end).ok_or_else(|| "expected START..END, as in 12..40".to_owned())
}

/// Takes words back.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.write()?;
    if arguments.finish {
        let report = open.finish_redacting()?;
        tell(&report)?;
        return Ok(Ending::Done);
    }
    let what = what(&mut open, arguments)?;
    let plans = open.plan_redaction(&what)?;
    if plans.is_empty() {
        output::say("there is nothing to take back there");
        return Ok(Ending::Nothing);
    }
    let mut output = Output::new();
    for plan in &plans {
        let id = open.study.document_id(plan.document);
        let codings = open.study.document_codings(plan.document).map_or(0, SpanIndex::len);
        output.text(&format!(
            "{id}: {} become `{}`; {} in this document keep their places",
            counted(plan.spans.len(), "word"),
            crate::store::REDACTED,
            counted(codings, "coding")
        ))?;
    }
    if !arguments.apply {
        output.text("their quotes, and those beside them, become hashes in all journals and in the backups of this machine;")?;
        output.text(
            "old texts of these documents and the search index are taken away. This cannot be undone.",
        )?;
        output.text("nothing was changed yet: --apply does it")?;
        output.finish()?;
        return Ok(Ending::Done);
    }
    output.finish()?;
    if !arguments.yes && !agreed()? {
        output::say("nothing was changed");
        return Ok(Ending::Nothing);
    }
    let report = open.redact(&plans, arguments.why.as_deref())?;
    tell(&report)?;
    warn_of_copies(&open, &plans);
    Ok(Ending::Done)
}

fn what(open: &mut OpenStudy, arguments: &Arguments) -> Result<Redact> {
    let document = match &arguments.document {
        Some(name) => Some(context::document(&open.study, name)?.key),
        None => None,
    };
    match (&arguments.speaker, document, arguments.at) {
        (Some(label), document, _) => Ok(Redact::Speaker(label.clone(), document)),
        (None, Some(document), None) => Ok(Redact::Document(document)),
        (None, Some(document), Some((start, end))) => {
            let span: Option<Span> = open.text(document)?.from_code_points(start, end);
            match span {
                Some(span) => Ok(Redact::Passage(document, span)),
                None => bail!("{start}..{end} lies outside the text; `kantlijn show` says how long it is"),
            }
        }
        (None, None, _) => bail!("say what: a document, or a speaker with --speaker"),
    }
}

fn agreed() -> Result<bool> {
    if !std::io::stdin().is_terminal() {
        bail!("this cannot be undone, and nobody can be asked here; say --yes as well");
    }
    output::say("this cannot be undone; type `redact` to do it");
    std::io::stderr().flush()?;
    let mut answer = String::new();
    std::io::stdin().lock().read_line(&mut answer)?;
    Ok(answer.trim() == "redact")
}

fn tell(report: &RedactionReport) -> Result<()> {
    let mut output = Output::new();
    for (path, lines) in &report.journals {
        output.text(&format!("{path}: {} lost words", counted(*lines, "line")))?;
    }
    output.text(&format!(
        "backups here: {}; old texts taken away: {}; the search index is made anew",
        counted(report.in_backups, "line"),
        report.old_texts
    ))?;
    output.finish()?;
    for (path, line) in &report.unreadable {
        output::warn(&format!(
            "{path}, line {line}: it cannot be read, so nobody knows whether it holds those words; look at it"
        ));
    }
    Ok(())
}

/// What is out of reach, said plainly.
fn warn_of_copies(open: &OpenStudy, plans: &[PlannedRedaction]) {
    for remain in open.remains(plans) {
        output::warn(&format!(
            "{}, line {}: the same words still stand here (a memo, an example, another document); change it by hand",
            remain.path, remain.line
        ));
    }
    if open.root().ancestors().any(|folder| folder.join(".git").exists()) {
        output::warn(
            "git keeps every earlier version of these files, here and wherever it was pushed: commit now, then take the old ones \
             out with git filter-repo, and let everybody clone anew",
        );
    }
    output::warn(
        "colleagues' copies, sync programs, exports and other backups still hold the words; after they fetch this, \
         `kantlijn redact --finish` does the same on their machines",
    );
}
