//! Changing a family file and leaving everything else in it as people wrote it.

use toml_edit::{ArrayOfTables, DocumentMut, Item, Table, value};

use crate::model::localized::Localized;
use crate::text::graphemes;

use super::patch::{Patch, Place, inline};
use super::read::check_id;

/// A code to be added to a family.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct NewCode {
    /// Its id.
    pub id: String,
    /// The id of the code above it.
    pub parent: Option<String>,
    /// Its name.
    pub name: Localized,
    /// Examples, such as the passage an in-vivo code was taken from.
    pub examples: Vec<Localized>,
}

impl NewCode {
    /// A code named `name`, with the id that follows from it: the name itself in lower case where that can be an id,
    /// else with one `-` for each run of other characters.
    /// `taken` tells which ids are in use; a number is added where needed. `None` when no letter or digit is left.
    pub fn named(name: &str, language: &str, taken: impl Fn(&str) -> bool) -> Option<Self> {
        let mut id = String::new();
        let lower = name.trim().to_lowercase();
        let wordy = lower.starts_with(char::is_alphanumeric) && lower.ends_with(char::is_alphanumeric);
        let as_it_is = wordy && check_id(&lower).is_ok();
        for c in name.trim().chars() {
            if as_it_is && "._".contains(c) {
                id.push(c);
            } else if c.is_alphanumeric() {
                id.extend(c.to_lowercase().filter(|c| c.is_alphanumeric() && !c.is_uppercase()));
            } else if !id.is_empty() && !id.ends_with('-') {
                id.push('-');
            }
        }
        id.truncate(graphemes::floor(&id, 56) as usize);
        let id = id.trim_matches('-');
        check_id(id).ok()?;
        let free = std::iter::once(id.to_owned())
            .chain((2..=u32::MAX).map(|n| format!("{id}-{n}")))
            .find(|id| !taken(id))?;
        Some(Self {
            id: free,
            parent: None,
            name: Localized::one(language, name.trim()),
            examples: Vec::new(),
        })
    }
}

/// A family file that is being changed; comments and order stay.
#[derive(Clone, Debug, Default)]
pub struct FamilyFile {
    pub(super) document: DocumentMut,
}

impl FamilyFile {
    /// Reads the file.
    ///
    /// # Errors
    /// The parser's sentence, when it is no TOML.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let document = toml.parse().map_err(|error: toml_edit::TomlError| error.message().to_owned())?;
        Ok(Self { document })
    }

    /// Adds a code at the end and returns its entry as TOML. `None` when the id is there already.
    pub fn add(&mut self, code: &NewCode) -> Option<String> {
        self.add_entry(&Self::entry_of(code))
    }

    /// The entry that a new code gets, as TOML.
    pub fn entry_of(code: &NewCode) -> String {
        let mut entry = DocumentMut::new();
        entry["id"] = value(&code.id);
        if let Some(parent) = &code.parent {
            entry["parent"] = value(parent);
        }
        entry["name"] = words(&code.name);
        if !code.examples.is_empty() {
            let mut examples = toml_edit::Array::new();
            for example in &code.examples {
                examples.push(inline(example));
            }
            entry["examples"] = value(examples);
        }
        entry.to_string()
    }

    /// Adds an entry at the end and returns it as it stands there. `None` when its id is there already, it has none, or
    /// the codes of the file are not written as `[[code]]`.
    pub fn add_entry(&mut self, entry: &str) -> Option<String> {
        let entry: DocumentMut = entry.parse().ok()?;
        let id = entry.get("id").and_then(Item::as_str)?.to_owned();
        if self.text(&Place::Code(id.clone())).is_some() {
            return None;
        }
        let mut table = Table::new();
        for (key, item) in entry.as_table() {
            table[key] = item.clone();
        }
        if self.document.get("code").is_none() {
            self.document["code"] = Item::ArrayOfTables(ArrayOfTables::new());
        }
        self.document["code"].as_array_of_tables_mut()?.push(table);
        self.text(&Place::Code(id))
    }

    /// Applies patches; false when one could not be, because the file does not write its tables as `[[code]]`.
    pub fn patch(&mut self, patches: &[Patch]) -> bool {
        patches.iter().all(|patch| patch.apply(&mut self.document))
    }
}

impl std::fmt::Display for FamilyFile {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.document)
    }
}

/// The file of a new family.
pub fn new_family(id: &str, name: &Localized) -> String {
    let mut document = DocumentMut::new();
    document["family"] = value(id);
    if !name.is_empty() {
        document["name"] = words(name);
    }
    document.to_string()
}

fn words(words: &Localized) -> Item {
    value(inline(words))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::codebook::{Applied, EntryChange, ReadFamily};

    const FILE: &str = "# van ons\nfamily = \"vrij\" # hier\n\n[[code]]\n# de eerste\nid = \"brug\"\n";

    #[test]
    fn adding_and_removing_leaves_the_rest_alone() {
        let mut file = FamilyFile::parse(FILE).unwrap();
        let code = NewCode::named("Tijger in een kooi!", "nl", |_| false).unwrap();
        assert_eq!(code.id, "tijger-in-een-kooi");
        let entry = file.add(&code).unwrap();
        assert_eq!(entry, FamilyFile::entry_of(&code));
        assert!(entry.contains("Tijger in een kooi!"), "{entry}");
        let text = file.to_string();
        assert!(text.starts_with(FILE), "{text}");
        assert_eq!(ReadFamily::parse("x", &text).unwrap().codes.len(), 2);
        assert!(file.add(&code).is_none(), "an id is added once");
        let place = Place::Code(code.id.clone());
        let before = file.text(&place);
        let gone = EntryChange { family: "vrij".to_owned(), place, before, after: None, behind: None };
        assert_eq!(file.apply(&gone), Ok(Applied::Now));
        assert_eq!(file.apply(&gone), Ok(Applied::Already));
        assert_eq!(file.to_string(), FILE);
    }

    #[test]
    fn codes_in_another_form_are_not_written_over() {
        let inline = "family = \"x\"\ncode = [{ id = \"brug\" }]\n";
        let mut file = FamilyFile::parse(inline).unwrap();
        assert_eq!(file.add_entry("id = \"kooi\"\n"), None);
        assert_eq!(file.to_string(), inline);
    }

    #[test]
    fn ids_follow_from_names() {
        let named = |name: &str, taken: &[&str]| {
            NewCode::named(name, "nl", |id| taken.contains(&id)).map(|code| code.id)
        };
        assert_eq!(named("Coördinatie / één", &[]).as_deref(), Some("coördinatie-één"));
        assert_eq!(named("Brug", &["brug", "brug-2"]).as_deref(), Some("brug-3"));
        assert_eq!(named("C_1.b", &[]).as_deref(), Some("c_1.b"), "a name that can be an id is one");
        assert_eq!(named("a_b c", &[]).as_deref(), Some("a-b-c"));
        assert_eq!(named(" -- ", &[]), None);
    }

    #[test]
    fn a_new_family_is_read_back() {
        let mut name = Localized::one("nl", "Vrije codes");
        name.set("en", "Free codes");
        let mut file = FamilyFile::parse(&new_family("vrij", &name)).unwrap();
        file.add(&NewCode::named("x1", "nl", |_| false).unwrap()).unwrap();
        let read = ReadFamily::parse("codebook/vrij.toml", &file.to_string()).unwrap();
        assert_eq!((read.family.id.as_str(), read.family.name.get("en")), ("vrij", "Free codes"));
        assert_eq!(read.codes[0].0.id, "x1");
    }
}
