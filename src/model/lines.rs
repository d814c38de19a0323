//! Places in the study's TOML files.

use toml_edit::{Item, TableLike, Value};

/// Something to say about a line of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LineNote {
    /// The line, counting from 1.
    pub line: u64,
    /// What is there and what to do.
    pub what: String,
}

/// The line on which byte `at` of `source` stands, counting from 1.
pub fn line_of(source: &str, at: usize) -> u64 {
    memchr::memchr_iter(b'\n', &source.as_bytes()[..at.min(source.len())]).count() as u64 + 1
}

/// A table in an array of them.
#[derive(Clone, Copy)]
pub struct TableAt<'d> {
    /// The table.
    pub table: &'d dyn TableLike,
    /// Where it begins, in bytes of the file; 0 in a document that keeps no places.
    pub start: usize,
}

impl TableAt<'_> {
    /// What stands under `id`.
    pub fn id(&self) -> Option<&str> {
        self.table.get("id").and_then(Item::as_str)
    }
}

/// The tables below a key, whichever way they are written: `[[key]]` or `key = [{ … }]`.
pub fn tables<'d>(table: &'d dyn TableLike, key: &str) -> Vec<TableAt<'d>> {
    let start = |span: Option<std::ops::Range<usize>>| span.map_or(0, |span| span.start);
    match table.get(key) {
        Some(Item::ArrayOfTables(tables)) => {
            tables.iter().map(|table| TableAt { table, start: start(table.span()) }).collect()
        }
        Some(Item::Value(Value::Array(values))) => {
            let inline = values.iter().filter_map(Value::as_inline_table);
            inline.map(|table| TableAt { table, start: start(table.span()) }).collect()
        }
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tables_are_found_whichever_way_they_are_written() {
        for toml in [
            "x = 1\n[[code]]\nid = \"a\"\n[[code]]\n\nid = \"b\"\n",
            "x = 1\ncode = [{ id = \"a\" },\n\n {id = \"b\"}]",
        ] {
            let document = toml_edit::Document::parse(toml).unwrap();
            let found = tables(document.as_table(), "code");
            let ids: Vec<_> =
                found.iter().map(|found| (found.id().unwrap(), line_of(toml, found.start))).collect();
            assert_eq!(ids, [("a", 2), ("b", 4)]);
        }
        assert_eq!(line_of("a\nb", 9), 2);
    }
}
