//! How the columns of the Reader are shared out: numbers, times and speakers at the left, words, lanes and names at the right.
//!
//! It depends on the width and the document alone, so that nothing jumps while one codes.

use ratatui::layout::Rect;

use super::opened::Opened;

/// Words are never wider than this.
const WORDS: u16 = 72;

/// Where everything is, in cells of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Frame {
    /// All of it.
    pub area: Rect,
    /// Number of the turn; no columns where there is no room.
    pub number: Rect,
    /// Time of the turn.
    pub time: Rect,
    /// Who speaks.
    pub speaker: Rect,
    /// The words.
    pub words: Rect,
    /// One column a lane.
    pub lanes: Rect,
    /// Names of codes; they begin right behind the last lane that is in use in a row.
    pub names: Rect,
}

impl Frame {
    /// Shares out `area` for a document.
    pub fn new(area: Rect, opened: &Opened) -> Self {
        let width = area.width;
        let digits = opened.turns.len().max(10).to_string().len() as u16;
        let (number, time, speaker, lanes, names) = match width {
            110.. => (digits, opened.time, opened.speaker, 4, 16),
            100.. => (digits, opened.time, opened.speaker.min(8), 4, 16),
            76.. => (digits, opened.time, opened.speaker.min(6), 3, 16),
            56.. => (digits, 0, opened.speaker.min(6), 3, 11),
            24.. => (0, 0, opened.speaker.min(4), 2, 0),
            _ => (0, 0, 0, 1, 0),
        };
        let mut x = area.x + u16::from(width >= 24);
        let mut column = |columns: u16| {
            let part =
                Rect { x: x.min(area.right()), width: columns.min(area.right().saturating_sub(x)), ..area };
            x += columns + u16::from(columns > 0);
            part
        };
        let (number, time, speaker) = (column(number), column(time), column(speaker));
        let left = x - area.x;
        let rest = width.saturating_sub(left + 1 + lanes + names);
        let words = Rect { x: x.min(area.right()), width: rest.clamp(1, WORDS), ..area };
        let lane_x = words.right() + 1;
        let right = area.right().saturating_sub(lane_x);
        let lanes = Rect { x: lane_x.min(area.right()), width: lanes.min(right), ..area };
        let names =
            Rect { x: lanes.right(), width: area.right().saturating_sub(lanes.right()).min(26), ..area };
        Self { area, number, time, speaker, words, lanes, names }
    }
}
