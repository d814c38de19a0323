//! The process that is tortured. It says `! …` before it does something and `+ n` when that is done; then it must last.
//!
//! Each thing that it does has a number, which the journal keeps as its reason: so what stands there can be told from what was
//! asked for.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use kantlijn::model::codebook::{Patch, Place};
use kantlijn::model::{Body, Uuid, edit};
use kantlijn::store::{Access, OpenStudy, StoreError};
use kantlijn::text::Span;

use super::dice::Dice;
use super::ground::{CODES, places_of};

const STUDY: &str = "KANTLIJN_TORTURED_STUDY";
const CODER: &str = "KANTLIJN_TORTURED_CODER";
/// The first number of what it does; its chance hangs on that.
const FIRST: &str = "KANTLIJN_TORTURED_FIRST";

/// Makes `command` such a process.
pub fn ask(command: &mut Command, root: &Path, coder: &str, first: u64) {
    command.env(STUDY, root).env(CODER, coder).env(FIRST, first.to_string());
}

/// Tortures itself where it was asked to; false where not.
pub fn runs() -> bool {
    let Some(root) = std::env::var_os(STUDY).map(PathBuf::from) else { return false };
    let first = std::env::var(FIRST).unwrap();
    let coder = std::env::var(CODER).unwrap();
    let access = Access::Write(coder.clone());
    let mut open = OpenStudy::open(&root, &places_of(&root), &access, Box::new(|| {})).unwrap();
    if open.read_only().is_some() {
        say("R");
        return true;
    }
    let mut child = Child {
        number: first.parse().unwrap(),
        dice: Dice::new(&first),
        made: BTreeMap::new(),
        last: None,
        edits_codebook: coder == "anna",
    };
    say("O");
    loop {
        if let Err(error) = child.step(&mut open) {
            say(&format!("E {error}"));
            // Asked again it is no better, and nothing is forgotten.
            assert!(open.wait().is_err() && open.waiting() > 0);
            return true;
        }
    }
}

fn say(words: &str) {
    let mut out = std::io::stdout();
    // Nobody hears us any more: then it is over.
    if out.write_all(format!("{words}\n").as_bytes()).and_then(|()| out.flush()).is_err() {
        std::process::exit(0);
    }
}

struct Child {
    number: u64,
    dice: Dice,
    /// The codings that each number of this session made.
    made: BTreeMap<u64, Vec<Uuid>>,
    /// What undo would take back.
    last: Option<u64>,
    /// One of two at once: what the other changed a moment ago is refused, and that is right.
    edits_codebook: bool,
}

impl Child {
    fn step(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        match self.dice.below(14) {
            0 => self.several(open),
            1 if self.edits_codebook => self.define(open),
            2 if self.edits_codebook && self.dice.below(3) == 0 => self.new_code(open),
            3 | 4 => self.undo(open),
            5 | 6 => self.recode(open),
            _ => {
                // Now and then so much at once that it can be cut in two.
                let passages = [1, 1, 1, 2, 5, 20, 120][self.dice.below(7)];
                let number = self.code(open, passages)?;
                Self::done(open, &[number])
            }
        }
    }

    fn next(&mut self) -> u64 {
        self.number += 1;
        self.number
    }

    fn done(open: &mut OpenStudy, numbers: &[u64]) -> Result<(), StoreError> {
        open.wait()?;
        for number in numbers {
            say(&format!("+ {number}"));
        }
        Ok(())
    }

    fn code(&mut self, open: &mut OpenStudy, passages: usize) -> Result<u64, StoreError> {
        let number = self.next();
        let document = open.study.find_document("d1").unwrap().key;
        let text = open.text(document)?;
        let code = CODES[self.dice.below(CODES.len())];
        let found = edit::find_code(&open.study, code).unwrap();
        let bodies: Vec<Body> = (0..passages)
            .map(|_| {
                let start = self.dice.below(40) as u32;
                let span = Span::new(start, start + 1 + self.dice.below(8) as u32);
                edit::code(&open.study, text.of(), span, found, &Vec::new()).unwrap()
            })
            .collect();
        say(&format!("! {number} code {code} {passages}"));
        let receipt = open.commit_because(bodies, Some(&number.to_string()))?;
        self.made.insert(number, receipt.ids);
        self.last = Some(number);
        Ok(number)
    }

    /// Several steps before the disk has answered.
    fn several(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        let numbers: Vec<u64> = (0..3).map(|_| self.code(open, 2)).collect::<Result<_, _>>()?;
        Self::done(open, &numbers)
    }

    fn undo(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        let Some(target) = self.last.take() else { return Ok(()) };
        let number = self.next();
        say(&format!("! {number} undo {target}"));
        open.undo()?;
        Self::done(open, &[number])?;
        if self.dice.below(2) == 0 {
            let number = self.next();
            say(&format!("! {number} redo {target}"));
            open.redo()?;
            Self::done(open, &[number])?;
            self.last = Some(target);
        }
        Ok(())
    }

    fn recode(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        let Some((&target, ids)) = self.made.iter().nth(self.dice.below(self.made.len().max(1))) else {
            return Ok(());
        };
        let keys: Vec<_> = ids.iter().filter_map(|id| open.study.find_coding(*id)).collect();
        if keys.len() < ids.len() {
            return Ok(());
        }
        let ids = ids.clone();
        let code = CODES[self.dice.below(CODES.len())];
        let revision = edit::find_code(&open.study, code).unwrap().revision;
        let number = self.next();
        say(&format!("! {number} recode {target} {code}"));
        let body = |coding| Body::Recode { coding, code: code.to_owned(), revision };
        open.commit_because(ids.into_iter().map(body).collect(), Some(&number.to_string()))?;
        self.last = None;
        Self::done(open, &[number])
    }

    fn new_code(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        let number = self.next();
        let (code, body) = open.new_code(&format!("nieuw {number}"), None)?;
        say(&format!("! {number} new {}", code.id));
        open.commit_because(vec![body], Some(&number.to_string()))?;
        self.last = None;
        Self::done(open, &[number])
    }

    fn define(&mut self, open: &mut OpenStudy) -> Result<(), StoreError> {
        let number = self.next();
        let code = CODES[self.dice.below(CODES.len())];
        say(&format!("! {number} define {code}"));
        let place = Place::Code(code.to_owned());
        let patch = Patch { place, key: "definition".to_owned(), value: Some(format!("\"{number}\"")) };
        open.change_codebook(vec![("lm".to_owned(), vec![patch])])?;
        self.last = None;
        Self::done(open, &[number])
    }
}
