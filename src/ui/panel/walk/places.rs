//! Codings without a place in a text that was changed: places to choose from, or one by hand.

use super::{Goal, Here, Item, Step, Walk};
use crate::model::edit::{self, Plan};
use crate::store::Unplaced;
use crate::text::Span;
use crate::ui::app::App;
use crate::ui::words::Say as Told;

impl Walk {
    /// Takes in one's own codings without a place that were found since.
    pub(super) fn take_in(&mut self, app: &App) {
        if self.goal != Goal::Unplaced {
            return;
        }
        let mut others = 0;
        for unplaced in app.unplaced() {
            let Some(key) = app.study.find_coding(unplaced.id) else { continue };
            let coding = app.study.coding(key);
            if coding.coder != app.coder {
                others += usize::from(!app.study.verdict(key).has_position());
            } else if !self.items.iter().any(|item| item.id == unplaced.id) {
                let (code, document) = (coding.code, coding.document);
                self.items.push(Item { id: unplaced.id, code, document, outcome: None });
                self.read = None;
            }
        }
        self.others = others;
    }

    pub(super) fn unplaced_here<'a>(&self, app: &'a App) -> Option<&'a Unplaced> {
        let id = self.items.get(self.at)?.id;
        app.unplaced().iter().find(|unplaced| unplaced.id == id)
    }

    /// The place that is shown: that of the candidate, unless the coding has one by now.
    pub(super) fn place_shown(&self, app: &App) -> Option<Here> {
        let item = self.items.get(self.at).filter(|item| item.outcome.is_none())?;
        let candidates = &self.unplaced_here(app).filter(|_| self.goal == Goal::Unplaced)?.candidates;
        let span = candidates.get(self.candidate).map_or(Span::new(0, 0), |candidate| candidate.span);
        Some(Here { document: item.document, span, at: span.start, coding: None })
    }

    pub(super) fn other_place(&mut self, app: &App, step: isize) {
        let count = self.unplaced_here(app).map_or(0, |unplaced| unplaced.candidates.len());
        self.candidate = self.candidate.saturating_add_signed(step).min(count.saturating_sub(1));
    }

    /// Puts the coding that is shown at a place to choose from, counting from 0.
    pub(super) fn put(&mut self, app: &mut App, place: usize) {
        let candidate = self.unplaced_here(app).and_then(|unplaced| unplaced.candidates.get(place).copied());
        if let Some(candidate) = candidate.filter(|_| self.place_shown(app).is_some()) {
            self.put_at(app, candidate.span);
        }
    }

    /// Puts it on a span of its document's text.
    pub fn put_at(&mut self, app: &mut App, span: Span) {
        let (Some(key), Some(document)) = (self.key_here(app), self.document()) else { return };
        let Some(text) = app.text_of(document).cloned() else { return };
        let body = edit::reshape(&app.study, app.coder, key, text.of(), span);
        self.choose(app, body.map(|body| Plan { bodies: vec![body], ..Plan::default() }));
    }

    /// To the Reader: what is selected there becomes its place.
    pub(super) fn place_by_hand(&mut self, app: &mut App) -> Step {
        let Some(document) = self.document().filter(|_| self.goal == Goal::Unplaced) else {
            return Step::Stay;
        };
        if !app.writes {
            app.warn(&Told::CannotWrite);
            return Step::Stay;
        }
        let at = self.place_shown(app).map(|here| here.at);
        app.panels.clear();
        let walk = self.taken();
        app.place_by_hand(Box::new(walk), document, at);
        Step::Close
    }
}
