//! The Journal: opening it, gathering its rows a slice a frame, writing it to a file.

use super::{App, Effect};
use crate::model::trail::Entry;
use crate::ui::panel::{Journal, Panel, Written};
use crate::ui::words::Say;

impl App {
    /// What people did: as it was left for a place, else everything.
    pub(super) fn open_journal(&mut self) {
        let journal = match self.last_journal.take() {
            Some(mut journal) => {
                journal.follow_up(self);
                journal
            }
            None => Box::new(Journal::new(self)),
        };
        self.panels.push(Panel::Journal(journal));
    }

    /// The Journal, open or left for a place, for as long as `work` takes.
    pub(super) fn with_journal(&mut self, work: impl FnOnce(&mut Journal, &mut Self)) {
        let place = self.panels.iter().position(|panel| matches!(panel, Panel::Journal(_)));
        if let Some(place) = place {
            let mut panel = std::mem::replace(&mut self.panels[place], Panel::Tree);
            if let Panel::Journal(journal) = &mut panel {
                work(journal, self);
            }
            // Whatever was opened meanwhile lies above it.
            if let Some(below) = self.panels.get_mut(place) {
                *below = panel;
            }
        } else if let Some(mut journal) = self.last_journal.take() {
            work(&mut journal, self);
            self.last_journal = Some(journal);
        }
    }

    /// What the topmost Journal needs before a frame.
    pub(super) fn follow_journal(&mut self) {
        if matches!(self.panels.last(), Some(Panel::Journal(_))) {
            self.with_journal(Journal::follow_up);
        }
    }

    /// The words of events were read from the journals.
    pub fn trail_read(&mut self, written: Vec<(Entry, Written)>) {
        self.with_journal(|journal, _| journal.written(written));
    }

    /// Writes all that the Journal lets through to a file.
    pub(super) fn export_journal(&mut self, file: &str) {
        if file.is_empty() {
            return;
        }
        if !file.to_lowercase().ends_with(".md") {
            return self.warn(&Say::NoJournalFormat);
        }
        let mut effect = None;
        self.with_journal(|journal, _| {
            let (filter, typed) = journal.filter();
            let (file, filter, typed) = (file.to_owned(), filter.clone(), typed.to_owned());
            effect = Some(Effect::ExportJournal { file, filter, typed });
        });
        self.effects.extend(effect);
    }
}
