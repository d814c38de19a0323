//! A workbook of before 2007 (.xls), taken out of its container before the crate that reads its cells sees it.
//!
//! That crate follows the chains of the container in its own way, and makes room for every cell between the first and the last
//! that a sheet names: a few bytes can make it fill all memory. So it gets a container that was written anew and holds the
//! workbook alone, and what sheets span must be within bounds.

use std::io::{Cursor, Read as _, Write as _};

use cfb::CompoundFile;

use super::{CELLS, too_many};
use crate::import::ImportError;

/// The names of the stream with the workbook, of today and of before 1997.
const BOOKS: [&str; 2] = ["workbook", "book"];

/// A container with the workbook of this one, and nothing else.
///
/// # Errors
/// [`ImportError::Broken`]; also for sheets that span more cells than one may.
pub(super) fn workbook(bytes: &[u8]) -> Result<Vec<u8>, ImportError> {
    let (name, book) = taken_out(bytes)?;
    check_sheets(&book)?;
    written(&name, &book).map_err(|error| broken(&error))
}

/// The stream with the workbook, and its name.
fn taken_out(bytes: &[u8]) -> Result<(String, Vec<u8>), ImportError> {
    let mut container = CompoundFile::open(Cursor::new(bytes)).map_err(|error| broken(&error))?;
    let streams: Vec<String> = container
        .read_root_storage()
        .filter(cfb::Entry::is_stream)
        .map(|entry| entry.name().to_owned())
        .collect();
    let named = |wanted: &&str| streams.iter().find(|name| name.eq_ignore_ascii_case(wanted));
    let Some(name) = BOOKS.iter().find_map(named) else { return Err(broken(&"there is no workbook in it")) };
    let mut book = Vec::new();
    // Its length is only a claim.
    let most = bytes.len() as u64;
    let stream = container.open_stream(name).map_err(|error| broken(&error))?;
    stream.take(most).read_to_end(&mut book).map_err(|error| broken(&error))?;
    Ok((name.clone(), book))
}

fn written(name: &str, book: &[u8]) -> std::io::Result<Vec<u8>> {
    // The form of before 2007, which every reader knows.
    let mut container = CompoundFile::create_with_version(cfb::Version::V3, Cursor::new(Vec::new()))?;
    container.create_stream(name)?.write_all(book)?;
    container.flush()?;
    Ok(container.into_inner().into_inner())
}

fn broken(why: &dyn std::fmt::Display) -> ImportError {
    ImportError::Broken { why: why.to_string() }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 2).map_or(0, |two| u32::from(two[0]) | u32::from(two[1]) << 8)
}

fn long(bytes: &[u8], at: usize) -> u32 {
    word(bytes, at) | word(bytes, at + 2) << 16
}

/// The records of a workbook from a place on: kind and content.
fn records(book: &[u8], start: usize) -> impl Iterator<Item = (u32, &[u8])> {
    let mut at = start;
    std::iter::from_fn(move || {
        let head = book.get(at..at + 4)?;
        let content = book.get(at + 4..at + 4 + word(head, 2) as usize)?;
        at += 4 + content.len();
        Some((word(head, 0), content))
    })
}

/// Refuses sheets with more cells between the first and the last than a table may have.
fn check_sheets(book: &[u8]) -> Result<(), ImportError> {
    let globals = records(book, 0).take_while(|(kind, _)| *kind != 0x0a);
    let sheets = globals.filter(|(kind, _)| *kind == 0x85).map(|(_, content)| long(content, 0) as usize);
    let sheets: Vec<usize> = sheets.collect();
    for start in sheets {
        let (mut rows, mut columns) = ((u32::MAX, 0), (u32::MAX, 0));
        for (kind, content) in records(book, start) {
            let (row, column) = match kind {
                0x0006 | 0x0203 | 0x0204 | 0x0205 | 0x00d6 | 0x027e | 0x00fd | 0x00e5 => {
                    ((word(content, 0), word(content, 0)), (word(content, 2), word(content, 2)))
                }
                // Several numbers of one row.
                0x00bd => (
                    (word(content, 0), word(content, 0)),
                    (word(content, 2), word(content, content.len().saturating_sub(2))),
                ),
                // What the sheet says of itself; the last row and column are those behind it.
                0x0200 if content.len() >= 14 => (
                    (long(content, 0), long(content, 4).saturating_sub(1)),
                    (word(content, 8), word(content, 10).saturating_sub(1)),
                ),
                0x0200 => (
                    (word(content, 0), word(content, 2).saturating_sub(1)),
                    (word(content, 4), word(content, 6).saturating_sub(1)),
                ),
                _ => continue,
            };
            rows = (rows.0.min(row.0), rows.1.max(row.1));
            columns = (columns.0.min(column.0), columns.1.max(column.1));
        }
        let span = |(first, last): (u32, u32)| (last.saturating_sub(first) as usize).saturating_add(1);
        if span(rows).saturating_mul(span(columns)) > CELLS {
            return Err(too_many());
        }
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The example of the fuzz target, made by another program.
    fn book() -> Vec<u8> {
        std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/seeds/excel/xls")).unwrap()
    }

    fn put(bytes: &mut [u8], at: usize, value: u32) {
        bytes[at..at + 4].copy_from_slice(&value.to_le_bytes());
    }

    /// Where the last record of this kind begins.
    fn record(bytes: &[u8], head: [u8; 4]) -> usize {
        memchr::memmem::rfind(bytes, &head).unwrap()
    }

    #[track_caller]
    fn refused(bytes: &[u8], why: &str) {
        let error = workbook(bytes).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn the_workbook_comes_out_as_it_went_in() {
        let (name, stream) = taken_out(&book()).unwrap();
        let anew = workbook(&book()).unwrap();
        assert_eq!(taken_out(&anew).unwrap(), (name, stream.clone()));
        assert!(stream.len() > 1000);
    }

    #[test]
    fn chains_that_go_round_or_lead_nowhere_are_refused() {
        let (directory, table) = (long(&book(), 48), long(&book(), 76));
        let place = (table as usize + 1) * 512 + directory as usize * 4;
        let mut round = book();
        put(&mut round, place, directory);
        assert!(workbook(&round).is_err());
        let mut nowhere = book();
        put(&mut nowhere, place, 0xffff);
        assert!(workbook(&nowhere).is_err() || taken_out(&nowhere).unwrap() == taken_out(&book()).unwrap());
        let mut tables = book();
        put(&mut tables, 68, table);
        put(&mut tables, (table as usize + 1) * 512 + 508, table);
        assert!(workbook(&tables).is_err());
        assert!(workbook(&book()[..600]).is_err());
        assert!(workbook(&[]).is_err());
    }

    #[test]
    fn a_stream_is_no_longer_than_what_it_came_from() {
        let directory = (long(&book(), 48) as usize + 1) * 512;
        for entry in 0..4 {
            let mut long = book();
            put(&mut long, directory + entry * 128 + 120, 0x7fff_ffff);
            if let Ok(anew) = workbook(&long) {
                assert!(anew.len() < book().len() * 2, "{}", anew.len());
            }
        }
    }

    #[test]
    fn a_container_of_other_things_holds_no_workbook() {
        refused(&written("Contents", b"words").unwrap(), "no workbook");
    }

    #[test]
    fn sheets_that_span_too_much_are_refused() {
        let mut far = book();
        let cell = record(&far, [0xfd, 0, 10, 0]) + 4;
        put(&mut far, cell, u32::MAX);
        refused(&far, "more than 10000000 cells");
        let mut large = book();
        let size = record(&large, [0, 2, 14, 0]) + 4;
        put(&mut large, size + 4, 0x7fff_ffff);
        refused(&large, "more than 10000000 cells");
    }
}
