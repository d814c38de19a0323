//! Texts of documents other than the open one, for lists that show words of them.
//!
//! Reading them takes time, so they are wanted first and there a little later; meanwhile the list is drawn without words.

use std::sync::Arc;

use super::{App, Effect};
use crate::model::DocumentKey;
use crate::store::LoadedText;
use crate::ui::panel::Panel;

impl App {
    /// Asks for the texts of these documents, for a list that shows words of them.
    ///
    /// To be called while a key is taken in, never while arranging or drawing, with the documents of the rows that are in
    /// sight and somewhat more, in the order in which they are needed; again after every move. What is at hand is kept;
    /// texts that are not wanted any more are dropped, and their reading is broken off. Each text is in [`App::text_of`] from
    /// the frame on that follows its arrival; one that cannot be read never arrives, and a notice says why.
    pub fn want_texts(&mut self, mut documents: Vec<DocumentKey>) {
        // What a walk shows below another panel stays in sight.
        let walked = self.panels.iter().find_map(|panel| match panel {
            Panel::Walk(walk) => walk.document(),
            _ => None,
        });
        documents.extend(walked.filter(|document| !documents.contains(document)));
        self.texts.retain(|document, _| documents.contains(document));
        self.wanted_texts.clone_from(&documents);
        let missing: Vec<DocumentKey> =
            documents.into_iter().filter(|document| self.text_of(*document).is_none()).collect();
        self.ask(Effect::Texts(missing));
    }

    /// The text of a document when it is there: that of the open one, or one of those that were wanted last.
    pub fn text_of(&self, document: DocumentKey) -> Option<&Arc<LoadedText>> {
        let open = self.reader.as_ref().map(|reader| reader.opened.loaded());
        open.filter(|text| text.document == document).or_else(|| self.texts.get(&document))
    }

    /// A text that was wanted cannot be read.
    pub fn text_failed(&mut self, document: DocumentKey) {
        self.wanted_texts.retain(|wanted| *wanted != document);
        if !self.failed_texts.contains(&document) {
            self.failed_texts.push(document);
        }
    }

    /// True while something that was asked for is being read.
    pub fn waits_for_texts(&self) -> bool {
        self.waits_for_answers()
            || self.opening.is_some()
            || self.wanted_texts.iter().any(|document| self.text_of(*document).is_none())
    }

    /// A text that was wanted is there; one that is not wanted any more comes too late.
    pub fn text_arrived(&mut self, text: Arc<LoadedText>) {
        if self.wanted_texts.contains(&text.document) {
            self.texts.insert(text.document, text);
        }
    }

    /// The texts of these documents are others now: says which of them have to be read again.
    pub fn texts_changed(&mut self, documents: &[DocumentKey]) -> Vec<DocumentKey> {
        self.failed_texts.retain(|failed| !documents.contains(failed));
        let mut gone = self.wanted_texts.clone();
        gone.retain(|document| documents.contains(document) && self.texts.remove(document).is_some());
        gone
    }
}
