//! An event in words, for `log`, `undo` and `redo`.

use serde::Serialize;
use uuid::Uuid;

use crate::model::codebook::{EntryChange, NewCode};
use crate::model::event::{Body, Event, Target};
use crate::model::names::CoderKey;
use crate::model::record::Act;
use crate::model::{Anchor, Study};
use crate::store::OpenStudy;
use crate::text::Span;

use super::words::{counted, shortened};

/// What an event was about; what does not apply is left out.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Told {
    /// The word under `do`.
    #[serde(rename = "do")]
    pub what: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub document: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The coding that the event changes; one that it makes has the event's id.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub coding: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub memo: Option<Uuid>,
    /// In bytes of the text it was made on.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub start_byte: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub end_byte: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub quote: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub facet: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub values: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub important: Option<bool>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub status: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none", rename = "type")]
    pub kind: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub words: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub undoes: Option<Uuid>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub codes: Option<Vec<String>>,
    /// The code that a coding got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub to: Option<String>,
    /// What changed in the codebook.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub changes: Option<Vec<Changed>>,
}

/// An entry of the codebook that changed.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Changed {
    pub family: String,
    /// Such as "the code `grens`".
    pub entry: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code: Option<String>,
    /// The keys whose values changed.
    pub keys: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
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

    /// In words.
    pub fn words(&self) -> String {
        let entry = self.entry.strip_prefix("the ").unwrap_or(&self.entry);
        match (&self.before, &self.after) {
            (None, _) => format!("new {entry}"),
            (_, None) => format!("took out {entry}"),
            _ if self.keys == ["ids"] => format!("order of {entry}"),
            _ => format!("{entry}: {}", self.keys.join(", ")),
        }
    }
}

impl Told {
    /// What `event` did.
    pub fn of(study: &Study, event: &Event) -> Self {
        let told = Self { what: event.body.word(), ..Self::default() };
        match &event.body {
            Body::Code { document, anchor, code, .. } => {
                Self { document: Some(document.clone()), code: Some(code.clone()), ..told }.at(anchor)
            }
            Body::Mark { document, anchor } => Self { document: Some(document.clone()), ..told }.at(anchor),
            Body::Recode { coding, code, .. } => {
                Self { to: Some(code.clone()), ..told.about(study, *coding) }
            }
            Body::Uncode { coding } => told.about(study, *coding),
            Body::Reshape { coding, anchor } => told.about(study, *coding).at(anchor),
            Body::Facet { coding, facet, values } => Self {
                facet: Some(facet.clone()),
                values: Some(values.clone()),
                ..told.about(study, *coding)
            },
            Body::Star { coding, on } => Self { important: Some(*on), ..told.about(study, *coding) },
            Body::Memo { on, kind, words } => {
                let told = Self { kind: Some(kind.clone()), words: Some(words.clone()), ..told };
                match on {
                    Target::Study => told,
                    Target::Document(id) => Self { document: Some(id.clone()), ..told },
                    Target::Coding(id) => told.about(study, *id),
                    Target::Code(id) => Self { code: Some(id.clone()), ..told },
                }
            }
            Body::MemoEdit { memo, kind, words } => {
                Self { memo: Some(*memo), kind: Some(kind.clone()), words: Some(words.clone()), ..told }
            }
            Body::MemoDrop { memo } => Self { memo: Some(*memo), ..told },
            Body::Status { document, status } => {
                Self { document: Some(document.clone()), status: Some(status.word()), ..told }
            }
            Body::CodeAdd { code: NewCode { id, .. }, .. } => Self { code: Some(id.clone()), ..told },
            Body::CodeEdit { changes } => {
                Self { changes: Some(changes.iter().map(Changed::of).collect()), ..told }
            }
            Body::Seen { codes } => {
                Self { codes: Some(codes.iter().map(|(id, _)| id.clone()).collect()), ..told }
            }
            Body::Revise { document, .. } => Self { document: Some(document.clone()), ..told },
            Body::Undo { tx } => Self { undoes: Some(*tx), ..told },
        }
    }

    fn at(self, anchor: &Anchor) -> Self {
        let Span { start, end } = anchor.span;
        Self { start_byte: Some(start), end_byte: Some(end), quote: Some(anchor.quote.display()), ..self }
    }

    /// A change of a coding: what it is a coding of, also when it is gone by now.
    fn about(self, study: &Study, id: Uuid) -> Self {
        let made = study.coders().into_iter().find_map(|coder| {
            let layer = study.layer(coder)?;
            Some(&layer.record(layer.find(id)?).act)
        });
        let told = Self { coding: Some(id), ..self };
        match made {
            Some(Act::Coding { document, code, .. }) => Self {
                document: Some(study.document_id(*document).to_owned()),
                code: code.map(|code| study.code_id(code).to_owned()),
                ..told
            },
            _ => told,
        }
    }

    /// In words, on one line.
    pub fn sentence(&self) -> String {
        let mut words = match self.what {
            "mark" => "kept a passage".to_owned(),
            "revise" => "followed a change of the text".to_owned(),
            "uncode" => "took away".to_owned(),
            "reshape" => "moved the edges of".to_owned(),
            "memo" => "memo".to_owned(),
            "memo-edit" => "changed a memo".to_owned(),
            "memo-drop" => "took away a memo".to_owned(),
            "code-add" => "new code".to_owned(),
            "recode" => format!("recoded to {}, from", self.to.as_deref().unwrap_or_default()),
            "code-edit" => {
                let all: Vec<String> = self.changes.iter().flatten().map(Changed::words).collect();
                match all.len() {
                    0..=3 => format!("codebook: {}", all.join("; ")),
                    more => format!("codebook: {}, and {} more", all[..3].join("; "), more - 3),
                }
            }
            "seen" => {
                let codes = self.codes.as_ref().map_or(0, Vec::len);
                format!("saw {} in the codebook that were new or changed", counted(codes, "code"))
            }
            "star" if self.important == Some(false) => "no longer important:".to_owned(),
            "star" => "important:".to_owned(),
            other => other.to_owned(),
        };
        if let Some(status) = self.status {
            words.extend([" ", status]);
        }
        if let Some(code) = &self.code {
            words.extend([" ", code]);
        }
        if let (Some(facet), Some(values)) = (&self.facet, &self.values) {
            words.extend([" ", facet, "=", &values.join(",")]);
        }
        if let Some(document) = &self.document {
            words.extend([" on ", document]);
        }
        if let Some(quote) = self.quote.as_ref().or(self.words.as_ref()) {
            words.extend([": «", &shortened(quote), "»"]);
        }
        words
    }
}

/// What a transaction did, in words; of an undo and a redo, what they took back or did again.
pub fn transaction(open: &OpenStudy, coder: CoderKey, tx: Uuid) -> String {
    let Some(layer) = open.study.layer(coder) else { return String::new() };
    let mut events = layer.events_of(tx);
    // Down to what was done in the first place; every undo stands behind what it names.
    while let Some((order, Act::Undo(target))) = events.first().map(|record| (record.order(), &record.act)) {
        let earlier = layer.events_of(*target);
        if earlier.first().is_none_or(|first| first.order() >= order) {
            break;
        }
        events = earlier;
    }
    let read = events.iter().find_map(|record| open.event(record.source));
    let sentence =
        read.map_or_else(|| "something unknown".to_owned(), |event| Told::of(&open.study, &event).sentence());
    match events.len() {
        0 | 1 => sentence,
        count => format!("{sentence}, and {} more", count - 1),
    }
}

/// An event in words: also what an undo took back.
pub fn sentence(open: &OpenStudy, coder: CoderKey, told: &Told) -> String {
    let Some(target) = told.undoes else { return told.sentence() };
    let events = open.study.layer(coder).map(|layer| layer.events_of(target)).unwrap_or_default();
    let again = events.first().is_some_and(|record| matches!(record.act, Act::Undo(_)));
    let what = transaction(open, coder, target);
    format!("{}: {what}", if again { "redo" } else { "undo" })
}
