//! Goes through the study and hands the pieces of a report to its paper.

use std::collections::BTreeMap;
use std::io::Write;

use rustc_hash::FxHashMap;

use crate::export::codebook::CodebookView;
use crate::export::segment::Segment;
use crate::export::segments::{self, Row, Which};
use crate::export::tidy::code_name;
use crate::export::{ExportError, Selection, Warnings};
use crate::index::place::{document_mark, reference};
use crate::model::Document;
use crate::model::names::{CodeKey, CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::store::{LoadedText, OpenStudy};
use crate::text::{self, Span};

use super::docx::DocxPaper;
use super::html::HtmlPaper;
use super::markdown::MarkdownPaper;
use super::words::Words;
use super::{Block, Form, Front, Lane, LegendEntry, Paper, Part, Quote, Report, Turn};

/// Writes the report.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    report: &Report,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    let words = Words::of(&report.language);
    match report.form {
        Form::Html => produce(open, selection, report, &mut HtmlPaper::new(words, sink)),
        Form::Markdown => produce(open, selection, report, &mut MarkdownPaper::new(words, sink)),
        Form::Docx => produce(open, selection, report, &mut DocxPaper::new(words, sink)),
    }
}

fn produce(
    open: &mut OpenStudy,
    selection: &Selection,
    report: &Report,
    paper: &mut dyn Paper,
) -> Result<Warnings, ExportError> {
    let words = Words::of(&report.language);
    let (quotes, mut warnings) = gather(open, selection, report)?;
    let legend = legend(&open.study, &quotes, report);
    let study = &open.study;
    paper.begin(&Front {
        title: &study.config.title,
        facts: facts(study, selection, &quotes, words),
        contents: report.parts.iter().map(|&part| (title(part, words).to_owned(), anchor(part))).collect(),
        language: &report.language,
    })?;
    for &part in &report.parts {
        paper.block(&Block::Heading { level: 2, anchor: anchor(part), words: title(part, words) })?;
        match part {
            Part::Quotes => write_quotes(&open.study, &quotes, report, paper)?,
            Part::Transcripts => {
                paper.block(&Block::Legend(&legend))?;
                for warning in write_transcripts(open, selection, report, paper)? {
                    if !warnings.contains(&warning) {
                        warnings.push(warning);
                    }
                }
            }
            Part::Codebook => {
                let title = &open.study.config.title;
                let book = &open.study.codebook;
                paper.block(&Block::Codebook(CodebookView {
                    title,
                    book,
                    family: None,
                    language: &report.language,
                }))?;
            }
            Part::Tables => report.tables.iter().try_for_each(|table| paper.block(&Block::Table(table)))?,
        }
    }
    paper.end()?;
    Ok(warnings)
}

fn title(part: Part, words: &Words) -> &'static str {
    match part {
        Part::Quotes => words.quotes,
        Part::Transcripts => words.transcripts,
        Part::Codebook => words.codebook,
        Part::Tables => words.tables,
    }
}

fn anchor(part: Part) -> &'static str {
    match part {
        Part::Quotes => "p:quotes",
        Part::Transcripts => "p:transcripts",
        Part::Codebook => "p:codebook",
        Part::Tables => "p:tables",
    }
}

/// The quotes of each code in the order of the corpus; those without a code under `None`.
type Quotes = FxHashMap<Option<CodeKey>, Vec<(DocumentKey, Quote)>>;

fn gather(
    open: &mut OpenStudy,
    selection: &Selection,
    report: &Report,
) -> Result<(Quotes, Warnings), ExportError> {
    let mut quotes = Quotes::default();
    let words = Words::of(&report.language);
    let render = |study: &Study, segment: &Segment<'_>| {
        let coding = study.coding(segment.key);
        Ok((coding.code, coding.document, quote(study, segment, coding.document, report, words)))
    };
    let warnings = segments::each(open, selection, render, |(code, document, quote)| {
        quotes.entry(code).or_default().push((document, quote));
        Ok(())
    })?;
    Ok((quotes, warnings))
}

fn quote(
    study: &Study,
    segment: &Segment<'_>,
    document: DocumentKey,
    report: &Report,
    words: &Words,
) -> Quote {
    let mark = study.document(document).map_or_else(|| segment.document.to_owned(), document_mark);
    let turns = segment.first_turn.zip(segment.last_turn);
    Quote {
        words: segment.text.unwrap_or(&segment.quote).trim().to_owned(),
        reference: reference(&mark, turns, &segment.speakers, &report.language),
        turn: turns
            .filter(|_| report.has(Part::Transcripts))
            .map(|(first, _)| turn_anchor(segment.document, first)),
        coder: segment.coder.to_owned(),
        facets: facets(segment.facets.iter().map(|(facet, values)| (*facet, values.as_slice()))),
        memos: segment.memos.iter().map(|memo| memo.text.to_owned()).collect(),
        important: segment.important,
        doubt: match segment.anchor {
            "unsure" => Some(words.unsure),
            "lost" => Some(words.lost),
            _ => None,
        },
    }
}

fn facets<'a>(facets: impl Iterator<Item = (&'a str, &'a [&'a str])>) -> Vec<String> {
    facets.map(|(facet, values)| format!("{facet}: {}", values.join(", "))).collect()
}

fn turn_anchor(document: &str, number: usize) -> String {
    format!("t:{}:{number}", plain(document))
}

/// The anchor of the quotes of a code.
fn quotes_of(code: &str) -> String {
    format!("q:{}", plain(code))
}

/// An id in which every character can stand in an anchor: others than letters, digits, `-`, `_` and `.` become `~` and a number.
fn plain(id: &str) -> String {
    use std::fmt::Write as _;
    id.chars().fold(String::with_capacity(id.len()), |mut plain, character| {
        if character.is_alphanumeric() || "-_.".contains(character) {
            plain.push(character);
        } else {
            let _ = write!(plain, "~{:x}.", u32::from(character));
        }
        plain
    })
}

/// The codes that have quotes in the order of the codebook, then those that the codebook does not know.
fn used(study: &Study, quotes: &Quotes) -> Vec<CodeKey> {
    let mut codes: Vec<CodeKey> = quotes.keys().copied().flatten().collect();
    let rank = |code: CodeKey| (study.codebook.code(code).is_none(), study.codebook.rank(code));
    codes.sort_by(|&a, &b| rank(a).cmp(&rank(b)).then_with(|| study.code_id(a).cmp(study.code_id(b))));
    codes
}

fn legend(study: &Study, quotes: &Quotes, report: &Report) -> Vec<LegendEntry> {
    let entry = |code: CodeKey| {
        let (segments, documents) = counts(&quotes[&Some(code)]);
        let color = study.codebook.code(code).and_then(|code| study.codebook.color(code));
        LegendEntry {
            anchor: report.has(Part::Quotes).then(|| quotes_of(study.code_id(code))),
            name: code_name(study, code, &report.language),
            color,
            segments,
            documents,
        }
    };
    used(study, quotes).into_iter().map(entry).collect()
}

/// How many quotes, in how many documents.
fn counts(quotes: &[(DocumentKey, Quote)]) -> (usize, usize) {
    (quotes.len(), quotes.chunk_by(|a, b| a.0 == b.0).count())
}

fn facts(
    study: &Study,
    selection: &Selection,
    quotes: &Quotes,
    words: &Words,
) -> Vec<(&'static str, String)> {
    let documents: std::collections::BTreeSet<DocumentKey> =
        quotes.values().flatten().map(|(document, _)| *document).collect();
    let coders: std::collections::BTreeSet<&str> =
        quotes.values().flatten().map(|(_, quote)| quote.coder.as_str()).collect();
    let mut facts = vec![
        (words.segments, quotes.values().map(Vec::len).sum::<usize>().to_string()),
        (words.documents, documents.len().to_string()),
        (words.coders, coders.into_iter().collect::<Vec<_>>().join(", ")),
    ];
    let codes = selection.codes.iter().map(|&(code, _)| study.code_id(code).to_owned());
    let narrowed: Vec<String> = codes.chain(selection.query.clone()).collect();
    if !narrowed.is_empty() {
        facts.push((words.narrowed, narrowed.join(" · ")));
    }
    facts.push((words.made, format!("Kantlijn {}", env!("CARGO_PKG_VERSION"))));
    facts
}

fn write_quotes(
    study: &Study,
    quotes: &Quotes,
    report: &Report,
    paper: &mut dyn Paper,
) -> Result<(), ExportError> {
    let words = Words::of(&report.language);
    let marks = quotes.get(&None).map(|marks| (words.marks.to_owned(), "q:".to_owned(), None, marks));
    let codes = used(study, quotes).into_iter().map(|code| {
        let name = code_name(study, code, &report.language);
        let definition = study.codebook.code(code).map(|code| code.definition.get(&report.language));
        (name, quotes_of(study.code_id(code)), definition, &quotes[&Some(code)])
    });
    let mut is_empty = true;
    for (name, anchor, definition, quotes) in codes.chain(marks) {
        is_empty = false;
        let (segments, documents) = counts(quotes);
        paper.block(&Block::Heading { level: 3, anchor: &anchor, words: &name })?;
        let counted = words.counted(segments, documents);
        let about = match definition.filter(|definition| !definition.is_empty()) {
            Some(definition) => format!("{definition} ({counted})"),
            None => counted,
        };
        paper.block(&Block::Text(&about))?;
        quotes.iter().try_for_each(|(_, quote)| paper.block(&Block::Quote(quote)))?;
    }
    if is_empty { paper.block(&Block::Text(words.no_quotes)) } else { Ok(()) }
}

fn write_transcripts(
    open: &mut OpenStudy,
    selection: &Selection,
    report: &Report,
    paper: &mut dyn Paper,
) -> Result<Warnings, ExportError> {
    let narrowed = selection.these.is_some() || !selection.codes.is_empty() || !selection.coders.is_empty();
    let which = if narrowed { Which::Coded } else { Which::All };
    segments::groups(open, selection, which, |open, rows| {
        rows.iter().try_for_each(|row| transcript(&open.study, row, report, paper))
    })
}

fn transcript(study: &Study, row: &Row, report: &Report, paper: &mut dyn Paper) -> Result<(), ExportError> {
    let Some((document, text)) = study.document(row.document).zip(row.text.as_ref()) else { return Ok(()) };
    let heading = match document_mark(document) {
        mark if mark == document.title() => mark,
        mark => format!("{mark} {}", document.title()),
    };
    paper.block(&Block::Heading {
        level: 3,
        anchor: &format!("d:{}", plain(&document.id)),
        words: &heading,
    })?;
    let about = attributes(study, document, &report.attributes);
    if !about.is_empty() {
        paper.block(&Block::Text(&about))?;
    }
    let mut placed: Vec<(Span, CodingKey)> = row
        .keys
        .iter()
        .filter(|&&key| study.verdict(key).has_position())
        .map(|&key| (study.coding(key).span, key))
        .filter(|(span, _)| text.text.get(span.range()).is_some())
        .collect();
    placed.sort_by_key(|&(span, key)| (span.start, std::cmp::Reverse(span.end), study.coding_id(key)));
    let mut by_turn: BTreeMap<usize, Vec<(Span, CodingKey)>> = BTreeMap::new();
    for &(span, key) in &placed {
        for turn in text.turns.in_span(span) {
            by_turn.entry(turn).or_default().push((span, key));
        }
    }
    for index in 0..text.turns.len() {
        let codings = by_turn.get(&index).map_or(&[][..], Vec::as_slice);
        if let Some(turn) = turn(study, document, text, index, codings, report) {
            paper.block(&Block::Turn(&turn))?;
        }
    }
    Ok(())
}

fn attributes(study: &Study, document: &Document, names: &[String]) -> String {
    let one = |name: &String| {
        let value = document.attribute(name).filter(|value| !value.is_empty())?;
        let declared = study.config.attribute(name);
        Some(format!(
            "{name}: {}",
            declared.map_or_else(|| value.to_owned(), |attribute| attribute.show(value))
        ))
    };
    names.iter().filter_map(one).collect::<Vec<_>>().join(" · ")
}

fn turn<'a>(
    study: &'a Study,
    document: &'a Document,
    text: &'a LoadedText,
    index: usize,
    codings: &[(Span, CodingKey)],
    report: &Report,
) -> Option<Turn<'a>> {
    let turn = text.turns.get(index)?;
    let items: Vec<(Span, usize)> = codings.iter().map(|(span, _)| *span).zip(0..).collect();
    let pieces = text::segments(turn.spoken, &items).into_iter();
    let lane = |&(span, key): &(Span, CodingKey)| {
        let coding = study.coding(key);
        let values = |values: &[crate::model::names::WordKey]| {
            values.iter().map(|&value| study.word(value)).collect::<Vec<_>>()
        };
        let given = study.facets(coding).iter();
        let given: Vec<(&str, Vec<&str>)> =
            given.map(|(facet, some)| (study.word(*facet), values(some))).collect();
        Lane {
            code: coding.code.filter(|_| report.has(Part::Quotes)).map(|code| quotes_of(study.code_id(code))),
            name: coding.code.map_or_else(
                || Words::of(&report.language).marks.to_owned(),
                |code| code_name(study, code, &report.language),
            ),
            color: coding.code.and_then(|code| study.codebook.color(study.codebook.code(code)?)),
            coder: study.coder_name(coding.coder),
            facets: facets(given.iter().map(|(facet, values)| (*facet, values.as_slice()))),
            continues: span.start < turn.span.start,
        }
    };
    Some(Turn {
        anchor: turn_anchor(&document.id, index + 1),
        number: index + 1,
        time: turn.time.map(|time| clock(time.milliseconds)),
        speaker: turn.label.map(|label| label.slice(&text.text)),
        is_heading: turn.heading,
        language: document.front.language.as_deref(),
        pieces: pieces.map(|piece| (piece.span.slice(&text.text), piece.active)).collect(),
        lanes: codings.iter().map(lane).collect(),
    })
}

/// `1:02:03`, or `14:05` in the first hour.
fn clock(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}
