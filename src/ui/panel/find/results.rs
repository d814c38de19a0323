//! What keys do in the list of answers.

use std::sync::Arc;

use super::words::Word;
use super::{Find, Focus, Order, Step, rewrite};
use crate::ui::action::Action;
use crate::ui::app::{App, Deed, Effect, Tone};
use crate::ui::finding::{Hunt, Thing};
use crate::ui::names::quotation;
use crate::ui::panel::preview::Here;
use crate::ui::panel::{Line, Panel, Purpose};

impl Find {
    pub(super) fn act_on_results(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::BulkCode
            | Action::BulkRecode
            | Action::Uncode
            | Action::BulkStar
            | Action::BulkMemo
            | Action::Export
                if self.has_begun() =>
            {
                app.tell(Tone::Warning, Word::StillLooking.say(app.language).to_owned());
            }
            Action::Close | Action::CloseTop => return Step::Close,
            Action::OpenFind => {
                self.focus = Focus::Line;
                self.line.offer(app);
            }
            Action::Accept => return self.go(app),
            Action::FindTick => self.tick(),
            Action::TickAll => self.ticks.toggle_all(self.len()),
            Action::TickOthers => self.ticks.invert(),
            Action::FindGives => self.toggle_gives(app),
            Action::FindView => self.whole = !self.whole,
            Action::FindOrder => self.change_order(app),
            Action::FindForms => self.open_forms(app),
            Action::FindSentences => self.toggle_sentences(app),
            Action::Descendants => self.toggle_descendants(app),
            Action::BulkCode => return self.pick(app, false),
            Action::BulkRecode => return self.pick(app, true),
            Action::Uncode => self.deed(Deed::Uncode, app),
            Action::BulkStar => self.star(app),
            Action::BulkMemo => return self.memo(app),
            Action::Export if self.len() > 0 => {
                return Step::Open(Panel::Line(Line::new(Purpose::ExportFile, "")));
            }
            Action::Copy => self.copy(app),
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            _ if self.rows.act(action, self.len()) => {}
            Action::SavedQueries | Action::SaveQuery | Action::Widen | Action::FindCounts => {
                return self.act_anywhere(action, app);
            }
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn tick(&mut self) {
        if let Some(here) = self.here() {
            self.ticks.toggle(here);
            self.rows.act(Action::Down, self.len());
        }
    }

    fn change_order(&mut self, app: &mut App) {
        let was_ranked = self.answered.as_ref().is_some_and(|answered| answered.is_ranked());
        self.order = match self.order {
            Order::Documents => Order::Place,
            // Codings, and turns that no words were asked of, fit all alike.
            Order::Place if self.can_be_ranked() => Order::Relevance,
            Order::Place | Order::Relevance => Order::Documents,
        };
        if was_ranked || self.order == Order::Relevance {
            self.ask(app, self.typing);
        }
    }

    fn toggle_sentences(&mut self, app: &mut App) {
        self.sentences = !self.sentences;
        let word = if self.sentences { Word::TakesSentence } else { Word::TakesTurn };
        app.tell(Tone::Good, word.say(app.language).to_owned());
    }

    fn toggle_descendants(&mut self, app: &mut App) {
        match self.query.as_ref().and_then(rewrite::with_descendants_toggled) {
            Some(words) => {
                self.stand_on = self.here();
                self.line.set(&words);
                self.ask(app, false);
            }
            None => app.tell(Tone::Warning, Word::NoCode.say(app.language).to_owned()),
        }
    }

    /// To the passage, from which one comes back to this very row.
    pub(super) fn go(&mut self, app: &mut App) -> Step {
        let (Some(here), Some(answered)) = (self.here(), &self.answered) else { return Step::Stay };
        let row = self.rows.chosen;
        let by_place = match here {
            Thing::Turn(turn) => answered.rank(turn),
            Thing::Coding(_) => row,
        };
        let hunt = Hunt { answered: Arc::clone(answered), marker: answered.marker.clone(), row: by_place };
        let marked = self.made.get(&row);
        let at = marked.and_then(|row| row.hits.first().map(|hit| row.offset + hit.start));
        if app.finding.remember(self.line.text()) {
            app.ask(Effect::SaveAsked);
        }
        let Some(document) = answered.document(row) else { return Step::Stay };
        let start = match here {
            Thing::Turn(number) => at.or_else(|| Some(hunt.answered.catalogue.turn(number)?.spoken.start)),
            Thing::Coding(_) => None,
        };
        app.panels.clear();
        app.hunt = Some(hunt);
        app.last_find = Some(Box::new(std::mem::take(self)));
        app.left = Some(crate::ui::app::Left::Find);
        match here {
            Thing::Coding(key) => app.show_coding(key),
            Thing::Turn(_) => app.open_document(document, start),
        }
        Step::Close
    }

    /// The passage on which one stands: of a turn what is said in it.
    pub(super) fn passage_here(&self, app: &App) -> Option<Here> {
        let answered = self.answered.as_ref()?;
        let document = answered.document(self.rows.chosen)?;
        let first =
            self.made.get(&self.rows.chosen).and_then(|row| Some(row.offset + row.hits.first()?.start));
        match self.here()? {
            Thing::Coding(key) => {
                let span = app.study.coding(key).span;
                Some(Here { document, span, at: span.start, coding: Some(key) })
            }
            Thing::Turn(number) => {
                let span = answered.catalogue.turn(number)?.spoken;
                Some(Here { document, span, at: first.unwrap_or(span.start), coding: None })
            }
        }
    }

    fn copy(&self, app: &mut App) {
        let Some(here) = self.passage_here(app) else { return };
        let document = app.study.document(here.document);
        let (Some(document), Some(text)) = (document, app.text_of(here.document)) else {
            return app.tell(Tone::Warning, Word::NotYet.say(app.language).to_owned());
        };
        let (words, reference) = quotation(document, text, here.span, app.language);
        app.say(&crate::ui::words::Say::Copied(&reference));
        app.ask(Effect::Copy(words));
    }
}
