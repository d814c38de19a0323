//! Counting how codes are used, away from the keys: it costs as much as there are codings.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::thread;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::app::{App, Effect};
use super::events::Event;
use super::runner::{Report, Runner};
use crate::analysis::usage::{Usage, overlapping};
use crate::index::codings::CodingTable;
use crate::model::codebook::Place;
use crate::model::edit::Plan;
use crate::model::hash::Revision;
use crate::model::{CodeKey, CoderKey, Document, DocumentKey};
use crate::store::{LoadedText, StoreError};

/// What is to be counted, with all that is needed for it.
#[derive(Clone, Debug)]
pub struct CountCodes {
    /// Rises with every question; answers to lower ones come too late.
    pub number: u64,
    codings: CodingTable,
    coders: BTreeSet<CoderKey>,
    revisions: FxHashMap<CodeKey, Revision>,
    /// Two sets of codes of which the passages that have both are wanted.
    both: Option<(Vec<CodeKey>, Vec<CodeKey>)>,
}

impl PartialEq for CountCodes {
    fn eq(&self, other: &Self) -> bool {
        self.number == other.number
    }
}

/// How codes are used.
#[derive(Clone, Debug)]
pub struct CountedCodes {
    /// The number of the question.
    pub number: u64,
    /// The codings of the coders who are shown, by code.
    pub usage: Arc<Usage>,
    /// The rows of the codings of the first set that overlap one of the second.
    pub both: RoaringBitmap,
}

impl CountCodes {
    /// Asks for the codings of the coders who are shown, as they are now.
    pub fn new(app: &mut App, both: Option<(Vec<CodeKey>, Vec<CodeKey>)>) -> Self {
        app.finding.codings.refresh(&app.study);
        app.counted += 1;
        Self {
            number: app.counted,
            codings: app.finding.codings.clone(),
            coders: app.shown.coders.clone(),
            revisions: app.study.codebook.codes().iter().map(|code| (code.key, code.revision)).collect(),
            both,
        }
    }

    /// Counts.
    pub fn answer(&self) -> CountedCodes {
        let usage = Arc::new(Usage::new(&self.codings, &self.coders, &self.revisions));
        let both = self.both.as_ref().map_or_else(RoaringBitmap::new, |(these, those)| {
            usage.rows_of(&overlapping(&self.codings, &self.coders, these, those))
        });
        CountedCodes { number: self.number, usage, both }
    }
}

impl Runner {
    /// Effects of the codebook screen that take a thread; the others are given back.
    pub(super) fn count(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::CountCodes(question) => self.report_from(move || Report::Counted(question.answer())),
            Effect::JoinTexts { code, documents } => {
                let root = self.open.root().to_owned();
                let known = |document: &DocumentKey| self.app.study.document(*document).cloned();
                let documents: Vec<Document> = documents.iter().filter_map(known).collect();
                self.report_from(move || {
                    let read = documents.iter().filter_map(|document| LoadedText::read(&root, document).ok());
                    Report::Joining(code, read.map(Arc::new).collect())
                });
            }
            other => return Some(other),
        }
        None
    }

    fn report_from(&self, work: impl FnOnce() -> Report + Send + 'static) {
        let sender = self.sender.clone();
        thread::spawn(move || {
            let _ = sender.send(Event::Report(work()));
        });
    }

    /// Chooses between the versions that git left in a file.
    pub(super) fn resolve(&mut self, path: &str, theirs: &[Place]) -> Result<(), StoreError> {
        let result = self.lend(|open| open.resolve_conflict(path, theirs, None));
        self.app.problems = self.open.problems.iter().map(ToString::to_string).collect();
        self.app.conflicts = self.open.conflicts();
        result.map(drop)
    }

    /// Changes the codebook and codings; the app is told before anything else happens.
    pub(super) fn carry_out(&mut self, plan: Plan, why: Option<&str>) -> Result<(), StoreError> {
        let result = self.lend(|open| open.carry_out(plan, why));
        self.app.changed();
        self.app.carried_out(result.is_ok());
        result.map(drop)
    }
}
