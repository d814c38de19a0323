//! The torture program in short: `cargo run --release --example torture` is the long form. `KANTLIJN_ROUNDS=500` makes more rounds.

#[path = "../../torture/child.rs"]
mod child;
#[path = "../../torture/ground.rs"]
mod ground;
#[path = "../../torture/ledger.rs"]
mod ledger;
#[path = "../../torture/rounds.rs"]
mod rounds;

use crate::golden::dice;

/// Does nothing when it is run as a test; else it is the process that is tortured.
#[test]
fn the_process_that_is_tortured() {
    child::runs();
}

#[test]
fn what_was_called_done_survives_and_nothing_else_appears() {
    let rounds = std::env::var("KANTLIJN_ROUNDS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(36);
    let harness = ["--exact", "safety::torture::the_process_that_is_tortured", "--nocapture"];
    let told = rounds::run(rounds, "short", &harness, 13);
    println!("{told}");
    assert!(told.lost.is_empty(), "{told}");
}
