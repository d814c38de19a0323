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

use crate::index::{CodeChoice, Filter};
use crate::model::names::{CodeKey, CoderKey, CodingKey};

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
    fn filter(&self) -> Filter {
        let codes = self.codes.iter().map(|&(code, descendants)| CodeChoice::Code { code, descendants });
        Filter { codes: codes.collect(), coders: self.coders.clone(), ..Filter::default() }
    }
}
