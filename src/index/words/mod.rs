//! What is looked for in the text of a turn, and where in it it stands.
//!
//! Words are compared folded ([`crate::text::fold`]). A word is a run of letters, digits and marks; everything else stands
//! between words. So `zo'n` is two words, and looked for as a phrase of two. [`Matcher`] says of one turn what stands where;
//! every other way of finding words must agree with it;
//! [`Scan`] is the one that needs nothing but the texts.

mod distance;
mod lines;
mod matcher;
pub(super) mod near;
mod pattern;
mod piece;
mod scan;
mod stems;
#[cfg(test)]
mod tests;
mod tokens;

pub use matcher::{Matcher, Scratch, Spelt};
pub use pattern::{Alone, Pattern, PatternError};
pub use piece::Piece;
pub use scan::{Leaf, Scan, Scanned};
pub use stems::{Form, Stems};

/// A thing to look for in the spoken text of a turn; labels and times are no text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wanted {
    /// Words in their order, or near each other.
    Phrase(Phrase),
    /// A regular expression on the exact text; it never reaches over the end of a turn.
    Pattern(Pattern),
}

/// Words that stand in this order, or near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, at least one.
    pub words: Vec<WordWanted>,
    /// At 0 the words stand behind one another in their order. Above it they stand in any order, each at a place of its own,
    /// and between the first and the last of them stand at most this many other words: `"taal doelen"~3` holds where both
    /// are among five words on end.
    pub slop: u32,
    /// The words as they must be spelled, one each, where capitals and accents matter (`=Toets`): the whole word for
    /// [`WordWanted::Is`], the part that is wanted for a beginning, an end or a middle; of no use for the others.
    pub exact: Option<Vec<String>>,
}

/// One word of a phrase; everything in it is folded.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WordWanted {
    /// This word.
    Is(String),
    /// `grens*`
    Starts(String),
    /// `*werk`
    Ends(String),
    /// `*werk*`
    Holds(String),
    /// `mentor~1`: at most this many letters put in, left out, replaced, or two neighbours exchanged (no letter twice).
    Near(String, u8),
    /// `~begeleiden`: one of these forms, sorted.
    OneOf(Vec<String>),
}
