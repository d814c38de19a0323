//! Moving the edges of a selection by a unit.
//!
//! Edges land in spoken text, never in labels or times; from the end of one turn they go on in the next.

use super::sentences::{next_sentence, previous_sentence, sentence_at};
use super::words::{next_word, previous_word, word_at};
use super::{Span, Turns, graphemes};

/// By what an edge moves.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Unit {
    /// One grapheme.
    Character,
    /// One word.
    Word,
    /// One sentence.
    Sentence,
    /// One turn.
    Turn,
}

/// `span` with its end moved on to the next end of a `unit`; as it is when there is none.
pub fn grow_end(text: &str, turns: &Turns, span: Span, unit: Unit) -> Span {
    let span = settled(text, span);
    let end = forward(turns, span.end, |spoken| end_after(text, spoken, span.end, unit));
    Span::new(span.start, end.unwrap_or(span.end))
}

/// `span` with its end moved back to the previous end of a `unit`; as it is when nothing would be left.
pub fn shrink_end(text: &str, turns: &Turns, span: Span, unit: Unit) -> Span {
    let span = settled(text, span);
    let end = backward(turns, span.end, |spoken| end_before(text, spoken, span.end, unit));
    Span::new(span.start, end.filter(|end| *end > span.start).unwrap_or(span.end))
}

/// `span` with its start moved back to the previous start of a `unit`; as it is when there is none.
pub fn grow_start(text: &str, turns: &Turns, span: Span, unit: Unit) -> Span {
    let span = settled(text, span);
    let start = backward(turns, span.start, |spoken| start_before(text, spoken, span.start, unit));
    Span::new(start.unwrap_or(span.start), span.end)
}

/// `span` with its start moved on to the next start of a `unit`; as it is when nothing would be left.
pub fn shrink_start(text: &str, turns: &Turns, span: Span, unit: Unit) -> Span {
    let span = settled(text, span);
    let start = forward(turns, span.start, |spoken| start_after(text, spoken, span.start, unit));
    Span::new(start.filter(|start| *start < span.end).unwrap_or(span.start), span.end)
}

/// `span` inside the text, on grapheme boundaries, and not empty unless the text is.
fn settled(text: &str, span: Span) -> Span {
    let (start, end) = (graphemes::floor(text, span.start), graphemes::ceil(text, span.end));
    if start < end {
        Span::new(start, end)
    } else if graphemes::next(text, start) > start {
        Span::new(start, graphemes::next(text, start))
    } else {
        Span::new(graphemes::previous(text, start), start)
    }
}

/// The first answer from the turn at `position` on.
fn forward(turns: &Turns, position: u32, ask: impl FnMut(Span) -> Option<u32>) -> Option<u32> {
    let spoken = turns.iter().skip(turns.index_at(position)).map(|turn| turn.spoken);
    spoken.filter(|spoken| spoken.end > position && !spoken.is_empty()).find_map(ask)
}

/// The first answer from the turn at `position` back.
fn backward(turns: &Turns, position: u32, ask: impl FnMut(Span) -> Option<u32>) -> Option<u32> {
    let spoken = turns.iter().take(turns.index_at(position) + 1).rev().map(|turn| turn.spoken);
    spoken.filter(|spoken| spoken.start < position && !spoken.is_empty()).find_map(ask)
}

fn end_after(text: &str, spoken: Span, position: u32, unit: Unit) -> Option<u32> {
    let at = position.max(spoken.start);
    let (here, next) = match unit {
        Unit::Character => return Some(graphemes::next(text, at).min(spoken.end)),
        Unit::Turn => return Some(spoken.end),
        Unit::Word => (word_at(text, spoken, at), next_word(text, spoken, at)),
        Unit::Sentence => (sentence_at(text, spoken, at), next_sentence(text, spoken, at)),
    };
    Some(here.end).filter(|end| *end > position).or(next.map(|next| next.end))
}

fn end_before(text: &str, spoken: Span, position: u32, unit: Unit) -> Option<u32> {
    // The last place where an end would be one before `position`.
    let at = if position > spoken.end { spoken.end } else { graphemes::previous(text, position) };
    match unit {
        Unit::Character => Some(at).filter(|at| *at > spoken.start),
        Unit::Turn => Some(spoken.end).filter(|end| *end < position),
        Unit::Word => previous_word(text, spoken, at).map(|word| word.end),
        Unit::Sentence => previous_sentence(text, spoken, at).map(|sentence| sentence.end),
    }
}

fn start_before(text: &str, spoken: Span, position: u32, unit: Unit) -> Option<u32> {
    let at = position.min(spoken.end);
    let inside = graphemes::previous(text, at).max(spoken.start);
    let (here, previous) = match unit {
        Unit::Character => return Some(inside),
        Unit::Turn => return Some(spoken.start),
        Unit::Word => (word_at(text, spoken, inside), previous_word(text, spoken, at)),
        Unit::Sentence => (sentence_at(text, spoken, inside), previous_sentence(text, spoken, at)),
    };
    Some(here.start).filter(|start| *start < position).or(previous.map(|previous| previous.start))
}

fn start_after(text: &str, spoken: Span, position: u32, unit: Unit) -> Option<u32> {
    // The first place where a start would be one after `position`.
    let at = if position < spoken.start { spoken.start } else { graphemes::next(text, position) };
    match unit {
        Unit::Character => Some(at).filter(|at| *at < spoken.end),
        Unit::Turn => Some(spoken.start).filter(|start| *start > position),
        Unit::Word => next_word(text, spoken, at).map(|word| word.start),
        Unit::Sentence => next_sentence(text, spoken, at).map(|sentence| sentence.start),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::drawn::{draw, drawn};
    use proptest::prelude::*;

    type Move = fn(&str, &Turns, Span, Unit) -> Span;

    /// Moves the drawn selection step by step.
    #[track_caller]
    fn check(pictures: &[&str], step: Move, unit: Unit) {
        let (text, spans) = drawn(pictures[0]);
        let turns = Turns::parse(&text, &[]);
        let mut span = spans[0];
        for picture in &pictures[1..] {
            span = step(&text, &turns, span, unit);
            assert_eq!(draw(&text, &[span]), *picture);
        }
    }

    #[test]
    fn the_end_goes_on_in_the_next_turn() {
        let pictures = [
            "FA1: [Een].\nSO4: Twee, dr",
            "FA1: [Een.\nSO4: Twee], dr",
            "FA1: [Een.\nSO4: Twee, dr]",
            "FA1: [Een.\nSO4: Twee, dr]",
        ];
        check(&pictures, grow_end, Unit::Word);
        check(
            &["A: [e].\nB: x", "A: [e.]\nB: x", "A: [e.\nB: x]", "A: [e.\nB: x]"],
            grow_end,
            Unit::Character,
        );
        check(
            &[
                "A: [E]en. Twee.\nB: x.",
                "A: [Een.] Twee.\nB: x.",
                "A: [Een. Twee.]\nB: x.",
                "A: [Een. Twee.\nB: x.]",
            ],
            grow_end,
            Unit::Sentence,
        );
        check(
            &["A: [E]en.\nB:\nC: x.", "A: [Een.]\nB:\nC: x.", "A: [Een.\nB:\nC: x.]"],
            grow_end,
            Unit::Turn,
        );
    }

    #[test]
    fn the_end_comes_back_and_leaves_something() {
        check(
            &[
                "A: [Een.\nB: Twee dr]ie",
                "A: [Een.\nB: Twee] drie",
                "A: [Een].\nB: Twee drie",
                "A: [Een].\nB: Twee drie",
            ],
            shrink_end,
            Unit::Word,
        );
        check(
            &["A: [e.\nB: x]", "A: [e.]\nB: x", "A: [e].\nB: x", "A: [e].\nB: x"],
            shrink_end,
            Unit::Character,
        );
        check(
            &[
                "A: [Een. Twee.\nB: x.]",
                "A: [Een. Twee.]\nB: x.",
                "A: [Een.] Twee.\nB: x.",
                "A: [Een.] Twee.\nB: x.",
            ],
            shrink_end,
            Unit::Sentence,
        );
        check(&["A: [Een.\nB: Tw]ee", "A: [Een.]\nB: Twee", "A: [Een.]\nB: Twee"], shrink_end, Unit::Turn);
    }

    #[test]
    fn the_start_goes_back_into_the_turn_before() {
        check(
            &[
                "A: Een.\nB: Twee dr[ie]",
                "A: Een.\nB: Twee [drie]",
                "A: Een.\nB: [Twee drie]",
                "A: [Een.\nB: Twee drie]",
                "A: [Een.\nB: Twee drie]",
            ],
            grow_start,
            Unit::Word,
        );
        check(
            &["A: e.\nB: [x]", "A: e[.\nB: x]", "A: [e.\nB: x]", "A: [e.\nB: x]"],
            grow_start,
            Unit::Character,
        );
        check(
            &["A: Een. Twee.\nB: [x.]", "A: Een. [Twee.\nB: x.]", "A: [Een. Twee.\nB: x.]"],
            grow_start,
            Unit::Sentence,
        );
        check(&["A: Een.\nB: Tw[ee]", "A: Een.\nB: [Twee]", "A: [Een.\nB: Twee]"], grow_start, Unit::Turn);
    }

    #[test]
    fn the_start_goes_on_and_leaves_something() {
        check(
            &["A: [Een.\nB: Twee] drie", "A: Een.\nB: [Twee] drie", "A: Een.\nB: [Twee] drie"],
            shrink_start,
            Unit::Word,
        );
        check(
            &["A: [e.\nB: x]", "A: e[.\nB: x]", "A: e.\nB: [x]", "A: e.\nB: [x]"],
            shrink_start,
            Unit::Character,
        );
        check(
            &["A: [Een. Twee.\nB: x.]", "A: Een. [Twee.\nB: x.]", "A: Een. Twee.\nB: [x.]"],
            shrink_start,
            Unit::Sentence,
        );
        check(&["A: E[en.\nB: Twee]", "A: Een.\nB: [Twee]", "A: Een.\nB: [Twee]"], shrink_start, Unit::Turn);
    }

    #[test]
    fn a_span_that_fits_badly_is_settled_first() {
        let turns = Turns::parse("één", &[]);
        assert_eq!(grow_end("één", &turns, Span::new(1, 1), Unit::Turn), Span::new(0, 5));
        assert_eq!(grow_start("één", &turns, Span::new(9, 12), Unit::Character), Span::new(2, 5));
        assert_eq!(grow_end("", &Turns::default(), Span::new(0, 3), Unit::Word), Span::new(0, 0));
    }

    proptest! {
        #[test]
        fn edges_move_one_way_and_never_close(
            text in "((A: |B: |)([a-zé]{1,5}|[ .?]|👩‍👧|\\.\\.\\. |\u{301}){0,8}\n{0,2}){0,5}",
            start in 0u32..60,
            end in 0u32..60,
        ) {
            prop_assume!(!text.is_empty());
            let turns = Turns::parse(&text, &[]);
            let span = settled(&text, Span::new(start, end));
            for unit in [Unit::Character, Unit::Word, Unit::Sentence, Unit::Turn] {
                let moved = [grow_end, grow_start, shrink_end, shrink_start].map(|step: Move| step(&text, &turns, span, unit));
                for result in moved {
                    prop_assert!(!result.is_empty() && Span::of(&text).encloses(result));
                    prop_assert!(text.is_char_boundary(result.start as usize) && text.is_char_boundary(result.end as usize));
                    prop_assert!(result.start == span.start || result.end == span.end);
                }
                prop_assert!(moved[0].encloses(span) && moved[1].encloses(span));
                prop_assert!(span.encloses(moved[2]) && span.encloses(moved[3]));
                let said = turns.iter().map(|turn| turn.spoken).filter(|spoken| !spoken.is_empty());
                let last = said.map(|spoken| spoken.end).max().unwrap_or(0);
                prop_assert!(moved[0].end > span.end || unit == Unit::Word || span.end >= last);
            }
        }
    }
}
