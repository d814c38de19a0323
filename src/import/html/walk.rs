//! A page from its first tag to its last.

use std::cell::RefCell;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::states::RawKind;
use html5ever::tokenizer::{
    BufferQueue, Tag, TagKind, Token, TokenSink, TokenSinkResult, Tokenizer, TokenizerOpts,
};

use crate::import::blocks::{Block, Builder, line};

/// How many tables, rows and cells lie in each other at most; what lies deeper is read as text.
const DEPTH: usize = 48;

/// What stands on a page.
#[derive(Debug, Default)]
pub(super) struct Page {
    pub title: Option<String>,
    pub language: Option<String>,
    pub blocks: Vec<Block>,
    pub pictures: usize,
    pub scripts: usize,
}

/// Takes a page apart. A time of oTranscribe gets brackets around it.
pub(super) fn page(html: &str) -> Page {
    let tokenizer = Tokenizer::new(Sink(RefCell::new(Walk::default())), TokenizerOpts::default());
    let queue = BufferQueue::default();
    queue.push_back(StrTendril::from(html));
    // A script that stops the tokenizer is not run: it goes on behind it.
    while let html5ever::TokenizerResult::Script(()) = tokenizer.feed(&queue) {}
    tokenizer.end();
    tokenizer.sink.0.into_inner().end()
}

struct Sink(RefCell<Walk>);

impl TokenSink for Sink {
    type Handle = ();

    fn process_token(&self, token: Token, _line: u64) -> TokenSinkResult<()> {
        let mut walk = self.0.borrow_mut();
        match token {
            Token::CharacterTokens(words) => walk.words(&words),
            Token::TagToken(tag) if tag.kind == TagKind::StartTag => return walk.start(&tag),
            Token::TagToken(tag) => walk.stop(&tag.name),
            _ => {}
        }
        TokenSinkResult::Continue
    }
}

/// What is open in the builder.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Paragraph,
    Table,
    Row,
    Cell,
}

#[derive(Default)]
struct Walk {
    page: Page,
    builder: Builder,
    open: Vec<Open>,
    heading: Option<u8>,
    /// How deep in elements whose words are not shown.
    unseen: usize,
    in_title: bool,
    title: String,
    /// How many `pre` are open: white space counts in them.
    pre: usize,
    /// True in a time of oTranscribe, which ends in a bracket.
    in_time: bool,
    /// True right behind one: the no-break space there is that of the program.
    after_time: bool,
}

impl Walk {
    fn start(&mut self, tag: &Tag) -> TokenSinkResult<()> {
        let name: &str = &tag.name;
        match name {
            "script" | "style" | "noscript" | "noframes" | "iframe" | "noembed" | "xmp"
                if !tag.self_closing =>
            {
                self.page.scripts += usize::from(name == "script" && !is_data(tag));
                self.unseen += 1;
                let kind = if name == "script" { RawKind::ScriptData } else { RawKind::Rawtext };
                return TokenSinkResult::RawData(kind);
            }
            "title" | "textarea" if !tag.self_closing => {
                self.in_title = name == "title" && self.title.is_empty();
                self.unseen += 1;
                return TokenSinkResult::RawData(RawKind::Rcdata);
            }
            "html" => self.page.language = attribute(tag, "lang").filter(|lang| !lang.is_empty()),
            "template" | "select" | "object" | "svg" | "math" if !tag.self_closing => self.unseen += 1,
            "br" => self.put("\n"),
            "img" => self.page.pictures += 1,
            "span"
                if attribute(tag, "class")
                    .is_some_and(|class| class.split(' ').any(|one| one == "timestamp")) =>
            {
                self.put("[");
                self.in_time = true;
            }
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = Some(name.as_bytes()[1] - b'0');
            }
            "pre" => {
                self.flush();
                self.pre += 1;
            }
            "table" if self.open.len() < DEPTH => {
                self.flush();
                self.builder.table();
                self.open.push(Open::Table);
            }
            "tr" => self.begin(Open::Row),
            "td" | "th" => self.begin(Open::Cell),
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
        TokenSinkResult::Continue
    }

    fn stop(&mut self, name: &str) {
        match name {
            "script" | "style" | "noscript" | "noframes" | "iframe" | "noembed" | "xmp" | "title"
            | "textarea" | "template" | "select" | "object" | "svg" | "math" => {
                self.unseen = self.unseen.saturating_sub(1);
                self.in_title = false;
            }
            "span" if std::mem::take(&mut self.in_time) => self.end_time(),
            "h1" | "h2" | "h3" | "h4" | "h5" | "h6" => {
                self.flush();
                self.heading = None;
            }
            "pre" => {
                self.flush();
                self.pre = self.pre.saturating_sub(1);
            }
            "table" => self.close_to(Open::Table),
            "tr" => self.close_to(Open::Row),
            "td" | "th" => self.close_to(Open::Cell),
            _ if BLOCKS.contains(&name) => self.flush(),
            _ => {}
        }
    }

    /// A row or a cell begins, which ends the one before it. Outside a table it is no more than a block.
    fn begin(&mut self, what: Open) {
        self.flush();
        let around = if what == Open::Row { Open::Table } else { Open::Row };
        let is_in = self.open.iter().rposition(|open| *open == Open::Table).is_some_and(|table| {
            let before = self.open[table..].iter().position(|open| *open == what);
            let keep = before.map_or(self.open.len(), |before| table + before);
            while self.open.len() > keep {
                self.builder.close();
                self.open.pop();
            }
            self.open.last() == Some(&around)
        });
        if is_in {
            match what {
                Open::Row => self.builder.row(),
                _ => self.builder.cell(),
            }
            self.open.push(what);
        }
    }

    /// Ends the last of its kind that is open in this table, with all in it.
    fn close_to(&mut self, what: Open) {
        self.flush();
        let table = self.open.iter().rposition(|open| *open == Open::Table).unwrap_or(self.open.len());
        if let Some(place) = self.open[table..].iter().rposition(|open| *open == what) {
            while self.open.len() > table + place {
                self.builder.close();
                self.open.pop();
            }
        }
    }

    /// The paragraph that is open ends.
    fn flush(&mut self) {
        if self.open.last() == Some(&Open::Paragraph) {
            if let Some(text) = self.builder.text() {
                text.truncate(text.trim_end_matches([' ', '\n']).len());
            }
            self.builder.close();
            self.open.pop();
        }
    }

    /// Words of the page; outside `pre`, white space is one blank.
    fn words(&mut self, words: &str) {
        if self.in_title {
            self.title.push_str(words);
        }
        if self.unseen > 0 {
            return;
        }
        if self.open.last() != Some(&Open::Paragraph) {
            if words.chars().all(is_blank) {
                return;
            }
            self.builder.paragraph(self.heading);
            self.open.push(Open::Paragraph);
        }
        let is_pre = self.pre > 0;
        let words =
            if std::mem::take(&mut self.after_time) { words.trim_start_matches('\u{a0}') } else { words };
        let Some(text) = self.builder.text() else { return };
        for c in words.chars() {
            if is_pre || !is_blank(c) {
                text.push(c);
            } else if !text.is_empty() && !text.ends_with([' ', '\n']) {
                text.push(' ');
            }
        }
    }

    /// Words that stand for themselves, in the paragraph that is open or in a new one.
    fn put(&mut self, words: &str) {
        if self.unseen > 0 {
            return;
        }
        if self.open.last() != Some(&Open::Paragraph) {
            self.builder.paragraph(self.heading);
            self.open.push(Open::Paragraph);
        }
        if words == "\n"
            && let Some(text) = self.builder.text()
        {
            text.truncate(text.trim_end_matches(' ').len());
        }
        self.builder.words(words);
    }

    /// Closes the bracket of a time; one in which nothing stands goes.
    fn end_time(&mut self) {
        if let Some(text) = self.builder.text() {
            match text.strip_suffix('[') {
                Some(rest) => text.truncate(rest.len()),
                None => {
                    text.push_str("] ");
                    self.after_time = true;
                }
            }
        }
    }

    fn end(mut self) -> Page {
        self.flush();
        self.builder.end();
        self.page.blocks = self.builder.blocks;
        self.page.title = Some(line(&self.title)).filter(|title| !title.is_empty());
        self.page
    }
}

/// Elements that stand on lines of their own.
pub(super) const BLOCKS: [&str; 31] = [
    "address",
    "article",
    "aside",
    "blockquote",
    "body",
    "caption",
    "center",
    "dd",
    "details",
    "dialog",
    "div",
    "dl",
    "dt",
    "fieldset",
    "figcaption",
    "figure",
    "footer",
    "form",
    "header",
    "hr",
    "li",
    "main",
    "nav",
    "ol",
    "p",
    "section",
    "summary",
    "tbody",
    "tfoot",
    "thead",
    "ul",
];

/// The white space that a browser shows as one blank; a no-break space is none of it.
pub(super) fn is_blank(c: char) -> bool {
    matches!(c, ' ' | '\t' | '\n' | '\r' | '\u{c}')
}

/// True for a script that holds data, and shows nothing.
fn is_data(tag: &Tag) -> bool {
    attribute(tag, "type").is_some_and(|kind| kind.contains("json"))
}

fn attribute(tag: &Tag, name: &str) -> Option<String> {
    let found = tag.attrs.iter().find(|attribute| &*attribute.name.local == name)?;
    Some(found.value.to_string())
}
