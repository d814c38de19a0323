//! From an index and the documents as they are now to a finder: which documents still are what was indexed, which must be
//! read and scanned, and which number each turn has.

use rustc_hash::FxHashMap;
use std::sync::Arc;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::catalogue::{Catalogue, Catalogued, CataloguedTurn};
use crate::text::Turns;

use super::corpus::{Corpus, CorpusFile, DocumentText, Seen};
use super::parallel::in_parallel;
use super::shard::Shard;
use super::table::{Row, Table};

/// Stands for the shard of a document that is in none.
pub(super) const NO_SHARD: u32 = u32::MAX;

/// The documents as they are, each in the index or to be scanned.
pub(super) struct Assembled {
    pub(super) catalogue: Arc<Catalogue>,
    /// Beside the documents of the catalogue.
    pub(super) rows: Vec<Row>,
    pub(super) parts: Vec<Part>,
    /// The documents in no shard, by their place in the catalogue.
    pub(super) loose: Vec<u32>,
    /// True when it is not word for word what the table says.
    pub(super) changed: bool,
}

/// A shard, and which of its turns have which numbers.
#[derive(Clone)]
pub(super) struct Part {
    pub(super) shard: Arc<Shard>,
    pub(super) runs: Vec<Run>,
}

/// Turns on end in a shard that are on end in the catalogue too.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Run {
    /// The number of the first in the shard.
    pub(super) local: u32,
    /// Its number in the catalogue.
    pub(super) number: u32,
    pub(super) turns: u32,
}

/// A document as it is now.
enum Now {
    /// As in this row of the table.
    Same(usize, Seen),
    /// Another text, or another division of it.
    New(DocumentText),
    /// It cannot be read.
    Unreadable,
}

/// Puts together what the index has and what stands in the files.
///
/// # Errors
/// When it was stopped.
pub(super) fn assemble(
    corpus: &Corpus,
    table: Table,
    shards: &[Arc<Shard>],
    cancel: &Cancel,
) -> Result<Assembled, Stopped> {
    let places = places(&table);
    let now = in_parallel(corpus.files(), cancel, |file| look(corpus, file, &table, &places))?;
    Ok(put_together(corpus, table, shards, &places, now))
}

/// The same where every document was read for this very table a moment ago.
pub(super) fn as_made(corpus: &Corpus, table: Table, shards: &[Arc<Shard>]) -> Assembled {
    let places = places(&table);
    let now = corpus.files().iter().map(|file| match row_of(&table, file) {
        Some(at) => Now::Same(at, table.documents[at].seen),
        None => Now::Unreadable,
    });
    let now = now.collect();
    put_together(corpus, table, shards, &places, now)
}

fn put_together(
    corpus: &Corpus,
    table: Table,
    shards: &[Arc<Shard>],
    places: &[usize],
    now: Vec<Now>,
) -> Assembled {
    let same = |(at, now): (usize, &Now)| matches!(now, Now::Same(row, _) if *row == at);
    let as_in_table = now.len() == table.documents.len() && now.iter().enumerate().all(same);
    let fresh = as_in_table
        && now
            .iter()
            .zip(&table.documents)
            .all(|(now, row)| matches!(now, Now::Same(_, seen) if *seen == row.seen));
    let (catalogue, rows) =
        if as_in_table { whole(corpus, table, now) } else { mixed(corpus, table, places, now) };
    Assembled {
        parts: parts(&catalogue, &rows, shards),
        loose: (0..).zip(&rows).filter(|(_, row)| row.shard == NO_SHARD).map(|(at, _)| at).collect(),
        changed: !fresh,
        catalogue: Arc::new(catalogue),
        rows,
    }
}

fn row_of(table: &Table, file: &CorpusFile) -> Option<usize> {
    table.documents.binary_search_by(|row| row.path.as_str().cmp(&file.path)).ok()
}

/// Where the turns of each row begin in the table.
fn places(table: &Table) -> Vec<usize> {
    let rows = table.documents.iter();
    rows.scan(0, |next, row| Some(std::mem::replace(next, *next + row.turns as usize))).collect()
}

fn look(corpus: &Corpus, file: &CorpusFile, table: &Table, places: &[usize]) -> Now {
    let Some(seen) = corpus.seen(file) else { return Now::Unreadable };
    let row = row_of(table, file);
    if let Some(at) = row
        && table.documents[at].seen.is_still(seen)
    {
        return Now::Same(at, seen);
    }
    let Some(text) = corpus.read(file) else { return Now::Unreadable };
    match row {
        Some(at) if is_same(table, at, places[at], &text) => Now::Same(at, text.seen),
        _ => Now::New(text),
    }
}

/// True when text and turns are those of the row: a head may have changed, or only the time of the file.
fn is_same(table: &Table, at: usize, place: usize, text: &DocumentText) -> bool {
    let row = &table.documents[at];
    let turns = &table.turns[place..place + row.turns as usize];
    row.hash == text.hash
        && row.text_start == text.text_start
        && turns.len() == text.turns.len()
        && turns.iter().zip(&text.turns).all(|(old, new)| {
            let label = old.label.and_then(|label| table.labels.get(label as usize).map(String::as_str));
            (old.span, old.spoken) == (new.span, new.spoken)
                && label == new.label.map(|label| label.slice(&text.text))
        })
}

/// All as in the table: nothing is copied.
fn whole(corpus: &Corpus, table: Table, now: Vec<Now>) -> (Catalogue, Vec<Row>) {
    let Table { mut documents, turns, labels, .. } = table;
    for (row, now) in documents.iter_mut().zip(now) {
        if let Now::Same(_, seen) = now {
            row.seen = seen;
        }
    }
    let mut first = 0;
    let catalogued = corpus.files().iter().zip(&documents).map(|(file, row)| {
        let catalogued = Catalogued {
            document: file.document,
            hash: row.hash,
            text_start: row.text_start,
            first,
            turns: row.turns,
        };
        first += row.turns;
        catalogued
    });
    let catalogued = catalogued.collect();
    (Catalogue::from_parts(catalogued, turns, labels), documents)
}

fn mixed(corpus: &Corpus, table: Table, places: &[usize], now: Vec<Now>) -> (Catalogue, Vec<Row>) {
    let mut known: FxHashMap<String, u32> =
        (0..).zip(&table.labels).map(|(number, label)| (label.clone(), number)).collect();
    let mut catalogue = Catalogue::from_parts(Vec::new(), Vec::new(), table.labels);
    let mut rows = Vec::with_capacity(now.len());
    for (file, now) in corpus.files().iter().zip(now) {
        match now {
            Now::Same(at, seen) => {
                let row = Row { seen, ..table.documents[at].clone() };
                let turns = &table.turns[places[at]..places[at] + row.turns as usize];
                catalogue.push(file.document, row.hash, row.text_start, turns.iter().copied());
                rows.push(row);
            }
            Now::New(text) => {
                let DocumentText { seen, hash, text_start, turns, text } = text;
                catalogue.push_text(&mut known, file.document, hash, text_start, &text, &turns);
                rows.push(Row {
                    path: file.path.clone(),
                    seen,
                    hash,
                    text_start,
                    length: text.len() as u32,
                    shard: NO_SHARD,
                    first: 0,
                    turns: Turns::len(&turns) as u32,
                });
            }
            Now::Unreadable => {}
        }
    }
    (catalogue, rows)
}

/// Which turns of the shards have which numbers.
fn parts(catalogue: &Catalogue, rows: &[Row], shards: &[Arc<Shard>]) -> Vec<Part> {
    let mut parts: Vec<Part> =
        shards.iter().map(|shard| Part { shard: Arc::clone(shard), runs: Vec::new() }).collect();
    for (document, row) in catalogue.documents().iter().zip(rows) {
        let Some(part) = parts.get_mut(row.shard as usize) else { continue };
        match part.runs.last_mut() {
            Some(run) if run.local + run.turns == row.first && run.number + run.turns == document.first => {
                run.turns += row.turns;
            }
            _ => part.runs.push(Run { local: row.first, number: document.first, turns: row.turns }),
        }
    }
    parts.retain(|part| !part.runs.is_empty());
    parts
}

/// The table of what was put together, as it stands in memory.
pub(super) fn table_of(catalogue: &Catalogue, rows: &[Row]) -> Table {
    let turns: Vec<CataloguedTurn> = catalogue.turns().to_vec();
    Table {
        documents: rows.to_vec(),
        turns,
        labels: catalogue.labels().to_vec(),
        shards: 0,
        files: Vec::new(),
    }
}
