//! What can be repaired without losing anything.
//!
//! Each repair either adds (lines that git needs, a code that the journals still have, a change that a crash left between the
//! journal and the codebook's file) or sets something aside whole in the person's data folder. Whatever needs a judgement
//! is left to a person: `check` says it.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::Path;

use crate::model::codebook::{Conflict, EntryChange, Place};
use crate::model::event::Body;
use crate::model::layer::Layer;
use crate::model::record::Act;

use super::check::{About, Finding, Severity};
use super::error::StoreError;
use super::folder::{GIT_ATTRIBUTES_FILE, add_git_attributes, lacking_git_attributes};
use super::journal::known_writer;
use super::open::OpenStudy;
use super::places::{private_folder, sync_folder, write_whole};

/// Half-written files younger than this may be somebody's at work: in seconds.
const STILL_WRITTEN: u64 = 600;
/// How the names of half-written files begin.
const HALF_WRITTEN: &str = ".kantlijn-";

/// Something that can be repaired without losing anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Repair {
    /// A journal of ours whose last line a crash tore.
    TornLine {
        /// The journal.
        path: String,
        /// How long what follows its last whole line is, in bytes.
        bytes: u64,
    },
    /// Changes of the codebook that the journal has and the files do not: the program was stopped between the two.
    Pending {
        /// How many transactions.
        transactions: usize,
    },
    /// A code that codings use and no family has, as the journals knew it last.
    Code(Box<EntryChange>),
    /// Lines that git needs to merge a study well.
    GitAttributes {
        /// The lines.
        lacking: Vec<&'static str>,
    },
    /// A half-written file that a stopped program left behind.
    LeftBehind {
        /// The file.
        path: String,
    },
}

impl fmt::Display for Repair {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::TornLine { path, bytes } => write!(
                f,
                "{path}: the last line is torn ({bytes} bytes); it gets its newline if it is a whole event, else it is set \
                 aside in the data folder"
            ),
            Self::Pending { transactions } => write!(
                f,
                "codebook: {transactions} changes stand in the journal and not yet in the files; they are made there"
            ),
            Self::Code(change) => write!(
                f,
                "codebook: `{}` is put back into the family `{}` as the journals knew it last; undo takes it out again",
                change.code().unwrap_or_default(),
                change.family
            ),
            Self::GitAttributes { lacking } => {
                write!(f, "{GIT_ATTRIBUTES_FILE}: gets the lines {}", lacking.join(" and "))
            }
            Self::LeftBehind { path } => write!(
                f,
                "{path}: a half-written file that a stopped program left behind; it is set aside in the data folder"
            ),
        }
    }
}

impl OpenStudy {
    /// What could be repaired, by this coder on this machine; nothing is changed.
    pub fn repairs(&self, coder: Option<&str>) -> Vec<Repair> {
        let mut found = Vec::new();
        let writer = known_writer(&self.places, &self.root);
        if let Some(path) = coder.zip(writer).map(|(coder, writer)| format!("codings/{coder}/{writer}.jsonl"))
        {
            if let Some(file) = self.journals.iter().find(|file| file.path == path) {
                let bytes = file.stamp.map_or(0, |stamp| stamp.length.saturating_sub(file.read_to));
                found.extend((bytes > 0).then_some(Repair::TornLine { path: path.clone(), bytes }));
            }
            let transactions = self.pending(&path).transactions().count();
            found.extend((transactions > 0).then_some(Repair::Pending { transactions }));
        }
        found.extend(self.lost_codes().into_iter().map(|change| Repair::Code(Box::new(change))));
        let lacking = lacking_git_attributes(&self.root);
        found.extend((!lacking.is_empty()).then_some(Repair::GitAttributes { lacking }));
        found.extend(left_behind(&self.root).into_iter().map(|path| Repair::LeftBehind { path }));
        found
    }

    /// Codes that codings use and no family has, as the journals knew them last. Where a family file cannot be read, or
    /// waits for a merge to be decided, its codes are not lost.
    fn lost_codes(&self) -> Vec<EntryChange> {
        let readable =
            self.codebook_whole && !self.families.iter().any(|text| Conflict::find(&text.toml).is_some());
        if !readable {
            return Vec::new();
        }
        let is_lost = |id: &str| self.study.codebook.by_id(id).is_none();
        let used: Vec<&str> =
            self.study.used_codes().map(|code| self.study.code_id(code)).filter(|id| is_lost(id)).collect();
        let mut last: BTreeMap<String, ((u64, uuid::Uuid), EntryChange)> = BTreeMap::new();
        let layers = self.study.coders().into_iter().filter_map(|coder| self.study.layer(coder));
        for record in layers.flat_map(Layer::records) {
            let changes = match &record.act {
                Act::CodeAdd(added) => vec![added.change()],
                Act::CodeEdit(changes) => changes.to_vec(),
                _ => continue,
            };
            for change in changes {
                let Some(id) = change.code().filter(|id| used.contains(id)).map(str::to_owned) else {
                    continue;
                };
                let Some(entry) = change.after.or(change.before) else { continue };
                let back = EntryChange {
                    family: change.family,
                    place: Place::Code(id.clone()),
                    before: None,
                    after: Some(entry),
                    behind: None,
                };
                if last.get(&id).is_none_or(|(order, _)| *order <= record.order()) {
                    last.insert(id, (record.order(), back));
                }
            }
        }
        last.into_values().map(|(_, change)| change).collect()
    }

    /// Repairs it; the study must be open for writing. Says what was done. A torn line and pending changes were repaired by
    /// opening it.
    ///
    /// # Errors
    /// When something cannot be read or written; then this one was not repaired.
    pub fn repair(&mut self, repair: &Repair) -> Result<(), StoreError> {
        match repair {
            Repair::TornLine { .. } | Repair::Pending { .. } => Ok(()),
            Repair::Code(change) => {
                let coder = self.writable()?;
                let changes = vec![(**change).clone()];
                self.note_seen(coder)?;
                let files = self.put_changes(&changes)?;
                self.write(coder, vec![Body::CodeEdit { changes }], files, Some("check --fix"))?;
                self.wait()
            }
            Repair::GitAttributes { .. } => add_git_attributes(&self.root),
            Repair::LeftBehind { path } => self.set_aside(path),
        }
    }

    fn set_aside(&self, path: &str) -> Result<(), StoreError> {
        let from = self.root.join(path);
        let bytes = fs::read(&from).map_err(|error| StoreError::io(&from, "read it", error))?;
        let folder = self.places.of_study(&self.root).join("left-behind");
        private_folder(&folder)?;
        write_whole(&folder.join(path.replace('/', "-")), &bytes, true)?;
        sync_folder(&folder);
        fs::remove_file(&from).map_err(|error| StoreError::io(&from, "take it away", error))
    }
}

/// What is wrong with the folder beside its files, and can be repaired.
pub(super) fn findings(root: &Path) -> Vec<Finding> {
    let mut found = Vec::new();
    let lacking = lacking_git_attributes(root);
    if !lacking.is_empty() && root.ancestors().any(|folder| folder.join(".git").exists()) {
        let what = format!(
            "lacks the lines {}, so git may change texts or stop at a merge of journals; `kantlijn check --fix` adds them",
            lacking.join(" and ")
        );
        found.push(Finding::of_file(Severity::Warning, About::Folder, GIT_ATTRIBUTES_FILE, what));
    }
    for path in left_behind(root) {
        let what =
            "is a half-written file that a stopped program left behind; `kantlijn check --fix` sets it aside";
        found.push(Finding::of_file(Severity::Note, About::Folder, &path, what.to_owned()));
    }
    found
}

/// Half-written files in the folders that we write to, relative to the study, sorted.
fn left_behind(root: &Path) -> Vec<String> {
    let mut found = Vec::new();
    let mut open = vec![String::new(), "corpus/".to_owned(), "codebook/".to_owned(), "codings/".to_owned()];
    while let Some(folder) = open.pop() {
        for entry in fs::read_dir(root.join(&folder)).into_iter().flatten().flatten() {
            let Ok(name) = entry.file_name().into_string() else { continue };
            let Ok(kind) = entry.file_type() else { continue };
            if kind.is_dir() && !folder.is_empty() && !name.starts_with('.') {
                open.push(format!("{folder}{name}/"));
            } else if kind.is_file() && name.starts_with(HALF_WRITTEN) && is_old(&entry.path()) {
                found.push(format!("{folder}{name}"));
            }
        }
    }
    found.sort();
    found
}

fn is_old(path: &Path) -> bool {
    let modified = fs::metadata(path).and_then(|found| found.modified());
    modified.is_ok_and(|then| then.elapsed().is_ok_and(|age| age.as_secs() > STILL_WRITTEN))
}
