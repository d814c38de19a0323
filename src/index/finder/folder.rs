//! Where the indexes of a study lie: a folder each, made under another name and then renamed, the newest one counts.
//!
//! Nothing in such a folder ever changes. Two windows may both make one: each builds in a folder of its own, and whoever
//! is last has made the newest. A folder whose maker died is known by its lock, which nobody holds any more.

use std::fs::{self, File, TryLockError};
use std::io;
use std::path::{Path, PathBuf};

use crate::store::places::{private_folder, private_options};

const READY: &str = "index-";
const UNFINISHED: &str = "unfinished-";
const LOCK: &str = ".lock";

/// The folder for all indexes of one study.
#[derive(Clone, Debug)]
pub(super) struct IndexFolder(PathBuf);

/// A folder in which an index is being made; taken away again unless it is published.
#[derive(Debug)]
pub(super) struct Unfinished {
    folder: PathBuf,
    lock_path: PathBuf,
    lock: Option<File>,
}

impl IndexFolder {
    pub(super) fn new(path: PathBuf) -> Self {
        Self(path)
    }

    /// The index that counts.
    pub(super) fn newest(&self) -> Option<PathBuf> {
        let mut ready: Vec<String> =
            self.names().into_iter().filter(|name| name.starts_with(READY)).collect();
        ready.sort_unstable();
        ready.pop().map(|name| self.0.join(name))
    }

    fn names(&self) -> Vec<String> {
        let entries = fs::read_dir(&self.0).into_iter().flatten().flatten();
        entries.filter_map(|entry| entry.file_name().into_string().ok()).collect()
    }

    /// Makes a folder for a new index, and takes away those that were never finished.
    pub(super) fn begin(&self) -> io::Result<Unfinished> {
        private_folder(&self.0).map_err(|error| io::Error::other(error.to_string()))?;
        self.remove_abandoned();
        let folder = self.0.join(format!("{UNFINISHED}{}", uuid::Uuid::now_v7().simple()));
        let lock_path = folder.with_extension(&LOCK[1..]);
        let lock = private_options().write(true).truncate(false).open(&lock_path)?;
        // Where files cannot be locked, a folder is at worst taken away by who else makes one at the same moment.
        let _ = lock.try_lock();
        let unfinished = Unfinished { folder, lock_path, lock: Some(lock) };
        fs::create_dir(&unfinished.folder)?;
        Ok(unfinished)
    }

    fn remove_abandoned(&self) {
        for name in self.names().into_iter().filter(|name| name.starts_with(UNFINISHED)) {
            let path = self.0.join(&name);
            let lock_path = path.with_extension(&LOCK[1..]);
            let held = match File::open(&lock_path) {
                Ok(lock) => matches!(lock.try_lock(), Err(TryLockError::WouldBlock)),
                Err(_) => false,
            };
            if !held {
                let _ = fs::remove_dir_all(path.with_extension(""));
                let _ = fs::remove_file(lock_path);
            }
        }
    }

    /// Takes away all finished indexes but `keep`. Who has one open goes on reading it, or it stays until nobody does.
    pub(super) fn remove_others(&self, keep: &Path) {
        for name in self.names().into_iter().filter(|name| name.starts_with(READY)) {
            let path = self.0.join(name);
            if path != keep {
                let _ = fs::remove_dir_all(path);
            }
        }
    }
}

impl Unfinished {
    /// The folder to write into.
    pub(super) fn path(&self) -> &Path {
        &self.folder
    }

    /// Gives the folder the name that makes it count, and says where it is now.
    pub(super) fn publish(mut self) -> io::Result<PathBuf> {
        // A new number: who finishes last has the newest.
        let name = format!("{READY}{}", uuid::Uuid::now_v7().simple());
        let path = self.folder.with_file_name(name);
        fs::rename(&self.folder, &path)?;
        self.forget();
        Ok(path)
    }

    fn forget(&mut self) {
        self.lock = None;
        let _ = fs::remove_file(&self.lock_path);
    }
}

impl Drop for Unfinished {
    fn drop(&mut self) {
        if self.lock.is_some() {
            let _ = fs::remove_dir_all(&self.folder);
            self.forget();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn who_finishes_last_has_the_newest_and_the_dead_are_cleared_away() {
        let home = tempfile::tempdir().unwrap();
        let folder = IndexFolder::new(home.path().join("index/x"));
        assert_eq!(folder.newest(), None);
        let (one, other) = (folder.begin().unwrap(), folder.begin().unwrap());
        let (one_path, other_path) = (one.path().to_owned(), other.path().to_owned());
        // Left by a process that was killed.
        let dead = home.path().join("index/x/unfinished-0");
        fs::create_dir(&dead).unwrap();
        fs::write(dead.with_extension("lock"), "").unwrap();
        let third = folder.begin().unwrap();
        assert!(one_path.exists() && other_path.exists(), "somebody is at work there");
        assert!(!dead.exists() && !dead.with_extension("lock").exists());
        drop(third);
        let second = other.publish().unwrap();
        let first = one.publish().unwrap();
        assert_eq!(folder.newest(), Some(first.clone()));
        folder.remove_others(&first);
        assert!(first.exists() && !second.exists());
        assert_eq!(folder.names().len(), 1);
    }
}
