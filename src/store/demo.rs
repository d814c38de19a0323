//! The sample study, which the program carries with it, and the families that a new study begins with.

use std::fs;
use std::path::{Path, PathBuf};

use include_dir::{Dir, include_dir};

use super::error::StoreError;
use super::folder::STUDY_FILE;
use super::places::{Places, private_folder};

static CODEBOOK: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/codebook");
static CORPUS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/corpus");
static CODINGS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/codings");
static SETTINGS: &str = include_str!("../../kantlijn.toml");
static GIT_ATTRIBUTES: &str = include_str!("../../.gitattributes");

/// The families that a new study begins with: file name and words.
pub fn first_families() -> Vec<(&'static str, &'static str)> {
    let family = |name: &'static str| Some((name, CODEBOOK.get_file(name)?.contents_utf8()?));
    ["lm.toml"].into_iter().filter_map(family).collect()
}

/// The folder of the sample study: the copy that is there, or a new one. Copies are never overwritten; `fresh` makes
/// another beside them.
///
/// # Errors
/// When the copy cannot be written.
pub fn demo(places: &Places, fresh: bool) -> Result<PathBuf, StoreError> {
    let folder = places.data.join("demo");
    let last = (1..=u32::MAX).take_while(|number| copy(&folder, *number).exists()).last().unwrap_or(0);
    if last > 0 && !fresh && copy(&folder, last).join(STUDY_FILE).is_file() {
        return Ok(copy(&folder, last));
    }
    private_folder(&folder)?;
    let target = copy(&folder, last + 1);
    // Made aside and renamed, so that a copy is whole or not there.
    let making = folder.join(".making");
    if making.exists() {
        fs::remove_dir_all(&making).map_err(|error| StoreError::io(&making, "clear it away", error))?;
    }
    for (name, part) in [("codebook", &CODEBOOK), ("corpus", &CORPUS), ("codings", &CODINGS)] {
        unpack(part, &making.join(name))?;
    }
    write(&making.join(".gitattributes"), GIT_ATTRIBUTES.as_bytes())?;
    write(&making.join(STUDY_FILE), SETTINGS.as_bytes())?;
    fs::rename(&making, &target)
        .map_err(|error| StoreError::io(&target, "put the sample study there", error))?;
    Ok(target)
}

fn copy(folder: &Path, number: u32) -> PathBuf {
    folder.join(format!("studie-{number}"))
}

fn unpack(part: &Dir<'_>, target: &Path) -> Result<(), StoreError> {
    fs::create_dir_all(target).map_err(|error| StoreError::io(target, "make this folder", error))?;
    for file in part.files() {
        if let Some(name) = file.path().file_name() {
            write(&target.join(name), file.contents())?;
        }
    }
    for folder in part.dirs() {
        if let Some(name) = folder.path().file_name() {
            unpack(folder, &target.join(name))?;
        }
    }
    Ok(())
}

fn write(path: &Path, bytes: &[u8]) -> Result<(), StoreError> {
    fs::write(path, bytes).map_err(|error| StoreError::io(path, "write the sample study", error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::{Access, OpenStudy, Severity};

    #[test]
    fn the_copy_is_a_sound_study_and_stays() {
        let folder = tempfile::tempdir().unwrap();
        let places = Places::under(folder.path());
        let first = demo(&places, false).unwrap();
        fs::write(first.join("corpus/eigen.md"), "mijn notitie\n").unwrap();
        assert_eq!(demo(&places, false).unwrap(), first, "the same copy again");
        assert!(first.join("corpus/eigen.md").exists());
        let second = demo(&places, true).unwrap();
        assert_ne!(second, first);
        assert_eq!(demo(&places, false).unwrap(), second, "the newest is the one that opens");
        let open = OpenStudy::open(&second, &places, &Access::Read, Box::new(|| {})).unwrap();
        assert_eq!(open.problems, []);
        assert!(open.study.documents().len() >= 4);
        let findings = open.check().into_iter().filter(|finding| finding.severity != Severity::Note);
        assert_eq!(findings.collect::<Vec<_>>(), []);
    }
}
