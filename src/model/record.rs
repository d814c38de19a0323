//! Events as the fold keeps them: small, without quotes, with the place of their line in a journal.

use uuid::Uuid;

use crate::text::Span;

use super::codebook::{EntryChange, Place};
use super::event::{Body, CodingLine, Does, Event, Line, Status, Target, Unreadable};
use super::facets::{FacetSets, FacetValues, FacetsKey};
use super::hash::{Revision, TextHash};
use super::names::{CodeKey, DocumentKey, Names, WordKey};
use super::quote::QuoteMark;
use super::revisions::Revised;

/// Where the line of an event stands, so that its quote can be read when it is wanted.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Source {
    /// The journal, by a number that the store gave it.
    pub file: u32,
    /// Where its line begins, in bytes.
    pub offset: u64,
    /// Length of the line in bytes, without its newline.
    pub length: u32,
}

/// All names that events use.
#[derive(Clone, Debug, Default)]
pub struct AllNames {
    /// Ids of documents.
    pub documents: Names,
    /// Ids of codes.
    pub codes: Names,
    /// Coders.
    pub coders: Names,
    /// Facets and their values.
    pub words: Names,
    /// Sets of facet values.
    pub facets: FacetSets,
}

/// What an event does, with names as numbers; the fields are those of [`Body`].
#[expect(missing_docs, reason = "documented at `Body`")]
#[derive(Clone, Debug, PartialEq)]
pub enum Act {
    /// `code` or, without a code, `mark`.
    Coding {
        document: DocumentKey,
        span: Span,
        code: Option<CodeKey>,
        revision: Revision,
        text: TextHash,
        quote: QuoteMark,
        facets: FacetsKey,
    },
    Recode {
        coding: Uuid,
        code: CodeKey,
        revision: Revision,
    },
    Uncode(Uuid),
    Reshape {
        coding: Uuid,
        document: Option<DocumentKey>,
        span: Span,
        text: TextHash,
        quote: QuoteMark,
    },
    Facet {
        coding: Uuid,
        set: Box<(WordKey, Vec<WordKey>)>,
    },
    Star {
        coding: Uuid,
        on: bool,
    },
    Memo(Box<(Target, String, String)>),
    MemoEdit {
        memo: Uuid,
        kind_and_words: Box<(String, String)>,
    },
    MemoDrop(Uuid),
    Status {
        document: DocumentKey,
        status: Status,
    },
    /// A code was added to a family file: code and entry.
    CodeAdd(Box<AddedCode>),
    CodeEdit(Box<Vec<EntryChange>>),
    Seen(Box<Vec<(String, Option<Revision>)>>),
    /// A code is being split: its id and those of its parts.
    Split(Box<(String, Vec<String>)>),
    /// A text of a document became another.
    Revise(Box<Revised>),
    Undo(Uuid),
    /// Words of a document were taken back; it changes no state.
    Redact(DocumentKey),
    /// Of a version or kind that this program does not know.
    Unknown,
}

impl Act {
    /// True when both do the same; only the words that are quoted may differ.
    pub(super) fn does_the_same_as(&self, other: &Self) -> bool {
        let mut other = other.clone();
        if let (Self::Coding { quote, .. }, Self::Coding { quote: theirs, .. })
        | (Self::Reshape { quote, .. }, Self::Reshape { quote: theirs, .. }) = (self, &mut other)
        {
            *theirs = *quote;
        }
        *self == other
    }
}

/// A code that was added to a family file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AddedCode {
    /// The family's id.
    pub family: String,
    /// The code's id.
    pub code: String,
    /// The entry as it was left in the file.
    pub after: String,
    /// The state of its definition.
    pub revision: Revision,
}

impl AddedCode {
    /// The same as a change of an entry.
    pub fn change(&self) -> EntryChange {
        EntryChange {
            family: self.family.clone(),
            place: Place::Code(self.code.clone()),
            before: None,
            after: Some(self.after.clone()),
            behind: None,
        }
    }
}

/// One event of a layer; the fields are those of [`Event`].
#[expect(missing_docs, reason = "documented at `Event`")]
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    pub id: Uuid,
    pub n: u64,
    pub tx: u32,
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    pub source: Source,
    pub act: Act,
}

impl Record {
    /// Its place in the order of all events.
    pub fn order(&self) -> (u64, Uuid) {
        (self.n, self.id)
    }

    /// The coding or memo that it changes, when it changes one.
    pub fn changes(&self) -> Option<Uuid> {
        match &self.act {
            Act::Uncode(id)
            | Act::Recode { coding: id, .. }
            | Act::Reshape { coding: id, .. }
            | Act::Facet { coding: id, .. }
            | Act::Star { coding: id, .. }
            | Act::MemoEdit { memo: id, .. }
            | Act::MemoDrop(id) => Some(*id),
            _ => None,
        }
    }
}

/// The parts of an [`Event`] that [`super::layer::Layer`] takes in.
#[expect(missing_docs, reason = "documented at `Event`")]
#[derive(Clone, Debug)]
pub struct Incoming {
    pub id: Uuid,
    pub n: u64,
    pub tx: Uuid,
    pub of: u32,
    pub at: i64,
    pub act: Act,
}

impl Incoming {
    /// From a line that was read.
    ///
    /// # Errors
    /// [`Unreadable::Field`] when its facets are damaged.
    pub fn from_line(line: &Line<'_>, names: &mut AllNames) -> Result<Self, Unreadable> {
        let act = match &line.does {
            Does::Coding(coding) => Act::Coding {
                document: names.documents.number(&coding.document),
                span: coding.span,
                code: coding.code.as_ref().map(|code| names.codes.number(code)),
                revision: coding.revision,
                text: coding.text,
                quote: coding.quote,
                facets: facets_of(coding, names)?,
            },
            Does::Other(body) => Self::act_of(body, names),
            Does::Unknown => Act::Unknown,
        };
        Ok(Self { id: line.id, n: line.n, tx: line.tx, of: line.of, at: line.at, act })
    }

    /// From an event that was just made.
    pub fn from_event(event: &Event, names: &mut AllNames) -> Self {
        Self {
            id: event.id,
            n: event.n,
            tx: event.tx,
            of: event.of,
            at: event.at.as_millisecond(),
            act: Self::act_of(&event.body, names),
        }
    }

    fn act_of(body: &Body, names: &mut AllNames) -> Act {
        match body {
            Body::Code { document, anchor, code, revision, facets } => Act::Coding {
                document: names.documents.number(document),
                span: anchor.span,
                code: Some(names.codes.number(code)),
                revision: *revision,
                text: anchor.text,
                quote: QuoteMark::of(&anchor.quote),
                facets: {
                    let values =
                        facets.iter().map(|(facet, values)| word_set(names, facet, values)).collect();
                    names.facets.number(values, &names.words)
                },
            },
            Body::Mark { document, anchor } => Act::Coding {
                document: names.documents.number(document),
                span: anchor.span,
                code: None,
                revision: Revision::default(),
                text: anchor.text,
                quote: QuoteMark::of(&anchor.quote),
                facets: FacetsKey::default(),
            },
            Body::Recode { coding, code, revision } => {
                Act::Recode { coding: *coding, code: names.codes.number(code), revision: *revision }
            }
            Body::Uncode { coding } => Act::Uncode(*coding),
            Body::Reshape { coding, document, anchor } => Act::Reshape {
                coding: *coding,
                document: document.as_ref().map(|document| names.documents.number(document)),
                span: anchor.span,
                text: anchor.text,
                quote: QuoteMark::of(&anchor.quote),
            },
            Body::Facet { coding, facet, values } => {
                Act::Facet { coding: *coding, set: Box::new(word_set(names, facet, values)) }
            }
            Body::Star { coding, on } => Act::Star { coding: *coding, on: *on },
            Body::Memo { on, kind, words } => Act::Memo(Box::new((on.clone(), kind.clone(), words.clone()))),
            Body::MemoEdit { memo, kind, words } => {
                Act::MemoEdit { memo: *memo, kind_and_words: Box::new((kind.clone(), words.clone())) }
            }
            Body::MemoDrop { memo } => Act::MemoDrop(*memo),
            Body::Status { document, status } => {
                Act::Status { document: names.documents.number(document), status: *status }
            }
            Body::CodeAdd { family, code, after, revision } => Act::CodeAdd(Box::new(AddedCode {
                revision: *revision,
                family: family.clone(),
                code: code.id.clone(),
                after: after.clone(),
            })),
            Body::CodeEdit { changes } => Act::CodeEdit(Box::new(changes.clone())),
            Body::Seen { codes } => Act::Seen(Box::new(codes.clone())),
            Body::Split { code, parts } => Act::Split(Box::new((code.clone(), parts.clone()))),
            Body::Revise { document, from, to, into, hunks } => Act::Revise(Box::new(Revised {
                document: names.documents.number(document),
                into: into.as_ref().map(|document| names.documents.number(document)),
                from: *from,
                to: *to,
                hunks: hunks.clone(),
            })),
            Body::Redact { document, .. } => Act::Redact(names.documents.number(document)),
            Body::Undo { tx } => Act::Undo(*tx),
        }
    }
}

fn word_set(names: &mut AllNames, facet: &str, values: &[String]) -> (WordKey, Vec<WordKey>) {
    (names.words.number(facet), values.iter().map(|value| names.words.number(value)).collect())
}

/// Most sets were seen before, letter by letter: those are not parsed again.
fn facets_of(coding: &CodingLine<'_>, names: &mut AllNames) -> Result<FacetsKey, Unreadable> {
    let Some(json) = coding.facets else { return Ok(FacetsKey::default()) };
    if let Some(key) = names.facets.written(json) {
        return Ok(key);
    }
    let values: FacetValues =
        coding.facet_values()?.iter().map(|(facet, values)| word_set(names, facet, values)).collect();
    let key = names.facets.number(values, &names.words);
    names.facets.remember(json, key);
    Ok(key)
}
