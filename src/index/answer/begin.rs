//! How an answer begins, before all of it is known: what the first documents say.
//!
//! Of what is found often the first rows are near; of what is found seldom all of them are had soon.

use std::borrow::Cow;

use roaring::RoaringBitmap;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::catalogue::Catalogue;
use crate::index::codings::CodingTable;
use crate::index::question::{Gives, Question};
use crate::index::words::Wanted;
use crate::model::names::DocumentKey;

use super::{Answer, TextFinder, answer};

/// How far an answer is begun.
#[derive(Clone, Copy, Debug)]
pub struct Beginning {
    /// So many rows are wanted.
    pub rows: usize,
    /// With so many documents it begins.
    pub(super) first: usize,
    /// Where more than one in so many documents must be asked, all of them can be.
    pub(super) part: usize,
}

impl Beginning {
    /// So many rows.
    pub fn of(rows: usize) -> Self {
        Self { rows, first: 2, part: 8 }
    }
}

/// What answers a question in the first documents: in as many of them as are needed for the rows that are wanted. `None` where
/// these are too many, or nothing tells how many.
///
/// The whole answer begins with the same codings or turns.
///
/// # Errors
/// When it was stopped.
pub fn begin(
    question: &Question,
    table: &CodingTable,
    finder: &dyn TextFinder,
    catalogue: &Catalogue,
    Beginning { rows, first, part }: Beginning,
    cancel: &Cancel,
) -> Result<Option<Answer>, Stopped> {
    let most = catalogue.documents().len() / part;
    let documents: Vec<DocumentKey> = match question.gives {
        // Their documents stand in another order than the turns, by which alone texts can be asked from the front.
        Gives::Codings if question.part.asks_for_text() => return Ok(None),
        Gives::Codings => table.documents().iter().take(most).map(|part| part.document).collect(),
        Gives::Turns => catalogue.documents().iter().take(most).map(|known| known.document).collect(),
    };
    let mut count = first;
    if documents.len() < count {
        return Ok(None);
    }
    loop {
        let first = || documents[..count].iter().copied();
        let catalogue = catalogue.only(first());
        let front = Front { finder, until: catalogue.len() };
        let begun = answer(question, &table.only(first()), &front, &catalogue, cancel)?;
        let found = begun.found.len();
        if found >= rows {
            return Ok(Some(Answer { without_place: table.without_place(), ..begun }));
        }
        // As many as are needed when it goes on so, and some more; where nothing is, nothing tells how many.
        let needed = (count * rows * 5).checked_div(found * 4);
        let Some(needed) = needed.filter(|_| count < documents.len()) else { return Ok(None) };
        count = needed.max(count * 2).min(documents.len());
    }
}

/// Looks in the turns with the first numbers alone.
struct Front<'a> {
    finder: &'a dyn TextFinder,
    until: u32,
}

impl TextFinder for Front<'_> {
    fn turns(&self, wanted: &Wanted, cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.finder.first_turns(&[wanted], self.until, cancel)
    }

    fn turns_of_all(&self, wanted: &[&Wanted], cancel: &Cancel) -> Result<RoaringBitmap, Stopped> {
        self.finder.first_turns(wanted, self.until, cancel)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        self.finder.text(document)
    }
}
