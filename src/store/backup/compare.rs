//! What a copy has that the study lacks, and putting that back.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::Path;

use rustc_hash::FxHashSet;

use super::{Backup, make_now, own_files};
use crate::store::error::StoreError;
use crate::store::places::{Places, write_whole};

/// A file of a copy against the study as it is now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Compared {
    /// Relative to the study.
    pub path: String,
    /// How they differ.
    pub difference: Difference,
}

/// How a file of a copy stands to the study as it is now.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Difference {
    /// The same bytes.
    Same,
    /// A journal: all its lines are in the coder's journals now, and this many came since.
    Grown(usize),
    /// A journal: so many of its lines are in none of the coder's journals now.
    Lacking(usize),
    /// The study has no such file any more.
    Missing,
    /// The codebook or the settings say something else now.
    Changed,
}

impl Difference {
    /// True when the copy has something that the study has not.
    pub fn has_something(self) -> bool {
        matches!(self, Self::Lacking(_) | Self::Missing | Self::Changed)
    }
}

/// What was put back.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Restored {
    /// The study as it was just before, where that could be different.
    pub before: Option<Backup>,
    /// The files that were written, with the number of journal lines that came back in each; 0 for other files.
    pub files: Vec<(String, usize)>,
}

/// The lines of all journals of a coder.
type Lines = FxHashSet<Vec<u8>>;

impl Backup {
    /// Compares every file of the copy with the study in `root`, and changes nothing.
    ///
    /// # Errors
    /// When a file of either cannot be read.
    pub fn compare(&self, root: &Path) -> Result<Vec<Compared>, StoreError> {
        let mut now: BTreeMap<String, Lines> = BTreeMap::new();
        let mut compared = Vec::new();
        for path in own_files(&self.folder) {
            let then = read(&self.folder.join(&path))?;
            let difference = match fs::read(root.join(&path)) {
                Ok(bytes) if bytes == then => Difference::Same,
                Ok(bytes) => match coder_of(&path) {
                    None => Difference::Changed,
                    Some(coder) => {
                        let lacking = lacking(&then, lines_now(root, coder, &mut now)?).len();
                        match lacking {
                            0 => {
                                Difference::Grown(lines(&bytes).count().saturating_sub(lines(&then).count()))
                            }
                            lacking => Difference::Lacking(lacking),
                        }
                    }
                },
                Err(error) if error.kind() == std::io::ErrorKind::NotFound => match coder_of(&path) {
                    // A journal that was renamed or joined with another lacks nothing.
                    Some(coder) if lacking(&then, lines_now(root, coder, &mut now)?).is_empty() => {
                        Difference::Grown(0)
                    }
                    _ => Difference::Missing,
                },
                Err(error) => return Err(StoreError::io(&root.join(&path), "read it", error)),
            };
            compared.push(Compared { path, difference });
        }
        Ok(compared)
    }

    /// Puts back what the study lacks: journal lines that are gone, and files that are gone. Files of the codebook and the
    /// settings that say something else now are put back only where `replace` names them; a copy of the study as it is
    /// now is made first. Nothing that the journals hold is ever taken out of them.
    ///
    /// # Errors
    /// When something cannot be read or written; what was put back until then stays.
    pub fn restore(
        &self,
        places: &Places,
        root: &Path,
        replace: &BTreeSet<String>,
    ) -> Result<Restored, StoreError> {
        let wanted = |compared: &Compared| match compared.difference {
            Difference::Changed => replace.contains(&compared.path),
            other => other.has_something(),
        };
        let compared: Vec<Compared> = self.compare(root)?.into_iter().filter(wanted).collect();
        let mut restored = Restored::default();
        if compared.is_empty() {
            return Ok(restored);
        }
        restored.before = make_now(places, root)?;
        for Compared { path, difference } in compared {
            let then = read(&self.folder.join(&path))?;
            let (target, bytes, count) = match (difference, coder_of(&path)) {
                (Difference::Lacking(_), Some(coder)) => {
                    // A file of its own: the journal itself may be growing under the hands of its writer.
                    let lacking = lacking(&then, lines_now(root, coder, &mut BTreeMap::new())?);
                    let count = lacking.len();
                    let mut bytes = Vec::new();
                    for line in lacking {
                        bytes.extend_from_slice(line);
                        bytes.push(b'\n');
                    }
                    (free_name(root, coder, &self.name), bytes, count)
                }
                (_, coder) => {
                    let count = coder.map_or(0, |_| lines(&then).count());
                    (path.clone(), then, count)
                }
            };
            let full = root.join(&target);
            if let Some(folder) = full.parent() {
                fs::create_dir_all(folder)
                    .map_err(|error| StoreError::io(folder, "make this folder", error))?;
            }
            write_whole(&full, &bytes, false)?;
            restored.files.push((target, count));
        }
        Ok(restored)
    }
}

/// A journal's name that nobody has.
fn free_name(root: &Path, coder: &str, backup: &str) -> String {
    let name = |suffix: String| format!("codings/{coder}/restored-{backup}{suffix}.jsonl");
    let first = std::iter::once(name(String::new()));
    let mut names = first.chain((2..).map(|number| name(format!("-{number}"))));
    names.find(|path| !root.join(path).exists()).unwrap_or_else(|| name(String::new()))
}

fn read(path: &Path) -> Result<Vec<u8>, StoreError> {
    fs::read(path).map_err(|error| StoreError::io(path, "read it", error))
}

/// The coder whose journal this is.
fn coder_of(path: &str) -> Option<&str> {
    path.strip_prefix("codings/")?.split('/').next()
}

/// Lines that are whole: what stands behind the last newline was still being written.
fn lines(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').map_or(0, |end| end + 1);
    bytes[..whole].split(|byte| *byte == b'\n').filter(|line| !line.is_empty())
}

fn lacking<'b>(then: &'b [u8], now: &Lines) -> Vec<&'b [u8]> {
    lines(then).filter(|line| !now.contains(*line)).collect()
}

fn lines_now<'n>(
    root: &Path,
    coder: &str,
    known: &'n mut BTreeMap<String, Lines>,
) -> Result<&'n Lines, StoreError> {
    if !known.contains_key(coder) {
        let mut all = Lines::default();
        for path in crate::store::folder::files_below(root, &format!("codings/{coder}"), &[".jsonl"]) {
            all.extend(lines(&read(&root.join(path))?).map(<[u8]>::to_vec));
        }
        known.insert(coder.to_owned(), all);
    }
    Ok(known.entry(coder.to_owned()).or_default())
}
