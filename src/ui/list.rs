//! The row of a list on which one stands, and the rows that are seen.

use super::action::Action;

/// A place in a list.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct List {
    /// The row on which one stands.
    pub chosen: usize,
    /// Rows that were seen last, for going by screens.
    height: usize,
    top: usize,
}

/// Where `action` leads from row `chosen` of `length` rows, `page` rows at a time; `None` when it is no movement.
pub fn moved(chosen: usize, action: Action, length: usize, page: usize) -> Option<usize> {
    let last = length.saturating_sub(1);
    let row = match action {
        Action::Down | Action::PlainDown => chosen + 1,
        Action::Up | Action::PlainUp => chosen.saturating_sub(1),
        Action::ListPageDown => chosen + page,
        Action::ListPageUp => chosen.saturating_sub(page),
        Action::First => 0,
        Action::Last => last,
        _ => return None,
    };
    Some(row.min(last))
}

impl List {
    /// Moves as `action` says in a list of `length` rows; false when it is no movement.
    pub fn act(&mut self, action: Action, length: usize) -> bool {
        let page = self.height.saturating_sub(1).max(1);
        let moved = moved(self.chosen, action, length, page);
        self.chosen = moved.unwrap_or(self.chosen);
        moved.is_some()
    }

    /// Stands on the first row, for a list that is another one now.
    pub fn restart(&mut self) {
        (self.chosen, self.top) = (0, 0);
    }

    /// Scrolls as little as needed for a list of `length` rows of which `height` are seen.
    pub fn arrange(&mut self, length: usize, height: usize) {
        self.height = height;
        self.chosen = self.chosen.min(length.saturating_sub(1));
        let lowest_top = length.saturating_sub(height);
        let from = (self.chosen + 1).saturating_sub(height);
        self.top = self.top.clamp(from, self.chosen.max(from)).min(lowest_top.max(from));
    }

    /// The rows that are seen.
    pub fn seen(&self, length: usize) -> std::ops::Range<usize> {
        self.top.min(length)..(self.top + self.height).min(length)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_chosen_row_is_always_seen() {
        let mut list = List::default();
        list.arrange(10, 3);
        for (action, chosen, seen) in [
            (Action::Down, 1, 0..3),
            (Action::ListPageDown, 3, 1..4),
            (Action::Last, 9, 7..10),
            (Action::Down, 9, 7..10),
            (Action::Up, 8, 7..10),
            (Action::ListPageUp, 6, 6..9),
            (Action::First, 0, 0..3),
        ] {
            assert!(list.act(action, 10));
            list.arrange(10, 3);
            assert_eq!((list.chosen, list.seen(10)), (chosen, seen), "{action:?}");
        }
        list.act(Action::Last, 10);
        list.arrange(2, 3);
        assert_eq!((list.chosen, list.seen(2)), (1, 0..2));
        list.arrange(0, 3);
        assert_eq!((list.chosen, list.seen(0)), (0, 0..0));
        assert!(!list.act(Action::Quit, 10));
    }
}
