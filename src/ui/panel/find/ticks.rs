//! Which answers are ticked: some, or all but some.

use rustc_hash::FxHashSet;

use crate::ui::finding::{Answered, Thing};

/// The ticked answers; ticking all of two million costs nothing.
#[derive(Clone, Debug, Default)]
pub(super) struct Ticks {
    /// True where those in the set are the ones that are not ticked.
    others: bool,
    set: FxHashSet<Thing>,
}

impl Ticks {
    pub(super) fn clear(&mut self) {
        *self = Self::default();
    }

    pub(super) fn has(&self, thing: Thing) -> bool {
        self.set.contains(&thing) != self.others
    }

    pub(super) fn toggle(&mut self, thing: Thing) {
        if !self.set.remove(&thing) {
            self.set.insert(thing);
        }
    }

    /// All, or none when all are ticked.
    pub(super) fn toggle_all(&mut self, length: usize) {
        let all = self.count(length) == length;
        *self = Self { others: !all, set: FxHashSet::default() };
    }

    /// What was ticked is not, and the other way round.
    pub(super) fn invert(&mut self) {
        self.others = !self.others;
    }

    /// How many of `length` answers are ticked.
    pub(super) fn count(&self, length: usize) -> usize {
        if self.others { length.saturating_sub(self.set.len()) } else { self.set.len() }
    }

    /// Forgets ticks of what is not among the answers any more.
    pub(super) fn keep(&mut self, answered: &Answered) {
        self.set.retain(|thing| answered.has(*thing));
    }

    /// The ticked answers in their order; the one in row `here` when none is ticked.
    pub(super) fn chosen(&self, answered: &Answered, here: usize) -> Vec<Thing> {
        if self.count(answered.len()) == 0 {
            return answered.get(here).into_iter().collect();
        }
        answered.things().filter(|thing| self.has(*thing)).collect()
    }
}
