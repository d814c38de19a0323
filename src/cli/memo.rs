//! `kantlijn memo`: a note on anything.

use std::io::Read as _;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::model::edit::{self, MEMO_KINDS};
use crate::model::event::Target;
use crate::model::study::Study;

use super::Ending;
use super::change::find_coding;
use super::context::{self, Context};
use super::output::Output;

/// Write a memo, and print its id
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(flatten)]
    on: On,

    /// Its type
    #[arg(long = "type", value_name = "T", default_value = MEMO_KINDS[0], value_parser = PossibleValuesParser::new(MEMO_KINDS))]
    kind: String,

    /// Its words; - reads them from standard input
    #[arg(value_name = "TEXT|-", allow_hyphen_values = true)]
    words: String,
}

#[derive(Args, Debug)]
#[group(required = true, multiple = false)]
struct On {
    /// On the study
    #[arg(long)]
    study: bool,

    /// On a document, by id or file name
    #[arg(long, value_name = "ID")]
    doc: Option<String>,

    /// On a coding or a kept passage
    #[arg(long, value_name = "ID")]
    coding: Option<String>,

    /// On a code
    #[arg(long, value_name = "ID")]
    code: Option<String>,
}

/// Writes the memo.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let words = if arguments.words == "-" { from_input()? } else { arguments.words.clone() };
    if words.trim().is_empty() {
        bail!("the memo is empty; nothing was written");
    }
    let mut open = context.write()?;
    let body = edit::memo(target(&open.study, &arguments.on)?, &arguments.kind, words.trim_end());
    let receipt = context::commit(&mut open, vec![body])?;
    let id = receipt.ids.first().ok_or_else(|| anyhow!("nothing was written"))?;
    let mut output = Output::new();
    output.text(&id.to_string())?;
    output.finish()?;
    Ok(Ending::Done)
}

fn from_input() -> Result<String> {
    let mut words = String::new();
    std::io::stdin().lock().read_to_string(&mut words).context("standard input cannot be read as UTF-8")?;
    Ok(words)
}

fn target(study: &Study, on: &On) -> Result<Target> {
    Ok(match (&on.doc, &on.coding, &on.code) {
        (Some(document), _, _) => Target::Document(context::document(study, document)?.id.clone()),
        (_, Some(coding), _) => Target::Coding(study.coding_id(find_coding(study, coding)?)),
        (_, _, Some(code)) => Target::Code(edit::find_code(study, code)?.id.clone()),
        _ => Target::Study,
    })
}
