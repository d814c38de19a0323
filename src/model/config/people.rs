//! Who speaks: participants under their pseudonyms, respondents that nobody can name, and labels that are no person.

use crate::model::localized::Localized;

/// A role that speakers can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The word used in the front matter.
    pub id: String,
    /// Its name for people.
    pub name: Localized,
}

/// A person who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Pseudonym.
    pub id: String,
    /// Roles that this person can have; which one it is can differ by sitting.
    pub roles: Vec<String>,
    /// Organisation, under its pseudonym.
    pub organisation: String,
    /// Labels in documents that stand for this person; the pseudonym itself is one.
    pub labels: Vec<String>,
}

/// A label that is no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strand {
    /// The label in documents.
    pub label: String,
    /// Its name for people.
    pub name: Localized,
}

/// People who answered without a name. They may be participants too, so a count of people must not add the two.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Respondents {
    /// Their labels, with `#` for a digit: `R##`.
    pub label: String,
    /// How many there are.
    pub count: usize,
    /// Their roles.
    pub roles: Vec<String>,
    /// The documents in which they answered; empty for all.
    pub documents: Vec<String>,
}

impl Respondents {
    /// True when `label` in the document with this id is one of them.
    pub fn is(&self, label: &str, document: &str) -> bool {
        let fits = |(pattern, character): (char, char)| match pattern {
            '#' => character.is_ascii_digit(),
            other => other == character,
        };
        self.label.chars().count() == label.chars().count()
            && self.label.chars().zip(label.chars()).all(fits)
            && (self.documents.is_empty() || self.documents.iter().any(|id| id == document))
    }
}

/// What a label in a document stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Who<'a> {
    /// A person.
    Participant(&'a Participant),
    /// Somebody who answered without a name.
    Respondent(&'a Respondents),
    /// No person.
    Strand(&'a Strand),
}
