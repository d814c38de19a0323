//! Taking words back: withdrawn consent, a name that was found too late.
//!
//! The one thing that rewrites journals. First the event is safe, then everything follows from it: the words go out of the
//! document, out of the quotes in all journals, out of backups, old texts and the index. Each step can be done again, so
//! what a crash interrupts, or a colleague's copy brings back, is finished by doing it all once more
//! ([`OpenStudy::finish_redacting`]).
//!
//! The text keeps its shape: each word becomes [`MARK`], whatever its length, and a revision says so; codings keep their places.

mod lines;
mod plan;
mod remains;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use crate::model::Body;
use crate::model::document::split;
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;
use crate::model::record::Act;

use super::backup;
use super::check::{About, Finding, Severity};
use super::error::StoreError;
use super::folder::files_below;
use super::lock::{Lock, Locked, lock};
use super::old_texts;
use super::open::OpenStudy;
use super::places::{private_folder, write_whole};

use lines::Redacted;
pub use plan::{MARK, PlannedRedaction, Redact};
pub use remains::Remain;

/// What was rewritten or taken away.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RedactionReport {
    /// Journals of the study, with the number of lines that lost words.
    pub journals: BTreeMap<String, usize>,
    /// Lines in backups that lost words.
    pub in_backups: usize,
    /// Old texts that were taken away.
    pub old_texts: usize,
    /// Lines that cannot be read, so that nobody knows what they hold: file and number.
    pub unreadable: Vec<(String, usize)>,
}

impl OpenStudy {
    /// Takes the words out, everywhere that we reach. The study is closed for writing by it: open it anew.
    ///
    /// # Errors
    /// When another window writes a layer here, or something cannot be written. What was begun is finished by
    /// [`OpenStudy::finish_redacting`].
    pub fn redact(
        &mut self,
        plans: &[PlannedRedaction],
        why: Option<&str>,
    ) -> Result<RedactionReport, StoreError> {
        self.writable()?;
        let locks = self.lock_others()?;
        let marker = self.marker();
        if let Some(folder) = marker.parent() {
            private_folder(folder)?;
        }
        write_whole(&marker, b"", true)?;
        let mut bodies = Vec::new();
        for plan in plans {
            let document = self.study.document_id(plan.document).to_owned();
            let (from, to) = (plan.from, plan.to);
            let hunks = plan.hunks.clone();
            bodies.push(Body::Revise { document: document.clone(), from, to, into: None, hunks });
            bodies.push(Body::Redact { document, from, to, spans: plan.spans.clone() });
        }
        self.commit_because(bodies, why)?;
        self.wait()?;
        let report = self.carry_out_redactions(plans);
        drop(locks);
        report
    }

    /// Does everything that the redactions of this study ask for once more: after a crash, or where other programs brought
    /// old lines back. The study is closed for writing by it.
    ///
    /// # Errors
    /// As [`OpenStudy::redact`].
    pub fn finish_redacting(&mut self) -> Result<RedactionReport, StoreError> {
        self.writable()?;
        let locks = self.lock_others()?;
        let plans = self.redactions_again();
        let report = self.carry_out_redactions(&plans);
        drop(locks);
        report
    }

    /// True when a redaction was begun here and not finished.
    pub fn is_redacting(&self) -> bool {
        self.marker().exists()
    }

    fn marker(&self) -> PathBuf {
        self.places.of_study(&self.root).join("redacting")
    }

    /// Other windows on this machine would write their lines of this session again where a journal is replaced.
    fn lock_others(&self) -> Result<Vec<Lock>, StoreError> {
        let mut locks = Vec::new();
        let others = self.study.coders().into_iter().filter(|coder| Some(*coder) != self.coder);
        for coder in others {
            let name = self.study.coder_name(coder);
            let [usual, other] = self.places.locks(&self.root, name);
            match lock(&usual).or_else(|_| lock(&other))? {
                Locked::Ours(lock) => locks.push(lock),
                Locked::Taken(who) => {
                    let why = super::error::ReadOnly::OtherWindow { coder: name.to_owned(), who };
                    return Err(StoreError::ReadOnly(why));
                }
            }
        }
        Ok(locks)
    }

    /// The redactions that count in any layer, as plans without their texts.
    fn redactions_again(&self) -> Vec<PlannedRedaction> {
        let mut reader = self.event_reader();
        let mut plans = Vec::new();
        for layer in self.study.coders().into_iter().filter_map(|coder| self.study.layer(coder)) {
            for (index, record) in (0..).zip(layer.records()) {
                if !matches!(record.act, Act::Redact(_)) || !layer.counts(index) {
                    continue;
                }
                let Some(Body::Redact { document, from, to, spans }) =
                    reader.read(record.source).map(|read| read.event.body)
                else {
                    continue;
                };
                let Some(key) = self.study.names.documents.get::<DocumentKey>(&document) else { continue };
                plans.push(PlannedRedaction::again(key, from, to, spans));
            }
        }
        plans
    }

    /// Everything behind the event. First the texts: as long as the words stand there, nothing else matters.
    fn carry_out_redactions(&mut self, plans: &[PlannedRedaction]) -> Result<RedactionReport, StoreError> {
        for plan in plans {
            self.redact_text(plan)?;
        }
        // The writer would put back what it wrote; texts that it keeps are kept before they are taken away.
        let own = self.own.take();
        let lock = own.map(super::open::OwnJournal::into_lock);
        self.let_go_of_texts();
        let redacted = Redacted::new(&self.study, plans);
        let mut report = RedactionReport::default();
        for path in files_below(&self.root, "codings", &[".jsonl"]) {
            let full = self.root.join(&path);
            let changed = redacted.rewrite(&full)?;
            report.unreadable.extend(changed.unreadable.into_iter().map(|line| (path.clone(), line)));
            if changed.lines > 0 {
                report.journals.insert(path, changed.lines);
            }
        }
        for copy in backup::list(&self.places, &self.root) {
            for path in files_below(&copy.folder, "codings", &[".jsonl"]) {
                report.in_backups += redacted.rewrite(&copy.folder.join(path))?.lines;
            }
        }
        for hash in redacted.texts() {
            report.old_texts += usize::from(old_texts::forget(&self.places, hash)?);
        }
        let kept = self.places.of_study(&self.root);
        for folder in [kept.join("torn"), kept.join("left-behind"), self.places.index_of(&self.root)] {
            take_away(&folder)?;
        }
        take_away(&self.marker())?;
        drop(lock);
        Ok(report)
    }

    /// Replaces the words in the document's file, where they still stand there.
    fn redact_text(&self, plan: &PlannedRedaction) -> Result<(), StoreError> {
        let Some(known) = self.study.document(plan.document) else { return Ok(()) };
        let path = self.root.join(&known.path);
        let file = fs::read_to_string(&path).map_err(|error| StoreError::io(&path, "read it", error))?;
        let start = split(&file).text_start;
        let now = TextHash::of(&file[start..]);
        if now != plan.from {
            if self.is_redacting() && !lines::texts_after(&self.study, plan).contains(&now) {
                let why = "it was changed while words were being taken out of it; redact it again";
                return Err(StoreError::TextMoved { path: known.path.clone(), why });
            }
            return Ok(());
        }
        let (text, _) = plan::without(&file[start..], &plan.spans);
        write_whole(&path, format!("{}{text}", &file[..start]).as_bytes(), false)
    }
}

/// Lines of journals that hold words which were redacted, and redactions that were not finished.
pub(super) fn findings(open: &OpenStudy) -> Vec<Finding> {
    let plans = open.redactions_again();
    let mut found = Vec::new();
    if open.is_redacting() {
        let what =
            "words were being taken back when the program was stopped; `kantlijn redact --finish` goes on"
                .to_owned();
        found.push(Finding::of_file(Severity::Error, About::Journal, "codings", what));
    }
    if plans.is_empty() {
        return found;
    }
    let redacted = Redacted::new(&open.study, &plans);
    for path in files_below(&open.root, "codings", &[".jsonl"]) {
        let lines = redacted.count(&open.root.join(&path));
        if lines > 0 {
            let what = format!(
                "{lines} lines hold words that were redacted: another program brought them back; `kantlijn redact --finish` takes \
                 them out"
            );
            found.push(Finding::of_file(Severity::Error, About::Journal, &path, what));
        }
    }
    found
}

fn take_away(path: &Path) -> Result<(), StoreError> {
    let gone = if path.is_dir() { fs::remove_dir_all(path) } else { fs::remove_file(path) };
    match gone {
        Err(error) if error.kind() != std::io::ErrorKind::NotFound => {
            Err(StoreError::io(path, "take it away", error))
        }
        _ => Ok(()),
    }
}
