//! Journals: `codings/<coder>/<writer>.jsonl`, one event a line, only ever appended to.

mod disk;
mod family;
#[doc(hidden)]
pub mod faults;
mod file;
mod read;
mod write;

pub use family::{FileChange, Pending, is_taken_away, parse as parse_family};
pub use read::{JournalFile, Mended, ReadJournal, read_event, read_new_lines, set_torn_line_aside};
pub use write::{Job, Notify, Writer, Written};

use std::fs;
use std::io::{ErrorKind, Read as _, Seek as _, Write as _};
use std::path::Path;

use uuid::Uuid;

use super::check::Severity;
use super::error::{Problem, StoreError};
use super::folder::{Below, look_below};
use super::places::{Places, private_folder, private_options, sync_folder};
use super::settings::check_coder;

/// The journals of a study.
#[derive(Debug, Default)]
pub struct Listed {
    /// Each coder with the paths of the journals, relative to the study; both sorted, copies with strange names last.
    pub coders: Vec<(String, Vec<String>)>,
    /// What stands under `codings/` and cannot be read as a journal.
    pub problems: Vec<Problem>,
}

/// Lists the journals under `codings/`.
pub fn list(root: &Path) -> Listed {
    let mut listed = Listed::default();
    let entries = match fs::read_dir(root.join("codings")) {
        Ok(entries) => entries,
        // Git keeps no empty folders.
        Err(error) if error.kind() == ErrorKind::NotFound => return listed,
        Err(error) => {
            let what = format!("this folder cannot be looked into ({error}); check its rights");
            listed.problems.push(Problem::file("codings", what));
            return listed;
        }
    };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let path = format!("codings/{}", name.to_string_lossy());
        if name.to_string_lossy().starts_with('.') {
            continue;
        }
        if !entry.path().is_dir() {
            if is_journal(&path) {
                let what =
                    "is a journal in no coder's folder and is not read; move it into the folder of its coder";
                listed.problems.push(Problem::file(path, what));
            }
            continue;
        }
        let Ok(name) = name.into_string() else {
            listed.problems.push(Problem::file(path, "the name is no UTF-8; rename the folder"));
            continue;
        };
        if let Err(error) = check_coder(&name) {
            listed.problems.push(Problem::file(path, format!("{error}; rename the folder")));
            continue;
        }
        let Below { mut files, folders, problems } = look_below(root, &path, &[".jsonl"]);
        files.sort_by_cached_key(|path| (has_strange_name(path), path.clone()));
        listed.problems.extend(problems);
        for folder in folders.into_iter().filter(|folder| is_journal(folder)) {
            let what = "is a folder, and a journal is a file; what stands in it is read all the same";
            listed.problems.push(Problem::file(folder, what).severity(Severity::Warning));
        }
        listed.coders.push((name, files));
    }
    listed.coders.sort();
    listed.problems.sort_by(|a, b| a.path.cmp(&b.path));
    listed
}

fn is_journal(path: &str) -> bool {
    path.to_lowercase().ends_with(".jsonl")
}

/// True for a name that no writer has: sync programs name copies like that.
pub fn has_strange_name(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or_default();
    let stem = name.strip_suffix(".jsonl").unwrap_or_default();
    stem.is_empty() || !stem.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_')
}

/// The name of this machine's journals in this checkout; `None` where it never wrote one.
pub fn known_writer(places: &Places, root: &Path) -> Option<String> {
    let name = fs::read_to_string(places.of_study(root).join("writer")).ok()?;
    is_writer_name(name.trim()).then(|| name.trim().to_owned())
}

/// The name of this machine's journals in this checkout; made at the first use.
///
/// # Errors
/// When the data folder cannot be written.
pub fn writer_name(places: &Places, root: &Path) -> Result<String, StoreError> {
    let folder = places.of_study(root);
    let path = folder.join("writer");
    private_folder(&folder)?;
    let fail = |error| StoreError::io(&path, "keep this machine's name for its journals in it", error);
    let mut file = private_options().read(true).write(true).truncate(false).open(&path).map_err(fail)?;
    // Two windows may start at once: the second takes the name that the first one made. Some network folders know no
    // locks; then two names may be made, and nothing is lost by that.
    let _ = file.lock();
    let mut name = String::new();
    if file.read_to_string(&mut name).is_ok() && is_writer_name(name.trim()) {
        return Ok(name.trim().to_owned());
    }
    // The tail of a v7 id is random; its head is the time.
    let name = Uuid::now_v7().simple().to_string()[20..].to_owned();
    file.set_len(0).and_then(|()| file.rewind()).map_err(fail)?;
    file.write_all(name.as_bytes()).and_then(|()| file.sync_all()).map_err(fail)?;
    sync_folder(&folder);
    Ok(name)
}

fn is_writer_name(name: &str) -> bool {
    (8..=64).contains(&name.len()) && name.bytes().all(|byte| byte.is_ascii_hexdigit())
}
