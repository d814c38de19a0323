//! Where a person was reading: last document, last place in each, pinned codes. It belongs to the person and the
//! machine, not to the study, and lies in the data folder.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde::{Deserialize, Serialize};

use super::error::StoreError;
use super::places::{Places, private_folder, write_whole};

/// What is remembered of a person's reading in one checkout of a study.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Reading {
    /// Id of the document that was open last.
    pub document: Option<String>,
    /// Place of the cursor by document id, in bytes of the text.
    pub places: BTreeMap<String, u32>,
    /// How far each document was read, in bytes of the text.
    pub read_to: BTreeMap<String, u32>,
    /// Coders whose layers are shown besides one's own.
    pub others: BTreeSet<String>,
    /// Codes pinned to the digits, by digit.
    pub pinned: BTreeMap<u8, String>,
    /// Ids of families that are not shown.
    pub hidden_families: BTreeSet<String>,
    /// True when one's own layer is not shown.
    pub own_hidden: bool,
    /// True when passages without a code are not shown.
    pub marks_hidden: bool,
    /// Questions that were asked, the last at the end.
    pub asked: Vec<String>,
}

impl Reading {
    /// Reads what was remembered; what cannot be read is nothing, since nothing depends on it.
    pub fn load(places: &Places, root: &Path) -> Self {
        let words = fs::read(file(places, root)).unwrap_or_default();
        serde_json::from_slice(&words).unwrap_or_default()
    }

    /// Remembers.
    ///
    /// # Errors
    /// When the data folder cannot be written.
    pub fn save(&self, places: &Places, root: &Path) -> Result<(), StoreError> {
        let path = file(places, root);
        if let Some(folder) = path.parent() {
            private_folder(folder)?;
        }
        write_whole(&path, &serde_json::to_vec_pretty(self).unwrap_or_default(), true)
    }
}

fn file(places: &Places, root: &Path) -> PathBuf {
    places.of_study(root).join("reading.json")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_remembered_comes_back() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::under(folder.path());
        assert_eq!(Reading::load(&places, folder.path()), Reading::default());
        let mut reading = Reading { document: Some("d1".to_owned()), ..Reading::default() };
        reading.places.insert("d1".to_owned(), 17);
        reading.pinned.insert(3, "othering".to_owned());
        reading.hidden_families.insert("lm".to_owned());
        reading.others.insert("bram".to_owned());
        reading.save(&places, folder.path()).unwrap();
        assert_eq!(Reading::load(&places, folder.path()), reading);
    }
}
