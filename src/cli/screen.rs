//! `kantlijn [STUDY]`: the screen.

use std::path::Path;

use anyhow::{Result, bail};
use clap::CommandFactory as _;

use crate::model::names::nearest;

use super::Ending;
use super::arguments::CommandLine;
use super::context::Context;

/// Opens the screen.
pub fn run(_context: &Context, study: Option<&Path>) -> Result<Ending> {
    if let Some(study) = study.filter(|study| !study.exists()) {
        let name = study.to_string_lossy();
        let command = CommandLine::command();
        match nearest(&name, command.get_subcommands().map(clap::Command::get_name)) {
            Some(near) => bail!("`{name}` is no folder and no command; did you mean `kantlijn {near}`?"),
            None => bail!("`{name}` is no folder and no command; `kantlijn --help` lists the commands"),
        }
    }
    bail!("the screen is not built yet; `kantlijn --help` lists what can be done without it")
}
