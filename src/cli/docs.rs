//! `kantlijn docs`: pages of the manual that are made from the program. Not in the help.

use anyhow::Result;
use clap::{Args, Subcommand};

use crate::ui::action::keys_markdown;

use super::Ending;
use super::output::Output;

/// Print a page of the manual
#[derive(Args, Debug)]
pub struct Arguments {
    #[command(subcommand)]
    page: Page,
}

#[derive(Clone, Copy, Debug, Subcommand)]
enum Page {
    /// docs/keys.md: what every key does
    Keys,
}

/// Prints it.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    let page = match arguments.page {
        Page::Keys => keys_markdown(),
    };
    let mut output = Output::new();
    output.text(page.trim_end_matches('\n'))?;
    output.finish()?;
    Ok(Ending::Done)
}
