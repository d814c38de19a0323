//! The query language: one for screen and command line; docs/query.md says what each form means.
//!
//! In reading order: `token` cuts words into terms, `parse` puts them into a tree that leaves every name as it was written,
//! `print` writes a tree as words again. [`Query::question`] looks the names up in a study (`resolve`, `fields`, `values`,
//! `speakers`, `memos`, `attributes`) and gives a [`Question`](super::question::Question) that another thread can answer.
//! [`complete()`] says what the word at the cursor may become.

mod attributes;
mod complete;
mod error;
mod fields;
mod memos;
mod parse;
mod print;
mod resolve;
mod saved;
mod speakers;
#[cfg(test)]
mod tests;
mod token;
mod values;

pub use complete::{Completion, Offered, WordsOf, complete};
pub use error::{Beside, Mistake, Named, QueryError};
pub use parse::Query;
pub use print::{field_words, value_words};
pub use resolve::{FormsOf, Lookup};

use crate::text::Span;

use super::question::{Relation, Unit};

/// How a query is read.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Reading {
    /// As it stands; whatever is not whole is a mistake.
    #[default]
    Whole,
    /// While somebody types: what is not finished at the end is left out or closed, and the last word may go on.
    Typing,
}

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
    /// Words of the text: `leren`, `"samen leren"~3`, `=Toets`, `mentor~1`.
    Text(Text),
    /// `/regular expression/`
    Pattern(Pattern),
    /// `~word`: all forms of a word.
    Forms(Forms),
    /// `name:value`
    Field(Field),
    /// `@name`: a saved query.
    Saved(String),
    /// `A overlaps B`: what A gives, where it stands so to something that B gives.
    Related {
        /// What is given.
        left: Box<Expression>,
        /// How it stands.
        relation: Relation,
        /// True for `A NOT overlaps B`.
        negated: bool,
        /// What it is compared with.
        right: Box<Expression>,
    },
    /// `in:document (A B)`
    In(Unit, Box<Expression>),
    /// `A B`: all of them.
    All(Vec<Expression>),
    /// `A OR B`: any of them.
    Any(Vec<Expression>),
    /// `NOT A`
    Not(Box<Expression>),
}

/// Words of the text, in their order; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Text {
    /// The words.
    pub words: Vec<Word>,
    /// `~3` behind a phrase: how many other words may stand between them.
    pub slop: u32,
    /// `=`: capitals and accents matter.
    pub exact: bool,
    /// `~1` behind a word: how many letters may differ; 0 for none.
    pub letters: u8,
}

/// One word as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Word {
    /// Its letters.
    pub text: String,
    /// A star in front: it may begin with anything.
    pub open_start: bool,
    /// A star behind: it may go on.
    pub open_end: bool,
}

/// A regular expression on the exact text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The expression, `\/` already read as `/`.
    pub source: String,
    /// `/…/i`: capitals do not matter.
    pub any_case: bool,
}

/// All forms of a word.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Forms {
    /// One of them, as written.
    pub word: String,
    /// Those that are not meant, as written.
    pub without: Vec<String>,
}

/// `name:value`, as written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Field {
    /// What stands before the colon.
    pub name: String,
    /// Where the name stands, in bytes of the query.
    pub name_span: Span,
    /// What stands after the colon, between its commas; none where nothing does.
    pub values: Vec<Value>,
    /// Where all of that stands, in bytes of the query; empty right after the colon when there is none.
    pub value_span: Span,
}

/// One value of a field.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Value {
    /// Where it stands, in bytes of the query, with `=` and quotation marks.
    pub span: Span,
    /// The value without them.
    pub text: String,
    /// True when it stood between quotation marks: then no character in it means anything else.
    pub quoted: bool,
    /// `=` in front: a code without those below it.
    pub alone: bool,
}

impl Field {
    /// The value where there is just one.
    pub fn only(&self) -> Option<&Value> {
        if let [value] = self.values.as_slice() { Some(value) } else { None }
    }
}

impl Value {
    /// True for `*`, which means any.
    pub fn is_any(&self) -> bool {
        self.text == "*" && !self.quoted
    }
}

impl Expression {
    /// Calls `tell` with this part and every part of it, outer ones first, as written.
    pub fn each<'e>(&'e self, tell: &mut impl FnMut(&'e Self)) {
        tell(self);
        match &self.kind {
            Kind::Related { left, right, .. } => {
                left.each(tell);
                right.each(tell);
            }
            Kind::In(_, part) | Kind::Not(part) => part.each(tell),
            Kind::All(parts) | Kind::Any(parts) => parts.iter().for_each(|part| part.each(tell)),
            Kind::Text(_) | Kind::Pattern(_) | Kind::Forms(_) | Kind::Field(_) | Kind::Saved(_) => {}
        }
    }

    /// All fields, as written.
    pub fn fields(&self) -> Vec<&Field> {
        let mut fields = Vec::new();
        self.each(&mut |part| {
            if let Kind::Field(field) = &part.kind {
                fields.push(field);
            }
        });
        fields
    }
}
