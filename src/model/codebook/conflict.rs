//! A family file in which git left the two sides of a merge standing.

use std::fmt;

use super::change::{EntryChange, plain_entry};
use super::{Code, FamilyFile, Place, ReadFamily};

/// The two whole files that a merge left in one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Conflict {
    /// The file with the lines of the first side: what was here.
    pub ours: String,
    /// The file with the lines of the second side: what came in.
    pub theirs: String,
    /// The file as both sides had it, where git wrote that down too.
    pub base: Option<String>,
    /// The names that git gave the sides.
    pub names: (String, String),
    /// The lines at which a conflict begins, from 1.
    pub lines: Vec<u64>,
}

/// A code of which the sides differ.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TwoSides {
    /// Its id.
    pub id: String,
    /// The code here; `None` where this side does not have it.
    pub ours: Option<Code>,
    /// The code there.
    pub theirs: Option<Code>,
}

/// An entry of which the sides differ, with the values that do.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Difference {
    /// The entry.
    pub place: Place,
    /// Keys and values here, as people read them; `None` where this side does not have the entry.
    pub ours: Option<Vec<(String, String)>>,
    /// Keys and values there.
    pub theirs: Option<Vec<(String, String)>>,
}

impl Difference {
    /// A short name for the entry: a code's id, or its kind and id (`facet:niveau`, `order`).
    pub fn name(&self) -> String {
        match &self.place {
            Place::Code(id) => id.clone(),
            Place::Family => "family".to_owned(),
            Place::Rule(id) => format!("rule:{id}"),
            Place::Group(id) => format!("group:{id}"),
            Place::Facet(id) => format!("facet:{id}"),
            Place::Value(facet, id) => format!("value:{facet}/{id}"),
            Place::Codes => "order".to_owned(),
            Place::Values(facet) => format!("order:{facet}"),
        }
    }
}

/// A side of a merge.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// What was here.
    Ours,
    /// What came in.
    Theirs,
}

#[derive(Clone, Copy, PartialEq)]
enum At {
    Both,
    Ours,
    Base,
    Theirs,
}

impl Conflict {
    /// The sides of a file that holds git's conflict markers.
    pub fn find(text: &str) -> Option<Self> {
        let mut found = Self {
            ours: String::new(),
            theirs: String::new(),
            base: None,
            names: Default::default(),
            lines: Vec::new(),
        };
        let mut base = String::new();
        let mut at = At::Both;
        let mut has_base = false;
        for (number, line) in (1..).zip(text.split_inclusive('\n')) {
            let words = line.trim_end();
            let name = |marker: &str| {
                words.strip_prefix(marker).filter(|rest| rest.is_empty() || rest.starts_with(' '))
            };
            if let (At::Both, Some(name)) = (at, name("<<<<<<<")) {
                name.trim().clone_into(&mut found.names.0);
                found.lines.push(number);
                at = At::Ours;
            } else if let (At::Ours, Some(_)) = (at, name("|||||||")) {
                has_base = true;
                at = At::Base;
            } else if let (At::Ours | At::Base, Some("")) = (at, name("=======")) {
                at = At::Theirs;
            } else if let (At::Theirs, Some(name)) = (at, name(">>>>>>>")) {
                name.trim().clone_into(&mut found.names.1);
                at = At::Both;
            } else {
                let (ours, theirs) = (matches!(at, At::Both | At::Ours), matches!(at, At::Both | At::Theirs));
                if ours {
                    found.ours.push_str(line);
                }
                if theirs {
                    found.theirs.push_str(line);
                }
                if matches!(at, At::Both | At::Base) {
                    base.push_str(line);
                }
            }
        }
        found.base = has_base.then_some(base);
        (!found.lines.is_empty()).then_some(found)
    }

    /// The codes of which the sides differ, in the order of the file, those that only came in last. A side that is no family
    /// by itself has none.
    pub fn codes(&self) -> Vec<TwoSides> {
        let read = |toml: &str| -> Vec<Code> {
            let family = ReadFamily::parse("", toml).ok();
            family.into_iter().flat_map(|read| read.codes).map(|(code, _)| code).collect()
        };
        let (ours, theirs) = (read(&self.ours), read(&self.theirs));
        let differs: Vec<String> =
            self.changes().iter().filter_map(|change| change.code().map(str::to_owned)).collect();
        let find = |codes: &[Code], id: &str| codes.iter().find(|code| code.id == id).cloned();
        let mut ids: Vec<&String> = ours.iter().chain(&theirs).map(|code| &code.id).collect();
        let mut seen = std::collections::BTreeSet::new();
        ids.retain(|id| differs.contains(id) && seen.insert((*id).clone()));
        ids.into_iter()
            .map(|id| TwoSides { id: id.clone(), ours: find(&ours, id), theirs: find(&theirs, id) })
            .collect()
    }

    /// What the other side has that ours has not.
    pub fn changes(&self) -> Vec<EntryChange> {
        let (Ok(ours), Ok(theirs)) = (FamilyFile::parse(&self.ours), FamilyFile::parse(&self.theirs)) else {
            return Vec::new();
        };
        let family = ReadFamily::parse("", &self.ours).map(|read| read.family.id).unwrap_or_default();
        theirs.changes_since(&family, Some(&ours))
    }

    /// The entries of which the sides differ, each with the values that do.
    pub fn differences(&self) -> Vec<Difference> {
        let difference = |change: EntryChange| {
            let keys = change.keys();
            let values = |entry: &Option<String>| {
                let text = entry.as_deref()?;
                let plain = plain_entry(Some(text));
                let listed = matches!(change.place, Place::Codes | Place::Values(_));
                if listed {
                    return Some(vec![("order".to_owned(), text.trim().to_owned())]);
                }
                let of = |key: &String| plain.get(key).map(|value| (key.clone(), readable(value)));
                Some(keys.iter().filter_map(of).collect())
            };
            Difference {
                ours: values(&change.before),
                theirs: values(&change.after),
                place: change.place.clone(),
            }
        };
        self.changes().into_iter().map(difference).collect()
    }

    /// The file with a side for each entry that differs, as `choose` says; comments are those of ours.
    pub fn resolved(&self, choose: impl Fn(&Place) -> Side) -> Result<String, String> {
        let mut file = FamilyFile::parse(&self.ours)?;
        for change in self.changes().iter().filter(|change| choose(&change.place) == Side::Theirs) {
            file.apply(change).map_err(|error| error.to_string())?;
        }
        Ok(file.to_string())
    }
}

/// A value as people read it: words as they are, several of them a line each.
fn readable(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(words) => words.clone(),
        serde_json::Value::Array(items) => items.iter().map(readable).collect::<Vec<_>>().join("\n"),
        serde_json::Value::Object(table) => {
            let pair = |(key, value): (&String, &serde_json::Value)| format!("{key}: {}", readable(value));
            table.iter().map(pair).collect::<Vec<_>>().join("\n")
        }
        other => other.to_string(),
    }
}

impl fmt::Display for Conflict {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let lines: Vec<String> = self.lines.iter().map(u64::to_string).collect();
        let (place, codes) = (if lines.len() == 1 { "line" } else { "lines" }, self.codes());
        let ids: Vec<String> = codes.iter().map(|code| format!("`{}`", code.id)).collect();
        let about = if ids.is_empty() { String::new() } else { format!(" about {}", ids.join(", ")) };
        write!(
            f,
            "holds a git merge conflict{about} ({place} {}); keep one side of each and remove the markers",
            lines.join(", ")
        )
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const MERGED: &str = "family = \"f\"\n\n[[code]]\nid = \"a\"\n<<<<<<< HEAD\ndefinition = \"hier\" # van ons\n=======\ndefinition = \"daar\"\nkey = \"a\"\n>>>>>>> main\n\n[[code]]\nid = \"b\"\n";

    #[test]
    fn both_versions_of_each_code_are_there() {
        let conflict = Conflict::find(MERGED).unwrap();
        assert_eq!((conflict.lines.as_slice(), conflict.names.1.as_str()), ([5].as_slice(), "main"));
        let codes = conflict.codes();
        assert_eq!(codes.len(), 1);
        let words = |code: &Option<Code>| code.as_ref().map(|code| code.definition.get("nl").to_owned());
        assert_eq!(words(&codes[0].ours).as_deref(), Some("hier"));
        assert_eq!(words(&codes[0].theirs).as_deref(), Some("daar"));
        assert!(conflict.to_string().contains("`a` (line 5)"), "{conflict}");
        assert_eq!(Conflict::find("family = \"f\"\n"), None);
        let three = MERGED.replace("=======\n", "||||||| base\n=======\n");
        assert_eq!(
            Conflict::find(&three).unwrap().base.as_deref(),
            Some("family = \"f\"\n\n[[code]]\nid = \"a\"\n\n[[code]]\nid = \"b\"\n")
        );
    }

    #[test]
    fn differences_are_named_and_readable() {
        let found = Conflict::find(MERGED).unwrap().differences();
        let pairs = |pairs: &[(&str, &str)]| -> Option<Vec<(String, String)>> {
            Some(pairs.iter().map(|(key, words)| ((*key).to_owned(), (*words).to_owned())).collect())
        };
        assert_eq!((found.len(), found[0].name().as_str()), (1, "a"));
        assert_eq!(found[0].ours, pairs(&[("definition", "hier")]));
        assert_eq!(found[0].theirs, pairs(&[("definition", "daar"), ("key", "a")]));
    }

    #[test]
    fn a_side_is_chosen_for_each_entry() {
        let conflict = Conflict::find(MERGED).unwrap();
        assert_eq!(conflict.resolved(|_| Side::Ours).unwrap(), conflict.ours);
        let theirs = conflict.resolved(|_| Side::Theirs).unwrap();
        assert_eq!(theirs, conflict.theirs.replace("\"daar\"", "\"daar\" # van ons"));
    }
}
