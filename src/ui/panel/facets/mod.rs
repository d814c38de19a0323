//! Facets of codings: one letter a value. Nothing is filled in beforehand, and whatever is left out stays open.

mod draw;
mod words;

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::model::codebook::{Facet, FacetKind, letters};
use crate::model::edit::{self, EditError};
use crate::model::event::Facets as Values;
use crate::model::{Body, CodeKey, CodingKey, Uuid};
use crate::ui::action::Action;
use crate::ui::app::{App, Choice, Given};
use crate::ui::keymap::Key;
use crate::ui::language::Language;
use crate::ui::line_edit::LineEdit;
use words::Say;

/// Codes whose facets are asked, one after the other.
#[derive(Debug)]
pub struct Facets {
    goal: Goal,
    subjects: Vec<Subject>,
    at: usize,
}

/// What becomes of the answers.
#[derive(Debug)]
enum Goal {
    /// These are given to the passage, with their facets.
    Give(Vec<Given>),
    /// The facets of this coding change. By its id: its number is another one when journals are read anew.
    Change(Uuid),
}

/// A code with its questions.
#[derive(Debug)]
struct Subject {
    code: CodeKey,
    questions: Vec<Question>,
    at: usize,
}

/// A facet with its answer.
#[derive(Debug)]
struct Question {
    facet: Facet,
    /// Letter and its place in the name of each value.
    letters: Vec<(char, Option<usize>)>,
    /// The values that are set, by their position.
    set: Vec<usize>,
    /// The answer of a facet with free text.
    line: LineEdit,
}

impl Facets {
    /// Asks the facets that are asked while coding. Gives back what it got when there are none.
    ///
    /// # Errors
    /// What it got, when no facet is asked.
    pub fn of_given(app: &App, given: Vec<Given>) -> Result<Self, Vec<Given>> {
        let subject = |given: &Given| match given.choice {
            Choice::Code(key) => {
                let code = app.study.codebook.code(key)?;
                let facets: Vec<Facet> = app.asked_now(code).cloned().collect();
                (!facets.is_empty()).then(|| Subject::new(key, &facets, app.language))
            }
            Choice::New(_) => None,
        };
        let subjects: Vec<Subject> = given.iter().filter_map(subject).collect();
        if subjects.is_empty() { Err(given) } else { Ok(Self { goal: Goal::Give(given), subjects, at: 0 }) }
    }

    /// Asks all facets of a coding, the first open one first; `None` when its code has none.
    pub fn of_coding(app: &App, key: CodingKey) -> Option<Self> {
        let coding = app.study.coding(key);
        let code = app.study.codebook.code(coding.code?)?;
        let facets = &app.study.codebook.family(code).facets;
        if facets.is_empty() {
            return None;
        }
        let mut subject = Subject::new(code.key, facets, app.language);
        for question in &mut subject.questions {
            let values = app.study.facet(coding, &question.facet.id);
            let values: Vec<&str> = values.iter().map(|value| app.study.word(*value)).collect();
            question.fill(&values);
        }
        let open = subject.questions.iter().position(|question| question.facet.ask_now && question.is_open());
        subject.at = open.unwrap_or(0);
        Some(Self { goal: Goal::Change(app.study.coding_id(key)), subjects: vec![subject], at: 0 })
    }

    /// True when the answers go to the passage and not to a coding that is there.
    pub(super) fn is_for_passage(&self) -> bool {
        matches!(self.goal, Goal::Give(_))
    }

    fn subject(&mut self) -> Option<&mut Subject> {
        self.subjects.get_mut(self.at)
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        let changes = matches!(self.goal, Goal::Change(_));
        let Some(subject) = self.subject() else { return Step::Close };
        match action {
            Action::Accept if subject.goes_on() => {}
            Action::Accept => return self.done(app),
            Action::Close => {
                if changes {
                    return Step::Close;
                }
                subject.leave_open();
                return self.done(app);
            }
            Action::Down | Action::Tick => subject.at = (subject.at + 1).min(subject.questions.len() - 1),
            Action::Up => subject.at = subject.at.saturating_sub(1),
            Action::First => subject.at = 0,
            Action::Last => subject.at = subject.questions.len() - 1,
            _ if subject.text().is_some_and(|line| line.act(action)) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    pub(super) fn key(&mut self, key: Key) -> Step {
        let Some(subject) = self.subject() else { return Step::Close };
        if let Some(line) = subject.text() {
            line.key(key);
            return Step::Stay;
        }
        match (key.code, key.character()) {
            (KeyCode::Backspace | KeyCode::Delete, _) => subject.questions[subject.at].set.clear(),
            (_, Some(letter)) => subject.set(letter),
            _ => {}
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str) {
        if let Some(line) = self.subject().and_then(Subject::text) {
            line.paste(text);
        }
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }

    /// This code is done: the next one, or all is written.
    fn done(&mut self, app: &mut App) -> Step {
        self.at += 1;
        if self.at < self.subjects.len() {
            return Step::Stay;
        }
        match &mut self.goal {
            Goal::Give(given) => {
                for given in given.iter_mut() {
                    let subject =
                        self.subjects.iter().find(|subject| given.choice == Choice::Code(subject.code));
                    given.facets = subject.map_or_else(Values::new, Subject::values);
                }
                app.give(given);
            }
            Goal::Change(id) => change(app, *id, &self.subjects[0]),
        }
        Step::Close
    }
}

/// Writes what was changed at a coding, as one step.
fn change(app: &mut App, id: Uuid, subject: &Subject) {
    let Some(key) = app.study.find_coding(id) else {
        return app.warn(&crate::ui::words::Say::NoCodingHere);
    };
    let coding = app.study.coding(key);
    let bodies: Result<Vec<Body>, EditError> = subject
        .questions
        .iter()
        .filter(|question| {
            let before: Vec<&str> = app
                .study
                .facet(coding, &question.facet.id)
                .iter()
                .map(|value| app.study.word(*value))
                .collect();
            question.values() != before
        })
        .map(|question| edit::facet(&app.study, app.coder, key, &question.facet.id, &question.values()))
        .collect();
    match bodies {
        Ok(bodies) => {
            if app.commit(bodies) {
                let name = crate::ui::names::name_of(&app.study, app.language, subject.code);
                app.tell(crate::ui::app::Tone::Good, Say::Kept(&name).show(app.language));
            }
        }
        Err(error) => app.refuse(&error),
    }
}

impl Subject {
    fn new(code: CodeKey, facets: &[Facet], language: Language) -> Self {
        let tag = language.tag();
        let names: Vec<&str> =
            facets.iter().flat_map(|facet| &facet.values).map(|value| value.name.get(tag)).collect();
        let mut given = letters(&names).into_iter();
        let question = |facet: &Facet| Question {
            letters: given.by_ref().take(facet.values.len()).collect(),
            set: Vec::new(),
            line: LineEdit::default(),
            facet: facet.clone(),
        };
        let questions = facets.iter().map(question).collect();
        Self { code, questions, at: 0 }
    }

    /// The line of the question at hand, when it is one of free text.
    fn text(&mut self) -> Option<&mut LineEdit> {
        let question = self.questions.get_mut(self.at)?;
        (question.facet.kind == FacetKind::Text).then_some(&mut question.line)
    }

    /// Enter behind free text goes on to the next question, when there is one.
    fn goes_on(&mut self) -> bool {
        let on = self.text().is_some() && self.at + 1 < self.questions.len();
        self.at += usize::from(on);
        on
    }

    /// Sets the value with this letter, or takes it away again, whatever facet it belongs to.
    fn set(&mut self, letter: char) {
        let find = |question: &Question| question.letters.iter().position(|(own, _)| *own == letter);
        let found = self.questions.iter().enumerate().find_map(|(at, question)| Some((at, find(question)?)));
        let Some((at, value)) = found else { return };
        self.at = at;
        let question = &mut self.questions[at];
        match question.set.iter().position(|set| *set == value) {
            Some(place) => drop(question.set.remove(place)),
            None if question.facet.kind == FacetKind::One => {
                question.set = vec![value];
                self.go_on();
            }
            None => {
                question.set.push(value);
                question.set.sort_unstable();
            }
        }
    }

    /// Without any answer.
    fn leave_open(&mut self) {
        for question in &mut self.questions {
            question.set.clear();
            question.line = LineEdit::default();
        }
    }

    /// To the next question that has no answer.
    fn go_on(&mut self) {
        let open = (self.at + 1..self.questions.len()).find(|at| self.questions[*at].is_open());
        self.at = open.unwrap_or(self.at);
    }

    fn values(&self) -> Values {
        let answer = |question: &Question| (question.facet.id.clone(), question.values());
        self.questions.iter().map(answer).filter(|(_, values)| !values.is_empty()).collect()
    }
}

impl Question {
    fn is_open(&self) -> bool {
        self.set.is_empty() && self.line.is_empty()
    }

    fn fill(&mut self, values: &[&str]) {
        if self.facet.kind == FacetKind::Text {
            self.line = LineEdit::new(&values.join(", "));
        } else {
            let place = |value: &&str| self.facet.values.iter().position(|known| known.id == **value);
            self.set = values.iter().filter_map(place).collect();
            self.set.sort_unstable();
        }
    }

    /// The ids of the values that are set, or the words.
    fn values(&self) -> Vec<String> {
        if self.facet.kind == FacetKind::Text {
            let words = self.line.text().trim();
            return if words.is_empty() { Vec::new() } else { vec![words.to_owned()] };
        }
        self.set.iter().filter_map(|at| Some(self.facet.values.get(*at)?.id.clone())).collect()
    }
}
