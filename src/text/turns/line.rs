//! What one line is: blank, heading, subtitle cue, or text that may carry a time and a speaker's label.

use super::{Time, time};
use crate::text::Span;

/// Characters that a label has at most.
const LABEL_CHARACTERS: usize = 40;
/// Words that an undeclared label has at most.
const LABEL_WORDS: usize = 4;

/// One line that is not blank.
#[derive(Clone, Copy, Debug)]
pub(super) struct Line {
    /// Without white space around it.
    pub span: Span,
    /// What kind of line.
    pub kind: Kind,
    /// Its time.
    pub time: Option<Time>,
    /// Where text begins that is no time, if there is no label.
    pub after_time: u32,
    /// A label, if it is one: that is for the whole text to decide.
    pub label: Option<Label>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    /// A Markdown heading; `after_time` is where its text begins.
    Heading,
    /// `##META text speaker = LAU`, the metadata lines of treebanks; the label is the value of `speaker`.
    Metadata,
    /// `00:00:01.000 --> 00:00:03.000`: a time and nothing else.
    Cue,
    Text,
}

/// What may be a speaker's label.
#[derive(Clone, Copy, Debug)]
pub(super) struct Label {
    pub span: Span,
    /// Where the spoken text begins.
    pub body: u32,
    /// The time between a label and its colon: `FA1 (00:12): …`.
    pub time: Option<Time>,
    pub shape: Shape,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    /// `[Name] 11:02:09` or `<v Name>`: cannot be anything else.
    Sure,
    /// `[Name]` alone on its line.
    Bracketed,
    /// `Name: text`.
    Colon,
    /// `Name:text`, without a blank behind the colon.
    Tight,
}

/// Reads the line `line` (without white space around it, not empty), which stands at byte `start` of the text.
pub(super) fn read(line: &str, start: u32) -> Line {
    let span = Span::new(start, start + line.len() as u32);
    let plain = Line { span, kind: Kind::Text, time: None, after_time: start, label: None };
    match line.as_bytes()[0] {
        b'#' if line.starts_with("##META ") => {
            Line { kind: Kind::Metadata, label: metadata(line, start), ..plain }
        }
        b'#' => match heading(line) {
            Some(text) => Line { kind: Kind::Heading, after_time: start + text, ..plain },
            None => plain,
        },
        b'[' | b'(' | b'0'..=b'9' => timed(line, plain),
        _ => Line { label: label(line, start), ..plain },
    }
}

/// The speaker that `##META text speaker = LAU` names.
fn metadata(line: &str, start: u32) -> Option<Label> {
    let value = line.strip_prefix("##META text speaker = ")?;
    let end = start + line.len() as u32;
    let span = Span::new(end - value.len() as u32, end);
    Some(Label { span, body: end, time: None, shape: Shape::Sure })
}

/// Where the text of a heading begins, counted from the start of the line.
fn heading(line: &str) -> Option<u32> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let text = rest.trim_start();
    (marks <= 6 && text.len() < rest.len() && !text.is_empty()).then_some((line.len() - text.len()) as u32)
}

fn timed(line: &str, plain: Line) -> Line {
    let start = plain.span.start;
    let Some(found) = time::read(line, start) else {
        return Line { label: bracketed(line, start), ..plain };
    };
    let rest = line[(found.after - start) as usize..].trim_start();
    let after_time = plain.span.end - rest.len() as u32;
    if rest.starts_with("-->") {
        return Line { kind: Kind::Cue, time: Some(found.time), after_time: plain.span.end, ..plain };
    }
    let label = label(rest, after_time);
    if found.sure {
        Line { time: Some(found.time), after_time, label, ..plain }
    } else {
        // "10:30 was het druk" is a sentence: the time counts only together with a label.
        let label = label.map(|label| Label { time: label.time.or(Some(found.time)), ..label });
        Line { label, ..plain }
    }
}

/// `[Johnny Doe] 11:02:09` and `[Johnny Doe]`.
fn bracketed(line: &str, start: u32) -> Option<Label> {
    let close = memchr::memchr(b']', &line.as_bytes()[..line.len().min(LABEL_CHARACTERS * 4)])?;
    let name = line.strip_prefix('[')?.get(..close - 1)?;
    let end = start + line.len() as u32;
    let rest = line[close + 1..].trim_start();
    let time = time::read(rest, end - rest.len() as u32);
    let (shape, time, body) = match (rest.is_empty(), time) {
        (true, _) => (Shape::Bracketed, None, end),
        (_, Some(found)) => (Shape::Sure, Some(found.time), found.after),
        _ => return None,
    };
    let body = end - line[(body - start) as usize..].trim_start().len() as u32;
    is_name(name).then(|| Label { span: Span::new(start + 1, start + close as u32), body, time, shape })
}

/// A label at the start of `rest`, which stands at byte `start` of the text.
fn label(rest: &str, start: u32) -> Option<Label> {
    match rest.as_bytes().first()? {
        b'<' => return voice(rest, start),
        b'*' => return bold(rest, start),
        byte if byte.is_ascii_alphabetic() || !byte.is_ascii() => {}
        _ => return None,
    }
    // Most lines have no label: look for the colon first.
    let reach = &rest.as_bytes()[..rest.len().min(LABEL_CHARACTERS * 4 + 16)];
    let colon = memchr::memchr(b':', reach)?;
    let before = &rest[..colon];
    if let Some(open) = before.rfind(['(', '[']).filter(|open| !before[*open..].contains([')', ']'])) {
        return with_time(rest, open, start);
    }
    let name = before.trim_end();
    let after = &rest[colon + 1..];
    let shape = match after.chars().next() {
        Some(next) if !next.is_whitespace() => {
            if next.is_ascii_digit() || matches!(next, '/' | ':' | '\\') {
                return None;
            }
            Shape::Tight
        }
        _ => Shape::Colon,
    };
    is_name(name).then(|| Label {
        span: Span::new(start, start + name.len() as u32),
        body: start + (rest.len() - after.trim_start().len()) as u32,
        time: None,
        shape,
    })
}

/// `FA1 (00:12): text`.
fn with_time(rest: &str, open: usize, start: u32) -> Option<Label> {
    let name = rest[..open].trim_end();
    let found = time::read(&rest[open..], start + open as u32)?;
    let behind = rest[(found.after - start) as usize..].trim_start();
    let after = behind.strip_prefix(':').or(behind.is_empty().then_some(behind))?;
    is_name(name).then(|| Label {
        span: Span::new(start, start + name.len() as u32),
        body: start + (rest.len() - after.trim_start().len()) as u32,
        time: Some(found.time),
        shape: Shape::Colon,
    })
}

/// `**FA1:** text` and `**FA1**: text`, as Markdown transcripts write it.
fn bold(rest: &str, start: u32) -> Option<Label> {
    let inner = rest.strip_prefix("**")?;
    let close = inner.find("**").filter(|close| *close <= LABEL_CHARACTERS * 4)?;
    let (name, behind) = (&inner[..close], &inner[close + 2..]);
    let (name, after) = match name.strip_suffix(':') {
        Some(name) => (name, behind),
        None => (name, behind.strip_prefix(':')?),
    };
    let name = name.trim_end();
    is_name(name).then(|| Label {
        span: Span::new(start + 2, start + 2 + name.len() as u32),
        body: start + (rest.len() - after.trim_start().len()) as u32,
        time: None,
        shape: Shape::Colon,
    })
}

/// `<v Name>text`, the voice of a subtitle.
fn voice(rest: &str, start: u32) -> Option<Label> {
    let close = rest.find('>').filter(|close| *close <= LABEL_CHARACTERS * 4)?;
    let inner = rest[..close].strip_prefix("<v")?;
    let (_classes, name) = inner.split_once(' ')?;
    let from = close - name.len();
    let name = name.trim_end();
    is_name(name).then(|| Label {
        span: Span::new(start + from as u32, start + (from + name.len()) as u32),
        body: start + (rest.len() - rest[close + 1..].trim_start().len()) as u32,
        time: None,
        shape: Shape::Sure,
    })
}

/// At most so many characters and words, a letter first, and nothing that a sentence would have.
fn is_name(name: &str) -> bool {
    let (mut characters, mut words, mut depth) = (0, 1, 0i32);
    for character in name.chars() {
        characters += 1;
        match character {
            ' ' | '\u{a0}' => words += 1,
            '(' => depth += 1,
            ')' => depth -= 1,
            '.' | '-' | '_' | '\'' | '’' | '/' | '&' | '+' | '‑' => {}
            other if other.is_alphanumeric() => {}
            // Accents that are characters of their own.
            '\u{300}'..='\u{36f}' => {}
            _ => return false,
        }
    }
    characters <= LABEL_CHARACTERS
        && words <= LABEL_WORDS
        && depth == 0
        && name.chars().next().is_some_and(char::is_alphabetic)
}
