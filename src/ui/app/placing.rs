//! Codings without a place in a text that was changed: which there are, and pointing at a place in the Reader.

use super::{App, Effect};
use crate::model::{CodingKey, DocumentKey};
use crate::store::{Unplaced, Whereabouts};
use crate::text::SpanIndex;
use crate::ui::action::Action;
use crate::ui::panel::{Panel, Walk};
use crate::ui::words::Say;

impl App {
    /// The documents with codings of one's own that perhaps have no place any more, by the fingerprints of texts and what is
    /// known of them, and how many such codings there are.
    pub fn perhaps_unplaced(&self) -> (Vec<DocumentKey>, usize) {
        let (mut documents, mut own) = (Vec::new(), 0);
        let catalogue = self.finding.catalogue.as_deref();
        for document in self.study.documents() {
            let now =
                catalogue.and_then(|catalogue| catalogue.document(document.key)).map(|known| known.hash);
            let is_open = |key: CodingKey| {
                let moved = now.is_some_and(|now| {
                    self.study.coding(key).text != now && self.study.revised_place(key, now).is_none()
                });
                moved || !self.study.verdict(key).has_position()
            };
            if self.study.count_in(document.key, self.coder) == 0 {
                continue;
            }
            let index = self.study.document_codings(document.key).into_iter().flat_map(SpanIndex::iter);
            let mine = index.map(|(_, key)| *key).filter(|key| self.study.coding(*key).coder == self.coder);
            let open = mine.filter(|key| is_open(*key)).count();
            if open > 0 {
                documents.push(document.key);
                own += open;
            }
        }
        (documents, own)
    }

    /// Codings without a place that were found so far.
    pub fn unplaced(&self) -> &[Unplaced] {
        &self.unplaced
    }

    /// True while texts are being compared.
    pub fn looks_for_places(&self) -> bool {
        self.comparing > 0
    }

    /// Has the texts compared, and what has no place looked for.
    pub(super) fn look_for_places(&mut self) {
        let (documents, _) = self.perhaps_unplaced();
        self.unplaced.clear();
        self.comparing = documents.len();
        if !documents.is_empty() {
            self.ask(Effect::Unplaced(documents));
        }
    }

    /// A text was compared: these have no place in it.
    pub fn unplaced_there(&mut self, unplaced: Vec<Unplaced>) {
        self.comparing = self.comparing.saturating_sub(1);
        self.unplaced.extend(unplaced);
    }

    /// Where words went that have no place in their document, as far as that is known; `None` while it is looked for.
    pub fn whereabouts(&self) -> Option<&[Whereabouts]> {
        self.whereabouts.as_deref()
    }

    /// Has it looked for.
    pub fn look_where_words_went(&mut self) {
        self.whereabouts = None;
        self.ask(Effect::Whereabouts);
    }

    /// Documents that words have left: those that are missing, and those where codings perhaps have no place.
    pub fn left_by_words(&self) -> Vec<DocumentKey> {
        let mut documents = self.study.missing_documents();
        documents.extend(self.perhaps_unplaced().0);
        documents
    }

    /// It was looked for.
    pub fn whereabouts_there(&mut self, found: Vec<Whereabouts>) {
        self.whereabouts = Some(found);
        self.renew_walks();
    }

    /// Codings followed their words into another document.
    pub fn followed_into(&mut self, codings: usize, from: DocumentKey, into: DocumentKey) {
        let (from, into) = (self.study.document_id(from).to_owned(), self.study.document_id(into).to_owned());
        if codings > 0 {
            let undo = self.keymap.hint(Action::Undo);
            self.say(&Say::FollowedInto(codings, &from, &into, &undo));
        } else {
            self.warn(&Say::NoneFollowed(&from, &into));
        }
        self.changed();
        self.look_where_words_went();
        self.renew_walks();
    }

    /// The list of walks, where it is open, with what there is now.
    fn renew_walks(&mut self) {
        if let Some(Panel::Walks(walks)) = self.panels.last() {
            let walks = walks.renewed(self);
            self.panels.pop();
            self.panels.push(Panel::Walks(walks));
        }
    }

    /// What is selected in a document becomes the place of the coding that a walk shows.
    pub fn place_by_hand(&mut self, walk: Box<Walk>, document: DocumentKey, at: Option<u32>) {
        self.placing = Some(walk);
        self.open_document(document, at);
    }

    /// It does.
    pub(super) fn place_here(&mut self) {
        let selected =
            self.reader.as_ref().and_then(|reader| Some((reader.opened.document, reader.selection?.span)));
        let Some(mut walk) = self.placing.take() else { return };
        match selected {
            Some((document, span)) if walk.document() == Some(document) => {
                if let Some(reader) = &mut self.reader {
                    reader.selection = None;
                }
                walk.put_at(self, span);
                self.panels.push(Panel::Walk(walk));
            }
            _ => {
                self.placing = Some(walk);
                self.warn(&Say::SelectFirst);
            }
        }
    }

    /// Back to the walk; false when nothing was being placed.
    pub(super) fn stop_placing(&mut self) -> bool {
        let walk = self.placing.take();
        let was = walk.is_some();
        self.panels.extend(walk.map(Panel::Walk));
        was
    }
}
