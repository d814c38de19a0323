//! The query language: one for screen and command line.
//!
//! [`Query::parse`] knows the grammar alone and leaves every name as it was written; [`Query::condition`] looks the names up
//! in a study. So far the language finds codings; words in the text come into the same tree.

mod error;
mod parse;
mod resolve;
#[cfg(test)]
mod tests;

pub use error::{Mistake, QueryError};
pub use parse::Query;

use crate::text::Span;

/// A part of a query with its place in it, in bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expression {
    /// Where it was written.
    pub span: Span,
    /// What it asks.
    pub kind: Kind,
}

/// What a part of a query asks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `name:value`
    Field(Field),
    /// A word of the text.
    Word,
    /// `A B`: all of them.
    All(Vec<Expression>),
    /// `A OR B`: any of them.
    Any(Vec<Expression>),
    /// `NOT A`
    Not(Box<Expression>),
}

/// `name:value`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What stands before the colon.
    pub name: String,
    /// Where the name stands, in bytes of the query.
    pub name_span: Span,
    /// What stands after the colon, without its quotation marks.
    pub value: String,
    /// Where the value stands, in bytes of the query; empty right after the colon when there is none.
    pub value_span: Span,
    /// True when the value stood between quotation marks: then no character in it means anything else.
    pub quoted: bool,
}
