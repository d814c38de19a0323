//! `kantlijn.toml`: what the study says of itself.

use serde::Deserialize;

use super::localized::Localized;

/// The version of the format on disk that this program writes.
pub const FORMAT: u32 = 1;

/// The study's settings.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StudyConfig {
    /// Version of the format on disk.
    pub format: u32,
    /// Title of the study.
    pub title: String,
    /// Languages of texts and codebook, the first is the main one.
    pub languages: Vec<String>,
    /// The attributes by which the corpus tree is grouped, outermost first; empty for a flat list.
    pub tree: Vec<String>,
    /// Declared attributes, in order.
    pub attributes: Vec<Attribute>,
    /// Declared roles of speakers.
    pub roles: Vec<Role>,
    /// People, under their pseudonyms.
    pub participants: Vec<Participant>,
    /// Labels that are not people.
    pub strands: Vec<Strand>,
    /// True while coders may not see each other's layers.
    pub blind: bool,
}

/// A property of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// The key in the front matter.
    pub id: String,
    /// Its name for people.
    pub name: Localized,
    /// Allowed values in their order; empty when free.
    pub values: Vec<String>,
    /// Names of values for people, by value.
    pub labels: Vec<(String, String)>,
}

impl Attribute {
    /// How people read `value`: `1 exploratie`, or the value alone.
    pub fn show(&self, value: &str) -> String {
        match self.labels.iter().find(|(key, _)| key == value) {
            Some((_, label)) => format!("{value} {label}"),
            None => value.to_owned(),
        }
    }
}

/// A role that speakers can have.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Role {
    /// The word used in the front matter.
    pub id: String,
    /// Its name for people.
    pub name: Localized,
}

/// A person who speaks.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Participant {
    /// Pseudonym.
    pub id: String,
    /// Roles.
    pub roles: Vec<String>,
    /// Organisation, under its pseudonym.
    pub organisation: String,
    /// Labels in documents that stand for this person; the pseudonym itself is one.
    pub labels: Vec<String>,
}

/// A label that is no person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Strand {
    /// The label in documents.
    pub label: String,
    /// Its name for people.
    pub name: Localized,
}

impl StudyConfig {
    /// Reads `kantlijn.toml`. Keys that this version does not know are left alone.
    ///
    /// # Errors
    /// A sentence with line and column for what cannot be read.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let file: File = toml_edit::de::from_str(toml).map_err(|error| toml_place(toml, &error))?;
        Ok(Self {
            format: file.format,
            title: file.title,
            languages: if file.languages.is_empty() { vec!["nl".to_owned()] } else { file.languages },
            tree: file.tree,
            attributes: file.attribute.into_iter().map(AttributeTable::read).collect(),
            roles: file
                .role
                .into_iter()
                .map(|role| Role { name: localized(role.name, &role.id), id: role.id })
                .collect(),
            participants: file.participant.into_iter().map(ParticipantTable::read).collect(),
            strands: file
                .strand
                .into_iter()
                .map(|strand| Strand { name: localized(strand.name, &strand.label), label: strand.label })
                .collect(),
            blind: file.blind,
        })
    }

    /// The file of a new study.
    pub fn new_file(title: &str, language: &str) -> String {
        let mut document = toml_edit::DocumentMut::new();
        document["format"] = toml_edit::value(i64::from(FORMAT));
        document["title"] = toml_edit::value(title);
        let mut languages = toml_edit::Array::new();
        languages.push(language);
        document["languages"] = toml_edit::value(languages);
        document["tree"] = toml_edit::value(toml_edit::Array::new());
        document.to_string()
    }

    /// The main language.
    pub fn language(&self) -> &str {
        self.languages.first().map_or("nl", String::as_str)
    }

    /// A declared attribute.
    pub fn attribute(&self, id: &str) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.id == id)
    }

    /// True when `label` is declared as a strand.
    pub fn is_strand(&self, label: &str) -> bool {
        self.strands.iter().any(|strand| strand.label == label)
    }

    /// Where `value` stands in the declared order of an attribute; undeclared values come after the declared ones.
    pub fn rank(&self, attribute: &str, value: &str) -> usize {
        self.attribute(attribute)
            .and_then(|attribute| attribute.values.iter().position(|known| known == value))
            .unwrap_or(usize::MAX)
    }
}

/// A TOML error as a sentence with line and column, counting from 1.
pub fn toml_place(toml: &str, error: &toml_edit::de::Error) -> String {
    let what = error.message().trim().replace('\n', ", ");
    match error.span() {
        Some(range) => {
            let before = toml.get(..range.start).unwrap_or("");
            let line = before.matches('\n').count() + 1;
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            format!("line {line}, column {column}: {what}")
        }
        None => what,
    }
}

/// Words in several languages, or plain words.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum Words {
    Plain(String),
    Many(std::collections::BTreeMap<String, String>),
}

impl Words {
    pub(super) fn read(self) -> Localized {
        match self {
            Self::Plain(words) if words.is_empty() => Localized::default(),
            Self::Plain(words) => Localized::one("", &words),
            Self::Many(many) => {
                let mut words = Localized::default();
                for (language, text) in many.into_iter().filter(|(_, text)| !text.is_empty()) {
                    words.set(&language, &text);
                }
                words
            }
        }
    }
}

fn localized(words: Option<Words>, otherwise: &str) -> Localized {
    words.map_or_else(|| Localized::one("", otherwise), Words::read)
}

#[derive(Deserialize)]
struct File {
    format: u32,
    #[serde(default)]
    title: String,
    #[serde(default)]
    languages: Vec<String>,
    #[serde(default)]
    tree: Vec<String>,
    #[serde(default)]
    attribute: Vec<AttributeTable>,
    #[serde(default)]
    role: Vec<RoleTable>,
    #[serde(default)]
    participant: Vec<ParticipantTable>,
    #[serde(default)]
    strand: Vec<StrandTable>,
    #[serde(default)]
    blind: bool,
}

#[derive(Deserialize)]
struct AttributeTable {
    id: String,
    name: Option<Words>,
    #[serde(default)]
    values: Vec<Scalar>,
    #[serde(default)]
    labels: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Number(i64),
}

impl AttributeTable {
    fn read(self) -> Attribute {
        Attribute {
            name: localized(self.name, &self.id),
            id: self.id,
            values: self
                .values
                .into_iter()
                .map(|value| match value {
                    Scalar::Text(text) => text,
                    Scalar::Number(number) => number.to_string(),
                })
                .collect(),
            labels: self.labels.into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
struct RoleTable {
    id: String,
    name: Option<Words>,
}

#[derive(Deserialize)]
struct ParticipantTable {
    id: String,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    organisation: String,
    #[serde(default)]
    labels: Vec<String>,
}

impl ParticipantTable {
    fn read(self) -> Participant {
        let labels = if self.labels.is_empty() { vec![self.id.clone()] } else { self.labels };
        Participant { id: self.id, roles: self.roles, organisation: self.organisation, labels }
    }
}

#[derive(Deserialize)]
struct StrandTable {
    label: String,
    name: Option<Words>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_the_study_declares() {
        let config = StudyConfig::parse(
            r#"
format = 1
title = "Proef"
languages = ["nl", "en"]
tree = ["cyclus"]
onbekend = true
[[attribute]]
id = "cyclus"
name = { nl = "cyclus", en = "cycle" }
values = [1, 2, "3"]
labels = { "1" = "exploratie" }
[[participant]]
id = "SO4"
[[strand]]
label = "WAARNEMING"
"#,
        )
        .unwrap();
        assert_eq!(config.attribute("cyclus").unwrap().values, ["1", "2", "3"]);
        assert_eq!(config.attribute("cyclus").unwrap().show("1"), "1 exploratie");
        assert!(config.rank("cyclus", "2") < config.rank("cyclus", "9"));
        assert_eq!(config.participants[0].labels, ["SO4"]);
        assert!(config.is_strand("WAARNEMING"));
    }

    #[test]
    fn a_new_file_is_read_back() {
        let config = StudyConfig::parse(&StudyConfig::new_file("Zeg \"ja\"", "en")).unwrap();
        assert_eq!((config.format, config.title.as_str(), config.language()), (FORMAT, "Zeg \"ja\"", "en"));
    }

    #[test]
    fn a_mistake_names_line_and_column() {
        let error = StudyConfig::parse("format = 1\ntitle = \n").unwrap_err();
        assert!(error.starts_with("line 2, column "), "{error}");
        assert!(StudyConfig::parse("title = \"x\"").unwrap_err().contains("format"));
    }
}
