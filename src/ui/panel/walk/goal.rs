//! What codings are gone through for, and what became of each.

use crate::model::{CodeKey, CodingKey, Uuid, recode, split};
use crate::ui::app::App;

/// Why codings are gone through.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Goal {
    /// They were made under an earlier definition, of this code or of any.
    Outdated(Option<CodeKey>),
    /// Their code is split into these, by their ids.
    Split {
        /// The code.
        code: CodeKey,
        /// What it is split into.
        parts: Vec<String>,
    },
    /// A facet that is asked while coding is open.
    Facets,
    /// They have no place in a text that was changed.
    Unplaced,
}

/// What became of a coding.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Outcome {
    /// It stands under the present definition, or its facets are filled in.
    Kept,
    /// It has another code.
    Recoded(CodeKey),
    /// It has a place again.
    Placed,
    /// It was taken off.
    Gone,
}

impl Goal {
    /// The codings to go through, by place, and how many of other coders are meant too.
    pub(super) fn codings(&self, app: &App) -> (Vec<CodingKey>, usize) {
        let study = &app.study;
        let all = match self {
            Self::Outdated(Some(code)) => recode::outdated_of(study, *code),
            Self::Outdated(None) => recode::outdated(study),
            Self::Split { code, .. } => {
                let own = split::left(study, app.coder, *code);
                let others = study.codings_with(Some(*code)).len() - own.len();
                return (own, others);
            }
            // They come as texts are compared.
            Self::Unplaced => Vec::new(),
            Self::Facets => {
                let open = |key: &CodingKey| app.has_open_facet(*key);
                let mut all: Vec<CodingKey> = study.codings().map(|(key, _)| key).filter(open).collect();
                study.sort_by_place(&mut all);
                all
            }
        };
        let there = |key: &CodingKey| study.document(study.coding(*key).document).is_some();
        let (own, others): (Vec<_>, Vec<_>) =
            all.into_iter().filter(there).partition(|key| study.coding(*key).coder == app.coder);
        (own, others.len())
    }

    /// What became of a coding that had the code `was`; `None` while it is to be gone to.
    pub(super) fn outcome(&self, app: &App, id: Uuid, was: Option<CodeKey>) -> Option<Outcome> {
        let Some(key) = app.study.find_coding(id) else { return Some(Outcome::Gone) };
        let coding = app.study.coding(key);
        if *self == Self::Unplaced && app.study.verdict(key).has_position() {
            return Some(Outcome::Placed);
        }
        if let Some(code) = coding.code.filter(|code| Some(*code) != was) {
            return Some(Outcome::Recoded(code));
        }
        match self {
            Self::Outdated(_) => (!recode::is_outdated(&app.study, key)).then_some(Outcome::Kept),
            Self::Split { .. } | Self::Unplaced => None,
            Self::Facets => (!app.has_open_facet(key)).then_some(Outcome::Kept),
        }
    }
}
