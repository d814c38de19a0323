//! `kantlijn code --batch`: many codings in one step, or none.

use std::collections::BTreeMap;
use std::fs;
use std::io::Read as _;
use std::path::Path;

use anyhow::{Context as _, Result, anyhow, bail};
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Deserialize;
use uuid::Uuid;

use crate::model::codebook::NewCode;
use crate::model::edit::{self, Caution, EditError, TextOf};
use crate::model::event::{Body, Facets};
use crate::model::hash::Revision;
use crate::model::names::DocumentKey;
use crate::model::study::Study;
use crate::model::{Anchor, Code};
use crate::store::{LoadedText, OpenStudy, StoreError};
use crate::text::Span;

use super::super::Ending;
use super::super::context::{self, Context};
use super::super::output::{self, Output};
use super::super::place::code_points;
use super::super::words::counted;
use super::{put, said};

/// How many wrong lines are told.
const TOLD: usize = 20;

/// One line.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Line {
    doc: String,
    start: u32,
    end: u32,
    code: String,
    #[serde(default)]
    facets: BTreeMap<String, OneOrMore>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum OneOrMore {
    One(String),
    More(Vec<String>),
}

impl Line {
    fn facets(&self) -> Facets {
        let mut facets = Vec::new();
        for (name, values) in &self.facets {
            match values {
                OneOrMore::One(value) => put(&mut facets, name, value),
                OneOrMore::More(values) => values.iter().for_each(|value| put(&mut facets, name, value)),
            }
        }
        facets
    }
}

/// A code that is there, or one that comes with the coding.
pub enum CodeToGive {
    /// In the codebook.
    Known(Box<Code>),
    /// Not yet.
    New {
        /// Its id.
        id: String,
        /// The state of its definition.
        revision: Revision,
    },
}

impl CodeToGive {
    fn id(&self) -> &str {
        match self {
            Self::Known(code) => &code.id,
            Self::New { id, .. } => id,
        }
    }
}

/// The code called `name`; with `create` one that is not there is made, by the event that comes with it.
pub fn known_or_new(study: &Study, name: &str, create: bool) -> Result<(CodeToGive, Option<Body>)> {
    let known = |id: &str| study.codebook.by_id(id).map(|code| CodeToGive::Known(Box::new(code.clone())));
    if let Some(code) = known(name) {
        return Ok((code, None));
    }
    if !create {
        edit::find_code(study, name)?;
    }
    let new = NewCode::named(name, study.config.language(), |_| false)
        .ok_or_else(|| anyhow!("`{name}` cannot be a code: its name needs a letter or a digit"))?;
    if let Some(code) = known(&new.id) {
        return Ok((code, None));
    }
    let id = new.id.clone();
    let body = OpenStudy::code_add(new);
    let revision = match &body {
        Body::CodeAdd { revision, .. } => *revision,
        _ => Revision::default(),
    };
    Ok((CodeToGive::New { id, revision }, Some(body)))
}

/// Gives a code that comes with the same step.
pub fn with_new_code(
    study: &Study,
    text: TextOf<'_>,
    span: Span,
    code: &str,
    revision: Revision,
) -> Result<Body> {
    let document = study.document_id(text.document).to_owned();
    let anchor = Anchor::new(text.text, text.hash, span).ok_or_else(|| EditError::Passage {
        document: document.clone(),
        start: span.start,
        end: span.end,
        length: text.text.len() as u32,
    })?;
    Ok(Body::Code { document, anchor, code: code.to_owned(), revision, facets: Vec::new() })
}

/// What becomes of a line.
enum Made {
    /// It was there before.
    There(Uuid),
    /// It is made by the event with this number.
    By(usize),
}

/// Makes the codings of a file.
pub fn run(context: &Context, file: &Path, create_codes: bool) -> Result<Ending> {
    let input = read(file)?;
    let mut open = context.write()?;
    let mut batch =
        Batch { lines: lines(&input), wrong: BTreeMap::new(), codes: FxHashMap::default(), new: Vec::new() };
    if batch.lines.is_empty() {
        bail!("{} holds no lines; nothing was coded", shown(file));
    }
    batch.find_codes(&open.study, create_codes);
    let made = batch.make(&mut open);
    if !batch.wrong.is_empty() {
        return Err(batch.complaint(file));
    }
    let count = made.codings.len();
    let first = batch.new.len();
    let mut bodies = batch.new;
    bodies.extend(made.codings);
    let receipt = context::commit(&mut open, bodies)?;
    warn_of_overlaps(&open, &receipt.ids[first.min(receipt.ids.len())..])?;
    let mut output = Output::new();
    for line in &made.lines {
        let id = match line {
            Made::There(id) => *id,
            Made::By(number) => {
                *receipt.ids.get(first + number).ok_or_else(|| anyhow!("a coding was not written"))?
            }
        };
        output.text(&id.to_string())?;
    }
    output.finish()?;
    let there = made.lines.len() - count;
    let rest = match there {
        0 => String::new(),
        there => format!("; {} of the file repeat what is there", counted(there, "line")),
    };
    output::say(&format!("{} made in one step{rest}", counted(count, "coding")));
    Ok(Ending::Done)
}

fn read(file: &Path) -> Result<String> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().lock().read_to_end(&mut bytes).context("standard input cannot be read")?;
    } else {
        bytes = fs::read(file).map_err(|error| StoreError::io(file, "read it", error))?;
    }
    let text = String::from_utf8(bytes).map_err(|error| {
        let good = &error.as_bytes()[..error.utf8_error().valid_up_to()];
        let line = memchr::memchr_iter(b'\n', good).count() + 1;
        anyhow!("{}, line {line}: byte {} is no UTF-8; nothing was coded", shown(file), good.len())
    })?;
    Ok(text)
}

fn shown(file: &Path) -> String {
    if file == Path::new("-") { "standard input".to_owned() } else { file.display().to_string() }
}

/// The lines that are not blank, with their numbers from 1.
fn lines(input: &str) -> Vec<(usize, Result<Line, serde_json::Error>)> {
    let input = input.strip_prefix('\u{feff}').unwrap_or(input);
    let numbered = input.lines().zip(1..).filter(|(line, _)| !line.trim().is_empty());
    numbered.map(|(line, number)| (number, serde_json::from_str(line))).collect()
}

struct Batch {
    lines: Vec<(usize, Result<Line, serde_json::Error>)>,
    /// What is wrong, by line.
    wrong: BTreeMap<usize, String>,
    codes: FxHashMap<String, CodeToGive>,
    /// Events that make codes.
    new: Vec<Body>,
}

/// The codings of a batch.
#[derive(Default)]
struct MadeCodings {
    codings: Vec<Body>,
    lines: Vec<Made>,
}

impl Batch {
    fn find_codes(&mut self, study: &Study, create: bool) {
        let mut new_ids = FxHashSet::default();
        for (number, line) in &self.lines {
            let Ok(line) = line else { continue };
            if self.codes.contains_key(&line.code) {
                continue;
            }
            match known_or_new(study, &line.code, create) {
                Ok((code, body)) => {
                    // `C 1` and `c-1` are one code.
                    self.new.extend(body.filter(|_| new_ids.insert(code.id().to_owned())));
                    self.codes.insert(line.code.clone(), code);
                }
                Err(error) => {
                    self.wrong.insert(*number, error.to_string());
                }
            }
        }
    }

    /// Makes the codings document by document, so that each text is read once.
    fn make(&mut self, open: &mut OpenStudy) -> MadeCodings {
        let mut by_document: FxHashMap<DocumentKey, Vec<usize>> = FxHashMap::default();
        let mut keys: FxHashMap<&str, Result<DocumentKey, String>> = FxHashMap::default();
        for (index, (number, line)) in self.lines.iter().enumerate() {
            let line = match line {
                Ok(line) => line,
                Err(error) => {
                    self.wrong.insert(*number, not_a_line(error));
                    continue;
                }
            };
            let key = keys.entry(&line.doc).or_insert_with(|| {
                let found = context::document(&open.study, &line.doc);
                found.map(|document| document.key).map_err(|error| error.to_string())
            });
            match key {
                Ok(key) => by_document.entry(*key).or_default().push(index),
                Err(why) => drop(self.wrong.entry(*number).or_insert(why.clone())),
            }
        }
        let mut made: Vec<(usize, Result<Uuid, Body>)> = Vec::with_capacity(self.lines.len());
        let mut documents: Vec<_> = by_document.into_iter().collect();
        documents.sort_unstable();
        for (document, indices) in documents {
            match open.text(document) {
                Ok(text) => {
                    for index in indices {
                        let (number, Ok(line)) = &self.lines[index] else { continue };
                        let Some(code) = self.codes.get(&line.code) else { continue };
                        match make_one(open, &text, document, line, code) {
                            Ok(coding) => made.push((index, coding)),
                            Err(error) => drop(self.wrong.entry(*number).or_insert(error.to_string())),
                        }
                    }
                }
                Err(error) => {
                    let number = self.lines[indices[0]].0;
                    self.wrong.entry(number).or_insert(error.to_string());
                }
            }
        }
        made.sort_by_key(|(index, _)| *index);
        gather(made)
    }

    fn complaint(&self, file: &Path) -> anyhow::Error {
        let told = self
            .wrong
            .iter()
            .take(TOLD)
            .map(|(number, why)| format!("{}, line {number}: {why}", shown(file)));
        let mut told: Vec<String> = told.collect();
        if self.wrong.len() > TOLD {
            told.push(format!("… and {} more lines", self.wrong.len() - TOLD));
        }
        told.push("nothing was coded; correct the file and try again".to_owned());
        anyhow!(told.join("\n"))
    }
}

fn not_a_line(error: &serde_json::Error) -> String {
    let what = error.to_string();
    let what = what.split(" at line ").next().unwrap_or_default();
    format!(
        "{what} (column {}); expected {{\"doc\":…,\"start\":…,\"end\":…,\"code\":…,\"facets\":{{…}}}}",
        error.column()
    )
}

/// A coding that is there already, or the event that makes it.
fn make_one(
    open: &OpenStudy,
    text: &LoadedText,
    document: DocumentKey,
    line: &Line,
    code: &CodeToGive,
) -> Result<Result<Uuid, Body>> {
    let study = &open.study;
    let span = code_points(text, study.document_id(document), line.start, line.end)?;
    let facets = line.facets();
    match code {
        CodeToGive::Known(code) => {
            let body = edit::code(study, text.of(), span, code, &facets)?;
            let cautions = edit::cautions(study, open.writable()?, document, span, code);
            let there = cautions.into_iter().find_map(|caution| match caution {
                Caution::Same(key) => Some(study.coding_id(key)),
                _ => None,
            });
            Ok(there.ok_or(body))
        }
        CodeToGive::New { .. } if !facets.is_empty() => {
            bail!("the new code `{}` has no facets; leave them out", code.id())
        }
        CodeToGive::New { id, revision } => Ok(Err(with_new_code(study, text.of(), span, id, *revision)?)),
    }
}

/// Numbers the events; a line that says the same as one before it is made by that one's.
fn gather(made: Vec<(usize, Result<Uuid, Body>)>) -> MadeCodings {
    let mut all = MadeCodings::default();
    let mut seen: FxHashMap<(String, Span, String), usize> = FxHashMap::default();
    for (_, coding) in made {
        match coding {
            Ok(id) => all.lines.push(Made::There(id)),
            Err(body) => {
                let Body::Code { document, anchor, code, .. } = &body else { continue };
                let next = all.codings.len();
                let number = *seen.entry((document.clone(), anchor.span, code.clone())).or_insert(next);
                all.lines.push(Made::By(number));
                if number == next {
                    all.codings.push(body);
                }
            }
        }
    }
    all
}

/// Says how many codings share bytes with another code of an exclusive family, and one of them.
fn warn_of_overlaps(open: &OpenStudy, ids: &[Uuid]) -> Result<()> {
    let study = &open.study;
    let coder = open.writable()?;
    let mut first = None;
    let mut count = 0;
    for key in ids.iter().filter_map(|id| study.find_coding(*id)) {
        let coding = study.coding(key);
        let Some(code) = coding.code.and_then(|code| study.codebook.code(code)) else { continue };
        if !study.codebook.family(code).exclusive {
            continue;
        }
        let cautions = edit::cautions(study, coder, coding.document, coding.span, code);
        if let Some(caution) = cautions.into_iter().find(|caution| !matches!(caution, Caution::Same(_))) {
            count += 1;
            first.get_or_insert((study.coding_id(key), said(study, caution)));
        }
    }
    if let Some((id, said)) = first {
        let more =
            if count > 1 { format!(" (and so are {} more of this batch)", count - 1) } else { String::new() };
        output::warn(&format!("coding {id}: {said}{more}"));
    }
    Ok(())
}
