//! What the runner does for the Journal and for walks: words of events read on a thread, steps taken back, the trail written
//! to a file, what codes said once.

use std::thread;

use super::app::{Effect, Tone};
use super::events::Event;
use super::panel::{Written, fits};
use super::runner::{Report, Runner};
use super::seeking::named;
use super::troubles;
use super::words::Say;
use crate::export::trail::{Markdown, Told, Tongue};
use crate::model::Uuid;
use crate::model::event::Body;
use crate::model::hash::Revision;
use crate::model::record::{Act, Source};
use crate::model::trail::{Entry, Filter, Newest};
use crate::store::folder::is_part_of_study;
use crate::store::places::write_whole;
use crate::store::{OpenStudy, StoreError, WrittenEvent};

/// More lines are not written while somebody waits.
const LINES: usize = 20_000;

impl Runner {
    /// Effects of the Journal and of walks that change nothing in the study; the others are given back.
    pub(super) fn recount(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::GoOn => {
                let _ = self.sender.send(Event::Report(Report::GoOn));
            }
            Effect::Unplaced(documents) => self.compare_all(&documents),
            Effect::Whereabouts => self.look_where_words_went(),
            Effect::FollowInto { from, into } => self.follow_into(from, into),
            Effect::Trail(entries) => self.read_trail(&entries),
            Effect::Past { code, revision } => self.look_back(code, revision),
            Effect::ExportJournal { file, filter, typed } => self.write_trail(&file, &filter, &typed),
            other => return Some(other),
        }
        None
    }

    /// Reads the words of events on a thread.
    fn read_trail(&self, entries: &[Entry]) {
        let study = &self.app.study;
        let source = |entry: &Entry| Some((*entry, entry.record(study)?.source));
        let sources: Vec<(Entry, Source)> = entries.iter().filter_map(source).collect();
        let (mut reader, sender) = (self.open.event_reader(), self.sender.clone());
        thread::spawn(move || {
            let read = |(entry, source)| (entry, reader.read(source).map_or_else(Written::default, words_of));
            let written = sources.into_iter().map(read).collect();
            let _ = sender.send(Event::Report(Report::Trail(written)));
        });
    }

    /// Looks in git for what a code said once.
    fn look_back(&self, id: String, revision: Revision) {
        let (root, sender) = (self.open.root().to_owned(), self.sender.clone());
        thread::spawn(move || {
            let code = crate::store::code_in_git(&root, &id, revision).map(Box::new);
            let _ = sender.send(Event::Report(Report::Past(id, revision, code)));
        });
    }

    /// Takes the last step back.
    pub(super) fn undo(&mut self) -> Result<(), StoreError> {
        match self.lend(OpenStudy::undo) {
            Ok(tx) => {
                let what = self.app.describe_transaction(tx);
                self.app.say(&Say::Undone(&what));
            }
            Err(StoreError::NothingTo(..)) => self.app.warn(&Say::NothingToUndo),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Does the last step again that was taken back.
    pub(super) fn redo(&mut self) -> Result<(), StoreError> {
        match self.lend(OpenStudy::redo) {
            Ok(tx) => {
                let what = self.app.describe_transaction(tx);
                self.app.say(&Say::Redone(&what));
            }
            Err(StoreError::NothingTo(..)) => self.app.warn(&Say::NothingToRedo),
            Err(error) => return Err(error),
        }
        Ok(())
    }

    /// Takes a step back, or does it again, and says so.
    pub(super) fn take_back(&mut self, tx: Uuid) -> Result<(), StoreError> {
        let coder = self.app.coder;
        let layer = self.app.study.layer(coder);
        let first = layer.and_then(|layer| layer.events_of(tx).first().map(|record| record.act.clone()));
        let tx = self.lend(|open| open.undo_step(tx))?;
        let what = self.app.describe_transaction(tx);
        self.app.say(&if matches!(first, Some(Act::Undo(_))) {
            Say::Redone(&what)
        } else {
            Say::Undone(&what)
        });
        Ok(())
    }

    /// Writes the trail to a file that is not there yet.
    fn write_trail(&mut self, file: &str, filter: &Filter, typed: &str) {
        let path = named(file);
        if path.exists() || is_part_of_study(self.open.root(), &path) {
            return self.app.warn(&Say::FileIsThere(file));
        }
        let all = self.entries(filter, typed);
        if all.len() > LINES {
            return self.app.warn(&Say::TooManyLines(all.len()));
        }
        let page = self.page(&all);
        match write_whole(&path, page.as_bytes(), true) {
            Ok(()) => self.app.say(&Say::Exported(all.len(), file)),
            Err(error) => self.app.tell(Tone::Error, troubles::of_store(&error, self.app.language)),
        }
    }

    /// What is told, in order.
    fn entries(&self, filter: &Filter, typed: &str) -> Vec<Entry> {
        let study = &self.app.study;
        let typed: Vec<String> = typed.to_lowercase().split_whitespace().map(str::to_owned).collect();
        let tongue = Tongue::of(study, self.app.language.tag());
        let mut newest = Newest::new(study, &filter.coders);
        let mut all: Vec<Entry> = std::iter::from_fn(|| newest.next(study))
            .filter(|entry| filter.holds(study, *entry))
            .filter(|entry| typed.is_empty() || fits(&self.app, tongue, *entry, &typed))
            .collect();
        all.reverse();
        all
    }

    fn page(&self, all: &[Entry]) -> String {
        let study = &self.app.study;
        let mut reader = OpenStudy::event_reader(&self.open);
        let mut markdown = Markdown::new(Tongue::of(study, self.app.language.tag()));
        let mut page = Markdown::title(&study.config.title);
        for &entry in all {
            let Some(record) = entry.record(study) else { continue };
            let reasoned = entry.reasoned(study).record(study).map_or(record.source, |record| record.source);
            let why = reader.read(reasoned).and_then(|written| written.why);
            let subject = entry.subject(study).0;
            let written = subject.record(study).and_then(|record| reader.read(record.source));
            let told = Told::of(study, subject);
            let told = written.map_or(told.clone(), |written| told.quoting(&written.event));
            let head = (record.at, study.coder_name(entry.coder), why.as_deref());
            page.push_str(&markdown.line(entry, &told, head, entry.counts(study)));
        }
        page
    }
}

fn words_of(written: WrittenEvent) -> Written {
    let quote = match &written.event.body {
        Body::Code { anchor, .. } | Body::Mark { anchor, .. } | Body::Reshape { anchor, .. } => {
            Some(anchor.quote.display())
        }
        _ => None,
    };
    Written { quote, why: written.why }
}
