//! Passages in lists: where they stand, who speaks, what is said, in one line.

use super::app::App;
use crate::model::CodingKey;
use crate::store::LoadedText;
use crate::text::{Span, graphemes};

/// Bytes of a passage, and of what stands before and after it, that are shown at most.
const QUOTE: usize = 600;
const AROUND: usize = 160;

/// A passage as it stands in its document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Excerpt {
    /// The number of its first turn, counting from 1.
    pub turn: usize,
    /// Who speaks first in it; empty where nobody is named.
    pub speaker: String,
    /// What stands before it in its first turn, one line.
    pub before: String,
    /// The passage, one line; a long one is cut.
    pub quote: String,
    /// What stands after it in its last turn, one line.
    pub after: String,
}

/// What is known of a coding's passage.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Found {
    /// It stands here.
    Here(Excerpt),
    /// The text is being read.
    Reading,
    /// The text has changed and the passage has no place in it any more.
    Nowhere,
}

impl Excerpt {
    /// The passage of a coding, when its document's text is at hand.
    pub fn of_coding(app: &App, key: CodingKey) -> Found {
        let coding = app.study.coding(key);
        let Some(text) = app.text_of(coding.document) else { return Found::Reading };
        let placed = app.study.verdict(key).has_position();
        let found = if placed { Self::of(text, coding.span) } else { None };
        found.map_or(Found::Nowhere, Found::Here)
    }

    /// The excerpt of `span` in `text`; `None` when that is no span of it.
    pub fn of(text: &LoadedText, span: Span) -> Option<Self> {
        let words = text.text.get(span.range())?;
        let turns = text.turns.in_span(span);
        let spoken = |turn: usize| text.turns.get(turn).map_or(span, |turn| turn.spoken);
        let (first, last) = (turns.start, turns.end.max(turns.start + 1) - 1);
        let before = Span::new(spoken(first).start.min(span.start), span.start);
        let after = Span::new(span.end, spoken(last).end.max(span.end));
        let head_at = before.end.saturating_sub(AROUND as u32).max(before.start);
        let head = &text.text[graphemes::ceil(&text.text, head_at) as usize..before.end as usize];
        Some(Self {
            turn: first + 1,
            speaker: text.turns.label_text(&text.text, first).unwrap_or_default().to_owned(),
            before: one_line(head),
            quote: one_line(clip_bytes(words, QUOTE)),
            after: one_line(clip_bytes(after.slice(&text.text), AROUND)),
        })
    }
}

fn clip_bytes(words: &str, most: usize) -> &str {
    if words.len() <= most { words } else { &words[..graphemes::floor(words, most as u32) as usize] }
}

/// Line ends and runs of blanks become one blank.
fn one_line(words: &str) -> String {
    let mut line = String::with_capacity(words.len());
    for character in words.chars() {
        if !character.is_whitespace() {
            line.push(character);
        } else if !line.ends_with(' ') {
            line.push(' ');
        }
    }
    line
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::DocumentKey;

    #[test]
    fn a_passage_is_shown_with_its_turn_and_what_stands_around_it() {
        let text = "AA1: Eén. Twee\nregels. Drie.\n\nBB2: Vier.\n";
        let loaded = LoadedText::new(DocumentKey::from(0), text.to_owned(), &["AA1", "BB2"], None);
        let of = |words: &str| {
            let start = text.find(words).unwrap() as u32;
            Excerpt::of(&loaded, Span::new(start, start + words.len() as u32)).unwrap()
        };
        let excerpt = of("Twee\nregels.");
        assert_eq!((excerpt.turn, excerpt.speaker.as_str()), (1, "AA1"));
        assert_eq!([excerpt.before, excerpt.quote, excerpt.after], ["Eén. ", "Twee regels.", " Drie."]);
        assert_eq!(of("Vier.").turn, 2);
        assert_eq!(Excerpt::of(&loaded, Span::new(0, 999)), None);
    }
}
