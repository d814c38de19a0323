//! Overlapping spans cut into disjoint segments, each with the set of what is active there.
//!
//! A set, never a stack: codings overlap partially all the time, so one that began first may well end first.

use super::Span;

/// A piece of the window in which the same items are active throughout.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Segment<T> {
    /// Bytes; never empty.
    pub span: Span,
    /// The active items in the order in which they were given; may be empty.
    pub active: Vec<T>,
}

/// Cuts `window` wherever an item begins or ends. The segments touch one another and together are the window; an empty
/// window has none. Items need no order.
pub fn segments<T: Copy>(window: Span, items: &[(Span, T)]) -> Vec<Segment<T>> {
    // (byte, item, begins): a change of the set at that byte.
    let mut changes: Vec<(u32, usize, bool)> = Vec::with_capacity(items.len() * 2);
    for (item, (span, _)) in items.iter().enumerate() {
        if let Some(inside) = span.intersection(window) {
            changes.push((inside.start, item, true));
            changes.push((inside.end, item, false));
        }
    }
    changes.sort_unstable();

    let mut result = Vec::with_capacity(changes.len() + 1);
    let mut active: Vec<usize> = Vec::new();
    let mut done = window.start;
    for (at, item, begins) in changes.into_iter().chain([(window.end, usize::MAX, false)]) {
        if at > done {
            let here = active.iter().map(|index| items[*index].1).collect();
            result.push(Segment { span: Span::new(done, at), active: here });
            done = at;
        }
        match (active.binary_search(&item), begins) {
            (Err(place), true) => active.insert(place, item),
            (Ok(place), false) => drop(active.remove(place)),
            _ => {}
        }
    }
    result
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::drawn::drawn;
    use proptest::prelude::*;

    #[test]
    fn partial_overlap_is_a_set() {
        let (text, spans) = drawn("the [quick (brown] fox) jumps");
        let items: Vec<_> = spans.into_iter().zip(['A', 'B']).collect();
        let cut = segments(Span::of(&text), &items);
        let seen: Vec<_> =
            cut.iter().map(|part| (part.span.slice(&text), part.active.iter().collect::<String>())).collect();
        let expected = [("the ", ""), ("quick ", "A"), ("brown", "AB"), (" fox", "B"), (" jumps", "")];
        assert_eq!(seen, expected.map(|(part, set)| (part, set.to_owned())));
    }

    proptest! {
        #[test]
        fn equals_a_count_per_byte(
            window in (0u32..40, 0u32..40),
            pairs in prop::collection::vec((0u32..40, 0u32..40), 0..12),
        ) {
            let window = Span::new(window.0, window.1);
            let items: Vec<(Span, usize)> =
                pairs.into_iter().enumerate().map(|(name, (start, end))| (Span::new(start, end), name)).collect();
            let cut = segments(window, &items);
            let mut next = window.start;
            for part in &cut {
                prop_assert_eq!(part.span.start, next);
                prop_assert!(!part.span.is_empty());
                next = part.span.end;
                for byte in part.span.start..part.span.end {
                    let naive: Vec<usize> =
                        items.iter().filter(|(span, _)| span.contains(byte)).map(|(_, name)| *name).collect();
                    prop_assert_eq!(&part.active, &naive);
                }
            }
            prop_assert_eq!(next, window.end);
        }
    }
}
