//! The segments of a study, document by document, each as a line of JSON.

use std::collections::BTreeMap;

use rayon::prelude::*;
use rustc_hash::FxHashMap;

use crate::index::codings::CodingRow;
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
pub fn each(
    open: &mut OpenStudy,
    selection: &Selection,
    mut write: impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<Warnings, ExportError> {
    let mut warnings = Vec::new();
    let mut chosen = chosen(&open.study, selection);
    let documents = parts::by_path(&open.study);
    let with_segments: Vec<Document> =
        documents.into_iter().filter(|document| chosen.contains_key(&document.key)).cloned().collect();
    for group in grouped(&with_segments) {
        let root = open.root().to_owned();
        let texts: Vec<_> = group.par_iter().map(|document| LoadedText::read(&root, document)).collect();
        let mut rows = Vec::with_capacity(group.len());
        for (document, text) in group.iter().zip(texts) {
            let text = text.map_err(|error| warnings.push(unreadable(document, &error))).ok();
            if let Some(text) = &text {
                open.judge(text);
            }
            let keys = chosen.remove(&document.key).unwrap_or_default();
            rows.push(Row { text, keys });
        }
        write_rows(open, &rows, &mut write)?;
    }
    let missing: BTreeMap<&str, Vec<CodingKey>> =
        chosen.into_iter().map(|(document, keys)| (open.study.document_id(document), keys)).collect();
    let rows: Vec<Row> = missing.into_values().map(|keys| Row { text: None, keys }).collect();
    write_rows(open, &rows, &mut write)?;
    Ok(warnings)
}

/// The codings of one document that were chosen.
struct Row {
    text: Option<LoadedText>,
    keys: Vec<CodingKey>,
}

fn chosen(study: &Study, selection: &Selection) -> FxHashMap<DocumentKey, Vec<CodingKey>> {
    let test = selection.test(study);
    let mut chosen: FxHashMap<DocumentKey, Vec<CodingKey>> = FxHashMap::default();
    for (key, coding) in study.codings().filter(|(key, coding)| test.holds(&CodingRow::new(*key, coding))) {
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

fn write_rows(
    open: &OpenStudy,
    rows: &[Row],
    write: &mut impl FnMut(&[u8]) -> std::io::Result<()>,
) -> Result<(), ExportError> {
    let anchors = anchors(open, rows)?;
    let study = &open.study;
    let memos = MemoIndex::new(study);
    let lines: Vec<Result<Lines, ExportError>> =
        rows.par_iter().map(|row| lines(study, &memos, row, &anchors)).collect();
    drop(memos);
    for lines in lines {
        for line in lines?.iter() {
            write(line)?;
        }
    }
    Ok(())
}

/// What the journals remember, for codings that the text alone does not tell.
fn anchors(open: &OpenStudy, rows: &[Row]) -> Result<FxHashMap<CodingKey, Anchor>, ExportError> {
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

/// Lines of JSON in one buffer.
#[derive(Default)]
struct Lines {
    bytes: Vec<u8>,
    ends: Vec<usize>,
}

impl Lines {
    fn iter(&self) -> impl Iterator<Item = &[u8]> {
        let starts = std::iter::once(0).chain(self.ends.iter().copied());
        starts.zip(&self.ends).map(|(start, &end)| &self.bytes[start..end])
    }
}

fn lines<'a>(
    study: &'a Study,
    memos: &MemoIndex<'a>,
    row: &'a Row,
    anchors: &'a FxHashMap<CodingKey, Anchor>,
) -> Result<Lines, ExportError> {
    let mut segments: Vec<Segment<'_>> = row
        .keys
        .iter()
        .map(|key| Segment::new(study, memos, *key, row.text.as_ref(), anchors.get(key)))
        .collect();
    segments.sort_by(|a, b| order(a).cmp(&order(b)));
    let mut lines = Lines::default();
    for segment in &segments {
        serde_json::to_writer(&mut lines.bytes, segment)?;
        lines.ends.push(lines.bytes.len());
    }
    Ok(lines)
}

/// Those without a place stand after the others of their document, by id.
fn order<'s>(segment: &'s Segment<'_>) -> impl Ord + use<'s> {
    let place = segment.start.zip(segment.end);
    (place.is_none(), place, place.map(|_| (segment.code, segment.coder)), segment.id)
}
