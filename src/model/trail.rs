//! The trail: everything that was ever done, by everybody, newest first, and what people narrow it to.
//!
//! A study may hold a million events, so nothing here sorts or copies them: [`Newest`] merges the runs in which they came
//! in, and gives as many as are wanted.

use std::collections::BinaryHeap;

use uuid::Uuid;

use super::codebook::plain_entry;
use super::event::Target;
use super::layer::Layer;
use super::names::{CodeKey, CoderKey, DocumentKey};
use super::record::{Act, Record};
use super::study::Study;

/// What people look for in the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Codings and marks that were made, changed or taken away.
    Coding,
    /// Codings that got another code, or were kept under a new definition.
    Recode,
    /// Memos.
    Memo,
    /// Changes of the codebook.
    Codebook,
    /// How far people were with a document.
    Status,
    /// Texts that changed, and where their codings went.
    Text,
    /// Undo and redo.
    Undo,
}

impl Kind {
    /// All of them.
    pub const ALL: [Self; 7] =
        [Self::Coding, Self::Recode, Self::Memo, Self::Codebook, Self::Status, Self::Text, Self::Undo];

    /// Its word on the command line.
    pub fn word(self) -> &'static str {
        match self {
            Self::Coding => "coding",
            Self::Recode => "recode",
            Self::Memo => "memo",
            Self::Codebook => "codebook",
            Self::Status => "status",
            Self::Text => "text",
            Self::Undo => "undo",
        }
    }

    /// The kind of what was done; `None` for what this version does not know.
    pub fn of(act: &Act) -> Option<Self> {
        Some(match act {
            Act::Coding { .. }
            | Act::Uncode(_)
            | Act::Reshape { .. }
            | Act::Facet { .. }
            | Act::Star { .. } => Self::Coding,
            Act::Recode { .. } => Self::Recode,
            Act::Memo(_) | Act::MemoEdit { .. } | Act::MemoDrop(_) => Self::Memo,
            Act::CodeAdd(_) | Act::CodeEdit(_) | Act::Seen(_) | Act::Split(_) => Self::Codebook,
            Act::Status { .. } => Self::Status,
            Act::Revise(_) | Act::Redact(_) => Self::Text,
            Act::Undo(_) => Self::Undo,
            Act::Unknown => return None,
        })
    }
}

/// An event of the trail.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// Whose.
    pub coder: CoderKey,
    /// Its position in their layer.
    pub index: u32,
}

impl Entry {
    /// What was done; the layer must be there, as it is for an entry that [`Newest`] gave.
    pub fn record(self, study: &Study) -> Option<&Record> {
        study.layer(self.coder).map(|layer| layer.record(self.index))
    }

    /// True unless it was undone or its step is incomplete.
    pub fn counts(self, study: &Study) -> bool {
        study.layer(self.coder).is_some_and(|layer| layer.counts(self.index))
    }

    /// The step that it belongs to.
    pub fn transaction(self, study: &Study) -> Uuid {
        study.layer(self.coder).map(|layer| layer.transaction_of(self.index)).unwrap_or_default()
    }

    /// The event that carries the reason that is told with it: its own, and of a split that of the first event of its step,
    /// which makes the new codes.
    #[must_use]
    pub fn reasoned(self, study: &Study) -> Self {
        let is_split = self.record(study).is_some_and(|record| matches!(record.act, Act::Split(_)));
        let layer = study.layer(self.coder).filter(|_| is_split);
        let first = layer.and_then(|layer| layer.find(layer.events_of(self.transaction(study)).first()?.id));
        Self { index: first.unwrap_or(self.index), ..self }
    }

    /// What it is about: itself, or for an undo the first event of what was done in the first place. With it the number of
    /// undos on the way, and how many more events that step has.
    pub fn subject(self, study: &Study) -> (Self, usize, usize) {
        let Some(layer) = study.layer(self.coder) else { return (self, 0, 0) };
        let mut record = layer.record(self.index);
        let mut subject = (self, 0, 0);
        // Every undo stands behind what it names.
        while let Act::Undo(target) = record.act {
            let earlier = layer.events_of(target);
            let Some(first) = earlier.first().filter(|first| first.order() < record.order()) else { break };
            let Some(index) = layer.find(first.id) else { break };
            subject = (Self { index, ..self }, subject.1 + 1, earlier.len() - 1);
            record = first;
        }
        subject
    }
}

/// Gives the events of layers, the newest first, one by one; it may be kept while the study goes on, and then goes on with
/// what was there at the start.
#[derive(Clone, Debug, Default)]
pub struct Newest {
    /// The last event of each run that was not given, the newest on top.
    heads: BinaryHeap<((u64, Uuid), CoderKey, u32, u32)>,
    all: usize,
    given: usize,
}

impl Newest {
    /// From the newest event of these coders on; none are all.
    pub fn new(study: &Study, coders: &[CoderKey]) -> Self {
        let mut newest = Self::default();
        for coder in study.coders().into_iter().filter(|coder| coders.is_empty() || coders.contains(coder)) {
            let Some(layer) = study.layer(coder) else { continue };
            newest.all += layer.records().len();
            for run in layer.runs() {
                newest.heads.push((layer.record(run.end - 1).order(), coder, run.end - 1, run.start));
            }
        }
        newest
    }

    /// The next one; `None` at the beginning of the study.
    pub fn next(&mut self, study: &Study) -> Option<Entry> {
        let (_, coder, index, start) = self.heads.pop()?;
        if index > start
            && let Some(layer) = study.layer(coder)
        {
            self.heads.push((layer.record(index - 1).order(), coder, index - 1, start));
        }
        self.given += 1;
        Some(Entry { coder, index })
    }

    /// How many were given, and how many there are.
    pub fn progress(&self) -> (usize, usize) {
        (self.given, self.all)
    }
}

/// What the trail is narrowed to. It is asked of the events in memory, so that only those that are told are read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Filter {
    /// From this moment on; milliseconds since 1970, UTC.
    pub from: i64,
    /// Up to this moment, which is inside.
    pub to: i64,
    /// Of these coders; none are all.
    pub coders: Vec<CoderKey>,
    /// About this document.
    pub document: Option<DocumentKey>,
    /// About this code.
    pub code: Option<CodeKey>,
    /// Of any of these kinds; none are all.
    pub kinds: Vec<Kind>,
    /// Only what counts: without what was undone.
    pub counting: bool,
}

impl Default for Filter {
    fn default() -> Self {
        Self {
            from: i64::MIN,
            to: i64::MAX,
            coders: Vec::new(),
            document: None,
            code: None,
            kinds: Vec::new(),
            counting: false,
        }
    }
}

impl Filter {
    /// True for an event that is to be told.
    pub fn holds(&self, study: &Study, entry: Entry) -> bool {
        let Some(layer) = study.layer(entry.coder) else { return false };
        let record = layer.record(entry.index);
        (self.from..=self.to).contains(&record.at)
            && (self.coders.is_empty() || self.coders.contains(&entry.coder))
            && (!self.counting || layer.counts(entry.index))
            && (self.kinds.is_empty() || Kind::of(&record.act).is_some_and(|kind| self.kinds.contains(&kind)))
            && (self.document.is_none() && self.code.is_none() || self.is_about(study, layer, record, 0))
    }

    /// True when the event, or what it changes or takes back, is about the document and the code.
    fn is_about(&self, study: &Study, layer: &Layer, record: &Record, depth: usize) -> bool {
        if let Act::Undo(target) = record.act {
            let earlier = layer.events_of(target);
            return depth < 8
                && earlier.iter().any(|event| {
                    event.order() < record.order() && self.is_about(study, layer, event, depth + 1)
                });
        }
        let made = record.changes().and_then(|id| layer.find(id)).map(|index| layer.record(index));
        let is = |record: &Record| {
            let document = self.document.is_none_or(|key| of_document(study, layer, record, key));
            (document, self.code.is_none_or(|key| of_code(study, layer, record, key)))
        };
        let (own, of_made) = (is(record), made.map_or((false, false), is));
        (own.0 || of_made.0) && (own.1 || of_made.1)
    }
}

fn of_document(study: &Study, layer: &Layer, record: &Record, key: DocumentKey) -> bool {
    match &record.act {
        Act::Coding { document, .. } | Act::Status { document, .. } | Act::Redact(document) => {
            *document == key
        }
        Act::Revise(revised) => revised.document == key || revised.into == Some(key),
        Act::Memo(memo) => match &memo.0 {
            Target::Document(document) => document == study.document_id(key),
            Target::Coding(coding) => {
                let made = layer.find(*coding).map(|index| layer.record(index));
                made.is_some_and(|made| of_document(study, layer, made, key))
            }
            _ => false,
        },
        _ => false,
    }
}

fn of_code(study: &Study, layer: &Layer, record: &Record, key: CodeKey) -> bool {
    let id = study.code_id(key);
    match &record.act {
        Act::Coding { code, .. } => *code == Some(key),
        Act::Recode { code, .. } => *code == key,
        Act::Memo(memo) => match &memo.0 {
            Target::Code(code) => code == id,
            Target::Coding(coding) => {
                let made = layer.find(*coding).map(|index| &layer.record(index).act);
                let given = study.find_coding(*coding).and_then(|coding| study.coding(coding).given);
                given.map_or_else(
                    || matches!(made, Some(Act::Coding { code, .. }) if *code == Some(key)),
                    |given| given == key,
                )
            }
            _ => false,
        },
        Act::CodeAdd(added) => added.code == id,
        Act::CodeEdit(changes) => changes.iter().any(|change| {
            let heir = |toml: &Option<String>| {
                toml.as_ref().is_some_and(|toml| toml.contains("heir"))
                    && plain_entry(toml.as_deref()).get("heir").is_some_and(|heir| heir == id)
            };
            change.code() == Some(id) || heir(&change.before) || heir(&change.after)
        }),
        Act::Seen(codes) => codes.iter().any(|(code, _)| code == id),
        Act::Split(split) => split.0 == id || split.1.iter().any(|part| part == id),
        _ => false,
    }
}

/// Why a step cannot be taken back, or done again.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum CannotUndo {
    /// Another coder did it.
    #[error("{0} did it, and only {0} can take it back")]
    NotYours(String),
    /// It does not count any more.
    #[error("it is undone already; redo does it again")]
    Undone,
    /// It counts.
    #[error("it counts, so there is nothing to do again")]
    Counts,
    /// Parts of it are missing, so it does not count.
    #[error("parts of it are missing, so it does not count")]
    Incomplete,
    /// It only wrote down what was found in files.
    #[error("it only notes what was found in a file; change the file")]
    OnlySeen,
    /// Words were taken back.
    #[error("words that were taken back do not come back")]
    Redacted,
    /// The program does not know what it did.
    #[error("this version of the program does not know what it did")]
    Unknown,
    /// What it did was done otherwise since.
    #[error("what it changed was changed again since; take that back first")]
    Later,
    /// There is no such step.
    #[error("there is no such step; `kantlijn log --json` gives them under `tx`")]
    Nothing,
}

/// What is to be taken back so that a step of this coder's is undone: the step itself.
///
/// # Errors
/// Why it cannot be.
pub fn undoing(study: &Study, coder: CoderKey, tx: Uuid) -> Result<Uuid, CannotUndo> {
    let (layer, events) = own(study, coder, tx)?;
    if !layer.transaction_counts(tx) {
        let is_incomplete = layer.incomplete().iter().any(|open| open.tx == tx);
        return Err(if is_incomplete { CannotUndo::Incomplete } else { CannotUndo::Undone });
    }
    if events.iter().any(|record| matches!(record.act, Act::Redact(_))) {
        return Err(CannotUndo::Redacted);
    }
    if events.iter().all(|record| matches!(record.act, Act::Unknown)) {
        return Err(CannotUndo::Unknown);
    }
    if events.iter().all(|record| matches!(record.act, Act::Seen(_))) {
        return Err(CannotUndo::OnlySeen);
    }
    if events.iter().all(|record| is_overtaken(layer, record)) {
        return Err(CannotUndo::Later);
    }
    Ok(tx)
}

/// What is to be taken back so that a step of this coder's that was undone counts again: its undo.
///
/// # Errors
/// Why it cannot be.
pub fn redoing(study: &Study, coder: CoderKey, tx: Uuid) -> Result<Uuid, CannotUndo> {
    let (layer, _) = own(study, coder, tx)?;
    if layer.transaction_counts(tx) {
        return Err(CannotUndo::Counts);
    }
    layer.counting_undo_of(tx).ok_or(CannotUndo::Incomplete)
}

fn own(study: &Study, coder: CoderKey, tx: Uuid) -> Result<(&Layer, Vec<&Record>), CannotUndo> {
    let own = study.layer(coder).map(|layer| (layer, layer.events_of(tx)));
    if let Some((layer, events)) = own.filter(|(_, events)| !events.is_empty()) {
        return Ok((layer, events));
    }
    let has = |other: &CoderKey| study.layer(*other).is_some_and(|layer| !layer.events_of(tx).is_empty());
    match study.coders().into_iter().find(has) {
        Some(other) => Err(CannotUndo::NotYours(study.coder_name(other).to_owned())),
        None => Err(CannotUndo::Nothing),
    }
}

/// True when something that was done later and counts makes what this event did invisible.
fn is_overtaken(layer: &Layer, record: &Record) -> bool {
    let later = |is: &dyn Fn(&Act) -> bool, id: Uuid| {
        let mut events = layer.changes_of(id);
        events.any(|other| {
            let gone = matches!(other.act, Act::Uncode(_) | Act::MemoDrop(_)) && other.id != record.id;
            gone || other.order() > record.order() && is(&other.act)
        })
    };
    match &record.act {
        Act::Coding { .. } | Act::Memo(_) => later(&|_| false, record.id),
        Act::Recode { coding, .. } => later(&|act| matches!(act, Act::Recode { .. }), *coding),
        Act::Reshape { coding, .. } => later(&|act| matches!(act, Act::Reshape { .. }), *coding),
        Act::Star { coding, .. } => later(&|act| matches!(act, Act::Star { .. }), *coding),
        Act::Facet { coding, set } => {
            later(&|act| matches!(act, Act::Facet { set: other, .. } if other.0 == set.0), *coding)
        }
        Act::MemoEdit { memo, .. } => later(&|act| matches!(act, Act::MemoEdit { .. }), *memo),
        Act::Status { document, .. } => {
            layer.status_of(*document).is_some_and(|last| last.order() > record.order())
        }
        _ => false,
    }
}
