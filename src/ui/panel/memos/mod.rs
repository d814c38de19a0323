//! All memos of the study in one list: typing looks through their words, types and what they are about.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::Step;
use super::memo::{kind_name, target_title};
use crate::model::{Memo, Target, Uuid};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::column::Column;
use crate::ui::excerpts::{Excerpt, Found};
use crate::ui::keymap::Key;
use crate::ui::language::Language;
use crate::ui::line_edit::LineEdit;
use crate::ui::list::List;
use crate::ui::paint::{across, fill, write, write_back};
use crate::ui::theme::Role;
use crate::ui::words::Say;

/// Columns of a memo's type, and of what it is about.
const KIND: u16 = 14;
const ABOUT: u16 = 28;

/// What was typed, and the memos that fit.
#[derive(Debug, Default)]
pub struct Memos {
    line: LineEdit,
    rows: Vec<Row>,
    list: List,
}

/// A memo in the list.
#[derive(Clone, Debug)]
struct Row {
    id: Uuid,
    kind: String,
    about: String,
    words: String,
    coder: String,
}

impl Memos {
    /// The memos of the coders that are shown, the newest first.
    pub fn new(app: &mut App) -> Self {
        let mut memos = Self::default();
        memos.search(app);
        memos
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Close => return Step::Close,
            Action::Accept => {
                let Some(id) = self.rows.get(self.list.chosen).map(|row| row.id) else { return Step::Stay };
                app.go_to_memo(id);
                return Step::Close;
            }
            _ if self.line.act(action) => self.search(app),
            _ if self.list.act(action, self.rows.len()) => self.want_text(app),
            _ => return Step::Pass,
        }
        Step::Stay
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        if self.line.key(key) {
            self.search(app);
        }
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str, app: &mut App) {
        self.line.paste(text);
        self.search(app);
    }

    pub(super) fn arrange(&mut self, area: Rect) {
        self.list.arrange(self.rows.len(), usize::from(parts(area).1.height));
    }

    fn search(&mut self, app: &mut App) {
        let typed = self.line.text().to_lowercase();
        let mut found: Vec<&Memo> =
            app.study.memos().filter(|memo| app.shown.coders.contains(&memo.coder)).collect();
        found.sort_by_key(|memo| std::cmp::Reverse((memo.at, memo.id)));
        let rows = found.into_iter().map(|memo| Row {
            id: memo.id,
            kind: kind_name(&memo.kind, app.language).to_owned(),
            about: target_title(app, &memo.on),
            words: memo.words.split_whitespace().collect::<Vec<_>>().join(" "),
            coder: app.study.coder_name(memo.coder).to_owned(),
        });
        self.rows = rows.filter(|row| row.fits(&typed)).collect();
        self.list.restart();
        self.want_text(app);
    }

    /// Asks for the text of the passage that the memo under the cursor is about.
    fn want_text(&self, app: &mut App) {
        let coding = self.memo_here(app).and_then(|memo| match &memo.on {
            Target::Coding(id) => app.study.find_coding(*id),
            _ => None,
        });
        app.want_texts(coding.map(|key| app.study.coding(key).document).into_iter().collect());
    }

    fn memo_here<'a>(&self, app: &'a App) -> Option<&'a Memo> {
        app.study.memo(self.rows.get(self.list.chosen)?.id)
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        if area.is_empty() {
            return;
        }
        let (line, list, whole) = parts(area);
        let count = self.rows.len().to_string();
        let lead = format!("{} ", find(app.language));
        let x = write(buffer, line.x, line.y, line.width, &lead, theme.style(Role::Key));
        let end = write_back(buffer, x, line.right(), line.y, &count, theme.style(Role::Dim));
        let typed = Rect { x, width: end.saturating_sub(x + 1), ..line };
        self.line.draw(buffer, typed, theme.style(Role::Text), theme.style(Role::Cursor));
        if self.rows.is_empty() {
            let words = if self.line.is_empty() { none(app.language) } else { nothing_fits(app.language) };
            write(buffer, list.x, list.y, list.width, words, theme.style(Role::Dim));
        }
        for (index, y) in self.list.seen(self.rows.len()).zip(list.y..) {
            self.row(index, app, Rect { y, height: 1, ..list }, buffer);
        }
        if whole.height > 1 {
            across(buffer, Rect { height: 1, ..whole }, theme.style(Role::Rule));
            let rest = Rect { y: whole.y + 1, height: whole.height - 1, ..whole };
            self.whole(app, Column::new(buffer, rest));
        }
    }

    fn row(&self, index: usize, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        let row = &self.rows[index];
        let chosen = index == self.list.chosen;
        let style = theme.style(if chosen { Role::Chosen } else { Role::Text });
        if chosen {
            fill(buffer, area, style);
        }
        let dim = style.patch(theme.style(Role::Dim));
        let room = |x: u16| area.right().saturating_sub(x);
        let x = write(buffer, area.x, area.y, area.width, if chosen { "▸ " } else { "  " }, style);
        write(buffer, x, area.y, room(x).min(KIND - 1), &row.kind, dim);
        let x = x + KIND;
        let about = ABOUT.min(area.width / 3);
        write(
            buffer,
            x,
            area.y,
            room(x).min(about.saturating_sub(1)),
            &row.about,
            style.patch(theme.style(Role::Speaker)),
        );
        let x = x + about;
        write(buffer, x, area.y, room(x), &row.words, style);
    }

    /// The memo under the cursor: its words, and the passage it is about.
    fn whole(&self, app: &App, mut column: Column<'_>) {
        let Some(memo) = self.memo_here(app) else { return };
        let (text, dim) = (app.theme.style(Role::Text), app.theme.style(Role::Dim));
        if let Target::Coding(id) = &memo.on
            && let Some(key) = app.study.find_coding(*id)
        {
            match Excerpt::of_coding(app, key) {
                Found::Here(Excerpt { turn, speaker, quote, .. }) => {
                    let speaker = if speaker.is_empty() { speaker } else { format!(" {speaker}") };
                    let turn = Say::Turns(turn, turn).show(app.language);
                    column.item("", &format!("{turn}{speaker} «{}»", quote.trim()), dim, 2);
                }
                Found::Reading => column.line("…", dim),
                Found::Nowhere => {}
            }
        }
        if memo.coder != app.coder {
            column.line(&format!("@{}", app.study.coder_name(memo.coder)), dim);
        }
        for line in memo.words.lines() {
            if line.is_empty() {
                column.blank();
            } else {
                column.words(line, text);
            }
        }
    }
}

impl Row {
    /// True when every word that was typed stands in one of its columns.
    fn fits(&self, typed: &str) -> bool {
        let all = [&self.kind, &self.about, &self.words, &self.coder].map(|words| words.to_lowercase());
        typed.split_whitespace().all(|word| all.iter().any(|column| column.contains(word)))
    }
}

/// The line, the list, and the whole memo below it.
fn parts(area: Rect) -> (Rect, Rect, Rect) {
    let line = Rect { height: area.height.min(1), ..area };
    let rest = area.height - line.height;
    let whole = rest * 2 / 5;
    let list = Rect { y: line.bottom(), height: rest - whole, ..area };
    (line, list, Rect { y: list.bottom(), height: whole, ..area })
}

fn find(language: Language) -> &'static str {
    language.pick("ZOEK", "FIND")
}

fn none(language: Language) -> &'static str {
    language.pick("Er zijn nog geen memo's.", "There are no memos yet.")
}

fn nothing_fits(language: Language) -> &'static str {
    language.pick("Niets past.", "Nothing fits.")
}
