//! Codings follow a text that was changed: compared on a thread, written down here.

use std::sync::Arc;
use std::thread;

use super::action::Action;
use super::app::Tone;
use super::events::Event;
use super::runner::{Report, Runner};
use crate::model::{Document, DocumentKey};
use crate::store::{ChangedText, Followed, LoadedText, StoreError};

/// What a comparison found.
#[derive(Debug)]
pub struct Compared {
    changed: ChangedText,
    found: Vec<Followed>,
}

impl Runner {
    /// Compares a text with those that its codings stand on, where some have no place in it.
    pub(super) fn compare(&mut self, document: DocumentKey) {
        let Some(changed) = self.lend(|open| open.changed_text(document)) else { return };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let found = changed.look();
            let _ = sender.send(Event::Report(Report::Compared(Compared { changed, found })));
        });
    }

    /// Gives codings the places that the comparison found, and says so.
    pub(super) fn compared(&mut self, compared: Compared) {
        let Compared { changed, found } = compared;
        let document = changed.document();
        match self.lend(|open| open.follow(&changed, found)) {
            Ok(0) => {}
            Ok(placed) => {
                let codings = self.app.study.document_codings(document);
                let lost = codings.map_or(0, |codings| {
                    codings.iter().filter(|(_, key)| !self.app.study.verdict(*key).has_position()).count()
                });
                let id = self.app.study.document_id(document).to_owned();
                let of = |count: usize| match count {
                    1 => self.app.language.pick("1 codering", "1 coding").to_owned(),
                    count => format!("{count} {}", self.app.language.pick("coderingen", "codings")),
                };
                let mut words = self.app.language.pick(
                    format!("{id} is veranderd: {} meegegaan", of(placed)),
                    format!("{id} was changed: {} went along", of(placed)),
                );
                if lost > 0 {
                    let key = self.app.keymap.hint(Action::OpenWalks);
                    words += &self.app.language.pick(
                        format!(", {} zonder plaats: {key}", of(lost)),
                        format!(", {} without a place: {key}", of(lost)),
                    );
                }
                self.app.tell(if lost > 0 { Tone::Warning } else { Tone::Good }, words);
                self.app.changed();
            }
            Err(error) => self.tell_error(&error),
        }
        if let Some(place) = self.unplacing.iter().position(|wanted| *wanted == document) {
            self.unplacing.remove(place);
            self.look_for_places(document);
        }
    }

    /// Reads these texts on a thread, one after the other.
    pub(super) fn compare_all(&mut self, documents: &[DocumentKey]) {
        let study = &self.app.study;
        let documents: Vec<Document> =
            documents.iter().filter_map(|key| study.document(*key)).cloned().collect();
        let (root, sender) = (self.open.root().to_owned(), self.sender.clone());
        thread::spawn(move || {
            for document in documents {
                let text = LoadedText::read(&root, &document).map(Arc::new);
                if sender.send(Event::Report(Report::ToPlace(text))).is_err() {
                    return;
                }
            }
        });
    }

    /// A text was read in which codings may have no place: it is compared where it can be, and looked through.
    pub(super) fn unplaced_text(&mut self, text: Result<Arc<LoadedText>, StoreError>) {
        let document = match text {
            Ok(text) => self.lend(|open| open.keep_text(text)).document,
            Err(error) => {
                self.app.unplaced_there(Vec::new());
                return self.tell_error(&error);
            }
        };
        if self.lend(|open| open.changed_text(document)).is_some() {
            self.unplacing.push(document);
            self.compare(document);
        } else {
            self.look_for_places(document);
        }
    }

    fn look_for_places(&mut self, document: DocumentKey) {
        self.app.changed();
        let Some(unplacing) = self.lend(|open| open.unplacing(document)) else {
            return self.app.unplaced_there(Vec::new());
        };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let _ = sender.send(Event::Report(Report::Unplaced(unplacing.look())));
        });
    }

    /// Reads the texts on a thread, and looks for words that have no place in their document.
    pub(super) fn look_where_words_went(&mut self) {
        let documents = self.app.left_by_words();
        let Some(searching) = self.lend(|open| open.searching(&documents)) else {
            return self.app.whereabouts_there(Vec::new());
        };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let _ = sender.send(Event::Report(Report::Whereabouts(searching.look())));
        });
    }

    /// Compares the texts on a thread, so that codings can follow their words into another document.
    pub(super) fn follow_into(&mut self, from: DocumentKey, into: DocumentKey) {
        match self.lend(|open| open.changed_into(from, into)) {
            Ok(Some(changed)) => {
                let sender = self.sender.clone();
                thread::spawn(move || {
                    let found = changed.look();
                    let _ =
                        sender.send(Event::Report(Report::ComparedInto(from, Compared { changed, found })));
                });
            }
            Ok(None) => self.app.followed_into(0, from, into),
            Err(error) => self.tell_error(&error),
        }
    }

    /// They were compared: codings of `from` follow.
    pub(super) fn compared_into(&mut self, from: DocumentKey, compared: Compared) {
        let Compared { changed, found } = compared;
        match self.lend(|open| open.follow(&changed, found)) {
            Ok(codings) => self.app.followed_into(codings, from, changed.document()),
            Err(error) => self.tell_error(&error),
        }
        self.app.pending = self.open.waiting();
    }
}
