//! The file as data.

use std::collections::BTreeMap;

use serde::Deserialize;
use toml_edit::{Document, de};

use crate::model::lines::line_of;
use crate::model::localized::Localized;
use crate::model::unknown_keys::unknown_keys;

use super::keys::STUDY;
use super::{
    Attendance, Attribute, AttributeKind, Cycle, GroupKind, Meaning, Participant, Respondents, Role, Run,
    Session, Sitting, Strand, StudyConfig, Trajectory, Warning, When,
};

impl StudyConfig {
    /// Reads `kantlijn.toml`. Keys that this version does not know are left alone and told in [`StudyConfig::notes`].
    ///
    /// # Errors
    /// A sentence with line and column for what cannot be read.
    pub fn parse(toml: &str) -> Result<Self, String> {
        let place = |error: de::Error| toml_place(toml, &error);
        let document = Document::parse(toml).map_err(|error| place(error.into()))?;
        let notes = unknown_keys(toml, document.as_table(), &STUDY);
        let file = File::deserialize(de::Deserializer::from(document)).map_err(place)?;
        Ok(Self {
            format: file.format,
            title: file.title,
            languages: if file.languages.is_empty() { vec!["nl".to_owned()] } else { file.languages },
            tree: file.tree,
            attributes: read_all(file.attribute, AttributeTable::read),
            roles: read_all(file.role, |role| Role { name: localized(role.name, &role.id), id: role.id }),
            participants: read_all(file.participant, ParticipantTable::read),
            respondents: read_all(file.respondents, RespondentsTable::read),
            strands: read_all(file.strand, |strand| Strand {
                name: localized(strand.name, &strand.label),
                label: strand.label,
            }),
            cycles: read_all(file.cycle, CycleTable::read),
            trajectories: read_all(file.trajectory, TrajectoryTable::read),
            runs: read_all(file.run, RunTable::read),
            attendance: file.attendance.into_iter().map(AttendanceTable::read).collect::<Result<_, _>>()?,
            warnings: read_all(file.warning, WarningTable::read),
            blind: file.blind,
            queries: file.queries,
            notes,
        })
    }
}

fn read_all<T, U>(tables: Vec<T>, read: impl Fn(T) -> U) -> Vec<U> {
    tables.into_iter().map(read).collect()
}

/// A TOML error as a sentence with line and column, counting from 1.
pub fn toml_place(toml: &str, error: &toml_edit::de::Error) -> String {
    let what = error.message().trim().replace('\n', ", ");
    match error.span() {
        Some(range) => {
            let before = toml.get(..range.start).unwrap_or("");
            let line = line_of(toml, range.start);
            let column = before.rsplit('\n').next().unwrap_or("").chars().count() + 1;
            format!("line {line}, column {column}: {what}")
        }
        None => what,
    }
}

/// Words in several languages, or plain words.
#[derive(Deserialize)]
#[serde(untagged)]
pub(in crate::model) enum Words {
    Plain(String),
    Many(BTreeMap<String, String>),
}

impl Words {
    pub(in crate::model) fn read(self) -> Localized {
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
    words.map(Words::read).filter(|words| !words.is_empty()).unwrap_or_else(|| Localized::one("", otherwise))
}

fn words_of(words: Option<Words>) -> Localized {
    words.map(Words::read).unwrap_or_default()
}

/// A value, written as words or as a number.
#[derive(Deserialize)]
#[serde(untagged)]
enum Scalar {
    Text(String),
    Number(i64),
}

impl Scalar {
    fn read(self) -> String {
        match self {
            Self::Text(text) => text,
            Self::Number(number) => number.to_string(),
        }
    }
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
    role: Vec<NamedTable>,
    #[serde(default)]
    participant: Vec<ParticipantTable>,
    #[serde(default)]
    respondents: Vec<RespondentsTable>,
    #[serde(default)]
    strand: Vec<StrandTable>,
    #[serde(default)]
    cycle: Vec<CycleTable>,
    #[serde(default)]
    trajectory: Vec<TrajectoryTable>,
    #[serde(default)]
    run: Vec<RunTable>,
    #[serde(default)]
    attendance: Vec<AttendanceTable>,
    #[serde(default)]
    warning: Vec<WarningTable>,
    #[serde(default)]
    blind: bool,
    #[serde(default)]
    queries: BTreeMap<String, String>,
}

#[derive(Deserialize)]
struct AttributeTable {
    id: String,
    name: Option<Words>,
    kind: Option<AttributeKind>,
    means: Option<Meaning>,
    #[serde(default)]
    values: Vec<Scalar>,
    #[serde(default)]
    labels: BTreeMap<String, String>,
}

impl AttributeTable {
    fn read(self) -> Attribute {
        let usual = if self.values.is_empty() { AttributeKind::Text } else { AttributeKind::Choice };
        Attribute {
            name: localized(self.name, &self.id),
            id: self.id,
            kind: self.kind.unwrap_or(usual),
            means: self.means,
            values: read_all(self.values, Scalar::read),
            labels: self.labels.into_iter().collect(),
        }
    }
}

#[derive(Deserialize)]
struct NamedTable {
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
struct RespondentsTable {
    label: String,
    #[serde(default)]
    count: usize,
    #[serde(default)]
    roles: Vec<String>,
    #[serde(default)]
    documents: Vec<String>,
}

impl RespondentsTable {
    fn read(self) -> Respondents {
        Respondents { label: self.label, count: self.count, roles: self.roles, documents: self.documents }
    }
}

#[derive(Deserialize)]
struct StrandTable {
    label: String,
    name: Option<Words>,
}

#[derive(Deserialize)]
struct CycleTable {
    id: Scalar,
    name: Option<Words>,
    #[serde(default)]
    from: String,
    #[serde(default)]
    to: String,
    question: Option<Words>,
}

impl CycleTable {
    fn read(self) -> Cycle {
        let id = self.id.read();
        Cycle {
            name: localized(self.name, &id),
            id,
            from: self.from,
            to: self.to,
            question: words_of(self.question),
        }
    }
}

#[derive(Deserialize)]
struct TrajectoryTable {
    id: Scalar,
    name: Option<Words>,
    #[serde(default)]
    corners: Vec<String>,
    #[serde(default)]
    group: GroupKind,
    #[serde(default)]
    sessions: u32,
}

impl TrajectoryTable {
    fn read(self) -> Trajectory {
        let id = self.id.read();
        Trajectory {
            name: localized(self.name, &id),
            id,
            corners: self.corners,
            group: self.group,
            sessions: self.sessions,
        }
    }
}

#[derive(Deserialize)]
struct RunTable {
    trajectory: String,
    id: Scalar,
    name: Option<Words>,
    #[serde(default)]
    sessions: Vec<SessionTable>,
}

impl RunTable {
    fn read(self) -> Run {
        let id = self.id.read();
        let name = localized(self.name, &id);
        Run { trajectory: self.trajectory, id, name, sessions: read_all(self.sessions, SessionTable::read) }
    }
}

#[derive(Deserialize)]
struct SessionTable {
    id: Scalar,
    #[serde(default)]
    date: String,
    #[serde(default = "yes")]
    observed: bool,
}

fn yes() -> bool {
    true
}

impl SessionTable {
    fn read(self) -> Session {
        Session { id: self.id.read(), date: self.date, observed: self.observed }
    }
}

#[derive(Deserialize)]
struct AttendanceTable {
    document: Option<String>,
    trajectory: Option<String>,
    run: Option<Scalar>,
    session: Option<Scalar>,
    #[serde(default)]
    participants: Vec<String>,
    #[serde(default)]
    roles: BTreeMap<String, String>,
}

impl AttendanceTable {
    fn read(self) -> Result<Attendance, String> {
        let at = match (self.document, self.trajectory, self.run, self.session) {
            (Some(document), None, None, None) => Sitting::Document(document),
            (None, Some(trajectory), Some(run), Some(session)) => {
                Sitting::Session { trajectory, run: run.read(), session: session.read() }
            }
            _ => {
                let who = self.participants.join(", ");
                return Err(format!(
                    "the [[attendance]] of {who} must say either `document`, or `trajectory`, `run` and `session`"
                ));
            }
        };
        Ok(Attendance { at, participants: self.participants, roles: self.roles.into_iter().collect() })
    }
}

#[derive(Deserialize)]
struct WarningTable {
    id: String,
    #[serde(default)]
    when: WhenTable,
    text: Option<Words>,
}

#[derive(Deserialize, Default)]
#[serde(default)]
struct WhenTable {
    by: Vec<String>,
    without: Vec<String>,
    mixes: BTreeMap<String, Vec<Scalar>>,
    holds: BTreeMap<String, Vec<Scalar>>,
    roles: Vec<String>,
    families: Vec<String>,
}

impl WarningTable {
    fn read(self) -> Warning {
        let values = |table: BTreeMap<String, Vec<Scalar>>| {
            table.into_iter().map(|(attribute, values)| (attribute, read_all(values, Scalar::read))).collect()
        };
        let when = When {
            by: self.when.by,
            without: self.when.without,
            mixes: values(self.when.mixes),
            holds: values(self.when.holds),
            roles: self.when.roles,
            families: self.when.families,
        };
        Warning { id: self.id, when, text: words_of(self.text) }
    }
}
