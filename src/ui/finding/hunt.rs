//! Going through an answer in the Reader, from one hit to the next.

use std::sync::Arc;

use super::{Answered, Marker, Thing};
use crate::index::answer::Found;
use crate::model::{CodingKey, DocumentKey};
use crate::store::LoadedText;
use crate::text::Span;

/// An answer that one goes through.
#[derive(Clone, Debug)]
pub struct Hunt {
    /// The answer.
    pub answered: Arc<Answered>,
    /// What is marked.
    pub marker: Marker,
    /// The row where one was last, counted by place.
    pub row: usize,
}

/// Where the next hit is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Next {
    /// In the text at hand, at this byte.
    Here(u32),
    /// In another place: the row, counted by place, and whether its last hit is meant.
    Row(usize, bool),
    /// There is none.
    Nowhere,
}

impl Hunt {
    /// True for a turn of a document (its index from 0) that was found.
    pub fn has_turn(&self, document: DocumentKey, turn: usize) -> bool {
        let Found::Turns(turns) = &self.answered.found else { return !self.marker.is_empty() };
        let known = self.answered.catalogue.document(document);
        known.is_some_and(|known| turns.contains(known.first + turn as u32))
    }

    /// What is to be marked in what is seen of a text.
    pub fn hits(&self, text: &LoadedText, seen: Span) -> Vec<Span> {
        self.marker.visible(text, seen, |turn| self.has_turn(text.document, turn))
    }

    /// The next or the previous hit, seen from byte `cursor` of the open text, or from the coding that is pointed at.
    pub fn next(&self, text: &LoadedText, cursor: u32, pointed: Option<CodingKey>, forward: bool) -> Next {
        match &self.answered.found {
            Found::Codings(codings) => {
                let here = pointed.filter(|key| codings.get(self.row) == Some(key));
                let row = here.or(pointed).and_then(|key| {
                    if codings.get(self.row) == Some(&key) {
                        Some(self.row)
                    } else {
                        codings.iter().position(|coding| *coding == key)
                    }
                });
                Self::beside(row.unwrap_or(self.row), self.answered.len(), forward)
            }
            Found::Turns(_) => self.next_in_turns(text, cursor, forward),
        }
    }

    fn beside(row: usize, length: usize, forward: bool) -> Next {
        let next = if forward { row.checked_add(1) } else { row.checked_sub(1) };
        next.filter(|row| *row < length).map_or(Next::Nowhere, |row| Next::Row(row, !forward))
    }

    fn next_in_turns(&self, text: &LoadedText, cursor: u32, forward: bool) -> Next {
        let Found::Turns(turns) = &self.answered.found else { return Next::Nowhere };
        let Some(known) = self.answered.catalogue.document(text.document) else { return Next::Nowhere };
        let here = text.turns.index_at(cursor);
        let number = known.first + here as u32;
        if turns.contains(number)
            && let Some(turn) = text.turns.get(here)
        {
            let hits = self.marker.hits(&text.text, turn.spoken);
            let next = if forward {
                hits.iter().find(|hit| hit.start > cursor)
            } else {
                hits.iter().rev().find(|hit| hit.end <= cursor)
            };
            if let Some(hit) = next {
                return Next::Here(hit.start);
            }
        }
        // Rows before this turn; the turn itself is behind them when it was found.
        let before = turns.rank(number) as usize - usize::from(turns.contains(number));
        let row = if forward { Some(turns.rank(number) as usize) } else { before.checked_sub(1) };
        row.filter(|row| *row < self.answered.len()).map_or(Next::Nowhere, |row| Next::Row(row, !forward))
    }

    /// Where a row's first or last hit stands in its text, in bytes.
    pub fn place(&self, text: &LoadedText, row: usize, last: bool) -> Option<u32> {
        let Some(Thing::Turn(number)) = self.answered.by_place(row) else { return None };
        let known = self.answered.catalogue.document(text.document)?;
        let turn = text.turns.get(number.checked_sub(known.first)? as usize)?;
        let hits = self.marker.hits(&text.text, turn.spoken);
        let hit = if last { hits.last() } else { hits.first() };
        Some(hit.map_or(turn.spoken.start, |hit| hit.start))
    }
}
