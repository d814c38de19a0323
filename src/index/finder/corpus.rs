//! The files that finding looks into, and one of them read.

use std::fs;
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use crate::model::document::{Document, split};
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::store::folder::Stamp;
use crate::text::Turns;

/// A file that changed less than this before it was read may change again without another time.
const TOO_FRESH: Duration = Duration::from_secs(2);

/// The documents of a study, as much as finding must know of them to read them on any thread.
#[derive(Clone, Debug)]
pub struct Corpus {
    root: PathBuf,
    files: Arc<[CorpusFile]>,
}

/// The file of a document.
#[derive(Clone, Debug)]
pub(super) struct CorpusFile {
    pub(super) document: DocumentKey,
    /// Relative to the study, with `/`.
    pub(super) path: String,
    speakers: Vec<String>,
    /// Of its text, in bytes, when the study was read.
    pub(super) length: u32,
}

impl Corpus {
    /// These documents of the study in `root`.
    pub fn new(root: &Path, documents: &[Document]) -> Self {
        let file = |document: &Document| CorpusFile {
            document: document.key,
            path: document.path.clone(),
            speakers: document.speaker_labels().into_iter().map(str::to_owned).collect(),
            length: document.text_length,
        };
        let mut files: Vec<CorpusFile> = documents.iter().map(file).collect();
        files.sort_unstable_by(|a, b| a.path.cmp(&b.path));
        Self { root: root.to_owned(), files: files.into() }
    }

    /// The folder of the study.
    pub(super) fn root(&self) -> &Path {
        &self.root
    }

    /// All files, by path.
    pub(super) fn files(&self) -> &[CorpusFile] {
        &self.files
    }

    /// Length of all texts, in bytes.
    pub(super) fn bytes(&self) -> u64 {
        self.files.iter().map(|file| u64::from(file.length)).sum()
    }

    /// The file as it is now; `None` when it is gone.
    pub(super) fn seen(&self, file: &CorpusFile) -> Option<Seen> {
        Stamp::of(&self.root.join(&file.path)).map(Seen::of)
    }

    /// Reads a text; `None` where that cannot be done, which the study says in its own place.
    pub(super) fn read(&self, file: &CorpusFile) -> Option<DocumentText> {
        let now = SystemTime::now();
        let mut bytes = Vec::new();
        let seen = self.bytes_of(&file.path, &mut bytes)?.unless_fresh(now);
        let text_start = text_in(&bytes)?.1;
        let mut text = String::from_utf8(bytes).ok()?;
        text.drain(..text_start as usize);
        let speakers: Vec<&str> = file.speakers.iter().map(String::as_str).collect();
        let turns = Turns::parse(&text, &speakers);
        Some(DocumentText { seen, hash: TextHash::of(&text), text_start, turns, text })
    }

    /// Reads the file with this path, relative to the study, over what is in `bytes`, and says how it looked before that.
    pub(super) fn bytes_of(&self, path: &str, bytes: &mut Vec<u8>) -> Option<Seen> {
        bytes.clear();
        let mut file = fs::File::open(self.root.join(path)).ok()?;
        let seen = Seen::of(Stamp::from_metadata(&file.metadata().ok()?));
        file.read_to_end(bytes).ok()?;
        u32::try_from(bytes.len()).ok()?;
        Some(seen)
    }
}

/// The text in the bytes of a file, and where in it it begins.
pub(super) fn text_in(bytes: &[u8]) -> Option<(&str, u32)> {
    let text = simdutf8::basic::from_utf8(bytes).ok()?;
    let start = split(text).text_start;
    Some((&text[start..], start as u32))
}

/// A text that was read.
pub(super) struct DocumentText {
    pub(super) seen: Seen,
    pub(super) hash: TextHash,
    pub(super) text_start: u32,
    pub(super) turns: Turns,
    pub(super) text: String,
}

/// A file's stamp as numbers: length, time in nanoseconds since 1970, number on the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Seen(pub(super) [u64; 3]);

impl Seen {
    /// Of a file that must be read again to know whether it changed: no file has this stamp.
    pub(super) const UNSURE: Self = Self([u64::MAX; 3]);

    fn of(stamp: Stamp) -> Self {
        let since = stamp.modified.and_then(|time| time.duration_since(UNIX_EPOCH).ok());
        match since.and_then(|since| u64::try_from(since.as_nanos()).ok()) {
            Some(time) => Self([stamp.length, time, stamp.inode]),
            None => Self::UNSURE,
        }
    }

    /// The same, unless it changed so lately that it may change again without another time.
    fn unless_fresh(self, now: SystemTime) -> Self {
        let [_, modified, _] = self.0;
        let until = UNIX_EPOCH
            .checked_add(Duration::from_nanos(modified))
            .and_then(|time| time.checked_add(TOO_FRESH));
        if until.is_none_or(|time| time > now) { Self::UNSURE } else { self }
    }

    /// True when a file that looks like `now` is the one that looked like this.
    pub(super) fn is_still(self, now: Self) -> bool {
        self == now && self != Self::UNSURE
    }
}
