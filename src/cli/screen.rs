//! `kantlijn [STUDY]`: the screen.

use std::path::Path;

use anyhow::{Result, bail};
use clap::CommandFactory as _;

use crate::model::names::nearest;
use crate::store::folder::find_study;
use crate::store::{Settings, StoreError};
use crate::ui::start::show_study;

use super::Ending;
use super::arguments::CommandLine;
use super::context::Context;

/// Opens the study in `study`, or the one around the current folder.
pub fn run(context: &Context, study: Option<&Path>) -> Result<Ending> {
    let Some(study) = study else { return show(context, &context.root()?) };
    if !study.exists() {
        let name = study.to_string_lossy();
        let command = CommandLine::command();
        match nearest(&name, command.get_subcommands().map(clap::Command::get_name)) {
            Some(near) => bail!("`{name}` is no folder and no command; did you mean `kantlijn {near}`?"),
            None => bail!("`{name}` is no folder and no command; `kantlijn --help` lists the commands"),
        }
    }
    let root = find_study(study).ok_or_else(|| StoreError::NoStudy(study.to_owned()))?;
    show(context, &root)
}

/// Opens the study in `root` on the screen.
pub fn show(context: &Context, root: &Path) -> Result<Ending> {
    let mut settings = Settings::load(&context.places)?;
    let coder = context.coder()?;
    if settings.remember(root) {
        settings.save()?;
    }
    let ended = show_study(root, &context.places, settings, &coder)?;
    Ok(Ending::Screen(ended.code()))
}
