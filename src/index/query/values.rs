//! Names as people write them: whatever the case and the accents, with a star where they go on.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::model::localized::Localized;
use crate::model::names::nearest;

use super::error::{Mistake, Named};
use super::token::Wrong;
use super::{Field, Value};

/// A name as names are compared: without accents, in lower case.
pub(super) fn folded(name: &str) -> String {
    if name.is_ascii() {
        return name.to_ascii_lowercase();
    }
    name.nfd().filter(|character| !is_combining_mark(*character)).collect::<String>().to_lowercase()
}

/// The names that a value stands for.
pub(super) struct Fits {
    name: String,
    open_start: bool,
    open_end: bool,
}

impl Fits {
    pub fn of(value: &Value) -> Self {
        let (mut name, mut open_start, mut open_end) = (value.text.as_str(), false, false);
        if !value.quoted && !value.alone {
            if let Some(rest) = name.strip_suffix('*') {
                (name, open_end) = (rest, true);
            }
            if let Some(rest) = name.strip_prefix('*') {
                (name, open_start) = (rest, true);
            }
        }
        Self { name: folded(name), open_start, open_end }
    }

    pub fn fits(&self, name: &str) -> bool {
        let name = folded(name);
        match (self.open_start, self.open_end) {
            (false, false) => name == self.name,
            (false, true) => name.starts_with(&self.name),
            (true, false) => name.ends_with(&self.name),
            (true, true) => name.contains(&self.name),
        }
    }

    /// What is compared, without stars.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// True where it fits one of the names in any language.
    pub fn fits_any(&self, names: &Localized) -> bool {
        names.iter().any(|(_, name)| self.fits(name))
    }
}

/// The values of a field; a mistake where there is none, or where one between commas is empty.
pub(super) fn values<'f>(
    field: &'f Field,
    kind: &Named,
    known: impl Fn() -> Vec<String>,
) -> Result<&'f [Value], Wrong> {
    match field.values.iter().find(|value| value.text.is_empty()) {
        None if !field.values.is_empty() => Ok(&field.values),
        empty => {
            let span = empty.map_or(field.value_span, |value| value.span);
            Err((span, Mistake::NoValue { kind: kind.clone(), known: known() }))
        }
    }
}

/// What to say of a value that is nobody's name.
pub(super) fn no_name(value: &Value, kind: Named, known: Vec<String>) -> Wrong {
    let nearest = nearest(&value.text, known.iter().map(String::as_str)).map(str::to_owned);
    // Codes and documents are too many to be listed.
    let known = if matches!(kind, Named::Code | Named::Document) { Vec::new() } else { known };
    (value.span, Mistake::NoName { name: value.text.clone(), kind, nearest, known })
}
