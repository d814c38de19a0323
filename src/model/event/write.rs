//! Events to JSON lines.

use std::collections::BTreeMap;

use serde_json::value::RawValue;

use crate::model::anchoring::Hunk;
use crate::model::quote::{Anchor, Quote};

use super::entry::raw_changes;
use super::wire::{On, Wire, WireCode, WireEnds, WireQuote, WireTarget, words};
use super::{Body, Event, Facets, Target};

impl Event {
    /// The event as one line of JSON, without a newline.
    pub fn line(&self) -> String {
        self.line_because(None)
    }

    /// The same, with the reason that was given for its transaction.
    pub fn line_because(&self, why: Option<&str>) -> String {
        let at = format!("{:.3}", self.at);
        let mut wire = Wire {
            n: self.n,
            of: self.of,
            why: why.map(words),
            ..Wire::bare(self.id, self.tx, words(&at), words(self.body.word()))
        };
        let (rev, text, raw, changed, hashes, steps);
        match &self.body {
            Body::Code { anchor, .. } | Body::Mark { anchor, .. } | Body::Reshape { anchor, .. } => {
                text = anchor.text.to_string();
                wire.text = Some(words(&text));
                wire.put_anchor(anchor);
            }
            _ => {}
        }
        match &self.body {
            Body::Code { document, code, revision, facets, .. } => {
                rev = revision.to_string();
                wire.rev = Some(words(&rev));
                wire.doc = Some(words(document));
                wire.code = Some(words(code));
                raw = raw_facets(facets);
                wire.facets = raw.as_deref();
            }
            Body::Mark { document, .. } => wire.doc = Some(words(document)),
            Body::Recode { coding, code, revision } => {
                rev = revision.to_string();
                wire.rev = Some(words(&rev));
                wire.coding = Some(*coding);
                wire.code = Some(words(code));
            }
            Body::Uncode { coding } => wire.coding = Some(*coding),
            Body::Reshape { coding, document, .. } => {
                (wire.coding, wire.doc) = (Some(*coding), document.as_deref().map(words));
            }
            Body::Facet { coding, facet, values } => {
                wire.coding = Some(*coding);
                wire.facet = Some(words(facet));
                wire.values = Some(values.clone());
            }
            Body::Star { coding, on } => {
                wire.coding = Some(*coding);
                wire.on = Some(On::Flag(*on));
            }
            Body::Memo { on, kind, words: text } => {
                wire.on = Some(On::Target(wire_target(on)));
                wire.kind = Some(words(kind));
                wire.words = Some(words(text));
            }
            Body::MemoEdit { memo, kind, words: text } => {
                wire.memo = Some(*memo);
                wire.kind = Some(words(kind));
                wire.words = Some(words(text));
            }
            Body::MemoDrop { memo } => wire.memo = Some(*memo),
            Body::Status { document, status } => {
                wire.doc = Some(words(document));
                wire.status = Some(words(status.word()));
            }
            Body::CodeAdd { family, code, after, revision } => {
                rev = revision.to_string();
                wire.rev = Some(words(&rev));
                wire.family = Some(words(family));
                wire.new = Some(WireCode::of(code));
                wire.after = Some(words(after));
            }
            Body::CodeEdit { changes } => {
                changed = raw_changes(changes);
                wire.changes = changed.as_deref();
            }
            Body::Seen { codes } => {
                wire.codes = Some(
                    codes.iter().map(|(id, rev)| (id.clone(), rev.map(|rev| rev.to_string()))).collect(),
                );
            }
            Body::Split { code, parts } => {
                wire.code = Some(words(code));
                wire.parts = Some(parts.clone());
            }
            Body::Revise { document, from, to, into, hunks } => {
                wire.into = into.as_deref().map(words);
                hashes = (from.to_string(), to.to_string());
                (wire.doc, wire.from, wire.to) =
                    (Some(words(document)), Some(words(&hashes.0)), Some(words(&hashes.1)));
                steps = hunks.iter().map(Hunk::written).collect::<Vec<_>>();
                let each = hunks.iter().zip(&steps);
                wire.hunks = Some(each.map(|(hunk, steps)| (hunk.from, hunk.to, words(steps))).collect());
            }
            Body::Redact { document, from, to, spans } => {
                hashes = (from.to_string(), to.to_string());
                (wire.doc, wire.from, wire.to) =
                    (Some(words(document)), Some(words(&hashes.0)), Some(words(&hashes.1)));
                wire.spans = Some(spans.iter().map(|span| (span.start, span.end)).collect());
            }
            Body::Undo { tx } => wire.undo = Some(*tx),
        }
        // A struct of strings, numbers and maps with string keys always becomes JSON.
        serde_json::to_string(&wire).unwrap_or_default()
    }
}

fn wire_target(on: &Target) -> WireTarget {
    match on {
        Target::Study => WireTarget::Study,
        Target::Document(id) => WireTarget::Document(id.clone()),
        Target::Coding(id) => WireTarget::Coding(*id),
        Target::Code(id) => WireTarget::Code(id.clone()),
    }
}

/// Facets as JSON; none when there are none.
fn raw_facets(facets: &Facets) -> Option<Box<RawValue>> {
    let map: BTreeMap<&str, &[String]> =
        facets.iter().map(|(facet, values)| (facet.as_str(), values.as_slice())).collect();
    if map.is_empty() { None } else { serde_json::value::to_raw_value(&map).ok() }
}

impl<'a> Wire<'a> {
    fn put_anchor(&mut self, anchor: &'a Anchor) {
        self.span = Some((anchor.span.start, anchor.span.end));
        self.quote = Some(match &anchor.quote {
            Quote::Whole(text) => WireQuote::Whole(words(text)),
            Quote::Ends { head, tail, length, hash } => WireQuote::Ends(WireEnds {
                head: head.clone(),
                tail: tail.clone(),
                length: *length,
                hash: hash.clone(),
            }),
        });
        self.pre = Some(words(&anchor.prefix));
        self.suf = Some(words(&anchor.suffix));
    }
}
