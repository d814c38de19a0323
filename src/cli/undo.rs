//! `kantlijn undo` and `kantlijn redo`.

use anyhow::Result;
use clap::Args;
use uuid::Uuid;

use crate::store::{OpenStudy, StoreError};

use super::context::Context;
use super::output::{self, Output};
use super::{Ending, event};

/// Take back the last things you did on this machine, one after the other
#[derive(Args, Debug)]
pub struct UndoArguments {
    /// How many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

/// Do again what was taken back last
#[derive(Args, Debug)]
pub struct RedoArguments {
    /// How many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,
}

/// Takes back.
pub fn undo(context: &Context, arguments: &UndoArguments) -> Result<Ending> {
    step(context, arguments.steps, "undone", OpenStudy::undo)
}

/// Does again.
pub fn redo(context: &Context, arguments: &RedoArguments) -> Result<Ending> {
    step(context, arguments.steps, "done again", OpenStudy::redo)
}

fn step(
    context: &Context,
    steps: u32,
    done: &str,
    one: fn(&mut OpenStudy) -> Result<Uuid, StoreError>,
) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let mut told = Vec::new();
    for number in 0..steps {
        match one(&mut open) {
            Ok(tx) => told.push(format!("{done}: {}", event::transaction(&open, coder, tx))),
            // Some were there: as many as there were.
            Err(StoreError::NothingTo(..)) if number > 0 => {
                output::say(&format!("only {number} of {steps} were there"));
                break;
            }
            Err(error) => {
                open.wait()?;
                tell(&told)?;
                return Err(error.into());
            }
        }
        open.wait()?;
    }
    tell(&told)?;
    Ok(Ending::Done)
}

fn tell(told: &[String]) -> Result<()> {
    let mut output = Output::new();
    for line in told {
        output.text(line)?;
    }
    Ok(output.finish()?)
}
