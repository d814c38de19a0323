//! Dutch and English abbreviations, whose point ends no sentence.

use crate::text::words::is_dotted;

/// Their point never ends a sentence: something always follows.
const NEVER_LAST: [&str; 72] = [
    "a.h.w", "a.s", "afd", "bijl", "bijv", "blz", "bv", "ca", "cf", "d.m.v", "d.w.z", "dhr", "dr", "drs",
    "e.g", "evt", "excl", "fig", "gem", "hfst", "i.c.m", "i.e", "i.h.b", "i.p.v", "i.s.m", "i.t.t", "i.v.m",
    "incl", "ing", "ir", "m.a.w", "m.b.t", "m.b.v", "m.i", "m.m.v", "m.n", "m.u.v", "max", "mevr", "mr",
    "mrs", "ms", "mw", "n.a.v", "nl", "nr", "nrs", "o.a", "o.b.v", "o.l.v", "o.v.v", "ong", "pag", "pp",
    "prof", "resp", "st", "t.a.v", "t.b.v", "t.g.v", "t.h.v", "t.m", "t.o.v", "t.w", "t.z.t", "v.a", "vgl",
    "viz", "vnl", "vs", "w.o", "zgn",
];

/// They may well be the last word: their point ends a sentence when a capital follows.
const MAYBE_LAST: [&str; 14] =
    ["a.m", "a.u.b", "e.a", "e.d", "enz", "enzv", "etc", "jl", "jr", "o.i.d", "p.m", "s.v.p", "sr", "z.s.m"];

/// What the point behind a word does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Point {
    /// Ends the sentence.
    Ends,
    /// Ends it when a capital follows.
    EndsBeforeCapital,
    /// Belongs to the word.
    Belongs,
}

/// What the point behind `word` does; `word` has no point at its end.
pub(super) fn point_after(word: &str) -> Point {
    let mut characters = word.chars();
    match (characters.next(), characters.next()) {
        // Initials, "p.", "c."; but "So do I." and "Met u."
        (Some(letter), None) if letter.is_alphabetic() && !matches!(letter, 'I' | 'u' | 'U') => {
            return Point::Belongs;
        }
        _ => {}
    }
    let listed = |list: &[&str]| list.iter().any(|known| known.eq_ignore_ascii_case(word));
    if listed(&NEVER_LAST) {
        Point::Belongs
    } else if listed(&MAYBE_LAST) {
        Point::EndsBeforeCapital
    } else if is_dotted(word) {
        // "J.P." is a name, "n.v.t." may end.
        if word.starts_with(char::is_uppercase) { Point::Belongs } else { Point::EndsBeforeCapital }
    } else {
        Point::Ends
    }
}
