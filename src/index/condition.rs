//! A question about codings, with every name looked up.

use rustc_hash::FxHashSet;

use crate::model::coding::Coding;
use crate::model::names::{CodeKey, CoderKey, DocumentKey, WordKey};
use crate::model::study::Study;

/// What a coding must be to be found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Condition {
    /// It has one of these codes, or is a mark.
    Codes(CodeSet),
    /// It is by one of these coders.
    Coders(FxHashSet<CoderKey>),
    /// It stands in one of these documents.
    Documents(FxHashSet<DocumentKey>),
    /// This facet has one of these values; with no values named, any value.
    Facet(WordKey, FxHashSet<WordKey>),
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
    /// True when `coding` meets it.
    pub fn holds(&self, study: &Study, coding: &Coding) -> bool {
        match self {
            Self::Codes(CodeSet::Any) => coding.code.is_some(),
            Self::Codes(CodeSet::Marks) => coding.code.is_none(),
            Self::Codes(CodeSet::These(codes)) => coding.code.is_some_and(|code| codes.contains(&code)),
            Self::Coders(coders) => coders.contains(&coding.coder),
            Self::Documents(documents) => documents.contains(&coding.document),
            Self::Facet(facet, values) => {
                let mut given = study.facets(coding).iter().filter(|(known, _)| known == facet);
                given.any(|(_, given)| values.is_empty() || given.iter().any(|value| values.contains(value)))
            }
            Self::All(parts) => parts.iter().all(|part| part.holds(study, coding)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(study, coding)),
            Self::Not(part) => !part.holds(study, coding),
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
