//! Why something cannot be taken into a study.

use crate::model::lines::LineNote;

/// Why a file cannot be read; each says what, where and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// The file's name cannot be one in the corpus.
    #[error("its name leaves nothing to call the document by; rename it")]
    Name,
    /// No UTF-8.
    #[error("line {line}, byte {at} is no UTF-8; save it as UTF-8 in an editor, or convert it with iconv")]
    NotUtf8 {
        /// The line, counting from 1.
        line: usize,
        /// First bad byte, counting from 0.
        at: usize,
    },
    /// UTF-16.
    #[error("it is UTF-16; save it as UTF-8 in an editor, or convert it with iconv")]
    Utf16,
    /// A zero byte: no text at all.
    #[error("line {line}, byte {at} is zero, so it is no text; save it as plain text")]
    Zero {
        /// The line, counting from 1.
        line: usize,
        /// The byte, counting from 0.
        at: usize,
    },
    /// Its head is no YAML.
    #[error(
        "its head cannot be read ({why}); correct the lines between the two `---`, or put a blank line before them if they are text"
    )]
    Head {
        /// Line and what is wrong.
        why: String,
    },
    /// A project of another program, which is no file of text.
    #[error(
        "it is {format}, which comes in with all its documents and codings; take it in on the command line, with `kantlijn import FILE` and without --as"
    )]
    Project {
        /// The format, as people call it.
        format: &'static str,
    },
    /// No format at all.
    #[error("it is {what}, of which no text can be taken; save what is said in it as plain text (.txt)")]
    Unknown {
        /// What it looks like, with an article.
        what: String,
    },
    /// More than a transcript could be.
    #[error("it is {} MB, and files of more than {} MB are refused; split it", .size >> 20, .at_most >> 20)]
    TooLarge {
        /// Its size in bytes.
        size: u64,
        /// The largest size that is read, in bytes.
        at_most: u64,
    },
    /// A zip bomb, or what looks like one.
    #[error(
        "what is packed in it becomes more than {} MB, as in a file that is made to fill memory; unpack it and look at it before you import anything of it", .at_most >> 20
    )]
    Bomb {
        /// How much of it was read at most, in bytes.
        at_most: u64,
    },
    /// Entities that XML declares for itself.
    #[error(
        "line {line} declares an entity of its own (<!ENTITY), which a harmless file does not need; take that line out if you trust the file"
    )]
    Entities {
        /// The line, counting from 1.
        line: usize,
    },
    /// Encrypted.
    #[error("it is protected with a password; open it in the program that made it and save it without one")]
    Password,
    /// Damaged, or cut off.
    #[error(
        "it is damaged or cut off ({why}); get the file again, or open it in the program that made it and save it anew"
    )]
    Broken {
        /// What is wrong, without a capital and a full stop.
        why: String,
    },
    /// Pictures of pages.
    #[error(
        "its pages are pictures without text; have the text recognised first (OCR, with ocrmypdf for example) and look it over"
    )]
    Scanned,
    /// Nothing in it is text.
    #[error("it holds no text; look whether it is the right file")]
    Empty,
    /// Something must be chosen first.
    #[error("{what}; choose with {option}: {}", .choices.join(", "))]
    Choose {
        /// What is not clear.
        what: String,
        /// How it is said on the command line: `--tiers`.
        option: &'static str,
        /// What there is to choose from.
        choices: Vec<String>,
    },
    /// Rows of a table that cannot be taken.
    #[error("{}", .0.iter().map(|wrong| format!("line {}: {}", wrong.line, wrong.what)).collect::<Vec<_>>().join("\n"))]
    Rows(Vec<LineNote>),
    /// An id that another document has.
    #[error("its id `{id}` is also that of another document; give it another `id:` in its head")]
    IdTaken {
        /// The id.
        id: String,
    },
    /// Too long.
    #[error("texts of 4 GiB and more cannot be coded; split the file")]
    TooLong,
}

impl ImportError {
    /// Something that is wrong on a line of the file, counting from 1.
    pub(super) fn at(line: u64, what: impl Into<String>) -> Self {
        Self::Rows(vec![LineNote { line, what: what.into() }])
    }
}
