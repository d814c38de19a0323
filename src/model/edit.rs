//! What people do, as bodies of events; every rule that must hold is asked here, before anything is written.

use uuid::Uuid;

use crate::text::Span;

use super::codebook::{Code, FacetKind, Step};
use super::event::{Body, Facets, Status, Target};
use super::hash::TextHash;
use super::names::{CoderKey, CodingKey, DocumentKey};
use super::quote::Anchor;
use super::study::Study;

/// The types that a memo can have.
pub const MEMO_KINDS: [&str; 6] =
    ["analytisch", "reflexief", "methodisch", "codedefinitie", "les", "ethisch"];

/// Why something cannot be done.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum EditError {
    /// The span lies outside the text, is empty, or cuts a character.
    #[error(
        "bytes {start}..{end} are no passage of `{document}`, whose text has {length} bytes; choose a span inside it"
    )]
    Passage {
        /// The document's id.
        document: String,
        /// First byte.
        start: u32,
        /// First byte after.
        end: u32,
        /// Length of the text in bytes.
        length: u32,
    },
    /// No code has this id.
    #[error("`{code}` is no code{}; `kantlijn codes` lists them", nearest.as_ref().map_or(String::new(), |n| format!(" (did you mean `{n}`?)")))]
    NoCode {
        /// The id that was asked for.
        code: String,
        /// The nearest id.
        nearest: Option<String>,
    },
    /// The code takes no new codings.
    #[error("`{0}` is retired and takes no new codings; choose another code")]
    Retired(String),
    /// The code's family has no such facet, or the facet no such value.
    #[error("`{facet}={value}` does not fit `{code}`; {expected}")]
    Facet {
        /// The facet.
        facet: String,
        /// The value.
        value: String,
        /// The code.
        code: String,
        /// What would fit.
        expected: String,
    },
    /// The coding belongs to another coder.
    #[error("that coding is {0}'s, and only {0} can change it")]
    NotYours(String),
    /// The coding is gone, or never was.
    #[error("there is no coding {0}; `kantlijn find 'code:*' --json` lists them")]
    NoCoding(String),
    /// A mark has no facets.
    #[error("a mark has no code and so no facets; code the passage first")]
    MarkHasNoFacets,
    /// The codebook would not fit together.
    #[error("{0}")]
    Codebook(String),
}

/// What is to be done in one transaction.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// What changes in the codebook.
    pub codebook: Vec<Step>,
    /// What changes besides.
    pub bodies: Vec<Body>,
    /// Codings of other coders that were meant too and are left as they are.
    pub skipped: usize,
}

/// What should be said although the coding is made.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caution {
    /// The very same coding is there already: nothing to do.
    Same(CodingKey),
    /// Another code of the same exclusive family on the very same passage.
    ExclusiveSame(CodingKey),
    /// Another code of the same exclusive family on an overlapping passage.
    ExclusiveOverlap(CodingKey),
}

/// A document's text as it was read.
#[derive(Clone, Copy, Debug)]
pub struct TextOf<'a> {
    /// The document.
    pub document: DocumentKey,
    /// Its text.
    pub text: &'a str,
    /// The text's fingerprint.
    pub hash: TextHash,
}

impl TextOf<'_> {
    fn anchor(&self, study: &Study, span: Span) -> Result<Anchor, EditError> {
        Anchor::new(self.text, self.hash, span).ok_or_else(|| EditError::Passage {
            document: study.document_id(self.document).to_owned(),
            start: span.start,
            end: span.end,
            length: self.text.len() as u32,
        })
    }
}

/// Finds a code by its id.
///
/// # Errors
/// [`EditError::NoCode`] with the nearest id.
pub fn find_code<'a>(study: &'a Study, id: &str) -> Result<&'a Code, EditError> {
    study.codebook.by_id(id).ok_or_else(|| EditError::NoCode {
        code: id.to_owned(),
        nearest: study.codebook.nearest(id).map(str::to_owned),
    })
}

/// Gives `code` to a passage.
///
/// # Errors
/// When the span is no passage, the code retired, or a facet does not fit.
pub fn code(
    study: &Study,
    text: TextOf<'_>,
    span: Span,
    code: &Code,
    facets: &Facets,
) -> Result<Body, EditError> {
    code_anchored(study, text.document, text.anchor(study, span)?, code, facets)
}

/// Gives `code` to a passage whose anchor is known.
///
/// # Errors
/// When the code is retired, or a facet does not fit.
pub fn code_anchored(
    study: &Study,
    document: DocumentKey,
    anchor: Anchor,
    code: &Code,
    facets: &Facets,
) -> Result<Body, EditError> {
    if code.retired {
        return Err(EditError::Retired(code.id.clone()));
    }
    for (facet, values) in facets {
        check_facet(study, code, facet, values)?;
    }
    let mut facets: Facets = facets.iter().filter(|(_, values)| !values.is_empty()).cloned().collect();
    facets.sort();
    Ok(Body::Code {
        document: study.document_id(document).to_owned(),
        anchor,
        code: code.id.clone(),
        revision: code.revision,
        facets,
    })
}

/// What should be said when `coder` gives `code` to `span`.
pub fn cautions(
    study: &Study,
    coder: CoderKey,
    document: DocumentKey,
    span: Span,
    code: &Code,
) -> Vec<Caution> {
    let exclusive = study.codebook.family(code).exclusive;
    let mut found = Vec::new();
    for (other_span, key) in study.codings_in(document, span) {
        let other = study.coding(key);
        if other.coder != coder || !study.verdict(key).has_position() {
            continue;
        }
        if other.code == Some(code.key) && other_span == span {
            found.push(Caution::Same(key));
        } else if exclusive && other.code != Some(code.key) {
            let family = other.code.and_then(|other| study.codebook.code(other)).map(|other| other.family);
            if family == Some(code.family) {
                let same = other_span == span;
                found.push(if same { Caution::ExclusiveSame(key) } else { Caution::ExclusiveOverlap(key) });
            }
        }
    }
    found
}

/// Keeps a passage without a code.
///
/// # Errors
/// When the span is no passage.
pub fn mark(study: &Study, text: TextOf<'_>, span: Span) -> Result<Body, EditError> {
    let document = study.document_id(text.document).to_owned();
    Ok(Body::Mark { document, anchor: text.anchor(study, span)? })
}

/// The coding `key` if `coder` may change it.
///
/// # Errors
/// [`EditError::NotYours`] when it is another coder's.
pub fn own(study: &Study, coder: CoderKey, key: CodingKey) -> Result<Uuid, EditError> {
    let owner = study.coding(key).coder;
    if owner == coder {
        Ok(study.coding_id(key))
    } else {
        Err(EditError::NotYours(study.coder_name(owner).to_owned()))
    }
}

/// Takes a coding or a mark away.
///
/// # Errors
/// When it is another coder's.
pub fn uncode(study: &Study, coder: CoderKey, key: CodingKey) -> Result<Body, EditError> {
    Ok(Body::Uncode { coding: own(study, coder, key)? })
}

/// Moves the edges of a coding or a mark.
///
/// # Errors
/// When it is another coder's, or the span is no passage.
pub fn reshape(
    study: &Study,
    coder: CoderKey,
    key: CodingKey,
    text: TextOf<'_>,
    span: Span,
) -> Result<Body, EditError> {
    let elsewhere = study.coding(key).made_in != text.document;
    let document = elsewhere.then(|| study.document_id(text.document).to_owned());
    Ok(Body::Reshape { coding: own(study, coder, key)?, document, anchor: text.anchor(study, span)? })
}

/// Marks a coding or a mark as important, or takes that back.
///
/// # Errors
/// When it is another coder's.
pub fn star(study: &Study, coder: CoderKey, key: CodingKey, on: bool) -> Result<Body, EditError> {
    Ok(Body::Star { coding: own(study, coder, key)?, on })
}

/// Sets or, with no values, clears a facet of a coding.
///
/// # Errors
/// When the coding is another coder's or a mark, or the facet does not fit its code.
pub fn facet(
    study: &Study,
    coder: CoderKey,
    key: CodingKey,
    facet: &str,
    values: &[String],
) -> Result<Body, EditError> {
    let coding = own(study, coder, key)?;
    let code = study.coding(key).code.ok_or(EditError::MarkHasNoFacets)?;
    match study.codebook.code(code) {
        Some(code) => check_facet(study, code, facet, values)?,
        None => return Err(EditError::NoCode { code: study.code_id(code).to_owned(), nearest: None }),
    }
    Ok(Body::Facet { coding, facet: facet.to_owned(), values: values.to_vec() })
}

pub(super) fn check_facet(
    study: &Study,
    code: &Code,
    facet: &str,
    values: &[String],
) -> Result<(), EditError> {
    let family = study.codebook.family(code);
    let wrong = |expected: String| EditError::Facet {
        facet: facet.to_owned(),
        value: values.join(","),
        code: code.id.clone(),
        expected,
    };
    let list = |ids: Vec<&str>| if ids.is_empty() { "none".to_owned() } else { ids.join(", ") };
    let Some(known) = family.facets.iter().find(|known| known.id == facet) else {
        let ids = family.facets.iter().map(|facet| facet.id.as_str()).collect();
        return Err(wrong(format!("the facets of family `{}` are: {}", family.id, list(ids))));
    };
    if known.kind == FacetKind::Text {
        return Ok(());
    }
    if known.kind == FacetKind::One && values.len() > 1 {
        return Err(wrong(format!("`{facet}` takes one value")));
    }
    if values.iter().all(|value| known.values.iter().any(|known| known.id == *value)) {
        return Ok(());
    }
    let ids = known.values.iter().map(|value| value.id.as_str()).collect();
    Err(wrong(format!("the values of `{facet}` are: {}", list(ids))))
}

/// Writes a memo.
pub fn memo(on: Target, kind: &str, words: &str) -> Body {
    Body::Memo { on, kind: kind.to_owned(), words: words.to_owned() }
}

/// Says how far the coder is with a document.
pub fn status(study: &Study, document: DocumentKey, status: Status) -> Body {
    Body::Status { document: study.document_id(document).to_owned(), status }
}
