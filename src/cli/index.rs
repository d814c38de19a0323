//! `kantlijn index`: makes finding in large studies fast for commands, as the screen does by itself.

use std::io::IsTerminal as _;
use std::sync::atomic::{AtomicU64, Ordering};

use anyhow::Result;
use clap::Args;

use crate::index::Cancel;
use crate::index::finder::{Corpus, Finder, Progress};

use super::Ending;
use super::context::Context;
use super::output::{self, Output};
use super::words::counted;

/// Make the search index, or bring it up to date
///
/// The screen does this by itself. Finding works without it, too, and gives the same answers: it reads the texts then. The
/// index lies in the cache folder; deleting it loses nothing.
#[derive(Args, Debug)]
pub struct Arguments {}

/// Makes the index.
pub fn run(context: &Context, _: &Arguments) -> Result<Ending> {
    let open = context.read_texts()?;
    let cancel = Cancel::default();
    let corpus = Corpus::new(open.root(), open.study.documents());
    let mut finder = Finder::open(&corpus, open.places(), &cancel)?;
    if let Some(damaged) = finder.checked(&cancel)? {
        finder = damaged;
    }
    let was_there = !finder.wants_build();
    if !was_there {
        let percent = AtomicU64::new(0);
        let terminal = std::io::stderr().is_terminal();
        let tell = |now: Progress| {
            let done = (now.done * 100).checked_div(now.total).unwrap_or(100);
            // A line for each tenth: readable for a screen reader, and in a file.
            if terminal && done / 10 > percent.fetch_max(done, Ordering::Relaxed) / 10 {
                output::say(&format!("{done} % indexed"));
            }
        };
        finder = finder.build(&tell, &cancel)?;
    }
    let mut output = Output::new();
    let documents = finder.catalogue().documents().len();
    let turns = finder.catalogue().len() as usize;
    let how = if was_there { "was up to date" } else { "is made" };
    match finder.note() {
        Some(note) => output::warn(&note.to_string()),
        None => output.text(&format!(
            "the search index {how}: {}, {}",
            counted(documents, "document"),
            counted(turns, "turn")
        ))?,
    }
    output.finish()?;
    Ok(Ending::Done)
}
