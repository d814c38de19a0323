//! What divides a table into columns.

use std::cmp::Ordering;

use rustc_hash::FxHashMap;

use crate::index::query::field_words;
use crate::model::coding::Coding;
use crate::model::names::{CoderKey, DocumentKey};
use crate::model::study::Study;

use super::Head;
use super::people::People;

/// What the columns of a table are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum By {
    /// The values of an attribute of the document.
    Attribute(String),
    /// The documents.
    Document,
    /// The roles in which people speak.
    Role,
    /// The people who speak.
    Speaker,
    /// The coders.
    Coder,
    /// The values of a facet of the coding.
    Facet(String),
}

impl By {
    /// What a name stands for in a study: `document`, `role`, `speaker`, `coder`, an attribute, a facet. `None` for nothing.
    pub fn named(study: &Study, name: &str) -> Option<Self> {
        let is_facet = || {
            let families = study.codebook.families();
            families.iter().flat_map(|family| &family.facets).any(|facet| facet.id == name)
        };
        let is_attribute = || {
            study.config.attribute(name).is_some()
                || study.documents().iter().any(|document| document.attribute(name).is_some())
        };
        Some(match name {
            "document" => Self::Document,
            "role" => Self::Role,
            "speaker" => Self::Speaker,
            "coder" => Self::Coder,
            _ if is_attribute() => Self::Attribute(name.to_owned()),
            _ if is_facet() => Self::Facet(name.to_owned()),
            _ => return None,
        })
    }

    /// Everything that columns can be in a study, in the order in which people look for it.
    pub fn all(study: &Study) -> Vec<Self> {
        let mut all: Vec<Self> =
            study.config.attributes.iter().map(|attribute| Self::Attribute(attribute.id.clone())).collect();
        all.extend([Self::Role, Self::Speaker, Self::Coder, Self::Document]);
        for facet in study.codebook.families().iter().flat_map(|family| &family.facets) {
            let facet = Self::Facet(facet.id.clone());
            if !all.contains(&facet) {
                all.push(facet);
            }
        }
        all
    }

    /// Its name.
    pub fn name(&self) -> &str {
        match self {
            Self::Attribute(name) | Self::Facet(name) => name,
            Self::Document => "document",
            Self::Role => "role",
            Self::Speaker => "speaker",
            Self::Coder => "coder",
        }
    }

    /// The word before the colon in a query.
    fn field(&self) -> &str {
        if *self == Self::Document { "doc" } else { self.name() }
    }
}

/// Columns as they are met.
pub(super) struct Columns<'a> {
    study: &'a Study,
    by: &'a By,
    /// The values that were met; `None` is no value.
    values: Vec<Option<String>>,
    numbers: FxHashMap<Option<String>, usize>,
    documents: FxHashMap<DocumentKey, Vec<usize>>,
    coders: FxHashMap<CoderKey, usize>,
    here: Vec<usize>,
}

impl<'a> Columns<'a> {
    pub(super) fn new(study: &'a Study, by: &'a By) -> Self {
        let mut columns = Self {
            study,
            by,
            values: Vec::new(),
            numbers: FxHashMap::default(),
            documents: FxHashMap::default(),
            coders: FxHashMap::default(),
            here: Vec::new(),
        };
        // Values that the study declares are columns even where nothing was found: an empty column says something, too.
        for value in columns.declared() {
            columns.number(Some(value));
        }
        columns
    }

    fn declared(&self) -> Vec<String> {
        match self.by {
            By::Attribute(name) => {
                self.study.config.attribute(name).map_or_else(Vec::new, |attribute| attribute.values.clone())
            }
            By::Role => self.study.config.roles.iter().map(|role| role.id.clone()).collect(),
            By::Facet(name) => self
                .study
                .codebook
                .families()
                .iter()
                .flat_map(|family| &family.facets)
                .filter(|facet| facet.id == *name)
                .flat_map(|facet| facet.values.iter().map(|value| value.id.clone()))
                .collect(),
            By::Coder | By::Speaker | By::Document => Vec::new(),
        }
    }

    /// The columns that a coding belongs to, each once; `speakers` are those of its passage.
    pub(super) fn of(&mut self, coding: &Coding, people: &People<'_>, speakers: &[u32]) -> &[usize] {
        let study = self.study;
        self.here.clear();
        match self.by {
            By::Attribute(_) | By::Document => {
                if !self.documents.contains_key(&coding.document) {
                    let columns = self.of_document(coding.document);
                    self.documents.insert(coding.document, columns);
                }
                return self.documents.get(&coding.document).map_or(&[], Vec::as_slice);
            }
            By::Coder => {
                let known = self.coders.get(&coding.coder).copied();
                let column =
                    known.unwrap_or_else(|| self.number(Some(study.coder_name(coding.coder).to_owned())));
                self.coders.insert(coding.coder, column);
                self.here.push(column);
            }
            By::Facet(name) => {
                let values: Vec<String> =
                    study.facet(coding, name).iter().map(|word| study.word(*word).to_owned()).collect();
                self.put(values);
            }
            By::Role | By::Speaker => {
                let mut values: Vec<String> = Vec::new();
                for speaker in people.speakers(speakers) {
                    match self.by {
                        By::Role => values.extend(speaker.roles.iter().map(ToString::to_string)),
                        _ => values.push(people.name(speaker.person).to_owned()),
                    }
                }
                self.put(values);
            }
        }
        &self.here
    }

    fn put(&mut self, values: Vec<String>) {
        if values.is_empty() {
            let none = self.number(None);
            self.here.push(none);
        }
        for value in values {
            let column = self.number(Some(value));
            if !self.here.contains(&column) {
                self.here.push(column);
            }
        }
    }

    fn of_document(&mut self, document: DocumentKey) -> Vec<usize> {
        if *self.by == By::Document {
            return vec![self.number(Some(self.study.document_id(document).to_owned()))];
        }
        let value = self.study.document(document).and_then(|document| document.attribute(self.by.name()));
        let value = value.map(str::trim).filter(|value| !value.is_empty());
        let Some(value) = value else { return vec![self.number(None)] };
        // A value may be a list; one that is declared as it stands is not.
        if self.numbers.contains_key(&Some(value.to_owned())) || !value.contains(',') {
            return vec![self.number(Some(value.to_owned()))];
        }
        let mut columns: Vec<usize> = Vec::new();
        for item in value.split(',').map(str::trim).filter(|item| !item.is_empty()) {
            let column = self.number(Some(item.to_owned()));
            if !columns.contains(&column) {
                columns.push(column);
            }
        }
        columns
    }

    fn number(&mut self, value: Option<String>) -> usize {
        if let Some(&number) = self.numbers.get(&value) {
            return number;
        }
        self.values.push(value.clone());
        self.numbers.insert(value, self.values.len() - 1);
        self.values.len() - 1
    }

    /// The columns in their order, and for each the number that it was counted under.
    pub(super) fn finish(self) -> (Vec<Head>, Vec<usize>) {
        let mut order: Vec<usize> = (0..self.values.len()).collect();
        let declared = self.declared();
        let rank = |value: &Option<String>| match value {
            None => (2, 0),
            Some(value) => match declared.iter().position(|known| known == value) {
                Some(place) => (0, place),
                None => (1, self.document_rank(value)),
            },
        };
        order.sort_by(|&a, &b| {
            let (left, right) = (&self.values[a], &self.values[b]);
            rank(left).cmp(&rank(right)).then_with(|| by_value(left.as_deref(), right.as_deref()))
        });
        let heads = order.iter().map(|&column| self.head(self.values[column].as_deref())).collect();
        (heads, order)
    }

    fn document_rank(&self, value: &str) -> usize {
        let document =
            || self.study.find_document(value).map(|document| self.study.document_rank(document.key));
        if *self.by == By::Document { document().unwrap_or(usize::MAX) } else { 0 }
    }

    fn head(&self, value: Option<&str>) -> Head {
        let field = self.by.field();
        let language = self.study.config.language();
        let Some(value) = value else {
            return Head { id: None, label: "—".to_owned(), depth: 0, query: format!("NOT {field}:*") };
        };
        let label = match self.by {
            By::Attribute(name) => {
                self.study.config.attribute(name).map_or_else(|| value.to_owned(), |found| found.show(value))
            }
            By::Role => {
                let role = self.study.config.roles.iter().find(|role| role.id == value);
                role.map_or(value, |role| role.name.get(language)).to_owned()
            }
            _ => value.to_owned(),
        };
        // A respondent's label stands with its document.
        let (name, document) = match value.strip_suffix(')').and_then(|value| value.split_once(" (")) {
            Some((label, document)) if *self.by == By::Speaker => (label, Some(document)),
            _ => (value, None),
        };
        let document =
            document.map_or_else(String::new, |document| format!(" {}", field_words("doc", document)));
        Head { id: Some(value.to_owned()), label, depth: 0, query: field_words(field, name) + &document }
    }
}

/// Numbers by their size, words by the alphabet.
fn by_value(a: Option<&str>, b: Option<&str>) -> Ordering {
    let number = |value: Option<&str>| value.and_then(|value| value.parse::<f64>().ok());
    match (number(a), number(b)) {
        (Some(a), Some(b)) => a.total_cmp(&b),
        _ => a.cmp(&b),
    }
}
