//! `kantlijn anchors`: the codings that lost their place when a text was changed, and giving them one.

use anyhow::{Result, bail};
use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use crate::model::edit;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::{after, before};
use crate::store::{LoadedText, OpenStudy, Unplaced, Whereabouts};
use crate::text::Span;

use super::Ending;
use super::change::find_coding;
use super::context::{self, Context};
use super::output::{self, Output};
use super::place::{Numbers, code_points};
use super::words::{counted, one_line};

/// List the codings that have no place in a text that was changed, and give them one
#[derive(Args, Debug)]
pub struct Arguments {
    /// The document: its id or file name [default: all]
    #[arg(value_name = "DOC")]
    document: Option<String>,

    /// Put this coding of yours at code points START..END
    #[arg(long, num_args = 2, value_names = ["CODING", "START..END"], conflicts_with = "accept")]
    place: Option<Vec<String>>,

    /// Put this coding of yours where it stands most likely
    #[arg(long, value_name = "CODING")]
    accept: Option<String>,

    /// The document MISSING is DOC now, or a part of it is: its codings follow their words into DOC
    #[arg(long, num_args = 2, value_names = ["DOC", "MISSING"], conflicts_with_all = ["accept", "place", "document"])]
    is: Option<Vec<String>>,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    coding: Uuid,
    document: &'a str,
    code: Option<&'a str>,
    coder: &'a str,
    verdict: &'static str,
    quote: String,
    before: String,
    after: String,
    candidates: Vec<Place<'a>>,
}

/// A document whose words went elsewhere.
#[derive(Serialize)]
struct Gone<'a> {
    document: &'a str,
    missing: bool,
    /// How many codings have no place in it.
    codings: usize,
    stand_in: Vec<StandIn<'a>>,
}

#[derive(Serialize)]
struct StandIn<'a> {
    document: &'a str,
    codings: usize,
}

#[derive(Serialize)]
struct Place<'a> {
    /// In code points.
    start: u32,
    end: u32,
    score: f32,
    text: &'a str,
    before: &'a str,
    after: &'a str,
}

/// Lists, or places.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    if let Some(documents) = &arguments.is {
        return follow(context, &documents[0], &documents[1]);
    }
    match (&arguments.place, &arguments.accept) {
        (Some(place), _) => put(context, &place[0], Some(&place[1])),
        (None, Some(coding)) => put(context, coding, None),
        (None, None) => list(context, arguments),
    }
}

fn put(context: &Context, coding: &str, place: Option<&str>) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let key = find_coding(&open.study, coding)?;
    let document = open.study.coding(key).document;
    let text = open.text(document)?;
    let id = open.study.document_id(document).to_owned();
    let span = match place {
        Some(place) => {
            let numbers: Numbers = place.parse().map_err(anyhow::Error::msg)?;
            code_points(&text, &id, numbers.start, numbers.end)?
        }
        None => likeliest(&mut open, document, key)?,
    };
    let body = edit::reshape(&open.study, coder, key, text.of(), span)?;
    context::commit(&mut open, vec![body])?;
    let mut output = Output::new();
    output.text(&format!("placed on «{}»", one_line(span.slice(&text.text))))?;
    output.finish()?;
    Ok(Ending::Done)
}

/// The likeliest place of a coding that has none, unless another one is as likely.
fn likeliest(open: &mut OpenStudy, document: DocumentKey, key: CodingKey) -> Result<Span> {
    let unplaced = open.unplaced(document)?;
    let Some(found) = unplaced.iter().find(|unplaced| unplaced.key == key) else {
        bail!("this coding has a place already; `kantlijn edges` moves its edges");
    };
    match found.candidates.as_slice() {
        [] => bail!(
            "nothing in the text looks like this passage; give its place with --place CODING START..END"
        ),
        [one, other, ..] if one.score <= other.score => {
            bail!("two places are as likely as each other; give one with --place CODING START..END")
        }
        [one, ..] => Ok(one.span),
    }
}

/// A document by its id, or one that is gone.
fn coded_document(open: &OpenStudy, name: &str) -> Result<DocumentKey> {
    let missing = open.study.missing_documents();
    match missing.into_iter().find(|document| open.study.document_id(*document) == name) {
        Some(document) => Ok(document),
        None => Ok(context::document(&open.study, name)?.key),
    }
}

/// Lets codings follow their words into another document.
fn follow(context: &Context, into: &str, from: &str) -> Result<Ending> {
    let mut open = context.write()?;
    let into = context::document(&open.study, into)?.key;
    let from = coded_document(&open, from)?;
    let name = |open: &OpenStudy, document| open.study.document_id(document).to_owned();
    let (into_id, from_id) = (name(&open, into), name(&open, from));
    if into == from {
        bail!(
            "`{into_id}` is `{from_id}`; name the document that has the words now, and then the one that had them"
        );
    }
    let count = open.follow_into(from, into)?;
    open.wait()?;
    if count == 0 {
        bail!(
            "no coding of `{from_id}` that has no place there was found in `{into_id}`; nothing was done, and \
             `kantlijn anchors` says which documents hold their words"
        );
    }
    let mut output = Output::new();
    output.text(&format!("{} of {from_id} followed into {into_id}", counted(count, "coding")))?;
    let left = open.without_place(from).len();
    if left > 0 {
        output.text(&format!(
            "{} of {from_id} without a place: `kantlijn anchors` shows them",
            counted(left, "coding")
        ))?;
    }
    output.text("`kantlijn undo` takes it back")?;
    output.finish()?;
    Ok(Ending::Done)
}

fn gone(open: &OpenStudy, found: &Whereabouts) -> String {
    let study = &open.study;
    let document = study.document_id(found.document);
    let codings = counted(found.codings, "coding");
    let mut words = if found.missing {
        format!("{document} is missing, {codings} without a place: ")
    } else {
        format!("{document}, {codings} without a place: ")
    };
    let stand_in = found.stand_in.iter().map(|(other, count)| {
        let other = study.document_id(*other);
        let stand = if *count == 1 { "stands" } else { "stand" };
        format!("{count} {stand} in {other} (`kantlijn anchors --is {other} {document}` lets them follow)")
    });
    let stand_in: Vec<String> = stand_in.collect();
    words.push_str(&stand_in.join(", "));
    if stand_in.is_empty() {
        words.push_str(
            "no document holds their words as they were; put its file back, or let them follow with \
             `kantlijn anchors --is DOC ",
        );
        words.push_str(document);
        words.push('`');
    }
    words
}

fn list(context: &Context, arguments: &Arguments) -> Result<Ending> {
    // Who may write follows changed texts first; who may not sees what others wrote down.
    let mut open = match context.coder() {
        Ok(_) => context.write().or_else(|_| context.read())?,
        Err(_) => context.read()?,
    };
    let documents: Vec<DocumentKey> = match &arguments.document {
        Some(name) => vec![coded_document(&open, name)?],
        None => {
            let known = open.study.documents().iter().map(|document| document.key);
            known.chain(open.study.missing_documents()).collect()
        }
    };
    let mut apart = Vec::new();
    let mut output = Output::new();
    let mut count = 0;
    let mut array = if arguments.json { Some(output.begin_array()?) } else { None };
    let mut lines = Vec::new();
    for document in documents {
        if open.study.document_codings(document).is_none() {
            continue;
        }
        if open.study.document(document).is_none() {
            apart.push(document);
            continue;
        }
        let unplaced = match open.unplaced(document) {
            Ok(unplaced) => unplaced,
            Err(error) => {
                output::warn(&error.to_string());
                continue;
            }
        };
        if unplaced.is_empty() {
            continue;
        }
        count += unplaced.len();
        apart.push(document);
        let text = open.text(document)?;
        for unplaced in &unplaced {
            let row = row(&open, &text, unplaced);
            match &mut array {
                Some(array) => array.item(&row)?,
                None => lines.push(described(&row)),
            }
        }
    }
    let mut elsewhere = open.whereabouts(&apart);
    // Of a document that is there, only what stands elsewhere is news.
    elsewhere.retain(|found| found.missing || !found.stand_in.is_empty());
    let missing: usize = elsewhere.iter().filter(|found| found.missing).map(|found| found.codings).sum();
    for found in &elsewhere {
        match &mut array {
            Some(array) => array.item(&Gone {
                document: open.study.document_id(found.document),
                missing: found.missing,
                codings: found.codings,
                stand_in: found
                    .stand_in
                    .iter()
                    .map(|(document, codings)| StandIn {
                        document: open.study.document_id(*document),
                        codings: *codings,
                    })
                    .collect(),
            })?,
            None => lines.push(gone(&open, found)),
        }
    }
    if let Some(array) = array {
        array.end()?;
    } else {
        for line in &lines {
            output.text(line)?;
        }
        if count + missing == 0 {
            output.text("every coding has a place")?;
        } else if count > 0 {
            let what = counted(count, "coding");
            output.text(&format!(
                "{what} without a place: --accept CODING takes the first of its places, --place CODING START..END any other"
            ))?;
        }
    }
    open.wait()?;
    output.finish()?;
    Ok(if count + missing == 0 { Ending::Nothing } else { Ending::Done })
}

fn row<'a>(open: &'a OpenStudy, text: &'a LoadedText, unplaced: &Unplaced) -> Row<'a> {
    let study = &open.study;
    let coding = study.coding(unplaced.key);
    let anchor = unplaced.anchor.as_ref();
    let candidates = unplaced.candidates.iter().map(|candidate| {
        let (start, end) = text.code_points(candidate.span);
        Place {
            start,
            end,
            score: candidate.score,
            text: candidate.span.slice(&text.text),
            before: before(&text.text, candidate.span),
            after: after(&text.text, candidate.span),
        }
    });
    Row {
        coding: study.coding_id(unplaced.key),
        document: study.document_id(coding.document),
        code: coding.code.map(|code| study.code_id(code)),
        coder: study.coder_name(coding.coder),
        verdict: unplaced.verdict.word(),
        quote: anchor.map(|anchor| anchor.quote.display()).unwrap_or_default(),
        before: anchor.map(|anchor| anchor.prefix.clone()).unwrap_or_default(),
        after: anchor.map(|anchor| anchor.suffix.clone()).unwrap_or_default(),
        candidates: candidates.collect(),
    }
}

fn described(row: &Row<'_>) -> String {
    let code = row.code.unwrap_or("kept without a code");
    let mut words = format!(
        "{} · {} · {code} by {} · {}\n   was: …{}«{}»{}…",
        row.document,
        row.coding,
        row.coder,
        row.verdict,
        one_line(&row.before),
        one_line(&row.quote),
        one_line(&row.after)
    );
    for place in &row.candidates {
        let line = format!(
            "\n   {:.2} at {}..{}: …{}«{}»{}…",
            place.score,
            place.start,
            place.end,
            one_line(place.before),
            one_line(place.text),
            one_line(place.after)
        );
        words.push_str(&line);
    }
    words
}
