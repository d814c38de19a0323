//! What every match of a regular expression holds inside one word.
//!
//! An index knows words, not texts. Where a part of an expression matches nothing but letters of words, each match of the
//! expression lies over a word that this part matches: turns without such a word need not be read. And where the whole
//! expression matches in a word by itself, a turn with that word need not be read either.

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::{Class, ClassBytes, ClassUnicode, Hir, HirKind, Literal, Repetition};

use crate::text::fold::always_in_word;

/// Letters that a part must match at least: with fewer most words have it.
const SHORTEST: usize = 2;
/// Larger classes are not looked through; `\w` holds more than letters of words anyway.
const LARGEST_CLASS: u32 = 2048;
/// Bytes that the compiled form takes at most.
const SIZE_LIMIT: usize = 1 << 20;

/// A part of an expression that stands inside one word wherever the expression matches.
#[derive(Clone, Debug)]
pub struct Piece {
    regex: Regex,
}

/// A part that was found, and how many characters its matches have at least.
type Part = (Hir, usize);

impl Piece {
    /// The longest such part of `parsed`; `None` when there is none to speak of.
    pub(super) fn of(parsed: &Hir) -> Option<Self> {
        let (part, length) = required(parsed)?;
        let build = || RegexBuilder::new(&part.to_string()).size_limit(SIZE_LIMIT).build().ok();
        if length >= SHORTEST { build().map(|regex| Self { regex }) } else { None }
    }

    /// Where it stands next in `words`, from byte `at` on: the byte where it begins.
    pub fn find_at(&self, words: &str, at: usize) -> Option<usize> {
        self.regex.find_at(words, at).map(|found| found.start())
    }

    /// True when `word` holds it.
    pub fn is_in(&self, word: &str) -> bool {
        self.regex.is_match(word)
    }
}

/// The longest part that every match holds and that matches letters of words alone.
fn required(parsed: &Hir) -> Option<Part> {
    if let Some(part) = letters(parsed) {
        return Some(part);
    }
    match parsed.kind() {
        HirKind::Literal(_) => {
            Some(split(parsed)).filter(|pieces| pieces.len() > 1).and_then(|pieces| required_of_all(&pieces))
        }
        HirKind::Concat(parts) => required_of_all(&parts.iter().flat_map(split).collect::<Vec<_>>()),
        HirKind::Alternation(parts) => {
            let parts: Vec<Part> = parts.iter().map(required).collect::<Option<_>>()?;
            let length = parts.iter().map(|(_, length)| *length).min()?;
            Some((Hir::alternation(parts.into_iter().map(|(part, _)| part).collect()), length))
        }
        HirKind::Capture(capture) => required(&capture.sub),
        HirKind::Repetition(repetition) if repetition.min > 0 => required(&repetition.sub),
        _ => None,
    }
}

/// The same of parts that follow each other.
fn required_of_all(parts: &[Hir]) -> Option<Part> {
    let mut best: Option<Part> = None;
    let mut run: (Vec<Hir>, usize) = (Vec::new(), 0);
    for part in parts {
        if let Some((part, length)) = letters(part) {
            run.0.push(part);
            run.1 += length;
            continue;
        }
        let (run, length) = std::mem::take(&mut run);
        best = longer(longer(best, Some((Hir::concat(run), length))), required(part));
    }
    longer(best, Some((Hir::concat(run.0), run.1)))
}

/// A literal in pieces, those that are letters of words apart from those that are not; anything else as it is.
fn split(parsed: &Hir) -> Vec<Hir> {
    let HirKind::Literal(Literal(bytes)) = parsed.kind() else { return vec![parsed.clone()] };
    let Ok(text) = std::str::from_utf8(bytes) else { return vec![parsed.clone()] };
    let characters: Vec<char> = text.chars().collect();
    let pieces = characters.chunk_by(|one, other| always_in_word(*one) && always_in_word(*other));
    pieces.map(|piece| Hir::literal(String::from_iter(piece).into_bytes())).collect()
}

fn longer(one: Option<Part>, other: Option<Part>) -> Option<Part> {
    match (one, other) {
        (Some(one), Some(other)) => Some(if other.1 > one.1 { other } else { one }),
        (one, other) => one.or(other),
    }
}

/// `parsed` without groups and edges, when all that it matches is letters of words.
fn letters(parsed: &Hir) -> Option<Part> {
    match parsed.kind() {
        // Without an edge it matches more, never less.
        HirKind::Empty | HirKind::Look(_) => Some((Hir::empty(), 0)),
        HirKind::Literal(Literal(bytes)) => {
            let text = std::str::from_utf8(bytes).ok()?;
            text.chars().all(always_in_word).then(|| (Hir::literal(bytes.clone()), text.chars().count()))
        }
        HirKind::Class(class) => is_of_letters(class).then(|| (Hir::class(class.clone()), 1)),
        HirKind::Capture(capture) => letters(&capture.sub),
        HirKind::Repetition(repetition) => {
            let (sub, length) = letters(&repetition.sub)?;
            let part = Repetition { sub: Box::new(sub), ..repetition.clone() };
            Some((Hir::repetition(part), length.saturating_mul(repetition.min as usize)))
        }
        HirKind::Concat(parts) => {
            let parts: Vec<Part> = parts.iter().map(letters).collect::<Option<_>>()?;
            let length = parts.iter().map(|(_, length)| *length).sum();
            Some((Hir::concat(parts.into_iter().map(|(part, _)| part).collect()), length))
        }
        HirKind::Alternation(parts) => {
            let parts: Vec<Part> = parts.iter().map(letters).collect::<Option<_>>()?;
            let length = parts.iter().map(|(_, length)| *length).min()?;
            Some((Hir::alternation(parts.into_iter().map(|(part, _)| part).collect()), length))
        }
    }
}

fn is_of_letters(class: &Class) -> bool {
    match class {
        Class::Unicode(class) => size(class) <= LARGEST_CLASS && each(class).all(always_in_word),
        Class::Bytes(class) => each_byte(class).all(|byte| byte.is_ascii_alphanumeric()),
    }
}

/// How many characters a class has, or more.
fn size(class: &ClassUnicode) -> u32 {
    class.iter().map(|range| range.end() as u32 - range.start() as u32 + 1).sum()
}

fn each(class: &ClassUnicode) -> impl Iterator<Item = char> {
    class.iter().flat_map(|range| range.start()..=range.end())
}

fn each_byte(class: &ClassBytes) -> impl Iterator<Item = u8> {
    class.iter().flat_map(|range| range.start()..=range.end())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn piece(pattern: &str) -> String {
        let parsed = regex_syntax::Parser::new().parse(pattern).unwrap();
        Piece::of(&parsed).map_or("none".to_owned(), |piece| piece.regex.as_str().to_owned())
    }

    #[test]
    fn the_longest_part_inside_a_word() {
        let patterns = [
            r"samenw\w+",
            r"\b\w+heid\b",
            r"de taal (van|voor) samen(werking)?s",
            r"(ja|nee), (dat|dit) is",
            r"(?:grens|[a-z]+werk)\w",
            r"\d+ uur",
            r"[0-9]{4}",
            r"(coö)\bper",
            r"(?i)grond",
            r"(ab)+ c",
            r"x?y",
            r"\w+",
            r"(a|\s)bc*",
            r".*|werk",
            r"a",
            r"Мы",
        ];
        let all: Vec<String> =
            patterns.iter().map(|pattern| format!("{pattern} → {}", piece(pattern))).collect();
        insta::assert_snapshot!(all.join("\n"), @r"
        samenw\w+ → (?:samenw)
        \b\w+heid\b → (?:heid)
        de taal (van|voor) samen(werking)?s → (?:(?:samen)(?:werking)?s)
        (ja|nee), (dat|dit) is → (?:(?:dat)|(?:dit))
        (?:grens|[a-z]+werk)\w → (?:(?:grens)|(?:[a-z]+(?:werk)))
        \d+ uur → (?:uur)
        [0-9]{4} → [0-9]{4}
        (coö)\bper → (?:coöper)
        (?i)grond → (?:[Gg][Rr][Oo][Nn][Dd])
        (ab)+ c → (?:ab)+
        x?y → none
        \w+ → none
        (a|\s)bc* → none
        .*|werk → none
        a → none
        Мы → (?:Мы)
        ");
    }
}
