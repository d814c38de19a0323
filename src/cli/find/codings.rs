//! Codings that were found.

use std::io;
use std::sync::Arc;

use anyhow::Result;
use serde::Serialize;

use crate::cli::output::{self, Output};
use crate::cli::words::one_line;
use crate::export::codebook::harmless;
use crate::export::{MemoIndex, Segment};
use crate::index::place::Place;
use crate::model::Anchor;
use crate::model::names::{CodingKey, DocumentKey};
use crate::store::{LoadedText, OpenStudy, StoreError};
use crate::text::Span;

use super::Form;
use super::spoken::{Around, line, marked};

/// Tells of these codings.
pub fn tell(
    open: &mut OpenStudy,
    keys: &[CodingKey],
    form: Form,
    context: Option<usize>,
    output: &mut Output,
) -> Result<()> {
    match form {
        Form::Words => each(open, keys, |found| print(output, found, context))?,
        Form::Json => {
            let mut array = output.begin_array()?;
            each(open, keys, |found| {
                let context = context.and_then(|count| found.context(count));
                array.item(&Row { segment: &found.segment, title: found.title, context })
            })?;
            array.end()?;
        }
        Form::Csv => {
            let mut csv = csv::Writer::from_writer(output);
            csv.write_record(COLUMNS)?;
            each(open, keys, |found| {
                csv.write_record(cells(found).iter().map(|cell| harmless(cell))).map_err(io::Error::from)
            })?;
            csv.flush()?;
        }
    }
    Ok(())
}

const COLUMNS: [&str; 11] = [
    "document",
    "title",
    "first_turn",
    "last_turn",
    "speakers",
    "start",
    "end",
    "code",
    "coder",
    "facets",
    "text",
];

fn cells(found: &Found<'_>) -> [String; 11] {
    let segment = &found.segment;
    let number = |number: Option<u32>| number.map_or(String::new(), |number| number.to_string());
    let turn = |turn: Option<usize>| turn.map_or(String::new(), |turn| turn.to_string());
    let facets = segment.facets.iter().map(|(facet, values)| format!("{facet}={}", values.join(",")));
    [
        segment.document.to_owned(),
        found.title.to_owned(),
        turn(segment.first_turn),
        turn(segment.last_turn),
        segment.speakers.join(" "),
        number(segment.start),
        number(segment.end),
        segment.code.unwrap_or_default().to_owned(),
        segment.coder.to_owned(),
        facets.collect::<Vec<_>>().join(" "),
        segment.text.unwrap_or(&segment.quote).to_owned(),
    ]
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

impl<'a> Found<'a> {
    fn context(&self, count: usize) -> Option<Around<'a>> {
        Some(Around::new(self.text?, &self.place.as_ref()?.turns, count))
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
pub fn read(open: &mut OpenStudy, document: DocumentKey) -> Option<Arc<LoadedText>> {
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
    let passage = found.segment.start_byte.zip(found.segment.end_byte);
    let passage: Vec<Span> = passage.map(|(start, end)| Span::new(start, end)).into_iter().collect();
    for (sign, turns) in [("   ", &around.before), (" > ", &around.turns), ("   ", &around.after)] {
        for turn in turns {
            let said = match found.text {
                Some(text) if sign == " > " => marked(text, turn.number, &passage),
                _ => vec![(turn.text, false)],
            };
            let mut words = vec![(sign.to_owned(), false)];
            words.extend(line(turn, said));
            output.marked(&words)?;
        }
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
