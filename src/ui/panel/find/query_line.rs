//! The line with the question: typing, what may complete it, what was asked before.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::complete::{LETTERS, Offer, offers};
use crate::index::query::QueryError;
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;

/// The longest question that is taken in, in bytes; more was pasted by accident.
const LONGEST: usize = 4000;
/// Offers for a word that is one to look for itself.
const PLAIN: usize = 5;
/// Offers in view at a time.
pub(super) const OFFERS: u16 = 8;

/// The line, and what stands around it while it has the keys.
#[derive(Debug, Default)]
pub(super) struct QueryLine {
    pub edit: LineEdit,
    /// What may complete the word that is typed.
    pub offers: Vec<Offer>,
    pub list: List,
    /// One went down to the offers: Enter takes the chosen one.
    pub choosing: bool,
    /// What is wrong with the question.
    pub mistake: Option<QueryError>,
    /// The place in the history, counting from the last question, and what was typed before going there.
    back: Option<(usize, String)>,
}

/// What a key did to the line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Did {
    /// Nothing; the key is somebody else's.
    Nothing,
    /// Something, but the words are the same.
    Moved,
    /// The words are others.
    Changed,
}

impl QueryLine {
    pub(super) fn new(words: &str) -> Self {
        Self { edit: LineEdit::new(words), ..Self::default() }
    }

    pub(super) fn text(&self) -> &str {
        self.edit.text()
    }

    pub(super) fn is_blank(&self) -> bool {
        self.edit.text().trim().is_empty()
    }

    /// Puts other words into it.
    pub(super) fn set(&mut self, words: &str) {
        self.edit = LineEdit::new(words);
        self.offers.clear();
        self.choosing = false;
    }

    pub(super) fn key(&mut self, key: Key) -> Did {
        let before = self.edit.text().len();
        if before >= LONGEST && key.character().is_some() {
            return Did::Moved;
        }
        let words = self.edit.text().to_owned();
        match self.edit.key(key) {
            false => Did::Nothing,
            true if words == self.edit.text() => Did::Moved,
            true => self.changed(),
        }
    }

    /// False when it was too long and only its beginning was taken.
    pub(super) fn paste(&mut self, text: &str) -> bool {
        let room = LONGEST.saturating_sub(self.edit.text().len());
        let mut end = text.len().min(room);
        while !text.is_char_boundary(end) {
            end -= 1;
        }
        self.edit.paste(&text[..end]);
        self.changed();
        end == text.len()
    }

    fn changed(&mut self) -> Did {
        self.choosing = false;
        self.back = None;
        Did::Changed
    }

    pub(super) fn act(&mut self, action: Action, app: &App) -> Did {
        match action {
            Action::HistoryBack => self.history(app, true),
            Action::HistoryOn => self.history(app, false),
            Action::Up if self.is_blank() && self.offers.is_empty() => self.history(app, true),
            Action::Complete => self.complete(),
            _ if self.edit.act(action) => self.changed(),
            Action::Down if !self.offers.is_empty() && !self.choosing => {
                self.choosing = true;
                Did::Moved
            }
            Action::Up if self.choosing && self.list.chosen == 0 => {
                self.choosing = false;
                Did::Moved
            }
            _ if self.choosing && self.list.act(action, self.offers.len()) => Did::Moved,
            _ => Did::Nothing,
        }
    }

    /// Puts the chosen offer, else the first, in the place of the word that is typed.
    pub(super) fn complete(&mut self) -> Did {
        let chosen = if self.choosing { self.list.chosen } else { 0 };
        let Some(offer) = self.offers.get(chosen) else { return Did::Moved };
        let mut words = self.edit.text().to_owned();
        words.replace_range(offer.replaces.range(), &offer.words);
        let cursor = offer.replaces.start as usize + offer.words.len();
        self.edit = LineEdit::with_cursor(&words, cursor);
        self.changed()
    }

    fn history(&mut self, app: &App, back: bool) -> Did {
        let asked = &app.finding.asked;
        let place = match (&self.back, back) {
            (None, true) => 0,
            (None, false) => return Did::Moved,
            (Some((place, _)), true) => place + 1,
            (Some((0, typed)), false) => {
                let typed = typed.clone();
                self.set(&typed);
                self.back = None;
                return Did::Changed;
            }
            (Some((place, _)), false) => place - 1,
        };
        let Some(words) = asked.iter().rev().nth(place).cloned() else { return Did::Moved };
        let typed = self.back.take().map_or_else(|| self.text().to_owned(), |(_, typed)| typed);
        self.set(&words);
        self.back = Some((place, typed));
        Did::Changed
    }

    /// Looks up what may complete the line at its cursor.
    pub(super) fn offer(&mut self, app: &mut App) {
        self.offers = offers(app, self.edit.text(), self.edit.cursor());
        // A plain word is one to look for: what else it may become hides little of the answers. Behind a field's name stands a
        // value, and there every letter counts.
        let plain = |offer: &Offer| {
            let before = &self.edit.text()[..offer.replaces.start as usize];
            let typed = offer.replaces.slice(self.edit.text());
            !before.ends_with([':', ',']) && typed.chars().all(char::is_alphanumeric)
        };
        if self.offers.first().is_some_and(plain) {
            let typed = self.offers[0].replaces.slice(self.edit.text()).chars().count();
            self.offers.truncate(if typed < LETTERS { 0 } else { PLAIN });
        }
        self.list.restart();
        self.choosing = false;
    }

    pub(super) fn arrange(&mut self) {
        let rows = self.offers.len().min(usize::from(OFFERS));
        self.list.arrange(self.offers.len(), rows);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, asking: bool, buffer: &mut Buffer) {
        use crate::ui::paint::write;
        use crate::ui::theme::Role;
        let theme = app.theme;
        if asking {
            self.edit.draw(buffer, area, theme.style(Role::Text), theme.style(Role::Cursor));
        } else {
            write(buffer, area.x, area.y, area.width, self.edit.text(), theme.style(Role::Heading));
        }
    }
}
