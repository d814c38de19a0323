//! What a study must hold by what its processes said, and whether it does.

use std::collections::{BTreeMap, BTreeSet};

use kantlijn::model::record::Act;
use kantlijn::store::{OpenStudy, Severity};

/// Whether something is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Is {
    There,
    Gone,
    /// It was asked for and nobody said that it is done.
    Maybe,
}

/// A step that gave a code to passages.
#[derive(Debug)]
struct Coded {
    passages: usize,
    is: Is,
    /// The codes that it may have now.
    codes: BTreeSet<String>,
}

/// What is being done.
#[derive(Clone, Debug)]
enum Doing {
    Code,
    Undo(u64),
    Redo(u64),
    Recode(u64, String),
    New(String),
    Define(String),
}

/// Everything that was said.
#[derive(Debug, Default)]
pub struct Ledger {
    coded: BTreeMap<u64, Coded>,
    doing: BTreeMap<u64, Doing>,
    codes: BTreeSet<String>,
    asked_codes: BTreeSet<String>,
    /// The definitions that each code may have.
    definitions: BTreeMap<String, BTreeSet<String>>,
    /// How often something was called done.
    pub done: usize,
}

impl Ledger {
    /// Takes in a line.
    pub fn hear(&mut self, line: &str) {
        let words: Vec<&str> = line.split(' ').collect();
        let number = |at: usize| words[at].parse::<u64>().unwrap();
        match words[0] {
            "!" => {
                let word = |at: usize| words[at].to_owned();
                let doing = match words[2] {
                    "code" => {
                        let codes = BTreeSet::from([word(3)]);
                        let coded = Coded { passages: words[4].parse().unwrap(), is: Is::Maybe, codes };
                        self.coded.insert(number(1), coded);
                        Doing::Code
                    }
                    "undo" => Doing::Undo(number(3)),
                    "redo" => Doing::Redo(number(3)),
                    "recode" => Doing::Recode(number(3), word(4)),
                    "new" => Doing::New(word(3)),
                    _ => Doing::Define(word(3)),
                };
                self.begin(number(1), &doing);
                self.doing.insert(number(1), doing);
            }
            "+" => self.end(number(1)),
            _ => {}
        }
    }

    fn of(&mut self, target: u64) -> &mut Coded {
        self.coded.get_mut(&target).unwrap()
    }

    fn begin(&mut self, number: u64, doing: &Doing) {
        match doing {
            Doing::Code => {}
            Doing::Undo(target) | Doing::Redo(target) => self.of(*target).is = Is::Maybe,
            Doing::Recode(target, code) => drop(self.of(*target).codes.insert(code.clone())),
            Doing::New(code) => drop(self.asked_codes.insert(code.clone())),
            Doing::Define(code) => {
                let known = self.definitions.entry(code.clone());
                known.or_insert_with(|| BTreeSet::from(["begin".to_owned()])).insert(number.to_string());
            }
        }
    }

    fn end(&mut self, number: u64) {
        self.done += 1;
        match self.doing.remove(&number).unwrap() {
            Doing::Code => self.of(number).is = Is::There,
            Doing::Undo(target) => self.of(target).is = Is::Gone,
            Doing::Redo(target) => self.of(target).is = Is::There,
            Doing::Recode(target, code) => self.of(target).codes = BTreeSet::from([code]),
            Doing::New(code) => drop(self.codes.insert(code)),
            Doing::Define(code) => drop(self.definitions.insert(code, BTreeSet::from([number.to_string()]))),
        }
    }

    /// What the study holds against it: a sentence for each thing that is wrong. With `settle`, what nobody was sure of is from
    /// now on as it was found.
    pub fn hold(&mut self, open: &OpenStudy, settle: bool) -> Vec<String> {
        let mut wrong: Vec<String> = Vec::new();
        let bad = open.problems.iter().filter(|problem| problem.severity == Severity::Error);
        wrong.extend(bad.map(|problem| format!("the study says: {problem}")));
        let there = codings_by_number(open, &mut wrong);
        for (number, codes) in &there {
            match number.and_then(|number| self.coded.get(&number)) {
                None => wrong.push(format!("{} codings that nobody asked for ({number:?})", codes.len())),
                Some(coded) if codes.len() != coded.passages => {
                    wrong.push(format!(
                        "{number:?}: {} of {} codings: half a step",
                        codes.len(),
                        coded.passages
                    ));
                }
                Some(_) => {}
            }
        }
        for (number, coded) in &mut self.coded {
            let found = there.get(&Some(*number)).map(|codes| codes.iter().cloned().collect::<BTreeSet<_>>());
            let is = if found.is_some() { Is::There } else { Is::Gone };
            if coded.is != Is::Maybe && coded.is != is {
                wrong.push(format!("{number} must be {:?} and is {is:?}", coded.is));
            }
            if let Some(codes) = &found
                && (codes.len() != 1 || !codes.is_subset(&coded.codes))
            {
                wrong.push(format!("{number} has the codes {codes:?}, expected one of {:?}", coded.codes));
            }
            if settle {
                coded.is = is;
                coded.codes = found.unwrap_or_else(|| coded.codes.clone());
            }
        }
        self.hold_codebook(open, settle, &mut wrong);
        wrong
    }

    fn hold_codebook(&mut self, open: &OpenStudy, settle: bool, wrong: &mut Vec<String>) {
        for code in &self.codes {
            if open.study.codebook.by_id(code).is_none() {
                wrong.push(format!("the code {code} is lost"));
            }
        }
        for code in open.study.codebook.codes() {
            let free = open.study.codebook.family(code).id == "vrij";
            if free && !self.asked_codes.contains(&code.id) {
                wrong.push(format!("nobody asked for the code {}", code.id));
            }
            let definition = code.definition.get("nl").to_owned();
            if let Some(allowed) = self.definitions.get_mut(&code.id) {
                if !allowed.contains(&definition) {
                    wrong.push(format!(
                        "{} is defined as «{definition}», expected one of {allowed:?}",
                        code.id
                    ));
                }
                if settle {
                    *allowed = BTreeSet::from([definition]);
                }
            }
        }
        if settle {
            let now = open.study.codebook.codes().iter().map(|code| code.id.clone());
            self.codes.extend(now.filter(|code| self.asked_codes.contains(code)));
            self.doing.clear();
        }
    }
}

/// The codings that are there by the number of the step that made them, each with its code.
fn codings_by_number(open: &OpenStudy, wrong: &mut Vec<String>) -> BTreeMap<Option<u64>, Vec<String>> {
    let study = &open.study;
    let mut reader = open.event_reader();
    let mut number_of = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for layer in study.coders().into_iter().filter_map(|coder| study.layer(coder)) {
        for (index, record) in (0..).zip(layer.records()) {
            if !matches!(record.act, Act::Coding { .. } | Act::Recode { .. } | Act::CodeAdd(_)) {
                continue;
            }
            let Some(why) = reader.read(record.source).and_then(|event| event.why) else { continue };
            let number: u64 = why.parse().unwrap();
            if !seen.insert(number) {
                wrong.push(format!("{number} was done twice"));
            }
            number_of.insert(layer.transaction_of(index), number);
        }
    }
    let mut found: BTreeMap<Option<u64>, Vec<String>> = BTreeMap::new();
    for (key, coding) in study.codings() {
        let number = number_of.get(&study.coding_tx(key)).copied();
        let code = coding.given.map_or("", |code| study.code_id(code));
        found.entry(number).or_default().push(code.to_owned());
    }
    found
}
