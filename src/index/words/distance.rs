//! How many letters two words are apart.

/// A word and how far off others may be.
#[derive(Clone, Debug)]
pub struct Nearness {
    letters: Vec<char>,
    most: usize,
}

/// Rows of the table, kept between words.
#[derive(Clone, Debug, Default)]
pub struct Rows {
    word: Vec<char>,
    rows: [Vec<usize>; 3],
}

impl Nearness {
    /// Words at most `most` letters from `word`.
    pub fn new(word: &str, most: u8) -> Self {
        Self { letters: word.chars().collect(), most: usize::from(most) }
    }

    /// Parts of the word, each of at least `letters` letters, of which every word near enough holds one; `None` when the word
    /// is too short for that. A change spoils one part, an exchange two.
    pub fn pieces(&self, letters: usize) -> Option<Vec<String>> {
        let count = 2 * self.most + 1;
        let of = |piece: usize| {
            &self.letters[self.letters.len() * piece / count..self.letters.len() * (piece + 1) / count]
        };
        (self.letters.len() / count >= letters)
            .then(|| (0..count).map(|piece| of(piece).iter().collect()).collect())
    }

    /// True when `word` can be made by putting in, leaving out, replacing or exchanging two neighbouring letters, each
    /// counting one and no letter being touched twice (optimal string alignment, as in Levenshtein automata with
    /// exchange).
    pub fn holds(&self, word: &str, rows: &mut Rows) -> bool {
        // A letter takes one byte to four.
        if word.len() + self.most < self.letters.len()
            || word.len() > 4 * (self.letters.len() + self.most)
            || word.chars().count().abs_diff(self.letters.len()) > self.most
        {
            return false;
        }
        rows.word.clear();
        rows.word.extend(word.chars());
        let width = rows.word.len() + 1;
        let [before_last, last, row] = &mut rows.rows;
        last.clear();
        last.extend(0..width);
        for (down, &letter) in self.letters.iter().enumerate() {
            row.clear();
            row.push(down + 1);
            let mut best = down + 1;
            for across in 1..width {
                let other = rows.word[across - 1];
                let replaced = last[across - 1] + usize::from(letter != other);
                let mut least = replaced.min(last[across] + 1).min(row[across - 1] + 1);
                let exchanged = down > 0
                    && across > 1
                    && letter == rows.word[across - 2]
                    && self.letters[down - 1] == other;
                if exchanged {
                    least = least.min(before_last[across - 2] + 1);
                }
                best = best.min(least);
                row.push(least);
            }
            // One row further an exchange may still reach over this one.
            if best > self.most && last.iter().all(|steps| *steps >= self.most) {
                return false;
            }
            std::mem::swap(before_last, last);
            std::mem::swap(last, row);
        }
        last[width - 1] <= self.most
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// By the book, without short cuts.
    fn distance(one: &[char], other: &[char]) -> usize {
        match (one, other) {
            ([], rest) | (rest, []) => rest.len(),
            ([a, one_rest @ ..], [b, other_rest @ ..]) => {
                let mut least = (distance(one_rest, other_rest) + usize::from(a != b))
                    .min(distance(one_rest, other) + 1)
                    .min(distance(one, other_rest) + 1);
                if let ([a, b, one_rest @ ..], [c, d, other_rest @ ..]) = (one, other)
                    && a == d
                    && b == c
                {
                    least = least.min(distance(one_rest, other_rest) + 1);
                }
                least
            }
        }
    }

    #[test]
    fn letters_put_in_left_out_replaced_and_exchanged() {
        let near = |word: &str, most| Nearness::new("mentor", most).holds(word, &mut Rows::default());
        for word in ["mentor", "mento", "mentors", "mantor", "metnor", "emntor"] {
            assert!(near(word, 1), "{word}");
        }
        assert!(!near("mentoren", 1) && near("mentoren", 2) && !near("student", 2));
        assert!(!Nearness::new("ca", 2).holds("abc", &mut Rows::default()), "no letter is touched twice");
    }

    proptest! {
        #[test]
        fn equals_the_distance_by_the_book(one in "[abé]{0,6}", other in "[abé]{0,6}", most in 0..4_u8) {
            let letters = |word: &str| word.chars().collect::<Vec<_>>();
            let near = distance(&letters(&one), &letters(&other)) <= usize::from(most);
            let mut rows = Rows::default();
            prop_assert_eq!(Nearness::new(&one, most).holds(&other, &mut rows), near);
            prop_assert_eq!(Nearness::new(&other, most).holds(&one, &mut rows), near);
            if near {
                let pieces = Nearness::new(&one, most).pieces(1);
                prop_assert!(pieces.is_none_or(|pieces| pieces.iter().any(|piece| other.contains(piece))));
            }
        }
    }
}
