//! A case: a folder with a study, or a part of one, and what a reader must find in it.

use std::collections::BTreeSet;
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

/// A case as it stands on the disk.
pub struct Case {
    pub name: String,
    pub expected: Value,
    /// Every file but `expected.json`, by its path in the study.
    pub files: Vec<(String, Vec<u8>)>,
}

/// The folder of the cases.
pub fn folder() -> PathBuf {
    let own = || Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden");
    std::env::var_os("KANTLIJN_GOLDEN").map_or_else(own, PathBuf::from)
}

/// All cases, by name.
pub fn cases() -> Vec<Case> {
    let entries = fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path());
    let mut folders: Vec<PathBuf> = entries.filter(|path| path.join("expected.json").exists()).collect();
    folders.sort();
    assert!(!folders.is_empty());
    folders.iter().map(|folder| Case::read(folder)).collect()
}

impl Case {
    fn read(folder: &Path) -> Self {
        let expected = fs::read_to_string(folder.join("expected.json")).unwrap();
        let mut files = Vec::new();
        collect(folder, "", &mut files);
        files.retain(|(path, _)| path != "expected.json");
        files.sort();
        Self {
            name: folder.file_name().unwrap().to_string_lossy().into_owned(),
            expected: serde_json::from_str(&expected).unwrap(),
            files,
        }
    }

    /// True when the place of a line matters.
    pub fn fixed(&self) -> bool {
        self.expected["fixed"] == true
    }

    /// The journals, in the order in which they count: copies last.
    pub fn journals(&self) -> Vec<(String, Vec<u8>)> {
        let journal = |path: &str| {
            let hidden = path.split('/').any(|part| part.starts_with('.'));
            path.starts_with("codings/") && path.to_lowercase().ends_with(".jsonl") && !hidden
        };
        let mut found: Vec<_> = self.files.iter().filter(|(path, _)| journal(path)).cloned().collect();
        found.sort_by_key(|(path, _)| {
            let coder = path.split('/').nth(1).unwrap().to_owned();
            let stem = path.rsplit('/').next().unwrap().strip_suffix(".jsonl").unwrap_or(" ");
            let copy = !stem.chars().all(|c| c.is_ascii_alphanumeric() || "-_".contains(c));
            (coder, copy, path.clone())
        });
        found
    }

    /// Path and line of each damaged line.
    pub fn damaged(&self) -> BTreeSet<(String, u64)> {
        let place =
            |place: &Value| (place["path"].as_str().unwrap().to_owned(), place["line"].as_u64().unwrap());
        self.expected["damaged"].as_array().unwrap().iter().map(place).collect()
    }

    /// The journals whose last line is not finished.
    pub fn unfinished(&self) -> BTreeSet<String> {
        let paths = self.expected["unfinished"].as_array().unwrap();
        paths.iter().map(|path| path.as_str().unwrap().to_owned()).collect()
    }
}

fn collect(folder: &Path, below: &str, files: &mut Vec<(String, Vec<u8>)>) {
    for entry in fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("{below}{}", path.file_name().unwrap().to_str().unwrap());
        if path.is_dir() {
            collect(&path, &format!("{name}/"), files);
        } else {
            files.push((name, fs::read(&path).unwrap()));
        }
    }
}
