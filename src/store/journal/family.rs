//! Codebook files that change with a transaction. The event is safe first, the file follows; what is not done when the
//! program is stopped between the two stands in a small file of the person's, and is done at the next start.

use std::collections::BTreeSet;
use std::fs;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use uuid::Uuid;

use crate::model::codebook::{EntryChange, FamilyFile};
use crate::store::error::StoreError;
use crate::store::folder::Stamp;
use crate::store::places::{private_folder, write_whole};

/// So often a file is read again that another program changes while it is being changed.
const TRIES: usize = 3;

/// A codebook file to be changed once the event is safe. It is read when its turn comes: people edit it meanwhile.
#[derive(Clone, Debug)]
pub struct FileChange {
    /// The file.
    pub path: PathBuf,
    /// What stands in it when it is not there yet.
    pub new: String,
    /// What is done to it.
    pub changes: Vec<EntryChange>,
}

impl FileChange {
    /// Does it; an entry that is as it should be is left, and so is one that says something else by now: those are said.
    ///
    /// # Errors
    /// When the file cannot be read or written.
    pub fn carry_out(&self) -> Result<Vec<String>, StoreError> {
        for _ in 1..TRIES {
            if let Some(said) = self.attempt(false)? {
                return Ok(said);
            }
        }
        Ok(self.attempt(true)?.unwrap_or_default())
    }

    /// `None` when the file was changed meanwhile and nothing was done.
    fn attempt(&self, last: bool) -> Result<Option<Vec<String>>, StoreError> {
        let path = &self.path;
        let stamp = Stamp::of(path);
        let (toml, there) = match fs::read_to_string(path) {
            Ok(toml) => (toml, true),
            Err(error) if error.kind() == ErrorKind::NotFound => (self.new.clone(), false),
            Err(error) => return Err(StoreError::io(path, "read it", error)),
        };
        let mut file = parse(path, &toml)?;
        let mut said = Vec::new();
        for change in &self.changes {
            if let Err(error) = file.apply(change) {
                said.push(error.to_string());
            }
        }
        let after = file.to_string();
        if after == toml && there {
            return Ok(Some(said));
        }
        if Stamp::of(path) != stamp && !last {
            return Ok(None);
        }
        if is_taken_away(&self.changes) && file.is_bare() {
            match fs::remove_file(path) {
                Err(error) if error.kind() != ErrorKind::NotFound => {
                    return Err(StoreError::io(path, "take it away", error));
                }
                _ => return Ok(Some(said)),
            }
        }
        if let Some(folder) = path.parent() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "make this folder", error))?;
        }
        write_whole(path, after.as_bytes(), false)?;
        Ok(Some(said))
    }
}

/// True when the family itself goes.
pub fn is_taken_away(changes: &[EntryChange]) -> bool {
    use crate::model::codebook::Place;
    let own = changes.iter().rev().find(|change| change.place == Place::Family);
    own.is_some_and(|change| change.after.is_none())
}

/// Reads a family file to change it.
///
/// # Errors
/// When it is no TOML, with what it is instead where that is known.
pub fn parse(path: &Path, toml: &str) -> Result<FamilyFile, StoreError> {
    let wrong = |why: String| StoreError::Family { path: path.to_owned(), why };
    if let Some(conflict) = crate::model::codebook::Conflict::find(toml) {
        return Err(wrong(conflict.to_string()));
    }
    FamilyFile::parse(toml).map_err(wrong)
}

/// Transactions whose codebook files may not have been changed yet, in a file outside the study.
#[derive(Clone, Debug)]
pub struct Pending {
    path: PathBuf,
    open: BTreeSet<Uuid>,
}

impl Pending {
    /// Those in the file at `path`, which need not be there.
    pub fn read(path: PathBuf) -> Self {
        let words = fs::read_to_string(&path).unwrap_or_default();
        let open = words.lines().filter_map(|line| Uuid::parse_str(line.trim()).ok()).collect();
        Self { path, open }
    }

    /// The transactions.
    pub fn transactions(&self) -> impl Iterator<Item = Uuid> {
        self.open.iter().copied()
    }

    /// A transaction is about to be written. Where this cannot be kept, the transaction goes on all the same: only a
    /// crash in the next moment would leave its file behind.
    pub fn begin(&mut self, tx: Uuid) {
        if self.open.insert(tx) {
            self.keep();
        }
    }

    /// The files of a transaction are done.
    pub fn end(&mut self, tx: Uuid) {
        if self.open.remove(&tx) {
            self.keep();
        }
    }

    fn keep(&self) {
        if self.open.is_empty() {
            let _ = fs::remove_file(&self.path);
            return;
        }
        let words: String = self.open.iter().flat_map(|tx| [tx.to_string(), "\n".to_owned()]).collect();
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let _ = private_folder(folder).and_then(|()| write_whole(&self.path, words.as_bytes(), true));
    }
}
