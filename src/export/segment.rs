//! One coding as docs/export.md describes it.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use rustc_hash::FxHashMap;
use serde::{Serialize, Serializer};
use uuid::Uuid;

use crate::index::place::Place;
use crate::model::event::Target;
use crate::model::names::{CodingKey, WordKey};
use crate::model::quote::{after, before};
use crate::model::study::Study;
use crate::model::{Anchor, Memo, Quote};
use crate::store::LoadedText;

/// One code on one passage by one coder; the fields are those of docs/export.md.
#[expect(missing_docs, reason = "documented in docs/export.md")]
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Segment<'a> {
    #[serde(skip)]
    pub key: CodingKey,
    pub id: Uuid,
    pub document: &'a str,
    pub code: Option<&'a str>,
    pub coder: &'a str,
    pub start: Option<u32>,
    pub end: Option<u32>,
    pub start_byte: Option<u32>,
    pub end_byte: Option<u32>,
    pub text: Option<&'a str>,
    pub quote: Cow<'a, str>,
    pub quote_complete: bool,
    pub prefix: &'a str,
    pub suffix: &'a str,
    pub anchor: &'static str,
    pub first_turn: Option<usize>,
    pub last_turn: Option<usize>,
    pub first_line: Option<u32>,
    pub last_line: Option<u32>,
    pub speakers: Vec<&'a str>,
    pub times: Option<Times>,
    pub facets: BTreeMap<&'a str, Vec<&'a str>>,
    pub memos: Vec<SegmentMemo<'a>>,
    pub important: bool,
    #[serde(serialize_with = "as_words")]
    pub created_at: Timestamp,
    pub code_revision: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub code_given: Option<&'a str>,
}

/// When a passage was spoken, in milliseconds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Times {
    pub start_ms: u64,
    pub end_ms: Option<u64>,
}

/// A memo on a coding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SegmentMemo<'a> {
    pub id: Uuid,
    #[serde(rename = "type")]
    pub kind: &'a str,
    pub text: &'a str,
    #[serde(serialize_with = "as_words")]
    pub at: Timestamp,
    pub coder: &'a str,
}

/// The memos on codings, found by coding.
#[derive(Clone, Debug, Default)]
pub struct MemoIndex<'a> {
    by_coding: FxHashMap<Uuid, Vec<&'a Memo>>,
}

impl<'a> MemoIndex<'a> {
    /// Looks through all memos once.
    pub fn new(study: &'a Study) -> Self {
        let mut by_coding: FxHashMap<Uuid, Vec<&Memo>> = FxHashMap::default();
        for memo in study.memos() {
            if let Target::Coding(id) = memo.on {
                by_coding.entry(id).or_default().push(memo);
            }
        }
        for memos in by_coding.values_mut() {
            memos.sort_by_key(|memo| (memo.at, memo.id));
        }
        Self { by_coding }
    }

    /// The memos on a coding, oldest first.
    pub fn on(&self, coding: Uuid) -> &[&'a Memo] {
        self.by_coding.get(&coding).map_or(&[], Vec::as_slice)
    }
}

impl<'a> Segment<'a> {
    /// The coding `key`, whose verdict has been found. `text` is the text of its document as it is now, `None` when that is
    /// missing. `anchor` is what the coding remembers; it may be left out where the text is the one it was made on.
    pub fn new(
        study: &'a Study,
        memos: &MemoIndex<'a>,
        key: CodingKey,
        text: Option<&'a LoadedText>,
        anchor: Option<&'a Anchor>,
    ) -> Self {
        let coding = study.coding(key);
        let id = study.coding_id(key);
        let verdict = study.verdict(key);
        // A coding on a missing document has no verdict: nobody could read what stands there.
        let text = text.filter(|text| text.text.get(coding.span.range()).is_some());
        let placed = text.filter(|_| verdict.has_position());
        let place = placed.map(|text| Place::of(text, coding.span));
        let passage = placed.map(|text| coding.span.slice(&text.text));
        let points = placed.map(|text| text.code_points(coding.span));
        let turns = place.as_ref().and_then(Place::turn_numbers);
        let lines = place.as_ref().map(|place| place.lines);
        let times = place.as_ref().and_then(|place| place.times);
        let (quote, quote_complete) = match (anchor.map(|anchor| &anchor.quote), passage) {
            (Some(Quote::Whole(quote)), _) => (Cow::Borrowed(quote.as_str()), true),
            (Some(quote), Some(passage)) if quote.matches(passage) => (Cow::Borrowed(passage), true),
            (Some(quote), _) => (Cow::Owned(quote.display()), false),
            (None, passage) => (Cow::Borrowed(passage.unwrap_or_default()), true),
        };
        let (prefix, suffix) = match (anchor, placed) {
            (Some(anchor), _) => (anchor.prefix.as_str(), anchor.suffix.as_str()),
            (None, Some(text)) => (before(&text.text, coding.span), after(&text.text, coding.span)),
            (None, None) => ("", ""),
        };
        Self {
            key,
            id,
            document: study.document_id(coding.document),
            code: coding.code.map(|code| study.code_id(code)),
            coder: study.coder_name(coding.coder),
            start: points.map(|(start, _)| start),
            end: points.map(|(_, end)| end),
            start_byte: placed.map(|_| coding.span.start),
            end_byte: placed.map(|_| coding.span.end),
            text: passage,
            quote,
            quote_complete,
            prefix,
            suffix,
            anchor: if placed.is_none() && verdict.has_position() { "lost" } else { verdict.word() },
            first_turn: turns.map(|(first, _)| first),
            last_turn: turns.map(|(_, last)| last),
            first_line: lines.map(|(first, _)| first),
            last_line: lines.map(|(_, last)| last),
            speakers: place.map(|place| place.speakers).unwrap_or_default(),
            times: times.map(|(start_ms, end_ms)| Times { start_ms, end_ms }),
            facets: facets(study, key),
            memos: memos.on(id).iter().map(|memo| SegmentMemo::new(study, memo)).collect(),
            important: coding.important,
            created_at: moment(study.coding_at(key)),
            code_revision: coding.code.map(|_| coding.revision.to_string()),
            code_given: coding.given.filter(|_| coding.given != coding.code).map(|code| study.code_id(code)),
        }
    }
}

impl<'a> SegmentMemo<'a> {
    fn new(study: &'a Study, memo: &'a Memo) -> Self {
        Self {
            id: memo.id,
            kind: &memo.kind,
            text: &memo.words,
            at: moment(memo.at),
            coder: study.coder_name(memo.coder),
        }
    }
}

fn facets(study: &Study, key: CodingKey) -> BTreeMap<&str, Vec<&str>> {
    let facets = study.facets(study.coding(key)).iter();
    let words = |values: &[WordKey]| values.iter().map(|&value| study.word(value)).collect();
    facets.map(|(facet, values)| (study.word(*facet), words(values))).collect()
}

fn as_words<S: Serializer>(moment: &Timestamp, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(moment)
}

/// A moment given in milliseconds since 1970.
fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}
