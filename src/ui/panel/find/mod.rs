//! Finding: a question, and what answers it over the whole corpus.
//!
//! The question is that of the command line. Answers come from another thread while one types; the old ones stay until the
//! new ones are there. Only rows in sight have words.

mod asking;
mod begun;
mod choosing;
mod complete;
mod counts;
mod draw;
mod forms;
mod head;
mod kwic;
mod mistakes;
mod query_line;
mod results;
mod rewrite;
mod row;
mod rows;
mod saved;
mod shape;
mod ticks;
mod words;

use std::ops::Range;
use std::sync::Arc;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::preview::Preview;
use super::{Place, Step};
use crate::index::Query;
use crate::index::question::Gives;
use crate::model::{CodingKey, DocumentKey};
use crate::ui::action::{Action, Context};
use crate::ui::app::{App, Effect};
use crate::ui::finding::{Answered, Counts, Hunt, Row, Thing};
use crate::ui::keymap::Key;
use begun::Begun;
pub use choosing::sentences_with;
use counts::CountList;
use forms::FormList;
use query_line::{Did, QueryLine};
use rows::Rows;
pub use saved::Saved;
use shape::Shape;
use ticks::Ticks;
use words::Word;

/// Rows around those in sight that are made as well.
const AROUND: usize = 30;

/// What has the keys.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Focus {
    /// The question.
    #[default]
    Line,
    /// The answers.
    Results,
    /// How many there are of each.
    Counts,
    /// The forms of a word.
    Forms,
}

/// In what order answers stand.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Order {
    /// Under their documents.
    #[default]
    Documents,
    /// In one list.
    Place,
    /// In one list, those that the words fit best first.
    Relevance,
}

/// The question, what may complete it, and its answers.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a thing that the person switches or waits for by itself"
)]
#[derive(Debug, Default)]
pub struct Find {
    line: QueryLine,
    focus: Focus,
    /// The question that was asked last, as it was read.
    query: Option<Query>,
    /// What the person wants, where that is not what the question gives by itself.
    gives: Option<Gives>,
    /// What was asked for last.
    asked_gives: Option<Gives>,
    /// The question is about codings, and says whose.
    about_codings: bool,
    names_coders: bool,
    /// The last word of the question may go on.
    typing: bool,
    /// What is asked when it finds nothing.
    begun: Begun,
    /// Forms of its words are being looked up; it is asked when they are there.
    waits_for_forms: bool,
    /// The number of the question that was asked last.
    number: u64,
    /// The state of codings and codes that was asked.
    revision: u64,
    answered: Option<Arc<Answered>>,
    /// How many there are of each.
    counted: Option<Counts>,
    /// Rows of the answer that have their words.
    made: FxHashMap<usize, Row>,
    requested: Range<usize>,
    /// How many more there are in other forms of the words.
    more_in_forms: usize,
    rows: Rows,
    /// Where to stand when the answer is there.
    stand_on: Option<Thing>,
    ticks: Ticks,
    order: Order,
    /// Whole turns instead of a row each.
    whole: bool,
    /// Passages of turns are the sentences of their hits.
    sentences: bool,
    counts: CountList,
    forms: FormList,
    preview: Preview,
}

impl Find {
    /// An empty line.
    pub fn new(app: &mut App) -> Self {
        Self::asking(app, "")
    }

    /// A question that may be changed before it is meant.
    pub fn asking(app: &mut App, words: &str) -> Self {
        let mut find = Self { line: QueryLine::new(words), ..Self::default() };
        find.ask(app, true);
        find.line.offer(app);
        find.want(app);
        find
    }

    /// The passages with the code of this coding, standing on it.
    pub fn of_coding(app: &mut App, key: CodingKey) -> Self {
        let words = rewrite::of_code(&app.study, app.study.coding(key).code);
        let line = QueryLine::new(&words);
        let stand_on = Some(Thing::Coding(key));
        let mut find = Self { line, focus: Focus::Results, stand_on, ..Self::default() };
        find.ask(app, false);
        find
    }

    /// Asks again what was asked when it was left.
    pub fn ask_anew(&mut self, app: &mut App) {
        self.refresh(app);
        self.want(app);
    }

    /// Stands on what is gone to in the text.
    pub fn stand(&mut self, thing: Thing) {
        if let Some(row) = self.answered.as_ref().and_then(|answered| answered.row_of(thing)) {
            self.rows.chosen = row;
        }
    }

    /// The question as it stands in the line.
    pub fn words(&self) -> &str {
        self.line.text()
    }

    pub(super) fn context(&self) -> Context {
        match self.focus {
            Focus::Line => Context::Find,
            Focus::Results => Context::Results,
            Focus::Counts => Context::Counts,
            Focus::Forms => Context::Forms,
        }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        self.refresh(app);
        let step = match self.focus {
            Focus::Line => self.act_asking(action, app),
            Focus::Results => self.act_on_results(action, app),
            Focus::Counts => self.act_on_counts(action, app),
            Focus::Forms => self.act_on_forms(action, app),
        };
        self.want(app);
        step
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if self.focus != Focus::Line {
            return Step::Pass;
        }
        let did = self.line.key(key);
        self.after(did, app);
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        if self.focus == Focus::Line {
            if !self.line.paste(text) {
                app.tell(crate::ui::app::Tone::Warning, Word::TooLong.say(app.language).to_owned());
            }
            self.after(Did::Changed, app);
        }
    }

    /// The line did something.
    fn after(&mut self, did: Did, app: &mut App) {
        match did {
            Did::Changed => {
                self.gives = None;
                self.begun = Begun::No;
                self.ask(app, true);
                self.line.offer(app);
            }
            // The cursor stands in another word now.
            Did::Moved if !self.line.choosing => self.line.offer(app),
            Did::Moved | Did::Nothing => {}
        }
        self.want(app);
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        let shape = Shape::new(area, self, app);
        self.line.arrange();
        self.arrange_rows(&shape);
        self.counts.arrange(shape.counts);
        self.forms.arrange(shape.counts);
        let here = self.passage_here(app);
        self.preview.arrange(shape.preview, app, here);
        if let Some(answered) = &self.answered {
            let hunt = Hunt { answered: Arc::clone(answered), marker: answered.marker.clone(), row: 0 };
            self.preview.mark(|text, seen| hunt.hits(text, seen));
        }
    }

    fn arrange_rows(&mut self, shape: &Shape) {
        let length = self.len();
        let width = shape.list.width;
        let (whole, made) = (self.whole, &self.made);
        let one_list = self.is_one_list();
        let tall = |answer: usize| match made.get(&answer) {
            Some(row) if whole => row::whole_height(row, width, one_list),
            _ => shape.tall,
        };
        let starts = match &self.answered {
            Some(answered) if !one_list => answered.starts.as_slice(),
            _ => &[],
        };
        let window = rows::Shape { length, starts, tall: &tall };
        self.rows.arrange(&window, usize::from(shape.list.height));
    }

    /// True where the rows do not stand under their documents.
    fn is_one_list(&self) -> bool {
        self.order == Order::Place || self.answered.as_ref().is_some_and(|answered| answered.is_ranked())
    }

    /// True for turns that words were asked of.
    fn can_be_ranked(&self) -> bool {
        let answered = self.answered.as_ref();
        answered.is_some_and(|answered| !answered.is_codings() && !answered.marker.is_empty())
    }

    /// How many answers there are.
    fn len(&self) -> usize {
        self.answered.as_ref().map_or(0, |answered| answered.len())
    }

    /// What one stands on.
    fn here(&self) -> Option<Thing> {
        self.answered.as_ref()?.get(self.rows.chosen)
    }

    /// True while the answer to the last question is not there, or no more than its beginning.
    pub fn waits(&self) -> bool {
        self.waits_for_any() || self.has_begun()
    }

    /// True while less than so many rows of the answer to the last question are there, and others may come.
    pub fn waits_for_rows(&self, least: usize) -> bool {
        self.waits_for_any() || (self.has_begun() && self.len() < least)
    }

    /// True while nothing of the answer to the last question is there.
    fn waits_for_any(&self) -> bool {
        self.waits_for_forms || self.number != self.answered.as_ref().map_or(0, |answered| answered.number)
    }

    /// True while no more than the beginning of an answer is there.
    fn has_begun(&self) -> bool {
        self.answered.as_ref().is_some_and(|answered| !answered.whole)
    }

    /// Asks for what is in sight and not there yet: words of rows, the text beside them.
    pub(super) fn want(&mut self, app: &mut App) {
        let shape = Shape::new(app.areas().panel(Place::Full), self, app);
        self.arrange_rows(&shape);
        let documents = self.documents_wanted();
        if app.wants_others(&documents) {
            app.want_texts(documents);
        }
        let Some(answered) = &self.answered else { return };
        let seen: Vec<usize> = self.rows.answers().collect();
        let missing = seen.iter().any(|row| !self.made.contains_key(row) && !self.requested.contains(row));
        if let (true, Some(first), Some(last)) = (missing, seen.first(), seen.last()) {
            self.requested = first.saturating_sub(AROUND)..(last + 1 + AROUND).min(answered.len());
            app.ask(Effect::Rows { number: answered.number, rows: self.requested.clone() });
        }
    }

    /// The document of the preview, and those next to it.
    fn documents_wanted(&self) -> Vec<DocumentKey> {
        let Some(answered) = &self.answered else { return Vec::new() };
        let here = self.rows.chosen;
        let mut wanted: Vec<DocumentKey> = Vec::new();
        for row in [Some(here), here.checked_add(1), here.checked_sub(1)].into_iter().flatten() {
            if let Some(document) = answered.document(row).filter(|_| row < answered.len())
                && !wanted.contains(&document)
            {
                wanted.push(document);
            }
        }
        wanted
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }
}
