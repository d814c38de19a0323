//! Many events with everything in them: each journal is opened once, and read in pieces from its start to its end.

use std::collections::HashMap;
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::{Path, PathBuf};

use crate::model::event::{Event, ReadEvent, Wire};
use crate::model::record::Source;

use super::journal::JournalFile;
use super::open::OpenStudy;

/// How much of a journal is read at a time, in bytes.
const PIECE: usize = 1 << 16;

/// An event as its line says it.
#[derive(Clone, Debug, PartialEq)]
pub struct WrittenEvent {
    /// The event.
    pub event: Event,
    /// The reason for its transaction, where it carries that.
    pub why: Option<String>,
}

/// Reads events from the journals of a study; it may do so on another thread.
#[derive(Debug)]
pub struct EventReader {
    root: PathBuf,
    paths: Vec<String>,
    journals: HashMap<u32, Option<Piece>>,
}

/// An open journal and what was read of it last.
#[derive(Debug)]
struct Piece {
    file: File,
    /// Where it begins, in bytes of the file.
    start: u64,
    bytes: Vec<u8>,
}

impl OpenStudy {
    /// Reads events one after the other; cheap where they come nearly in the order in which they stand in their journals.
    pub fn event_reader(&self) -> EventReader {
        EventReader::new(&self.root, &self.journals)
    }
}

impl EventReader {
    /// A reader of these journals.
    pub(super) fn new(root: &Path, files: &[JournalFile]) -> Self {
        let paths = files.iter().map(|journal| journal.path.clone()).collect();
        Self { root: root.to_owned(), paths, journals: HashMap::new() }
    }

    /// The event at `source`; `None` when its line is no longer there or is of a kind that this version does not know.
    pub fn read(&mut self, source: Source) -> Option<WrittenEvent> {
        let (root, paths) = (&self.root, &self.paths);
        let journal = self.journals.entry(source.file).or_insert_with(|| {
            let file = File::open(root.join(paths.get(source.file as usize)?)).ok()?;
            Some(Piece { file, start: 0, bytes: Vec::new() })
        });
        let line = journal.as_mut()?.line(source)?;
        let line = line.strip_prefix("\u{feff}".as_bytes()).unwrap_or(line);
        let wire = Wire::parse(std::str::from_utf8(line.trim_ascii()).ok()?).ok()?;
        match wire.event().ok()? {
            ReadEvent::Known(event) => {
                Some(WrittenEvent { event: *event, why: wire.why.as_ref().map(|why| why.to_string()) })
            }
            ReadEvent::Unknown { .. } => None,
        }
    }
}

impl Piece {
    fn line(&mut self, source: Source) -> Option<&[u8]> {
        let length = source.length as usize;
        let inside = |piece: &Self| {
            let from = usize::try_from(source.offset.checked_sub(piece.start)?).ok()?;
            (from + length <= piece.bytes.len()).then_some(from)
        };
        if inside(self).is_none() {
            self.bytes.clear();
            self.start = source.offset;
            self.file.seek(SeekFrom::Start(source.offset)).ok()?;
            (&mut self.file).take(length.max(PIECE) as u64).read_to_end(&mut self.bytes).ok()?;
        }
        let from = inside(self)?;
        self.bytes.get(from..from + length)
    }
}
