//! A mistake in a query, shown under the characters where it is.
//!
//! [`Mistake`] says what is wrong as data, so that the screen can say it in its own language; its `Display` is English.

use std::fmt;

use crate::index::words::PatternError;
use crate::text::{Span, sanitize, width_of};

/// Names that are listed at most.
const LISTED: usize = 16;

/// A query that cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub struct QueryError {
    /// The query.
    pub query: String,
    /// Where the mistake is, in bytes of the query; empty at the end when something is missing there.
    pub span: Span,
    /// What is wrong.
    pub mistake: Box<Mistake>,
}

impl fmt::Display for QueryError {
    /// Three lines: the query, a mark under the place, and the sentence.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let before = self.query.get(..self.span.start as usize).unwrap_or("");
        let indent = " ".repeat(usize::from(width_of(&sanitize(before))));
        let marks = "^".repeat(usize::from(width_of(&sanitize(self.span.slice(&self.query)))).max(1));
        write!(f, "{}\n{indent}{marks}\n{}", sanitize(&self.query), self.mistake)
    }
}

/// What is wrong with a query, each a sentence with what was expected.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum Mistake {
    /// Nothing was asked.
    #[error("expected a question, such as `code:ID`, `samen leren` or `code:* coder:NAME`")]
    Empty,
    /// A bracket, quotation mark or slash that is never closed.
    #[error("`{0}` is opened here and never closed")]
    Unclosed(char),
    /// A bracket that was never opened.
    #[error("`)` closes nothing; expected a word or a condition such as `code:ID`")]
    Unopened,
    /// Something is missing.
    #[error("expected a word or a condition such as `code:ID` {0}")]
    Missing(Beside),
    /// More parts in each other than anybody writes.
    #[error("more than {0} brackets in each other; write the query with fewer")]
    TooDeep(usize),
    /// More parts than anybody writes, with those of the saved queries in it.
    #[error("this query has more than {0} parts; ask for less at once")]
    TooLong(usize),
    /// No such field.
    #[error("`{name}:` is nothing to ask for here{}; expected one of {}", did_you_mean(nearest.as_ref(), ":"), colons(known))]
    NoField {
        /// What was asked for.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// All that there are.
        known: Vec<String>,
    },
    /// No such name.
    #[error("`{name}` is no {kind}{}; expected {}", did_you_mean(nearest.as_ref(), ""), kind.expected(known))]
    NoName {
        /// The name that was asked for.
        name: String,
        /// What kind of name.
        kind: Named,
        /// The nearest that there is.
        nearest: Option<String>,
        /// All that there are, where they are few enough to be named.
        known: Vec<String>,
    },
    /// A value is missing.
    #[error("expected {} after the colon", kind.wanted(known))]
    NoValue {
        /// What kind of value.
        kind: Named,
        /// All that there are, where they are few enough to be named.
        known: Vec<String>,
    },
    /// A value behind a field that is a question by itself.
    #[error("`{0}:` takes no value; leave away what stands behind the colon")]
    TakesNone(String),
    /// Quotation marks without a word in them.
    #[error("there is no word to look for here; a word has at least one letter or digit")]
    NoWord,
    /// `gr*ns`
    #[error("a star stands at the beginning or the end of a word; write `/gr.*ns/` for one in the middle")]
    StarInside,
    /// A star without a word.
    #[error("a star needs letters beside it, as in `grens*` or `*werk*`")]
    StarAlone,
    /// `mentor~5`, `zo'n~1`, `grens*~1`
    #[error(
        "`~` behind a word is followed by 1 or 2, the number of letters that may differ, and stands behind one plain word"
    )]
    Letters,
    /// `"taal doelen"~`
    #[error(
        "`~` behind a phrase is followed by a number: how many other words may stand between, as in `\"taal doelen\"~3`"
    )]
    Slop,
    /// `~` without one word behind it.
    #[error(
        "`~` finds the forms of one word: `~begeleiden`, or `~begeleiden-beleid` without the form `beleid`"
    )]
    Forms,
    /// `-leren`
    #[error("a hyphen leaves nothing out; write `NOT {0}`")]
    Hyphen(String),
    /// A regular expression that cannot be read.
    #[error("{0}")]
    Pattern(PatternError),
    /// Characters right behind the slash that closes a regular expression.
    #[error("the regular expression ended at the slash before this; write `\\/` for a slash in it")]
    BehindPattern,
    /// `near` without a number.
    #[error("`near` needs a number of turns: `near/2`")]
    NearWhat,
    /// `..` without an end.
    #[error("a range needs an end: `a..b`, `a..` or `..b`")]
    Range,
    /// Saved queries that ask for each other.
    #[error("the saved query `@{}` asks for itself: {}", .0.first().map_or("", String::as_str), names_in_turn(.0))]
    Circle(Vec<String>),
    /// A mistake inside a saved query.
    #[error("the saved query `@{name}` (`{words}`) cannot be answered: {mistake}")]
    InSaved {
        /// Its name.
        name: String,
        /// Its words.
        words: String,
        /// What is wrong there.
        mistake: Box<Mistake>,
    },
}

/// Where something is missing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Beside {
    /// In this place.
    Here,
    /// Before this word.
    Before(String),
    /// After this word.
    After(String),
}

impl fmt::Display for Beside {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Here => f.write_str("here"),
            Self::Before(word) => write!(f, "before `{word}`"),
            Self::After(word) => write!(f, "after `{word}`"),
        }
    }
}

/// What kind of name something is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Named {
    /// A code.
    Code,
    /// A family of codes.
    Family,
    /// A coder.
    Coder,
    /// A document.
    Document,
    /// Who speaks.
    Speaker,
    /// The role of a speaker.
    Role,
    /// A label that is no person.
    Strand,
    /// What `in:` stands before.
    Unit,
    /// A saved query.
    Saved,
    /// Words of a memo.
    MemoWords,
    /// Words of what is said of a code.
    DefinitionWords,
    /// A value of this attribute.
    Attribute(String),
    /// A value of this facet.
    Facet(String),
}

impl fmt::Display for Named {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Code => "code",
            Self::Family => "family",
            Self::Coder => "coder in this study",
            Self::Document => "document",
            Self::Speaker => "speaker in this study",
            Self::Role => "role in this study",
            Self::Strand => "strand of this study",
            Self::Unit => "unit",
            Self::Saved => "saved query",
            Self::MemoWords | Self::DefinitionWords => "word",
            Self::Attribute(name) | Self::Facet(name) => return write!(f, "value of `{name}`"),
        })
    }
}

impl Named {
    /// What would have done instead of a name that is not there.
    fn expected(&self, known: &[String]) -> String {
        match self {
            Self::Code => "the id or name of one; `kantlijn codes` lists them".to_owned(),
            Self::Document => "the id or file name of one; `kantlijn documents` lists them".to_owned(),
            _ if known.is_empty() => "one that is there; there is none yet".to_owned(),
            _ => format!("one of {}", list(known)),
        }
    }

    /// What belongs behind the colon.
    fn wanted(&self, known: &[String]) -> String {
        let what = match self {
            Self::Code => {
                return "a code's id, `*` for any code, or `=ID` for that code without those below it"
                    .to_owned();
            }
            Self::Document => return "a document's id or file name".to_owned(),
            Self::MemoWords => return "a word or a \"phrase\" of the memo, or `*` for any memo,".to_owned(),
            Self::DefinitionWords => {
                return "a word or a \"phrase\" of the definition, or `*` for any code that has one,"
                    .to_owned();
            }
            Self::Family => "a family",
            Self::Coder => "a coder",
            Self::Speaker => "a speaker, or `*` for anybody,",
            Self::Role => "a role",
            Self::Strand => "a strand, or `*` for any,",
            Self::Unit => "a unit and a bracket, as in `in:document (A B)`:",
            Self::Saved => "a name",
            Self::Attribute(_) => "a value or a range `a..b`",
            Self::Facet(_) => "a value, or `*` for any,",
        };
        if known.is_empty() { what.to_owned() } else { format!("{what} {}", list(known)) }
    }
}

fn list(names: &[String]) -> String {
    let mut list = names.iter().take(LISTED).map(String::as_str).collect::<Vec<_>>().join(", ");
    if names.len() > LISTED {
        list.push_str(", …");
    }
    list
}

fn colons(names: &[String]) -> String {
    names.iter().map(|name| format!("`{name}:`")).collect::<Vec<_>>().join(" ")
}

fn names_in_turn(names: &[String]) -> String {
    names.iter().map(|name| format!("`@{name}`")).collect::<Vec<_>>().join(" asks for ")
}

fn did_you_mean(nearest: Option<&String>, behind: &str) -> String {
    nearest.map_or(String::new(), |nearest| format!(" (did you mean `{nearest}{behind}`?)"))
}
