//! A family file as data.

use serde::Deserialize;

use crate::model::config::{Words, toml_place};
use crate::model::hash::Revision;
use crate::model::localized::Localized;
use crate::model::names::CodeKey;

use super::{Code, Facet, FacetKind, FacetValue, Family, Note, Rule};

/// A family with its codes and the ids of their parents, before they are put together.
#[derive(Clone, Debug)]
pub struct ReadFamily {
    /// The family.
    pub family: Family,
    /// Its codes, each with its parent's id.
    pub codes: Vec<(Code, Option<String>)>,
}

impl ReadFamily {
    /// Reads a family file; `path` is kept for messages.
    ///
    /// # Errors
    /// A sentence with the path, line and column for what cannot be read.
    pub fn parse(path: &str, toml: &str) -> Result<Self, String> {
        let file: File =
            toml_edit::de::from_str(toml).map_err(|error| format!("{path}, {}", toml_place(toml, &error)))?;
        let family = Family {
            name: file.name.map_or_else(|| Localized::one("", &file.family), Words::read),
            id: file.family,
            path: path.to_owned(),
            exclusive: file.exclusive,
            rules: file
                .rule
                .into_iter()
                .map(|rule| Rule { id: rule.id, text: Words::Many(rule.text).read() })
                .collect(),
            facets: file.facet.into_iter().map(FacetTable::read).collect(),
        };
        let codes = file.code.into_iter().map(|code| code.read(path)).collect::<Result<_, _>>()?;
        Ok(Self { family, codes })
    }
}

#[derive(Deserialize)]
struct File {
    family: String,
    name: Option<Words>,
    #[serde(default)]
    exclusive: bool,
    #[serde(default)]
    rule: Vec<RuleTable>,
    #[serde(default)]
    facet: Vec<FacetTable>,
    #[serde(default)]
    code: Vec<CodeTable>,
}

#[derive(Deserialize)]
struct RuleTable {
    id: String,
    #[serde(flatten)]
    text: std::collections::BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct FacetTable {
    id: String,
    name: Option<Words>,
    #[serde(default)]
    kind: Kind,
    #[serde(default)]
    ask: Ask,
    #[serde(default)]
    value: Vec<ValueTable>,
    #[serde(default)]
    values: Vec<String>,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Kind {
    #[default]
    One,
    Several,
    Text,
}

#[derive(Deserialize, Default)]
#[serde(rename_all = "lowercase")]
enum Ask {
    Now,
    #[default]
    Later,
}

#[derive(Deserialize)]
struct ValueTable {
    id: String,
    name: Option<Words>,
    definition: Option<Words>,
}

impl FacetTable {
    fn read(self) -> Facet {
        let short = self.values.into_iter().map(|id| ValueTable { id, name: None, definition: None });
        Facet {
            name: words_or(self.name, &self.id),
            id: self.id,
            kind: match self.kind {
                Kind::One => FacetKind::One,
                Kind::Several => FacetKind::Several,
                Kind::Text => FacetKind::Text,
            },
            ask_now: matches!(self.ask, Ask::Now),
            values: short
                .chain(self.value)
                .map(|value| FacetValue {
                    name: words_or(value.name, &value.id),
                    definition: words_or(value.definition, ""),
                    id: value.id,
                })
                .collect(),
        }
    }
}

#[derive(Deserialize)]
struct CodeTable {
    id: String,
    parent: Option<String>,
    name: Option<Words>,
    definition: Option<Words>,
    #[serde(default)]
    include: Vec<NoteTable>,
    #[serde(default)]
    exclude: Vec<NoteTable>,
    #[serde(default)]
    examples: Vec<Words>,
    #[serde(default)]
    source: String,
    key: Option<String>,
    color: Option<String>,
    #[serde(default)]
    groups: Vec<String>,
    #[serde(default)]
    retired: bool,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum NoteTable {
    Plain(String),
    Many(std::collections::BTreeMap<String, String>),
}

impl NoteTable {
    fn read(self) -> Note {
        match self {
            Self::Plain(words) => Note { text: Localized::one("", &words), not: None },
            Self::Many(mut many) => {
                let not = many.remove("not");
                Note { text: Words::Many(many).read(), not }
            }
        }
    }
}

impl CodeTable {
    fn read(self, path: &str) -> Result<(Code, Option<String>), String> {
        check_id(&self.id).map_err(|why| format!("{path}: the code id `{}` {why}", self.id))?;
        let color = match &self.color {
            None => None,
            Some(text) => Some(parse_color(text).ok_or_else(|| {
                format!("{path}: the code `{}` has the colour `{text}`; write it as #rrggbb", self.id)
            })?),
        };
        let mut code = Code {
            key: CodeKey(0),
            name: words_or(self.name, &self.id),
            id: self.id,
            family: 0,
            parent: None,
            definition: words_or(self.definition, ""),
            include: self.include.into_iter().map(NoteTable::read).collect(),
            exclude: self.exclude.into_iter().map(NoteTable::read).collect(),
            examples: self.examples.into_iter().map(Words::read).collect(),
            source: self.source,
            mnemonic: self.key,
            color,
            groups: self.groups,
            retired: self.retired,
            revision: Revision::default(),
        };
        code.revision = revision(&code);
        Ok((code, self.parent))
    }
}

/// The revision of a code: a fingerprint of its definition, include and exclude in all languages.
pub(super) fn revision(code: &Code) -> Revision {
    let notes = |notes: &[Note]| {
        let mut parts = vec![format!("{}", notes.len())];
        for note in notes {
            parts.push(note.not.clone().unwrap_or_default());
            parts.extend(pairs(&note.text));
        }
        parts
    };
    let mut parts = pairs(&code.definition);
    parts.extend(notes(&code.include));
    parts.extend(notes(&code.exclude));
    Revision::of(parts.iter().map(String::as_str))
}

fn pairs(words: &Localized) -> Vec<String> {
    words
        .iter()
        .filter(|(_, text)| !text.is_empty())
        .map(|(language, text)| format!("{language}={text}"))
        .collect()
}

fn words_or(words: Option<Words>, otherwise: &str) -> Localized {
    words.map_or_else(|| Localized::one("", otherwise), Words::read)
}

fn parse_color(text: &str) -> Option<(u8, u8, u8)> {
    let hex = text.trim_start_matches('#');
    let number = u32::from_str_radix(hex, 16).ok().filter(|_| hex.len() == 6)?;
    Some(((number >> 16) as u8, (number >> 8) as u8, number as u8))
}

/// What makes a code id: letters, digits and `-`, lower case, at most 64 bytes.
pub(crate) fn check_id(id: &str) -> Result<(), &'static str> {
    if id.is_empty() || id.len() > 64 {
        return Err("must have 1 to 64 bytes");
    }
    if !id.chars().all(|c| c == '-' || c == '_' || c == '.' || c.is_alphanumeric() && !c.is_uppercase()) {
        return Err("may hold only lower-case letters, digits, `-`, `_` and `.`");
    }
    Ok(())
}
