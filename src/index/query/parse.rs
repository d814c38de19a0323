//! The grammar: terms to a tree, by hand, so that every mistake has its place. docs/query.md has it in full.
//!
//! ```text
//! any      = all { "OR" all }
//! all      = related { [ "AND" ] related }
//! related  = side { [ "NOT" ] relation side }
//! side     = field { field } | one
//! one      = "NOT" one [ relation side ] | "(" any ")" | "in:" unit one | field | text
//! ```
//!
//! A relation written without a number of turns is one only where a side of it speaks of codings; else it is a word of
//! the text, so that `what happens before lunch` needs no quotation marks.

use crate::index::question::{Relation, Unit};
use crate::text::Span;

use super::error::{Beside, Mistake, Named, QueryError};
use super::token::{Token, TokenKind, Wrong, tokens};
use super::{Expression, Field, Kind, Reading};

/// Parts in each other; far more than anybody writes, far fewer than the stack holds.
const DEEPEST: usize = 64;

/// Fields that say nothing of codings; the parser knows no study, so attributes are not among them.
const OF_TURNS: [&str; 7] = ["speaker", "role", "strand", "doc", "language", "memo", "in"];

/// A query that was read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Query {
    /// As written.
    pub words: String,
    /// What it asks.
    pub expression: Expression,
    /// How it was read.
    pub reading: Reading,
}

impl Query {
    /// Reads a whole query; names in it are not looked up.
    ///
    /// # Errors
    /// The first mistake and its place.
    pub fn parse(words: &str) -> Result<Self, QueryError> {
        Self::read(words, Reading::Whole)
    }

    /// Reads a query that somebody is still typing: what is open at the end is closed or left out, and the last word may
    /// go on.
    ///
    /// # Errors
    /// The first mistake and its place; [`Mistake::Empty`] where nothing is asked yet.
    pub fn typing(words: &str) -> Result<Self, QueryError> {
        Self::read(words, Reading::Typing)
    }

    fn read(words: &str, reading: Reading) -> Result<Self, QueryError> {
        let fail = |(span, mistake)| QueryError { query: words.to_owned(), span, mistake: Box::new(mistake) };
        let tokens = tokens(words, reading).map_err(fail)?;
        let mut parser = Parser {
            tokens,
            at: 0,
            depth: 0,
            end: Span::new(words.len() as u32, words.len() as u32),
            typing: reading == Reading::Typing,
        };
        let nothing = || fail((Span::new(0, 0), Mistake::Empty));
        if parser.tokens.is_empty() {
            return Err(nothing());
        }
        let expression = parser.any(&Beside::Here).map_err(fail)?;
        match parser.tokens.get(parser.at) {
            Some(token) => Err(fail((token.span, Mistake::Unopened))),
            None => {
                Ok(Self { words: words.to_owned(), expression: expression.ok_or_else(nothing)?, reading })
            }
        }
    }
}

/// `None` where nothing stands, which is no mistake while somebody types.
type Read = Result<Option<Expression>, Wrong>;

struct Parser {
    tokens: Vec<Token>,
    at: usize,
    depth: usize,
    end: Span,
    typing: bool,
}

impl Parser {
    fn kind(&self, ahead: usize) -> Option<&TokenKind> {
        self.tokens.get(self.at + ahead).map(|token| &token.kind)
    }

    fn any(&mut self, place: &Beside) -> Read {
        let mut parts = vec![self.all(place)?];
        while self.kind(0) == Some(&TokenKind::Or) {
            self.at += 1;
            parts.push(self.all(&Beside::After("OR".to_owned()))?);
        }
        Ok(gather(parts.into_iter().flatten().collect(), Kind::Any))
    }

    fn all(&mut self, place: &Beside) -> Read {
        let mut parts = Vec::new();
        self.related(place, &mut parts)?;
        loop {
            match self.kind(0) {
                None | Some(TokenKind::Or | TokenKind::Close) => break,
                Some(TokenKind::And) => {
                    self.at += 1;
                    self.related(&Beside::After("AND".to_owned()), &mut parts)?;
                }
                Some(_) => self.related(&Beside::Here, &mut parts)?,
            }
        }
        Ok(gather(parts, Kind::All))
    }

    /// One part, or fields beside each other, or a relation with such sides; puts what it read into `parts`.
    fn related(&mut self, place: &Beside, parts: &mut Vec<Expression>) -> Result<(), Wrong> {
        let side = self.side(place)?;
        if !self.relation_follows(&side) {
            parts.extend(side);
            return Ok(());
        }
        let left = gather(side, Kind::All);
        parts.extend(self.relations(left)?);
        Ok(())
    }

    /// A part; where that is a field, all fields right behind it as well.
    fn side(&mut self, place: &Beside) -> Result<Vec<Expression>, Wrong> {
        let is_field = |kind: Option<&TokenKind>| matches!(kind, Some(TokenKind::Term(Kind::Field(field))) if field.name != "in");
        let run = is_field(self.kind(0));
        let mut side: Vec<Expression> = self.one(place)?.into_iter().collect();
        while run && is_field(self.kind(0)) {
            side.extend(self.one(place)?);
        }
        Ok(side)
    }

    /// True where a relation between `left` and something stands here.
    fn relation_follows(&self, left: &[Expression]) -> bool {
        let negated = usize::from(self.kind(0) == Some(&TokenKind::Not));
        let Some(TokenKind::Relation(relation, _)) = self.kind(negated) else { return false };
        if left.is_empty() {
            return false;
        }
        !relation.is_bare() || left.iter().any(speaks_of_codings) || self.codings_at(negated + 1)
    }

    /// True where a part that speaks of codings begins so many terms ahead.
    fn codings_at(&self, ahead: usize) -> bool {
        let mut open = 0;
        for token in self.tokens.iter().skip(self.at + ahead) {
            match &token.kind {
                TokenKind::Open => open += 1,
                TokenKind::Close => open -= 1,
                TokenKind::Not if open == 0 => continue,
                TokenKind::Term(Kind::Field(field)) if is_about_codings(field) => return true,
                TokenKind::Term(Kind::Field(field)) if open == 0 && field.name != "in" => continue,
                TokenKind::Term(Kind::Saved(_)) => return true,
                _ => {}
            }
            if open <= 0 {
                return false;
            }
        }
        false
    }

    /// All relations that follow `left`; each gives its left side on.
    fn relations(&mut self, mut left: Option<Expression>) -> Read {
        let depth = self.depth;
        while self.relation_follows(left.as_slice()) {
            let negated = self.kind(0) == Some(&TokenKind::Not);
            self.at += usize::from(negated);
            let Some(Token { span, kind: TokenKind::Relation(relation, _) }) =
                self.tokens.get(self.at).cloned()
            else {
                break;
            };
            if relation == Relation::Near(u32::MAX) {
                return Err((span, Mistake::NearWhat));
            }
            self.at += 1;
            self.deeper(span)?;
            let right = gather(self.side(&Beside::After(relation.words()))?, Kind::All);
            left = match (left, right) {
                (Some(left), Some(right)) => Some(Expression {
                    span: left.span.hull(right.span),
                    kind: Kind::Related { left: Box::new(left), relation, negated, right: Box::new(right) },
                }),
                (left, _) => left,
            };
        }
        self.depth = depth;
        Ok(left)
    }

    fn one(&mut self, place: &Beside) -> Read {
        let Some(token) = self.tokens.get(self.at).cloned() else {
            return if self.typing { Ok(None) } else { Err((self.end, Mistake::Missing(place.clone()))) };
        };
        self.at += 1;
        let before = |word: &str| Err((token.span, Mistake::Missing(Beside::Before(word.to_owned()))));
        match token.kind {
            TokenKind::Term(Kind::Field(field)) if field.name == "in" => self.within(token.span, &field),
            TokenKind::Term(kind) => Ok(Some(Expression { span: token.span, kind })),
            TokenKind::Relation(_, text) => Ok(Some(Expression { span: token.span, kind: Kind::Text(text) })),
            TokenKind::Or => before("OR"),
            TokenKind::And => before("AND"),
            TokenKind::Close if *place == Beside::Here => Err((token.span, Mistake::Unopened)),
            TokenKind::Close if self.typing => {
                self.at -= 1;
                Ok(None)
            }
            TokenKind::Close => Err((token.span, Mistake::Missing(place.clone()))),
            TokenKind::Not => {
                self.deeper(token.span)?;
                let one = self.one(&Beside::After("NOT".to_owned()))?;
                let inner = self.relations(one)?;
                self.depth -= 1;
                Ok(inner.map(|inner| Expression {
                    span: token.span.hull(inner.span),
                    kind: Kind::Not(Box::new(inner)),
                }))
            }
            TokenKind::Open => {
                self.deeper(token.span)?;
                let inner = self.any(&Beside::After("(".to_owned()))?;
                self.depth -= 1;
                let close = match self.tokens.get(self.at) {
                    Some(Token { span, kind: TokenKind::Close }) => *span,
                    None if self.typing => self.end,
                    _ => return Err((token.span, Mistake::Unclosed('('))),
                };
                self.at += 1;
                Ok(inner.map(|inner| Expression { span: token.span.hull(close), kind: inner.kind }))
            }
        }
    }

    /// `in:document (A B)`
    fn within(&mut self, span: Span, field: &Field) -> Read {
        let known = || Unit::ALL.map(|unit| unit.word().to_owned()).to_vec();
        let Some(value) = field.values.first() else {
            let nothing = (field.value_span, Mistake::NoValue { kind: Named::Unit, known: known() });
            return if self.typing { Ok(None) } else { Err(nothing) };
        };
        let Some(unit) = Unit::ALL.into_iter().find(|unit| unit.word() == value.text) else {
            let half = self.typing && self.at == self.tokens.len() && span.end == self.end.end;
            let nearest =
                crate::model::names::nearest(&value.text, Unit::ALL.map(Unit::word)).map(str::to_owned);
            let mistake =
                Mistake::NoName { name: value.text.clone(), kind: Named::Unit, nearest, known: known() };
            return if half { Ok(None) } else { Err((value.span, mistake)) };
        };
        self.deeper(span)?;
        let inner = self.one(&Beside::After(format!("in:{}", unit.word())))?;
        self.depth -= 1;
        Ok(inner
            .map(|inner| Expression { span: span.hull(inner.span), kind: Kind::In(unit, Box::new(inner)) }))
    }

    fn deeper(&mut self, span: Span) -> Result<(), Wrong> {
        self.depth += 1;
        if self.depth > DEEPEST { Err((span, Mistake::TooDeep(DEEPEST))) } else { Ok(()) }
    }
}

fn is_about_codings(field: &Field) -> bool {
    !OF_TURNS.contains(&field.name.as_str())
}

fn speaks_of_codings(expression: &Expression) -> bool {
    let mut speaks = false;
    expression.each(&mut |part| {
        speaks |= match &part.kind {
            Kind::Field(field) => is_about_codings(field),
            Kind::Saved(_) => true,
            _ => false,
        }
    });
    speaks
}

impl Relation {
    /// True for one that is written without a number of turns.
    pub(super) fn is_bare(self) -> bool {
        match self {
            Self::Overlaps | Self::Within | Self::Encloses | Self::Meets => true,
            Self::Near(turns) | Self::Before(turns) | Self::After(turns) => turns == u32::MAX,
        }
    }

    /// How it is written in a query.
    pub fn words(self) -> String {
        match self {
            Self::Overlaps => "overlaps".to_owned(),
            Self::Within => "within".to_owned(),
            Self::Encloses => "encloses".to_owned(),
            Self::Meets => "meets".to_owned(),
            Self::Near(turns) => format!("near/{turns}"),
            Self::Before(u32::MAX) => "before".to_owned(),
            Self::After(u32::MAX) => "after".to_owned(),
            Self::Before(turns) => format!("before/{turns}"),
            Self::After(turns) => format!("after/{turns}"),
        }
    }
}

impl Unit {
    /// All units, the largest first.
    pub const ALL: [Self; 3] = [Self::Document, Self::Turn, Self::Sentence];

    /// The word behind `in:`.
    pub fn word(self) -> &'static str {
        match self {
            Self::Document => "document",
            Self::Turn => "turn",
            Self::Sentence => "sentence",
        }
    }
}

pub(super) fn gather(mut parts: Vec<Expression>, kind: fn(Vec<Expression>) -> Kind) -> Option<Expression> {
    if parts.len() <= 1 {
        return parts.pop();
    }
    let span = parts.iter().map(|part| part.span).reduce(Span::hull).unwrap_or_default();
    Some(Expression { span, kind: kind(parts) })
}
