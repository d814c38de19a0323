//! Opening the panels that coding goes through: the picker, the facets.

use super::{App, Then, Tone};
use crate::model::CodingKey;
use crate::model::edit::{self, EditError};
use crate::ui::panel::{Facets, Panel, Picker};
use crate::ui::words::Say;

impl App {
    /// The picker, for the passage.
    pub(super) fn open_picker(&mut self) {
        let Some(reader) = &mut self.reader else { return };
        if reader.passage().is_empty() {
            return self.warn(&Say::SelectFirst);
        }
        reader.keep_in_sight();
        let picker = Picker::new(self);
        self.panels.push(Panel::Picker(picker));
    }

    /// The facets of the coding at hand.
    pub(super) fn open_facets(&mut self) {
        match self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown)) {
            Some(key) => self.ask_facets(key),
            None => self.warn(&Say::NoCodingHere),
        }
    }

    fn ask_facets(&mut self, key: CodingKey) {
        if let Err(EditError::NotYours(coder)) = edit::own(&self.study, self.coder, key) {
            return self.warn(&Say::NotYours(&coder));
        }
        match Facets::of_coding(self, key) {
            Some(facets) => {
                if let Some(reader) = &mut self.reader {
                    reader.pointed = Some(key);
                    reader.keep_in_sight();
                }
                self.panels.push(Panel::Facets(facets));
            }
            None => self.tell(Tone::Warning, Say::NoFacets.show(self.language)),
        }
    }

    /// The next of one's codings, from the cursor on and then through the other documents, with a facet that is asked at
    /// once and open.
    pub(super) fn go_to_open_facet(&mut self) {
        let Some(reader) = &self.reader else { return };
        let is = |key: CodingKey| self.study.coding(key).coder == self.coder && self.has_open_facet(key);
        let here = reader.codings_here(&self.study, &self.shown).into_iter().find(|key| is(*key));
        let found = here.or_else(|| reader.coding_with(&self.study, &self.shown, is, true));
        if let Some(key) = found {
            self.go_to_coding(key);
            return self.ask_facets(key);
        }
        match self.open_facet_elsewhere() {
            Some(key) => {
                let coding = self.study.coding(key);
                let (document, start) = (coding.document, coding.span.start);
                self.then = Some((Some(document), Then::Facets(key)));
                self.open_document(document, Some(start));
                // It may be the document that is open already.
                self.go_on();
            }
            None => self.say(&Say::NoOpenFacet),
        }
    }

    /// The first in the documents behind this one and, round about, in this one from its start.
    fn open_facet_elsewhere(&self) -> Option<CodingKey> {
        let here = self.study.document_rank(self.reader.as_ref()?.opened.document);
        let documents = self.study.documents();
        let (before, behind) = documents.split_at((here + 1).min(documents.len()));
        let is = |key: &CodingKey| {
            self.study.coding(*key).coder == self.coder
                && self.shown.shows(&self.study, *key)
                && self.has_open_facet(*key)
        };
        behind.iter().chain(before).find_map(|document| {
            if self.study.count_in(document.key, self.coder) == 0 {
                return None;
            }
            self.study.document_codings(document.key)?.iter().map(|(_, key)| *key).find(|key| is(key))
        })
    }

    /// Does what waited for the document that is open now.
    pub(super) fn go_on(&mut self) {
        let open = self.reader.as_ref().map(|reader| reader.opened.document);
        let ready = |(document, _): &mut (Option<_>, Then)| document.is_none() || *document == open;
        match self.then.take_if(ready) {
            Some((_, Then::Facets(key))) => {
                self.go_to_coding(key);
                self.ask_facets(key);
            }
            Some((_, Then::Memo(id))) => self.show_memo(id),
            Some((_, Then::Coding(key))) => self.go_to_coding(key),
            Some((_, Then::Hit { row, last })) => self.go_to_hit_of(row, last),
            None => {}
        }
    }

    /// Puts the cursor on a coding of the open document and points it out.
    pub(super) fn go_to_coding(&mut self, key: CodingKey) {
        let start = self.study.coding(key).span.start;
        if let Some(reader) = &mut self.reader {
            reader.selection = None;
            reader.go_to(start);
            reader.pointed = Some(key);
        }
    }

    /// Pins a code to a digit (slot 0 is the key `1`), or takes it off; a code has one digit at most.
    pub fn pin(&mut self, slot: usize, code: Option<crate::model::CodeKey>) {
        for pinned in &mut self.pinned {
            if *pinned == code {
                *pinned = None;
            }
        }
        if let Some(place) = self.pinned.get_mut(slot) {
            *place = code;
        }
        self.ask(super::Effect::SavePins);
    }
}
