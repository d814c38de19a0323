//! The codings at the place that keys are about: the selection, else the cursor.
//!
//! A selection of a whole document can hold thousands. Frames show the first of them, found once when the frame is laid out.

use std::cmp::Reverse;

use crate::model::{CodingKey, Study};
use crate::text::Span;
use crate::ui::shown::Shown;

use super::Reader;

/// Codings that a frame can name at most.
const NAMED: usize = 100;

/// What a frame shows of the codings at a place.
#[derive(Clone, Debug, Default)]
pub struct Here {
    /// Exact and short ones first; the first hundred, and the one at hand.
    pub codings: Vec<CodingKey>,
    /// The one that keys are about: the one pointed out, else the first.
    pub at_hand: Option<CodingKey>,
    /// How many there are in all.
    pub count: usize,
}

impl Reader {
    /// The shown codings that touch the selection or hold the cursor: exact and short ones first.
    pub fn codings_here(&self, study: &Study, shown: &Shown) -> Vec<CodingKey> {
        let mut here = self.found_here(study, shown);
        here.sort_unstable_by_key(|found| self.order(found));
        here.into_iter().map(|(_, key)| key).collect()
    }

    /// The coding that keys like uncode are about: the one pointed out, else the first of those here.
    pub fn coding_at_hand(&self, study: &Study, shown: &Shown) -> Option<CodingKey> {
        let here = self.found_here(study, shown);
        let pointed = self.pointed.filter(|pointed| here.iter().any(|(_, key)| key == pointed));
        pointed.or_else(|| here.iter().min_by_key(|found| self.order(found)).map(|(_, key)| *key))
    }

    /// Points out the next of the codings here.
    pub fn point_on(&mut self, study: &Study, shown: &Shown) {
        let here = self.codings_here(study, shown);
        let now =
            self.coding_at_hand(study, shown).and_then(|key| here.iter().position(|other| *other == key));
        self.pointed = now.and_then(|now| here.get((now + 1) % here.len()).copied());
    }

    /// What was laid out of the codings here.
    pub fn here(&self) -> &Here {
        &self.here
    }

    pub(super) fn arrange_here(&mut self, study: &Study, shown: &Shown) {
        let mut found = self.found_here(study, shown);
        let count = found.len();
        let pointed = found.iter().find(|(_, key)| Some(*key) == self.pointed).copied();
        if count > NAMED {
            found.select_nth_unstable_by_key(NAMED, |found| self.order(found));
            found.truncate(NAMED);
            found.extend(pointed.filter(|pointed| !found.contains(pointed)));
        }
        found.sort_unstable_by_key(|found| self.order(found));
        let codings: Vec<CodingKey> = found.into_iter().map(|(_, key)| key).collect();
        let at_hand = pointed.map(|(_, key)| key).or(codings.first().copied());
        self.here = Here { codings, at_hand, count };
    }

    fn found_here(&self, study: &Study, shown: &Shown) -> Vec<(Span, CodingKey)> {
        let codings = study.codings_in(self.opened.document, self.place_here());
        codings.filter(|(_, key)| shown.shows(study, *key)).collect()
    }

    fn place_here(&self) -> Span {
        match (&self.reshape, &self.selection) {
            (Some(reshape), _) => reshape.span,
            (None, Some(selection)) => selection.span,
            (None, None) => Span::new(self.cursor, self.cursor + 1),
        }
    }

    fn order(&self, (span, key): &(Span, CodingKey)) -> impl Ord + use<> {
        (*span != self.place_here(), span.len(), span.start, Reverse(*key))
    }
}
