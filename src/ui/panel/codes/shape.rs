//! How the codebook screen is shared out: the tree first, then what the code means, then its passages.

use ratatui::layout::Rect;

use super::Focus;

/// From this width on, tree, entry and passages stand beside each other.
const THREE: u16 = 130;
/// From this width on, the tree stands beside the others.
const TWO: u16 = 60;
/// Columns that names and counts need.
const TREE: u16 = 38;
/// Rows of a passage: where it stands, and its words.
pub(super) const PASSAGE: u16 = 3;

/// Where everything is. Parts without room have no rows or no columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Shape {
    /// What is shown, and what was typed.
    pub head: Rect,
    /// The line below it.
    pub rule: Rect,
    /// Everything below that line.
    pub whole: Rect,
    /// The names of the columns of the tree.
    pub labels: Rect,
    /// Families and codes.
    pub tree: Rect,
    /// The line between tree and entry.
    pub tree_rule: Rect,
    /// What the code means.
    pub entry: Rect,
    /// The line between entry and passages.
    pub entry_rule: Rect,
    /// How many passages there are.
    pub count: Rect,
    /// The passages.
    pub passages: Rect,
}

impl Shape {
    /// Shares out `area`; the entry would like so many rows.
    pub(super) fn new(area: Rect, focus: Focus, wanted: u16) -> Self {
        let mut shape = Self::default();
        let mut rest = area;
        shape.head = top(&mut rest, 1);
        shape.rule = top(&mut rest, u16::from(area.height >= 10));
        shape.whole = rest;
        if focus == Focus::Compare {
            return shape;
        }
        if area.width >= THREE {
            let width = (area.width - 8) / 3;
            shape.trees(left(&mut rest, width.min(56)));
            shape.tree_rule = between(&mut rest);
            shape.entry = left(&mut rest, width.min(60));
            shape.entry_rule = between(&mut rest);
            shape.passing(rest);
        } else if area.width >= TWO {
            let width = (area.width * 9 / 20).max(TREE.min(area.width / 2)).min(52);
            shape.trees(left(&mut rest, width));
            shape.tree_rule = between(&mut rest);
            shape.beside(rest, focus, wanted);
        } else if focus == Focus::Tree {
            shape.trees(rest);
        } else {
            shape.beside(rest, focus, wanted);
        }
        shape
    }

    fn trees(&mut self, area: Rect) {
        let mut rest = area;
        self.labels = top(&mut rest, u16::from(area.height >= 8));
        self.tree = rest;
    }

    /// Entry above passages.
    fn beside(&mut self, area: Rect, focus: Focus, wanted: u16) {
        let mut rest = area;
        let most = match focus {
            Focus::Fields => area.height,
            Focus::Tree | Focus::Compare => {
                (area.height * 3 / 5).max(area.height.saturating_sub(PASSAGE * 3 + 2))
            }
            // Where there is little room, the name of the code is enough.
            Focus::Passages => (area.height / 3).max(1),
        };
        self.entry = top(&mut rest, if focus == Focus::Fields { most } else { wanted.min(most) });
        self.entry_rule = top(&mut rest, u16::from(area.height >= 8));
        self.passing(rest);
    }

    fn passing(&mut self, area: Rect) {
        let mut rest = area;
        self.count = top(&mut rest, 1);
        self.passages = rest;
    }

    /// True when the line between entry and passages goes down.
    pub(super) fn is_three(&self) -> bool {
        self.entry_rule.height > 1
    }
}

fn top(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    let part = Rect { height, ..*rest };
    rest.y += height;
    rest.height -= height;
    part
}

fn left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let part = Rect { width, ..*rest };
    rest.x += width;
    rest.width -= width;
    part
}

/// A line with a blank on both sides of it.
fn between(rest: &mut Rect) -> Rect {
    let part = left(rest, 3);
    Rect { x: part.x + 1.min(part.width), width: 1.min(part.width), ..part }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_never_overlap_and_stay_inside() {
        for (width, height) in [(160, 45), (100, 30), (78, 23), (40, 11), (20, 4), (3, 2), (1, 1), (0, 0)] {
            for focus in [Focus::Tree, Focus::Passages, Focus::Fields] {
                let area = Rect::new(1, 0, width, height);
                let shape = Shape::new(area, focus, 12);
                let mut parts = vec![
                    shape.head,
                    shape.rule,
                    shape.labels,
                    shape.tree,
                    shape.tree_rule,
                    shape.entry,
                    shape.entry_rule,
                    shape.count,
                    shape.passages,
                ];
                parts.retain(|part| !part.is_empty());
                for (index, part) in parts.iter().enumerate() {
                    assert_eq!(part.intersection(area), *part, "{width}×{height} {focus:?}");
                    assert!(parts[index + 1..].iter().all(|other| !part.intersects(*other)), "{shape:?}");
                }
                let seen = if focus == Focus::Tree { shape.tree } else { shape.entry };
                assert!(height < 3 || width == 0 || seen.height > 0, "{width}×{height} {focus:?}");
            }
        }
    }
}
