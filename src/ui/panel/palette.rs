//! Any action by name: type some letters of what it does, in either language, or of its id.

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use crate::text::width_of;
use crate::ui::action::{ACTIONS, Action, Context, Entry};
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::language::Language;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
use crate::ui::paint::{fill, write, write_back};
use crate::ui::theme::Role;

/// What was typed, and the actions that fit.
#[derive(Debug)]
pub struct Palette {
    /// Where it was opened: only what works there is offered.
    context: Context,
    line: LineEdit,
    found: Vec<Action>,
    list: List,
}

impl Palette {
    /// All actions of `context`.
    pub fn new(context: Context, language: Language) -> Self {
        let mut palette =
            Self { context, line: LineEdit::default(), found: Vec::new(), list: List::default() };
        palette.search(language);
        palette
    }

    pub(super) fn act(&mut self, action: Action, app: &App) -> Step {
        match action {
            Action::Accept => match self.found.get(self.list.chosen) {
                Some(action) => Step::Run(*action),
                None => Step::Stay,
            },
            Action::Close => Step::Close,
            _ if self.line.act(action) => {
                self.search(app.language);
                Step::Stay
            }
            _ if self.list.act(action, self.found.len()) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key, app: &App) -> Step {
        if self.line.key(key) {
            self.search(app.language);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &App) {
        self.line.paste(text);
        self.search(app.language);
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.found.len(), usize::from(area.height.saturating_sub(1)));
    }

    /// The best first; what is typed may be spread over the words of help and id.
    fn search(&mut self, language: Language) {
        let offered = |entry: &&Entry| {
            entry.contexts.contains(&self.context) && !matches!(entry.action, Action::Palette | Action::Close)
        };
        self.list.restart();
        if self.line.is_empty() {
            self.found = ACTIONS.iter().filter(offered).map(|entry| entry.action).collect();
            return;
        }
        let mut matcher = Matcher::new(Config::DEFAULT);
        let pattern =
            Pattern::new(self.line.text(), CaseMatching::Ignore, Normalization::Smart, AtomKind::Fuzzy);
        let other = language.pick(Language::English, Language::Dutch);
        let mut scored: Vec<(u32, Action)> = Vec::new();
        for entry in ACTIONS.iter().filter(offered) {
            let mut score = |words: &str, worth: u32| {
                let mut characters = Vec::new();
                pattern.score(Utf32Str::new(words, &mut characters), &mut matcher).map(|score| score * worth)
            };
            let scores = [score(entry.help(language), 3), score(entry.id, 3), score(entry.help(other), 2)];
            if let Some(best) = scores.into_iter().flatten().max() {
                scored.push((best, entry.action));
            }
        }
        scored.sort_by_key(|(score, action)| (std::cmp::Reverse(*score), *action));
        self.found = scored.into_iter().map(|(_, action)| action).collect();
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        let x = write(buffer, area.x, area.y, area.width, ":", theme.style(Role::Key));
        let line = Rect { x, width: area.right().saturating_sub(x), height: 1, ..area };
        self.line.draw(buffer, line, theme.style(Role::Text), theme.style(Role::Cursor));
        let seen = self.list.seen(self.found.len());
        for (index, y) in seen.zip(area.y + 1..) {
            let entry = self.found[index].entry();
            let chosen = index == self.list.chosen;
            let row = Rect { y, height: 1, ..area };
            let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
            if chosen {
                fill(buffer, row, style);
            }
            let sign = if chosen { "▸ " } else { "  " };
            let x = write(buffer, row.x, y, row.width, sign, style);
            let keys = app.keymap.hint(entry.action);
            let room = row.width.saturating_sub(width_of(&keys) + 3);
            let end = write(buffer, x, y, room, entry.help(app.language), style);
            let id = format!("  {}", entry.id);
            let before = row.right().saturating_sub(width_of(&keys) + 1);
            if end + width_of(&id) < before {
                write(buffer, end, y, before - end, &id, style.patch(theme.style(Role::Dim)));
            }
            write_back(buffer, end, row.right(), y, &keys, style.patch(theme.style(Role::Key)));
        }
    }
}
