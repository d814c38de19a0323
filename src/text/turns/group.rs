//! Lines gathered into turns.

use super::line::{self, Kind, Line};
use super::speakers::{Before, Speakers, lines};
use super::{Time, Turn, time};
use crate::text::{Span, graphemes};

const BYTE_ORDER_MARK: char = '\u{feff}';

/// The turns of `text`.
pub(super) fn turns(text: &str, speakers: &Speakers<'_>) -> Vec<Turn> {
    let mut gathering = Gathering { text, turns: Vec::new(), plain: Vec::new(), open: None, header: None };
    let mut after_cue = false;
    for (start, line, after_blank) in lines(text) {
        let mark =
            if start == 0 && line.starts_with(BYTE_ORDER_MARK) { BYTE_ORDER_MARK.len_utf8() } else { 0 };
        let bare = line[mark..].trim_start();
        let end = start + line.len() as u32;
        if bare.is_empty() {
            gathering.header(Span::new(start, end));
            continue;
        }
        let mut read = line::read(bare, end - bare.len() as u32);
        read.span.start = start;
        let before =
            Before { blank: after_blank, cue: std::mem::replace(&mut after_cue, read.kind == Kind::Cue) };
        read.label = read.label.filter(|label| speakers.accept(*label, text, before));
        gathering.line(read, bare, after_blank);
    }
    gathering.finish()
}

/// What of the turn at hand is known so far.
struct Open {
    span: Span,
    spoken: Option<Span>,
    label: Option<Span>,
    time: Option<Time>,
}

/// What a turn without speaker and time is.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Plain {
    No,
    /// A line, with a blank one before it.
    AfterBlank,
    /// A line right behind the one before.
    Follows,
}

struct Gathering<'t> {
    text: &'t str,
    turns: Vec<Turn>,
    /// Beside each turn.
    plain: Vec<Plain>,
    /// A turn with speaker or time, which may still grow.
    open: Option<Open>,
    /// Lines that belong to the turn to come.
    header: Option<Header>,
}

/// Lines that are about a turn and not spoken in it: the number of a cue, metadata, what stands before the first cue.
#[derive(Clone, Copy)]
struct Header {
    span: Span,
    /// `WEBVTT`: until the first cue comes, all lines are header.
    file: bool,
    /// Set by metadata, behind which text without a label is spoken too.
    metadata: bool,
    label: Option<Span>,
}

impl Gathering<'_> {
    fn line(&mut self, line: Line, bare: &str, after_blank: bool) {
        if self.header.is_some_and(|header| header.file) && line.kind != Kind::Cue {
            self.header(line.span);
            return;
        }
        match (line.kind, line.label) {
            (Kind::Metadata, label) => {
                let header = self.header(line.span);
                header.metadata = true;
                header.label = label.map(|label| label.span).or(header.label);
            }
            (Kind::Heading, _) => {
                self.close();
                let spoken = Span::new(line.after_time, line.span.end);
                let span = line.span;
                self.push(Turn { span, spoken, label: None, time: None, heading: true }, Plain::No);
            }
            (Kind::Text, Some(label)) => {
                let time = line.time.or(label.time);
                self.speaker(line.span, label.span, time);
                self.spoken(label.body, line.span.end);
            }
            _ if line.time.is_some() => {
                self.begin(Open { span: line.span, spoken: None, label: None, time: line.time });
                self.spoken(line.after_time, line.span.end);
            }
            _ if after_blank && self.is_cue_name(line.span) => drop(self.header(line.span)),
            _ if self.is_file_header(bare) => self.header(line.span).file = true,
            _ => self.text(line, bare, after_blank),
        }
    }

    /// Ends the turn at hand and adds a line to the header of the next.
    fn header(&mut self, line: Span) -> &mut Header {
        self.finish_open();
        let header =
            self.header.get_or_insert(Header { span: line, file: false, metadata: false, label: None });
        header.span = header.span.hull(line);
        header
    }

    fn is_file_header(&self, bare: &str) -> bool {
        self.turns.is_empty() && self.open.is_none() && bare.starts_with("WEBVTT")
    }

    /// The name or number of a cue: the line before its times.
    fn is_cue_name(&self, line: Span) -> bool {
        let rest = &self.text[line.end as usize..];
        let next = rest.trim_start_matches([' ', '\t', '\r']).strip_prefix('\n');
        next.is_some_and(|next| next.starts_with(|first: char| first.is_ascii_digit()) && time::is_cue(next))
    }

    /// A label begins a turn, unless that turn has begun with a time on a line of its own.
    fn speaker(&mut self, line: Span, label: Span, time: Option<Time>) {
        match &mut self.open {
            Some(open) if open.label.is_none() && open.spoken.is_none() && time.is_none() => {
                open.label = Some(label);
                open.span.end = line.end;
            }
            _ => self.begin(Open { span: line, spoken: None, label: Some(label), time }),
        }
    }

    fn text(&mut self, line: Line, bare: &str, after_blank: bool) {
        if let Some(header) = self.header.filter(|header| header.metadata) {
            self.begin(Open { span: line.span, spoken: None, label: header.label, time: None });
        }
        if self.open.is_some() {
            self.spoken(line.after_time, line.span.end);
            return;
        }
        self.close();
        let spoken = Span::new(line.span.end - bare.len() as u32, line.span.end);
        let plain = if after_blank { Plain::AfterBlank } else { Plain::Follows };
        self.push(Turn { span: line.span, spoken, label: None, time: None, heading: false }, plain);
    }

    fn begin(&mut self, mut open: Open) {
        self.finish_open();
        if let Some(header) = self.header.take() {
            open.span = open.span.hull(header.span);
        }
        self.open = Some(open);
    }

    /// Adds `start..end` to what the turn at hand says.
    fn spoken(&mut self, start: u32, end: u32) {
        let Some(open) = &mut self.open else { return };
        open.span.end = open.span.end.max(end);
        if start < end {
            let said = Span::new(start, end);
            open.spoken = Some(open.spoken.map_or(said, |before| before.hull(said)));
        }
    }

    fn finish_open(&mut self) {
        if let Some(open) = self.open.take() {
            let nothing = Span::new(open.span.end, open.span.end);
            let spoken = open.spoken.unwrap_or(nothing);
            let turn = Turn { span: open.span, spoken, label: open.label, time: open.time, heading: false };
            self.push(turn, Plain::No);
        }
    }

    /// Closes the turn at hand; a header that no turn followed is a turn itself.
    fn close(&mut self) {
        self.finish_open();
        if let Some(header) = self.header.take() {
            let turn =
                Turn { span: header.span, spoken: header.span, label: None, time: None, heading: false };
            self.push(turn, Plain::No);
        }
    }

    fn push(&mut self, mut turn: Turn, plain: Plain) {
        let before = turn.spoken.start;
        if before < turn.spoken.end && !self.text.as_bytes()[before as usize].is_ascii() {
            // An accent without a letter sits on the blank before it.
            turn.spoken.start = graphemes::floor(self.text, before).max(turn.span.start);
        }
        self.turns.push(turn);
        self.plain.push(plain);
    }

    fn finish(mut self) -> Vec<Turn> {
        self.close();
        let paragraphs =
            self.plain.windows(2).any(|pair| pair[0] != Plain::No && pair[1] == Plain::AfterBlank);
        if paragraphs { self.joined() } else { self.turns }
    }

    /// Plain lines that follow one another without a blank line are one paragraph.
    fn joined(self) -> Vec<Turn> {
        let mut joined: Vec<Turn> = Vec::with_capacity(self.turns.len());
        let mut before = Plain::No;
        for (turn, plain) in self.turns.into_iter().zip(self.plain) {
            match joined.last_mut() {
                Some(last) if plain == Plain::Follows && before != Plain::No => {
                    last.span = last.span.hull(turn.span);
                    last.spoken = last.spoken.hull(turn.spoken);
                }
                _ => joined.push(turn),
            }
            before = plain;
        }
        joined
    }
}
