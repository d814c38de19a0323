//! What the runner remembers for the next time: where one read, what is pinned, what is shown.

use super::app::App;
use super::runner::Runner;
use crate::model::DocumentKey;
use crate::store::{Reading, StoreError};

/// Takes over what was remembered; the study is the app's already.
pub(super) fn restore(reading: &Reading, app: &mut App) {
    for (digit, id) in &reading.pinned {
        let slot = usize::from(*digit + 9) % 10;
        app.pinned[slot] = app.study.codebook.by_id(id).map(|code| code.key);
    }
    app.shown.without.extend(reading.hidden_families.iter().cloned());
    app.shown.marks = !reading.marks_hidden;
    app.finding.asked.clone_from(&reading.asked);
    for coder in app.study.coders() {
        if reading.others.iter().any(|name| name == app.study.coder_name(coder)) {
            app.shown.coders.insert(coder);
        }
    }
    if reading.own_hidden {
        app.shown.coders.remove(&app.coder);
    }
}

impl Runner {
    pub(super) fn save_place(
        &mut self,
        document: DocumentKey,
        position: u32,
        read_to: u32,
    ) -> Result<(), StoreError> {
        let id = self.app.study.document_id(document).to_owned();
        self.reading.places.insert(id.clone(), position);
        self.reading.read_to.insert(id.clone(), read_to);
        self.reading.document = Some(id);
        self.save_shown()
    }

    pub(super) fn save_pins(&mut self) -> Result<(), StoreError> {
        let pinned = self.app.pinned.iter().enumerate();
        self.reading.pinned = pinned
            .filter_map(|(slot, code)| {
                Some((((slot + 1) % 10) as u8, self.app.study.code_id((*code)?).to_owned()))
            })
            .collect();
        self.save_reading()
    }

    pub(super) fn save_shown(&mut self) -> Result<(), StoreError> {
        let (study, shown) = (&self.app.study, &self.app.shown);
        let others = shown.coders.iter().filter(|coder| **coder != self.app.coder);
        self.reading.others = others.map(|coder| study.coder_name(*coder).to_owned()).collect();
        self.reading.own_hidden = !shown.coders.contains(&self.app.coder);
        self.reading.hidden_families = shown.without.clone();
        self.reading.marks_hidden = !shown.marks;
        self.save_reading()
    }

    pub(super) fn save_asked(&mut self) -> Result<(), StoreError> {
        self.reading.asked.clone_from(&self.app.finding.asked);
        self.save_reading()
    }

    fn save_reading(&self) -> Result<(), StoreError> {
        self.reading.save(self.open.places(), self.open.root())
    }
}
