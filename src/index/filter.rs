//! What a screen or an export narrows codings by, put together from choices instead of words.

use crate::model::names::{CodeKey, CoderKey, DocumentKey};
use crate::model::study::Study;

use super::condition::{CodeSet, Condition};

/// Which codings are wanted; an empty list narrows nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Filter {
    /// By code; several are any of them.
    pub codes: Vec<CodeChoice>,
    /// By coder.
    pub coders: Vec<CoderKey>,
    /// By document.
    pub documents: Vec<DocumentKey>,
    /// By attribute of the document: its id and the values that will do. All attributes must fit.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// A choice of codes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CodeChoice {
    /// A code.
    Code {
        /// The code.
        code: CodeKey,
        /// Whether those below it will do, too.
        descendants: bool,
    },
    /// Any code.
    Any,
    /// Passages without a code.
    Marks,
}

impl Filter {
    /// One code, with or without those below it.
    pub fn code(code: CodeKey, descendants: bool) -> Self {
        Self { codes: vec![CodeChoice::Code { code, descendants }], ..Self::default() }
    }

    /// The same as a condition.
    pub fn condition(&self, study: &Study) -> Condition {
        let mut parts = Vec::new();
        if !self.codes.is_empty() {
            let sets = self.codes.iter().map(|choice| match *choice {
                CodeChoice::Code { code, descendants } => CodeSet::of(study, code, descendants),
                CodeChoice::Any => CodeSet::Any,
                CodeChoice::Marks => CodeSet::Marks,
            });
            parts.push(Condition::Any(sets.map(Condition::Codes).collect()));
        }
        if !self.coders.is_empty() {
            parts.push(Condition::Coders(self.coders.iter().copied().collect()));
        }
        if !self.documents.is_empty() {
            parts.push(Condition::Documents(self.documents.iter().copied().collect()));
        }
        for (attribute, values) in self.attributes.iter().filter(|(_, values)| !values.is_empty()) {
            let fits = |value: &str| values.iter().any(|wanted| is_value(wanted, value));
            parts.push(with_attribute(study, attribute, fits));
        }
        Condition::All(parts)
    }
}

/// Documents whose attribute holds a value that fits.
pub(super) fn with_attribute(study: &Study, attribute: &str, fits: impl Fn(&str) -> bool) -> Condition {
    let documents = study.documents().iter().filter(|document| {
        let value = match attribute {
            "language" => document.front.language.as_deref(),
            _ => document.attribute(attribute),
        };
        value.is_some_and(|value| fits(value) || value.split(',').any(|item| fits(item.trim())))
    });
    Condition::Documents(documents.map(|document| document.key).collect())
}

/// True for the same value, whatever the case.
pub(super) fn is_value(wanted: &str, value: &str) -> bool {
    wanted == value || wanted.to_lowercase() == value.to_lowercase()
}
