//! All codings as a table of numbers that another thread can read while the study goes on.
//!
//! A part for each document, shared; when a coding is added, only the part of its document is made anew. Codings without a
//! place are counted and left out.

use std::sync::Arc;

use rayon::prelude::*;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::model::coding::Coding;
use crate::model::facets::FacetsKey;
use crate::model::hash::Revision;
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::model::study::Study;
use crate::text::{Span, SpanIndex};

/// A coding as its numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CodingRow {
    /// The passage, in bytes.
    pub span: Span,
    /// The coding.
    pub key: CodingKey,
    /// Its code; `None` for a mark.
    pub code: Option<CodeKey>,
    /// Whose it is.
    pub coder: CoderKey,
    /// Its facets.
    pub facets: FacetsKey,
    /// The state of the definition that it was made on.
    pub revision: Revision,
    /// Marked as important.
    pub important: bool,
}

impl CodingRow {
    /// The numbers of a coding.
    pub fn new(key: CodingKey, coding: &Coding) -> Self {
        Self {
            span: coding.span,
            key,
            code: coding.code,
            coder: coding.coder,
            facets: coding.facets,
            revision: coding.revision,
            important: coding.important,
        }
    }
}

/// The codings of one document that have a place.
#[derive(Clone, Debug)]
pub struct DocumentCodings {
    /// The document.
    pub document: DocumentKey,
    /// By place, then by code, coder and id.
    pub rows: Arc<[CodingRow]>,
    /// Their passages alone, and their codes, once more: of half a million codings four megabytes are looked through, not twenty.
    pub spans: Arc<[Span]>,
    /// Likewise.
    pub codes: Arc<[Option<CodeKey>]>,
    /// How many more it has that have no place.
    pub without_place: u32,
}

impl DocumentCodings {
    fn new(document: DocumentKey, rows: Vec<CodingRow>, without_place: u32) -> Self {
        let spans = rows.iter().map(|row| row.span).collect();
        let codes = rows.iter().map(|row| row.code).collect();
        Self { document, rows: rows.into(), spans, codes, without_place }
    }
}

/// The codings of a study at one moment; cloning it costs little.
#[derive(Clone, Debug, Default)]
pub struct CodingTable {
    documents: Arc<Vec<DocumentCodings>>,
    at: Arc<FxHashMap<DocumentKey, u32>>,
    /// On missing documents.
    homeless: usize,
    made_at: Option<MadeAt>,
}

/// The state of the study that a table was made at.
#[derive(Clone, Debug, PartialEq, Eq)]
struct MadeAt {
    codings: u64,
    corpus: u64,
    /// The order of the codes, which tells that of codings on one passage.
    codes: Arc<[CodeKey]>,
}

impl CodingTable {
    /// The codings of `study` as it is now.
    pub fn new(study: &Study) -> Self {
        let mut table = Self::default();
        table.refresh(study);
        table
    }

    /// Brings the table up to date; only documents whose codings changed are looked at. True when something changed.
    pub fn refresh(&mut self, study: &Study) -> bool {
        let codes = study.codebook.codes().iter().map(|code| code.key);
        let before = self.made_at.take().filter(|made| {
            made.corpus == study.corpus_revision() && made.codes.iter().copied().eq(codes.clone())
        });
        let changed = before.as_ref().and_then(|made| study.changed_since(made.codings));
        let is_new = changed.is_none_or(|changed| !changed.is_empty());
        match changed {
            Some(changed) => self.renew(study, &changed.iter().copied().collect()),
            None => self.make(study),
        }
        self.made_at = Some(MadeAt {
            codings: study.codings_revision(),
            corpus: study.corpus_revision(),
            codes: before.map_or_else(|| codes.collect(), |made| made.codes),
        });
        is_new
    }

    fn make(&mut self, study: &Study) {
        let documents = study.documents();
        self.documents =
            Arc::new(documents.par_iter().map(|document| codings_of(study, document.key)).collect());
        self.at = Arc::new((0..).zip(documents).map(|(index, document)| (document.key, index)).collect());
        self.homeless = homeless(study);
    }

    fn renew(&mut self, study: &Study, changed: &FxHashSet<DocumentKey>) {
        if changed.is_empty() {
            return;
        }
        let documents = Arc::make_mut(&mut self.documents);
        let mut some_missing = false;
        for document in changed {
            match self.at.get(document) {
                Some(&index) => documents[index as usize] = codings_of(study, *document),
                None => some_missing = true,
            }
        }
        if some_missing {
            self.homeless = homeless(study);
        }
    }

    /// Some of its documents alone, in this order.
    pub(super) fn only(&self, documents: impl IntoIterator<Item = DocumentKey>) -> Self {
        let parts: Vec<DocumentCodings> =
            documents.into_iter().filter_map(|document| self.part(document).cloned()).collect();
        let at = (0..).zip(&parts).map(|(index, part)| (part.document, index)).collect();
        Self { documents: Arc::new(parts), at: Arc::new(at), homeless: 0, made_at: None }
    }

    /// All documents that are there, in the order of the corpus tree, also those without codings.
    pub fn documents(&self) -> &[DocumentCodings] {
        &self.documents
    }

    /// The codings of a document, by place; none for one that is missing.
    pub fn of(&self, document: DocumentKey) -> &[CodingRow] {
        self.part(document).map_or(&[], |part| &part.rows)
    }

    /// The codings of a document with all that is known of them; `None` for one that is missing.
    pub fn part(&self, document: DocumentKey) -> Option<&DocumentCodings> {
        self.at.get(&document).map(|&index| &self.documents[index as usize])
    }

    /// Where a document stands in the order of the corpus tree; `None` for one that is missing.
    pub fn rank(&self, document: DocumentKey) -> Option<u32> {
        self.at.get(&document).copied()
    }

    /// How many codings have a place.
    pub fn len(&self) -> usize {
        self.documents.iter().map(|document| document.rows.len()).sum()
    }

    /// True when no coding has a place.
    pub fn is_empty(&self) -> bool {
        self.documents.iter().all(|document| document.rows.is_empty())
    }

    /// How many codings have no place, and so are no part of any answer.
    pub fn without_place(&self) -> usize {
        self.homeless + self.documents.iter().map(|document| document.without_place as usize).sum::<usize>()
    }
}

#[cfg(test)]
impl CodingTable {
    /// These rows, in the order of the corpus tree.
    pub fn from_rows(documents: Vec<(DocumentKey, Vec<CodingRow>)>) -> Self {
        let at = (0..).zip(&documents).map(|(index, (document, _))| (*document, index)).collect();
        let part = |(document, mut rows): (DocumentKey, Vec<CodingRow>)| {
            rows.sort_by_key(|row| (row.span, row.key));
            DocumentCodings::new(document, rows, 0)
        };
        let documents = documents.into_iter().map(part).collect();
        Self { documents: Arc::new(documents), at: Arc::new(at), homeless: 0, made_at: None }
    }
}

fn codings_of(study: &Study, document: DocumentKey) -> DocumentCodings {
    let length = study.document(document).map_or(0, |document| document.text_length);
    let all = study.document_codings(document);
    let mut rows = Vec::with_capacity(all.map_or(0, SpanIndex::len));
    let mut without_place = 0;
    for &(span, key) in all.into_iter().flat_map(SpanIndex::iter) {
        // A text that was not read since it changed has said nothing yet of its codings.
        if study.verdict(key).has_position() && span.end <= length {
            rows.push(CodingRow::new(key, study.coding(key)));
        } else {
            without_place += 1;
        }
    }
    for same in rows.chunk_by_mut(|a, b| a.span == b.span).filter(|same| same.len() > 1) {
        let rank = |row: &CodingRow| row.code.map_or(usize::MAX, |code| study.codebook.rank(code));
        same.sort_by_key(|row| (rank(row), row.coder, study.coding_id(row.key)));
    }
    DocumentCodings::new(document, rows, without_place)
}

/// Codings on documents that are missing.
fn homeless(study: &Study) -> usize {
    let missing = study.coded_documents().filter(|(document, _)| study.document(*document).is_none());
    missing.map(|(_, codings)| codings).sum()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use uuid::Uuid;

    use super::*;
    use crate::model::config::StudyConfig;
    use crate::model::document::{Document, FrontMatter};
    use crate::model::event::{Body, Event};
    use crate::model::hash::TextHash;
    use crate::model::quote::{Anchor, Verdict};
    use crate::model::record::Source;

    const TEXT: &str = "Een zin over de lange brug, en nog wat woorden om te coderen.";

    /// Two documents, and a third that is missing.
    fn study() -> Study {
        let mut study = Study::new(StudyConfig::default());
        let document = |id: &str, key| Document {
            key,
            id: id.to_owned(),
            path: format!("corpus/{id}.md"),
            front: FrontMatter::default(),
            text_start: 0,
            text_length: TEXT.len() as u32,
        };
        let documents =
            ["d2", "d1"].map(|id| document(id, study.names.documents.number::<DocumentKey>(id))).to_vec();
        study.set_documents(documents);
        study
    }

    #[derive(Clone, Debug)]
    enum Step {
        Code { coder: u8, document: u8, start: u32, code: u8 },
        Uncode(u8),
        Reshape(u8, u32),
        Undo(u8),
        Verdict(u8, bool),
        Corpus,
        Look,
    }

    fn step() -> impl Strategy<Value = Step> {
        prop_oneof![
            6 => (0u8..2, 1u8..4, 0u32..6, 0u8..3).prop_map(|(coder, document, start, code)| Step::Code { coder, document, start, code }),
            1 => (0u8..20).prop_map(Step::Uncode),
            1 => (0u8..20, 0u32..6).prop_map(|(coding, start)| Step::Reshape(coding, start)),
            1 => (0u8..20).prop_map(Step::Undo),
            2 => (0u8..20, any::<bool>()).prop_map(|(coding, lost)| Step::Verdict(coding, lost)),
            1 => Just(Step::Corpus),
            4 => Just(Step::Look),
        ]
    }

    fn go(study: &mut Study, at: usize, step: &Step) {
        let id = |number: usize| Uuid::from_u128(1 + number as u128);
        let anchor = |start| Anchor::new(TEXT, TextHash::of(TEXT), Span::new(start, start + 5)).unwrap();
        let body = match *step {
            Step::Code { document, start, code, .. } => Body::Code {
                document: format!("d{document}"),
                anchor: anchor(start),
                code: format!("c{code}"),
                revision: Revision(7),
                facets: Vec::new(),
            },
            Step::Uncode(of) => Body::Uncode { coding: id(usize::from(of)) },
            Step::Reshape(of, start) => {
                Body::Reshape { coding: id(usize::from(of)), document: None, anchor: anchor(start) }
            }
            Step::Undo(of) => Body::Undo { tx: id(usize::from(of)) },
            Step::Verdict(of, lost) => {
                if let Some(key) = study.find_coding(id(usize::from(of))) {
                    study.set_verdict(key, if lost { Verdict::Lost } else { Verdict::Exact });
                }
                return;
            }
            Step::Corpus => return study.set_documents(study.documents().to_vec()),
            Step::Look => return,
        };
        let coder = if let Step::Code { coder, .. } = step { *coder } else { 0 };
        let coder = study.coder(&format!("coder-{coder}"));
        let event =
            Event { id: id(at), n: 1 + at as u64, tx: id(at), of: 1, at: jiff::Timestamp::UNIX_EPOCH, body };
        study.take_event(coder, &event, Source::default());
        study.settle();
    }

    fn keys(table: &CodingTable) -> Vec<CodingKey> {
        table.documents().iter().flat_map(|document| document.rows.iter()).map(|row| row.key).collect()
    }

    proptest! {
        #[test]
        fn a_table_brought_up_to_date_is_one_made_anew(steps in prop::collection::vec(step(), 0..40)) {
            let mut study = study();
            let mut table = CodingTable::default();
            for (at, step) in steps.iter().enumerate() {
                go(&mut study, at, step);
                if !matches!(step, Step::Look) {
                    continue;
                }
                table.refresh(&study);
                prop_assert!(!table.refresh(&study), "nothing changed since");
                let mut expected: Vec<CodingKey> = study
                    .codings()
                    .filter(|(key, coding)| study.verdict(*key).has_position() && study.document(coding.document).is_some())
                    .map(|(key, _)| key)
                    .collect();
                study.sort_by_place(&mut expected);
                prop_assert_eq!(keys(&table), expected);
                let rows = table.documents().iter().flat_map(|document| document.rows.iter());
                for row in rows {
                    prop_assert_eq!(*row, CodingRow::new(row.key, study.coding(row.key)));
                }
                prop_assert_eq!(table.len() + table.without_place(), study.codings().count());
            }
        }
    }

    #[test]
    fn only_documents_that_changed_are_made_anew() {
        let mut study = study();
        for (at, document) in [1, 2].into_iter().enumerate() {
            go(&mut study, at, &Step::Code { coder: 0, document, start: 0, code: 0 });
        }
        let mut table = CodingTable::new(&study);
        let before = table.clone();
        go(&mut study, 2, &Step::Code { coder: 0, document: 2, start: 3, code: 0 });
        assert!(table.refresh(&study));
        let same =
            |index: usize| Arc::ptr_eq(&table.documents()[index].rows, &before.documents()[index].rows);
        assert_eq!((same(0), same(1)), (true, false), "by path: d1, d2");
        assert_eq!((before.len(), table.len()), (2, 3), "who has the old table keeps it");
    }
}
