//! Whether a coding meets a test.

use crate::index::codings::CodingRow;
use crate::index::question::{CodeSet, CodingTest};

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
