//! The documents for which a part of a question holds, when the unit is the document.

use roaring::RoaringBitmap;
use rustc_hash::FxHashSet;

use crate::index::cancel::Stopped;
use crate::index::question::{Part, Unit};
use crate::model::names::DocumentKey;

use super::Asked;
use super::things::Things;

impl Asked<'_> {
    /// Whether a part holds for each document of the catalogue as one unit.
    pub(super) fn documents(&self, part: &Part) -> Result<Vec<bool>, Stopped> {
        self.cancel.check()?;
        match part {
            Part::Text(_) | Part::Speakers(_) | Part::In(Unit::Turn | Unit::Sentence, _) => {
                Ok(self.with_turns(&self.turns(part)?))
            }
            Part::Coding(test) => self.with_any(&Things::meeting(test)),
            Part::Related { left, relation, negated, right } => {
                self.with_any(&self.related(left, *relation, *negated, right)?)
            }
            Part::Documents(documents) => Ok(self.among(documents)),
            Part::Memos { codings, passages, documents } => {
                let mut holds = self.with_any(&Things::Keys(codings))?;
                join(&mut holds, &self.with_any(&Things::passages(passages))?, |a, b| a | b);
                join(&mut holds, &self.among(documents), |a, b| a | b);
                Ok(holds)
            }
            Part::In(Unit::Document, part) => self.documents(part),
            Part::All(parts) => self.joined(parts, true, |a, b| a & b),
            Part::Any(parts) => self.joined(parts, false, |a, b| a | b),
            Part::Not(part) => {
                let mut holds = self.documents(part)?;
                for holds in &mut holds {
                    *holds = !*holds;
                }
                Ok(holds)
            }
        }
    }

    fn joined(
        &self,
        parts: &[Part],
        start: bool,
        both: impl Fn(bool, bool) -> bool,
    ) -> Result<Vec<bool>, Stopped> {
        let mut holds = vec![start; self.catalogue.documents().len()];
        for part in parts {
            join(&mut holds, &self.documents(part)?, &both);
        }
        Ok(holds)
    }

    fn among(&self, documents: &FxHashSet<DocumentKey>) -> Vec<bool> {
        self.catalogue.documents().iter().map(|document| documents.contains(&document.document)).collect()
    }

    fn with_turns(&self, turns: &RoaringBitmap) -> Vec<bool> {
        let some = |numbers| turns.range(numbers).next().is_some();
        self.catalogue.documents().iter().map(|document| some(document.numbers())).collect()
    }
}

fn join(holds: &mut [bool], others: &[bool], both: impl Fn(bool, bool) -> bool) {
    for (holds, other) in holds.iter_mut().zip(others) {
        *holds = both(*holds, *other);
    }
}
