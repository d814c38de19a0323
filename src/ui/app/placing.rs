//! Codings without a place in a text that was changed: which there are, and pointing at a place in the Reader.

use super::{App, Effect};
use crate::model::{CodingKey, DocumentKey};
use crate::store::Unplaced;
use crate::text::SpanIndex;
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
