//! The codebook: the tree of families and codes, what a code means, and its passages.
//!
//! What one does to two codes (comparing, moving, merging) is picked up at the first and put down at the second, with the same
//! key. How often codes are used is counted on a thread; the old counts stay until the new ones are there.

mod change;
mod compare;
mod doing;
mod draw;
mod editing;
mod entry;
mod fields;
mod history;
mod passages;
mod roll;
mod rows;
mod shape;
mod words;

pub use doing::Carried;
pub use editing::Asked;
pub use fields::Field;
pub use roll::{Roll, join};
pub use rows::Of;

use std::collections::BTreeSet;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Place, Step};
use crate::analysis::usage::Usage;
use crate::model::{CodeKey, CoderKey, CodingKey};
use crate::ui::action::{Action, Context};
use crate::ui::app::{App, Effect};
use crate::ui::counting::{CountCodes, CountedCodes};
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
use compare::Compare;
use entry::Entry;
use passages::Passages;
use rows::{Row, Searched, Wanted};
use shape::Shape;

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Focus {
    /// Families and codes.
    #[default]
    Tree,
    /// The passages of the code.
    Passages,
    /// The fields of the entry.
    Fields,
    /// Two codes side by side.
    Compare,
}

/// The state of codings that was counted.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Counted {
    codings: u64,
    corpus: u64,
    coders: BTreeSet<CoderKey>,
    /// The definitions, since what was made under an earlier one is counted too.
    revision: u64,
}

/// The codebook screen.
#[derive(Debug, Default)]
pub struct Codes {
    rows: Vec<Row>,
    list: List,
    folded: BTreeSet<Of>,
    groups: bool,
    filter: LineEdit,
    /// The filter has the keys.
    typing: bool,
    searched: Searched,
    focus: Focus,
    /// Codes that were ticked.
    ticked: BTreeSet<CodeKey>,
    /// What was picked up, to be put down at another code.
    carried: Option<Carried>,
    /// Passages of the codes below too.
    descendants: bool,
    usage: Option<Arc<Usage>>,
    counted: Option<Counted>,
    /// The number of the question that was asked last.
    number: u64,
    passages: Passages,
    compare: Option<Compare>,
    entry: Entry,
    /// The line of the entry on which one stands.
    field: usize,
    /// The state of the codebook that the rows were made from.
    revision: Option<u64>,
    /// A code that is being made: one stands on it as soon as it is there.
    stand_on: Option<String>,
}

impl Codes {
    /// All families, unfolded, standing on a code if one is asked for.
    pub fn new(app: &mut App, code: Option<CodeKey>) -> Self {
        let mut codes = Self { descendants: true, ..Self::default() };
        codes.list.chosen = usize::from(!app.study.codebook.codes().is_empty());
        codes.renew(app);
        if let Some(code) = code {
            codes.go_to(&Of::Code(code), app);
        }
        codes.want(app);
        codes
    }

    pub(super) fn context(&self) -> Context {
        match self.focus {
            _ if self.typing => Context::CodeFilter,
            Focus::Tree => Context::Codes,
            Focus::Passages => Context::CodePassages,
            Focus::Fields => Context::CodeFields,
            Focus::Compare => Context::CodeCompare,
        }
    }

    /// What one stands on.
    fn here(&self) -> Option<&Of> {
        self.rows.get(self.list.chosen).map(|row| &row.of)
    }

    fn code_here(&self) -> Option<CodeKey> {
        match self.here()? {
            Of::Code(key) => Some(*key),
            _ => None,
        }
    }

    /// What is ticked, else the code under the cursor; in the order of the tree.
    fn chosen(&self, app: &App) -> Vec<CodeKey> {
        let mut chosen: Vec<CodeKey> = self.ticked.iter().copied().collect();
        if chosen.is_empty() {
            chosen.extend(self.code_here());
        }
        chosen.retain(|key| app.study.codebook.code(*key).is_some());
        chosen.sort_by_key(|key| app.study.codebook.rank(*key));
        chosen
    }

    /// The coding under the cursor.
    fn passage_here(&self) -> Option<CodingKey> {
        let usage = self.usage.as_deref();
        match &self.compare {
            Some(compare) => compare.here(usage),
            None => self.passages.here(usage),
        }
    }

    /// Passages that are ticked, else the one under the cursor.
    fn passages_chosen(&self) -> Vec<CodingKey> {
        let passages = self.compare.as_ref().map_or(&self.passages, Compare::passages);
        if passages.ticked.is_empty() {
            return self.passage_here().into_iter().collect();
        }
        passages.all(self.usage.as_deref()).filter(|key| passages.ticked.contains(key)).collect()
    }

    /// The counts are there.
    pub fn counted(&mut self, counted: CountedCodes, app: &mut App) {
        if counted.number == self.number {
            self.usage = Some(counted.usage);
            if let Some(compare) = &mut self.compare {
                compare.set_both(counted.both);
            }
            self.want(app);
        }
    }

    /// Journals were read anew: numbers of codings are others now.
    pub fn forget_numbers(&mut self) {
        (self.usage, self.counted) = (None, None);
        self.passages = Passages::default();
        if let Some(compare) = &mut self.compare {
            *compare = Compare::new(compare.codes[0], compare.codes[1]);
        }
    }

    /// Brings everything up to date with the study; asks for counts where they are old.
    pub fn renew(&mut self, app: &mut App) {
        if self.revision != Some(app.revision()) {
            self.searched = rows::searched(&app.study);
            self.make_rows(app);
            self.revision = Some(app.revision());
            if let Some(key) =
                self.stand_on.take().and_then(|id| app.study.codebook.by_id(&id)).map(|code| code.key)
            {
                self.go_to(&Of::Code(key), app);
            }
        }
        let now = Counted {
            codings: app.study.codings_revision(),
            corpus: app.study.corpus_revision(),
            coders: app.shown.coders.clone(),
            revision: self.revision.unwrap_or_default(),
        };
        if self.counted.as_ref() != Some(&now) {
            let both = self.compare.as_ref().map(|compare| compare.sets(app, self.descendants));
            let question = CountCodes::new(app, both.map(|[first, second]| (first, second)));
            self.number = question.number;
            self.counted = Some(now);
            app.ask(Effect::CountCodes(Box::new(question)));
        }
        self.want(app);
    }

    /// The rows anew, standing on the same thing.
    fn make_rows(&mut self, app: &App) {
        let here = self.here().cloned();
        let wanted = Wanted {
            groups: self.groups,
            folded: &self.folded,
            typed: self.filter.text(),
            searched: &self.searched,
        };
        self.rows = rows::rows(&app.study, wanted);
        self.ticked.retain(|key| app.study.codebook.code(*key).is_some());
        if let Some(place) = here.and_then(|here| self.rows.iter().position(|row| row.of == here)) {
            self.list.chosen = place;
        }
        self.list.chosen = self.list.chosen.min(self.rows.len().saturating_sub(1));
    }

    /// Stands on something; what it is folded in is unfolded.
    fn go_to(&mut self, of: &Of, app: &App) {
        if let Of::Code(key) = of
            && let Some(code) = app.study.codebook.code(*key)
        {
            self.folded.remove(&Of::Family(app.study.codebook.family(code).id.clone()));
            let mut at = code.parent;
            while let Some(parent) = at.and_then(|key| app.study.codebook.code(key)) {
                self.folded.remove(&Of::Family(app.study.codebook.family(parent).id.clone()));
                self.folded.remove(&Of::Code(parent.key));
                at = parent.parent;
            }
        }
        self.make_rows(app);
        let place = |codes: &Self| codes.rows.iter().position(|row| row.of == *of);
        if place(self).is_none() && !self.filter.is_empty() {
            self.filter = LineEdit::default();
            self.make_rows(app);
        }
        if let Some(place) = place(self) {
            self.list.chosen = place;
        }
    }

    /// The passages and texts of what one stands on. To be called after every key.
    fn want(&mut self, app: &mut App) {
        let full = app.areas().panel(Place::Full);
        if let Some(compare) = &mut self.compare {
            let usage = self.usage.as_deref();
            compare.fill(app, usage, self.descendants);
            let body = Shape::new(full, Focus::Compare, 0).whole;
            compare.arrange(body);
            let documents = compare.documents(app, usage, body);
            if app.wants_others(&documents) {
                app.want_texts(documents);
            }
            return;
        }
        let of = match self.here() {
            Some(Of::Code(key)) if self.descendants => app.study.codebook.with_descendants(*key),
            Some(Of::Code(key)) => vec![*key],
            Some(of) => rows::codes_of(&app.study, of),
            None => Vec::new(),
        };
        self.passages.set(of, self.usage.as_deref());
        let shape = self.shape(app, full);
        self.passages.arrange(shape.passages);
        let documents = self.passages.documents(app, self.usage.as_deref());
        if app.wants_others(&documents) {
            app.want_texts(documents);
        }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        self.renew(app);
        let step = match self.focus {
            _ if self.typing => self.act_typing(action, app),
            Focus::Tree => self.act_on_tree(action, app),
            Focus::Passages => self.act_on_passages(action, app),
            Focus::Fields => self.act_on_fields(action, app),
            Focus::Compare => self.act_on_comparison(action, app),
        };
        self.want(app);
        step
    }

    fn act_typing(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close => {
                self.filter = LineEdit::default();
                self.typing = false;
            }
            Action::Accept => {
                self.typing = false;
                return Step::Stay;
            }
            _ if self.line_moves(action) => return Step::Stay,
            _ if self.filter.act(action) => {}
            _ => return Step::Pass,
        }
        self.make_rows(app);
        Step::Stay
    }

    /// While typing one can go up and down among what fits.
    fn line_moves(&mut self, action: Action) -> bool {
        self.list.act(action, self.rows.len())
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if !self.typing {
            return Step::Pass;
        }
        if self.filter.key(key) {
            self.filtered(app);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        if self.typing {
            self.filter.paste(text);
            self.filtered(app);
        }
    }

    /// Stands on the first row that fits, not on the way to it.
    fn filtered(&mut self, app: &mut App) {
        self.make_rows(app);
        if self.rows.get(self.list.chosen).is_none_or(|row| !row.fits) {
            self.list.chosen = self.rows.iter().position(|row| row.fits).unwrap_or(0);
        }
        self.want(app);
    }

    fn act_on_tree(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close if !self.filter.is_empty() => {
                self.filter = LineEdit::default();
                self.make_rows(app);
            }
            Action::Close if self.carried.take().is_some() => {}
            Action::Close if !self.ticked.is_empty() => self.ticked.clear(),
            Action::Close | Action::CloseTop => return Step::Close,
            Action::ToPassages | Action::Accept if self.passages.len() > 0 => self.focus = Focus::Passages,
            Action::ToPassages | Action::Accept => {}
            Action::FilterCodes => self.typing = true,
            Action::CodeGroups => {
                self.groups = !self.groups;
                self.make_rows(app);
            }
            Action::Fold => self.fold(app),
            Action::Unfold => self.unfold(app),
            Action::CodesBelow => self.descendants = !self.descendants,
            Action::FindTick => self.tick(),
            _ if self.list.act(action, self.rows.len()) => {}
            _ => return self.edit(action, app),
        }
        Step::Stay
    }

    fn tick(&mut self) {
        if let Some(key) = self.code_here()
            && !self.ticked.remove(&key)
        {
            self.ticked.insert(key);
        }
        self.list.act(Action::Down, self.rows.len());
    }

    /// Folds what is below; where nothing is open, one goes up to what it stands in.
    fn fold(&mut self, app: &App) {
        let Some(row) = self.rows.get(self.list.chosen) else { return };
        if row.open == Some(true) && self.filter.is_empty() {
            self.folded.insert(row.of.clone());
            return self.make_rows(app);
        }
        let depth = row.depth;
        let above = self.rows[..self.list.chosen].iter().rposition(|other| other.depth < depth);
        self.list.chosen = above.unwrap_or(self.list.chosen);
    }

    fn unfold(&mut self, app: &App) {
        let Some(row) = self.rows.get(self.list.chosen) else { return };
        match row.open {
            Some(false) => {
                self.folded.remove(&row.of.clone());
                self.make_rows(app);
            }
            Some(true) => drop(self.list.act(Action::Down, self.rows.len())),
            None => {}
        }
    }

    fn act_on_passages(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close if !self.passages.ticked.is_empty() => self.passages.ticked.clear(),
            Action::Close | Action::CloseTop | Action::ToPassages => self.focus = Focus::Tree,
            Action::CodesBelow => self.descendants = !self.descendants,
            Action::Accept => return self.read(app),
            Action::FindTick => {
                if let Some(key) = self.passage_here()
                    && !self.passages.ticked.remove(&key)
                {
                    self.passages.ticked.insert(key);
                }
                self.passages.list.act(Action::Down, self.passages.len());
            }
            Action::TickAll if self.passages.ticked.is_empty() => {
                self.passages.ticked = self.passages.all(self.usage.as_deref()).collect();
            }
            Action::TickAll => self.passages.ticked.clear(),
            _ if self.passages.list.act(action, self.passages.len()) => {}
            _ => return self.edit_passages(action, app),
        }
        Step::Stay
    }

    /// To the passage in its document, from which one comes back to this very row.
    fn read(&mut self, app: &mut App) -> Step {
        let Some(key) = self.passage_here().filter(|key| app.study.coding(*key).alive) else {
            return Step::Stay;
        };
        app.leave_codes(Box::new(std::mem::take(self)), key);
        Step::Close
    }

    fn shape(&self, app: &App, area: Rect) -> Shape {
        let guess = Shape::new(area, self.focus, u16::MAX);
        let mut entry = Entry::default();
        if guess.is_three() || guess.entry.width == 0 || self.focus == Focus::Compare {
            return guess;
        }
        entry.set(app, self.here(), self.usage.as_deref(), self.focus == Focus::Fields);
        let wanted = entry.lay(guess.entry.width);
        Shape::new(area, self.focus, wanted)
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        if self.revision != Some(app.revision()) {
            // The study changed since the last key: what follows is asked for before the next frame.
            self.make_rows(app);
        }
        let shape = self.shape(app, area);
        self.list.arrange(self.rows.len(), usize::from(shape.tree.height));
        self.passages.arrange(shape.passages);
        if let Some(compare) = &mut self.compare {
            compare.arrange(shape.whole);
        }
        let here = self.here().cloned();
        self.entry.set(app, here.as_ref(), self.usage.as_deref(), self.focus == Focus::Fields);
        self.entry.lay(shape.entry.width);
        self.field = self.field.min(self.entry.lines.len().saturating_sub(1));
        let line = if self.focus == Focus::Fields { self.field } else { 0 };
        self.entry.scroll_to(line, shape.entry.height);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }
}
