//! Keys in the study's TOML files that mean nothing to this version.
//!
//! They are left alone, because a newer version may know them; but a slip such as `defintion` would take a definition
//! away without a word. So each is told with its line and the nearest key that would be understood.

use toml_edit::{Item, TableLike, Value};

use super::lines::{LineNote, line_of};
use super::names::nearest;

/// What a table may hold.
pub(super) struct Shape {
    /// How such a table is called, for people: `the code`.
    pub name: &'static str,
    /// Its keys, and what stands below them.
    pub keys: &'static [(&'static str, Inside)],
    /// True when languages are keys too: `nl`, `en`.
    pub languages: bool,
}

/// What stands below a key.
pub(super) enum Inside {
    /// A value, or a table whose keys are the study's own.
    Own,
    /// Words, or a table of them by language.
    Words,
    /// A table, or an array of them; anything else among them is a value.
    Tables(&'static Shape),
}

/// Words by language.
static WORDS: Shape = Shape { name: "the words", keys: &[], languages: true };

/// Every key below `table` that `shape` does not know, in the order of the file. The lines are those of `source`.
pub(super) fn unknown_keys(source: &str, table: &dyn TableLike, shape: &Shape) -> Vec<LineNote> {
    let mut walk = Walk { source, notes: Vec::new() };
    walk.table(table, shape, None);
    walk.notes.sort_by_key(|note| note.line);
    walk.notes
}

struct Walk<'a> {
    source: &'a str,
    notes: Vec<LineNote>,
}

impl Walk<'_> {
    /// `of` is the id of the table or of the one around it.
    fn table(&mut self, table: &dyn TableLike, shape: &Shape, of: Option<&str>) {
        let of = table.get("id").and_then(Item::as_str).or(of);
        for (key, item) in table.iter() {
            match shape.keys.iter().find(|(known, _)| *known == key) {
                Some((_, inside)) => self.inside(item, inside, of),
                None if shape.languages && is_language(key) => {}
                None => {
                    let at = table.key(key).and_then(toml_edit::Key::span).map_or(0, |span| span.start);
                    let what = sentence(key, shape, of);
                    self.notes.push(LineNote { line: line_of(self.source, at), what });
                }
            }
        }
    }

    fn inside(&mut self, item: &Item, inside: &Inside, of: Option<&str>) {
        let shape = match inside {
            Inside::Own => return,
            Inside::Words => &WORDS,
            Inside::Tables(shape) => shape,
        };
        match item {
            Item::Table(table) => self.table(table, shape, of),
            Item::ArrayOfTables(tables) => tables.iter().for_each(|table| self.table(table, shape, of)),
            Item::Value(value) => self.value(value, shape, of),
            Item::None => {}
        }
    }

    fn value(&mut self, value: &Value, shape: &Shape, of: Option<&str>) {
        match value {
            Value::InlineTable(table) => self.table(table, shape, of),
            Value::Array(values) => values.iter().for_each(|value| self.value(value, shape, of)),
            _ => {}
        }
    }
}

fn sentence(key: &str, shape: &Shape, of: Option<&str>) -> String {
    let place = of.map_or_else(|| shape.name.to_owned(), |id| format!("{} `{id}`", shape.name));
    let known = shape.keys.iter().map(|(key, _)| *key);
    match nearest(key, known) {
        Some(near) => {
            format!("`{key}` in {place} means nothing here and is left out; did you mean `{near}`?")
        }
        None if shape.languages => {
            format!("`{key}` in {place} is no language and is left out; write a tag such as `nl` or `en`")
        }
        None => format!("`{key}` in {place} means nothing to this version and is left out; take it away"),
    }
}

/// A language tag: two or three small letters, perhaps with parts behind hyphens; or none, for words whose language
/// nobody said.
fn is_language(tag: &str) -> bool {
    if tag.is_empty() {
        return true;
    }
    let mut parts = tag.split('-');
    let first = parts.next().unwrap_or_default();
    (2..=3).contains(&first.len())
        && first.bytes().all(|byte| byte.is_ascii_lowercase())
        && parts.all(|part| {
            (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric())
        })
}

#[cfg(test)]
mod tests {
    use super::*;

    static NOTE: Shape = Shape { name: "a note of", keys: &[("not", Inside::Own)], languages: true };
    static CODE: Shape = Shape {
        name: "the code",
        keys: &[
            ("id", Inside::Own),
            ("definition", Inside::Words),
            ("include", Inside::Tables(&NOTE)),
            ("labels", Inside::Own),
        ],
        languages: false,
    };
    static FILE: Shape =
        Shape { name: "the family", keys: &[("code", Inside::Tables(&CODE))], languages: false };

    fn notes(toml: &str) -> Vec<String> {
        let document = toml_edit::Document::parse(toml).unwrap();
        let notes = unknown_keys(toml, document.as_table(), &FILE);
        notes.into_iter().map(|note| format!("{}: {}", note.line, note.what)).collect()
    }

    #[test]
    fn what_is_known_is_not_told() {
        let toml = "[[code]]\nid = \"a\"\ndefinition = { nl = \"x\", en-GB = \"y\" }\n\
                    include = [\"los\", { nl = \"z\", not = \"b\" }]\n[code.labels]\nzomaar = 1\n";
        assert_eq!(notes(toml), [""; 0]);
    }

    #[test]
    fn a_slip_is_told_with_line_place_and_nearest_key() {
        let toml = "[[code]]\nid = \"a\"\n\n[[code]]\nid = \"b\"\ndefintion = \"x\"\n\
                    include = [\n  { nl = \"z\", nott = \"b\" },\n]\nhoogte = 3\n[[kode]]\nid = \"c\"\n";
        assert_eq!(
            notes(toml),
            [
                "6: `defintion` in the code `b` means nothing here and is left out; did you mean `definition`?",
                "8: `nott` in a note of `b` means nothing here and is left out; did you mean `not`?",
                "10: `hoogte` in the code `b` means nothing to this version and is left out; take it away",
                "11: `kode` in the family means nothing here and is left out; did you mean `code`?",
            ]
        );
    }

    #[test]
    fn words_need_a_language() {
        let toml = "[[code]]\nid = \"a\"\ndefinition = { Nederlands = \"x\" }\n";
        assert!(notes(toml)[0].contains("`Nederlands`") && notes(toml)[0].contains("such as `nl`"));
    }
}
