//! What stands around the segments: the study, its documents and its codes.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use rayon::prelude::*;
use serde::Serialize;
use serde_json::{Value, json};

use crate::model::localized::Localized;
use crate::model::names::DocumentKey;
use crate::model::study::Study;
use crate::model::{Code, Document};
use crate::store::{LoadedText, OpenStudy};
use crate::text::Span;

use super::Selection;
use super::error::ExportError;

/// How the segments were narrowed.
pub fn filter(study: &Study, selection: &Selection) -> Value {
    let mut filter = serde_json::Map::new();
    if !selection.codes.is_empty() {
        let codes = selection
            .codes
            .iter()
            .map(|&(code, descendants)| json!({ "id": study.code_id(code), "descendants": descendants }));
        filter.insert("codes".to_owned(), codes.collect());
    }
    if !selection.coders.is_empty() {
        let coders = selection.coders.iter().map(|&coder| study.coder_name(coder));
        filter.insert("coders".to_owned(), coders.collect());
    }
    if let Some(query) = &selection.query {
        filter.insert("query".to_owned(), json!(query));
    }
    Value::Object(filter)
}

/// What the study says of itself.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct StudyPart<'a> {
    title: &'a str,
    languages: &'a [String],
    attributes: Vec<AttributePart<'a>>,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
struct AttributePart<'a> {
    id: &'a str,
    names: BTreeMap<&'a str, &'a str>,
    values: &'a [String],
    labels: BTreeMap<&'a str, &'a str>,
}

impl<'a> StudyPart<'a> {
    /// Of this study.
    pub fn new(study: &'a Study) -> Self {
        let config = &study.config;
        let attributes = config.attributes.iter().map(|attribute| AttributePart {
            id: &attribute.id,
            names: words(study, &attribute.name),
            values: &attribute.values,
            labels: attribute.labels.iter().map(|(value, label)| (value.as_str(), label.as_str())).collect(),
        });
        Self { title: &config.title, languages: &config.languages, attributes: attributes.collect() }
    }
}

/// A document as docs/export.md describes it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentPart<'a> {
    id: &'a str,
    path: Option<&'a str>,
    title: &'a str,
    language: Option<&'a str>,
    attributes: BTreeMap<&'a str, &'a str>,
    hash: Option<String>,
    length: Option<u32>,
    length_bytes: Option<u32>,
    turns: Option<usize>,
}

impl<'a> DocumentPart<'a> {
    fn read(root: &Path, document: &'a Document) -> Self {
        let Ok(text) = LoadedText::read(root, document) else { return Self::missing(&document.id) };
        let attributes = &document.front.attributes;
        Self {
            id: &document.id,
            path: Some(&document.path),
            title: document.title(),
            language: document.front.language.as_deref(),
            attributes: attributes.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect(),
            hash: Some(format!("sha256:{}", crate::model::hash::hex(&text.sha256))),
            length: Some(text.code_points(Span::of(&text.text)).1),
            length_bytes: Some(text.text.len() as u32),
            turns: Some(text.turns.len()),
        }
    }

    /// A document that codings name and that cannot be read.
    fn missing(id: &'a str) -> Self {
        Self {
            id,
            path: None,
            title: id,
            language: None,
            attributes: BTreeMap::new(),
            hash: None,
            length: None,
            length_bytes: None,
            turns: None,
        }
    }
}

/// All documents that are there, by path.
pub fn by_path(study: &Study) -> Vec<&Document> {
    let mut documents: Vec<&Document> = study.documents().iter().collect();
    documents.sort_by(|a, b| a.path.cmp(&b.path));
    documents
}

/// Calls `write` with every document, by path; those that are missing come last, by id.
pub fn each_document(
    open: &OpenStudy,
    mut write: impl FnMut(&DocumentPart<'_>) -> std::io::Result<()>,
) -> Result<(), ExportError> {
    let root = open.root();
    for group in by_path(&open.study).chunks(64) {
        let parts: Vec<DocumentPart<'_>> =
            group.par_iter().map(|document| DocumentPart::read(root, document)).collect();
        for part in parts {
            write(&part)?;
        }
    }
    let study = &open.study;
    let gone: BTreeSet<DocumentKey> = study
        .codings()
        .map(|(_, coding)| coding.document)
        .filter(|&document| study.document(document).is_none())
        .collect();
    let gone: BTreeSet<&str> = gone.into_iter().map(|document| study.document_id(document)).collect();
    for id in gone {
        write(&DocumentPart::missing(id))?;
    }
    Ok(())
}

/// A code as docs/export.md describes it.
#[expect(missing_docs, reason = "documented in docs/export.md")]
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CodePart<'a> {
    pub id: &'a str,
    pub path: Vec<&'a str>,
    pub parent: Option<&'a str>,
    pub family: Option<&'a str>,
    pub names: BTreeMap<&'a str, &'a str>,
    pub definition: BTreeMap<&'a str, &'a str>,
    pub color: Option<String>,
    pub revision: Option<String>,
    pub retired: bool,
}

impl<'a> CodePart<'a> {
    /// All codes in the order of the codebook, then those that codings name and the codebook does not have, by id.
    pub fn all(study: &'a Study) -> Vec<Self> {
        let book = &study.codebook;
        let mut codes: Vec<Self> = book.codes().iter().map(|code| Self::known(study, code)).collect();
        let unknown = study.used_codes().filter(|&code| book.code(code).is_none());
        let unknown: BTreeSet<&str> = unknown.map(|code| study.code_id(code)).collect();
        codes.extend(unknown.into_iter().map(Self::unknown));
        codes
    }

    fn known(study: &'a Study, code: &'a Code) -> Self {
        let book = &study.codebook;
        let color = book.color(code);
        Self {
            id: &code.id,
            path: book.path(code),
            parent: code.parent.map(|parent| study.code_id(parent)),
            family: Some(&book.family(code).id),
            names: words(study, &code.name),
            definition: words(study, &code.definition),
            color: color.map(|(red, green, blue)| format!("#{red:02x}{green:02x}{blue:02x}")),
            revision: Some(code.revision.to_string()),
            retired: code.retired,
        }
    }

    fn unknown(id: &'a str) -> Self {
        Self {
            id,
            path: vec![id],
            parent: None,
            family: None,
            names: BTreeMap::new(),
            definition: BTreeMap::new(),
            color: None,
            revision: None,
            retired: false,
        }
    }
}

/// Words by language; those without a language stand under the study's main one.
fn words<'a>(study: &'a Study, words: &'a Localized) -> BTreeMap<&'a str, &'a str> {
    let mut by_language = BTreeMap::new();
    for (language, words) in words.iter().filter(|(_, words)| !words.is_empty()) {
        if is_tag(language) {
            by_language.insert(language, words);
        } else {
            let main = study.config.language();
            by_language.entry(if is_tag(main) { main } else { "und" }).or_insert(words);
        }
    }
    by_language
}

/// True for what can be a language tag.
fn is_tag(language: &str) -> bool {
    let part =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let mut parts = language.split('-');
    let first = parts.next().unwrap_or_default();
    first.len() >= 2 && part(first) && first.bytes().all(|byte| byte.is_ascii_alphabetic()) && parts.all(part)
}
