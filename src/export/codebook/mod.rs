//! The codebook for people and for other programs: [`markdown()`] for the appendix of a report, [`html()`] as one page to
//! read and print, [`csv()`] to edit as a table and read back. They hold what the files say and no codings.

mod csv;
mod html;
mod losses;
mod markdown;
mod qdc;

pub use csv::csv;
pub use csv::harmless;
pub(super) use csv::quoted;
pub use html::html;
pub(super) use html::{escape, html_sections};
pub use losses::{Losses, losses};
pub use markdown::markdown;
pub(super) use markdown::{inline, markdown_sections};
pub use qdc::qdc;
pub(super) use qdc::{QdcNotes, qdc_parts};

use crate::model::codebook::{Code, Codebook, Family};
use crate::model::localized::Localized;

/// What to write of a codebook.
#[derive(Clone, Copy, Debug)]
pub struct CodebookView<'a> {
    /// The title of the study.
    pub title: &'a str,
    /// The codebook.
    pub book: &'a Codebook,
    /// The family to write; all of them where none is named.
    pub family: Option<&'a str>,
    /// The language to write in; words that it lacks stand in another.
    pub language: &'a str,
}

impl<'a> CodebookView<'a> {
    /// The families to write, each with its codes: parents before children.
    pub(super) fn families(self) -> impl Iterator<Item = (&'a Family, Vec<&'a Code>)> {
        let chosen = self.book.families().iter().enumerate();
        chosen.filter(move |(_, family)| self.family.is_none_or(|id| family.id == id)).map(
            move |(index, family)| {
                (family, self.book.codes().iter().filter(|code| code.family == index).collect())
            },
        )
    }

    /// Words in the language, else in the first that has any, and which that is; `None` where there are no words.
    pub(super) fn words(self, words: &'a Localized) -> Option<Words<'a>> {
        let (tag, text) = words.shown(self.language)?;
        Some(Words { text, foreign: Some(tag).filter(|tag| !tag.is_empty() && *tag != self.language) })
    }

    /// The name of a code, or its id where there is no such code.
    fn name_of(self, id: &'a str) -> Words<'a> {
        let known = self.book.by_id(id).and_then(|code| self.words(&code.name));
        known.unwrap_or(Words { text: id, foreign: None })
    }

    /// True when a code is among what is written.
    fn holds(self, id: &str) -> bool {
        self.book
            .by_id(id)
            .is_some_and(|code| self.family.is_none_or(|chosen| self.book.family(code).id == chosen))
    }
}

/// Words as they are shown.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words<'a> {
    pub(super) text: &'a str,
    /// Their language, where it is not the one that was asked for.
    pub(super) foreign: Option<&'a str>,
}

pub(super) fn hex((red, green, blue): (u8, u8, u8)) -> String {
    format!("#{red:02x}{green:02x}{blue:02x}")
}

#[cfg(test)]
mod tests;
