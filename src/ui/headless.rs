//! The program without a terminal: keys in, frames out. For measurements and for the picture in the README.
//!
//! The study is a real one on the disk, and the journal is written; only what needs a terminal (the clipboard, suspending,
//! quitting) is left undone.

use std::path::Path;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::app::{App, Effect, Input};
use super::events::{Event, Events};
use super::keymap::Key;
use super::runner::{Report, Runner};
use super::start;
use super::svg::svg;
use crate::model::DocumentKey;
use crate::store::{OpenStudy, Places, Settings, StoreError};

/// An open study and its screen.
pub struct Headless {
    runner: Runner,
    events: Events<Report>,
}

impl Headless {
    /// Opens the study in `root` for `coder`, as [`start::show_study`] does.
    ///
    /// # Errors
    /// When the study cannot be opened.
    pub fn open(root: &Path, places: &Places, settings: Settings, coder: &str) -> Result<Self, StoreError> {
        let events = Events::silent();
        let runner = start::runner(root, places, settings, coder, &events)?;
        Ok(Self { runner, events })
    }

    /// Takes in one key, with everything that it asks for.
    pub fn press(&mut self, key: Key) {
        for effect in self.runner.app.update(Input::Key(key)) {
            self.runner.store(effect);
        }
        self.follow_up();
    }

    fn follow_up(&mut self) {
        for effect in self.runner.app.follow_up() {
            self.runner.store(effect);
        }
    }

    /// Opens another document.
    ///
    /// # Errors
    /// When what was done before cannot be written.
    pub fn open_document(&mut self, document: DocumentKey) -> Result<(), StoreError> {
        self.runner.store(Effect::Open { document, at: None });
        self.wait()
    }

    /// Does what the app asks for.
    pub fn carry_out(&mut self, effect: Effect) {
        self.runner.store(effect);
    }

    /// Lays out the next frame; [`App::draw`] then draws it.
    pub fn arrange(&mut self, area: Rect) {
        self.runner.app.arrange(area);
    }

    /// Waits until what was asked for is there and everything is written.
    ///
    /// # Errors
    /// When something cannot be written.
    pub fn wait(&mut self) -> Result<(), StoreError> {
        self.runner.lend(OpenStudy::wait)?;
        self.runner.report(Report::Written);
        while self.runner.app.waits_for_texts() {
            self.take_reports();
        }
        Ok(())
    }

    /// Waits until so many rows of the answer to what stands on the find screen are there with their words, or all of it.
    pub fn wait_for_rows(&mut self, least: usize) {
        while self.runner.app.waits_for_rows(least) {
            self.take_reports();
        }
    }

    /// Waits until the answer to what stands on the find screen is there, with the words of its first rows.
    pub fn wait_for_answers(&mut self) {
        while self.runner.app.waits_for_answers() {
            self.take_reports();
        }
    }

    /// Takes in what has come meanwhile, without waiting for more.
    pub fn take_what_came(&mut self) {
        let arrived = self.events.arrived();
        self.take(arrived);
    }

    fn take_reports(&mut self) {
        let batch = self.events.next_batch();
        self.take(batch);
    }

    fn take(&mut self, batch: Vec<Event<Report>>) {
        for event in batch {
            if let Event::Report(report) = event {
                self.runner.report(report);
                self.follow_up();
            }
        }
    }

    /// [`Headless::arrange`] for a screen of so many columns and rows.
    pub fn arrange_cells(&mut self, (columns, rows): (u16, u16)) {
        self.arrange(Rect::new(0, 0, columns, rows));
    }

    /// The frame as it stands, as a picture. `title` is read out by screen readers.
    pub fn svg(&mut self, (columns, rows): (u16, u16), title: &str) -> String {
        let area = Rect::new(0, 0, columns, rows);
        self.arrange(area);
        let mut buffer = Buffer::empty(area);
        self.app().draw(&mut buffer);
        svg(&buffer, self.app().theme.ground, title)
    }

    /// The app, for looking at and for setting the scene.
    pub fn app(&mut self) -> &mut App {
        &mut self.runner.app
    }
}
