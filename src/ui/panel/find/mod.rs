//! Finding by code: a question, and the passages over the whole corpus that answer it.
//!
//! The question is that of the command line. Whoever does not know it yet types a word and chooses a code. The answers follow
//! while one types; words of documents come in for the rows in sight alone.

mod answers;
mod draw;
mod question;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Place, Step};
use crate::index::{Query, QueryError};
use crate::model::{CodingKey, edit};
use crate::ui::action::{Action, Context};
use crate::ui::app::{App, Effect, Tone};
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
use crate::ui::names::{code_name, quotation};
use answers::Answers;
use question::Offer;
use words::Say;

/// The question, what may complete it, and its answers.
#[derive(Debug, Default)]
pub struct Find {
    line: LineEdit,
    /// The line has the keys; else the answers have.
    asking: bool,
    offers: Vec<Offer>,
    list: List,
    query: Option<Query>,
    mistake: Option<QueryError>,
    answers: Answers,
    /// The state of the study that was asked.
    revision: u64,
}

impl Find {
    /// An empty line, with the codebook to choose from.
    pub fn new(app: &mut App) -> Self {
        let mut find = Self { asking: true, ..Self::default() };
        find.ask(app);
        find.want(app);
        find
    }

    /// The passages with the code of this coding, standing on it.
    pub fn of_coding(app: &mut App, key: CodingKey) -> Self {
        let words = question::of_code(&app.study, app.study.coding(key).code);
        let mut find = Self { line: LineEdit::new(&words), ..Self::default() };
        find.ask(app);
        find.answers.choose(Some(key), 0);
        find.want(app);
        find
    }

    /// Asks again what was asked when it was left.
    pub fn ask_anew(&mut self, app: &mut App) {
        self.ask_again(app);
        self.want(app);
    }

    pub(super) fn context(&self) -> Context {
        if self.asking { Context::Find } else { Context::Results }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        self.refresh(app);
        let step = if self.asking { self.act_asking(action, app) } else { self.act_on_answers(action, app) };
        self.want(app);
        step
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if !self.asking {
            return Step::Pass;
        }
        if self.line.key(key) {
            self.ask(app);
            self.want(app);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        if self.asking {
            self.line.paste(text);
            self.ask(app);
            self.want(app);
        }
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        self.refresh(app);
        let shape = draw::Shape::new(area, self);
        self.list.arrange(self.offers.len(), usize::from(shape.list.height));
        self.answers.arrange(usize::from(shape.list.height), shape.tall);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }

    fn act_asking(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close => return Step::Close,
            Action::Accept => self.accept(app),
            Action::Complete => self.complete(app),
            _ if self.line.act(action) => self.ask(app),
            Action::Down if self.offers.is_empty() => self.asking = self.answers.len() == 0,
            _ => {
                let before = self.list.chosen;
                if !self.list.act(action, self.offers.len()) {
                    return Step::Pass;
                }
                self.leave_heading(before);
            }
        }
        Step::Stay
    }

    fn act_on_answers(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop => return Step::Close,
            Action::OpenFind => {
                self.asking = true;
                self.ask(app);
            }
            Action::Accept => return self.go(app),
            Action::Descendants => self.toggle_descendants(app),
            Action::Copy => self.copy(app),
            Action::Uncode => self.uncode(app),
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            _ if self.answers.act(action) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Asks what stands in the line, from the first answer on.
    fn ask(&mut self, app: &App) {
        self.ask_again(app);
        self.answers.choose(None, 0);
        self.list.restart();
        self.leave_heading(0);
    }

    fn ask_again(&mut self, app: &App) {
        self.revision = app.revision();
        let line = self.line.text();
        self.offers = if self.asking { question::offers(app, line) } else { Vec::new() };
        let (here, before) = (self.answers.here(), self.answers.chosen);
        (self.query, self.mistake) = (None, None);
        let mut found = Vec::new();
        match question::answer(app, line) {
            Ok((query, codings)) => (self.query, found) = (Some(query), codings),
            Err(mistake) => self.mistake = Some(mistake),
        }
        self.answers = Answers::new(&app.study, found);
        self.answers.choose(here, before);
    }

    /// Codings came or went.
    fn refresh(&mut self, app: &App) {
        if self.revision != app.revision() {
            self.ask_again(app);
        }
    }

    /// Asks for the texts of what is in sight.
    fn want(&mut self, app: &mut App) {
        let area = app.areas().panel(Place::Full);
        let shape = draw::Shape::new(area, self);
        self.answers.arrange(usize::from(shape.list.height), shape.tall);
        app.want_texts(self.answers.wanted());
    }

    /// Headings cannot be stood on: one goes on in the direction in which one came.
    fn leave_heading(&mut self, from: usize) {
        let heading = |index: usize| matches!(self.offers.get(index), Some(Offer::Family(_)));
        let here = self.list.chosen;
        if !heading(here) {
            return;
        }
        let down = (here..self.offers.len()).find(|index| !heading(*index));
        let up = (0..here).rev().find(|index| !heading(*index));
        let next = if here < from { up.or(down) } else { down.or(up) };
        self.list.chosen = next.unwrap_or(here);
    }

    /// Puts what is chosen below the line into it.
    fn complete(&mut self, app: &App) {
        if let Some(offer) = self.offers.get(self.list.chosen) {
            let line = self.line.text();
            let before = &line[..question::last_word(line)];
            self.line = LineEdit::new(&format!("{before}{}", offer.words(&app.study)));
            self.ask(app);
        }
    }

    /// Completes the line and, when it is a question then, goes to the answers.
    fn accept(&mut self, app: &App) {
        self.complete(app);
        if self.query.is_some() && self.answers.len() > 0 {
            self.asking = false;
        }
    }

    /// To the passage; `/` leads back.
    fn go(&mut self, app: &mut App) -> Step {
        let Some(key) = self.answers.here() else { return Step::Stay };
        if !app.study.verdict(key).has_position() {
            app.tell(Tone::Warning, Say::NoPlace.show(app.language));
            return Step::Stay;
        }
        app.panels.clear();
        app.last_find = Some(Box::new(std::mem::take(self)));
        app.show_coding(key);
        Step::Close
    }

    fn toggle_descendants(&mut self, app: &mut App) {
        let query = self.query.as_ref();
        match query.and_then(|query| question::with_descendants_toggled(&app.study, query)) {
            Some(words) => {
                self.line = LineEdit::new(&words);
                self.ask_again(app);
            }
            None => app.tell(Tone::Warning, Say::NoCode.show(app.language)),
        }
    }

    fn copy(&self, app: &mut App) {
        let Some(key) = self.answers.here() else { return };
        let coding = app.study.coding(key);
        let (document, span) = (app.study.document(coding.document), coding.span);
        if !app.study.verdict(key).has_position() {
            return app.tell(Tone::Warning, Say::NoPlace.show(app.language));
        }
        let (Some(document), Some(text)) = (document, app.text_of(coding.document)) else {
            return app.tell(Tone::Warning, Say::NotYet.show(app.language));
        };
        let (words, reference) = quotation(document, text, span, app.language);
        app.say(&crate::ui::words::Say::Copied(&reference));
        app.ask(Effect::Copy(words));
    }

    fn uncode(&self, app: &mut App) {
        let Some(key) = self.answers.here() else { return };
        match edit::uncode(&app.study, app.coder, key) {
            Ok(body) => {
                let name = code_name(&app.view(), app.study.coding(key).code);
                if app.commit(vec![body]) {
                    app.say(&crate::ui::words::Say::Uncoded(&name));
                }
            }
            Err(error) => app.refuse(&error),
        }
    }
}
