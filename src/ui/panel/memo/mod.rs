//! The memo editor: a note on a passage, a coding, a document, a code or the study, docked so that the text stays in view.

mod words;

pub(super) use words::{Word, kind_name};

use crossterm::event::KeyCode;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::widgets::Widget;
use ratatui_textarea::TextArea;

use super::Step;
use super::area::{area, clean, input, style, words_of};
use crate::model::edit::{self, MEMO_KINDS};
use crate::model::hash::TextHash;
use crate::model::{Body, CodeKey, CodingKey, DocumentKey, Target, Uuid};
use crate::text::Span;
use crate::ui::action::Action;
use crate::ui::app::{App, Bulk, Chosen, Deed, Effect, Tone};
use crate::ui::keymap::Key;
use crate::ui::names::{code_name, document_mark, name_of};
use crate::ui::paint::{write, write_back};
use crate::ui::reader::Reader;
use crate::ui::theme::Role;
use crate::ui::words::Say;

/// What a memo is about.
#[derive(Clone, Debug, PartialEq)]
pub enum About {
    /// Something that has a name.
    Target(Target),
    /// A passage without a coding, in the text with this fingerprint: saving marks it.
    Passage(DocumentKey, TextHash, Span),
    /// What was chosen among what was found: each gets the words.
    Many(Box<Bulk>),
}

/// A memo that is being written.
#[derive(Debug)]
pub struct Memo {
    about: About,
    /// The memo that is changed; `None` for a new one.
    known: Option<Uuid>,
    kind: String,
    /// Type and words as they were.
    before: (String, String),
    text: TextArea<'static>,
    /// It was asked what becomes of the words; then one quits, when that was the question.
    asking: Option<Leave>,
    /// Coming back from the editor outside saves.
    save_after: bool,
    /// What is done when it is closed: words for much.
    then: Option<Bulk>,
}

/// Why the memo is being left.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Leave {
    Close,
    Quit,
}

impl Memo {
    /// The coder's last memo on this, or a new one.
    pub fn about(app: &App, about: About) -> Self {
        let own = match &about {
            About::Target(target) => app.study.memos_on(target),
            About::Passage(..) | About::Many(_) => Vec::new(),
        };
        let own = own.into_iter().rev().find(|memo| memo.coder == app.coder);
        let kind = match (&own, &about) {
            (Some(memo), _) => memo.kind.clone(),
            (None, About::Target(Target::Code(_))) => "codedefinitie".to_owned(),
            (None, _) => MEMO_KINDS[0].to_owned(),
        };
        let words = own.map_or("", |memo| memo.words.as_str());
        let known = own.map(|memo| memo.id);
        Self::new(about, known, kind, words)
    }

    /// This memo, to be changed.
    pub fn of(memo: &crate::model::Memo) -> Self {
        Self::new(About::Target(memo.on.clone()), Some(memo.id), memo.kind.clone(), &memo.words)
    }

    fn new(about: About, known: Option<Uuid>, kind: String, words: &str) -> Self {
        let text = area(words);
        let before = (kind.clone(), words_of(&text));
        Self { about, known, kind, before, text, asking: None, save_after: false, then: None }
    }

    /// The same, written in the person's own editor: what it leaves is saved.
    #[must_use]
    pub fn outside(mut self, app: &mut App) -> Self {
        self.save_after = true;
        app.ask(Effect::Edit(words_of(&self.text)));
        self
    }

    /// True when it becomes a mark's.
    pub(super) fn is_for_passage(&self) -> bool {
        matches!(self.about, About::Passage(..))
    }

    fn is_changed(&self) -> bool {
        self.before.0 != self.kind || self.before.1 != words_of(&self.text)
    }

    pub(super) fn act(&mut self, action: Action, app: &mut App) -> Step {
        if let Some(leave) = self.asking.take() {
            return match action {
                Action::MemoSave => self.save_and(leave, app),
                Action::Quit => Step::Pass,
                Action::Redraw | Action::Suspend => {
                    self.asking = Some(leave);
                    Step::Pass
                }
                _ => Step::Stay,
            };
        }
        match action {
            Action::MemoSave => self.save_and(Leave::Close, app),
            Action::MemoToEditor => {
                app.ask(Effect::Edit(words_of(&self.text)));
                Step::Stay
            }
            Action::MemoKind => {
                self.next_kind();
                Step::Stay
            }
            Action::Close | Action::Quit if self.is_changed() => {
                self.asking = Some(if action == Action::Quit { Leave::Quit } else { Leave::Close });
                Step::Stay
            }
            Action::Close => Step::Close,
            _ => Step::Pass,
        }
    }

    pub(super) fn key(&mut self, key: Key, app: &mut App) -> Step {
        let Some(leave) = self.asking else {
            self.text.input(input(key));
            return Step::Stay;
        };
        match (key.code, key.character()) {
            (KeyCode::Enter, _) | (_, Some('j' | 'J' | 'y' | 'Y')) => self.save_and(leave, app),
            (_, Some('n' | 'N')) => go(leave, app),
            _ => Step::Stay,
        }
    }

    pub(super) fn paste(&mut self, text: &str) {
        if self.asking.is_none() {
            self.text.insert_str(clean(text));
        }
    }

    /// What the editor outside left.
    pub fn edited(&mut self, words: &str, app: &mut App) -> Step {
        self.text = area(words.trim_end());
        if self.save_after {
            return self.save_and(Leave::Close, app);
        }
        app.tell(Tone::Good, Word::Outside.say(app.language).to_owned());
        Step::Stay
    }

    /// The editor outside did not do it: a memo that was only written there is let go.
    pub fn not_edited(&self) -> Step {
        if self.save_after && !self.is_changed() { Step::Close } else { Step::Stay }
    }

    fn next_kind(&mut self) {
        let now = MEMO_KINDS.iter().position(|kind| *kind == self.kind);
        MEMO_KINDS[now.map_or(0, |now| (now + 1) % MEMO_KINDS.len())].clone_into(&mut self.kind);
    }

    /// Saves; when that cannot be, the words stay on the screen.
    fn save_and(&mut self, leave: Leave, app: &mut App) -> Step {
        self.asking = None;
        if !self.is_changed() {
            return go(leave, app);
        }
        let words = words_of(&self.text);
        let said = if words.is_empty() { Word::Gone } else { Word::Saved };
        let saved = match (self.known, words.is_empty()) {
            (None, true) => return go(leave, app),
            (Some(memo), true) => app.commit(vec![Body::MemoDrop { memo }]),
            (Some(memo), false) => app.commit(vec![Body::MemoEdit { memo, kind: self.kind.clone(), words }]),
            (None, false) => self.write_new(words, app),
        };
        if !saved {
            return Step::Stay;
        }
        if let Some(bulk) = self.then.take() {
            return Step::Do(bulk);
        }
        app.tell(Tone::Good, said.say(app.language).to_owned());
        go(leave, app)
    }

    fn write_new(&mut self, words: String, app: &mut App) -> bool {
        let (document, hash, span) = match &self.about {
            About::Target(target) => return app.commit(vec![edit::memo(target.clone(), &self.kind, &words)]),
            About::Many(bulk) => {
                let deed = Deed::Memo(self.kind.clone(), words);
                self.then = Some(Bulk { deed, ..(**bulk).clone() });
                return true;
            }
            About::Passage(document, hash, span) => (*document, *hash, *span),
        };
        if !app.writes {
            app.warn(&Say::CannotWrite);
            return false;
        }
        let same = |reader: &&Reader| reader.opened.document == document && reader.opened.hash == hash;
        let Some(reader) = app.reader.as_ref().filter(same) else {
            app.tell(Tone::Error, Word::TextMoved.say(app.language).to_owned());
            return false;
        };
        match edit::mark(&app.study, reader.opened.of(), span) {
            Ok(mark) => {
                app.ask(Effect::MarkWithMemo { mark: Box::new(mark), kind: self.kind.clone(), words });
                true
            }
            Err(error) => {
                app.refuse(&error);
                false
            }
        }
    }

    pub(super) fn arrange(&mut self, app: &App) {
        style(&mut self.text, app.theme, self.asking.is_none());
    }

    pub(super) fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        let theme = app.theme;
        if area.is_empty() {
            return;
        }
        let star = if self.is_changed() { " *" } else { "" };
        let kind = format!("{}{star}", kind_name(&self.kind, app.language));
        let end = write_back(buffer, area.x, area.right(), area.y, &kind, theme.style(Role::Key));
        let room = end.saturating_sub(area.x + 1);
        let head = format!("✎ {}", self.title(app));
        write(buffer, area.x, area.y, room, &head, theme.style(Role::Heading));
        let asks = u16::from(self.asking.is_some() && area.height > 1);
        let rest = Rect { y: area.y + 1, height: area.height - 1 - asks, ..area };
        (&self.text).render(rest, buffer);
        if asks > 0 {
            let row = area.bottom() - 1;
            write(buffer, area.x, row, area.width, Word::Keep.say(app.language), theme.style(Role::Warning));
        }
    }

    fn title(&self, app: &App) -> String {
        match &self.about {
            About::Target(target) => target_title(app, target),
            About::Passage(document, ..) => {
                let mark = app.study.document(*document).map(document_mark).unwrap_or_default();
                format!("{} {mark}", Word::Passage.say(app.language))
            }
            About::Many(bulk) => match &bulk.chosen {
                Chosen::Codings(codings) => Say::Codings(codings.len()).show(app.language),
                Chosen::Passages(passages) => {
                    format!("{} {}", passages.len(), Word::Passages.say(app.language))
                }
            },
        }
    }
}

/// The memo is left as was asked.
fn go(leave: Leave, app: &mut App) -> Step {
    if leave == Leave::Quit {
        app.ask(Effect::Quit);
    }
    Step::Close
}

/// What a memo is about, in a few words.
pub(super) fn target_title(app: &App, target: &Target) -> String {
    match target {
        Target::Study => Word::Study.say(app.language).to_owned(),
        Target::Document(id) => {
            let known = app.study.find_document(id);
            let mark = known.map_or_else(|| id.clone(), document_mark);
            format!("{} {mark}", Word::Document.say(app.language))
        }
        Target::Code(id) => {
            let known: Option<CodeKey> = app.study.codebook.by_id(id).map(|code| code.key);
            let name = known.map_or_else(|| id.clone(), |key| name_of(&app.study, app.language, key));
            format!("{} {name}", Word::Code.say(app.language))
        }
        Target::Coding(id) => match app.study.find_coding(*id) {
            Some(key) => coding_title(app, key),
            None => Word::Passage.say(app.language).to_owned(),
        },
    }
}

fn coding_title(app: &App, key: CodingKey) -> String {
    let coding = app.study.coding(key);
    let document = app.study.document(coding.document);
    let mark = document.map_or_else(|| app.study.document_id(coding.document).to_owned(), document_mark);
    format!("{} {mark}", code_name(&app.view(), coding.code))
}
