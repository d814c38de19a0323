//! A question on its way to the thread that answers it.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::index::codings::CodingTable;
use crate::index::question::{CodingTest, Part, Question};
use crate::model::CoderKey;

use super::{Answered, Thing};

/// A question, with all that is needed to answer it.
#[derive(Clone, Debug)]
pub struct Ask {
    /// Rises with every question; answers to lower ones come too late.
    pub number: u64,
    /// What is asked.
    pub question: Question,
    /// The codings as they are now.
    pub codings: CodingTable,
    /// Where the counts are looked at: whose codings are counted by code.
    pub counted: Option<FxHashSet<CoderKey>>,
    /// True while the person types: the next letter may be there in a moment.
    pub typing: bool,
    /// The turns that its words fit best are wanted first.
    pub best_first: bool,
    /// Where one stood in the answer before: rows around it are wanted first.
    pub near: Option<Thing>,
}

/// Rows that are made before anybody asks for them, on each side of where one stands.
const ROWS: usize = 60;

impl Ask {
    /// The rows of its answer that are wanted first.
    pub fn first_rows(&self, answered: &Answered) -> Range<usize> {
        let here = self.near.and_then(|thing| answered.row_of(thing)).unwrap_or(0);
        here.saturating_sub(ROWS)..here + ROWS
    }

    /// How many rows are to be shown before the whole answer is there; none where one wants to stand further down or see the
    /// best ones, which only the whole answer knows.
    pub fn rows_to_begin_with(&self) -> Option<usize> {
        (self.near.is_none() && !self.best_first).then_some(ROWS)
    }
}

impl PartialEq for Ask {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// The same question about codings of these coders alone, unless it names coders itself.
pub fn narrowed(mut question: Question, coders: impl IntoIterator<Item = CoderKey>) -> Question {
    if !names_coders(&question.part) {
        question.narrow(&coders.into_iter().collect::<Vec<_>>());
    }
    question
}

/// True where the question says whose codings it wants.
pub fn names_coders(part: &Part) -> bool {
    match part {
        Part::Coding(test) => tests_coders(test),
        Part::Related { left, right, .. } => names_coders(left) || names_coders(right),
        Part::In(_, part) | Part::Not(part) => names_coders(part),
        Part::All(parts) | Part::Any(parts) => parts.iter().any(names_coders),
        Part::Text(_) | Part::Speakers(_) | Part::Documents(_) | Part::Memos { .. } => false,
    }
}

fn tests_coders(test: &CodingTest) -> bool {
    match test {
        CodingTest::Coders(_) => true,
        CodingTest::All(tests) | CodingTest::Any(tests) => tests.iter().any(tests_coders),
        CodingTest::Not(test) => tests_coders(test),
        _ => false,
    }
}

/// True where codings have a part in the question.
pub fn is_about_codings(part: &Part) -> bool {
    match part {
        Part::Coding(_) => true,
        Part::Memos { codings, .. } => !codings.is_empty(),
        Part::Related { left, right, .. } => is_about_codings(left) || is_about_codings(right),
        Part::In(_, part) | Part::Not(part) => is_about_codings(part),
        Part::All(parts) | Part::Any(parts) => parts.iter().any(is_about_codings),
        Part::Text(_) | Part::Speakers(_) | Part::Documents(_) => false,
    }
}
