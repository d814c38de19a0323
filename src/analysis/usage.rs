//! How codes are used: their codings in the order of the corpus, the documents they stand in, and who gave them.
//!
//! One walk over the table of codings; afterwards a code, or a code with all below it, is a union of bitmaps. Made away from
//! the keys, since it costs as much as there are codings.

use std::collections::BTreeSet;

use roaring::RoaringBitmap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::codings::{CodingRow, CodingTable};
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey};

/// How often something is used.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// Codings.
    pub codings: usize,
    /// Documents with one or more of them.
    pub documents: usize,
    /// Coders who gave one or more of them.
    pub coders: usize,
    /// Codings that were made under another definition than the code has now.
    pub outdated: usize,
}

/// The codings of some coders, by code. Rows are numbered in the order of the corpus, from 0.
#[derive(Clone, Debug, Default)]
pub struct Usage {
    keys: Vec<CodingKey>,
    codes: FxHashMap<CodeKey, Used>,
}

/// A code of which there are codings.
#[derive(Clone, Debug, Default)]
struct Used {
    rows: RoaringBitmap,
    /// By the number of the document in the table.
    documents: RoaringBitmap,
    coders: BTreeSet<CoderKey>,
    outdated: usize,
}

impl Usage {
    /// Counts the codings of `coders` that have a place. `revisions` are the definitions as they are now.
    pub fn new(
        table: &CodingTable,
        coders: &BTreeSet<CoderKey>,
        revisions: &FxHashMap<CodeKey, Revision>,
    ) -> Self {
        let mut usage = Self::default();
        for (number, document) in (0..).zip(table.documents()) {
            for row in document.rows.iter().filter(|row| coders.contains(&row.coder)) {
                let Some(code) = row.code else { continue };
                let used = usage.codes.entry(code).or_default();
                used.rows.insert(usage.keys.len() as u32);
                used.documents.insert(number);
                used.coders.insert(row.coder);
                used.outdated +=
                    usize::from(revisions.get(&code).is_some_and(|revision| *revision != row.revision));
                usage.keys.push(row.key);
            }
        }
        usage
    }

    /// How often these codes are used together; codings of several of them on one passage are several.
    pub fn counts(&self, codes: &[CodeKey]) -> Counts {
        let (mut documents, mut coders) = (RoaringBitmap::new(), BTreeSet::new());
        let mut counts = Counts::default();
        for used in codes.iter().filter_map(|code| self.codes.get(code)) {
            counts.codings += used.rows.len() as usize;
            counts.outdated += used.outdated;
            documents |= &used.documents;
            coders.extend(used.coders.iter().copied());
        }
        Counts { documents: documents.len() as usize, coders: coders.len(), ..counts }
    }

    /// The rows of these codes.
    pub fn rows(&self, codes: &[CodeKey]) -> RoaringBitmap {
        let mut rows = RoaringBitmap::new();
        for used in codes.iter().filter_map(|code| self.codes.get(code)) {
            rows |= &used.rows;
        }
        rows
    }

    /// The rows of these codings; a look at each row.
    pub fn rows_of(&self, codings: &[CodingKey]) -> RoaringBitmap {
        let wanted: FxHashSet<CodingKey> = codings.iter().copied().collect();
        let is = |(_, key): &(u32, &CodingKey)| wanted.contains(*key);
        (0..).zip(&self.keys).filter(is).map(|(row, _)| row).collect()
    }

    /// The coding in a row.
    pub fn key(&self, row: u32) -> Option<CodingKey> {
        self.keys.get(row as usize).copied()
    }
}

/// The codings of `coders` with one of `these` codes that share bytes with one that has one of `those`, in the order of the
/// corpus. Documents that lack one of the two cost nothing but a look.
pub fn overlapping(
    table: &CodingTable,
    coders: &BTreeSet<CoderKey>,
    these: &[CodeKey],
    those: &[CodeKey],
) -> Vec<CodingKey> {
    let mut found = Vec::new();
    for document in table.documents() {
        let of = |codes: &[CodeKey]| -> Vec<&CodingRow> {
            let is = |row: &&CodingRow| {
                coders.contains(&row.coder) && row.code.is_some_and(|code| codes.contains(&code))
            };
            document.rows.iter().filter(is).collect()
        };
        let others = of(those);
        if others.is_empty() {
            continue;
        }
        // By start, with the furthest end so far: what begins before the end of a span and reaches past its start overlaps it.
        let mut furthest = 0;
        let ends: Vec<u32> = others
            .iter()
            .map(|row| {
                furthest = furthest.max(row.span.end);
                furthest
            })
            .collect();
        let overlaps = |row: &&CodingRow| {
            let before = others.partition_point(|other| other.span.start < row.span.end);
            // With the same code in both sets, a coding would overlap itself.
            before > 0
                && ends[before - 1] > row.span.start
                && others[..before]
                    .iter()
                    .rev()
                    .any(|other| other.key != row.key && other.span.overlaps(row.span))
        };
        found.extend(of(these).into_iter().filter(overlaps).map(|row| row.key));
    }
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::model::facets::FacetsKey;
    use crate::model::names::DocumentKey;
    use crate::text::Span;

    fn table(rows: &[(u32, u32, u32, u32, u32)]) -> (CodingTable, Vec<(DocumentKey, CodingRow)>) {
        let made: Vec<(DocumentKey, CodingRow)> = rows
            .iter()
            .enumerate()
            .map(|(number, &(document, start, length, code, coder))| {
                let row = CodingRow {
                    span: Span::new(start, start + length),
                    key: CodingKey::from(number as u32),
                    code: Some(CodeKey::from(code)),
                    coder: CoderKey::from(coder),
                    facets: FacetsKey::default(),
                    revision: Revision(code % 2),
                    important: false,
                };
                (DocumentKey::from(document), row)
            })
            .collect();
        let of = |document: u32| {
            let is = |(of, _): &&(DocumentKey, CodingRow)| *of == DocumentKey::from(document);
            (DocumentKey::from(document), made.iter().filter(is).map(|(_, row)| *row).collect())
        };
        (CodingTable::from_rows((0..3).map(of).collect()), made)
    }

    proptest! {
        #[test]
        fn counts_and_overlaps_are_those_of_a_plain_look(
            rows in prop::collection::vec((0u32..3, 0u32..20, 1u32..9, 0u32..4, 0u32..3), 0..40),
            these in prop::collection::vec(0u32..4, 0..3),
            those in prop::collection::vec(0u32..4, 0..3),
        ) {
            let (table, made) = table(&rows);
            let codes = |codes: &[u32]| -> Vec<CodeKey> {
                codes.iter().copied().collect::<BTreeSet<u32>>().into_iter().map(CodeKey::from).collect()
            };
            let (these, those) = (codes(&these), codes(&those));
            let coders: BTreeSet<CoderKey> = [0, 1].map(CoderKey::from).into();
            let revisions = (0..4).map(|code| (CodeKey::from(code), Revision(0))).collect();
            let usage = Usage::new(&table, &coders, &revisions);
            let of = |codes: &[CodeKey]| -> Vec<(DocumentKey, CodingRow)> {
                let is = |(_, row): &&(DocumentKey, CodingRow)| {
                    coders.contains(&row.coder) && codes.contains(&row.code.unwrap())
                };
                made.iter().filter(is).copied().collect()
            };
            let mine = of(&these);
            let expected = Counts {
                codings: mine.len(),
                documents: mine.iter().map(|(document, _)| *document).collect::<BTreeSet<_>>().len(),
                coders: mine.iter().map(|(_, row)| row.coder).collect::<BTreeSet<_>>().len(),
                outdated: mine.iter().filter(|(_, row)| row.revision != Revision(0)).count(),
            };
            prop_assert_eq!(usage.counts(&these), expected);
            let keys = |rows: &RoaringBitmap| -> BTreeSet<CodingKey> {
                rows.iter().filter_map(|row| usage.key(row)).collect()
            };
            prop_assert_eq!(keys(&usage.rows(&these)), mine.iter().map(|(_, row)| row.key).collect());
            let theirs = of(&those);
            let touches = |(document, row): &&(DocumentKey, CodingRow)| {
                theirs.iter().any(|(other, with)| {
                    other == document && with.key != row.key && with.span.overlaps(row.span)
                })
            };
            let found = overlapping(&table, &coders, &these, &those);
            let found: BTreeSet<CodingKey> = keys(&usage.rows_of(&found));
            prop_assert_eq!(found, mine.iter().filter(touches).map(|(_, row)| row.key).collect());
        }
    }
}
