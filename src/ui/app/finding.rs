//! Between the find screen and the thread that answers: questions out, answers in, and going from hit to hit.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::{App, Effect, Then, Tone};
use crate::index::finder::IndexNote;
use crate::index::query::{Lookup, Query, QueryError};
use crate::index::question::Question;
use crate::model::DocumentKey;
use crate::text::sanitize;
use crate::ui::finding::{Hunt, Next, Progress, Report, Thing};
use crate::ui::panel::{Find, Panel};
use crate::ui::words::Say;

impl App {
    /// The screen for finding: with the selected words as its question, else as it was left for a passage, else empty.
    pub(super) fn open_find(&mut self) {
        let selected = self.reader.as_ref().and_then(|reader| {
            let selection = reader.selection?;
            let words = sanitize(reader.opened.words(selection.span))
                .split_whitespace()
                .collect::<Vec<_>>()
                .join(" ");
            (words.len() <= 300).then_some(words)
        });
        let find = match (selected, self.last_find.take()) {
            (Some(words), _) => {
                let words = phrase(&words);
                Box::new(Find::asking(self, &words))
            }
            (None, Some(mut find)) => {
                find.ask_anew(self);
                find
            }
            (None, None) => Box::new(Find::new(self)),
        };
        self.panels.push(Panel::Find(find));
    }

    /// Back to the answers, as they were left.
    pub(super) fn back_to_find(&mut self) {
        match self.last_find.take() {
            Some(mut find) => {
                find.ask_anew(self);
                self.panels.push(Panel::Find(find));
            }
            None => self.warn(&Say::NothingFound),
        }
    }

    /// The find screen, open or left for a passage, for as long as `work` takes.
    pub fn with_find(&mut self, work: impl FnOnce(&mut Find, &mut Self)) {
        let place = self.panels.iter().position(|panel| matches!(panel, Panel::Find(_)));
        if let Some(place) = place {
            let mut panel = std::mem::replace(&mut self.panels[place], Panel::Tree);
            if let Panel::Find(find) = &mut panel {
                work(find, self);
            }
            // Whatever was opened meanwhile lies above it.
            self.panels[place] = panel;
        } else if let Some(mut find) = self.last_find.take() {
            work(&mut find, self);
            self.last_find = Some(find);
        }
    }

    /// True while an answer for the find screen is on its way.
    pub fn waits_for_answers(&self) -> bool {
        self.panels.iter().any(|panel| matches!(panel, Panel::Find(find) if find.waits()))
    }

    /// True while less than so many rows of an answer for the find screen are there, and others may come.
    pub fn waits_for_rows(&self, least: usize) -> bool {
        self.panels.iter().any(|panel| matches!(panel, Panel::Find(find) if find.waits_for_rows(least)))
    }

    /// True while a panel fills the screen.
    pub(super) fn is_filled(&self) -> bool {
        self.panels.iter().any(|panel| panel.place() == super::super::panel::Place::Full)
    }

    /// True while the find screen has a place on the screen.
    pub(super) fn finds(&self) -> bool {
        self.panels.iter().any(|panel| matches!(panel, Panel::Find(_)))
    }

    /// The question that a query is, with all names looked up; `Break` while the forms of its words are being looked up
    /// elsewhere.
    ///
    /// # Errors
    /// The first mistake and its place.
    pub fn question_of(&mut self, query: &Query) -> Result<ControlFlow<(), Question>, QueryError> {
        let missing = std::cell::RefCell::new(Vec::new());
        let forms = |word: &str| match self.finding.forms.get(word) {
            Some(forms) => forms.iter().map(|(form, _)| form.clone()).collect(),
            None => {
                missing.borrow_mut().push(word.to_owned());
                Vec::new()
            }
        };
        let lookup =
            Lookup { study: &self.study, catalogue: self.finding.catalogue.as_deref(), forms: Some(&forms) };
        let question = query.question(&lookup)?;
        let missing = missing.into_inner();
        if missing.is_empty() {
            return Ok(ControlFlow::Continue(question));
        }
        self.ask(Effect::Forms(missing));
        Ok(ControlFlow::Break(()))
    }

    /// The forms of a word with how often they stand in the texts, when they were looked up.
    pub fn forms_of(&self, word: &str) -> Option<&[(String, usize)]> {
        let folded = crate::text::fold::words(word).join(" ");
        self.finding.forms.get(&folded).map(Vec::as_slice)
    }

    /// What the thread tells.
    pub fn found(&mut self, report: Report) {
        match report {
            Report::Answered(answered, rows) => {
                // Who went to a passage of an answer that had only begun goes through all of it.
                if let Some(hunt) = self.hunt.as_mut().filter(|hunt| hunt.answered.number == answered.number)
                {
                    hunt.answered = Arc::clone(&answered);
                }
                self.with_find(|find, app| find.answered(answered, rows, app));
            }
            Report::Counted(counts) => self.with_find(|find, app| find.counted(counts, app)),
            Report::Rows(number, rows) => self.with_find(|find, _| find.rows_made(number, rows)),
            Report::Wider(number, more) => self.with_find(|find, _| find.wider(number, more)),
            Report::Forms(forms) => {
                self.finding.forms.extend(forms);
                self.with_find(Find::forms_there);
            }
            Report::Words(start, words) => {
                self.finding.words = Some((start, words));
                self.with_find(Find::words_there);
            }
            Report::Building(Progress::Percent(percent)) => self.finding.building = Some(percent),
            Report::Building(Progress::Ready) => self.finding.building = None,
            Report::Note(note) => self.tell_of_index(note),
            Report::Texts(catalogue) => {
                self.finding.catalogue = Some(catalogue);
                self.finding.forms.clear();
                self.finding.words = None;
                self.hunt = None;
                self.with_find(|find, _| find.forget_numbers());
            }
        }
    }

    /// Says once what there is to say about the index; finding goes on without it.
    fn tell_of_index(&mut self, note: IndexNote) {
        if self.finding.note.as_ref() != Some(&note) {
            self.tell(Tone::Warning, Say::Index(&note).show(self.language));
            self.finding.note = Some(note);
        }
    }

    /// Asks for what the screen shows and does not have, after whatever happened; to be called before a frame.
    pub fn follow_up(&mut self) -> Vec<Effect> {
        if self.finds() {
            self.with_find(Find::ask_anew);
        } else if self.shows_codes() {
            self.with_codes(crate::ui::panel::Codes::renew);
        }
        self.follow_walk();
        self.follow_journal();
        std::mem::take(&mut self.effects)
    }

    /// Marks what was found in what is seen of the open text.
    pub(super) fn mark_hits(&mut self) {
        let Some(reader) = &mut self.reader else { return };
        reader.hits = match &self.hunt {
            Some(hunt) => hunt.hits(&reader.opened, reader.visible()),
            None => Vec::new(),
        };
    }

    /// To the next hit, or the previous one, of what was found last; in another document where it must be.
    pub(super) fn go_to_hit(&mut self, forward: bool) {
        let (Some(hunt), Some(reader)) = (&self.hunt, &mut self.reader) else {
            return self.warn(&Say::NothingFound);
        };
        let next = hunt.next(reader.opened.loaded(), reader.cursor, reader.pointed, forward);
        match next {
            Next::Here(at) => {
                reader.selection = None;
                reader.go_to(at);
            }
            Next::Row(row, last) => self.go_to_row(row, last),
            Next::Nowhere => self.say(&Say::NoMoreHits),
        }
    }

    fn go_to_row(&mut self, row: usize, last: bool) {
        let Some(hunt) = &mut self.hunt else { return };
        hunt.row = row;
        let (thing, document) = (hunt.answered.by_place(row), hunt.answered.document_by_place(row));
        if let Some(thing) = thing {
            self.with_find(|find, _| find.stand(thing));
        }
        match (thing, document) {
            (Some(Thing::Coding(key)), _) => self.show_coding(key),
            (Some(Thing::Turn(number)), Some(document)) => {
                let start = self
                    .hunt
                    .as_ref()
                    .and_then(|hunt| hunt.answered.catalogue.turn(number))
                    .map(|turn| turn.spoken.start);
                self.then = Some((Some(document), Then::Hit { row, last }));
                self.open_document(document, start);
                self.go_on();
            }
            _ => {}
        }
    }

    /// Puts the cursor on the first or the last hit of a row, whose document is open.
    pub(super) fn go_to_hit_of(&mut self, row: usize, last: bool) {
        if let (Some(hunt), Some(reader)) = (&self.hunt, &mut self.reader)
            && let Some(at) = hunt.place(reader.opened.loaded(), row, last)
        {
            reader.selection = None;
            reader.go_to(at);
        }
    }

    /// Ends going through hits: nothing is marked any more. False when nothing was.
    pub(super) fn end_hunt(&mut self) -> bool {
        self.hunt.take().is_some_and(|hunt: Hunt| !hunt.marker.is_empty())
    }

    /// True when a list wants texts that nobody has asked for; one that could not be read is not asked for at each frame.
    pub fn wants_others(&self, documents: &[DocumentKey]) -> bool {
        documents
            .iter()
            .any(|document| !self.wanted_texts.contains(document) && !self.failed_texts.contains(document))
    }

    /// Writes what was chosen to a file.
    pub(super) fn export_found(&mut self, file: &str) {
        let known = [".csv", ".json", ".jsonl"].iter().any(|ending| file.to_lowercase().ends_with(ending));
        if file.is_empty() {
            return;
        }
        if !known {
            return self.tell(Tone::Warning, Say::NoFormat.show(self.language));
        }
        let mut chosen = None;
        self.with_find(|find, app| chosen = Some(find.chosen_or_all(app)));
        if let Some(chosen) = chosen {
            self.ask(Effect::Export { file: file.to_owned(), chosen });
        }
    }

    /// Writes the table on the screen to a file.
    pub(super) fn export_table(&mut self, file: &str) {
        let rows = self.panels.iter().rev().find_map(|panel| match panel {
            Panel::Tables(tables) => tables.records(),
            _ => None,
        });
        match rows {
            Some(rows) if !file.is_empty() => self.ask(Effect::ExportTable { file: file.to_owned(), rows }),
            _ => {}
        }
    }

    /// The name for a query that is saved.
    pub(super) fn save_query(&mut self, name: &str) {
        let name = name.trim().trim_start_matches('@').to_owned();
        if name.is_empty() {
            return;
        }
        if name.chars().any(|letter| letter == '"' || letter == '\\' || letter.is_control()) {
            return self.tell(Tone::Warning, Say::NoNameOfQuery.show(self.language));
        }
        let mut words = String::new();
        self.with_find(|find, _| find.words().trim().clone_into(&mut words));
        self.tell(Tone::Good, Say::QuerySaved(&name).show(self.language));
        self.ask(Effect::SaveQuery { name, words: Some(words) });
    }
}

/// The words of a text as a question: one word as it is, several as a phrase.
fn phrase(text: &str) -> String {
    let words: Vec<&str> = text
        .split(|letter: char| !letter.is_alphanumeric() && !('\u{300}'..='\u{36f}').contains(&letter))
        .filter(|word| !word.is_empty())
        .collect();
    match words.as_slice() {
        [word] if Query::parse(word).is_ok() => (*word).to_owned(),
        [] => String::new(),
        words => format!("\"{}\"", words.join(" ")),
    }
}
