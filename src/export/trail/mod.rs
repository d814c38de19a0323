//! The trail in words: what an event was about, as a sentence in Dutch or English, and as Markdown for an appendix.
//!
//! What is told comes from the events in memory; only quotes and reasons stand in the journals and are put in where they
//! were read.

mod markdown;
mod sentence;

pub use markdown::{Markdown, escaped};
pub use sentence::Tongue;

use serde::Serialize;
use uuid::Uuid;

use crate::model::codebook::{EntryChange, plain_entry};
use crate::model::event::{Body, Event, Target};
use crate::model::record::{Act, Record};
use crate::model::trail::Entry;
use crate::model::{CodeKey, Study};

/// What an event was about; what does not apply is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// The word under `do`.
    #[serde(rename = "do")]
    pub what: &'static str,
    /// The document's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    /// The code's id; of a coding that was changed the one that it had before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The coding that the event changes; one that it makes has the event's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coding: Option<Uuid>,
    /// The memo that it changes.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<Uuid>,
    /// In bytes of the text it was made on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_byte: Option<u32>,
    /// Likewise.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_byte: Option<u32>,
    /// The words of the passage, where they were read.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    /// The facet that was set.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facet: Option<String>,
    /// Its values.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    /// Whether it became important.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub important: Option<bool>,
    /// How far the coder was.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    /// A memo's type.
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<String>,
    /// A memo's words.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    /// The document that codings followed their words into.
    #[serde(skip_serializing_if = "Option::is_none", rename = "in")]
    pub into: Option<String>,
    /// The step that was taken back.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Uuid>,
    /// Codes that were seen.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
    /// The code that a coding got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What a code is split into.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub parts: Option<Vec<String>>,
    /// What changed in the codebook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Changed>>,
}

/// An entry of the codebook that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    /// The family's id.
    pub family: String,
    /// Such as "the code `grens`".
    pub entry: String,
    /// The code that it is about.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The keys whose values changed.
    pub keys: Vec<String>,
    /// The entry as it stood, as TOML.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// As it was left.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

impl Changed {
    fn of(change: &EntryChange) -> Self {
        Self {
            family: change.family.clone(),
            entry: change.place.to_string(),
            code: change.code().map(str::to_owned),
            keys: change.keys(),
            before: change.before.clone(),
            after: change.after.clone(),
        }
    }

    /// The code that it was merged into, where that is what happened.
    pub fn heir(&self) -> Option<String> {
        let is_merge = self.keys.iter().any(|key| key == "heir");
        let after = is_merge.then(|| plain_entry(self.after.as_deref()))?;
        after.get("heir")?.as_str().map(str::to_owned)
    }

    /// Whether it was retired, or is in use again, where that is all that happened.
    pub fn retired(&self) -> Option<bool> {
        let only = self.keys == ["retired"] || self.keys == ["heir", "retired"] && self.heir().is_none();
        let after = only.then(|| plain_entry(self.after.as_deref()))?;
        Some(after.get("retired").and_then(serde_json::Value::as_bool).unwrap_or(false))
    }
}

impl Told {
    /// What an event did, without the words of passages.
    pub fn of(study: &Study, entry: Entry) -> Self {
        let Some(layer) = study.layer(entry.coder) else { return Self::default() };
        let record = layer.record(entry.index);
        let told = Self { what: word(&record.act), ..Self::default() };
        let code = |key: CodeKey| Some(study.code_id(key).to_owned());
        let about = |told: Self, id: Uuid| told.about(study, entry, record, id);
        match &record.act {
            Act::Coding { document, span, code: given, .. } => Self {
                document: Some(study.document_id(*document).to_owned()),
                code: given.and_then(code),
                start_byte: Some(span.start),
                end_byte: Some(span.end),
                ..told
            },
            Act::Recode { coding, code: to, .. } => Self { to: code(*to), ..about(told, *coding) },
            Act::Uncode(coding) => about(told, *coding),
            Act::Reshape { coding, span, .. } => {
                Self { start_byte: Some(span.start), end_byte: Some(span.end), ..about(told, *coding) }
            }
            Act::Facet { coding, set } => Self {
                facet: Some(study.word(set.0).to_owned()),
                values: Some(set.1.iter().map(|value| study.word(*value).to_owned()).collect()),
                ..about(told, *coding)
            },
            Act::Star { coding, on } => Self { important: Some(*on), ..about(told, *coding) },
            Act::Memo(memo) => {
                let told = Self { kind: Some(memo.1.clone()), words: Some(memo.2.clone()), ..told };
                match &memo.0 {
                    Target::Study => told,
                    Target::Document(id) => Self { document: Some(id.clone()), ..told },
                    Target::Coding(id) => about(told, *id),
                    Target::Code(id) => Self { code: Some(id.clone()), ..told },
                }
            }
            Act::MemoEdit { memo, kind_and_words } => Self {
                memo: Some(*memo),
                kind: Some(kind_and_words.0.clone()),
                words: Some(kind_and_words.1.clone()),
                ..told
            },
            Act::MemoDrop(memo) => Self { memo: Some(*memo), ..told },
            Act::Status { document, status } => Self {
                document: Some(study.document_id(*document).to_owned()),
                status: Some(status.word()),
                ..told
            },
            Act::CodeAdd(added) => Self { code: Some(added.code.clone()), ..told },
            Act::CodeEdit(changes) => {
                Self { changes: Some(changes.iter().map(Changed::of).collect()), ..told }
            }
            Act::Seen(codes) => {
                Self { codes: Some(codes.iter().map(|(id, _)| id.clone()).collect()), ..told }
            }
            Act::Split(split) => Self { code: Some(split.0.clone()), parts: Some(split.1.clone()), ..told },
            Act::Revise(revised) => Self {
                document: Some(study.document_id(revised.document).to_owned()),
                into: revised.into.map(|into| study.document_id(into).to_owned()),
                ..told
            },
            Act::Redact(document) => Self { document: Some(study.document_id(*document).to_owned()), ..told },
            Act::Undo(tx) => Self { undoes: Some(*tx), ..told },
            Act::Unknown => told,
        }
    }

    /// The same with the words of its passage, from the event as it was read.
    #[must_use]
    pub fn quoting(self, event: &Event) -> Self {
        match &event.body {
            Body::Code { anchor, .. } | Body::Mark { anchor, .. } | Body::Reshape { anchor, .. } => {
                Self { quote: Some(anchor.quote.display()), ..self }
            }
            _ => self,
        }
    }

    /// A change of a coding, or a memo on one: what it was a coding of just before, also when it is gone by now.
    fn about(self, study: &Study, entry: Entry, record: &Record, id: Uuid) -> Self {
        let told = Self { coding: Some(id), ..self };
        let of = |coder| {
            let layer = study.layer(coder)?;
            Some((layer, layer.record(layer.find(id)?)))
        };
        let found = of(entry.coder).or_else(|| study.coders().into_iter().find_map(of));
        let Some((layer, Record { act: Act::Coding { document, code, .. }, .. })) = found else {
            return told;
        };
        let before = layer.changes_of(id).filter(|change| change.order() < record.order());
        let recoded = before.filter_map(|change| match change.act {
            Act::Recode { code, .. } => Some(code),
            _ => None,
        });
        let code = recoded.last().or(*code);
        Self {
            document: Some(study.document_id(*document).to_owned()),
            code: code.map(|code| study.code_id(code).to_owned()),
            ..told
        }
    }
}

fn word(act: &Act) -> &'static str {
    match act {
        Act::Coding { code: Some(_), .. } => "code",
        Act::Coding { code: None, .. } => "mark",
        Act::Recode { .. } => "recode",
        Act::Uncode(_) => "uncode",
        Act::Reshape { .. } => "reshape",
        Act::Facet { .. } => "facet",
        Act::Star { .. } => "star",
        Act::Memo(_) => "memo",
        Act::MemoEdit { .. } => "memo-edit",
        Act::MemoDrop(_) => "memo-drop",
        Act::Status { .. } => "status",
        Act::CodeAdd(_) => "code-add",
        Act::CodeEdit(_) => "code-edit",
        Act::Seen(_) => "seen",
        Act::Split(_) => "split",
        Act::Revise(_) => "revise",
        Act::Redact(_) => "redact",
        Act::Undo(_) => "undo",
        Act::Unknown => "unknown",
    }
}
