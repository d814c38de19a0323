//! The folder of a study: finding it, making it, listing what is in it.

use std::fs::{self, File};
use std::io::Read as _;
use std::path::{Path, PathBuf};
use std::time::SystemTime;

use rayon::prelude::*;

use crate::model::codebook::{Conflict, ReadFamily};
use crate::model::config::{FORMAT, StudyConfig};
use crate::model::document::{Document, FrontMatter, HEAD_AT_MOST, Split, split};
use crate::model::lines::LineNote;
use crate::model::names::Names;

use super::check::Severity;
use super::error::{Problem, StoreError};
use super::places::write_whole;

/// The file that makes a folder a study.
pub const STUDY_FILE: &str = "kantlijn.toml";
/// What tells git how to merge a study.
pub(super) const GIT_ATTRIBUTES_FILE: &str = ".gitattributes";
const GIT_ATTRIBUTES: &str = "corpus/** -text\ncodings/**/*.jsonl text eol=lf merge=union\n";

/// The study that holds `from`: that folder or the nearest one above with a `kantlijn.toml`.
pub fn find_study(from: &Path) -> Option<PathBuf> {
    let from = from.canonicalize().ok()?;
    from.ancestors().find(|folder| folder.join(STUDY_FILE).is_file()).map(Path::to_owned)
}

/// Makes a new study in `folder`, which may exist; files in it that have nothing to do with the study stay.
///
/// # Errors
/// When there is a study already, or a file cannot be written.
pub fn init(folder: &Path, title: &str, language: &str, families: &[(&str, &str)]) -> Result<(), StoreError> {
    if folder.join(STUDY_FILE).exists() {
        return Err(StoreError::StudyExists(folder.to_owned()));
    }
    for part in ["corpus", "codebook", "codings"] {
        let path = folder.join(part);
        fs::create_dir_all(&path).map_err(|error| StoreError::io(&path, "make this folder", error))?;
    }
    for (name, toml) in families {
        let path = folder.join("codebook").join(name);
        if !path.exists() {
            write_whole(&path, toml.as_bytes(), false)?;
        }
    }
    add_git_attributes(folder)?;
    // Last, since this is what makes the folder a study.
    write_whole(&folder.join(STUDY_FILE), StudyConfig::new_file(title, language).as_bytes(), false)
}

/// The lines that git needs and that the study's `.gitattributes` does not have.
pub(super) fn lacking_git_attributes(root: &Path) -> Vec<&'static str> {
    let words = fs::read_to_string(root.join(GIT_ATTRIBUTES_FILE)).unwrap_or_default();
    GIT_ATTRIBUTES.lines().filter(|wanted| !words.lines().any(|line| line == *wanted)).collect()
}

/// Texts are frozen and journals merge line by line; what the file says already stays.
pub(super) fn add_git_attributes(root: &Path) -> Result<(), StoreError> {
    let path = &root.join(GIT_ATTRIBUTES_FILE);
    let mut words = match fs::read_to_string(path) {
        Ok(words) => words,
        Err(error) if error.kind() == std::io::ErrorKind::NotFound => String::new(),
        Err(error) => return Err(StoreError::io(path, "read it", error)),
    };
    let lacking = lacking_git_attributes(root);
    if lacking.is_empty() {
        return Ok(());
    }
    if !words.is_empty() && !words.ends_with('\n') {
        words.push('\n');
    }
    for line in lacking {
        words.push_str(line);
        words.push('\n');
    }
    write_whole(path, words.as_bytes(), false)
}

/// True for a file that belongs to the study in `root`, there or not: nothing else may be written over it.
pub fn is_part_of_study(root: &Path, path: &Path) -> bool {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let (Ok(folder), Ok(root)) = (fs::canonicalize(folder), fs::canonicalize(root)) else { return false };
    let inside = folder.join(path.file_name().unwrap_or_default());
    ["corpus", "codebook", "codings", STUDY_FILE].iter().any(|part| inside.starts_with(root.join(part)))
}

/// Refuses to write a file where a link on the way leads out of the study: whoever sent it may have put that there. A file
/// that is a link itself gives way to a file of its own.
///
/// # Errors
/// When its folder lies elsewhere.
pub fn must_be_inside(root: &Path, path: &Path) -> Result<(), StoreError> {
    let there = path.ancestors().skip(1).find_map(|folder| fs::canonicalize(folder).ok());
    match (there, fs::canonicalize(root)) {
        (Some(there), Ok(root)) if !there.starts_with(&root) => {
            let why = format!(
                "a link leads to {}, which lies outside the study; put a folder there",
                there.display()
            );
            Err(StoreError::io(path, "write it", std::io::Error::other(why)))
        }
        _ => Ok(()),
    }
}

/// Reads `kantlijn.toml`.
///
/// # Errors
/// When it is missing or cannot be read.
pub fn read_config(root: &Path) -> Result<StudyConfig, StoreError> {
    let path = root.join(STUDY_FILE);
    let toml = fs::read_to_string(&path).map_err(|error| StoreError::io(&path, "read it", error))?;
    StudyConfig::parse(&toml).map_err(|why| StoreError::Config { path, why })
}

/// What in `kantlijn.toml` means nothing or does not fit together.
pub fn config_problems(config: &StudyConfig) -> Vec<Problem> {
    let note = |note: &LineNote| Problem::line(STUDY_FILE, note.line, &note.what).severity(Severity::Note);
    let misfit = |what: String| Problem::file(STUDY_FILE, what).severity(Severity::Warning);
    config.notes.iter().map(note).chain(config.problems().into_iter().map(misfit)).collect()
}

/// True when the study is of a format that this program may write.
pub fn may_write(config: &StudyConfig) -> bool {
    config.format <= FORMAT
}

/// A file as it was found: enough to see that it changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Stamp {
    /// Length in bytes.
    pub length: u64,
    /// Time of the last change.
    pub modified: Option<SystemTime>,
    /// Its number on the disk, where there is one: another file under the same name has another.
    pub inode: u64,
}

impl Stamp {
    /// The stamp of a file; `None` when it is not there.
    pub fn of(path: &Path) -> Option<Self> {
        fs::metadata(path).ok().map(|found| Self::from_metadata(&found))
    }

    /// The stamp in metadata.
    pub fn from_metadata(found: &fs::Metadata) -> Self {
        #[cfg(unix)]
        let inode = std::os::unix::fs::MetadataExt::ino(found);
        #[cfg(not(unix))]
        let inode = 0;
        Self { length: found.len(), modified: found.modified().ok(), inode }
    }
}

/// What stands below a folder of the study.
#[derive(Debug, Default)]
pub struct Below {
    /// The files with the endings that were asked for, as paths with `/` relative to the study, sorted.
    pub files: Vec<String>,
    /// The folders among which they were looked for.
    pub folders: Vec<String>,
    /// What could not be looked at.
    pub problems: Vec<Problem>,
}

/// All files below `folder` with one of these endings; hidden ones are left out.
pub fn files_below(root: &Path, folder: &str, endings: &[&str]) -> Vec<String> {
    look_below(root, folder, endings).files
}

/// The same, with what could not be looked at. Links to files are followed, links to folders are not.
pub fn look_below(root: &Path, folder: &str, endings: &[&str]) -> Below {
    let mut below = Below::default();
    let mut open = vec![folder.to_owned()];
    while let Some(folder) = open.pop() {
        let entries = match fs::read_dir(root.join(&folder)) {
            Ok(entries) => entries,
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => continue,
            Err(error) => {
                let what = format!("this folder cannot be looked into ({error}); check its rights");
                below.problems.push(Problem::file(folder, what));
                continue;
            }
        };
        for entry in entries {
            match entry {
                Ok(entry) => below.add(&folder, &entry, endings, &mut open),
                Err(error) => {
                    let what = format!("a part of this folder cannot be read ({error}); check the disk");
                    below.problems.push(Problem::file(&folder, what));
                }
            }
        }
    }
    below.files.sort();
    below.folders.sort();
    below.problems.sort_by(|a, b| a.path.cmp(&b.path));
    below
}

impl Below {
    fn add(&mut self, folder: &str, entry: &fs::DirEntry, endings: &[&str], open: &mut Vec<String>) {
        let name = entry.file_name();
        let path = format!("{folder}/{}", name.to_string_lossy());
        let lower = name.to_string_lossy().to_lowercase();
        if lower.starts_with('.') {
            return;
        }
        let wanted = endings.iter().any(|ending| lower.ends_with(ending));
        let link = entry.file_type().is_ok_and(|kind| kind.is_symlink());
        let kind =
            if link { fs::metadata(entry.path()).map(|found| found.file_type()) } else { entry.file_type() };
        let what = match kind {
            Ok(kind) if kind.is_dir() && link => {
                "is a link to a folder, and such links are not followed; put the folder itself here"
            }
            Ok(kind) if kind.is_dir() && name.to_str().is_some() => {
                self.folders.push(path.clone());
                open.push(path);
                return;
            }
            Ok(kind) if kind.is_file() && !wanted => return,
            Ok(kind) if kind.is_file() && name.to_str().is_some() => {
                self.files.push(path);
                return;
            }
            Ok(kind) if kind.is_file() || kind.is_dir() => "the name is no UTF-8; rename it",
            _ if !wanted => return,
            Ok(_) => "is no ordinary file; put an ordinary file here or rename it",
            Err(_) => {
                "is a link that leads nowhere, or cannot be looked at; put the file here or remove the link"
            }
        };
        self.problems.push(Problem::file(path, what));
    }
}

/// The documents of a study, from the heads of their files; no text is read.
pub fn read_documents(root: &Path, names: &mut Names) -> (Vec<Document>, Vec<Problem>) {
    let Below { files, mut problems, .. } = look_below(root, "corpus", &[".md", ".txt"]);
    let heads: Vec<_> = files.into_par_iter().map(|path| (read_head(root, &path), path)).collect();
    let mut documents: Vec<Document> = Vec::with_capacity(heads.len());
    let mut by_id: rustc_hash::FxHashMap<String, usize> = rustc_hash::FxHashMap::default();
    for (head, path) in heads {
        let Head { front, text_start, text_length, problem } = match head {
            Ok(head) => head,
            Err(error) => {
                problems.push(Problem::file(path, error.to_string()));
                continue;
            }
        };
        problems.extend(problem.map(|what| Problem::file(&path, what)));
        let id = front.id.clone().unwrap_or_else(|| id_from_path(&path));
        if id.contains(char::is_control) {
            let what =
                "its id (from `id:` or the file's name) holds a control character; give it another `id:`";
            problems.push(Problem::file(path, what));
            continue;
        }
        if let Some(&first) = by_id.get(&id) {
            let first: &Document = &documents[first];
            let what =
                format!("its id `{id}` is also that of {}; give one of them another `id:`", first.path);
            problems.push(Problem::file(path, what));
            continue;
        }
        by_id.insert(id.clone(), documents.len());
        documents.push(Document { key: names.number(&id), id, path, front, text_start, text_length });
    }
    (documents, problems)
}

/// The id of a document whose head gives none: its path under `corpus/` without ending.
pub fn id_from_path(path: &str) -> String {
    let path = path.strip_prefix("corpus/").unwrap_or(path);
    let stem = path.rfind('.').filter(|&dot| !path[dot..].contains('/')).map_or(path, |dot| &path[..dot]);
    stem.to_owned()
}

struct Head {
    front: FrontMatter,
    text_start: u32,
    text_length: u32,
    problem: Option<String>,
}

fn read_head(root: &Path, relative: &str) -> Result<Head, StoreError> {
    let path = root.join(relative);
    let fail = |error| StoreError::io(&path, "read it", error);
    let mut file = File::open(&path).map_err(fail)?;
    let length = file.metadata().map_err(fail)?.len();
    let length = u32::try_from(length).map_err(|_| StoreError::TooLong { path: relative.to_owned() })?;
    let mut bytes = vec![0; 4096.min(length as usize)];
    let read = fill(&mut file, &mut bytes).map_err(fail)?;
    bytes.truncate(read);
    let enough = (length as usize).min(HEAD_AT_MOST);
    let mut whole = head_is_whole(&bytes, length);
    while !whole && bytes.len() < enough {
        let start = bytes.len();
        bytes.resize((start * 4).clamp(1, enough), 0);
        let read = fill(&mut file, &mut bytes[start..]).map_err(fail)?;
        bytes.truncate(start + read);
        if read == 0 {
            break;
        }
        whole = head_is_whole(&bytes, length);
    }
    let (text, bad) = valid_prefix(&bytes);
    let mut parts = split(text);
    if parts.head.is_some() && !whole {
        parts = Split { head: None, ..split("") };
    }
    let (front, mut problem) = match parts.head.map_or(Ok(FrontMatter::default()), FrontMatter::parse) {
        Ok(front) => (front, None),
        Err(why) => {
            let what = format!("its head cannot be read ({why}); correct the lines between the two `---`");
            (FrontMatter::default(), Some(what))
        }
    };
    if bad {
        problem = Some(format!("byte {} is no UTF-8; save the file as UTF-8 in an editor", text.len()));
    }
    let text_start = parts.text_start as u32;
    Ok(Head { front, text_start, text_length: length - text_start.min(length), problem })
}

/// The bytes up to the first that is no UTF-8, and whether there is one: a character that is cut at the end is none.
fn valid_prefix(bytes: &[u8]) -> (&str, bool) {
    match simdutf8::compat::from_utf8(bytes) {
        Ok(text) => (text, false),
        Err(error) => {
            let whole = &bytes[..error.valid_up_to()];
            (std::str::from_utf8(whole).unwrap_or_default(), error.error_len().is_some())
        }
    }
}

/// True when `bytes`, the first of a file of this length, hold its whole head, or show that it has none.
fn head_is_whole(bytes: &[u8], length: u32) -> bool {
    let (known, bad) = valid_prefix(bytes);
    let parts = split(known);
    let closed = parts.text_start < known.len() || known.ends_with('\n') || bytes.len() == length as usize;
    bad || parts.head.is_some() && closed || !known.trim_start_matches('\u{feff}').starts_with("---")
}

fn fill(file: &mut File, buffer: &mut [u8]) -> std::io::Result<usize> {
    let mut read = 0;
    while read < buffer.len() {
        match file.read(&mut buffer[read..]) {
            Ok(0) => break,
            Ok(count) => read += count,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(read)
}

/// A family file as it was read.
#[derive(Clone, Debug)]
pub struct FamilyText {
    /// Path relative to the study.
    pub path: String,
    /// The file's words.
    pub toml: String,
    /// The file as it was found.
    pub stamp: Option<Stamp>,
    /// True while a change of ours may still be on its way to the disk.
    pub waiting: bool,
}

/// The family files of a study; one that cannot be read or parsed is said and left out.
pub fn read_families(root: &Path) -> (Vec<FamilyText>, Vec<ReadFamily>, Vec<Problem>) {
    let mut texts = Vec::new();
    let mut families = Vec::new();
    let Below { files, mut problems, .. } = look_below(root, "codebook", &[".toml"]);
    for path in files {
        let full = root.join(&path);
        let stamp = Stamp::of(&full);
        let toml = match fs::read_to_string(&full) {
            Ok(toml) => toml,
            Err(error) => {
                problems.push(Problem::file(&path, StoreError::io(&full, "read it", error).to_string()));
                continue;
            }
        };
        let conflict = Conflict::find(&toml);
        if let Some(conflict) = &conflict {
            let what = format!(
                "{conflict}; until then the side that was here counts, and nothing is written into it"
            );
            problems.push(Problem::line(&path, conflict.lines[0], what));
        }
        match ReadFamily::parse(&path, conflict.as_ref().map_or(&toml, |conflict| &conflict.ours)) {
            Ok(family) => {
                let note =
                    |note: &LineNote| Problem::line(&path, note.line, &note.what).severity(Severity::Note);
                problems.extend(family.notes.iter().map(note));
                families.push(family);
            }
            Err(why) => {
                let what = format!(
                    "the family cannot be read ({why}); its codes are kept in the codings, correct the file"
                );
                problems.push(Problem::file(&path, what));
            }
        }
        texts.push(FamilyText { path, toml, stamp, waiting: false });
    }
    (texts, families, problems)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn write(root: &Path, path: &str, text: &str) {
        fs::create_dir_all(root.join(path).parent().unwrap()).unwrap();
        fs::write(root.join(path), text).unwrap();
    }

    #[test]
    fn a_new_study_is_found_from_below_and_made_once() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("een studie");
        init(&root, "Een studie", "nl", &[("lm.toml", "family = \"lm\"\n")]).unwrap();
        assert_eq!(read_config(&root).unwrap().title, "Een studie");
        assert_eq!(find_study(&root.join("corpus")), Some(root.canonicalize().unwrap()));
        assert!(matches!(init(&root, "x", "nl", &[]), Err(StoreError::StudyExists(_))));
        assert_eq!(find_study(folder.path()), None);
        assert_eq!(fs::read_to_string(root.join(".gitattributes")).unwrap(), GIT_ATTRIBUTES);
    }

    #[test]
    fn documents_have_ids_from_head_or_path_and_clashes_are_said() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        write(root, "corpus/a.md", "---\nid: d1\ntitle: Een\n---\nTekst é\n");
        write(root, "corpus/diep/b.v2.txt", "zonder kop\n");
        write(root, "corpus/z.md", "---\nid: d1\n---\n");
        write(root, "corpus/fout.md", "---\nid: [\n---\nx\n");
        write(root, "corpus/.verborgen.md", "x");
        write(root, "corpus/plaatje.png", "x");
        write(root, "corpus/lang.md", &format!("---\nid: lang\nnotitie: {}\n---\nslot\n", "x".repeat(9000)));
        let (documents, problems) = read_documents(root, &mut Names::default());
        let ids: Vec<_> = documents.iter().map(|d| (d.id.as_str(), d.text_length)).collect();
        assert_eq!(ids, [("d1", 9), ("diep/b.v2", 11), ("fout", 2), ("lang", 5)]);
        assert_eq!(problems.len(), 2, "{problems:?}");
        assert!(problems.iter().any(|p| p.path == "corpus/z.md" && p.what.contains("corpus/a.md")));
        assert!(problems.iter().any(|p| p.path == "corpus/fout.md" && p.what.contains("line 2")));
    }

    #[test]
    fn a_head_is_the_same_to_who_reads_the_head_alone() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path();
        let filled = |bytes: usize, rest: &str| {
            let head = "---\nid: x\nnotitie: ";
            format!("{head}{}\n---{rest}", "y".repeat(bytes - head.len() - 4))
        };
        // The pieces in which a head is read end at 4 KiB, 16 KiB, 64 KiB and 256 KiB.
        for piece in [4096, 16384, 65536, HEAD_AT_MOST] {
            for bytes in piece - 3..=piece + 3 {
                for rest in ["", "\n", "\ntekst\n", "\r\ntekst", "x: 1\n---\nslot\n", " \nslot"] {
                    let file = filled(bytes, rest);
                    write(root, "corpus/d.md", &file);
                    let (documents, problems) = read_documents(root, &mut Names::default());
                    assert_eq!(problems, [], "{bytes} {rest:?}");
                    let expected = split(&file);
                    let found = (documents[0].text_start as usize, documents[0].front.id.is_some());
                    assert_eq!(found, (expected.text_start, expected.head.is_some()), "{bytes} {rest:?}");
                    assert_eq!(documents[0].text_length as usize, file.len() - expected.text_start);
                }
            }
        }
    }

    #[test]
    fn attributes_that_git_has_already_stay() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(".gitattributes");
        fs::write(&path, "*.png binary\ncorpus/** -text").unwrap();
        init(folder.path(), "x", "nl", &[]).unwrap();
        let expected = "*.png binary\ncorpus/** -text\ncodings/**/*.jsonl text eol=lf merge=union\n";
        assert_eq!(fs::read_to_string(&path).unwrap(), expected);
    }
}
