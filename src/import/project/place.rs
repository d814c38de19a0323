//! Positions of other programs become bytes of the text, and each is held against the quote that was kept with it.

use super::Place;
use crate::text::Span;

/// How far from its position a quote is looked for, in bytes, before the whole text is.
const NEAR: usize = 400;

/// Code points (Unicode scalar values) of a text to its bytes.
pub(super) struct Positions<'t> {
    text: &'t str,
    /// The byte of each 64th code point.
    marks: Vec<u32>,
    count: usize,
}

impl<'t> Positions<'t> {
    pub fn of(text: &'t str) -> Self {
        let mut marks = Vec::with_capacity(text.len() / 64 + 1);
        let mut count = 0;
        for (at, _) in text.char_indices() {
            if count % 64 == 0 {
                marks.push(at as u32);
            }
            count += 1;
        }
        Self { text, marks, count }
    }

    /// The byte at which a code point begins; the one behind the last is the length.
    pub fn byte(&self, point: i64) -> Option<usize> {
        let point = usize::try_from(point).ok()?;
        if point >= self.count {
            return (point == self.count).then_some(self.text.len());
        }
        let from = self.marks[point / 64] as usize;
        self.text[from..].char_indices().nth(point % 64).map(|(at, _)| from + at)
    }

    /// Where code points `start..end` stand, held against `quote`.
    pub fn place(&self, start: Option<i64>, end: Option<i64>, quote: &str) -> Place {
        let span = start.and_then(|start| self.byte(start)).zip(end.and_then(|end| self.byte(end)));
        let at = format!("{}–{}", start.unwrap_or(-1), end.unwrap_or(-1));
        place(self.text, span, quote, at)
    }
}

/// Where bytes `span` stand, held against `quote`; an empty quote is none. `at` is the position as the other program has it.
pub(super) fn place(text: &str, span: Option<(usize, usize)>, quote: &str, at: String) -> Place {
    let quote = quote.replace("\r\n", "\n");
    let inside = span.filter(|(start, end)| start < end && text.get(*start..*end).is_some());
    let of = |(start, end): (usize, usize)| Span::new(start as u32, end as u32);
    if quote.trim().is_empty() {
        return match inside {
            Some(span) => Place::Unchecked(of(span)),
            None => Place::Orphan { quote: String::new(), at },
        };
    }
    if let Some((start, end)) = inside
        && is_same(&text[start..end], &quote)
    {
        return Place::Exact(of((start, end)));
    }
    let expected = span.map_or(0, |(start, _)| start.min(text.len()));
    match found(text, &quote, expected) {
        Some(start) => {
            let before = span.map_or(start, |(start, _)| start);
            let by = i64::try_from(start.abs_diff(before)).unwrap_or_default();
            let moved = if start < before { -by } else { by };
            Place::Moved(of((start, start + quote.len())), moved)
        }
        None => Place::Orphan { quote, at },
    }
}

/// The quote near where it should stand, or anywhere when it stands there once.
fn found(text: &str, quote: &str, expected: usize) -> Option<usize> {
    let mut near: Option<usize> = None;
    let mut all = 0;
    let mut last = None;
    for at in memchr::memmem::find_iter(text.as_bytes(), quote.as_bytes()) {
        all += 1;
        last = Some(at);
        let distance = |at: usize| at.abs_diff(expected);
        if distance(at) <= NEAR && near.is_none_or(|before| distance(at) < distance(before)) {
            near = Some(at);
        }
    }
    near.or(last.filter(|_| all == 1))
}

/// True when both are the same but for white space.
fn is_same(a: &str, b: &str) -> bool {
    a == b || {
        let mut a = a.split_whitespace();
        let mut b = b.split_whitespace();
        loop {
            match (a.next(), b.next()) {
                (None, None) => return true,
                (one, other) if one != other => return false,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn code_points_are_held_against_the_quote() {
        let text = "Één brug. Geen muur. Een brug.";
        let positions = Positions::of(text);
        let place = |start, end, quote| positions.place(Some(start), Some(end), quote);
        assert_eq!(place(4, 8, "brug"), Place::Exact(Span::new(6, 10)));
        assert_eq!(place(4, 8, ""), Place::Unchecked(Span::new(6, 10)));
        assert_eq!(place(3, 7, "brug"), Place::Moved(Span::new(6, 10), 1));
        assert_eq!(
            place(11, 12, "Geen  muur"),
            Place::Orphan { quote: "Geen  muur".to_owned(), at: "11–12".to_owned() }
        );
        assert_eq!(place(10, 19, "Geen\nmuur"), Place::Exact(Span::new(12, 21)));
        assert_eq!(place(400, 500, "muur"), Place::Moved(Span::new(17, 21), 0));
        assert_eq!(place(90, 80, ""), Place::Orphan { quote: String::new(), at: "90–80".to_owned() });
        assert_eq!(positions.byte(30), Some(text.len()));
        assert_eq!(positions.byte(31), None);
        assert_eq!(positions.byte(-1), None);
    }

    #[test]
    fn a_quote_that_stands_far_away_twice_is_an_orphan() {
        let text = format!("brug{}brug", " x".repeat(1000));
        let found = Positions::of(&text).place(Some(1000), Some(1004), "brug");
        assert!(matches!(found, Place::Orphan { .. }), "{found:?}");
    }

    proptest! {
        #[test]
        fn bytes_of_code_points_are_those_of_the_text(text in "[a-zé😀]{0,200}") {
            let positions = Positions::of(&text);
            let expected: Vec<usize> = text.char_indices().map(|(at, _)| at).chain([text.len()]).collect();
            for (point, at) in expected.into_iter().enumerate() {
                prop_assert_eq!(positions.byte(i64::try_from(point).unwrap()), Some(at));
            }
        }
    }
}
