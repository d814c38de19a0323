//! The turns for which a part of a question holds.

use rayon::prelude::*;
use roaring::{MultiOps as _, RoaringBitmap};
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::cancel::Stopped;
use crate::index::catalogue::Catalogued;
use crate::index::question::{Part, Unit};
use crate::index::words::Wanted;
use crate::model::names::DocumentKey;

use super::beside::Beside;
use super::relation::Thing;
use super::test::Ready;
use super::things::Things;
use super::{AT_A_TIME, Asked};

impl Asked<'_> {
    /// The turns that answer a question.
    ///
    /// Where nothing but whole documents is asked for, those of their turns in which something stands that was asked for.
    pub(super) fn answering(&self, part: &Part) -> Result<RoaringBitmap, Stopped> {
        let mut turns = self.turns(part)?;
        let others = match part {
            Part::All(parts) => parts.iter().filter(|part| !part.is_about_documents()).collect(),
            other => vec![other],
        };
        if let [Part::In(Unit::Document, inner)] = others.as_slice() {
            let mut asked = Vec::new();
            inner.each_positive(&mut |part| asked.push(part));
            asked.retain(|part| !matches!(part, Part::Documents(_)));
            if !asked.is_empty() && !turns.is_empty() {
                let parts = asked.into_iter().map(|part| self.turns(part));
                turns &= parts.collect::<Result<Vec<_>, _>>()?.union();
            }
        }
        Ok(turns)
    }

    /// The turns for which a part holds.
    pub(super) fn turns(&self, part: &Part) -> Result<RoaringBitmap, Stopped> {
        self.cancel.check()?;
        match part {
            Part::Text(wanted) => self.finder.turns(wanted, self.cancel),
            Part::Coding(test) => self.touched(&Things::meeting(test)),
            Part::Related { left, relation, negated, right } => {
                self.touched(&self.related(left, *relation, *negated, right)?)
            }
            Part::Speakers(speakers) => self.spoken_by(speakers),
            Part::Documents(documents) => Ok(self.in_documents(documents)),
            Part::Memos { codings, passages, documents } => Ok([
                self.touched(&Things::Keys(codings))?,
                self.touched(&Things::passages(passages))?,
                self.in_documents(documents),
            ]
            .union()),
            Part::In(Unit::Turn, part) => self.turns(part),
            Part::In(Unit::Document, part) => {
                let holds = self.documents(part)?;
                let held = self.catalogue.documents().iter().zip(&holds).filter(|(_, holds)| **holds);
                Ok(all_turns(held.map(|(document, _)| document)))
            }
            Part::In(Unit::Sentence, part) => self.with_sentence(part),
            Part::All(parts) => self.all(parts.iter().collect()),
            Part::Any(parts) => {
                let parts = parts.iter().map(|part| self.turns(part));
                Ok(parts.collect::<Result<Vec<_>, _>>()?.union())
            }
            Part::Not(part) => Ok(self.every_turn() - self.turns(part)?),
        }
    }

    /// The cheap ones first, and no more once nothing is left.
    pub(super) fn all(&self, mut parts: Vec<&Part>) -> Result<RoaringBitmap, Stopped> {
        parts.sort_by_key(|part| cost(part));
        let mut turns: Option<RoaringBitmap> = None;
        let are_text = |part: &&Part, next: &&Part| matches!((part, next), (Part::Text(_), Part::Text(_)));
        for parts in parts.chunk_by(are_text) {
            turns = Some(match (turns, parts) {
                (None, parts) => self.each_of(parts)?,
                (Some(turns), _) if turns.is_empty() => return Ok(turns),
                (Some(turns), [Part::Coding(test)]) => self.touched_among(&Ready::new(test), &turns)?,
                (Some(turns), [Part::Not(part)]) => turns - self.turns(part)?,
                (Some(turns), parts) => turns & self.each_of(parts)?,
            });
        }
        Ok(turns.unwrap_or_else(|| self.every_turn()))
    }

    /// The turns for which a part holds, or each of several that ask for text.
    fn each_of(&self, parts: &[&Part]) -> Result<RoaringBitmap, Stopped> {
        if let [part] = parts {
            return self.turns(part);
        }
        let texts = parts.iter().filter_map(|part| match part {
            Part::Text(wanted) => Some(wanted),
            _ => None,
        });
        let wanted: Vec<&Wanted> = texts.collect();
        self.finder.turns_of_all(&wanted, self.cancel)
    }

    /// Those of `turns` that a coding touches which meets a test: documents without any of them are not looked at.
    fn touched_among(&self, test: &Ready<'_>, turns: &RoaringBitmap) -> Result<RoaringBitmap, Stopped> {
        let turns: Vec<u32> = turns.iter().collect();
        self.over_turns(|document, _, found| {
            let mut beside = Beside::new(self.catalogue, document, &turns);
            let Some(part) = self.table.part(document.document) else { return };
            // Where it stands first: that is told by fewer bytes than what it is.
            for (number, span) in part.spans.iter().enumerate() {
                if beside.is_over() {
                    return;
                }
                if beside.touches(*span) && test.holds(part, number) {
                    beside.take(*span, found);
                }
            }
        })
    }

    pub(super) fn every_turn(&self) -> RoaringBitmap {
        let mut turns = RoaringBitmap::new();
        turns.insert_range(0..self.catalogue.len());
        turns
    }

    pub(super) fn in_documents(&self, documents: &FxHashSet<DocumentKey>) -> RoaringBitmap {
        let all = self.catalogue.documents().iter();
        all_turns(all.filter(|document| documents.contains(&document.document)))
    }

    fn spoken_by(
        &self,
        speakers: &FxHashSet<(DocumentKey, Option<String>)>,
    ) -> Result<RoaringBitmap, Stopped> {
        let numbers: FxHashMap<&str, u32> =
            self.catalogue.labels().iter().map(String::as_str).zip(0..).collect();
        let mut by_document: FxHashMap<DocumentKey, Vec<Option<u32>>> = FxHashMap::default();
        for (document, label) in speakers {
            // A label that nobody has.
            let Some(number) =
                label.as_ref().map_or(Some(None), |label| numbers.get(label.as_str()).map(|n| Some(*n)))
            else {
                continue;
            };
            by_document.entry(*document).or_default().push(number);
        }
        self.over_turns(|document, _, turns| {
            let Some(labels) = by_document.get(&document.document) else { return };
            let all = document.numbers().zip(self.catalogue.turns_of(document));
            let theirs = all.filter(|(_, turn)| labels.contains(&turn.label)).map(|(number, _)| number);
            turns.extend(theirs);
        })
    }

    /// Gathers turns, document by document; the list is there to be used again.
    pub(super) fn over_turns(
        &self,
        tell: impl Fn(&Catalogued, &mut Vec<Thing>, &mut RoaringBitmap) + Sync,
    ) -> Result<RoaringBitmap, Stopped> {
        let some = self.catalogue.documents().par_chunks(AT_A_TIME).map(|documents| {
            let (mut turns, mut list) = (RoaringBitmap::new(), Vec::new());
            for document in documents {
                self.cancel.check()?;
                tell(document, &mut list, &mut turns);
            }
            Ok(turns)
        });
        Ok(some.collect::<Result<Vec<RoaringBitmap>, Stopped>>()?.union())
    }

    /// Asks each document of the catalogue.
    pub(super) fn over_documents(
        &self,
        tell: impl Fn(&Catalogued, &mut Vec<Thing>) -> bool + Sync,
    ) -> Result<Vec<bool>, Stopped> {
        let some = self.catalogue.documents().par_iter().map_init(Vec::new, |list, document| {
            self.cancel.check()?;
            Ok(tell(document, list))
        });
        some.collect()
    }
}

fn all_turns<'d>(documents: impl Iterator<Item = &'d Catalogued>) -> RoaringBitmap {
    let mut turns = RoaringBitmap::new();
    for document in documents {
        turns.insert_range(document.numbers());
    }
    turns
}

/// In which order parts are looked at.
fn cost(part: &Part) -> u8 {
    match part {
        Part::Documents(_) => 0,
        Part::Speakers(_) => 1,
        Part::Text(_) => 2,
        Part::Memos { .. } => 3,
        Part::Coding(_) => 4,
        Part::In(Unit::Sentence, _) => 7,
        Part::In(_, part) => cost(part).max(3),
        Part::Not(part) => 8 + cost(part),
        Part::All(parts) => parts.iter().map(cost).min().unwrap_or(0),
        Part::Any(parts) => parts.iter().map(cost).max().unwrap_or(0),
        Part::Related { .. } => 6,
    }
}
