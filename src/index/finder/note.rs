//! What there is to say about the index, in one line at most.

use thiserror::Error;

/// Why the index was made anew, or is not there. Nothing is lost by any of it.
#[derive(Clone, Debug, PartialEq, Eq, Error)]
pub enum IndexNote {
    /// Files of the index did not hold what was written; they are taken away, and the next build makes it anew.
    #[error("the search index was damaged and is made anew; searching reads the texts themselves meanwhile")]
    Damaged,
    /// The index is of another version of the program, or none of ours.
    #[error(
        "the search index is of another version and is made anew; searching reads the texts themselves meanwhile"
    )]
    OtherVersion,
    /// The index cannot be read.
    #[error("the search index cannot be read ({0}); searching reads the texts themselves")]
    Unreadable(String),
    /// There is no place for an index; a small one stands in memory.
    #[error("the search index cannot be written ({0}); it is made in memory each time")]
    InMemory(String),
    /// There is no place for an index, and the texts are too many for memory.
    #[error(
        "the search index cannot be written ({0}); searching reads the texts themselves, which takes longer"
    )]
    NoPlace(String),
}
