//! The words of a shard, one behind the other in one string, so that any part of a word is found by a scan of two
//! megabytes. The number of a word is the number that tantivy gives it: both are sorted by bytes.

use std::ops::Range;

use memchr::memmem::Finder;
use tantivy::postings::TermInfo;

use super::bytes::{Reader, Writer};

/// All words of a shard, sorted, each with the number of turns that have it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Terms {
    /// `\nword\nword\n`
    words: String,
    /// Where each word starts in `words`, in bytes.
    starts: Vec<u32>,
    /// In how many turns each stands.
    turns: Vec<u32>,
    /// Where tantivy's lists of turns and of places begin, in bytes, for each word; each ends where the next begins.
    lists: [Vec<u32>; 2],
    /// Where the last lists end.
    end: [u32; 2],
}

impl Terms {
    /// Adds a word that sorts behind all others; `None` where the index is too large for its lists to be told.
    pub(super) fn push(&mut self, word: &str, info: &TermInfo) -> Option<()> {
        let lists = [&info.postings_range, &info.positions_range];
        for (at, range) in lists.into_iter().enumerate() {
            // Between two lists is nothing.
            let start = u32::try_from(range.start).ok()?;
            if !self.starts.is_empty() && start != self.end[at] {
                return None;
            }
            self.lists[at].push(start);
            self.end[at] = u32::try_from(range.end).ok()?;
        }
        if self.words.is_empty() {
            self.words.push('\n');
        }
        self.starts.push(self.words.len() as u32);
        self.words.push_str(word);
        self.words.push('\n');
        self.turns.push(info.doc_freq);
        Some(())
    }

    /// Where tantivy keeps what it knows of a word.
    pub(super) fn info(&self, number: u32) -> TermInfo {
        let range = |at: usize| {
            let lists = &self.lists[at];
            let end = lists.get(number as usize + 1).copied().unwrap_or(self.end[at]);
            lists[number as usize] as usize..end as usize
        };
        TermInfo { doc_freq: self.turns(number), postings_range: range(0), positions_range: range(1) }
    }

    /// How many words there are.
    pub(super) fn len(&self) -> u32 {
        self.starts.len() as u32
    }

    /// A word by its number.
    pub(super) fn word(&self, number: u32) -> &str {
        let start = self.starts[number as usize] as usize;
        let end = self.starts.get(number as usize + 1).map_or(self.words.len(), |&next| next as usize);
        &self.words[start..end - 1]
    }

    /// In how many turns a word stands.
    pub(super) fn turns(&self, number: u32) -> u32 {
        self.turns[number as usize]
    }

    /// The numbers of the words that start so.
    pub(super) fn starting_with(&self, prefix: &str) -> Range<u32> {
        let numbers = || 0..self.len();
        let from = partition(numbers(), |number| self.word(number) < prefix);
        let to = partition(from..self.len(), |number| self.word(number).starts_with(prefix));
        from..to
    }

    /// The number of a word that is one of them.
    pub(super) fn number_of(&self, word: &str) -> Option<u32> {
        let at = partition(0..self.len(), |number| self.word(number) < word);
        (at < self.len() && self.word(at) == word).then_some(at)
    }

    /// The numbers of the words that hold what `next` finds, in order: from a byte of the words on it gives the byte where the
    /// next one begins, which must stand inside a word.
    pub(super) fn with(&self, next: impl Fn(&str, usize) -> Option<usize>) -> Vec<u32> {
        let (mut at, mut number) = (0, 0_usize);
        let mut numbers = Vec::new();
        while at < self.words.len()
            && let Some(hit) = next(&self.words, at)
        {
            number = self.number_at(hit as u32, number);
            numbers.push(number as u32);
            // On behind this word.
            at = self.starts.get(number + 1).map_or(self.words.len(), |&next| next as usize);
            number += 1;
        }
        numbers
    }

    /// The numbers of the words that hold this, in order.
    pub(super) fn holding(&self, needle: &str) -> Vec<u32> {
        self.found(needle)
    }

    /// The numbers of the words that end so, in order.
    pub(super) fn ending_with(&self, needle: &str) -> Vec<u32> {
        self.found(&format!("{needle}\n"))
    }

    fn found(&self, needle: &str) -> Vec<u32> {
        if needle.trim_end_matches('\n').is_empty() {
            return (0..self.len()).collect();
        }
        let finder = Finder::new(needle.as_bytes());
        self.with(|words, at| finder.find(&words.as_bytes()[at..]).map(|hit| at + hit))
    }

    /// The number of the word that holds byte `at`, which stands in word `from` or behind it: mostly not far.
    fn number_at(&self, at: u32, from: usize) -> usize {
        let mut step = 1;
        while self.starts.get(from + step).is_some_and(|&start| start <= at) {
            step *= 2;
        }
        let end = (from + step).min(self.starts.len());
        from + self.starts[from..end].partition_point(|&start| start <= at) - 1
    }

    /// Writes all words.
    pub(super) fn write(&self, to: &mut Writer) {
        to.u32s(&self.starts);
        to.u32s(&self.turns);
        for (list, end) in self.lists.iter().zip(self.end) {
            to.u32s(list);
            to.u32(end);
        }
        to.string(&self.words);
    }

    /// Reads what [`Terms::write`] wrote; `None` where it cannot be that.
    pub(super) fn read(from: &mut Reader<'_>) -> Option<Self> {
        let (starts, turns) = (from.u32s()?, from.u32s()?);
        let (postings, postings_end) = (from.u32s()?, from.u32()?);
        let (positions, positions_end) = (from.u32s()?, from.u32()?);
        let words = from.string()?;
        let rises = |list: &[u32], end| {
            list.windows(2).all(|pair| pair[0] <= pair[1]) && list.last().is_none_or(|&last| last <= end)
        };
        let good = [&turns, &postings, &positions].iter().all(|list| list.len() == starts.len())
            && rises(&postings, postings_end)
            && rises(&positions, positions_end)
            && starts.windows(2).all(|pair| pair[0] < pair[1])
            && starts.iter().all(|&start| words.as_bytes().get(start as usize - 1) == Some(&b'\n'))
            && (words.is_empty() || words.ends_with('\n'))
            && starts.last().is_none_or(|&last| (last as usize) < words.len());
        good.then(|| Self {
            words: words.to_owned(),
            starts,
            turns,
            lists: [postings, positions],
            end: [postings_end, positions_end],
        })
    }
}

/// The first number of `numbers` for which `before` is false.
fn partition(numbers: Range<u32>, before: impl Fn(u32) -> bool) -> u32 {
    let (mut from, mut to) = (numbers.start, numbers.end);
    while from < to {
        let middle = from + (to - from) / 2;
        if before(middle) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    from
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn terms(words: &[&str]) -> Terms {
        let mut terms = Terms::default();
        for (doc_freq, word) in (1..).zip(words) {
            let start = doc_freq as usize * 3;
            let info =
                TermInfo { doc_freq, postings_range: start..start + 3, positions_range: start..start + 3 };
            terms.push(word, &info).unwrap();
        }
        terms
    }

    #[test]
    fn parts_of_words_find_them() {
        let terms = terms(&["en", "grens", "grenswerk", "werk", "werken"]);
        assert_eq!(terms.starting_with("grens"), 1..3);
        assert_eq!(terms.starting_with("z"), 5..5);
        assert_eq!(terms.holding("werk"), [2, 3, 4]);
        assert_eq!(terms.ending_with("werk"), [2, 3]);
        assert_eq!(terms.holding("en"), [0, 1, 2, 4]);
        assert_eq!((terms.word(4), terms.turns(4)), ("werken", 5));
        assert_eq!((terms.info(0).postings_range, terms.info(4).positions_range), (3..6, 15..18));
    }

    #[test]
    fn no_words_are_words_too() {
        let none = Terms::default();
        assert_eq!((none.len(), none.holding("a"), none.starting_with("")), (0, vec![], 0..0));
        let mut writer = Writer::default();
        none.write(&mut writer);
        assert_eq!(Terms::read(&mut Reader::new(&writer.finish())), Some(none));
    }

    proptest! {
        #[test]
        fn as_a_look_at_each_word(
            words in prop::collection::btree_set("[abé]{1,4}", 0..40),
            needle in "[abé]{1,3}",
        ) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let terms = terms(&words);
            let like = |test: &dyn Fn(&str) -> bool| {
                (0..).zip(&words).filter(|(_, word)| test(word)).map(|(number, _)| number).collect::<Vec<u32>>()
            };
            prop_assert_eq!(terms.holding(&needle), like(&|word| word.contains(&needle)));
            prop_assert_eq!(terms.ending_with(&needle), like(&|word| word.ends_with(&needle)));
            prop_assert_eq!(terms.starting_with(&needle).collect::<Vec<_>>(), like(&|word| word.starts_with(&needle)));
            let mut writer = Writer::default();
            terms.write(&mut writer);
            prop_assert_eq!(Terms::read(&mut Reader::new(&writer.finish())), Some(terms));
        }
    }
}
