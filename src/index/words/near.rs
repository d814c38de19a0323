//! Words near each other, in any order.

/// A token that could be one or more of the words wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// Its number among the tokens.
    pub token: usize,
    /// Which of the words it could be, by their numbers; not empty.
    pub words: Vec<usize>,
}

/// The tokens that take part in any place where all `count` words are among `count + slop` tokens on end, each word at a
/// token of its own: sorted, each once. From every token on the shortest such place counts. With `first_only` those of the
/// first place.
pub fn near(candidates: &[Candidate], count: usize, slop: usize, first_only: bool) -> Vec<usize> {
    let mut found = Vec::new();
    let mut owners = Owners::default();
    for (first, candidate) in candidates.iter().enumerate() {
        let until = candidate.token.saturating_add(count).saturating_add(slop);
        owners.clear(count);
        for (number, other) in candidates.iter().enumerate().skip(first) {
            if other.token >= until {
                break;
            }
            owners.seen.fill(false);
            owners.take(candidates, number);
            if owners.taken == count {
                found.extend(owners.of_word.iter().flatten().map(|number| candidates[*number].token));
                break;
            }
        }
        if first_only && !found.is_empty() {
            break;
        }
    }
    found.sort_unstable();
    found.dedup();
    found
}

/// Which candidate has which word: a matching that grows by augmenting paths, so that a candidate that was let in stays in.
#[derive(Default)]
struct Owners {
    of_word: Vec<Option<usize>>,
    seen: Vec<bool>,
    taken: usize,
}

impl Owners {
    fn clear(&mut self, count: usize) {
        self.of_word.clear();
        self.of_word.resize(count, None);
        self.seen.clear();
        self.seen.resize(count, false);
        self.taken = 0;
    }

    /// Lets a candidate in when a word can be found for it, be it by giving others another word.
    fn take(&mut self, candidates: &[Candidate], number: usize) {
        if self.place(candidates, number) {
            self.taken += 1;
        }
    }

    fn place(&mut self, candidates: &[Candidate], number: usize) -> bool {
        for &word in &candidates[number].words {
            if std::mem::replace(&mut self.seen[word], true) {
                continue;
            }
            let free = match self.of_word[word] {
                None => true,
                Some(owner) => self.place(candidates, owner),
            };
            if free {
                self.of_word[word] = Some(number);
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    /// True when the words can be given to different tokens of `window`.
    fn fits(window: &[&Vec<usize>], word: usize, count: usize, used: &mut Vec<usize>) -> bool {
        word == count
            || (0..window.len()).any(|token| {
                if used.contains(&token) || !window[token].contains(&word) {
                    return false;
                }
                used.push(token);
                let rest = fits(window, word + 1, count, used);
                used.pop();
                rest
            })
    }

    proptest! {
        #[test]
        fn found_where_trying_all_finds_it(
            tokens in prop::collection::vec(prop::collection::btree_set(0..4_usize, 0..3), 0..9),
            count in 1..4_usize,
            slop in 0..4_usize,
        ) {
            let tokens: Vec<Vec<usize>> =
                tokens.iter().map(|words| words.iter().copied().filter(|word| *word < count).collect()).collect();
            let candidates: Vec<Candidate> = tokens
                .iter()
                .enumerate()
                .filter(|(_, words)| !words.is_empty())
                .map(|(token, words)| Candidate { token, words: words.clone() })
                .collect();
            let all = near(&candidates, count, slop, false);
            let places: Vec<usize> = (0..tokens.len())
                .filter(|start| {
                    let window: Vec<_> = tokens[*start..].iter().take(count + slop).collect();
                    fits(&window, 0, count, &mut Vec::new())
                })
                .collect();
            prop_assert_eq!(all.is_empty(), places.is_empty());
            prop_assert_eq!(near(&candidates, count, slop, true).is_empty(), places.is_empty());
            for token in all {
                prop_assert!(places.iter().any(|start| (*start..start + count + slop).contains(&token)));
            }
        }
    }
}
