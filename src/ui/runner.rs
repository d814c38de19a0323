//! The loop: events in, effects out, one frame a batch.
//!
//! Here the app meets the world: the terminal, the store, the person's folders. The store owns the study and lends it to the
//! app; only while an effect is carried out it has it back.

use std::io;
use std::mem;
use std::sync::Arc;
use std::sync::mpsc::Sender;
use std::time::{Duration, Instant};

use crossterm::event::{Event as TerminalEvent, MouseButton, MouseEvent, MouseEventKind};

use super::action::Action;
use super::app::{App, Effect, Input, Tone};
use super::counting::CountedCodes;
use super::ended::Ended;
use super::events::{Event, Events};
use super::finding::{self, Worker};
use super::loader::{Answer, Loader};
use super::outside;
use super::panel::{ImportTold, Written};
use super::terminal::Screen;
use super::words::Say;
use super::{following, remembering, seeking, troubles};
use crate::model::edit;
use crate::model::hash::Revision;
use crate::model::trail::Entry;
use crate::model::{Anchor, Body, Code, CodeKey, DocumentKey, Target};
use crate::store::{LoadedText, OpenStudy, Reading, Settings, StoreError, Unplaced, Whereabouts};
use crate::text::Span;
use crate::ui::reader::Opened;

/// Two clicks within this time are one double click.
const DOUBLE: Duration = Duration::from_millis(400);

/// Ticks between two looks at every document's file.
const CORPUS: u32 = 15;

/// What threads report to the loop.
#[derive(Debug)]
pub enum Report {
    /// Something was written, or could not be.
    Written,
    /// A text was read.
    Read(Answer),
    /// The thread that answers questions tells something.
    Found(finding::Report),
    /// The words of passages were read.
    Passages(seeking::Read),
    /// Texts were read in which passages of a code may touch.
    Joining(CodeKey, Vec<Arc<LoadedText>>),
    /// It was counted how codes are used.
    Counted(CountedCodes),
    /// A text was compared with what it was.
    Compared(following::Compared),
    /// It was compared with the text of another document, whose codings follow into it.
    ComparedInto(DocumentKey, following::Compared),
    /// A text was read in which codings may have no place.
    ToPlace(Result<Arc<LoadedText>, StoreError>),
    /// Codings without a place, and where they may stand.
    Unplaced(Vec<Unplaced>),
    /// Where words went that have no place in their document.
    Whereabouts(Vec<Whereabouts>),
    /// There is more to gather.
    GoOn,
    /// The words of events were read.
    Trail(Vec<(Entry, Written)>),
    /// What a code said once was looked for: its id, the state, and the code where it was found.
    Past(String, Revision, Option<Box<Code>>),
    /// The thread of the import tells something.
    Import(ImportTold),
}

/// The open study, the app, and what is remembered.
pub struct Runner {
    pub(super) app: App,
    pub(super) open: OpenStudy,
    pub(super) reading: Reading,
    settings: Settings,
    ticks: u32,
    click: Option<(Instant, u16, u16)>,
    loader: Loader,
    pub(super) sender: Sender<Event<Report>>,
    pub(super) worker: Worker,
    /// Documents whose codings without a place are looked for when they have been compared.
    pub(super) unplacing: Vec<DocumentKey>,
    /// Where the cursor goes in the document that is being opened.
    opening_at: Option<u32>,
    ended: Option<Ended>,
}

/// For [`OpenStudy::open`]: wakes the loop when something was written.
pub fn notify(sender: Sender<Event<Report>>) -> Box<dyn Fn() + Send> {
    Box::new(move || {
        let _ = sender.send(Event::Report(Report::Written));
    })
}

fn reporter(sender: &Sender<Event<Report>>) -> impl Fn(Answer) + Send + use<> {
    let sender = sender.clone();
    move |answer| {
        let _ = sender.send(Event::Report(Report::Read(answer)));
    }
}

impl Runner {
    /// Puts the parts together and opens the document that was open last, else the first.
    /// `sender` is that of the queue that [`Runner::run`] will listen to.
    pub fn new(mut app: App, mut open: OpenStudy, settings: Settings, sender: Sender<Event<Report>>) -> Self {
        app.writes = open.read_only().is_none();
        app.problems = open.problems.iter().map(ToString::to_string).collect();
        app.conflicts = open.conflicts();
        if let Some(why) = open.read_only() {
            app.tell(Tone::Warning, troubles::of_read_only(why, app.language));
        } else if !app.problems.is_empty() {
            let key = app.keymap.hint(Action::Problems);
            app.warn(&Say::Problems(app.problems.len(), &key));
        }
        mem::swap(&mut app.study, &mut open.study);
        let reading = Reading::load(open.places(), open.root());
        remembering::restore(&reading, &mut app);
        let worker = seeking::worker(&open, app.study.documents(), &app.study.config.languages, &sender);
        let mut runner = Self {
            app,
            open,
            reading,
            settings,
            ticks: 0,
            click: None,
            loader: Loader::default(),
            sender,
            worker,
            unplacing: Vec::new(),
            opening_at: None,
            ended: None,
        };
        runner.app.changed();
        runner.open_first();
        runner
    }

    fn open_first(&mut self) {
        let study = &self.app.study;
        let last = self.reading.document.as_deref().and_then(|id| study.find_document(id));
        if let Some(document) = last.or(study.documents().first()).map(|document| document.key) {
            self.show(document, None);
        }
    }

    /// Runs until the person quits or a signal ends it. The terminal is given back when `screen` is dropped.
    ///
    /// # Errors
    /// When the terminal cannot be drawn on.
    pub fn run(mut self, screen: &mut Screen, events: &mut Events<Report>) -> io::Result<Ended> {
        loop {
            for effect in self.app.follow_up() {
                self.effect(effect, screen, events)?;
            }
            let area = screen.area()?;
            self.app.arrange(area);
            screen.draw(|frame| self.app.draw(frame.buffer_mut()))?;
            if let Some(ended) = self.ended {
                return Ok(ended);
            }
            for event in events.next_batch() {
                self.event(event, screen, events)?;
            }
            if self.ended.is_some() {
                self.end(screen, events)?;
            }
        }
    }

    /// Nothing that the screen called done, or showed as pending, is left behind.
    fn end(&mut self, screen: &mut Screen, events: &Events<Report>) -> io::Result<()> {
        for effect in self.app.leave() {
            self.effect(effect, screen, events)?;
        }
        self.lend(OpenStudy::wait).map_or_else(
            |error| {
                // Not safe: stay, and say why.
                if self.ended == Some(Ended::Quit) {
                    self.ended = None;
                }
                self.tell_error(&error);
            },
            |()| (),
        );
        Ok(())
    }

    fn event(
        &mut self,
        event: Event<Report>,
        screen: &mut Screen,
        events: &Events<Report>,
    ) -> io::Result<()> {
        match event {
            Event::Input(TerminalEvent::FocusGained) => self.look(false),
            Event::Input(event) => {
                if let Some(input) = Input::of_event(event) {
                    let input = self.double(input);
                    for effect in self.app.update(input) {
                        self.effect(effect, screen, events)?;
                    }
                }
            }
            Event::Report(report) => self.report(report),
            Event::Tick => {
                self.ticks += 1;
                self.look(self.ticks % CORPUS == 1);
            }
            Event::Signal(number) => self.ended = Ended::on_signal(number, screen)?.or(self.ended),
            Event::Hangup => self.ended = Some(Ended::HANGUP),
        }
        Ok(())
    }

    /// Takes in what a thread did.
    pub(super) fn report(&mut self, report: Report) {
        match report {
            Report::Written => self.written(),
            Report::Read(answer) => self.read(answer),
            Report::Found(report) => self.app.found(report),
            Report::Passages(read) => self.app.anchored(&read.bulk, read.anchored),
            Report::Joining(code, texts) => self.app.join_in(code, &texts),
            Report::Counted(counted) => self.app.codes_counted(counted),
            Report::Compared(compared) => self.compared(compared),
            Report::ComparedInto(from, compared) => self.compared_into(from, compared),
            Report::ToPlace(text) => self.unplaced_text(text),
            Report::Unplaced(unplaced) => self.app.unplaced_there(unplaced),
            Report::Whereabouts(found) => self.app.whereabouts_there(found),
            Report::GoOn => {}
            Report::Trail(written) => self.app.trail_read(written),
            Report::Past(id, revision, code) => self.app.past_there(id, revision, code.map(|code| *code)),
            Report::Import(told) => self.imported(told),
        }
    }

    /// The person's own editor has the terminal until it ends.
    fn edit_outside(&mut self, words: &str, screen: &mut Screen, events: &Events<Report>) -> io::Result<()> {
        let command = outside::editor(self.settings.text("editor"), |name| std::env::var(name).ok());
        let place = self.open.places().of_study(self.open.root());
        let left = screen.lend(|| events.deaf(|| outside::edit(words, &command, &place)))?;
        self.app.edited(left.map_err(|error| error.to_string()));
        for effect in self.app.take_effects() {
            self.effect(effect, screen, events)?;
        }
        Ok(())
    }

    fn effect(&mut self, effect: Effect, screen: &mut Screen, events: &Events<Report>) -> io::Result<()> {
        match effect {
            Effect::Copy(words) => screen.copy(&words)?,
            Effect::Suspend => screen.suspend()?,
            Effect::Redraw => screen.forget()?,
            Effect::Quit => self.ended = Some(Ended::Quit),
            Effect::Edit(words) => return self.edit_outside(&words, screen, events),
            other => self.store(other),
        }
        Ok(())
    }

    /// Effects that need no terminal; the others are nothing here.
    pub(super) fn store(&mut self, effect: Effect) {
        let effect = self.seek(effect).and_then(|effect| self.recount(effect));
        let effect = effect.and_then(|effect| self.count(effect));
        let Some(effect) = effect.and_then(|effect| self.take_in(effect)) else { return };
        let result = match effect {
            Effect::Open { document, at } => {
                self.show(document, at);
                Ok(())
            }
            Effect::Texts(documents) => {
                self.texts(documents);
                return;
            }
            Effect::Commit(bodies) => self.lend(|open| open.commit(bodies)).map(drop),
            Effect::AddCodes { names, document, passage, example, with } => {
                self.add_codes(&names, (document, passage), example, with)
            }
            Effect::MarkWithMemo { mark, kind, words } => self.lend(|open| {
                let memo = |id| vec![edit::memo(Target::Coding(id), &kind, &words)];
                open.commit_with(*mark, memo).map(drop)
            }),
            Effect::TakeBack(tx) => self.take_back(tx),
            Effect::Undo => self.undo(),
            Effect::Redo => self.redo(),
            Effect::SavePlace { document, position, read_to } => self.save_place(document, position, read_to),
            Effect::Resolve { path, theirs } => self.resolve(&path, &theirs),
            Effect::CarryOut { plan, why } => self.carry_out(plan, why.as_deref()),
            Effect::CommitMany(many) => self.lend(|open| open.commit_many(many)).map(drop),
            Effect::Export { file, chosen } => {
                self.export_found(&file, &chosen);
                return;
            }
            Effect::ExportTable { file, rows } => {
                self.export_table(&file, &rows);
                return;
            }
            Effect::SaveQuery { name, words } => self.save_query(&name, words.as_deref()),
            Effect::SaveAsked => self.save_asked(),
            Effect::SavePins => self.save_pins(),
            Effect::SaveShown => self.save_shown(),
            Effect::SaveSetting { key, value } => {
                self.settings.set_text(key, &value);
                self.settings.save()
            }
            // What needs a terminal, and what was done above.
            _ => Ok(()),
        };
        match result {
            Ok(()) => self.app.pending = self.open.waiting(),
            Err(error) => self.tell_error(&error),
        }
        self.app.changed();
    }

    pub(super) fn tell_error(&mut self, error: &StoreError) {
        self.app.tell(Tone::Error, troubles::of_store(error, self.app.language));
    }

    /// Gives the store its study for as long as `work` takes.
    pub(super) fn lend<T>(&mut self, work: impl FnOnce(&mut OpenStudy) -> T) -> T {
        mem::swap(&mut self.app.study, &mut self.open.study);
        let result = work(&mut self.open);
        mem::swap(&mut self.app.study, &mut self.open.study);
        result
    }

    /// Shows a document: in this frame when it is at hand or read in a moment, else when it is read.
    pub(super) fn show(&mut self, document: DocumentKey, at: Option<u32>) {
        self.opening_at = at;
        self.loader.forget_opening();
        if let Some(text) = self.open.text_at_hand(document) {
            return self.opened(Opened::new(text));
        }
        let Some(known) = self.app.study.document(document) else {
            let missing = StoreError::NoDocument(self.app.study.document_id(document).to_owned());
            return self.tell_error(&missing);
        };
        match self.loader.open(self.open.root(), known, reporter(&self.sender)) {
            Some(answer) => self.read(answer),
            None => self.app.is_opening(document),
        }
    }

    /// A text was read; an answer that comes too late is dropped.
    fn read(&mut self, answer: Answer) {
        if !self.loader.is_wanted(&answer) {
            return;
        }
        match answer {
            Answer::Opened(_, Ok(opened)) => {
                let text = Arc::clone(opened.loaded());
                let document = text.document;
                self.lend(|open| open.keep_text(text));
                self.opened(opened);
                self.compare(document);
            }
            Answer::Text(_, _, Ok(text)) => {
                let text = self.lend(|open| open.keep_text(text));
                self.app.text_arrived(text);
            }
            Answer::Opened(_, Err(error)) => {
                self.app.opening = None;
                self.tell_error(&error);
            }
            Answer::Text(_, document, Err(error)) => {
                self.app.text_failed(document);
                self.tell_error(&error);
            }
        }
    }

    fn opened(&mut self, opened: Opened) {
        let id = self.app.study.document_id(opened.document);
        let position = self.opening_at.or(self.reading.places.get(id).copied()).unwrap_or(0);
        let read_to = self.reading.read_to.get(id).copied().unwrap_or(0);
        self.app.opened(opened, position, read_to);
        self.app.changed();
    }

    /// Texts that a list wants: those at hand now, the others when they are read.
    fn texts(&mut self, documents: Vec<DocumentKey>) {
        let mut missing = Vec::new();
        for document in documents {
            match self.open.text_at_hand(document) {
                Some(text) => self.app.text_arrived(text),
                None => missing.extend(self.app.study.document(document).cloned()),
            }
        }
        self.loader.texts(self.open.root(), missing, reporter(&self.sender));
    }

    /// Makes codes and gives them to a passage, in one transaction with what else is given there.
    fn add_codes(
        &mut self,
        names: &[String],
        (document, passage): (DocumentKey, Span),
        example: bool,
        with: Vec<Body>,
    ) -> Result<(), StoreError> {
        let tx = self.lend(|open| {
            let loaded = open.text(document)?;
            let id = open.study.document_id(document).to_owned();
            let example = example.then(|| passage.slice(&loaded.text).trim());
            let mut bodies = Vec::new();
            for name in names {
                let (code, added) = open.new_code(name, example)?;
                let revision = match &added {
                    Body::CodeAdd { revision, .. } => *revision,
                    _ => crate::model::hash::Revision::default(),
                };
                bodies.push(added);
                if let Some(anchor) = Anchor::new(&loaded.text, loaded.hash, passage) {
                    let (document, facets) = (id.clone(), Vec::new());
                    bodies.push(Body::Code { document, anchor, code: code.id, revision, facets });
                }
            }
            bodies.extend(with);
            open.commit(bodies)
        });
        tx.map(drop)
    }

    /// What the writing thread did.
    fn written(&mut self) {
        let written = self.lend(OpenStudy::written);
        self.app.pending = self.open.waiting();
        for result in written {
            if let Err(error) = result.result {
                self.tell_error(&error);
            }
        }
    }

    /// Looks whether others changed something; tries again what could not be written.
    pub(super) fn look(&mut self, corpus: bool) {
        if self.open.waiting() > 0
            && let Err(error) = self.open.retry()
        {
            self.tell_error(&error);
        }
        let found = self.lend(|open| open.refresh(corpus));
        if !found.is_something() {
            return;
        }
        let reread = match &self.app.reader {
            Some(reader) if found.texts.contains(&reader.opened.document) => {
                Some((reader.opened.document, reader.cursor))
            }
            _ => None,
        };
        if let Some((document, at)) = reread {
            self.show(document, Some(at));
        }
        let again = self.app.texts_changed(&found.texts);
        if !again.is_empty() {
            self.texts(again);
        }
        self.app.problems = self.open.problems.iter().map(ToString::to_string).collect();
        self.app.conflicts = self.open.conflicts();
        if found.reloaded {
            self.app.forget_keys();
        }
        if found.corpus || !found.texts.is_empty() {
            self.worker.refresh(self.app.study.documents().to_vec());
        }
        self.app.changed();
    }

    fn double(&mut self, input: Input) -> Input {
        let Input::Mouse(mouse @ MouseEvent { kind: MouseEventKind::Down(MouseButton::Left), .. }) = input
        else {
            return input;
        };
        let now = Instant::now();
        let again = self.click.take_if(|(then, x, y)| {
            now.duration_since(*then) < DOUBLE && (*x, *y) == (mouse.column, mouse.row)
        });
        match again {
            Some(_) => Input::DoubleClick(mouse),
            None => {
                self.click = Some((now, mouse.column, mouse.row));
                input
            }
        }
    }
}
