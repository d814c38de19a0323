//! What can be wrong with an index. None of it is fatal: the index is set aside and made anew, and the texts themselves
//! are searched meanwhile.

use std::io;

use tantivy::TantivyError;

/// Why a part of the index does not serve.
#[derive(Debug)]
pub(super) enum Broken {
    /// It is not there.
    Missing,
    /// It was made by another version of the program, or is no index of ours.
    Foreign,
    /// It does not hold what was written.
    Damaged,
    /// It cannot be read or written.
    Io(io::Error),
    /// Not broken at all: nobody wants the result any more.
    Stopped,
}

impl From<io::Error> for Broken {
    fn from(error: io::Error) -> Self {
        match error.kind() {
            io::ErrorKind::NotFound => Self::Missing,
            io::ErrorKind::UnexpectedEof | io::ErrorKind::InvalidData | io::ErrorKind::InvalidInput => {
                Self::Damaged
            }
            _ => Self::Io(error),
        }
    }
}

impl From<TantivyError> for Broken {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::IoError(error) => Self::from(io::Error::new(error.kind(), error.to_string())),
            TantivyError::IncompatibleIndex(_) => Self::Foreign,
            _ => Self::Damaged,
        }
    }
}
