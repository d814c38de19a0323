//! What stands in a `.qde`, before anything is made of it.

use std::collections::BTreeMap;

use jiff::Timestamp;
use uuid::Uuid;

/// The file.
#[derive(Debug, Default)]
pub(super) struct Raw {
    pub name: String,
    pub origin: String,
    /// Who made it.
    pub user: Option<Uuid>,
    pub description: String,
    pub users: Vec<(Uuid, String)>,
    /// Parents before children.
    pub codes: Vec<RawCode>,
    pub variables: Vec<(Uuid, String)>,
    pub cases: Vec<RawCase>,
    pub sources: Vec<RawSource>,
    pub notes: Vec<RawSource>,
    /// What is linked with what.
    pub links: Vec<(Uuid, Uuid)>,
    pub sets: Vec<RawSet>,
    /// The notes on the project.
    pub note_refs: Vec<Uuid>,
    /// Elements that mean nothing here, with how many there are.
    pub others: BTreeMap<String, usize>,
}

#[derive(Debug, Default)]
pub(super) struct RawCode {
    pub guid: Option<Uuid>,
    pub name: String,
    pub color: String,
    pub is_container: bool,
    pub description: String,
    pub notes: Vec<Uuid>,
    pub parent: Option<usize>,
}

#[derive(Debug, Default)]
pub(super) struct RawCase {
    pub name: String,
    pub description: String,
    pub values: Vec<(Uuid, String)>,
    pub sources: Vec<Uuid>,
    /// Codes and selections that it names.
    pub others: usize,
}

#[derive(Debug, Default)]
pub(super) struct RawSet {
    pub guid: Option<Uuid>,
    pub name: String,
    pub description: String,
    pub codes: Vec<Uuid>,
    pub sources: Vec<Uuid>,
    pub notes: usize,
}

/// What a source is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// Text.
    #[default]
    Text,
    /// A PDF, perhaps with its text beside it.
    Pdf,
    /// A picture, perhaps with a text about it.
    Picture,
    /// Sound, perhaps with transcripts.
    Audio,
    /// Video, perhaps with transcripts.
    Video,
    /// What is said in sound or video.
    Transcript,
}

/// Where a text stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum TextAt {
    /// There is none.
    #[default]
    Nowhere,
    /// In the element itself.
    Inline(String),
    /// In a file.
    Path(String),
}

/// A source, or a note, which is made like one.
#[derive(Debug, Default)]
pub(super) struct RawSource {
    pub kind: Kind,
    /// Its GUID, and those of texts that stand for it.
    pub guids: Vec<Uuid>,
    pub name: String,
    pub user: Option<Uuid>,
    pub at: Option<Timestamp>,
    pub description: String,
    pub text: TextAt,
    /// True where it has formatted text as well.
    pub has_rich_text: bool,
    pub selections: Vec<RawSelection>,
    /// Codings of the whole.
    pub codings: Vec<RawCoding>,
    pub notes: Vec<Uuid>,
    pub values: Vec<(Uuid, String)>,
    /// Moments of a transcript, with their positions.
    pub moments: Vec<(Uuid, i64)>,
    /// Selections that are no text, and the codings on them.
    pub pieces: usize,
    /// Its codings on pieces.
    pub codings_on_pieces: usize,
}

#[derive(Debug, Default)]
pub(super) struct RawSelection {
    pub guid: Option<Uuid>,
    pub name: String,
    pub start: Option<i64>,
    pub end: Option<i64>,
    /// Where it stands, where that is no place in a text.
    pub page: Option<String>,
    /// The moments between which it stands.
    pub moments: (Option<Uuid>, Option<Uuid>),
    pub user: Option<Uuid>,
    pub at: Option<Timestamp>,
    pub description: String,
    pub codings: Vec<RawCoding>,
    pub notes: Vec<Uuid>,
}

#[derive(Debug, Default)]
pub(super) struct RawCoding {
    pub guid: Option<Uuid>,
    pub user: Option<Uuid>,
    pub at: Option<Timestamp>,
    pub code: Option<Uuid>,
    pub notes: Vec<Uuid>,
}
