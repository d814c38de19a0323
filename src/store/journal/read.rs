//! Reading journals: in pieces, with borrowed strings, keeping what is whole and naming what is not.

use std::fs::{self, File};
use std::io::{Read as _, Seek as _, SeekFrom};
use std::path::Path;

use rayon::prelude::*;

use crate::model::event::{Event, ReadEvent, Unreadable, Wire};
use crate::model::names::CoderKey;
use crate::model::record::Source;
use crate::model::study::Study;
use crate::store::check::Severity;
use crate::store::error::{Problem, StoreError};
use crate::store::folder::Stamp;
use crate::store::places::{Places, private_folder, private_options};

/// How much of a journal is in memory at a time.
const PIECE: usize = 4 << 20;

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
}

/// What reading found besides events.
#[derive(Debug, Default)]
pub struct ReadJournal {
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
    let mut buffer: Vec<u8> = Vec::new();
    // A coding's line has some 500 bytes.
    let fresh = file.stamp.map_or(0, |stamp| stamp.length.saturating_sub(file.read_to));
    study.reserve(file.coder, (fresh / 512) as usize);
    loop {
        let start = buffer.len();
        let want = PIECE.max(start);
        let read = (&mut input).take(want as u64).read_to_end(&mut buffer).map_err(fail)?;
        let whole = memchr::memrchr(b'\n', &buffer[start..]).map_or(0, |newline| start + newline + 1);
        if whole > 0 {
            take_lines(study, number, file, &buffer[..whole], &mut found);
            buffer.drain(..whole);
        }
        if read < want {
            break;
        }
    }
    found.rest = buffer;
    Ok(found)
}

fn take_lines(study: &mut Study, number: u32, file: &mut JournalFile, piece: &[u8], found: &mut ReadJournal) {
    let mut lines: Vec<(u64, &[u8])> = Vec::with_capacity(piece.len() / 256);
    let mut start = 0;
    for newline in memchr::memchr_iter(b'\n', piece) {
        lines.push((file.read_to + start as u64, &piece[start..newline]));
        start = newline + 1;
    }
    let parsed: Vec<Option<Result<Wire<'_>, Unreadable>>> =
        lines.par_iter().with_min_len(512).map(|(_, line)| parse_line(line)).collect();
    for ((offset, line), parsed) in lines.iter().zip(parsed) {
        file.lines += 1;
        let Some(parsed) = parsed else { continue };
        let source = Source { file: number, offset: *offset, length: line.len() as u32 };
        let taken = parsed.and_then(|wire| {
            found.unknown += u64::from(!wire.is_known());
            study.take_line(file.coder, &wire, source, file.own)
        });
        if let Err(why) = taken {
            let what = format!("this line {why}; it is skipped and kept, the rest is read");
            found.problems.push(Problem::line(&file.path, file.lines, what));
        }
    }
    file.read_to += piece.len() as u64;
}

/// `None` for a blank line.
fn parse_line(line: &[u8]) -> Option<Result<Wire<'_>, Unreadable>> {
    let line = line.strip_suffix(b"\r").unwrap_or(line);
    if line.is_empty() {
        return None;
    }
    Some(match std::str::from_utf8(line) {
        Ok(line) => Wire::parse(line),
        Err(_) => Err(Unreadable::Damaged("it is no UTF-8".to_owned())),
    })
}

/// Reads one event with its quote. `None` when the line is no longer where it was.
pub fn read_event(root: &Path, path: &str, source: Source) -> Option<Event> {
    let mut file = File::open(root.join(path)).ok()?;
    file.seek(SeekFrom::Start(source.offset)).ok()?;
    let mut line = vec![0; source.length as usize];
    file.read_exact(&mut line).ok()?;
    match Event::parse(std::str::from_utf8(&line).ok()?) {
        Ok(ReadEvent::Known(event)) => Some(*event),
        _ => None,
    }
}

/// Sets the torn last line of our own journal aside: its bytes go to the data folder, the journal ends at its last
/// newline. A whole event that only misses its newline gets it. Returns what to tell the person.
///
/// # Errors
/// When the bytes cannot be kept or the journal cannot be mended; then the journal is as it was.
pub fn set_torn_line_aside(
    root: &Path,
    places: &Places,
    file: &JournalFile,
    rest: &[u8],
) -> Result<Option<Problem>, StoreError> {
    if rest.is_empty() {
        return Ok(None);
    }
    let path = root.join(&file.path);
    let fail = |error| StoreError::io(&path, "mend its last line", error);
    if matches!(parse_line(rest), Some(Ok(_))) {
        let mut journal = fs::OpenOptions::new().append(true).open(&path).map_err(fail)?;
        std::io::Write::write_all(&mut journal, b"\n").map_err(fail)?;
        journal.sync_data().map_err(fail)?;
        return Ok(None);
    }
    let folder = places.of_study(root).join("torn");
    private_folder(&folder)?;
    let name = format!("{}-{}.txt", file.path.replace('/', "-"), file.read_to);
    let kept = folder.join(name);
    let keep = |error| StoreError::io(&kept, "keep a torn line in it", error);
    let mut output = private_options().append(true).open(&kept).map_err(keep)?;
    std::io::Write::write_all(&mut output, rest).map_err(keep)?;
    output.sync_all().map_err(keep)?;
    let journal = fs::OpenOptions::new().write(true).open(&path).map_err(fail)?;
    journal.set_len(file.read_to).map_err(fail)?;
    journal.sync_all().map_err(fail)?;
    let what = format!(
        "the last line was torn (a crash while writing) and is set aside in {}; what the screen called done is all there",
        kept.display()
    );
    Ok(Some(Problem::line(&file.path, file.lines + 1, what).severity(Severity::Warning)))
}
