//! The import: files are chosen, what was found in them is shown and adjusted, and only then something is written.
//!
//! Reading and composing go on elsewhere ([`crate::ui::importing`]); each asks with a number, and an answer to an earlier question
//! is dropped. What is adjusted here is decided again for all files, so that what is shown is what will be written.

mod asked;
mod draw;
mod reading;
mod rows;
mod words;

use std::collections::BTreeSet;
use std::sync::Arc;

use encoding_rs::Encoding;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::import::attributes::{check, pair};
use crate::import::compose::{Composed, Decisions};
use crate::import::labels::fold;
use crate::import::run::{Arrived, Fate};
use crate::ui::action::{Action, Context};
use crate::ui::app::{App, Effect};
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
pub use asked::{Ask, ProjectFound, Told};
pub use reading::Reading;
use rows::{Row, rows};
pub use words::written;

/// What a line is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
enum Asking {
    /// Another label for these spellings.
    Label(Vec<String>),
    /// An attribute of all documents.
    Attribute,
    /// The folder below the corpus.
    Folder,
    /// The encoding of the file with this place in the list.
    Encoding(usize),
    /// How files are read.
    Reading,
}

/// The import as it stands.
#[derive(Debug, Default)]
pub struct Import {
    files: LineEdit,
    /// What the last name that is being typed may be.
    offers: Vec<String>,
    ask: Ask,
    busy: Option<(usize, usize)>,
    /// True until the files are read anew, as was asked.
    stale: bool,
    fates: Option<Arc<Vec<Fate>>>,
    left_out: BTreeSet<usize>,
    /// Decisions before the ones that stand.
    earlier: Vec<Decisions>,
    asking: Option<(Asking, LineEdit)>,
    trouble: Option<String>,
    rows: Vec<Row>,
    list: List,
    writing: bool,
}

impl Import {
    /// Asks for files.
    pub fn new() -> Self {
        Self {
            ask: Ask {
                decisions: Decisions { folder: "corpus".to_owned(), ..Decisions::default() },
                ..Ask::default()
            },
            ..Self::default()
        }
    }

    /// What its keys mean.
    pub fn context(&self) -> Context {
        if self.is_typing() { Context::Files } else { Context::Import }
    }

    fn is_typing(&self) -> bool {
        self.asking.is_some() || (self.fates.is_none() && self.busy.is_none())
    }

    fn arrived(&self) -> &[Arrived] {
        self.ask.arrived.as_deref().map_or(&[], Vec::as_slice)
    }

    fn fates(&self) -> &[Fate] {
        self.fates.as_deref().map_or(&[], Vec::as_slice)
    }

    /// The documents that would be written.
    fn documents(&self) -> impl Iterator<Item = &Composed> {
        let kept = self.fates().iter().enumerate().filter(|(index, _)| !self.left_out.contains(index));
        kept.filter_map(
            |(_, fate)| if let Fate::Documents(documents) = fate { Some(documents) } else { None },
        )
        .flatten()
    }

    /// The project that is the file with this place in the list.
    fn project(&self, index: usize) -> Option<&ProjectFound> {
        self.ask.projects.iter().find(|found| found.index == index)
    }

    /// The projects that would be taken in.
    fn projects(&self) -> impl Iterator<Item = &ProjectFound> {
        let is_taken = |found: &&ProjectFound| {
            found.is_new && found.project.is_ok() && !self.left_out.contains(&found.index)
        };
        self.ask.projects.iter().filter(is_taken)
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        if self.writing {
            return Step::Stay;
        }
        self.trouble = None;
        if self.asking.is_some() {
            return self.answer(action, app);
        }
        if self.is_typing() {
            return self.choose_files(action, app);
        }
        match action {
            Action::Close | Action::CloseTop => {
                // Back to the files; nothing was written.
                self.ask.number += 1;
                (self.fates, self.busy) = (None, None);
                self.ask.arrived = None;
                self.earlier.clear();
                self.left_out.clear();
                self.rows.clear();
                self.ask.encodings.clear();
            }
            Action::Accept => self.change_row(app),
            Action::ImportLeaveOut => self.leave_out(app),
            Action::ImportAttribute => self.asking = Some((Asking::Attribute, LineEdit::default())),
            Action::ImportFolder => {
                let folder = self.ask.decisions.folder.trim_start_matches("corpus").trim_start_matches('/');
                self.asking = Some((Asking::Folder, LineEdit::new(folder)));
            }
            Action::ImportEncoding => self.ask_encoding(),
            Action::ImportReading => {
                self.asking = Some((Asking::Reading, LineEdit::new(&self.ask.reading.line)));
            }
            Action::ImportRepair => {
                self.ask.repair = !self.ask.repair;
                self.read_anew(app);
            }
            Action::Undo => {
                if let Some(before) = self.earlier.pop() {
                    self.ask.decisions = before;
                    self.again(app);
                }
            }
            Action::ImportWrite => self.write(app),
            _ if self.list.act(action, self.rows.len()) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    fn choose_files(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close => return Step::Close,
            Action::Complete => app.ask(Effect::CompleteFile(self.files.text().to_owned())),
            Action::Accept => {
                let paths = words::paths(self.files.text());
                if !paths.is_empty() {
                    self.ask.paths = paths;
                    self.offers.clear();
                    self.list.restart();
                    self.read_anew(app);
                }
            }
            _ if self.files.act(action) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Asks what becomes of the files as things are decided now.
    fn again(&mut self, app: &mut App) {
        self.ask.number += 1;
        self.busy = Some((0, 0));
        let mut ask = self.ask.clone();
        if self.stale {
            (ask.arrived, ask.projects) = (None, Vec::new());
        }
        app.ask(Effect::Import(Box::new(ask)));
    }

    /// The same, and the files are read anew first.
    fn read_anew(&mut self, app: &mut App) {
        self.stale = true;
        self.again(app);
    }

    fn decide(&mut self, app: &mut App, change: impl FnOnce(&mut Decisions)) {
        self.earlier.push(self.ask.decisions.clone());
        change(&mut self.ask.decisions);
        self.again(app);
    }

    fn change_row(&mut self, app: &mut App) {
        match self.rows.get(self.list.chosen) {
            Some(Row::Speaker { label, spellings, .. }) => {
                self.asking = Some((Asking::Label(spellings.clone()), LineEdit::new(label)));
            }
            Some(Row::Attribute(name, value)) => {
                self.asking = Some((Asking::Attribute, LineEdit::new(&format!("{name}={value}"))));
            }
            Some(Row::File(_)) => self.leave_out(app),
            _ => {}
        }
    }

    /// A file is not taken; a speaker is none; an attribute is not set.
    fn leave_out(&mut self, app: &mut App) {
        match self.rows.get(self.list.chosen).cloned() {
            Some(Row::File(index)) => {
                if !self.left_out.remove(&index) {
                    self.left_out.insert(index);
                }
                self.rows = rows(self);
            }
            Some(Row::Speaker { spellings, .. }) => {
                self.decide(app, |decisions| relabel(decisions, &spellings, ""));
            }
            Some(Row::Attribute(name, _)) => {
                self.decide(app, |decisions| decisions.attributes.retain(|(known, _)| *known != name));
            }
            _ => {}
        }
    }

    fn answer(&mut self, action: Action, app: &mut App) -> Step {
        let Some((asking, line)) = &mut self.asking else { return Step::Pass };
        match action {
            Action::Close => self.asking = None,
            Action::Accept => {
                let words = line.text().trim().to_owned();
                match asking.clone() {
                    Asking::Label(spellings) => {
                        self.asking = None;
                        if !words.is_empty() {
                            self.decide(app, |decisions| relabel(decisions, &spellings, &words));
                        }
                    }
                    Asking::Attribute => match pair(&words) {
                        Ok((name, value)) => match check(&app.study.config, &name, &value) {
                            Ok(note) => {
                                self.asking = None;
                                self.decide(app, |decisions| {
                                    decisions.attributes.retain(|(known, _)| *known != name);
                                    decisions.attributes.push((name, value));
                                });
                                self.trouble = note;
                            }
                            Err(error) => self.trouble = Some(error.to_string()),
                        },
                        Err(error) => self.trouble = Some(error.to_string()),
                    },
                    Asking::Folder => match crate::import::compose::corpus_folder(&words) {
                        Some(folder) => {
                            self.asking = None;
                            self.decide(app, |decisions| decisions.folder = folder);
                        }
                        None => self.trouble = Some(words::no_folder(app.language).to_owned()),
                    },
                    Asking::Encoding(index) => self.set_encoding(index, &words, app),
                    Asking::Reading => match Reading::parse(&words, &app.study.config, app.language) {
                        Ok(reading) => {
                            self.asking = None;
                            self.ask.reading = reading;
                            self.read_anew(app);
                        }
                        Err(why) => self.trouble = Some(why),
                    },
                }
            }
            _ if line.act(action) => {}
            _ => return Step::Pass,
        }
        Step::Stay
    }

    /// Asks in which encoding the file at the cursor is to be read, where it is text at all.
    fn ask_encoding(&mut self) {
        let Some(Row::File(index)) = self.rows.get(self.list.chosen) else { return };
        let Some(Ok(draft)) = self.arrived().get(*index).map(|arrived| &arrived.draft) else { return };
        if let Some(decoding) = &draft.found.decoding {
            let name = decoding.encoding.name().to_lowercase();
            self.asking = Some((Asking::Encoding(*index), LineEdit::new(&name)));
        }
    }

    /// Reads the files anew, this one in that encoding; without a name it is found out.
    fn set_encoding(&mut self, index: usize, name: &str, app: &mut App) {
        let Some(path) = self.arrived().get(index).map(|arrived| arrived.path.clone()) else { return };
        let encoding = Encoding::for_label(name.as_bytes());
        if encoding.is_none() && !name.is_empty() {
            return self.trouble = Some(words::no_encoding(app.language).to_owned());
        }
        self.asking = None;
        self.ask.encodings.retain(|(known, _)| *known != path);
        self.ask.encodings.extend(encoding.map(|encoding| (path, encoding)));
        self.read_anew(app);
    }

    fn write(&mut self, app: &mut App) {
        if !app.writes {
            return self.trouble = Some(words::reads_only(app.language).to_owned());
        }
        let documents: Vec<(String, String, String)> = self
            .documents()
            .map(|document| (document.id.clone(), document.path.clone(), document.file.clone()))
            .collect();
        let projects: Vec<ProjectFound> = self.projects().cloned().collect();
        if self.busy.is_none() && !(documents.is_empty() && projects.is_empty()) {
            self.writing = true;
            let folder = self.ask.decisions.folder.clone();
            app.ask(Effect::WriteDocuments { documents, projects, folder });
        }
    }

    /// Takes in what the thread tells; true when the import is done and goes.
    pub fn told(&mut self, told: Told) -> bool {
        match told {
            Told::Progress { number, done, total } if number == self.ask.number && self.busy.is_some() => {
                self.busy = Some((done, total));
            }
            Told::Ready { number, arrived, fates, projects, .. } if number == self.ask.number => {
                self.ask.arrived = Some(arrived);
                self.ask.projects = projects;
                self.fates = Some(fates);
                (self.busy, self.stale) = (None, false);
                let is_new = self.rows.is_empty();
                self.rows = rows(self);
                if is_new && self.rows.len() > 1 {
                    // The first row is a heading, which says nothing.
                    self.list.chosen = 1;
                }
            }
            Told::Failed { number, why } if number == self.ask.number => {
                self.busy = None;
                self.asking = Some((Asking::Reading, LineEdit::new(&self.ask.reading.line)));
                self.trouble = Some(why);
            }
            Told::Written { failed, .. } => {
                self.writing = false;
                self.trouble = failed.first().cloned();
                return failed.is_empty();
            }
            _ => {}
        }
        false
    }

    /// Asks anew, where what was shown is no longer what would be written.
    pub fn refresh(&mut self, app: &mut App) {
        self.again(app);
    }

    /// Takes in how the name of a file may go on: the line with what is sure, and what there is to choose from.
    pub fn completed(&mut self, line: &str, offers: Vec<String>) {
        if self.fates.is_none() {
            self.files = LineEdit::new(line);
            self.offers = offers;
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Step {
        self.trouble = None;
        let is_typing = self.is_typing();
        match &mut self.asking {
            Some((_, line)) => drop(line.key(key)),
            None if is_typing => {
                self.offers.clear();
                self.files.key(key);
            }
            None => return Step::Pass,
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str) {
        let is_typing = self.is_typing();
        match &mut self.asking {
            Some((_, line)) => line.paste(text),
            None if is_typing => self.files.paste(text),
            None => {}
        }
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), draw::list_height(area));
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        draw::draw(self, app, area, buffer);
    }
}

/// Decides what these spellings become, instead of what was decided about them before.
fn relabel(decisions: &mut Decisions, spellings: &[String], new: &str) {
    for spelling in spellings {
        decisions.speakers.retain(|(old, _)| fold(old) != fold(spelling));
        decisions.speakers.push((spelling.clone(), new.to_owned()));
    }
}
