//! From the line to a question, and from the thread that answers back to the list.

use std::ops::ControlFlow;
use std::sync::Arc;

use super::begun::Begun;
use super::words::{Say, Word};
use super::{Did, Find, Focus, Order, Step, rewrite};
use crate::index::CodeSet;
use crate::index::query::{Mistake, Query, QueryError};
use crate::index::question::{CodingTest, Gives, Part, Question};
use crate::ui::action::Action;
use crate::ui::app::{App, Effect, Tone, WiderQuestion};
use crate::ui::finding::{Answered, Ask, Row, Thing, is_about_codings, names_coders, narrowed};

impl Find {
    pub(super) fn act_asking(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close if self.line.choosing => self.line.choosing = false,
            Action::Close => return Step::Close,
            Action::Accept if self.line.choosing => {
                self.line.complete();
                self.after(Did::Changed, app);
            }
            Action::Accept => self.accept(app),
            Action::SavedQueries | Action::SaveQuery | Action::Widen | Action::FindCounts => {
                return self.act_anywhere(action, app);
            }
            _ => {
                let did = self.line.act(action, app);
                self.after(did, app);
                match did {
                    Did::Nothing if action == Action::Down && self.len() > 0 => self.focus = Focus::Results,
                    Did::Nothing => return Step::Pass,
                    Did::Moved | Did::Changed => {}
                }
            }
        }
        Step::Stay
    }

    /// What works in the line and in the list.
    pub(super) fn act_anywhere(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::SavedQueries => match super::Saved::new(app) {
                Some(saved) => return Step::Open(super::super::Panel::Saved(saved)),
                None => app.tell(Tone::Warning, Word::NothingSaved.say(app.language).to_owned()),
            },
            Action::SaveQuery if self.line.is_blank() || self.query.is_none() => {
                app.tell(Tone::Warning, Word::NoQuestion.say(app.language).to_owned());
            }
            Action::SaveQuery => {
                let line = super::super::Line::new(super::super::Purpose::QueryName, "");
                return Step::Open(super::super::Panel::Line(line));
            }
            Action::Widen => self.widen(app),
            Action::FindCounts if self.len() > 0 => {
                self.focus = Focus::Counts;
                self.count(app);
                // The same question, now with its counts.
                self.ask(app, self.typing);
            }
            _ => {}
        }
        Step::Stay
    }

    /// The question is meant as it stands: the last word is whole.
    fn accept(&mut self, app: &mut App) {
        if self.line.is_blank() {
            return;
        }
        self.line.offers.clear();
        self.begun = Begun::of(self.line.text());
        self.ask(app, false);
        if self.line.mistake.is_some() {
            return;
        }
        self.focus = Focus::Results;
        if app.finding.remember(self.line.text()) {
            app.ask(Effect::SaveAsked);
        }
    }

    /// A question that is meant, and gives codings whatever it asks for.
    pub fn meant(app: &mut App, words: &str) -> Self {
        let mut find = Self { gives: Some(Gives::Codings), ..Self::default() };
        find.line.set(words);
        find.accept(app);
        find.want(app);
        find
    }

    /// Puts another question into the line and means it.
    pub fn mean(&mut self, words: &str, app: &mut App) {
        self.line.set(words);
        self.gives = None;
        self.accept(app);
        self.want(app);
    }

    /// Asks what stands in the line; `typing` while its last word may go on. A mistake leaves the old answers there.
    pub(super) fn ask(&mut self, app: &mut App, typing: bool) {
        self.revision = app.revision();
        self.line.mistake = None;
        (self.typing, self.waits_for_forms) = (typing, false);
        let words = self.line.text().to_owned();
        let read = if typing { Query::typing(&words) } else { Query::parse(&words) };
        match read.and_then(|query| Ok((app.question_of(&query)?, query))) {
            Ok((ControlFlow::Continue(question), query)) => {
                let same = self.query.as_ref().is_some_and(|last| last.expression == query.expression);
                if !same {
                    self.ticks.clear();
                }
                // Who asks for the best ones wants them, not where one was.
                let other_order = self.order == Order::Relevance
                    && self.can_be_ranked()
                    && self.answered.as_ref().is_some_and(|answered| !answered.is_ranked());
                let here = if same && !other_order { self.here() } else { None };
                self.stand_on = self.stand_on.take().or(here);
                self.query = Some(query);
                self.send(app, question, typing);
            }
            // Forms of its words are being looked up; then it is asked again.
            Ok((ControlFlow::Break(()), query)) => {
                self.query = Some(query);
                self.waits_for_forms = true;
            }
            Err(QueryError { mistake, .. }) if *mistake == Mistake::Empty => self.forget(app),
            Err(mistake) => self.line.mistake = Some(mistake),
        }
    }

    fn forget(&mut self, app: &mut App) {
        (self.query, self.answered) = (None, None);
        self.made.clear();
        self.ticks.clear();
        app.finding.number += 1;
        self.number = 0;
    }

    fn send(&mut self, app: &mut App, question: Question, typing: bool) {
        self.about_codings = is_about_codings(&question.part);
        self.names_coders = names_coders(&question.part);
        let mut question = question;
        if self.gives == Some(Gives::Codings) && !self.about_codings {
            // The codings in these turns.
            let any = Part::Coding(CodingTest::Any(vec![
                CodingTest::Codes(CodeSet::Any),
                CodingTest::Codes(CodeSet::Marks),
            ]));
            question.part = Part::All(vec![question.part, any]);
            self.about_codings = true;
        }
        question.gives = self.gives.unwrap_or(question.gives);
        self.asked_gives = Some(question.gives);
        let question = narrowed(question, app.shown.coders.iter().copied());
        app.finding.codings.refresh(&app.study);
        app.finding.number += 1;
        self.number = app.finding.number;
        self.more_in_forms = 0;
        let codings = app.finding.codings.clone();
        let counted = (self.focus == Focus::Counts).then(|| {
            if self.names_coders {
                app.study.coders().into_iter().collect()
            } else {
                app.shown.coders.iter().copied().collect()
            }
        });
        let best_first = self.order == Order::Relevance;
        let near = self.stand_on;
        let ask = Ask { number: self.number, question, codings, counted, typing, best_first, near };
        app.ask(Effect::Ask(Box::new(ask)));
    }

    /// Codings or codes are others now.
    pub(super) fn refresh(&mut self, app: &mut App) {
        if self.revision != app.revision() && !self.line.is_blank() {
            self.ask(app, self.typing);
        }
    }

    /// Journals or documents were read anew: numbers of codings or turns are others now.
    pub fn forget_numbers(&mut self) {
        (self.answered, self.counted) = (None, None);
        self.made.clear();
        self.ticks.clear();
        self.stand_on = None;
        self.requested = 0..0;
        // Whatever is asked next is asked anew.
        self.revision = u64::MAX;
    }

    /// An answer; one to an earlier question comes too late.
    pub fn answered(&mut self, answered: Arc<Answered>, rows: Vec<(usize, Row)>, app: &mut App) {
        if answered.number != self.number {
            return;
        }
        let before = self.rows.chosen;
        if answered.whole {
            self.ticks.keep(&answered);
        }
        self.made = rows.into_iter().collect();
        self.requested = 0..0;
        // It begins with the rows that were there: one stands where one stood.
        if !self.has_begun() || self.waits_for_any() {
            let stood = self.stand_on.take();
            match (stood, stood.and_then(|thing| answered.row_of(thing))) {
                (_, Some(row)) => self.rows.chosen = row,
                // It is gone: about where it was.
                (Some(_), None) => self.rows.chosen = before.min(answered.len().saturating_sub(1)),
                (None, None) => self.rows.restart(0),
            }
        }
        let whole = answered.whole;
        self.answered = Some(answered);
        if self.ask_begun(app) {
            return;
        }
        if self.focus == Focus::Counts && whole {
            self.count(app);
        }
        if self.len() == 0 && matches!(self.focus, Focus::Counts) {
            self.focus = Focus::Results;
        }
        self.ask_wider(app);
        self.want(app);
    }

    /// Where nothing was found, asks for words that begin so; true when something is asked.
    fn ask_begun(&mut self, app: &mut App) -> bool {
        let found = self.len() > 0;
        match std::mem::take(&mut self.begun) {
            Begun::May { begun, .. } if found || self.line.text() == begun => false,
            Begun::May { whole, begun } => {
                self.line.set(&begun);
                self.begun = Begun::Asked { whole };
                self.ask(app, false);
                true
            }
            Begun::Asked { whole } if found => {
                let begun = self.line.text().to_owned();
                let words = Say::Begun(&whole, &begun).show(app.language);
                app.tell(Tone::Warning, words);
                if app.finding.remember(&begun) {
                    app.ask(Effect::SaveAsked);
                }
                false
            }
            // No word begins so either: it stays as it was asked.
            Begun::Asked { whole } => {
                self.line.set(&whole);
                self.ask(app, false);
                true
            }
            Begun::No => false,
        }
    }

    /// More rows of the answer.
    pub fn rows_made(&mut self, number: u64, rows: Vec<(usize, Row)>) {
        if self.answered.as_ref().is_some_and(|answered| answered.number == number) {
            self.made.extend(rows);
        }
    }

    /// How many more there are in other forms.
    pub fn wider(&mut self, number: u64, more: usize) {
        if number == self.number {
            self.more_in_forms = more;
        }
    }

    /// Forms that were asked for are there.
    pub fn forms_there(&mut self, app: &mut App) {
        if self.waits_for_forms {
            self.ask(app, self.typing);
        } else {
            self.ask_wider(app);
        }
        self.forms.fill(app, self.query.as_ref());
    }

    /// Words that may complete the line are there.
    pub fn words_there(&mut self, app: &mut App) {
        if self.focus == Focus::Line && !self.line.choosing {
            self.line.offer(app);
        }
    }

    /// Asks how many more there are in other forms of the words.
    fn ask_wider(&mut self, app: &mut App) {
        let Some(query) = self.query.as_ref().filter(|_| !self.waits()) else { return };
        let Some(wider) = rewrite::widened(query) else { return };
        let Ok(wider) = Query::parse(&wider) else { return };
        if let Ok(ControlFlow::Continue(mut question)) = app.question_of(&wider) {
            question.gives = self.asked_gives.unwrap_or(question.gives);
            let question = narrowed(question, app.shown.coders.iter().copied());
            app.ask(Effect::AskWider { number: self.number, question: Box::new(WiderQuestion(question)) });
        }
    }

    fn widen(&mut self, app: &mut App) {
        match self.query.as_ref().and_then(rewrite::widened) {
            Some(words) => self.mean(&words, app),
            None => app.tell(Tone::Warning, Word::NothingToWiden.say(app.language).to_owned()),
        }
    }

    /// Turns instead of codings, or the other way round.
    pub(super) fn toggle_gives(&mut self, app: &mut App) {
        let Some(now) = self.asked_gives.filter(|_| self.query.is_some()) else { return };
        let other = if now == Gives::Codings { Gives::Turns } else { Gives::Codings };
        self.gives = Some(other);
        self.stand_on = match (self.here(), &self.answered) {
            (Some(Thing::Coding(key)), Some(answered)) => {
                let coding = app.study.coding(key);
                let known = answered.catalogue.document(coding.document);
                known.map(|known| Thing::Turn(answered.catalogue.touched(known, coding.span).start))
            }
            _ => None,
        };
        self.ticks.clear();
        self.ask(app, false);
    }
}
