//! The first turns of a shard, or all of them: no word is followed further than that.

use std::ops::Deref;

use tantivy::DocSet as _;
use tantivy::index::InvertedIndexReader;
use tantivy::postings::{BlockSegmentPostings, SegmentPostings, TermInfo};
use tantivy::schema::IndexRecordOption;

use crate::index::cancel::{Cancel, Stopped};

use super::bits::Bits;
use super::error::Broken;
use super::shard::Shard;

/// Words between two looks at whether the work is still wanted.
const LOOK_EVERY: usize = 1024;

/// So many turns of a shard.
pub(super) struct Front<'s> {
    shard: &'s Shard,
    turns: u32,
}

impl Deref for Front<'_> {
    type Target = Shard;

    fn deref(&self) -> &Shard {
        self.shard
    }
}

impl<'s> Front<'s> {
    pub(super) fn new(shard: &'s Shard, turns: u32) -> Self {
        Self { shard, turns }
    }

    /// How many turns it has; behind them a word has no other. What tantivy gives behind the last turn is larger than any.
    pub(super) fn turns(&self) -> u32 {
        self.turns
    }

    /// True where these are all turns of the shard.
    pub(super) fn is_whole(&self) -> bool {
        self.turns == self.shard.turns()
    }

    /// True for turns, in order, of which the first is one of these.
    fn begins_in(&self, turns: &[u32]) -> bool {
        turns.first().is_some_and(|&first| first < self.turns)
    }

    /// The turns that have each of these words: where one has none, the others are not read either.
    pub(super) fn with_all(&self, mut words: Vec<TermInfo>) -> Result<Bits, Broken> {
        let mut turns = Bits::none(self.turns);
        words.sort_by_key(|info| info.doc_freq);
        let read = |info| self.inverted.read_postings_from_terminfo(info, IndexRecordOption::Basic);
        let mut lists: Vec<SegmentPostings> = words.iter().map(read).collect::<Result<_, _>>()?;
        let Some((rare, others)) = lists.split_first_mut() else { return Ok(turns) };
        let mut turn = rare.doc();
        while turn < self.turns {
            let further = others.iter_mut().find_map(|list| {
                let there = if list.doc() < turn { list.seek(turn) } else { list.doc() };
                (there > turn).then_some(there)
            });
            turn = if let Some(there) = further {
                rare.seek(there)
            } else {
                turns.insert(turn);
                rare.advance()
            };
        }
        Ok(turns)
    }

    /// Adds the turns of a word that are among these to `into`, in order; `block` is memory for it.
    pub(super) fn among(
        &self,
        info: &TermInfo,
        these: &Bits,
        block: &mut Option<BlockSegmentPostings>,
        into: &mut Vec<u32>,
    ) -> Result<(), Broken> {
        let postings = block_of(&self.inverted, info, block)?;
        while self.begins_in(postings.docs()) {
            for &turn in postings.docs() {
                if these.contains(turn) {
                    into.push(turn);
                }
            }
            postings.advance();
        }
        Ok(())
    }

    /// Adds the turns of each of these words.
    pub(super) fn gather<'i>(
        &self,
        words: impl IntoIterator<Item = &'i TermInfo>,
        into: &mut Bits,
        cancel: &Cancel,
    ) -> Result<(), Broken> {
        self.gather_from(&self.inverted, words, into, cancel)
    }

    /// Adds the turns of each of these spellings.
    pub(super) fn gather_spelled<'i>(
        &self,
        spellings: impl IntoIterator<Item = &'i TermInfo>,
        into: &mut Bits,
        cancel: &Cancel,
    ) -> Result<(), Broken> {
        self.gather_from(&self.spelled, spellings, into, cancel)
    }

    /// Adds the turns that have a word more often than these of its spellings together.
    pub(super) fn gather_others(
        &self,
        word: &TermInfo,
        spellings: &[TermInfo],
        into: &mut Bits,
    ) -> Result<(), Broken> {
        let mut spelled: Vec<(u32, u32)> = Vec::new();
        for info in spellings {
            let mut postings =
                self.spelled.read_block_postings_from_terminfo(info, IndexRecordOption::WithFreqs)?;
            while self.begins_in(postings.docs()) {
                spelled.extend(postings.docs().iter().copied().zip(postings.freqs().iter().copied()));
                postings.advance();
            }
        }
        spelled.sort_unstable();
        let mut spelled = spelled.into_iter().peekable();
        let mut postings =
            self.inverted.read_block_postings_from_terminfo(word, IndexRecordOption::WithFreqs)?;
        while self.begins_in(postings.docs()) {
            for (&turn, &often) in postings.docs().iter().zip(postings.freqs()) {
                while spelled.next_if(|(other, _)| *other < turn).is_some() {}
                let mut otherwise = 0_u32;
                while let Some((_, often)) = spelled.next_if(|(other, _)| *other == turn) {
                    otherwise += often;
                }
                if often > otherwise {
                    into.insert(turn);
                }
            }
            postings.advance();
        }
        Ok(())
    }

    fn gather_from<'i>(
        &self,
        inverted: &InvertedIndexReader,
        words: impl IntoIterator<Item = &'i TermInfo>,
        into: &mut Bits,
        cancel: &Cancel,
    ) -> Result<(), Broken> {
        let mut postings: Option<BlockSegmentPostings> = None;
        for (done, info) in words.into_iter().enumerate() {
            if done % LOOK_EVERY == LOOK_EVERY - 1 {
                cancel.check().map_err(|Stopped| Broken::Stopped)?;
            }
            let postings = block_of(inverted, info, &mut postings)?;
            while self.begins_in(postings.docs()) {
                into.insert_all(postings.docs());
                postings.advance();
            }
        }
        Ok(())
    }
}

/// The turns of a word in blocks, in the memory of another one where there is one.
fn block_of<'b>(
    inverted: &InvertedIndexReader,
    info: &TermInfo,
    block: &'b mut Option<BlockSegmentPostings>,
) -> Result<&'b mut BlockSegmentPostings, Broken> {
    Ok(match block {
        Some(block) => {
            inverted.reset_block_postings_from_terminfo(info, block)?;
            block
        }
        none => none.insert(inverted.read_block_postings_from_terminfo(info, IndexRecordOption::Basic)?),
    })
}
