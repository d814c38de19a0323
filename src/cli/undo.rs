//! `kantlijn undo` and `kantlijn redo`.

use anyhow::Result;
use clap::Args;
use uuid::Uuid;

use crate::export::trail::{Told, Tongue};
use crate::model::CoderKey;
use crate::model::trail::Entry;
use crate::store::{OpenStudy, StoreError};

use super::Ending;
use super::context::Context;
use super::output::{self, Output};

/// Take back the last things you did on this machine, one after the other
#[derive(Args, Debug)]
pub struct UndoArguments {
    /// How many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,

    /// This step of yours, whenever and on whatever machine it was done; `kantlijn log --json` gives it under `tx`
    #[arg(long, value_name = "TX", conflicts_with = "steps")]
    step: Option<Uuid>,
}

/// Do again what was taken back last
#[derive(Args, Debug)]
pub struct RedoArguments {
    /// How many steps
    #[arg(value_name = "N", default_value_t = 1, value_parser = clap::value_parser!(u32).range(1..))]
    steps: u32,

    /// This step of yours that was undone
    #[arg(long, value_name = "TX", conflicts_with = "steps")]
    step: Option<Uuid>,
}

/// Takes back.
pub fn undo(context: &Context, arguments: &UndoArguments) -> Result<Ending> {
    match arguments.step {
        Some(tx) => step(context, 1, "undone", |open| open.undo_step(tx)),
        None => step(context, arguments.steps, "undone", OpenStudy::undo),
    }
}

/// Does again.
pub fn redo(context: &Context, arguments: &RedoArguments) -> Result<Ending> {
    match arguments.step {
        Some(tx) => step(context, 1, "done again", |open| open.redo_step(tx)),
        None => step(context, arguments.steps, "done again", OpenStudy::redo),
    }
}

fn step(
    context: &Context,
    steps: u32,
    done: &str,
    one: impl Fn(&mut OpenStudy) -> Result<Uuid, StoreError>,
) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let mut told = Vec::new();
    for number in 0..steps {
        match one(&mut open) {
            Ok(tx) => told.push(format!("{done}: {}", step_in_words(&open, coder, tx))),
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

/// What a step did; of an undo and a redo, what they took back or did again.
fn step_in_words(open: &OpenStudy, coder: CoderKey, tx: Uuid) -> String {
    let study = &open.study;
    let first = study.layer(coder).and_then(|layer| layer.find(layer.events_of(tx).first()?.id));
    let Some(index) = first else { return String::new() };
    let entry = Entry { coder, index };
    let (subject, ..) = entry.subject(study);
    let written = subject.record(study).and_then(|record| open.event(record.source));
    let told = Told::of(study, subject);
    let told = written.map_or(told.clone(), |event| told.quoting(&event));
    Tongue::ids(study).step(entry, &told)
}
