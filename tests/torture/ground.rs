//! A study to be tortured, and small disks for it.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kantlijn::store::folder::init;
use kantlijn::store::{Access, OpenStudy, Places, StoreError};

pub const TEXT: &str =
    "Een brug is geen muur. Wij staan er samen op, zei één. En toen? Toen liepen wij verder.\n";
/// The codes that passages get.
pub const CODES: [&str; 3] = ["grens", "brug", "muur"];

/// A study in a temporary folder, and the person's folders beside it.
pub struct Ground {
    pub folder: tempfile::TempDir,
    pub root: PathBuf,
    pub places: Places,
}

impl Ground {
    pub fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        fs::create_dir(&root).unwrap();
        make_study(&root);
        let places = places_of(&root);
        Self { folder, root, places }
    }

    pub fn open(&self, access: &Access) -> Result<OpenStudy, StoreError> {
        OpenStudy::open(&self.root, &self.places, access, Box::new(|| {}))
    }

    /// The journals, with the coder of each.
    pub fn journals(&self) -> Vec<PathBuf> {
        let folders = fs::read_dir(self.root.join("codings")).unwrap();
        let mut found: Vec<PathBuf> = folders
            .flat_map(|folder| fs::read_dir(folder.unwrap().path()).unwrap())
            .map(|file| file.unwrap().path())
            .collect();
        found.sort();
        found
    }
}

/// The person's folders lie beside the study.
pub fn places_of(root: &Path) -> Places {
    Places::under(&root.with_file_name("thuis"))
}

pub fn make_study(root: &Path) {
    let mut family = "family = \"lm\"\n".to_owned();
    for code in CODES {
        family.extend(["\n[[code]]\nid = \"", code, "\"\ndefinition = \"begin\"\n"]);
    }
    init(root, "Proef", "nl", &[("lm.toml", &family)]).unwrap();
    fs::write(root.join("corpus/d1.md"), format!("---\nid: d1\n---\n{TEXT}")).unwrap();
}

/// Something that is mounted, until this goes.
pub struct Mount(PathBuf);

impl Mount {
    /// A disk of so many KiB; `None` where this person may make none.
    pub fn small(at: &Path, kib: usize) -> Option<Self> {
        let size = format!("size={kib}k");
        quietly("mount", &["-t", "tmpfs", "-o", &size, "tmpfs", at.to_str()?]).then(|| Self(at.to_owned()))
    }

    /// The same folder once more, where nothing may be written.
    pub fn read_only(folder: &Path, at: &Path) -> Option<Self> {
        let made =
            quietly("mount", &["--bind", folder.to_str()?, at.to_str()?]).then(|| Self(at.to_owned()))?;
        quietly("mount", &["-o", "remount,bind,ro", at.to_str()?]).then_some(made)
    }

    /// There is room again.
    pub fn grow(&self, kib: usize) -> bool {
        quietly("mount", &["-o", &format!("remount,size={kib}k"), &self.0.to_string_lossy()])
    }
}

impl Drop for Mount {
    fn drop(&mut self) {
        quietly("umount", &["-l", &self.0.to_string_lossy()]);
    }
}

fn quietly(program: &str, arguments: &[&str]) -> bool {
    let mut command = Command::new(program);
    command.args(arguments).stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}
