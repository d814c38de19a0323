//! Where rows are, without laying out more than is looked at.
//!
//! A place is a block and a row in it. Blocks are wrapped when they are first needed and kept; going up and down counts rows
//! block by block, so a step costs the same in a text of ten megabytes.

use std::rc::Rc;

use rustc_hash::FxHashMap;

use super::opened::Opened;
use crate::text::{Span, wrap};

/// Wrapped blocks that are kept; more than any screen shows.
const KEPT: usize = 2048;

/// A row of the text. The row after the last of a turn is the blank one that separates it from the next.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Index of the block.
    pub block: u32,
    /// Row in the block.
    pub row: u32,
}

/// A row on the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// Where it is.
    pub place: Place,
    /// Its bytes; empty at the end of the turn for a blank row.
    pub span: Span,
    /// Index of its turn.
    pub turn: u32,
    /// True for the first row of a turn.
    pub first: bool,
    /// True for the blank row between two turns.
    pub blank: bool,
}

/// The rows of one document at one width.
#[derive(Clone, Debug, Default)]
pub struct Layout {
    width: u16,
    wrapped: FxHashMap<u32, Rc<[Span]>>,
}

impl Layout {
    /// Columns of the text.
    pub fn width(&self) -> u16 {
        self.width
    }

    /// Changes the width; true when that moved rows.
    pub fn set_width(&mut self, width: u16) -> bool {
        let changed = self.width != width.max(1);
        if changed {
            self.width = width.max(1);
            self.wrapped.clear();
        }
        changed
    }

    /// The place of byte `position`.
    pub fn place_of(&mut self, opened: &Opened, position: u32) -> Place {
        let block = opened.blocks.index_at(position);
        let rows = self.rows(opened, block as u32);
        let row = rows.partition_point(|row| row.start <= position).saturating_sub(1);
        Place { block: block as u32, row: row as u32 }
    }

    /// The row at a place; `None` behind the last.
    pub fn row(&mut self, opened: &Opened, place: Place) -> Option<Row> {
        let block = *opened.blocks.get(place.block as usize)?;
        let rows = self.rows(opened, place.block);
        let blank = place.row as usize >= rows.len();
        let span = rows.get(place.row as usize).copied().unwrap_or(Span::new(block.span.end, block.span.end));
        Some(Row { place, span, turn: block.turn, first: block.first && place.row == 0, blank })
    }

    /// `count` rows further down, the last row of the text at most.
    pub fn down(&mut self, opened: &Opened, from: Place, count: u32) -> Place {
        let mut place = from;
        let mut left = count;
        loop {
            let height = self.height(opened, place.block);
            let room = height.saturating_sub(place.row + 1);
            if left <= room {
                return Place { row: place.row + left, ..place };
            }
            if place.block as usize + 1 >= opened.blocks.len() {
                return Place { row: height.saturating_sub(1), ..place };
            }
            left -= room + 1;
            place = Place { block: place.block + 1, row: 0 };
        }
    }

    /// `count` rows further up, the first at most.
    pub fn up(&mut self, opened: &Opened, from: Place, count: u32) -> Place {
        let mut place = from;
        let mut left = count;
        loop {
            if left <= place.row {
                return Place { row: place.row - left, ..place };
            }
            if place.block == 0 {
                return Place::default();
            }
            left -= place.row + 1;
            let block = place.block - 1;
            place = Place { block, row: self.height(opened, block).saturating_sub(1) };
        }
    }

    /// How many rows `to` is below `from`; `None` when it is above, or further than `limit`.
    pub fn distance(&mut self, opened: &Opened, from: Place, to: Place, limit: u32) -> Option<u32> {
        if to < from {
            return None;
        }
        let mut block = from.block;
        let mut rows = 0;
        while block < to.block {
            rows += self.height(opened, block);
            block += 1;
            if rows > limit + from.row {
                return None;
            }
        }
        Some(rows + to.row - from.row).filter(|distance| *distance <= limit)
    }

    /// Rows of a block, with the blank one when it is the last of its turn and not of the text.
    fn height(&mut self, opened: &Opened, block: u32) -> u32 {
        self.rows(opened, block).len() as u32 + u32::from(ends_turn(opened, block))
    }

    fn rows(&mut self, opened: &Opened, block: u32) -> Rc<[Span]> {
        if let Some(rows) = self.wrapped.get(&block) {
            return Rc::clone(rows);
        }
        if self.wrapped.len() >= KEPT {
            self.wrapped.clear();
        }
        let span = opened.blocks.get(block as usize).map_or_else(Span::default, |block| block.span);
        let mut rows = wrap(&opened.text, span, self.width);
        // A block that was cut behind a newline goes on in the next one, not in an empty row.
        let cut = !ends_turn(opened, block) && (block as usize) + 1 < opened.blocks.len();
        if cut && rows.len() > 1 && rows.last().is_some_and(|last| last.is_empty()) {
            rows.pop();
        }
        let rows: Rc<[Span]> = rows.into();
        self.wrapped.insert(block, Rc::clone(&rows));
        rows
    }
}

/// True for a block after which another turn follows.
fn ends_turn(opened: &Opened, block: u32) -> bool {
    opened.blocks.get(block as usize + 1).is_some_and(|next| next.first)
}
