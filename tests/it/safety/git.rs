//! Real git at work in a study that is open: checkout, stash, pull, merges of two machines.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use kantlijn::model::Uuid;
use kantlijn::store::{OpenStudy, Places, Severity};

use super::bench::{Bench, code, count, has, open, said};

/// Runs git in `folder`, with no settings of this person or machine.
fn git(folder: &Path, arguments: &[&str]) -> String {
    let output = Command::new("git")
        .current_dir(folder)
        .args(["-c", "user.name=anna", "-c", "user.email=anna@example.org", "-c", "commit.gpgsign=false"])
        .args(arguments)
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_TERMINAL_PROMPT", "0")
        .output()
        .unwrap();
    let words = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "git {arguments:?}: {words}{errors}");
    words
}

/// True, and said, when there is no git here.
fn no_git() -> bool {
    let missing = !Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if missing {
        println!("skipped: git is not installed");
    }
    missing
}

fn commit(folder: &Path) {
    git(folder, &["add", "-A"]);
    git(folder, &["commit", "-q", "-m", "stand"]);
}

fn start(root: &Path) {
    git(root, &["init", "-q", "-b", "main"]);
    commit(root);
}

fn errors(open: &OpenStudy) -> Vec<String> {
    let wrong = open.problems.iter().filter(|problem| problem.severity == Severity::Error);
    wrong.map(ToString::to_string).collect()
}

#[test]
fn checkout_and_stash_take_nothing_away_that_was_done_in_this_session() {
    if no_git() {
        return;
    }
    let bench = Bench::new();
    start(&bench.root);
    let mut open = bench.open("anna");
    let mut done: Vec<Uuid> = vec![code(&mut open, 0)];
    commit(&bench.root);
    done.push(code(&mut open, 4));
    let all_there = |open: &mut OpenStudy, done: &[Uuid], when: &str| {
        open.refresh(true);
        assert!(done.iter().all(|id| has(open, *id)), "{when}: on the screen");
        let again = bench.read();
        assert!(done.iter().all(|id| has(&again, *id)), "{when}: on the disk");
        assert_eq!(errors(&again), [""; 0], "{when}");
    };

    git(&bench.root, &["stash", "-q"]);
    all_there(&mut open, &done, "stash");
    done.push(code(&mut open, 8));
    all_there(&mut open, &done, "coding after a stash");

    // Back to where there was no journal at all.
    git(&bench.root, &["checkout", "-q", "-f", "HEAD~1"]);
    all_there(&mut open, &done, "checkout");
    done.push(code(&mut open, 12));
    all_there(&mut open, &done, "coding after a checkout");

    // Without a look in between: the next change finds it, and so does the end.
    git(&bench.root, &["checkout", "-q", "-f", "main"]);
    done.push(code(&mut open, 16));
    all_there(&mut open, &done, "coding at once after a checkout");
    git(&bench.root, &["checkout", "-q", "-f", "main"]);
    drop(open);
    let again = bench.open("anna");
    assert!(done.iter().all(|id| has(&again, *id)), "the end");
    assert_eq!(count(&again), done.len());
    assert_eq!(said(&again), [""; 0]);
}

#[test]
fn clean_and_reset_take_nothing_away_either() {
    if no_git() {
        return;
    }
    let bench = Bench::new();
    start(&bench.root);
    let mut open = bench.open("anna");
    let first = code(&mut open, 0);
    git(&bench.root, &["clean", "-q", "-f", "-d"]);
    assert!(!bench.root.join("codings/anna").exists(), "git took the folder away");
    let second = code(&mut open, 4);
    git(&bench.root, &["clean", "-q", "-f", "-d"]);
    open.refresh(false);
    assert!(has(&open, first) && has(&open, second));
    let again = bench.read();
    assert!(has(&again, first) && has(&again, second));
}

/// A bare repository and two clones of it, each with its own machine's folders.
struct Team {
    _bench: Bench,
    clones: [PathBuf; 2],
    places: [Places; 2],
}

impl Team {
    fn new(same_writer: bool) -> Self {
        let bench = Bench::new();
        start(&bench.root);
        let server = bench.folder().join("server.git");
        git(&bench.root, &["clone", "-q", "--bare", ".", server.to_str().unwrap()]);
        let clones = ["een", "twee"].map(|name| bench.folder().join(name));
        for clone in &clones {
            git(bench.folder(), &["clone", "-q", server.to_str().unwrap(), clone.to_str().unwrap()]);
            // Git keeps no empty folders.
            assert!(!clone.join("codings").exists());
        }
        let places = ["thuis-een", "thuis-twee"].map(|name| Places::under(&bench.folder().join(name)));
        if same_writer {
            for (clone, places) in clones.iter().zip(&places) {
                let folder = places.of_study(clone);
                fs::create_dir_all(&folder).unwrap();
                fs::write(folder.join("writer"), "aaaabbbbcccc").unwrap();
            }
        }
        Self { _bench: bench, clones, places }
    }

    fn open(&self, machine: usize, coder: &str) -> OpenStudy {
        open(&self.clones[machine], &self.places[machine], coder)
    }

    /// Both machines commit, one pushes, the other pulls and pushes, the first pulls.
    fn meet(&self) {
        let [one, two] = &self.clones;
        for clone in [one, two] {
            git(clone, &["add", "-A"]);
            git(clone, &["commit", "-q", "--allow-empty", "-m", "stand"]);
        }
        git(one, &["push", "-q"]);
        git(two, &["pull", "-q", "--no-rebase", "--no-edit"]);
        git(two, &["push", "-q"]);
        git(one, &["pull", "-q", "--no-rebase", "--no-edit"]);
    }
}

#[test]
fn a_pull_brings_what_others_did_into_a_study_that_is_open() {
    if no_git() {
        return;
    }
    let team = Team::new(false);
    let mut anna = team.open(0, "anna");
    let mut anna_elsewhere = team.open(1, "anna");
    let mut done = Vec::new();
    for round in 0..3 {
        done.push(code(&mut anna, round));
        done.push(code(&mut anna_elsewhere, 7 + round));
        drop(team.open(1, "bram"));
        done.push(code(&mut team.open(1, "bram"), round));
        team.meet();
        for open in [&mut anna, &mut anna_elsewhere] {
            open.refresh(false);
            assert!(done.iter().all(|id| has(open, *id)), "round {round}");
            assert_eq!(errors(open), [""; 0]);
        }
    }
    let writers = fs::read_dir(team.clones[0].join("codings/anna")).unwrap().count();
    assert_eq!(writers, 2, "a file for each machine, and nothing to merge");
}

#[test]
fn two_machines_that_write_one_file_are_merged_line_by_line() {
    if no_git() {
        return;
    }
    let team = Team::new(true);
    let mut one = team.open(0, "anna");
    let mut two = team.open(1, "anna");
    let mut done = Vec::new();
    for round in 0..4 {
        for place in 0..3 {
            done.push(code(&mut one, round + place));
            done.push(code(&mut two, 5 + round + place));
        }
        team.meet();
        for open in [&mut one, &mut two] {
            open.refresh(false);
            assert!(done.iter().all(|id| has(open, *id)), "round {round}");
            assert_eq!(errors(open), [""; 0], "round {round}");
        }
    }
    drop((one, two));
    for machine in 0..2 {
        let open = team.open(machine, "anna");
        assert_eq!(count(&open), done.len());
        assert_eq!(errors(&open), [""; 0]);
    }
}

#[test]
fn a_torn_line_that_was_committed_harms_no_other_line() {
    if no_git() {
        return;
    }
    let team = Team::new(true);
    let first = code(&mut team.open(0, "anna"), 0);
    team.meet();
    let second = code(&mut team.open(0, "anna"), 3);
    let third = code(&mut team.open(1, "anna"), 6);
    // The second machine lost its power, and its torn line was committed.
    let path = team.clones[1].join("codings/anna/aaaabbbbcccc.jsonl");
    let mut bytes = fs::read(&path).unwrap();
    bytes.extend_from_slice(b"{\"v\":1,\"id\":\"01");
    fs::write(&path, bytes).unwrap();
    team.meet();
    for machine in 0..2 {
        let open = team.open(machine, "anna");
        for id in [first, second, third] {
            assert!(has(&open, id), "{:?}\n{}", said(&open), fs::read_to_string(&path).unwrap());
        }
    }
}

#[test]
fn conflict_markers_of_a_study_without_attributes_leave_both_sides() {
    if no_git() {
        return;
    }
    let team = Team::new(true);
    for clone in &team.clones {
        fs::remove_file(clone.join(".gitattributes")).unwrap();
    }
    let [one, two] = &team.clones;
    let first = code(&mut team.open(0, "anna"), 0);
    let second = code(&mut team.open(1, "anna"), 3);
    commit(one);
    commit(two);
    git(one, &["push", "-q"]);
    let pull = Command::new("git")
        .current_dir(two)
        .args([
            "-c",
            "user.name=a",
            "-c",
            "user.email=a@example.org",
            "pull",
            "-q",
            "--no-rebase",
            "--no-edit",
        ])
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap();
    assert!(!pull.status.success(), "git could not merge");
    let path = two.join("codings/anna/aaaabbbbcccc.jsonl");
    let before = fs::read_to_string(&path).unwrap();
    assert!(before.contains("<<<<<<<"));
    let open = team.open(1, "anna");
    assert!(has(&open, first) && has(&open, second));
    let words = said(&open);
    assert_eq!(words.iter().filter(|word| word.contains("conflict marker")).count(), 3, "{words:?}");
    drop(open);
    assert_eq!(fs::read_to_string(&path).unwrap(), before, "the file is left to its people");
}

#[test]
fn a_clone_is_a_checkout_of_its_own() {
    if no_git() {
        return;
    }
    let bench = Bench::new();
    start(&bench.root);
    let copy = bench.folder().join("kopie");
    git(&bench.root, &["clone", "-q", ".", copy.to_str().unwrap()]);
    let one = bench.open("anna");
    let two = open(&copy, &bench.places, "anna");
    assert!(
        one.read_only().is_none() && two.read_only().is_none(),
        "one machine, two checkouts, two writers"
    );
    drop((one, two));
    code(&mut bench.open("anna"), 0);
    code(&mut open(&copy, &bench.places, "anna"), 0);
    let name =
        |root: &Path| fs::read_dir(root.join("codings/anna")).unwrap().next().unwrap().unwrap().file_name();
    assert_ne!(name(&bench.root), name(&copy));
}
