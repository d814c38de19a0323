//! Reading the text of a document.

use std::fs;
use std::path::Path;
use std::sync::OnceLock;

use crate::model::document::{Document, split};
use crate::model::edit::TextOf;
use crate::model::hash::{TextHash, sha256};
use crate::model::names::DocumentKey;
use crate::text::{CodePoints, Lines, Span, Turns};

use super::error::StoreError;
use super::folder::Stamp;

/// A document's text as it stands in its file.
pub(super) struct Frozen {
    /// What stands after the front matter.
    pub(super) text: String,
    /// The file as it was read.
    pub(super) stamp: Option<Stamp>,
    /// How many lines of the file stand before the text.
    pub(super) lines_before: u64,
}

/// Reads a document's text and nothing that is derived from it.
///
/// # Errors
/// When the file cannot be read, is too long, or is no UTF-8.
pub(super) fn read_frozen(root: &Path, document: &Document) -> Result<Frozen, StoreError> {
    let path = root.join(&document.path);
    let stamp = Stamp::of(&path);
    let bytes = fs::read(&path).map_err(|error| StoreError::io(&path, "read it", error))?;
    if u32::try_from(bytes.len()).is_err() {
        return Err(StoreError::TooLong { path: document.path.clone() });
    }
    let mut file = String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 {
        path: document.path.clone(),
        at: error.utf8_error().valid_up_to(),
    })?;
    let start = split(&file).text_start;
    let lines_before = memchr::memchr_iter(b'\n', &file.as_bytes()[..start]).count() as u64;
    file.drain(..start);
    Ok(Frozen { text: file, stamp, lines_before })
}

/// A document's text with everything that is derived from it alone.
#[derive(Debug)]
pub struct LoadedText {
    /// The document.
    pub document: DocumentKey,
    /// The text: what stands after the front matter.
    pub text: String,
    /// SHA-256 of the text.
    pub sha256: [u8; 32],
    /// The short form of the same.
    pub hash: TextHash,
    /// Its turns.
    pub turns: Turns,
    /// The file as it was read.
    pub stamp: Option<Stamp>,
    code_points: OnceLock<CodePoints>,
    lines: OnceLock<Lines>,
}

impl LoadedText {
    /// Reads the text of `document`.
    ///
    /// # Errors
    /// When the file cannot be read, is too long, or is no UTF-8.
    pub fn read(root: &Path, document: &Document) -> Result<Self, StoreError> {
        let Frozen { text, stamp, .. } = read_frozen(root, document)?;
        Ok(Self::new(document.key, text, &document.speaker_labels(), stamp))
    }

    /// A text that is at hand.
    pub fn new(document: DocumentKey, text: String, speakers: &[&str], stamp: Option<Stamp>) -> Self {
        // Of equal cost, and for megabytes both can be felt.
        let (sha256, turns) = rayon::join(|| sha256(text.as_bytes()), || Turns::parse(&text, speakers));
        Self {
            document,
            sha256,
            hash: TextHash::from_sha256(&sha256),
            turns,
            text,
            stamp,
            code_points: OnceLock::new(),
            lines: OnceLock::new(),
        }
    }

    /// For [`crate::model::edit`].
    pub fn of(&self) -> TextOf<'_> {
        TextOf { document: self.document, text: &self.text, hash: self.hash }
    }

    /// A span of bytes as code points, 0-based and half-open.
    pub fn code_points(&self, span: Span) -> (u32, u32) {
        let points = self.points();
        (points.from_byte(&self.text, span.start), points.from_byte(&self.text, span.end))
    }

    /// A span of code points, 0-based and half-open, as bytes; `None` when it lies outside the text.
    pub fn from_code_points(&self, start: u32, end: u32) -> Option<Span> {
        let points = self.points();
        Some(Span::new(points.to_byte(&self.text, start)?, points.to_byte(&self.text, end)?))
    }

    fn points(&self) -> &CodePoints {
        self.code_points.get_or_init(|| CodePoints::new(&self.text))
    }

    /// The lines of the text, counting from 1.
    pub fn lines(&self) -> &Lines {
        self.lines.get_or_init(|| Lines::new(&self.text))
    }
}
