//! How the find screen is shared out.

use ratatui::layout::Rect;

use super::{Find, Focus};
use crate::ui::app::App;

/// From this width on, the text stands at the right of the answers instead of below them.
const WITH_SIDE: u16 = 118;
/// From this height on, there is room for it below.
const WITH_PREVIEW: u16 = 17;
/// Columns of the counts where they take room from the answers.
const COUNTS: u16 = 34;
/// From this width of the list on, a coding has one row, else two.
const ONE_ROW: u16 = 120;
/// Rows of a mistake: the marks, and the sentence.
pub(super) const MISTAKE: u16 = 3;

/// Where the parts are; parts without room have no rows or no columns.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Shape {
    /// The question.
    pub line: Rect,
    /// What was found, or what is wrong.
    pub head: Rect,
    pub rule: Rect,
    /// The answers.
    pub list: Rect,
    /// The line between answers and text.
    pub divider: Rect,
    /// The text.
    pub preview: Rect,
    /// Counts or forms, when they are open; they lie over the text or at the right of the answers.
    pub counts: Rect,
    /// Rows of an answer that is not shown whole.
    pub tall: usize,
}

impl Shape {
    pub(super) fn new(area: Rect, find: &Find, _: &App) -> Self {
        let mut rest = area;
        let take = |rest: &mut Rect, height: u16| {
            let height = height.min(rest.height);
            let part = Rect { height, ..*rest };
            rest.y += height;
            rest.height -= height;
            part
        };
        let mut shape = Self { line: take(&mut rest, 1), ..Self::default() };
        shape.head = take(&mut rest, if find.shows_mistake() { MISTAKE } else { 1 });
        shape.rule = take(&mut rest, u16::from(area.height >= 10));
        let lists = matches!(find.focus, Focus::Counts | Focus::Forms);
        let has_answers = find.len() > 0;
        if area.width >= WITH_SIDE && has_answers {
            let width = (area.width * 9 / 20).min(78);
            let x = rest.right() - width;
            shape.preview = Rect { x, width, ..rest };
            shape.divider = Rect { x: x - 2, width: 1, ..rest };
            rest.width -= width + 3;
        } else if area.height >= WITH_PREVIEW && has_answers {
            let height = (rest.height * 2 / 5).clamp(5, 14);
            let y = rest.bottom() - height;
            shape.preview = Rect { y, height, ..rest };
            shape.divider = Rect { y: y - 1, height: 1, ..rest };
            rest.height -= height + 1;
        }
        if lists {
            if shape.divider.width == 1 {
                shape.counts = std::mem::take(&mut shape.preview);
            } else {
                let width = COUNTS.min(rest.width / 2);
                shape.counts = Rect { x: rest.right() - width, width, ..rest };
                rest.width = rest.width.saturating_sub(width + 2);
            }
        }
        shape.list = rest;
        let codings = find.answered.as_ref().is_some_and(|answered| answered.is_codings());
        shape.tall = if codings && rest.width < ONE_ROW { 2 } else { 1 };
        shape
    }
}
