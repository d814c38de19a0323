//! An answer as the screen needs it: by document, counted, every row to be had by its number.
//!
//! It is made on the thread that answers, in one walk over the documents; afterwards nothing depends on how much was found.

use std::sync::Arc;

use roaring::RoaringBitmap;

use crate::index::answer::{Answer, Found};
use crate::index::catalogue::Catalogue;
use crate::model::{CodingKey, DocumentKey};

use super::Marker;

/// What was found.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The number of the question.
    pub number: u64,
    /// False where only the first documents were looked at: the whole answer begins so, and comes behind it.
    pub whole: bool,
    /// What was found, in the order of the documents.
    pub found: Found,
    /// The turns that its numbers are about.
    pub catalogue: Arc<Catalogue>,
    /// The documents in which something was found.
    pub documents: Vec<DocumentKey>,
    /// The number of the first row of each of them.
    pub starts: Vec<u32>,
    /// Codings that took no part because they have no place.
    pub without_place: usize,
    /// What is marked in the texts.
    pub marker: Marker,
    /// Turns in the order of the rows, where that is not the order of their places.
    ranked: Option<Vec<u32>>,
}

/// What one row is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Thing {
    /// A coding.
    Coding(CodingKey),
    /// A turn, by its number in the catalogue.
    Turn(u32),
}

impl Answered {
    /// Divides what was found among its documents.
    pub fn new(number: u64, answer: Answer, catalogue: Arc<Catalogue>, marker: Marker) -> Self {
        let Answer { found, groups, without_place } = answer;
        let (documents, starts) = match &found {
            Found::Codings(_) => groups.into_iter().unzip(),
            Found::Turns(turns) => groups_of_turns(turns, &catalogue),
        };
        Self { number, whole: true, found, catalogue, documents, starts, without_place, marker, ranked: None }
    }

    /// The same, of an answer of which only the beginning is known.
    #[must_use]
    pub fn begun(self) -> Self {
        Self { whole: false, ..self }
    }

    /// The same with its rows in this order, which holds each turn that was found once.
    #[must_use]
    pub fn ranked(self, order: Vec<u32>) -> Self {
        Self { ranked: Some(order), ..self }
    }

    /// True when its rows do not stand in the order of their places.
    pub fn is_ranked(&self) -> bool {
        self.ranked.is_some()
    }

    /// True for codings, false for turns.
    pub fn is_codings(&self) -> bool {
        matches!(self.found, Found::Codings(_))
    }

    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.found.len()
    }

    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        self.found.is_empty()
    }

    /// What stands in a row.
    pub fn get(&self, row: usize) -> Option<Thing> {
        match &self.ranked {
            Some(order) => order.get(row).map(|turn| Thing::Turn(*turn)),
            None => self.by_place(row),
        }
    }

    /// What stands in a row when rows stand by place.
    pub fn by_place(&self, row: usize) -> Option<Thing> {
        match &self.found {
            Found::Codings(codings) => codings.get(row).map(|key| Thing::Coding(*key)),
            Found::Turns(turns) => turns.select(u32::try_from(row).ok()?).map(Thing::Turn),
        }
    }

    /// The row of a thing: of a turn that was not found, of the first one behind it.
    pub fn row_of(&self, thing: Thing) -> Option<usize> {
        if let (Some(order), Thing::Turn(turn)) = (&self.ranked, thing) {
            return order.iter().position(|ranked| *ranked == turn);
        }
        match (&self.found, thing) {
            (Found::Codings(codings), Thing::Coding(key)) => codings.iter().position(|coding| *coding == key),
            (Found::Turns(turns), Thing::Turn(turn)) => {
                let row = turns.rank(turn) as usize - usize::from(turns.contains(turn));
                (row < self.len()).then_some(row)
            }
            _ => None,
        }
    }

    /// The row of a turn that was found when rows stand by place.
    pub fn rank(&self, turn: u32) -> usize {
        match &self.found {
            Found::Turns(turns) => (turns.rank(turn) as usize).saturating_sub(1),
            Found::Codings(_) => 0,
        }
    }

    /// True for what was found.
    pub fn has(&self, thing: Thing) -> bool {
        match (&self.found, thing) {
            (Found::Codings(_), Thing::Coding(_)) => self.row_of(thing).is_some(),
            (Found::Turns(turns), Thing::Turn(turn)) => turns.contains(turn),
            _ => false,
        }
    }

    /// All that was found, in order.
    pub fn things(&self) -> Box<dyn Iterator<Item = Thing> + '_> {
        match &self.found {
            Found::Codings(codings) => Box::new(codings.iter().map(|key| Thing::Coding(*key))),
            Found::Turns(turns) => Box::new(turns.iter().map(Thing::Turn)),
        }
    }

    /// The document of a row.
    pub fn document(&self, row: usize) -> Option<DocumentKey> {
        match &self.ranked {
            Some(order) => Some(self.catalogue.document_of(*order.get(row)?)?.document),
            None => self.document_by_place(row),
        }
    }

    /// The document of a row when rows stand by place.
    pub fn document_by_place(&self, row: usize) -> Option<DocumentKey> {
        let group = self.starts.partition_point(|start| *start as usize <= row).saturating_sub(1);
        self.documents.get(group).copied()
    }

    /// How many rows a document has.
    pub fn count_in(&self, group: usize) -> usize {
        let end = self.starts.get(group + 1).map_or(self.len(), |next| *next as usize);
        self.starts.get(group).map_or(0, |start| end - *start as usize)
    }
}

/// The documents of turns, and the number of the first row of each.
fn groups_of_turns(turns: &RoaringBitmap, catalogue: &Catalogue) -> (Vec<DocumentKey>, Vec<u32>) {
    let (mut documents, mut starts, mut row) = (Vec::new(), Vec::new(), 0);
    // One walk over the turns, which stand in the order of the documents.
    let mut known = catalogue.documents().iter();
    let mut end = 0;
    let (mut left, mut many) = (turns.iter(), [0; 1024]);
    loop {
        let some = left.next_many(&mut many);
        if some.is_empty() {
            return (documents, starts);
        }
        let mut some = &some[..];
        while let Some(&turn) = some.first() {
            if turn >= end {
                let Some(document) = known.find(|document| turn < document.numbers().end) else {
                    return (documents, starts);
                };
                end = document.numbers().end;
                documents.push(document.document);
                starts.push(row);
            }
            // Documents have many turns, of which only the last is to be found.
            let here = if some[some.len() - 1] < end {
                some.len()
            } else {
                some.partition_point(|turn| *turn < end)
            };
            row += here as u32;
            some = &some[here..];
        }
    }
}
