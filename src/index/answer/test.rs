//! Whether a coding meets a test.

use crate::index::codings::{CodingRow, DocumentCodings};
use crate::index::question::{CodeSet, CodingTest};
use crate::model::names::{CodeKey, CoderKey};

/// A test that is made of all codings: what most of them fail, or do not, is looked up in tables.
#[derive(Debug)]
pub(super) struct Ready<'q> {
    /// By number: the codes of which a coding must have one.
    codes: Option<Box<[bool]>>,
    /// By number: the coders of whom it must be.
    coders: Option<Box<[bool]>>,
    /// What it must meet besides.
    rest: Vec<&'q CodingTest>,
}

impl<'q> Ready<'q> {
    pub(super) fn new(test: &'q CodingTest) -> Self {
        let mut ready = Self { codes: None, coders: None, rest: Vec::new() };
        ready.take(test);
        ready
    }

    fn take(&mut self, test: &'q CodingTest) {
        match test {
            CodingTest::All(tests) => tests.iter().for_each(|test| self.take(test)),
            CodingTest::Codes(CodeSet::These(codes)) if self.codes.is_none() => {
                self.codes = Some(table(codes.iter().copied().map(CodeKey::index)));
            }
            CodingTest::Coders(coders) if self.coders.is_none() => {
                self.coders = Some(table(coders.iter().copied().map(CoderKey::index)));
            }
            test => self.rest.push(test),
        }
    }

    /// True when the coding with this number meets it.
    pub(super) fn holds(&self, part: &DocumentCodings, number: usize) -> bool {
        let has_code = self.codes.as_deref().is_none_or(|codes| is_one_of(codes, part.codes[number]));
        has_code && self.holds_besides(&part.rows[number])
    }

    /// Calls `tell` with the number of each coding that meets it, in order.
    pub(super) fn each(&self, part: &DocumentCodings, mut tell: impl FnMut(usize)) {
        let Some(codes) = self.codes.as_deref() else {
            let rows = part.rows.iter().enumerate();
            return rows.filter(|(_, row)| self.holds_besides(row)).for_each(|(number, _)| tell(number));
        };
        let with_code = part.codes.iter().enumerate().filter(|(_, code)| is_one_of(codes, **code));
        let all = self.coders.is_none() && self.rest.is_empty();
        for (number, _) in with_code {
            if all || self.holds_besides(&part.rows[number]) {
                tell(number);
            }
        }
    }

    /// True when a coding with one of the codes meets the rest of it.
    fn holds_besides(&self, row: &CodingRow) -> bool {
        let theirs = |coders: &[bool]| coders.get(row.coder.index()).copied().unwrap_or(false);
        self.coders.as_deref().is_none_or(theirs) && self.rest.iter().all(|test| test.holds(row))
    }
}

fn is_one_of(codes: &[bool], code: Option<CodeKey>) -> bool {
    code.is_some_and(|code| codes.get(code.index()).copied().unwrap_or(false))
}

fn table(numbers: impl Iterator<Item = usize>) -> Box<[bool]> {
    let mut table = Vec::new();
    for number in numbers {
        if number >= table.len() {
            table.resize(number + 1, false);
        }
        table[number] = true;
    }
    table.into_boxed_slice()
}

impl CodingTest {
    /// True when a coding meets it.
    pub fn holds(&self, row: &CodingRow) -> bool {
        match self {
            Self::Codes(CodeSet::Any) => row.code.is_some(),
            Self::Codes(CodeSet::Marks) => row.code.is_none(),
            Self::Codes(CodeSet::These(codes)) => row.code.is_some_and(|code| codes.contains(&code)),
            Self::Coders(coders) => coders.contains(&row.coder),
            Self::Facets(facets) => facets.contains(&row.facets),
            Self::Important => row.important,
            Self::Redefined(now) => {
                row.code.and_then(|code| now.get(&code)).is_some_and(|now| *now != row.revision)
            }
            Self::These(codings) => codings.contains(&row.key),
            Self::All(tests) => tests.iter().all(|test| test.holds(row)),
            Self::Any(tests) => tests.iter().any(|test| test.holds(row)),
            Self::Not(test) => !test.holds(row),
        }
    }
}
