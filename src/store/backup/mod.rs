//! Copies of the study's own files: journals, codebook, settings.
//!
//! Once a day of use, in the data folder, the last ten kept. Documents are not in them: they are large, never written by
//! the program, and belong to git or to whatever else keeps the folder. A copy is made beside its place and renamed when it
//! is whole, so one that is listed is one that is good.

mod compare;
#[cfg(test)]
mod tests;

pub use compare::{Compared, Difference, Restored};

use std::fs;
use std::path::{Path, PathBuf};
use std::thread::JoinHandle;

use jiff::ZonedDateTime;

use super::error::StoreError;
use super::folder::{STUDY_FILE, files_below};
use super::places::{Places, private_folder, sync_folder};

/// How many copies of each kind are kept: those of a day, and those made before something was put back.
const KEPT: usize = 10;

/// A copy of the study's own files.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Backup {
    /// Its name: the day, with the time where it was made before something was put back.
    pub name: String,
    /// Its folder.
    pub folder: PathBuf,
}

/// A copy that is being made on a thread; letting go of it waits until it is made.
#[derive(Debug)]
pub(super) struct Making(Option<JoinHandle<Result<Option<Backup>, StoreError>>>);

impl Making {
    /// Begins today's copy, where there is none yet.
    pub(super) fn start(root: &Path, places: &Places) -> Self {
        let (root, places) = (root.to_owned(), places.clone());
        let day = ZonedDateTime::now().date().to_string();
        if folder_of(&places, &root).join(&day).is_dir() {
            return Self(None);
        }
        Self(Some(std::thread::spawn(move || make(&root, &places, &day))))
    }

    /// Why it could not be made, once that is known.
    pub(super) fn error(&mut self) -> Option<StoreError> {
        let thread = self.0.take_if(|thread| thread.is_finished())?;
        thread.join().ok()?.err()
    }
}

impl Drop for Making {
    fn drop(&mut self) {
        if let Some(thread) = self.0.take() {
            let _ = thread.join();
        }
    }
}

/// The copies of a study, the oldest first.
pub fn list(places: &Places, root: &Path) -> Vec<Backup> {
    let folder = folder_of(places, root);
    let entries = fs::read_dir(&folder).into_iter().flatten().flatten();
    let mut backups: Vec<Backup> = entries
        .filter(|entry| entry.path().is_dir())
        .filter_map(|entry| entry.file_name().into_string().ok())
        .filter(|name| name.starts_with(|c: char| c.is_ascii_digit()))
        .map(|name| Backup { folder: folder.join(&name), name })
        .collect();
    backups.sort_by(|a, b| a.name.cmp(&b.name));
    backups
}

/// Makes a copy that is named by this moment, as before something is put back.
///
/// # Errors
/// When it cannot be written; then there is none.
pub fn make_now(places: &Places, root: &Path) -> Result<Option<Backup>, StoreError> {
    make(root, places, &ZonedDateTime::now().strftime("%Y-%m-%d-%H%M%S").to_string())
}

/// The study's own files, relative to its folder, sorted.
pub(super) fn own_files(root: &Path) -> Vec<String> {
    let mut files: Vec<String> = [STUDY_FILE, ".gitattributes"]
        .into_iter()
        .filter(|file| root.join(file).is_file())
        .map(str::to_owned)
        .collect();
    files.extend(files_below(root, "codebook", &[".toml"]));
    files.extend(files_below(root, "codings", &[".jsonl"]));
    files.sort();
    files
}

fn folder_of(places: &Places, root: &Path) -> PathBuf {
    places.of_study(root).join("backups")
}

fn make(root: &Path, places: &Places, name: &str) -> Result<Option<Backup>, StoreError> {
    let folder = folder_of(places, root);
    private_folder(&folder)?;
    let fail = |error| StoreError::io(&folder, "keep a backup in it", error);
    // What a crash left behind goes with the next copy.
    for entry in fs::read_dir(&folder).map_err(fail)?.flatten() {
        if entry.file_name().to_string_lossy().starts_with(".part-") && is_old(&entry.path()) {
            let _ = fs::remove_dir_all(entry.path());
        }
    }
    let part = tempfile::Builder::new().prefix(".part-").tempdir_in(&folder).map_err(fail)?;
    for file in own_files(root) {
        copy(&root.join(&file), &part.path().join(&file))?;
    }
    let place = folder.join(name);
    match fs::rename(part.path(), &place) {
        Ok(()) => {}
        // Another window was quicker.
        Err(_) if place.is_dir() => return Ok(None),
        Err(error) => return Err(fail(error)),
    }
    // Renamed away: there is nothing left to remove.
    let _ = part.keep();
    sync_folder(&folder);
    forget_old(places, root);
    Ok(Some(Backup { name: name.to_owned(), folder: place }))
}

fn copy(from: &Path, to: &Path) -> Result<(), StoreError> {
    if let Some(folder) = to.parent() {
        private_folder(folder)?;
    }
    match fs::copy(from, to) {
        Ok(_) => {}
        // It went between being listed and being copied.
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(()),
        Err(error) => return Err(StoreError::io(from, "keep a backup of it", error)),
    }
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let private = fs::Permissions::from_mode(0o600);
        fs::set_permissions(to, private).map_err(|error| StoreError::io(to, "make it private", error))?;
    }
    fs::File::open(to)
        .and_then(|file| file.sync_all())
        .map_err(|error| StoreError::io(to, "write it to the disk", error))
}

/// Copies that are not finished after this long never will be.
fn is_old(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|found| found.modified());
    modified.is_ok_and(|then| then.elapsed().is_ok_and(|age| age.as_secs() > 3600))
}

fn forget_old(places: &Places, root: &Path) {
    let (days, moments): (Vec<Backup>, Vec<Backup>) =
        list(places, root).into_iter().partition(|backup| backup.name.len() == "2026-01-01".len());
    for kind in [days, moments] {
        for old in &kind[..kind.len().saturating_sub(KEPT)] {
            let _ = fs::remove_dir_all(&old.folder);
        }
    }
}
