//! A code, as the codebook has it.

use crate::model::hash::Revision;
use crate::model::localized::Localized;
use crate::model::names::CodeKey;

use uuid::Uuid;

use super::guid::{self, Thing};

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
    /// What another program calls it, where it came from one.
    pub guid: Option<Uuid>,
    /// Where it is retired: the id of the code that its codings belong to now.
    pub heir: Option<String>,
    /// The state of definition, include and exclude.
    pub revision: Revision,
}

impl Code {
    /// A code of which nothing is said but its id.
    pub fn new(id: &str) -> Self {
        Self {
            key: CodeKey::from(0),
            id: id.to_owned(),
            family: 0,
            parent: None,
            name: Localized::one("", id),
            definition: Localized::default(),
            include: Vec::new(),
            exclude: Vec::new(),
            examples: Vec::new(),
            source: String::new(),
            mnemonic: None,
            color: None,
            groups: Vec::new(),
            principle: None,
            poles: Vec::new(),
            retired: false,
            heir: None,
            guid: None,
            revision: Revision::default(),
        }
    }

    /// What other programs call it: the GUID it came with, else the one that follows from its id.
    pub fn guid(&self) -> Uuid {
        self.guid.unwrap_or_else(|| guid::derived(Thing::Code, &self.id))
    }
}
