//! From the fields of a line to what its event does.

use std::collections::BTreeMap;

use crate::model::anchoring::Hunks;
use crate::model::codebook::NewCode;
use crate::model::localized::Localized;
use crate::text::Span;

use super::wire::{On, ReadEvent, Unreadable, Wire, WireCode, Words};
use super::{Body, Event, REDACT, Status, VERSION, parse_time};

/// The kinds of events that this version knows.
pub(super) const KINDS: [&str; 17] = [
    "code",
    "mark",
    "recode",
    "uncode",
    "reshape",
    "facet",
    "star",
    "memo",
    "memo-edit",
    "memo-drop",
    "status",
    "code-add",
    "code-edit",
    "seen",
    "split",
    "revise",
    "undo",
];

impl Wire<'_> {
    fn text_of(&self, field: Option<&Words<'_>>, name: &'static str) -> Result<String, Unreadable> {
        field.map(|words| words.to_string()).ok_or_else(|| self.wrong(name))
    }

    /// The whole event.
    ///
    /// # Errors
    /// [`Unreadable::Field`] when a field that its kind must have is missing.
    pub fn event(&self) -> Result<ReadEvent, Unreadable> {
        if let Some(body) = self.redaction()
            && let Some(at) = parse_time(&self.at)
        {
            let Self { id, n, tx, of, .. } = *self;
            return Ok(ReadEvent::Known(Box::new(Event { id, n, tx, of, at, body })));
        }
        if !self.is_known() {
            return Ok(ReadEvent::Unknown { act: format!("{} (v{})", &*self.act, self.v) });
        }
        let at = parse_time(&self.at).ok_or_else(|| self.wrong("at"))?;
        let body = self.body()?;
        Ok(ReadEvent::Known(Box::new(Event { id: self.id, n: self.n, tx: self.tx, of: self.of, at, body })))
    }

    /// The words that were taken back; nothing for any other event. One that lacks something is of a kind that we do not
    /// know, and no damaged line: nothing depends on it.
    fn redaction(&self) -> Option<Body> {
        if self.v != VERSION || &*self.act != REDACT {
            return None;
        }
        let spans = self.spans.as_ref()?.iter();
        let spans: Option<Vec<Span>> =
            spans.map(|&(start, end)| (start < end).then_some(Span { start, end })).collect();
        let spans = spans.filter(|spans| spans.is_sorted_by(|a, b| a.end <= b.start))?;
        let hash = |field: &Option<Words<'_>>| field.as_deref().and_then(|hash| hash.parse().ok());
        Some(Body::Redact {
            document: self.doc.as_ref()?.to_string(),
            from: hash(&self.from)?,
            to: hash(&self.to)?,
            spans,
        })
    }

    fn body(&self) -> Result<Body, Unreadable> {
        let doc = || self.text_of(self.doc.as_ref(), "doc");
        let coding = || self.need(self.coding, "coding");
        let memo_words =
            || Ok((self.text_of(self.kind.as_ref(), "kind")?, self.text_of(self.words.as_ref(), "words")?));
        Ok(match &*self.act {
            "code" => Body::Code {
                document: doc()?,
                anchor: self.anchor()?,
                code: self.text_of(self.code.as_ref(), "code")?,
                revision: self.revision()?,
                facets: self.facet_values()?,
            },
            "mark" => Body::Mark { document: doc()?, anchor: self.anchor()? },
            "recode" => Body::Recode {
                coding: coding()?,
                code: self.text_of(self.code.as_ref(), "code")?,
                revision: self.revision()?,
            },
            "uncode" => Body::Uncode { coding: coding()? },
            "reshape" => Body::Reshape {
                coding: coding()?,
                document: self.doc.as_deref().map(str::to_owned),
                anchor: self.anchor()?,
            },
            "facet" => Body::Facet {
                coding: coding()?,
                facet: self.text_of(self.facet.as_ref(), "facet")?,
                values: self.values.clone().ok_or_else(|| self.wrong("values"))?,
            },
            "star" => match self.on {
                Some(On::Flag(on)) => Body::Star { coding: coding()?, on },
                _ => return Err(self.wrong("on")),
            },
            "memo" => {
                let (kind, words) = memo_words()?;
                Body::Memo { on: self.target()?, kind, words }
            }
            "memo-edit" => {
                let (kind, words) = memo_words()?;
                Body::MemoEdit { memo: self.need(self.memo, "memo")?, kind, words }
            }
            "memo-drop" => Body::MemoDrop { memo: self.need(self.memo, "memo")? },
            "status" => {
                let status = self.status.as_deref().and_then(Status::from_word);
                Body::Status { document: doc()?, status: self.need(status, "status")? }
            }
            "code-add" => Body::CodeAdd {
                family: self.text_of(self.family.as_ref(), "family")?,
                code: self.new.clone().ok_or_else(|| self.wrong("new"))?.read(),
                after: self.text_of(self.after.as_ref(), "after")?,
                revision: self.revision()?,
            },
            "code-edit" => Body::CodeEdit { changes: self.entry_changes()? },
            "seen" => {
                let codes = self.codes.clone().ok_or_else(|| self.wrong("codes"))?;
                let read = |(id, rev): (String, Option<String>)| match rev {
                    None => Ok((id, None)),
                    Some(rev) => rev.parse().map(|rev| (id, Some(rev))).map_err(|()| self.wrong("codes")),
                };
                Body::Seen { codes: codes.into_iter().map(read).collect::<Result<_, _>>()? }
            }
            "split" => Body::Split {
                code: self.text_of(self.code.as_ref(), "code")?,
                parts: self.parts.clone().ok_or_else(|| self.wrong("parts"))?,
            },
            "revise" => {
                let hash = |field: &Option<Words<'_>>, name| {
                    field.as_deref().and_then(|hash| hash.parse().ok()).ok_or_else(|| self.wrong(name))
                };
                let written = self.hunks.as_ref().ok_or_else(|| self.wrong("hunks"))?;
                let written = written.iter().map(|(from, to, steps)| (*from, *to, &**steps));
                Body::Revise {
                    document: doc()?,
                    from: hash(&self.from, "from")?,
                    to: hash(&self.to, "to")?,
                    into: self.into.as_deref().map(str::to_owned),
                    hunks: Hunks::parse(written).map_err(|_| self.wrong("hunks"))?,
                }
            }
            _ => Body::Undo { tx: self.need(self.undo, "undo")? },
        })
    }
}

impl WireCode {
    fn read(self) -> NewCode {
        NewCode {
            id: self.id,
            parent: self.parent,
            name: localized(&self.name),
            examples: self.examples.iter().map(localized).collect(),
        }
    }

    pub(super) fn of(code: &NewCode) -> Self {
        let map = |words: &Localized| words.iter().map(|(l, w)| (l.to_owned(), w.to_owned())).collect();
        Self {
            id: code.id.clone(),
            parent: code.parent.clone(),
            name: map(&code.name),
            examples: code.examples.iter().map(map).collect(),
        }
    }
}

fn localized(map: &BTreeMap<String, String>) -> Localized {
    let mut words = Localized::default();
    for (language, text) in map {
        words.set(language, text);
    }
    words
}

impl Event {
    /// Reads one line, without its newline.
    ///
    /// # Errors
    /// [`Unreadable`] for a line that is no event.
    pub fn parse(line: &str) -> Result<ReadEvent, Unreadable> {
        Wire::parse(line)?.event()
    }
}
