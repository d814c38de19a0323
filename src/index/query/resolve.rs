//! A tree with names to a question: which parts are about one coding, and what the whole gives.
//!
//! Fields that say something of a coding (`coder:`, facets, `important:` …) belong to every code beside them: `code:a
//! coder:anna` asks for codings that are both. Brackets are a question of their own, unless they hold codes alone or such
//! fields alone: then they stand for one.

use crate::index::catalogue::Catalogue;
use crate::index::question::{CodingTest, Part, Question};
use crate::index::words::{Phrase, Wanted, WordWanted};
use crate::model::study::Study;
use crate::text::fold;

use super::error::{Mistake, Named, QueryError};
use super::fields::Topic;
use super::parse::{Query, gather};
use super::saved::Expander;
use super::token::Wrong;
use super::{Expression, Field, Forms, Kind, Reading, Text, Word};

/// Tells all forms of a folded word, folded.
pub type FormsOf<'a> = &'a dyn Fn(&str) -> Vec<String>;

/// What names are looked up in.
pub struct Lookup<'a> {
    /// The study.
    pub study: &'a Study,
    /// The turns of its texts, for who speaks in them; without it the heads of the documents say.
    pub catalogue: Option<&'a Catalogue>,
    /// The forms that the texts have; without it a word is its only form.
    pub forms: Option<FormsOf<'a>>,
}

/// What a part is to the fields of codings beside it.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Codes alone: it takes them.
    Codes,
    /// Such fields alone.
    OfCoding,
    /// Neither.
    Other,
}

impl Query {
    /// What is asked, with every name looked up.
    ///
    /// # Errors
    /// The first name that the study does not have, with its place and the nearest that it has. While somebody types, a
    /// field at the end that is no whole name yet is left out; [`Mistake::Empty`] where nothing remains.
    pub fn question(&self, lookup: &Lookup<'_>) -> Result<Question, QueryError> {
        let fail =
            |(span, mistake)| QueryError { query: self.words.clone(), span, mistake: Box::new(mistake) };
        let mut expression = self.expression.clone();
        if self.reading == Reading::Typing {
            let empty = || fail((crate::text::Span::new(0, 0), Mistake::Empty));
            expression = lookup.finished(expression, self.words.len() as u32).ok_or_else(empty)?;
        }
        let expanded = Expander::new(lookup).expand(&expression).map_err(fail)?;
        let part = lookup.part(&expanded).map_err(fail)?;
        Ok(Question { gives: part.gives(), part })
    }
}

impl Lookup<'_> {
    /// What an expression without names of saved queries asks.
    pub(super) fn part(&self, expression: &Expression) -> Result<Part, Wrong> {
        self.compile(expression, &[])
    }

    /// `tests` are what is said beside it of every coding in it.
    fn compile(&self, expression: &Expression, tests: &[CodingTest]) -> Result<Part, Wrong> {
        let each = |parts: &[Expression], tests: &[CodingTest]| -> Result<Vec<Part>, Wrong> {
            parts.iter().map(|part| self.compile(part, tests)).collect()
        };
        Ok(match &expression.kind {
            Kind::Text(text) => Part::Text(Wanted::Phrase(text.phrase())),
            Kind::Pattern(pattern) => {
                let pattern =
                    pattern.compile().map_err(|wrong| (expression.span, Mistake::Pattern(wrong)))?;
                Part::Text(Wanted::Pattern(pattern))
            }
            Kind::Forms(forms) => Part::Text(Wanted::Phrase(self.forms_of(forms))),
            Kind::Field(field) => self.field(field, tests)?,
            Kind::Saved(name) => {
                let known = self.study.config.queries.keys().cloned().collect();
                let name = name.clone();
                return Err((
                    expression.span,
                    Mistake::NoName { name, kind: Named::Saved, nearest: None, known },
                ));
            }
            Kind::Related { left, relation, negated, right } => {
                let (asked_left, asked_right) = (self.compile(left, tests)?, self.compile(right, &[])?);
                if relation.is_bare() && !asked_left.asks_codings() && !asked_right.asks_codings() {
                    // Attributes look like facets to the parser: between two of them it was a word.
                    let word = Text::word(&relation.words()).phrase();
                    let word = Part::Text(Wanted::Phrase(word));
                    let word = if *negated { Part::Not(Box::new(word)) } else { word };
                    return Ok(Part::All(vec![asked_left, word, asked_right]));
                }
                Part::Related {
                    left: Box::new(asked_left),
                    relation: *relation,
                    negated: *negated,
                    right: Box::new(asked_right),
                }
            }
            Kind::In(unit, part) => Part::In(*unit, Box::new(self.compile(part, &[])?)),
            Kind::Not(part) => Part::Not(Box::new(self.compile(part, tests)?)),
            Kind::Any(parts) => Part::Any(each(parts, tests)?),
            Kind::All(parts) if tests.is_empty() => self.all(parts)?,
            Kind::All(parts) => Part::All(each(parts, tests)?),
        })
    }

    /// Parts that must hold together: fields of codings go to the codes, or make one test of their own.
    fn all(&self, parts: &[Expression]) -> Result<Part, Wrong> {
        let mut classed = Vec::new();
        for part in parts {
            classed.push((self.class(part)?, part));
        }
        let of_coding: Vec<&Expression> =
            classed.iter().filter(|(class, _)| *class == Class::OfCoding).map(|(_, part)| *part).collect();
        let has_codes = classed.iter().any(|(class, _)| *class == Class::Codes);
        let mut together = false;
        if !has_codes {
            let memos_alone = self.memos_alone(&of_coding)?;
            together = !memos_alone && of_coding.iter().any(|part| asks_positively(part, true));
        }
        let mut tests = Vec::new();
        if has_codes || together {
            for part in &of_coding {
                tests.push(self.test(part)?);
            }
        }
        let mut found = Vec::new();
        for (class, part) in classed {
            match class {
                Class::Codes => found.push(self.compile(part, &tests)?),
                Class::OfCoding if has_codes || together => {}
                Class::OfCoding | Class::Other => found.push(self.compile(part, &[])?),
            }
        }
        if together {
            found.push(Part::Coding(all_of(tests)));
        }
        Ok(match found.pop() {
            Some(only) if found.is_empty() => only,
            Some(last) => {
                found.push(last);
                Part::All(found)
            }
            None => Part::All(found),
        })
    }

    fn field(&self, field: &Field, tests: &[CodingTest]) -> Result<Part, Wrong> {
        let topic = self.topic(field)?;
        if topic == Topic::Memo && tests.is_empty() {
            return self.memos(field);
        }
        if topic.is_code() || topic.is_of_coding() {
            let own = self.coding_test(field, &topic)?;
            let mut all = vec![own];
            all.extend(tests.iter().cloned());
            return Ok(Part::Coding(all_of(all)));
        }
        self.unit_part(field, &topic)
    }

    fn class(&self, expression: &Expression) -> Result<Class, Wrong> {
        Ok(match &expression.kind {
            Kind::Field(field) => match self.topic(field)? {
                topic if topic.is_code() => Class::Codes,
                topic if topic.is_of_coding() => Class::OfCoding,
                _ => Class::Other,
            },
            Kind::Not(part) => self.class(part)?,
            // What a relation gives is its left side.
            Kind::Related { left, .. } if self.class(left)? == Class::Codes => Class::Codes,
            Kind::All(parts) | Kind::Any(parts) => {
                let mut classes = Vec::new();
                for part in parts {
                    classes.push(self.class(part)?);
                }
                match classes.first() {
                    Some(&first) if classes.iter().all(|class| *class == first) => first,
                    _ => Class::Other,
                }
            }
            _ => Class::Other,
        })
    }

    /// The test that an expression of such fields alone is.
    fn test(&self, expression: &Expression) -> Result<CodingTest, Wrong> {
        let each =
            |parts: &[Expression]| parts.iter().map(|part| self.test(part)).collect::<Result<Vec<_>, _>>();
        Ok(match &expression.kind {
            Kind::Field(field) => self.coding_test(field, &self.topic(field)?)?,
            Kind::Not(part) => CodingTest::Not(Box::new(self.test(part)?)),
            Kind::All(parts) => CodingTest::All(each(parts)?),
            Kind::Any(parts) => CodingTest::Any(each(parts)?),
            _ => return Err((expression.span, Mistake::Empty)),
        })
    }

    /// True where nothing but `memo:` is said: that is about turns and documents as well.
    fn memos_alone(&self, parts: &[&Expression]) -> Result<bool, Wrong> {
        for field in parts.iter().flat_map(|part| part.fields()) {
            if self.topic(field)? != Topic::Memo {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn forms_of(&self, forms: &Forms) -> Phrase {
        let fold = |word: &str| fold::words(word).concat();
        let word = fold(&forms.word);
        let mut found = self.forms.map(|forms| forms(&word)).unwrap_or_default();
        found.push(word);
        let without: Vec<String> = forms.without.iter().map(|form| fold(form)).collect();
        found.retain(|form| !without.contains(form));
        found.sort_unstable();
        found.dedup();
        Phrase { words: vec![WordWanted::OneOf(found)], slop: 0, exact: None }
    }

    /// Without fields that nothing was written for yet, and without a name at the end that is none yet.
    fn finished(&self, expression: Expression, end: u32) -> Option<Expression> {
        let span = expression.span;
        let both = |left: Box<Expression>, right: Box<Expression>| {
            (self.finished(*left, end), self.finished(*right, end))
        };
        let kind = match expression.kind {
            Kind::Field(field) => {
                let half = self.topic(&field).and_then(|topic| match topic {
                    topic if topic.is_code() || topic.is_of_coding() => {
                        self.coding_test(&field, &topic).map(|_| ())
                    }
                    topic => self.unit_part(&field, &topic).map(|_| ()),
                });
                match half.map_err(|(_, mistake)| mistake) {
                    Err(Mistake::NoValue { .. }) => return None,
                    Err(Mistake::NoName { .. } | Mistake::Range) if span.end == end => return None,
                    _ => Kind::Field(field),
                }
            }
            Kind::Saved(name) if span.end == end && !self.study.config.queries.contains_key(&name) => {
                return None;
            }
            Kind::Related { left, relation, negated, right } => match both(left, right) {
                (Some(left), Some(right)) => {
                    Kind::Related { left: Box::new(left), relation, negated, right: Box::new(right) }
                }
                (left, right) => return left.or(right),
            },
            Kind::In(unit, part) => Kind::In(unit, Box::new(self.finished(*part, end)?)),
            Kind::Not(part) => Kind::Not(Box::new(self.finished(*part, end)?)),
            Kind::All(parts) => {
                return gather(
                    parts.into_iter().filter_map(|part| self.finished(part, end)).collect(),
                    Kind::All,
                );
            }
            Kind::Any(parts) => {
                return gather(
                    parts.into_iter().filter_map(|part| self.finished(part, end)).collect(),
                    Kind::Any,
                );
            }
            leaf => leaf,
        };
        Some(Expression { span, kind })
    }
}

fn all_of(mut tests: Vec<CodingTest>) -> CodingTest {
    match tests.pop() {
        Some(only) if tests.is_empty() => only,
        Some(last) => {
            tests.push(last);
            CodingTest::All(tests)
        }
        None => CodingTest::All(tests),
    }
}

/// True where a field stands in it that is not negated.
fn asks_positively(expression: &Expression, positive: bool) -> bool {
    match &expression.kind {
        Kind::Field(_) => positive,
        Kind::Not(part) => asks_positively(part, !positive),
        Kind::All(parts) | Kind::Any(parts) => parts.iter().any(|part| asks_positively(part, positive)),
        _ => false,
    }
}

impl Part {
    /// True where codings are asked for somewhere in it.
    fn asks_codings(&self) -> bool {
        match self {
            Self::Coding(_) | Self::Related { .. } => true,
            Self::In(_, part) | Self::Not(part) => part.asks_codings(),
            Self::All(parts) | Self::Any(parts) => parts.iter().any(Self::asks_codings),
            Self::Text(_) | Self::Speakers(_) | Self::Documents(_) | Self::Memos { .. } => false,
        }
    }
}

impl Text {
    /// One plain word.
    fn word(text: &str) -> Self {
        let word = Word { text: text.to_owned(), open_start: false, open_end: false };
        Self { words: vec![word], slop: 0, exact: false, letters: 0 }
    }

    /// The same, folded.
    pub(super) fn phrase(&self) -> Phrase {
        let wanted = |word: &Word| {
            let folded = fold::words(&word.text).concat();
            match (word.open_start, word.open_end, self.letters) {
                (false, false, 0) => WordWanted::Is(folded),
                (false, false, letters) => WordWanted::Near(folded, letters),
                (false, true, _) => WordWanted::Starts(folded),
                (true, false, _) => WordWanted::Ends(folded),
                (true, true, _) => WordWanted::Holds(folded),
            }
        };
        Phrase {
            words: self.words.iter().map(wanted).collect(),
            slop: self.slop,
            exact: self.exact.then(|| self.words.iter().map(|word| word.text.clone()).collect()),
        }
    }
}
