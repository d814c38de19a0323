//! `kantlijn recode` and `kantlijn join`: other codes on passages that are coded, and one passage of several.

use anyhow::Result;
use clap::Args;

use crate::index::{Found, Query};
use crate::model::edit::{self, Plan};
use crate::model::names::CodingKey;
use crate::model::recode;
use crate::store::OpenStudy;

use super::Ending;
use super::asking::{Asking, say_what_is_missing, shown};
use super::context::Context;
use super::output::{self, Output};
use super::words::counted;

/// Give the codings that a query finds another code; they keep their ids, memos, and the facets that the code's family has
#[derive(Args, Debug)]
pub struct RecodeArguments {
    /// What to recode, such as code:ID, or the words of `kantlijn find`; marks get a code by it
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    /// The code they get
    #[arg(long, value_name = "CODE")]
    to: String,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Join passages of one code that touch or overlap, your own; it changes measures: there are fewer codings afterwards
#[derive(Args, Debug)]
pub struct JoinArguments {
    /// The code
    #[arg(value_name = "CODE")]
    code: String,

    /// Only in this document
    #[arg(long, value_name = "DOC")]
    document: Option<String>,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Say what would be joined, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// The codings that `kantlijn find --codings` finds, by place.
fn codings_of(open: &mut OpenStudy, query: &str) -> Result<Vec<CodingKey>> {
    let query = Query::parse(query).map_err(|error| shown(&error))?;
    let asking = Asking::about(open, &query)?;
    let mut question = asking.question(open, &query, &[])?;
    question.give_codings(&[]);
    let answer = asking.answer(&question)?;
    say_what_is_missing(&answer);
    Ok(match answer.found {
        Found::Codings(codings) => codings,
        Found::Turns(_) => Vec::new(),
    })
}

/// Recodes.
pub fn recode(context: &Context, arguments: &RecodeArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let found = codings_of(&mut open, &arguments.query.join(" "))?;
    let code = edit::find_code(&open.study, &arguments.to)?;
    let plan = recode::recode(&open.study, coder, &found, code)?;
    let count = recoded(&plan);
    carry_out(&mut open, plan, arguments.why.as_deref(), arguments.dry_run)?;
    say(&done(count, "coding", "recoded", arguments.dry_run))?;
    Ok(if found.is_empty() { Ending::Nothing } else { Ending::Done })
}

/// How many codings a plan recodes.
pub fn recoded(plan: &Plan) -> usize {
    plan.bodies.iter().filter(|body| matches!(body, crate::model::Body::Recode { .. })).count()
}

/// Joins.
pub fn join(context: &Context, arguments: &JoinArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let code = edit::find_code(&open.study, &arguments.code)?.key;
    let only = match &arguments.document {
        Some(name) => Some(super::context::document(&open.study, name)?.key),
        None => None,
    };
    let of_code = open.study.codings_with(Some(code)).iter().map(|&key| open.study.coding(key));
    let mut documents: Vec<_> =
        of_code.filter(|coding| coding.coder == coder).map(|coding| coding.document).collect();
    documents.retain(|&document| {
        only.is_none_or(|only| only == document) && open.study.document(document).is_some()
    });
    documents.sort_by_key(|&document| open.study.document_rank(document));
    documents.dedup();
    let mut plan = Plan::default();
    let (mut kept, mut gone) = (0, 0);
    for document in documents {
        let text = open.text(document)?;
        for joining in recode::joinings(&open.study, coder, code, document, &text.text) {
            let id = open.study.document_id(document).to_owned();
            let differ =
                if joining.facets_differ { "; their facets differ, and those of the first stay" } else { "" };
            say(&format!(
                "{id}, bytes {}..{}: {} become one{differ}",
                joining.span.start,
                joining.span.end,
                counted(joining.gone.len() + 1, "coding")
            ))?;
            kept += 1;
            gone += joining.gone.len();
            plan = plan.and(recode::join(&open.study, coder, &joining, text.of())?);
        }
    }
    if plan.is_empty() {
        say("nothing touches or overlaps")?;
        return Ok(Ending::Nothing);
    }
    carry_out(&mut open, plan, arguments.why.as_deref(), arguments.dry_run)?;
    output::warn(
        "joining changes measures: frequencies, co-occurrence and agreement count other passages now",
    );
    say(&done(kept + gone, "coding", &format!("joined into {kept}"), arguments.dry_run))?;
    Ok(Ending::Done)
}

/// Carries a plan out and waits until it is safe; says whose codings were left.
pub fn carry_out(open: &mut OpenStudy, plan: Plan, why: Option<&str>, dry_run: bool) -> Result<()> {
    if plan.skipped > 0 {
        let skipped = counted(plan.skipped, "coding");
        output::say(&format!("{skipped} of other coders left as they are: only they can change them"));
    }
    if !dry_run {
        open.carry_out(plan, why)?;
        open.wait()?;
    }
    Ok(())
}

/// What was, or would be, done.
pub fn done(count: usize, what: &str, done: &str, dry_run: bool) -> String {
    let would = if dry_run { "would be " } else { "" };
    format!("{} {would}{done}", counted(count, what))
}

pub fn say(words: &str) -> Result<()> {
    let mut output = Output::new();
    output.text(words)?;
    Ok(output.finish()?)
}
