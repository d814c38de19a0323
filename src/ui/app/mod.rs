//! The state of the program, and what happens to it.
//!
//! [`App::update`] takes in one input and answers with effects; it reads and writes no file. [`App::arrange`] lays out what
//! the next frame shows, and [`App::draw`] draws it without changing anything.

mod areas;
mod bulk;
mod choosing;
mod codes;
mod coding;
mod draw;
mod effect;
mod finding;
mod giving;
mod going;
mod hints;
mod history;
mod importing;
mod input;
mod noting;
mod placing;
mod status;
mod texts;
mod told;
mod trail;
mod walking;

pub use areas::Areas;
pub use bulk::{Anchored, Bulk, Chosen, Deed, Passage};
pub use codes::Left;
pub use effect::{Effect, Notice, Tone, WiderQuestion};
pub use giving::{Choice, Given};
pub use input::Input;
pub(super) use status::{describe, facet_values, facts, layer};

use std::sync::Arc;

use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use rustc_hash::FxHashMap;

use crate::model::codebook::Conflict;
use crate::model::edit::Plan;
use crate::model::hash::Revision;
use crate::model::{Body, Code, CodeKey, CoderKey, CodingKey, DocumentKey, Study, Uuid};
use crate::store::{LoadedText, Unplaced, Whereabouts};

use super::action::{Action, Context};
use super::finding::{Finding, Hunt};
use super::keymap::Keymap;
use super::language::Language;
use super::panel::{Codes, Find, Help, Journal, Palette, Panel, Step, Tables, Walk};
use super::reader::{Opened, Reader};
use super::shown::Shown;
use super::theme::Theme;
use super::tree::Tree;
use super::view::View;
use super::words::Say;

/// What fills the middle of the screen.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    /// A document.
    Reader,
}

/// What is to be done when a document is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Then {
    /// The facets of this coding are asked.
    Facets(CodingKey),
    /// This memo is shown.
    Memo(Uuid),
    /// This coding is pointed out.
    Coding(CodingKey),
    /// The cursor goes to the first or the last hit of a row of what was found.
    Hit { row: usize, last: bool },
}

/// How the person wants it.
#[derive(Clone, Debug, Default)]
pub struct Preferences {
    /// Language of the screen.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Keys.
    pub keymap: Keymap,
}

/// The program's state.
pub struct App {
    /// The study, with all layers. The store lends it while the app thinks; here it is only read.
    pub study: Study,
    /// Who codes here.
    pub coder: CoderKey,
    /// False when another window writes this layer.
    pub writes: bool,
    /// Language of the screen.
    pub language: Language,
    /// Colours.
    pub theme: Theme,
    /// Keys.
    pub keymap: Keymap,
    /// By which clock days and times are shown.
    pub zone: TimeZone,
    /// Which codings are seen.
    pub shown: Shown,
    /// The open document.
    pub reader: Option<Reader>,
    /// What fills the middle.
    pub screen: Screen,
    /// The documents.
    pub tree: Tree,
    /// What lies on it; the last has the keys.
    pub panels: Vec<Panel>,
    /// The codes that were used last, the newest first.
    pub recent: Vec<CodeKey>,
    /// Codes pinned to digits.
    pub pinned: [Option<CodeKey>; 10],
    /// What `.` gives again.
    pub repeat: Vec<CodeKey>,
    /// The code that Enter gives without asking.
    pub sticky: Option<CodeKey>,
    /// What is wrong with files of the study, a sentence each.
    pub problems: Vec<String>,
    /// Codebook files in which git left two versions.
    pub conflicts: Vec<(String, Conflict)>,
    /// Transactions that are not on disk yet.
    pub pending: usize,
    /// The document that is being read and will be shown.
    pub opening: Option<DocumentKey>,
    /// The find screen as it was left for a passage.
    pub last_find: Option<Box<Find>>,
    /// The codebook screen as it was left for a passage.
    pub last_codes: Option<Box<Codes>>,
    /// The screen that was left for a passage last.
    pub left: Option<Left>,
    /// The number of the last question about how codes are used.
    pub counted: u64,
    /// What the app knows of finding.
    pub finding: Finding,
    /// What was found and is gone through in the text.
    pub hunt: Option<Hunt>,
    /// The walk through codings that was stopped.
    pub last_walk: Option<Box<Walk>>,
    /// Codings without a place, as far as texts were compared, and how many texts still are.
    unplaced: Vec<Unplaced>,
    comparing: usize,
    /// Where words went that have no place in their document: `None` while it is looked for.
    whereabouts: Option<Vec<Whereabouts>>,
    /// A coding is put where the selection is; the walk that goes on then.
    pub placing: Option<Box<Walk>>,
    /// The Journal as it was left for a place.
    pub last_journal: Option<Box<Journal>>,
    /// The code that is to be split, and into what.
    splitting: Option<(CodeKey, Vec<Choice>)>,
    /// What codes said when codings were made, where it was looked for in git.
    past: FxHashMap<(String, Revision), Option<Code>>,
    wanted_past: Option<(String, Revision)>,
    /// The documents whose attribute is being asked for.
    attribute_of: Vec<DocumentKey>,
    texts: FxHashMap<DocumentKey, Arc<LoadedText>>,
    wanted_texts: Vec<DocumentKey>,
    /// Texts that could not be read.
    failed_texts: Vec<DocumentKey>,
    /// What is to be done when this document is open.
    then: Option<(Option<DocumentKey>, Then)>,
    notice: Option<Notice>,
    effects: Vec<Effect>,
    area: Rect,
    revision: u64,
}

impl App {
    /// The program with a study, before a document is open.
    pub fn new(study: Study, coder: CoderKey, preferences: Preferences) -> Self {
        let Preferences { language, theme, keymap } = preferences;
        let mut app = Self {
            zone: TimeZone::system(),
            shown: Shown::own(coder),
            study,
            coder,
            writes: true,
            language,
            theme,
            keymap,
            reader: None,
            screen: Screen::Reader,
            tree: Tree::default(),
            panels: Vec::new(),
            recent: Vec::new(),
            pinned: [None; 10],
            repeat: Vec::new(),
            sticky: None,
            problems: Vec::new(),
            conflicts: Vec::new(),
            pending: 0,
            opening: None,
            last_find: None,
            last_codes: None,
            left: None,
            counted: 0,
            finding: Finding::default(),
            hunt: None,
            last_walk: None,
            unplaced: Vec::new(),
            comparing: 0,
            whereabouts: None,
            placing: None,
            last_journal: None,
            splitting: None,
            past: FxHashMap::default(),
            wanted_past: None,
            attribute_of: Vec::new(),
            texts: FxHashMap::default(),
            wanted_texts: Vec::new(),
            failed_texts: Vec::new(),
            then: None,
            notice: None,
            effects: Vec::new(),
            area: Rect::new(0, 0, 80, 24),
            revision: 0,
        };
        app.learn_recent();
        app
    }

    /// Takes in one input. What it asks for is to be done in order.
    pub fn update(&mut self, input: Input) -> Vec<Effect> {
        self.take(input);
        std::mem::take(&mut self.effects)
    }

    /// What the keys mean now.
    pub fn context(&self) -> Context {
        match self.panels.last() {
            Some(panel) => panel.context(),
            None => match self.screen {
                Screen::Reader if self.reader.as_ref().is_some_and(|reader| reader.reshape.is_some()) => {
                    Context::Reshape
                }
                Screen::Reader => Context::Reader,
            },
        }
    }

    /// Lays out what the next frame shows.
    pub fn arrange(&mut self, area: Rect) {
        self.area = area;
        let areas = self.areas();
        let reading = areas.reader;
        let proposes = self.panels.iter().any(Panel::is_for_passage);
        if let Some(reader) = &mut self.reader {
            reader.proposes = proposes;
            reader.arrange(reading, &self.study, &self.shown, self.revision);
        }
        self.mark_hits();
        if !areas.tree.is_empty() || self.panels.iter().any(|panel| matches!(panel, Panel::Tree)) {
            let open = self.opening.or(self.reader.as_ref().map(|reader| reader.opened.document));
            let place = areas.panel(super::panel::Place::Left);
            self.tree.arrange(place, &self.study, open, (self.revision, self.coder));
        }
        let mut panels = std::mem::take(&mut self.panels);
        for panel in &mut panels {
            panel.arrange(areas.panel(panel.place()), self);
        }
        self.panels = panels;
    }

    /// Draws the frame that was arranged.
    pub fn draw(&self, buffer: &mut Buffer) {
        draw::draw(self, buffer);
    }

    /// What drawing may look at.
    pub fn view(&self) -> View<'_> {
        View {
            study: &self.study,
            coder: self.coder,
            shown: &self.shown,
            theme: self.theme,
            language: self.language,
            keymap: &self.keymap,
        }
    }

    /// Where everything is on the screen.
    pub fn areas(&self) -> Areas {
        let docked = self.panels.iter().any(|panel| panel.place() == super::panel::Place::Docked);
        Areas::new(self.area, docked)
    }

    // What the runner tells.

    /// Reading a document takes longer than a frame. The one that was open goes: keys that are meant for the new one must
    /// not code the old one.
    pub fn is_opening(&mut self, document: DocumentKey) {
        self.opening = Some(document);
        self.reader = None;
        self.screen = Screen::Reader;
    }

    /// A document was read; the cursor goes to byte `position`.
    pub fn opened(&mut self, opened: Opened, position: u32, read_to: u32) {
        self.opening = None;
        // What was being chosen was for a passage of the text that is gone.
        self.panels.retain(Panel::outlives_document);
        self.reader = Some(Reader::new(opened, position, read_to));
        self.screen = Screen::Reader;
        self.go_on();
    }

    /// Codings, memos or codes are others than before.
    pub fn changed(&mut self) {
        self.revision += 1;
        self.learn_recent();
        let alive = |study: &Study, key| study.coding(key).alive;
        if let Some(reader) = &mut self.reader {
            reader.pointed = reader.pointed.filter(|key| alive(&self.study, *key));
            if reader
                .reshape
                .as_ref()
                .is_some_and(|reshape| !reshape.codings.iter().all(|key| alive(&self.study, *key)))
            {
                reader.reshape = None;
            }
        }
    }

    /// Journals were read anew: keys of codings that were kept are other codings now.
    pub fn forget_keys(&mut self) {
        self.then = None;
        self.hunt = None;
        self.with_find(|find, _| find.forget_numbers());
        self.with_journal(|journal, _| journal.forget());
        self.with_codes(|codes, _| codes.forget_numbers());
        if let Some(reader) = &mut self.reader {
            reader.pointed = None;
            reader.reshape = None;
        }
    }

    /// How often codings, memos or codes have changed: what was derived from them is good while this stays.
    pub fn revision(&self) -> u64 {
        self.revision
    }

    /// Tells that something worked.
    pub fn say(&mut self, words: &Say<'_>) {
        self.tell(Tone::Good, words.show(self.language));
    }

    /// Tells something to look at.
    pub fn warn(&mut self, words: &Say<'_>) {
        self.tell(Tone::Warning, words.show(self.language));
    }

    /// Tells a sentence as it is, until the next key.
    pub fn tell(&mut self, tone: Tone, words: String) {
        self.notice = Some(Notice { tone, words });
    }

    /// The sentence that is told now.
    pub fn notice(&self) -> Option<&Notice> {
        self.notice.as_ref()
    }

    // What panels and actions use.

    /// Asks for something outside.
    pub fn ask(&mut self, effect: Effect) {
        self.effects.push(effect);
    }

    /// Asks for a transaction, unless this window may only read.
    pub fn commit(&mut self, bodies: Vec<Body>) -> bool {
        if bodies.is_empty() {
            return false;
        }
        if !self.writes {
            self.warn(&Say::CannotWrite);
            return false;
        }
        self.ask(Effect::Commit(bodies));
        true
    }

    /// Asks for what was planned as one transaction, with the reason that the person gave, unless this window may only
    /// read. Nothing planned is nothing asked for.
    pub fn commit_plan(&mut self, plan: Plan, why: Option<&str>) -> bool {
        if plan.is_empty() {
            return false;
        }
        if !self.writes {
            self.warn(&Say::CannotWrite);
            return false;
        }
        let why = why.map(str::trim).filter(|why| !why.is_empty()).map(str::to_owned);
        self.ask(Effect::CarryOut { plan, why });
        true
    }

    /// Carries out an action: the topmost panel first, then what works everywhere, then the screen.
    pub fn act(&mut self, action: Action) {
        if let Some(mut panel) = self.panels.pop() {
            match panel.act(action, self) {
                Step::Pass => {
                    self.panels.push(panel);
                    self.act_anywhere(action);
                }
                step => self.step(panel, step),
            }
        } else if !self.act_anywhere(action) {
            match self.screen {
                Screen::Reader => self.act_in_reader(action),
            }
        }
    }

    pub(super) fn step(&mut self, panel: Panel, step: Step) {
        match step {
            Step::Stay | Step::Pass => self.panels.push(panel),
            Step::Close => {}
            Step::Open(other) => self.panels.extend([panel, other]),
            Step::Become(other) => self.panels.push(other),
            Step::Run(action) => self.act(action),
            Step::Do(bulk) => self.bulk(bulk),
        }
    }

    fn act_anywhere(&mut self, action: Action) -> bool {
        match action {
            Action::Quit => self.ask(Effect::Quit),
            Action::Suspend => self.ask(Effect::Suspend),
            Action::Redraw => self.ask(Effect::Redraw),
            Action::OpenFind => self.open_find(),
            Action::OpenWalks => self.open_walks(),
            Action::OpenJournal => self.open_journal(),
            Action::OpenCodes if !self.shows_codes() => self.open_codes(),
            Action::OpenTables => {
                let tables = Tables::new(self);
                self.panels.push(Panel::Tables(Box::new(tables)));
            }
            Action::Help => self.panels.push(Panel::Help(Help::new(self.context()))),
            Action::Palette => {
                let palette = Palette::new(self.context(), self.language);
                self.panels.push(Panel::Palette(palette));
            }
            _ => return false,
        }
        true
    }
}
