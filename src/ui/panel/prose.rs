//! Words of an entry of the codebook, over several rows: a definition, a note, an example.
//!
//! What somebody else wrote meanwhile is shown and asked about, and never written over unseen; what was written here stays on
//! the screen until it is safe.

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::TextArea;

use super::Step;
use super::area::{area, clean, input, style, words_of};
use super::codes::{Codes, Field, Of};
use crate::ui::action::Action;
use crate::ui::app::{App, Effect, Tone};
use crate::ui::column::Column;
use crate::ui::keymap::Key;
use crate::ui::paint::{write, write_back};
use crate::ui::theme::Role;

/// Rows that the words of somebody else get at most.
const THEIRS: u16 = 4;

/// Words that are being written.
#[derive(Debug)]
pub struct Prose {
    of: Of,
    field: Field,
    title: String,
    /// The words as they were when they were opened, or as somebody else has left them since.
    before: String,
    text: TextArea<'static>,
    /// What somebody else wrote meanwhile.
    theirs: Option<String>,
    /// What becomes of the words was asked; true when one wants to quit.
    asking: Option<bool>,
    /// They are on their way to the file.
    saving: bool,
}

impl Prose {
    /// The words of a field, to be changed.
    pub fn new(app: &App, of: Of, field: Field, words: &str) -> Self {
        let title = Codes::title(app, &of, field);
        let text = area(words);
        Self { before: words_of(&text), of, field, title, text, theirs: None, asking: None, saving: false }
    }

    fn is_changed(&self) -> bool {
        words_of(&self.text) != self.before
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        if let Some(quits) = self.asking.take() {
            return match action {
                Action::MemoSave => self.save(app),
                Action::Quit => Step::Pass,
                Action::Redraw | Action::Suspend => {
                    self.asking = Some(quits);
                    Step::Pass
                }
                _ => Step::Stay,
            };
        }
        match action {
            Action::MemoSave => self.save(app),
            Action::MemoToEditor => {
                app.ask(Effect::Edit(words_of(&self.text)));
                Step::Stay
            }
            Action::Close | Action::Quit if self.is_changed() => {
                self.asking = Some(action == Action::Quit);
                Step::Stay
            }
            Action::Close => Step::Close,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        let Some(quits) = self.asking else {
            self.text.input(input(key));
            return Step::Stay;
        };
        match (key.code, key.character()) {
            (KeyCode::Enter, _) | (_, Some('j' | 'J' | 'y' | 'Y')) => self.save(app),
            (_, Some('n' | 'N')) => {
                if quits {
                    app.ask(Effect::Quit);
                }
                Step::Close
            }
            _ => Step::Stay,
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.asking.is_none() {
            self.text.insert_str(clean(text));
        }
    }

    /// What the editor outside left.
    pub fn edited(&mut self, words: &str) {
        self.text = area(words.trim_end());
    }

    /// Sends the words off, unless somebody else wrote there since: then their words are shown first.
    fn save(&mut self, app: &mut App) -> Step {
        self.asking = None;
        let now = Codes::value(app, &self.of, self.field);
        let now = words_of(&area(&now));
        let words = words_of(&self.text);
        if words == now {
            return Step::Close;
        }
        if now != self.before {
            self.before.clone_from(&now);
            self.theirs = Some(now);
            let told = app.language.pick(
                "intussen elders gewijzigd: ctrl-s houdt uw woorden, esc die van de ander",
                "changed elsewhere meanwhile: ctrl-s keeps your words, esc theirs",
            );
            app.tell(Tone::Warning, told.to_owned());
            return Step::Stay;
        }
        match Codes::plan(app, &self.of, self.field, &words) {
            Ok(plan) => self.saving = app.change_book(plan, None),
            Err(why) => app.tell(Tone::Warning, why),
        }
        Step::Stay
    }

    /// The words are in the file, or could not be put there; true when nothing is left to be done.
    pub fn saved(&mut self, done: bool) -> bool {
        std::mem::take(&mut self.saving) && done
    }

    pub(super) fn arrange(&mut self, app: &App) {
        style(&mut self.text, app.theme, self.asking.is_none());
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        if area.is_empty() {
            return;
        }
        let star = if self.is_changed() { "*" } else { "" };
        let end = write_back(buffer, area.x, area.right(), area.y, star, theme.style(Role::Key));
        let room = end.saturating_sub(area.x + 1);
        write(buffer, area.x, area.y, room, &self.title, theme.style(Role::Heading));
        let asks = u16::from(self.asking.is_some() && area.height > 1);
        let theirs = match &self.theirs {
            Some(words) => {
                let rows =
                    crate::text::wrap(words, crate::text::Span::of(words), area.width).len() as u16 + 1;
                rows.min(THEIRS).min(area.height.saturating_sub(3 + asks))
            }
            None => 0,
        };
        let rest = Rect { y: area.y + 1, height: area.height - 1 - asks - theirs, ..area };
        (&self.text).render(rest, buffer);
        if let Some(words) = &self.theirs {
            let below = Rect { y: rest.bottom(), height: theirs, ..area };
            let mut column = Column::new(buffer, below);
            let lead = app.language.pick("in het bestand staat nu: ", "the file says now: ");
            column.item("", &format!("{lead}{words}"), theme.style(Role::Warning), theirs);
        }
        if asks > 0 {
            let words = app.language.pick("Bewaren? j/n, esc terug", "Save? y/n, esc back");
            write(buffer, area.x, area.bottom() - 1, area.width, words, theme.style(Role::Warning));
        }
    }
}
