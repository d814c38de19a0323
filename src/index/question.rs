//! A query with every name looked up: it owns all it needs, so that another thread can answer it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::facets::FacetsKey;
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::text::Span;

use super::condition::CodeSet;
use super::words::Wanted;

/// A query that can be answered.
#[derive(Clone, Debug)]
pub struct Question {
    /// What is asked.
    pub part: Part,
    /// What it gives unless the person wants the other.
    pub gives: Gives,
}

/// What a question gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Gives {
    /// Codings: a query of codes alone.
    Codings,
    /// Turns: every other query.
    Turns,
}

/// A part of a question. Each holds, or not, for a unit: a turn, unless [`Part::In`] says otherwise.
#[derive(Clone, Debug)]
pub enum Part {
    /// The unit's text holds this.
    Text(Wanted),
    /// A coding that meets the test touches the unit.
    Coding(CodingTest),
    /// A left thing that stands so to a right thing touches the unit.
    Related {
        /// What is given.
        left: Box<Part>,
        /// How it stands.
        relation: Relation,
        /// True to give the left things that stand so to no right thing.
        negated: bool,
        /// What it is compared with.
        right: Box<Part>,
    },
    /// The turn's speaker is one of these labels, in the documents named with them; `None` is a turn without a label.
    Speakers(FxHashSet<(DocumentKey, Option<String>)>),
    /// The unit is in one of these documents.
    Documents(FxHashSet<DocumentKey>),
    /// A memo that was asked for is about this: a coding, a passage, or the document as a whole.
    Memos {
        /// Codings with such a memo.
        codings: FxHashSet<CodingKey>,
        /// Passages with such a memo, in bytes.
        passages: Vec<(DocumentKey, Span)>,
        /// Documents with such a memo.
        documents: FxHashSet<DocumentKey>,
    },
    /// The part holds for a unit of this size, and that touches the turn.
    In(Unit, Box<Part>),
    /// All of these.
    All(Vec<Part>),
    /// Any of these.
    Any(Vec<Part>),
    /// Not this.
    Not(Box<Part>),
}

/// What `A B` must stand in together.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// A sentence.
    Sentence,
    /// A turn.
    Turn,
    /// A document.
    Document,
}

/// How one span stands to another in the same document; all spans are half-open bytes, and no span stands so to itself.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They share at least one byte.
    Overlaps,
    /// The left stands inside the right, or they are equal.
    Within,
    /// The right stands inside the left, or they are equal.
    Encloses,
    /// One ends where the other begins, white space aside.
    Meets,
    /// They share a turn, or at most this many turns lie from the one to the other.
    Near(u32),
    /// The left ends before the right begins, at most this many turns further on.
    Before(u32),
    /// The left begins after the right ends, at most this many turns further on.
    After(u32),
}

/// What one coding must be; compiled to sets of numbers.
#[derive(Clone, Debug)]
pub enum CodingTest {
    /// It has one of these codes, or is a mark.
    Codes(CodeSet),
    /// It is by one of these coders.
    Coders(FxHashSet<CoderKey>),
    /// Its facets are one of these sets of values.
    Facets(FxHashSet<FacetsKey>),
    /// It is marked as important.
    Important,
    /// Its code has another definition now than when it was made; the states are those of now.
    Redefined(FxHashMap<CodeKey, Revision>),
    /// It is one of these.
    These(FxHashSet<CodingKey>),
    /// All of these.
    All(Vec<CodingTest>),
    /// Any of these.
    Any(Vec<CodingTest>),
    /// Not this.
    Not(Box<CodingTest>),
}
