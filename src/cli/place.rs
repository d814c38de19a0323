//! Saying on the command line which passage is meant.

use std::str::FromStr;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::store::LoadedText;
use crate::text::Span;

use super::words::shortened;

/// A passage of one document.
#[derive(Args, Clone, Debug)]
#[group(required = false, multiple = false)]
pub struct PlaceArguments {
    /// From code point START up to, not including, END of the document's text, counting from 0 as the exports do
    #[arg(long, value_name = "START..END")]
    at: Option<Numbers>,

    /// Where exactly these words stand
    #[arg(long, value_name = "TEXT", allow_hyphen_values = true)]
    quote: Option<String>,

    /// What is said in turn N, or in turns N up to and including M, counting from 1; labels and times of the ends left out
    #[arg(long, value_name = "N[..M]")]
    turn: Option<Turns>,
}

/// `START..END`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Numbers {
    /// First code point.
    pub start: u32,
    /// First code point after.
    pub end: u32,
}

impl FromStr for Numbers {
    type Err = &'static str;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let expected = "expected START..END in code points, such as 16..45";
        let (start, end) = words.split_once("..").ok_or(expected)?;
        match (start.parse(), end.parse()) {
            (Ok(start), Ok(end)) if start < end => Ok(Self { start, end }),
            (Ok(_), Ok(_)) => Err("START must be smaller than END"),
            _ => Err(expected),
        }
    }
}

/// `N` or `N..M`, from 1, inclusive.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Turns {
    first: usize,
    last: usize,
}

impl FromStr for Turns {
    type Err = &'static str;

    fn from_str(words: &str) -> Result<Self, Self::Err> {
        let (first, last) = words.split_once("..").unwrap_or((words, words));
        match (first.parse(), last.parse()) {
            (Ok(0), Ok(_)) => Err("turns count from 1"),
            (Ok(first), Ok(last)) if first <= last => Ok(Self { first, last }),
            (Ok(_), Ok(_)) => Err("the first turn must not stand after the last"),
            _ => Err("expected a turn such as 13, or turns such as 13..15"),
        }
    }
}

impl PlaceArguments {
    /// The bytes of the passage in `text`, the text of the document called `id`. `nth` chooses among equal quotes, from 1.
    pub fn find(&self, text: &LoadedText, id: &str, nth: Option<usize>) -> Result<Span> {
        match (self.at, &self.quote, self.turn) {
            (Some(at), _, _) => code_points(text, id, at.start, at.end),
            (_, Some(quote), _) => quoted(text, id, quote, nth),
            (_, _, Some(turns)) => spoken(text, id, turns),
            _ => bail!("say which passage: --at START..END, --quote TEXT or --turn N[..M]"),
        }
    }
}

/// The bytes of code points `start..end`.
pub fn code_points(text: &LoadedText, id: &str, start: u32, end: u32) -> Result<Span> {
    if start >= end {
        bail!("code points {start}..{end} are no passage: the start must be smaller than the end");
    }
    text.from_code_points(start, end).ok_or_else(|| {
        let length = text.code_points(Span::of(&text.text)).1;
        anyhow!("code points {start}..{end} lie outside `{id}`, whose text has {length}")
    })
}

fn quoted(text: &LoadedText, id: &str, quote: &str, nth: Option<usize>) -> Result<Span> {
    if quote.is_empty() {
        bail!("the quote is empty; give the words of the passage");
    }
    let mut places: Vec<Span> = memchr::memmem::find_iter(text.text.as_bytes(), quote.as_bytes())
        .map(|start| Span::new(start as u32, (start + quote.len()) as u32))
        .collect();
    if places.is_empty() {
        places = over_line_ends(&text.text, quote);
    }
    match (nth, places.as_slice()) {
        (_, []) => bail!(
            "«{}» does not stand in `{id}`; it must be the same to the letter, accents too",
            shortened(quote)
        ),
        (None, [only]) => Ok(*only),
        (None, several) => {
            let turns = several.iter().take(9).map(|span| (text.turns.index_at(span.start) + 1).to_string());
            let turns = turns.collect::<Vec<_>>().join(", ");
            let more = if several.len() > 9 { ", …" } else { "" };
            bail!(
                "«{}» stands at {} places in `{id}` (turns {turns}{more}); choose one with --nth N",
                shortened(quote),
                several.len()
            )
        }
        (Some(nth), places) => {
            nth.checked_sub(1).and_then(|index| places.get(index)).copied().ok_or_else(|| {
                anyhow!("«{}» stands at {} places in `{id}`, not {nth}", shortened(quote), places.len())
            })
        }
    }
}

/// Where the words of `quote` stand with any blanks and line ends between them: a passage over several lines is told on one.
fn over_line_ends(text: &str, quote: &str) -> Vec<Span> {
    let mut words = quote.split_whitespace();
    let Some(first) = words.next() else { return Vec::new() };
    let rest: Vec<&str> = words.collect();
    let mut places: Vec<Span> = Vec::new();
    for start in memchr::memmem::find_iter(text.as_bytes(), first.as_bytes()) {
        let mut end = start + first.len();
        let follows = rest.iter().all(|word| {
            let after = text[end..].trim_start();
            let is_next = after.len() < text.len() - end && after.starts_with(word);
            end = text.len() - after.len() + word.len();
            is_next
        });
        let is_free = places.last().is_none_or(|last| last.end as usize <= start);
        if follows && is_free {
            places.push(Span::new(start as u32, end as u32));
        }
    }
    places
}

fn spoken(text: &LoadedText, id: &str, turns: Turns) -> Result<Span> {
    if turns.last > text.turns.len() {
        bail!("`{id}` has {} turns, so there is no turn {}", text.turns.len(), turns.last);
    }
    let spoken =
        (turns.first - 1..turns.last).filter_map(|turn| text.turns.get(turn)).map(|turn| turn.spoken);
    spoken
        .filter(|spoken| !spoken.is_empty())
        .reduce(Span::hull)
        .ok_or_else(|| anyhow!("nothing is said in turn {} of `{id}`", turns.first))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::names::DocumentKey;

    const TEXT: &str = "[00:01] AA1: Ja 👩‍🏫 ja.\nWel e\u{301}e\u{301}n.\n[00:09] BB2:\n[00:12] AA1: Ja.\n";

    fn find(at: Option<&str>, quote: Option<&str>, turn: Option<&str>, nth: Option<usize>) -> String {
        let loaded = LoadedText::new(DocumentKey::from(0), TEXT.to_owned(), &["AA1", "BB2"], None);
        let place = PlaceArguments {
            at: at.map(|at| at.parse().unwrap()),
            quote: quote.map(str::to_owned),
            turn: turn.map(|turn| turn.parse().unwrap()),
        };
        match place.find(&loaded, "d1", nth) {
            Ok(span) => span.slice(TEXT).to_owned(),
            Err(error) => error.to_string(),
        }
    }

    #[test]
    fn code_points_are_counted_as_python_does() {
        assert_eq!(find(Some("13..19"), None, None, None), "Ja 👩\u{200d}🏫");
        assert_eq!(find(Some("28..33"), None, None, None), "e\u{301}e\u{301}n");
        let outside = find(Some("13..999"), None, None, None);
        assert_eq!(
            outside,
            format!("code points 13..999 lie outside `d1`, whose text has {}", TEXT.chars().count())
        );
        assert!("3..3".parse::<Numbers>().is_err() && "5-6".parse::<Numbers>().is_err());
    }

    #[test]
    fn a_quote_is_the_same_to_the_letter() {
        assert_eq!(find(None, Some("ja.\nWel"), None, None), "ja.\nWel");
        assert_eq!(
            find(None, Some(" Ja  👩‍🏫 ja. Wel"), None, None),
            "Ja 👩‍🏫 ja.\nWel",
            "whatever blanks there are"
        );
        assert!(find(None, Some("Jaja"), None, None).contains("does not stand"));
        assert!(
            find(None, Some("a."), None, None)
                .contains("2 places in `d1` (turns 1, 3); choose one with --nth")
        );
        assert_eq!(find(None, Some("a."), None, Some(2)), "a.");
        assert!(find(None, Some("a."), None, Some(3)).contains("at 2 places in `d1`, not 3"));
        assert!(find(None, Some("a."), None, Some(0)).contains("not 0"));
        assert!(find(None, Some("één"), None, None).contains("accents too"));
        assert!(find(None, Some(""), None, None).contains("empty"));
    }

    #[test]
    fn turns_leave_out_labels_and_times_of_their_ends() {
        assert_eq!(find(None, None, Some("1"), None), "Ja 👩\u{200d}🏫 ja.\nWel e\u{301}e\u{301}n.");
        assert_eq!(find(None, None, Some("1..3"), None), &TEXT[13..TEXT.len() - 1]);
        assert_eq!(find(None, None, Some("2..3"), None), "Ja.", "nothing is said in turn 2");
        assert_eq!(find(None, None, Some("2"), None), "nothing is said in turn 2 of `d1`");
        assert_eq!(find(None, None, Some("1..4"), None), "`d1` has 3 turns, so there is no turn 4");
        assert!(
            "0".parse::<Turns>().is_err()
                && "3..2".parse::<Turns>().is_err()
                && "x".parse::<Turns>().is_err()
        );
    }
}
