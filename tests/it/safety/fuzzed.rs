//! Every reader over bytes that nobody would write: the examples in `tests/fuzz/seeds` and mutations of them that are the same every
//! time. `cargo +nightly fuzz run --fuzz-dir tests/fuzz journal` looks further; what it finds becomes an example.
//! `KANTLIJN_MUTATIONS=100000` makes more of them, `KANTLIJN_TARGET=docx` keeps to one target.

#[path = "../../fuzz/targets.rs"]
mod targets;

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::Path;

use crate::golden::Dice;

pub use targets::steers;

/// Pieces that readers know, put in anywhere.
const PIECES: [&[u8]; 24] = [
    b"\"",
    b"{",
    b"}",
    b"[",
    b"]",
    b"\\",
    b"---\n",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xef\xbb\xbf",
    b"null",
    b"-1",
    b"1e999",
    b"18446744073709551616",
    b"\\ud800",
    b"\xff",
    b"&a *a ",
    b"[[code]]\n",
    "\u{202e}".as_bytes(),
    "e\u{301}\u{200d}".as_bytes(),
    b"<![CDATA[",
    b"|",
    b"=\"x\" ",
];

fn mutations() -> usize {
    std::env::var("KANTLIJN_MUTATIONS").ok().and_then(|number| number.parse().ok()).unwrap_or(400)
}

fn seeds(name: &str) -> Vec<Vec<u8>> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name);
    let mut paths: Vec<_> = fs::read_dir(&folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    paths.into_iter().map(|path| fs::read(path).unwrap()).collect()
}

/// One to six changes: bytes go, bytes change, a piece comes in, a part of another example, a part again and again.
fn mutated(seeds: &[Vec<u8>], dice: &mut Dice) -> Vec<u8> {
    let mut bytes = seeds[dice.below(seeds.len())].clone();
    for _ in 0..=dice.below(6) {
        let at = dice.below(bytes.len() + 1);
        let end = (at + dice.below(12)).min(bytes.len());
        match dice.below(5) {
            0 => drop(bytes.drain(at..end)),
            1 => bytes[at..end].iter_mut().for_each(|byte| *byte ^= 1 << dice.below(8)),
            2 => drop(bytes.splice(at..end, PIECES[dice.below(PIECES.len())].iter().copied())),
            3 => {
                let other = &seeds[dice.below(seeds.len())];
                let from = dice.below(other.len() + 1);
                let to = (from + dice.below(64)).min(other.len());
                bytes.splice(at..end, other[from..to].iter().copied());
            }
            _ => {
                let part = bytes[at..end].repeat(1 + dice.below(40));
                bytes.splice(at..end, part);
            }
        }
    }
    bytes
}

#[test]
fn no_reader_panics_or_contradicts_itself() {
    let only = std::env::var("KANTLIJN_TARGET").ok();
    for (name, _) in targets::TARGETS.iter().filter(|(name, _)| only.as_ref().is_none_or(|only| only == name))
    {
        let seeds = seeds(name);
        assert!(!seeds.is_empty(), "{name} has examples");
        let mut dice = Dice::new(name);
        let more = (0..mutations()).map(|_| mutated(&seeds, &mut dice)).collect::<Vec<_>>();
        for bytes in seeds.iter().chain(&more) {
            let ran = catch_unwind(AssertUnwindSafe(|| targets::run(name, bytes)));
            assert!(ran.is_ok(), "{name}: {:?}", String::from_utf8_lossy(bytes));
        }
    }
}

#[test]
fn every_target_is_also_one_of_cargo_fuzz() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz");
    let manifest: toml_edit::DocumentMut =
        fs::read_to_string(folder.join("Cargo.toml")).unwrap().parse().unwrap();
    let bins = manifest["bin"].as_array_of_tables().unwrap();
    let bins: Vec<&str> = bins.iter().map(|bin| bin["name"].as_str().unwrap()).collect();
    assert_eq!(bins, targets::TARGETS.iter().map(|(name, _)| *name).collect::<Vec<_>>());
}

#[test]
fn every_format_has_a_target() {
    let missing = |id: &&str| !targets::TARGETS.iter().any(|(name, _)| name == id);
    let names = kantlijn::import::format::Format::ALL.into_iter().map(|format| match format.id() {
        "text" => "plain_text",
        "refi-qda" => "refi",
        id => id,
    });
    assert_eq!(names.filter(missing).collect::<Vec<_>>(), [""; 0]);
}
