//! A query with every name looked up: it owns all it needs, so that another thread can answer it.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::facets::FacetsKey;
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::text::Span;

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

impl Question {
    /// Asks for the codings of these coders alone, and for turns in which they coded what is asked for.
    pub fn narrow(&mut self, coders: &[CoderKey]) {
        let theirs = CodingTest::Coders(coders.iter().copied().collect());
        self.part.narrow(&theirs);
    }

    /// Gives codings, whatever it gives otherwise: where it asks for none, all that touch what it finds; of these coders, if
    /// there are any.
    pub fn give_codings(&mut self, coders: &[CoderKey]) {
        if self.gives == Gives::Turns && !coders.is_empty() {
            let theirs = Part::Coding(CodingTest::Coders(coders.iter().copied().collect()));
            let asked = std::mem::replace(&mut self.part, Part::All(Vec::new()));
            self.part = Part::All(vec![asked, theirs]);
        }
        self.gives = Gives::Codings;
    }

    /// What to mark in the turns that are shown: all texts that are asked for, but those that must not be there.
    pub fn wanted(&self) -> Vec<&Wanted> {
        let mut wanted = Vec::new();
        self.part.each_wanted(&mut wanted);
        wanted
    }
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

impl Part {
    /// What it gives: codings where all its parts that are no negations ask for codings and one at least does. Which
    /// documents are meant does not matter to that.
    pub fn gives(&self) -> Gives {
        let (mut codings, mut others) = (false, false);
        self.each_positive(&mut |part| match part {
            Self::Coding(_) => codings = true,
            Self::Related { left, .. } if left.gives() == Gives::Codings => codings = true,
            Self::Documents(_) => {}
            _ => others = true,
        });
        if codings && !others { Gives::Codings } else { Gives::Turns }
    }

    fn each_wanted<'p>(&'p self, wanted: &mut Vec<&'p Wanted>) {
        self.each_positive(&mut |part| match part {
            Self::Text(text) => wanted.push(text),
            Self::Related { left, .. } => left.each_wanted(wanted),
            _ => {}
        });
    }

    /// True where codings are asked for by what they are, where they overlap, and in which documents they stand: then no
    /// turn matters to the answer.
    pub fn is_about_codings_alone(&self) -> bool {
        match self {
            Self::Coding(_) => true,
            Self::Related { left, relation, right, .. } => {
                matches!(relation, Relation::Overlaps | Relation::Within | Relation::Encloses)
                    && left.is_about_codings_alone()
                    && right.is_about_codings_alone()
            }
            Self::Any(parts) => {
                !parts.is_empty()
                    && parts.iter().all(|part| !matches!(part, Self::All(_)) && part.is_about_codings_alone())
            }
            Self::All(parts) => {
                let mut others = parts.iter().filter(|part| !part.is_about_documents());
                others.next().is_some_and(Self::is_about_codings_alone) && others.next().is_none()
            }
            _ => false,
        }
    }

    /// True where a text can matter to the answer.
    pub(super) fn asks_for_text(&self) -> bool {
        match self {
            Self::Text(_) => true,
            Self::Related { left, right, .. } => left.asks_for_text() || right.asks_for_text(),
            Self::In(_, part) | Self::Not(part) => part.asks_for_text(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_for_text),
            Self::Coding(_) | Self::Memos { .. } | Self::Speakers(_) | Self::Documents(_) => false,
        }
    }

    /// True where a coding, or a memo on one, can matter to the answer.
    pub fn needs_codings(&self) -> bool {
        match self {
            Self::Coding(_) | Self::Memos { .. } => true,
            Self::Related { left, right, .. } => left.needs_codings() || right.needs_codings(),
            Self::In(_, part) | Self::Not(part) => part.needs_codings(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::needs_codings),
            Self::Text(_) | Self::Speakers(_) | Self::Documents(_) => false,
        }
    }

    /// True for a condition on documents alone.
    pub(super) fn is_about_documents(&self) -> bool {
        match self {
            Self::Documents(_) => true,
            Self::In(Unit::Document, part) | Self::Not(part) => part.is_about_documents(),
            Self::All(parts) | Self::Any(parts) => parts.iter().all(Self::is_about_documents),
            _ => false,
        }
    }

    /// Every test also asks for this.
    fn narrow(&mut self, test: &CodingTest) {
        match self {
            Self::Coding(own) => {
                let asked = std::mem::replace(own, CodingTest::Important);
                *own = CodingTest::All(vec![asked, test.clone()]);
            }
            Self::Related { left, right, .. } => {
                left.narrow(test);
                right.narrow(test);
            }
            Self::In(_, part) | Self::Not(part) => part.narrow(test),
            Self::All(parts) | Self::Any(parts) => parts.iter_mut().for_each(|part| part.narrow(test)),
            Self::Text(_) | Self::Speakers(_) | Self::Documents(_) | Self::Memos { .. } => {}
        }
    }

    /// Calls `tell` with each part that asks something by itself and is not negated; a relation is one part.
    pub(super) fn each_positive<'p>(&'p self, tell: &mut dyn FnMut(&'p Self)) {
        self.each_signed(true, tell);
    }

    fn each_signed<'p>(&'p self, positive: bool, tell: &mut dyn FnMut(&'p Self)) {
        match self {
            Self::All(parts) | Self::Any(parts) => {
                for part in parts {
                    part.each_signed(positive, tell);
                }
            }
            Self::Not(part) => part.each_signed(!positive, tell),
            Self::In(_, part) => part.each_signed(positive, tell),
            _ if positive => tell(self),
            _ => {}
        }
    }
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

/// How one thing stands to another in the same document: a coding, or a turn where a side is about no codings. Spans are
/// half-open bytes. No coding stands so to itself; a turn that both sides find does.
///
/// A turn is its spoken text where it must stand inside, and all of it, with label and time, everywhere else. What touches
/// no turn is never near, before or after anything.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Relation {
    /// They share at least one byte.
    Overlaps,
    /// The left stands inside the right, or they are equal.
    Within,
    /// The right stands inside the left, or they are equal.
    Encloses,
    /// One ends where the other begins; white space, labels and times between them do not count.
    Meets,
    /// From a turn of the one to a turn of the other are at most this many steps: 0 is the same turn, 1 the next.
    Near(u32),
    /// The left ends before the right begins, in the same turn or at most this many turns further on.
    Before(u32),
    /// The left begins after the right ends, in the same turn or at most this many turns further on.
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

/// Codes to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSet {
    /// Any code, but no mark.
    Any,
    /// No code: marks.
    Marks,
    /// One of these.
    These(FxHashSet<CodeKey>),
}

impl CodeSet {
    /// A code alone, or with all below it.
    pub fn of(study: &Study, code: CodeKey, descendants: bool) -> Self {
        let mut codes = FxHashSet::from_iter([code]);
        if descendants {
            codes.extend(study.codebook.with_descendants(code));
        }
        Self::These(codes)
    }
}
