//! Which answers are on the screen, and on which of them one stands.
//!
//! Nothing here depends on how many answers there are: the window begins with an answer, and only the answers that may stand
//! in it are asked how tall they are.

use crate::ui::action::Action;
use crate::ui::list::moved;

/// A window on answers that stand in groups.
#[derive(Clone, Debug, Default)]
pub(super) struct Rows {
    /// The answer on which one stands.
    pub chosen: usize,
    /// The answer at the top.
    top: usize,
    /// Answers that were wholly seen last, for going by screens.
    page: usize,
    seen: Vec<Line>,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of a group.
    Heading(usize),
    /// A row of an answer: which answer, and which of its rows.
    Answer(usize, usize),
}

/// What a window looks on.
pub(super) struct Shape<'a> {
    /// How many answers there are.
    pub length: usize,
    /// The first answer of each group; empty for one list without headings.
    pub starts: &'a [u32],
    /// How many rows an answer has, at least one.
    pub tall: &'a dyn Fn(usize) -> usize,
}

impl Shape<'_> {
    /// The group of an answer.
    pub(super) fn group(&self, answer: usize) -> usize {
        self.starts.partition_point(|start| *start as usize <= answer).saturating_sub(1)
    }

    fn begins_group(&self, answer: usize) -> bool {
        self.starts.binary_search(&(answer as u32)).is_ok()
    }

    /// The first answer with which a window of `height` rows may begin so that the whole of `answer` is in it.
    fn highest_top(&self, answer: usize, height: usize) -> usize {
        let heading = usize::from(!self.starts.is_empty());
        let mut used = heading + (self.tall)(answer);
        let mut top = answer;
        while top > 0 {
            // The heading at the top of the window stands there already.
            used += (self.tall)(top - 1) + if self.begins_group(top) { heading } else { 0 };
            if used > height {
                break;
            }
            top -= 1;
        }
        top
    }
}

impl Rows {
    /// Stands on an answer, of another list.
    pub(super) fn restart(&mut self, chosen: usize) {
        (self.chosen, self.top) = (chosen, chosen);
    }

    /// Moves as `action` says; false when it is no movement.
    pub(super) fn act(&mut self, action: Action, length: usize) -> bool {
        let moved = moved(self.chosen, action, length, self.page.max(1));
        self.chosen = moved.unwrap_or(self.chosen);
        moved.is_some()
    }

    /// Scrolls as little as needed, for `height` rows.
    pub(super) fn arrange(&mut self, shape: &Shape<'_>, height: usize) {
        self.seen.clear();
        self.chosen = self.chosen.min(shape.length.saturating_sub(1));
        if shape.length == 0 || height == 0 {
            self.page = 1;
            return;
        }
        let lowest = shape.highest_top(self.chosen, height);
        // No rows stay empty at the end while answers before the window would fill them.
        let most = shape.highest_top(shape.length - 1, height).max(lowest);
        self.top = self.top.clamp(lowest, self.chosen).min(most.min(self.chosen));
        let mut answer = self.top;
        self.page = 0;
        while self.seen.len() < height && answer < shape.length {
            if !shape.starts.is_empty() && (answer == self.top || shape.begins_group(answer)) {
                self.seen.push(Line::Heading(shape.group(answer)));
            }
            let tall = (shape.tall)(answer);
            self.seen.extend((0..tall).map(|part| Line::Answer(answer, part)));
            self.page += usize::from(self.seen.len() <= height);
            answer += 1;
        }
        self.seen.truncate(height);
        // A heading says nothing without an answer below it.
        if self.seen.len() > 1 && matches!(self.seen.last(), Some(Line::Heading(_))) {
            self.seen.pop();
        }
    }

    /// What stands in the rows in sight, from the top.
    pub(super) fn seen(&self) -> &[Line] {
        &self.seen
    }

    /// The answers in sight, each once.
    pub(super) fn answers(&self) -> impl Iterator<Item = usize> {
        let mut last = None;
        self.seen.iter().filter_map(move |line| match line {
            Line::Answer(answer, _) if last != Some(*answer) => {
                last = Some(*answer);
                last
            }
            _ => None,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(rows: &Rows) -> String {
        let show = |line: &Line| match line {
            Line::Heading(group) => format!("={group}"),
            Line::Answer(answer, part) if *answer == rows.chosen => format!(">{answer}.{part}"),
            Line::Answer(answer, part) => format!("{answer}.{part}"),
        };
        rows.seen().iter().map(show).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn headings_stand_above_their_answers_and_at_the_top() {
        let shape = Shape { length: 6, starts: &[0, 2, 3], tall: &|_| 1 };
        let mut rows = Rows::default();
        let mut go = |action: Action| {
            rows.act(action, 6);
            rows.arrange(&shape, 5);
            shown(&rows)
        };
        assert_eq!(go(Action::First), "=0 >0.0 1.0 =1 2.0");
        assert_eq!(go(Action::Down), "=0 0.0 >1.0 =1 2.0");
        assert_eq!(go(Action::ListPageDown), "=1 2.0 =2 3.0 >4.0");
        assert_eq!(go(Action::Last), "=2 3.0 4.0 >5.0");
        assert_eq!(go(Action::ListPageUp), "=1 >2.0 =2 3.0 4.0");
        assert_eq!(go(Action::First), "=0 >0.0 1.0 =1 2.0");
    }

    #[test]
    fn an_answer_that_is_taller_than_the_window_is_seen_from_its_start() {
        let shape = Shape { length: 3, starts: &[], tall: &|answer| if answer == 1 { 9 } else { 1 } };
        let mut rows = Rows { chosen: 1, ..Rows::default() };
        rows.arrange(&shape, 4);
        assert_eq!(shown(&rows), ">1.0 >1.1 >1.2 >1.3");
        rows.act(Action::Down, 3);
        rows.arrange(&shape, 4);
        assert_eq!(shown(&rows), ">2.0");
        assert_eq!(rows.answers().collect::<Vec<_>>(), [2]);
    }

    #[test]
    fn an_empty_list_shows_nothing() {
        let mut rows = Rows { chosen: 7, ..Rows::default() };
        rows.arrange(&Shape { length: 0, starts: &[], tall: &|_| 1 }, 4);
        assert_eq!((rows.chosen, rows.seen().len()), (0, 0));
    }

    proptest! {
        #[test]
        fn the_chosen_answer_is_seen_from_its_first_row(
            tall in proptest::collection::vec(1usize..5, 1..40),
            mut starts in proptest::collection::btree_set(1u32..40, 0..8),
            height in 2usize..20,
            moves in proptest::collection::vec(0usize..6, 0..30),
        ) {
            starts.insert(0);
            let starts: Vec<u32> = starts.into_iter().filter(|start| (*start as usize) < tall.len()).collect();
            let height_of = |answer: usize| tall[answer];
            let shape = Shape { length: tall.len(), starts: &starts, tall: &height_of };
            let mut rows = Rows::default();
            for choice in moves {
                let actions = [Action::Down, Action::Up, Action::ListPageDown, Action::ListPageUp, Action::First, Action::Last];
                rows.act(actions[choice], tall.len());
                rows.arrange(&shape, height);
                prop_assert!(rows.seen().len() <= height);
                prop_assert!(rows.seen().contains(&Line::Answer(rows.chosen, 0)));
                if tall[rows.chosen] < height {
                    prop_assert!(rows.seen().contains(&Line::Answer(rows.chosen, tall[rows.chosen] - 1)));
                }
                prop_assert!(matches!(rows.seen()[0], Line::Heading(_)));
            }
        }
    }
}
