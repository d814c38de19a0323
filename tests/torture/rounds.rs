//! Rounds: what happens to the process, and what must be there afterwards.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::io::{BufRead as _, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use kantlijn::model::Uuid;
use kantlijn::store::{Access, OpenStudy};

use super::child;
use super::dice::Dice;
use super::ground::{Ground, Mount, make_study};
use super::ledger::Ledger;

/// So many rounds one study has.
const A_STUDY: usize = 12;
/// So many numbers a process may use.
const NUMBERS: u64 = 100_000;

/// What happens in a round.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// Killed at any moment.
    Killed,
    /// Two windows of one coder and one of another start at once, and all are killed.
    TwoAtOnce,
    /// The clock was ten years ahead until now.
    ClockBack,
    /// The disk is full.
    FullDisk,
    /// A file may not grow further: a write is cut.
    CutWrite,
    /// Nothing may be written.
    ReadOnly,
    /// The journal is cut at every byte of its last kilobyte.
    Truncated,
}

/// What became of all rounds.
#[derive(Debug, Default)]
pub struct Told {
    rounds: BTreeMap<Kind, usize>,
    skipped: BTreeMap<Kind, usize>,
    done: usize,
    torn: usize,
    cuts: usize,
    /// What was lost, or was there and should not have been.
    pub lost: Vec<String>,
}

impl fmt::Display for Told {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (kind, rounds) in &self.rounds {
            writeln!(f, "{rounds:>6} rounds: {kind:?}")?;
        }
        for (kind, rounds) in &self.skipped {
            writeln!(f, "{rounds:>6} rounds skipped: {kind:?} (this person may mount no disk)")?;
        }
        let Self { done, torn, cuts, .. } = self;
        writeln!(f, "{done} actions called done, {torn} torn lines set aside, {cuts} cuts")?;
        for lost in &self.lost {
            writeln!(f, "WRONG {lost}")?;
        }
        write!(f, "{} lost or wrong", self.lost.len())
    }
}

/// Runs so many rounds. `harness` is what this program needs to become the process; a journal is cut at every `step`th byte.
pub fn run(rounds: usize, seed: &str, harness: &[&str], step: usize) -> Told {
    let mut told = Told::default();
    let mut dice = Dice::new(seed);
    let mut round = 0;
    while round < rounds {
        let mut study =
            Study { ground: Ground::new(), ledger: Ledger::default(), harness, round, step, started: 0 };
        for _ in 0..A_STUDY.min(rounds - round) {
            round += 1;
            study.round = round;
            let kind = match round % 72 {
                1 => Kind::Truncated,
                2..=4 => Kind::FullDisk,
                5 | 6 => Kind::CutWrite,
                7 => Kind::ReadOnly,
                8..=11 => Kind::TwoAtOnce,
                12..=15 => Kind::ClockBack,
                _ => Kind::Killed,
            };
            let counted =
                if study.round(kind, &mut dice, &mut told) { &mut told.rounds } else { &mut told.skipped };
            *counted.entry(kind).or_default() += 1;
        }
        told.done += study.ledger.done;
    }
    told
}

struct Study<'h> {
    ground: Ground,
    ledger: Ledger,
    harness: &'h [&'h str],
    round: usize,
    step: usize,
    /// Processes that were started: no two of them use the same numbers.
    started: u64,
}

impl Study<'_> {
    /// False where it could not be done here.
    fn round(&mut self, kind: Kind, dice: &mut Dice, told: &mut Told) -> bool {
        match kind {
            Kind::Killed => self.killed(&["anna"], dice),
            Kind::TwoAtOnce => self.killed(&["anna", "anna", "bram"], dice),
            Kind::ClockBack => {
                self.ground.journals().iter().for_each(|journal| set_ahead(journal));
                self.killed(&["anna"], dice);
            }
            Kind::FullDisk => return self.full_disk(dice, told),
            Kind::CutWrite => self.cut_write(dice, told),
            Kind::ReadOnly => return self.read_only(told),
            Kind::Truncated => {
                self.killed(&["anna"], dice);
                self.hold(kind, told);
                self.truncated(told);
            }
        }
        self.hold(kind, told);
        true
    }

    /// As another program finds it, then as its own writers, who mend it.
    fn hold(&mut self, kind: Kind, told: &mut Told) {
        let write = |coder: &str| Access::Write(coder.to_owned());
        self.hold_as(&[Access::Read, write("anna"), write("bram")], kind, told);
    }

    fn hold_as(&mut self, all: &[Access], kind: Kind, told: &mut Told) {
        let (round, mut wrong) = (self.round, Vec::new());
        for access in all {
            match self.ground.open(access) {
                Ok(open) => {
                    wrong.extend(self.ledger.hold(&open, *access == Access::Write("bram".to_owned())));
                    told.torn +=
                        open.problems.iter().filter(|problem| problem.what.contains("was torn")).count();
                }
                Err(error) => wrong.push(format!("it does not open: {error}")),
            }
        }
        told.lost.extend(wrong.into_iter().map(|what| format!("round {round} ({kind:?}): {what}")));
    }

    fn start(&mut self, mut command: Command, root: &Path, coder: &str) -> Running {
        command.args(self.harness);
        self.started += 1;
        child::ask(&mut command, root, coder, self.started * NUMBERS);
        Running::start(command)
    }

    fn start_one(&mut self, root: &Path, coder: &str) -> Running {
        self.start(Command::new(std::env::current_exe().unwrap()), root, coder)
    }

    fn killed(&mut self, coders: &[&str], dice: &mut Dice) {
        let root = self.ground.root.clone();
        let running: Vec<Running> = coders.iter().map(|coder| self.start_one(&root, coder)).collect();
        // Some are killed while they start.
        if dice.below(8) == 0 {
            std::thread::sleep(Duration::from_micros(dice.below(20_000) as u64));
        } else {
            let enough = 4 + dice.below(60);
            let heard = || running.iter().map(|running| running.lines.load(Ordering::SeqCst)).max();
            let begun = Instant::now();
            while heard() < Some(enough) && begun.elapsed() < Duration::from_secs(60) {
                std::thread::sleep(Duration::from_micros(200));
            }
            // Somewhere in what it does next.
            (0..dice.below(300_000)).for_each(|_| std::hint::spin_loop());
        }
        for lines in running.into_iter().map(Running::kill) {
            for line in &lines {
                self.ledger.hear(line);
            }
        }
    }

    /// A study of its own on a disk that has no room for what is coming.
    fn full_disk(&mut self, dice: &mut Dice, told: &mut Told) -> bool {
        let kib = 48 + 4 * dice.below(60);
        let ground = Ground::new();
        fs::remove_dir_all(&ground.root).unwrap();
        fs::create_dir(&ground.root).unwrap();
        let Some(disk) = Mount::small(&ground.root, kib) else { return false };
        make_study(&ground.root);
        let mut study = Study { ground, ledger: Ledger::default(), ..*self };
        let lines = study.start_one(&study.ground.root.clone(), "anna").wait();
        study.full(&lines, Kind::FullDisk, told);
        // Nothing can be mended as long as there is no room.
        study.hold_as(&[Access::Read], Kind::FullDisk, told);
        assert!(disk.grow(16 << 10));
        study.killed(&["anna"], dice);
        study.hold(Kind::FullDisk, told);
        told.done += study.ledger.done;
        drop(disk);
        true
    }

    fn full(&mut self, lines: &[String], kind: Kind, told: &mut Told) {
        for line in lines {
            self.ledger.hear(line);
        }
        if !lines.iter().any(|line| line.starts_with("E ")) {
            told.lost
                .push(format!("round {} ({kind:?}): it did not say why it ended: {lines:?}", self.round));
        }
    }

    /// No file of the process may grow past so much.
    fn cut_write(&mut self, dice: &mut Dice, told: &mut Told) {
        let now =
            self.ground.journals().iter().map(|path| fs::metadata(path).unwrap().len()).max().unwrap_or(0);
        let blocks = now / 512 + 2 + dice.below(120) as u64;
        let script = format!("trap '' XFSZ; ulimit -f {blocks}; exec \"$0\" \"$@\"");
        let mut command = Command::new("sh");
        command.args(["-c", &script]).arg(std::env::current_exe().unwrap());
        let lines = self.start(command, &self.ground.root.clone(), "anna").wait();
        self.full(&lines, Kind::CutWrite, told);
    }

    fn read_only(&mut self, told: &mut Told) -> bool {
        let at = self.ground.folder.path().join("elders");
        fs::create_dir_all(&at).unwrap();
        let Some(mount) = Mount::read_only(&self.ground.root, &at) else { return false };
        let lines = self.start_one(&at, "anna").wait();
        if lines.iter().any(|line| line.starts_with('+')) || !lines.iter().any(|line| line.starts_with("E "))
        {
            told.lost.push(format!("round {} (ReadOnly): it was not refused: {lines:?}", self.round));
        }
        drop(mount);
        // What was asked for there was not done: the ledger never hears of it.
        self.hold(Kind::ReadOnly, told);
        true
    }

    /// Cut anywhere, the journal is what it is when cut at the end of its last whole line.
    fn truncated(&self, told: &mut Told) {
        let Some(path) =
            self.ground.journals().into_iter().find(|path| path.to_string_lossy().contains("anna"))
        else {
            return;
        };
        let whole = fs::read(&path).unwrap();
        let mut known: BTreeMap<usize, Vec<(Uuid, String)>> = BTreeMap::new();
        for cut in (whole.len().saturating_sub(1024)..=whole.len()).rev().step_by(self.step) {
            told.cuts += 1;
            // A whole line that only lacks its newline is one, to its own writer.
            let end = if whole.get(cut) == Some(&b'\n') { cut + 1 } else { cut };
            let end = whole[..end].iter().rposition(|byte| *byte == b'\n').map_or(0, |at| at + 1);
            let state = |length: usize, access: &Access| {
                fs::write(&path, &whole[..length]).unwrap();
                self.ground.open(access).map(|open| state_of(&open)).map_err(|error| error.to_string())
            };
            known.entry(end).or_insert_with(|| state(end, &Access::Read).unwrap());
            match state(cut, &Access::Write("anna".to_owned())) {
                Ok(found) if found == known[&end] => {}
                Ok(_) => told.lost.push(format!("round {}: cut at {cut} it is another study", self.round)),
                Err(error) => told.lost.push(format!("round {}: cut at {cut}: {error}", self.round)),
            }
        }
        fs::write(&path, &whole).unwrap();
    }
}

fn state_of(open: &OpenStudy) -> Vec<(Uuid, String)> {
    let study = &open.study;
    let row = |(key, coding): (_, &kantlijn::model::Coding)| {
        (study.coding_id(key), coding.given.map_or(String::new(), |code| study.code_id(code).to_owned()))
    };
    let mut rows: Vec<(Uuid, String)> = study.codings().map(row).collect();
    rows.sort();
    rows
}

/// A process and what it says.
struct Running {
    child: Child,
    lines: Arc<AtomicUsize>,
    reader: JoinHandle<Vec<String>>,
}

impl Running {
    fn start(mut command: Command) -> Self {
        command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap();
        let output = BufReader::new(child.stdout.take().unwrap());
        let lines = Arc::new(AtomicUsize::new(0));
        let count = Arc::clone(&lines);
        let reader = std::thread::spawn(move || {
            let mut heard = Vec::new();
            // A line that was cut off says nothing.
            for line in output.split(b'\n').map_while(Result::ok) {
                heard.push(String::from_utf8_lossy(&line).into_owned());
                count.fetch_add(1, Ordering::SeqCst);
            }
            heard
        });
        Self { child, lines, reader }
    }

    fn kill(mut self) -> Vec<String> {
        self.child.kill().unwrap();
        self.wait()
    }

    fn wait(mut self) -> Vec<String> {
        self.child.wait().unwrap();
        self.reader.join().unwrap()
    }
}

/// Makes a journal as a machine leaves it whose clock was ten years ahead: every id and every time.
fn set_ahead(journal: &Path) {
    const TEN_YEARS: u128 = 3652 * 86_400_000;
    let words = fs::read_to_string(journal).unwrap();
    let mut ahead = String::with_capacity(words.len());
    for line in words.lines() {
        let Ok(mut event) = serde_json::from_str::<serde_json::Value>(line) else { continue };
        for key in ["id", "tx", "coding", "undo"] {
            if let Some(id) = event[key].as_str().map(|id| id.parse::<Uuid>().unwrap()) {
                event[key] = Uuid::from_u128(id.as_u128() + (TEN_YEARS << 80)).to_string().into();
            }
        }
        let at: jiff::Timestamp = event["at"].as_str().unwrap().parse().unwrap();
        event["at"] = (at + Duration::from_millis(TEN_YEARS as u64)).to_string().into();
        ahead.extend([event.to_string().as_str(), "\n"]);
    }
    fs::write(journal, ahead).unwrap();
}
