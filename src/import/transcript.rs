//! What a reader finds in a file: one shape for all formats, before anything is decided about it.
//!
//! A reader turns bytes or decoded text into [`Found`] and decides nothing else: names of documents, merging and renaming of
//! speakers, attributes and the canonical text are made of it afterwards, in one place for all formats.

use super::encoding::Decoding;

/// Everything that was found in one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Found {
    /// The transcripts in the order of the file; most formats hold one.
    pub transcripts: Vec<Transcript>,
    /// What was left out, assumed or is doubtful; each a sentence that a person can act on.
    pub notes: Vec<String>,
    /// How the bytes were read as text; `None` for formats that hold no plain text. [`super::format::read`] fills it in, not
    /// the readers.
    pub decoding: Option<Decoding>,
}

/// One transcript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Transcript {
    /// What tells it from others of the same file (a respondent, a sheet, a tier); `None` where the file is one transcript.
    pub part: Option<String>,
    /// Its title, where the file says one.
    pub title: Option<String>,
    /// Its language as a tag such as `nl`, where the file says one.
    pub language: Option<String>,
    /// What else the file says about it: name and value, in the order of the file.
    pub attributes: Vec<(String, String)>,
    /// The lines of a head between two `---` that the file has itself, which stays as it is.
    pub head: Option<String>,
    /// What is said.
    pub body: Body,
}

/// What is said, with or without a structure of the file's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Body {
    /// Text without marked speakers: kept as it is; its turns are those that [`crate::text::Turns`] reads. Lines end with LF.
    Text(String),
    /// Turns that the file marks itself; the canonical text writes them one way for all formats.
    Utterances(Vec<Utterance>),
}

impl Body {
    /// True when nothing is said.
    pub fn is_blank(&self) -> bool {
        match self {
            Self::Text(text) => text.trim().is_empty(),
            Self::Utterances(said) => said.iter().all(|one| one.text.trim().is_empty()),
        }
    }
}

impl Default for Body {
    fn default() -> Self {
        Self::Text(String::new())
    }
}

/// What one speaker says without a break, or a heading.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Utterance {
    /// The speaker's label as the file has it, without colon and brackets; `None` where nobody is named.
    pub speaker: Option<String>,
    /// When it begins, in milliseconds from the start of the recording.
    pub start: Option<u64>,
    /// When it ends, likewise.
    pub end: Option<u64>,
    /// What is said, without label and time. Paragraphs are separated by LF; never a CR.
    pub text: String,
    /// 1 to 6 for a heading, which nobody says.
    pub heading: Option<u8>,
}
