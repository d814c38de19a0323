//! Fields looked up in a study: codes, coders, documents, attributes and facets.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::index::question::{CodeSet, CodingTest, Part};
use crate::model::codebook::Facet;
use crate::model::config::Attribute;
use crate::model::document::Document;
use crate::model::names::{CodeKey, CoderKey, DocumentKey, WordKey, nearest};

use super::error::{Mistake, Named};
use super::resolve::Lookup;
use super::token::Wrong;
use super::values::{Fits, folded, no_name, values};
use super::{Field, Value};

/// Fields that the program itself knows, in the order in which they are offered.
pub(super) const FIELDS: [&str; 14] = [
    "code",
    "mark",
    "family",
    "definition",
    "coder",
    "doc",
    "speaker",
    "role",
    "strand",
    "memo",
    "important",
    "redefined",
    "language",
    "in",
];

/// What a field asks about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Topic {
    Code,
    Family,
    /// What is said of a code in the codebook.
    Definition,
    Mark,
    Coder,
    Important,
    Redefined,
    Memo,
    /// The id of a facet.
    Facet(String),
    Document,
    Speaker,
    Role,
    Strand,
    /// The id of an attribute.
    Attribute(String),
}

impl Topic {
    /// True for what has a code of its own, or is a mark.
    pub fn is_code(&self) -> bool {
        matches!(self, Self::Code | Self::Family | Self::Definition | Self::Mark)
    }

    /// True for what is said of a coding that is given elsewhere.
    pub fn is_of_coding(&self) -> bool {
        matches!(self, Self::Coder | Self::Important | Self::Redefined | Self::Memo | Self::Facet(_))
    }
}

impl Lookup<'_> {
    /// What the field with this name is about.
    pub(super) fn topic(&self, field: &Field) -> Result<Topic, Wrong> {
        let name = field.name.as_str();
        Ok(match folded(name).as_str() {
            "code" => Topic::Code,
            "family" => Topic::Family,
            "definition" => Topic::Definition,
            "mark" => Topic::Mark,
            "coder" => Topic::Coder,
            "important" => Topic::Important,
            "redefined" => Topic::Redefined,
            "memo" => Topic::Memo,
            "doc" => Topic::Document,
            "speaker" => Topic::Speaker,
            "role" => Topic::Role,
            "strand" => Topic::Strand,
            "language" => Topic::Attribute("language".to_owned()),
            _ => match self.attribute_id(name) {
                Some(id) => Topic::Attribute(id),
                None => match self.facet_id(name) {
                    Some(id) => Topic::Facet(id),
                    None => return Err((field.name_span, self.no_field(name))),
                },
            },
        })
    }

    /// By id, else by its name in any language.
    fn attribute_id(&self, name: &str) -> Option<String> {
        let declared = &self.study.config.attributes;
        let used = || self.study.documents().iter().any(|document| document.attribute(name).is_some());
        if declared.iter().any(|attribute| attribute.id == name) || used() {
            return Some(name.to_owned());
        }
        let wanted = folded(name);
        let named = |attribute: &&Attribute| {
            folded(&attribute.id) == wanted || attribute.name.iter().any(|(_, name)| folded(name) == wanted)
        };
        declared.iter().find(named).map(|attribute| attribute.id.clone())
    }

    pub(super) fn facets(&self) -> impl Iterator<Item = &Facet> {
        self.study.codebook.families().iter().flat_map(|family| &family.facets)
    }

    fn facet_id(&self, name: &str) -> Option<String> {
        let wanted = folded(name);
        let by_name = |facet: &&Facet| {
            folded(&facet.id) == wanted || facet.name.iter().any(|(_, name)| folded(name) == wanted)
        };
        let exact = self.facets().find(|facet| facet.id == name);
        exact.or_else(|| self.facets().find(by_name)).map(|facet| facet.id.clone())
    }

    /// All names of fields, each once.
    pub(super) fn field_names(&self) -> Vec<String> {
        let mut names: Vec<String> = FIELDS.iter().map(|name| (*name).to_owned()).collect();
        names.extend(self.study.config.attributes.iter().map(|attribute| attribute.id.clone()));
        names.extend(self.facets().map(|facet| facet.id.clone()));
        names.extend(self.study.attribute_names().iter().cloned());
        let mut seen = FxHashSet::default();
        names.retain(|name| seen.insert(name.clone()));
        names
    }

    fn no_field(&self, name: &str) -> Mistake {
        let known = self.field_names();
        let nearest = nearest(name, known.iter().map(String::as_str)).map(str::to_owned);
        Mistake::NoField { name: name.to_owned(), nearest, known }
    }

    /// The test of one field about codings.
    pub(super) fn coding_test(&self, field: &Field, topic: &Topic) -> Result<CodingTest, Wrong> {
        Ok(match topic {
            Topic::Code => self.codes(field)?,
            Topic::Family => self.family(field)?,
            Topic::Definition => self.defined_with(field)?,
            Topic::Coder => CodingTest::Coders(self.coders(field)?),
            Topic::Memo => self.codings_with_memo(field)?,
            Topic::Facet(id) => self.facet(field, id)?,
            Topic::Important => {
                takes_none(field)?;
                CodingTest::Important
            }
            Topic::Redefined => {
                takes_none(field)?;
                let codes = self.study.codebook.codes();
                CodingTest::Redefined(codes.iter().map(|code| (code.key, code.revision)).collect())
            }
            _ => {
                takes_none(field)?;
                CodingTest::Codes(CodeSet::Marks)
            }
        })
    }

    /// What a field about turns or documents asks.
    pub(super) fn unit_part(&self, field: &Field, topic: &Topic) -> Result<Part, Wrong> {
        match topic {
            Topic::Speaker => self.speaker(field),
            Topic::Role => self.role(field),
            Topic::Strand => self.strand(field),
            Topic::Attribute(id) => self.attribute(field, id).map(Part::Documents),
            _ => self.documents(field).map(Part::Documents),
        }
    }

    fn codes(&self, field: &Field) -> Result<CodingTest, Wrong> {
        let mut found: FxHashSet<CodeKey> = FxHashSet::default();
        for value in values(field, &Named::Code, Vec::new)? {
            if value.is_any() {
                return Ok(CodingTest::Codes(CodeSet::Any));
            }
            let codes = self.codes_called(value);
            if codes.is_empty() {
                let known = self.study.codebook.codes().iter().map(|code| code.id.clone());
                return Err(no_name(value, Named::Code, known.collect()));
            }
            for code in codes {
                found.insert(code);
                if !value.alone {
                    found.extend(self.study.codebook.with_descendants(code));
                }
            }
        }
        Ok(CodingTest::Codes(CodeSet::These(found)))
    }

    /// By id; else by name in any language; with a star, by ids.
    fn codes_called(&self, value: &Value) -> Vec<CodeKey> {
        let (study, id) = (self.study, value.text.as_str());
        if let Some(code) = study.codebook.by_id(id) {
            // Codings of a code that was merged belong to its heir.
            return vec![study.codebook.heir(code.key)];
        }
        // A code that the codebook lost still has its codings.
        let used = study.names.codes.get::<CodeKey>(id);
        if let Some(key) = used.filter(|&key| !study.codings_with(Some(key)).is_empty()) {
            return vec![key];
        }
        let wanted = Fits::of(value);
        let codes = study.codebook.codes().iter();
        codes
            .filter(|code| wanted.fits(&code.id) || wanted.fits_any(&code.name))
            .map(|code| study.codebook.heir(code.key))
            .collect()
    }

    fn family(&self, field: &Field) -> Result<CodingTest, Wrong> {
        let book = &self.study.codebook;
        let known = || book.families().iter().map(|family| family.id.clone()).collect::<Vec<_>>();
        let mut found: FxHashSet<CodeKey> = FxHashSet::default();
        for value in values(field, &Named::Family, known)? {
            let wanted = Fits::of(value);
            let is_it = |index: usize| {
                let family = &book.families()[index];
                wanted.fits(&family.id) || wanted.fits_any(&family.name)
            };
            if !value.is_any() && !(0..book.families().len()).any(is_it) {
                return Err(no_name(value, Named::Family, known()));
            }
            let codes = book.codes().iter().filter(|code| value.is_any() || is_it(code.family));
            found.extend(codes.map(|code| code.key));
        }
        Ok(CodingTest::Codes(CodeSet::These(found)))
    }

    fn coders(&self, field: &Field) -> Result<FxHashSet<CoderKey>, Wrong> {
        let coders = self.study.coders();
        let known =
            || coders.iter().map(|&coder| self.study.coder_name(coder).to_owned()).collect::<Vec<_>>();
        let mut found = FxHashSet::default();
        for value in values(field, &Named::Coder, known)? {
            let wanted = Fits::of(value);
            let before = found.len();
            let mut fitting =
                coders.iter().filter(|&&coder| wanted.fits(self.study.coder_name(coder))).peekable();
            if fitting.peek().is_none() && found.len() == before {
                return Err(no_name(value, Named::Coder, known()));
            }
            found.extend(fitting);
        }
        Ok(found)
    }

    fn documents(&self, field: &Field) -> Result<FxHashSet<DocumentKey>, Wrong> {
        let study = self.study;
        let mut found = FxHashSet::default();
        for value in values(field, &Named::Document, Vec::new)? {
            if let Some(document) = study.find_document(&value.text) {
                found.insert(document.key);
                continue;
            }
            // A document that is missing still has its codings.
            let missing = study.names.documents.get::<DocumentKey>(&value.text);
            if let Some(key) = missing.filter(|key| study.document_codings(*key).is_some()) {
                found.insert(key);
                continue;
            }
            let wanted = Fits::of(value);
            let fits = |document: &&Document| wanted.fits(&document.id) || wanted.fits(document.title());
            let mut fitting = study.documents().iter().filter(fits).map(|document| document.key).peekable();
            if fitting.peek().is_none() && !value.is_any() {
                let known = study.documents().iter().map(|document| document.id.clone());
                return Err(no_name(value, Named::Document, known.collect()));
            }
            found.extend(fitting);
        }
        Ok(found)
    }

    /// The values that a facet is declared to have, each once.
    pub(super) fn facet_values(&self, id: &str) -> Vec<String> {
        let declared = self.facets().filter(|facet| facet.id == id).flat_map(|facet| &facet.values);
        let known: BTreeSet<&str> = declared.map(|value| value.id.as_str()).collect();
        known.into_iter().map(str::to_owned).collect()
    }

    fn facet(&self, field: &Field, id: &str) -> Result<CodingTest, Wrong> {
        let kind = Named::Facet(id.to_owned());
        let known = || self.facet_values(id);
        let study = self.study;
        let mut wanted: FxHashSet<WordKey> = FxHashSet::default();
        let mut any = false;
        for value in values(field, &kind, known)? {
            any |= value.is_any();
            let fits = Fits::of(value);
            let declared = self.facets().filter(|facet| facet.id == id).flat_map(|facet| &facet.values);
            let named: Vec<&str> = declared
                .filter(|declared| fits.fits(&declared.id) || fits.fits_any(&declared.name))
                .map(|declared| declared.id.as_str())
                .collect();
            let words = study.names.words.iter().filter(|word| fits.fits(word) || named.contains(word));
            wanted.extend(words.filter_map(|word| study.names.words.get::<WordKey>(word)));
            let known = known();
            if !value.is_any() && named.is_empty() && !known.is_empty() {
                return Err(no_name(value, kind, known));
            }
        }
        let Some(facet) = study.names.words.get::<WordKey>(id) else {
            return Ok(CodingTest::Facets(FxHashSet::default()));
        };
        let holds = |values: &[(WordKey, Vec<WordKey>)]| {
            let mut given = values.iter().filter(|(other, _)| *other == facet);
            given.any(|(_, values)| any || values.iter().any(|value| wanted.contains(value)))
        };
        let sets = study.names.facets.iter().filter(|(_, values)| holds(values));
        Ok(CodingTest::Facets(sets.map(|(key, _)| key).collect()))
    }
}

fn takes_none(field: &Field) -> Result<(), Wrong> {
    if field.values.iter().all(Value::is_any) {
        Ok(())
    } else {
        Err((field.value_span, Mistake::TakesNone(field.name.clone())))
    }
}
