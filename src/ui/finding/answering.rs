//! Answers, how they begin, and the words of their rows, on any thread.

use std::ops::Range;
use std::sync::Arc;

use roaring::RoaringBitmap;

use super::{Answered, Ask, Marker, Row, Thing};
use crate::index::answer::{Beginning, Found, TextFinder, answer, begin};
use crate::index::catalogue::Catalogue;
use crate::index::codings::CodingTable;
use crate::index::question::Question;
use crate::index::words::Wanted;
use crate::index::{Cancel, Stopped};
use crate::model::DocumentKey;

/// What looks into the texts.
pub trait Source: TextFinder {
    /// The turns of all documents.
    fn catalogue(&self) -> Arc<Catalogue>;

    /// The text of a document, for rows: what is shown once is shown again.
    fn shown(&self, document: DocumentKey) -> Option<Arc<str>>;

    /// These turns, those that fit what is wanted best first.
    ///
    /// # Errors
    /// When it was stopped.
    fn ranked(&self, wanted: &[&Wanted], turns: &RoaringBitmap, cancel: &Cancel)
    -> Result<Vec<u32>, Stopped>;

    /// The forms of a folded word that the texts have, each with how often.
    fn forms(&self, word: &str) -> Vec<(String, usize)>;

    /// Words of the texts that begin so (folded), with in how many turns they stand; the most frequent first.
    fn words(&self, start: &str) -> Vec<(String, usize)>;
}

/// The answer to a question.
///
/// # Errors
/// When it was stopped.
pub fn answer_to(ask: &Ask, source: &impl Source, cancel: &Cancel) -> Result<Answered, Stopped> {
    let catalogue = source.catalogue();
    let answer = answer(&ask.question, &ask.codings, source, &catalogue, cancel)?;
    cancel.check()?;
    let marker = Marker::of(&ask.question);
    let wanted = ask.question.wanted();
    let order = match &answer.found {
        Found::Turns(turns) if ask.best_first && !wanted.is_empty() => {
            Some(source.ranked(&wanted, turns, cancel)?)
        }
        _ => None,
    };
    let answered = Answered::new(ask.number, answer, catalogue, marker);
    Ok(match order {
        Some(order) => answered.ranked(order),
        None => answered,
    })
}

/// The first rows of an answer; `None` where there are none soon.
///
/// # Errors
/// When it was stopped.
pub fn beginning_of(
    ask: &Ask,
    rows: usize,
    source: &impl Source,
    cancel: &Cancel,
) -> Result<Option<Answered>, Stopped> {
    let catalogue = source.catalogue();
    let begun = begin(&ask.question, &ask.codings, source, &catalogue, Beginning::of(rows), cancel)?;
    cancel.check()?;
    let marker = Marker::of(&ask.question);
    Ok(begun.map(|answer| Answered::new(ask.number, answer, catalogue, marker).begun()))
}

/// How many more the wider question finds than was answered.
///
/// # Errors
/// When it was stopped.
pub fn more_in(
    wider: &Question,
    answered: &Answered,
    codings: &CodingTable,
    source: &impl TextFinder,
    cancel: &Cancel,
) -> Result<usize, Stopped> {
    let wider = answer(wider, codings, source, &answered.catalogue, cancel)?;
    Ok(wider.found.len().saturating_sub(answered.len()))
}

/// The words of rows.
pub fn make_rows(
    answered: &Answered,
    source: &impl Source,
    codings: &CodingTable,
    rows: Range<usize>,
) -> Vec<(usize, Row)> {
    let mut made = Vec::new();
    let (mut text, mut of) = (None, None);
    for row in rows.start..rows.end.min(answered.len()) {
        let (Some(thing), Some(document)) = (answered.get(row), answered.document(row)) else { continue };
        if of != Some(document) {
            (text, of) = (source.shown(document), Some(document));
        }
        let Some(text) = text.as_deref() else { continue };
        let span = match thing {
            Thing::Turn(number) => answered.catalogue.turn(number).map(|turn| turn.spoken),
            Thing::Coding(key) => codings.of(document).iter().find(|row| row.key == key).map(|row| row.span),
        };
        let find = |spoken| answered.marker.hits(text, spoken);
        let words = span.and_then(|span| Row::new(&answered.catalogue, document, text, span, find));
        made.extend(words.map(|words| (row, words)));
    }
    made
}
