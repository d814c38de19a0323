//! Studies that the program makes: the sample study, an invented one; and pages of the manual.

use std::fs;
use std::path::{Path, PathBuf};

use super::Bench;

#[test]
fn the_sample_study_is_a_copy_that_stays() {
    let bench = Bench::empty();
    let demo = |arguments: &[&str]| PathBuf::from(bench.run_in(bench.home(), arguments).line());
    let first = demo(&["demo"]);
    assert!(first.starts_with(bench.home().join("data")), "{}", first.display());
    fs::write(first.join("corpus/eigen.md"), "Van mij.\n").unwrap();
    assert_eq!(demo(&["demo"]), first);
    let fresh = demo(&["demo", "--fresh"]);
    assert_ne!(fresh, first);
    assert!(first.join("corpus/eigen.md").exists() && !fresh.join("corpus/eigen.md").exists());
    assert_eq!(bench.run_in(&fresh, &["check"]).code, 0);
    let documents = bench.run_in(&fresh, &["documents", "--json"]).json();
    assert!(documents.as_array().unwrap().len() >= 4);
}

#[test]
#[cfg(unix)]
fn the_first_start_asks_who_codes_and_never_again() {
    use crate::pty::window::Window;
    let bench = Bench::empty();
    let open = || {
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.arg("demo");
        Window::of(command, bench.home(), (100, 30))
    };
    let mut window = open();
    window.shows("Who codes?");
    window.keys("a/b<enter>");
    window.shows("cannot be a coder's name");
    window.keys("zoë<enter>");
    window.wait("the screen", vt100::Screen::alternate_screen);
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    assert!(bench.read("config/kantlijn/config.toml").contains("coder = \"zoë\""));
    let mut again = open();
    again.wait("the screen at once", vt100::Screen::alternate_screen);
    assert!(!String::from_utf8(again.raw()).unwrap().contains("Who codes?"));
    assert_eq!(again.keys("<ctrl-q>").ended(), 0);
}

#[test]
#[cfg(unix)]
fn without_a_study_one_is_made_on_the_screen_and_found_there_again() {
    use crate::pty::window::Window;
    let bench = Bench::empty();
    let open = || {
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(["--coder", "anna"]);
        command.cwd(bench.home());
        Window::of(command, bench.home(), (80, 24))
    };
    let mut window = open();
    window.shows("Kantlijn");
    window.keys("<down><enter><ctrl-u>werk<enter><ctrl-u>Mijn vraag<enter>");
    window.shows("IMPORTEREN");
    window.keys("<esc>");
    window.shows("Mijn vraag");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    assert!(window.is_given_back(), "{}", window.contents());
    assert!(bench.home().join("werk/kantlijn.toml").is_file());
    let mut again = open();
    again.shows("/werk");
    again.keys("<enter>");
    again.shows("Mijn vraag");
    assert_eq!(again.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn an_invented_study_is_sound_and_the_same_every_time() {
    let bench = Bench::empty();
    bench.run_in(bench.home(), &["generate", "een", "--size", "S"]).done();
    let check = bench.run_in(&bench.home().join("een"), &["check"]).done();
    assert!(check.contains("1000 codings checked: 0 errors, 0 warnings"), "{check}");
    bench.run_in(bench.home(), &["generate", "twee", "--size", "s"]).done();
    let journal = |study: &str| bench.read(&format!("{study}/codings/anna/000000000000.jsonl"));
    assert_eq!(journal("een"), journal("twee"));
    let lines = bench.run_in(bench.home(), &["generate", "drie", "--size", "S", "--lines"]).done();
    let lines: Vec<&str> = lines.lines().take(200).collect();
    let file = bench.write("lijst.jsonl", lines.join("\n"));
    let study = bench.home().join("drie");
    let ids = bench.run_in(&study, &["code", "--batch", file.to_str().unwrap(), "--coder", "anna"]).done();
    assert_eq!(ids.lines().count(), 200);
    // One person gives what two gave there, so codes of an exclusive family may meet on a passage; quotes stand all the same.
    let check = bench.run_in(&study, &["check"]);
    assert!(check.code < 2 && !check.out.contains("the text changed"), "{check:?}");
}

#[test]
fn the_page_of_keys_is_made_from_the_program() {
    let page = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/keys.md")).unwrap();
    assert_eq!(
        Bench::empty().run_in(Path::new("."), &["docs", "keys"]).done(),
        page,
        "run `kantlijn docs keys`"
    );
}

#[test]
fn a_backup_of_the_day_brings_back_what_is_gone() {
    let bench = Bench::empty();
    let study = bench.home().join("studie");
    let study_path = study.display().to_string();
    assert_eq!(bench.run_in(bench.home(), &["init", &study_path]).code, 0);
    fs::write(study.join("corpus/d1.md"), "AA1: Een zin. Nog een zin.\n").unwrap();
    let run = |arguments: &[&str]| bench.run_in(&study, arguments);
    assert_eq!(run(&["restore"]).code, 1, "nothing yet");
    assert_eq!(
        run(&["--coder", "anna", "code", "d1", "--quote", "Een zin.", "dialoog"]).code,
        2,
        "no such code"
    );
    let backups = run(&["restore"]);
    assert_eq!(backups.code, 0, "{}", backups.err);
    let name = backups.out.lines().nth(1).unwrap().split_whitespace().next().unwrap().to_owned();
    assert_eq!(run(&["restore", &name]).code, 1, "nothing lacks");
    fs::remove_file(study.join("codebook/lm.toml")).unwrap();
    let compared = run(&["restore", &name]);
    assert!(compared.out.contains("codebook/lm.toml") && compared.out.contains("gone"), "{}", compared.out);
    assert!(!study.join("codebook/lm.toml").exists(), "comparing changes nothing");
    assert_eq!(run(&["restore", &name, "--apply"]).code, 0);
    assert!(study.join("codebook/lm.toml").exists());
    assert_eq!(run(&["restore", "gisteren"]).code, 2);
}
