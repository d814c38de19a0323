//! Projects of other programs, as one thing: documents, codes, codings, memos and coders, whichever program made them.
//!
//! A reader turns bytes into a [`Project`] and decides nothing. Positions are bytes of the texts here, and each has been held
//! against the quote that the other program kept; what has no place any more is kept as an orphan, never dropped. What becomes
//! of a project in a study is [`plan`]'s, and [`bring_in`] does it.

mod bring;
mod database;
mod documents;
mod labels;
mod place;
mod plan;
mod qualcoder;
mod refi;
mod requal;
mod rqda;
mod taguette;

#[cfg(test)]
mod tests;

use jiff::Timestamp;
use uuid::Uuid;

use super::ImportError;
use super::format::Format;
use crate::model::event::Facets;
use crate::text::Span;

pub use bring::{Brought, bring_in};
pub use plan::{PlanOptions, ProjectPlan, plan};
pub use refi::Offsets;

/// A project that was read. Everything in it refers to other things by their places in these lists.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Project {
    /// The program that made it, as people call it.
    pub program: &'static str,
    /// What it is called.
    pub name: String,
    /// Documents.
    pub documents: Vec<ProjectDocument>,
    /// Codes and what they are gathered in; parents before children.
    pub codes: Vec<ProjectCode>,
    /// Lists of codes beside the tree.
    pub groups: Vec<ProjectGroup>,
    /// The names of coders.
    pub coders: Vec<String>,
    /// Codings, and passages that were kept or commented on without a code.
    pub codings: Vec<ProjectCoding>,
    /// Memos on other things than passages.
    pub memos: Vec<ProjectMemo>,
    /// What has no place here or was understood in some way, each a sentence.
    pub notes: Vec<String>,
    /// How its positions were understood and what says so, each a sentence; empty where that is the same for every project.
    pub found: Vec<String>,
}

/// A document of a project.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectDocument {
    /// What it is called there.
    pub name: String,
    /// What it is known by, where it has such a thing.
    pub guid: Option<Uuid>,
    /// Its text; lines end with LF.
    pub text: String,
    /// What is said about it: name and value.
    pub attributes: Vec<(String, String)>,
    /// Its id, where it comes from a study.
    pub id: Option<String>,
    /// Its language, where that is said.
    pub language: Option<String>,
    /// Labels of speakers with their roles.
    pub speakers: Vec<(String, String)>,
}

/// A code, or something that codes are gathered in.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectCode {
    /// Its name.
    pub name: String,
    /// What it is known by, where it has such a thing.
    pub guid: Option<Uuid>,
    /// The one above it.
    pub parent: Option<usize>,
    /// Red, green and blue.
    pub color: Option<(u8, u8, u8)>,
    /// What it means.
    pub description: String,
    /// True where it only holds others.
    pub is_container: bool,
}

/// A list of codes beside the tree.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectGroup {
    /// Its name.
    pub name: String,
    /// What it is known by, where it has such a thing.
    pub guid: Option<Uuid>,
    /// What it means.
    pub description: String,
    /// The codes in it.
    pub codes: Vec<usize>,
}

/// One code on one passage by one coder, or a passage without a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProjectCoding {
    /// What it is known by, where it has such a thing.
    pub guid: Option<Uuid>,
    /// The document.
    pub document: usize,
    /// The code; `None` for a passage that is kept or commented on.
    pub code: Option<usize>,
    /// The coder.
    pub coder: usize,
    /// Where it stands.
    pub place: Place,
    /// What its coder says about it; empty: nothing.
    pub memo: String,
    /// True where it was marked as important.
    pub is_important: bool,
    /// Values of facets, where it comes from a study.
    pub facets: Facets,
    /// When it was made, where that is said.
    pub at: Option<Timestamp>,
}

/// Where a coding stands in the text, and how sure that is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// At its position, and the quote is the same.
    Exact(Span),
    /// Not at its position: the quote was found nearby, so many bytes further on (or back); 0 where the
    /// position lies outside the text.
    Moved(Span, i64),
    /// At its position; there is no quote to hold it against.
    Unchecked(Span),
    /// Nowhere: neither its position nor its quote fits the text.
    Orphan {
        /// What was coded, as far as it is known.
        quote: String,
        /// The position as the other program has it.
        at: String,
    },
}

impl Place {
    /// The passage, unless it is an orphan.
    pub fn span(&self) -> Option<Span> {
        match self {
            Self::Exact(span) | Self::Moved(span, _) | Self::Unchecked(span) => Some(*span),
            Self::Orphan { .. } => None,
        }
    }
}

/// A memo on something else than a passage.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ProjectMemo {
    /// What it is on.
    pub on: MemoOn,
    /// Who wrote it; `None` where the program does not say.
    pub coder: Option<usize>,
    /// Its heading, where it has one.
    pub title: String,
    /// What it says.
    pub words: String,
    /// Its type; empty: the usual one.
    pub kind: String,
    /// What it is known by, where it has such a thing.
    pub guid: Option<Uuid>,
    /// When it was written, where that is said.
    pub at: Option<Timestamp>,
}

/// What a memo is on.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum MemoOn {
    /// The whole study.
    #[default]
    Study,
    /// A document.
    Document(usize),
    /// A code.
    Code(usize),
    /// A coding, or a passage without a code.
    Coding(usize),
}

impl Project {
    /// The place of a coder, who is added where they are not there yet. Nobody is the program itself.
    fn coder(&mut self, name: &str) -> usize {
        let name = name.trim();
        let name = if name.is_empty() { self.program } else { name };
        match self.coders.iter().position(|known| known == name) {
            Some(place) => place,
            None => {
                self.coders.push(name.to_owned());
                self.coders.len() - 1
            }
        }
    }

    /// Says something about a document; what is said twice stands with a comma.
    fn attribute(&mut self, document: usize, name: &str, value: &str) {
        let (name, value) = (name.trim(), value.trim());
        if name.is_empty() || value.is_empty() {
            return;
        }
        let attributes = &mut self.documents[document].attributes;
        match attributes.iter_mut().find(|(known, _)| known == name) {
            Some((_, known)) if known.split(", ").any(|known| known == value) => {}
            Some((_, known)) => known.extend([", ", value]),
            None => attributes.push((name.to_owned(), value.to_owned())),
        }
    }

    /// Says how many codings name a document or a code that is not there.
    fn say_nowhere(&mut self, count: usize) {
        if count > 0 {
            let what = "codings are on documents, or have codes, that are not in the project (any more)";
            self.notes.push(format!("{count} {what}; they are left out"));
        }
    }

    /// A memo, unless it says nothing.
    fn memo(&mut self, on: MemoOn, owner: &str, title: &str, words: &str) {
        let words = words.replace("\r\n", "\n");
        if !words.trim().is_empty() {
            let coder = (!owner.trim().is_empty()).then(|| self.coder(owner));
            self.memos.push(ProjectMemo {
                on,
                coder,
                title: title.to_owned(),
                words: words.trim().to_owned(),
                ..ProjectMemo::default()
            });
        }
    }
}

/// Reads a project: REFI-QDA of any program, or one of those that keep it in a database (QualCoder, Taguette, RQDA, requal).
///
/// # Errors
/// As [`read_with`].
pub fn read(format: Format, bytes: &[u8]) -> Result<Project, ImportError> {
    read_with(format, bytes, Offsets::default())
}

/// The same; `offsets` says how positions in REFI-QDA count, as far as a person knows it.
///
/// # Errors
/// When it is damaged, of another program, or not whole; [`ImportError::Choose`] where positions can be read in several ways.
pub fn read_with(format: Format, bytes: &[u8], offsets: Offsets) -> Result<Project, ImportError> {
    if format == Format::RefiQda {
        return refi::read(bytes, offsets);
    }
    let unpacked = database::unpacked(bytes)?;
    let database = database::Database::open(unpacked.as_deref().unwrap_or(bytes))?;
    match format {
        Format::QualCoder => qualcoder::read(&database),
        Format::Taguette => taguette::read(&database),
        Format::Rqda => rqda::read(&database),
        Format::Requal => requal::read(&database),
        other => Err(ImportError::Project { format: other.name() }),
    }
}
