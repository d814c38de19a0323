//! Changes of entries of a family file, with before and after: what the journal keeps of a change to the codebook, and
//! what undo turns round.

use serde_json::{Map, Value as Plain};
use toml_edit::{DocumentMut, Item, Table, Value};

use super::Place;

/// What happened to one entry of a family file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EntryChange {
    /// The family's id.
    pub family: String,
    /// The entry.
    pub place: Place,
    /// The entry as it stood, as TOML without its header; `None` when it was not there.
    pub before: Option<String>,
    /// The entry as it was left; `None` when it was taken away.
    pub after: Option<String>,
    /// For an entry that comes or goes, the one of its kind that it stands behind; empty for the first. `None` is the last.
    pub behind: Option<String>,
}

impl EntryChange {
    /// The change that takes this one back.
    #[must_use]
    pub fn inverse(&self) -> Self {
        let Self { family, place, before, after, behind } = self.clone();
        Self { family, place, before: after, after: before, behind }
    }

    /// The code that it is about.
    pub fn code(&self) -> Option<&str> {
        match &self.place {
            Place::Code(id) => Some(id),
            _ => None,
        }
    }

    /// The keys whose values differ, sorted.
    pub fn keys(&self) -> Vec<String> {
        let (before, after) = (plain_entry(self.before.as_deref()), plain_entry(self.after.as_deref()));
        let mut keys: Vec<&String> = before.keys().chain(after.keys()).collect();
        keys.sort();
        keys.dedup();
        keys.into_iter().filter(|key| before.get(*key) != after.get(*key)).cloned().collect()
    }

    /// The change from what stood before `earlier` to what this one left; `None` where they are of different entries.
    #[must_use]
    pub fn after(&self, earlier: &Self) -> Option<Self> {
        (self.family == earlier.family && self.place == earlier.place)
            .then(|| Self { before: earlier.before.clone(), ..self.clone() })
    }
}

/// Changes that take `changes` back, in the order in which that works.
pub fn inverse(changes: &[EntryChange]) -> Vec<EntryChange> {
    changes.iter().rev().map(EntryChange::inverse).collect()
}

/// The values of an entry without the form they are written in; nothing where there is no entry or it is no TOML.
pub fn plain_entry(toml: Option<&str>) -> Map<String, Plain> {
    let document = toml.and_then(|toml| toml.parse::<DocumentMut>().ok());
    document.map(|document| plain_table(document.as_table())).unwrap_or_default()
}

/// The values of a table without the form they are written in.
pub(super) fn plain_table(table: &Table) -> Map<String, Plain> {
    table
        .iter()
        .filter(|(_, item)| !item.is_none())
        .map(|(key, item)| (key.to_owned(), plain(item)))
        .collect()
}

fn plain(item: &Item) -> Plain {
    match item {
        Item::None => Plain::Null,
        Item::Value(value) => plain_value(value),
        Item::Table(table) => Plain::Object(plain_table(table)),
        Item::ArrayOfTables(tables) => {
            Plain::Array(tables.iter().map(|table| Plain::Object(plain_table(table))).collect())
        }
    }
}

fn plain_value(value: &Value) -> Plain {
    match value {
        Value::String(text) => Plain::from(text.value().as_str()),
        Value::Integer(number) => Plain::from(*number.value()),
        Value::Float(number) => Plain::from(*number.value()),
        Value::Boolean(truth) => Plain::from(*truth.value()),
        Value::Datetime(time) => Plain::from(time.value().to_string()),
        Value::Array(items) => items.iter().map(plain_value).collect(),
        Value::InlineTable(table) => {
            Plain::Object(table.iter().map(|(key, value)| (key.to_owned(), plain_value(value))).collect())
        }
    }
}
