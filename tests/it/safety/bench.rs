//! A small study and the usual things done to it.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use kantlijn::model::edit;
use kantlijn::model::{Body, Uuid};
use kantlijn::store::folder::init;
use kantlijn::store::{Access, OpenStudy, Places, StoreError};
use kantlijn::text::Span;

pub const TEXT: &str = "Een brug is geen muur. Wij staan er samen op, zei één.\n";
pub const FAMILY: &str = "family = \"lm\"\n\n[[code]]\nid = \"grens\"\n\n[[code]]\nid = \"brug\"\n";

/// A study in a temporary folder, and the person's folders beside it.
pub struct Bench {
    folder: tempfile::TempDir,
    pub root: PathBuf,
    pub places: Places,
}

impl Bench {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        make_study(&root);
        let places = Places::under(&folder.path().join("thuis"));
        Self { folder, root, places }
    }

    pub fn folder(&self) -> &Path {
        self.folder.path()
    }

    pub fn open(&self, coder: &str) -> OpenStudy {
        open(&self.root, &self.places, coder)
    }

    pub fn read(&self) -> OpenStudy {
        OpenStudy::open(&self.root, &self.places, &Access::Read, Box::new(|| {})).unwrap()
    }

    pub fn write(&self, path: &str, bytes: impl AsRef<[u8]>) {
        let path = self.root.join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }

    /// The one journal of a coder.
    pub fn journal(&self, coder: &str) -> PathBuf {
        let mut paths = fs::read_dir(self.root.join("codings").join(coder)).unwrap();
        let path = paths.next().unwrap().unwrap().path();
        assert!(paths.next().is_none());
        path
    }
}

pub fn make_study(root: &Path) {
    init(root, "Proef", "nl", &[("lm.toml", FAMILY)]).unwrap();
    fs::write(root.join("corpus/d1.md"), format!("---\nid: d1\n---\n{TEXT}")).unwrap();
}

pub fn open(root: &Path, places: &Places, coder: &str) -> OpenStudy {
    OpenStudy::open(root, places, &Access::Write(coder.to_owned()), Box::new(|| {})).unwrap()
}

/// The body of an event that codes a word of the text.
pub fn body(open: &mut OpenStudy, place: u32) -> Body {
    let document = open.study.find_document("d1").unwrap().key;
    let text = open.text(document).unwrap();
    let code = edit::find_code(&open.study, "grens").unwrap();
    let span = Span::new(place % 20, place % 20 + 2 + place % 3);
    edit::code(&open.study, text.of(), span, code, &Vec::new()).unwrap()
}

/// Codes and waits until that is safe.
pub fn try_code(open: &mut OpenStudy, place: u32) -> Result<Uuid, StoreError> {
    let body = body(open, place);
    let receipt = open.commit(vec![body])?;
    open.wait()?;
    Ok(receipt.ids[0])
}

/// The same, where it must succeed.
pub fn code(open: &mut OpenStudy, place: u32) -> Uuid {
    try_code(open, place).unwrap()
}

pub fn has(open: &OpenStudy, id: Uuid) -> bool {
    open.study.find_coding(id).is_some()
}

pub fn count(open: &OpenStudy) -> usize {
    open.study.codings().count()
}

pub fn said(open: &OpenStudy) -> Vec<String> {
    open.problems.iter().map(ToString::to_string).collect()
}

/// Every file below `root` with its bytes; links as where they lead.
pub fn snapshot(root: &Path) -> BTreeMap<PathBuf, Vec<u8>> {
    let mut files = BTreeMap::new();
    let mut folders = vec![root.to_owned()];
    while let Some(folder) = folders.pop() {
        let Ok(entries) = fs::read_dir(&folder) else { continue };
        for path in entries.map(|entry| entry.unwrap().path()) {
            let kind = fs::symlink_metadata(&path).unwrap().file_type();
            if kind.is_dir() {
                files.insert(path.clone(), Vec::new());
                folders.push(path);
            } else if kind.is_symlink() {
                let target = fs::read_link(&path).unwrap();
                files.insert(path, target.as_os_str().as_encoded_bytes().to_vec());
            } else if kind.is_file() {
                let bytes = fs::read(&path).unwrap_or_default();
                files.insert(path, bytes);
            }
        }
    }
    files
}
