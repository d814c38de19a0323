//! Attributes of documents: values, lists and ranges.

use std::cmp::Ordering;
use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::model::config::Attribute;
use crate::model::document::Document;
use crate::model::names::DocumentKey;

use super::error::{Mistake, Named};
use super::resolve::Lookup;
use super::token::Wrong;
use super::values::{Fits, folded, no_name, values};
use super::{Field, Value};

impl Lookup<'_> {
    /// The documents whose attribute has one of the values of the field.
    pub(super) fn attribute(&self, field: &Field, id: &str) -> Result<FxHashSet<DocumentKey>, Wrong> {
        let kind = Named::Attribute(id.to_owned());
        let declared = self.study.config.attribute(id);
        let mut found = FxHashSet::default();
        for value in values(field, &kind, || self.attribute_values(id))? {
            let wanted = Wanted::of(value, declared)?;
            let fitting = self.study.documents().iter().filter(|document| {
                let has = attribute_of(document, id).unwrap_or("");
                !has.is_empty() && (wanted.fits(has) || has.split(',').any(|item| wanted.fits(item.trim())))
            });
            let before = found.len();
            found.extend(fitting.map(|document| document.key));
            let names_one = matches!(wanted.asked, Asked::Value(_)) && !value.is_any();
            let known = declared.map_or(&[] as &[String], |attribute| &attribute.values);
            if found.len() == before
                && names_one
                && !known.is_empty()
                && !known.iter().any(|known| wanted.fits(known))
            {
                return Err(no_name(value, kind, known.to_vec()));
            }
        }
        Ok(found)
    }

    /// How many documents have this value.
    pub(super) fn documents_with(&self, id: &str, value: &str) -> usize {
        let has = |document: &&Document| attribute_of(document, id) == Some(value);
        self.study.documents().iter().filter(has).count()
    }

    /// The values that are declared, else those that documents have.
    pub(super) fn attribute_values(&self, id: &str) -> Vec<String> {
        match self.study.config.attribute(id) {
            Some(attribute) if !attribute.values.is_empty() => attribute.values.clone(),
            _ => {
                let used = self.study.documents().iter().filter_map(|document| attribute_of(document, id));
                let used: BTreeSet<&str> = used.filter(|value| !value.is_empty()).collect();
                used.into_iter().map(str::to_owned).collect()
            }
        }
    }
}

fn attribute_of<'d>(document: &'d Document, id: &str) -> Option<&'d str> {
    match id {
        "language" => document.front.language.as_deref(),
        _ => document.attribute(id),
    }
}

/// What the value of an attribute must be.
struct Wanted<'a> {
    declared: Option<&'a Attribute>,
    asked: Asked<'a>,
}

enum Asked<'a> {
    Value(Fits),
    /// Both ends are inside; an empty one is no end.
    Range(&'a str, &'a str),
}

impl<'a> Wanted<'a> {
    fn of(value: &'a Value, declared: Option<&'a Attribute>) -> Result<Self, Wrong> {
        let range = value.text.split_once("..").filter(|_| !value.quoted && !value.alone);
        let asked = match range {
            Some(("", "")) => return Err((value.span, Mistake::Range)),
            Some((from, to)) => Asked::Range(from, to),
            None => Asked::Value(Fits::of(value)),
        };
        Ok(Self { declared, asked })
    }

    fn fits(&self, value: &str) -> bool {
        match &self.asked {
            Asked::Value(wanted) => {
                let labels = self.declared.map_or(&[] as &[_], |attribute| &attribute.labels);
                let label = || labels.iter().any(|(of, label)| of == value && wanted.fits(label));
                wanted.fits(value) || is_inside(value, wanted.name()) || label()
            }
            Asked::Range(from, to) => {
                (from.is_empty() || self.compare(value, from).is_ge())
                    && (to.is_empty() || self.compare(value, to).is_le() || is_inside(value, to))
            }
        }
    }

    /// By the order of declared values, else as numbers, else as words (dates written year first are in order).
    fn compare(&self, value: &str, edge: &str) -> Ordering {
        let place = |wanted: &str| {
            let values = &self.declared?.values;
            values.iter().position(|known| folded(known) == folded(wanted))
        };
        match (place(value), place(edge), value.parse::<f64>(), edge.parse::<f64>()) {
            (Some(value), Some(edge), _, _) => value.cmp(&edge),
            (_, _, Ok(value), Ok(edge)) => value.total_cmp(&edge),
            _ => folded(value).cmp(&folded(edge)),
        }
    }
}

/// True for a day in the year or month `wanted`: `2024-03-14` in `2024-03`.
fn is_inside(value: &str, wanted: &str) -> bool {
    let is_day = value.len() == 10 && value.parse::<jiff::civil::Date>().is_ok();
    is_day
        && matches!(wanted.len(), 4 | 7)
        && value.starts_with(wanted)
        && value[wanted.len()..].starts_with('-')
}
