//! How the screen is shared out. Text comes first; what there is room for stands beside it.

use ratatui::layout::Rect;

use crate::ui::panel::Place;

/// From this width on, a panel stands beside the text instead of below it.
pub const WITH_SIDE: u16 = 112;
/// From this width on, the documents are always in view.
pub const WITH_TREE: u16 = 140;
/// Columns of the panel beside the text, without its line.
const SIDE: u16 = 36;
/// Columns of the documents, without their line.
const TREE: u16 = 26;

/// Where everything is. Parts without room have no rows or no columns.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Areas {
    /// The whole screen.
    pub whole: Rect,
    /// Document, progress, layer.
    pub header: Rect,
    /// The line below it.
    pub header_rule: Rect,
    /// The documents at the left.
    pub tree: Rect,
    /// The line right of them.
    pub tree_rule: Rect,
    /// Margins, words, lanes.
    pub reader: Rect,
    /// The line left of the panel.
    pub side_rule: Rect,
    /// The panel at the right; there with or without something docked, so that the text keeps its width.
    pub side: Rect,
    /// The line above a panel that is docked below the text.
    pub dock_rule: Rect,
    /// Where a docked panel is: at the side, else below.
    pub dock: Rect,
    /// The line above the last rows.
    pub footer_rule: Rect,
    /// Codes at the cursor, or the selection.
    pub status: Rect,
    /// Keys, notices, questions.
    pub keys: Rect,
}

impl Areas {
    /// Shares out `whole`; `docked` when a panel wants a place beside or below the text.
    pub fn new(whole: Rect, docked: bool) -> Self {
        let mut areas = Self { whole, ..Self::default() };
        let beside = whole.width >= WITH_SIDE;
        let squeezed = whole.height < 16 && docked && !beside;
        let mut rest = whole;
        areas.header = top(&mut rest, u16::from(whole.height >= 4));
        areas.header_rule = top(&mut rest, u16::from(whole.height >= 10 && !squeezed));
        areas.keys = bottom(&mut rest, u16::from(whole.height >= 3));
        areas.status = bottom(&mut rest, u16::from(whole.height >= 6 && !squeezed));
        areas.footer_rule = bottom(&mut rest, u16::from(whole.height >= 10 && !squeezed));
        if whole.width >= WITH_TREE {
            areas.tree = left(&mut rest, TREE);
            areas.tree_rule = left(&mut rest, 1);
        }
        if beside {
            areas.side = right(&mut rest, SIDE);
            areas.side_rule = right(&mut rest, 1);
            areas.dock = areas.side;
        } else if docked {
            let height = (rest.height * 11 / 20).clamp(4, 14).min(rest.height.saturating_sub(2));
            areas.dock = bottom(&mut rest, height);
            let rule = u16::from(rest.height > 3);
            areas.dock_rule = bottom(&mut rest, rule);
        }
        areas.reader = rest;
        areas
    }

    /// Where a panel is drawn, inside its frame where it has one.
    pub fn panel(&self, place: Place) -> Rect {
        match place {
            Place::Docked => inset(self.dock, u16::from(self.dock.width > 20)),
            Place::Row => self.keys,
            Place::Left if !self.tree.is_empty() => self.tree,
            Place::Left if !self.side.is_empty() => inset(self.side, 1),
            Place::Full => inset(self.full(), u16::from(self.whole.width > 20)),
            Place::Over | Place::Left => inner(self.over()),
        }
    }

    /// True when a panel in this place lies over the text, in a frame.
    pub fn is_over(&self, place: Place) -> bool {
        place == Place::Over || place == Place::Left && self.tree.is_empty() && self.side.is_empty()
    }

    /// True when a panel in this place stands where the codes at the cursor are shown otherwise.
    pub fn is_beside(&self, place: Place) -> bool {
        place == Place::Docked || place == Place::Left && self.tree.is_empty()
    }

    /// Everything but the row of the key hints.
    pub fn full(&self) -> Rect {
        Rect { height: self.whole.height - self.keys.height, ..self.whole }
    }

    /// A panel in the middle, with its frame.
    pub fn over(&self) -> Rect {
        let width = self.whole.width.saturating_sub(4).min(124).max(self.whole.width.min(30));
        let height = self.whole.height.saturating_sub(4).max(self.whole.height.min(6));
        Rect {
            x: self.whole.x + (self.whole.width - width) / 2,
            y: self.whole.y + (self.whole.height - height) / 2,
            width,
            height,
        }
    }
}

fn inner(area: Rect) -> Rect {
    Rect {
        x: area.x + 2.min(area.width),
        y: area.y + 1.min(area.height),
        width: area.width.saturating_sub(4),
        height: area.height.saturating_sub(2),
    }
}

fn inset(area: Rect, columns: u16) -> Rect {
    Rect { x: area.x + columns, width: area.width.saturating_sub(2 * columns), ..area }
}

fn top(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    let part = Rect { height, ..*rest };
    rest.y += height;
    rest.height -= height;
    part
}

fn bottom(rest: &mut Rect, height: u16) -> Rect {
    let height = height.min(rest.height);
    rest.height -= height;
    Rect { y: rest.bottom(), height, ..*rest }
}

fn left(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    let part = Rect { width, ..*rest };
    rest.x += width;
    rest.width -= width;
    part
}

fn right(rest: &mut Rect, width: u16) -> Rect {
    let width = width.min(rest.width);
    rest.width -= width;
    Rect { x: rest.right(), width, ..*rest }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_never_overlap_and_stay_on_the_screen() {
        for (width, height) in
            [(160, 45), (120, 36), (100, 30), (80, 24), (40, 12), (20, 5), (3, 2), (1, 1), (0, 0)]
        {
            for docked in [false, true] {
                let areas = Areas::new(Rect::new(0, 0, width, height), docked);
                let mut parts = vec![
                    areas.header,
                    areas.header_rule,
                    areas.tree,
                    areas.tree_rule,
                    areas.reader,
                    areas.side_rule,
                    areas.dock_rule,
                    areas.dock,
                    areas.footer_rule,
                    areas.status,
                    areas.keys,
                ];
                parts.retain(|part| !part.is_empty());
                for (index, part) in parts.iter().enumerate() {
                    assert_eq!(part.intersection(areas.whole), *part, "{width}×{height}");
                    assert!(
                        parts[index + 1..].iter().all(|other| !part.intersects(*other)),
                        "{width}×{height} {areas:?}"
                    );
                }
                let cells: u32 = parts.iter().map(|part| part.area()).sum();
                assert_eq!(cells, u32::from(width) * u32::from(height), "{width}×{height} {areas:?}");
            }
        }
    }

    #[test]
    fn the_text_keeps_its_width_when_a_panel_docks() {
        for width in [160, 120, 100, 80, 40] {
            let widths =
                [false, true].map(|docked| Areas::new(Rect::new(0, 0, width, 30), docked).reader.width);
            assert_eq!(widths[0], widths[1]);
        }
        assert!(Areas::new(Rect::new(0, 0, 40, 12), true).reader.height >= 3);
    }
}
