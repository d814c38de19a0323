//! `kantlijn status`: how far you are with a document.

use anyhow::Result;
use clap::Args;
use clap::builder::PossibleValuesParser;

use crate::model::{Status, edit};

use super::Ending;
use super::context::{self, Context};

/// Say how far you are with a document
#[derive(Args, Debug)]
pub struct Arguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC")]
    document: String,

    /// How far
    #[arg(value_parser = PossibleValuesParser::new(["todo", "busy", "done"]))]
    status: String,
}

/// Says it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let document = context::document(&open.study, &arguments.document)?.key;
    let status = Status::from_word(&arguments.status).unwrap_or_default();
    if open.study.status(document, coder) != status {
        let body = edit::status(&open.study, document, status);
        context::commit(&mut open, vec![body])?;
    }
    Ok(Ending::Done)
}
