//! What a row of an answer shows of a text: the part around what was found, and what in it is marked. Only rows that are
//! shown are made.

use crate::text::{Span, graphemes, width_of};

use super::question::Question;
use super::words::Matcher;

/// What was looked for, to be marked in the turns that are shown.
#[derive(Clone, Debug, Default)]
pub struct Marks(Vec<Matcher>);

impl Marks {
    /// All that a question looks for in texts, but what must not be there.
    pub fn of(question: &Question) -> Self {
        Self(question.wanted().into_iter().map(Matcher::new).collect())
    }

    /// True when nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Where something was found in `text` inside `within`, what is said in one turn: bytes of the text, by place, disjoint.
    pub fn hits(&self, text: &str, within: Span) -> Vec<Span> {
        let mut hits: Vec<Span> = self.0.iter().flat_map(|matcher| matcher.hits(text, within)).collect();
        hits.sort_unstable();
        hits.dedup_by(|next, last| {
            let joined = next.start < last.end;
            if joined {
                *last = last.hull(*next);
            }
            joined
        });
        hits
    }
}

/// The part of `within` around `around` that takes at most `cells` cells, a third of them before it; where one side has less,
/// the other has more. Words stay whole unless one takes more than there is room for. All of `within` where it has room.
pub fn excerpt(text: &str, within: Span, around: Span, cells: u16) -> Span {
    let cells = u32::from(cells);
    let around = around.intersection(within).unwrap_or(Span::new(within.start, within.start));
    let before = Span::new(within.start, around.start);
    let rest = Span::new(around.start, within.end);
    // What stands before may take what is not needed behind.
    let needed = forward(text, rest, cells);
    let room = (cells - needed.1).max(cells / 3);
    let before = backward(text, before, room);
    let (end, _) = forward(text, rest, cells - before.1);
    Span::new(before.0, end)
}

/// How far one gets from the start of `span`, and how many cells that takes.
fn forward(text: &str, span: Span, cells: u32) -> (u32, u32) {
    let (mut end, mut used) = (span.start, 0);
    // As far as the last word that is whole.
    let mut whole = None;
    while end < span.end {
        let next = graphemes::next(text, end).min(span.end);
        let grapheme = Span::new(end, next).slice(text);
        let width = u32::from(width_of(grapheme));
        if used + width > cells {
            return whole.unwrap_or((end, used));
        }
        if grapheme.starts_with(char::is_whitespace) {
            whole = Some((end, used));
        }
        (end, used) = (next, used + width);
    }
    (end, used)
}

/// The same from its end.
fn backward(text: &str, span: Span, cells: u32) -> (u32, u32) {
    let (mut start, mut used) = (span.end, 0);
    let mut whole = None;
    while start > span.start {
        let next = graphemes::previous(text, start).max(span.start);
        let grapheme = Span::new(next, start).slice(text);
        let width = u32::from(width_of(grapheme));
        if used + width > cells {
            return whole.unwrap_or((start, used));
        }
        if grapheme.starts_with(char::is_whitespace) {
            whole = Some((start, used));
        }
        (start, used) = (next, used + width);
    }
    (start, used)
}

/// `shown` in pieces, by place: those that are marked and those between them.
pub fn pieces<'t>(text: &'t str, shown: Span, marked: &[Span]) -> Vec<(&'t str, bool)> {
    let mut pieces = Vec::new();
    let mut at = shown.start;
    for mark in marked.iter().filter_map(|mark| mark.intersection(shown)) {
        pieces.push((Span::new(at, mark.start).slice(text), false));
        pieces.push((mark.slice(text), true));
        at = mark.end;
    }
    pieces.push((Span::new(at, shown.end).slice(text), false));
    pieces.retain(|(words, _)| !words.is_empty());
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::index::question::{Gives, Part, Relation};
    use crate::index::words::{Phrase, Wanted, WordWanted};

    fn shown(text: &str, around: &str, cells: u16) -> String {
        let start = text.find(around).unwrap() as u32;
        let around = Span::new(start, start + around.len() as u32);
        excerpt(text, Span::of(text), around, cells).slice(text).to_owned()
    }

    #[test]
    fn what_is_around_a_hit_is_shown_in_whole_words() {
        let text = "een twee drie vier naald vijf zes zeven acht";
        assert_eq!(shown(text, "naald", 99), text);
        assert_eq!(shown(text, "naald", 20), "vier naald vijf zes");
        assert_eq!(shown(text, "een", 12), "een twee");
        assert_eq!(shown(text, "acht", 16), "zes zeven acht", "what is not needed behind stands before");
        assert_eq!(shown("Donaudampfschifffahrt", "dampf", 9), "naudampfs", "no word is that short");
        assert_eq!(shown("日本語 naald 日本語", "naald", 8), "naald");
        for cells in 0..50 {
            let shown = shown(text, "naald", cells);
            assert!(width_of(&shown) <= cells, "{cells} {shown}");
        }
    }

    #[test]
    fn marked_pieces_make_up_the_whole() {
        let text = "een twee drie";
        let marks = [Span::new(0, 3), Span::new(9, 13)];
        assert_eq!(pieces(text, Span::of(text), &marks), [("een", true), (" twee ", false), ("drie", true)]);
        assert_eq!(pieces(text, Span::new(2, 10), &marks), [("n", true), (" twee ", false), ("d", true)]);
    }

    #[test]
    fn what_must_not_be_there_is_not_marked() {
        let text = |word: &str| {
            let words = vec![WordWanted::Is(word.to_owned())];
            Part::Text(Wanted::Phrase(Phrase { words, slop: 0, exact: None }))
        };
        let related = Part::Related {
            left: Box::new(text("een")),
            relation: Relation::Near(1),
            negated: false,
            right: Box::new(text("twee")),
        };
        let not = Part::Not(Box::new(text("drie")));
        let question = Question { part: Part::All(vec![related, not]), gives: Gives::Turns };
        let said = "een, twee, drie";
        let hits = Marks::of(&question).hits(said, Span::of(said));
        assert_eq!(hits.iter().map(|hit| hit.slice(said)).collect::<Vec<_>>(), ["een"]);
    }
}
