//! Why something cannot be exported.

use crate::store::StoreError;

/// Why an export stopped.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The sink refused.
    #[error("the export cannot be written ({0}); check the disk and the path")]
    Sink(#[from] std::io::Error),
    /// A journal changed between opening the study and reading a quote.
    #[error("{path} was changed while it was read; export again")]
    JournalChanged {
        /// Path relative to the study.
        path: String,
    },
    /// More than a sheet holds.
    #[error(
        "{count} segments are more than the {most} rows of a sheet; narrow them with --query, --code or --coder, or export csv"
    )]
    TooManyRows {
        /// Segments that were chosen.
        count: usize,
        /// Rows of a sheet without its head.
        most: usize,
    },
    /// A name that is no attribute.
    #[error("`{name}` is no attribute of any document; there are: {known}")]
    Attribute {
        /// As it was written.
        name: String,
        /// Those that are there.
        known: String,
    },
    /// The study cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Sink(error.into())
    }
}
