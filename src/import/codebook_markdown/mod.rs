//! The codebook from Markdown, as `export::codebook::markdown` writes it and people edit it: docs/interchange.md.
//!
//! It is read by its shape: a heading with an id in parentheses is a family, a facet or a code; labels are read in Dutch and
//! English. What is not there says nothing, so nothing is ever taken away.

mod blocks;
mod walk;

#[cfg(test)]
mod tests;

use crate::model::codebook::{Facet, FacetKind, FacetValue, Group, ReadFamily, Rule};
use crate::model::lines::LineNote;
use crate::model::localized::Localized;

use super::ImportError;
use super::codebook_said::{self as said, SaidCode, Writing};

/// A page that was read.
#[derive(Clone, Debug, Default)]
pub struct MarkdownCodebook {
    families: Vec<SaidFamily>,
    /// What should be said, each a sentence: text that has no place.
    pub warnings: Vec<String>,
}

#[derive(Clone, Debug, Default)]
struct SaidFamily {
    line: u64,
    id: String,
    name: String,
    exclusive: bool,
    /// Id and words.
    rules: Vec<(String, String)>,
    facets: Vec<SaidFacet>,
    /// Id and name.
    groups: Vec<(String, String)>,
    /// Each with its line.
    codes: Vec<(u64, SaidCode)>,
}

#[derive(Clone, Debug, Default)]
struct SaidFacet {
    id: String,
    name: String,
    manner: Option<(FacetKind, bool)>,
    /// Id, name and definition.
    values: Vec<(String, String, String)>,
}

/// Reads a page in UTF-8.
///
/// # Errors
/// [`ImportError::Rows`] with everything that is wrong, each with its line.
pub fn read(bytes: &[u8]) -> Result<MarkdownCodebook, ImportError> {
    if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        return Err(ImportError::Utf16);
    }
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let at = error.valid_up_to();
        ImportError::NotUtf8 { line: memchr::memchr_iter(b'\n', &bytes[..at]).count() + 1, at }
    })?;
    walk::walk(text.strip_prefix('\u{feff}').unwrap_or(text))
}

/// What Markdown keeps of words that stand on one line.
fn line(words: &str) -> String {
    let words = words.split(|c: char| c.is_whitespace() || c.is_control());
    words.filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

/// What it keeps of paragraphs.
fn paragraphs(words: &str) -> String {
    let lines = words.split("\n\n").map(line).filter(|line| !line.is_empty());
    lines.collect::<Vec<_>>().join("\n\n")
}

impl MarkdownCodebook {
    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.families.iter().map(|family| family.codes.len()).sum()
    }

    /// True without codes.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The families as they are with what the page says in its language. Those and their codes stay in their order, new ones
    /// come behind.
    ///
    /// # Errors
    /// [`ImportError::Rows`] with everything that is wrong, each with its line.
    pub fn apply(&self, families: &[ReadFamily], language: &str) -> Result<Vec<ReadFamily>, ImportError> {
        let writing = Writing { language, name: line, item: line, block: paragraphs };
        let mut families = families.to_vec();
        let mut wrong = Vec::new();
        let homes: Vec<(String, String)> = families
            .iter()
            .flat_map(|read| read.codes.iter().map(|(code, _)| (code.id.clone(), read.family.id.clone())))
            .collect();
        for said in &self.families {
            let place = match said::family(&mut families, &said.id) {
                Ok(place) => place,
                Err(what) => {
                    wrong.push(LineNote { line: said.line, what });
                    continue;
                }
            };
            said.put(&mut families, place, writing);
            for (line, code) in &said.codes {
                let home = homes.iter().find(|(id, _)| *id == code.id).filter(|(_, home)| *home != said.id);
                let result = match home {
                    Some((id, home)) => Err(format!(
                        "the code `{id}` is one of the family `{home}`; to move it to `{}`, edit the files",
                        said.id
                    )),
                    None => said::put(&mut families, code, writing),
                };
                wrong.extend(result.err().map(|what| LineNote { line: *line, what }));
            }
        }
        if wrong.is_empty() { Ok(families) } else { Err(ImportError::Rows(wrong)) }
    }
}

impl SaidFamily {
    /// Everything but the codes.
    fn put(&self, families: &mut [ReadFamily], place: usize, writing: Writing<'_>) {
        for (id, name) in &self.groups {
            let group: &mut Group = said::group(families, id, place);
            group.name = writing.name(&group.name, id, name);
        }
        let family = &mut families[place].family;
        family.name = writing.name(&family.name, &self.id, &self.name);
        family.exclusive |= self.exclusive;
        for (id, words) in &self.rules {
            let empty = || Rule { id: id.clone(), text: Localized::default() };
            let rule = find(&mut family.rules, |rule| rule.id == *id, empty);
            rule.text = writing.words(&rule.text, words, writing.item);
        }
        for said in &self.facets {
            let empty = || Facet {
                id: said.id.clone(),
                name: Localized::one("", &said.id),
                kind: FacetKind::One,
                ask_now: false,
                values: Vec::new(),
            };
            let facet = find(&mut family.facets, |facet| facet.id == said.id, empty);
            facet.name = writing.name(&facet.name, &said.id, &said.name);
            if let Some((kind, ask_now)) = said.manner {
                (facet.kind, facet.ask_now) = (kind, ask_now);
            }
            for (id, name, definition) in &said.values {
                let empty = || FacetValue {
                    id: id.clone(),
                    name: Localized::one("", id),
                    definition: Localized::default(),
                };
                let value = find(&mut facet.values, |value| value.id == *id, empty);
                value.name = writing.name(&value.name, id, name);
                value.definition = writing.words(&value.definition, definition, writing.item);
            }
        }
    }
}

fn find<T>(list: &mut Vec<T>, is_it: impl FnMut(&T) -> bool, make: impl FnOnce() -> T) -> &mut T {
    let place = list.iter().position(is_it).unwrap_or_else(|| {
        list.push(make());
        list.len() - 1
    });
    &mut list[place]
}
