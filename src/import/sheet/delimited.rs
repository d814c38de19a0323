//! Text with cells between commas, semicolons or tabs.

use super::{CELLS, Grid};
use crate::import::ImportError;

/// What may stand between cells, the likeliest first.
const BETWEEN: [u8; 4] = [b',', b';', b'\t', b'|'];
/// How many records are tried.
const TRIED: usize = 60;

/// The table, and what should be said about it.
pub(super) fn read(text: &str) -> Result<(Grid, Option<String>), ImportError> {
    let (text, between) = match told(text) {
        Some((rest, between)) => (rest, between),
        None => (text, sniffed(text)),
    };
    let mut rows: Vec<Vec<String>> = Vec::new();
    let mut cells = 0;
    for record in reader(text, between).records() {
        let record = record.map_err(|error| ImportError::Broken { why: error.to_string() })?;
        cells += record.len();
        if cells > CELLS {
            return Err(ImportError::Broken { why: format!("it has more than {CELLS} cells") });
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    // A quotation mark that is never closed swallows the rest of the file.
    let lines = |row: &Vec<String>| row.iter().map(|cell| cell.matches('\n').count()).sum::<usize>();
    let swallowed = rows
        .last()
        .map(&lines)
        .filter(|last| *last > 50 && *last > rows.iter().rev().skip(1).map(&lines).max().unwrap_or(0) * 4);
    let name = match between {
        b';' => "semicolons",
        b'\t' => "tabs",
        b'|' => "bars",
        _ => "commas",
    };
    let note = swallowed.map_or_else(
        || (between != b',').then(|| format!("its cells stand between {name}")),
        |lines| {
            Some(format!(
                "its last row holds {lines} lines: a quotation mark before them may never be closed"
            ))
        },
    );
    Ok((Grid { rows, has_decimal_commas: between != b',' }, note))
}

/// What Excel writes above a table: `sep=;`.
fn told(text: &str) -> Option<(&str, u8)> {
    let (first, rest) = text.split_once('\n')?;
    match first.trim().strip_prefix("sep=")?.as_bytes() {
        [between] if between.is_ascii() => Some((rest, *between)),
        _ => None,
    }
}

/// The separator that gives the most cells in the most rows.
fn sniffed(text: &str) -> u8 {
    let width = |between: u8| {
        let mut widths: Vec<usize> =
            reader(text, between).records().take(TRIED).flatten().map(|record| record.len()).collect();
        widths.sort_unstable();
        let all = widths.len();
        // The commonest width, and how many rows have it.
        let (mut best, mut rows) = (1, 0);
        for same in widths.chunk_by(|a, b| a == b) {
            if same.len() >= rows && same[0] > 1 {
                (best, rows) = (same[0], same.len());
            }
        }
        if rows * 10 >= all * 7 { best } else { 1 }
    };
    BETWEEN.into_iter().rev().max_by_key(|between| width(*between)).unwrap_or(b',')
}

fn reader(text: &str, between: u8) -> csv::Reader<&[u8]> {
    csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(between)
        .from_reader(text.as_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, rows: &[&[&str]]) {
        let grid = read(text).unwrap().0;
        let expected: Vec<Vec<String>> =
            rows.iter().map(|row| row.iter().map(|cell| (*cell).to_owned()).collect()).collect();
        assert_eq!(grid.rows, expected, "{text}");
    }

    #[test]
    fn separators_are_found() {
        check("a,b\n1,\"x;y;z\"\n2,q\n", &[&["a", "b"], &["1", "x;y;z"], &["2", "q"]]);
        check(
            "a;b;c\n1;3,5;Nou, ja, dus\n2;4,5;\"Ja; nee\nen meer\"\n",
            &[&["a", "b", "c"], &["1", "3,5", "Nou, ja, dus"], &["2", "4,5", "Ja; nee\nen meer"]],
        );
        check("a\tb\n1\t2\n", &[&["a", "b"], &["1", "2"]]);
        check("sep=|\na|b\n1|2\n", &[&["a", "b"], &["1", "2"]]);
        check("alleen tekst\nnog een regel\n", &[&["alleen tekst"], &["nog een regel"]]);
        check("a,b\n1,\"\"\"Ja\"\"\"\n", &[&["a", "b"], &["1", "\"Ja\""]]);
    }

    #[test]
    fn a_mark_that_is_never_closed_is_said() {
        let text = format!("a,b\n1,x\n2,\"{}", "regel\n".repeat(80));
        assert!(read(&text).unwrap().1.unwrap().contains("never be closed"));
        assert_eq!(read("a;b\n1;2\n").unwrap().1.as_deref(), Some("its cells stand between semicolons"));
    }
}
