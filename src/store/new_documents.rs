//! Documents that come into a study, and heads of documents that change. Texts are never changed here.

use std::fs;
use std::path::Path;

use rayon::prelude::*;

use crate::model::head::with_values;

use super::error::StoreError;
use super::folder::must_be_inside;
use super::places::write_whole;

/// Writes a new document; `path` is relative to the study, with `/`. Folders are made where they are missing.
///
/// # Errors
/// Also when something is there already: no document is ever overwritten.
pub fn write_document(root: &Path, path: &str, file: &[u8]) -> Result<(), StoreError> {
    let target = root.join(path);
    must_be_inside(root, &target)?;
    if target.symlink_metadata().is_ok() {
        return Err(StoreError::DocumentExists { path: path.to_owned() });
    }
    if let Some(folder) = target.parent() {
        fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "make this folder", error))?;
    }
    write_whole(&target, file, false)
}

/// Writes many new documents at once; each stands or falls alone. Waiting for the disk is what writing takes, and the disk
/// takes several at a time.
pub fn write_documents(root: &Path, documents: &[(&str, &[u8])]) -> Vec<Result<(), StoreError>> {
    documents.par_iter().map(|(path, file)| write_document(root, path, file)).collect()
}

/// Changes values in the head of a document, its text byte for byte as it was; `None` takes a key out. Gives whether
/// anything changed.
///
/// # Errors
/// When the file cannot be read or written, or its head cannot be changed line by line.
pub fn change_head(
    root: &Path,
    path: &str,
    changes: &[(String, Option<String>)],
) -> Result<bool, StoreError> {
    let target = root.join(path);
    must_be_inside(root, &target)?;
    let bytes = fs::read(&target).map_err(|error| StoreError::io(&target, "read it", error))?;
    let file = String::from_utf8(bytes).map_err(|error| StoreError::NotUtf8 {
        path: path.to_owned(),
        at: error.utf8_error().valid_up_to(),
    })?;
    let new = with_values(&file, changes).map_err(|why| StoreError::Head { path: path.to_owned(), why })?;
    if new == file {
        return Ok(false);
    }
    write_whole(&target, new.as_bytes(), false)?;
    Ok(true)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_is_written_once() {
        let folder = tempfile::tempdir().unwrap();
        write_document(folder.path(), "corpus/a/b.md", b"een").unwrap();
        let again = write_document(folder.path(), "corpus/a/b.md", b"twee").unwrap_err();
        assert!(again.to_string().contains("corpus/a/b.md is there already"), "{again}");
        assert_eq!(fs::read(folder.path().join("corpus/a/b.md")).unwrap(), b"een");
    }

    #[test]
    fn a_head_changes_and_the_text_stays() {
        let folder = tempfile::tempdir().unwrap();
        write_document(folder.path(), "corpus/b.md", b"---\nid: b\n---\nTekst\r\n").unwrap();
        let set = [("cyclus".to_owned(), Some("2".to_owned()))];
        assert!(change_head(folder.path(), "corpus/b.md", &set).unwrap());
        assert!(!change_head(folder.path(), "corpus/b.md", &set).unwrap(), "nothing left to change");
        assert_eq!(
            fs::read(folder.path().join("corpus/b.md")).unwrap(),
            b"---\nid: b\ncyclus: 2\n---\nTekst\r\n"
        );
    }
}
