//! The text of an OpenDocument, from its first paragraph to its last.

use std::collections::BTreeMap;

use super::CURE;
use crate::import::ImportError;
use crate::import::blocks::{Aside, Block, Builder, Tally};
use crate::import::xml::{Piece, Tag, Xml};

/// How often one thing may say that it stands there several times.
const REPEATED: usize = 1000;

/// What stands in a document.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes, in the order of the text.
    pub notes: Vec<Aside>,
    pub comments: Vec<Aside>,
    /// By the name of a comment, the words that it is on.
    pub commented: BTreeMap<String, String>,
    pub tally: Tally,
}

pub(super) fn walk(content: &str) -> Result<Walked, ImportError> {
    let mut walk = Walk::default();
    let mut xml = Xml::new(content, CURE);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if SKIPPED.contains(&tag.name.as_str()) => xml.skip()?,
            Piece::Open(tag) => {
                let effect = walk.open(&tag);
                walk.elements.push((tag.name, effect));
            }
            Piece::Close => {
                let (name, effect) = walk.elements.pop().unwrap_or_default();
                walk.close(&name, effect);
            }
            Piece::Words(words) => walk.words(&words),
        }
    }
    Ok(walk.end())
}

/// What holds no words of the text.
const SKIPPED: [&str; 9] = [
    "note-citation",
    "sequence-decls",
    "forms",
    "font-face-decls",
    "automatic-styles",
    "scripts",
    "variable-decls",
    "user-field-decls",
    "date-string",
];

/// What an element opened in the builder.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
enum Effect {
    #[default]
    None,
    Built,
    /// A cell that stands there so many times more.
    Cell(usize),
}

#[derive(Default)]
struct Walk {
    builder: Builder,
    /// The elements that are open.
    elements: Vec<(String, Effect)>,
    found: Walked,
    /// How deep in the list of changes, whose words were deleted.
    in_changes: usize,
    /// Comments whose end is still to come, with the words since.
    open_comments: BTreeMap<String, String>,
    /// What the element `creator` of a comment says.
    author: String,
}

impl Walk {
    fn open(&mut self, tag: &Tag) -> Effect {
        if self.in_changes > 0 || tag.name == "tracked-changes" {
            self.change(tag);
            return Effect::None;
        }
        match tag.name.as_str() {
            "p" => self.builder.paragraph(None),
            "h" => {
                let level = tag.get("outline-level").and_then(|level| level.parse().ok()).unwrap_or(1);
                self.builder.paragraph(Some(level));
            }
            "table" => self.builder.table(),
            "table-row" => self.builder.row(),
            "table-cell" | "covered-table-cell" => {
                self.builder.cell();
                let times =
                    tag.get("number-columns-repeated").and_then(|times| times.parse().ok()).unwrap_or(1);
                return Effect::Cell(times.clamp(1, REPEATED) - 1);
            }
            "text-box" => {
                self.found.tally.boxes += 1;
                self.builder.text_box();
            }
            "note-body" => {
                self.put(&format!("[^{}]", self.found.notes.len() + 1));
                self.builder.aside("note".to_owned(), None);
            }
            "annotation" => {
                let name =
                    tag.get("name").map_or_else(|| format!("#{}", self.found.comments.len()), str::to_owned);
                self.open_comments.insert(name.clone(), String::new());
                self.author.clear();
                self.builder.aside(name, None);
            }
            "annotation-end" => {
                self.found
                    .commented
                    .extend(self.open_comments.remove_entry(tag.get("name").unwrap_or_default()));
                return Effect::None;
            }
            "image" => {
                self.found.tally.pictures += 1;
                return Effect::None;
            }
            "tab" => return self.put("\t"),
            "line-break" => return self.put("\n"),
            "s" => {
                let count = tag.get("c").and_then(|count| count.parse().ok()).unwrap_or(1);
                return self.put(&" ".repeat(usize::min(count, REPEATED)));
            }
            _ => return Effect::None,
        }
        Effect::Built
    }

    /// What is in the list of changes: only deletions keep their words there.
    fn change(&mut self, tag: &Tag) {
        self.in_changes += 1;
        match tag.name.as_str() {
            "insertion" => self.found.tally.inserted += 1,
            "deletion" => self.found.tally.deleted += 1,
            "creator" => self.author.clear(),
            _ => {}
        }
    }

    fn close(&mut self, name: &str, effect: Effect) {
        if self.in_changes > 0 {
            self.in_changes -= 1;
            if name == "creator" && !self.author.trim().is_empty() {
                self.found.tally.authors.insert(self.author.trim().to_owned());
            }
            return;
        }
        match effect {
            Effect::None => return,
            Effect::Built => self.builder.close(),
            Effect::Cell(more) => {
                self.builder.close();
                for _ in 0..more {
                    self.builder.cell();
                    self.builder.close();
                }
            }
        }
        match name {
            "note-body" => self.found.notes.extend(self.builder.asides.pop()),
            "annotation" => {
                if let Some(mut comment) = self.builder.asides.pop() {
                    comment.author = Some(self.author.trim().to_owned()).filter(|author| !author.is_empty());
                    self.found.comments.push(comment);
                }
            }
            _ => {}
        }
    }

    /// Words of the file: white space in it is one blank, and none at the start of a paragraph.
    fn words(&mut self, words: &str) {
        if self.elements.last().is_some_and(|(name, _)| name == "creator") {
            self.author.push_str(words);
            return;
        }
        if self.in_changes > 0 {
            return;
        }
        let Some(text) = self.builder.text() else { return };
        let before = text.len();
        for c in words.chars() {
            let is_blank = matches!(c, ' ' | '\t' | '\n' | '\r');
            if !is_blank {
                text.push(c);
            } else if !text.is_empty() && !text.ends_with([' ', '\n', '\t']) {
                text.push(' ');
            }
        }
        let new = text[before..].to_owned();
        self.since(&new);
    }

    /// Words that stand for themselves.
    fn put(&mut self, words: &str) -> Effect {
        if self.builder.words(words) {
            self.since(words);
        }
        Effect::None
    }

    /// Words of the text, for the comments that are open; those of the comments themselves are none.
    fn since(&mut self, words: &str) {
        if self.open_comments.is_empty() || self.elements.iter().any(|(name, _)| name == "annotation") {
            return;
        }
        for since in self.open_comments.values_mut() {
            since.push_str(words);
        }
    }

    fn end(mut self) -> Walked {
        self.builder.end();
        self.found.blocks = self.builder.blocks;
        self.found
    }
}
