//! What a file becomes as a project: documents, codes, coders, codings, attributes.

use jiff::Timestamp;
use rustc_hash::{FxHashMap, FxHashSet};
use uuid::Uuid;

use super::losses::Counts;
use super::memos::Noted;
use super::offsets::Dialect;
use super::placing::placing;
use super::raw::{Raw, RawCoding, RawSelection, RawSource, TextAt};
use super::texts::{Reading, Text, Texts};
use crate::import::blocks::{line, quoted};
use crate::import::project::labels::{color, guid};
use crate::import::project::{
    MemoOn, Place, Project, ProjectCode, ProjectCoding, ProjectDocument, ProjectGroup, ProjectMemo,
};
use crate::model::event::Facets;
use crate::model::labelled::{FACET, ID, IMPORTANT, LANGUAGE, Labelled, SPEAKER};
use crate::text::Span;

/// This program; what its memos say stands in descriptions as well.
const OURS: &str = "Kantlijn";

/// Programs by what the file says about its origin.
const PROGRAMS: [(&str, &str); 10] = [
    ("kantlijn", OURS),
    ("atlas", "ATLAS.ti"),
    ("nvivo", "NVivo"),
    ("maxqda", "MAXQDA"),
    ("qualcoder", "QualCoder"),
    ("quirkos", "Quirkos"),
    ("transana", "Transana"),
    ("dedoose", "Dedoose"),
    ("f4", "f4analyse"),
    ("qda miner", "QDA Miner"),
];

/// Makes a project of a file.
pub(super) fn build(raw: &Raw, texts: &Texts<'_>, reading: &Reading) -> Project {
    let origin = raw.origin.to_lowercase();
    let program =
        PROGRAMS.iter().find(|(word, _)| origin.contains(word)).map_or("REFI-QDA", |(_, name)| *name);
    let found = reading.found.clone();
    let project = Project { program, name: raw.name.clone(), found, ..Project::default() };
    let mut build = Build {
        raw,
        project,
        users: raw.users.iter().map(|(guid, name)| (*guid, name.as_str())).collect(),
        codes: FxHashMap::default(),
        documents: FxHashMap::default(),
        noted: Noted::default(),
        counts: Counts::default(),
    };
    build.codes();
    build.groups();
    for (text, dialect) in texts.list.iter().zip(&reading.dialects) {
        let source = &raw.sources[text.source];
        let document = build.document(text, source);
        build.codings(document, text, source, *dialect, reading.names_are_quotes);
    }
    build.attributes();
    build.left_sources(texts);
    build.memos(texts);
    build.say();
    build.project
}

pub(super) struct Build<'r> {
    pub raw: &'r Raw,
    pub project: Project,
    users: FxHashMap<Uuid, &'r str>,
    codes: FxHashMap<Uuid, usize>,
    documents: FxHashMap<Uuid, usize>,
    /// What notes are on.
    pub noted: Noted,
    pub counts: Counts,
}

impl<'r> Build<'r> {
    /// The place of a user among the coders; where nobody is named, who made the project, else the program.
    pub fn coder(&mut self, users: [Option<Uuid>; 2]) -> usize {
        let known = users.into_iter().chain([self.raw.user]).flatten();
        let name = known.filter_map(|guid| self.users.get(&guid).copied()).find(|name| !name.is_empty());
        self.project.coder(name.unwrap_or_default())
    }

    /// The same for a memo, which nobody needs to have written.
    pub fn author(&mut self, user: Option<Uuid>) -> Option<usize> {
        let name = user.and_then(|guid| self.users.get(&guid).copied()).filter(|name| !name.is_empty())?;
        Some(self.project.coder(name))
    }

    fn codes(&mut self) {
        let mut seen: FxHashSet<Uuid> = FxHashSet::default();
        for (place, code) in self.raw.codes.iter().enumerate() {
            let made = || guid(self.project.program, "code", &format!("{place}\0{}", code.name));
            let own = code.guid.filter(|guid| !seen.contains(guid)).unwrap_or_else(made);
            seen.insert(own);
            if let Some(guid) = code.guid {
                self.codes.entry(guid).or_insert(place);
            }
            let shown = color(&code.color);
            if shown.is_none() && !code.color.is_empty() && !self.counts.colors.contains(&code.color) {
                self.counts.colors.push(code.color.clone());
            }
            self.project.codes.push(ProjectCode {
                name: code.name.clone(),
                guid: Some(own),
                parent: code.parent,
                color: shown,
                description: code.description.clone(),
                is_container: code.is_container,
            });
            for note in &code.notes {
                self.noted.on(*note, MemoOn::Code(place));
            }
            if let Some(guid) = code.guid {
                self.noted.is(guid, MemoOn::Code(place));
            }
        }
    }

    /// Sets of codes are groups; sets of documents become an attribute of theirs, once the documents are known.
    fn groups(&mut self) {
        for set in &self.raw.sets {
            let codes: Vec<usize> =
                set.codes.iter().filter_map(|guid| self.codes.get(guid).copied()).collect();
            let is_of_codes = !codes.is_empty() || set.sources.is_empty() && set.notes == 0;
            if is_of_codes {
                self.project.groups.push(ProjectGroup {
                    name: set.name.clone(),
                    guid: set.guid,
                    description: set.description.clone(),
                    codes,
                });
            }
        }
    }

    fn document(&mut self, text: &Text, source: &RawSource) -> usize {
        let place = self.project.documents.len();
        let labels = Labelled::read(&source.description);
        let speakers =
            labels.all(SPEAKER).map(|parts| (parts[0].clone(), parts.get(1).cloned().unwrap_or_default()));
        self.project.documents.push(ProjectDocument {
            name: source.called().unwrap_or_else(|| format!("document {}", place + 1)),
            guid: source.guids.first().copied(),
            text: text.clean.clone(),
            attributes: Vec::new(),
            id: labels.value(ID).map(str::to_owned).filter(|id| is_id(id)),
            language: labels.value(LANGUAGE).map(str::to_owned),
            speakers: speakers.collect(),
        });
        for guid in &source.guids {
            self.documents.entry(*guid).or_insert(place);
            self.noted.is(*guid, MemoOn::Document(place));
        }
        for note in &source.notes {
            self.noted.on(*note, MemoOn::Document(place));
        }
        let is_said_twice = self.project.program == OURS && !source.notes.is_empty();
        if !labels.words.is_empty() && !is_said_twice {
            let coder = self.author(source.user);
            self.project.memos.push(ProjectMemo {
                on: MemoOn::Document(place),
                coder,
                words: labels.words,
                at: source.at,
                ..ProjectMemo::default()
            });
        }
        if text.came.is_guessed {
            self.counts.guessed.push(source.name.clone());
        }
        if text.is_missing {
            let name = quoted(&line(&source.name));
            let why = format!(
                "the text of {name} is not in the project; its codings are kept as memos on an empty document"
            );
            self.project.notes.push(why);
        }
        self.counts.rich += usize::from(source.has_rich_text);
        self.counts.moments += source.moments.len();
        place
    }

    fn codings(
        &mut self,
        document: usize,
        text: &Text,
        source: &RawSource,
        dialect: Dialect,
        names_are_quotes: bool,
    ) {
        let placed = source.selections.iter().filter(|selection| selection.positions(source).is_some());
        let passages: Vec<(i64, i64)> = placed.filter_map(|selection| selection.positions(source)).collect();
        let mut spans = dialect.spans(&text.came, &passages).into_iter();
        for selection in &source.selections {
            let span = selection.positions(source).and_then(|_| spans.next()).flatten();
            let (place, title) =
                placing(&text.clean, span, selection, names_are_quotes, selection.told(source));
            self.counts.titles += usize::from(title.is_some());
            self.selection(document, source, selection, &place, title);
        }
        for coding in &source.codings {
            self.counts.of_documents += 1;
            let place = if text.clean.is_empty() {
                Place::Orphan { quote: String::new(), at: "the whole document".to_owned() }
            } else {
                Place::Exact(Span::of(&text.clean))
            };
            let made = Made { users: [coding.user, source.user], at: coding.at };
            self.coding(document, coding, made, place, Said::default());
        }
    }

    fn selection(
        &mut self,
        document: usize,
        source: &RawSource,
        selection: &RawSelection,
        place: &Place,
        title: Option<String>,
    ) {
        let on = MemoOn::Coding(self.project.codings.len());
        let mut said = Said::of(&selection.description, title);
        let mut notes = selection.codings.iter().flat_map(|coding| &coding.notes).chain(&selection.notes);
        if self.project.program == OURS && notes.next().is_some() {
            said.memo.clear();
        }
        let is_mark = selection.codings.is_empty();
        let mark = RawCoding { guid: selection.guid, at: selection.at, ..RawCoding::default() };
        let codings = if is_mark { std::slice::from_ref(&mark) } else { &selection.codings };
        for coding in codings {
            let other = if is_mark { source.user } else { coding.user };
            let users = if is_mark { [selection.user, other] } else { [other, selection.user] };
            let made = Made { users, at: coding.at.or(selection.at) };
            // What is said about the passage is said once.
            self.coding(document, coding, made, place.clone(), std::mem::take(&mut said));
        }
        if let Some(guid) = selection.guid {
            self.noted.is(guid, on);
        }
        for note in &selection.notes {
            self.noted.on(*note, on);
        }
    }

    fn coding(&mut self, document: usize, coding: &RawCoding, made: Made, place: Place, said: Said) {
        let on = MemoOn::Coding(self.project.codings.len());
        let code = coding.code.and_then(|guid| self.codes.get(&guid).copied());
        let mut memo = said.memo;
        if let (Some(guid), None) = (coding.code, code) {
            self.counts.lost_codes += 1;
            let lost = format!("It had a code that is not in the project: {guid}");
            memo = if memo.is_empty() { lost } else { format!("{lost}\n\n{memo}") };
        }
        for note in &coding.notes {
            self.noted.on(*note, on);
        }
        let coder = self.coder(made.users);
        self.project.codings.push(ProjectCoding {
            guid: coding.guid,
            document,
            code,
            coder,
            place,
            memo,
            is_important: said.is_important,
            facets: said.facets,
            at: made.at,
        });
    }

    /// Values of variables, cases and sets of documents are attributes.
    fn attributes(&mut self) {
        let raw = self.raw;
        let names: FxHashMap<Uuid, &str> =
            raw.variables.iter().map(|(guid, name)| (*guid, name.as_str())).collect();
        let mut said: Vec<(usize, &str, &str)> = Vec::new();
        let value = |(guid, value): &'r (Uuid, String)| Some((*names.get(guid)?, value.as_str()));
        for source in &raw.sources {
            let document = source.guids.first().and_then(|guid| self.documents.get(guid));
            for (name, value) in source.values.iter().filter_map(value) {
                said.extend(document.map(|document| (*document, name, value)));
            }
        }
        for case in &raw.cases {
            for document in case.sources.iter().filter_map(|guid| self.documents.get(guid)) {
                said.push((*document, "case", &case.name));
                said.extend(
                    case.values.iter().filter_map(value).map(|(name, value)| (*document, name, value)),
                );
            }
        }
        for set in &raw.sets {
            let documents = set.sources.iter().filter_map(|guid| self.documents.get(guid));
            said.extend(documents.map(|document| (*document, "group", set.name.as_str())));
        }
        for (document, name, value) in said {
            self.project.attribute(document, name, value);
        }
        for case in &raw.cases {
            self.project.memo(MemoOn::Study, "", &case.name, &case.description);
        }
        self.project.memo(MemoOn::Study, "", "", &raw.description);
    }
}

impl RawSource {
    /// Its name, else that of its file where a person gave it.
    fn called(&self) -> Option<String> {
        if !self.name.is_empty() {
            return Some(self.name.clone());
        }
        let TextAt::Path(path) = &self.text else { return None };
        let file = path.rsplit(['/', '\\']).next().unwrap_or_default();
        let stem = line(file.rsplit_once('.').map_or(file, |(stem, _)| stem));
        Some(stem).filter(|stem| !stem.is_empty() && Uuid::parse_str(stem).is_err())
    }
}

/// Who made a coding, and when.
#[derive(Clone, Copy)]
struct Made {
    users: [Option<Uuid>; 2],
    at: Option<Timestamp>,
}

/// What is said about a passage.
#[derive(Default)]
struct Said {
    memo: String,
    facets: Facets,
    is_important: bool,
}

impl Said {
    fn of(description: &str, title: Option<String>) -> Self {
        let labels = Labelled::read(description);
        let mut facets: Facets = labels
            .all(FACET)
            .filter(|parts| parts.len() > 1 && !parts[0].is_empty())
            .map(|parts| (parts[0].clone(), parts[1..].to_vec()))
            .collect();
        facets.sort();
        facets.dedup_by(|one, other| one.0 == other.0);
        let words = [title.unwrap_or_default(), labels.words.clone()];
        let words: Vec<String> = words.into_iter().filter(|words| !words.is_empty()).collect();
        Self { memo: words.join("\n\n"), facets, is_important: labels.value(IMPORTANT).is_some() }
    }
}

/// True for what can be the id of a document.
fn is_id(id: &str) -> bool {
    !id.trim().is_empty() && id.trim() == id && id.len() <= 200 && !id.chars().any(char::is_control)
}
