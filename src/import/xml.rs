//! XML that came from anywhere, taken apart without trusting it.
//!
//! Elements and attributes go by their local names, whatever the namespace and its version. Nothing outside the file is ever
//! read: a document type or an entity of the file's own is refused, and so are elements in each other without end.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::ImportError;

/// How deep elements may lie in each other.
const DEPTH: usize = 120;
/// The largest file that is held as a whole, in bytes.
const BYTES: usize = 128 << 20;

/// A part of a file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Piece {
    /// An element begins.
    Open(Tag),
    /// The element that was opened last ends.
    Close,
    /// Words; what stands between two elements may come in several pieces.
    Words(String),
}

/// An element without what is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Tag {
    /// Its local name.
    pub name: String,
    /// Local names and values, in the order of the file.
    pub attributes: Vec<(String, String)>,
    /// The line that it begins on, counting from 1.
    pub line: u64,
}

impl Tag {
    /// The value of the first attribute of this name.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

/// A file, piece by piece.
pub(super) struct Xml<'t> {
    text: &'t str,
    reader: Reader<&'t [u8]>,
    /// What to do about a file that is damaged: `export it once more`.
    cure: &'static str,
    /// Where the reader began, in bytes of the file.
    start: usize,
    /// How many elements are open.
    open: usize,
    /// True when an element without content was opened, which ends at once.
    ends: bool,
    /// How far lines were counted, in bytes, and how many line ends stand before it.
    counted: (usize, u64),
}

impl<'t> Xml<'t> {
    /// Reads `text`; whatever stands before its first `<` is passed over. `cure` ends the sentence about a damaged file.
    pub fn new(text: &'t str, cure: &'static str) -> Self {
        let start = memchr::memchr(b'<', text.as_bytes()).unwrap_or(text.len());
        let reader = Reader::from_str(&text[start..]);
        Self { text, reader, cure, start, open: 0, ends: false, counted: (0, 0) }
    }

    /// The next piece; `None` at the end of the file.
    ///
    /// # Errors
    /// When the XML is damaged, ends in the middle, or holds what may do harm.
    pub fn next(&mut self) -> Result<Option<Piece>, ImportError> {
        if std::mem::take(&mut self.ends) {
            self.open -= 1;
            return Ok(Some(Piece::Close));
        }
        loop {
            let at = self.reader.buffer_position() as usize;
            let event = self.reader.read_event().map_err(|error| {
                let at = self.reader.error_position() as usize;
                let what = format!("this is no well-formed XML ({error}); {}", self.cure);
                ImportError::at(self.line_at(at), what)
            })?;
            return Ok(Some(match event {
                Event::Start(start) => self.opened(&start, at)?,
                Event::Empty(start) => {
                    self.ends = true;
                    self.opened(&start, at)?
                }
                Event::End(_) => {
                    self.open = self.open.saturating_sub(1);
                    Piece::Close
                }
                Event::Text(words) => Piece::Words(words.xml10_content().into_owned()),
                Event::CData(words) => Piece::Words(words.xml10_content().into_owned()),
                Event::GeneralRef(name) => match entity(&name) {
                    Some(known) => Piece::Words(known.to_string()),
                    None => {
                        let what = format!("the entity `&{};` means nothing here; {}", &*name, self.cure);
                        return Err(ImportError::at(self.line_at(at), what));
                    }
                },
                // Without definitions of its own it names a file, which is never read.
                Event::DocType(kind) if !kind.contains('[') => continue,
                Event::DocType(_) => {
                    let what = "the file has a document type (DOCTYPE) with definitions, which can do harm; take it away";
                    return Err(ImportError::at(self.line_at(at), what));
                }
                Event::Eof if self.open > 0 => {
                    let what = format!("the file ends in the middle; {}", self.cure);
                    return Err(ImportError::at(self.line_at(self.text.len()), what));
                }
                Event::Eof => return Ok(None),
                Event::Comment(_) | Event::Decl(_) | Event::PI(_) => continue,
            }));
        }
    }

    fn opened(&mut self, start: &BytesStart<'_>, at: usize) -> Result<Piece, ImportError> {
        let line = self.line_at(at);
        self.open += 1;
        if self.open > DEPTH {
            let what = format!("more than {DEPTH} elements lie in each other here; {}", self.cure);
            return Err(ImportError::at(line, what));
        }
        let mut attributes = Vec::new();
        for attribute in start.attributes().with_checks(false) {
            let read = attribute.map_err(|error| error.to_string()).and_then(|found| {
                let value = found.normalized_value(XmlVersion::Explicit1_0).map_err(|why| why.to_string())?;
                let declares = found.key.as_ref().starts_with("xmlns");
                Ok((!declares).then(|| (found.key.local_name().as_ref().to_owned(), value.into_owned())))
            });
            let read = read.map_err(|why| {
                let what = format!("the attributes of this element cannot be read ({why}); {}", self.cure);
                ImportError::at(line, what)
            })?;
            attributes.extend(read);
        }
        Ok(Piece::Open(Tag { name: start.local_name().as_ref().to_owned(), attributes, line }))
    }

    /// The line of a byte of what the reader reads; cheap for bytes that do not go back.
    fn line_at(&mut self, at: usize) -> u64 {
        let at = (self.start + at).min(self.text.len());
        let (from, lines) = if at < self.counted.0 { (0, 0) } else { self.counted };
        let lines = lines + memchr::memchr_iter(b'\n', &self.text.as_bytes()[from..at]).count() as u64;
        self.counted = (at, lines);
        lines + 1
    }
}

/// The character of an entity that XML itself has.
fn entity(name: &quick_xml::events::BytesRef<'_>) -> Option<char> {
    match &**name {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => name.resolve_char_ref().ok().flatten(),
    }
}

/// An element with all that is in it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Element {
    /// Name and attributes.
    pub tag: Tag,
    /// What is in it, in the order of the file.
    pub children: Vec<Node>,
}

/// What is in an element.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Node {
    /// Another element.
    Element(Element),
    /// Words.
    Words(String),
}

impl Element {
    /// The first element of a file with all that is in it. `cure` is that of [`Xml::new`].
    ///
    /// # Errors
    /// As of [`Xml::next`], and for a file without any element or of more than 128 MiB.
    pub fn read(text: &str, cure: &'static str) -> Result<Self, ImportError> {
        if text.len() > BYTES {
            return Err(ImportError::at(1, "the file is larger than 128 MiB; divide it"));
        }
        let mut xml = Xml::new(text, cure);
        let mut open: Vec<Self> = Vec::new();
        while let Some(piece) = xml.next()? {
            match piece {
                Piece::Open(tag) => open.push(Self { tag, children: Vec::new() }),
                Piece::Words(words) => {
                    let Some(around) = open.last_mut() else { continue };
                    match around.children.last_mut() {
                        Some(Node::Words(before)) => before.push_str(&words),
                        _ => around.children.push(Node::Words(words)),
                    }
                }
                Piece::Close => {
                    let Some(closed) = open.pop() else { continue };
                    match open.last_mut() {
                        Some(around) => around.children.push(Node::Element(closed)),
                        None => return Ok(closed),
                    }
                }
            }
        }
        Err(ImportError::at(1, format!("there is no XML in it; {cure}")))
    }

    /// Its local name.
    pub fn name(&self) -> &str {
        &self.tag.name
    }

    /// The value of an attribute.
    pub fn get(&self, name: &str) -> Option<&str> {
        self.tag.get(name)
    }

    /// The elements that lie right in it.
    pub fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|child| match child {
            Node::Element(element) => Some(element),
            Node::Words(_) => None,
        })
    }

    /// The first element of this name that lies right in it.
    pub fn child(&self, name: &str) -> Option<&Self> {
        self.elements().find(|element| element.name() == name)
    }

    /// All elements of this name, however deep they lie in it, in the order of the file; none of them in another.
    pub fn all(&self, name: &str) -> Vec<&Self> {
        let mut found = Vec::new();
        self.gather(name, &mut found);
        found
    }

    fn gather<'e>(&'e self, name: &str, found: &mut Vec<&'e Self>) {
        for element in self.elements() {
            if element.name() == name {
                found.push(element);
            } else {
                element.gather(name, found);
            }
        }
    }

    /// All words in it, as they stand.
    pub fn words(&self) -> String {
        let mut words = String::new();
        self.say(&mut words);
        words
    }

    fn say(&self, words: &mut String) {
        for child in &self.children {
            match child {
                Node::Words(said) => words.push_str(said),
                Node::Element(element) => element.say(words),
            }
        }
    }
}

/// Words with each stretch of white space as one blank, and none around them.
pub(super) fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn read(text: &str) -> Result<Element, String> {
        Element::read(text, "save it again").map_err(|error| error.to_string())
    }

    #[test]
    fn elements_go_by_their_local_names() {
        let text = "\u{feff}<?xml version=\"1.0\"?>\n<a:x xmlns:a=\"u\" a:b='1&lt;2'>\n <y/>een <b>t&#119;ee</b><![CDATA[ <3>]]></a:x>";
        let element = read(text).unwrap();
        assert_eq!((element.name(), element.get("b"), element.tag.line), ("x", Some("1<2"), 2));
        assert_eq!(element.tag.attributes.len(), 1, "what declares a namespace is no attribute");
        assert_eq!(element.child("y").map(|y| y.tag.line), Some(3));
        assert_eq!(one_line(&element.words()), "een twee <3>");
        assert_eq!(element.all("b").len(), 1);
    }

    #[test]
    fn what_may_do_harm_is_refused_with_its_line() {
        let bomb = "<?xml version=\"1.0\"?>\n<!DOCTYPE a [<!ENTITY b \"bbb\">]>\n<a>&b;</a>";
        assert!(read(bomb).unwrap_err().starts_with("line 2: "), "{:?}", read(bomb));
        assert!(read("<!DOCTYPE a SYSTEM \"a.dtd\"><a>ja</a>").is_ok(), "that file is not read");
        assert!(read("<a>\n&b;</a>").unwrap_err().starts_with("line 2: the entity `&b;`"));
        let deep = "<a>".repeat(5000);
        assert!(read(&deep).unwrap_err().contains("lie in each other"));
        assert!(read("<a>\n\n<b></b>").unwrap_err().starts_with("line 3: the file ends in the middle"));
        assert!(read("<a></b>").unwrap_err().contains("well-formed"));
        assert!(read("geen").unwrap_err().contains("no XML"));
    }

    proptest! {
        #[test]
        fn nothing_panics(text in "[<>/a&;#x!\\[\\]\"'= \n?é-]{0,60}") {
            let _ = read(&text);
        }
    }
}
