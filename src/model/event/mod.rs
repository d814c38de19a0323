//! Events: the lines of a journal.
//!
//! Everything that people do to a study is one of these. An event is never changed and never removed; undoing is
//! an event of its own. docs/format.md describes each line for other programs.

mod body;
mod entry;
mod line;
mod plain;
mod time;
mod wire;
mod write;

pub use line::Line;
pub(crate) use line::{CodingLine, Does};
pub use time::parse_time;
pub use wire::{ReadEvent, Unreadable, Wire};

use jiff::Timestamp;
use uuid::Uuid;

use super::anchoring::Hunks;
use super::codebook::{EntryChange, NewCode};
use super::hash::{Revision, TextHash};
use super::quote::Anchor;
use crate::text::Span;

/// The version of events that this program writes.
pub const VERSION: u32 = 1;

/// The highest place in the order that an event can have: the largest integer that every JSON reader keeps whole.
pub const HIGHEST_N: u64 = (1 << 53) - 1;

/// The longest line that a journal may hold, in bytes without its newline.
pub const LINE_AT_MOST: usize = 16 << 20;

/// One line of a journal.
#[derive(Clone, Debug, PartialEq)]
pub struct Event {
    /// Unique; also the id of the coding, mark or memo that the event makes.
    pub id: Uuid,
    /// One more than the highest in the study when it was written; order is (n, id).
    pub n: u64,
    /// The transaction it belongs to.
    pub tx: Uuid,
    /// How many events the transaction has.
    pub of: u32,
    /// When it was written, by that machine's clock.
    pub at: Timestamp,
    /// What was done.
    pub body: Body,
}

/// Values of facets: facet id and value ids (or free text), sorted by facet.
pub type Facets = Vec<(String, Vec<String>)>;

/// What an event does.
#[derive(Clone, Debug, PartialEq)]
pub enum Body {
    /// Gives a code to a passage.
    Code {
        /// The document's id.
        document: String,
        /// The passage.
        anchor: Anchor,
        /// The code's id.
        code: String,
        /// The state of the code's definition.
        revision: Revision,
        /// Values of facets that were given at once.
        facets: Facets,
    },
    /// Keeps a passage without a code.
    Mark {
        /// The document's id.
        document: String,
        /// The passage.
        anchor: Anchor,
    },
    /// Gives a coding another code, or the same one under its present definition. It gives a mark a code.
    Recode {
        /// The coding or mark.
        coding: Uuid,
        /// The code's id.
        code: String,
        /// The state of the code's definition.
        revision: Revision,
    },
    /// Takes a coding or a mark away.
    Uncode {
        /// The coding or mark.
        coding: Uuid,
    },
    /// Moves the edges of a coding or a mark.
    Reshape {
        /// The coding or mark.
        coding: Uuid,
        /// The document's id, where it is another one than before: codings follow their words into other documents.
        document: Option<String>,
        /// The new passage.
        anchor: Anchor,
    },
    /// Sets or, with no values, clears a facet of a coding.
    Facet {
        /// The coding.
        coding: Uuid,
        /// The facet's id.
        facet: String,
        /// Its values.
        values: Vec<String>,
    },
    /// Marks a coding or a mark as important, or takes that back.
    Star {
        /// The coding or mark.
        coding: Uuid,
        /// True for important.
        on: bool,
    },
    /// Writes a memo.
    Memo {
        /// What it is about.
        on: Target,
        /// Its type.
        kind: String,
        /// Its words.
        words: String,
    },
    /// Gives a memo other words or another type.
    MemoEdit {
        /// The memo.
        memo: Uuid,
        /// Its type.
        kind: String,
        /// Its words.
        words: String,
    },
    /// Takes a memo away.
    MemoDrop {
        /// The memo.
        memo: Uuid,
    },
    /// Says how far a coder is with a document.
    Status {
        /// The document's id.
        document: String,
        /// How far.
        status: Status,
    },
    /// Adds a code to a family file.
    CodeAdd {
        /// The family's id.
        family: String,
        /// The code.
        code: NewCode,
        /// The entry as it stands in the file, as TOML.
        after: String,
        /// The state of its definition.
        revision: Revision,
    },
    /// Changes entries of family files.
    CodeEdit {
        /// What became of each entry, in order.
        changes: Vec<EntryChange>,
    },
    /// Codebook entries that were found changed: made by hand or by another program.
    Seen {
        /// Code id and revision now; `None` for one that is gone.
        codes: Vec<(String, Option<Revision>)>,
    },
    /// Begins to split a code; it changes no coding.
    Split {
        /// The code's id.
        code: String,
        /// The ids of what it is split into.
        parts: Vec<String>,
    },
    /// Says how the places of a text became those of the next one.
    Revise {
        /// The document's id.
        document: String,
        /// The text before.
        from: TextHash,
        /// The text after.
        to: TextHash,
        /// The document that has the text after, where it is another one.
        into: Option<String>,
        /// What was kept.
        hunks: Hunks,
    },
    /// Says that words were taken back: they stand no more in the text after, in no quote and in no copy that could be
    /// reached.
    Redact {
        /// The document's id.
        document: String,
        /// The text before.
        from: TextHash,
        /// The text after.
        to: TextHash,
        /// The words, in bytes of the text before.
        spans: Vec<Span>,
    },
    /// Takes a transaction back; of an undo, that is a redo.
    Undo {
        /// The transaction.
        tx: Uuid,
    },
}

impl Body {
    /// The passage that the event is about, when it is about one.
    pub fn into_anchor(self) -> Option<Anchor> {
        match self {
            Self::Code { anchor, .. } | Self::Mark { anchor, .. } | Self::Reshape { anchor, .. } => {
                Some(anchor)
            }
            _ => None,
        }
    }

    /// The word under `do`.
    pub fn word(&self) -> &'static str {
        match self {
            Self::Code { .. } => "code",
            Self::Mark { .. } => "mark",
            Self::Recode { .. } => "recode",
            Self::Uncode { .. } => "uncode",
            Self::Reshape { .. } => "reshape",
            Self::Facet { .. } => "facet",
            Self::Star { .. } => "star",
            Self::Memo { .. } => "memo",
            Self::MemoEdit { .. } => "memo-edit",
            Self::MemoDrop { .. } => "memo-drop",
            Self::Status { .. } => "status",
            Self::CodeAdd { .. } => "code-add",
            Self::CodeEdit { .. } => "code-edit",
            Self::Seen { .. } => "seen",
            Self::Split { .. } => "split",
            Self::Revise { .. } => "revise",
            Self::Redact { .. } => REDACT,
            Self::Undo { .. } => "undo",
        }
    }
}

/// The kind of [`Body::Redact`]. It changes no state, so a program that does not know it misses nothing.
pub(crate) const REDACT: &str = "redact";

/// What a memo is about.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Target {
    /// The study.
    Study,
    /// A document, by id.
    Document(String),
    /// A coding or a mark; a memo on a passage is one on its mark.
    Coding(Uuid),
    /// A code, by id.
    Code(String),
}

/// How far a coder is with a document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Status {
    /// Not begun.
    #[default]
    Todo,
    /// Begun.
    Busy,
    /// Finished.
    Done,
}

impl Status {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Todo => "todo",
            Self::Busy => "busy",
            Self::Done => "done",
        }
    }

    /// The status with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Todo, Self::Busy, Self::Done].into_iter().find(|status| status.word() == word)
    }

    /// The one after this, round and round.
    #[must_use]
    pub fn next(self) -> Self {
        match self {
            Self::Todo => Self::Busy,
            Self::Busy => Self::Done,
            Self::Done => Self::Todo,
        }
    }
}

#[cfg(test)]
mod tests;
