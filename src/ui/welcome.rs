//! The first screen where there is no study: those that were open before, the sample, a new one.

use std::path::{Path, PathBuf};

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::app::Preferences;
use super::keymap::Key;
use super::line_edit::LineEdit;
use super::list::List;
use super::paint::{fill, write};
use super::theme::Role;

/// What was chosen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Choice {
    /// A study that is there.
    Open(PathBuf),
    /// One's own copy of the sample study.
    Sample,
    /// A new study.
    New {
        /// Where.
        folder: PathBuf,
        /// What it is called.
        title: String,
    },
    /// None: the program ends.
    Quit,
}

/// What is asked about a new study.
#[derive(Debug)]
enum Question {
    Folder(LineEdit),
    Title(PathBuf, LineEdit),
}

/// The screen as it stands.
#[derive(Debug)]
pub struct Welcome {
    preferences: Preferences,
    rows: Vec<Choice>,
    list: List,
    question: Option<Question>,
    trouble: Option<String>,
}

impl Welcome {
    /// With the studies that were open before, the last first.
    pub fn new(preferences: Preferences, recent: Vec<PathBuf>) -> Self {
        let new = Choice::New { folder: PathBuf::new(), title: String::new() };
        let rows = recent.into_iter().map(Choice::Open).chain([Choice::Sample, new, Choice::Quit]).collect();
        Self { preferences, rows, list: List::default(), question: None, trouble: None }
    }

    /// Tells why the choice came to nothing.
    pub fn tell(&mut self, trouble: String) {
        self.trouble = Some(trouble);
    }

    /// What `key` means here.
    pub fn action(&self, key: Key) -> Option<Action> {
        let context = if self.question.is_some() { Context::Line } else { Context::Start };
        self.preferences.keymap.action(context, key)
    }

    /// Takes in a key; what was chosen by it.
    pub fn key(&mut self, key: Key) -> Option<Choice> {
        self.trouble = None;
        let action = self.action(key);
        if action == Some(Action::Quit) {
            return Some(Choice::Quit);
        }
        match self.question.take() {
            Some(question) => self.answer(question, key, action),
            None => self.choose(action?),
        }
    }

    fn choose(&mut self, action: Action) -> Option<Choice> {
        match action {
            Action::Accept => match self.rows.get(self.list.chosen)? {
                Choice::New { .. } => {
                    let proposal = self.preferences.language.pick("studie", "study");
                    self.question = Some(Question::Folder(LineEdit::new(proposal)));
                    None
                }
                other => Some(other.clone()),
            },
            Action::Close | Action::CloseTop => Some(Choice::Quit),
            _ => {
                self.list.act(action, self.rows.len());
                None
            }
        }
    }

    fn answer(&mut self, mut question: Question, key: Key, action: Option<Action>) -> Option<Choice> {
        let (Question::Folder(line) | Question::Title(_, line)) = &mut question;
        match action {
            Some(Action::Close) => return None,
            Some(Action::Accept) if line.text().trim().is_empty() => {}
            Some(Action::Accept) => {
                let words = line.text().trim().to_owned();
                match question {
                    Question::Folder(_) => {
                        let folder = at_home(&words);
                        let title = folder.file_name().map(|name| name.to_string_lossy().into_owned());
                        let line = LineEdit::new(&title.unwrap_or_default());
                        self.question = Some(Question::Title(folder, line));
                        return None;
                    }
                    Question::Title(folder, _) => return Some(Choice::New { folder, title: words }),
                }
            }
            Some(action) => drop(line.act(action)),
            None => drop(line.key(key)),
        }
        self.question = Some(question);
        None
    }

    /// Takes in pasted text.
    pub fn paste(&mut self, text: &str) {
        if let Some(Question::Folder(line) | Question::Title(_, line)) = &mut self.question {
            line.paste(text);
        }
    }

    /// Makes ready for being drawn in `area`.
    pub fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(area.height.saturating_sub(FIRST + 2)).max(1));
    }

    /// Draws it.
    pub fn draw(&self, area: Rect, buffer: &mut Buffer) {
        let Preferences { language, theme, .. } = &self.preferences;
        fill(buffer, area, theme.style(Role::Text));
        let (x, width) = (area.x + 2.min(area.width), area.width.saturating_sub(4));
        let row = |y: u16| (y < area.height).then_some(area.y + y);
        if let Some(y) = row(1) {
            write(buffer, x, y, width, "Kantlijn", theme.style(Role::Heading));
        }
        let none = language.pick("Hier en hierboven is geen studie.", "There is no study here or above.");
        if let Some(y) = row(2) {
            write(buffer, x, y, width, none, theme.style(Role::Dim));
        }
        for (index, y) in self.list.seen(self.rows.len()).zip(area.y + FIRST..area.bottom()) {
            let chosen = index == self.list.chosen;
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, Rect { x, y, width, height: 1 }, style);
            }
            let words = format!("{} {}", if chosen { "▸" } else { " " }, self.name(&self.rows[index]));
            write(buffer, x, y, width, &words, style);
        }
        if let Some(y) = area.height.checked_sub(1).and_then(row) {
            self.last_row(Rect { x, y, width, height: 1 }, buffer);
        }
    }

    fn name(&self, choice: &Choice) -> String {
        let of = |dutch: &str, english: &str| self.preferences.language.pick(dutch, english).to_owned();
        match choice {
            Choice::Open(folder) => folder.display().to_string(),
            Choice::Sample => {
                of("de voorbeeldstudie (een eigen kopie)", "the sample study (a copy of your own)")
            }
            Choice::New { .. } => of("een nieuwe studie …", "a new study …"),
            Choice::Quit => of("stoppen", "quit"),
        }
    }

    /// What is asked, else what went wrong, else the keys.
    fn last_row(&self, area: Rect, buffer: &mut Buffer) {
        let Preferences { language, theme, keymap } = &self.preferences;
        let (question, line) = match &self.question {
            Some(Question::Folder(line)) => (language.pick("in welke map: ", "in which folder: "), line),
            Some(Question::Title(_, line)) => (language.pick("titel: ", "title: "), line),
            None => {
                let of = |action| keymap.hint(action);
                let (up, down) = (of(Action::Up), of(Action::Down));
                let (open, quit) = (language.pick("openen", "open"), language.pick("stop", "quit"));
                let choose = language.pick("kies", "choose");
                let hints = format!(
                    "{up} {down} {choose}  {} {open}  {} {quit}",
                    of(Action::Accept),
                    of(Action::Quit)
                );
                let (words, role) = match &self.trouble {
                    Some(trouble) => (trouble, Role::Error),
                    None => (&hints, Role::Dim),
                };
                write(buffer, area.x, area.y, area.width, words, theme.style(role));
                return;
            }
        };
        let x = write(buffer, area.x, area.y, area.width, question, theme.style(Role::Key));
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    }
}

/// The row of the first choice.
const FIRST: u16 = 4;

/// `~/studie` as shells read it: no shell stands between.
fn at_home(words: &str) -> PathBuf {
    match (words.strip_prefix("~/"), std::env::home_dir()) {
        (Some(rest), Some(home)) => home.join(rest),
        _ => Path::new(words).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::snapshot::characters;

    fn welcome(recent: &[&str]) -> Welcome {
        let mut welcome = Welcome::new(Preferences::default(), recent.iter().map(PathBuf::from).collect());
        welcome.arrange(Rect::new(0, 0, 80, 24));
        welcome
    }

    fn keys(welcome: &mut Welcome, keys: &[&str]) -> Option<Choice> {
        keys.iter().map(|key| welcome.key(Key::parse(key).unwrap())).last().flatten()
    }

    #[test]
    fn a_study_is_chosen() {
        assert_eq!(keys(&mut welcome(&["/a", "/b"]), &["j", "enter"]), Some(Choice::Open("/b".into())));
        assert_eq!(keys(&mut welcome(&[]), &["enter"]), Some(Choice::Sample));
        for key in ["q", "esc", "ctrl-q", "ctrl-c"] {
            assert_eq!(keys(&mut welcome(&["/a"]), &[key]), Some(Choice::Quit), "{key}");
        }
        assert_eq!(keys(&mut welcome(&["/a"]), &["end", "enter"]), Some(Choice::Quit));
    }

    #[test]
    fn a_new_study_asks_for_its_folder_and_its_title() {
        let new =
            |folder: &str, title: &str| Some(Choice::New { folder: folder.into(), title: title.into() });
        assert_eq!(keys(&mut welcome(&[]), &["down", "enter", "enter", "enter"]), new("studie", "studie"));
        let typed = ["down", "enter", "ctrl-u", "q", "/", "j", "enter", "s", "enter"];
        assert_eq!(keys(&mut welcome(&[]), &typed), new("q/j", "js"));
        let mut left = welcome(&[]);
        assert_eq!(keys(&mut left, &["down", "enter", "ctrl-u", "enter", "esc"]), None);
        assert_eq!(keys(&mut left, &["esc"]), Some(Choice::Quit), "the first esc left the question alone");
    }

    #[test]
    fn it_is_drawn_at_any_size() {
        for (width, height) in [(160, 45), (100, 30), (80, 24), (40, 12), (3, 2), (1, 1), (0, 0)] {
            let area = Rect::new(0, 0, width, height);
            let mut welcome = welcome(&["/a", "/b"]);
            welcome.arrange(area);
            let mut buffer = Buffer::empty(area);
            welcome.draw(area, &mut buffer);
            assert_eq!(characters(&buffer).contains("▸ /a"), height > 4, "{width}×{height}");
        }
    }

    #[test]
    fn studies_that_were_open_come_first() {
        let area = Rect::new(0, 0, 80, 12);
        let mut welcome = welcome(&["/studies/leren", "/studies/grenzen"]);
        welcome.tell("er ging iets mis".to_owned());
        let mut buffer = Buffer::empty(area);
        welcome.draw(area, &mut buffer);
        let rows: Vec<String> = characters(&buffer).lines().map(|row| row.trim_end().to_owned()).collect();
        let expected = [
            "",
            "  Kantlijn",
            "  Hier en hierboven is geen studie.",
            "",
            "  ▸ /studies/leren",
            "    /studies/grenzen",
            "    de voorbeeldstudie (een eigen kopie)",
            "    een nieuwe studie …",
            "    stoppen",
            "",
            "",
            "  er ging iets mis",
        ];
        assert_eq!(rows, expected);
    }
}
