//! How many answers there are of each: counted behind the answer, which nobody should wait for.

use roaring::RoaringBitmap;
use rustc_hash::{FxHashMap, FxHashSet};

use super::Answered;
use crate::index::answer::Found;
use crate::index::catalogue::{Catalogue, Catalogued};
use crate::index::codings::{CodingRow, CodingTable};
use crate::index::{Cancel, Stopped};
use crate::model::{CodeKey, CoderKey, CodingKey};
use crate::text::Span;

/// How many rows of an answer there are of each; the largest number first.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The number of the question.
    pub number: u64,
    /// By the label of who speaks (first in it); `None` for turns without a label.
    pub speakers: Vec<(Option<String>, usize)>,
    /// By code: codings with it, or turns in which it stands; `None` for marks.
    pub codes: Vec<(Option<CodeKey>, usize)>,
}

impl Counts {
    /// Walks over what was found; in turns, codings of these coders are counted.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn of(
        answered: &Answered,
        codings: &CodingTable,
        coders: &FxHashSet<CoderKey>,
        cancel: &Cancel,
    ) -> Result<Self, Stopped> {
        let catalogue = &*answered.catalogue;
        let mut walk =
            Walk { catalogue, coders, speakers: FxHashMap::default(), codes: FxHashMap::default() };
        match &answered.found {
            Found::Codings(keys) => walk.codings(keys, codings, cancel)?,
            Found::Turns(turns) => walk.turns(turns, codings, cancel)?,
        }
        let Walk { speakers, codes, .. } = walk;
        let label =
            |number: Option<u32>| number.and_then(|number| catalogue.labels().get(number as usize).cloned());
        let speakers = speakers.into_iter().map(|(number, count)| (label(number), count)).collect();
        Ok(Self {
            number: answered.number,
            speakers: most_first(speakers),
            codes: most_first(codes.into_iter().collect()),
        })
    }
}

fn most_first<T: Ord>(mut counts: Vec<(T, usize)>) -> Vec<(T, usize)> {
    counts.sort_by(|a, b| b.1.cmp(&a.1).then_with(|| a.0.cmp(&b.0)));
    counts
}

struct Walk<'a> {
    catalogue: &'a Catalogue,
    /// Whose codings are counted.
    coders: &'a FxHashSet<CoderKey>,
    speakers: FxHashMap<Option<u32>, usize>,
    codes: FxHashMap<Option<CodeKey>, usize>,
}

impl Walk<'_> {
    fn codings(&mut self, keys: &[CodingKey], table: &CodingTable, cancel: &Cancel) -> Result<(), Stopped> {
        // Both stand in the same order.
        let mut left = keys.iter().peekable();
        for of in table.documents() {
            if left.peek().is_none() {
                break;
            }
            cancel.check()?;
            let known = self.catalogue.document(of.document);
            for row in of.rows.iter() {
                if left.next_if(|key| **key == row.key).is_none() {
                    continue;
                }
                *self.codes.entry(row.code).or_default() += 1;
                let turn = known
                    .and_then(|known| self.catalogue.turn(self.catalogue.touched(known, row.span).start));
                *self.speakers.entry(turn.and_then(|turn| turn.label)).or_default() += 1;
            }
        }
        Ok(())
    }

    fn turns(&mut self, turns: &RoaringBitmap, table: &CodingTable, cancel: &Cancel) -> Result<(), Stopped> {
        for known in self.catalogue.documents() {
            cancel.check()?;
            for turn in turns.range(known.numbers()).filter_map(|number| self.catalogue.turn(number)) {
                *self.speakers.entry(turn.label).or_default() += 1;
            }
            let coded = table.of(known.document);
            if !coded.is_empty() {
                self.codes_of_turns(turns, known, coded);
            }
        }
        Ok(())
    }

    /// A turn counts once for each code in it.
    fn codes_of_turns(&mut self, turns: &RoaringBitmap, known: &Catalogued, coded: &[CodingRow]) {
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
