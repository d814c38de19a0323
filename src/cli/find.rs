//! `kantlijn find`: passages by code, coder, document, attribute and facet.

use std::ops::Range;
use std::sync::Arc;

use anyhow::{Result, anyhow};
use clap::Args;
use serde::Serialize;

use crate::export::{MemoIndex, Segment};
use crate::index::place::Place;
use crate::index::query::{Expression, Kind};
use crate::index::{Condition, Query, QueryError, passages};
use crate::model::Anchor;
use crate::model::names::CodingKey;
use crate::store::{LoadedText, OpenStudy, StoreError};
use crate::text::Span;

use super::Ending;
use super::context::Context;
use super::output::{self, Output};
use super::words::one_line;

const AFTER: &str = "\
Ask for:
  code:ID       a code or one below it; code:=ID that code alone; code:* any code
  mark:         passages kept without a code
  coder:NAME    doc:ID    ATTRIBUTE:VALUE    ATTRIBUTE:FROM..TO    FACET:VALUE
Side by side, all must hold; OR, NOT and ( ) work as they read. Values with blanks stand between \"quotation marks\".

Example: kantlijn find 'code:reflectie cyclus:2..3 NOT coder:bram' --context 1";

/// Find passages by a query
#[derive(Args, Debug)]
#[command(after_help = AFTER)]
pub struct Arguments {
    /// What to find, such as code:ID
    #[arg(value_name = "QUERY", required = true)]
    query: Vec<String>,

    /// Tell programs, as a JSON array: what `export jsonl` tells of a coding, with the document's title
    #[arg(long)]
    json: bool,

    /// Print only how many there are
    #[arg(long)]
    count: bool,

    /// With the whole turns of the passage, and N turns before and after
    #[arg(long, value_name = "N")]
    context: Option<usize>,
}

/// Finds.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // A mistake in the grammar needs no study to be seen.
    let query = Query::parse(&arguments.query.join(" ")).map_err(|error| shown(&error))?;
    let mut open = context.read()?;
    let mut condition = query.condition(&open.study).map_err(|error| shown(&error))?;
    let coders = context.narrowed(&open.study)?;
    if !coders.is_empty() {
        condition = Condition::All(vec![condition, Condition::Coders(coders.into_iter().collect())]);
    }
    let found = passages(&open.study, &condition);
    let mut output = Output::new();
    if arguments.count {
        output.text(&found.len().to_string())?;
    } else if arguments.json {
        let mut array = output.begin_array()?;
        each(&mut open, &found, |found| {
            array.item(&Row {
                segment: &found.segment,
                title: found.title,
                context: arguments.context.and_then(|count| found.context(count)),
            })
        })?;
        array.end()?;
    } else {
        each(&mut open, &found, |found| print(&mut output, found, arguments.context))?;
    }
    output.finish()?;
    if !found.is_empty() {
        return Ok(Ending::Done);
    }
    output::say("nothing found");
    if asks_for_several_codes(&query.expression) {
        output::say("a coding has one code: write OR between codes to find either");
    }
    Ok(Ending::Nothing)
}

/// The mark stands under the mistake only if nothing stands before the query.
fn shown(error: &QueryError) -> anyhow::Error {
    anyhow!("the query cannot be answered\n{error}")
}

/// True where two codes must hold at once.
fn asks_for_several_codes(expression: &Expression) -> bool {
    let is_code = |part: &&Expression| matches!(&part.kind, Kind::Field(field) if field.name == "code");
    match &expression.kind {
        Kind::All(parts) => {
            parts.iter().filter(is_code).count() > 1 || parts.iter().any(asks_for_several_codes)
        }
        Kind::Any(parts) => parts.iter().any(asks_for_several_codes),
        _ => false,
    }
}

/// A passage that was found.
struct Found<'a> {
    segment: Segment<'a>,
    title: &'a str,
    text: Option<&'a LoadedText>,
    place: Option<Place<'a>>,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    segment: &'a Segment<'a>,
    title: &'a str,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Around<'a>>,
}

#[derive(Serialize)]
struct Around<'a> {
    before: Vec<TurnRow<'a>>,
    turns: Vec<TurnRow<'a>>,
    after: Vec<TurnRow<'a>>,
}

#[derive(Serialize)]
struct TurnRow<'a> {
    number: usize,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    text: &'a str,
}

impl<'a> Found<'a> {
    fn context(&self, count: usize) -> Option<Around<'a>> {
        let (text, place) = (self.text?, self.place.as_ref()?);
        let rows = |turns: Range<usize>| {
            let turns = turns.filter_map(|index| Some((index, text.turns.get(index)?)));
            let row = |(index, turn): (usize, &crate::text::Turn)| TurnRow {
                number: index + 1,
                speaker: turn.label.map(|label| label.slice(&text.text)),
                time_ms: turn.time.map(|time| time.milliseconds),
                text: turn.spoken.slice(&text.text),
            };
            turns.map(row).collect()
        };
        let (before, after) = place.around(text, count);
        Some(Around { before: rows(before), turns: rows(place.turns.clone()), after: rows(after) })
    }
}

/// Calls `tell` with each passage; each text is read once.
fn each(
    open: &mut OpenStudy,
    found: &[CodingKey],
    mut tell: impl FnMut(&Found<'_>) -> std::io::Result<()>,
) -> Result<()> {
    let document_of = |open: &OpenStudy, key: CodingKey| open.study.coding(key).document;
    let groups = found.chunk_by(|&a, &b| document_of(open, a) == document_of(open, b)).collect::<Vec<_>>();
    for keys in groups {
        let document = document_of(open, keys[0]);
        let text = read(open, document);
        let anchors: Vec<Option<Anchor>> = keys
            .iter()
            .map(|&key| {
                let coding = open.study.coding(key);
                let same = text.as_ref().is_some_and(|text| coding.stands_in(&text.text, text.hash));
                if same { None } else { open.anchor(key) }
            })
            .collect();
        let study = &open.study;
        let memos = MemoIndex::new(study);
        let title = study.document(document).map_or(study.document_id(document), |document| document.title());
        for (&key, anchor) in keys.iter().zip(&anchors) {
            let segment = Segment::new(study, &memos, key, text.as_deref(), anchor.as_ref());
            let span = segment.start_byte.zip(segment.end_byte).map(|(start, end)| Span::new(start, end));
            let place = text.as_deref().zip(span).map(|(text, span)| Place::of(text, span));
            tell(&Found { segment, title, text: text.as_deref(), place })?;
        }
    }
    Ok(())
}

/// The text, unless the document is missing or cannot be read; that was said, or is said now.
fn read(open: &mut OpenStudy, document: crate::model::DocumentKey) -> Option<Arc<LoadedText>> {
    match open.text(document) {
        Ok(text) => Some(text),
        Err(StoreError::NoDocument(_)) => None,
        Err(error) => {
            output::warn(&error.to_string());
            None
        }
    }
}

fn print(output: &mut Output, found: &Found<'_>, context: Option<usize>) -> std::io::Result<()> {
    output.text(&heading(found))?;
    let around = context.and_then(|count| found.context(count));
    let Some(around) = around else {
        let words = found.segment.text.unwrap_or(&found.segment.quote);
        let note = match found.segment.start {
            Some(_) => "",
            None => "the text has changed, nobody knows where this stands now: ",
        };
        return output.text(&format!("   {note}{}\n", one_line(words)));
    };
    for turn in &around.before {
        output.text(&format!("   {}", turn_line(turn, turn.text)))?;
    }
    for turn in &around.turns {
        output.text(&format!(" > {}", turn_line(turn, &marked(found, turn))))?;
    }
    for turn in &around.after {
        output.text(&format!("   {}", turn_line(turn, turn.text)))?;
    }
    output.text("")
}

fn heading(found: &Found<'_>) -> String {
    let segment = &found.segment;
    let mut parts = vec![segment.document.to_owned()];
    match (segment.first_turn, segment.last_turn) {
        (Some(first), Some(last)) if first == last => parts.push(format!("turn {first}")),
        (Some(first), Some(last)) => parts.push(format!("turns {first} to {last}")),
        _ => {}
    }
    if !segment.speakers.is_empty() {
        parts.push(segment.speakers.join(", "));
    }
    parts.push(match segment.code {
        Some(code) => format!("code {code} by {}", segment.coder),
        None => format!("kept by {}", segment.coder),
    });
    for (facet, values) in &segment.facets {
        parts.push(format!("{facet} {}", values.join(" and ")));
    }
    parts.join(" · ")
}

fn turn_line(turn: &TurnRow<'_>, words: &str) -> String {
    let speaker = turn.speaker.map_or(String::new(), |speaker| format!("{speaker}: "));
    format!("{}. {speaker}{}", turn.number, one_line(words)).trim_end().to_owned()
}

/// What is said in a turn, the passage between « and ».
fn marked(found: &Found<'_>, row: &TurnRow<'_>) -> String {
    let turn = found.text.and_then(|text| text.turns.get(row.number - 1));
    let passage = found.segment.start_byte.zip(found.segment.end_byte);
    let (Some(turn), Some((start, end))) = (turn, passage) else { return row.text.to_owned() };
    match turn.spoken.intersection(Span::new(start, end)) {
        None => row.text.to_owned(),
        Some(inside) => {
            let (from, to) =
                ((inside.start - turn.spoken.start) as usize, (inside.end - turn.spoken.start) as usize);
            format!("{}«{}»{}", &row.text[..from], &row.text[from..to], &row.text[to..])
        }
    }
}
