//! Years of work against everything that can happen to them, as a program: `cargo run --example torture`.
//!
//! A round opens a study with a process that codes, undoes, recodes and edits the codebook, says what it is about to do and what is
//! done, and then something happens: it is killed, the disk is full, the clock jumps. Afterwards the study must open, hold
//! everything that was called done, nothing that was not asked for, and no half step. It is an example and no
//! program of the package, so that nobody installs it.
#![expect(clippy::unwrap_used, reason = "what is not as it should be here ends the program")]

mod child;
#[expect(dead_code, reason = "the integration tests use more of it")]
#[path = "../it/golden/dice.rs"]
mod dice;
mod ground;
mod ledger;
mod rounds;

use std::process::ExitCode;

use kantlijn::store::journal::faults;

/// Those before are in `cargo test`.
const FIRST_HISTORY: u64 = 10_000;

fn main() -> ExitCode {
    if child::runs() {
        return ExitCode::SUCCESS;
    }
    let mut arguments = std::env::args().skip(1);
    let number = |word: Option<String>| word.and_then(|word| word.parse::<usize>().ok());
    let rounds = number(arguments.next()).unwrap_or(2000);
    let seed = arguments.next().unwrap_or_else(|| "torture".to_owned());
    let mut told = rounds::run(rounds, &seed, &[], 1);
    // Below the journal, where a kill shows nothing: a disk that fails, cuts, and forgets what was not synced.
    let histories = 4 * rounds as u64;
    let forgotten = (0..histories).filter(|history| faults::lost(FIRST_HISTORY + history, true) > 0);
    told.lost.extend(forgotten.map(|history| format!("history {history} of a disk that fails and forgets")));
    println!("{histories:>6} histories of a disk that fails and forgets\n{told}");
    if told.lost.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
