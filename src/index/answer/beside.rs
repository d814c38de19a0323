//! Some turns of a document, walked through beside things that begin one behind the other.

use roaring::RoaringBitmap;

use crate::index::catalogue::{Catalogue, Catalogued, CataloguedTurn};
use crate::text::Span;

/// Those of some turns that stand in one document, in order; each thing that it is asked of must begin where the one before
/// it did, or behind. So that every turn and every thing is looked at once.
pub(super) struct Beside<'a> {
    turns: &'a [CataloguedTurn],
    /// From the first turn on that does not end before the thing asked last.
    left: &'a [u32],
    first: u32,
}

impl<'a> Beside<'a> {
    /// Of the turns with these numbers, which are sorted.
    pub(super) fn new(catalogue: &'a Catalogue, document: &Catalogued, among: &'a [u32]) -> Self {
        let numbers = document.numbers();
        let from = among.partition_point(|number| *number < numbers.start);
        let here = among[from..].partition_point(|number| *number < numbers.end);
        Self { turns: catalogue.turns_of(document), left: &among[from..from + here], first: document.first }
    }

    /// True when no turn is left.
    pub(super) fn is_over(&self) -> bool {
        self.left.is_empty()
    }

    /// True when one of the turns shares a byte with `span`.
    pub(super) fn touches(&mut self, span: Span) -> bool {
        while let Some((number, others)) = self.left.split_first() {
            let turn = self.turns[(number - self.first) as usize].span;
            if turn.end > span.start {
                return turn.start < span.end;
            }
            self.left = others;
        }
        false
    }

    /// Hands over the turns that share a byte with `span`; they are not asked again.
    pub(super) fn take(&mut self, span: Span, into: &mut RoaringBitmap) {
        while self.touches(span)
            && let Some((number, others)) = self.left.split_first()
        {
            into.insert(*number);
            self.left = others;
        }
    }
}
