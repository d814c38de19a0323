//! What can go wrong with files, each a sentence with the place and the cure.

use std::fmt;
use std::path::{Path, PathBuf};

use crate::model::codebook::InTheWay;
use crate::model::edit::EditError;
use crate::model::trail::CannotUndo;

use super::check::Severity;

/// Why the store could not do something.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// No study here or above.
    #[error("there is no study in {} or above it; `kantlijn init DIR` makes one, -C DIR chooses one", .0.display())]
    NoStudy(PathBuf),
    /// A study is there already.
    #[error("{} is a study already; open it with `kantlijn {}`", .0.display(), .0.display())]
    StudyExists(PathBuf),
    /// `kantlijn.toml` cannot be read.
    #[error("{}: {why}; correct it in an editor", .path.display())]
    Config {
        /// The file.
        path: PathBuf,
        /// Line, column and what is wrong.
        why: String,
    },
    /// A text is not given to a document.
    #[error("{path} is left as it is: {why}")]
    TextMoved {
        /// The document's file.
        path: String,
        /// What is in the way, and what to do.
        why: &'static str,
    },
    /// A file operation failed.
    #[error("{}: cannot {doing} ({error}); {cure}", .path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What was tried.
        doing: &'static str,
        /// What the system said.
        error: std::io::Error,
        /// What to do.
        cure: &'static str,
    },
    /// A document's text is no UTF-8.
    #[error("{path}: byte {at} is no UTF-8; save the file as UTF-8 in an editor")]
    NotUtf8 {
        /// Path relative to the study.
        path: String,
        /// First bad byte, counting from 0.
        at: usize,
    },
    /// A text is too long.
    #[error("{path}: texts of 4 GiB and more cannot be coded; split the file")]
    TooLong {
        /// Path relative to the study.
        path: String,
    },
    /// A new document would lie where something is.
    #[error("{path} is there already and stays as it is; rename the new file")]
    DocumentExists {
        /// Path relative to the study.
        path: String,
    },
    /// The head of a document cannot be changed.
    #[error("{path}: {why}")]
    Head {
        /// Path relative to the study.
        path: String,
        /// What is wrong, and what to do.
        why: String,
    },
    /// A document is known from codings only.
    #[error("`{0}` is no document; `kantlijn documents` lists them")]
    NoDocument(String),
    /// The study can only be read.
    #[error("{0}")]
    ReadOnly(ReadOnly),
    /// A coder's name cannot be a folder's name.
    #[error("`{name}` cannot be a coder's name: {why}")]
    CoderName {
        /// The name.
        name: String,
        /// What is wrong with it.
        why: &'static str,
    },
    /// Nobody said who codes.
    #[error("who codes? say it with --coder NAME or KANTLIJN_CODER=NAME, or start `kantlijn` once to set it")]
    NoCoder,
    /// Nothing to undo or redo.
    #[error("nothing to {0}: this machine has {1} in layer `{2}`")]
    NothingTo(&'static str, &'static str, String),
    /// A step cannot be taken back or done again.
    #[error("cannot take it back: {0}")]
    CannotUndo(CannotUndo),
    /// An entry of the codebook is not what a change leaves from.
    #[error("cannot change the codebook: {entry} {why}")]
    CodebookMoved {
        /// The entry, such as "the code `grens`".
        entry: String,
        /// What is in the way, and what to do.
        why: String,
    },
    /// A codebook file cannot be changed.
    #[error("{}: {why}; correct the file, the change to it is kept and tried again", .path.display())]
    Family {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        why: String,
    },
    /// The folder of the study is no longer there.
    #[error("{}: the study is no longer there; put its folder or disk back: what you did is kept and tried again", .0.display())]
    StudyGone(PathBuf),
    /// A line of a journal would be too long.
    #[error(
        "this has {bytes} bytes, and a line of a journal holds {} at most; make it shorter",
        crate::model::event::LINE_AT_MOST
    )]
    TooMuch {
        /// Length of the line in bytes.
        bytes: usize,
    },
    /// A rule of the model.
    #[error(transparent)]
    Edit(#[from] EditError),
    /// The writing thread is gone.
    #[error("the journal {} is no longer being written; quit and start again: what was called done is safe", .0.display())]
    WriterGone(PathBuf),
}

impl StoreError {
    /// A failed file operation.
    pub fn io(path: &Path, doing: &'static str, error: std::io::Error) -> Self {
        let cure = match error.kind() {
            std::io::ErrorKind::NotFound => "check the path",
            std::io::ErrorKind::PermissionDenied => "check who owns it and its rights",
            std::io::ErrorKind::StorageFull
            | std::io::ErrorKind::QuotaExceeded
            | std::io::ErrorKind::FileTooLarge => "free some room on the disk",
            std::io::ErrorKind::ReadOnlyFilesystem => "copy the study to a disk that can be written",
            _ => "try again",
        };
        Self::Io { path: path.to_owned(), doing, error, cure }
    }
}

impl From<CannotUndo> for StoreError {
    /// Not as its source: its words stand in the sentence already.
    fn from(why: CannotUndo) -> Self {
        Self::CannotUndo(why)
    }
}

impl From<InTheWay> for StoreError {
    fn from(found: InTheWay) -> Self {
        let why = format!("{}; change it back by hand, or do what you want there by hand", found.what);
        Self::CodebookMoved { entry: found.place.to_string(), why }
    }
}

/// Why a study can only be read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReadOnly {
    /// Another window writes this layer.
    OtherWindow {
        /// The layer.
        coder: String,
        /// What the other window wrote into the lock: its process.
        who: String,
    },
    /// The study is of a newer format.
    NewerFormat {
        /// Its format.
        format: u32,
    },
    /// It was opened for reading.
    Asked,
}

impl fmt::Display for ReadOnly {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::OtherWindow { coder, who } => {
                write!(
                    f,
                    "layer `{coder}` is open for writing in another window ({who}); close that one first"
                )
            }
            Self::NewerFormat { format } => {
                write!(
                    f,
                    "the study has format {format}, newer than this program; update kantlijn to change it"
                )
            }
            Self::Asked => {
                f.write_str("the study was opened for reading only; choose a coder with --coder NAME")
            }
        }
    }
}

/// Something that is wrong with a file of the study while the rest of it loads.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// Path relative to the study.
    pub path: String,
    /// Line, counting from 1.
    pub line: Option<u64>,
    /// What is wrong and what to do.
    pub what: String,
    /// How bad it is.
    pub severity: Severity,
}

impl Problem {
    /// A problem with a whole file.
    pub fn file(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { path: path.into(), line: None, what: what.into(), severity: Severity::Error }
    }

    /// A problem with one line.
    pub fn line(path: impl Into<String>, line: u64, what: impl Into<String>) -> Self {
        Self { path: path.into(), line: Some(line), what: what.into(), severity: Severity::Error }
    }

    /// The same, as bad as this.
    #[must_use]
    pub fn severity(self, severity: Severity) -> Self {
        Self { severity, ..self }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}, line {line}: {}", self.path, self.what),
            None => write!(f, "{}: {}", self.path, self.what),
        }
    }
}
