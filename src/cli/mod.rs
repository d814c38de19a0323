//! The command line: every action that makes sense without a screen, for scripts and for people with a screen reader.
//!
//! One file a command. `context` opens the study, `output` keeps what files hold from steering the terminal. Exit codes:
//! 0 done, 1 found nothing (or `check` found something), 2 it could not be done, with the reason on standard error.

mod anchors;
mod arguments;
mod asking;
mod change;
mod check;
mod code;
mod codebook;
mod codes;
mod context;
mod demo;
mod docs;
mod documents;
mod edit;
mod export;
mod file;
mod find;
mod generate;
mod import;
mod index;
mod init;
mod log;
mod memo;
mod output;
mod picture;
mod place;
mod project;
mod recode;
mod redact;
mod restore;
mod screen;
mod show;
mod status;
mod table;
mod tabulate;
mod undo;
mod words;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Command, CommandLine};
use context::Context;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// It is done, or found something.
    Done,
    /// There was nothing to find; or, for a check, something was.
    Nothing,
    /// The screen ended with this exit code.
    Screen(u8),
}

/// Runs the command that the arguments of this process ask for.
pub fn run() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            let words = error.render().to_string();
            // A name that completion took from a folder can hold anything.
            if words.lines().all(|line| crate::text::sanitize(line) == line) {
                let _ = error.print();
            } else {
                output::say(words.trim_end());
            }
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match dispatch(line) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Nothing) => ExitCode::from(1),
        Ok(Ending::Screen(code)) => ExitCode::from(code),
        Err(error) if output::is_broken_pipe(&error) => ExitCode::SUCCESS,
        Err(error) => {
            output::complain(&format!("{error:#}"));
            ExitCode::from(2)
        }
    }
}

fn dispatch(line: CommandLine) -> anyhow::Result<Ending> {
    let context = Context::new(line.directory, line.coder);
    match line.command {
        None => screen::run(&context, line.study.as_deref()),
        Some(Command::Demo(arguments)) => demo::run(&context, &arguments),
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Import(arguments)) => import::run(&context, &arguments),
        Some(Command::Documents(arguments)) => documents::run(&context, &arguments),
        Some(Command::Show(arguments)) => show::run(&context, &arguments),
        Some(Command::Codes(arguments)) => codes::run(&context, &arguments),
        Some(Command::Codebook(arguments)) => codebook::run(&context, &arguments),
        Some(Command::Code(arguments)) => code::run(&context, &arguments),
        Some(Command::Mark(arguments)) => change::mark(&context, &arguments),
        Some(Command::Uncode(arguments)) => change::uncode(&context, &arguments),
        Some(Command::Edges(arguments)) => change::edges(&context, &arguments),
        Some(Command::Facet(arguments)) => change::facet(&context, &arguments),
        Some(Command::Recode(arguments)) => recode::recode(&context, &arguments),
        Some(Command::Join(arguments)) => recode::join(&context, &arguments),
        Some(Command::Star(arguments)) => change::star(&context, &arguments),
        Some(Command::Memo(arguments)) => memo::run(&context, &arguments),
        Some(Command::Status(arguments)) => status::run(&context, &arguments),
        Some(Command::Undo(arguments)) => undo::undo(&context, &arguments),
        Some(Command::Redo(arguments)) => undo::redo(&context, &arguments),
        Some(Command::Find(arguments)) => find::run(&context, &arguments),
        Some(Command::Table(arguments)) => tabulate::run(&context, &arguments),
        Some(Command::Export(arguments)) => export::run(&context, &arguments),
        Some(Command::Log(arguments)) => log::run(&context, &arguments),
        Some(Command::Edit(arguments)) => edit::run(&context, &arguments),
        Some(Command::Anchors(arguments)) => anchors::run(&context, &arguments),
        Some(Command::Check(arguments)) => check::run(&context, &arguments),
        Some(Command::Index(arguments)) => index::run(&context, &arguments),
        Some(Command::Redact(arguments)) => redact::run(&context, &arguments),
        Some(Command::Restore(arguments)) => restore::run(&context, &arguments),
        Some(Command::Generate(arguments)) => generate::run(&arguments),
        Some(Command::Docs(arguments)) => docs::run(&arguments),
        Some(Command::Picture(arguments)) => picture::run(&arguments),
    }
}
