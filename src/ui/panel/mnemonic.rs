//! `,` and the letters of a code: as soon as they can mean one code only, the passage has it.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::model::{Code, CodeKey};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::paint::{fill, write};
use crate::ui::theme::Role;
use crate::ui::words::{Say, Word};

/// Letters that were typed so far.
#[derive(Debug, Default)]
pub struct Mnemonic {
    letters: String,
}

impl Mnemonic {
    pub(super) fn act(&mut self, action: Action) -> Step {
        match action {
            Action::Close => Step::Close,
            Action::EraseLine | Action::EraseWord => {
                self.letters.clear();
                Step::Stay
            }
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        match (key.code, key.character()) {
            (KeyCode::Backspace, _) => {
                if self.letters.pop().is_none() {
                    return Step::Close;
                }
                return Step::Stay;
            }
            (KeyCode::Enter, _) => {}
            (_, Some(letter)) => self.letters.push(letter),
            _ => return Step::Pass,
        }
        let fitting = fitting(app, &self.letters);
        let exact = fitting.iter().find(|code| code.mnemonic.as_deref() == Some(&self.letters));
        let decided =
            if key.code == KeyCode::Enter || fitting.len() == 1 { exact.map(|code| code.key) } else { None };
        match decided {
            Some(code) => {
                give(app, code);
                Step::Close
            }
            None if fitting.is_empty() || key.code == KeyCode::Enter => {
                app.warn(&Say::NoSuchLetters(&self.letters));
                Step::Close
            }
            None => Step::Stay,
        }
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        fill(buffer, area, theme.style(Role::Text));
        let question = format!(" {}: ,{}▏", Word::Letters.say(app.language), self.letters);
        let mut x = write(buffer, area.x, area.y, area.width, &question, theme.style(Role::Key));
        for code in fitting(app, &self.letters) {
            let letters = code.mnemonic.as_deref().unwrap_or_default();
            let room = area.right().saturating_sub(x);
            x = write(buffer, x, area.y, room, &format!("  {letters} "), theme.style(Role::Key));
            let room = area.right().saturating_sub(x);
            let name = code.name.get(app.language.tag());
            x = write(buffer, x, area.y, room, name, theme.code(app.study.codebook.color(code)));
        }
    }
}

fn fitting<'a>(app: &'a App, letters: &str) -> Vec<&'a Code> {
    let begins =
        |code: &&Code| !code.retired && code.mnemonic.as_deref().is_some_and(|own| own.starts_with(letters));
    app.study.codebook.codes().iter().filter(begins).collect()
}

fn give(app: &mut App, code: CodeKey) {
    app.code_passage(&[code]);
}
