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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_turn_is_a_block_also_when_nothing_is_said() {
        let text = "# Kop\nFA1: één\nSO4:\n";
        let blocks = Blocks::new(text, &Turns::parse(text, &[]));
        let seen: Vec<_> =
            blocks.iter().map(|block| (block.turn, block.span.slice(text), block.first)).collect();
        assert_eq!(seen, [(0, "Kop", true), (1, "één", true), (2, "", true)]);
        assert_eq!([0, 2, 6, 11, 99].map(|position| blocks.index_at(position)), [0, 0, 0, 1, 2]);
        assert_eq!(blocks.of_turn(2), 2);
    }

    #[test]
    fn a_grapheme_longer_than_a_block_stays_whole() {
        let text = format!("a{}b c", "\u{301}".repeat(20_000));
        let blocks = Blocks::new(&text, &Turns::parse(&text, &[]));
        assert_eq!(
            blocks.iter().map(|block| block.span).collect::<Vec<_>>(),
            [Span::new(0, 40_001), Span::new(40_001, 40_004)]
        );
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(32))]
        #[test]
        fn blocks_partition_what_is_spoken(pieces in prop::collection::vec(("[a-zé👩 ]{1,40}|[🇳🇱\n]|FA1: ", 1usize..900), 1..12)) {
            let text: String = pieces.into_iter().map(|(piece, times)| piece.repeat(times) + "\n").collect();
            let turns = Turns::parse(&text, &[]);
            let blocks = Blocks::new(&text, &turns);
            let mut iterator = blocks.iter().peekable();
            for (turn, spoken) in turns.iter().map(|turn| turn.spoken).enumerate() {
                let mut done = spoken.start;
                let mut first = true;
                while let Some(block) = iterator.next_if(|block| block.turn as usize == turn) {
                    prop_assert_eq!((block.span.start, block.first), (done, first));
                    prop_assert!(block.span.len() <= LONGEST);
                    prop_assert_eq!(graphemes::floor(&text, block.span.end), block.span.end);
                    (done, first) = (block.span.end, false);
                }
                prop_assert_eq!((done, first), (spoken.end, false));
            }
            prop_assert!(iterator.next().is_none());
        }
    }
}
