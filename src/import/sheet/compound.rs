//! A workbook of before 2007 (.xls), looked over before a crate opens it.
//!
//! The crate follows chains of sectors without counting them, and makes room for every cell between the first and the last that
//! a sheet names: a few bytes can make it fill all memory. So chains must end, and what sheets span must be within bounds.

use super::{CELLS, too_many};
use crate::import::ImportError;

/// Ends a chain of sectors.
const END: u32 = 0xffff_fffe;
/// Numbers from here on are no sectors.
const RESERVED: u32 = 0xffff_fffa;
/// Streams shorter than this lie in small sectors.
const SMALL_STREAM: usize = 4096;
/// The size of a small sector, in bytes.
const SMALL: usize = 64;

/// Refuses a container in which something goes round, and sheets that span more cells than one may.
///
/// # Errors
/// [`ImportError::Broken`].
pub(super) fn check(bytes: &[u8]) -> Result<(), ImportError> {
    let container = Container::open(bytes)?;
    let mut book = None;
    for entry in container.entries()? {
        let stream = container.stream(&entry)?;
        if book.is_none() && ["workbook", "book"].contains(&entry.name.to_lowercase().as_str()) {
            book = Some(stream);
        }
    }
    check_sheets(&book.unwrap_or_default())
}

fn broken(why: &str) -> ImportError {
    ImportError::Broken { why: why.to_owned() }
}

fn word(bytes: &[u8], at: usize) -> u32 {
    bytes.get(at..at + 2).map_or(0, |two| u32::from(two[0]) | u32::from(two[1]) << 8)
}

fn long(bytes: &[u8], at: usize) -> u32 {
    word(bytes, at) | word(bytes, at + 2) << 16
}

fn longs(bytes: &[u8]) -> impl Iterator<Item = u32> {
    (0..bytes.len() / 4).map(|nth| long(bytes, nth * 4))
}

struct Container<'b> {
    bytes: &'b [u8],
    sector: usize,
    chains: Vec<u32>,
    small_chains: Vec<u32>,
    small_sectors: Vec<u8>,
}

/// What lies in the container.
struct Entry {
    name: String,
    start: u32,
    length: usize,
}

impl<'b> Container<'b> {
    fn open(bytes: &'b [u8]) -> Result<Self, ImportError> {
        let sector = match word(bytes, 30) {
            9 => 512,
            12 => 4096,
            _ => return Err(broken("its sectors have no size")),
        };
        if bytes.len() < 512 {
            return Err(broken("it ends in its head"));
        }
        let mut container =
            Self { bytes, sector, chains: Vec::new(), small_chains: Vec::new(), small_sectors: Vec::new() };
        let mut tables: Vec<u32> = longs(&bytes[76..512]).collect();
        let mut next = long(bytes, 68);
        let mut count = 0;
        while next < RESERVED {
            count += 1;
            let more: Vec<u32> = longs(container.at(next)?).collect();
            let Some((last, more)) = more.split_last().filter(|_| count <= container.count()) else {
                return Err(broken("its list of sectors goes round"));
            };
            tables.extend(more);
            next = *last;
        }
        for table in tables.into_iter().filter(|table| *table < RESERVED) {
            let table: Vec<u32> = longs(container.at(table)?).collect();
            container.chains.extend(table);
            if container.chains.len() > container.count() * 4 + 4096 {
                return Err(broken("its list of sectors is longer than itself"));
            }
        }
        if let Some(root) = container.entries_with_root()?.first() {
            let small = long(bytes, 64) as usize;
            if small > 0 {
                container.small_sectors = container.large(root.start, root.length)?;
                let list = container.large(long(bytes, 60), small.saturating_mul(sector))?;
                container.small_chains = longs(&list).collect();
            }
        }
        Ok(container)
    }

    /// How many sectors there are at most.
    fn count(&self) -> usize {
        self.bytes.len() / self.sector + 1
    }

    /// The bytes of a sector; the last one may be short.
    fn at(&self, id: u32) -> Result<&'b [u8], ImportError> {
        let start = (id as usize + 1).saturating_mul(self.sector);
        if start > self.bytes.len() {
            return Err(broken("a sector lies behind its end"));
        }
        Ok(&self.bytes[start..self.bytes.len().min(start + self.sector)])
    }

    /// A stream in sectors of the container.
    fn large(&self, start: u32, length: usize) -> Result<Vec<u8>, ImportError> {
        if length > self.bytes.len() + self.sector {
            return Err(broken("something in it is longer than itself"));
        }
        let mut stream = self.whole(start, length.div_ceil(self.sector))?;
        stream.truncate(length);
        Ok(stream)
    }

    /// The sectors of a chain one behind the other, `most` at most.
    fn whole(&self, start: u32, most: usize) -> Result<Vec<u8>, ImportError> {
        let mut stream = Vec::new();
        for id in chain(start, &self.chains, most)? {
            stream.extend_from_slice(self.at(id)?);
        }
        Ok(stream)
    }

    fn stream(&self, entry: &Entry) -> Result<Vec<u8>, ImportError> {
        if entry.length >= SMALL_STREAM {
            return self.large(entry.start, entry.length);
        }
        let mut stream = Vec::new();
        for id in chain(entry.start, &self.small_chains, entry.length.div_ceil(SMALL))? {
            let start = id as usize * SMALL;
            let sector = self.small_sectors.get(start..(start + SMALL).min(self.small_sectors.len()));
            stream.extend_from_slice(sector.ok_or_else(|| broken("a sector lies behind its end"))?);
        }
        stream.truncate(entry.length);
        Ok(stream)
    }

    fn entries(&self) -> Result<Vec<Entry>, ImportError> {
        Ok(self.entries_with_root()?.into_iter().skip(1).filter(|entry| entry.length > 0).collect())
    }

    fn entries_with_root(&self) -> Result<Vec<Entry>, ImportError> {
        let list = self.whole(long(self.bytes, 48), usize::MAX)?;
        let entry = |bytes: &[u8]| {
            let letters = (0..32).map(|nth| word(bytes, nth * 2) as u16).take_while(|letter| *letter != 0);
            let name = char::decode_utf16(letters).map(|letter| letter.unwrap_or('\u{fffd}')).collect();
            Entry { name, start: long(bytes, 116), length: long(bytes, 120) as usize }
        };
        Ok(list.chunks_exact(128).map(entry).collect())
    }
}

/// The sectors of a chain, `most` at most; one that goes round is an error.
fn chain(start: u32, chains: &[u32], most: usize) -> Result<Vec<u32>, ImportError> {
    let mut ids = Vec::new();
    let mut id = start;
    while id != END && ids.len() < most {
        if ids.len() > chains.len() {
            return Err(broken("a list of sectors in it goes round"));
        }
        ids.push(id);
        if ids.len() < most {
            id = *chains.get(id as usize).ok_or_else(|| broken("a list of sectors in it leads nowhere"))?;
        }
    }
    Ok(ids)
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
        let error = check(bytes).unwrap_err().to_string();
        assert!(error.contains(why), "{error}");
    }

    #[test]
    fn a_workbook_is_sound() {
        assert_eq!(check(&book()), Ok(()));
    }

    #[test]
    fn chains_that_go_round_or_lead_nowhere_are_refused() {
        let (directory, table) = (long(&book(), 48), long(&book(), 76));
        let place = (table as usize + 1) * 512 + directory as usize * 4;
        let mut round = book();
        put(&mut round, place, directory);
        refused(&round, "goes round");
        let mut nowhere = book();
        put(&mut nowhere, place, 0xffff);
        refused(&nowhere, "leads nowhere");
        let mut round = book();
        put(&mut round, 68, table);
        put(&mut round, (table as usize + 1) * 512 + 508, table);
        refused(&round, "goes round");
        let mut long = book();
        let root = (directory as usize + 1) * 512;
        put(&mut long, root + 120, 0x7fff_ffff);
        put(&mut long, 64, 1);
        refused(&long, "longer than itself");
        refused(&book()[..600], "behind its end");
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
