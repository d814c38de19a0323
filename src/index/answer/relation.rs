//! How things stand to each other, in one document: two sorted lists, and for each thing on the left a few binary searches.
//!
//! Whether some thing on the right stands so is told by the furthest one alone: of all that begin before a place the one that
//! ends last, of all that begin behind it the one that ends first. So nothing depends on how many pairs there are.

use std::ops::Range;

use crate::index::question::Relation;
use crate::text::Span;

/// A coding or a turn in one document.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Thing {
    /// Where it stands, in bytes.
    pub span: Span,
    /// Which row of its document, or which turn of the catalogue.
    pub number: u32,
}

/// What a document tells of places in it.
pub(super) trait Places {
    /// The numbers of the turns that a thing touches.
    fn turns(&self, thing: Thing, side: Side) -> Range<u32>;

    /// True where nothing is said in `gap`.
    fn is_silent(&self, gap: Span) -> bool;
}

/// Which side of a relation a thing is on.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    /// What is given.
    Left,
    /// What it is compared with.
    Right,
}

/// Keeps those on the left that stand so to one on the right, or, where `negated`, to none. Both lists are sorted by where
/// things begin. `same` tells that both are codings, so that equal numbers are one coding.
pub(super) fn keep(
    left: &mut Vec<Thing>,
    relation: Relation,
    negated: bool,
    right: &[Thing],
    same: bool,
    places: &impl Places,
) {
    if left.is_empty() || right.is_empty() {
        if !negated {
            left.clear();
        }
        return;
    }
    let itself = |thing: &Thing| if same { Some(thing.number) } else { None };
    let ends = |thing: &Thing| (thing.span.end, thing.number);
    match relation {
        Relation::Overlaps => {
            let latest = Best::latest(right.iter().map(ends));
            left.retain(|thing| {
                let before = right.partition_point(|other| other.span.start < thing.span.end);
                let found = latest.of_first(before, itself(thing)).is_some_and(|end| end > thing.span.start);
                found != negated
            });
        }
        Relation::Within => {
            let latest = Best::latest(right.iter().map(ends));
            left.retain(|thing| {
                let before = right.partition_point(|other| other.span.start <= thing.span.start);
                let found = latest.of_first(before, itself(thing)).is_some_and(|end| end >= thing.span.end);
                found != negated
            });
        }
        Relation::Encloses => {
            let earliest = Best::earliest(right.iter().rev().map(ends));
            left.retain(|thing| {
                let before = right.partition_point(|other| other.span.start < thing.span.start);
                let behind = right.len() - before;
                let found = earliest.of_first(behind, itself(thing)).is_some_and(|end| end <= thing.span.end);
                found != negated
            });
        }
        Relation::Meets => {
            let mut by_end: Vec<u32> = right.iter().map(|other| other.span.end).collect();
            by_end.sort_unstable();
            left.retain(|thing| meets(thing.span, right, &by_end, places) != negated);
        }
        Relation::Near(steps) => {
            let turns = touching(right, places);
            let latest = Best::latest(turns.iter().map(|(thing, turns)| (turns.end, thing.number)));
            left.retain(|thing| {
                let own = places.turns(*thing, Side::Left);
                let before = turns.partition_point(|(_, turns)| turns.start < own.end.saturating_add(steps));
                let near = |end: u32| end.saturating_add(steps) > own.start;
                let found = !own.is_empty() && latest.of_first(before, itself(thing)).is_some_and(near);
                found != negated
            });
        }
        Relation::Before(steps) => {
            let turns = touching(right, places);
            left.retain(|thing| {
                let own = places.turns(*thing, Side::Left);
                let next = turns.partition_point(|(other, _)| other.span.start < thing.span.end);
                let soon = |turns: &Range<u32>| turns.start < own.end.saturating_add(steps);
                let found = !own.is_empty() && turns.get(next).is_some_and(|(_, turns)| soon(turns));
                found != negated
            });
        }
        Relation::After(steps) => {
            let mut turns: Vec<(u32, u32)> = touching(right, places)
                .into_iter()
                .map(|(other, turns)| (other.span.end, turns.end))
                .collect();
            turns.sort_unstable();
            left.retain(|thing| {
                let own = places.turns(*thing, Side::Left);
                let before = turns.partition_point(|(end, _)| *end <= thing.span.start);
                let last = before.checked_sub(1).map(|last| turns[last].1);
                let soon = |end: u32| end.saturating_add(steps) > own.start;
                let found = !own.is_empty() && last.is_some_and(soon);
                found != negated
            });
        }
    }
}

/// Those that touch turns, with them.
fn touching(things: &[Thing], places: &impl Places) -> Vec<(Thing, Range<u32>)> {
    let turns = things.iter().map(|thing| (*thing, places.turns(*thing, Side::Right)));
    turns.filter(|(_, turns)| !turns.is_empty()).collect()
}

/// The nearest one on each side is enough: what lies between it and `span` lies also between `span` and those behind it.
fn meets(span: Span, right: &[Thing], by_end: &[u32], places: &impl Places) -> bool {
    let next = right.partition_point(|other| other.span.start < span.end);
    if let Some(next) = right.get(next)
        && places.is_silent(Span::new(span.end, next.span.start))
    {
        return true;
    }
    let before = by_end.partition_point(|end| *end <= span.start);
    before.checked_sub(1).is_some_and(|last| places.is_silent(Span::new(by_end[last], span.start)))
}

/// For the first so many of a list the best value, and the best of another thing than that one.
pub(super) struct Best {
    /// Best value, whose it is, best value of another.
    steps: Vec<(u32, u32, Option<u32>)>,
}

impl Best {
    /// The greatest value is best.
    pub(super) fn latest(values: impl Iterator<Item = (u32, u32)>) -> Self {
        Self::new(values, |a, b| a > b)
    }

    /// The least value is best.
    fn earliest(values: impl Iterator<Item = (u32, u32)>) -> Self {
        Self::new(values, |a, b| a < b)
    }

    fn new(values: impl Iterator<Item = (u32, u32)>, better: impl Fn(u32, u32) -> bool) -> Self {
        let mut steps: Vec<(u32, u32, Option<u32>)> = Vec::with_capacity(values.size_hint().0);
        for (value, whose) in values {
            steps.push(match steps.last() {
                None => (value, whose, None),
                Some(&(best, of, _)) if better(value, best) => {
                    (value, whose, Some(best).filter(|_| of != whose))
                }
                Some(&(best, of, second)) => {
                    (best, of, Some(second.filter(|second| !better(value, *second)).unwrap_or(value)))
                }
            });
        }
        Self { steps }
    }

    /// The best value of the first `count` things, the one called `but` left out.
    pub(super) fn of_first(&self, count: usize, but: Option<u32>) -> Option<u32> {
        let (best, of, second) = *self.steps.get(count.checked_sub(1)?)?;
        if but == Some(of) { second } else { Some(best) }
    }
}
