//! A process that codes as fast as it can is killed (SIGKILL), over and over: what it said was done is there.
//!
//! The process is this test binary itself, started again with the study in its environment. It says on its standard
//! output what it is about to take away, and what is done. `KANTLIJN_KILLS=5000` kills more often than usual.

use std::collections::BTreeSet;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use kantlijn::model::{Body, Uuid};
use kantlijn::store::{OpenStudy, Places, Severity};

use super::bench::{Bench, body, has, open};
use crate::golden::Dice;

/// Where the process that is killed finds its study.
const STUDY: &str = "KANTLIJN_TEST_STUDY";
const SEED: &str = "KANTLIJN_TEST_SEED";

fn kills() -> usize {
    std::env::var("KANTLIJN_KILLS").ok().and_then(|kills| kills.parse().ok()).unwrap_or(60)
}

/// Does nothing when it is run as a test; else it is the process that is killed.
#[test]
fn the_process_that_is_killed() {
    let Some(root) = std::env::var_os(STUDY).map(PathBuf::from) else { return };
    let places = Places::under(&root.with_file_name("thuis"));
    let mut open = open(&root, &places, "anna");
    assert!(open.read_only().is_none(), "the lock went with the process before");
    let mut dice = Dice::new(&std::env::var(SEED).unwrap());
    loop {
        step(&mut open, &mut dice);
    }
}

fn say(words: &str) {
    let mut out = std::io::stdout();
    // Nobody hears us any more: then it is over.
    if out.write_all(words.as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

/// Some change; `+` says that a coding is there, `-` that it is gone, `?` that it is about to be either, `c` that a
/// code is in the codebook.
fn step(open: &mut OpenStudy, dice: &mut Dice) {
    let place = dice.below(1000) as u32;
    match dice.below(9) {
        // So much at once that the kill can cut it in two.
        8 => {
            let one = body(open, place);
            say("b\n");
            let receipt = open.commit(vec![one; 300]).unwrap();
            open.wait().unwrap();
            receipt.ids.iter().step_by(100).for_each(|id| say(&format!("+{id}\n")));
        }
        0 => {
            // Several steps before the disk has answered.
            let mut ids = Vec::new();
            for part in 0..3 {
                let body = body(open, place + part);
                ids.extend(open.commit(vec![body]).unwrap().ids);
            }
            open.wait().unwrap();
            for id in ids {
                say(&format!("+{id}\n"));
            }
        }
        1 => {
            let bodies: Vec<Body> = (0..20).map(|part| body(open, place + part)).collect();
            let receipt = open.commit(bodies).unwrap();
            open.wait().unwrap();
            for id in receipt.ids {
                say(&format!("+{id}\n"));
            }
        }
        2 => {
            let body = body(open, place);
            let id = open.commit(vec![body]).unwrap().ids[0];
            open.wait().unwrap();
            say(&format!("+{id}\n?{id}\n"));
            open.undo().unwrap();
            open.wait().unwrap();
            say(&format!("-{id}\n"));
            if dice.below(2) == 0 {
                say(&format!("?{id}\n"));
                open.redo().unwrap();
                open.wait().unwrap();
                say(&format!("+{id}\n"));
            }
        }
        3 if dice.below(4) == 0 => {
            let (code, body) = open.new_code(&format!("nieuw {place}"), None).unwrap();
            open.commit(vec![body]).unwrap();
            open.wait().unwrap();
            say(&format!("c{}\n", code.id));
        }
        _ => {
            let body = body(open, place);
            let id = open.commit(vec![body]).unwrap().ids[0];
            open.wait().unwrap();
            say(&format!("+{id}\n"));
        }
    }
}

/// What the killed processes said.
#[derive(Default)]
struct Said {
    there: BTreeSet<Uuid>,
    gone: BTreeSet<Uuid>,
    codes: BTreeSet<String>,
}

impl Said {
    fn hear(&mut self, line: &str) {
        let (sign, rest) = line.split_at(1);
        let id = || rest.parse::<Uuid>().unwrap();
        match sign {
            "+" => {
                self.there.insert(id());
                self.gone.remove(&id());
            }
            "-" => {
                self.there.remove(&id());
                self.gone.insert(id());
            }
            "?" => {
                self.there.remove(&id());
                self.gone.remove(&id());
            }
            "c" => drop(self.codes.insert(rest.to_owned())),
            // The test harness speaks too.
            _ => {}
        }
    }

    fn hold(&self, open: &OpenStudy, round: usize) {
        let lost: Vec<&Uuid> = self.there.iter().filter(|id| !has(open, **id)).collect();
        assert!(lost.is_empty(), "round {round}: {lost:?} were done and are lost");
        let back: Vec<&Uuid> = self.gone.iter().filter(|id| has(open, **id)).collect();
        assert!(back.is_empty(), "round {round}: {back:?} were taken back and are there");
        for code in &self.codes {
            assert!(open.study.codebook.by_id(code).is_some(), "round {round}: the code {code} is lost");
        }
        let bad: Vec<_> =
            open.problems.iter().filter(|problem| problem.severity == Severity::Error).collect();
        assert!(bad.is_empty(), "round {round}: {bad:?}");
    }
}

#[test]
fn what_was_called_done_survives_being_killed() {
    let mut dice = Dice::new(&std::env::var(SEED).unwrap_or_else(|_| "kill".to_owned()));
    let (mut done, mut torn) = (0, 0);
    let kills = kills();
    let mut round = 0;
    while round < kills {
        let bench = Bench::new();
        let mut said = Said::default();
        for _ in 0..12.min(kills - round) {
            round += 1;
            kill_once(&bench.root, &mut dice, &mut said);
            // First as another program finds it, then as its own writer, who mends it.
            said.hold(&bench.read(), round);
            let open = bench.open("anna");
            said.hold(&open, round);
            torn += usize::from(open.problems.iter().any(|problem| problem.what.contains("torn")));
        }
        assert!(!said.there.is_empty());
        done += said.there.len();
    }
    println!("{kills} kills, {done} codings done and all there, {torn} torn lines set aside");
}

fn kill_once(root: &Path, dice: &mut Dice, said: &mut Said) {
    let mut child = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "safety::kill::the_process_that_is_killed", "--nocapture"])
        .env(STUDY, root)
        .env(SEED, dice.next().to_string())
        .stdin(Stdio::null())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    let mut output = BufReader::new(child.stdout.take().unwrap());
    let mut heard = String::new();
    let enough = 6 + dice.below(60);
    let mut lines = 0;
    while lines < enough || heard.ends_with("b\n") {
        assert!(output.read_line(&mut heard).unwrap() > 0, "the process ended by itself: {heard}");
        lines += 1;
        // Every third time in the midst of much.
        if heard.ends_with("b\n") && dice.below(3) == 0 {
            break;
        }
    }
    // Somewhere in what it does next.
    for _ in 0..dice.below(300_000) {
        std::hint::spin_loop();
    }
    child.kill().unwrap();
    child.wait().unwrap();
    output.read_to_string(&mut heard).unwrap();
    let whole = heard.rfind('\n').map_or(0, |end| end + 1);
    heard[..whole].lines().filter(|line| !line.is_empty()).for_each(|line| said.hear(line));
}
