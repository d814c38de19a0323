//! What in a text may lead to a person: addresses, numbers, and words with a capital where none is due.
//!
//! A list for a person to look through, and no more than that: it finds too much and not everything.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use crate::import::compose::Draft;
use crate::import::transcript::Body;

/// What a candidate looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// A word with a capital that begins no sentence, or several.
    Name,
    /// An address for mail.
    Email,
    /// A telephone number.
    Phone,
    /// A Dutch postal code.
    Postcode,
    /// A Dutch citizen's number: nine digits that pass the eleven test.
    Bsn,
    /// An address of a web page.
    Url,
}

impl Kind {
    /// Its name.
    pub fn word(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::Email => "e-mail",
            Self::Phone => "phone",
            Self::Postcode => "postcode",
            Self::Bsn => "bsn",
            Self::Url => "url",
        }
    }
}

/// How often each candidate stands there.
pub type Candidates = BTreeMap<(Kind, String), usize>;

/// Patterns, the surest first: what one has taken, the next does not see.
static PATTERNS: LazyLock<Vec<(Kind, Regex)>> = LazyLock::new(|| {
    let patterns = [
        (Kind::Email, r"[\p{L}\p{N}._%+-]+@[\p{L}\p{N}-]+(?:\.[\p{L}\p{N}-]+)+"),
        (Kind::Url, r"(?i)\b(?:https?://|www\.)[^\s<>()]+[^\s<>().,;:!?]"),
        (Kind::Postcode, r"\b[1-9]\d{3} ?[A-Z]{2}\b"),
        (Kind::Bsn, r"\b\d{9}\b|\b\d{4}[. ]\d{2}[. ]\d{3}\b|\b\d{3}[. ]\d{3}[. ]\d{3}\b"),
        (Kind::Phone, r"(?:\+\d{1,3}[ -]?(?:\(0\))?|\b0)[1-9](?:[ -]?\d){7,9}\b"),
    ];
    patterns.into_iter().filter_map(|(kind, pattern)| Some((kind, Regex::new(pattern).ok()?))).collect()
});

/// One or more words with capitals, with the small words between them that Dutch names have.
static NAMES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"\p{Lu}[\p{L}\p{M}'’-]*\p{Ll}[\p{L}\p{M}'’-]*(?: (?:(?:van|de|den|der|het|ten|ter|te|in|op|'t|el|al|von|la|le) ){0,3}\p{Lu}[\p{L}\p{M}'’-]*\p{Ll}[\p{L}\p{M}'’-]*)*",
    )
    .ok()
});

/// Adds the candidates of a file.
pub fn add(draft: &Draft, to: &mut Candidates) {
    for transcript in &draft.found.transcripts {
        match &transcript.body {
            Body::Text(text) => text.lines().for_each(|line| add_line(line, to)),
            Body::Utterances(utterances) => {
                for utterance in utterances {
                    let label = utterance.speaker.as_deref().unwrap_or_default();
                    if label.contains(char::is_lowercase) {
                        *to.entry((Kind::Name, label.to_owned())).or_default() += 1;
                    }
                    utterance.text.lines().for_each(|line| add_line(line, to));
                }
            }
        }
    }
}

fn add_line(line: &str, to: &mut Candidates) {
    let mut rest = line.to_owned();
    for (kind, pattern) in PATTERNS.iter() {
        let mut blanked = String::with_capacity(rest.len());
        let mut done = 0;
        for found in pattern.find_iter(&rest) {
            if *kind == Kind::Bsn && !passes_eleven_test(found.as_str()) {
                continue;
            }
            *to.entry((*kind, found.as_str().to_owned())).or_default() += 1;
            blanked.push_str(&rest[done..found.start()]);
            blanked.push('\u{fffc}');
            done = found.end();
        }
        if done > 0 {
            blanked.push_str(&rest[done..]);
            rest = blanked;
        }
    }
    let Some(names) = NAMES.as_ref() else { return };
    for found in names.find_iter(&rest) {
        let is_inside_word =
            rest[..found.start()].ends_with(|c: char| c.is_alphanumeric() || c == '\u{fffc}');
        if is_inside_word {
            continue;
        }
        // A capital that a sentence begins with says nothing of that word; of those behind it, it does.
        let name = if begins_sentence(&rest[..found.start()]) {
            let Some((_, more)) = found.as_str().split_once(' ') else { continue };
            more.trim_start_matches(|c: char| !c.is_uppercase())
        } else {
            found.as_str()
        };
        *to.entry((Kind::Name, name.to_owned())).or_default() += 1;
    }
}

/// True when what stands before a word ends a sentence, or is a label or a time.
fn begins_sentence(before: &str) -> bool {
    let before = before.trim_end_matches(|c: char| c.is_whitespace() || "\"'„“”‘’«»([*_#-–—".contains(c));
    before.is_empty() || before.ends_with(['.', '!', '?', ':', '…', ']', '>', '|'])
}

/// The test that numbers of Dutch citizens pass: the digits by 9, 8, …, 2 and −1 add up to a multiple of 11.
fn passes_eleven_test(number: &str) -> bool {
    let digits: Vec<i64> = number.chars().filter_map(|c| c.to_digit(10)).map(i64::from).collect();
    let weights = [9, 8, 7, 6, 5, 4, 3, 2, -1];
    let sum: i64 = digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum();
    digits.len() == 9 && sum != 0 && sum % 11 == 0
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(line: &str) -> Vec<String> {
        let mut found = Candidates::new();
        add_line(line, &mut found);
        found.into_iter().map(|((kind, words), count)| format!("{} {words} {count}", kind.word())).collect()
    }

    #[test]
    fn addresses_and_numbers_are_found() {
        assert_eq!(of("mail mij op a.b-c@school.example.nl."), ["e-mail a.b-c@school.example.nl 1"]);
        assert_eq!(
            of("bel 06-12345678 of +31 6 12345678"),
            ["phone +31 6 12345678 1", "phone 06-12345678 1"]
        );
        assert_eq!(of("wij zitten op 1234 AB, in 2024 en 12345"), ["postcode 1234 AB 1"]);
        assert_eq!(of("nummer 111222333 en 111222334"), ["bsn 111222333 1"]);
        assert_eq!(of("zie www.brug.example/x, of niet"), ["url www.brug.example/x 1"]);
    }

    #[test]
    fn capitals_where_none_is_due_are_found() {
        assert_eq!(
            of("AA1: Toen ging Noa van den Berg naar Utrecht. Daar was Noa."),
            ["name Noa 1", "name Noa van den Berg 1", "name Utrecht 1"]
        );
        assert_eq!(of("[00:01] Jan Pieters zei: Nee. Een SO en een IO."), ["name Pieters 1"]);
        assert_eq!(of("Gewoon een zin. En nog een."), [""; 0]);
    }
}
