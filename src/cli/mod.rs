//! The command line: every action that makes sense without a screen, for scripts and for people with a screen reader.
//!
//! One file a command. [`context`] opens the study, [`output`] keeps what files hold from steering the terminal. Exit codes:
//! 0 done, 1 found nothing (or `check` found something), 2 it could not be done, with the reason on standard error.

mod add;
mod arguments;
mod code;
mod codes;
mod context;
mod documents;
mod init;
mod output;
mod place;
mod screen;
mod show;
mod table;

use std::process::ExitCode;

use clap::Parser as _;

use arguments::{Command, CommandLine};
use context::Context;

/// How a command ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Ending {
    /// It is done, or found something.
    Done,
    /// There was nothing to find.
    #[expect(dead_code, reason = "find and check answer with it")]
    Nothing,
}

/// Runs the command that the arguments of this process ask for.
pub fn run() -> ExitCode {
    let line = match CommandLine::try_parse() {
        Ok(line) => line,
        Err(error) => {
            let _ = error.print();
            return ExitCode::from(if error.use_stderr() { 2 } else { 0 });
        }
    };
    match dispatch(line) {
        Ok(Ending::Done) => ExitCode::SUCCESS,
        Ok(Ending::Nothing) => ExitCode::from(1),
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
        Some(Command::Init(arguments)) => init::run(&arguments),
        Some(Command::Add(arguments)) => add::run(&context, &arguments),
        Some(Command::Documents(arguments)) => documents::run(&context, &arguments),
        Some(Command::Show(arguments)) => show::run(&context, &arguments),
        Some(Command::Codes(arguments)) => codes::run(&context, &arguments),
        Some(Command::Code(arguments)) => code::run(&context, &arguments),
    }
}
