//! What the runner does for finding: the thread that answers, words of passages for what is done to much, files.

use std::path::{Path, PathBuf};
use std::sync::mpsc::Sender;
use std::thread;

use super::app::{Anchored, Bulk, Chosen, Effect, Passage, Tone};
use super::events::Event;
use super::finding::{self, Worker};
use super::panel::sentences_with;
use super::runner::{Report, Runner};
use super::troubles;
use super::words::Say;
use crate::export::found::{self, Format, Found};
use crate::model::{Anchor, Document};
use crate::store::folder::is_part_of_study;
use crate::store::places::write_whole;
use crate::store::{LoadedText, OpenStudy, StoreError};

/// What was read for something that is done to much.
#[derive(Debug)]
pub struct Read {
    pub(super) bulk: Box<Bulk>,
    pub(super) anchored: Vec<Anchored>,
}

/// Starts the thread that answers questions about the texts of this study.
pub(super) fn worker(
    open: &OpenStudy,
    documents: &[Document],
    languages: &[String],
    sender: &Sender<Event<Report>>,
) -> Worker {
    let sender = sender.clone();
    let study = finding::Study {
        root: open.root().to_owned(),
        places: open.places().clone(),
        languages: languages.to_vec(),
    };
    Worker::start(study, documents.to_vec(), move |report| {
        let _ = sender.send(Event::Report(Report::Found(report)));
    })
}

impl Runner {
    /// Effects of finding; the others are given back.
    pub(super) fn seek(&mut self, effect: Effect) -> Option<Effect> {
        match effect {
            Effect::Ask(ask) => self.worker.ask(ask),
            Effect::AskWider { number, question } => self.worker.wider(number, Box::new(question.0)),
            Effect::Rows { number, rows } => self.worker.rows(number, rows),
            Effect::Forms(words) => self.worker.forms(words),
            Effect::Words(start) => self.worker.words(start),
            Effect::Anchors { passages, then } => self.read_passages(passages, then),
            other => return Some(other),
        }
        None
    }

    /// Reads the words of passages on a thread, text by text.
    fn read_passages(&self, passages: Vec<Passage>, bulk: Box<Bulk>) {
        let root = self.open.root().to_owned();
        let mut documents: Vec<Document> = Vec::new();
        for passage in &passages {
            if documents.last().is_none_or(|last| last.key != passage.document)
                && !documents.iter().any(|known| known.key == passage.document)
            {
                documents.extend(self.app.study.document(passage.document).cloned());
            }
        }
        let sender = self.sender.clone();
        thread::spawn(move || {
            let anchored = anchors(&root, &documents, passages, &bulk);
            let _ = sender.send(Event::Report(Report::Passages(Read { bulk, anchored })));
        });
    }

    /// Writes what was found to a file that is not there yet.
    pub(super) fn export_found(&mut self, file: &str, chosen: &Chosen) {
        let path = named(file);
        let Some(format) = Format::of(&path) else { return self.app.warn(&Say::NoFormat) };
        if path.exists() || is_part_of_study(self.open.root(), &path) {
            return self.app.warn(&Say::FileIsThere(file));
        }
        let found = match chosen {
            Chosen::Codings(codings) => Found::Codings(codings.clone()),
            Chosen::Passages(passages) => {
                Found::Passages(passages.iter().map(|passage| (passage.document, passage.span)).collect())
            }
        };
        let mut bytes = Vec::new();
        let language = self.app.language;
        match self.lend(|open| found::write(open, &found, format, &mut bytes)) {
            Ok(count) => match write_whole(&path, &bytes, true) {
                Ok(()) => self.app.say(&Say::Exported(count, file)),
                Err(error) => self.app.tell(Tone::Error, troubles::of_store(&error, language)),
            },
            Err(error) => self.app.tell(Tone::Error, error.to_string()),
        }
    }

    /// Writes a table to a file that is not there yet.
    pub(super) fn export_table(&mut self, file: &str, rows: &[Vec<String>]) {
        let path = named(file);
        if Format::of(&path) != Some(Format::Csv) {
            return self.app.warn(&Say::NoTableFormat);
        }
        if path.exists() || is_part_of_study(self.open.root(), &path) {
            return self.app.warn(&Say::FileIsThere(file));
        }
        let language = self.app.language;
        match write_whole(&path, found::table(rows).as_bytes(), true) {
            Ok(()) => self.app.say(&Say::Exported(rows.len().saturating_sub(1), file)),
            Err(error) => self.app.tell(Tone::Error, troubles::of_store(&error, language)),
        }
    }

    /// Saves a query, or takes it away.
    pub(super) fn save_query(&mut self, name: &str, words: Option<&str>) -> Result<(), StoreError> {
        self.lend(|open| open.save_query(name, words))
    }
}

/// The file that a person named.
pub(super) fn named(file: &str) -> PathBuf {
    match (file.strip_prefix("~/"), std::env::var_os("HOME")) {
        (Some(rest), Some(home)) => Path::new(&home).join(rest),
        _ => Path::new(file).to_owned(),
    }
}

/// The words of passages as the files have them now.
pub(super) fn anchors(
    root: &Path,
    documents: &[Document],
    passages: Vec<Passage>,
    bulk: &Bulk,
) -> Vec<Anchored> {
    let mut at_hand: Option<LoadedText> = None;
    let mut anchored = Vec::with_capacity(passages.len());
    for passage in passages {
        if at_hand.as_ref().is_none_or(|text| text.document != passage.document) {
            let document = documents.iter().find(|document| document.key == passage.document);
            at_hand = document.and_then(|document| LoadedText::read(root, document).ok());
        }
        anchor(at_hand.as_ref(), passage, bulk, &mut anchored);
    }
    anchored
}

/// The words of one passage, or of its sentences.
pub(super) fn anchor(text: Option<&LoadedText>, passage: Passage, bulk: &Bulk, anchored: &mut Vec<Anchored>) {
    let Some(text) = text else { return anchored.push((passage, None)) };
    let passages = match &bulk.sentences {
        Some(marker) if text.text.get(passage.span.range()).is_some() => {
            sentences_with(&text.text, passage, marker)
        }
        _ => vec![passage],
    };
    anchored.extend(
        passages.into_iter().map(|passage| (passage, Anchor::new(&text.text, text.hash, passage.span))),
    );
}
