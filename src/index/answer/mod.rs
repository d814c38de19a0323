//! Answers to questions: from the numbers of codings and turns, without the study, so that any thread can give them.

use std::borrow::Cow;

use roaring::RoaringBitmap;

use crate::model::names::{CodingKey, DocumentKey};

use super::cancel::{Cancel, Stopped};
use super::words::Wanted;

/// Looks in the texts behind a catalogue: the index, or a scan of the texts.
pub trait TextFinder: Sync {
    /// The numbers of the turns whose spoken text holds `wanted`.
    ///
    /// # Errors
    /// When it was stopped.
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped>;

    /// The text of a document, the very one that its turns were read from; `None` where it cannot be read any more.
    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>>;
}

/// What was found.
#[derive(Clone, Debug, PartialEq)]
pub enum Found {
    /// Codings, in the order of the corpus tree, by place.
    Codings(Vec<CodingKey>),
    /// Turns, by their numbers in the catalogue.
    Turns(RoaringBitmap),
}

impl Found {
    /// How many there are.
    pub fn len(&self) -> usize {
        match self {
            Self::Codings(codings) => codings.len(),
            Self::Turns(turns) => turns.len() as usize,
        }
    }

    /// True when nothing was found.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}

/// The answer to a question.
#[derive(Clone, Debug, PartialEq)]
pub struct Answer {
    /// What was found.
    pub found: Found,
    /// How many codings of the study took no part because they have no place.
    pub without_place: usize,
}
