//! One part of a document of Word, from its first paragraph to its last.

use std::collections::BTreeMap;

use super::CURE;
use crate::import::ImportError;
use crate::import::blocks::{Aside, Block, Builder, Tally};
use crate::import::xml::{Piece, Tag, Xml};

/// What stands in a part.
#[derive(Debug, Default)]
pub(super) struct Walked {
    pub blocks: Vec<Block>,
    /// Footnotes and endnotes in the order in which the text refers to them.
    pub references: Vec<Reference>,
    /// The notes or comments that this part consists of.
    pub asides: Vec<Aside>,
    /// By the id of a comment, the words that it is on.
    pub commented: BTreeMap<String, String>,
    pub tally: Tally,
}

/// Where the text refers to a note.
#[derive(Debug)]
pub(super) struct Reference {
    /// `footnote` or `endnote`.
    pub kind: &'static str,
    pub id: String,
}

/// Reads a part: the document, its notes, its comments, a header or a footer. `headings` are the styles that are headings.
pub(super) fn walk(xml: &str, headings: &BTreeMap<String, u8>) -> Result<Walked, ImportError> {
    let mut walk = Walk {
        headings,
        found: Walked::default(),
        builder: Builder::default(),
        names: Vec::new(),
        is_hidden: false,
        open_comments: BTreeMap::new(),
    };
    let mut xml = Xml::new(xml, CURE);
    while let Some(piece) = xml.next()? {
        match piece {
            Piece::Open(tag) if walk.is_skipped(&tag) => xml.skip()?,
            Piece::Open(tag) => {
                walk.open(&tag);
                walk.names.push(tag.name);
            }
            Piece::Close => {
                let name = walk.names.pop().unwrap_or_default();
                if BUILT.contains(&name.as_str()) {
                    walk.builder.close();
                }
            }
            Piece::Words(words) if walk.parent() == "t" => walk.words(&words),
            Piece::Words(_) => {}
        }
    }
    walk.builder.end();
    walk.found.blocks = walk.builder.blocks;
    walk.found.asides = walk.builder.asides;
    Ok(walk.found)
}

/// The elements that the builder knows.
const BUILT: [&str; 8] = ["p", "tbl", "tr", "tc", "txbxContent", "footnote", "endnote", "comment"];

struct Walk<'h> {
    headings: &'h BTreeMap<String, u8>,
    found: Walked,
    builder: Builder,
    /// The names of the elements that are open.
    names: Vec<String>,
    /// True in a run that is not shown.
    is_hidden: bool,
    /// Comments that have begun, with the words since.
    open_comments: BTreeMap<String, String>,
}

impl Walk<'_> {
    fn parent(&self) -> &str {
        self.names.last().map_or("", String::as_str)
    }

    fn grandparent(&self) -> &str {
        self.names.iter().rev().nth(1).map_or("", String::as_str)
    }

    /// True where an element says something about a mark or a row.
    fn is_property(&self) -> bool {
        matches!(self.parent(), "rPr" | "trPr")
    }

    /// True for what has no words of the text in it. Deletions are counted.
    fn is_skipped(&mut self, tag: &Tag) -> bool {
        match tag.name.as_str() {
            // The same once more, for older programs; and formats as they were.
            "Fallback" | "sectPr" | "pPrChange" | "rPrChange" | "tblPrChange" | "trPrChange"
            | "tcPrChange" => true,
            "footnote" | "endnote" => tag.get("type").is_some_and(|kind| kind != "normal"),
            "del" | "moveFrom" if !self.is_property() => {
                self.found.tally.deleted += 1;
                self.author(tag);
                true
            }
            _ => false,
        }
    }

    fn author(&mut self, tag: &Tag) {
        self.found.tally.authors.extend(author(tag));
    }

    fn open(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "p" => self.builder.paragraph(None),
            "tbl" => self.builder.table(),
            "tr" => self.builder.row(),
            "tc" => self.builder.cell(),
            "txbxContent" => {
                self.found.tally.boxes += 1;
                self.builder.text_box();
            }
            "footnote" | "endnote" | "comment" => {
                self.builder.aside(tag.get("id").unwrap_or_default().to_owned(), author(tag));
            }
            "r" => self.is_hidden = false,
            "ins" | "moveTo" if !self.is_property() => {
                self.found.tally.inserted += 1;
                self.author(tag);
            }
            "del" | "moveFrom" => {
                let is_mark = self.grandparent() == "pPr" && self.builder.join();
                if is_mark || self.builder.delete_row() {
                    self.found.tally.deleted += 1;
                    self.author(tag);
                }
            }
            "pStyle" if self.parent() == "pPr" => {
                if let Some(level) = tag.get("val").and_then(|style| self.headings.get(style)) {
                    self.builder.set_heading(*level);
                }
            }
            "outlineLvl" if self.parent() == "pPr" => {
                let level = tag.get("val").and_then(|value| value.parse::<u8>().ok());
                if let Some(level) = level.filter(|level| *level < 6) {
                    self.builder.set_heading(level + 1);
                }
            }
            // The mark of a paragraph may be hidden too; that hides no words.
            "vanish"
                if self.grandparent() == "r" && !matches!(tag.get("val"), Some("0" | "false" | "off")) =>
            {
                self.is_hidden = true;
                self.found.tally.hidden += 1;
            }
            "blip" | "imagedata" => self.found.tally.pictures += 1,
            "commentRangeStart" => {
                self.open_comments.insert(tag.get("id").unwrap_or_default().to_owned(), String::new());
            }
            "commentRangeEnd" => {
                self.found
                    .commented
                    .extend(self.open_comments.remove_entry(tag.get("id").unwrap_or_default()));
            }
            _ if self.parent() == "r" => self.in_run(tag),
            _ => {}
        }
    }

    /// What stands in a run beside words.
    fn in_run(&mut self, tag: &Tag) {
        match tag.name.as_str() {
            "tab" | "ptab" => self.words("\t"),
            "br" if !matches!(tag.get("type"), Some("page" | "column")) => self.words("\n"),
            "cr" => self.words("\n"),
            "noBreakHyphen" => self.words("\u{2011}"),
            "sym" => {
                let code = tag.get("char").and_then(|code| u32::from_str_radix(code, 16).ok());
                // Fonts such as Wingdings keep their signs in an area of their own.
                match code.filter(|code| !(0xe000..0xf900).contains(code)).and_then(char::from_u32) {
                    Some(sign) if !sign.is_control() => self.words(sign.encode_utf8(&mut [0; 4])),
                    _ => self.found.tally.symbols += 1,
                }
            }
            "footnoteReference" => self.reference("footnote", tag),
            "endnoteReference" => self.reference("endnote", tag),
            _ => {}
        }
    }

    fn reference(&mut self, kind: &'static str, tag: &Tag) {
        self.found.references.push(Reference { kind, id: tag.get("id").unwrap_or_default().to_owned() });
        self.words(&format!("[^{}]", self.found.references.len()));
    }

    fn words(&mut self, words: &str) {
        if !self.is_hidden && self.builder.words(words) {
            for since in self.open_comments.values_mut() {
                since.push_str(words);
            }
        }
    }
}

fn author(tag: &Tag) -> Option<String> {
    tag.get("author").filter(|name| !name.is_empty()).map(str::to_owned)
}
