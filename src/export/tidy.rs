//! Segments as rows of a table: one row a segment, one thing a column. CSV and spreadsheets share it.

use jiff::Timestamp;
use rustc_hash::FxHashSet;

use crate::model::names::CodeKey;
use crate::model::study::Study;

use super::error::ExportError;
use super::segment::Segment;

/// Between several values in one cell.
const BETWEEN: &str = "; ";

/// A value in a table.
#[derive(Clone, Debug, PartialEq)]
pub enum Cell {
    /// Nothing known.
    Empty,
    /// Words.
    Words(String),
    /// A whole number.
    Number(u64),
    /// Yes or no.
    Truth(bool),
    /// A moment.
    Moment(Timestamp),
}

impl Cell {
    pub(super) fn words(words: impl Into<String>) -> Self {
        let words = words.into();
        if words.is_empty() { Self::Empty } else { Self::Words(words) }
    }

    fn number(number: Option<impl TryInto<u64>>) -> Self {
        number.and_then(|number| number.try_into().ok()).map_or(Self::Empty, Self::Number)
    }

    /// As CSV has it: `true` and `false`, moments as RFC 3339.
    pub fn show(&self) -> String {
        match self {
            Self::Empty => String::new(),
            Self::Words(words) => words.clone(),
            Self::Number(number) => number.to_string(),
            Self::Truth(truth) => truth.to_string(),
            Self::Moment(moment) => moment.to_string(),
        }
    }
}

/// The columns that every table of segments has, in order; docs/export.md describes them.
const FIXED: [&str; 27] = [
    "segment_id",
    "document",
    "title",
    "code",
    "code_name",
    "code_path",
    "family",
    "coder",
    "text",
    "start",
    "end",
    "start_byte",
    "end_byte",
    "first_turn",
    "last_turn",
    "first_line",
    "last_line",
    "speakers",
    "start_ms",
    "end_ms",
    "anchor",
    "important",
    "memos",
    "prefix",
    "suffix",
    "created_at",
    "code_revision",
];

/// What a table of segments has beside the fixed columns, and the language of names.
#[derive(Clone, Debug)]
pub struct Columns {
    facets: Vec<String>,
    attributes: Vec<String>,
    language: String,
}

impl Columns {
    /// All facets of the codebook, and these attributes of documents: none named are all.
    ///
    /// # Errors
    /// The first name that is no attribute of any document, nor declared.
    pub fn of(study: &Study, attributes: Option<&[String]>, language: &str) -> Result<Self, ExportError> {
        let mut facets: Vec<String> = Vec::new();
        for facet in study.codebook.families().iter().flat_map(|family| &family.facets) {
            if !facets.contains(&facet.id) {
                facets.push(facet.id.clone());
            }
        }
        let attributes = chosen_attributes(study, attributes)?;
        Ok(Self { facets, attributes, language: language.to_owned() })
    }

    /// The language of names.
    pub fn language(&self) -> &str {
        &self.language
    }

    /// The attributes.
    pub fn attributes(&self) -> &[String] {
        &self.attributes
    }

    /// The names of all columns.
    pub fn names(&self) -> Vec<String> {
        let facets = self.facets.iter().map(|facet| format!("facet_{facet}"));
        let attributes = self.attributes.iter().map(|attribute| format!("var_{attribute}"));
        FIXED.iter().map(|&name| name.to_owned()).chain(facets).chain(attributes).collect()
    }

    /// The row of a segment.
    pub fn row(&self, study: &Study, segment: &Segment<'_>) -> Vec<Cell> {
        let coding = study.coding(segment.key);
        let document = study.document(coding.document);
        let many = |values: &[&str]| Cell::words(values.join(BETWEEN));
        let memos: Vec<&str> = segment.memos.iter().map(|memo| memo.text).collect();
        let mut row = vec![
            Cell::words(segment.id.to_string()),
            Cell::words(segment.document),
            Cell::words(document.map_or(segment.document, |document| document.title())),
            Cell::words(segment.code.unwrap_or_default()),
            Cell::words(coding.code.map(|code| self.name(study, code)).unwrap_or_default()),
            Cell::words(coding.code.map(|code| path(study, code)).unwrap_or_default()),
            Cell::words(coding.code.map(|code| family(study, code)).unwrap_or_default()),
            Cell::words(segment.coder),
            Cell::words(segment.text.unwrap_or(&segment.quote)),
            Cell::number(segment.start),
            Cell::number(segment.end),
            Cell::number(segment.start_byte),
            Cell::number(segment.end_byte),
            Cell::number(segment.first_turn),
            Cell::number(segment.last_turn),
            Cell::number(segment.first_line),
            Cell::number(segment.last_line),
            many(&segment.speakers),
            Cell::number(segment.times.map(|times| times.start_ms)),
            Cell::number(segment.times.and_then(|times| times.end_ms)),
            Cell::words(segment.anchor),
            Cell::Truth(segment.important),
            many(&memos),
            Cell::words(segment.prefix),
            Cell::words(segment.suffix),
            Cell::Moment(segment.created_at),
            Cell::words(segment.code_revision.clone().unwrap_or_default()),
        ];
        let facet =
            |facet: &String| segment.facets.get(facet.as_str()).map_or(Cell::Empty, |some| many(some));
        row.extend(self.facets.iter().map(facet));
        let attribute = |name: &String| {
            Cell::words(document.and_then(|document| document.attribute(name)).unwrap_or_default())
        };
        row.extend(self.attributes.iter().map(attribute));
        row
    }

    /// The name of a code, else its id.
    pub fn name(&self, study: &Study, code: CodeKey) -> String {
        code_name(study, code, &self.language)
    }
}

/// The name of a code in a language, else its id.
pub fn code_name(study: &Study, code: CodeKey, language: &str) -> String {
    let name = study.codebook.code(code).map_or("", |code| code.name.get(language));
    if name.is_empty() { study.code_id(code).to_owned() } else { name.to_owned() }
}

/// Ids from the root to the code, with `/` between; a `/` in an id becomes `\/`.
fn path(study: &Study, code: CodeKey) -> String {
    match study.codebook.code(code) {
        Some(code) => {
            study.codebook.path(code).iter().map(|id| id.replace('/', "\\/")).collect::<Vec<_>>().join("/")
        }
        None => study.code_id(code).replace('/', "\\/"),
    }
}

fn family(study: &Study, code: CodeKey) -> &str {
    study.codebook.code(code).map_or("", |code| &study.codebook.family(code).id)
}

/// The attributes that were named; without any the declared ones, and then those that documents have besides.
fn chosen_attributes(study: &Study, named: Option<&[String]>) -> Result<Vec<String>, ExportError> {
    let mut all: Vec<String> = study.config.attributes.iter().map(|attribute| attribute.id.clone()).collect();
    let mut seen: FxHashSet<&str> =
        study.config.attributes.iter().map(|attribute| attribute.id.as_str()).collect();
    for (name, _) in study.documents().iter().flat_map(|document| &document.front.attributes) {
        if seen.insert(name) {
            all.push(name.clone());
        }
    }
    let Some(named) = named else { return Ok(all) };
    match named.iter().find(|name| !all.contains(name)) {
        Some(unknown) => Err(ExportError::Attribute { name: unknown.clone(), known: all.join(", ") }),
        None => Ok(named.to_vec()),
    }
}
