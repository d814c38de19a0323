//! Regular expressions on the exact text.

use std::sync::{Arc, OnceLock};

use regex::{Regex, RegexBuilder};
use regex_syntax::hir::Hir;

use crate::text::Span;

use super::lines::Lines;
use super::piece::Piece;

/// Bytes that a compiled regular expression takes at most.
const SIZE_LIMIT: usize = 4 << 20;
/// How deep groups may stand in each other.
const NEST_LIMIT: u32 = 100;

/// A regular expression that is looked for in what is said in one turn at a time. Capitals and accents matter, unless it
/// begins with `(?i)`; `.` is no line break; a match without any characters is none. Copies are cheap.
#[derive(Clone, Debug)]
pub struct Pattern(Arc<Compiled>);

/// The same expression is the same wherever it was read.
impl PartialEq for Pattern {
    fn eq(&self, other: &Self) -> bool {
        self.0.regex.as_str() == other.0.regex.as_str()
    }
}

impl Eq for Pattern {}

#[derive(Debug)]
struct Compiled {
    regex: Regex,
    parsed: Hir,
    lines: OnceLock<Lines>,
    piece: OnceLock<Option<Piece>>,
}

/// What a word by itself tells of an expression.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Alone {
    /// It stands in the word, wherever that stands.
    Everywhere,
    /// It stands in the word, where no other letter or underscore stands beside that.
    Apart,
    /// Nothing.
    Unsure,
}

/// What is wrong with a regular expression.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PatternError {
    /// It does not hold together.
    #[error("the regular expression is not right here: {what}")]
    Syntax {
        /// Where, in bytes of the pattern.
        at: Span,
        /// What is wrong, in a few words.
        what: String,
    },
    /// It would need too much memory.
    #[error("the regular expression is too large; make the numbers in its {{ }} smaller")]
    TooLarge,
}

impl PatternError {
    /// Where it is wrong, in bytes of the pattern; `None` when as a whole.
    pub fn at(&self) -> Option<Span> {
        match self {
            Self::Syntax { at, .. } => Some(*at),
            Self::TooLarge => None,
        }
    }
}

impl Pattern {
    /// Reads a regular expression, as the `regex` crate writes them. The time that a search takes grows with the length of
    /// the text alone, whatever the expression.
    ///
    /// # Errors
    /// When it is not one, or too large.
    pub fn new(source: &str) -> Result<Self, PatternError> {
        let parsed = regex_syntax::ParserBuilder::new()
            .nest_limit(NEST_LIMIT)
            .build()
            .parse(source)
            .map_err(|error| syntax(&error))?;
        let regex = RegexBuilder::new(source)
            .nest_limit(NEST_LIMIT)
            .size_limit(SIZE_LIMIT)
            .build()
            .map_err(|_| PatternError::TooLarge)?;
        Ok(Self(Arc::new(Compiled { regex, parsed, lines: OnceLock::new(), piece: OnceLock::new() })))
    }

    /// As it was written, without the slashes.
    pub fn source(&self) -> &str {
        self.0.regex.as_str()
    }

    /// True where it may stand in a part of a turn without standing in the turn: with `^`, `$` and `\b`.
    pub(in crate::index) fn looks_around(&self) -> bool {
        !self.0.parsed.properties().look_set().is_empty()
    }

    /// What tells the lines in which it may stand, made when it is asked for first.
    pub(super) fn lines(&self) -> &Lines {
        self.0.lines.get_or_init(|| Lines::new(&self.0.parsed))
    }

    /// The same with memory of its own, for another thread: threads wait for each other where they share one.
    pub(super) fn apart(&self) -> Self {
        let lines = OnceLock::from(self.lines().clone());
        let Compiled { regex, parsed, piece, .. } = &*self.0;
        Self(Arc::new(Compiled { regex: regex.clone(), parsed: parsed.clone(), lines, piece: piece.clone() }))
    }

    /// What each of its matches holds inside one word, if there is such a thing.
    pub(in crate::index) fn piece(&self) -> Option<&Piece> {
        let piece = || if self.never_empty() { Piece::of(&self.0.parsed) } else { None };
        self.0.piece.get_or_init(piece).as_ref()
    }

    /// What a word, as it is spelled in the text, tells by itself.
    pub(in crate::index) fn alone(&self, word: &str) -> Alone {
        let looks = self.0.parsed.properties().look_set();
        if !self.never_empty() || looks.contains_anchor() || !self.0.regex.is_match(word) {
            Alone::Unsure
        } else if looks.is_empty() {
            Alone::Everywhere
        } else {
            Alone::Apart
        }
    }

    /// True when it stands in `said`.
    pub(super) fn found(&self, said: &str) -> bool {
        if self.never_empty() { self.0.regex.is_match(said) } else { self.places(said).next().is_some() }
    }

    /// Where it stands in `said`, in bytes of it.
    pub(super) fn places(&self, said: &str) -> impl Iterator<Item = Span> {
        let found = self.0.regex.find_iter(said).filter(|found| !found.is_empty());
        found.map(|found| Span::new(found.start() as u32, found.end() as u32))
    }

    fn never_empty(&self) -> bool {
        self.0.parsed.properties().minimum_len().is_some_and(|length| length > 0)
    }
}

fn syntax(error: &regex_syntax::Error) -> PatternError {
    let (from, to, what) = match error {
        regex_syntax::Error::Parse(error) => {
            (error.span().start.offset, error.span().end.offset, error.kind().to_string())
        }
        regex_syntax::Error::Translate(error) => {
            (error.span().start.offset, error.span().end.offset, error.kind().to_string())
        }
        other => (0, 0, other.to_string()),
    };
    PatternError::Syntax { at: Span::new(from as u32, to as u32), what }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn wrong(source: &str) -> String {
        let error = Pattern::new(source).unwrap_err();
        let place = error.at().map_or(source.to_owned(), |at| {
            format!("{}▸{}◂{}", &source[..at.start as usize], at.slice(source), &source[at.end as usize..])
        });
        format!("{place}: {error}")
    }

    #[test]
    fn what_is_wrong_is_said_where_it_is() {
        let all = ["één(", "a[b", "*a", "a{2,1}", r"\p{Nee}", r"(a)\1", "(?=a)", r"[a-\d]", r"\q"].map(wrong);
        insta::assert_snapshot!(all.join("\n"), @r"
        één▸(◂: the regular expression is not right here: unclosed group
        a▸[◂b: the regular expression is not right here: unclosed character class
        ▸◂*a: the regular expression is not right here: repetition operator missing expression
        a▸{2,1}◂: the regular expression is not right here: invalid repetition count range, the start must be <= the end
        ▸\p{Nee}◂: the regular expression is not right here: Unicode property not found
        (a)▸\1◂: the regular expression is not right here: backreferences are not supported
        ▸(?=◂a): the regular expression is not right here: look-around, including look-ahead and look-behind, is not supported
        [a-▸\d◂]: the regular expression is not right here: invalid range boundary, must be a literal
        ▸\q◂: the regular expression is not right here: unrecognized escape sequence
        ");
    }

    #[test]
    fn what_is_too_large_is_said() {
        assert_eq!(Pattern::new(r"(\w{1000}){1000}").unwrap_err(), PatternError::TooLarge);
        assert!(Pattern::new(&"(".repeat(10_000)).is_err());
        assert!(matches!(Pattern::new(r"(?-u)\xff"), Err(PatternError::Syntax { .. })));
    }

    #[test]
    fn an_empty_match_is_none() {
        let places = |source: &str, said: &str| -> Vec<String> {
            Pattern::new(source).unwrap().places(said).map(|span| span.slice(said).to_owned()).collect()
        };
        assert_eq!(places("a*", "baab"), ["aa"]);
        assert!(!Pattern::new("a*|^").unwrap().found("bbb"));
        assert!(Pattern::new("a*").unwrap().found("bba"));
    }
}
