//! Following a text that was changed, by us or behind our back: its codings get the places that they have now, and the way
//! there is written down as a revision, so that everybody gets the same ones.
//!
//! Codings follow their words into another document, too, where somebody says so: a document was renamed, or its text cut
//! in parts or put together with another ([`OpenStudy::follow_into`]).
//!
//! Looking for the old text and comparing can take a while: [`OpenStudy::changed_text`] gathers what is needed, which
//! costs nothing where no text changed; [`ChangedText::look`] does the work and may run on any thread;
//! [`OpenStudy::follow`] writes down what it found.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

use uuid::Uuid;

use crate::model::Body;
use crate::model::anchoring::{Candidate, Hunks, candidates, compare, recognise};
use crate::model::document::split;
use crate::model::hash::TextHash;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::quote::{Anchor, Verdict};
use crate::model::record::Source;
use crate::model::revisions::Revised;

use crate::text::SpanIndex;

use super::error::StoreError;
use super::events::EventReader;
use super::open::OpenStudy;
use super::places::{Places, write_whole};
use super::text::LoadedText;
use super::{git, journal, old_texts};

/// A document whose text is not the one that codings stand on.
#[derive(Debug)]
pub struct ChangedText {
    document: DocumentKey,
    path: String,
    root: PathBuf,
    places: Places,
    text: Arc<LoadedText>,
    /// For each old text, with the document that had it, the codings on it.
    old: BTreeMap<(DocumentKey, TextHash), Vec<Line>>,
}

/// A coding and the line that holds its quote.
#[derive(Clone, Debug)]
struct Line {
    key: CodingKey,
    journal: String,
    source: Source,
}

/// How an old text became the one that stands there now.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// The old text, and the document that had it.
    pub from: (DocumentKey, TextHash),
    /// What was kept.
    pub hunks: Hunks,
}

impl ChangedText {
    /// The document.
    pub fn document(&self) -> DocumentKey {
        self.document
    }

    /// Looks for the old texts, in the data folder and in git, and compares; where there is none, looks for the words that
    /// codings remember.
    pub fn look(&self) -> Vec<Followed> {
        let texts = self.old_texts();
        let now = &self.text;
        let follow = |(&from, lines): (&(DocumentKey, TextHash), &Vec<Line>)| {
            let hunks = match texts.iter().find(|(hash, _)| *hash == from.1) {
                _ if from.1 == now.hash => compare(&now.text, &now.text),
                Some((_, old)) => compare(old, &now.text),
                None => recognise(&self.anchors(lines), &now.text),
            };
            Followed { from, hunks }
        };
        self.old.iter().map(follow).collect()
    }

    /// The old texts that can be found.
    fn old_texts(&self) -> Vec<(TextHash, String)> {
        let mut missing: Vec<TextHash> = self.old.keys().map(|(_, hash)| *hash).collect();
        missing.sort_unstable();
        missing.dedup();
        let mut found = Vec::new();
        missing.retain(|hash| match old_texts::kept(&self.places, *hash) {
            Some(old) => {
                found.push((*hash, old));
                false
            }
            None => *hash != self.text.hash,
        });
        // First in the history of this file, then of all: the text may have been another file's.
        for path in [&*self.path, "corpus"] {
            if !missing.is_empty() {
                found.extend(git::versions(&self.root, path, &missing));
                missing.retain(|hash| found.iter().all(|(known, _)| known != hash));
            }
        }
        found
    }

    fn anchors(&self, lines: &[Line]) -> Vec<Anchor> {
        let read = |line: &Line| journal::read_event(&self.root, &line.journal, line.source);
        lines.iter().filter_map(read).filter_map(|event| event.body.into_anchor()).collect()
    }
}

/// Codings of a document that have no place in its text, with what is needed to look for one on any thread.
#[derive(Debug)]
pub struct Unplacing {
    text: Arc<LoadedText>,
    reader: EventReader,
    codings: Vec<(CodingKey, Uuid, Source)>,
}

impl Unplacing {
    /// Reads what the codings remember, and looks where they may stand.
    pub fn look(mut self) -> Vec<Unplaced> {
        let mut found = Vec::with_capacity(self.codings.len());
        for (key, id, source) in self.codings {
            let anchor = self.reader.read(source).and_then(|written| written.event.body.into_anchor());
            let candidates = anchor.as_ref().map_or(Vec::new(), |anchor| candidates(anchor, &self.text.text));
            let verdict = if candidates.is_empty() { Verdict::Lost } else { Verdict::Unsure };
            found.push(Unplaced { key, id, verdict, anchor, candidates });
        }
        found
    }
}

/// A coding that has no place, and where it may stand.
#[derive(Clone, Debug)]
pub struct Unplaced {
    /// The coding.
    pub key: CodingKey,
    /// Its id.
    pub id: Uuid,
    /// Unsure where there is a place to choose, lost where there is none.
    pub verdict: Verdict,
    /// What it remembers; `None` where its line can no longer be read.
    pub anchor: Option<Anchor>,
    /// Places to choose from, the likeliest first.
    pub candidates: Vec<Candidate>,
}

impl OpenStudy {
    /// What is needed to follow the text of a document, which must be at hand; `None` where all codings have a place.
    pub fn changed_text(&mut self, document: DocumentKey) -> Option<ChangedText> {
        let text = self.text_at_hand(document)?;
        let now = (document, text.hash);
        let keys: Vec<CodingKey> =
            self.study.document_codings(document)?.iter().map(|(_, key)| *key).collect();
        let mut old = self.on_other_texts(&keys, now);
        let is_open = |line: &Line| self.study.revised_place(line.key, text.hash).is_none();
        old.retain(|from, lines| lines.iter().any(is_open) && !self.was_taken_back(*from, now));
        self.changed(text, old)
    }

    /// Lets codings that have no place in `from`, or all where it is missing, follow their words into the document `into`, and
    /// says how many went there.
    ///
    /// # Errors
    /// When nothing can be written, or the text cannot be read.
    pub fn follow_into(&mut self, from: DocumentKey, into: DocumentKey) -> Result<usize, StoreError> {
        match self.changed_into(from, into)? {
            Some(changed) => {
                let found = changed.look();
                self.follow(&changed, found)
            }
            None => Ok(0),
        }
    }

    /// What is needed to do that on any thread, and to [`OpenStudy::follow`] afterwards; `None` where no coding could go there.
    ///
    /// # Errors
    /// As [`OpenStudy::follow_into`].
    pub fn changed_into(
        &mut self,
        from: DocumentKey,
        into: DocumentKey,
    ) -> Result<Option<ChangedText>, StoreError> {
        self.writable()?;
        if self.study.document(from).is_some() {
            self.text(from)?;
        }
        let text = self.text(into)?;
        let keys = self.without_place(from);
        let old = self.on_other_texts(&keys, (into, text.hash));
        Ok(self.changed(text, old))
    }

    /// The codings of a document that have no place in it: all of them where it is missing.
    pub fn without_place(&self, document: DocumentKey) -> Vec<CodingKey> {
        let missing = self.study.document(document).is_none();
        let index = self.study.document_codings(document).into_iter().flat_map(SpanIndex::iter);
        index.map(|(_, key)| *key).filter(|key| missing || !self.study.verdict(*key).has_position()).collect()
    }

    /// These codings by the text that they were made on, but for those made on `now`.
    fn on_other_texts(
        &self,
        keys: &[CodingKey],
        now: (DocumentKey, TextHash),
    ) -> BTreeMap<(DocumentKey, TextHash), Vec<Line>> {
        let mut old: BTreeMap<_, Vec<Line>> = BTreeMap::new();
        for &key in keys {
            let coding = self.study.coding(key);
            let from = (coding.made_in, coding.text);
            if from != now {
                let journal = self.journal_path(coding.source).to_owned();
                old.entry(from).or_default().push(Line { key, journal, source: coding.source });
            }
        }
        old
    }

    fn changed(
        &self,
        text: Arc<LoadedText>,
        old: BTreeMap<(DocumentKey, TextHash), Vec<Line>>,
    ) -> Option<ChangedText> {
        let document = text.document;
        let path = self.study.document(document)?.path.clone();
        let (root, places) = (self.root.clone(), self.places.clone());
        (!old.is_empty()).then_some(ChangedText { document, path, root, places, text, old })
    }

    /// True when somebody undid such a revision: it is not made again behind their back.
    fn was_taken_back(&self, from: (DocumentKey, TextHash), to: (DocumentKey, TextHash)) -> bool {
        let layers = || self.study.coders().into_iter().filter_map(|coder| self.study.layer(coder));
        let counts = |revised: &Revised| (revised.from, (revised.reaches(), revised.to)) == (from.1, to);
        layers().any(|layer| layer.knows_revision(from, to)) && !self.study.revisions().of(from.0).any(counts)
    }

    /// Writes down what [`ChangedText::look`] found, as far as it gives codings a place that have none, and says how
    /// many it gave one. Nothing is done where nothing can be written, or the text is another one again.
    ///
    /// # Errors
    /// When it cannot be written.
    pub fn follow(&mut self, changed: &ChangedText, found: Vec<Followed>) -> Result<usize, StoreError> {
        let document = changed.document;
        let Some(text) = self.text_at_hand(document).filter(|text| text.hash == changed.text.hash) else {
            return Ok(0);
        };
        if self.writable().is_err() {
            return Ok(0);
        }
        let now = (document, text.hash);
        let mut bodies = Vec::new();
        let mut placed = 0;
        for Followed { from, hunks } in found {
            let is_helped = |line: &&Line| {
                let coding = self.study.coding(line.key);
                let known = || self.study.revisions().place(from, coding.made, now);
                let still = coding.alive && (coding.made_in, coding.text) == from;
                still && hunks.map(coding.made).is_some() && known().is_none()
            };
            let helped = changed.old.get(&from).into_iter().flatten().filter(is_helped).count();
            if helped > 0 {
                placed += helped;
                let id = |document| self.study.document_id(document).to_owned();
                let into = (from.0 != document).then(|| id(document));
                bodies.push(Body::Revise { document: id(from.0), from: from.1, to: text.hash, into, hunks });
            }
        }
        if !bodies.is_empty() {
            self.commit(bodies)?;
            self.judge(&text);
        }
        Ok(placed)
    }

    /// Gives a document another text, and its codings the places that they have in it. The old text is kept first, so that
    /// whatever happens in between, the next who opens the document can compare.
    ///
    /// # Errors
    /// When nothing can be written, or the file was changed since it was read; then nothing was done.
    pub fn set_text(&mut self, document: DocumentKey, new: &str) -> Result<usize, StoreError> {
        self.writable()?;
        let old = self.text(document)?;
        let known = self.known(document)?;
        let path = self.root.join(&known.path);
        super::folder::must_be_inside(&self.root, &path)?;
        let file = std::fs::read_to_string(&path).map_err(|error| StoreError::io(&path, "read it", error))?;
        let start = split(&file).text_start;
        if file[start..] != old.text {
            return Err(StoreError::TextMoved {
                path: known.path.clone(),
                why: "it was changed meanwhile; edit it again",
            });
        }
        let whole = format!("{}{new}", &file[..start]);
        if split(&whole).text_start != start {
            let why =
                "its text would begin with the mark of a front matter, `---`; begin it with something else";
            return Err(StoreError::TextMoved { path: known.path.clone(), why });
        }
        old_texts::keep_now(&self.places, &old)?;
        write_whole(&path, whole.as_bytes(), false)?;
        self.forget_texts(|text| text.document == document);
        let text = LoadedText::read(&self.root, self.known(document)?)?;
        self.keep_text(Arc::new(text));
        self.follow_now(document)
    }

    /// Gathers, looks and writes down at once.
    ///
    /// # Errors
    /// When the text cannot be read, or what was found cannot be written.
    pub fn follow_now(&mut self, document: DocumentKey) -> Result<usize, StoreError> {
        match self.changed_text(document) {
            Some(changed) => {
                let found = changed.look();
                self.follow(&changed, found)
            }
            None => Ok(0),
        }
    }

    /// The codings of a document that have no place in its text, with the places where they may stand.
    ///
    /// # Errors
    /// When the text cannot be read.
    pub fn unplaced(&mut self, document: DocumentKey) -> Result<Vec<Unplaced>, StoreError> {
        self.text(document)?;
        Ok(self.unplacing(document).map(Unplacing::look).unwrap_or_default())
    }

    /// The same, to be looked for on any thread; `None` where the text is not at hand or every coding has a place.
    pub fn unplacing(&mut self, document: DocumentKey) -> Option<Unplacing> {
        let text = self.text_at_hand(document)?;
        let index = self.study.document_codings(document).into_iter().flat_map(SpanIndex::iter);
        let mut keys: Vec<CodingKey> = index.map(|(_, key)| *key).collect();
        keys.retain(|key| !self.study.verdict(*key).has_position());
        self.study.sort_by_place(&mut keys);
        let described = |key| (key, self.study.coding_id(key), self.study.coding(key).source);
        let codings: Vec<_> = keys.into_iter().map(described).collect();
        (!codings.is_empty()).then(|| Unplacing { text, reader: self.event_reader(), codings })
    }
}
