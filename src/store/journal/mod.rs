//! Journals: `codings/<coder>/<writer>.jsonl`, one event a line, only ever appended to.

mod read;
mod write;

pub use read::{JournalFile, ReadJournal, read_event, read_new_lines, set_torn_line_aside};
pub use write::{FileChange, Job, Notify, Writer, Written};

use std::fs;
use std::path::Path;

use uuid::Uuid;

use super::error::{Problem, StoreError};
use super::places::{Places, private_folder, private_options};
use super::settings::check_coder;

/// The journals under `codings/`: coder and path relative to the study, sorted; folders that are no coders are said.
pub fn list(root: &Path) -> (Vec<(String, Vec<String>)>, Vec<Problem>) {
    let mut coders = Vec::new();
    let mut problems = Vec::new();
    let Ok(entries) = fs::read_dir(root.join("codings")) else { return (coders, problems) };
    for entry in entries.flatten() {
        if !entry.file_type().is_ok_and(|kind| kind.is_dir()) {
            continue;
        }
        let Ok(name) = entry.file_name().into_string() else {
            problems.push(Problem::file("codings", "a folder's name is no UTF-8; rename it"));
            continue;
        };
        if name.starts_with('.') {
            continue;
        }
        if let Err(error) = check_coder(&name) {
            problems.push(Problem::file(format!("codings/{name}"), error.to_string()));
            continue;
        }
        let files = super::folder::files_below(root, &format!("codings/{name}"), &[".jsonl"]);
        coders.push((name, files));
    }
    coders.sort();
    (coders, problems)
}

/// The name of this machine's journals in this checkout; made at the first use.
///
/// # Errors
/// When the data folder cannot be written.
pub fn writer_name(places: &Places, root: &Path) -> Result<String, StoreError> {
    let folder = places.of_study(root);
    let path = folder.join("writer");
    if let Ok(name) = fs::read_to_string(&path) {
        let name = name.trim();
        if name.len() >= 8 && name.chars().all(|c| c.is_ascii_hexdigit()) {
            return Ok(name.to_owned());
        }
    }
    private_folder(&folder)?;
    let name = Uuid::now_v7().simple().to_string();
    // The tail of a v7 id is random; its head is the time.
    let name = name[20..].to_owned();
    let fail = |error| StoreError::io(&path, "write it", error);
    let mut file = private_options().write(true).truncate(true).open(&path).map_err(fail)?;
    std::io::Write::write_all(&mut file, name.as_bytes()).map_err(fail)?;
    file.sync_all().map_err(fail)?;
    Ok(name)
}
