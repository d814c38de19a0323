//! `kantlijn demo`: the sample study.

use std::io::IsTerminal as _;

use anyhow::Result;
use clap::Args;

use crate::store::demo::demo;

use super::context::Context;
use super::output::Output;
use super::{Ending, screen};

/// Open the sample study: a copy of your own, in the data folder
#[derive(Args, Debug)]
pub struct Arguments {
    /// Make a new copy beside the ones that are there
    #[arg(long)]
    fresh: bool,
}

/// Opens the sample study; where there is no terminal, says only where it is.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let folder = demo(&context.places, arguments.fresh)?;
    let mut output = Output::new();
    output.text(&folder.display().to_string())?;
    output.finish()?;
    if std::io::stdout().is_terminal() { screen::show(context, &folder) } else { Ok(Ending::Done) }
}
