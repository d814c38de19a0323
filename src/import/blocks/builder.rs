//! Blocks from a document that is walked from its start to its end: what is open, and what becomes of it when it ends.

use super::Block;

/// A note or a comment.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(in crate::import) struct Aside {
    pub id: String,
    pub author: Option<String>,
    pub blocks: Vec<Block>,
}

/// A document that is being walked.
#[derive(Debug, Default)]
pub(in crate::import) struct Builder {
    /// What is done.
    pub blocks: Vec<Block>,
    /// Notes and comments, in the order of their ends.
    pub asides: Vec<Aside>,
    open: Vec<Open>,
    /// The text of a paragraph that the next one goes on with.
    joined: String,
}

/// What is open and holds words or blocks.
#[derive(Debug)]
enum Open {
    Paragraph {
        text: String,
        heading: Option<u8>,
        is_joined: bool,
        /// Boxes that hang on it.
        boxes: Vec<Block>,
    },
    Table(Vec<Vec<String>>),
    Row {
        cells: Vec<String>,
        is_deleted: bool,
    },
    Cell(Vec<Block>),
    Box(Vec<Block>),
    Aside(Aside),
}

impl Builder {
    /// A paragraph begins, or a heading of this level.
    pub fn paragraph(&mut self, heading: Option<u8>) {
        let text = std::mem::take(&mut self.joined);
        self.open.push(Open::Paragraph { text, heading, is_joined: false, boxes: Vec::new() });
    }

    pub fn table(&mut self) {
        self.open.push(Open::Table(Vec::new()));
    }

    pub fn row(&mut self) {
        self.open.push(Open::Row { cells: Vec::new(), is_deleted: false });
    }

    pub fn cell(&mut self) {
        self.open.push(Open::Cell(Vec::new()));
    }

    /// A box beside the text begins; it comes to stand behind the paragraph that it hangs on.
    pub fn text_box(&mut self) {
        self.open.push(Open::Box(Vec::new()));
    }

    /// A note or a comment begins, which is no part of the text.
    pub fn aside(&mut self, id: String, author: Option<String>) {
        self.open.push(Open::Aside(Aside { id, author, blocks: Vec::new() }));
    }

    /// Adds words to the paragraph that is open; false where none is.
    pub fn words(&mut self, words: &str) -> bool {
        match self.text() {
            Some(text) => {
                text.push_str(words);
                true
            }
            None => false,
        }
    }

    /// The text of the paragraph that is open.
    pub fn text(&mut self) -> Option<&mut String> {
        match self.open.last_mut() {
            Some(Open::Paragraph { text, .. }) => Some(text),
            _ => None,
        }
    }

    /// Makes the paragraph that is open a heading.
    pub fn set_heading(&mut self, level: u8) {
        if let Some(Open::Paragraph { heading, .. }) = self.open.last_mut() {
            *heading = Some(level);
        }
    }

    /// The paragraph that is open goes on with the next one; false where none is.
    pub fn join(&mut self) -> bool {
        match self.open.last_mut() {
            Some(Open::Paragraph { is_joined, .. }) => {
                *is_joined = true;
                true
            }
            _ => false,
        }
    }

    /// The row that is open is not there; false where none is.
    pub fn delete_row(&mut self) -> bool {
        match self.open.last_mut() {
            Some(Open::Row { is_deleted, .. }) => {
                *is_deleted = true;
                true
            }
            _ => false,
        }
    }

    /// What was opened last ends.
    pub fn close(&mut self) {
        match self.open.pop() {
            Some(Open::Paragraph { text, heading, is_joined, boxes }) => {
                if is_joined {
                    self.joined = text;
                } else {
                    self.put(match heading.filter(|_| !text.trim().is_empty()) {
                        Some(level) => Block::Heading(level, text),
                        None => Block::Paragraph(text),
                    });
                }
                for block in boxes {
                    self.put(block);
                }
            }
            Some(Open::Table(rows)) if !rows.is_empty() => self.put(Block::Table(rows)),
            Some(Open::Row { is_deleted: true, .. } | Open::Table(_)) | None => {}
            Some(Open::Row { cells, .. }) => {
                if let Some(Open::Table(rows)) = self.open.last_mut() {
                    rows.push(cells);
                }
            }
            Some(Open::Cell(blocks)) => {
                let text = super::text(&blocks).trim_end().replace("\n\n", "\n");
                if let Some(Open::Row { cells, .. }) = self.open.last_mut() {
                    cells.push(text);
                }
            }
            Some(Open::Box(blocks)) => {
                let around = self.open.iter_mut().rev().find_map(|open| match open {
                    Open::Paragraph { boxes, .. } => Some(boxes),
                    _ => None,
                });
                match around {
                    Some(boxes) => boxes.extend(blocks),
                    None => {
                        for block in blocks {
                            self.put(block);
                        }
                    }
                }
            }
            Some(Open::Aside(aside)) => self.asides.push(aside),
        }
    }

    /// The document ends, with all that is open.
    pub fn end(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
        let rest = std::mem::take(&mut self.joined);
        if !rest.is_empty() {
            self.put(Block::Paragraph(rest));
        }
    }

    fn put(&mut self, block: Block) {
        match self.open.last_mut() {
            Some(Open::Cell(blocks) | Open::Box(blocks) | Open::Aside(Aside { blocks, .. })) => {
                blocks.push(block);
            }
            // A paragraph in a paragraph is in no document that a program writes.
            Some(Open::Paragraph { boxes, .. }) => boxes.push(block),
            Some(Open::Table(_) | Open::Row { .. }) | None => self.blocks.push(block),
        }
    }
}
