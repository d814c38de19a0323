//! One file a format: what was chosen of a study goes to a sink, document by document, so that memory does not grow with
//! what is written.
//!
//! [`json`] and [`jsonl`] write the format of docs/export.md; [`Segment`] is one coding in it, also for the command line.
//! [`codebook`] writes the codes themselves, [`trail`] tells what was done.

pub mod annotations;
pub mod codebook;
pub mod csv;
mod error;
pub mod found;
pub mod json;
pub mod jsonl;
pub mod matrix;
mod parts;
pub mod qdpx;
pub mod report;
mod segment;
mod segments;
pub mod tidy;
pub mod trail;
pub mod xlsx;
mod xml;

pub use error::ExportError;
pub use parts::CodePart;
pub use segment::{MemoIndex, Segment};
pub use segments::Warnings;

use rustc_hash::FxHashSet;

use crate::index::codings::CodingRow;
use crate::index::{CodeSet, CodingTest};
use crate::model::Coding;
use crate::model::names::{CodeKey, CoderKey, CodingKey};
use crate::model::study::Study;

/// What to export of a study; empty lists narrow nothing.
#[derive(Clone, Debug, Default)]
pub struct Selection {
    /// Codes, each with whether those below it go along.
    pub codes: Vec<(CodeKey, bool)>,
    /// Coders.
    pub coders: Vec<CoderKey>,
    /// These codings alone.
    pub these: Option<FxHashSet<CodingKey>>,
    /// The query that found these, as it was written.
    pub query: Option<String>,
    /// Who hears how far it is.
    pub progress: Progress,
}

/// Who hears how many documents of how many are done.
#[derive(Clone, Copy, Debug, Default)]
pub struct Progress(pub Option<fn(usize, usize)>);

impl Progress {
    fn tell(self, done: usize, of: usize) {
        if let Some(tell) = self.0 {
            tell(done, of);
        }
    }
}

impl Selection {
    /// The codings that were chosen, in no order.
    pub fn chosen<'s>(&self, study: &'s Study) -> impl Iterator<Item = (CodingKey, &'s Coding)> + use<'s> {
        let test = self.test(study);
        study.codings().filter(move |(key, coding)| test.holds(&CodingRow::new(*key, coding)))
    }

    /// What a coding must be to be among them.
    fn test(&self, study: &Study) -> CodingTest {
        let mut tests = Vec::new();
        if !self.codes.is_empty() {
            let sets = self.codes.iter().map(|&(code, descendants)| CodeSet::of(study, code, descendants));
            tests.push(CodingTest::Any(sets.map(CodingTest::Codes).collect()));
        }
        if !self.coders.is_empty() {
            tests.push(CodingTest::Coders(self.coders.iter().copied().collect()));
        }
        if let Some(these) = &self.these {
            tests.push(CodingTest::These(these.clone()));
        }
        CodingTest::All(tests)
    }
}
