//! A family file as data.

use serde::Deserialize;
use uuid::Uuid;

use crate::model::config::{Words, toml_place};
use crate::model::hash::Revision;
use crate::model::lines::{LineNote, line_of, tables};
use crate::model::localized::Localized;
use crate::model::names::CodeKey;
use crate::model::unknown_keys::{Inside, Shape, unknown_keys};

use super::{Code, Facet, FacetKind, FacetValue, Family, Group, Note, Rule};

/// A family with its codes and the ids of their parents, before they are put together.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReadFamily {
    /// The family.
    pub family: Family,
    /// Its codes, each with its parent's id.
    pub codes: Vec<(Code, Option<String>)>,
    /// Keys that mean nothing here, each with its line.
    pub notes: Vec<LineNote>,
    /// What is wrong with the family's id or with single codes, each with its line.
    pub problems: Vec<LineNote>,
}

impl ReadFamily {
    /// Reads a family file; `path` is kept for messages.
    ///
    /// # Errors
    /// A sentence with the path, line and column for what cannot be read.
    pub fn parse(path: &str, toml: &str) -> Result<Self, String> {
        let place = |error: toml_edit::de::Error| format!("{path}, {}", toml_place(toml, &error));
        let document = toml_edit::Document::parse(toml).map_err(|error| place(error.into()))?;
        let notes = unknown_keys(toml, document.as_table(), &FAMILY);
        let starts: Vec<usize> = tables(document.as_table(), "code").iter().map(|code| code.start).collect();
        let file = File::deserialize(toml_edit::de::Deserializer::from(document)).map_err(place)?;
        let mut problems = Vec::new();
        let mut guid = |what: &str, text: Option<String>| {
            let (guid, wrong) = read_guid(what, text);
            problems.extend(wrong.map(|what| LineNote { line: 1, what }));
            guid
        };
        let family = Family {
            guid: guid("the family", file.guid),
            name: file.name.map_or_else(|| Localized::one("", &file.family), Words::read),
            id: file.family,
            path: path.to_owned(),
            exclusive: file.exclusive,
            rules: file
                .rule
                .into_iter()
                .map(|rule| Rule { id: rule.id, text: Words::Many(rule.text).read() })
                .collect(),
            groups: file
                .group
                .into_iter()
                .map(|group| Group {
                    guid: guid(&format!("the group `{}`", group.id), group.guid),
                    name: words_or(group.name, &group.id),
                    id: group.id,
                })
                .collect(),
            facets: file.facet.into_iter().map(FacetTable::read).collect(),
        };
        if let Err(why) = check_id(&family.id) {
            let what = format!("the family's id `{}` {why}", family.id.escape_debug());
            problems.push(LineNote { line: 1, what });
        }
        let mut codes = Vec::with_capacity(file.code.len());
        for (nth, code) in file.code.into_iter().enumerate() {
            let mut wrong = Vec::new();
            codes.extend(code.read(&mut wrong));
            let line = || line_of(toml, starts.get(nth).copied().unwrap_or(0));
            problems.extend(wrong.into_iter().map(|what| LineNote { line: line(), what }));
        }
        Ok(Self { family, codes, notes, problems })
    }
}

static FAMILY: Shape = Shape {
    name: "the family",
    keys: &[
        ("family", Inside::Own),
        ("name", Inside::Words),
        ("guid", Inside::Own),
        ("exclusive", Inside::Own),
        ("rule", Inside::Tables(&RULE)),
        ("group", Inside::Tables(&GROUP)),
        ("facet", Inside::Tables(&FACET)),
        ("code", Inside::Tables(&CODE)),
    ],
    languages: false,
};

static RULE: Shape = Shape { name: "the rule", keys: &[("id", Inside::Own)], languages: true };

static GROUP: Shape = Shape {
    name: "the group",
    keys: &[("id", Inside::Own), ("name", Inside::Words), ("guid", Inside::Own)],
    languages: false,
};

static FACET: Shape = Shape {
    name: "the facet",
    keys: &[
        ("id", Inside::Own),
        ("name", Inside::Words),
        ("kind", Inside::Own),
        ("ask", Inside::Own),
        ("value", Inside::Tables(&VALUE)),
        ("values", Inside::Own),
    ],
    languages: false,
};

static VALUE: Shape = Shape {
    name: "the value",
    keys: &[("id", Inside::Own), ("name", Inside::Words), ("definition", Inside::Words)],
    languages: false,
};

static CODE: Shape = Shape {
    name: "the code",
    keys: &[
        ("id", Inside::Own),
        ("parent", Inside::Own),
        ("name", Inside::Words),
        ("definition", Inside::Words),
        ("include", Inside::Tables(&NOTE)),
        ("exclude", Inside::Tables(&NOTE)),
        ("examples", Inside::Words),
        ("source", Inside::Own),
        ("key", Inside::Own),
        ("color", Inside::Own),
        ("groups", Inside::Own),
        ("principle", Inside::Own),
        ("poles", Inside::Words),
        ("retired", Inside::Own),
        ("guid", Inside::Own),
        ("heir", Inside::Own),
    ],
    languages: false,
};

static NOTE: Shape = Shape { name: "a note of", keys: &[("not", Inside::Own)], languages: true };

#[derive(Deserialize)]
struct File {
    family: String,
    name: Option<Words>,
    guid: Option<String>,
    #[serde(default)]
    exclusive: bool,
    #[serde(default)]
    rule: Vec<RuleTable>,
    #[serde(default)]
    group: Vec<GroupTable>,
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
struct GroupTable {
    id: String,
    name: Option<Words>,
    guid: Option<String>,
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
    principle: Option<String>,
    #[serde(default)]
    poles: Vec<Words>,
    #[serde(default)]
    retired: bool,
    guid: Option<String>,
    heir: Option<String>,
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
            Self::Plain(words) => Note { text: Words::Plain(words).read(), not: None },
            Self::Many(mut many) => {
                let not = many.remove("not").filter(|not| !not.is_empty());
                Note { text: Words::Many(many).read(), not }
            }
        }
    }
}

impl CodeTable {
    /// The code; without its colour when that is none, and `None` when its id is none.
    fn read(self, problems: &mut Vec<String>) -> Option<(Code, Option<String>)> {
        if let Err(why) = check_id(&self.id) {
            problems.push(format!(
                "the code id `{}` {why}; the code is left out until it has another",
                self.id.escape_debug()
            ));
            return None;
        }
        let color = self.color.as_deref().and_then(parse_color);
        if let (Some(text), None) = (&self.color, color) {
            problems.push(format!("the code `{}` has the colour `{text}`; write it as #rrggbb", self.id));
        }
        let (guid, wrong) = read_guid(&format!("the code `{}`", self.id), self.guid);
        problems.extend(wrong);
        let mut code = Code {
            key: CodeKey(0),
            guid,
            name: words_or(self.name, &self.id),
            id: self.id,
            family: 0,
            parent: None,
            definition: words_or(self.definition, ""),
            include: self.include.into_iter().map(NoteTable::read).collect(),
            exclude: self.exclude.into_iter().map(NoteTable::read).collect(),
            examples: self.examples.into_iter().map(Words::read).collect(),
            source: self.source,
            mnemonic: self.key.filter(|key| !key.is_empty()),
            color,
            groups: self.groups,
            principle: self.principle.filter(|principle| !principle.is_empty()),
            poles: self.poles.into_iter().map(Words::read).collect(),
            retired: self.retired,
            heir: self.heir.filter(|heir| !heir.is_empty()),
            revision: Revision::default(),
        };
        code.revision = revision(&code);
        Some((code, self.parent.filter(|parent| !parent.is_empty())))
    }
}

/// The revision of a code: a fingerprint of its definition, include and exclude in all languages.
pub(crate) fn revision(code: &Code) -> Revision {
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

/// A GUID, or what is wrong with it.
fn read_guid(what: &str, text: Option<String>) -> (Option<Uuid>, Option<String>) {
    match text.map(|text| (Uuid::parse_str(text.trim()), text)) {
        None => (None, None),
        Some((Ok(guid), _)) => (Some(guid), None),
        Some((Err(_), text)) => {
            let text = text.escape_debug();
            (
                None,
                Some(format!(
                    "{what} has the guid `{text}`, which is none; take the key away, or write 8-4-4-4-12 hex digits"
                )),
            )
        }
    }
}

fn words_or(words: Option<Words>, otherwise: &str) -> Localized {
    match words.map(Words::read).filter(|words| !words.is_empty()) {
        Some(words) => words,
        None if otherwise.is_empty() => Localized::default(),
        None => Localized::one("", otherwise),
    }
}

pub(crate) fn parse_color(text: &str) -> Option<(u8, u8, u8)> {
    let hex = text.trim_start_matches('#');
    let is_hex = hex.len() == 6 && hex.bytes().all(|byte| byte.is_ascii_hexdigit());
    let number = u32::from_str_radix(hex, 16).ok().filter(|_| is_hex)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    const FILE: &str = r##"
family = "sp"
[[rule]]
id = "S1"
nl = "Een klacht is nog geen spanning."
[[group]]
id = "tijger"
name = { nl = "Tijger in een kooi", en = "Tiger in a cage" }
[[facet]]
id = "waar"
kind = "several"
ask = "now"
values = ["hier", "daar"]
[[code]]
id = "sp-herhaling"
principle = "dp-praktijk"
poles = [{ nl = "herhaling", en = "repetition" }, "verandering"]
groups = ["tijger"]
color = "#0a0b0c"
exclude = [{ nl = "iets anders", not = "sp-anders" }, "los"]
"##;

    #[test]
    fn reads_groups_principles_and_poles() {
        let read = ReadFamily::parse("codebook/sp.toml", FILE).unwrap();
        assert_eq!(read.notes, []);
        assert_eq!(read.family.groups[0].name.get("en"), "Tiger in a cage");
        let facet = &read.family.facets[0];
        assert_eq!((facet.kind, facet.ask_now, facet.values.len()), (FacetKind::Several, true, 2));
        let (code, parent) = &read.codes[0];
        assert_eq!((code.principle.as_deref(), parent), (Some("dp-praktijk"), &None));
        assert_eq!(
            code.poles.iter().map(|pole| pole.get("nl")).collect::<Vec<_>>(),
            ["herhaling", "verandering"]
        );
        assert_eq!(code.groups, ["tijger"]);
        assert_eq!(code.exclude[0].not.as_deref(), Some("sp-anders"));
        assert!(code.definition.is_empty() && code.definition.iter().next().is_none());
    }

    #[test]
    fn a_slip_in_a_key_is_a_note_and_no_error() {
        let toml = "family = \"x\"\n[[code]]\nid = \"a\"\ndefintion = \"weg\"\n";
        let read = ReadFamily::parse("codebook/x.toml", toml).unwrap();
        assert_eq!(read.notes.len(), 1);
        assert_eq!(read.notes[0].line, 4);
        assert!(read.notes[0].what.contains("did you mean `definition`?"), "{:?}", read.notes);
        assert!(read.codes[0].0.definition.is_empty());
    }

    #[test]
    fn one_wrong_code_leaves_the_others() {
        let toml = "family = \"x y\"\n[[code]]\nid = \"A\"\n[[code]]\nid = \"b\"\ncolor = \"rood\"\n[[code]]\nid = \"c\"\ncolor = \"+12345\"\n";
        let read = ReadFamily::parse("codebook/x.toml", toml).unwrap();
        let ids: Vec<_> = read.codes.iter().map(|(code, _)| (code.id.as_str(), code.color)).collect();
        assert_eq!(ids, [("b", None), ("c", None)]);
        assert_eq!(
            read.problems.iter().map(|p| p.line).collect::<Vec<_>>(),
            [1, 2, 4, 7],
            "{:?}",
            read.problems
        );
        assert_eq!(read.problems[1].line, 2);
        assert!(read.problems[1].what.starts_with("the code id `A` may hold only lower-case"));
    }

    #[test]
    fn what_cannot_be_read_names_file_line_and_column() {
        for toml in ["family = \n", "family = \"x\"\n[[code]]\nid = 3\n"] {
            let error = ReadFamily::parse("codebook/x.toml", toml).unwrap_err();
            assert!(error.starts_with("codebook/x.toml, line "), "{error}");
        }
    }

    #[test]
    fn groups_principle_and_poles_are_no_part_of_the_revision() {
        let without =
            FILE.replace("groups = [\"tijger\"]\n", "").replace("principle = \"dp-praktijk\"\n", "");
        let revision = |toml: &str| ReadFamily::parse("x", toml).unwrap().codes[0].0.revision;
        assert_eq!(revision(FILE), revision(&without));
        assert_ne!(revision(FILE), revision(&FILE.replace("iets anders", "iets")));
    }
}
