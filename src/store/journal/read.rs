//! Reading journals: in pieces, with borrowed strings, keeping what is whole and naming what is not.

use std::fs::{self, File};
use std::io::{self, Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rayon::prelude::*;

use crate::model::event::{Event, LINE_AT_MOST, Line, ReadEvent, Unreadable, Wire};
use crate::model::layer::Taken;
use crate::model::names::CoderKey;
use crate::model::record::Source;
use crate::model::study::Study;
use crate::store::check::Severity;
use crate::store::error::{Problem, StoreError};
use crate::store::folder::Stamp;
use crate::store::places::{Places, private_folder, private_options, sync_folder};

/// How much of a journal is in memory at a time.
const PIECE: usize = 8 << 20;
/// So much of it is read while what stands before it is taken in.
const PART: usize = 1 << 20;
/// Fewer lines than this are not worth another thread.
const AT_LEAST: usize = 128;
/// Room is made for at most this many events before they are read: a file's length is only a claim.
const ROOM: u64 = 1 << 20;
/// So many bytes before the place up to which a journal was read are remembered.
const TAIL: usize = 96;
const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// A journal and how far it has been read.
#[derive(Clone, Debug)]
pub struct JournalFile {
    /// Path relative to the study.
    pub path: String,
    /// Whose it is.
    pub coder: CoderKey,
    /// True for the journal that this program writes.
    pub own: bool,
    /// The file when it was last looked at.
    pub stamp: Option<Stamp>,
    /// How far it has been read: just after the last newline.
    pub read_to: u64,
    /// Lines read so far.
    pub lines: u64,
    /// The last bytes before `read_to`: where they no longer stand there, the file was written anew.
    tail: Vec<u8>,
}

impl JournalFile {
    /// A journal that was not read yet.
    pub fn new(path: String, coder: CoderKey, own: bool) -> Self {
        Self { path, coder, own, stamp: None, read_to: 0, lines: 0, tail: Vec::new() }
    }

    /// Goes on by these bytes, which hold so many lines.
    pub fn went_on(&mut self, bytes: &[u8], lines: u64) {
        self.read_to += bytes.len() as u64;
        self.lines += lines;
        self.tail.extend_from_slice(&bytes[bytes.len().saturating_sub(TAIL)..]);
        self.tail.drain(..self.tail.len().saturating_sub(TAIL));
    }

    /// True when what was read still stands in the file, as far as its last bytes tell.
    pub fn still_begins_as_read(&self, root: &Path) -> bool {
        let mut found = vec![0; self.tail.len()];
        let read = File::open(root.join(&self.path)).and_then(|mut file| {
            file.seek(SeekFrom::Start(self.read_to - self.tail.len() as u64))?;
            file.read_exact(&mut found)
        });
        read.is_ok() && found == self.tail
    }
}

/// What reading found besides events.
#[derive(Debug, Default)]
pub struct ReadJournal {
    /// Events that were read.
    pub events: u64,
    /// Those among them that stood elsewhere already.
    pub again: u64,
    /// Damaged lines and the like.
    pub problems: Vec<Problem>,
    /// The bytes after the last newline.
    pub rest: Vec<u8>,
    /// Lines of kinds or versions that this program does not know.
    pub unknown: u64,
}

/// Reads what stands in a journal after `file.read_to` into the study, up to the last newline. Call
/// [`Study::settle`] afterwards.
///
/// # Errors
/// When the file cannot be read; what was read so far stays.
pub fn read_new_lines(
    root: &Path,
    study: &mut Study,
    number: u32,
    file: &mut JournalFile,
) -> Result<ReadJournal, StoreError> {
    let path = root.join(&file.path);
    let fail = |error| StoreError::io(&path, "read it", error);
    let mut found = ReadJournal::default();
    let mut input = File::open(&path).map_err(fail)?;
    file.stamp = input.metadata().ok().map(|found| Stamp::from_metadata(&found));
    input.seek(SeekFrom::Start(file.read_to)).map_err(fail)?;
    // A coding's line has some 500 bytes.
    let fresh = file.stamp.map_or(0, |stamp| stamp.length.saturating_sub(file.read_to));
    study.reserve(file.coder, (fresh / 512).min(ROOM) as usize);
    // Bytes of a line that is too long, already left behind.
    let mut skipped: u64 = 0;
    let mut piece = Piece::read(&mut input, &[], Vec::new()).map_err(fail)?;
    let mut spare = Vec::new();
    loop {
        if skipped > 0
            && let Some(newline) = memchr::memchr(b'\n', &piece.bytes)
        {
            file.read_to += std::mem::take(&mut skipped);
            file.went_on(&piece.bytes[..=newline], 1);
            found.problems.push(too_long(file, file.lines));
            piece.bytes.drain(..=newline);
        }
        let (lines, mut rest) = piece.whole_lines();
        if skipped > 0 || rest.len() > LINE_AT_MOST {
            skipped += rest.len() as u64;
            rest = &[];
        }
        let is_last = piece.is_last;
        let memory = std::mem::take(&mut spare);
        // While these are taken in, the next ones are fetched.
        let ((), next) = rayon::join(
            || take_lines(study, number, file, lines, &mut found),
            || if is_last { None } else { Some(Piece::read(&mut input, rest, memory)) },
        );
        let Some(next) = next else {
            found.rest = rest.to_vec();
            break;
        };
        spare = std::mem::replace(&mut piece, next.map_err(fail)?).bytes;
    }
    if skipped > 0 {
        found.problems.push(too_long(file, file.lines + 1));
    }
    if file.read_to == 0 && found.rest == BYTE_ORDER_MARK {
        found.rest.clear();
    }
    Ok(found)
}

/// Bytes of a journal that are in memory.
struct Piece {
    /// What was left of the piece before, and what was read behind it.
    bytes: Vec<u8>,
    /// Length of the first, in which no line ends.
    left: usize,
    /// True when the file has no more.
    is_last: bool,
}

impl Piece {
    /// Reads on, behind what is left of the piece before. `memory` is used for it.
    fn read(input: &mut File, left: &[u8], memory: Vec<u8>) -> io::Result<Self> {
        let mut bytes = memory;
        bytes.clear();
        bytes.extend_from_slice(left);
        let want = PIECE.max(left.len());
        let read = input.take(want as u64).read_to_end(&mut bytes)?;
        Ok(Self { bytes, left: left.len(), is_last: read < want })
    }

    /// The lines that end in it, and what stands behind the last of them.
    fn whole_lines(&self) -> (&[u8], &[u8]) {
        let from = self.left.min(self.bytes.len());
        let end = memchr::memrchr(b'\n', &self.bytes[from..]).map_or(0, |newline| from + newline + 1);
        self.bytes.split_at(end)
    }
}

fn too_long(file: &JournalFile, line: u64) -> Problem {
    let what =
        format!("this line is longer than {LINE_AT_MOST} bytes; it is skipped and kept, the rest is read");
    Problem::line(&file.path, line, what)
}

/// Whole lines of a journal, read but not taken in yet.
struct Part<'p> {
    bytes: &'p [u8],
    lines: Vec<PartLine<'p>>,
}

struct PartLine<'p> {
    /// Where it begins, in bytes of the file.
    offset: u64,
    /// Its length, in bytes without the newline.
    length: u32,
    /// `None` for a blank line.
    event: Option<Result<Line<'p>, Unreadable>>,
}

/// Takes lines in, part by part: while one is taken in, the next one is read.
fn take_lines(study: &mut Study, number: u32, file: &mut JournalFile, piece: &[u8], found: &mut ReadJournal) {
    let mut offset = file.read_to;
    let mut read: Option<Part<'_>> = None;
    for bytes in parts(piece) {
        let ((), part) = rayon::join(
            || {
                if let Some(part) = read.take() {
                    take(study, number, file, part, found);
                }
            },
            || read_part(bytes, offset),
        );
        offset += bytes.len() as u64;
        read = Some(part);
    }
    if let Some(part) = read {
        take(study, number, file, part, found);
    }
}

/// Cuts whole lines into parts of whole lines.
fn parts(piece: &[u8]) -> Vec<&[u8]> {
    let mut parts = Vec::new();
    let mut rest = piece;
    while rest.len() > PART {
        let end = memchr::memchr(b'\n', &rest[PART..]).map_or(rest.len(), |newline| PART + newline + 1);
        let (part, after) = rest.split_at(end);
        parts.push(part);
        rest = after;
    }
    if !rest.is_empty() {
        parts.push(rest);
    }
    parts
}

/// Reads lines on as many threads as there are.
fn read_part(bytes: &[u8], offset: u64) -> Part<'_> {
    let mut places: Vec<(usize, usize)> = Vec::with_capacity(bytes.len() / 256);
    let mut start = 0;
    for newline in memchr::memchr_iter(b'\n', bytes) {
        places.push((start, newline));
        start = newline + 1;
    }
    let read = |&(start, end): &(usize, usize)| {
        let offset = offset + start as u64;
        let line = &bytes[start..end];
        PartLine { offset, length: line.len() as u32, event: parse_line(line, offset, Line::parse) }
    };
    Part { bytes, lines: places.par_iter().with_min_len(AT_LEAST).map(read).collect() }
}

fn take(
    study: &mut Study,
    number: u32,
    file: &mut JournalFile,
    Part { bytes, lines }: Part<'_>,
    found: &mut ReadJournal,
) {
    for (place, PartLine { offset, length, event }) in (1..).zip(&lines) {
        let Some(event) = event else { continue };
        let source = Source { file: number, offset: *offset, length: *length };
        let taken = match event {
            Ok(line) => {
                found.unknown += u64::from(line.is_unknown);
                study.take_line(file.coder, line, source, file.own).map(|taken| (taken, line.id))
            }
            Err(why) => Err(why.clone()),
        };
        let why = match taken {
            Ok((Taken::Differs, id)) => {
                format!("has the id {id} of another event, and the first one counts")
            }
            Ok((taken, _)) => {
                found.events += 1;
                found.again += u64::from(taken == Taken::Again);
                continue;
            }
            Err(why) => why.to_string(),
        };
        let what = format!("this line {why}; it is skipped and kept, the rest is read");
        found.problems.push(Problem::line(&file.path, file.lines + place, what));
    }
    file.went_on(bytes, lines.len() as u64);
}

/// `None` for a blank line. A byte order mark, which some editors put at the start of a file, is none of its words.
fn parse_line<'l, T>(
    line: &'l [u8],
    offset: u64,
    parse: impl FnOnce(&'l str) -> Result<T, Unreadable>,
) -> Option<Result<T, Unreadable>> {
    let line = words_of(line, offset);
    if line.is_empty() {
        return None;
    }
    if line.len() > LINE_AT_MOST {
        return Some(Err(Unreadable::Damaged(format!("it is longer than {LINE_AT_MOST} bytes"))));
    }
    Some(match simdutf8::basic::from_utf8(line) {
        Ok(line) => parse(line),
        Err(_) => Err(Unreadable::Damaged("it is no UTF-8".to_owned())),
    })
}

fn words_of(line: &[u8], offset: u64) -> &[u8] {
    let line = if offset == 0 { line.strip_prefix(BYTE_ORDER_MARK).unwrap_or(line) } else { line };
    line.trim_ascii()
}

/// Reads one event with its quote. `None` when the line is no longer where it was.
pub fn read_event(root: &Path, path: &str, source: Source) -> Option<Event> {
    let mut file = File::open(root.join(path)).ok()?;
    file.seek(SeekFrom::Start(source.offset)).ok()?;
    let mut line = vec![0; source.length as usize];
    file.read_exact(&mut line).ok()?;
    match Event::parse(std::str::from_utf8(words_of(&line, source.offset)).ok()?) {
        Ok(ReadEvent::Known(event)) => Some(*event),
        _ => None,
    }
}

/// What was done to a torn last line.
#[derive(Debug)]
pub enum Mended {
    /// Nothing: another program is writing it this moment.
    No,
    /// It was a whole event and got its newline.
    Ended,
    /// It was set aside; what to tell the person.
    SetAside(Problem),
}

/// Sets the torn last line of our own journal aside: its bytes go to the data folder, the journal ends at its last
/// newline. A whole event that only misses its newline gets it.
///
/// # Errors
/// When the bytes cannot be kept or the journal cannot be mended; then the journal is as it was.
pub fn set_torn_line_aside(
    root: &Path,
    places: &Places,
    file: &JournalFile,
    rest: &[u8],
) -> Result<Mended, StoreError> {
    let path = root.join(&file.path);
    let fail = |error| StoreError::io(&path, "mend its last line", error);
    let ends_here = file.read_to + rest.len() as u64;
    if fs::metadata(&path).map_err(fail)?.len() != ends_here {
        // Then it is no line that was torn.
        return Ok(Mended::No);
    }
    if matches!(parse_line(rest, file.read_to, Wire::parse), Some(Ok(_))) {
        let mut journal = fs::OpenOptions::new().append(true).open(&path).map_err(fail)?;
        std::io::Write::write_all(&mut journal, b"\n").map_err(fail)?;
        journal.sync_data().map_err(fail)?;
        return Ok(Mended::Ended);
    }
    let folder = places.of_study(root).join("torn");
    private_folder(&folder)?;
    let name = format!("{}-{}.txt", file.path.replace('/', "-"), file.read_to);
    let kept = folder.join(name);
    let keep = |error| StoreError::io(&kept, "keep a torn line in it", error);
    let mut output = private_options().append(true).open(&kept).map_err(keep)?;
    std::io::Write::write_all(&mut output, rest).map_err(keep)?;
    output.sync_all().map_err(keep)?;
    sync_folder(&folder);
    let journal = fs::OpenOptions::new().write(true).open(&path).map_err(fail)?;
    journal.set_len(file.read_to).map_err(fail)?;
    journal.sync_all().map_err(fail)?;
    let what = format!(
        "the last line was torn (a crash while writing) and is set aside in {}; what the screen called done is all there",
        kept.display()
    );
    Ok(Mended::SetAside(Problem::line(&file.path, file.lines + 1, what).severity(Severity::Warning)))
}
