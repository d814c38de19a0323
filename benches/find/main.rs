//! Finding text, side by side with what people would use: `cargo bench --bench find`.
//!
//! Makes a study (size M, or `KANTLIJN_SIZE=L`; or takes that of `KANTLIJN_STUDY`), builds an index of it and a plain tantivy
//! index with the same words, and asks both the same questions; `rg` reads the files, where it is installed. Each build is a
//! process of its own, so that its memory can be told. Times are milliseconds, the middle one and the one that 95 % stay
//! under. A step alone (`build`, `bare`, `ask`, `type`, `cold`) is done with its name in `KANTLIJN_BENCH_STEP` and the folder
//! for both indexes in `KANTLIJN_HOME`; `KANTLIJN_ONLY` narrows `ask` to the question of that name, and
//! `type` to those that hold it, each of whose letters it then shows.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its study cannot go on")]

mod bare;
mod questions;
mod screen;

use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

use kantlijn::import::generate::{Size, write_study};
use kantlijn::index::finder::{Corpus, Finder};
use kantlijn::index::{Cancel, TextFinder};
use kantlijn::model::names::Names;
use kantlijn::store::Places;
use kantlijn::store::folder::read_documents;

/// What a child process is to do.
const STEP: &str = "KANTLIJN_BENCH_STEP";
/// How often a question is asked.
const TIMES: usize = 41;

fn main() {
    let study = std::env::var("KANTLIJN_STUDY").map(PathBuf::from);
    match (std::env::var(STEP).as_deref(), study) {
        (Ok("build"), Ok(study)) => build(&study),
        (Ok("bare"), Ok(study)) => bare_build(&study),
        (Ok("cold"), Ok(study)) => cold(&study),
        (Ok("ask"), Ok(study)) => ask(&study, &home()),
        (Ok("type"), Ok(study)) => screen::type_questions(&study, &Places::under(&home())),
        (_, Ok(study)) => measure(&study),
        (_, Err(_)) => {
            let folder = tempfile::tempdir().unwrap();
            let name = std::env::var("KANTLIJN_SIZE").unwrap_or_else(|_| "M".to_owned());
            let size = Size { codings: 0, ..Size::named(&name).unwrap() };
            write_study(folder.path(), size, 1, |_| {}).unwrap();
            measure(folder.path());
        }
    }
}

fn measure(study: &Path) {
    let home = tempfile::tempdir().unwrap();
    let load = std::fs::read_to_string("/proc/loadavg").unwrap_or_default();
    println!("load {}", load.trim());
    let bytes = text_bytes(study);
    println!("{} documents, {:.1} MB", documents(study), bytes as f64 / 1e6);
    for step in ["build", "bare", "build", "bare"] {
        run(step, study, home.path());
    }
    ask(study, home.path());
    for _ in 0..5 {
        run("cold", study, home.path());
    }
    let places = Places::under(home.path());
    screen::type_questions(study, &places);
    screen::walk_screens(study, &places);
}

/// Asks the index that was built, and the plain one beside it.
fn ask(study: &Path, home: &Path) {
    let finder = Finder::open(&corpus(study), &Places::under(home), &Cancel::default()).unwrap();
    assert!(!finder.wants_build(), "the index that was built is found");
    questions::ask(&finder, &bare::Bare::open(&home.join("bare")), study);
}

/// Does a step in a process of its own.
fn run(step: &str, study: &Path, home: &Path) {
    let program = std::env::current_exe().unwrap();
    let begun = Instant::now();
    let mut child = Command::new(program);
    child.env(STEP, step).env("KANTLIJN_STUDY", study).env("KANTLIJN_HOME", home);
    assert!(child.status().unwrap().success());
    if step == "cold" {
        println!("cold, whole process: {:.1} ms", milliseconds(begun.elapsed()));
    }
}

fn home() -> PathBuf {
    PathBuf::from(std::env::var("KANTLIJN_HOME").unwrap())
}

fn build(study: &Path) {
    let corpus = corpus(study);
    let places = Places::under(&home());
    let _ = std::fs::remove_dir_all(places.index_of(study));
    let cancel = Cancel::default();
    let begun = Instant::now();
    let scan = Finder::open(&corpus, &places, &cancel).unwrap();
    let opened = begun.elapsed();
    let begun = Instant::now();
    let built = scan.build(&|_| {}, &cancel).unwrap();
    report("build", begun.elapsed(), &places.index_of(study));
    println!("  first look at all texts, before any index: {:.0} ms", milliseconds(opened));
    assert!(built.note().is_none());
}

fn bare_build(study: &Path) {
    let folder = home().join("bare");
    let _ = std::fs::remove_dir_all(&folder);
    let begun = Instant::now();
    bare::build(&corpus_paths(study), &folder);
    report("bare tantivy", begun.elapsed(), &folder);
}

fn report(what: &str, took: Duration, folder: &Path) {
    println!(
        "{what}: {:.2} s, {:.0} MB on disk, peak {} MB",
        took.as_secs_f64(),
        size(folder) as f64 / 1e6,
        peak()
    );
}

/// The most memory that this process ever had, in MB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    line.and_then(|line| line.trim().trim_end_matches(" kB").parse::<u64>().ok()).unwrap_or(0) / 1024
}

/// From nothing to the number of hits of one word.
fn cold(study: &Path) {
    let begun = Instant::now();
    let corpus = corpus(study);
    let listed = begun.elapsed();
    let finder = Finder::open(&corpus, &Places::under(&home()), &Cancel::default()).unwrap();
    let opened = begun.elapsed();
    let found = finder.turns(&questions::word("samenwerking"), &Cancel::default()).unwrap();
    println!(
        "cold: heads {:.1} ms, index {:.1} ms, {} hits {:.1} ms",
        milliseconds(listed),
        milliseconds(opened.saturating_sub(listed)),
        found.len(),
        milliseconds(begun.elapsed().saturating_sub(opened))
    );
}

fn corpus(study: &Path) -> Corpus {
    Corpus::new(study, &read_documents(study, &mut Names::default()).0)
}

/// Path and labels of speakers of each document, by path.
fn corpus_paths(study: &Path) -> Vec<(PathBuf, Vec<String>)> {
    let mut documents = read_documents(study, &mut Names::default()).0;
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    let labels = |document: &kantlijn::model::Document| {
        document.speaker_labels().into_iter().map(str::to_owned).collect()
    };
    documents.iter().map(|document| (study.join(&document.path), labels(document))).collect()
}

fn documents(study: &Path) -> usize {
    read_documents(study, &mut Names::default()).0.len()
}

fn text_bytes(study: &Path) -> u64 {
    read_documents(study, &mut Names::default())
        .0
        .iter()
        .map(|document| u64::from(document.text_length))
        .sum()
}

/// Length of all files below a folder, in bytes.
fn size(folder: &Path) -> u64 {
    let mut sum = 0;
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let kind = entry.metadata().unwrap();
        sum += if kind.is_dir() { size(&entry.path()) } else { kind.len() };
    }
    sum
}

/// How long `work` takes: the middle one of many times, and the one that 95 % stay under.
fn timed<R>(mut work: impl FnMut() -> R) -> (f64, f64) {
    let mut times: Vec<f64> = (0..TIMES)
        .map(|_| {
            let begun = Instant::now();
            std::hint::black_box(work());
            milliseconds(begun.elapsed())
        })
        .collect();
    times.sort_by(f64::total_cmp);
    (times[TIMES / 2], times[TIMES * 95 / 100])
}

fn milliseconds(time: Duration) -> f64 {
    time.as_secs_f64() * 1e3
}
