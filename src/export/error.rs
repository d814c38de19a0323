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
    /// The study cannot be read.
    #[error(transparent)]
    Store(#[from] StoreError),
}

impl From<serde_json::Error> for ExportError {
    fn from(error: serde_json::Error) -> Self {
        Self::Sink(error.into())
    }
}
