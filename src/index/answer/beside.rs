//! Some turns of a document, walked through beside things that begin one behind the other.

use roaring::RoaringBitmap;

use crate::index::catalogue::{Catalogue, Catalogued, CataloguedTurn};
use crate::text::Span;

/// Those turns of a set that stand in one document, in order; each thing that it is asked of must begin where the one before
/// it did, or behind. So that every turn and every thing is looked at once.
pub(super) struct Beside<'a> {
    turns: &'a [CataloguedTurn],
    numbers: roaring::bitmap::Iter<'a>,
    first: u32,
    /// The first turn that does not end before the thing asked last.
    now: Option<u32>,
}

impl<'a> Beside<'a> {
    pub(super) fn new(catalogue: &'a Catalogue, document: &Catalogued, among: &'a RoaringBitmap) -> Self {
        let mut numbers = among.range(document.numbers());
        let now = numbers.next();
        Self { turns: catalogue.turns_of(document), numbers, first: document.first, now }
    }

    /// True when no turn is left.
    pub(super) fn is_over(&self) -> bool {
        self.now.is_none()
    }

    /// True when one of the turns shares a byte with `span`.
    pub(super) fn touches(&mut self, span: Span) -> bool {
        while let Some(turn) = self.turn() {
            if turn.end > span.start {
                return turn.start < span.end;
            }
            self.now = self.numbers.next();
        }
        false
    }

    /// Hands over the turns that share a byte with `span`; they are not asked again.
    pub(super) fn take(&mut self, span: Span, into: &mut RoaringBitmap) {
        while self.touches(span) {
            into.extend(self.now);
            self.now = self.numbers.next();
        }
    }

    fn turn(&self) -> Option<Span> {
        self.now.map(|number| self.turns[(number - self.first) as usize].span)
    }
}
