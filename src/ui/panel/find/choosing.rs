//! What was chosen among the answers, and what is done to it.

use super::ticks::Ticks;
use super::{Find, Step};
use crate::model::Target;
use crate::text::sentences::sentence_at;
use crate::ui::action::Action;
use crate::ui::app::{App, Bulk, Chosen, Deed, Passage};
use crate::ui::finding::Thing;
use crate::ui::panel::{About, Memo, Panel, Picker};
use crate::ui::words::Say;

impl Find {
    /// The ticked answers, else the one at the cursor.
    pub(super) fn chosen(&self, app: &App) -> Chosen {
        self.chosen_of(&self.ticks, app)
    }

    fn chosen_of(&self, ticks: &Ticks, app: &App) -> Chosen {
        let Some(answered) = &self.answered else { return Chosen::Codings(Vec::new()) };
        let things = ticks.chosen(answered, self.rows.chosen);
        let mut codings = Vec::new();
        let mut passages = Vec::new();
        for thing in things {
            match thing {
                Thing::Coding(key) => codings.push(key),
                Thing::Turn(number) => {
                    let known = answered.catalogue.document_of(number);
                    let turn = answered.catalogue.turn(number);
                    if let (Some(known), Some(turn)) = (known, turn)
                        && app.study.document(known.document).is_some()
                    {
                        passages.push(Passage {
                            document: known.document,
                            hash: known.hash,
                            span: turn.spoken,
                        });
                    }
                }
            }
        }
        if codings.is_empty() { Chosen::Passages(passages) } else { Chosen::Codings(codings) }
    }

    /// The ticked answers, else all: what is written to a file changes nothing.
    pub fn chosen_or_all(&self, app: &App) -> Chosen {
        let Some(answered) = &self.answered else { return Chosen::Codings(Vec::new()) };
        if self.ticks.count(answered.len()) > 0 {
            return self.chosen(app);
        }
        let mut all = Ticks::default();
        all.toggle_all(answered.len());
        self.chosen_of(&all, app)
    }

    /// How passages of turns are cut: with a marker, to the sentences of their hits.
    fn bulk_of(&self, deed: Deed, chosen: Chosen) -> Bulk {
        let marker = self.answered.as_ref().map(|answered| answered.marker.clone());
        let sentences = marker.filter(|marker| self.sentences && !marker.is_empty());
        Bulk { deed, chosen, sentences }
    }

    pub(super) fn deed(&mut self, deed: Deed, app: &mut App) {
        let chosen = self.chosen(app);
        let bulk = self.bulk_of(deed, chosen);
        app.bulk(bulk);
    }

    /// Important, unless all that was chosen is that already.
    pub(super) fn star(&mut self, app: &mut App) {
        let chosen = self.chosen(app);
        let on = match &chosen {
            Chosen::Codings(codings) => codings.iter().any(|key| !app.study.coding(*key).important),
            Chosen::Passages(_) => true,
        };
        let bulk = self.bulk_of(Deed::Star(on), chosen);
        app.bulk(bulk);
    }

    /// The codes that what was chosen gets.
    pub(super) fn pick(&mut self, app: &mut App, instead: bool) -> Step {
        let chosen = self.chosen(app);
        let deed = if instead { Deed::Recode(Vec::new()) } else { Deed::Code(Vec::new()) };
        if !app.writes {
            app.warn(&Say::CannotWrite);
            return Step::Stay;
        }
        if chosen.is_empty() || !app.may(&deed, &chosen) {
            return Step::Stay;
        }
        let bulk = self.bulk_of(deed, chosen);
        Step::Open(Panel::Picker(Picker::for_bulk(app, bulk)))
    }

    /// A memo on the coding at the cursor, or the same words on all that was chosen.
    pub(super) fn memo(&mut self, app: &mut App) -> Step {
        let chosen = self.chosen(app);
        if chosen.is_empty() {
            return Step::Stay;
        }
        let about = match &chosen {
            Chosen::Codings(codings) if codings.len() == 1 => {
                About::Target(Target::Coding(app.study.coding_id(codings[0])))
            }
            _ => About::Many(Box::new(self.bulk_of(Deed::Memo(String::new(), String::new()), chosen))),
        };
        Step::Open(Panel::Memo(Box::new(Memo::about(app, about))))
    }

    pub(super) fn act_on_counts(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop => self.focus = super::Focus::Results,
            Action::FindCounts => {
                self.counts.next(app);
                self.count(app);
            }
            Action::OpenFind => self.focus = super::Focus::Line,
            Action::Accept => {
                if let Some(condition) = self.counts.condition() {
                    let words = super::rewrite::narrowed(self.line.text(), &condition);
                    self.mean(&words, app);
                }
            }
            _ if self.counts.act(action) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }
}

/// The sentences of a text that hold a hit, each once.
pub fn sentences_with(text: &str, passage: Passage, marker: &crate::ui::finding::Marker) -> Vec<Passage> {
    let mut found: Vec<Passage> = Vec::new();
    for hit in marker.hits(text, passage.span) {
        let span =
            sentence_at(text, passage.span, hit.start).hull(sentence_at(text, passage.span, hit.end - 1));
        if found.last().is_none_or(|last| last.span != span) {
            found.push(Passage { span, ..passage });
        }
    }
    if found.is_empty() { vec![passage] } else { found }
}
