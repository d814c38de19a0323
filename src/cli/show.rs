//! `kantlijn show`: a document from beginning to end, one turn after the other, also for the ear.

use anyhow::Result;
use clap::Args;
use serde::Serialize;

use crate::export::{MemoIndex, Segment};
use crate::model::names::{CoderKey, CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::model::{Anchor, Document};
use crate::store::{LoadedText, OpenStudy};
use crate::text::{Span, Turn};

use super::Ending;
use super::context::{self, Context};
use super::output::Output;
use super::words::{one_line, shortened};

/// Print a document, turn by turn
#[derive(Args, Debug)]
pub struct Arguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC")]
    document: String,

    /// After each turn, the codes of the passages that begin in it
    #[arg(long)]
    codes: bool,

    /// Tell programs, as one JSON object
    #[arg(long)]
    json: bool,
}

/// Prints the document.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.read()?;
    let coders = context.narrowed(&open.study)?;
    let document = context::document(&open.study, &arguments.document)?.key;
    let text = open.text(document)?;
    let keys = if arguments.codes { codings(&open.study, document, &coders) } else { Vec::new() };
    let anchors: Vec<Option<Anchor>> = keys.iter().map(|&key| anchor(&open, &text, key)).collect();
    let study = &open.study;
    let memos = MemoIndex::new(study);
    let segments: Vec<Segment<'_>> = keys
        .iter()
        .zip(&anchors)
        .map(|(&key, anchor)| Segment::new(study, &memos, key, Some(&text), anchor.as_ref()))
        .collect();
    let mut output = Output::new();
    if let Some(known) = study.document(document) {
        if arguments.json {
            output.json(&shown(known, &text, &segments))?;
        } else {
            print(&mut output, known, &text, &segments)?;
        }
    }
    output.finish()?;
    Ok(Ending::Done)
}

fn codings(study: &Study, document: DocumentKey, coders: &[CoderKey]) -> Vec<CodingKey> {
    let all =
        study.document_codings(document).into_iter().flat_map(|index| index.iter().map(|(_, key)| *key));
    let mut keys: Vec<CodingKey> =
        all.filter(|&key| coders.is_empty() || coders.contains(&study.coding(key).coder)).collect();
    study.sort_by_place(&mut keys);
    keys
}

/// What the journal remembers, where the text alone does not tell.
fn anchor(open: &OpenStudy, text: &LoadedText, key: CodingKey) -> Option<Anchor> {
    if open.study.coding(key).stands_in(&text.text, text.hash) { None } else { open.anchor(key) }
}

#[derive(Serialize)]
struct Shown<'a> {
    id: &'a str,
    title: &'a str,
    path: &'a str,
    /// Of the text, in code points.
    length: u32,
    turns: Vec<ShownTurn<'a>>,
    /// Codings whose text has changed, so that nobody knows where they stand.
    unplaced: Vec<&'a Segment<'a>>,
}

#[derive(Serialize)]
struct ShownTurn<'a> {
    number: usize,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    heading: bool,
    /// The whole turn, in code points.
    start: u32,
    end: u32,
    /// What is said, in code points.
    spoken_start: u32,
    spoken_end: u32,
    text: &'a str,
    codings: Vec<&'a Segment<'a>>,
}

fn shown<'a>(document: &'a Document, text: &'a LoadedText, segments: &'a [Segment<'a>]) -> Shown<'a> {
    let turns = text.turns.iter().enumerate().map(|(index, turn)| {
        let (start, end) = text.code_points(turn.span);
        let (spoken_start, spoken_end) = text.code_points(turn.spoken);
        ShownTurn {
            number: index + 1,
            speaker: turn.label.map(|label| label.slice(&text.text)),
            time_ms: turn.time.map(|time| time.milliseconds),
            heading: turn.heading,
            start,
            end,
            spoken_start,
            spoken_end,
            text: turn.spoken.slice(&text.text),
            codings: beginning_in(segments, text, index).collect(),
        }
    });
    Shown {
        id: &document.id,
        title: document.title(),
        path: &document.path,
        length: text.code_points(Span::of(&text.text)).1,
        turns: turns.collect(),
        unplaced: segments.iter().filter(|segment| segment.start.is_none()).collect(),
    }
}

/// The segments that begin in a turn, or between it and the next one.
fn beginning_in<'a>(
    segments: &'a [Segment<'a>],
    text: &LoadedText,
    turn: usize,
) -> impl Iterator<Item = &'a Segment<'a>> {
    let start = |index: usize| text.turns.get(index).map_or(u32::MAX, |turn| turn.span.start);
    let (from, to) = (if turn == 0 { 0 } else { start(turn) }, start(turn + 1));
    segments.iter().filter(move |segment| segment.start_byte.is_some_and(|byte| from <= byte && byte < to))
}

fn print(
    output: &mut Output,
    document: &Document,
    text: &LoadedText,
    segments: &[Segment<'_>],
) -> Result<()> {
    output.text(&format!("{}: {}", document.id, document.title()))?;
    let attributes = document.front.attributes.iter().map(|(name, value)| format!("{name} {value}"));
    let attributes = attributes.collect::<Vec<_>>().join(", ");
    if !attributes.is_empty() {
        output.text(&attributes)?;
    }
    for (index, turn) in text.turns.iter().enumerate() {
        output.text("")?;
        print_turn(output, index, turn, text)?;
        for segment in beginning_in(segments, text, index) {
            output.text(&format!("   {}", described(segment, turn, text)))?;
            for memo in &segment.memos {
                output.text(&format!(
                    "   memo by {} ({}): {}",
                    memo.coder,
                    memo.kind,
                    one_line(memo.text)
                ))?;
            }
        }
    }
    let unplaced: Vec<&Segment<'_>> = segments.iter().filter(|segment| segment.start.is_none()).collect();
    if !unplaced.is_empty() {
        output.text(
            "\nThe text has changed since these passages were coded; nobody knows where they stand now:",
        )?;
        for segment in unplaced {
            output.text(&format!("   {}: «{}»", called(segment), one_line(&segment.quote)))?;
        }
    }
    Ok(())
}

fn print_turn(output: &mut Output, index: usize, turn: &Turn, text: &LoadedText) -> Result<()> {
    let mut line = format!("{}. ", index + 1);
    if let Some(time) = turn.time {
        line.push_str(time.span.slice(&text.text).trim_matches(['[', ']', '(', ')', '<', '>']));
        line.push(' ');
    }
    if let Some(label) = turn.label {
        line.push_str(label.slice(&text.text));
        line.push_str(": ");
    }
    if turn.heading {
        line.push_str("heading: ");
    }
    let indented = turn.spoken.slice(&text.text).replace('\n', "\n   ");
    output.text(format!("{line}{indented}").trim_end())?;
    Ok(())
}

/// A coding in words: code, passage, coder, facets.
fn described(segment: &Segment<'_>, turn: &Turn, text: &LoadedText) -> String {
    let span = Span::new(segment.start_byte.unwrap_or_default(), segment.end_byte.unwrap_or_default());
    let passage = if span == turn.spoken {
        "the whole turn".to_owned()
    } else {
        match (segment.first_turn, segment.last_turn) {
            (Some(first), Some(last)) if first != last => {
                let words = span.slice(&text.text);
                let first_word = words.split_whitespace().next().unwrap_or_default();
                format!("from «{first_word}» up to turn {last}")
            }
            _ => format!("«{}»", shortened(span.slice(&text.text))),
        }
    };
    let mut words = format!("{}: {passage}", called(segment));
    for (facet, values) in &segment.facets {
        words.extend([", ", facet, " ", &values.join(" and ")]);
    }
    if segment.important {
        words.push_str(", important");
    }
    words
}

fn called(segment: &Segment<'_>) -> String {
    match segment.code {
        Some(code) => format!("code {code} by {}", segment.coder),
        None => format!("kept without a code by {}", segment.coder),
    }
}
