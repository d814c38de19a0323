//! Panels: what lies over or beside the Reader and has the keys while it is there.
//!
//! A panel is one module with its state, what keys do to it, and how it is drawn. It is plugged in here and nowhere else: a
//! variant of [`Panel`], and a line in each of its functions. Only the topmost has the keys; those below stay as they are.

mod area;
mod choose;
mod codes;
mod confirm;
mod conflicts;
mod facets;
mod find;
mod help;
mod import;
mod journal;
mod line;
mod memo;
mod memos;
mod mnemonic;
mod notes;
mod palette;
mod picker;
mod preview;
mod prose;
mod tables;
mod visible;
mod walk;
mod why;

pub use choose::Choose;
pub use codes::{Asked, Codes, Roll, join};
pub use confirm::Confirm;
pub use conflicts::Conflicts;
pub use facets::Facets;
pub use find::{Find, Saved, sentences_with};
pub use help::Help;
pub use import::{
    Ask as ImportAsk, Import, ProjectFound as ImportProject, Reading as ImportReading, Told as ImportTold,
    written as import_written,
};
pub use journal::{Journal, Written, fits};
pub use line::{Line, Purpose};
pub use memo::{About, Memo};
pub use memos::Memos;
pub use mnemonic::Mnemonic;
pub use notes::Notes;
pub use palette::Palette;
pub use picker::Picker;
pub use prose::Prose;
pub use tables::Tables;
pub use visible::Visible;
pub(in crate::ui) use walk::Say as WalkSay;
pub use walk::{Goal, Outcome, Walk, Walks};
pub use why::Why;

use ratatui::buffer::Buffer;
use ratatui::layout::Rect;

use super::action::{Action, Context};
use super::app::{App, Bulk};
use super::keymap::Key;
use super::language::Language;
use super::tree::Tree;

/// Where a panel wants to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Place {
    /// Beside the text where there is room, below it where not: the text stays readable.
    Docked,
    /// In the middle, over whatever is there.
    Over,
    /// Instead of everything but the row of the key hints.
    Full,
    /// In the row of the key hints.
    Row,
    /// At the left where the documents are always in view, else beside the text or in the middle.
    Left,
}

/// What becomes of a panel after a key.
#[derive(Debug)]
pub enum Step {
    /// It stays.
    Stay,
    /// It goes.
    Close,
    /// It stays, and another one lies on it.
    Open(Panel),
    /// It goes, and another one stands in its place.
    Become(Panel),
    /// It goes, and then this is done.
    Run(Action),
    /// It goes, and then this is done to what was chosen.
    Do(Bulk),
    /// The key was not for it; the app may know what to do.
    Pass,
}

/// A panel that is open.
#[derive(Debug)]
pub enum Panel {
    /// The keys that work here.
    Help(Help),
    /// Any action by name.
    Palette(Palette),
    /// One line of text.
    Line(Line),
    /// Codes for the passage.
    Picker(Picker),
    /// Facets of codings.
    Facets(Facets),
    /// A memo that is being written.
    Memo(Box<Memo>),
    /// All memos.
    Memos(Memos),
    /// The letters of a code.
    Mnemonic(Mnemonic),
    /// Families and coders.
    Visible(Visible),
    /// Sentences that need more than a row.
    Notes(Notes),
    /// The documents; what they look like is the app's, since they may be in view without having the keys.
    Tree,
    /// Passages over the whole corpus.
    Find(Box<Find>),
    /// Questions that may be asked again.
    Saved(Saved),
    /// Codes counted by something.
    Tables(Box<Tables>),
    /// Files that come in.
    Import(Box<Import>),
    /// Whether to do something that touches much.
    Confirm(Confirm),
    /// Codings that are gone through one by one.
    Walk(Box<Walk>),
    /// What there is to go through.
    Walks(Walks),
    /// What people did.
    Journal(Box<Journal>),
    /// One of a few things.
    Choose(Box<Choose>),
    /// What git left in a file of the codebook.
    Conflicts(Box<Conflicts>),
    /// The codebook.
    Codes(Box<Codes>),
    /// Words of an entry of the codebook.
    Prose(Box<Prose>),
    /// What is about to be done, and why.
    Why(Box<Why>),
}

impl Panel {
    /// What its keys mean.
    pub fn context(&self) -> Context {
        match self {
            Self::Help(_) => Context::Help,
            Self::Palette(_) => Context::Palette,
            Self::Line(_) | Self::Confirm(_) | Self::Why(_) => Context::Line,
            Self::Picker(_) => Context::Picker,
            Self::Facets(_) => Context::Facets,
            Self::Memo(_) => Context::Memo,
            Self::Memos(_) => Context::Memos,
            Self::Mnemonic(_) => Context::Mnemonic,
            Self::Visible(_) => Context::Visible,
            Self::Notes(_) | Self::Choose(_) => Context::Notes,
            Self::Tree => Context::Tree,
            Self::Find(panel) => panel.context(),
            Self::Saved(_) => Context::Saved,
            Self::Tables(_) => Context::Tables,
            Self::Walk(_) => Context::Walk,
            Self::Walks(_) => Context::Walks,
            Self::Journal(panel) => panel.context(),
            Self::Codes(panel) => panel.context(),
            Self::Conflicts(_) => Context::Conflicts,
            Self::Prose(_) => Context::Prose,
            Self::Import(panel) => panel.context(),
        }
    }

    /// Its heading, where it has a frame.
    pub fn title(&self, language: Language) -> &'static str {
        match self {
            Self::Help(help) => help.context.name(language),
            other => other.context().name(language),
        }
    }

    /// Where it wants to be.
    pub fn place(&self) -> Place {
        match self {
            Self::Help(_)
            | Self::Palette(_)
            | Self::Notes(_)
            | Self::Memos(_)
            | Self::Saved(_)
            | Self::Walks(_) => Place::Over,
            Self::Line(_) | Self::Mnemonic(_) | Self::Confirm(_) => Place::Row,
            Self::Find(_)
            | Self::Tables(_)
            | Self::Walk(_)
            | Self::Journal(_)
            | Self::Codes(_)
            | Self::Import(_)
            | Self::Conflicts(_) => Place::Full,
            Self::Picker(_)
            | Self::Facets(_)
            | Self::Memo(_)
            | Self::Visible(_)
            | Self::Prose(_)
            | Self::Why(_)
            | Self::Choose(_) => Place::Docked,
            Self::Tree => Place::Left,
        }
    }

    /// Takes in an action of its context.
    pub fn act(&mut self, action: Action, app: &mut App) -> Step {
        match self {
            Self::Help(panel) => panel.act(action, app),
            Self::Palette(panel) => panel.act(action, app),
            Self::Line(panel) => panel.act(action, app),
            Self::Picker(panel) => panel.act(action, app),
            Self::Facets(panel) => panel.act(action, app),
            Self::Memo(panel) => panel.act(action, app),
            Self::Memos(panel) => panel.act(action, app),
            Self::Mnemonic(panel) => panel.act(action),
            Self::Visible(panel) => panel.act(action, app),
            Self::Notes(panel) => panel.act(action),
            Self::Tree => Tree::act(action, app),
            Self::Find(panel) => panel.act(action, app),
            Self::Saved(panel) => panel.act(action, app),
            Self::Tables(panel) => panel.act(action, app),
            Self::Import(panel) => panel.act(action, app),
            Self::Confirm(panel) => panel.act(action, app),
            Self::Walk(panel) => panel.act(action, app),
            Self::Walks(panel) => panel.act(action, app),
            Self::Journal(panel) => panel.act(action, app),
            Self::Choose(panel) => panel.act(action, app),
            Self::Conflicts(panel) => panel.act(action, app),
            Self::Codes(panel) => panel.act(action, app),
            Self::Prose(panel) => panel.act(action, app),
            Self::Why(panel) => panel.act(action, app),
        }
    }

    /// Takes in a key without an action.
    pub fn key(&mut self, key: Key, app: &mut App) -> Step {
        match self {
            Self::Help(_)
            | Self::Visible(_)
            | Self::Notes(_)
            | Self::Saved(_)
            | Self::Tables(_)
            | Self::Choose(_)
            | Self::Conflicts(_)
            | Self::Walks(_) => Step::Pass,
            Self::Walk(panel) => panel.key(key, app),
            Self::Journal(panel) => panel.key(key, app),
            Self::Palette(panel) => panel.key(key, app),
            Self::Line(panel) => panel.key(key),
            Self::Picker(panel) => panel.key(key, app),
            Self::Facets(panel) => panel.key(key),
            Self::Memo(panel) => panel.key(key, app),
            Self::Memos(panel) => panel.key(key, app),
            Self::Mnemonic(panel) => panel.key(key, app),
            Self::Tree => Tree::key(key, app),
            Self::Find(panel) => panel.key(key, app),
            Self::Confirm(panel) => panel.key(key, app),
            Self::Codes(panel) => panel.key(key, app),
            Self::Prose(panel) => panel.key(key, app),
            Self::Why(panel) => panel.key(key),
            Self::Import(panel) => panel.key(key),
        }
    }

    /// Takes in pasted text.
    pub fn paste(&mut self, text: &str, app: &mut App) -> Step {
        match self {
            Self::Help(_)
            | Self::Visible(_)
            | Self::Notes(_)
            | Self::Mnemonic(_)
            | Self::Saved(_)
            | Self::Tables(_)
            | Self::Walk(_)
            | Self::Walks(_)
            | Self::Choose(_)
            | Self::Conflicts(_)
            | Self::Confirm(_) => {}
            Self::Palette(panel) => panel.paste(text, app),
            Self::Line(panel) => panel.paste(text),
            Self::Picker(panel) => panel.paste(text, app),
            Self::Facets(panel) => panel.paste(text),
            Self::Tree => Tree::paste(text, app),
            Self::Memo(panel) => panel.paste(text),
            Self::Memos(panel) => panel.paste(text, app),
            Self::Find(panel) => panel.paste(text, app),
            Self::Journal(panel) => panel.paste(text, app),
            Self::Codes(panel) => panel.paste(text, app),
            Self::Prose(panel) => panel.paste(text),
            Self::Why(panel) => panel.paste(text),
            Self::Import(panel) => panel.paste(text),
        }
        Step::Stay
    }

    /// Makes ready for being drawn in `area`.
    pub fn arrange(&mut self, area: Rect, app: &App) {
        match self {
            Self::Help(panel) => panel.arrange(area, app),
            Self::Palette(panel) => panel.arrange(area),
            Self::Visible(panel) => panel.arrange(area, app),
            Self::Notes(panel) => panel.arrange(area),
            Self::Picker(panel) => panel.arrange(area),
            Self::Memo(panel) => panel.arrange(app),
            Self::Memos(panel) => panel.arrange(area),
            Self::Saved(panel) => panel.arrange(area),
            Self::Tables(panel) => panel.arrange(area, app),
            Self::Walk(panel) => panel.arrange(area, app),
            Self::Walks(panel) => panel.arrange(area),
            Self::Journal(panel) => panel.arrange(area),
            Self::Choose(panel) => panel.arrange(area),
            Self::Conflicts(panel) => panel.arrange(area),
            Self::Codes(panel) => panel.arrange(area, app),
            Self::Prose(panel) => panel.arrange(app),
            Self::Line(_)
            | Self::Mnemonic(_)
            | Self::Facets(_)
            | Self::Tree
            | Self::Confirm(_)
            | Self::Why(_) => {}
            Self::Find(panel) => panel.arrange(area, app),
            Self::Import(panel) => panel.arrange(area),
        }
    }

    /// False when it is of no use in another text. Words that were written stay.
    pub fn outlives_document(&self) -> bool {
        matches!(self, Self::Memo(_)) || !self.is_for_passage()
    }

    /// True when it chooses what the passage gets.
    pub fn is_for_passage(&self) -> bool {
        match self {
            Self::Picker(panel) => panel.is_for_passage(),
            Self::Mnemonic(_) => true,
            Self::Facets(panel) => panel.is_for_passage(),
            Self::Memo(panel) => panel.is_for_passage(),
            _ => false,
        }
    }

    /// Draws it.
    pub fn draw(&self, app: &App, area: Rect, buffer: &mut Buffer) {
        match self {
            Self::Help(panel) => panel.draw(app, area, buffer),
            Self::Palette(panel) => panel.draw(app, area, buffer),
            Self::Line(panel) => panel.draw(app, area, buffer),
            Self::Picker(panel) => panel.draw(app, area, buffer),
            Self::Facets(panel) => panel.draw(app, area, buffer),
            Self::Memo(panel) => panel.draw(app, area, buffer),
            Self::Memos(panel) => panel.draw(app, area, buffer),
            Self::Mnemonic(panel) => panel.draw(app, area, buffer),
            Self::Visible(panel) => panel.draw(app, area, buffer),
            Self::Notes(panel) => panel.draw(app, area, buffer),
            Self::Tree => app.tree.draw(app, area, true, buffer),
            Self::Find(panel) => panel.draw(app, area, buffer),
            Self::Saved(panel) => panel.draw(app, area, buffer),
            Self::Tables(panel) => panel.draw(app, area, buffer),
            Self::Import(panel) => panel.draw(app, area, buffer),
            Self::Confirm(panel) => panel.draw(app, area, buffer),
            Self::Walk(panel) => panel.draw(app, area, buffer),
            Self::Walks(panel) => panel.draw(app, area, buffer),
            Self::Journal(panel) => panel.draw(app, area, buffer),
            Self::Choose(panel) => panel.draw(app, area, buffer),
            Self::Conflicts(panel) => panel.draw(app, area, buffer),
            Self::Codes(panel) => panel.draw(app, area, buffer),
            Self::Prose(panel) => panel.draw(app, area, buffer),
            Self::Why(panel) => panel.draw(app, area, buffer),
        }
    }
}
