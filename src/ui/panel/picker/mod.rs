//! The picker: which codes does this passage get?
//!
//! Typing looks through names in both languages, ids and definitions; without a word the codebook stands there in its
//! order. Below it: what the code under the cursor means, and where it was given last. The text stays in view.

mod draw;
mod search;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Facets, Panel, Step};
use crate::model::{CodeKey, CodingKey, DocumentKey};
use crate::ui::action::Action;
use crate::ui::app::{App, Bulk, Choice, Deed, Given, Tone};
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
use search::Row;
use words::Say;

/// Passages of a code that are shown.
const LAST: usize = 3;

/// What was typed, what fits, and what was ticked.
#[derive(Debug, Default)]
pub struct Picker {
    line: LineEdit,
    rows: Vec<Row>,
    list: List,
    ticked: Vec<Choice>,
    /// The next key says on which digit the code is pinned.
    pinning: bool,
    /// The last passages of the code under the cursor.
    last: Vec<CodingKey>,
    last_of: Option<CodeKey>,
    /// What gets the codes.
    to: To,
}

/// What the codes are for.
#[derive(Debug, Default)]
enum To {
    /// The passage in the Reader.
    #[default]
    Passage,
    /// What was chosen among what was found.
    Bulk(Bulk),
    /// The coding that a walk shows: one code takes the place of its own.
    Walk,
    /// They are what this code is split into.
    Parts(CodeKey),
}

impl Picker {
    /// All codes of the codebook.
    pub fn new(app: &mut App) -> Self {
        let mut picker = Self::default();
        picker.search(app);
        picker.look_up(app);
        picker
    }

    /// The same, for what was chosen among what was found.
    pub fn for_bulk(app: &mut App, bulk: Bulk) -> Self {
        Self { to: To::Bulk(bulk), ..Self::new(app) }
    }

    /// For the coding that the walk below it shows.
    pub fn for_walk(app: &mut App) -> Self {
        Self { to: To::Walk, ..Self::new(app) }
    }

    /// For what a code is split into.
    pub fn for_parts(app: &mut App, code: CodeKey) -> Self {
        Self { to: To::Parts(code), ..Self::new(app) }
    }

    /// True when it is about the passage in the Reader.
    pub(super) fn is_for_passage(&self) -> bool {
        matches!(self.to, To::Passage)
    }

    /// Why these cannot be given together where they are to go.
    fn refusal(&self, app: &App, choices: &[&Choice]) -> Option<String> {
        match self.to {
            To::Passage => app.refusal(choices),
            To::Bulk(_) => app.clash(choices),
            To::Walk | To::Parts(_) => None,
        }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        let step = self.act_inside(action, app);
        self.look_up(app);
        step
    }

    fn act_inside(&mut self, action: Action, app: &mut App) -> Step {
        if std::mem::take(&mut self.pinning) && action == Action::Close {
            return Step::Stay;
        }
        match action {
            Action::Accept => return self.accept(app),
            Action::Close => return Step::Close,
            Action::Tick => self.tick(app),
            Action::Pin => self.pinning = self.code_here().is_some(),
            _ if self.line.act(action) => self.search(app),
            _ => {
                let before = self.list.chosen;
                if !self.list.act(action, self.rows.len()) {
                    return Step::Pass;
                }
                self.leave_heading(before);
            }
        }
        Step::Stay
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if std::mem::take(&mut self.pinning) {
            if let Some(digit) = key.character().and_then(|character| character.to_digit(10)) {
                self.pin(digit as usize, app);
            }
        } else if self.line.key(key) {
            self.search(app);
            self.look_up(app);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        self.line.paste(text);
        self.search(app);
        self.look_up(app);
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        let shape = draw::Shape::new(area, self);
        self.list.arrange(self.rows.len(), usize::from(shape.list.height));
    }

    /// Finds the last passages of the code under the cursor and asks for their texts.
    fn look_up(&mut self, app: &mut App) {
        let code = self.code_here();
        if self.last_of == code {
            return;
        }
        self.last_of = code;
        self.last = code.map_or_else(Vec::new, |code| last_passages(app, code));
        let mut documents: Vec<DocumentKey> = Vec::new();
        for key in &self.last {
            let document = app.study.coding(*key).document;
            if !documents.contains(&document) {
                documents.push(document);
            }
        }
        app.want_texts(documents);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }

    fn search(&mut self, app: &App) {
        self.rows = search::rows(&app.study, app.language, self.line.text());
        self.list.restart();
        self.leave_heading(0);
    }

    /// Headings cannot be stood on: one goes on in the direction in which one came.
    fn leave_heading(&mut self, from: usize) {
        let heading = |index: usize| matches!(self.rows.get(index), Some(Row::Family(_)));
        let here = self.list.chosen;
        if !heading(here) {
            return;
        }
        let down = (here..self.rows.len()).find(|index| !heading(*index));
        let up = (0..here).rev().find(|index| !heading(*index));
        let next = if here < from { up.or(down) } else { down.or(up) };
        self.list.chosen = next.unwrap_or(here);
    }

    /// What the row under the cursor stands for.
    fn here(&self) -> Option<Choice> {
        match self.rows.get(self.list.chosen)? {
            Row::Code { code, .. } => Some(Choice::Code(*code)),
            Row::New(name) => Some(Choice::New(name.clone())),
            Row::Family(_) => None,
        }
    }

    fn code_here(&self) -> Option<CodeKey> {
        match self.here()? {
            Choice::Code(code) => Some(code),
            Choice::New(_) => None,
        }
    }

    /// Ticks the code under the cursor, or takes the tick away, and goes on: with an empty line, or to the next row.
    fn tick(&mut self, app: &mut App) {
        let Some(choice) = self.here().filter(|_| !matches!(self.to, To::Walk)) else { return };
        match self.ticked.iter().position(|ticked| *ticked == choice) {
            Some(place) => drop(self.ticked.remove(place)),
            None => {
                let all: Vec<&Choice> = self.ticked.iter().chain([&choice]).collect();
                if let Some(refusal) = self.refusal(app, &all) {
                    app.tell(Tone::Warning, refusal);
                    return;
                }
                self.ticked.push(choice);
            }
        }
        if self.line.is_empty() {
            self.list.act(Action::Down, self.rows.len());
            self.leave_heading(0);
        } else {
            self.line = LineEdit::default();
            self.search(app);
        }
    }

    /// Gives what was ticked, and the code under the cursor when nothing was, or when something was typed for it. Facets
    /// that are asked at once come first, so that all of it is one step back.
    fn accept(&mut self, app: &mut App) -> Step {
        let mut choices = self.ticked.clone();
        if choices.is_empty() || !self.line.is_empty() {
            choices.extend(self.here().filter(|here| !self.ticked.contains(here)));
        }
        if choices.is_empty() {
            return Step::Stay;
        }
        if let Some(refusal) = self.refusal(app, &choices.iter().collect::<Vec<_>>()) {
            app.tell(Tone::Warning, refusal);
            return Step::Stay;
        }
        match std::mem::take(&mut self.to) {
            To::Bulk(bulk) => {
                let deed = match bulk.deed {
                    Deed::Recode(_) => Deed::Recode(choices),
                    _ => Deed::Code(choices),
                };
                return Step::Do(Bulk { deed, ..bulk });
            }
            To::Walk => {
                let choice = choices.swap_remove(0);
                app.with_walk(|walk, app| walk.picked(app, &choice));
                return Step::Close;
            }
            To::Parts(code) => return Step::Become(app.parts_chosen(code, choices)),
            To::Passage => {}
        }
        let given: Vec<Given> = choices.into_iter().map(Given::open).collect();
        match Facets::of_given(app, given) {
            Ok(facets) => Step::Become(Panel::Facets(facets)),
            Err(given) => {
                app.give(&given);
                Step::Close
            }
        }
    }

    /// Pins the code under the cursor to a digit; when it is there already, takes it off.
    fn pin(&mut self, digit: usize, app: &mut App) {
        let Some(code) = self.code_here() else { return };
        let slot = (digit + 9) % 10;
        let name = crate::ui::names::name_of(&app.study, app.language, code);
        let there = app.pinned[slot] == Some(code);
        app.pin(slot, (!there).then_some(code));
        let words = if there { Say::Unpinned(&name, digit) } else { Say::Pinned(&name, digit) };
        app.tell(Tone::Good, words.show(app.language));
    }
}

/// The last passages that the coders who are shown gave a code to, the newest first.
fn last_passages(app: &App, code: CodeKey) -> Vec<CodingKey> {
    // The numbers of codings rise as they come in.
    let mut last: Vec<CodingKey> = Vec::with_capacity(LAST + 1);
    for key in app.study.codings_with(Some(code)) {
        if last.len() == LAST && last[LAST - 1] > *key
            || !app.shown.coders.contains(&app.study.coding(*key).coder)
        {
            continue;
        }
        let place = last.partition_point(|other| other > key);
        last.insert(place, *key);
        last.truncate(LAST);
    }
    last
}
