//! Spreadsheets of LibreOffice and others (.ods): their tables as text.
//!
//! Rows and cells are repeated by a number there, so what a few bytes become is counted while they are read.

use super::workbook::Rows;
use super::{CELLS, too_many};
use crate::import::ImportError;
use crate::import::limits::Container;
use crate::import::part::part;
use crate::import::xml::{Piece, Tag, Xml};

/// What to do about a file that is damaged.
const CURE: &str = "open it in LibreOffice and save it anew";
/// Blanks that one element may stand for.
const BLANKS: usize = 1000;

/// The tables, with their names.
pub(super) fn read(container: &mut Container<'_>) -> Result<Vec<(String, Rows)>, ImportError> {
    let Some(content) = part(container, "content.xml")? else {
        return Err(ImportError::Broken { why: "there is no content.xml in it".to_owned() });
    };
    let mut xml = Xml::new(&content, CURE);
    let mut tables: Vec<(String, Rows)> = Vec::new();
    let mut row: u32 = 0;
    while let Some(piece) = xml.next()? {
        let Piece::Open(tag) = piece else { continue };
        match tag.name.as_str() {
            "table" => {
                tables.push((tag.get("name").unwrap_or_default().to_owned(), Rows::default()));
                row = 0;
            }
            "table-row" => {
                let times = times(&tag, "number-rows-repeated");
                let cells = cells(&mut xml)?;
                if let Some((_, rows)) = tables.last_mut() {
                    put(rows, (row, times), &cells)?;
                }
                row = row.saturating_add(times);
            }
            // Versions of cells that are gone, and pictures with words in them.
            "tracked-changes" | "shapes" | "scripts" => xml.skip()?,
            _ => {}
        }
    }
    Ok(tables)
}

fn times(tag: &Tag, name: &str) -> u32 {
    tag.get(name).and_then(|times| times.parse().ok()).unwrap_or(1)
}

/// What stands in the row that has just been opened: how often, and what.
fn cells(xml: &mut Xml<'_>) -> Result<Vec<(u32, String)>, ImportError> {
    let mut cells = Vec::new();
    loop {
        match xml.next()? {
            Some(Piece::Open(tag)) if tag.name == "table-cell" || tag.name == "covered-table-cell" => {
                let times = times(&tag, "number-columns-repeated");
                cells.push((times, cell(xml, &tag)?));
            }
            Some(Piece::Open(_)) => xml.skip()?,
            Some(Piece::Words(_)) => {}
            Some(Piece::Close) | None => return Ok(cells),
        }
    }
}

fn put(rows: &mut Rows, (row, times): (u32, u32), cells: &[(u32, String)]) -> Result<(), ImportError> {
    if cells.iter().all(|(_, words)| words.is_empty()) {
        return Ok(());
    }
    // Said before it is done: a few bytes can ask for thousands of millions.
    let filled = cells.iter().filter(|(_, words)| !words.is_empty()).map(|(times, _)| *times as usize);
    if filled.fold(0, usize::saturating_add).saturating_mul(times as usize) > CELLS {
        return Err(too_many());
    }
    for row in row..row.saturating_add(times) {
        let mut column: u32 = 0;
        for (times, words) in cells {
            let end = column.saturating_add(*times);
            if !words.is_empty() {
                for column in column..end {
                    rows.put((row, column), words.clone())?;
                }
            }
            column = end;
        }
    }
    Ok(())
}

/// The cell that has just been opened: its value where it has one of its own, else its words.
fn cell(xml: &mut Xml<'_>, tag: &Tag) -> Result<String, ImportError> {
    let words = words(xml)?;
    let value = |name: &str| tag.get(name).map(str::to_owned);
    let said = match tag.get("value-type") {
        Some("float" | "percentage" | "currency") => {
            value("value").map(|value| value.parse::<f64>().map_or(value, |number| number.to_string()))
        }
        Some("date") => value("date-value").map(|date| day(&date)),
        Some("time") => value("time-value").map(|time| duration(&time).unwrap_or(time)),
        Some("boolean") => value("boolean-value"),
        _ => value("string-value").filter(|_| words.is_empty()),
    };
    Ok(said.unwrap_or(words))
}

/// The paragraphs of a cell; comments are no part of it.
fn words(xml: &mut Xml<'_>) -> Result<String, ImportError> {
    let mut paragraphs: Vec<String> = Vec::new();
    // How deep it is, and at what depth the paragraph began that is open.
    let (mut depth, mut open) = (1, None);
    while depth > 0 {
        match xml.next()? {
            Some(Piece::Open(tag)) => {
                let text = paragraphs.last_mut().filter(|_| open.is_some());
                match (tag.name.as_str(), text) {
                    ("annotation", _) => {
                        xml.skip()?;
                        continue;
                    }
                    ("s", Some(text)) => text.push_str(&" ".repeat((times(&tag, "c") as usize).min(BLANKS))),
                    ("tab", Some(text)) => text.push('\t'),
                    ("line-break", Some(text)) => text.push('\n'),
                    ("p", None) => {
                        paragraphs.push(String::new());
                        open = Some(depth);
                    }
                    _ => {}
                }
                depth += 1;
            }
            Some(Piece::Close) => {
                depth -= 1;
                if open == Some(depth) {
                    open = None;
                }
            }
            Some(Piece::Words(words)) => {
                if let Some(text) = paragraphs.last_mut().filter(|_| open.is_some()) {
                    for c in words.chars() {
                        let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
                        if !is_blank {
                            text.push(c);
                        } else if !text.ends_with(' ') && !text.is_empty() {
                            text.push(' ');
                        }
                    }
                }
            }
            None => break,
        }
    }
    Ok(paragraphs.join("\n"))
}

/// `2024-03-14T00:00:00` as a day, with the time where it says one.
fn day(date: &str) -> String {
    date.strip_suffix("T00:00:00").unwrap_or(date).replace('T', " ")
}

/// `PT00H01M02.5S` as `00:01:02.5`.
fn duration(text: &str) -> Option<String> {
    let (hours, rest) = text.strip_prefix("PT")?.split_once('H')?;
    let (minutes, rest) = rest.split_once('M')?;
    let seconds = rest.strip_suffix('S')?.replace(',', ".");
    let parts = [hours, minutes, &seconds];
    let is_number = |part: &&str| part.starts_with(|c: char| c.is_ascii_digit());
    parts.iter().all(is_number).then(|| format!("{hours:0>2}:{minutes:0>2}:{seconds:0>2}"))
}
