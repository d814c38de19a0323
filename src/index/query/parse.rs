//! The grammar: words to a tree, by hand, so that every mistake has its place.
//!
//! ```text
//! any   = all { "OR" all }
//! all   = one { [ "AND" ] one }
//! one   = "NOT" one | "(" any ")" | field | word
//! field = name ":" [ value ]
//! ```

use crate::text::Span;

use super::error::{Mistake, QueryError};
use super::{Expression, Field, Kind};

/// Brackets in brackets; far more than anybody writes, far fewer than the stack holds.
const DEEPEST: usize = 64;

/// A query that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As written.
    pub words: String,
    /// What it asks.
    pub expression: Expression,
}

impl Query {
    /// Reads a query; names in it are not looked up.
    ///
    /// # Errors
    /// The first mistake and its place.
    pub fn parse(words: &str) -> Result<Self, QueryError> {
        let fail = |(span, mistake)| QueryError { query: words.to_owned(), span, mistake: Box::new(mistake) };
        let tokens = tokens(words).map_err(fail)?;
        let mut parser =
            Parser { tokens, at: 0, depth: 0, end: Span::new(words.len() as u32, words.len() as u32) };
        if parser.tokens.is_empty() {
            return Err(fail((Span::new(0, 0), Mistake::Empty)));
        }
        let expression = parser.any("here").map_err(fail)?;
        match parser.tokens.get(parser.at) {
            Some(token) => Err(fail((token.span, Mistake::Unopened))),
            None => Ok(Self { words: words.to_owned(), expression }),
        }
    }
}

type Wrong = (Span, Mistake);

#[derive(Clone, Debug)]
struct Token {
    span: Span,
    kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum TokenKind {
    Open,
    Close,
    Or,
    And,
    Not,
    Word,
    Field(Field),
}

fn tokens(words: &str) -> Result<Vec<Token>, Wrong> {
    let mut tokens = Vec::new();
    let mut at = 0;
    while let Some(next) = words[at..].chars().next() {
        let start = at;
        at += next.len_utf8();
        let kind = match next {
            '(' => TokenKind::Open,
            ')' => TokenKind::Close,
            blank if blank.is_whitespace() => continue,
            _ => {
                at = end_of_word(words, start)?;
                match &words[start..at] {
                    "OR" => TokenKind::Or,
                    "AND" => TokenKind::And,
                    "NOT" => TokenKind::Not,
                    word => field(word, start as u32).map_or(TokenKind::Word, TokenKind::Field),
                }
            }
        };
        tokens.push(Token { span: Span::new(start as u32, at as u32), kind });
    }
    Ok(tokens)
}

/// A word ends at a blank or a bracket that stands outside quotation marks.
fn end_of_word(words: &str, start: usize) -> Result<usize, Wrong> {
    let mut opened = None;
    for (offset, character) in words[start..].char_indices() {
        let at = start + offset;
        match (opened, character) {
            (None, '"') => opened = Some(at),
            (Some(_), '"') => opened = None,
            (None, blank) if blank.is_whitespace() || "()".contains(blank) => return Ok(at),
            _ => {}
        }
    }
    match opened {
        Some(at) => Err((Span::new(at as u32, at as u32 + 1), Mistake::Unclosed('"'))),
        None => Ok(words.len()),
    }
}

fn field(word: &str, start: u32) -> Option<Field> {
    let colon = word.find(':').filter(|&colon| colon > 0 && !word[..colon].contains('"'))?;
    let value = &word[colon + 1..];
    let unquoted = value.strip_prefix('"').and_then(|value| value.strip_suffix('"'));
    let quoted = unquoted.is_some_and(|value| !value.contains('"'));
    let after = start + colon as u32 + 1;
    Some(Field {
        name: word[..colon].to_owned(),
        name_span: Span::new(start, after - 1),
        value: if quoted { unquoted.unwrap_or_default() } else { value }.to_owned(),
        value_span: Span::new(after, start + word.len() as u32),
        quoted,
    })
}

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    end: Span,
}

impl Parser {
    fn next_is(&self, kind: &TokenKind) -> bool {
        self.tokens.get(self.at).is_some_and(|token| token.kind == *kind)
    }

    fn any(&mut self, place: &'static str) -> Result<Expression, Wrong> {
        let mut parts = vec![self.all(place)?];
        while self.next_is(&TokenKind::Or) {
            self.at += 1;
            parts.push(self.all("after `OR`")?);
        }
        Ok(gather(parts, Kind::Any))
    }

    fn all(&mut self, place: &'static str) -> Result<Expression, Wrong> {
        let mut parts = vec![self.one(place)?];
        loop {
            match self.tokens.get(self.at).map(|token| &token.kind) {
                None | Some(TokenKind::Or | TokenKind::Close) => break,
                Some(TokenKind::And) => {
                    self.at += 1;
                    parts.push(self.one("after `AND`")?);
                }
                Some(_) => parts.push(self.one("here")?),
            }
        }
        Ok(gather(parts, Kind::All))
    }

    fn one(&mut self, place: &'static str) -> Result<Expression, Wrong> {
        let Some(token) = self.tokens.get(self.at).cloned() else {
            return Err((self.end, Mistake::Missing(place)));
        };
        self.at += 1;
        match token.kind {
            TokenKind::Word => Ok(Expression { span: token.span, kind: Kind::Word }),
            TokenKind::Field(field) => Ok(Expression { span: token.span, kind: Kind::Field(field) }),
            TokenKind::Or => Err((token.span, Mistake::Missing("before `OR`"))),
            TokenKind::And => Err((token.span, Mistake::Missing("before `AND`"))),
            TokenKind::Close if place == "here" => Err((token.span, Mistake::Unopened)),
            TokenKind::Close => Err((token.span, Mistake::Missing(place))),
            TokenKind::Not => {
                let inner = self.deeper(token.span, |parser| parser.one("after `NOT`"))?;
                Ok(Expression { span: token.span.hull(inner.span), kind: Kind::Not(Box::new(inner)) })
            }
            TokenKind::Open => {
                let inner = self.deeper(token.span, |parser| parser.any("after `(`"))?;
                if !self.next_is(&TokenKind::Close) {
                    return Err((token.span, Mistake::Unclosed('(')));
                }
                let close = self.tokens[self.at].span;
                self.at += 1;
                Ok(Expression { span: token.span.hull(close), kind: inner.kind })
            }
        }
    }

    fn deeper(
        &mut self,
        span: Span,
        read: impl FnOnce(&mut Self) -> Result<Expression, Wrong>,
    ) -> Result<Expression, Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST {
            return Err((span, Mistake::TooDeep(DEEPEST)));
        }
        let inner = read(self)?;
        self.depth -= 1;
        Ok(inner)
    }
}

fn gather(mut parts: Vec<Expression>, kind: fn(Vec<Expression>) -> Kind) -> Expression {
    if parts.len() == 1
        && let Some(only) = parts.pop()
    {
        return only;
    }
    let span = parts.iter().map(|part| part.span).reduce(Span::hull).unwrap_or_default();
    Expression { span, kind: kind(parts) }
}
