//! Saved queries put in where they are named.

use crate::text::Span;

use super::error::{Mistake, Named};
use super::resolve::Lookup;
use super::token::Wrong;
use super::values::folded;
use super::{Expression, Kind, Query};

/// Saved queries in each other.
const DEEPEST: usize = 8;

/// Parts of a query at most, with those of the saved queries in it.
const PARTS: usize = 5_000;

/// A tree without names of saved queries.
pub(super) struct Expander<'a> {
    pub lookup: &'a Lookup<'a>,
    parts: usize,
    /// Names of the saved queries that are being put in, the outermost first.
    inside: Vec<String>,
}

impl<'a> Expander<'a> {
    pub fn new(lookup: &'a Lookup<'a>) -> Self {
        Self { lookup, parts: 0, inside: Vec::new() }
    }

    pub fn expand(&mut self, expression: &Expression) -> Result<Expression, Wrong> {
        self.parts += 1;
        if self.parts > PARTS {
            return Err((expression.span, Mistake::TooLong(PARTS)));
        }
        let kind = match &expression.kind {
            Kind::Saved(name) => return self.saved(name, expression.span),
            Kind::Related { left, relation, negated, right } => Kind::Related {
                left: Box::new(self.expand(left)?),
                relation: *relation,
                negated: *negated,
                right: Box::new(self.expand(right)?),
            },
            Kind::In(unit, part) => Kind::In(*unit, Box::new(self.expand(part)?)),
            Kind::Not(part) => Kind::Not(Box::new(self.expand(part)?)),
            Kind::All(parts) => Kind::All(self.each(parts)?),
            Kind::Any(parts) => Kind::Any(self.each(parts)?),
            leaf => leaf.clone(),
        };
        Ok(Expression { span: expression.span, kind })
    }

    fn each(&mut self, parts: &[Expression]) -> Result<Vec<Expression>, Wrong> {
        parts.iter().map(|part| self.expand(part)).collect()
    }

    fn saved(&mut self, name: &str, span: Span) -> Result<Expression, Wrong> {
        let queries = &self.lookup.study.config.queries;
        let same = || queries.iter().find(|(known, _)| folded(known) == folded(name));
        let Some((name, words)) = queries.get_key_value(name).or_else(same) else {
            let known: Vec<String> = queries.keys().cloned().collect();
            let nearest =
                crate::model::names::nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
            return Err((
                span,
                Mistake::NoName { name: name.to_owned(), kind: Named::Saved, nearest, known },
            ));
        };
        if let Some(first) = self.inside.iter().position(|outer| outer == name) {
            let mut circle = self.inside[first..].to_vec();
            circle.push(name.clone());
            return Err((span, Mistake::Circle(circle)));
        }
        if self.inside.len() == DEEPEST {
            return Err((span, Mistake::TooDeep(DEEPEST)));
        }
        self.inside.push(name.clone());
        let read = Query::parse(words).map_err(|error| *error.mistake);
        let inner = read.and_then(|query| self.expand(&query.expression).map_err(|(_, mistake)| mistake));
        self.inside.pop();
        // What is wrong with names in it is found here, so that it is told of the query that has them.
        let checked = inner.and_then(|inner| {
            if self.inside.is_empty() {
                self.lookup.part(&inner).map_err(|(_, mistake)| mistake)?;
            }
            Ok(inner)
        });
        match checked {
            Ok(mut inner) => {
                place(&mut inner, span);
                Ok(inner)
            }
            Err(mistake @ (Mistake::Circle(_) | Mistake::TooLong(_))) => Err((span, mistake)),
            Err(mistake) => {
                let (name, words) = (name.clone(), words.clone());
                Err((span, Mistake::InSaved { name, words, mistake: Box::new(mistake) }))
            }
        }
    }
}

/// Puts all of it where its name stands.
fn place(expression: &mut Expression, span: Span) {
    expression.span = span;
    match &mut expression.kind {
        Kind::Related { left, right, .. } => {
            place(left, span);
            place(right, span);
        }
        Kind::In(_, part) | Kind::Not(part) => place(part, span),
        Kind::All(parts) | Kind::Any(parts) => parts.iter_mut().for_each(|part| place(part, span)),
        Kind::Field(field) => {
            (field.name_span, field.value_span) = (span, span);
            field.values.iter_mut().for_each(|value| value.span = span);
        }
        Kind::Text(_) | Kind::Pattern(_) | Kind::Forms(_) | Kind::Saved(_) => {}
    }
}
