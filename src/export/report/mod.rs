//! A report for readers: quotes by code, coded transcripts, the codebook and tables, as one HTML page, as Markdown, or as a
//! Word document.
//!
//! One producer (`produce`) goes through the study and hands blocks to a `Paper`; each form of paper is one file here and
//! decides how a block looks, never what is in it.

mod docx;
mod html;
mod markdown;
mod produce;
mod words;

pub use produce::write;

use super::codebook::CodebookView;
use super::error::ExportError;

/// On what the report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Form {
    /// One HTML page that needs nothing else.
    Html,
    /// Markdown.
    Markdown,
    /// A Word document.
    Docx,
}

/// A part of the report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Part {
    /// The quotes of each code.
    Quotes,
    /// The transcripts with their codes.
    Transcripts,
    /// The codebook.
    Codebook,
    /// Tables that were counted.
    Tables,
}

/// What to write, and how.
#[derive(Clone, Debug)]
pub struct Report {
    /// On what.
    pub form: Form,
    /// The parts, in the order in which they stand.
    pub parts: Vec<Part>,
    /// The language of names and of the words around them; Dutch for `nl`, else English.
    pub language: String,
    /// Attributes of documents that are told, in order.
    pub attributes: Vec<String>,
    /// The tables.
    pub tables: Vec<Table>,
}

impl Report {
    fn has(&self, part: Part) -> bool {
        self.parts.contains(&part)
    }
}

/// A table with its head in the first row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Table {
    /// What it counts.
    pub caption: String,
    /// Rows; all as long as the first.
    pub rows: Vec<Vec<String>>,
    /// What must be said below it.
    pub notes: Vec<String>,
}

/// What stands on the first page.
struct Front<'a> {
    title: &'a str,
    /// Label and value.
    facts: Vec<(&'static str, String)>,
    /// Name and anchor of each part.
    contents: Vec<(String, &'static str)>,
    language: &'a str,
}

/// A piece of the report.
enum Block<'a> {
    /// A heading; level 2 is a part, 3 a code, family or document in it.
    Heading { level: u8, anchor: &'a str, words: &'a str },
    /// A paragraph of plain words.
    Text(&'a str),
    /// What the colours mean.
    Legend(&'a [LegendEntry]),
    /// A quote.
    Quote(&'a Quote),
    /// A turn of a transcript.
    Turn(&'a Turn<'a>),
    /// A table.
    Table(&'a Table),
    /// The codebook.
    Codebook(CodebookView<'a>),
}

/// A code that was used.
struct LegendEntry {
    /// The anchor of its quotes; `None` where the report has none.
    anchor: Option<String>,
    name: String,
    color: Option<(u8, u8, u8)>,
    segments: usize,
    documents: usize,
}

/// A passage as evidence.
struct Quote {
    words: String,
    /// `(D10, turn 14, SO4)`
    reference: String,
    /// The anchor of its turn; `None` where it has no place any more, and where the report has no transcripts.
    turn: Option<String>,
    coder: String,
    /// `niveau: interpersoonlijk`
    facets: Vec<String>,
    memos: Vec<String>,
    important: bool,
    /// Said where the passage has no place in the text any more.
    doubt: Option<&'static str>,
}

/// A turn with its codings.
struct Turn<'a> {
    anchor: String,
    number: usize,
    time: Option<String>,
    speaker: Option<&'a str>,
    is_heading: bool,
    language: Option<&'a str>,
    /// The words cut where a coding begins or ends; numbers are places in `lanes`.
    pieces: Vec<(&'a str, Vec<usize>)>,
    lanes: Vec<Lane<'a>>,
}

/// A coding that touches a turn.
struct Lane<'a> {
    /// The anchor of the quotes of its code; `None` for a mark, and where the report has no quotes.
    code: Option<String>,
    name: String,
    color: Option<(u8, u8, u8)>,
    coder: &'a str,
    facets: Vec<String>,
    /// It began in an earlier turn.
    continues: bool,
}

/// Something that a report is written on.
trait Paper {
    /// Before all else.
    fn begin(&mut self, front: &Front<'_>) -> Result<(), ExportError>;
    /// The next piece.
    fn block(&mut self, block: &Block<'_>) -> Result<(), ExportError>;
    /// After all else.
    fn end(&mut self) -> Result<(), ExportError>;
}
