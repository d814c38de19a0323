//! A question about codings, with every name looked up.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::coding::Coding;
use crate::model::facets::FacetsKey;
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::model::study::Study;

use super::question::CodingTest;

/// What a coding must be to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It has one of these codes, or is a mark.
    Codes(CodeSet),
    /// It is by one of these coders.
    Coders(FxHashSet<CoderKey>),
    /// It stands in one of these documents.
    Documents(FxHashSet<DocumentKey>),
    /// Its facets are one of these sets of values.
    Facets(FxHashSet<FacetsKey>),
    /// It is marked as important.
    Important,
    /// Its code has another definition now than when it was made; the states are those of now.
    Redefined(FxHashMap<CodeKey, Revision>),
    /// It is one of these.
    These(FxHashSet<CodingKey>),
    /// All of these.
    All(Vec<Condition>),
    /// Any of these.
    Any(Vec<Condition>),
    /// Not this.
    Not(Box<Condition>),
}

/// Codes to look for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum CodeSet {
    /// Any code, but no mark.
    Any,
    /// No code: marks.
    Marks,
    /// One of these.
    These(FxHashSet<CodeKey>),
}

impl CodeSet {
    /// A code alone, or with all below it.
    pub fn of(study: &Study, code: CodeKey, descendants: bool) -> Self {
        let mut codes = FxHashSet::from_iter([code]);
        if descendants {
            codes.extend(study.codebook.with_descendants(code));
        }
        Self::These(codes)
    }
}

impl Condition {
    /// A test as a condition.
    pub(super) fn of_test(test: CodingTest) -> Self {
        match test {
            CodingTest::Codes(codes) => Self::Codes(codes),
            CodingTest::Coders(coders) => Self::Coders(coders),
            CodingTest::Facets(sets) => Self::Facets(sets),
            CodingTest::Important => Self::Important,
            CodingTest::Redefined(now) => Self::Redefined(now),
            CodingTest::These(keys) => Self::These(keys),
            CodingTest::All(tests) => Self::All(tests.into_iter().map(Self::of_test).collect()),
            CodingTest::Any(tests) => Self::Any(tests.into_iter().map(Self::of_test).collect()),
            CodingTest::Not(test) => Self::Not(Box::new(Self::of_test(*test))),
        }
    }

    /// True when `coding` meets it.
    pub fn holds(&self, key: CodingKey, coding: &Coding) -> bool {
        match self {
            Self::Codes(CodeSet::Any) => coding.code.is_some(),
            Self::Codes(CodeSet::Marks) => coding.code.is_none(),
            Self::Codes(CodeSet::These(codes)) => coding.code.is_some_and(|code| codes.contains(&code)),
            Self::Coders(coders) => coders.contains(&coding.coder),
            Self::Documents(documents) => documents.contains(&coding.document),
            Self::Facets(sets) => sets.contains(&coding.facets),
            Self::Important => coding.important,
            Self::Redefined(now) => {
                let revision = coding.code.and_then(|code| now.get(&code));
                revision.is_some_and(|revision| *revision != coding.revision)
            }
            Self::These(keys) => keys.contains(&key),
            Self::All(parts) => parts.iter().all(|part| part.holds(key, coding)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(key, coding)),
            Self::Not(part) => !part.holds(key, coding),
        }
    }

    /// Codes outside of which nothing meets it, so that only their codings need a look; `None` where it may be any.
    pub(super) fn codes(&self) -> Option<FxHashSet<Option<CodeKey>>> {
        match self {
            Self::Codes(CodeSet::Marks) => Some(FxHashSet::from_iter([None])),
            Self::Codes(CodeSet::These(codes)) => Some(codes.iter().copied().map(Some).collect()),
            Self::All(parts) => parts.iter().filter_map(Self::codes).min_by_key(FxHashSet::len),
            Self::Any(parts) => {
                let mut codes = FxHashSet::default();
                for part in parts {
                    codes.extend(part.codes()?);
                }
                Some(codes)
            }
            _ => None,
        }
    }
}
