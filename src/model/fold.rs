//! The fold of a layer's events, written to be read.
//!
//! This is the rule of docs/format.md in its plainest form: no index, no order of arrival. The incremental fold
//! of [`super::Study`] is tested against it, and so are the conformance cases under `tests/golden/`.

use std::collections::{BTreeMap, BTreeSet};

use uuid::Uuid;

use crate::text::Span;

use super::anchoring::Hunks;
use super::event::{Body, Event, Status, Target};
use super::hash::{Revision, TextHash};

/// A coding or mark as it stands after the fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedCoding {
    /// The document's id.
    pub document: String,
    /// The passage, in bytes of the text that it was coded on.
    pub span: Span,
    /// The fingerprint of that text.
    pub text: TextHash,
    /// The code's id; `None` for a mark.
    pub code: Option<String>,
    /// The state of the code's definition that it was made or kept on; of a mark, that of nothing.
    pub revision: Revision,
    /// Values of facets, by facet.
    pub facets: BTreeMap<String, Vec<String>>,
    /// Marked as important.
    pub important: bool,
}

/// A memo as it stands after the fold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedMemo {
    /// What it is about.
    pub on: Target,
    /// Its type.
    pub kind: String,
    /// Its words.
    pub words: String,
}

/// What was said of a text that changed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FoldedRevision {
    /// Its place in the order.
    pub n: u64,
    /// The document's id.
    pub document: String,
    /// The text before.
    pub from: TextHash,
    /// The text after.
    pub to: TextHash,
    /// The id of the document that has it, where it is another one.
    pub into: Option<String>,
    /// What was kept.
    pub hunks: Hunks,
}

/// The state of one layer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Folded {
    /// Codings and marks, by id.
    pub codings: BTreeMap<Uuid, FoldedCoding>,
    /// Memos, by id.
    pub memos: BTreeMap<Uuid, FoldedMemo>,
    /// Statuses, by document id.
    pub statuses: BTreeMap<String, Status>,
    /// Counting revisions of texts; those of all layers together place all codings, see [`place`].
    pub revisions: BTreeMap<Uuid, FoldedRevision>,
    /// Transactions whose number of events is not the announced one.
    pub incomplete: BTreeSet<Uuid>,
}

/// One event, or a line that is counted in its transaction but not understood.
#[derive(Clone, Debug, PartialEq)]
pub struct Given {
    /// Event id.
    pub id: Uuid,
    /// Order.
    pub n: u64,
    /// Transaction.
    pub tx: Uuid,
    /// Events in the transaction.
    pub of: u32,
    /// What it does; `None` when this version does not know.
    pub body: Option<Body>,
}

impl From<Event> for Given {
    fn from(event: Event) -> Self {
        Self { id: event.id, n: event.n, tx: event.tx, of: event.of, body: Some(event.body) }
    }
}

/// Folds the events of one layer, given in any order and with duplicates.
pub fn fold(events: &[Given]) -> Folded {
    let mut set: BTreeMap<Uuid, &Given> = BTreeMap::new();
    for event in events {
        set.entry(event.id).or_insert(event);
    }
    let mut events: Vec<&Given> = set.into_values().collect();
    events.sort_by_key(|event| (event.n, event.id));

    let mut transactions: BTreeMap<Uuid, Vec<&Given>> = BTreeMap::new();
    for event in &events {
        transactions.entry(event.tx).or_default().push(event);
    }
    let complete = |events: &[&Given]| events.iter().all(|event| event.of as usize == events.len());
    let mut folded = Folded {
        incomplete: transactions.iter().filter(|(_, events)| !complete(events)).map(|(tx, _)| *tx).collect(),
        ..Folded::default()
    };

    // Whether a transaction counts depends only on later ones: decide from the last to the first.
    let mut latest_first: Vec<(Uuid, &Vec<&Given>)> =
        transactions.iter().map(|(tx, events)| (*tx, events)).collect();
    latest_first.sort_by_key(|(_, events)| std::cmp::Reverse((events[0].n, events[0].id)));
    let mut undone: BTreeSet<Uuid> = BTreeSet::new();
    let mut counting: BTreeSet<Uuid> = BTreeSet::new();
    for (tx, events) in latest_first {
        if !complete(events) || undone.contains(&tx) {
            continue;
        }
        counting.insert(tx);
        undone.extend(events.iter().filter_map(|event| match event.body {
            Some(Body::Undo { tx }) => Some(tx),
            _ => None,
        }));
    }

    let counting: Vec<&Given> = events.into_iter().filter(|event| counting.contains(&event.tx)).collect();
    for event in &counting {
        folded.make(event);
    }
    for event in &counting {
        folded.change(event);
    }
    for event in &counting {
        match &event.body {
            Some(Body::Uncode { coding }) => drop(folded.codings.remove(coding)),
            Some(Body::MemoDrop { memo }) => drop(folded.memos.remove(memo)),
            _ => {}
        }
    }
    folded
}

/// Where a coding stands in the text `to` of the document `document`, by the revisions of all layers, and whether its words
/// changed; `None` where they do not lead there.
pub fn place(
    layers: &[&Folded],
    coding: &FoldedCoding,
    document: &str,
    to: TextHash,
) -> Option<(Span, bool)> {
    let mut revisions: Vec<(&Uuid, &FoldedRevision)> =
        layers.iter().flat_map(|layer| &layer.revisions).collect();
    revisions.sort_by_key(|(id, revision)| (revision.n, **id));
    let mut reached = vec![(coding.document.as_str(), coding.text, coding.span, false)];
    let mut next = 0;
    while let Some((of, text, span, edited)) = reached.get(next).copied() {
        if (of, text) == (document, to) {
            return Some((span, edited));
        }
        next += 1;
        for (_, revision) in revisions.iter().filter(|(_, r)| r.document == of && r.from == text) {
            let of = revision.into.as_ref().unwrap_or(&revision.document);
            let known = reached.iter().any(|(other, text, ..)| other == of && *text == revision.to);
            if let (false, Some(mapped)) = (known, revision.hunks.map(span)) {
                reached.push((of, revision.to, mapped.span, edited || mapped.edited));
            }
        }
    }
    None
}

impl Folded {
    /// Things that an event makes; they exist before anything changes them, however the clocks stood.
    fn make(&mut self, event: &Given) {
        let made = match &event.body {
            Some(Body::Code { document, anchor, code, facets, revision }) => FoldedCoding {
                document: document.clone(),
                span: anchor.span,
                text: anchor.text,
                code: Some(code.clone()),
                revision: *revision,
                facets: facets.iter().filter(|(_, values)| !values.is_empty()).cloned().collect(),
                important: false,
            },
            Some(Body::Mark { document, anchor }) => FoldedCoding {
                document: document.clone(),
                span: anchor.span,
                text: anchor.text,
                code: None,
                revision: Revision::default(),
                facets: BTreeMap::new(),
                important: false,
            },
            Some(Body::Memo { on, kind, words }) => {
                let memo = FoldedMemo { on: on.clone(), kind: kind.clone(), words: words.clone() };
                self.memos.insert(event.id, memo);
                return;
            }
            Some(Body::Revise { document, from, to, into, hunks }) => {
                let (document, into, hunks) = (document.clone(), into.clone(), hunks.clone());
                let revision = FoldedRevision { n: event.n, document, from: *from, to: *to, into, hunks };
                self.revisions.insert(event.id, revision);
                return;
            }
            _ => return,
        };
        self.codings.insert(event.id, made);
    }

    fn change(&mut self, event: &Given) {
        match &event.body {
            Some(Body::Reshape { coding, document, anchor }) => {
                if let Some(coding) = self.codings.get_mut(coding) {
                    coding.document.clone_from(document.as_ref().unwrap_or(&coding.document.clone()));
                    (coding.span, coding.text) = (anchor.span, anchor.text);
                }
            }
            Some(Body::Recode { coding, code, revision }) => {
                if let Some(coding) = self.codings.get_mut(coding) {
                    (coding.code, coding.revision) = (Some(code.clone()), *revision);
                }
            }
            Some(Body::Facet { coding, facet, values }) => {
                if let Some(coding) = self.codings.get_mut(coding) {
                    coding.facets.remove(facet);
                    if !values.is_empty() {
                        coding.facets.insert(facet.clone(), values.clone());
                    }
                }
            }
            Some(Body::Star { coding, on }) => {
                if let Some(coding) = self.codings.get_mut(coding) {
                    coding.important = *on;
                }
            }
            Some(Body::MemoEdit { memo, kind, words }) => {
                if let Some(memo) = self.memos.get_mut(memo) {
                    (memo.kind, memo.words) = (kind.clone(), words.clone());
                }
            }
            Some(Body::Status { document, status }) => {
                self.statuses.insert(document.clone(), *status);
            }
            _ => {}
        }
    }
}
