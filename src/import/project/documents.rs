//! Documents of a project by the ids that its program gave them.

use rustc_hash::FxHashMap;

use super::place::Positions;
use super::{Place, Project, ProjectCoding, ProjectDocument};
use crate::model::event::Facets;

/// Which document has which id, and what became of its line ends.
#[derive(Debug, Default)]
pub(super) struct Documents {
    places: FxHashMap<i64, usize>,
    /// For each document, the code points that went: those of CR before LF, and of a byte order mark.
    gone: Vec<Vec<usize>>,
}

impl Documents {
    /// Adds a document: line ends become LF, a byte order mark goes. Gives its place.
    pub fn add(&mut self, project: &mut Project, id: i64, name: &str, text: &str) -> usize {
        let mut gone = Vec::new();
        let mut clean = String::with_capacity(text.len());
        let mut letters = text.chars().enumerate().peekable();
        while let Some((nth, letter)) = letters.next() {
            let is_crlf = letter == '\r' && letters.peek().is_some_and(|(_, next)| *next == '\n');
            if is_crlf || nth == 0 && letter == '\u{feff}' {
                gone.push(nth);
            } else {
                clean.push(letter);
            }
        }
        let place = project.documents.len();
        project.documents.push(ProjectDocument {
            name: name.to_owned(),
            text: clean,
            ..ProjectDocument::default()
        });
        self.places.insert(id, place);
        self.gone.push(gone);
        place
    }

    /// The place of the document with this id.
    pub fn place(&self, id: i64) -> Option<usize> {
        self.places.get(&id).copied()
    }

    /// A code point of the text as it was, as one of the text as it is.
    pub fn point(&self, document: usize, point: Option<i64>) -> Option<i64> {
        let point = point?;
        let Ok(position) = usize::try_from(point) else { return Some(point) };
        let before = self.gone[document].partition_point(|gone| *gone < position);
        i64::try_from(position - before).ok()
    }
}

/// A coding as the database has it: positions are code points of the text as it was, the end not inside.
#[derive(Debug)]
pub(super) struct Raw {
    pub document: usize,
    pub code: Option<usize>,
    pub coder: usize,
    pub start: Option<i64>,
    pub end: Option<i64>,
    pub quote: String,
    pub memo: String,
    pub is_important: bool,
}

/// Places codings in the texts, document by document.
pub(super) fn place_all(project: &mut Project, documents: &Documents, mut raw: Vec<Raw>) {
    raw.sort_by_key(|raw| raw.document);
    let mut codings = Vec::with_capacity(raw.len());
    for of_one in raw.chunk_by(|a, b| a.document == b.document) {
        let document = of_one[0].document;
        let positions = Positions::of(&project.documents[document].text);
        for raw in of_one {
            let place = positions.place(
                documents.point(document, raw.start),
                documents.point(document, raw.end),
                &raw.quote,
            );
            codings.push(coding(raw, place));
        }
    }
    project.codings.extend(codings);
}

fn coding(raw: &Raw, place: Place) -> ProjectCoding {
    ProjectCoding {
        guid: None,
        document: raw.document,
        code: raw.code,
        coder: raw.coder,
        place,
        memo: raw.memo.replace("\r\n", "\n").trim().to_owned(),
        is_important: raw.is_important,
        facets: Facets::new(),
        at: None,
    }
}
