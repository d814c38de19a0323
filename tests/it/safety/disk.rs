//! A disk that is full or cannot be written: said with the file and a cure, nothing called done, nothing half left
//! behind, and everything written once there is room.

#![cfg(unix)]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kantlijn::model::{Body, Uuid};
use kantlijn::store::{Places, Severity, StoreError};

use super::bench::{Bench, body, code, count, has, open, said, snapshot, try_code};

const STUDY: &str = "KANTLIJN_TEST_FULL";

/// Does nothing when it is run as a test; else it codes until the disk is full, and says what is done.
#[test]
fn the_process_that_fills_the_disk() {
    let Some(root) = std::env::var_os(STUDY).map(PathBuf::from) else { return };
    let mut open = open(&root, &Places::under(&root.with_file_name("thuis")), "anna");
    for place in 0..10_000 {
        let bodies: Vec<Body> = (0..=place % 4).map(|part| body(&mut open, place + part)).collect();
        let receipt = open.commit(bodies).unwrap();
        match open.wait() {
            Ok(()) => receipt.ids.iter().for_each(|id| println!("+{id}")),
            Err(error) => {
                println!("!{error}");
                // Asked again it is still full, and still waiting.
                assert!(open.wait().is_err());
                assert_eq!(open.waiting(), 1);
                return;
            }
        }
    }
    println!("!never full");
}

/// Runs that process in a shell that lets no file grow past `blocks` of 512 or 1024 bytes.
fn fill(root: &Path, blocks: u32) -> (Vec<Uuid>, String) {
    let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
    let output = Command::new("sh")
        .args(["-c", &script])
        .arg(std::env::current_exe().unwrap())
        .args(["--exact", "safety::disk::the_process_that_fills_the_disk", "--nocapture"])
        .env(STUDY, root)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let words = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{words}\n{}", String::from_utf8_lossy(&output.stderr));
    let done =
        words.lines().filter_map(|line| line.strip_prefix('+')).map(|id| id.parse().unwrap()).collect();
    let error = words.lines().find_map(|line| line.strip_prefix('!')).unwrap_or_default().to_owned();
    (done, error)
}

#[test]
fn a_file_that_may_not_grow_keeps_what_is_done_and_nothing_else() {
    for blocks in [4, 9, 21] {
        let bench = Bench::new();
        let (done, error) = fill(&bench.root, blocks);
        assert!(error.contains(".jsonl: cannot write your codings to it"), "{error}");
        assert!(error.contains("free some room"), "{error}");
        assert!(done.len() >= 3, "{done:?}");
        let journal = fs::read(bench.journal("anna")).unwrap();
        assert!(journal.ends_with(b"\n"), "no half line stays behind");
        let mut open = bench.open("anna");
        assert_eq!(said(&open), [""; 0]);
        assert!(done.iter().all(|id| has(&open, *id)));
        assert_eq!(count(&open), done.len(), "what was not done is not there");
        let more = code(&mut open, 1);
        drop(open);
        assert!(has(&bench.read(), more));
    }
}

#[test]
fn a_full_disk_is_said_and_what_waits_is_written_once_there_is_room() {
    if !Path::new("/dev/full").exists() {
        println!("skipped: this system has no /dev/full");
        return;
    }
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let first = code(&mut open, 0);
    let journal = bench.journal("anna");
    let aside = bench.folder().join("aside");
    fs::rename(&journal, &aside).unwrap();
    std::os::unix::fs::symlink("/dev/full", &journal).unwrap();
    let mut waiting = Vec::new();
    for place in 1..4 {
        let body = body(&mut open, place);
        waiting.extend(open.commit(vec![body]).unwrap().ids);
        let error = open.wait().unwrap_err().to_string();
        assert!(error.contains("No space left") && error.contains("free some room"), "{error}");
    }
    assert_eq!(open.waiting(), 3);
    assert!(waiting.iter().all(|id| has(&open, *id)), "shown, as pending");
    fs::remove_file(&journal).unwrap();
    fs::rename(&aside, &journal).unwrap();
    open.wait().unwrap();
    assert_eq!(open.waiting(), 0);
    open.refresh(false);
    let again = bench.read();
    assert!(has(&again, first) && waiting.iter().all(|id| has(&again, *id)));
    assert_eq!(said(&again), [""; 0]);
    assert_eq!(count(&again), 4);
}

/// True, and said, when nothing can be forbidden to this person.
fn is_root(folder: &Path) -> bool {
    let probe = folder.join("probe");
    fs::create_dir(&probe).unwrap();
    set_rights(&probe, 0o555);
    let root = fs::write(probe.join("x"), "x").is_ok();
    if root {
        println!("skipped: this person may write everywhere (root)");
    }
    set_rights(&probe, 0o755);
    fs::remove_dir_all(&probe).unwrap();
    root
}

fn set_rights(path: &Path, mode: u32) {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
}

#[test]
fn a_read_only_study_is_read_and_says_why_it_cannot_be_written() {
    let bench = Bench::new();
    if is_root(bench.folder()) {
        return;
    }
    code(&mut bench.open("anna"), 0);
    let folders = ["", "codings", "codings/anna", "codebook", "corpus"].map(|path| bench.root.join(path));
    let journal = bench.journal("anna");
    let before = snapshot(&bench.root);
    set_rights(&journal, 0o444);
    for folder in &folders {
        set_rights(folder, 0o555);
    }
    let mut open = bench.open("anna");
    let error = try_code(&mut open, 3).unwrap_err().to_string();
    let mut other = bench.open("bram");
    let other_error = try_code(&mut other, 3).unwrap_err().to_string();
    drop((open, other));
    for folder in &folders {
        set_rights(folder, 0o755);
    }
    assert!(
        error.contains("Permission denied") && error.contains("check who owns it and its rights"),
        "{error}"
    );
    assert!(other_error.contains("bram") && other_error.contains("check who owns it"), "{other_error}");
    assert_eq!(snapshot(&bench.root), before);
}

#[test]
fn a_folder_that_may_not_be_looked_into_is_said() {
    let bench = Bench::new();
    if is_root(bench.folder()) {
        return;
    }
    code(&mut bench.open("anna"), 0);
    code(&mut bench.open("bram"), 1);
    for path in ["codings/bram", "corpus", "codings"] {
        set_rights(&bench.root.join(path), 0o000);
        let open = bench.read();
        let words = said(&open);
        assert!(
            words.iter().any(|word| word.starts_with(path) && word.contains("check its rights")),
            "{words:?}"
        );
        assert!(open.problems.iter().any(|problem| problem.severity == Severity::Error));
        set_rights(&bench.root.join(path), 0o755);
    }
}

#[test]
fn a_study_that_goes_away_and_comes_back_loses_nothing() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let first = code(&mut open, 0);
    let away = bench.folder().join("elders");
    fs::rename(&bench.root, &away).unwrap();
    open.refresh(true);
    assert!(has(&open, first), "nothing is forgotten");
    assert!(said(&open).iter().any(|word| word.contains("no longer there")), "{:?}", said(&open));
    // The text is no longer at hand to be coded, but what is known can be changed.
    let key = open.study.find_coding(first).unwrap();
    let star = kantlijn::model::edit::star(&open.study, open.coder().unwrap(), key, true).unwrap();
    open.commit(vec![star]).unwrap();
    assert!(matches!(open.wait(), Err(StoreError::StudyGone(_))));
    assert!(!bench.root.exists(), "no second study is made in its place");
    fs::rename(&away, &bench.root).unwrap();
    open.wait().unwrap();
    open.refresh(true);
    assert_eq!(said(&open), [""; 0]);
    drop(open);
    let open = bench.read();
    let key = open.study.find_coding(first).unwrap();
    assert!(open.study.coding(key).important);
}
