//! What is looked for in the text of a turn, and where in it it stands.
//!
//! Words are compared folded: composed, without accents, in lower case. A word is a run of letters, digits and marks;
//! everything else stands between words. So `zo'n` is two words, and looked for as a phrase of two.

use std::sync::Arc;

/// A thing to look for in the spoken text of a turn; labels and times are no text.
#[derive(Clone, Debug)]
pub enum Wanted {
    /// Words in their order.
    Phrase(Phrase),
    /// A regular expression on the exact text; it never reaches over the end of a turn.
    Pattern(Arc<regex::Regex>),
}

/// Words that stand in this order, or near each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Phrase {
    /// The words, at least one.
    pub words: Vec<WordWanted>,
    /// How many words may stand between them in all; above 0 their order is free.
    pub slop: u32,
    /// The words as they must be spelled, one each, where capitals and accents matter (`=Toets`).
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
    /// `mentor~1`: at most this many letters put in, left out or replaced.
    Near(String, u8),
    /// `~begeleiden`: one of these forms, sorted.
    OneOf(Vec<String>),
}
