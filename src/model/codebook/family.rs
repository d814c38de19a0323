//! A family: its rules, its groups and its facets.

use uuid::Uuid;

use crate::model::localized::Localized;

use super::guid::{self, Thing};

/// A set of codes that belong together; one file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Family {
    /// Its id.
    pub id: String,
    /// The file it stands in, relative to the study.
    pub path: String,
    /// Its name.
    pub name: Localized,
    /// True when no two of its codes may stand on the very same passage.
    pub exclusive: bool,
    /// Coding rules.
    pub rules: Vec<Rule>,
    /// Groups that it declares; codes of any family can be in them.
    pub groups: Vec<Group>,
    /// Properties that codings of this family can have.
    pub facets: Vec<Facet>,
    /// What another program calls it, where it came from one.
    pub guid: Option<Uuid>,
}

impl Family {
    /// What other programs call it: the GUID it came with, else the one that follows from its id.
    pub fn guid(&self) -> Uuid {
        self.guid.unwrap_or_else(|| guid::derived(Thing::Family, &self.id))
    }
}

/// A coding rule, for people.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rule {
    /// `R1`
    pub id: String,
    /// What it says.
    pub text: Localized,
}

/// Codes that belong together across the tree: an alternative to it, and a code can be in several.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Group {
    /// Its id, unique in the study.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// What another program calls it, where it came from one.
    pub guid: Option<Uuid>,
}

impl Group {
    /// A group of which nothing is said but its id.
    pub fn new(id: &str) -> Self {
        Self { id: id.to_owned(), name: Localized::one("", id), guid: None }
    }

    /// What other programs call it: the GUID it came with, else the one that follows from its id.
    pub fn guid(&self) -> Uuid {
        self.guid.unwrap_or_else(|| guid::derived(Thing::Group, &self.id))
    }
}

/// How a facet is filled in.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FacetKind {
    /// One of its values.
    One,
    /// Any of its values.
    Several,
    /// Free text.
    Text,
}

impl FacetKind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::One => "one",
            Self::Several => "several",
            Self::Text => "text",
        }
    }

    /// The kind with this word.
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::One, Self::Several, Self::Text].into_iter().find(|kind| kind.word() == word)
    }
}

/// A property of a coding.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Facet {
    /// Its id, unique in its family.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// How it is filled in.
    pub kind: FacetKind,
    /// True when it is asked while coding, false when it can wait.
    pub ask_now: bool,
    /// The values, in order.
    pub values: Vec<FacetValue>,
}

/// One value of a facet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FacetValue {
    /// Its id, unique in its facet.
    pub id: String,
    /// Its name.
    pub name: Localized,
    /// Its definition.
    pub definition: Localized,
}
