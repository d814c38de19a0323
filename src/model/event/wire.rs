//! Events as JSON lines, read with borrowed strings: a study may have a million of them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use serde::de::value::MapAccessDeserializer;
use serde::de::{MapAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize};
use serde_json::value::RawValue;
use uuid::Uuid;

use crate::model::hash::{Revision, TextHash};
use crate::model::quote::{Anchor, Quote, QuoteMark};
use crate::text::Span;

use super::body::KINDS;
use super::{Event, Facets, HIGHEST_N, Target, VERSION};

/// Words that are borrowed from the line where they hold no escapes.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Words<'a>(#[serde(borrow)] pub Cow<'a, str>);

impl std::ops::Deref for Words<'_> {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

pub(super) fn words(text: &str) -> Words<'_> {
    Words(Cow::Borrowed(text))
}

/// The fields of every kind of event; which ones a kind has stands in docs/format.md.
#[derive(Clone, Debug, Deserialize, Serialize)]
pub struct Wire<'a> {
    /// Version of the event.
    pub v: u32,
    /// Event id.
    pub id: Uuid,
    /// Order.
    pub n: u64,
    /// Transaction.
    pub tx: Uuid,
    /// Events in the transaction.
    pub of: u32,
    /// Time.
    #[serde(borrow)]
    pub at: Words<'a>,
    /// Kind.
    #[serde(borrow, rename = "do")]
    pub act: Words<'a>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) doc: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) span: Option<(u32, u32)>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) code: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) rev: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) text: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) quote: Option<WireQuote<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) pre: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) suf: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) facets: Option<&'a RawValue>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) coding: Option<Uuid>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) facet: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) values: Option<Vec<String>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) on: Option<On>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) kind: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) words: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) memo: Option<Uuid>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) status: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) family: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) new: Option<WireCode>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) after: Option<Words<'a>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) codes: Option<BTreeMap<String, Option<String>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) parts: Option<Vec<String>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) changes: Option<&'a RawValue>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) from: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) to: Option<Words<'a>>,
    #[serde(borrow, rename = "in", skip_serializing_if = "Option::is_none")]
    pub(crate) into: Option<Words<'a>>,
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub(crate) hunks: Option<Vec<(u32, u32, Words<'a>)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) spans: Option<Vec<(u32, u32)>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(crate) undo: Option<Uuid>,
    /// The reason that was given for the transaction.
    #[serde(borrow, skip_serializing_if = "Option::is_none")]
    pub why: Option<Words<'a>>,
}

/// A quote: a string, or the two ends of a long one.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub(crate) enum WireQuote<'a> {
    Whole(Words<'a>),
    Ends(WireEnds),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct WireEnds {
    pub(crate) head: String,
    pub(crate) tail: String,
    pub(crate) length: u32,
    pub(crate) hash: String,
}

/// Reads either in one go: what serde makes of an enum without tags keeps a copy of each quote to try again.
impl<'de: 'a, 'a> Deserialize<'de> for WireQuote<'a> {
    fn deserialize<D: Deserializer<'de>>(from: D) -> Result<Self, D::Error> {
        struct Either;

        impl<'a> Visitor<'a> for Either {
            type Value = WireQuote<'a>;

            fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str("a quote, or its two ends")
            }

            fn visit_borrowed_str<E>(self, words: &'a str) -> Result<Self::Value, E> {
                Ok(WireQuote::Whole(Words(Cow::Borrowed(words))))
            }

            fn visit_str<E>(self, words: &str) -> Result<Self::Value, E> {
                Ok(WireQuote::Whole(Words(Cow::Owned(words.to_owned()))))
            }

            fn visit_map<M: MapAccess<'a>>(self, map: M) -> Result<Self::Value, M::Error> {
                WireEnds::deserialize(MapAccessDeserializer::new(map)).map(WireQuote::Ends)
            }
        }

        from.deserialize_any(Either)
    }
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(untagged)]
pub(crate) enum On {
    Flag(bool),
    Target(WireTarget),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum WireTarget {
    Study,
    Document(String),
    Coding(Uuid),
    Code(String),
}

#[derive(Clone, Debug, Deserialize, Serialize)]
pub(crate) struct WireCode {
    pub(super) id: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub(super) parent: Option<String>,
    pub(super) name: BTreeMap<String, String>,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub(super) examples: Vec<BTreeMap<String, String>>,
}

/// Why a line is no event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unreadable {
    /// Not JSON, or not an object with the fields that every event has.
    Damaged(String),
    /// A field that its kind must have is missing or holds something else.
    Field {
        /// The kind.
        act: String,
        /// The field.
        field: &'static str,
    },
    /// A git conflict marker.
    Conflict,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Damaged(why) => write!(f, "is damaged ({why})"),
            Self::Field { act, field } => {
                write!(f, "says `{act}` but its field `{field}` is missing or damaged")
            }
            Self::Conflict => {
                f.write_str("is a git conflict marker; keep the lines of both sides and remove the marker")
            }
        }
    }
}

/// A line that could be read.
#[derive(Clone, Debug, PartialEq)]
pub enum ReadEvent {
    /// An event that this version knows.
    Known(Box<Event>),
    /// One that it does not know: kept, counted, reported.
    Unknown {
        /// The kind, or the version it was written for.
        act: String,
    },
}

/// The fields that events of every version have.
#[derive(Deserialize)]
struct Head<'a> {
    v: u32,
    id: Uuid,
    n: u64,
    tx: Uuid,
    of: u32,
    #[serde(borrow)]
    at: Words<'a>,
    #[serde(borrow, rename = "do")]
    act: Words<'a>,
}

impl<'a> Wire<'a> {
    /// Reads one line, without its newline.
    ///
    /// # Errors
    /// [`Unreadable`] for anything that has not the fields of an event.
    pub fn parse(line: &'a str) -> Result<Self, Unreadable> {
        let marker = ["<<<<<<<", "=======", ">>>>>>>", "|||||||"];
        if marker.iter().any(|marker| line.starts_with(marker)) {
            return Err(Unreadable::Conflict);
        }
        if !line.trim_ascii_start().starts_with('{') {
            // An array of the right length would be taken for the fields in their order.
            return Err(Unreadable::Damaged("it is no JSON object".to_owned()));
        }
        let wire = match serde_json::from_str(line) {
            Ok(wire) => wire,
            Err(error) => Self::of_another_version(line).ok_or_else(|| {
                let why = error.to_string();
                Unreadable::Damaged(why.split(" at line ").next().unwrap_or_default().to_owned())
            })?,
        };
        if wire.n > HIGHEST_N { Err(wire.wrong("n")) } else { Ok(wire) }
    }

    /// A line whose fields mean something else than ours, as those of a kind or version to come may.
    fn of_another_version(line: &'a str) -> Option<Self> {
        let Head { v, id, n, tx, of, at, act } = serde_json::from_str(line).ok()?;
        let wire = Self { v, n, of, ..Self::bare(id, tx, at, act) };
        (!wire.is_known()).then_some(wire)
    }

    /// An event without the fields of any kind.
    pub(super) fn bare(id: Uuid, tx: Uuid, at: Words<'a>, act: Words<'a>) -> Self {
        Self {
            v: VERSION,
            id,
            n: 0,
            tx,
            of: 1,
            at,
            act,
            doc: None,
            span: None,
            code: None,
            rev: None,
            text: None,
            quote: None,
            pre: None,
            suf: None,
            facets: None,
            coding: None,
            facet: None,
            values: None,
            on: None,
            kind: None,
            words: None,
            memo: None,
            status: None,
            family: None,
            new: None,
            after: None,
            codes: None,
            parts: None,
            changes: None,
            from: None,
            to: None,
            into: None,
            hunks: None,
            spans: None,
            undo: None,
            why: None,
        }
    }

    /// True when this version knows what the event does.
    pub fn is_known(&self) -> bool {
        self.v == VERSION && KINDS.contains(&&*self.act)
    }

    /// A missing or wrong field, as an error.
    pub(crate) fn wrong(&self, field: &'static str) -> Unreadable {
        Unreadable::Field { act: self.act.to_string(), field }
    }

    /// The span of the passage, in bytes of the text. The quote must have its length: an event that says two things
    /// says nothing.
    pub(crate) fn passage(&self) -> Result<Span, Unreadable> {
        let span = match self.span {
            Some((start, end)) if start < end => Span { start, end },
            _ => return Err(self.wrong("span")),
        };
        let quoted = match &self.quote {
            Some(WireQuote::Whole(text)) => text.len(),
            Some(WireQuote::Ends(ends)) => ends.length as usize,
            None => return Err(self.wrong("quote")),
        };
        if quoted == span.len() as usize { Ok(span) } else { Err(self.wrong("quote")) }
    }

    /// The mark of the quote.
    pub(crate) fn quote_mark(&self) -> QuoteMark {
        match &self.quote {
            Some(WireQuote::Whole(text)) => QuoteMark::of_words(text),
            Some(WireQuote::Ends(ends)) => QuoteMark::of_hash(&ends.hash),
            None => QuoteMark::default(),
        }
    }

    pub(crate) fn text_hash(&self) -> Result<TextHash, Unreadable> {
        self.text.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| self.wrong("text"))
    }

    pub(crate) fn revision(&self) -> Result<Revision, Unreadable> {
        self.rev.as_deref().and_then(|rev| rev.parse().ok()).ok_or_else(|| self.wrong("rev"))
    }

    pub(crate) fn target(&self) -> Result<Target, Unreadable> {
        match &self.on {
            Some(On::Target(target)) => Ok(match target {
                WireTarget::Study => Target::Study,
                WireTarget::Document(id) => Target::Document(id.clone()),
                WireTarget::Coding(id) => Target::Coding(*id),
                WireTarget::Code(id) => Target::Code(id.clone()),
            }),
            _ => Err(self.wrong("on")),
        }
    }

    /// The anchor with its quote.
    pub(crate) fn anchor(&self) -> Result<Anchor, Unreadable> {
        let quote = match &self.quote {
            Some(WireQuote::Whole(text)) => Quote::Whole(text.to_string()),
            Some(WireQuote::Ends(WireEnds { head, tail, length, hash })) => {
                Quote::Ends { head: head.clone(), tail: tail.clone(), length: *length, hash: hash.clone() }
            }
            None => return Err(self.wrong("quote")),
        };
        Ok(Anchor {
            span: self.passage()?,
            text: self.text_hash()?,
            quote,
            prefix: self.pre.as_deref().unwrap_or("").to_owned(),
            suffix: self.suf.as_deref().unwrap_or("").to_owned(),
        })
    }

    /// The values of facets, sorted by facet.
    pub(crate) fn facet_values(&self) -> Result<Facets, Unreadable> {
        let values = self.facets.map_or(Some(Facets::new()), |json| facets_in(json.get()));
        values.ok_or_else(|| self.wrong("facets"))
    }

    /// A field that the kind must have.
    pub(crate) fn need<T: Copy>(&self, field: Option<T>, name: &'static str) -> Result<T, Unreadable> {
        field.ok_or_else(|| self.wrong(name))
    }
}

/// The values of facets as they are written, sorted by facet.
pub(super) fn facets_in(json: &str) -> Option<Facets> {
    let map: BTreeMap<String, Vec<String>> = serde_json::from_str(json).ok()?;
    Some(map.into_iter().collect())
}
