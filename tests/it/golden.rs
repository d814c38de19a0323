//! The conformance cases of docs/format.md, under `tests/golden`: read by the plain fold and by the store, as they
//! stand, shuffled, split, doubled, and arriving piece by piece.
//!
//! The cases are folders of data with the state that a reader must find; `tests/golden/fold.py` is another reader.
//! `KANTLIJN_GOLDEN=DIR` takes the cases of another folder, such as those that `fold.py --invent` makes.

mod case;
pub mod dice;

pub use dice::Dice;
pub mod state;

use std::fs;
use std::path::{Path, PathBuf};

use case::{Case, cases};
use kantlijn::store::{Access, OpenStudy, Places};
use serde_json::Value;

/// How many times each case is shuffled.
const ROUNDS: u64 = 8;

/// A folder for a study and the person's folders beside it.
struct Table {
    _folder: tempfile::TempDir,
    root: PathBuf,
    places: Places,
}

impl Table {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("study");
        fs::create_dir(&root).unwrap();
        fs::write(root.join("kantlijn.toml"), "format = 1\n").unwrap();
        let places = Places::under(&folder.path().join("person"));
        Self { _folder: folder, root, places }
    }

    fn open(&self) -> OpenStudy {
        OpenStudy::open(&self.root, &self.places, &Access::Read, Box::new(|| {})).unwrap()
    }

    fn write(&self, path: &str, bytes: &[u8]) {
        write(&self.root.join(path), bytes);
    }
}

fn write(path: &Path, bytes: &[u8]) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn there_are_cases_and_each_says_what_it_shows() {
    let cases = cases();
    assert!(cases.len() >= 30 || std::env::var_os("KANTLIJN_GOLDEN").is_some(), "{}", cases.len());
    for case in cases {
        assert!(case.expected["about"].as_str().is_some_and(|about| about.len() > 5), "{}", case.name);
    }
}

#[test]
fn the_plain_fold_gives_the_expected_state() {
    for case in cases() {
        let (layers, damaged) = state::by_plain_fold(&case.journals());
        assert_eq!(layers, case.expected["layers"], "{}", case.name);
        assert_eq!(damaged, case.damaged(), "{}", case.name);
    }
}

#[test]
fn the_store_gives_the_expected_state_and_writes_nothing() {
    for case in cases() {
        let table = Table::new();
        for (path, bytes) in &case.files {
            table.write(path, bytes);
        }
        let mut open = table.open();
        assert_eq!(state::of_layers(&open.study), case.expected["layers"], "{}", case.name);
        let (damaged, unfinished) = state::reported(&open);
        assert_eq!(damaged, case.damaged(), "{}", case.name);
        assert_eq!(unfinished, case.unfinished(), "{}", case.name);
        for (key, found) in [
            ("texts", state::of_texts(&mut open)),
            ("verdicts", state::of_verdicts(&mut open)),
            ("places", state::of_places(&mut open)),
            ("revisions", state::of_revisions(&open.study)),
        ] {
            if let Some(expected) = case.expected.get(key) {
                assert_eq!(&found, expected, "{}: {key}", case.name);
            }
        }
        let findings = open.check();
        assert!(findings.len() >= open.problems.len());
        drop(open);
        for (path, bytes) in &case.files {
            assert_eq!(&fs::read(table.root.join(path)).unwrap(), bytes, "{}: {path}", case.name);
        }
    }
}

#[test]
fn lines_in_any_order_in_any_files_any_number_of_times_are_the_same_state() {
    for case in cases().into_iter().filter(|case| !case.fixed()) {
        for round in 0..ROUNDS {
            let mut dice = Dice::new(&format!("{} {round}", case.name));
            let shuffled = shuffled(&case, &mut dice);
            let (layers, _) = state::by_plain_fold(&shuffled);
            assert_eq!(layers, case.expected["layers"], "plain, {} {round}", case.name);
            let table = Table::new();
            for (path, bytes) in &shuffled {
                table.write(path, bytes);
            }
            assert_eq!(state::of_layers(&table.open().study), layers, "store, {} {round}", case.name);
        }
    }
}

#[test]
fn lines_that_arrive_piece_by_piece_are_the_same_state() {
    for case in cases() {
        for round in 0..2 {
            let mut dice = Dice::new(&format!("{} {round} pieces", case.name));
            let files = if round == 0 || case.fixed() { case.journals() } else { shuffled(&case, &mut dice) };
            let table = Table::new();
            let mut open = table.open();
            // Where files stand before each other matters in these.
            let files: Vec<_> = if case.fixed() {
                files.into_iter().map(|(path, bytes)| (path, vec![bytes])).collect()
            } else {
                files.into_iter().map(|(path, bytes)| (path, dice.pieces(&bytes))).collect()
            };
            let mut left = files;
            while !left.is_empty() {
                let at = if case.fixed() { 0 } else { dice.below(left.len()) };
                let (path, pieces) = &mut left[at];
                append(&table.root.join(&path), &pieces.remove(0));
                if pieces.is_empty() {
                    left.remove(at);
                }
                open.refresh(false);
            }
            assert_eq!(state::of_layers(&open.study), case.expected["layers"], "{} {round}", case.name);
            let (damaged, unfinished) = state::reported(&open);
            let (damaged_again, unfinished_again) = state::reported(&table.open());
            assert_eq!(damaged, damaged_again, "{} {round}", case.name);
            assert_eq!(unfinished, unfinished_again, "{} {round}", case.name);
        }
    }
}

fn append(path: &Path, bytes: &[u8]) {
    let mut whole = fs::read(path).unwrap_or_default();
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    whole.extend_from_slice(bytes);
    // In place, as a program does that appends.
    let mut file = fs::OpenOptions::new().create(true).append(true).open(path).unwrap();
    std::io::Write::write_all(&mut file, bytes).unwrap();
    assert_eq!(fs::read(path).unwrap(), whole);
}

/// The whole lines of each layer in another order, some twice, over one to three files.
fn shuffled(case: &Case, dice: &mut Dice) -> Vec<(String, Vec<u8>)> {
    let mut layers: std::collections::BTreeMap<String, Vec<Vec<u8>>> = std::collections::BTreeMap::new();
    for (path, bytes) in case.journals() {
        let coder = path.split('/').nth(1).unwrap().to_owned();
        let whole = bytes.rsplitn(2, |byte| *byte == b'\n').nth(1).unwrap_or_default();
        layers.entry(coder).or_default().extend(whole.split(|byte| *byte == b'\n').map(<[u8]>::to_vec));
    }
    let mut files = Vec::new();
    for (coder, mut lines) in layers {
        for _ in 0..dice.below(4) {
            lines.push(lines[dice.below(lines.len())].clone());
        }
        dice.shuffle(&mut lines);
        let mut parts = vec![Vec::new(); 1 + dice.below(3)];
        for line in lines {
            let part = dice.below(parts.len());
            parts[part].extend(line);
            parts[part].extend_from_slice(if dice.below(4) == 0 { b"\r\n" } else { b"\n" });
        }
        for (number, part) in parts.into_iter().enumerate() {
            files.push((format!("codings/{coder}/{number}aa0{}.jsonl", dice.below(10)), part));
        }
    }
    files
}

#[test]
fn the_example_of_the_format_page_is_a_case() {
    let page = include_str!("../../docs/format.md");
    let block = |fence: &str| page.split(fence).nth(1).unwrap().split("```").next().unwrap().to_owned();
    let folder = case::folder().join("example");
    if !folder.exists() {
        return;
    }
    let file = |path: &str| fs::read_to_string(folder.join(path)).unwrap();
    assert_eq!(block("```jsonl\n"), file("codings/anna/4f2a90c1d3e7.jsonl"));
    assert_eq!(block("```toml\n"), file("codebook/lm.toml"));
    assert_eq!(block("```\n---\nid: d1"), file("corpus/d1.md").strip_prefix("---\nid: d1").unwrap());
    let expected: Value = serde_json::from_str(&file("expected.json")).unwrap();
    assert!(page.contains(expected["texts"]["d1"].as_str().unwrap()));
    assert!(page.contains(expected["revisions"]["grens"].as_str().unwrap()));
}
