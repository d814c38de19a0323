//! A `.qde` piece by piece: elements and attributes by their local names, in any order and any version of the namespace.

mod sources;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use uuid::Uuid;

use crate::import::ImportError;
use crate::import::xml::{Piece, Tag, Xml, one_line};

use super::raw::{Raw, RawCase, RawCode, RawSet};

/// What to do about a file that is damaged.
const CURE: &str = "export the project once more";
/// How many codes there are at most.
const CODES: usize = 20_000;

/// Reads the whole file.
pub(super) fn read(text: &str) -> Result<Raw, ImportError> {
    let mut reader = Reader { xml: Xml::new(text, CURE), raw: Raw::default() };
    let root = loop {
        match reader.xml.next()? {
            Some(Piece::Open(tag)) => break tag,
            Some(_) => {}
            None => return Err(ImportError::at(1, format!("there is no XML in it; {CURE}"))),
        }
    };
    if root.name != "Project" {
        let what = format!("the file begins with <{}>; a project begins with <Project>", root.name);
        return Err(ImportError::at(root.line, what));
    }
    reader.raw.name = one_line(root.get("name").unwrap_or_default());
    reader.raw.origin = one_line(root.get("origin").unwrap_or_default());
    reader.raw.user = guid(&root, "creatingUserGUID");
    reader.project()?;
    Ok(reader.raw)
}

struct Reader<'t> {
    xml: Xml<'t>,
    raw: Raw,
}

/// The GUID in an attribute: hex digits in any case, with or without braces.
fn guid(tag: &Tag, name: &str) -> Option<Uuid> {
    Uuid::parse_str(tag.get(name)?.trim()).ok()
}

/// A moment; one without a zone is taken as UTC.
fn moment(tag: &Tag, name: &str) -> Option<Timestamp> {
    let text = tag.get(name)?.trim();
    let local = || TimeZone::UTC.to_timestamp(text.parse::<DateTime>().ok()?).ok();
    text.parse::<Timestamp>().ok().or_else(local)
}

fn number(tag: &Tag, name: &str) -> Option<i64> {
    tag.get(name)?.trim().parse().ok()
}

impl Reader<'_> {
    /// Calls `take` with each element that lies right in the one that was opened last; it reads that element to its end.
    fn each(
        &mut self,
        mut take: impl FnMut(&mut Self, Tag) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        loop {
            match self.xml.next()? {
                Some(Piece::Open(tag)) => take(self, tag)?,
                Some(Piece::Close) | None => return Ok(()),
                Some(Piece::Words(_)) => {}
            }
        }
    }

    /// Elements of one name in a list, and what else there is.
    fn list(
        &mut self,
        name: &str,
        mut take: impl FnMut(&mut Self, Tag) -> Result<(), ImportError>,
    ) -> Result<(), ImportError> {
        self.each(|reader, tag| if tag.name == name { take(reader, tag) } else { reader.other(&tag) })
    }

    fn words(&mut self) -> Result<String, ImportError> {
        self.xml.words()
    }

    fn skip(&mut self) -> Result<(), ImportError> {
        self.xml.skip()
    }

    fn other(&mut self, tag: &Tag) -> Result<(), ImportError> {
        *self.raw.others.entry(tag.name.clone()).or_default() += 1;
        self.skip()
    }

    /// An element that only names something.
    fn named(&mut self, tag: &Tag, into: &mut Vec<Uuid>) -> Result<(), ImportError> {
        into.extend(guid(tag, "targetGUID").or_else(|| guid(tag, "guid")));
        self.skip()
    }

    fn project(&mut self) -> Result<(), ImportError> {
        self.each(|reader, tag| match tag.name.as_str() {
            "Users" => reader.list("User", |reader, tag| {
                let name = tag.get("name").filter(|name| !name.trim().is_empty()).or(tag.get("id"));
                if let Some(guid) = guid(&tag, "guid") {
                    reader.raw.users.push((guid, one_line(name.unwrap_or_default())));
                }
                reader.skip()
            }),
            "CodeBook" => {
                reader.list("Codes", |reader, _| reader.list("Code", |reader, tag| reader.code(&tag, None)))
            }
            "Variables" => reader.list("Variable", |reader, tag| {
                if let Some(guid) = guid(&tag, "guid") {
                    reader.raw.variables.push((guid, one_line(tag.get("name").unwrap_or_default())));
                }
                reader.skip()
            }),
            "Cases" => reader.list("Case", |reader, tag| reader.case(&tag)),
            "Sources" => reader.sources(),
            "Notes" => reader.list("Note", |reader, tag| {
                let note = reader.text_source(&tag)?;
                reader.raw.notes.push(note);
                Ok(())
            }),
            "Links" => reader.list("Link", |reader, tag| {
                if let (Some(origin), Some(target)) = (guid(&tag, "originGUID"), guid(&tag, "targetGUID")) {
                    reader.raw.links.push((origin, target));
                }
                reader.skip()
            }),
            "Sets" => reader.list("Set", |reader, tag| reader.set(&tag)),
            "Description" => {
                reader.raw.description = reader.words()?;
                Ok(())
            }
            "NoteRef" => {
                let mut refs = std::mem::take(&mut reader.raw.note_refs);
                reader.named(&tag, &mut refs)?;
                reader.raw.note_refs = refs;
                Ok(())
            }
            _ => reader.other(&tag),
        })
    }

    fn code(&mut self, tag: &Tag, parent: Option<usize>) -> Result<(), ImportError> {
        let place = self.raw.codes.len();
        if place >= CODES {
            let what = format!("there are more than {CODES} codes in it; divide the project");
            return Err(ImportError::at(tag.line, what));
        }
        let codable = tag.get("isCodable").unwrap_or_default().trim().to_lowercase();
        self.raw.codes.push(RawCode {
            guid: guid(tag, "guid"),
            name: one_line(tag.get("name").unwrap_or_default()),
            color: tag.get("color").unwrap_or_default().trim().to_owned(),
            is_container: matches!(codable.as_str(), "false" | "0"),
            parent,
            ..RawCode::default()
        });
        self.each(|reader, tag| match tag.name.as_str() {
            "Code" => reader.code(&tag, Some(place)),
            "Description" => {
                reader.raw.codes[place].description = reader.words()?;
                Ok(())
            }
            "NoteRef" => {
                let mut notes = std::mem::take(&mut reader.raw.codes[place].notes);
                reader.named(&tag, &mut notes)?;
                reader.raw.codes[place].notes = notes;
                Ok(())
            }
            _ => reader.other(&tag),
        })
    }

    fn case(&mut self, tag: &Tag) -> Result<(), ImportError> {
        let mut case = RawCase { name: one_line(tag.get("name").unwrap_or_default()), ..RawCase::default() };
        self.each(|reader, tag| match tag.name.as_str() {
            "Description" => {
                case.description = reader.words()?;
                Ok(())
            }
            "VariableValue" => reader.value(&mut case.values),
            "SourceRef" => reader.named(&tag, &mut case.sources),
            "CodeRef" | "SelectionRef" => {
                case.others += 1;
                reader.skip()
            }
            _ => reader.other(&tag),
        })?;
        self.raw.cases.push(case);
        Ok(())
    }

    /// The value of a variable.
    fn value(&mut self, into: &mut Vec<(Uuid, String)>) -> Result<(), ImportError> {
        let (mut variable, mut value) = (Vec::new(), String::new());
        self.each(|reader, tag| match tag.name.as_str() {
            "VariableRef" => reader.named(&tag, &mut variable),
            name if name.ends_with("Value") => {
                value = reader.words()?;
                Ok(())
            }
            _ => reader.other(&tag),
        })?;
        into.extend(variable.first().map(|variable| (*variable, value)));
        Ok(())
    }

    fn set(&mut self, tag: &Tag) -> Result<(), ImportError> {
        let mut set = RawSet {
            guid: guid(tag, "guid"),
            name: one_line(tag.get("name").unwrap_or_default()),
            ..RawSet::default()
        };
        self.each(|reader, tag| match tag.name.as_str() {
            "Description" => {
                set.description = reader.words()?;
                Ok(())
            }
            "MemberCode" => reader.named(&tag, &mut set.codes),
            "MemberSource" => reader.named(&tag, &mut set.sources),
            "MemberNote" => {
                set.notes += 1;
                reader.skip()
            }
            _ => reader.other(&tag),
        })?;
        self.raw.sets.push(set);
        Ok(())
    }
}
