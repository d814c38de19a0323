//! Putting codes on passages, taking them off, and moving them.

use super::{App, Effect};
use crate::model::edit::{self, EditError};
use crate::model::record::Act;
use crate::model::{Body, CodeKey, CodingKey};
use crate::text::Span;
use crate::ui::action::Action;
use crate::ui::names::{name_of, status_name};
use crate::ui::troubles;
use crate::ui::words::Say;

use super::Tone;

/// Recently used codes that are kept.
const RECENT: usize = 10;

impl App {
    /// Actions about codings; false for others.
    pub(super) fn act_on_codings(&mut self, action: Action) -> bool {
        match action {
            Action::Pick if self.placing.is_some() => self.place_here(),
            Action::Pick if self.sticky.is_some() => self.give_sticky(),
            Action::Repeat => self.repeat_codes(),
            Action::Sticky => self.toggle_sticky(),
            Action::Mark => self.mark(),
            Action::Star => self.star(),
            Action::NextCodingHere => self.point_on(),
            Action::Uncode => self.uncode(false),
            Action::UncodeAll => self.uncode(true),
            Action::Reshape => self.reshape(),
            Action::LeaveOut => self.leave_out(),
            Action::Accept => self.accept_reshape(),
            Action::Undo => self.ask(Effect::Undo),
            Action::Redo => self.ask(Effect::Redo),
            Action::Status => self.next_status(),
            _ => match action.slot() {
                Some(slot) => self.give_slot(slot),
                None => return false,
            },
        }
        true
    }

    fn repeat_codes(&mut self) {
        let codes = self.repeat.clone();
        if codes.is_empty() {
            self.warn(&Say::NothingToRepeat);
        } else {
            self.code_passage(&codes);
        }
    }

    /// What a digit stands for: the pinned code, else a recent one that is not pinned elsewhere.
    pub fn slot(&self, slot: usize) -> Option<CodeKey> {
        let pinned = |index: usize| self.pinned.get(index).copied().flatten();
        if let Some(code) = pinned(slot) {
            return Some(code);
        }
        let empty_before = (0..slot).filter(|index| pinned(*index).is_none()).count();
        let free = self.recent.iter().filter(|code| !self.pinned.contains(&Some(**code)));
        free.copied().nth(empty_before)
    }

    fn give_slot(&mut self, slot: usize) {
        match self.slot(slot) {
            Some(code) => self.code_passage(&[code]),
            None => self.warn(&Say::EmptySlot((slot + 1) % 10)),
        }
    }

    fn toggle_sticky(&mut self) {
        if self.sticky.take().is_some() {
            return self.say(&Say::StickyNow(None));
        }
        let hand = self.at_hand().and_then(|key| self.study.coding(key).code);
        match hand.or(self.repeat.first().copied()).or(self.recent.first().copied()) {
            Some(code) => {
                self.sticky = Some(code);
                let name = name_of(&self.study, self.language, code);
                self.say(&Say::StickyNow(Some(&name)));
            }
            None => self.warn(&Say::NothingToRepeat),
        }
    }

    pub(super) fn give_sticky(&mut self) {
        if let Some(code) = self.sticky {
            self.code_passage(&[code]);
        }
    }

    fn mark(&mut self) {
        let Some(reader) = &self.reader else { return };
        match edit::mark(&self.study, reader.opened.of(), reader.passage()) {
            Ok(body) => {
                if self.commit(vec![body]) {
                    self.say(&Say::Marked);
                    if let Some(reader) = &mut self.reader {
                        reader.jump_on();
                    }
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    fn at_hand(&self) -> Option<CodingKey> {
        self.reader.as_ref()?.coding_at_hand(&self.study, &self.shown)
    }

    fn point_on(&mut self) {
        if let Some(reader) = &mut self.reader {
            match &mut reader.reshape {
                Some(reshape) => reshape.codings.rotate_left(1),
                None => reader.point_on(&self.study, &self.shown),
            }
        }
    }

    fn star(&mut self) {
        let Some(key) = self.at_hand() else { return self.warn(&Say::NoCodingHere) };
        let on = !self.study.coding(key).important;
        match edit::star(&self.study, self.coder, key, on) {
            Ok(body) => {
                if self.commit(vec![body]) {
                    self.say(&Say::Starred(on));
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    /// Takes the coding at hand off, or all of one's own here.
    fn uncode(&mut self, all: bool) {
        let here = match &self.reader {
            Some(reader) if all => reader.codings_here(&self.study, &self.shown),
            _ => self.at_hand().into_iter().collect(),
        };
        let own = |key: &CodingKey| self.study.coding(*key).coder == self.coder;
        let keys: Vec<CodingKey> = if all { here.into_iter().filter(own).collect() } else { here };
        if keys.is_empty() {
            return self.warn(&Say::NoCodingHere);
        }
        let bodies: Result<Vec<Body>, EditError> =
            keys.iter().map(|key| edit::uncode(&self.study, self.coder, *key)).collect();
        match bodies {
            Ok(bodies) => {
                let names: Vec<String> = keys
                    .iter()
                    .map(|key| crate::ui::names::code_name(&self.view(), self.study.coding(*key).code))
                    .collect();
                if self.commit(bodies) {
                    self.say(&Say::Uncoded(&names.join(", ")));
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    /// Begins to move the edges of the coding at hand; when that has begun, of the next one here.
    fn reshape(&mut self) {
        let coder = self.coder;
        let Some(reader) = &mut self.reader else { return };
        let again = reader.reshape.take();
        let mut here = reader.codings_here(&self.study, &self.shown);
        here.retain(|key| self.study.coding(*key).coder == coder);
        let next = match &again {
            None => reader.coding_at_hand(&self.study, &self.shown).filter(|key| here.contains(key)),
            Some(now) => {
                let last = here.iter().rposition(|key| now.codings.contains(key)).map_or(0, |last| last + 1);
                here.iter()
                    .cycle()
                    .skip(last)
                    .take(here.len())
                    .find(|key| !now.codings.contains(key))
                    .copied()
            }
        };
        match next.or(here.first().copied()) {
            Some(key) => reader.begin_reshape(&self.study, key),
            None => self.warn(&Say::NoCodingHere),
        }
    }

    /// The named coding keeps its edges; the last one does not leave.
    fn leave_out(&mut self) {
        if let Some(reshape) = self.reader.as_mut().and_then(|reader| reader.reshape.as_mut())
            && reshape.codings.len() > 1
        {
            reshape.codings.remove(0);
        }
    }

    fn accept_reshape(&mut self) {
        let Some(reader) = &mut self.reader else { return };
        let Some(reshape) = reader.reshape.take() else { return };
        if reshape.span == reshape.from {
            return;
        }
        let text = reader.opened.of();
        let bodies: Result<Vec<Body>, EditError> = reshape
            .codings
            .iter()
            .map(|key| edit::reshape(&self.study, self.coder, *key, text, reshape.span))
            .collect();
        match bodies {
            Ok(bodies) => {
                if self.commit(bodies) {
                    self.say(&Say::Reshaped(reshape.codings.len()));
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    fn next_status(&mut self) {
        let Some(document) = self.reader.as_ref().map(|reader| reader.opened.document) else { return };
        let status = self.study.status(document, self.coder).next();
        if self.commit(vec![edit::status(&self.study, document, status)]) {
            self.say(&Say::StatusNow(status_name(status, self.language)));
        }
    }

    /// Tells why something cannot be done.
    pub fn refuse(&mut self, error: &EditError) {
        match error {
            EditError::NotYours(coder) => self.warn(&Say::NotYours(coder)),
            other => self.tell(Tone::Error, troubles::of_edit(other, self.language)),
        }
    }

    /// The codes of one's own layer, the last used first: they fill the digits, also after a restart.
    pub(super) fn learn_recent(&mut self) {
        let Some(layer) = self.study.layer(self.coder) else { return };
        let mut recent: Vec<CodeKey> = Vec::new();
        for record in layer.records().iter().rev().take(2000) {
            if let Act::Coding { code: Some(code), .. } = &record.act
                && !recent.contains(code)
                && self.study.codebook.code(*code).is_some_and(|code| !code.retired)
            {
                recent.push(*code);
                if recent.len() == RECENT {
                    break;
                }
            }
        }
        self.recent = recent;
        if self.repeat.is_empty() {
            self.repeat = self.recent.first().copied().into_iter().collect();
        }
    }

    /// The passage that a panel is about, and its words.
    pub fn passage_words(&self) -> Option<(Span, &str)> {
        let reader = self.reader.as_ref()?;
        let span = reader.passage();
        Some((span, reader.opened.words(span)))
    }
}
