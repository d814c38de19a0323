//! `kantlijn [STUDY]`: the screen.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::{Result, bail};
use clap::CommandFactory as _;

use crate::model::names::nearest;
use crate::store::folder::find_study;
use crate::store::settings::{check_coder, name_from_git};
use crate::store::{Settings, StoreError};
use crate::ui::start::{show_start, show_study};

use super::Ending;
use super::arguments::CommandLine;
use super::context::Context;
use super::output;

/// Opens the study in `study`, or the one around the current folder.
pub fn run(context: &Context, study: Option<&Path>) -> Result<Ending> {
    let Some(study) = study else {
        return match context.root() {
            Err(StoreError::NoStudy(_)) if context.is_free() && is_on_terminal() => choose(context),
            root => show(context, &root?),
        };
    };
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
    let coder = coder(context, &mut settings)?;
    if settings.remember(root) {
        settings.save()?;
    }
    let ended = show_study(root, &context.places, settings, &coder)?;
    Ok(Ending::Screen(ended.code()))
}

/// Lets the person choose a study on the screen.
fn choose(context: &Context) -> Result<Ending> {
    let mut settings = Settings::load(&context.places)?;
    let coder = coder(context, &mut settings)?;
    let ended = show_start(&context.places, settings, &coder)?;
    Ok(Ending::Screen(ended.code()))
}

fn is_on_terminal() -> bool {
    std::io::stdin().is_terminal() && std::io::stdout().is_terminal()
}

/// Who codes; a person who never said so is asked.
fn coder(context: &Context, settings: &mut Settings) -> Result<String> {
    match context.coder() {
        Err(error) if is_nobody(&error) && std::io::stdin().is_terminal() => ask_who(settings),
        coder => coder,
    }
}

fn is_nobody(error: &anyhow::Error) -> bool {
    matches!(error.downcast_ref(), Some(StoreError::NoCoder))
}

/// Asks once and for all who codes; an empty answer takes what git knows.
fn ask_who(settings: &mut Settings) -> Result<String> {
    let proposed = name_from_git();
    loop {
        let proposal = proposed.as_ref().map_or(String::new(), |name| format!(" [{name}]"));
        let mut screen = std::io::stderr().lock();
        write!(screen, "Wie codeert? · Who codes?{proposal}: ")?;
        screen.flush()?;
        let mut answer = String::new();
        if std::io::stdin().read_line(&mut answer)? == 0 {
            return Err(StoreError::NoCoder.into());
        }
        let name = match (answer.trim(), &proposed) {
            ("", Some(name)) => name.clone(),
            (name, _) => name.to_owned(),
        };
        drop(screen);
        match check_coder(&name) {
            Ok(()) => {
                settings.set_coder(&name);
                settings.save()?;
                return Ok(name);
            }
            Err(error) => output::say(&error.to_string()),
        }
    }
}
