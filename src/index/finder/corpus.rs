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
        let stamp = Stamp::of(&self.root.join(&file.path))?;
        let too_fresh = stamp
            .modified
            .is_none_or(|modified| modified.checked_add(TOO_FRESH).is_none_or(|time| time > now));
        let seen = if too_fresh { Seen::UNSURE } else { Seen::of(stamp) };
        let mut bytes = Vec::with_capacity(stamp.length as usize);
        let text_start = self.text(file, &mut bytes)?.1;
        let mut text = String::from_utf8(bytes).ok()?;
        text.drain(..text_start as usize);
        let speakers: Vec<&str> = file.speakers.iter().map(String::as_str).collect();
        let turns = Turns::parse(&text, &speakers);
        Some(DocumentText { seen, hash: TextHash::of(&text), text_start, turns, text })
    }

    /// Reads a text alone, over what is in `bytes`, and says where it begins in its file, in bytes.
    pub(super) fn text<'b>(&self, file: &CorpusFile, bytes: &'b mut Vec<u8>) -> Option<(&'b str, u32)> {
        bytes.clear();
        fs::File::open(self.root.join(&file.path)).ok()?.read_to_end(bytes).ok()?;
        u32::try_from(bytes.len()).ok()?;
        let text = std::str::from_utf8(bytes).ok()?;
        let start = split(text).text_start;
        Some((&text[start..], start as u32))
    }

    /// The file with this path.
    pub(super) fn file(&self, path: &str) -> Option<&CorpusFile> {
        let place = self.files.binary_search_by(|file| file.path.as_str().cmp(path)).ok()?;
        self.files.get(place)
    }
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

    /// True when a file that looks like `now` is the one that looked like this.
    pub(super) fn is_still(self, now: Self) -> bool {
        self == now && self != Self::UNSURE
    }
}
