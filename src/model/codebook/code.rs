//! A code, as the codebook has it.

use crate::model::hash::Revision;
use crate::model::localized::Localized;
use crate::model::names::CodeKey;

/// A line of include or exclude.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Note {
    /// The words.
    pub text: Localized,
    /// For an exclude: the code that the passage belongs to instead, a neighbour.
    pub not: Option<String>,
}

/// A named idea.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Code {
    /// Its number in this study.
    pub key: CodeKey,
    /// Its id: unique in the study, never changed.
    pub id: String,
    /// Position of its family in [`super::Codebook::families`].
    pub family: usize,
    /// The code above it.
    pub parent: Option<CodeKey>,
    /// Its name.
    pub name: Localized,
    /// What it means.
    pub definition: Localized,
    /// When to use it.
    pub include: Vec<Note>,
    /// When not.
    pub exclude: Vec<Note>,
    /// Examples.
    pub examples: Vec<Localized>,
    /// Where it comes from.
    pub source: String,
    /// Mnemonic: typed after `,` to code at once.
    pub mnemonic: Option<String>,
    /// `#rrggbb`
    pub color: Option<(u8, u8, u8)>,
    /// Ids of the groups it is in.
    pub groups: Vec<String>,
    /// For a tension: the id of the one principle it belongs to.
    pub principle: Option<String>,
    /// For a tension between two things: what it pulls between.
    pub poles: Vec<Localized>,
    /// True when it takes no new codings.
    pub retired: bool,
    /// The state of definition, include and exclude.
    pub revision: Revision,
}
