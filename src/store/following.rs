//! Following a text that was changed, by us or behind our back: its codings get the places that they have now, and the way
//! there is written down as a revision, so that everybody gets the same ones.
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
    /// For each old text, the lines of the codings on it.
    old: BTreeMap<TextHash, Vec<(String, Source)>>,
}

/// How an old text became the one that stands there now.
#[derive(Clone, Debug, PartialEq)]
pub struct Followed {
    /// The old text.
    pub from: TextHash,
    /// What was kept.
    pub hunks: Hunks,
    /// True when the old text was at hand, and not just what codings remember of it.
    pub with_text: bool,
}

impl ChangedText {
    /// The document.
    pub fn document(&self) -> DocumentKey {
        self.document
    }

    /// Looks for the old texts, in the data folder and in git, and compares; where there is none, looks for the words that
    /// codings remember.
    pub fn look(&self) -> Vec<Followed> {
        let mut missing = Vec::new();
        let mut found = Vec::new();
        for &from in self.old.keys() {
            match old_texts::kept(&self.places, from) {
                Some(old) => found.push((from, old)),
                None => missing.push(from),
            }
        }
        if !missing.is_empty() {
            found.extend(git::versions(&self.root, &self.path, &missing));
        }
        let mut followed = Vec::new();
        for (&from, lines) in &self.old {
            let text = found.iter().find(|(hash, _)| *hash == from);
            let hunks = match text {
                Some((_, old)) => compare(old, &self.text.text),
                None => recognise(&self.anchors(lines), &self.text.text),
            };
            followed.push(Followed { from, hunks, with_text: text.is_some() });
        }
        followed
    }

    fn anchors(&self, lines: &[(String, Source)]) -> Vec<Anchor> {
        let read = |(path, source): &(String, Source)| journal::read_event(&self.root, path, *source);
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
        let index = self.study.document_codings(document)?;
        let mut old: BTreeMap<TextHash, Vec<(String, Source)>> = BTreeMap::new();
        let mut open: Vec<TextHash> = Vec::new();
        for (_, key) in index.iter() {
            let coding = self.study.coding(*key);
            if coding.text == text.hash {
                continue;
            }
            if self.study.revised_place(*key, text.hash).is_none() && !open.contains(&coding.text) {
                open.push(coding.text);
            }
            let line = (self.journal_path(coding.source).to_owned(), coding.source);
            old.entry(coding.text).or_default().push(line);
        }
        old.retain(|from, _| open.contains(from) && !self.was_taken_back(document, *from, text.hash));
        let path = self.study.document(document)?.path.clone();
        let (root, places) = (self.root.clone(), self.places.clone());
        (!old.is_empty()).then_some(ChangedText { document, path, root, places, text, old })
    }

    /// True when somebody undid such a revision: it is not made again behind their back.
    fn was_taken_back(&self, document: DocumentKey, from: TextHash, to: TextHash) -> bool {
        let layers = || self.study.coders().into_iter().filter_map(|coder| self.study.layer(coder));
        let counts = |revised: &crate::model::revisions::Revised| (revised.from, revised.to) == (from, to);
        layers().any(|layer| layer.knows_revision(document, from, to))
            && !self.study.revisions().of(document).any(counts)
    }

    /// Writes down what [`ChangedText::look`] found, as far as it gives codings a place that have none, and says how
    /// many it gave one. What was only recognised by the words that codings remember is for a person to place, and never
    /// written down: such words can stand elsewhere by chance. Nothing is done where nothing can be written, or the text is another one again.
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
        let mut bodies = Vec::new();
        let mut placed = 0;
        for Followed { from, hunks, .. } in found.into_iter().filter(|followed| followed.with_text) {
            let open = self.study.document_codings(document).into_iter().flat_map(SpanIndex::iter);
            let helped = open
                .filter(|(_, key)| {
                    let coding = self.study.coding(*key);
                    coding.text == from
                        && self.study.revised_place(*key, text.hash).is_none()
                        && hunks.map(coding.made).is_some()
                })
                .count();
            if helped > 0 {
                placed += helped;
                let id = self.study.document_id(document).to_owned();
                bodies.push(Body::Revise { document: id, from, to: text.hash, hunks });
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
