//! What changed between two states of a codebook: codes that came, went, moved, got another meaning, or were merged.

use serde::Serialize;

use crate::model::codebook::{Code, EntryChange, FamilyFile, Place, ReadFamily};
use crate::model::localized::Localized;

/// What happened to a code; its word is stable, for programs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Kind {
    /// It is new.
    Added,
    /// It is no longer there.
    Gone,
    /// It was merged into another.
    Merged,
    /// It takes no new codings any more, or does again.
    Retired,
    /// It has another family or another code above it.
    Moved,
    /// Its definition, include or exclude says something else.
    Redefined,
    /// It has another name.
    Renamed,
    /// Something else of it changed: colour, key, groups, examples, …
    Changed,
}

impl Kind {
    /// The word for people and programs.
    pub fn word(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Gone => "gone",
            Self::Merged => "merged",
            Self::Retired => "retired",
            Self::Moved => "moved",
            Self::Redefined => "redefined",
            Self::Renamed => "renamed",
            Self::Changed => "changed",
        }
    }
}

/// One thing that happened to one code, or to something else in a family.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Difference {
    /// What happened.
    pub kind: Kind,
    /// The family it is in, or was.
    pub family: String,
    /// The code; none for what is no code.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// What it is about, for people.
    pub entry: String,
    /// Where it came from: a family and the code above it; of a definition the words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from: Option<String>,
    /// What it became: a place, the words, or the heir.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// The keys of the entry that differ.
    pub keys: Vec<String>,
}

/// The differences between two codebooks, each given as its family files, by family and code. A file that is no family is
/// left out.
pub fn differences(before: &[String], after: &[String]) -> Vec<Difference> {
    let (before, after) = (families(before), families(after));
    let mut found = Vec::new();
    let mut ids: Vec<&String> = before.iter().chain(&after).map(|family| &family.id).collect();
    ids.sort();
    ids.dedup();
    for id in ids {
        let find = |families: &'_ [OneFamily]| families.iter().position(|family| family.id == *id);
        let old = find(&before).map(|place| &before[place].file);
        let none = FamilyFile::default();
        let new = find(&after).map_or(&none, |place| &after[place].file);
        let changes = new.changes_since(id, old);
        found.extend(changes.iter().filter(|change| change.code().is_none()).filter_map(of_entry));
    }
    let (old, new) = (codes(&before), codes(&after));
    for (code, parent, family) in &old {
        match new.iter().find(|(known, ..)| known.id == code.id) {
            None => found.push(difference(Kind::Gone, family, code)),
            Some(now) => {
                found.extend(of_code((code, parent, family), *now, &before, &after));
            }
        }
    }
    let added = new.iter().filter(|(code, ..)| !old.iter().any(|(known, ..)| known.id == code.id));
    found.extend(added.map(|(code, _, family)| difference(Kind::Added, family, code)));
    found.sort_by(|a, b| {
        (&a.family, a.code.is_none(), a.kind, &a.entry).cmp(&(&b.family, b.code.is_none(), b.kind, &b.entry))
    });
    found
}

struct OneFamily {
    id: String,
    read: ReadFamily,
    file: FamilyFile,
}

fn families(files: &[String]) -> Vec<OneFamily> {
    let read = |toml: &String| {
        let read = ReadFamily::parse("", toml).ok()?;
        Some(OneFamily { id: read.family.id.clone(), file: FamilyFile::parse(toml).ok()?, read })
    };
    files.iter().filter_map(read).collect()
}

type Entry<'a> = (&'a Code, &'a Option<String>, &'a str);

fn codes(families: &[OneFamily]) -> Vec<Entry<'_>> {
    families
        .iter()
        .flat_map(|family| family.read.codes.iter().map(|(code, parent)| (code, parent, family.id.as_str())))
        .collect()
}

fn difference(kind: Kind, family: &str, code: &Code) -> Difference {
    Difference {
        kind,
        family: family.to_owned(),
        code: Some(code.id.clone()),
        entry: Place::Code(code.id.clone()).to_string(),
        from: None,
        to: None,
        keys: Vec::new(),
    }
}

fn of_code(old: Entry<'_>, new: Entry<'_>, before: &[OneFamily], after: &[OneFamily]) -> Vec<Difference> {
    let ((code, parent, family), (now, now_parent, now_family)) = (old, new);
    let text = |families: &[OneFamily], family: &str| {
        let place = Place::Code(code.id.clone());
        families.iter().find(|known| known.id == family).and_then(|known| known.file.text(&place))
    };
    let change = EntryChange {
        family: now_family.to_owned(),
        place: Place::Code(code.id.clone()),
        before: text(before, family),
        after: text(after, now_family),
        behind: None,
    };
    let keys = change.keys();
    let has = |wanted: &[&str]| {
        keys.iter().filter(|key| wanted.contains(&key.as_str())).cloned().collect::<Vec<_>>()
    };
    let place = |family: &str, parent: &Option<String>| match parent {
        Some(parent) => format!("{family}/{parent}"),
        None => family.to_owned(),
    };
    let mut found = Vec::new();
    let mut say = |kind, keys: Vec<String>, from: Option<String>, to: Option<String>| {
        found.push(Difference { from, to, keys, ..difference(kind, now_family, now) });
    };
    if now.heir.is_some() && now.heir != code.heir {
        say(Kind::Merged, has(&["retired", "heir"]), code.heir.clone(), now.heir.clone());
    } else if now.retired != code.retired {
        let word = |retired: bool| Some(if retired { "retired" } else { "in use" }.to_owned());
        say(Kind::Retired, has(&["retired", "heir"]), word(code.retired), word(now.retired));
    }
    if (family, parent) != (now_family, now_parent) {
        say(Kind::Moved, has(&["parent"]), Some(place(family, parent)), Some(place(now_family, now_parent)));
    }
    if code.revision != now.revision {
        let (from, to) = (words(&code.definition, &now.definition), words(&now.definition, &code.definition));
        say(Kind::Redefined, has(&["definition", "include", "exclude"]), from, to);
    }
    if code.name != now.name {
        say(Kind::Renamed, has(&["name"]), words(&code.name, &now.name), words(&now.name, &code.name));
    }
    let told = ["retired", "heir", "parent", "definition", "include", "exclude", "name"];
    let rest: Vec<String> = keys.iter().filter(|key| !told.contains(&key.as_str())).cloned().collect();
    if !rest.is_empty() {
        say(Kind::Changed, rest, None, None);
    }
    found
}

/// The words that the other does not have in the same language; none where there are none.
fn words(these: &Localized, other: &Localized) -> Option<String> {
    let differ = these.iter().filter(|(language, words)| other.exact(language) != Some(words));
    let words = differ.map(|(_, words)| words).collect::<Vec<_>>().join(" / ");
    Some(words).filter(|words| !words.is_empty())
}

/// A change of a family, rule, group, facet or value, or of an order.
fn of_entry(change: &EntryChange) -> Option<Difference> {
    let kind = match (&change.before, &change.after) {
        (None, Some(_)) => Kind::Added,
        (Some(_), None) => Kind::Gone,
        (None, None) => return None,
        _ if matches!(change.place, Place::Codes | Place::Values(_)) => Kind::Moved,
        _ => Kind::Changed,
    };
    Some(Difference {
        kind,
        family: change.family.clone(),
        code: None,
        entry: change.place.to_string(),
        from: None,
        to: None,
        keys: if kind == Kind::Changed { change.keys() } else { Vec::new() },
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_happened_to_each_code_is_told() {
        let before = "family = \"f\"\n[[code]]\nid = \"a\"\ndefinition = \"x\"\n[[code]]\nid = \"b\"\n[[code]]\nid = \"c\"\n[[code]]\nid = \"d\"\n";
        let after = "family = \"f\"\n[[code]]\nid = \"a\"\ndefinition = \"y\"\nname = \"A\"\ncolor = \"#000000\"\n[[code]]\nid = \"b\"\nretired = true\nheir = \"a\"\n[[code]]\nid = \"c\"\nparent = \"a\"\n[[code]]\nid = \"e\"\n";
        let found = differences(&[before.to_owned()], &[after.to_owned()]);
        let told: Vec<String> = found
            .iter()
            .map(|one| format!("{} {} {}", one.kind.word(), one.entry, one.to.as_deref().unwrap_or("")))
            .collect();
        assert_eq!(
            told,
            [
                "added the code `e` ",
                "gone the code `d` ",
                "merged the code `b` a",
                "moved the code `c` f/a",
                "redefined the code `a` y",
                "renamed the code `a` A",
                "changed the code `a` ",
            ]
        );
        assert_eq!(differences(&[after.to_owned()], &[after.to_owned()]), []);
    }
}
