//! One file a format: what was chosen of a study goes to a sink, document by document, so that memory does not grow with
//! what is written.
//!
//! [`json`] and [`jsonl`] write the format of docs/export.md; [`Segment`] is one coding in it, also for the command line.
//! [`codebook`] writes the codes themselves, [`trail`] tells what was done.

pub mod codebook;
mod error;
pub mod found;
pub mod json;
pub mod jsonl;
mod parts;
mod segment;
mod segments;
pub mod trail;

pub use error::ExportError;
pub use parts::CodePart;
pub use segment::{MemoIndex, Segment};
pub use segments::Warnings;

use rustc_hash::FxHashSet;

use crate::index::{CodeSet, CodingTest};
use crate::model::names::{CodeKey, CoderKey, CodingKey};
use crate::model::study::Study;

/// What to export of a study; empty lists narrow nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Selection {
    /// Codes, each with whether those below it go along.
    pub codes: Vec<(CodeKey, bool)>,
    /// Coders.
    pub coders: Vec<CoderKey>,
    /// These codings alone.
    pub these: Option<FxHashSet<CodingKey>>,
}

impl Selection {
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
