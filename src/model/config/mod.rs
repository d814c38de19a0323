//! `kantlijn.toml`: what the study says of itself.
//!
//! [`people`] says who speaks, [`design`] when and in what, [`warning`] what a table must say about it; `read` reads the file,
//! `problems` says what in it does not fit together.

pub mod design;
mod keys;
pub mod people;
mod problems;
mod read;
pub mod warning;

pub use design::{Attendance, Cycle, GroupKind, Run, Session, Sitting, Trajectory};
pub use people::{Participant, Respondents, Role, Strand, Who};
pub(super) use read::Words;
pub use read::toml_place;
pub use warning::{DIMENSIONS, TableOf, Warning, When};

use std::collections::BTreeMap;

use serde::Deserialize;

use super::document::Document;
use super::lines::LineNote;
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
    /// People who answered without a name.
    pub respondents: Vec<Respondents>,
    /// Labels that are not people.
    pub strands: Vec<Strand>,
    /// Cycles, in order.
    pub cycles: Vec<Cycle>,
    /// Trajectories.
    pub trajectories: Vec<Trajectory>,
    /// Their runs, in order.
    pub runs: Vec<Run>,
    /// Who was there, where that varies.
    pub attendance: Vec<Attendance>,
    /// Warnings that follow from the design.
    pub warnings: Vec<Warning>,
    /// True while coders may not see each other's layers.
    pub blind: bool,
    /// Saved queries, by name.
    pub queries: BTreeMap<String, String>,
    /// Keys that mean nothing to this version, each with its line.
    pub notes: Vec<LineNote>,
}

/// What an attribute means in the design of the study.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Meaning {
    /// The cycle.
    Cycle,
    /// The trajectory.
    Trajectory,
    /// The run of a trajectory.
    Run,
    /// The session of a run.
    Session,
    /// How the data were gathered.
    Instrument,
    /// When.
    Date,
}

impl Meaning {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Cycle => "cycle",
            Self::Trajectory => "trajectory",
            Self::Run => "run",
            Self::Session => "session",
            Self::Instrument => "instrument",
            Self::Date => "date",
        }
    }
}

/// What the values of an attribute look like.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum AttributeKind {
    /// Any words.
    #[default]
    Text,
    /// One of the values that are declared.
    Choice,
    /// A whole number.
    Number,
    /// A day, as `2024-03-14`.
    Date,
}

impl AttributeKind {
    /// The word in files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Choice => "choice",
            Self::Number => "number",
            Self::Date => "date",
        }
    }

    /// True for a value that looks like that.
    pub fn fits(self, value: &str) -> bool {
        match self {
            Self::Text | Self::Choice => true,
            Self::Number => value.parse::<i64>().is_ok(),
            Self::Date => value.parse::<jiff::civil::Date>().is_ok(),
        }
    }
}

/// A property of documents.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Attribute {
    /// The key in the front matter.
    pub id: String,
    /// Its name for people.
    pub name: Localized,
    /// What its values look like.
    pub kind: AttributeKind,
    /// What it means in the design.
    pub means: Option<Meaning>,
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

    /// True when a document may have this value.
    pub fn allows(&self, value: &str) -> bool {
        self.kind.fits(value) && (self.values.is_empty() || self.values.iter().any(|known| known == value))
    }
}

impl StudyConfig {
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

    /// The attribute that means this in the design.
    pub fn meaning(&self, meaning: Meaning) -> Option<&Attribute> {
        self.attributes.iter().find(|attribute| attribute.means == Some(meaning))
    }

    /// What a document says of its place in the design: the value of the attribute that means this.
    pub fn meant<'d>(&self, meaning: Meaning, document: &'d Document) -> Option<&'d str> {
        document.attribute(&self.meaning(meaning)?.id)
    }

    /// What a label in a document stands for; `None` for one that nobody declared.
    pub fn who(&self, label: &str, document: &str) -> Option<Who<'_>> {
        let participant =
            self.participants.iter().find(|person| person.labels.iter().any(|own| own == label));
        let strand = || self.strands.iter().find(|strand| strand.label == label);
        let respondents = || self.respondents.iter().find(|respondents| respondents.is(label, document));
        participant
            .map(Who::Participant)
            .or_else(|| strand().map(Who::Strand))
            .or_else(|| respondents().map(Who::Respondent))
    }

    /// The role in which a person was at a document's sitting: as the attendance says, else the document, else the only one
    /// that the person has.
    pub fn role_at<'a>(&'a self, person: &'a Participant, document: &'a Document) -> Option<&'a str> {
        let attended = self.attendance_at(document).and_then(|attendance| {
            attendance.roles.iter().find(|(participant, _)| *participant == person.id)
        });
        let said = || {
            document
                .front
                .speakers
                .iter()
                .find(|(label, role)| !role.is_empty() && person.labels.contains(label))
        };
        let only = || if let [role] = person.roles.as_slice() { Some(role) } else { None };
        let role = attended.or_else(said).map(|(_, role)| role).or_else(only);
        role.map(String::as_str)
    }

    /// A trajectory.
    pub fn trajectory(&self, id: &str) -> Option<&Trajectory> {
        self.trajectories.iter().find(|trajectory| trajectory.id == id)
    }

    /// A run of a trajectory.
    pub fn run(&self, trajectory: &str, id: &str) -> Option<&Run> {
        self.runs.iter().find(|run| run.trajectory == trajectory && run.id == id)
    }

    /// A session of a run.
    pub fn session(&self, trajectory: &str, run: &str, id: &str) -> Option<&Session> {
        self.run(trajectory, run)?.sessions.iter().find(|session| session.id == id)
    }

    /// The trajectory, run and session of a document, where it says all three.
    pub fn sitting<'d>(&self, document: &'d Document) -> Option<(&'d str, &'d str, &'d str)> {
        let said = |meaning| self.meant(meaning, document);
        Some((said(Meaning::Trajectory)?, said(Meaning::Run)?, said(Meaning::Session)?))
    }

    /// Who was at the sitting of a document, where the study says so.
    pub fn attendance_at(&self, document: &Document) -> Option<&Attendance> {
        let sitting = self.sitting(document);
        self.attendance.iter().find(|attendance| match &attendance.at {
            Sitting::Document(id) => *id == document.id,
            Sitting::Session { trajectory, run, session } => {
                sitting == Some((trajectory.as_str(), run.as_str(), session.as_str()))
            }
        })
    }
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

    const DESIGN: &str = r#"
format = 1
[[attribute]]
id = "traject"
means = "trajectory"
[[attribute]]
id = "run"
means = "run"
kind = "number"
values = [1, 2]
[[attribute]]
id = "sessie"
means = "session"
[[participant]]
id = "IO4"
roles = ["instituutsopleider", "relatiebeheerder"]
labels = ["IO4", "Vera"]
[[participant]]
id = "ST1"
roles = ["student"]
[[respondents]]
label = "R##"
documents = ["d11"]
[[strand]]
label = "CITAAT"
[[trajectory]]
id = "Kruispunt"
corners = ["instituut", "werkveld"]
group = "varying"
[[run]]
trajectory = "Kruispunt"
id = 2
sessions = [{ id = 1, date = "2024-10-01" }, { id = 4, observed = false }]
[[attendance]]
trajectory = "Kruispunt"
run = 2
session = 1
participants = ["IO4"]
roles = { IO4 = "relatiebeheerder" }
[[attendance]]
document = "d22"
participants = ["ST1"]
"#;

    fn document(id: &str, head: &str) -> Document {
        let front = super::super::document::FrontMatter::parse(head).unwrap();
        let key = super::super::names::DocumentKey::from(0);
        Document { key, id: id.to_owned(), path: String::new(), front, text_start: 0, text_length: 0 }
    }

    #[test]
    fn a_document_finds_its_sitting_and_who_was_there() {
        let config = StudyConfig::parse(DESIGN).unwrap();
        let at =
            document("d16", "traject: Kruispunt\nrun: 2\nsessie: 1\nspeakers:\n  IO4: instituutsopleider");
        assert_eq!(config.sitting(&at), Some(("Kruispunt", "2", "1")));
        assert_eq!(config.attendance_at(&at).unwrap().participants, ["IO4"]);
        assert_eq!(config.attendance_at(&document("d22", "")).unwrap().participants, ["ST1"]);
        assert!(config.attendance_at(&document("d23", "traject: Kruispunt")).is_none());
        assert!(config.session("Kruispunt", "2", "1").unwrap().observed);
        assert!(!config.session("Kruispunt", "2", "4").unwrap().observed);
        assert_eq!(config.trajectory("Kruispunt").unwrap().group, GroupKind::Varying);
        let run = config.attribute("run").unwrap();
        assert!(run.allows("2") && !run.allows("3") && !run.allows("twee"));
    }

    #[test]
    fn a_role_can_differ_by_sitting() {
        let config = StudyConfig::parse(DESIGN).unwrap();
        let (io4, st1) = (&config.participants[0], &config.participants[1]);
        let attended =
            document("d16", "traject: Kruispunt\nrun: 2\nsessie: 1\nspeakers:\n  IO4: instituutsopleider");
        assert_eq!(config.role_at(io4, &attended), Some("relatiebeheerder"));
        let said = document("d2", "speakers:\n  Vera: instituutsopleider");
        assert_eq!(config.role_at(io4, &said), Some("instituutsopleider"));
        assert_eq!(config.role_at(io4, &document("d3", "")), None, "two are possible and nobody said");
        assert_eq!(config.role_at(st1, &document("d3", "")), Some("student"));
    }

    #[test]
    fn labels_stand_for_people_strands_or_nobody_in_particular() {
        let config = StudyConfig::parse(DESIGN).unwrap();
        assert!(matches!(config.who("Vera", "d1"), Some(Who::Participant(person)) if person.id == "IO4"));
        assert!(matches!(config.who("CITAAT", "d1"), Some(Who::Strand(_))));
        assert!(matches!(config.who("R07", "d11"), Some(Who::Respondent(_))));
        for (label, document) in [("R07", "d12"), ("R7", "d11"), ("Rxx", "d11"), ("SO1", "d1")] {
            assert_eq!(config.who(label, document), None, "{label} in {document}");
        }
    }

    #[test]
    fn keys_that_mean_nothing_are_noted_and_halves_of_a_sitting_refused() {
        let config = StudyConfig::parse("format = 1\ntitel = \"x\"\n[[run]]\ntrajectory = \"a\"\nid = 1\nsessions = [{ id = 1, datum = \"x\" }]\n").unwrap();
        let lines: Vec<u64> = config.notes.iter().map(|note| note.line).collect();
        assert_eq!(lines, [2, 6], "{:?}", config.notes);
        assert!(config.notes[0].what.ends_with("did you mean `title`?"));
        let half = "format = 1\n[[attendance]]\nrun = 1\nparticipants = [\"A\"]\n";
        assert!(StudyConfig::parse(half).unwrap_err().contains("must say either `document`"));
        assert!(
            StudyConfig::parse("format = 1\n[[attribute]]\nid = \"a\"\nkind = \"keuze\"\n")
                .unwrap_err()
                .starts_with("line 4")
        );
    }
}
