//! Tests draw their spans in the text: `"the [quick (brown] fox) jumps"`.

use super::Span;

/// The text without its brackets, and the spans they drew: first those of `[ ]`, then those of `( )`, each in order of
/// their openings. Brackets of one kind do not nest.
pub fn drawn(picture: &str) -> (String, Vec<Span>) {
    let mut text = String::new();
    let (mut square, mut round) = (Vec::new(), Vec::new());
    for character in picture.chars() {
        let here = text.len() as u32;
        match character {
            '[' => square.push((here, here)),
            '(' => round.push((here, here)),
            ']' => square.last_mut().expect("a bracket closes that was opened").1 = here,
            ')' => round.last_mut().expect("a bracket closes that was opened").1 = here,
            other => text.push(other),
        }
    }
    (text, square.into_iter().chain(round).map(|(start, end)| Span::new(start, end)).collect())
}

/// The text with `[ ]` drawn around each span (disjoint, in order).
pub fn draw(text: &str, spans: &[Span]) -> String {
    let mut picture = String::new();
    let mut done = 0;
    for span in spans {
        picture.push_str(&text[done..span.start as usize]);
        picture.push('[');
        picture.push_str(span.slice(text));
        picture.push(']');
        done = span.end as usize;
    }
    picture + &text[done..]
}

#[test]
fn what_is_drawn_is_read_back() {
    let (text, spans) = drawn("the [quick (brown] fox) jumps");
    assert_eq!(text, "the quick brown fox jumps");
    assert_eq!(spans.iter().map(|span| span.slice(&text)).collect::<Vec<_>>(), ["quick brown", "brown fox"]);
    assert_eq!(draw(&text, &spans[..1]), "the [quick brown] fox jumps");
}
