//! One line that is asked for, in the row of the key hints.

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::{Asked, Step};
use crate::ui::action::Action;
use crate::ui::app::App;
use crate::ui::keymap::Key;
use crate::ui::line_edit::LineEdit;
use crate::ui::paint::{fill, write};
use crate::ui::theme::Role;
use crate::ui::words::Word;

/// What the line is for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// The number of a turn to go to.
    Turn,
    /// The name of a code in the coder's own words, for the passage.
    InVivo,
    /// The name under which a query is saved.
    QueryName,
    /// The file that what was found is written to.
    ExportFile,
    /// The file that a table is written to.
    TableFile,
    /// The reason that choices of a walk carry.
    WalkWhy,
    /// The reason for splitting a code.
    SplitWhy,
    /// The file that the trail is written to.
    JournalFile,
    /// Something of the codebook.
    Codes(Box<Asked>),
    /// An attribute of documents, as name=value.
    Attribute,
}

/// Columns that the answer has at least, where the screen has three times as many.
const ROOM: u16 = 24;

/// A question with one line as its answer.
#[derive(Debug)]
pub struct Line {
    purpose: Purpose,
    line: LineEdit,
}

impl Line {
    /// Asks, with an answer to begin from.
    pub fn new(purpose: Purpose, answer: &str) -> Self {
        Self { purpose, line: LineEdit::new(answer) }
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        match action {
            Action::Accept => {
                if app.answer(&self.purpose, self.line.text()) {
                    Step::Close
                } else {
                    Step::Stay
                }
            }
            Action::Close => Step::Close,
            _ if self.line.act(action) => Step::Stay,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key) -> Step {
        self.line.key(key);
        Step::Stay
    }

    pub(super) fn paste(&mut self, text: &str) {
        self.line.paste(text);
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        fill(buffer, area, theme.style(Role::Text));
        let word = |word: Word| word.say(app.language).to_owned();
        let question = match &self.purpose {
            Purpose::Turn => word(Word::WhichTurn),
            Purpose::InVivo => word(Word::NameOfCode),
            Purpose::QueryName => word(Word::NameOfQuery),
            Purpose::ExportFile => word(Word::FileToWrite),
            Purpose::TableFile => word(Word::TableToWrite),
            Purpose::WalkWhy => word(Word::WhyOfChoices),
            Purpose::SplitWhy => word(Word::WhyOfSplit),
            Purpose::JournalFile => word(Word::JournalToWrite),
            Purpose::Codes(asked) => asked.question(app),
            Purpose::Attribute => word(Word::AttributeToSet),
        };
        // What was refused is said until the next key, beside the words that are to be mended.
        let (question, role) = match app.notice() {
            Some(notice) => (notice.words.as_str(), Role::Warning),
            None => (question.as_str(), Role::Key),
        };
        let question = format!(" {question}: ");
        let room = area.width.saturating_sub(ROOM.min(area.width / 3));
        let x = write(buffer, area.x, area.y, room, &question, theme.style(role));
        let rest = Rect { x, width: area.right().saturating_sub(x), ..area };
        self.line.draw(buffer, rest, theme.style(Role::Text), theme.style(Role::Cursor));
    }
}
