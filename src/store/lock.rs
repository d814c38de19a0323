//! One window writes a layer.
//!
//! The lock lies in the cache folder, never on the journal (other programs read and replace that) and never on a
//! network share. The system gives it up when the process ends, however it ends.

use std::fs::{File, TryLockError};
use std::io::{Read as _, Seek as _, Write as _};
use std::path::Path;
use std::time::Duration;

use super::error::StoreError;
use super::places::{private_folder, private_options};

/// How often a lock that is taken is asked for again, and how long we wait each time.
const TRIES: usize = 4;
const MOMENT: Duration = Duration::from_millis(10);

/// The right to write one layer of one checkout, for as long as it lives.
#[derive(Debug)]
pub struct Lock {
    _file: File,
}

/// What asking for the lock gave.
#[derive(Debug)]
pub enum Locked {
    /// It is ours.
    Ours(Lock),
    /// Another process has it; what it wrote of itself.
    Taken(String),
}

/// Asks for a lock.
///
/// # Errors
/// When the lock file cannot be made.
pub fn lock(path: &Path) -> Result<Locked, StoreError> {
    if let Some(folder) = path.parent() {
        private_folder(folder)?;
    }
    let fail = |error| StoreError::io(path, "lock this layer with it", error);
    let mut file = private_options().read(true).write(true).truncate(false).open(path).map_err(fail)?;
    match try_for_a_moment(&file) {
        Ok(()) => {
            let words = format!("process {}", std::process::id());
            let mut write = || {
                file.set_len(0)?;
                file.rewind()?;
                file.write_all(words.as_bytes())
            };
            write().map_err(fail)?;
            Ok(Locked::Ours(Lock { _file: file }))
        }
        Err(TryLockError::WouldBlock) => {
            let mut who = String::new();
            let _ = file.read_to_string(&mut who);
            Ok(Locked::Taken(if who.is_empty() { "another process".to_owned() } else { who }))
        }
        Err(TryLockError::Error(error)) => Err(fail(error)),
    }
}

/// A process that is just being started inherits our open files until it has become another program, so a lock that
/// was given up a moment ago can seem taken.
fn try_for_a_moment(file: &File) -> Result<(), TryLockError> {
    for _ in 0..TRIES {
        match file.try_lock() {
            Err(TryLockError::WouldBlock) => std::thread::sleep(MOMENT),
            answer => return answer,
        }
    }
    file.try_lock()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_second_is_told_who_has_it() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("locks/x.lock");
        let first = lock(&path).unwrap();
        assert!(matches!(first, Locked::Ours(_)));
        assert!(
            matches!(lock(&path).unwrap(), Locked::Taken(who) if who == format!("process {}", std::process::id()))
        );
        drop(first);
        assert!(matches!(lock(&path).unwrap(), Locked::Ours(_)));
    }
}
