//! A question whose last word is only the beginning of one: it found something while it was typed, and nothing when it was
//! meant.

use crate::index::query::{Kind, Query};

/// What is asked when a question that was meant finds nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) enum Begun {
    /// Nothing else.
    #[default]
    No,
    /// The words as they were meant, and with a last word that may go on.
    May { whole: String, begun: String },
    /// It is asked; these were the words.
    Asked { whole: String },
}

impl Begun {
    /// Of a question that is meant.
    pub(super) fn of(words: &str) -> Self {
        let words = words.trim();
        let begun = format!("{words}*");
        let read = |query: Query| {
            // A value of a field is another code, not a longer word.
            let mut ends_with_word = false;
            query.expression.each(&mut |part| ends_with_word = matches!(part.kind, Kind::Text(_)));
            ends_with_word.then(|| query.expression.to_string())
        };
        let (Ok(whole), Ok(typed), Ok(open)) =
            (Query::parse(words).map(read), Query::typing(words).map(read), Query::parse(&begun).map(read))
        else {
            return Self::No;
        };
        if whole.is_some() && typed == open && typed != whole {
            Self::May { whole: words.to_owned(), begun }
        } else {
            Self::No
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_a_last_word_may_go_on() {
        let may = |words: &str| matches!(Begun::of(words), Begun::May { .. });
        assert!(may("roos") && may("de roos "));
        assert!(!may("roos*") && !may("code:roos") && !may(""));
    }
}
