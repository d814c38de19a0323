//! Answers to questions: from the numbers of codings and turns, without the study, so that any thread can give them.

mod begin;
mod beside;
mod documents;
#[cfg(test)]
mod reference;
mod relation;
mod sentences;
mod test;
#[cfg(test)]
mod tests;
mod things;
mod turns;

use std::borrow::Cow;

use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::model::names::{CodingKey, DocumentKey};

use super::cancel::{Cancel, Stopped};
use super::catalogue::Catalogue;
use super::codings::CodingTable;
use super::question::{Gives, Part, Question};
use super::words::Wanted;
pub use begin::{Beginning, begin};
use things::Extent;

/// So many documents are done in one go.
const AT_A_TIME: usize = 64;

/// Looks in the texts behind a catalogue: the index, or a scan of the texts.
pub trait TextFinder: Sync {
    /// The numbers of the turns whose spoken text holds `wanted`.
    ///
    /// # Errors
    /// When it was stopped.
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped>;

    /// The numbers of the turns whose spoken text holds each of `wanted`; none where nothing is.
    ///
    /// # Errors
    /// When it was stopped.
    fn turns_of_all(&self, wanted: &[&Wanted], cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        one_by_one(wanted, |wanted| self.turns(wanted, cancel))
    }

    /// Those turns with a number below `until` whose spoken text holds each of `wanted`.
    ///
    /// # Errors
    /// When it was stopped.
    fn first_turns(&self, wanted: &[&Wanted], until: u32, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        let mut turns = self.turns_of_all(wanted, cancel)?;
        turns.remove_range(until..);
        Ok(turns)
    }

    /// The text of a document, the very one that its turns were read from; `None` where it cannot be read any more.
    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>>;
}

/// The turns that hold each of `wanted`, looked for one after the other as long as there are any.
pub(super) fn one_by_one(
    wanted: &[&Wanted],
    look: impl Fn(&Wanted) -> Result<RoaringBitmap, Stopped>,
) -> Result<RoaringBitmap, Stopped> {
    let mut found: Option<RoaringBitmap> = None;
    for wanted in wanted {
        found = Some(match found {
            None => look(wanted)?,
            Some(found) if found.is_empty() => return Ok(found),
            Some(found) => found & look(wanted)?,
        });
    }
    Ok(found.unwrap_or_default())
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
    /// Of codings: the documents that have some, each with how many stand before its first.
    pub groups: Vec<(DocumentKey, u32)>,
    /// How many codings of the study took no part because they have no place.
    pub without_place: usize,
}

/// Answers a question. Codings by one test, in documents that are told by their attributes, need no turns: then an empty
/// catalogue will do.
///
/// # Errors
/// When it was stopped.
pub fn answer(
    question: &Question,
    table: &CodingTable,
    finder: &dyn TextFinder,
    catalogue: &Catalogue,
    cancel: &Cancel,
) -> Result<Answer, Stopped> {
    let asked = Asked { table, finder, catalogue, cancel };
    let mut groups = Vec::new();
    let found = match question.gives {
        Gives::Codings => Found::Codings(asked.codings(&question.part, &mut groups)?),
        Gives::Turns => Found::Turns(asked.answering(&question.part)?),
    };
    cancel.check()?;
    Ok(Answer { found, groups, without_place: table.without_place() })
}

/// What is asked.
struct Asked<'a> {
    table: &'a CodingTable,
    finder: &'a dyn TextFinder,
    catalogue: &'a Catalogue,
    cancel: &'a Cancel,
}

impl Asked<'_> {
    /// The codings that a part gives, in the order of the corpus tree, and where those of each document begin.
    fn codings(&self, part: &Part, groups: &mut Vec<(DocumentKey, u32)>) -> Result<Vec<CodingKey>, Stopped> {
        let things = self.codings_of(part)?;
        let some = self.table.documents().par_chunks(AT_A_TIME).map(|documents| {
            let (mut codings, mut groups, mut list) = (Vec::new(), Vec::new(), Vec::new());
            for document in documents {
                self.cancel.check()?;
                list.clear();
                self.list(&things, document.document, Extent::All, &mut list);
                if !list.is_empty() {
                    groups.push((document.document, codings.len() as u32));
                    codings.extend(list.iter().map(|thing| document.rows[thing.number as usize].key));
                }
            }
            Ok((codings, groups))
        });
        let some: Vec<(Vec<CodingKey>, Vec<_>)> = some.collect::<Result<_, _>>()?;
        let mut all = Vec::with_capacity(some.iter().map(|(codings, _)| codings.len()).sum());
        for (codings, starts) in some {
            let before = all.len() as u32;
            groups.extend(starts.into_iter().map(|(document, start)| (document, before + start)));
            all.extend(codings);
        }
        Ok(all)
    }
}
