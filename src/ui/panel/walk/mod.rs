//! Going through codings one by one, one key each.
//!
//! Each passage is shown in its text; a key says what becomes of it, is one step of its own that undo takes back, and may
//! carry a reason. What is done is read from the study and not remembered, so that undo, redo and another day change
//! nothing: a walk that is begun again has what is left.

mod compare;
mod draw;
mod goal;
mod hub;
mod places;
mod words;

pub use goal::{Goal, Outcome};
pub use hub::Walks;
pub(in crate::ui) use words::Say;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::preview::{Here, Preview};
use super::{About, Facets, Line, Memo, Panel, Picker, Purpose, Step};
use crate::model::edit::{self, EditError, Plan};
use crate::model::hash::Revision;
use crate::model::{Code, CodeKey, CodingKey, DocumentKey, Target, Uuid, recode};
use crate::ui::action::Action;
use crate::ui::app::{App, Choice, Effect, Tone};
use crate::ui::keymap::Key;
use crate::ui::language::Language;
use crate::ui::words::Say as Told;

/// Documents whose texts are asked for beforehand.
const AHEAD: usize = 2;

/// Codings that are gone through.
#[derive(Debug)]
pub struct Walk {
    goal: Goal,
    items: Vec<Item>,
    /// The one that is shown; behind the last one the walk is at its end.
    at: usize,
    /// Codings of other coders that are meant too: only they can change them.
    others: usize,
    /// The reason that choices carry.
    why: String,
    preview: Preview,
    /// The state of codings and codes that outcomes were read from.
    read: Option<u64>,
    /// What the code of the coding that is shown said when it was made.
    then: Option<(String, Revision, Option<Code>)>,
    /// The place that is shown, of those where a coding without a place may stand.
    candidate: usize,
}

/// A coding on the way.
#[derive(Clone, Debug, PartialEq, Eq)]
struct Item {
    id: Uuid,
    /// The code that it had when the walk began.
    code: Option<CodeKey>,
    document: DocumentKey,
    outcome: Option<Outcome>,
}

impl Walk {
    /// The codings to go through; `None` when there are none of one's own.
    pub fn new(app: &App, goal: Goal) -> Option<Self> {
        let (own, others) = goal.codings(app);
        let item = |key: &CodingKey| {
            let coding = app.study.coding(*key);
            let (code, document) = (coding.code, coding.document);
            Item { id: app.study.coding_id(*key), code, document, outcome: None }
        };
        let items: Vec<Item> = own.iter().map(item).collect();
        (!items.is_empty() || goal == Goal::Unplaced).then(|| Self {
            goal,
            items,
            at: 0,
            others,
            why: String::new(),
            preview: Preview::default(),
            read: None,
            then: None,
            candidate: 0,
        })
    }

    /// What it is about.
    pub fn goal(&self) -> &Goal {
        &self.goal
    }

    /// Codings that nothing was chosen for, and all.
    pub fn left(&self) -> (usize, usize) {
        (self.items.iter().filter(|item| item.outcome.is_none()).count(), self.items.len())
    }

    /// The reason that choices carry from now on; empty for none.
    pub fn give_reason(&mut self, why: &str) {
        why.trim().clone_into(&mut self.why);
    }

    /// The document whose text is shown.
    pub fn document(&self) -> Option<DocumentKey> {
        self.items.get(self.at).map(|item| item.document)
    }

    fn why(&self) -> Option<&str> {
        Some(self.why.as_str()).filter(|why| !why.is_empty())
    }

    fn key_here(&self, app: &App) -> Option<CodingKey> {
        app.study.find_coding(self.items.get(self.at)?.id)
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close | Action::CloseTop => return self.stop(app),
            Action::WalkNext => self.go(app, self.at + 1),
            Action::WalkBack => self.go(app, self.at.saturating_sub(1)),
            Action::First => self.go(app, 0),
            Action::Last => self.go(app, self.items.len()),
            Action::Down if self.goal == Goal::Unplaced => self.other_place(app, 1),
            Action::Up if self.goal == Goal::Unplaced => self.other_place(app, -1),
            Action::Down => self.preview.scroll(1),
            Action::Up => self.preview.scroll(-1),
            Action::WalkPlace => return self.place_by_hand(app),
            Action::ListPageDown => self.preview.scroll(8),
            Action::ListPageUp => self.preview.scroll(-8),
            Action::Undo => app.ask(Effect::Undo),
            Action::Redo => app.ask(Effect::Redo),
            Action::WalkWhy => return Step::Open(Panel::Line(Line::new(Purpose::WalkWhy, &self.why))),
            Action::WalkRetire => self.retire(app),
            Action::WalkGo => return self.show_in_text(app),
            Action::Accept if self.at == self.items.len() => return self.again_or_stop(app),
            Action::Accept | Action::WalkKeep => return self.usual(app),
            Action::WalkRecode => return self.pick(app),
            Action::Uncode => self.uncode(app),
            Action::MemoHere => {
                if let Some(item) = self.items.get(self.at) {
                    let memo = Memo::about(app, About::Target(Target::Coding(item.id)));
                    return Step::Open(Panel::Memo(Box::new(memo)));
                }
            }
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Digits are parts of a code that is split, or places to choose from.
    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        let digit = key.character().and_then(|character| character.to_digit(10)).unwrap_or(0) as usize;
        if let (Goal::Unplaced, Some(place)) = (&self.goal, digit.checked_sub(1)) {
            self.put(app, place);
        }
        if let (Goal::Split { parts, .. }, Some(place)) = (&self.goal, digit.checked_sub(1))
            && let Some(code) = parts.get(place).and_then(|part| app.study.codebook.by_id(part)).cloned()
        {
            self.recode(app, &code);
        }
        Step::Stay
    }

    /// What Enter does: keeping, or asking the facets.
    fn usual(&mut self, app: &mut App) -> Step {
        let Some(key) = self.key_here(app) else { return Step::Stay };
        match self.goal {
            Goal::Outdated(_) => {
                let plan = recode::keep(&app.study, app.coder, &[key]);
                self.choose(app, Ok(plan));
            }
            Goal::Facets => {
                if let Some(facets) = Facets::of_coding(app, key) {
                    return Step::Open(Panel::Facets(facets));
                }
            }
            Goal::Unplaced => self.put(app, self.candidate),
            // It stays what it is.
            Goal::Split { .. } => self.go(app, self.at + 1),
        }
        Step::Stay
    }

    fn pick(&mut self, app: &mut App) -> Step {
        if self.key_here(app).is_none() {
            return Step::Stay;
        }
        if !app.writes {
            app.warn(&Told::CannotWrite);
            return Step::Stay;
        }
        Step::Open(Panel::Picker(Picker::for_walk(app)))
    }

    /// The code that was picked for the coding that is shown; a new one is made first, in the same step.
    pub fn picked(&mut self, app: &mut App, choice: &Choice) {
        match choice {
            Choice::Code(code) => {
                if let Some(code) = app.study.codebook.code(*code).cloned() {
                    self.recode(app, &code);
                }
            }
            Choice::New(name) => {
                let Some(key) = self.key_here(app) else { return };
                let plan = crate::model::recode::recode_to_new(&app.study, app.coder, &[key], name);
                self.choose(app, plan);
            }
        }
    }

    fn recode(&mut self, app: &mut App, code: &Code) {
        if let Some(key) = self.key_here(app) {
            let plan = recode::recode(&app.study, app.coder, &[key], code);
            self.choose(app, plan);
        }
    }

    fn uncode(&mut self, app: &mut App) {
        if let Some(key) = self.key_here(app) {
            let body = edit::uncode(&app.study, app.coder, key);
            self.choose(app, body.map(|body| Plan { bodies: vec![body], ..Plan::default() }));
        }
    }

    /// One step; then on to the next coding that nothing was chosen for.
    fn choose(&mut self, app: &mut App, plan: Result<Plan, EditError>) {
        match plan {
            Ok(plan) if plan.is_empty() => self.go_on(app),
            Ok(plan) => {
                if app.commit_plan(plan, self.why()) {
                    self.go_on(app);
                }
            }
            Err(error) => app.refuse(&error),
        }
    }

    fn go_on(&mut self, app: &mut App) {
        let next = (self.at + 1..self.items.len()).find(|&at| self.items[at].outcome.is_none());
        self.go(app, next.unwrap_or(self.items.len()));
    }

    fn go(&mut self, app: &mut App, at: usize) {
        self.at = at.min(self.items.len());
        self.then = None;
        self.candidate = 0;
        self.want(app);
    }

    /// A walk that was stopped at its end goes on with the first that was left.
    fn leave_the_end(&mut self) {
        if self.at == self.items.len() {
            self.at = self.items.iter().position(|item| item.outcome.is_none()).unwrap_or(self.at);
        }
    }

    /// At the end: from the first that was left, else it is over.
    fn again_or_stop(&mut self, app: &mut App) -> Step {
        match self.items.iter().position(|item| item.outcome.is_none()) {
            Some(first) => {
                self.go(app, first);
                Step::Stay
            }
            None => Step::Close,
        }
    }

    /// It can be gone on with later.
    fn stop(&mut self, app: &mut App) -> Step {
        let (left, _) = self.left();
        if left > 0 {
            let key = app.keymap.hint(Action::OpenWalks);
            app.tell(Tone::Good, Say::Stopped(left, &key).show(app.language));
            app.last_walk = Some(Box::new(self.taken()));
        }
        Step::Close
    }

    fn taken(&mut self) -> Self {
        let (goal, why) = (self.goal.clone(), std::mem::take(&mut self.why));
        Self {
            goal,
            items: std::mem::take(&mut self.items),
            at: self.at,
            others: self.others,
            why,
            preview: Preview::default(),
            read: None,
            then: None,
            candidate: 0,
        }
    }

    /// To the Reader, at this coding; one key comes back.
    fn show_in_text(&mut self, app: &mut App) -> Step {
        let Some(key) = self.key_here(app) else { return Step::Stay };
        app.panels.clear();
        let step = self.stop(app);
        app.show_coding(key);
        step
    }

    /// The code that was split takes no codings any more.
    fn retire(&mut self, app: &mut App) {
        let Goal::Split { code, .. } = self.goal else { return };
        let Some(code) = app.study.codebook.code(code).filter(|code| !code.retired).cloned() else { return };
        match crate::model::split::retire(&app.study, &code) {
            Ok(plan) => {
                if app.commit_plan(plan, self.why()) {
                    let name = crate::ui::names::name_of(&app.study, app.language, code.key);
                    app.tell(Tone::Good, Say::Retired(&name).show(app.language));
                }
            }
            Err(error) => app.refuse(&error),
        }
    }

    /// Reads from the study what became of each, after anything was done; what was taken back is shown again. Asks for the
    /// texts that are wanted.
    pub fn follow_up(&mut self, app: &mut App) {
        self.take_in(app);
        if self.read.replace(app.revision()) != Some(app.revision()) {
            let mut back = None;
            for (at, item) in self.items.iter_mut().enumerate() {
                let outcome = self.goal.outcome(app, item.id, item.code);
                if outcome.is_none() && item.outcome.is_some() {
                    back = back.or(Some(at));
                }
                item.outcome = outcome;
            }
            self.then = None;
            if let Some(at) = back {
                self.at = at;
            }
        }
        if self.then.is_none()
            && let Goal::Outdated(_) = self.goal
            && let Some((id, revision)) = self.key_here(app).and_then(|key| app.study.made_under(key))
        {
            let code = app.study.code_then(id, revision);
            let id = id.to_owned();
            if code.is_none() {
                app.want_past(&id, revision);
            }
            self.then = Some((id, revision, code));
        }
        self.want(app);
    }

    fn want(&mut self, app: &mut App) {
        let mut documents: Vec<DocumentKey> = Vec::new();
        for item in self.items.iter().skip(self.at) {
            if !documents.contains(&item.document) {
                documents.push(item.document);
            }
            if documents.len() > AHEAD {
                break;
            }
        }
        if app.wants_others(&documents) {
            app.want_texts(documents);
        }
    }

    pub(super) fn arrange(&mut self, area: Rect, app: &App) {
        let shape = draw::Shape::new(area, self);
        // Where a coding has no place, other words stand at the one that it was made on.
        let placed = self.key_here(app).filter(|key| app.study.verdict(*key).has_position());
        let of_coding = |key| {
            let coding = app.study.coding(key);
            let (document, span) = (coding.document, coding.span);
            Here { document, span, at: span.start, coding: Some(key) }
        };
        let here = self.place_shown(app).or(placed.map(of_coding));
        self.preview.arrange(shape.text, app, here);
        self.preview.mark(|_, _| here.map(|here| here.span).into_iter().collect());
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }

    /// The keys to know first.
    pub fn hints(&self, language: Language) -> Vec<(Vec<Action>, &'static str)> {
        use Action::{
            Accept, Close, Down, Redo, Uncode, Undo, Up, WalkBack, WalkGo, WalkKeep, WalkNext, WalkPlace,
            WalkRecode, WalkRetire, WalkWhy,
        };
        let of = |dutch, english| language.pick(dutch, english);
        if self.at == self.items.len() {
            let retires = matches!(self.goal, Goal::Split { .. });
            let mut hints = vec![
                (vec![WalkBack], of("terug", "back")),
                (vec![Undo, Redo], of("ongedaan, opnieuw", "undo, redo")),
            ];
            if retires {
                hints.insert(0, (vec![WalkRetire], of("oude code buiten gebruik", "retire the old code")));
            }
            let left = self.left().0 > 0;
            hints.push((
                vec![Accept],
                if left { of("wat over is", "what is left") } else { of("klaar", "done") },
            ));
            hints.push((vec![Close], of("sluit", "close")));
            return hints;
        }
        let mut hints = match self.goal {
            Goal::Outdated(_) => vec![
                (vec![WalkKeep], of("houden", "keep")),
                (vec![WalkRecode], of("andere code", "other code")),
                (vec![Uncode], of("weg", "uncode")),
                (vec![WalkNext], of("verder", "next")),
            ],
            Goal::Split { .. } => vec![
                (vec![WalkNext], of("blijft, verder", "stays, next")),
                (vec![WalkRecode], of("andere code", "other code")),
                (vec![Uncode], of("weg", "uncode")),
            ],
            Goal::Unplaced => vec![
                (vec![Accept], of("hier", "here")),
                (vec![Up, Down], of("andere plaats", "other place")),
                (vec![WalkPlace], of("zelf aanwijzen", "by hand")),
                (vec![WalkNext], of("laat, verder", "leave, next")),
                (vec![Uncode], of("weg", "uncode")),
            ],
            Goal::Facets => vec![
                (vec![Accept], of("facetten", "facets")),
                (vec![WalkNext], of("verder", "next")),
                (vec![Uncode], of("weg", "uncode")),
            ],
        };
        hints.extend([
            (vec![WalkBack], of("terug", "back")),
            (vec![Undo], of("ongedaan", "undo")),
            (vec![WalkWhy], of("reden", "reason")),
            (vec![WalkGo], of("in de tekst", "in the text")),
            (vec![Close], of("stop", "stop")),
        ]);
        hints
    }
}
