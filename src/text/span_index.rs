//! All spans of one document, asked by place.
//!
//! Sorted by start with a running maximum of ends, two binary searches give what touches a window. One very long span would
//! lift that maximum for all behind it, so spans over 4 KiB stand in a list of their own.

use super::Span;
use std::cmp::Ordering;

/// Spans longer than this stand in the side list.
const LONG: u32 = 4096;

/// Spans with something on each; any may overlap any other, and the same pair may stand in it twice.
#[derive(Clone, Debug)]
pub struct SpanIndex<T> {
    short: Sorted<T>,
    long: Sorted<T>,
}

impl<T> Default for SpanIndex<T> {
    fn default() -> Self {
        Self { short: Sorted::default(), long: Sorted::default() }
    }
}

impl<T: Copy> SpanIndex<T> {
    /// Sorts the items; those with the same span keep their order.
    pub fn build(items: Vec<(Span, T)>) -> Self {
        let (long, short) = items.into_iter().partition(|(span, _)| span.len() > LONG);
        Self { short: Sorted::build(short), long: Sorted::build(long) }
    }

    /// Adds one item, behind those with the same span.
    pub fn insert(&mut self, span: Span, value: T) {
        self.list_of(span).insert(span, value);
    }

    /// Takes one item out; false when it was not there.
    pub fn remove(&mut self, span: Span, value: &T) -> bool
    where
        T: PartialEq,
    {
        self.list_of(span).remove(span, value)
    }

    /// The items that share at least one byte with `window`, by start, then end.
    pub fn overlapping(&self, window: Span) -> impl Iterator<Item = &(Span, T)> {
        let candidates = Merged { left: self.short.candidates(window), right: self.long.candidates(window) };
        candidates.filter(move |(span, _)| span.overlaps(window))
    }

    /// The items that hold byte `position`, by start, then end.
    pub fn at(&self, position: u32) -> impl Iterator<Item = &(Span, T)> {
        self.overlapping(Span::new(position, position.saturating_add(1)))
    }

    /// The first item that starts after byte `position`.
    pub fn next_after(&self, position: u32) -> Option<&(Span, T)> {
        let first = |list: &'_ Sorted<T>| list.items.partition_point(|(span, _)| span.start <= position);
        let left = &self.short.items[first(&self.short)..];
        let right = &self.long.items[first(&self.long)..];
        Merged { left, right }.next()
    }

    /// The last item that starts before byte `position`.
    pub fn previous_before(&self, position: u32) -> Option<&(Span, T)> {
        let last = |list: &'_ Sorted<T>| {
            list.items.partition_point(|(span, _)| span.start < position).checked_sub(1)
        };
        let left = last(&self.short).map(|index| &self.short.items[index]);
        let right = last(&self.long).map(|index| &self.long.items[index]);
        match (left, right) {
            (Some(left), Some(right)) if right.0 < left.0 => Some(left),
            (left, None) => left,
            (_, right) => right,
        }
    }

    /// All items, by start, then end.
    pub fn iter(&self) -> impl Iterator<Item = &(Span, T)> {
        Merged { left: &self.short.items, right: &self.long.items }
    }

    /// Number of items.
    pub fn len(&self) -> usize {
        self.short.items.len() + self.long.items.len()
    }

    /// True when there is no item.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The furthest end of any item, in bytes; 0 without items.
    pub fn furthest_end(&self) -> u32 {
        self.short.furthest_end().max(self.long.furthest_end())
    }

    /// Bytes that lie in at least one item.
    pub fn covered(&self) -> u32 {
        let (mut covered, mut done) = (0, 0);
        for (span, _) in self.iter() {
            covered += span.end.saturating_sub(span.start.max(done));
            done = done.max(span.end);
        }
        covered
    }

    fn list_of(&mut self, span: Span) -> &mut Sorted<T> {
        if span.len() > LONG { &mut self.long } else { &mut self.short }
    }
}

/// Items by (start, end), and beside each the furthest end of it and all before it.
#[derive(Clone, Debug)]
struct Sorted<T> {
    items: Vec<(Span, T)>,
    furthest: Vec<u32>,
}

impl<T> Default for Sorted<T> {
    fn default() -> Self {
        Self { items: Vec::new(), furthest: Vec::new() }
    }
}

impl<T: Copy> Sorted<T> {
    fn build(mut items: Vec<(Span, T)>) -> Self {
        items.sort_by_key(|(span, _)| *span);
        let running = items.iter().scan(0, |furthest: &mut u32, (span, _)| {
            *furthest = span.end.max(*furthest);
            Some(*furthest)
        });
        Self { furthest: running.collect(), items }
    }

    fn insert(&mut self, span: Span, value: T) {
        let place = self.items.partition_point(|(other, _)| *other <= span);
        self.items.insert(place, (span, value));
        self.furthest.insert(place, 0);
        self.renew_furthest(place);
    }

    fn remove(&mut self, span: Span, value: &T) -> bool
    where
        T: PartialEq,
    {
        let first = self.items.partition_point(|(other, _)| *other < span);
        let same = self.items[first..].iter().take_while(|(other, _)| *other == span);
        let Some(offset) = same.map(|(_, other)| other).position(|other| other == value) else {
            return false;
        };
        self.items.remove(first + offset);
        self.furthest.remove(first + offset);
        self.renew_furthest(first + offset);
        true
    }

    /// Brings the running maximum up to date from `place` on, as far as it changes.
    fn renew_furthest(&mut self, place: usize) {
        let mut furthest = place.checked_sub(1).map_or(0, |before| self.furthest[before]);
        for index in place..self.items.len() {
            furthest = furthest.max(self.items[index].0.end);
            if self.furthest[index] == furthest {
                return;
            }
            self.furthest[index] = furthest;
        }
    }

    /// A slice outside of which nothing overlaps `window`.
    fn candidates(&self, window: Span) -> &[(Span, T)] {
        let until = self.items.partition_point(|(span, _)| span.start < window.end);
        let from = self.furthest[..until].partition_point(|furthest| *furthest <= window.start);
        &self.items[from..until]
    }

    fn furthest_end(&self) -> u32 {
        self.furthest.last().copied().unwrap_or(0)
    }
}

/// Two sorted slices as one.
struct Merged<'a, T> {
    left: &'a [(Span, T)],
    right: &'a [(Span, T)],
}

impl<'a, T> Iterator for Merged<'a, T> {
    type Item = &'a (Span, T);

    fn next(&mut self) -> Option<Self::Item> {
        let order = match (self.left.first(), self.right.first()) {
            (Some(left), Some(right)) => left.0.cmp(&right.0),
            (None, _) => Ordering::Greater,
            (_, None) => Ordering::Less,
        };
        let from = if order == Ordering::Greater { &mut self.right } else { &mut self.left };
        let (first, rest) = from.split_first()?;
        *from = rest;
        Some(first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::drawn::drawn;
    use proptest::prelude::*;

    #[test]
    fn a_place_knows_its_spans() {
        let (text, spans) = drawn("the [quick (brown] fox) jumps");
        let index = SpanIndex::build(spans.into_iter().zip(['A', 'B']).collect());
        let at =
            |word: &str| index.at(text.find(word).unwrap() as u32).map(|(_, name)| *name).collect::<String>();
        assert_eq!(["the", "quick", "brown", "fox", "jumps"].map(at), ["", "A", "AB", "B", ""]);
        assert_eq!((index.len(), index.furthest_end(), index.covered()), (2, 19, 15));
    }

    #[test]
    fn same_spans_keep_the_order_in_which_they_came() {
        let span = Span::new(3, 9);
        let mut index = SpanIndex::build(vec![(span, 'b'), (span, 'a')]);
        index.insert(span, 'b');
        assert!(
            index.remove(span, &'b') && !index.remove(span, &'x') && !index.remove(Span::new(3, 8), &'a')
        );
        assert_eq!(index.iter().map(|(_, name)| *name).collect::<String>(), "ab");
    }

    /// Long and short spans, so that both lists are at work.
    fn any_span() -> impl Strategy<Value = Span> {
        (0u32..9000, prop_oneof![0u32..40, 4090u32..4100, 4000u32..9000])
            .prop_map(|(start, length)| Span::new(start, start + length))
    }

    proptest! {
        #[test]
        fn equals_a_plain_list(
            mut list in prop::collection::vec((any_span(), 0u8..3), 0..30),
            added in prop::collection::vec((any_span(), 0u8..3), 0..6),
            removed in prop::collection::vec(any::<prop::sample::Index>(), 0..8),
            windows in prop::collection::vec(any_span(), 1..6),
        ) {
            let mut index = SpanIndex::build(list.clone());
            for (span, value) in added {
                index.insert(span, value);
                list.push((span, value));
            }
            for place in removed {
                if !list.is_empty() {
                    let (span, value) = list.remove(place.index(list.len()));
                    prop_assert!(index.remove(span, &value));
                }
            }
            list.sort();
            let sorted = |found: &mut dyn Iterator<Item = &(Span, u8)>| {
                let found: Vec<_> = found.copied().collect();
                assert!(found.is_sorted_by_key(|(span, _)| *span));
                let mut found = found;
                found.sort_unstable();
                found
            };
            prop_assert_eq!(&sorted(&mut index.iter()), &list);
            prop_assert_eq!(index.furthest_end(), list.iter().map(|(span, _)| span.end).max().unwrap_or(0));
            let covered = (0..20_000).filter(|byte| list.iter().any(|(span, _)| span.contains(*byte))).count();
            prop_assert_eq!(index.covered() as usize, covered);
            for window in windows {
                let naive: Vec<_> = list.iter().filter(|(span, _)| span.overlaps(window)).copied().collect();
                prop_assert_eq!(sorted(&mut index.overlapping(window)), naive);
                let next = list.iter().map(|(span, _)| *span).find(|span| span.start > window.start);
                prop_assert_eq!(index.next_after(window.start).map(|(span, _)| *span), next);
                let previous = list.iter().map(|(span, _)| *span).rfind(|span| span.start < window.start);
                prop_assert_eq!(index.previous_before(window.start).map(|(span, _)| *span), previous);
            }
        }
    }
}
