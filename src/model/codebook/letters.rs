//! A letter for each value of the facets that are asked together, so that one key sets it.

/// For each name a letter or digit out of it, each given once: the first one that is free, where all can have one.
/// `None` where no letter of the name can be had, even if others took another of theirs.
pub fn letters<'a>(names: impl IntoIterator<Item = &'a str>) -> Vec<Option<char>> {
    let wanted: Vec<Vec<char>> = names.into_iter().map(candidates).collect();
    let mut given: Vec<Option<char>> = vec![None; wanted.len()];
    for name in 0..wanted.len() {
        give(name, &wanted, &mut given, &mut Vec::new());
    }
    given
}

/// The letters of a name that a keyboard has, each once, in their order.
fn candidates(name: &str) -> Vec<char> {
    let mut letters = Vec::new();
    for letter in name.chars().flat_map(char::to_lowercase).filter(char::is_ascii_alphanumeric) {
        if !letters.contains(&letter) {
            letters.push(letter);
        }
    }
    letters
}

/// Gives `name` a letter; where all of its own are taken, another name moves on to its next one.
fn give(name: usize, wanted: &[Vec<char>], given: &mut [Option<char>], tried: &mut Vec<char>) -> bool {
    let free = wanted[name].iter().find(|letter| !given.contains(&Some(**letter)));
    if let Some(&letter) = free {
        given[name] = Some(letter);
        return true;
    }
    for &letter in &wanted[name] {
        if tried.contains(&letter) {
            continue;
        }
        tried.push(letter);
        if let Some(holder) = given.iter().position(|held| *held == Some(letter))
            && give(holder, wanted, given, tried)
        {
            given[name] = Some(letter);
            return true;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(names: &[&str]) -> String {
        letters(names.iter().copied()).into_iter().map(|letter| letter.unwrap_or('-')).collect()
    }

    #[test]
    fn the_first_free_letter_is_taken() {
        assert_eq!(of(&["gerealiseerd", "beoogd", "gemist", "Belemmerd"]), "gbel");
        assert_eq!(of(&["één", "2 hoeken"]), "n2");
    }

    #[test]
    fn others_move_on_where_that_helps() {
        assert_eq!(of(&["ab", "a"]), "ba");
        assert_eq!(of(&["abc", "ab", "a"]), "cba");
        assert_eq!(of(&["a", "a", "b"]), "a-b");
        assert_eq!(of(&["…"]), "-");
    }
}
