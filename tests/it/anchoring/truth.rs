//! Whether a place that is not where the words of a passage went could be told from the one where they went.

use std::ops::Range;

use kantlijn::text::Span;

use super::edits::{Edited, Piece};
use super::readings::Counter;

impl Edited {
    /// True when the place asks for no more changes than the one where the words went: then another edit, as small as
    /// the one that was made or smaller, gives the same text from the same text, and puts the passage there. Lines that
    /// were moved are put back first, since they are not counted.
    pub fn could_be(&self, old: &str, own: Span, place: Span) -> bool {
        let (text, at) = self.in_old_order();
        let place = place.start as usize..place.end as usize;
        let Some(place) = self.whole(&at, &place) else { return false };
        let own = own.start as usize..own.end as usize;
        let lines = |words: &str| words.trim().matches('\n').count();
        let truth = self.went(&at, &own).map(|truth| trimmed(&text, truth));
        if lines(&text[place.clone()]) > lines(&old[own.clone()])
            || truth.as_ref() == Some(&trimmed(&text, place.clone()))
        {
            return false;
        }
        let mut counter = Counter::default();
        let was = apart(old, &own);
        let claimed = counter.changes(was, apart(&text, &place));
        let made = match truth {
            Some(truth) => counter.changes(was, apart(&text, &truth)),
            None => counter.changes_without(was, &text),
        };
        claimed <= made
    }

    /// The new text with its lines in the order in which they stood, and where each piece begins in it.
    fn in_old_order(&self) -> (String, Vec<usize>) {
        let end = self.pieces.len();
        let ends = self.lines.iter().skip(1).map(|(first, _)| *first).chain([end]);
        let mut lines: Vec<(usize, Range<usize>)> =
            self.lines.iter().zip(ends).map(|((first, line), end)| (*line, *first..end)).collect();
        lines.sort_by_key(|(line, _)| *line);
        let mut text = String::new();
        let mut at = vec![0; end];
        for piece in lines.into_iter().flat_map(|(_, pieces)| pieces) {
            at[piece] = text.len();
            text.push_str(&self.text[self.pieces[piece].0.clone()]);
        }
        (text, at)
    }

    /// A place of the new text where its lines stand in the old order; `None` where it is torn there.
    fn whole(&self, at: &[usize], place: &Range<usize>) -> Option<Range<usize>> {
        let mut found: Option<Range<usize>> = None;
        for ((new, _), at) in self.pieces.iter().zip(at) {
            let inside = new.start.max(place.start)..new.end.min(place.end);
            if inside.is_empty() {
                continue;
            }
            let here = at + inside.start - new.start..at + inside.end - new.start;
            match &mut found {
                Some(found) if found.end == here.start => found.end = here.end,
                Some(_) => return None,
                None => found = Some(here),
            }
        }
        found
    }

    /// Where the words of a passage went, from the first to the last.
    fn went(&self, at: &[usize], own: &Range<usize>) -> Option<Range<usize>> {
        let mut found: Option<Range<usize>> = None;
        for ((new, piece), at) in self.pieces.iter().zip(at) {
            let here = match piece {
                Piece::Kept(range) => {
                    let mine = range.start.max(own.start)..range.end.min(own.end);
                    let from = at + mine.start.saturating_sub(range.start);
                    from..from + mine.len()
                }
                Piece::Written(range, _) if own.start <= range.start && range.end <= own.end => {
                    *at..at + new.len()
                }
                _ => continue,
            };
            if !self.text[new.clone()].trim().is_empty() && !here.is_empty() {
                let all = found.get_or_insert_with(|| here.clone());
                *all = all.start.min(here.start)..all.end.max(here.end);
            }
        }
        found
    }
}

fn apart<'t>(text: &'t str, at: &Range<usize>) -> (&'t str, &'t str, &'t str) {
    (&text[..at.start], &text[at.clone()], &text[at.end..])
}

fn trimmed(text: &str, at: Range<usize>) -> Range<usize> {
    let words = &text[at.clone()];
    let start = at.start + words.len() - words.trim_start().len();
    start..start + words.trim().len()
}
