//! What a line must hold before a regular expression can stand in it.
//!
//! Looking for an expression in every turn by itself is slow: most of its time goes into beginning. So it is looked for in the
//! whole text first, in a form that asks less (no edges of turns, edges of words only where bytes tell them), with what
//! ripgrep is made of: its engine looks for the rarest letters that a line must hold. Only a turn with such a line is read
//! with the expression itself.

use grep_matcher::{LineMatchKind, Matcher as _};
use grep_regex::{RegexMatcher, RegexMatcherBuilder};
use regex_syntax::hir::{Class, ClassBytes, ClassBytesRange, ClassUnicode, ClassUnicodeRange};
use regex_syntax::hir::{Hir, HirKind, Literal, Look, Repetition};

/// Bytes that the compiled form takes at most; beyond that every turn is read.
const SIZE_LIMIT: usize = 8 << 20;

/// The form of an expression that asks less.
#[derive(Clone, Debug)]
pub struct Lines {
    matcher: Option<RegexMatcher>,
    /// True when a match may hold a line break: then turns of several lines must be read with the expression itself.
    pub may_cross: bool,
    /// True when the form asks no less than the expression itself.
    exact: bool,
}

/// A line that may hold a match.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Hit {
    /// A byte in the line.
    pub at: usize,
    /// True when a match of the expression itself ends at that byte, which begins where the search began or later.
    pub sure: bool,
}

impl Lines {
    /// Makes the form of `parsed` that asks less.
    pub fn new(parsed: &Hir) -> Self {
        let asks_less = relaxed(parsed);
        let is_some_letter = asks_less.properties().minimum_len().is_none_or(|length| length > 0);
        let build = || {
            RegexMatcherBuilder::new()
                .line_terminator(Some(b'\n'))
                .size_limit(SIZE_LIMIT)
                .dfa_size_limit(SIZE_LIMIT)
                .build(&asks_less.to_string())
                .ok()
        };
        let may_cross = may_hold_break(parsed);
        let exact = !may_cross && parsed.properties().look_set().is_empty();
        Self { matcher: if is_some_letter { build() } else { None }, may_cross, exact }
    }

    /// True when lines can be told apart at all; otherwise every turn must be read.
    pub fn can_tell(&self) -> bool {
        self.matcher.is_some()
    }

    /// The first line from `from` on that may hold a match; `from` is at an edge of a turn, or of what is said in it.
    pub fn next(&self, text: &[u8], from: usize) -> Option<Hit> {
        let found = self.matcher.as_ref()?.find_candidate_line(text.get(from..)?).ok()??;
        let (behind, confirmed) = match found {
            LineMatchKind::Candidate(behind) => (behind, false),
            LineMatchKind::Confirmed(behind) => (behind, true),
        };
        // The byte behind the match may stand in the next line already.
        Some(Hit { at: from + behind.saturating_sub(1), sure: confirmed && self.exact })
    }
}

/// An expression that matches, inside one line, wherever `parsed` does.
fn relaxed(parsed: &Hir) -> Hir {
    match parsed.kind() {
        HirKind::Empty | HirKind::Look(_) => Hir::empty(),
        HirKind::Literal(Literal(bytes)) if bytes.contains(&b'\n') => Hir::fail(),
        HirKind::Literal(Literal(bytes)) => Hir::literal(bytes.clone()),
        HirKind::Class(class) => Hir::class(without_break(class)),
        HirKind::Repetition(repetition) => Hir::repetition(Repetition {
            min: repetition.min,
            max: repetition.max,
            greedy: repetition.greedy,
            sub: Box::new(relaxed(&repetition.sub)),
        }),
        HirKind::Capture(capture) => relaxed(&capture.sub),
        HirKind::Alternation(parts) => Hir::alternation(parts.iter().map(relaxed).collect()),
        HirKind::Concat(parts) => {
            let place = |(number, part): (usize, &Hir)| match part.kind() {
                HirKind::Look(look) => {
                    let before = number.checked_sub(1).map(|before| &parts[before]);
                    edge(*look, before, parts.get(number + 1))
                }
                _ => relaxed(part),
            };
            Hir::concat(parts.iter().enumerate().map(place).collect())
        }
    }
}

/// What remains of an edge. One of a word remains where a letter of ASCII stands beside it on one side: what is an edge
/// there in Unicode is one in ASCII too, and the engine need not look at whole characters.
fn edge(look: Look, before: Option<&Hir>, behind: Option<&Hir>) -> Hir {
    let ascii = match look {
        Look::WordUnicode | Look::WordAscii => Look::WordAscii,
        Look::WordStartUnicode | Look::WordStartAscii => Look::WordStartAscii,
        Look::WordEndUnicode | Look::WordEndAscii => Look::WordEndAscii,
        _ => return Hir::empty(),
    };
    let letter_before = before.is_some_and(|part| is_ascii_letter_at(part, false));
    let letter_behind = behind.is_some_and(|part| is_ascii_letter_at(part, true));
    if letter_before || letter_behind { Hir::look(ascii) } else { Hir::empty() }
}

/// True when every match of `part` has a letter, digit or underscore of ASCII at its first byte, or at its last.
fn is_ascii_letter_at(part: &Hir, first: bool) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'_';
    let all = |from: u32, to: u32| to < 128 && (from..=to).all(|byte| is_letter(byte as u8));
    match part.kind() {
        HirKind::Literal(Literal(bytes)) => {
            (if first { bytes.first() } else { bytes.last() }).is_some_and(|byte| is_letter(*byte))
        }
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().all(|range| all(range.start() as u32, range.end() as u32))
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().all(|range| all(u32::from(range.start()), u32::from(range.end())))
        }
        HirKind::Repetition(repetition) => repetition.min > 0 && is_ascii_letter_at(&repetition.sub, first),
        HirKind::Capture(capture) => is_ascii_letter_at(&capture.sub, first),
        HirKind::Concat(parts) => (if first { parts.first() } else { parts.last() })
            .is_some_and(|part| is_ascii_letter_at(part, first)),
        HirKind::Alternation(parts) => parts.iter().all(|part| is_ascii_letter_at(part, first)),
        HirKind::Empty | HirKind::Look(_) => false,
    }
}

fn without_break(class: &Class) -> Class {
    match class {
        Class::Unicode(class) => {
            let mut class = class.clone();
            class.difference(&ClassUnicode::new([ClassUnicodeRange::new('\n', '\n')]));
            Class::Unicode(class)
        }
        Class::Bytes(class) => {
            let mut class = class.clone();
            class.difference(&ClassBytes::new([ClassBytesRange::new(b'\n', b'\n')]));
            Class::Bytes(class)
        }
    }
}

/// True when a match of `parsed` may hold a line break.
fn may_hold_break(parsed: &Hir) -> bool {
    match parsed.kind() {
        HirKind::Literal(Literal(bytes)) => bytes.contains(&b'\n'),
        HirKind::Class(Class::Unicode(class)) => {
            class.iter().any(|range| range.start() <= '\n' && '\n' <= range.end())
        }
        HirKind::Class(Class::Bytes(class)) => {
            class.iter().any(|range| range.start() <= b'\n' && b'\n' <= range.end())
        }
        _ => parsed.kind().subs().iter().any(may_hold_break),
    }
}
