//! The segments of a study, document by document.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::model::names::{CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::model::{Anchor, Document};
use crate::store::{LoadedText, OpenStudy};

use super::error::ExportError;
use super::segment::{MemoIndex, Segment};
use super::{Selection, parts};

/// Bytes of text that are in memory at a time.
const TEXT_AT_A_TIME: u64 = 8 << 20;

/// What should be said of an export that succeeded, each a sentence.
pub type Warnings = Vec<String>;

/// Calls `write` with each segment that was chosen, as one line of JSON without its newline, in the order of docs/export.md.
pub fn each_line(
    open: &mut OpenStudy,
    selection: &Selection,
    mut write: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<Warnings, ExportError> {
    let json = |_: &Study, segment: &Segment<'_>| Ok(serde_json::to_vec(segment)?);
    each(open, selection, json, |line| Ok(write(&line)?))
}

/// Calls `render` with each segment that was chosen, on all cores, and `write` with what it made, in the order of
/// docs/export.md.
pub fn each<T: Send>(
    open: &mut OpenStudy,
    selection: &Selection,
    render: impl Fn(&Study, &Segment<'_>) -> Result<T, ExportError> + Sync,
    mut write: impl FnMut(T) -> Result<(), ExportError>,
) -> Result<Warnings, ExportError> {
    groups(open, selection, Which::Coded, |open, rows| {
        let anchors = anchors(open, rows)?;
        let study = &open.study;
        let memos = MemoIndex::new(study);
        let rendered: Vec<Result<Vec<T>, ExportError>> =
            rows.par_iter().map(|row| rendered(study, &memos, row, &anchors, &render)).collect();
        drop(memos);
        for items in rendered {
            items?.into_iter().try_for_each(&mut write)?;
        }
        Ok(())
    })
}

/// Which documents are gone through.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Which {
    /// Those with codings that were chosen, also when they are missing.
    Coded,
    /// All that are in the corpus, and no others.
    All,
}

/// A document with its codings that were chosen.
pub struct Row {
    /// The document, also when it is missing.
    pub document: DocumentKey,
    /// Its text, if it can be read.
    pub text: Option<LoadedText>,
    /// The codings, in no order.
    pub keys: Vec<CodingKey>,
}

/// Calls `visit` with documents by path, as many at a time as fit in memory; those that are missing come last, by id. Verdicts
/// have been found.
pub fn groups(
    open: &mut OpenStudy,
    selection: &Selection,
    which: Which,
    mut visit: impl FnMut(&mut OpenStudy, &[Row]) -> Result<(), ExportError>,
) -> Result<Warnings, ExportError> {
    let mut warnings = Vec::new();
    let mut chosen = chosen(&open.study, selection);
    let documents = parts::by_path(&open.study).into_iter();
    let wanted = |document: &&Document| which == Which::All || chosen.contains_key(&document.key);
    let documents: Vec<Document> = documents.filter(wanted).cloned().collect();
    let mut done = 0;
    for group in grouped(&documents) {
        let root = open.root().to_owned();
        let texts: Vec<_> = group.par_iter().map(|document| LoadedText::read(&root, document)).collect();
        let mut rows = Vec::with_capacity(group.len());
        for (document, text) in group.iter().zip(texts) {
            let text = text.map_err(|error| warnings.push(unreadable(document, &error))).ok();
            if let Some(text) = &text {
                open.judge(text);
            }
            let keys = chosen.remove(&document.key).unwrap_or_default();
            rows.push(Row { document: document.key, text, keys });
        }
        visit(open, &rows)?;
        done += group.len();
        selection.progress.tell(done, documents.len());
    }
    if which == Which::Coded {
        let missing: BTreeMap<&str, (DocumentKey, Vec<CodingKey>)> = chosen
            .into_iter()
            .map(|(document, keys)| (open.study.document_id(document), (document, keys)))
            .collect();
        let rows: Vec<Row> =
            missing.into_values().map(|(document, keys)| Row { document, text: None, keys }).collect();
        visit(open, &rows)?;
    }
    Ok(warnings)
}

/// How many segments were chosen.
pub fn count(study: &Study, selection: &Selection) -> usize {
    selection.chosen(study).count()
}

fn chosen(study: &Study, selection: &Selection) -> FxHashMap<DocumentKey, Vec<CodingKey>> {
    let mut chosen: FxHashMap<DocumentKey, Vec<CodingKey>> = FxHashMap::default();
    for (key, coding) in selection.chosen(study) {
        chosen.entry(coding.document).or_default().push(key);
    }
    chosen
}

/// Runs of documents whose texts together are not too long to have in memory.
fn grouped(documents: &[Document]) -> impl Iterator<Item = &[Document]> {
    let mut rest = documents;
    std::iter::from_fn(move || {
        let mut bytes = 0;
        let more = rest.iter().take_while(|document| {
            bytes += u64::from(document.text_length);
            bytes <= TEXT_AT_A_TIME
        });
        let count = more.count().max(1).min(rest.len());
        let (group, after) = rest.split_at(count);
        rest = after;
        (!group.is_empty()).then_some(group)
    })
}

fn unreadable(document: &Document, error: &crate::store::StoreError) -> String {
    format!("{error}; the codings on `{}` are exported without a place", document.id)
}

/// What the journals remember, for codings that the text alone does not tell.
pub fn anchors(open: &OpenStudy, rows: &[Row]) -> Result<FxHashMap<CodingKey, Anchor>, ExportError> {
    let mut anchors = FxHashMap::default();
    for row in rows {
        for &key in &row.keys {
            let coding = open.study.coding(key);
            let same = row.text.as_ref().is_some_and(|text| coding.stands_in(&text.text, text.hash));
            if !same {
                let path = || open.journal_path(coding.source).to_owned();
                let anchor = open.anchor(key).ok_or_else(|| ExportError::JournalChanged { path: path() })?;
                anchors.insert(key, anchor);
            }
        }
    }
    Ok(anchors)
}

fn rendered<'a, T>(
    study: &'a Study,
    memos: &MemoIndex<'a>,
    row: &'a Row,
    anchors: &'a FxHashMap<CodingKey, Anchor>,
    render: &impl Fn(&Study, &Segment<'_>) -> Result<T, ExportError>,
) -> Result<Vec<T>, ExportError> {
    segments(study, memos, row, anchors).iter().map(|segment| render(study, segment)).collect()
}

/// The segments of one document, in their order.
pub fn segments<'a>(
    study: &'a Study,
    memos: &MemoIndex<'a>,
    row: &'a Row,
    anchors: &'a FxHashMap<CodingKey, Anchor>,
) -> Vec<Segment<'a>> {
    let of = |key: &CodingKey| Segment::new(study, memos, *key, row.text.as_ref(), anchors.get(key));
    let mut segments: Vec<Segment<'_>> = row.keys.iter().map(of).collect();
    segments.sort_by(|a, b| order(a).cmp(&order(b)));
    segments
}

/// Those without a place stand after the others of their document, by id.
fn order<'s>(segment: &'s Segment<'_>) -> impl Ord + use<'s> {
    let place = segment.start.zip(segment.end);
    (place.is_none(), place, place.map(|_| (segment.code, segment.coder)), segment.id)
}
