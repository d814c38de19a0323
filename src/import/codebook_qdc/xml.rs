//! What stands in a .qdc: codes, sets and what was left out, whichever program wrote it.
//!
//! Elements and attributes go by their local names, in any order and any version of the namespace. Nothing outside the file
//! is ever read: a file with a document type or entities of its own is refused.

use std::borrow::Cow;
use std::collections::BTreeMap;

use quick_xml::events::attributes::Attribute;
use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};
use uuid::Uuid;

use crate::import::ImportError;
use crate::model::lines::{LineNote, line_of};

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
    let mut walk = Walk {
        text: &text,
        found: Found::default(),
        open: Vec::new(),
        skipped: BTreeMap::new(),
        bad: Bad::default(),
    };
    walk.run()?;
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

impl Walk<'_> {
    fn run(&mut self) -> Result<(), ImportError> {
        let text = self.text;
        let mut reader = Reader::from_str(text);
        loop {
            let at = reader.buffer_position() as usize;
            let event = reader.read_event().map_err(|error| {
                let at = reader.error_position() as usize;
                self.wrong(
                    at,
                    &format!("this is no well-formed XML ({error}); export the codebook once more"),
                )
            })?;
            match event {
                Event::Start(start) => self.start(&start, at)?,
                Event::Empty(start) => {
                    self.start(&start, at)?;
                    self.open.pop();
                }
                Event::End(_) => drop(self.open.pop()),
                Event::Text(words) => self.words(&words.xml10_content()),
                Event::CData(words) => self.words(&words.xml10_content()),
                Event::GeneralRef(name) => {
                    let known = match &*name {
                        "amp" => Some('&'),
                        "lt" => Some('<'),
                        "gt" => Some('>'),
                        "quot" => Some('"'),
                        "apos" => Some('\''),
                        _ => name.resolve_char_ref().ok().flatten(),
                    };
                    let Some(known) = known else {
                        return Err(self.wrong(at, &format!("the entity `&{};` means nothing here", &*name)));
                    };
                    self.words(known.encode_utf8(&mut [0; 4]));
                }
                Event::DocType(_) => {
                    let what = "the file has a document type (DOCTYPE), which no codebook needs and which can do harm; take that line away";
                    return Err(self.wrong(at, what));
                }
                Event::Eof => break,
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
            }
        }
        if !self.open.is_empty() {
            return Err(self.wrong(text.len(), "the file ends in the middle; export the codebook once more"));
        }
        if self.found.codes.is_empty() {
            return Err(self.wrong(
                0,
                "there is no code in it; a codebook (.qdc) begins with <CodeBook> and holds <Codes>",
            ));
        }
        Ok(())
    }

    fn wrong(&self, at: usize, what: &str) -> ImportError {
        ImportError::Rows(vec![LineNote { line: line_of(self.text, at), what: what.to_owned() }])
    }

    fn start(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), ImportError> {
        if self.open.len() > DEPTH + 4 {
            return Err(self
                .wrong(at, &format!("more than {DEPTH} codes lie in each other here; flatten them first")));
        }
        let local = start.local_name();
        let name: &str = local.as_ref();
        let around = self.open.last().copied();
        let open = match (around, name) {
            (None, "CodeBook") => Open::Book,
            (None, "Project") => {
                let what = "this is a whole project, not a codebook; export the codebook alone (.qdc) from the other program";
                return Err(self.wrong(at, what));
            }
            (None, other) => {
                let what =
                    format!("the file begins with <{other}>; a codebook (.qdc) begins with <CodeBook>");
                return Err(self.wrong(at, &what));
            }
            (Some(Open::Book), "Codes") => Open::Codes,
            (Some(Open::Book), "Sets") => Open::Sets,
            (Some(Open::Codes), "Code") => Open::Code(self.code(start, at, None)?),
            (Some(Open::Code(parent)), "Code") => Open::Code(self.code(start, at, Some(parent))?),
            (Some(Open::Code(code)), "Description") => {
                self.found.codes[code].description.get_or_insert_default();
                Open::CodeDescription(code)
            }
            (Some(Open::Sets), "Set") => {
                self.set(start, at)?;
                Open::Set
            }
            (Some(Open::Set), "Description") => Open::SetDescription,
            (Some(Open::Set), "MemberCode") => {
                let guid = self.attributes(start, at)?.remove("guid");
                let guid = guid.or_else(|| self.attributes(start, at).ok()?.remove("targetGUID"));
                if let Some(set) = self.found.sets.last_mut() {
                    match guid.as_deref().and_then(guid_of) {
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

    /// The attributes by their local names.
    fn attributes(&self, start: &BytesStart<'_>, at: usize) -> Result<BTreeMap<String, String>, ImportError> {
        let mut found = BTreeMap::new();
        for attribute in start.attributes().with_checks(false) {
            let value = |attribute: &Attribute<'_>| {
                let value = attribute.normalized_value(XmlVersion::Explicit1_0);
                value.map(Cow::into_owned).map_err(|error| error.to_string())
            };
            let attribute = attribute.map_err(|error| error.to_string());
            let read =
                attribute.and_then(|found| Ok((found.key.local_name().as_ref().to_owned(), value(&found)?)));
            let (key, value) = read.map_err(|why| {
                self.wrong(
                    at,
                    &format!(
                        "the attributes of this element cannot be read ({why}); export the codebook once more"
                    ),
                )
            })?;
            found.insert(key, value);
        }
        Ok(found)
    }

    fn code(
        &mut self,
        start: &BytesStart<'_>,
        at: usize,
        parent: Option<usize>,
    ) -> Result<usize, ImportError> {
        if self.found.codes.len() + self.found.sets.len() >= CODES {
            return Err(self.wrong(at, &format!("there are more than {CODES} codes in it; divide the file")));
        }
        let mut attributes = self.attributes(start, at)?;
        let guid = attributes.remove("guid").as_deref().and_then(guid_of);
        self.bad.guids += usize::from(guid.is_none());
        let said = attributes.remove("color").unwrap_or_default();
        let found = match color(&said) {
            Color::None => None,
            Color::Found(color) => Some(color),
            Color::SeeThrough(color) => {
                self.bad.see_through += 1;
                Some(color)
            }
            Color::Unknown => {
                self.bad.colors.push(said);
                None
            }
        };
        let codable = attributes.remove("isCodable").unwrap_or_default();
        self.found.codes.push(Element {
            line: line_of(self.text, at),
            guid,
            name: one_line(&attributes.remove("name").unwrap_or_default()),
            codable: !matches!(codable.trim().to_lowercase().as_str(), "false" | "0"),
            color: found,
            description: None,
            parent,
            made: false,
        });
        Ok(self.found.codes.len() - 1)
    }

    fn set(&mut self, start: &BytesStart<'_>, at: usize) -> Result<(), ImportError> {
        if self.found.codes.len() + self.found.sets.len() >= CODES {
            return Err(
                self.wrong(at, &format!("there are more than {CODES} codes and sets in it; divide the file"))
            );
        }
        let mut attributes = self.attributes(start, at)?;
        self.found.sets.push(Set {
            guid: attributes.remove("guid").as_deref().and_then(guid_of),
            name: one_line(&attributes.remove("name").unwrap_or_default()),
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

fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}
