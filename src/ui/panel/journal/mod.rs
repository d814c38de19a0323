//! The Journal: what everybody did, newest first, by day; narrowed by typing and by what the row at the cursor has.
//!
//! A study may hold a million events. They are in memory, and only as many are gone through as rows are in sight, a slice a
//! frame: the screen is there at once, and keys are taken in between. The words of passages stand on the disk and are read
//! on a thread for the rows in sight.

mod draw;
mod rows;
mod words;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::{Codes, Line, Panel, Purpose, Step};
use crate::export::trail::{Told, Tongue};
use crate::model::event::Target;
use crate::model::record::Act;
use crate::model::trail::{self, CannotUndo, Entry, Filter, Kind};
use crate::model::{CodeKey, CoderKey, DocumentKey, Study, Uuid};
use crate::ui::action::{Action, Context};
use crate::ui::app::{App, Effect, Tone};
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use rows::{Row, Rows};
use words::{Say, Word};

/// Rows around those in sight whose words are read as well.
const AROUND: usize = 40;

/// What stands in a journal about an event: the words of its passage, and the reason for its step.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Written {
    /// The words of the passage, where it has one.
    pub quote: Option<String>,
    /// The reason.
    pub why: Option<String>,
}

/// What people did.
#[derive(Debug, Default)]
pub struct Journal {
    line: LineEdit,
    /// True while keys are typed into the line.
    typing: bool,
    filter: Filter,
    rows: Rows,
    /// What was read of the journals.
    written: FxHashMap<Entry, Written>,
    requested: Vec<Entry>,
    /// The state that the rows are of.
    of: Option<u64>,
}

impl Journal {
    /// Everything, from what was done last on.
    pub fn new(app: &mut App) -> Self {
        let mut journal = Self::default();
        journal.follow_up(app);
        journal
    }

    /// What its keys mean.
    pub fn context(&self) -> Context {
        if self.typing { Context::JournalLine } else { Context::Journal }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        if self.typing {
            return self.act_on_line(action, app);
        }
        match action {
            // What it was narrowed to goes first.
            Action::Close if self.is_narrowed() => self.widen(app),
            Action::Close | Action::CloseTop => return Step::Close,
            Action::OpenFind => self.typing = true,
            Action::JournalDay => self.narrow(app, Self::toggle_day),
            Action::JournalCoder => self.narrow(app, Self::toggle_coder),
            Action::JournalDocument => self.narrow(app, Self::toggle_document),
            Action::JournalCode => self.narrow(app, Self::toggle_code),
            Action::JournalKind => self.narrow(app, Self::toggle_kind),
            Action::JournalCounting => {
                self.filter.counting = !self.filter.counting;
                self.restart(app);
            }
            Action::Accept => return self.go(app),
            Action::Undo => self.take_back(app, trail::undoing),
            Action::Redo => self.take_back(app, trail::redoing),
            Action::Export => return Step::Open(Panel::Line(Line::new(Purpose::JournalFile, "journal.md"))),
            _ if self.rows.act(action) => self.want(app),
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn act_on_line(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Accept | Action::Close => self.typing = false,
            _ if self.line.act(action) => self.restart(app),
            _ if self.rows.act(action) => self.want(app),
            _ => return Step::Pass,
        }
        Step::Stay
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if self.typing && self.line.key(key) {
            self.restart(app);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        self.typing = true;
        self.line.paste(text);
        self.restart(app);
    }

    fn is_narrowed(&self) -> bool {
        self.filter != Filter::default() || !self.line.is_empty()
    }

    fn widen(&mut self, app: &mut App) {
        self.filter = Filter::default();
        self.line = LineEdit::default();
        self.restart(app);
    }

    /// Narrows by what the row at the cursor has, or no longer.
    fn narrow(&mut self, app: &mut App, toggle: fn(&mut Self, &App, Entry) -> bool) {
        let Some(entry) = self.rows.here() else { return };
        if toggle(self, app, entry) {
            self.restart(app);
        } else {
            app.tell(Tone::Warning, Word::HasNone.say(app.language).to_owned());
        }
    }

    fn toggle_day(&mut self, app: &App, entry: Entry) -> bool {
        let Some(record) = entry.record(&app.study) else { return false };
        let day = rows::bounds(rows::day_of(record.at, &app.zone), &app.zone);
        let on = (self.filter.from, self.filter.to) == day;
        (self.filter.from, self.filter.to) = if on { (i64::MIN, i64::MAX) } else { day };
        true
    }

    fn toggle_coder(&mut self, _: &App, entry: Entry) -> bool {
        self.filter.coders = if self.filter.coders.is_empty() { vec![entry.coder] } else { Vec::new() };
        true
    }

    fn toggle_document(&mut self, app: &App, entry: Entry) -> bool {
        if self.filter.document.take().is_some() {
            return true;
        }
        self.filter.document = document_of(app, entry);
        self.filter.document.is_some()
    }

    fn toggle_code(&mut self, app: &App, entry: Entry) -> bool {
        if self.filter.code.take().is_some() {
            return true;
        }
        self.filter.code = code_of(app, entry);
        self.filter.code.is_some()
    }

    fn toggle_kind(&mut self, app: &App, entry: Entry) -> bool {
        if !self.filter.kinds.is_empty() {
            self.filter.kinds.clear();
            return true;
        }
        self.filter.kinds =
            entry.record(&app.study).and_then(|record| Kind::of(&record.act)).into_iter().collect();
        !self.filter.kinds.is_empty()
    }

    /// The rows anew, for another filter: one stands on the same event where it is still there.
    fn restart(&mut self, app: &mut App) {
        self.of = None;
        self.follow_up(app);
    }

    /// Goes through a slice of events, as long as rows are missing; asks for what is in sight and was not read.
    pub fn follow_up(&mut self, app: &mut App) {
        if self.of.replace(app.revision()) != Some(app.revision()) {
            self.rows.restart(&app.study, &self.filter.coders);
            self.requested.clear();
        }
        let typed: Vec<String> =
            self.line.text().to_lowercase().split_whitespace().map(str::to_owned).collect();
        let tongue = Tongue::of(&app.study, app.language.tag());
        let fits = |entry: Entry| {
            self.filter.holds(&app.study, entry) && (typed.is_empty() || fits(app, tongue, entry, &typed))
        };
        if self.rows.gather(&app.study, &app.zone, fits) {
            app.ask(Effect::GoOn);
        }
        self.want(app);
    }

    fn want(&mut self, app: &mut App) {
        let seen: Vec<Entry> = self.rows.around(AROUND).collect();
        let subject = |entry: &Entry| entry.subject(&app.study).0;
        let reasoned = |entry: &Entry| entry.reasoned(&app.study);
        let mut wanted: Vec<Entry> = seen.iter().map(subject).chain(seen.iter().map(reasoned)).collect();
        wanted.retain(|entry| !self.written.contains_key(entry));
        let new = wanted.iter().any(|entry| !self.requested.contains(entry));
        if new {
            self.requested.clone_from(&wanted);
            app.ask(Effect::Trail(wanted));
        }
    }

    /// The words of events were read.
    pub fn written(&mut self, written: Vec<(Entry, Written)>) {
        self.written.extend(written);
    }

    /// Journals were read anew: positions in layers are others now.
    pub fn forget(&mut self) {
        self.written.clear();
        self.requested.clear();
        self.of = None;
    }

    /// To the place that a row is about.
    fn go(&mut self, app: &mut App) -> Step {
        let Some(entry) = self.rows.here() else { return Step::Stay };
        let study = &app.study;
        let (subject, _, _) = entry.subject(study);
        let Some(record) = subject.record(study) else { return Step::Stay };
        let memo = match &record.act {
            Act::Memo(_) => Some(record.id),
            Act::MemoEdit { memo, .. } | Act::MemoDrop(memo) => Some(*memo),
            _ => None,
        };
        let coding = match &record.act {
            Act::Coding { .. } => Some(record.id),
            Act::Memo(memo) => match &memo.0 {
                Target::Coding(id) => Some(*id),
                _ => None,
            },
            _ => record.changes(),
        };
        let coding = coding.and_then(|id| study.find_coding(id));
        let memo = memo.filter(|id| study.memo(*id).is_some());
        let span = match &record.act {
            Act::Coding { span, .. } | Act::Reshape { span, .. } => Some(span.start),
            _ => None,
        };
        let document = document_of(app, subject).filter(|document| study.document(*document).is_some());
        if memo.is_none() && coding.is_none() && document.is_none() {
            let code = code_of(app, subject).filter(|code| app.study.codebook.code(*code).is_some());
            if let Some(code) = code {
                app.last_journal = Some(Box::new(std::mem::take(self)));
                return Step::Become(Panel::Codes(Box::new(Codes::new(app, Some(code)))));
            }
            app.tell(Tone::Warning, Word::NoPlace.say(app.language).to_owned());
            return Step::Stay;
        }
        app.panels.clear();
        app.last_journal = Some(Box::new(std::mem::take(self)));
        match (memo, coding, document) {
            (Some(id), ..) => app.go_to_memo(id),
            (None, Some(key), _) => app.show_coding(key),
            (None, None, Some(document)) => app.open_document(document, span),
            _ => {}
        }
        Step::Close
    }

    fn take_back(&mut self, app: &mut App, which: fn(&Study, CoderKey, Uuid) -> Result<Uuid, CannotUndo>) {
        let Some(entry) = self.rows.here() else { return };
        if !app.writes {
            return app.warn(&crate::ui::words::Say::CannotWrite);
        }
        let tx = entry.transaction(&app.study);
        match which(&app.study, app.coder, tx) {
            Ok(tx) => app.ask(Effect::TakeBack(tx)),
            Err(why) => app.tell(Tone::Warning, Say::Cannot(&why).show(app.language)),
        }
    }

    /// What it is narrowed to, and what was typed.
    pub fn filter(&self) -> (&Filter, &str) {
        (&self.filter, self.line.text())
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.rows.arrange(usize::from(draw::Shape::new(area).list.height));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }

    /// The row at the cursor, drawn or not.
    fn here(&self) -> Option<Entry> {
        self.rows.here()
    }
}

/// The document that an event, or what it takes back, is about.
fn document_of(app: &App, entry: Entry) -> Option<DocumentKey> {
    let told = Told::of(&app.study, entry.subject(&app.study).0);
    told.document.and_then(|id| app.study.names.documents.get::<DocumentKey>(&id))
}

/// The code that an event, or what it takes back, is about.
fn code_of(app: &App, entry: Entry) -> Option<CodeKey> {
    let told = Told::of(&app.study, entry.subject(&app.study).0);
    let of_change = told.changes.iter().flatten().find_map(|change| change.code.clone());
    let id = told.to.or(told.code).or(of_change);
    id.and_then(|id| app.study.names.codes.get::<CodeKey>(&id))
}

/// True when every word that was typed stands in what is told of an event, or in the coder's name.
pub fn fits(app: &App, tongue: Tongue<'_>, entry: Entry, typed: &[String]) -> bool {
    let told = Told::of(&app.study, entry.subject(&app.study).0);
    let code = told.code.clone().unwrap_or_default();
    let words = told.words.clone().unwrap_or_default();
    let sentence = tongue.sentence(entry, &told);
    let all = format!("{} {sentence} {code} {words}", app.study.coder_name(entry.coder)).to_lowercase();
    typed.iter().all(|word| all.contains(word.as_str()))
}
