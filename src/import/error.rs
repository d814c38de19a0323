//! Why something cannot be taken into a study.

use crate::model::lines::LineNote;

/// Why a file cannot be read; each says what, where and what to do.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ImportError {
    /// Another format.
    #[error("`.{ending}` files cannot be read yet; save it as plain text (.txt) or Markdown (.md) in UTF-8")]
    Format {
        /// The ending, without its dot.
        ending: String,
    },
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
    /// Rows of a table that cannot be taken.
    #[error("{}", .0.iter().map(|wrong| format!("line {}: {}", wrong.line, wrong.what)).collect::<Vec<_>>().join("\n"))]
    Rows(Vec<LineNote>),
    /// Too long.
    #[error("texts of 4 GiB and more cannot be coded; split the file")]
    TooLong,
}
