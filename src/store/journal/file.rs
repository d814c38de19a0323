//! The journal file that this session appends to.
//!
//! Other programs replace files: git, sync programs, editors. So nothing is believed about the file that is open:
//! before and after each write the path must lead to it, lines begin on a line of their own whatever stood there
//! before, and when another file took the name, it gets the lines of this session that it does not hold.

use std::io::{BufRead as _, BufReader, Read as _};
use std::path::{Path, PathBuf};

use rustc_hash::FxHashSet;

use crate::model::event::LINE_AT_MOST;
use crate::store::error::StoreError;
use crate::store::folder::{STUDY_FILE, Stamp};

use super::disk::{Disk, DiskFile};

/// So many times in a row another file may take the name before we say so.
const TRIES: usize = 8;

/// The journal of this session.
pub(super) struct Journal<D: Disk> {
    disk: D,
    root: PathBuf,
    path: PathBuf,
    open: Option<D::File>,
    /// What this session wrote and called done: one string for each transaction.
    session: Vec<String>,
    /// True after a failed write: what reads like whole lines at the end may never reach the disk, newline included.
    doubtful: bool,
}

/// Lines that are safe.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Appended {
    /// Where they begin, in bytes of the file.
    pub(super) start: u64,
    /// The file right after.
    pub(super) stamp: Stamp,
    /// True when it is another file than the one that was written before.
    pub(super) replaced: bool,
}

impl<D: Disk> Journal<D> {
    /// The journal at `path` below `root`; it is opened and, if need be, made at the first write.
    pub(super) fn new(disk: D, root: PathBuf, path: &str) -> Self {
        Self { disk, path: root.join(path), root, open: None, session: Vec::new(), doubtful: false }
    }

    /// Writes the lines of a transaction and makes them last.
    pub(super) fn append(&mut self, lines: &mut String) -> Result<Appended, StoreError> {
        let mut replaced = false;
        for _ in 0..TRIES {
            replaced |= self.hold()?;
            let start = self.put(lines.as_bytes())?;
            if let Some(stamp) = self.still_there() {
                self.session.push(std::mem::take(lines));
                return Ok(Appended { start, stamp, replaced });
            }
        }
        self.open = None;
        let error = std::io::Error::other("another program replaces the file again and again");
        Err(StoreError::io(&self.path, "write it", error))
    }

    /// Looks whether the file still holds what this session wrote; when another file took its name, that one gets the
    /// lines that it lacks. True when it was another file.
    pub(super) fn look(&mut self) -> Result<bool, StoreError> {
        if self.session.is_empty() { Ok(false) } else { self.hold() }
    }

    /// Makes sure that the open file is the one that the path leads to, and that it holds this session's lines.
    fn hold(&mut self) -> Result<bool, StoreError> {
        if self.still_there().is_some() {
            return Ok(false);
        }
        self.open = None;
        let mut file = self.open_file()?;
        if self.session.is_empty() {
            self.open = Some(file);
            return Ok(false);
        }
        let missing = self.missing_in(&mut file)?;
        self.open = Some(file);
        // Who replaced the file need not have made it last.
        self.put(missing.as_bytes())?;
        self.disk.sync_folder(self.folder());
        Ok(true)
    }

    /// The open file's stamp, if the path leads to it.
    fn still_there(&self) -> Option<Stamp> {
        let open = self.open.as_ref()?.stamp().ok()?;
        let there = self.disk.stamp(&self.path)?;
        (there.inode == open.inode && there.length == open.length).then_some(open)
    }

    fn folder(&self) -> &Path {
        self.path.parent().unwrap_or(&self.root)
    }

    fn open_file(&self) -> Result<D::File, StoreError> {
        // Making the folders of a study whose disk was taken out would write onto another disk.
        if self.disk.is_missing(&self.root.join(STUDY_FILE)) {
            return Err(StoreError::StudyGone(self.root.clone()));
        }
        make_folders(&self.disk, &self.root, self.folder())?;
        let fresh = self.disk.is_missing(&self.path);
        let file = self.disk.open(&self.path);
        let file = file.map_err(|error| StoreError::io(&self.path, "open your journal", error))?;
        if fresh {
            self.disk.sync_folder(self.folder());
        }
        Ok(file)
    }

    /// The lines of this session that `file` does not hold.
    fn missing_in(&self, file: &mut D::File) -> Result<String, StoreError> {
        let fail = |error| StoreError::io(&self.path, "read it", error);
        let session = || self.session.iter().flat_map(|lines| lines.split_inclusive('\n'));
        let mut missing: FxHashSet<&[u8]> = session().map(str::as_bytes).collect();
        let length = file.stamp().map_err(fail)?.length;
        file.read_from(0).map_err(fail)?;
        let mut reader = BufReader::with_capacity(1 << 16, file.take(length));
        let mut line = Vec::new();
        let mut begins = true;
        while !missing.is_empty() {
            line.clear();
            let piece = LINE_AT_MOST as u64 + 2;
            if reader.by_ref().take(piece).read_until(b'\n', &mut line).map_err(fail)? == 0 {
                break;
            }
            let whole = line.ends_with(b"\n");
            if line.ends_with(b"\r\n") {
                line.truncate(line.len() - 2);
                line.push(b'\n');
            }
            if begins && whole {
                missing.remove(line.as_slice());
            }
            begins = whole;
        }
        Ok(session().filter(|line| missing.contains(line.as_bytes())).collect())
    }

    /// Appends whole lines and syncs; says where they begin. After a failure the file is as it was, as far as that can
    /// be had, and is opened anew the next time.
    fn put(&mut self, lines: &[u8]) -> Result<u64, StoreError> {
        let doing = "write your codings to it; they are kept in memory and tried again";
        let fail = |error| StoreError::io(&self.path, doing, error);
        let doubtful = self.doubtful;
        let Some(file) = &mut self.open else { return Ok(0) };
        let mut before = 0;
        let written = end_of(file).and_then(|(end, whole)| {
            before = end;
            let newline: &[u8] = if whole && !doubtful || lines.is_empty() { b"" } else { b"\n" };
            file.append(newline)?;
            file.append(lines)?;
            // Where it really went: another program may have appended as well.
            Ok(file.sync()?.saturating_sub(lines.len() as u64))
        });
        self.doubtful = written.is_err() || doubtful && lines.is_empty();
        if written.is_err() {
            cut_back(file, before, lines);
            self.open = None;
        }
        written.map_err(fail)
    }
}

/// Length of a file, and whether its last line is whole.
fn end_of(file: &mut impl DiskFile) -> std::io::Result<(u64, bool)> {
    let end = file.stamp()?.length;
    if end == 0 {
        return Ok((0, true));
    }
    let mut last = [0];
    file.read_from(end - 1)?;
    file.read_exact(&mut last)?;
    Ok((end, last == *b"\n"))
}

/// Takes a part of `lines` that a failed write left behind `before` away again; what anybody else wrote stays.
fn cut_back(file: &mut impl DiskFile, before: u64, lines: &[u8]) {
    let mut left = Vec::new();
    let read = file.read_from(before).and_then(|()| file.take(lines.len() as u64 + 2).read_to_end(&mut left));
    let ours = left.strip_prefix(b"\n").unwrap_or(&left);
    if read.is_ok() && !left.is_empty() && (lines.starts_with(&left) || lines.starts_with(ours)) {
        let _ = file.cut(before);
    }
}

/// Makes the folders between `root` and `folder`, and makes them last.
fn make_folders(disk: &impl Disk, root: &Path, folder: &Path) -> Result<(), StoreError> {
    let mut at = root.to_owned();
    for part in folder.strip_prefix(root).unwrap_or(Path::new("")) {
        let above = at.clone();
        at.push(part);
        match disk.create_folder(&at) {
            Ok(()) => disk.sync_folder(&above),
            Err(_) if disk.is_folder(&at) => {}
            Err(error) => return Err(StoreError::io(&at, "make this folder", error)),
        }
    }
    Ok(())
}
