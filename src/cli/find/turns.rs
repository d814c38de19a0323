//! Turns that were found.

use std::io;
use std::sync::Arc;

use anyhow::Result;
use serde::Serialize;

use crate::cli::asking::Asking;
use crate::cli::output::Output;
use crate::export::codebook::harmless;
use crate::index::Marks;
use crate::index::rows::{excerpt, pieces};
use crate::store::{LoadedText, OpenStudy};
use crate::text::Span;

use super::Form;
use super::codings::read;
use super::spoken::{Around, line, marked, on_one_line};

/// Cells that are shown of a turn; most have less.
const CELLS: u16 = 480;

/// The turns that were found, and how they are told.
pub struct Turns<'a> {
    found: &'a [u32],
    asking: &'a Asking,
    marks: Marks,
    context: Option<usize>,
}

/// A turn that was found.
struct Found<'a> {
    document: &'a str,
    title: &'a str,
    text: &'a LoadedText,
    /// Its index in the document.
    index: usize,
    spoken: Span,
    hits: Vec<Span>,
}

#[derive(Serialize)]
struct Row<'a> {
    document: &'a str,
    title: &'a str,
    turn: usize,
    speaker: Option<&'a str>,
    time_ms: Option<u64>,
    start: u32,
    end: u32,
    start_byte: u32,
    end_byte: u32,
    text: &'a str,
    /// Code points in the document, as `start` and `end` are.
    hits: Vec<(u32, u32)>,
    #[serde(skip_serializing_if = "Option::is_none")]
    context: Option<Around<'a>>,
}

impl<'a> Turns<'a> {
    /// These turns, in this order.
    pub fn new(found: &'a [u32], asking: &'a Asking, marks: Marks, context: Option<usize>) -> Self {
        Self { found, asking, marks, context }
    }

    /// Tells of them.
    pub fn tell(&self, open: &mut OpenStudy, form: Form, output: &mut Output) -> Result<()> {
        match form {
            Form::Words => self.each(open, |found| self.print(output, found))?,
            Form::Json => {
                let mut array = output.begin_array()?;
                self.each(open, |found| array.item(&self.row(found)))?;
                array.end()?;
            }
            Form::Csv => {
                let mut csv = csv::Writer::from_writer(output);
                csv.write_record([
                    "document", "title", "turn", "speaker", "time_ms", "start", "end", "text",
                ])?;
                self.each(open, |found| {
                    let row = self.row(found);
                    csv.write_record([
                        &harmless(row.document),
                        &harmless(row.title),
                        &row.turn.to_string(),
                        &harmless(row.speaker.unwrap_or_default()),
                        &row.time_ms.map_or(String::new(), |time| time.to_string()),
                        &row.start.to_string(),
                        &row.end.to_string(),
                        &harmless(row.text),
                    ])
                    .map_err(io::Error::from)
                })?;
                csv.flush()?;
            }
        }
        Ok(())
    }

    /// Calls `tell` with each; a text is read once for turns that follow each other.
    fn each(&self, open: &mut OpenStudy, mut tell: impl FnMut(&Found<'_>) -> io::Result<()>) -> Result<()> {
        let catalogue = self.asking.catalogue();
        let document_of = |number: &u32| catalogue.document_of(*number);
        let same = |a: &u32, b: &u32| document_of(a) == document_of(b);
        for numbers in self.found.chunk_by(same) {
            let Some(catalogued) = numbers.first().and_then(document_of) else { continue };
            let document = catalogued.document;
            let Some(text) = read(open, document) else { continue };
            let text: Arc<LoadedText> = text;
            let title = open.study.document(document).map_or("", |document| document.title());
            for &number in numbers {
                let index = (number - catalogued.first) as usize;
                let Some(turn) = text.turns.get(index) else { continue };
                tell(&Found {
                    document: open.study.document_id(document),
                    title,
                    text: &text,
                    index,
                    spoken: turn.spoken,
                    hits: self.marks.hits(&text.text, turn.spoken),
                })?;
            }
        }
        Ok(())
    }

    fn row<'f>(&self, found: &'f Found<'_>) -> Row<'f> {
        let Found { text, index, spoken, .. } = *found;
        let turn = text.turns.get(index);
        let (start, end) = text.code_points(spoken);
        Row {
            document: found.document,
            title: found.title,
            turn: index + 1,
            speaker: text.turns.label_text(&text.text, index),
            time_ms: turn.and_then(|turn| turn.time).map(|time| time.milliseconds),
            start,
            end,
            start_byte: spoken.start,
            end_byte: spoken.end,
            text: spoken.slice(&text.text),
            hits: found.hits.iter().map(|hit| text.code_points(*hit)).collect(),
            context: self.context.map(|count| Around::new(text, &(index..index + 1), count)),
        }
    }

    fn print(&self, output: &mut Output, found: &Found<'_>) -> io::Result<()> {
        let Found { text, index, spoken, .. } = *found;
        let mut heading = format!("{} · turn {}", found.document, index + 1);
        if let Some(speaker) = text.turns.label_text(&text.text, index) {
            heading.extend([" · ", speaker]);
        }
        output.text(&heading)?;
        let Some(count) = self.context else {
            let around = found.hits.first().copied().unwrap_or(Span::new(spoken.start, spoken.start));
            let shown = excerpt(&text.text, spoken, around, CELLS);
            let mut said = vec![(if shown.start > spoken.start { "   … " } else { "   " }.to_owned(), false)];
            said.extend(on_one_line(pieces(&text.text, shown, &found.hits)));
            if shown.end < spoken.end {
                said.push((" …".to_owned(), false));
            }
            output.marked(&said)?;
            return output.text("");
        };
        let around = Around::new(text, &(index..index + 1), count);
        for (sign, turns) in [("   ", &around.before), (" > ", &around.turns), ("   ", &around.after)] {
            for turn in turns {
                let said = match sign {
                    " > " => marked(text, turn.number, &found.hits),
                    _ => vec![(turn.text, false)],
                };
                let mut words = vec![(sign.to_owned(), false)];
                words.extend(line(turn, said));
                output.marked(&words)?;
            }
        }
        output.text("")
    }
}
