//! What is said in turns, for both kinds of answers.

use std::ops::Range;

use serde::Serialize;

use crate::cli::words::one_line;
use crate::index::rows::pieces;
use crate::store::LoadedText;
use crate::text::Span;

/// A turn, as programs read it.
#[derive(Serialize)]
pub struct TurnRow<'a> {
    pub number: usize,
    pub speaker: Option<&'a str>,
    pub time_ms: Option<u64>,
    pub text: &'a str,
}

/// Turns with those before and after them.
#[derive(Serialize)]
pub struct Around<'a> {
    pub before: Vec<TurnRow<'a>>,
    pub turns: Vec<TurnRow<'a>>,
    pub after: Vec<TurnRow<'a>>,
}

impl<'a> Around<'a> {
    /// The turns at these indices, and up to `count` on either side.
    pub fn new(text: &'a LoadedText, turns: &Range<usize>, count: usize) -> Self {
        let last = text.turns.len().min(turns.end.saturating_add(count));
        Self {
            before: rows(text, turns.start.saturating_sub(count)..turns.start),
            turns: rows(text, turns.clone()),
            after: rows(text, turns.end..last),
        }
    }
}

fn rows(text: &LoadedText, turns: Range<usize>) -> Vec<TurnRow<'_>> {
    let turns = turns.filter_map(|index| Some((index, text.turns.get(index)?)));
    let row = |(index, turn): (usize, &crate::text::Turn)| TurnRow {
        number: index + 1,
        speaker: turn.label.map(|label| label.slice(&text.text)),
        time_ms: turn.time.map(|time| time.milliseconds),
        text: turn.spoken.slice(&text.text),
    };
    turns.map(row).collect()
}

/// `12. SO4: ` and what is said, in pieces of which some are marked.
pub fn line<'a>(turn: &TurnRow<'_>, said: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<(String, bool)> {
    let speaker = turn.speaker.map_or(String::new(), |speaker| format!("{speaker}: "));
    let mut line = vec![(format!("{}. {speaker}", turn.number), false)];
    line.extend(on_one_line(said));
    line
}

/// What is said in a turn, marked where it stands in one of `marked` (bytes of the text, by place).
pub fn marked<'a>(text: &'a LoadedText, number: usize, marked: &[Span]) -> Vec<(&'a str, bool)> {
    let spoken = text.turns.get(number - 1).map(|turn| turn.spoken).unwrap_or_default();
    pieces(&text.text, spoken, marked)
}

/// Pieces of several lines on one, with the blanks between them.
pub fn on_one_line<'a>(pieces: impl IntoIterator<Item = (&'a str, bool)>) -> Vec<(String, bool)> {
    let piece = |(words, is_marked): (&str, bool)| {
        let blank = |has: bool| if has { " " } else { "" };
        let line = one_line(words);
        let words = if line.is_empty() {
            blank(!words.is_empty()).to_owned()
        } else {
            let before = blank(words.starts_with(char::is_whitespace));
            format!("{before}{line}{}", blank(words.ends_with(char::is_whitespace)))
        };
        (words, is_marked)
    };
    pieces.into_iter().map(piece).collect()
}
