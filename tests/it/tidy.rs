//! The house rules that no compiler knows, read from the files of the repository.
//!
//! A rule is a pure function of text that returns one sentence for each breach; here it meets the real files,
//! and beside the rule stands a test that shows it can fail.

mod code;
mod layers;
mod names;
mod tree;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

/// One text file of the repository.
struct File {
    /// Relative to the root, with `/` between folders.
    path: String,
    text: String,
}

#[test]
fn layers_use_only_what_stands_before_them() {
    hold(sources(&["src"]).iter().flat_map(|file| layers::breaches(&file.path, &file.text)));
}

#[test]
fn names_stay_in_the_layers_that_own_them() {
    hold(
        sources(&["src", "tests", "benches"]).iter().flat_map(|file| names::breaches(&file.path, &file.text)),
    );
}

#[test]
fn files_stay_below_500_lines() {
    hold(
        sources(&["src", "tests", "benches"])
            .iter()
            .filter_map(|file| tree::too_long(&file.path, &file.text)),
    );
}

#[test]
fn every_ignored_test_says_why() {
    hold(
        sources(&["src", "tests", "benches"])
            .iter()
            .flat_map(|file| tree::ignored_without_reason(&file.path, &file.text)),
    );
}

#[test]
fn the_lock_file_holds_one_crossterm_and_no_network_crate() {
    let lock = read("Cargo.lock");
    let banned = tree::banned_crates(&read(".deny.toml"));
    assert!(banned.len() > 10, "the list of banned crates in .deny.toml could not be read");
    hold(tree::lock_breaches(&lock, &banned));
}

#[test]
fn no_file_names_a_path_of_a_machine_or_the_host_of_a_registry() {
    let lock = "Cargo.lock";
    hold(
        tracked()
            .iter()
            .filter(|path| *path != lock)
            .filter_map(|path| fs::read(root().join(path)).ok().map(|bytes| (path, bytes)))
            .flat_map(|(path, bytes)| tree::machine_traces(path, &String::from_utf8_lossy(&bytes))),
    );
}

#[test]
fn the_top_level_stays_clean() {
    hold(tree::strays(tracked().iter().map(String::as_str)));
}

/// Fails with every breach on a line of its own.
#[track_caller]
fn hold(breaches: impl IntoIterator<Item = String>) {
    let breaches: Vec<String> = breaches.into_iter().collect();
    assert!(breaches.is_empty(), "\n{}\n", breaches.join("\n"));
}

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// The Rust files below `folders`, sorted by path.
fn sources(folders: &[&str]) -> Vec<File> {
    let mut paths = Vec::new();
    for folder in folders {
        walk(Path::new(folder), &mut paths);
    }
    let rust =
        paths.into_iter().filter(|path| Path::new(path).extension().is_some_and(|ending| ending == "rs"));
    let files: Vec<File> = rust.map(|path| File { text: read(&path), path }).collect();
    assert!(files.iter().any(|file| file.path.ends_with("lib.rs") || file.path.starts_with("tests/")));
    files
}

/// The files that git tracks; without git (an unpacked archive) every file but those under `target`.
fn tracked() -> Vec<String> {
    let git = Command::new("git").args(["ls-files", "-z"]).current_dir(root()).output();
    if let Ok(output) = git
        && output.status.success()
        && !output.stdout.is_empty()
    {
        let list = String::from_utf8_lossy(&output.stdout);
        return list.split_terminator('\0').map(str::to_owned).collect();
    }
    let mut paths = Vec::new();
    walk(Path::new(""), &mut paths);
    paths
}

fn walk(folder: &Path, paths: &mut Vec<String>) {
    let Ok(entries) = fs::read_dir(root().join(folder)) else { return };
    let mut entries: Vec<PathBuf> =
        entries.filter_map(Result::ok).map(|entry| folder.join(entry.file_name())).collect();
    entries.sort();
    for entry in entries {
        let name = entry.to_string_lossy().replace('\\', "/");
        if root().join(&entry).is_dir() {
            if name != "target" && name != ".git" {
                walk(&entry, paths);
            }
        } else {
            paths.push(name);
        }
    }
}
