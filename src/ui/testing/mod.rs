//! A person at the screen, for tests: keys in, picture out.
//!
//! Effects are carried out at once and in memory, by a stand-in for the store whose ids and times are always the same.

mod codebook;
mod study;

use codebook::Families;
pub use study::{GO, small_study, study_of};

use std::sync::Arc;

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use rustc_hash::FxHashMap;

use super::app::{App, Effect, Input, Preferences};
use super::finding::{Answered, Counts, Report, Scan, Source as _, answer_to, make_rows, more_in};
use super::keymap::{Key, Keymap};
use super::language::Language;
use super::panel::Written;
use super::reader::{Opened, Reader};
use super::snapshot::{characters, picture};
use super::theme::Theme;
use super::words::Say;
use crate::index::Cancel;
use crate::index::answer::{Answer, Found};
use crate::index::codings::CodingTable;
use crate::model::layer::Layer;
use crate::model::trail::Entry;
use crate::model::{Anchor, Body, CoderKey, DocumentKey, Event, Source, Study, Uuid};
use crate::store::{LoadedText, Many};
use crate::text::Span;

/// What ids are counted from: they look like those of the store.
const FIRST_ID: u128 = 0x0190_0000_0000_7000_8000 << 48;

/// An app, what it has asked for, and the study that answers.
pub struct TestApp {
    /// The app.
    pub app: App,
    /// What it asked for and nobody here can do: copying, quitting, settings.
    pub asked: Vec<Effect>,
    /// The reasons of what was carried out, in order.
    pub reasons: Vec<Option<String>>,
    texts: Vec<Arc<LoadedText>>,
    /// Answers at once.
    scan: Scan,
    answered: Option<(Arc<Answered>, CodingTable)>,
    area: Rect,
    ids: u128,
    families: Families,
    /// What journals would hold.
    events: FxHashMap<Uuid, Event>,
}

impl TestApp {
    /// Anna with the small study, in Dutch, at d10.
    pub fn new(width: u16, height: u16) -> Self {
        let (study, texts) = small_study();
        Self::with(study, texts, width, height)
    }

    /// Anna with a study, at its last document.
    pub fn with(mut study: Study, texts: Vec<Arc<LoadedText>>, width: u16, height: u16) -> Self {
        let anna = study.coder("anna");
        let preferences =
            Preferences { language: Language::Dutch, theme: Theme::default(), keymap: Keymap::default() };
        let mut app = App::new(study, anna, preferences);
        app.zone = TimeZone::UTC;
        let area = Rect::new(0, 0, width, height);
        let scan = Scan::new(texts.clone());
        let families = Families::of(&app.study);
        let mut test = Self {
            app,
            asked: Vec::new(),
            reasons: Vec::new(),
            texts,
            scan,
            answered: None,
            area,
            ids: 0,
            families,
            events: FxHashMap::default(),
        };
        let catalogue = test.scan.catalogue();
        test.app.found(Report::Texts(catalogue));
        test.show(test.texts.len() - 1, 0);
        test
    }

    fn show(&mut self, text: usize, position: u32) {
        self.app.opened(Opened::new(Arc::clone(&self.texts[text])), position, 0);
        self.arrange();
    }

    /// Tells the last answer again: its first turns alone, as they come before all of it is known, or all.
    pub fn tell_answer(&mut self, first: Option<u32>) {
        let (whole, codings) = self.answered.as_ref().unwrap();
        let answered = match (first, &whole.found) {
            (Some(first), Found::Turns(turns)) => {
                let found = Found::Turns(turns.iter().take(first as usize).collect());
                let answer = Answer { found, groups: Vec::new(), without_place: 0 };
                let catalogue = Arc::clone(&whole.catalogue);
                Arc::new(Answered::new(whole.number, answer, catalogue, whole.marker.clone()).begun())
            }
            _ => Arc::clone(whole),
        };
        let rows = make_rows(&answered, &self.scan, codings, 0..answered.len());
        self.app.found(Report::Answered(answered, rows));
        self.arrange();
    }

    /// Types keys: names in angle brackets, everything else letter by letter, blanks between keys left out.
    pub fn keys(&mut self, keys: &str) -> &mut Self {
        for part in keys.split(' ') {
            for key in Key::sequence(part).unwrap_or_else(|error| panic!("{error}")) {
                self.input(Input::Key(key));
            }
        }
        self
    }

    /// Something that the person does; its effects are carried out, and the next frame is laid out.
    pub fn input(&mut self, input: Input) -> &mut Self {
        for effect in self.app.update(input) {
            self.effect(effect);
        }
        self.arrange();
        self
    }

    /// Answers what the next frame asks for, and lays it out.
    fn arrange(&mut self) {
        loop {
            let effects = self.app.follow_up();
            if effects.is_empty() {
                break;
            }
            for effect in effects {
                self.effect(effect);
            }
        }
        self.app.arrange(self.area);
    }

    /// What the editor outside left.
    pub fn edited(&mut self, words: Result<String, String>) -> &mut Self {
        self.app.edited(words);
        for effect in self.app.take_effects() {
            self.effect(effect);
        }
        self.arrange();
        self
    }

    /// The open document has another text now, and is shown again.
    pub fn reopen(&mut self, text: &str) -> &mut Self {
        let document = self.reader().opened.document;
        let place = self.texts.iter().position(|other| other.document == document).unwrap();
        self.texts[place] = Arc::new(LoadedText::new(document, text.to_owned(), &[], None));
        self.scan = Scan::new(self.texts.clone());
        let catalogue = self.scan.catalogue();
        self.app.found(Report::Texts(catalogue));
        self.show(place, 0);
        self
    }

    /// The mouse at a cell.
    pub fn mouse(&mut self, kind: MouseEventKind, column: u16, row: u16) -> &mut Self {
        self.input(Input::Mouse(MouseEvent { kind, column, row, modifiers: KeyModifiers::NONE }))
    }

    /// Presses, moves and lets go.
    pub fn drag(&mut self, from: (u16, u16), to: (u16, u16)) -> &mut Self {
        let left = MouseButton::Left;
        self.mouse(MouseEventKind::Down(left), from.0, from.1);
        self.mouse(MouseEventKind::Drag(left), to.0, to.1);
        self.mouse(MouseEventKind::Up(left), to.0, to.1)
    }

    /// Another size.
    pub fn resize(&mut self, width: u16, height: u16) -> &mut Self {
        self.area = Rect::new(0, 0, width, height);
        self.arrange();
        self
    }

    /// The screen with its styles.
    pub fn picture(&self) -> String {
        picture(&self.buffer())
    }

    /// The characters of the screen.
    pub fn characters(&self) -> String {
        characters(&self.buffer())
    }

    /// The screen.
    pub fn buffer(&self) -> Buffer {
        let mut buffer = Buffer::empty(self.area);
        self.app.draw(&mut buffer);
        buffer
    }

    /// The last row of the screen.
    pub fn last_row(&self) -> String {
        self.characters().lines().last().unwrap_or_default().trim().to_owned()
    }

    /// The open document.
    pub fn reader(&self) -> &Reader {
        self.app.reader.as_ref().unwrap()
    }

    /// What is selected.
    pub fn selected(&self) -> &str {
        self.reader().selection.map_or("", |selection| self.reader().opened.words(selection.span))
    }

    /// The words from the cursor on, to recognise where it is.
    pub fn at_cursor(&self) -> &str {
        let reader = self.reader();
        let rest = &reader.opened.text[reader.cursor as usize..];
        rest.char_indices().nth(12).map_or(rest, |(end, _)| &rest[..end])
    }

    /// The living codings of the open document: words, code, coder, `*` when important.
    pub fn codings(&self) -> Vec<String> {
        let study = &self.app.study;
        let reader = self.reader();
        let all = study.codings_in(reader.opened.document, Span::new(0, u32::MAX));
        all.map(|(span, key)| {
            let coding = study.coding(key);
            let code = coding.code.map_or("-", |code| study.code_id(code));
            let star = if coding.important { "*" } else { "" };
            format!("{}|{star}{code}|{}", reader.opened.words(span), study.coder_name(coding.coder))
        })
        .collect()
    }

    /// Something done by any coder, as if it came from a journal.
    pub fn commit_as(&mut self, coder: &str, bodies: Vec<Body>) -> Uuid {
        let coder = self.app.study.coder(coder);
        self.commit(coder, bodies)
    }

    fn id(&mut self) -> Uuid {
        self.ids += 1;
        Uuid::from_u128(FIRST_ID + self.ids)
    }

    fn commit(&mut self, coder: CoderKey, bodies: Vec<Body>) -> Uuid {
        let tx = self.id();
        let bodies = bodies.into_iter().map(|body| (self.id(), body)).collect();
        self.commit_as_one(coder, tx, bodies)
    }

    fn commit_named(&mut self, coder: CoderKey, bodies: Vec<(Uuid, Body)>) {
        let tx = self.id();
        self.commit_as_one(coder, tx, bodies);
    }

    fn commit_as_one(&mut self, coder: CoderKey, tx: Uuid, bodies: Vec<(Uuid, Body)>) -> Uuid {
        let (of, at) = (bodies.len() as u32, Timestamp::constant(1_700_000_000, 0));
        for (id, body) in bodies {
            let n = self.app.study.next_n();
            let event = Event { id, n, tx, of, at, body };
            self.app.study.take_event(coder, &event, Source::default());
            self.events.insert(id, event);
        }
        let changed = self.app.study.settle();
        self.judge(&changed);
        self.app.changed();
        tx
    }

    fn effect(&mut self, effect: Effect) {
        let anna = self.app.coder;
        match effect {
            Effect::Commit(bodies) => drop(self.commit(anna, bodies)),
            Effect::Open { document, at } => {
                let text = self.texts.iter().position(|text| text.document == document).unwrap();
                self.show(text, at.unwrap_or(0));
            }
            Effect::Texts(documents) => {
                let wanted = |text: &&Arc<LoadedText>| documents.contains(&text.document);
                for text in self.texts.clone().iter().filter(wanted) {
                    self.app.text_arrived(Arc::clone(text));
                }
            }
            Effect::AddCodes { names, document, passage, with, .. } => {
                self.add_codes(&names, (document, passage), with);
            }
            Effect::MarkWithMemo { mark, kind, words } => {
                // The transaction takes the next id, and the mark the one behind it.
                let id = Uuid::from_u128(FIRST_ID + self.ids + 2);
                let memo = crate::model::edit::memo(crate::model::Target::Coding(id), &kind, &words);
                self.commit(anna, vec![*mark, memo]);
            }
            Effect::Undo => match self.app.study.layer(anna).and_then(Layer::undo_target) {
                Some(tx) => {
                    self.take_back(tx);
                    let what = self.app.describe_transaction(tx);
                    self.app.say(&Say::Undone(&what));
                }
                None => self.app.warn(&Say::NothingToUndo),
            },
            Effect::Redo => match self.app.study.layer(anna).and_then(Layer::redo_target) {
                Some(tx) => {
                    self.take_back(tx);
                    let what = self.app.describe_transaction(tx);
                    self.app.say(&Say::Redone(&what));
                }
                None => self.app.warn(&Say::NothingToRedo),
            },
            Effect::Unplaced(documents) => self.look_for_places(&documents),
            // Here no document is ever gone.
            Effect::Whereabouts => self.app.whereabouts_there(Vec::new()),
            Effect::GoOn => {}
            Effect::Trail(entries) => self.read_trail(&entries),
            Effect::TakeBack(tx) => {
                self.take_back(tx);
                let what = self.app.describe_transaction(tx);
                self.app.say(&Say::Undone(&what));
            }
            Effect::Past { code, revision } => self.app.past_there(code, revision, None),
            Effect::CarryOut { plan, why } => self.carry_out(plan, why),
            Effect::JoinTexts { code, documents } => {
                let wanted = |text: &&Arc<LoadedText>| documents.contains(&text.document);
                let texts: Vec<Arc<LoadedText>> = self.texts.iter().filter(wanted).cloned().collect();
                self.app.join_in(code, &texts);
            }
            Effect::CountCodes(question) => self.app.codes_counted(question.answer()),
            Effect::CommitMany(many) => self.commit_many(many),
            Effect::SaveQuery { name, words } => {
                let queries = &mut self.app.study.config.queries;
                match words {
                    Some(words) => drop(queries.insert(name, words)),
                    None => drop(queries.remove(&name)),
                }
            }
            other => {
                if let Some(other) = self.seek(other) {
                    self.asked.push(other);
                }
            }
        }
    }

    /// What the thread that answers does.
    fn seek(&mut self, effect: Effect) -> Option<Effect> {
        let cancel = Cancel::default();
        let report = match effect {
            Effect::Ask(ask) => {
                let answered = Arc::new(answer_to(&ask, &self.scan, &cancel).unwrap());
                self.answered = Some((Arc::clone(&answered), ask.codings.clone()));
                let rows = make_rows(&answered, &self.scan, &ask.codings, ask.first_rows(&answered));
                self.app.found(Report::Answered(Arc::clone(&answered), rows));
                let coders = ask.counted.as_ref()?;
                Report::Counted(Counts::of(&answered, &ask.codings, coders, &cancel).unwrap())
            }
            Effect::Rows { number, rows } => {
                let (answered, codings) = self.answered.as_ref().unwrap();
                Report::Rows(number, make_rows(answered, &self.scan, codings, rows))
            }
            Effect::AskWider { number, question } => {
                let (answered, codings) = self.answered.as_ref().unwrap();
                Report::Wider(number, more_in(&question.0, answered, codings, &self.scan, &cancel).unwrap())
            }
            Effect::Forms(words) => {
                let forms = words.into_iter().map(|word| (word.clone(), self.scan.forms(&word)));
                Report::Forms(forms.collect())
            }
            Effect::Words(start) => {
                let words = self.scan.words(&start);
                Report::Words(start, words)
            }
            Effect::Anchors { passages, then } => {
                let mut anchored = Vec::new();
                for passage in passages {
                    let text = self.texts.iter().find(|text| text.document == passage.document);
                    crate::ui::seeking::anchor(text.map(AsRef::as_ref), passage, &then, &mut anchored);
                }
                self.app.anchored(&then, anchored);
                return None;
            }
            other => return Some(other),
        };
        self.app.found(report);
        None
    }

    fn read_trail(&mut self, entries: &[Entry]) {
        let read = |entry: &Entry| {
            let event = self.events.get(&entry.record(&self.app.study)?.id)?;
            let anchor = event.body.clone().into_anchor();
            Some((*entry, Written { quote: anchor.map(|anchor| anchor.quote.display()), why: None }))
        };
        let written = entries.iter().filter_map(read).collect();
        self.app.trail_read(written);
    }

    fn commit_many(&mut self, many: Many) {
        let mut ids = self.ids;
        let id = || {
            ids += 1;
            Uuid::from_u128(FIRST_ID + (1 << 40) + ids)
        };
        let new_code = |name: &str| {
            Ok::<_, ()>((
                name.to_lowercase().replace(' ', "-"),
                crate::model::hash::Revision::default(),
                None,
            ))
        };
        let bodies = many.bodies(id, new_code).unwrap();
        self.ids = ids;
        let anna = self.app.coder;
        self.commit_named(anna, bodies);
    }

    /// The codes alone; the family file is the store's.
    fn add_codes(&mut self, names: &[String], (document, passage): (DocumentKey, Span), with: Vec<Body>) {
        let text = self.texts.iter().find(|text| text.document == document).unwrap();
        let anchor = Anchor::new(&text.text, text.hash, passage).unwrap();
        let document = self.app.study.document_id(document).to_owned();
        let code = |name: &String| Body::Code {
            document: document.clone(),
            anchor: anchor.clone(),
            code: name.to_lowercase().replace(' ', "-"),
            revision: crate::model::hash::Revision::default(),
            facets: Vec::new(),
        };
        let coder = self.app.coder;
        self.commit(coder, names.iter().map(code).chain(with).collect());
    }
}
