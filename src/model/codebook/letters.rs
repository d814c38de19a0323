//! One letter for each value, so that a facet is filled in with one key: on the screen, and for the check that says
//! which values get one that their name does not hold.

/// For each word a character and where it stands in the word (a byte; `None` where the word does not hold it). No character
/// is given twice, whatever the list it comes from.
pub fn letters(words: &[&str]) -> Vec<(char, Option<usize>)> {
    let mut given: Vec<Option<(char, Option<usize>)>> = vec![None; words.len()];
    let mut taken: Vec<char> = Vec::new();
    // A first letter that only one word has is what people expect.
    for (index, word) in words.iter().enumerate() {
        let Some((place, first)) = usable(word).next() else { continue };
        let alone = words
            .iter()
            .filter(|other| usable(other).next().is_some_and(|(_, letter)| letter == first))
            .count();
        if alone == 1 {
            given[index] = Some((first, Some(place)));
            taken.push(first);
        }
    }
    for (index, word) in words.iter().enumerate() {
        if given[index].is_some() {
            continue;
        }
        let own = usable(word).find(|(_, letter)| !taken.contains(letter));
        let own = own.map(|(place, letter)| (letter, Some(place)));
        let any = || ('1'..='9').chain('a'..='z').chain('A'..='Z').find(|letter| !taken.contains(letter));
        let letter = own.or_else(|| any().map(|letter| (letter, None))).unwrap_or(('?', None));
        taken.push(letter.0);
        given[index] = Some(letter);
    }
    given.into_iter().flatten().collect()
}

/// The letters of a word that are on every keyboard, in small, with their places.
fn usable(word: &str) -> impl Iterator<Item = (usize, char)> + '_ {
    let letters = word.char_indices().filter(|(_, letter)| letter.is_ascii_alphabetic());
    letters.map(|(place, letter)| (place, letter.to_ascii_lowercase()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn values_get_letters_of_their_own_names() {
        let words =
            ["institutioneel", "interpersoonlijk", "intrapersoonlijk", "onbepaald", "gemist", "beoogd"];
        let shown: String = letters(&words).iter().map(|(letter, _)| *letter).collect();
        assert_eq!(shown, "intogb");
        assert_eq!(letters(&["één", "é", "1 exploratie"]), [('n', Some(4)), ('1', None), ('e', Some(2))]);
    }

    proptest! {
        #[test]
        fn no_letter_is_given_twice(words in prop::collection::vec("[a-zé]{0,6}", 0..40)) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            let letters = letters(&words);
            prop_assert_eq!(letters.len(), words.len());
            let mut seen: Vec<char> = letters.iter().map(|(letter, _)| *letter).collect();
            seen.sort_unstable();
            seen.dedup();
            prop_assert_eq!(seen.len(), words.len());
            for ((letter, place), word) in letters.iter().zip(&words) {
                if let Some(place) = place {
                    prop_assert!(word[*place..].to_ascii_lowercase().starts_with(*letter));
                }
            }
        }
    }
}
