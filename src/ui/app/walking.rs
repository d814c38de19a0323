//! Going through codings one by one: beginning a walk, splitting a code, going on with what was stopped.

use super::{App, Choice, Effect, Tone};
use crate::model::hash::Revision;
use crate::model::split::{self, Part};
use crate::model::{Code, CodeKey};
use crate::ui::panel::{Goal, Line, Panel, Picker, Purpose, Walk, WalkSay, Walks};
use crate::ui::words::Say;

impl App {
    /// A walk for this, to be opened; `None`, and a sentence, when there is no coding of one's own to go through.
    ///
    /// A panel opens it with [`Step::Open`](crate::ui::panel::Step::Open); it comes back when the walk is closed.
    pub fn walk(&mut self, goal: Goal) -> Option<Panel> {
        if goal == Goal::Unplaced {
            self.look_for_places();
        }
        match Walk::new(self, goal) {
            Some(walk) => Some(Panel::Walk(Box::new(walk))),
            None => {
                self.tell(Tone::Warning, WalkSay::Nothing.show(self.language));
                None
            }
        }
    }

    /// What there is to go through; with one thing alone, that.
    pub(super) fn open_walks(&mut self) {
        self.look_where_words_went();
        let walks = Walks::new(self);
        self.panels.push(Panel::Walks(walks));
    }

    /// Asks into which codes a code is split; new ones can be named there. The walk through its passages follows. `None`, and
    /// a sentence, where that cannot be.
    pub fn split_code(&mut self, code: CodeKey) -> Option<Panel> {
        if !self.writes {
            self.warn(&Say::CannotWrite);
            return None;
        }
        Some(Panel::Picker(Picker::for_parts(self, code)))
    }

    /// The code of the coding at hand is split.
    pub(super) fn split_here(&mut self) {
        let hand = self.reader.as_ref().and_then(|reader| reader.coding_at_hand(&self.study, &self.shown));
        match hand.and_then(|key| self.study.coding(key).code) {
            Some(code) => {
                let panel = self.split_code(code);
                self.panels.extend(panel);
            }
            None => self.warn(&Say::NoCodingHere),
        }
    }

    /// The parts were chosen: asks for the reason.
    pub fn parts_chosen(&mut self, code: CodeKey, choices: Vec<Choice>) -> Panel {
        self.splitting = Some((code, choices));
        Panel::Line(Line::new(Purpose::SplitWhy, ""))
    }

    /// Begins to split, and goes through the passages.
    pub(super) fn begin_split(&mut self, why: &str) {
        let Some((code, choices)) = self.splitting.take() else { return };
        let part = |choice: &Choice| match choice {
            Choice::Code(code) => Part::Known(*code),
            Choice::New(name) => Part::New(name.clone()),
        };
        let parts: Vec<Part> = choices.iter().map(part).collect();
        let Some(known) = self.study.codebook.code(code).cloned() else { return };
        match split::begin(&self.study, &known, &parts) {
            Ok((plan, parts)) => {
                if self.commit_plan(plan, Some(why)) {
                    let panel = self.walk(Goal::Split { code, parts });
                    self.panels.extend(panel);
                }
            }
            Err(error) => self.refuse(&error),
        }
    }

    /// The walk that is open, else the one that was stopped, for as long as `work` takes.
    pub fn with_walk(&mut self, work: impl FnOnce(&mut Walk, &mut Self)) {
        let place = self.panels.iter().rposition(|panel| matches!(panel, Panel::Walk(_)));
        if let Some(place) = place {
            let mut panel = std::mem::replace(&mut self.panels[place], Panel::Tree);
            if let Panel::Walk(walk) = &mut panel {
                work(walk, self);
            }
            // Whatever was opened meanwhile lies above it.
            if let Some(below) = self.panels.get_mut(place) {
                *below = panel;
            }
        }
    }

    /// What the topmost walk needs before a frame.
    pub(super) fn follow_walk(&mut self) {
        if matches!(self.panels.last(), Some(Panel::Walk(_))) {
            self.with_walk(Walk::follow_up);
        }
    }

    /// What a code said with this state of its definition, where it was looked for in git: `None` while it is, an error
    /// where git does not know it.
    pub fn past(&self, id: &str, revision: Revision) -> Option<Result<&Code, ()>> {
        self.past.get(&(id.to_owned(), revision)).map(|code| code.as_ref().ok_or(()))
    }

    /// Has it looked for, once.
    pub fn want_past(&mut self, id: &str, revision: Revision) {
        let wanted = (id.to_owned(), revision);
        if !self.past.contains_key(&wanted) && self.wanted_past.as_ref() != Some(&wanted) {
            self.wanted_past = Some(wanted);
            self.ask(Effect::Past { code: id.to_owned(), revision });
        }
    }

    /// It was looked for.
    pub fn past_there(&mut self, id: String, revision: Revision, code: Option<Code>) {
        self.past.insert((id, revision), code);
    }
}
