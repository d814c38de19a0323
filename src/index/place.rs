//! Where in its document a passage stands, and what stands around it.

use std::ops::Range;

use crate::model::Document;
use crate::store::LoadedText;
use crate::text::Span;

/// A document in a reference: its id, in capitals where that is short, such as D10.
pub fn document_mark(document: &Document) -> String {
    let short = document.id.len() <= 5 && document.id.chars().all(|part| part.is_ascii_alphanumeric());
    if short { document.id.to_uppercase() } else { document.id.clone() }
}

/// `(D10, beurt 14, SO4)`: a document by its mark, first and last turn (from 1) and who speaks in them; in Dutch where the
/// language is `nl`, else in English.
pub fn reference(mark: &str, turns: Option<(usize, usize)>, speakers: &[&str], language: &str) -> String {
    let is_dutch = language.split('-').next() == Some("nl");
    let turns = turns.map(|turns| match (turns, is_dutch) {
        ((first, last), true) if first == last => format!("beurt {first}"),
        ((first, last), true) => format!("beurt {first} tot {last}"),
        ((first, last), false) if first == last => format!("turn {first}"),
        ((first, last), false) => format!("turns {first} to {last}"),
    });
    let parts: Vec<&str> =
        [mark].into_iter().chain(turns.as_deref()).chain(speakers.iter().copied()).collect();
    format!("({})", parts.join(", "))
}

/// A passage in its document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Place<'t> {
    /// The turns it touches, as indices from 0; empty where it stands outside all turns.
    pub turns: Range<usize>,
    /// First and last line it touches, from 1.
    pub lines: (u32, u32),
    /// Labels of those who speak in it, in order, each once.
    pub speakers: Vec<&'t str>,
    /// When its first turn begins and, if that is known, when the turn after its last one does; in milliseconds.
    pub times: Option<(u64, Option<u64>)>,
}

impl<'t> Place<'t> {
    /// The place of `span` (bytes, not empty) in `text`.
    pub fn of(text: &'t LoadedText, span: Span) -> Self {
        let turns = text.turns.in_span(span);
        let mut speakers: Vec<&str> = Vec::new();
        for label in turns.clone().filter_map(|turn| text.turns.label_text(&text.text, turn)) {
            if !speakers.contains(&label) {
                speakers.push(label);
            }
        }
        let time = |turn: usize| Some(text.turns.get(turn)?.time?.milliseconds);
        let times =
            if turns.is_empty() { None } else { time(turns.start).map(|start| (start, time(turns.end))) };
        let lines = text.lines();
        Self {
            lines: (lines.line_of(span.start), lines.line_of(span.end.saturating_sub(1).max(span.start))),
            turns,
            speakers,
            times,
        }
    }

    /// First and last turn, from 1, as people count them; `None` outside all turns.
    pub fn turn_numbers(&self) -> Option<(usize, usize)> {
        (!self.turns.is_empty()).then_some((self.turns.start + 1, self.turns.end))
    }

    /// The indices of up to `count` turns before and after it.
    pub fn around(&self, text: &LoadedText, count: usize) -> (Range<usize>, Range<usize>) {
        let last = text.turns.len().min(self.turns.end.saturating_add(count));
        (self.turns.start.saturating_sub(count)..self.turns.start, self.turns.end..last)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::DocumentKey;

    #[test]
    fn a_passage_knows_who_speaks_and_when() {
        let text = "[00:00:05] AA1: Eén.\nTwee.\n\n[00:00:09] BB2: Drie.\n[00:00:12] AA1: Vier.\nSlot: x";
        let loaded = LoadedText::new(DocumentKey::from(0), text.to_owned(), &["AA1", "BB2"], None);
        let of = |words: &str| {
            let start = text.find(words).unwrap() as u32;
            Place::of(&loaded, Span::new(start, start + words.len() as u32))
        };
        let twee = of("Twee");
        assert_eq!((twee.turn_numbers(), twee.lines), (Some((1, 1)), (2, 2)));
        assert_eq!((twee.speakers, twee.times), (vec!["AA1"], Some((5000, Some(9000)))));
        let long = of("Twee.\n\n[00:00:09] BB2: Drie.\n[00:00:12] AA1");
        assert_eq!((long.turn_numbers(), long.lines), (Some((1, 3)), (2, 5)));
        assert_eq!((long.speakers.clone(), long.times), (vec!["AA1", "BB2"], Some((5000, None))));
        assert_eq!(of("Drie").around(&loaded, 1), (0..1, 2..3));
        assert_eq!(of("\n\n").turn_numbers(), None, "between two turns");
        assert_eq!(of("\n\n").times, None);
    }
}
