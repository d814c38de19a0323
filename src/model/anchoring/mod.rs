//! Where codings stand after the text of a document was changed.
//!
//! The rule above all: a coding is never placed on words that are not its own. In reading order: [`Hunks`] say how the
//! places of one text become those of the next; [`compare`] finds them where the old text is known. It takes the texts
//! apart (`tokens`), pairs their words (`align`), leaves out what could be chance (`runs`, `kept`), takes out and settles
//! what could be read in two ways (`doubt`, `gaps`), says what small changes were (`inline`), and writes down what remains
//! (`write`).
//! Where the old text is gone, [`recognise`] finds what can be found for sure by the words that codings remember, and
//! [`candidates`] offers places to choose from.

mod align;
mod candidates;
mod doubt;
mod gaps;
pub mod hunks;
mod inline;
mod kept;
mod runs;
mod tokens;
mod words;
mod write;

pub use candidates::{Candidate, candidates};
pub use hunks::{Hunk, Hunks, Mapped, Step, WrongHunks};
pub use words::recognise;

/// What was kept when one text became the other.
pub fn compare(old: &str, new: &str) -> Hunks {
    let pair = tokens::Pair::new(old, new);
    let places = runs::Runs::of(&pair);
    write::hunks(&pair, &places, &kept::kept(&pair, &places))
}

#[cfg(test)]
mod tests;
