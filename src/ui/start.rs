//! From a folder to a screen.

use std::io;
use std::path::Path;

use super::app::{App, Preferences};
use super::events::Events;
use super::keymap::Keymap;
use super::language::Language;
use super::panel::{Notes, Panel};
use super::runner::{Ended, Report, Runner, notify};
use super::terminal::Screen;
use super::theme::Theme;
use crate::model::Study;
use crate::store::{Access, OpenStudy, Places, Settings, StoreError};

/// Why there is no screen.
#[derive(Debug, thiserror::Error)]
pub enum UiError {
    /// The study cannot be opened.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// There is no terminal, or it does not do as it is told.
    #[error(
        "the terminal cannot be used ({0}); start kantlijn in a terminal, or see `kantlijn help` for what works without"
    )]
    Terminal(#[from] io::Error),
}

/// Opens the study in `root` for `coder`, shows it until the person quits, and says how that went.
///
/// # Errors
/// When the study cannot be opened or the terminal cannot be used.
pub fn show_study(root: &Path, places: &Places, settings: Settings, coder: &str) -> Result<Ended, UiError> {
    let mut events = Events::listen()?;
    let runner = runner(root, places, settings, coder, &events)?;
    let mut screen = Screen::take()?;
    Ok(runner.run(&mut screen, &mut events)?)
}

/// The open study with its app, before the first frame.
pub(super) fn runner(
    root: &Path,
    places: &Places,
    settings: Settings,
    coder: &str,
    events: &Events<Report>,
) -> Result<Runner, StoreError> {
    let access = Access::Write(coder.to_owned());
    let mut open = OpenStudy::open(root, places, &access, notify(events.sender()))?;
    let coder = match open.coder() {
        Some(coder) => coder,
        None => open.study.coder(coder),
    };
    let (preferences, problems) = preferences(&settings);
    let mut app = App::new(Study::default(), coder, preferences);
    if !problems.is_empty() {
        app.panels.push(Panel::Notes(Notes::new(problems)));
    }
    Ok(Runner::new(app, open, settings, events.sender()))
}

/// What the settings say about the screen, and what is wrong with them.
pub fn preferences(settings: &Settings) -> (Preferences, Vec<String>) {
    let (keymap, problems) = Keymap::new(&settings.keys());
    let language = Language::choose(settings.text("language"));
    let theme = Theme::choose(settings.text("theme"), |name| std::env::var(name).ok());
    (Preferences { language, theme, keymap }, problems.iter().map(ToString::to_string).collect())
}
