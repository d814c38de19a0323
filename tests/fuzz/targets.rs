//! What is done with bytes that nobody would write: each reader of a file gets them, and what it says of them must hold.
//!
//! A new reader is one line in [`TARGETS`] (and a `[[bin]]` in Cargo.toml); a test holds that no format is missing. `cargo test` runs every row over the
//! examples in `seeds/` and mutations of them; cargo-fuzz runs them for as long as somebody likes.

use kantlijn::import;
use kantlijn::import::compose::{Decisions, Taken, compose, prepare};
use kantlijn::import::format::{Format, ReadOptions};
use kantlijn::index::query::Query;
use kantlijn::model::codebook::{Codebook, FamilyFile, ReadFamily};
use kantlijn::model::document::{FrontMatter, split};
use kantlijn::model::event::{Event, Line, ReadEvent, Wire};
use kantlijn::model::record::Source;
use kantlijn::model::{Names, Study, StudyConfig};
use kantlijn::text::{Blocks, CodePoints, Span, Turns, cells, sanitize};

/// A target: its name, which is also that of its folder in `seeds/`, and what it does.
pub type Target = (&'static str, fn(&[u8]));

/// Every target.
pub const TARGETS: &[Target] = &[
    ("journal", journal),
    ("head", head),
    ("family", family),
    ("settings", settings),
    ("query", query),
    ("text", text),
    // Readers of other formats: what they give or refuse must be fit to be shown. First whatever a file is, then each by itself.
    ("plain", taken_in),
    ("plain_text", |bytes| transcript(Format::Text, bytes)),
    ("markdown", |bytes| transcript(Format::Markdown, bytes)),
    ("vtt", |bytes| transcript(Format::WebVtt, bytes)),
    ("srt", |bytes| transcript(Format::Srt, bytes)),
    ("docx", |bytes| transcript(Format::Docx, bytes)),
    ("odt", |bytes| transcript(Format::Odt, bytes)),
    ("rtf", |bytes| transcript(Format::Rtf, bytes)),
    ("html", |bytes| transcript(Format::Html, bytes)),
    ("pdf", |bytes| transcript(Format::Pdf, bytes)),
    ("csv", |bytes| transcript(Format::Csv, bytes)),
    ("excel", |bytes| transcript(Format::Excel, bytes)),
    ("whisper", |bytes| transcript(Format::Whisper, bytes)),
    ("otr", |bytes| transcript(Format::OTranscribe, bytes)),
    ("eaf", |bytes| transcript(Format::Elan, bytes)),
    ("cha", |bytes| transcript(Format::Chat, bytes)),
    ("textgrid", |bytes| transcript(Format::TextGrid, bytes)),
    ("tei", |bytes| transcript(Format::Tei, bytes)),
    ("handelingen", |bytes| transcript(Format::Handelingen, bytes)),
    ("qualcoder", |bytes| project(Format::QualCoder, bytes)),
    ("taguette", |bytes| project(Format::Taguette, bytes)),
    ("rqda", |bytes| project(Format::Rqda, bytes)),
    ("requal", |bytes| project(Format::Requal, bytes)),
    ("codebook_csv", |bytes| holds(import::codebook_csv::read(bytes), |_| Vec::new())),
    ("codebook_markdown", |bytes| holds(import::codebook_markdown::read(bytes), |_| Vec::new())),
    ("codebook_qdc", |bytes| holds(import::codebook_qdc::read(bytes), |_| Vec::new())),
    ("refi", |bytes| project(Format::RefiQda, bytes)),
];

/// Runs the target with this name.
///
/// # Panics
/// When there is none, or it found a fault.
pub fn run(name: &str, bytes: &[u8]) {
    let target = TARGETS.iter().find(|(known, _)| *known == name);
    target.unwrap_or_else(|| panic!("no target is called {name}")).1(bytes);
}

/// A reader answers with something or with a sentence, and says no more than a person can read.
fn holds<T, E: std::fmt::Display>(found: Result<T, E>, said: impl FnOnce(T) -> Vec<String>) {
    let said = found.map_or_else(|error| vec![error.to_string()], said);
    for words in said {
        assert!(!words.trim().is_empty(), "it says nothing");
        sanitize(&words);
    }
}

/// A file as the reader of its format takes it, and the documents that it becomes.
fn transcript(format: Format, bytes: &[u8]) {
    let options =
        ReadOptions { name: "naam".to_owned(), language: "nl".to_owned(), ..ReadOptions::default() };
    let made = prepare(bytes, Some(format), &options).and_then(|draft| {
        let mut taken = Taken::default();
        Ok((compose(&draft, &Decisions::default(), &StudyConfig::default(), &mut taken)?, draft.found.notes))
    });
    holds(made, |(documents, notes)| {
        for document in &documents {
            let head = split(&document.file).head.unwrap_or_default();
            assert!(FrontMatter::parse(head).is_ok_and(|front| front.origin.is_some()), "{head}");
        }
        documents.into_iter().flat_map(|document| document.notes).chain(notes).collect()
    });
}

/// A project: what is said to stand somewhere stands there.
fn project(format: Format, bytes: &[u8]) {
    holds(import::project::read(format, bytes), |project| {
        for coding in &project.codings {
            let text = &project.documents[coding.document].text;
            assert!(coding.place.span().is_none_or(|span| text.get(span.range()).is_some()));
            assert!(coding.code.is_none_or(|code| code < project.codes.len()));
            assert!(coding.coder < project.coders.len());
        }
        project.notes.into_iter().chain(project.found).collect()
    });
}

/// A file that is brought in, whatever it is: recognised, read, and made into documents.
fn taken_in(bytes: &[u8]) {
    let options =
        ReadOptions { name: "naam.md".to_owned(), language: "nl".to_owned(), ..ReadOptions::default() };
    let config = StudyConfig::default();
    let made = prepare(bytes, None, &options)
        .and_then(|draft| compose(&draft, &Decisions::default(), &config, &mut Taken::default()));
    if let Ok(documents) = &made {
        for document in documents {
            let head = split(&document.file).head.unwrap_or_default();
            assert!(FrontMatter::parse(head).is_ok_and(|front| front.origin.is_some()), "{head}");
        }
    }
    holds(made, |documents| documents.into_iter().flat_map(|document| document.notes).collect());
}

/// A line of a journal: what is read is written back and read as the same.
fn journal(bytes: &[u8]) {
    let Ok(line) = std::str::from_utf8(bytes) else { return };
    let wire = Wire::parse(line).and_then(|wire| wire.event());
    // As a study takes it in: lines of codings in our own form have a reader of their own.
    let mut study = Study::new(StudyConfig::default());
    let coder = study.coder("anna");
    let taken = Line::parse(line)
        .and_then(|line| study.take_line(coder, &line, Source::default(), false).map(|_| line.id));
    assert_eq!(taken.is_ok(), wire.is_ok(), "{taken:?}, {wire:?}");
    if let (Ok(id), Ok(ReadEvent::Known(event))) = (taken, &wire) {
        assert_eq!(id, event.id);
    }
    match (Event::parse(line), wire) {
        (Ok(ReadEvent::Known(event)), Ok(_)) => {
            let again = event.line();
            assert!(!again.contains('\n'), "a line of its own");
            match Event::parse(&again) {
                // Moments are kept to the millisecond.
                Ok(ReadEvent::Known(read)) => assert_eq!(read.line(), again),
                other => panic!("{other:?} for what we wrote ourselves: {again}"),
            }
        }
        (Ok(ReadEvent::Unknown { .. }), Ok(_)) => {}
        (Err(one), Err(other)) => assert_eq!(one, other),
        (one, other) => panic!("the two readers do not agree: {one:?}, {other:?}"),
    }
}

/// A document's file: the text is what stands behind the head, whatever that says.
fn head(bytes: &[u8]) {
    let Ok(file) = std::str::from_utf8(bytes) else { return };
    let parts = split(file);
    assert!(file.is_char_boundary(parts.text_start));
    if let Some(head) = parts.head {
        holds(FrontMatter::parse(head), |_| Vec::new());
    }
    let mark = if file.starts_with('\u{feff}') { 3 } else { 0 };
    assert!(parts.head.is_some() || parts.text_start == mark, "without a head all is text");
}

/// A family file: what is read makes a codebook, and changing nothing changes no byte.
fn family(bytes: &[u8]) {
    let Ok(toml) = std::str::from_utf8(bytes) else { return };
    if let Ok(read) = ReadFamily::parse("codebook/x.toml", toml) {
        let again = ReadFamily::parse("codebook/y.toml", toml).unwrap();
        let (book, _) = Codebook::build(vec![read, again], &mut Names::default());
        for code in book.codes() {
            book.path(code);
            book.color(code);
            book.with_descendants(code.key);
        }
    }
    if let Ok(file) = FamilyFile::parse(toml) {
        let written = file.to_string();
        let again = FamilyFile::parse(&written).map(|file| file.to_string());
        assert_eq!(again.as_deref(), Ok(written.as_str()));
    }
}

/// The settings of a study.
fn settings(bytes: &[u8]) {
    let Ok(toml) = std::str::from_utf8(bytes) else { return };
    holds(StudyConfig::parse(toml), |config| config.problems());
}

/// A query, whole and half typed: a mistake has its place in it.
fn query(bytes: &[u8]) {
    let Ok(words) = std::str::from_utf8(bytes) else { return };
    for read in [Query::parse(words), Query::typing(words)] {
        if let Err(error) = read {
            assert!(words.get(error.span.range()).is_some(), "{error:?}");
            assert!(!error.to_string().is_empty());
        }
    }
}

/// A text: blocks and turns cover it, cells send nothing to a terminal that steers it, code points and bytes agree.
fn text(bytes: &[u8]) {
    let Ok(text) = std::str::from_utf8(bytes) else { return };
    let turns = Turns::parse(text, &["AA1"]);
    let blocks = Blocks::new(text, &turns);
    let _ = blocks.len();
    let end = turns.iter().fold(0, |end, turn| {
        assert!(turn.span.start >= end && text.get(turn.span.range()).is_some());
        turn.span.end
    });
    assert!(end as usize <= text.len());
    for cell in cells(text, Span::of(text)) {
        assert!(!cell.symbol.chars().any(steers), "{:?}", cell.symbol);
    }
    assert!(!sanitize(text).chars().any(steers));
    let points = CodePoints::new(text);
    for (number, (byte, _)) in text.char_indices().enumerate() {
        assert_eq!(points.from_byte(text, byte as u32), number as u32);
        assert_eq!(points.to_byte(text, number as u32), Some(byte as u32));
    }
}

/// What moves the cursor, rings, hides or turns the direction of writing.
pub fn steers(c: char) -> bool {
    c.is_control()
        || matches!(c, '\u{61c}' | '\u{200e}' | '\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}
