//! The passages that were found, and the rows in sight. The order is made once; after that nothing here depends on how many
//! there are.

use std::ops::Range;

use rustc_hash::FxHashSet;

use crate::model::{CodingKey, DocumentKey, Study};
use crate::ui::action::Action;
use crate::ui::list::moved;

/// Passages by document, and where one stands among them.
///
/// A document has one row as its heading, a passage `tall` rows.
#[derive(Debug, Default)]
pub(super) struct Answers {
    found: Vec<CodingKey>,
    groups: Vec<Group>,
    /// How many coders made them.
    pub coders: usize,
    /// The passage on which one stands.
    pub chosen: usize,
    top: usize,
    height: usize,
    tall: usize,
}

#[derive(Clone, Copy, Debug)]
struct Group {
    document: DocumentKey,
    /// Its first passage.
    start: usize,
}

/// What stands in a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Line {
    /// The heading of a document, with how many passages it has.
    Heading(DocumentKey, usize),
    /// A row of a passage: which passage, and which of its rows.
    Passage(usize, usize),
}

impl Answers {
    /// These, in this order; codings of one document stand together.
    pub(super) fn new(study: &Study, found: Vec<CodingKey>) -> Self {
        let mut groups: Vec<Group> = Vec::new();
        let mut coders = FxHashSet::default();
        for (start, key) in found.iter().enumerate() {
            let coding = study.coding(*key);
            coders.insert(coding.coder);
            if groups.last().is_none_or(|group| group.document != coding.document) {
                groups.push(Group { document: coding.document, start });
            }
        }
        Self { found, groups, coders: coders.len(), tall: 1, height: 1, ..Self::default() }
    }

    /// How many passages there are.
    pub(super) fn len(&self) -> usize {
        self.found.len()
    }

    /// How many documents they stand in.
    pub(super) fn documents(&self) -> usize {
        self.groups.len()
    }

    /// The passage with this number.
    pub(super) fn get(&self, passage: usize) -> Option<CodingKey> {
        self.found.get(passage).copied()
    }

    /// The passage on which one stands.
    pub(super) fn here(&self) -> Option<CodingKey> {
        self.get(self.chosen)
    }

    /// Stands on this passage where it is there, else about where one stood before.
    pub(super) fn choose(&mut self, key: Option<CodingKey>, before: usize) {
        let place = key.and_then(|key| self.found.iter().position(|found| *found == key));
        self.chosen = place.unwrap_or(before).min(self.found.len().saturating_sub(1));
    }

    /// Moves as `action` says; false when it is no movement.
    pub(super) fn act(&mut self, action: Action) -> bool {
        let page = (self.height.saturating_sub(2) / self.tall.max(1)).max(1);
        let moved = moved(self.chosen, action, self.found.len(), page);
        self.chosen = moved.unwrap_or(self.chosen);
        moved.is_some()
    }

    /// Scrolls as little as needed, for `height` rows of which a passage takes `tall`.
    pub(super) fn arrange(&mut self, height: usize, tall: usize) {
        (self.height, self.tall) = (height, tall.max(1));
        let first = self.first_row(self.chosen);
        // The topmost row is the heading of its document, whatever it hides.
        let highest = first.saturating_sub(1);
        let lowest = (first + self.tall).saturating_sub(height.max(self.tall + 1));
        let most = self.rows().saturating_sub(height).max(lowest);
        self.top = self.top.clamp(lowest.min(highest), highest).min(most);
        // A passage is hidden whole or not at all.
        while self.top < highest
            && matches!(self.line(self.top), Some(Line::Passage(_, part)) if part + 1 < self.tall)
        {
            self.top += 1;
        }
    }

    /// What stands in the rows in sight, from the top.
    pub(super) fn seen(&self) -> impl Iterator<Item = Line> {
        let pinned = self.heading_at(self.top);
        let below = (self.top + 1..self.top + self.height).map_while(|row| self.line(row));
        pinned.into_iter().chain(below)
    }

    /// The documents of the rows in sight and of those around them, the nearest first.
    pub(super) fn wanted(&self) -> Vec<DocumentKey> {
        if self.groups.is_empty() {
            return Vec::new();
        }
        let seen = self.group_at(self.top)..self.group_at(self.top + self.height) + 1;
        let around: Range<usize> = seen.start.saturating_sub(1)..(seen.end + 1).min(self.groups.len());
        let documents = seen.clone().chain(around.filter(|group| !seen.contains(group)));
        documents.filter_map(|group| self.groups.get(group)).map(|group| group.document).collect()
    }

    fn rows(&self) -> usize {
        self.found.len() * self.tall + self.groups.len()
    }

    /// The row in which the group's heading stands.
    fn row_of(&self, group: usize) -> usize {
        self.groups.get(group).map_or(0, |at| at.start * self.tall + group)
    }

    /// The first row of a passage.
    fn first_row(&self, passage: usize) -> usize {
        let groups = self.groups.partition_point(|group| group.start <= passage);
        passage * self.tall + groups
    }

    fn group_at(&self, row: usize) -> usize {
        let (mut low, mut high) = (0, self.groups.len());
        while high - low > 1 {
            let middle = low.midpoint(high);
            if self.row_of(middle) <= row { low = middle } else { high = middle }
        }
        low
    }

    fn heading_at(&self, row: usize) -> Option<Line> {
        let index = self.group_at(row);
        let group = self.groups.get(index)?;
        let end = self.groups.get(index + 1).map_or(self.found.len(), |next| next.start);
        Some(Line::Heading(group.document, end - group.start))
    }

    fn line(&self, row: usize) -> Option<Line> {
        if row >= self.rows() {
            return None;
        }
        let group = self.group_at(row);
        let behind = row - self.row_of(group);
        match behind.checked_sub(1) {
            None => self.heading_at(row),
            Some(behind) => {
                let start = self.groups.get(group)?.start;
                Some(Line::Passage(start + behind / self.tall, behind % self.tall))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Documents with so many passages each.
    fn answers(counts: &[usize]) -> Answers {
        let mut start = 0;
        let mut groups = Vec::new();
        for (document, count) in counts.iter().enumerate() {
            groups.push(Group { document: DocumentKey::from(document as u32), start });
            start += count;
        }
        let found = (0..start as u32).map(CodingKey::from).collect();
        Answers { found, groups, tall: 1, height: 1, ..Answers::default() }
    }

    #[test]
    fn the_chosen_passage_is_seen_whole_below_the_heading_of_its_document() {
        for tall in [1, 2] {
            for height in 3..12 {
                let mut list = answers(&[1, 5, 2, 9, 1]);
                let there_and_back = [Action::Down; 20].into_iter().chain([Action::Up; 20]);
                for action in there_and_back.chain([Action::ListPageDown, Action::Last, Action::ListPageUp]) {
                    list.act(action);
                    list.arrange(height, tall);
                    let seen: Vec<Line> = list.seen().collect();
                    let chosen = (0..tall).map(|part| Line::Passage(list.chosen, part));
                    let whole = chosen.clone().all(|line| seen.contains(&line));
                    assert!(whole, "{tall} {height} {action:?} {} {seen:?}", list.chosen);
                    assert!(seen.len() <= height, "{seen:?}");
                    assert!(matches!(seen[0], Line::Heading(..)), "{seen:?}");
                    if let Line::Passage(_, part) = seen[1] {
                        assert_eq!(part, 0, "{seen:?}");
                    }
                }
            }
        }
    }

    #[test]
    fn rows_are_found_without_counting_them() {
        let mut list = answers(&[2, 1]);
        list.arrange(9, 2);
        let (first, second) = (DocumentKey::from(0), DocumentKey::from(1));
        let seen: Vec<Line> = list.seen().collect();
        let passage = Line::Passage;
        assert_eq!(
            seen,
            [
                Line::Heading(first, 2),
                passage(0, 0),
                passage(0, 1),
                passage(1, 0),
                passage(1, 1),
                Line::Heading(second, 1),
                passage(2, 0),
                passage(2, 1)
            ]
        );
        assert_eq!(list.wanted(), [first, second]);
        assert_eq!(answers(&[]).seen().count(), 0);
        assert!(answers(&[]).wanted().is_empty());
    }
}
