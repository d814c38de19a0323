//! From files to documents that can be written: what the command line and the screen do alike.
//!
//! The one place of this layer that opens files, and it opens them for reading. Each file stands or falls alone; what becomes of
//! it is known before anything is written.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use super::attributes::{Pattern, Sheet};
use super::compose::{Composed, Decisions, Draft, Taken, compose, prepare};
use super::encoding::decode;
use super::format::{Format, ReadOptions};
use super::limits::check_size;
use super::pseudonyms::{Pseudonyms, check_place};
use crate::model::{Document, StudyConfig};

/// How files are read and what is made of them.
#[derive(Debug, Default)]
pub struct Wishes {
    /// The format, where the person says which one it is.
    pub format: Option<Format>,
    /// For the readers; the name is each file's own.
    pub options: ReadOptions,
    /// Names that give way to tokens.
    pub pseudonyms: Option<Pseudonyms>,
    /// For all documents.
    pub decisions: Decisions,
    /// Attributes in the names of files.
    pub pattern: Option<Pattern>,
    /// Attributes in a table.
    pub sheet: Option<Sheet>,
}

/// A file that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Arrived {
    /// Where it lies.
    pub path: PathBuf,
    /// What was found in it, without the names that were taken out; or one sentence.
    pub draft: Result<Draft, String>,
    /// How many names were taken out.
    pub names: usize,
}

/// What becomes of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fate {
    /// Documents, which can be written.
    Documents(Vec<Composed>),
    /// It is in the study already, as this document.
    Known(String),
    /// Nothing, and why.
    Refused(String),
}

/// What a study has already.
#[derive(Clone, Debug, Default)]
pub struct Existing {
    taken: Taken,
    by_hash: FxHashMap<String, String>,
}

impl Existing {
    /// From the documents of a study.
    pub fn of(documents: &[Document]) -> Self {
        let mut existing = Self::default();
        for document in documents {
            existing.taken.take(&document.id, &document.path);
            if let Some(origin) = &document.front.origin {
                existing.by_hash.entry(origin.sha256.clone()).or_insert_with(|| document.path.clone());
            }
        }
        existing
    }

    /// Files in the corpus that are no document, whose names must not be used either.
    pub fn take_path(&mut self, path: &str) {
        self.taken.take("", path);
    }
}

/// The files that are named, those in a folder instead of the folder: not in folders below it, nothing hidden, by name.
///
/// # Errors
/// For each path a sentence where it cannot be read.
pub fn files_of(paths: &[PathBuf]) -> Vec<Result<PathBuf, (PathBuf, String)>> {
    let mut files = Vec::new();
    for path in paths {
        if !path.is_dir() {
            files.push(Ok(path.clone()));
            continue;
        }
        let is_hidden =
            |file: &Path| file.file_name().is_none_or(|name| name.to_string_lossy().starts_with(['.', '~']));
        match fs::read_dir(path) {
            Ok(entries) => {
                let mut inside: Vec<PathBuf> =
                    entries.filter_map(Result::ok).map(|entry| entry.path()).collect();
                inside.retain(|file| file.is_file() && !is_hidden(file));
                inside.sort();
                if inside.is_empty() {
                    files.push(Err((
                        path.clone(),
                        "it is a folder without files; name the files, or the folder they are in".to_owned(),
                    )));
                }
                files.extend(inside.into_iter().map(Ok));
            }
            Err(error) => files.push(Err((path.clone(), format!("cannot look into it ({error})")))),
        }
    }
    files
}

/// Reads files, on all processors. `done` is told how many are.
pub fn read_files(paths: &[PathBuf], wishes: &Wishes, done: &(dyn Fn(usize) + Sync)) -> Vec<Arrived> {
    let count = AtomicUsize::new(0);
    let read = |path: &PathBuf| {
        let mut arrived = Arrived { path: path.clone(), draft: read_file(path, wishes), names: 0 };
        if let (Some(pseudonyms), Ok(draft)) = (&wishes.pseudonyms, &mut arrived.draft) {
            arrived.names = pseudonyms.take_out_of(draft);
        }
        done(count.fetch_add(1, Ordering::Relaxed) + 1);
        arrived
    };
    paths.par_iter().map(read).collect()
}

fn read_file(path: &Path, wishes: &Wishes) -> Result<Draft, String> {
    let failed = |error: std::io::Error| match error.kind() {
        std::io::ErrorKind::NotFound => "there is no such file; look at its name".to_owned(),
        std::io::ErrorKind::PermissionDenied => "you may not read it; change its rights".to_owned(),
        _ => format!("cannot read it ({error})"),
    };
    let name = path.file_name().and_then(|name| name.to_str()).ok_or("its name is no UTF-8; rename it")?;
    let mut file = File::open(path).map_err(failed)?;
    let found = file.metadata().map_err(failed)?;
    if !found.is_file() {
        return Err("it is no file; name a file".to_owned());
    }
    check_size(found.len()).map_err(|error| error.to_string())?;
    let mut bytes = Vec::with_capacity(found.len() as usize);
    file.read_to_end(&mut bytes).map_err(failed)?;
    let options = ReadOptions { name: name.to_owned(), ..wishes.options.clone() };
    prepare(&bytes, wishes.format, &options).map_err(|error| error.to_string())
}

/// A table of attributes: CSV or a workbook.
///
/// # Errors
/// One sentence with the name of the file.
pub fn read_sheet(file: &Path, options: &ReadOptions) -> Result<Sheet, String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
    let bytes = fs::read(file).map_err(|error| failed(&error))?;
    let name = file.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    // What is said about sheets is about the files that come in.
    let options = ReadOptions { name, sheet: None, ..options.clone() };
    let rows = super::sheet::rows(&bytes, &options).map_err(|error| failed(&error))?;
    Sheet::new(rows).map_err(|error| failed(&error))
}

/// Names and their tokens, from a file that must lie outside the study.
///
/// # Errors
/// One sentence with the name of the file.
pub fn read_pseudonyms(file: &Path, root: &Path, options: &ReadOptions) -> Result<Pseudonyms, String> {
    let failed = |why: &dyn std::fmt::Display| format!("{}: {why}", file.display());
    let place = file.canonicalize().map_err(|error| failed(&error))?;
    let root = root.canonicalize().map_err(|error| failed(&error))?;
    check_place(&place, &root).map_err(|error| failed(&error))?;
    let bytes = fs::read(&place).map_err(|error| failed(&error))?;
    let text = decode(&bytes, options).map_err(|error| failed(&error))?.text;
    Pseudonyms::parse(&text).map_err(|error| failed(&error))
}

/// What becomes of a file. Ids, paths and the file itself are taken in `existing`.
pub fn fate_of(arrived: &Arrived, wishes: &Wishes, config: &StudyConfig, existing: &mut Existing) -> Fate {
    let draft = match &arrived.draft {
        Ok(draft) => draft,
        Err(why) => return Fate::Refused(why.clone()),
    };
    if let Some(path) = existing.by_hash.get(&draft.sha256) {
        return Fate::Known(path.clone());
    }
    let mut notes = Vec::new();
    let mut decisions = wishes.decisions.clone();
    decisions.attributes = given(draft, wishes, &mut notes);
    match compose(draft, &decisions, config, &mut existing.taken) {
        Ok(mut documents) => {
            for note in notes {
                for document in &mut documents {
                    document.notes.push(note.clone());
                }
            }
            if let Some(first) = documents.first() {
                existing.by_hash.insert(draft.sha256.clone(), first.path.clone());
            }
            Fate::Documents(documents)
        }
        Err(error) => Fate::Refused(error.to_string()),
    }
}

/// The attributes that are given for a file: by its name, then by the table, then for all.
fn given(draft: &Draft, wishes: &Wishes, notes: &mut Vec<String>) -> Vec<(String, String)> {
    let mut attributes = Vec::new();
    if let Some(pattern) = &wishes.pattern {
        match pattern.of(&draft.name) {
            Some(pairs) => attributes.extend(pairs),
            None => notes.push("its name does not follow the pattern, so it says no attributes".to_owned()),
        }
    }
    if let Some(sheet) = &wishes.sheet {
        match sheet.of(&[&draft.name]) {
            Some(pairs) => attributes.extend(pairs),
            None => notes.push("the table of attributes has no row for it".to_owned()),
        }
    }
    attributes.extend(wishes.decisions.attributes.iter().cloned());
    attributes
}

#[cfg(test)]
mod tests {
    use super::*;

    fn folder() -> tempfile::TempDir {
        let folder = tempfile::tempdir().unwrap();
        for (name, text) in
            [("b_c2.txt", "AA1: Ja.\n"), ("a_c1.txt", "AA1: Nee.\n"), (".x", "x"), ("leeg.txt", " \n")]
        {
            fs::write(folder.path().join(name), text).unwrap();
        }
        fs::create_dir(folder.path().join("map")).unwrap();
        folder
    }

    #[test]
    fn a_folder_means_its_files() {
        let folder = folder();
        let files =
            files_of(&[folder.path().to_owned(), folder.path().join("map"), folder.path().join("weg.txt")]);
        let shown = |file: &Result<PathBuf, (PathBuf, String)>| match file {
            Ok(path) => path.file_name().unwrap().to_string_lossy().into_owned(),
            Err((_, why)) => why.clone(),
        };
        let shown: Vec<String> = files.iter().map(shown).collect();
        assert_eq!(shown[..3], ["a_c1.txt", "b_c2.txt", "leeg.txt"]);
        assert!(shown[3].contains("without files") && shown[4] == "weg.txt");
    }

    #[test]
    fn each_file_stands_or_falls_alone_and_comes_once() {
        let folder = folder();
        let names = ["a_c1.txt", "weg.txt", "b_c2.txt", "leeg.txt", "a_c1.txt"];
        let paths: Vec<PathBuf> = names.iter().map(|name| folder.path().join(name)).collect();
        let config = StudyConfig::parse("format = 1\n").unwrap();
        let mut wishes =
            Wishes { pattern: Some(Pattern::parse("{_}_c{cyclus}", &config).unwrap()), ..Wishes::default() };
        wishes.decisions.attributes = vec![("traject".to_owned(), "VONC".to_owned())];
        let seen = AtomicUsize::new(0);
        let arrived = read_files(&paths, &wishes, &|_| {
            seen.fetch_add(1, Ordering::Relaxed);
        });
        assert_eq!(seen.into_inner(), 5);
        let mut existing = Existing::default();
        let fates: Vec<Fate> =
            arrived.iter().map(|one| fate_of(one, &wishes, &config, &mut existing)).collect();
        let Fate::Documents(first) = &fates[0] else { panic!("{:?}", fates[0]) };
        assert!(first[0].file.contains("cyclus: 1\ntraject: VONC\n"), "{}", first[0].file);
        assert_eq!(fates[1], Fate::Refused("there is no such file; look at its name".to_owned()));
        assert!(matches!(&fates[2], Fate::Documents(_)));
        assert_eq!(fates[3], Fate::Refused("it holds no text; look whether it is the right file".to_owned()));
        assert_eq!(fates[4], Fate::Known("corpus/a_c1.txt".to_owned()));
    }
}
