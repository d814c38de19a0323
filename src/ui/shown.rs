//! What is shown of the codings: whose, and of which families.

use std::collections::BTreeSet;

use crate::model::{CodeKey, CoderKey, CodingKey, Study};

/// Which codings the screen shows, counts and learns from: at first one's own, of all families.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Shown {
    /// Coders whose layers are on.
    pub coders: BTreeSet<CoderKey>,
    /// Ids of families that are off.
    pub without: BTreeSet<String>,
    /// Whether passages without a code are on.
    pub marks: bool,
}

impl Shown {
    /// One's own layer alone.
    pub fn own(coder: CoderKey) -> Self {
        Self { coders: BTreeSet::from([coder]), without: BTreeSet::new(), marks: true }
    }

    /// True when the coding is to be seen: it has a place, its coder and its family are on.
    pub fn shows(&self, study: &Study, key: CodingKey) -> bool {
        let coding = study.coding(key);
        let kind = coding.code.map_or(self.marks, |code| self.shows_code(study, code));
        kind && self.coders.contains(&coding.coder) && study.verdict(key).has_position()
    }

    /// True when the code's family is on; so is a code that the codebook does not have.
    pub fn shows_code(&self, study: &Study, code: CodeKey) -> bool {
        self.without.is_empty()
            || study
                .codebook
                .code(code)
                .is_none_or(|code| !self.without.contains(&study.codebook.family(code).id))
    }
}
