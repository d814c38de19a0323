//! From a folder to a screen.

use std::collections::BTreeSet;
use std::io;
use std::path::{Path, PathBuf};

use super::action::Action;
use super::app::{App, Input, Preferences, Tone};
use super::ended::Ended;
use super::events::{Event, Events};
use super::keymap::Keymap;
use super::language::Language;
use super::panel::{Notes, Panel};
use super::runner::{Report, Runner, notify};
use super::terminal::Screen;
use super::theme::Theme;
use super::welcome::{Choice, Welcome};
use crate::model::Study;
use crate::store::folder::{self, STUDY_FILE};
use crate::store::{Access, OpenStudy, Places, Reading, Settings, StoreError, demo};

/// The coder of the sample whose layer a newcomer sees.
const SHOWN_IN_SAMPLE: &str = "anna";

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

/// Where no study is: lets the person choose one, shows it until the person quits, and says how that went.
///
/// # Errors
/// When the terminal cannot be used.
pub fn show_start(places: &Places, mut settings: Settings, coder: &str) -> Result<Ended, UiError> {
    let is_study = |folder: &PathBuf| folder.join(STUDY_FILE).is_file();
    let recent = settings.recent().into_iter().filter(is_study).collect();
    let mut welcome = Welcome::new(preferences(&settings).0, recent);
    let mut events = Events::listen()?;
    let mut screen = Screen::take()?;
    loop {
        let choice = match choose(&mut welcome, &mut screen, &mut events)? {
            Ok(choice) => choice,
            Err(ended) => return Ok(ended),
        };
        let is_new = matches!(choice, Choice::New { .. });
        let opened = match choice {
            Choice::Quit => return Ok(Ended::Quit),
            other => folder_of(other, places, &settings).and_then(|root| {
                if settings.remember(&root) {
                    settings.save()?;
                }
                runner(&root, places, settings.clone(), coder, &events)
            }),
        };
        match opened {
            Ok(mut runner) => {
                if is_new {
                    // A new study is empty: what comes first is what is to be read in it.
                    runner.app.act(Action::OpenImport);
                }
                return Ok(runner.run(&mut screen, &mut events)?);
            }
            Err(error) => welcome.tell(error.to_string()),
        }
    }
}

/// The study's folder, made where that was chosen.
fn folder_of(choice: Choice, places: &Places, settings: &Settings) -> Result<PathBuf, StoreError> {
    let folder = match choice {
        Choice::New { folder, title } => {
            let language = preferences(settings).0.language.tag();
            folder::init(&folder, &title, language, &demo::first_families())?;
            folder
        }
        Choice::Open(folder) => folder,
        Choice::Sample | Choice::Quit => demo::demo(places, false)?,
    };
    folder::find_study(&folder).ok_or(StoreError::NoStudy(folder))
}

fn choose(
    welcome: &mut Welcome,
    screen: &mut Screen,
    events: &mut Events<Report>,
) -> io::Result<Result<Choice, Ended>> {
    loop {
        let area = screen.area()?;
        welcome.arrange(area);
        screen.draw(|frame| welcome.draw(area, frame.buffer_mut()))?;
        for event in events.next_batch() {
            match event {
                Event::Input(event) => match Input::of_event(event) {
                    Some(Input::Key(key)) => match welcome.action(key) {
                        Some(Action::Suspend) => screen.suspend()?,
                        Some(Action::Redraw) => screen.forget()?,
                        _ => {
                            if let Some(choice) = welcome.key(key) {
                                return Ok(Ok(choice));
                            }
                        }
                    },
                    Some(Input::Paste(text)) => welcome.paste(&text),
                    _ => {}
                },
                Event::Signal(number) => {
                    if let Some(ended) = Ended::on_signal(number, screen)? {
                        return Ok(Err(ended));
                    }
                }
                Event::Hangup => return Ok(Err(Ended::HANGUP)),
                Event::Report(_) | Event::Tick => {}
            }
        }
    }
}

/// The sample is not empty to a newcomer: anna's codings are shown besides one's own, once. True when that was now.
fn prepare_sample(root: &Path, places: &Places, coder: &str) -> Result<bool, StoreError> {
    let new = root.starts_with(places.data.join("demo")) && Reading::load(places, root) == Reading::default();
    if new && coder != SHOWN_IN_SAMPLE {
        let others = BTreeSet::from([SHOWN_IN_SAMPLE.to_owned()]);
        Reading { others, ..Reading::default() }.save(places, root)?;
    }
    Ok(new)
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
    let name = coder.to_owned();
    let coder = match open.coder() {
        Some(coder) => coder,
        None => open.study.coder(coder),
    };
    let (preferences, problems) = preferences(&settings);
    let mut app = App::new(Study::default(), coder, preferences);
    if prepare_sample(root, places, &name)? {
        let (help, folder) = (app.keymap.hint(Action::Help), root.display());
        let words = app.language.pick(
            format!("{help} hulp · uw eigen kopie van het voorbeeld: {folder}"),
            format!("{help} help · your own copy of the sample: {folder}"),
        );
        app.tell(Tone::Good, words);
    }
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
