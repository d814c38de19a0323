//! What a journal needs of a disk, so that a test can put one under it that fails and forgets.

use std::fs::{self, File, OpenOptions};
use std::io::{self, Read, Seek as _, SeekFrom, Write as _};
use std::path::Path;

use crate::store::folder::Stamp;
use crate::store::places::sync_folder;

/// A disk with the one journal on it.
pub(super) trait Disk {
    /// An open journal.
    type File: DiskFile;

    /// Opens a file for reading and appending; it is made where it is not there.
    fn open(&self, path: &Path) -> io::Result<Self::File>;
    /// The file that a path leads to now.
    fn stamp(&self, path: &Path) -> Option<Stamp>;
    /// True where nothing is under this name; not where it may not be looked at.
    fn is_missing(&self, path: &Path) -> bool;
    /// Makes one folder.
    fn create_folder(&self, path: &Path) -> io::Result<()>;
    /// True where a folder is.
    fn is_folder(&self, path: &Path) -> bool;
    /// Makes new names in a folder last.
    fn sync_folder(&self, path: &Path);
}

/// A file that is open for reading and appending.
pub(super) trait DiskFile: Read {
    /// The file as it is now.
    fn stamp(&self) -> io::Result<Stamp>;
    /// Goes to this byte for the next reading.
    fn read_from(&mut self, start: u64) -> io::Result<()>;
    /// Writes at the end, whoever else wrote there; a failure may leave a part.
    fn append(&mut self, bytes: &[u8]) -> io::Result<()>;
    /// Makes what was written last; says at which byte this file's last writing ended.
    fn sync(&mut self) -> io::Result<u64>;
    /// Cuts the file.
    fn cut(&mut self, length: u64) -> io::Result<()>;
}

/// The disk of this machine.
pub(super) struct RealDisk;

impl Disk for RealDisk {
    type File = File;

    fn open(&self, path: &Path) -> io::Result<File> {
        OpenOptions::new().create(true).read(true).append(true).open(path)
    }

    fn stamp(&self, path: &Path) -> Option<Stamp> {
        Stamp::of(path)
    }

    fn is_missing(&self, path: &Path) -> bool {
        fs::metadata(path).is_err_and(|error| error.kind() == io::ErrorKind::NotFound)
    }

    fn create_folder(&self, path: &Path) -> io::Result<()> {
        fs::create_dir(path)
    }

    fn is_folder(&self, path: &Path) -> bool {
        path.is_dir()
    }

    fn sync_folder(&self, path: &Path) {
        sync_folder(path);
    }
}

impl DiskFile for File {
    fn stamp(&self) -> io::Result<Stamp> {
        Ok(Stamp::from_metadata(&self.metadata()?))
    }

    fn read_from(&mut self, start: u64) -> io::Result<()> {
        self.seek(SeekFrom::Start(start)).map(drop)
    }

    fn append(&mut self, bytes: &[u8]) -> io::Result<()> {
        self.write_all(bytes)
    }

    fn sync(&mut self) -> io::Result<u64> {
        self.sync_data()?;
        self.stream_position()
    }

    fn cut(&mut self, length: u64) -> io::Result<()> {
        self.set_len(length)
    }
}
