//! A mistake in a query, shown under the characters where it is.

use std::fmt;

use crate::text::{Span, sanitize, width_of};

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
    #[error("expected a question, such as `code:ID` or `code:* coder:NAME`")]
    Empty,
    /// A bracket or quotation mark that is never closed.
    #[error("`{0}` is opened here and never closed")]
    Unclosed(char),
    /// A bracket that was never opened.
    #[error("`)` closes nothing; expected a condition such as `code:ID`")]
    Unopened,
    /// Something is missing.
    #[error("expected a condition such as `code:ID` {0}")]
    Missing(&'static str),
    /// More brackets in brackets than anybody writes.
    #[error("more than {0} brackets in each other; write the query with fewer")]
    TooDeep(usize),
    /// No such field.
    #[error("`{name}:` is nothing to ask for here{}; expected one of {expected}", did_you_mean(nearest.as_ref()))]
    NoField {
        /// What was asked for.
        name: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// All that there are.
        expected: String,
    },
    /// No such name.
    #[error("`{name}` is no {what}{}; expected {expected}", did_you_mean(nearest.as_ref()))]
    NoName {
        /// The name that was asked for.
        name: String,
        /// What kind of name: code, coder, document, value of something.
        what: String,
        /// The nearest that there is.
        nearest: Option<String>,
        /// What would do.
        expected: String,
    },
    /// A value is missing.
    #[error("expected {0} after the colon")]
    NoValue(String),
    /// A part of the language that does not exist yet.
    #[error(
        "{what} cannot be searched yet; codings are found by `code:ID`, `mark:`, `coder:`, `doc:`, attributes and facets"
    )]
    NotYet {
        /// What was asked for.
        what: String,
    },
}

fn did_you_mean(nearest: Option<&String>) -> String {
    nearest.map_or(String::new(), |nearest| format!(" (did you mean `{nearest}`?)"))
}
