//! The study in memory: what the files say, and the fold of all layers, kept up to date event by event.

mod placing;

use rustc_hash::FxHashMap;
use uuid::Uuid;

use crate::text::{Span, SpanIndex};

use crate::model::changes::Changes;
use crate::model::codebook::Codebook;
use crate::model::coding::{Coding, Memo};
use crate::model::config::StudyConfig;
use crate::model::document::Document;
use crate::model::event::{Event, HIGHEST_N, Line, Status, Target, Unreadable};
use crate::model::layer::{Layer, Taken, Touched};
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey, WordKey};
use crate::model::quote::Verdict;
use crate::model::record::{AllNames, Incoming, Source};
use crate::model::revisions::Revisions;

/// Everything about a study but its texts.
#[derive(Clone, Debug, Default)]
pub struct Study {
    /// `kantlijn.toml`
    pub config: StudyConfig,
    /// All codes; put in with [`Study::set_codebook`].
    pub codebook: Codebook,
    /// All names that events and files use.
    pub names: AllNames,
    documents: Vec<Document>,
    /// Of all documents, each once.
    attribute_names: Vec<String>,
    document_at: FxHashMap<DocumentKey, usize>,
    layers: FxHashMap<CoderKey, Layer>,
    codings: Vec<Coding>,
    /// For each coder the codings by the record that made them.
    slots: FxHashMap<CoderKey, Slots>,
    by_document: FxHashMap<DocumentKey, SpanIndex<CodingKey>>,
    by_code: FxHashMap<Option<CodeKey>, Vec<CodingKey>>,
    /// How many codings each coder has, by code and by document.
    counts: FxHashMap<(Option<CodeKey>, CoderKey), usize>,
    counts_in: FxHashMap<(DocumentKey, CoderKey), usize>,
    memos: FxHashMap<(CoderKey, Uuid), Memo>,
    statuses: FxHashMap<(DocumentKey, CoderKey), Status>,
    verdicts: FxHashMap<CodingKey, Verdict>,
    highest_n: u64,
    corpus_revision: u64,
    changes: Changes,
    revisions: Revisions,
}

/// Codings by record.
#[derive(Clone, Debug, Default)]
struct Slots(Vec<Option<std::num::NonZeroU32>>);

impl Slots {
    fn get(&self, record: u32) -> Option<CodingKey> {
        self.0.get(record as usize).copied().flatten().map(|number| CodingKey(number.get() - 1))
    }

    fn set(&mut self, record: u32, key: CodingKey) {
        if self.0.len() <= record as usize {
            self.0.resize(record as usize + 1, None);
        }
        self.0[record as usize] = std::num::NonZeroU32::new(key.0 + 1);
    }

    fn keys(&self) -> impl Iterator<Item = CodingKey> {
        self.0.iter().flatten().map(|number| CodingKey(number.get() - 1))
    }
}

impl Study {
    /// A study without documents, codes and events.
    pub fn new(config: StudyConfig) -> Self {
        Self { config, ..Self::default() }
    }

    // Documents.

    /// Puts the documents in, in the order of the corpus tree: by the attributes that the study groups by, then by path.
    pub fn set_documents(&mut self, mut documents: Vec<Document>) {
        let config = &self.config;
        documents.sort_by_cached_key(|document| {
            let place = config.tree.iter().map(|attribute| {
                let value = document.attribute(attribute).unwrap_or("");
                (config.rank(attribute, value), value.to_owned())
            });
            (place.collect::<Vec<_>>(), document.path.clone())
        });
        self.document_at =
            documents.iter().enumerate().map(|(index, document)| (document.key, index)).collect();
        let names = documents.iter().flat_map(|document| &document.front.attributes);
        let names: std::collections::BTreeSet<&str> = names.map(|(name, _)| name.as_str()).collect();
        self.attribute_names = names.into_iter().map(str::to_owned).collect();
        self.documents = documents;
        self.corpus_revision += 1;
        self.documents_changed();
    }

    /// The names of all attributes that documents have, sorted.
    pub fn attribute_names(&self) -> &[String] {
        &self.attribute_names
    }

    /// How often the documents were put in: what was derived from them is good while this stays.
    pub fn corpus_revision(&self) -> u64 {
        self.corpus_revision
    }

    /// All documents, in the order of the corpus tree.
    pub fn documents(&self) -> &[Document] {
        &self.documents
    }

    /// A document; `None` when it is missing.
    pub fn document(&self, key: DocumentKey) -> Option<&Document> {
        self.document_at.get(&key).map(|&index| &self.documents[index])
    }

    /// Where a document stands in [`Study::documents`]; missing ones come last.
    pub fn document_rank(&self, key: DocumentKey) -> usize {
        self.document_at.get(&key).copied().unwrap_or(usize::MAX)
    }

    /// A document by its id, its path, its file name or its file name without ending.
    pub fn find_document(&self, name: &str) -> Option<&Document> {
        let by_id = self.names.documents.get(name).and_then(|key| self.document(key));
        by_id.or_else(|| {
            let file = |document: &&Document| {
                let file = document.path.rsplit('/').next().unwrap_or_default();
                document.path == name
                    || file == name
                    || file.rsplit_once('.').is_some_and(|(stem, _)| stem == name)
            };
            let mut found = self.documents.iter().filter(file);
            found.next().filter(|_| found.next().is_none())
        })
    }

    /// The id of a document, known or missing.
    pub fn document_id(&self, key: DocumentKey) -> &str {
        self.names.documents.name(key.index())
    }

    // Names.

    /// The id of a code, known or missing.
    pub fn code_id(&self, key: CodeKey) -> &str {
        self.names.codes.name(key.index())
    }

    /// The name of a coder.
    pub fn coder_name(&self, key: CoderKey) -> &str {
        self.names.coders.name(key.index())
    }

    /// The coder with this name, made known now if it is new.
    pub fn coder(&mut self, name: &str) -> CoderKey {
        let key = self.names.coders.number(name);
        self.layers.entry(key).or_default();
        key
    }

    /// All coders, sorted by name.
    pub fn coders(&self) -> Vec<CoderKey> {
        let mut coders: Vec<CoderKey> = self.layers.keys().copied().collect();
        coders.sort_by_key(|&key| self.coder_name(key));
        coders
    }

    /// A coder's layer.
    pub fn layer(&self, coder: CoderKey) -> Option<&Layer> {
        self.layers.get(&coder)
    }

    // Events.

    /// Takes in a line of a journal. Nothing shows before [`Study::settle`].
    ///
    /// # Errors
    /// [`Unreadable::Field`] when its facets are damaged.
    pub fn take_line(
        &mut self,
        coder: CoderKey,
        line: &Line<'_>,
        source: Source,
        own: bool,
    ) -> Result<Taken, Unreadable> {
        let event = Incoming::from_line(line, &mut self.names)?;
        Ok(self.take(coder, event, source, own))
    }

    /// Makes room for this many more events of a coder.
    pub fn reserve(&mut self, coder: CoderKey, events: usize) {
        self.layers.entry(coder).or_default().reserve(events);
    }

    /// Takes in an event that was just made by this writer.
    pub fn take_event(&mut self, coder: CoderKey, event: &Event, source: Source) {
        let event = Incoming::from_event(event, &mut self.names);
        self.take(coder, event, source, true);
    }

    fn take(&mut self, coder: CoderKey, event: Incoming, source: Source, own: bool) -> Taken {
        self.highest_n = self.highest_n.max(event.n);
        self.layers.entry(coder).or_default().take(event, source, own)
    }

    /// Forgets a coder's events, so that the journals can be read anew.
    pub fn forget_layer(&mut self, coder: CoderKey) {
        for key in self.slots.remove(&coder).unwrap_or_default().keys() {
            self.replace(key, None);
        }
        self.memos.retain(|(of, _), _| *of != coder);
        self.statuses.retain(|(_, of), _| *of != coder);
        let revised: Vec<DocumentKey> =
            self.layers.insert(coder, Layer::default()).iter().flat_map(placing::revised).collect();
        self.revise(revised);
    }

    /// Brings codings, memos and statuses up to date with the events taken in, and says which codings changed.
    pub fn settle(&mut self) -> Vec<CodingKey> {
        let mut fresh: FxHashMap<DocumentKey, Vec<(Span, CodingKey)>> = FxHashMap::default();
        let mut touched: Vec<(CoderKey, Touched)> = Vec::new();
        for coder in self.coders() {
            touched.extend(self.layers.get_mut(&coder).map(|layer| (coder, layer.settle())));
        }
        // First of all: codings are put where revisions lead them.
        let mut changed =
            self.revise(touched.iter().flat_map(|(_, touched)| touched.revised.iter().copied()).collect());
        self.codings.reserve(touched.iter().map(|(_, touched)| touched.codings.len()).sum());
        for (coder, touched) in touched {
            for record in touched.codings {
                let state = Coding::fold(&self.layers[&coder], coder, record, &mut self.names);
                let mut state = state.map(|coding| self.resolved(coding));
                let moved = state.as_mut().map_or(Verdict::Exact, |coding| self.find_place(coding));
                match (self.slots.get(&coder).and_then(|slots| slots.get(record)), state) {
                    (Some(key), state) => {
                        let was = self.coding(key);
                        let same = |coding: &Coding| coding.stands_where(was);
                        // Where the passage is the same, so is what became of it.
                        let verdict =
                            if state.as_ref().is_some_and(same) { self.verdict(key) } else { moved };
                        self.replace(key, state);
                        self.keep_verdict(key, verdict);
                        changed.push(key);
                    }
                    (None, Some(coding)) => {
                        let key = CodingKey(self.codings.len() as u32);
                        self.slots.entry(coder).or_default().set(record, key);
                        fresh.entry(coding.document).or_default().push((coding.span, key));
                        self.by_code.entry(coding.code).or_default().push(key);
                        self.count(&coding, 1);
                        self.changes.note(coding.document);
                        self.codings.push(coding);
                        self.keep_verdict(key, moved);
                        changed.push(key);
                    }
                    (None, None) => {}
                }
            }
            for record in touched.memos {
                let id = self.layers[&coder].record(record).id;
                match Memo::fold(&self.layers[&coder], coder, record) {
                    Some(memo) => self.memos.insert((coder, id), memo),
                    None => self.memos.remove(&(coder, id)),
                };
            }
            for document in touched.statuses {
                self.settle_status(coder, document);
            }
        }
        for (document, spans) in fresh {
            self.place(document, spans);
        }
        changed
    }

    fn count(&mut self, coding: &Coding, more: isize) {
        let by_code = self.counts.entry((coding.code, coding.coder)).or_default();
        *by_code = by_code.saturating_add_signed(more);
        let in_document = self.counts_in.entry((coding.document, coding.coder)).or_default();
        *in_document = in_document.saturating_add_signed(more);
    }

    fn settle_status(&mut self, coder: CoderKey, document: DocumentKey) {
        let status = self.layers[&coder].status_of(document).map(|record| &record.act);
        match status {
            Some(crate::model::record::Act::Status { status, .. }) => {
                self.statuses.insert((document, coder), *status)
            }
            _ => self.statuses.remove(&(document, coder)),
        };
    }

    pub(super) fn replace(&mut self, key: CodingKey, state: Option<Coding>) {
        let old = self.codings[key.index()].clone();
        // What became of a passage stays as long as the passage is the same.
        if !state.as_ref().is_some_and(|coding| coding.stands_where(&old)) {
            self.verdicts.remove(&key);
        }
        self.changes.note(old.document);
        if old.alive {
            self.count(&old, -1);
            if let Some(index) = self.by_document.get_mut(&old.document) {
                index.remove(old.span, &key);
            }
            if let Some(list) = self.by_code.get_mut(&old.code)
                && let Some(place) = list.iter().position(|&other| other == key)
            {
                list.swap_remove(place);
            }
        }
        match state {
            None => self.codings[key.index()].alive = false,
            Some(coding) => {
                if coding.document != old.document {
                    self.changes.note(coding.document);
                }
                self.count(&coding, 1);
                self.place(coding.document, vec![(coding.span, key)]);
                self.by_code.entry(coding.code).or_default().push(key);
                self.codings[key.index()] = coding;
            }
        }
    }

    /// The number for the next event: one more than the highest. Where a damaged event took the last number there is,
    /// that number again; the ids then tell what came later.
    pub fn next_n(&self) -> u64 {
        (self.highest_n + 1).min(HIGHEST_N)
    }

    // Codings.

    /// A coding; look at `alive` when the key was kept from before a change.
    pub fn coding(&self, key: CodingKey) -> &Coding {
        &self.codings[key.index()]
    }

    /// The values of a coding's facets, sorted by facet id.
    pub fn facets(&self, coding: &Coding) -> &[(WordKey, Vec<WordKey>)] {
        self.names.facets.values(coding.facets)
    }

    /// The values of one facet of a coding; empty when it is open.
    pub fn facet(&self, coding: &Coding, facet: &str) -> &[WordKey] {
        let Some(facet) = self.names.words.get::<WordKey>(facet) else { return &[] };
        self.facets(coding).iter().find(|(key, _)| *key == facet).map_or(&[], |(_, values)| values)
    }

    /// A facet's id or the id or words of one of its values.
    pub fn word(&self, key: WordKey) -> &str {
        self.names.words.name(key.index())
    }

    /// The id of a coding.
    pub fn coding_id(&self, key: CodingKey) -> Uuid {
        let coding = self.coding(key);
        self.layers[&coding.coder].record(coding.record).id
    }

    /// When a coding was made; milliseconds since 1970, UTC.
    pub fn coding_at(&self, key: CodingKey) -> i64 {
        let coding = self.coding(key);
        self.layers[&coding.coder].record(coding.record).at
    }

    /// The transaction that made a coding.
    pub fn coding_tx(&self, key: CodingKey) -> Uuid {
        let coding = self.coding(key);
        self.layers[&coding.coder].transaction_of(coding.record)
    }

    /// The living coding with this id; of the first coder by name where a copied folder has it twice.
    pub fn find_coding(&self, id: Uuid) -> Option<CodingKey> {
        let of = |coder: CoderKey| self.slots.get(&coder)?.get(self.layers[&coder].find(id)?);
        self.coders().into_iter().filter_map(of).find(|&key| self.coding(key).alive)
    }

    /// All living codings and marks, in no order.
    pub fn codings(&self) -> impl Iterator<Item = (CodingKey, &Coding)> {
        let keyed = |(index, coding)| (CodingKey(index as u32), coding);
        self.codings.iter().enumerate().map(keyed).filter(|(_, coding)| coding.alive)
    }

    /// The codings of a document that share bytes with `window`, by start.
    ///
    /// Codings whose verdict is unsure or lost are among them: ask [`Study::verdict`].
    pub fn codings_in(&self, document: DocumentKey, window: Span) -> impl Iterator<Item = (Span, CodingKey)> {
        self.by_document.get(&document).into_iter().flat_map(move |index| index.overlapping(window).copied())
    }

    /// Documents that have codings, known or missing, with their number; in no order.
    pub fn coded_documents(&self) -> impl Iterator<Item = (DocumentKey, usize)> {
        self.by_document.iter().filter(|(_, index)| !index.is_empty()).map(|(key, index)| (*key, index.len()))
    }

    /// All codings of a document by place.
    pub fn document_codings(&self, document: DocumentKey) -> Option<&SpanIndex<CodingKey>> {
        self.by_document.get(&document)
    }

    #[cfg(test)]
    pub(in crate::model) fn by_document_len(&self) -> usize {
        self.by_document.values().map(SpanIndex::len).sum()
    }

    /// The codings with exactly this code (`None`: marks), in no order.
    pub fn codings_with(&self, code: Option<CodeKey>) -> &[CodingKey] {
        self.by_code.get(&code).map_or(&[], Vec::as_slice)
    }

    /// How many codings with exactly this code (`None`: marks) a coder has.
    pub fn count_with(&self, code: Option<CodeKey>, coder: CoderKey) -> usize {
        self.counts.get(&(code, coder)).copied().unwrap_or(0)
    }

    /// How many codings and marks a coder has in a document.
    pub fn count_in(&self, document: DocumentKey, coder: CoderKey) -> usize {
        self.counts_in.get(&(document, coder)).copied().unwrap_or(0)
    }

    /// Codes that codings use, in no order.
    pub fn used_codes(&self) -> impl Iterator<Item = CodeKey> {
        self.by_code.iter().filter(|(_, codings)| !codings.is_empty()).filter_map(|(code, _)| *code)
    }

    /// Sorts codings by document, place and code.
    pub fn sort_by_place(&self, codings: &mut [CodingKey]) {
        codings.sort_by_cached_key(|&key| {
            let coding = self.coding(key);
            let code = coding.code.map_or(usize::MAX, |code| self.codebook.rank(code));
            (
                self.document_rank(coding.document),
                coding.document,
                coding.span,
                code,
                coding.coder,
                self.coding_id(key),
            )
        });
    }

    /// How often the codings of a document, or what became of one, changed.
    pub fn codings_revision(&self) -> u64 {
        self.changes.count()
    }

    /// The documents whose codings changed since [`Study::codings_revision`] was `revision`, some of them several times;
    /// `None` where nobody knows any more, so that it may be any.
    pub fn changed_since(&self, revision: u64) -> Option<&[DocumentKey]> {
        self.changes.since(revision)
    }

    // Memos and statuses.

    /// All memos, in no order.
    pub fn memos(&self) -> impl Iterator<Item = &Memo> {
        self.memos.values()
    }

    /// A memo by its id.
    pub fn memo(&self, id: Uuid) -> Option<&Memo> {
        self.coders().into_iter().find_map(|coder| self.memos.get(&(coder, id)))
    }

    /// The memos on something, oldest first.
    pub fn memos_on(&self, target: &Target) -> Vec<&Memo> {
        let mut found: Vec<&Memo> = self.memos().filter(|memo| memo.on == *target).collect();
        found.sort_by_key(|memo| (memo.at, memo.id));
        found
    }

    /// How far a coder is with a document.
    pub fn status(&self, document: DocumentKey, coder: CoderKey) -> Status {
        self.statuses.get(&(document, coder)).copied().unwrap_or_default()
    }

    /// How far into a document a coder has coded: the furthest end of a coding, in bytes.
    pub fn coded_until(&self, document: DocumentKey, coder: CoderKey) -> u32 {
        let Some(index) = self.by_document.get(&document) else { return 0 };
        let own = index.iter().filter(|(_, key)| self.coding(*key).coder == coder);
        own.map(|(span, _)| span.end).max().unwrap_or(0)
    }
}
