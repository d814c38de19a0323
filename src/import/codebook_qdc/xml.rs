//! What stands in a .qdc: codes, sets and what was left out, whichever program wrote it.
//!
//! Elements and attributes go by their local names, in any order and any version of the namespace.

use std::borrow::Cow;
use std::collections::BTreeMap;

use uuid::Uuid;

use crate::import::ImportError;
use crate::import::xml::{Piece, Tag, Xml, one_line};
use crate::model::lines::LineNote;

use super::color::{Color, color};

/// The largest file, in bytes.
pub(super) const BYTES: usize = 64 << 20;
/// How many codes lie in each other at most.
const DEPTH: usize = 100;
/// How many codes and sets there are at most.
const CODES: usize = 20_000;

/// A `Code` element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// The line it begins on, counting from 1.
    pub line: u64,
    /// `None` where it has none or something else stands there.
    pub guid: Option<Uuid>,
    pub name: String,
    /// False for a container, which holds codes and takes no codings.
    pub codable: bool,
    pub color: Option<(u8, u8, u8)>,
    pub description: Option<String>,
    /// The element around it, as a position among all.
    pub parent: Option<usize>,
    /// True where it is in no file: a part of a name that was split.
    pub made: bool,
}

/// A `Set` element.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Set {
    pub guid: Option<Uuid>,
    pub name: String,
    pub description: String,
    pub members: Vec<Uuid>,
    /// Members that are no codes, or have no GUID.
    pub strange: usize,
}

/// What a file holds.
#[derive(Clone, Debug, Default)]
pub(super) struct Found {
    /// Parents before children, in the order of the file.
    pub codes: Vec<Element>,
    pub sets: Vec<Set>,
    /// What was left out, each a sentence.
    pub notes: Vec<String>,
}

/// Reads a file.
pub(super) fn read(bytes: &[u8]) -> Result<Found, ImportError> {
    let text = decoded(bytes)?;
    let mut walk = Walk::new(&text);
    walk.run()?;
    if walk.found.codes.is_empty() {
        let what = "there is no code in it; a codebook (.qdc) begins with <CodeBook> and holds <Codes>";
        return Err(ImportError::at(1, what));
    }
    Ok(walk.end())
}

/// The text: UTF-8, or UTF-16 with a byte order mark. What the file says about its encoding is often not true.
fn decoded(bytes: &[u8]) -> Result<Cow<'_, str>, ImportError> {
    let wrong = |what: &str| ImportError::Rows(vec![LineNote { line: 1, what: what.to_owned() }]);
    if bytes.len() > BYTES {
        return Err(wrong("the file is larger than 64 MiB, which no codebook is; see what it holds"));
    }
    if bytes.starts_with(b"PK\x03\x04") {
        return Err(wrong(
            "this is a ZIP file, perhaps a whole project (.qdpx); export the codebook alone (.qdc) from the other program",
        ));
    }
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]]));
        char::decode_utf16(units)
            .collect::<Result<String, _>>()
            .map(Cow::Owned)
            .map_err(|_| ImportError::Utf16)
    };
    match bytes {
        [0xff, 0xfe, ..] => return wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => return wide(u16::from_be_bytes),
        _ => {}
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        ImportError::NotUtf8 { line: memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1, at }
    })?;
    Ok(Cow::Borrowed(text.strip_prefix('\u{feff}').unwrap_or(text)))
}

/// An element that is open.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Open {
    Book,
    Codes,
    Code(usize),
    Sets,
    Set,
    CodeDescription(usize),
    SetDescription,
    Member,
    /// Something else, with all that is in it.
    Other,
}

/// What is odd, counted.
#[derive(Default)]
struct Bad {
    guids: usize,
    colors: Vec<String>,
    see_through: usize,
}

struct Walk<'t> {
    text: &'t str,
    found: Found,
    open: Vec<Open>,
    skipped: BTreeMap<String, usize>,
    bad: Bad,
}

impl<'t> Walk<'t> {
    fn new(text: &'t str) -> Self {
        Self {
            text,
            found: Found::default(),
            open: Vec::new(),
            skipped: BTreeMap::new(),
            bad: Bad::default(),
        }
    }

    fn run(&mut self) -> Result<(), ImportError> {
        let mut xml = Xml::new(self.text, "export the codebook once more");
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) => self.start(&tag)?,
                Piece::Close => drop(self.open.pop()),
                Piece::Words(words) => self.words(&words),
            }
        }
        Ok(())
    }

    fn start(&mut self, tag: &Tag) -> Result<(), ImportError> {
        if self.open.len() > DEPTH + 4 {
            let what = format!("more than {DEPTH} codes lie in each other here; flatten them first");
            return Err(ImportError::at(tag.line, what));
        }
        let around = self.open.last().copied();
        let open = match (around, tag.name.as_str()) {
            (None, "CodeBook") => Open::Book,
            (None, "Project") => {
                let what = "this is a whole project, not a codebook; export the codebook alone (.qdc) from the other program";
                return Err(ImportError::at(tag.line, what));
            }
            (None, other) => {
                let what =
                    format!("the file begins with <{other}>; a codebook (.qdc) begins with <CodeBook>");
                return Err(ImportError::at(tag.line, what));
            }
            (Some(Open::Book), "Codes") => Open::Codes,
            (Some(Open::Book), "Sets") => Open::Sets,
            (Some(Open::Codes), "Code") => Open::Code(self.code(tag, None)?),
            (Some(Open::Code(parent)), "Code") => Open::Code(self.code(tag, Some(parent))?),
            (Some(Open::Code(code)), "Description") => {
                self.found.codes[code].description.get_or_insert_default();
                Open::CodeDescription(code)
            }
            (Some(Open::Sets), "Set") => {
                self.set(tag)?;
                Open::Set
            }
            (Some(Open::Set), "Description") => Open::SetDescription,
            (Some(Open::Set), "MemberCode") => {
                let guid = tag.get("guid").or_else(|| tag.get("targetGUID"));
                if let Some(set) = self.found.sets.last_mut() {
                    match guid.and_then(guid_of) {
                        Some(guid) => set.members.push(guid),
                        None => set.strange += 1,
                    }
                }
                Open::Member
            }
            (Some(Open::Other), _) => Open::Other,
            // Something around the text of a description: its words count.
            (Some(open @ (Open::CodeDescription(_) | Open::SetDescription)), _) => open,
            (Some(_), other) => {
                *self.skipped.entry(other.to_owned()).or_default() += 1;
                Open::Other
            }
        };
        self.open.push(open);
        Ok(())
    }

    fn words(&mut self, words: &str) {
        match self.open.last() {
            Some(Open::CodeDescription(code)) => {
                self.found.codes[*code].description.get_or_insert_default().push_str(words);
            }
            Some(Open::SetDescription) => {
                if let Some(set) = self.found.sets.last_mut() {
                    set.description.push_str(words);
                }
            }
            _ => {}
        }
    }

    fn code(&mut self, tag: &Tag, parent: Option<usize>) -> Result<usize, ImportError> {
        if self.found.codes.len() + self.found.sets.len() >= CODES {
            let what = format!("there are more than {CODES} codes in it; divide the file");
            return Err(ImportError::at(tag.line, what));
        }
        let guid = tag.get("guid").and_then(guid_of);
        self.bad.guids += usize::from(guid.is_none());
        let said = tag.get("color").unwrap_or_default();
        let found = match color(said) {
            Color::None => None,
            Color::Found(color) => Some(color),
            Color::SeeThrough(color) => {
                self.bad.see_through += 1;
                Some(color)
            }
            Color::Unknown => {
                self.bad.colors.push(said.to_owned());
                None
            }
        };
        let codable = tag.get("isCodable").unwrap_or_default();
        self.found.codes.push(Element {
            line: tag.line,
            guid,
            name: one_line(tag.get("name").unwrap_or_default()),
            codable: !matches!(codable.trim().to_lowercase().as_str(), "false" | "0"),
            color: found,
            description: None,
            parent,
            made: false,
        });
        Ok(self.found.codes.len() - 1)
    }

    fn set(&mut self, tag: &Tag) -> Result<(), ImportError> {
        if self.found.codes.len() + self.found.sets.len() >= CODES {
            let what = format!("there are more than {CODES} codes and sets in it; divide the file");
            return Err(ImportError::at(tag.line, what));
        }
        self.found.sets.push(Set {
            guid: tag.get("guid").and_then(guid_of),
            name: one_line(tag.get("name").unwrap_or_default()),
            ..Set::default()
        });
        Ok(())
    }

    fn end(mut self) -> Found {
        let mut say = |what: String| self.found.notes.push(what);
        for (name, count) in &self.skipped {
            say(format!("{count} × <{name}> has no place in a codebook and is left out"));
        }
        if self.bad.guids > 0 {
            say(format!("{} codes have no GUID that can be read; each gets one of its own", self.bad.guids));
        }
        if self.bad.see_through > 0 {
            say(format!(
                "{} colours let what is behind them shine through; here they are solid",
                self.bad.see_through
            ));
        }
        if !self.bad.colors.is_empty() {
            let named = super::named(&self.bad.colors);
            say(format!("no colours, left out: {named}; a colour is #rgb, #rrggbb or rgb(r, g, b)"));
        }
        let strange: usize = self.found.sets.iter().map(|set| set.strange).sum();
        if strange > 0 {
            self.found.notes.push(format!("{strange} members of sets name no code and are left out"));
        }
        self.found
    }
}

/// A GUID: hex digits in any case, with or without braces.
fn guid_of(text: &str) -> Option<Uuid> {
    Uuid::parse_str(text.trim()).ok()
}
