//! All codings as a table of numbers that another thread can read while the study goes on.
//!
//! A part for each document, shared; when a coding is added, only the part of its document is made anew.

use std::sync::Arc;

use crate::model::facets::FacetsKey;
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::text::Span;

/// A coding that has a place, as its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodingRow {
    /// The passage, in bytes.
    pub span: Span,
    /// The coding.
    pub key: CodingKey,
    /// Its code; `None` for a mark.
    pub code: Option<CodeKey>,
    /// Whose it is.
    pub coder: CoderKey,
    /// Its facets.
    pub facets: FacetsKey,
    /// The state of the definition that it was made on.
    pub revision: Revision,
    /// Marked as important.
    pub important: bool,
}

/// The codings of one document, by place.
pub type Rows = Arc<[CodingRow]>;

/// The codings of a study at one moment; cloning it costs little.
#[derive(Clone, Debug, Default)]
pub struct CodingTable {
    /// The documents that have codings, with them.
    pub documents: Arc<Vec<(DocumentKey, Rows)>>,
}
