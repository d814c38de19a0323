//! The codebook from REFI-QDA (.qdc), as Kantlijn and other programs write it: docs/interchange.md.
//!
//! A code is known by its GUID, else by the id in its description. Nothing is ever taken away: what the file does not say
//! stays, and a code that only has the name of another becomes a code of its own.

mod book;
mod color;
mod split;
mod xml;

#[cfg(test)]
mod tests;

use crate::model::codebook::ReadFamily;

use super::ImportError;
use super::blocks::line;
use super::project::{ProjectCode, ProjectGroup};

/// A file that was read.
#[derive(Clone, Debug)]
pub struct QdcCodebook {
    found: xml::Found,
}

/// How to take a file into a study.
#[derive(Clone, Copy, Debug, Default)]
pub struct QdcOptions<'a> {
    /// The language of its words.
    pub language: &'a str,
    /// The family for everything that the file does not put into one of ours.
    pub family: Option<&'a str>,
    /// What stands between the names of a code and of those above it, where the file has them in one name.
    pub split: Option<&'a str>,
    /// True when a code with the name of one that is there is that code.
    pub by_name: bool,
}

/// Families with what a file says.
#[derive(Clone, Debug)]
pub struct QdcApplied {
    /// All families: those that were there in their order, then new ones.
    pub families: Vec<ReadFamily>,
    /// What was left out or taken in another way, each a sentence.
    pub notes: Vec<String>,
}

/// Reads a file of at most 64 MiB: UTF-8, or UTF-16 with a byte order mark.
///
/// # Errors
/// When it is no codebook; the line is that of the file.
pub fn read(bytes: &[u8]) -> Result<QdcCodebook, ImportError> {
    Ok(QdcCodebook { found: xml::read(bytes)? })
}

impl QdcCodebook {
    /// A codebook that was read from something else: containers that are no families become codes, and so on as for a file.
    pub(super) fn of_project(codes: &[ProjectCode], groups: &[ProjectGroup]) -> Self {
        let element = |(nth, code): (usize, &ProjectCode)| xml::Element {
            line: nth as u64 + 1,
            guid: code.guid,
            name: line(&code.name),
            codable: !code.is_container,
            color: code.color,
            description: Some(code.description.clone()).filter(|words| !words.trim().is_empty()),
            parent: code.parent,
            made: false,
        };
        let set = |group: &ProjectGroup| xml::Set {
            guid: group.guid,
            name: line(&group.name),
            description: group.description.clone(),
            members: group.codes.iter().filter_map(|code| codes.get(*code)?.guid).collect(),
            strange: 0,
        };
        let codes = codes.iter().enumerate().map(element).collect();
        Self { found: xml::Found { codes, sets: groups.iter().map(set).collect(), notes: Vec::new() } }
    }

    /// How many codes and containers it holds.
    pub fn len(&self) -> usize {
        self.found.codes.len()
    }

    /// True without any.
    pub fn is_empty(&self) -> bool {
        self.found.codes.is_empty()
    }

    /// The families as they are with what the file says. Those and their codes stay in their order, new ones come behind.
    ///
    /// # Errors
    /// [`ImportError::Rows`] with everything that is wrong, each with its line.
    pub fn apply(&self, families: &[ReadFamily], options: QdcOptions<'_>) -> Result<QdcApplied, ImportError> {
        book::apply(&self.found, families, options)
    }
}

/// Red, green and blue of a colour as other programs write it; what shines through is solid here.
pub(super) fn color_of(text: &str) -> Option<(u8, u8, u8)> {
    match color::color(text) {
        color::Color::Found(color) | color::Color::SeeThrough(color) => Some(color),
        color::Color::None | color::Color::Unknown => None,
    }
}

/// Up to three of a list, and how many there are more.
fn named(words: &[String]) -> String {
    let first: Vec<String> = words.iter().take(3).map(|words| format!("`{words}`")).collect();
    let more = words.len().saturating_sub(3);
    let behind = if more == 0 { String::new() } else { format!(" and {more} more") };
    first.join(", ") + &behind
}
