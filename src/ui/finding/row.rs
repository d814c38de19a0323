//! The words of an answer's row: only rows in sight are made.

use crate::index::catalogue::Catalogue;
use crate::model::DocumentKey;
use crate::text::{Span, graphemes};

/// Bytes of a turn that are shown before its first hit or its passage, and from there on.
const BEFORE: u32 = 400;
const FROM: u32 = 2400;

/// What a row says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// The document.
    pub document: DocumentKey,
    /// The number of its first turn in the document, counting from 1.
    pub turn: usize,
    /// Who speaks; empty where nobody is named.
    pub speaker: String,
    /// What is said, or the part of it around the first hit; spans below are bytes of it.
    pub text: String,
    /// Where that begins in the document, in bytes.
    pub offset: u32,
    /// The passage of a coding; for a turn all that is shown of it.
    pub passage: Span,
    /// What was found, by place.
    pub hits: Vec<Span>,
    /// True when nothing is left out at the start, and at the end.
    pub whole: (bool, bool),
}

impl Row {
    /// The row for `span` (bytes of the document's `text`), which a coding stands on, or what is said in a turn.
    /// `find` marks what was looked for in the spoken text of a turn: spans of the document's text, by place.
    pub fn new(
        catalogue: &Catalogue,
        document: DocumentKey,
        text: &str,
        span: Span,
        find: impl Fn(Span) -> Vec<Span>,
    ) -> Option<Self> {
        let known = catalogue.document(document)?;
        text.get(span.range())?;
        let touched = catalogue.touched(known, span);
        let first = catalogue.turn(touched.start).filter(|_| !touched.is_empty());
        let last = catalogue.turn(touched.end.saturating_sub(1)).filter(|_| !touched.is_empty());
        let spoken = match (first, last) {
            (Some(first), Some(last)) => first.spoken.hull(last.spoken).hull(span),
            _ => span,
        };
        text.get(spoken.range())?;
        let mut hits: Vec<Span> = Vec::new();
        for number in touched.clone().take(8) {
            hits.extend(catalogue.turn(number).map(|turn| find(turn.spoken)).unwrap_or_default());
        }
        let begins =
            if span.start > spoken.start { Some(span.start) } else { hits.first().map(|hit| hit.start) };
        let around = begins.unwrap_or(spoken.start);
        let start = graphemes::ceil(text, around.saturating_sub(BEFORE).max(spoken.start)).min(around);
        let end = graphemes::floor(text, around.saturating_add(FROM).min(spoken.end)).max(around);
        let window = Span::new(start, end);
        let shift = |span: Span| Span::new(span.start - start, span.end - start);
        let label =
            first.and_then(|turn| turn.label).and_then(|label| catalogue.labels().get(label as usize));
        Some(Self {
            document,
            turn: (touched.start - known.first) as usize + 1,
            speaker: label.cloned().unwrap_or_default(),
            text: window.slice(text).to_owned(),
            offset: start,
            passage: span.intersection(window).map(shift).unwrap_or_default(),
            hits: hits.iter().filter_map(|hit| hit.intersection(window)).map(shift).collect(),
            whole: (start == spoken.start, end == spoken.end),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::hash::TextHash;
    use crate::store::LoadedText;
    use rustc_hash::FxHashMap;

    fn row(text: &str, words: &str, hit: &str) -> Row {
        let document = DocumentKey::from(0);
        let loaded = LoadedText::new(document, text.to_owned(), &["AA1", "BB2"], None);
        let mut catalogue = Catalogue::default();
        catalogue.push_text(&mut FxHashMap::default(), document, TextHash::of(text), 0, text, &loaded.turns);
        let start = text.find(words).unwrap() as u32;
        let span = Span::new(start, start + words.len() as u32);
        let find = |spoken: Span| {
            let found = spoken.slice(text).match_indices(hit).filter(|_| !hit.is_empty());
            let at = |(at, _): (usize, &str)| {
                Span::new(spoken.start + at as u32, spoken.start + (at + hit.len()) as u32)
            };
            found.map(at).collect()
        };
        Row::new(&catalogue, document, text, span, find).unwrap()
    }

    #[test]
    fn a_turn_is_shown_with_what_was_found_in_it() {
        let text = "AA1: Eén zin.\n\nBB2: Twee zinnen, en nog een zin.\n";
        let row = row(text, "Twee zinnen, en nog een zin.", "zin");
        assert_eq!((row.turn, row.speaker.as_str(), row.whole), (2, "BB2", (true, true)));
        assert_eq!(row.text, "Twee zinnen, en nog een zin.");
        let hits: Vec<&str> = row.hits.iter().map(|hit| hit.slice(&row.text)).collect();
        assert_eq!((hits, row.passage), (vec!["zin", "zin"], Span::of(&row.text)));
        assert_eq!(&text[row.offset as usize..][..4], "Twee");
    }

    #[test]
    fn a_passage_is_shown_in_its_turn() {
        let row = row("AA1: Eén zin. En nog een.\n", "nog", "");
        assert_eq!((row.text.as_str(), row.passage.slice(&row.text)), ("Eén zin. En nog een.", "nog"));
    }

    #[test]
    fn of_a_long_turn_what_is_around_the_hit_is_shown() {
        let text = format!("AA1: {}naald {}", "hooi ".repeat(4000), "stro ".repeat(4000));
        let row = row(&text, text[5..].trim_end(), "naald");
        assert!(row.text.len() < 3000 && row.whole == (false, false), "{}", row.text.len());
        assert_eq!(row.hits.iter().map(|hit| hit.slice(&row.text)).collect::<Vec<_>>(), ["naald"]);
        assert!(row.hits[0].start <= BEFORE);
    }
}
