//! A document and its front matter.

use serde::Deserialize;
use serde::de::{Deserializer, MapAccess, Visitor};
use uuid::Uuid;

use super::codebook::guid::{Thing, derived};
use super::names::DocumentKey;

/// What a study knows of a document without reading its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Document {
    /// Its number in this study.
    pub key: DocumentKey,
    /// Its id: from the front matter, else its path under `corpus/` without ending.
    pub id: String,
    /// Path relative to the study, with `/`.
    pub path: String,
    /// What the front matter says.
    pub front: FrontMatter,
    /// Where the text begins in the file, in bytes.
    pub text_start: u32,
    /// Length of the text, in bytes.
    pub text_length: u32,
}

impl Document {
    /// The title, else the id.
    pub fn title(&self) -> &str {
        self.front.title.as_deref().unwrap_or(&self.id)
    }

    /// What other programs call it: the GUID it came with, else the one that follows from its id.
    pub fn guid(&self) -> Uuid {
        self.front.guid.unwrap_or_else(|| derived(Thing::Document, &self.id))
    }

    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.front.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }

    /// The labels of the declared speakers.
    pub fn speaker_labels(&self) -> Vec<&str> {
        self.front.speakers.iter().map(|(label, _)| label.as_str()).collect()
    }
}

/// The head of a document: reserved keys in English, attributes in the study's own words.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FrontMatter {
    /// `id`
    pub id: Option<String>,
    /// `title`
    pub title: Option<String>,
    /// `language`, a tag such as `nl`
    pub language: Option<String>,
    /// `speakers`: label and role, in the order of the file
    pub speakers: Vec<(String, String)>,
    /// Every other key with its value as written (`03` stays `03`); lists are joined with a comma.
    pub attributes: Vec<(String, String)>,
    /// `guid`: what another program calls it, where it came from one.
    pub guid: Option<Uuid>,
    /// `source-file` and so on: what it was imported from.
    pub origin: Option<Box<Origin>>,
}

/// What a document was imported from.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// `source-file`: the file's name, without folders.
    pub file: String,
    /// `source-format`
    pub format: String,
    /// `source-sha256`: the SHA-256 of the file, as 64 hex digits.
    pub sha256: String,
    /// `source-part`: which part of the file, where several documents were made of it.
    pub part: Option<String>,
}

impl Origin {
    /// Its keys in the head, with their values.
    pub fn pairs(&self) -> impl Iterator<Item = (&'static str, &str)> {
        let part = self.part.as_deref().map(|part| ("source-part", part));
        [
            ("source-file", self.file.as_str()),
            ("source-format", &self.format),
            ("source-sha256", &self.sha256),
        ]
        .into_iter()
        .chain(part)
    }
}

/// The head and the text of a file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Split<'a> {
    /// The YAML between the two `---` lines; `None` when there is no front matter.
    pub head: Option<&'a str>,
    /// Where the text begins, in bytes of the file.
    pub text_start: usize,
}

/// The longest head, in bytes from the start of the file to the end of the line that closes it. What opens like a head
/// and is longer is all text.
pub const HEAD_AT_MOST: usize = 256 * 1024;

/// Splits the front matter from the text. A file that opens with `---` but never closes it is all text; a byte order
/// mark belongs to the head.
pub fn split(file: &str) -> Split<'_> {
    let body = file.strip_prefix('\u{feff}').unwrap_or(file);
    let mark = file.len() - body.len();
    let none = Split { head: None, text_start: mark };
    let Some(rest) = body.strip_prefix("---\n").or_else(|| body.strip_prefix("---\r\n")) else { return none };
    let offset = file.len() - rest.len();
    let mut at = 0;
    for line in rest.split_inclusive('\n') {
        if offset + at + line.len() > HEAD_AT_MOST {
            break;
        }
        if line.trim_end_matches([' ', '\t', '\r', '\n']) == "---" {
            return Split { head: Some(&rest[..at]), text_start: offset + at + line.len() };
        }
        at += line.len();
    }
    none
}

impl FrontMatter {
    /// Reads the YAML between the `---` lines.
    ///
    /// # Errors
    /// A sentence with the line (counting from the first line of the file) for YAML that cannot be read.
    pub fn parse(head: &str) -> Result<Self, String> {
        if head.trim().is_empty() {
            return Ok(Self::default());
        }
        let options = serde_saphyr::options! { with_snippet: false };
        match serde_saphyr::from_str_with_options::<Self>(head, options) {
            Ok(front) => Ok(front),
            Err(_) => Self::parse_with_lists(head),
        }
    }

    /// The slow way, for heads whose attributes hold lists: the first time through tells which.
    fn parse_with_lists(head: &str) -> Result<Self, String> {
        let options = serde_saphyr::options! { with_snippet: false };
        let shapes: serde_json::Value =
            serde_saphyr::from_str_with_options(head, options.clone()).map_err(|error| place(&error))?;
        let serde_json::Value::Object(shapes) = shapes else {
            return Err("line 2: expected `key: value` lines".to_owned());
        };
        serde_saphyr::with_deserializer_from_str_with_options(head, options, |yaml| {
            yaml.deserialize_map(Lines { shapes })
        })
        .map_err(|error| place(&error))
    }

    /// True for a key that is no attribute.
    pub fn is_reserved(key: &str) -> bool {
        const RESERVED: [&str; 9] = [
            "id",
            "title",
            "language",
            "speakers",
            "guid",
            "source-file",
            "source-format",
            "source-sha256",
            "source-part",
        ];
        RESERVED.contains(&key)
    }

    /// The same with other values of some keys, as it would be read; `None` takes a key out.
    #[must_use]
    pub fn with_values(&self, changes: &[(String, Option<String>)]) -> Self {
        let mut front = self.clone();
        for (key, value) in changes {
            if Self::is_reserved(key) {
                front.set(key.clone(), value.clone().unwrap_or_default());
                continue;
            }
            let known = front.attributes.iter_mut().find(|(known, _)| known == key);
            match (known, value) {
                (Some(known), Some(value)) => known.1.clone_from(value),
                (None, Some(value)) => front.attributes.push((key.clone(), value.clone())),
                (_, None) => front.attributes.retain(|(known, _)| known != key),
            }
        }
        front
    }

    fn set(&mut self, key: String, value: String) {
        if key.starts_with("source-") && Self::is_reserved(&key) {
            let origin = self.origin.get_or_insert_default();
            match key.as_str() {
                "source-file" => origin.file = value,
                "source-format" => origin.format = value,
                "source-sha256" => origin.sha256 = value,
                _ => origin.part = Some(value),
            }
            return;
        }
        match key.as_str() {
            "id" => self.id = Some(value).filter(|id| !id.is_empty()),
            "title" => self.title = Some(value).filter(|title| !title.is_empty()),
            "language" => self.language = Some(value).filter(|language| !language.is_empty()),
            // What is no GUID means nothing to anybody.
            "guid" => self.guid = Uuid::parse_str(value.trim()).ok(),
            _ => self.attributes.push((key, value)),
        }
    }
}

fn plain(value: &serde_json::Value) -> String {
    match value {
        serde_json::Value::String(text) => text.clone(),
        serde_json::Value::Null => String::new(),
        serde_json::Value::Array(items) => items.iter().map(plain).collect::<Vec<_>>().join(", "),
        other => other.to_string(),
    }
}

fn place(error: &serde_saphyr::Error) -> String {
    let what = error.to_string();
    // What the library adds for programmers, and places that count from the head's own first line.
    let what = what.lines().next().unwrap_or_default();
    let what = what.split(" at line ").next().unwrap_or_default().split(", set ").next().unwrap_or_default();
    // The head begins on the second line of its file.
    match error.location() {
        Some(location) => format!("line {}: {what}", location.line() + 1),
        None => what.to_owned(),
    }
}

impl<'de> Deserialize<'de> for FrontMatter {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Lines { shapes: serde_json::Map::new() })
    }
}

/// Reads `key: value` lines, every scalar as it is written. YAML knows no type for "a scalar or a list of them" that
/// leaves scalars as they are, so `shapes` says which values are lists or mappings.
struct Lines {
    shapes: serde_json::Map<String, serde_json::Value>,
}

impl<'de> Visitor<'de> for Lines {
    type Value = FrontMatter;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("`key: value` lines")
    }

    fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<FrontMatter, M::Error> {
        use serde_json::Value::{Array, Null, Object, String as Text};
        let simple = |value: &serde_json::Value| !matches!(value, Array(_) | Object(_));
        let mut front = FrontMatter::default();
        while let Some(key) = map.next_key::<String>()? {
            let list = |map: &mut M| {
                let items: Vec<Option<String>> = map.next_value()?;
                Ok(items.into_iter().map(Option::unwrap_or_default).collect::<Vec<String>>())
            };
            let value = match self.shapes.get(&key) {
                Some(Array(items)) if items.iter().all(simple) && key == "speakers" => {
                    front.speakers =
                        list(&mut map)?.into_iter().map(|label| (label, String::new())).collect();
                    continue;
                }
                Some(Text(_) | Null) if key == "speakers" => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                    continue;
                }
                _ if key == "speakers" => {
                    front.speakers = map.next_value::<Speakers>()?.0;
                    continue;
                }
                Some(Array(items)) if items.iter().all(simple) => list(&mut map)?.join(", "),
                Some(nested @ (Array(_) | Object(_))) => {
                    map.next_value::<serde::de::IgnoredAny>()?;
                    plain(nested)
                }
                _ => map.next_value::<Option<String>>()?.unwrap_or_default(),
            };
            front.set(key, value);
        }
        Ok(front)
    }
}

struct Speakers(Vec<(String, String)>);

impl<'de> Deserialize<'de> for Speakers {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;

        impl<'de> Visitor<'de> for Pairs {
            type Value = Speakers;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("`LABEL: role` lines")
            }

            fn visit_map<M: MapAccess<'de>>(self, mut map: M) -> Result<Speakers, M::Error> {
                let mut pairs = Vec::new();
                while let Some((label, role)) = map.next_entry::<String, Option<String>>()? {
                    pairs.push((label, role.unwrap_or_default()));
                }
                Ok(Speakers(pairs))
            }
        }

        deserializer.deserialize_map(Pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = "---\nid: d10\ntitle: Driehoek, bijeenkomst 3\nlanguage: nl\nfictional: true\ndate: 2024-03-14\nsessie: 03\nspeakers:\n  FA1: facilitator\n  IO2: instituutsopleider\n---\n[00:14:05] FA1: Leg neer.\n";

    #[test]
    fn reads_the_head_and_leaves_the_text() {
        let parts = split(FILE);
        assert_eq!(&FILE[parts.text_start..], "[00:14:05] FA1: Leg neer.\n");
        let front = FrontMatter::parse(parts.head.unwrap()).unwrap();
        assert_eq!(front.id.as_deref(), Some("d10"));
        assert_eq!(front.title.as_deref(), Some("Driehoek, bijeenkomst 3"));
        assert_eq!(front.speakers[1], ("IO2".to_owned(), "instituutsopleider".to_owned()));
        let pairs: Vec<_> = front.attributes.iter().map(|(k, v)| format!("{k}={v}")).collect();
        assert_eq!(pairs, ["fictional=true", "date=2024-03-14", "sessie=03"]);
    }

    #[test]
    fn what_it_was_imported_from_is_no_attribute() {
        let head =
            "source-file: a.docx\nsource-format: docx\nsource-sha256: 00ff\nsource-part: R1\nsource: x\n";
        let front = FrontMatter::parse(head).unwrap();
        assert_eq!(front.attributes, [("source".to_owned(), "x".to_owned())]);
        let pairs: Vec<String> =
            front.origin.unwrap().pairs().map(|(key, value)| format!("{key}={value}")).collect();
        assert_eq!(
            pairs,
            ["source-file=a.docx", "source-format=docx", "source-sha256=00ff", "source-part=R1"]
        );
    }

    #[test]
    fn a_guid_of_another_program_is_no_attribute() {
        let front = FrontMatter::parse("guid: \"{6F9619FF-8B86-D011-B42D-00C04FC964FF}\"\n").unwrap();
        assert_eq!(front.guid.unwrap().to_string(), "6f9619ff-8b86-d011-b42d-00c04fc964ff");
        assert_eq!(FrontMatter::parse("guid: x\n").unwrap(), FrontMatter::default());
    }

    #[test]
    fn lists_are_joined() {
        let front = FrontMatter::parse("thema: [taal, doelen]\nspeakers: [A, B]\nnr: 007\n").unwrap();
        assert!(front.attributes.contains(&("thema".to_owned(), "taal, doelen".to_owned())));
        assert!(front.attributes.contains(&("nr".to_owned(), "007".to_owned())));
        assert_eq!(front.speakers.len(), 2);
    }

    #[test]
    fn a_list_changes_nothing_about_the_other_lines() {
        let plain = "z: 14.30\nid: 1.50\na: yes\nleeg:\nspeakers:\n  B: x\n  A:\n";
        let alone = FrontMatter::parse(plain).unwrap();
        let mut with_list =
            FrontMatter::parse(&format!("{plain}thema: [1.0, no, ~]\nkaart: {{ x: 1 }}\n")).unwrap();
        let thema = ("thema".to_owned(), "1.0, no, ".to_owned());
        let kaart = ("kaart".to_owned(), "{\"x\":1}".to_owned());
        assert_eq!(with_list.attributes.split_off(3), [thema, kaart]);
        assert_eq!(with_list, alone);
        assert_eq!(alone.id.as_deref(), Some("1.50"));
        assert_eq!(alone.speakers[0].0, "B", "in the order of the file");
        assert!(FrontMatter::parse("speakers:\nthema: [a]\n").unwrap().speakers.is_empty());
    }

    #[test]
    fn what_cannot_be_read_names_its_line() {
        let error = FrontMatter::parse("title: goed\nid: [onaf\n").unwrap_err();
        assert!(error.starts_with("line "), "{error}");
        assert_eq!(FrontMatter::parse("id: a\nid: b\n").unwrap_err(), "line 3: duplicate mapping key: id");
        assert!(FrontMatter::parse("zomaar een zin").is_err());
        assert_eq!(FrontMatter::parse("").unwrap(), FrontMatter::default());
    }

    #[test]
    fn a_head_that_never_closes_is_text() {
        assert_eq!(split("---\nid: x\n"), Split { head: None, text_start: 0 });
        assert_eq!(split("--- \n---\n").head, None);
        assert_eq!(split("---\n---\ntekst").text_start, 8);
        assert_eq!(split("gewoon"), Split { head: None, text_start: 0 });
        assert_eq!(split("\u{feff}gewoon").text_start, 3);
        assert_eq!(split("\u{feff}---\r\nid: x\r\n---\r\ntekst").head, Some("id: x\r\n"));
    }
}
