//! Blocks: the vertical unit of the Reader, small enough to be laid out in no time.
//!
//! Normally one block a turn. A longer turn is cut, so that showing a screenful never costs more than that, even in a line
//! of a megabyte.

use super::{Span, Turns, graphemes};

/// Bytes that one block holds at most (a single grapheme may be longer).
const LONGEST: u32 = 16 * 1024;

/// A piece of one turn's spoken text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Block {
    /// Index of the turn.
    pub turn: u32,
    /// Spoken text only; the blocks of one turn touch, and together are its spoken text. Empty only where the turn's is.
    pub span: Span,
    /// True for the first block of its turn, beside which number, time and speaker are shown.
    pub first: bool,
}

/// The blocks of one text, in order.
#[derive(Clone, Debug, Default)]
pub struct Blocks {
    blocks: Vec<Block>,
}

impl Blocks {
    /// Cuts the turns of `text`.
    pub fn new(text: &str, turns: &Turns) -> Self {
        let mut blocks = Vec::with_capacity(turns.len());
        for (turn, spoken) in turns.iter().map(|turn| turn.spoken).enumerate() {
            let mut start = spoken.start;
            while spoken.end - start > LONGEST {
                let end = cut(text, start).min(spoken.end);
                blocks.push(Block {
                    turn: turn as u32,
                    span: Span::new(start, end),
                    first: start == spoken.start,
                });
                start = end;
            }
            if start < spoken.end || spoken.is_empty() {
                let span = Span::new(start, spoken.end);
                blocks.push(Block { turn: turn as u32, span, first: start == spoken.start });
            }
        }
        Self { blocks }
    }

    /// Number of blocks.
    pub fn len(&self) -> usize {
        self.blocks.len()
    }

    /// True for a blank text.
    pub fn is_empty(&self) -> bool {
        self.blocks.is_empty()
    }

    /// The block with this index.
    pub fn get(&self, index: usize) -> Option<&Block> {
        self.blocks.get(index)
    }

    /// All blocks in order.
    pub fn iter(&self) -> std::slice::Iter<'_, Block> {
        self.blocks.iter()
    }

    /// The index of the block that holds byte `position`; between two blocks the one before; 0 before the first.
    pub fn index_at(&self, position: u32) -> usize {
        self.blocks.partition_point(|block| block.span.start <= position).saturating_sub(1)
    }

    /// The index of the first block of the turn with index `turn`.
    pub fn of_turn(&self, turn: usize) -> usize {
        self.blocks.partition_point(|block| (block.turn as usize) < turn)
    }
}

impl<'a> IntoIterator for &'a Blocks {
    type Item = &'a Block;
    type IntoIter = std::slice::Iter<'a, Block>;

    fn into_iter(self) -> Self::IntoIter {
        self.iter()
    }
}

/// Where the block that starts at `start` ends: after white space in its second half, else between two graphemes.
fn cut(text: &str, start: u32) -> u32 {
    let limit = (start + LONGEST) as usize;
    let half = (start + LONGEST / 2) as usize;
    let bytes = &text.as_bytes()[half..limit];
    let space = memchr::memrchr(b'\n', bytes).or_else(|| memchr::memrchr2(b' ', b'\t', bytes));
    let place = graphemes::floor(text, space.map_or(limit, |at| half + at + 1) as u32);
    if place > start { place } else { graphemes::next(text, start) }
}
