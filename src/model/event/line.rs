//! A line of a journal as it was read, with all that can be made of it without the names of the study: so the most of the work
//! is done on any thread, and the one that knows the names has little left to do.

use serde_json::value::RawValue;
use uuid::Uuid;

use crate::model::hash::{Revision, TextHash};
use crate::model::quote::QuoteMark;
use crate::text::Span;

use super::wire::{ReadEvent, Unreadable, Wire, Words, facets_in};
use super::{Body, Facets, REDACT, parse_time, plain};

/// An event that was read; its fields are those of [`super::Event`].
#[expect(missing_docs, reason = "documented at `Event`")]
#[derive(Debug, PartialEq)]
pub struct Line<'a> {
    pub id: Uuid,
    pub n: u64,
    pub tx: Uuid,
    pub of: u32,
    /// Milliseconds since 1970, UTC.
    pub at: i64,
    /// True for a version or kind that this program does not know.
    pub is_unknown: bool,
    pub(crate) does: Does<'a>,
}

/// What it does.
#[derive(Debug, PartialEq)]
pub(crate) enum Does<'a> {
    /// `code` or, without a code, `mark`: nearly all lines, and no string of theirs is copied.
    Coding(CodingLine<'a>),
    /// Anything else that is known.
    Other(Box<Body>),
    Unknown,
}

/// The line of a coding; its fields are those of [`Body`].
#[derive(Debug, PartialEq)]
pub(crate) struct CodingLine<'a> {
    pub(crate) document: Words<'a>,
    pub(crate) span: Span,
    pub(crate) code: Option<Words<'a>>,
    pub(crate) revision: Revision,
    pub(crate) text: TextHash,
    pub(crate) quote: QuoteMark,
    /// As they are written; `None` where there are none.
    pub(crate) facets: Option<&'a str>,
}

impl CodingLine<'_> {
    /// The values of its facets.
    ///
    /// # Errors
    /// [`Unreadable::Field`].
    pub(crate) fn facet_values(&self) -> Result<Facets, Unreadable> {
        let values = self.facets.map_or(Some(Facets::new()), facets_in);
        values.ok_or_else(|| Unreadable::Field { act: "code".to_owned(), field: "facets" })
    }
}

impl<'a> Line<'a> {
    /// Reads one line, without its newline.
    ///
    /// # Errors
    /// [`Unreadable`] for anything that is no event, or has not the fields that its kind must have.
    pub fn parse(line: &'a str) -> Result<Self, Unreadable> {
        plain::coding(line).map_or_else(|| Self::of_any_json(line), Ok)
    }

    /// Reads one line in any form that JSON has for it.
    pub(super) fn of_any_json(line: &'a str) -> Result<Self, Unreadable> {
        Self::new(&Wire::parse(line)?)
    }

    fn new(wire: &Wire<'a>) -> Result<Self, Unreadable> {
        let at = parse_time(&wire.at);
        let is_known = wire.is_known();
        let does = if is_known && matches!(&*wire.act, "code" | "mark") {
            Does::Coding(coding(wire)?)
        } else {
            match wire.event() {
                Ok(ReadEvent::Known(event)) => Does::Other(Box::new(event.body)),
                Err(why) if is_known => return Err(why),
                _ => Does::Unknown,
            }
        };
        let at = match at {
            Some(at) => at.as_millisecond(),
            None if matches!(does, Does::Unknown) => 0,
            None => return Err(wire.wrong("at")),
        };
        let is_unknown = !is_known && &*wire.act != REDACT;
        Ok(Self { id: wire.id, n: wire.n, tx: wire.tx, of: wire.of, at, is_unknown, does })
    }
}

fn coding<'a>(wire: &Wire<'a>) -> Result<CodingLine<'a>, Unreadable> {
    let is_code = &*wire.act == "code";
    let document = wire.doc.clone().ok_or_else(|| wire.wrong("doc"))?;
    let span = wire.passage()?;
    let code = match &wire.code {
        Some(code) if is_code => Some(code.clone()),
        None if is_code => return Err(wire.wrong("code")),
        _ => None,
    };
    Ok(CodingLine {
        document,
        span,
        code,
        revision: if is_code { wire.revision()? } else { Revision::default() },
        text: wire.text_hash()?,
        quote: wire.quote_mark(),
        facets: wire.facets.filter(|_| is_code).map(RawValue::get),
    })
}
