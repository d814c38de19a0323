//! An answer as the screen needs it: by document, counted, every row to be had by its number.
//!
//! It is made on the thread that answers, in one walk over what was found; afterwards nothing depends on how much that is.

use std::sync::Arc;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::answer::Found;
use crate::index::catalogue::Catalogue;
use crate::index::codings::{CodingRow, CodingTable};
use crate::model::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::text::Span;

use super::Marker;

/// What was found.
#[derive(Clone, Debug)]
pub struct Answered {
    /// The number of the question.
    pub number: u64,
    /// What was found, in the order of the documents.
    pub found: Found,
    /// The turns that its numbers are about.
    pub catalogue: Arc<Catalogue>,
    /// The documents in which something was found.
    pub documents: Vec<DocumentKey>,
    /// The number of the first row of each of them.
    pub starts: Vec<u32>,
    /// How many there are of each.
    pub counts: Counts,
    /// Codings that took no part because they have no place.
    pub without_place: usize,
    /// What is marked in the texts.
    pub marker: Marker,
    /// Turns in the order of the rows, where that is not the order of their places.
    ranked: Option<Vec<u32>>,
}

/// How many rows there are of each; the largest number first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// By the label of who speaks (first in it); `None` for turns without a label.
    pub speakers: Vec<(Option<String>, usize)>,
    /// By code: codings with it, or turns in which it stands; `None` for marks.
    pub codes: Vec<(Option<CodeKey>, usize)>,
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
    /// Walks over what was found.
    pub fn new(
        number: u64,
        found: Found,
        catalogue: Arc<Catalogue>,
        codings: &CodingTable,
        without_place: usize,
        marker: Marker,
        coders: &FxHashSet<CoderKey>,
    ) -> Self {
        let mut walk = Walk::new(&catalogue, coders);
        match &found {
            Found::Codings(keys) => walk.codings(keys, codings),
            Found::Turns(turns) => walk.turns(turns, codings),
        }
        let Walk { documents, starts, speakers, codes, .. } = walk;
        let label =
            |number: Option<u32>| number.and_then(|number| catalogue.labels().get(number as usize).cloned());
        let counts = Counts {
            speakers: most_first(
                speakers.into_iter().map(|(number, count)| (label(number), count)).collect(),
            ),
            codes: most_first(codes.into_iter().collect()),
        };
        Self { number, found, catalogue, documents, starts, counts, without_place, marker, ranked: None }
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

fn most_first<T>(mut counts: Vec<(T, usize)>) -> Vec<(T, usize)>
where
    T: Ord,
{
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

struct Walk<'a> {
    catalogue: &'a Catalogue,
    /// Whose codings are counted.
    coders: &'a FxHashSet<CoderKey>,
    documents: Vec<DocumentKey>,
    starts: Vec<u32>,
    speakers: FxHashMap<Option<u32>, usize>,
    codes: FxHashMap<Option<CodeKey>, usize>,
}

impl<'a> Walk<'a> {
    fn new(catalogue: &'a Catalogue, coders: &'a FxHashSet<CoderKey>) -> Self {
        Self {
            catalogue,
            coders,
            documents: Vec::new(),
            starts: Vec::new(),
            speakers: FxHashMap::default(),
            codes: FxHashMap::default(),
        }
    }

    fn codings(&mut self, keys: &[CodingKey], table: &CodingTable) {
        // Both stand in the same order.
        let mut left = keys.iter().enumerate().peekable();
        for of in table.documents() {
            if left.peek().is_none() {
                break;
            }
            let known = self.catalogue.document(of.document);
            let before = self.documents.len();
            for row in of.rows.iter() {
                let Some((number, _)) = left.next_if(|(_, key)| **key == row.key) else { continue };
                if self.documents.len() == before {
                    self.documents.push(of.document);
                    self.starts.push(number as u32);
                }
                *self.codes.entry(row.code).or_default() += 1;
                let turn = known
                    .and_then(|known| self.catalogue.turn(self.catalogue.touched(known, row.span).start));
                *self.speakers.entry(turn.and_then(|turn| turn.label)).or_default() += 1;
            }
        }
    }

    fn turns(&mut self, turns: &roaring::RoaringBitmap, table: &CodingTable) {
        let mut row = 0;
        for known in self.catalogue.documents() {
            let count = turns.range_cardinality(known.numbers()) as u32;
            if count == 0 {
                continue;
            }
            self.documents.push(known.document);
            self.starts.push(row);
            row += count;
            let coded = table.of(known.document);
            if !coded.is_empty() {
                self.codes_of_turns(turns, known, coded);
            }
        }
        for turn in turns.iter().filter_map(|number| self.catalogue.turn(number)) {
            *self.speakers.entry(turn.label).or_default() += 1;
        }
    }

    /// A turn counts once for each code in it.
    fn codes_of_turns(
        &mut self,
        turns: &roaring::RoaringBitmap,
        known: &crate::index::catalogue::Catalogued,
        coded: &[CodingRow],
    ) {
        // Few turns of a document are found, and many codings stand in it: each looks among what was found alone.
        let here: Vec<Span> = turns
            .range(known.numbers())
            .filter_map(|number| self.catalogue.turn(number).map(|turn| turn.span))
            .collect();
        let mut counted: FxHashMap<Option<CodeKey>, usize> = FxHashMap::default();
        for row in coded.iter().filter(|row| self.coders.contains(&row.coder)) {
            let from = here.partition_point(|turn| turn.end <= row.span.start);
            let to = here.partition_point(|turn| turn.start < row.span.end);
            if from >= to {
                continue;
            }
            let until = counted.entry(row.code).or_default();
            let fresh = from.max(*until)..to;
            if fresh.is_empty() {
                continue;
            }
            *until = fresh.end;
            *self.codes.entry(row.code).or_default() += fresh.len();
        }
    }
}
