//! A dense set of the turns of one shard: what a search in a shard fills, and what becomes part of the whole answer.

use std::ops::Range;

use roaring::RoaringBitmap;

/// A set of numbers below a limit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Bits {
    words: Vec<u64>,
    limit: u32,
}

impl Bits {
    /// No number, of those below `limit`.
    pub(super) fn none(limit: u32) -> Self {
        Self { words: vec![0; limit.div_ceil(64) as usize], limit }
    }

    /// Every number below `limit`.
    pub(super) fn all(limit: u32) -> Self {
        let mut all = Self { words: vec![u64::MAX; limit.div_ceil(64) as usize], limit };
        if let (Some(last), 1..) = (all.words.last_mut(), limit % 64) {
            *last >>= 64 - limit % 64;
        }
        all
    }

    /// Puts a number in; those from the limit on are no part of the set.
    pub(super) fn insert(&mut self, number: u32) {
        if number < self.limit
            && let Some(word) = self.words.get_mut(number as usize / 64)
        {
            *word |= 1 << (number % 64);
        }
    }

    /// Puts in each of these.
    pub(super) fn insert_all(&mut self, numbers: &[u32]) {
        for &number in numbers {
            if let Some(word) = self.words.get_mut(number as usize / 64) {
                *word |= 1 << (number % 64);
            }
        }
        // What is too large for the set but not for its last word goes out again.
        if let (Some(last), 1..) = (self.words.last_mut(), self.limit % 64) {
            *last &= u64::MAX >> (64 - self.limit % 64);
        }
    }

    /// True for a number that is in.
    #[inline]
    pub(super) fn contains(&self, number: u32) -> bool {
        self.words.get(number as usize / 64).is_some_and(|word| word >> (number % 64) & 1 == 1)
    }

    /// Leaves only what is in `other` too.
    pub(super) fn keep(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word &= other;
        }
    }

    /// Puts in what is in `other`.
    pub(super) fn add_all(&mut self, other: &Self) {
        for (word, other) in self.words.iter_mut().zip(&other.words) {
            *word |= other;
        }
    }

    /// How many numbers are in.
    #[cfg(test)]
    pub(super) fn count(&self) -> u32 {
        self.words.iter().map(|word| word.count_ones()).sum()
    }

    /// True when nothing is in.
    pub(super) fn is_empty(&self) -> bool {
        self.words.iter().all(|&word| word == 0)
    }

    /// The numbers, in order.
    #[cfg(test)]
    pub(super) fn iter(&self) -> impl Iterator<Item = u32> {
        self.words.iter().enumerate().flat_map(|(index, &word)| {
            let mut rest = word;
            std::iter::from_fn(move || {
                let bit = rest.trailing_zeros();
                rest &= rest.wrapping_sub(1);
                (bit < 64).then_some(index as u32 * 64 + bit)
            })
        })
    }

    /// Adds those of `from` to `into`, which they enter so that the first of `from` is `at`.
    pub(super) fn copy(&self, from: Range<u32>, into: &mut Self, at: u32) {
        let mut done = 0;
        let length = from.end.min(self.limit).saturating_sub(from.start);
        while done < length {
            let take = (length - done).min(64);
            let piece = self.piece(from.start + done, take);
            if piece != 0 {
                into.add(at + done, piece);
            }
            done += take;
        }
    }

    /// The `take` bits (1 to 64) from `start` on.
    fn piece(&self, start: u32, take: u32) -> u64 {
        let (index, shift) = (start as usize / 64, start % 64);
        let word = |index: usize| self.words.get(index).copied().unwrap_or(0);
        let low = word(index) >> shift;
        let high = if shift == 0 { 0 } else { word(index + 1) << (64 - shift) };
        (low | high) & (u64::MAX >> (64 - take))
    }

    fn add(&mut self, start: u32, piece: u64) {
        let (index, shift) = (start as usize / 64, start % 64);
        if let Some(word) = self.words.get_mut(index) {
            *word |= piece << shift;
        }
        if shift != 0
            && let Some(word) = self.words.get_mut(index + 1)
        {
            *word |= piece >> (64 - shift);
        }
    }

    /// The same set in the form of an answer.
    pub(super) fn to_bitmap(&self) -> RoaringBitmap {
        let mut bytes = Vec::with_capacity(self.words.len() * 8);
        self.words.iter().for_each(|word| bytes.extend_from_slice(&word.to_le_bytes()));
        RoaringBitmap::from_lsb0_bytes(0, &bytes)
    }
}

/// A set of which each number tells how many of the set are below it.
#[derive(Debug)]
pub(super) struct Numbered {
    bits: Bits,
    /// How many are below each word of `bits`.
    before: Vec<u32>,
}

impl Numbered {
    /// The same set.
    pub(super) fn new(bits: Bits) -> Self {
        let mut sum = 0;
        let count = |word: &u64| {
            let before = sum;
            sum += word.count_ones();
            before
        };
        Self { before: bits.words.iter().map(count).collect(), bits }
    }

    /// The set.
    pub(super) fn bits(&self) -> &Bits {
        &self.bits
    }

    /// How many of the set are below `number`; `None` for one that is not in.
    pub(super) fn number_of(&self, number: u32) -> Option<u32> {
        let index = number as usize / 64;
        let (word, bit) = (*self.bits.words.get(index)?, 1_u64 << (number % 64));
        (word & bit != 0).then(|| self.before[index] + (word & (bit - 1)).count_ones())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use std::collections::BTreeSet;

    fn filled(limit: u32, numbers: &BTreeSet<u32>) -> Bits {
        let mut bits = Bits::none(limit);
        for &number in numbers {
            bits.insert(number);
        }
        bits
    }

    proptest! {
        #[test]
        fn copies_land_where_they_belong(
            numbers in prop::collection::btree_set(0_u32..300, 0..60),
            from in 0_u32..300,
            length in 0_u32..300,
            at in 0_u32..200,
        ) {
            let bits = filled(300, &numbers);
            let mut at_once = Bits::none(300);
            at_once.insert_all(&numbers.iter().copied().collect::<Vec<_>>());
            prop_assert_eq!(&at_once, &bits);
            let end = (from + length).min(300);
            let mut into = Bits::none(500);
            into.insert(499);
            bits.copy(from..end, &mut into, at);
            let moved = numbers.range(from..end).map(|number| number - from + at);
            let expected: BTreeSet<u32> = moved.chain([499]).collect();
            prop_assert_eq!(into.iter().collect::<BTreeSet<_>>(), expected.clone());
            prop_assert_eq!(into.to_bitmap().iter().collect::<BTreeSet<_>>(), expected);
            prop_assert_eq!(bits.count() as usize, numbers.len());
            prop_assert_eq!(bits.is_empty(), numbers.is_empty());
        }
    }

    #[test]
    fn the_numbers_of_a_set_are_counted() {
        let set = BTreeSet::from([0, 1, 63, 64, 190, 191, 192, 299]);
        let numbered = Numbered::new(filled(300, &set));
        let expected = |number: u32| set.iter().position(|&other| other == number).map(|place| place as u32);
        for number in 0..310 {
            assert_eq!(numbered.number_of(number), expected(number), "{number}");
        }
    }

    #[test]
    fn what_is_too_large_stays_out() {
        let mut bits = Bits::none(65);
        for number in [0, 64, 65, 1000] {
            bits.insert(number);
        }
        assert_eq!(bits.iter().collect::<Vec<_>>(), [0, 64]);
        let mut at_once = Bits::none(65);
        at_once.insert_all(&[0, 64, 65, 1000]);
        assert_eq!(at_once, bits);
        assert!(bits.contains(64) && !bits.contains(65) && !bits.contains(1000));
        let mut other = Bits::none(65);
        other.insert(64);
        bits.keep(&other);
        assert_eq!(bits.to_bitmap().iter().collect::<Vec<_>>(), [64]);
    }
}
