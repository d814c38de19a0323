//! Names in a query, looked up in a study.

use std::collections::BTreeSet;

use rustc_hash::FxHashSet;

use crate::index::condition::{CodeSet, Condition};
use crate::index::filter::{is_value, with_attribute};
use crate::model::config::Attribute;
use crate::model::names::{CodeKey, CoderKey, DocumentKey, WordKey, nearest};
use crate::model::study::Study;

use super::error::{Mistake, QueryError};
use super::parse::Query;
use super::{Expression, Field, Kind};

/// Fields that the program itself knows.
const FIELDS: [&str; 5] = ["code", "mark", "coder", "doc", "language"];
/// Fields that the language will have.
const LATER: [&str; 4] = ["speaker", "role", "memo", "in"];

type Wrong = (crate::text::Span, Mistake);

impl Query {
    /// The condition that this query is in `study`.
    ///
    /// # Errors
    /// The first name that the study does not have, with its place and the nearest that it has.
    pub fn condition(&self, study: &Study) -> Result<Condition, QueryError> {
        let fail =
            |(span, mistake)| QueryError { query: self.words.clone(), span, mistake: Box::new(mistake) };
        condition(&self.expression, study).map_err(fail)
    }
}

fn condition(expression: &Expression, study: &Study) -> Result<Condition, Wrong> {
    let all = |parts: &[Expression]| -> Result<Vec<Condition>, Wrong> {
        parts.iter().map(|part| condition(part, study)).collect()
    };
    match &expression.kind {
        Kind::Word => Err((expression.span, Mistake::NotYet { what: "words in the text".to_owned() })),
        Kind::All(parts) => Ok(Condition::All(all(parts)?)),
        Kind::Any(parts) => Ok(Condition::Any(all(parts)?)),
        Kind::Not(part) => Ok(Condition::Not(Box::new(condition(part, study)?))),
        Kind::Field(field) => match field.name.as_str() {
            "code" => code(field, study),
            "mark" => mark(field),
            "coder" => coder(field, study),
            "doc" => document(field, study),
            name if LATER.contains(&name) => {
                Err((expression.span, Mistake::NotYet { what: format!("`{name}:`") }))
            }
            name => {
                if is_attribute(study, name) {
                    attribute(field, study)
                } else if is_facet(study, name) {
                    facet(field, study)
                } else {
                    Err((field.name_span, no_field(study, name)))
                }
            }
        },
    }
}

fn code(field: &Field, study: &Study) -> Result<Condition, Wrong> {
    let expected = "a code's id, `*` for any code, or `=ID` for that code without those below it";
    let (descendants, id) = match field.value.strip_prefix('=').filter(|_| !field.quoted) {
        Some(id) => (false, id.trim_matches('"')),
        None => (true, field.value.as_str()),
    };
    if id.is_empty() {
        return Err((field.value_span, Mistake::NoValue(expected.to_owned())));
    }
    if id == "*" && !field.quoted {
        return Ok(Condition::Codes(CodeSet::Any));
    }
    let known = study.codebook.by_id(id).map(|code| code.key);
    // A code that the codebook lost still has its codings.
    let used =
        || study.names.codes.get::<CodeKey>(id).filter(|&key| !study.codings_with(Some(key)).is_empty());
    match known.or_else(used) {
        Some(key) => Ok(Condition::Codes(CodeSet::of(study, key, descendants))),
        None => Err((
            field.value_span,
            Mistake::NoName {
                name: id.to_owned(),
                what: "code".to_owned(),
                nearest: study.codebook.nearest(id).map(str::to_owned),
                expected: expected.to_owned(),
            },
        )),
    }
}

fn mark(field: &Field) -> Result<Condition, Wrong> {
    if field.value.is_empty() || field.value == "*" {
        return Ok(Condition::Codes(CodeSet::Marks));
    }
    Err((field.value_span, Mistake::NotYet { what: "words behind `mark:`".to_owned() }))
}

fn coder(field: &Field, study: &Study) -> Result<Condition, Wrong> {
    let coders = study.coders();
    let names: Vec<&str> = coders.iter().map(|&coder| study.coder_name(coder)).collect();
    if field.value.is_empty() {
        return Err((field.value_span, Mistake::NoValue(list("a coder", &names))));
    }
    let found: FxHashSet<CoderKey> =
        coders.iter().copied().filter(|&coder| is_value(&field.value, study.coder_name(coder))).collect();
    if found.is_empty() {
        return Err(no_name(field, "coder in this study", &names));
    }
    Ok(Condition::Coders(found))
}

fn document(field: &Field, study: &Study) -> Result<Condition, Wrong> {
    if field.value.is_empty() {
        return Err((field.value_span, Mistake::NoValue("a document's id or file name".to_owned())));
    }
    let missing = || {
        let key = study.names.documents.get::<DocumentKey>(&field.value)?;
        study.codings().any(|(_, coding)| coding.document == key).then_some(key)
    };
    match study.find_document(&field.value).map(|document| document.key).or_else(missing) {
        Some(key) => Ok(Condition::Documents(FxHashSet::from_iter([key]))),
        None => Err((
            field.value_span,
            Mistake::NoName {
                name: field.value.clone(),
                what: "document".to_owned(),
                nearest: nearest(&field.value, study.documents().iter().map(|document| document.id.as_str()))
                    .map(str::to_owned),
                expected: "the id or file name of one; `kantlijn documents` lists them".to_owned(),
            },
        )),
    }
}

fn attribute(field: &Field, study: &Study) -> Result<Condition, Wrong> {
    let declared = study.config.attribute(&field.name);
    let known: Vec<&str> =
        declared.map(|attribute| attribute.values.iter().map(String::as_str).collect()).unwrap_or_default();
    if field.value.is_empty() {
        return Err((field.value_span, Mistake::NoValue(list("a value or a range `a..b`", &known))));
    }
    let value = field.value.as_str();
    if value == "*" && !field.quoted {
        return Ok(with_attribute(study, &field.name, |value| !value.is_empty()));
    }
    if let Some((from, to)) = value.split_once("..").filter(|_| !field.quoted) {
        if from.is_empty() && to.is_empty() {
            return Err((field.value_span, Mistake::NoValue(list("a value or a range `a..b`", &known))));
        }
        return Ok(with_attribute(study, &field.name, |value| in_range(declared, value, from, to)));
    }
    let found = with_attribute(study, &field.name, |other| is_value(value, other));
    let nobody_has_it = matches!(&found, Condition::Documents(documents) if documents.is_empty());
    if nobody_has_it && !known.is_empty() && !known.iter().any(|known| is_value(value, known)) {
        return Err(no_name(field, &format!("value of `{}`", field.name), &known));
    }
    Ok(found)
}

/// By the order of declared values, else as numbers, else as words (dates written year first are in order).
fn in_range(declared: Option<&Attribute>, value: &str, from: &str, to: &str) -> bool {
    let place = |wanted: &str| {
        declared.and_then(|attribute| attribute.values.iter().position(|known| is_value(wanted, known)))
    };
    let not_before = |edge: &str| match (place(value), place(edge), value.parse::<f64>(), edge.parse::<f64>())
    {
        (Some(value), Some(edge), _, _) => value.cmp(&edge),
        (_, _, Ok(value), Ok(edge)) => value.total_cmp(&edge),
        _ => value.to_lowercase().as_str().cmp(edge.to_lowercase().as_str()),
    };
    (from.is_empty() || not_before(from).is_ge()) && (to.is_empty() || not_before(to).is_le())
}

fn facet(field: &Field, study: &Study) -> Result<Condition, Wrong> {
    let families = study.codebook.families();
    let known: BTreeSet<&str> = families
        .iter()
        .flat_map(|family| &family.facets)
        .filter(|facet| facet.id == field.name)
        .flat_map(|facet| facet.values.iter().map(|value| value.id.as_str()))
        .collect();
    let known: Vec<&str> = known.into_iter().collect();
    if field.value.is_empty() {
        return Err((field.value_span, Mistake::NoValue(list("a value, or `*` for any,", &known))));
    }
    let words = &study.names.words;
    let facet = words.get::<WordKey>(&field.name);
    if field.value == "*" && !field.quoted {
        return Ok(
            facet.map_or(Condition::Any(Vec::new()), |facet| Condition::Facet(facet, FxHashSet::default()))
        );
    }
    let values: FxHashSet<WordKey> =
        words.iter().filter(|word| is_value(&field.value, word)).filter_map(|word| words.get(word)).collect();
    if !known.is_empty() && !known.iter().any(|known| is_value(&field.value, known)) {
        return Err(no_name(field, &format!("value of `{}`", field.name), &known));
    }
    match facet {
        Some(facet) if !values.is_empty() => Ok(Condition::Facet(facet, values)),
        _ => Ok(Condition::Any(Vec::new())),
    }
}

fn is_attribute(study: &Study, name: &str) -> bool {
    name == "language"
        || study.config.attribute(name).is_some()
        || study.documents().iter().any(|document| document.attribute(name).is_some())
}

fn is_facet(study: &Study, name: &str) -> bool {
    study.codebook.families().iter().flat_map(|family| &family.facets).any(|facet| facet.id == name)
}

fn no_field(study: &Study, name: &str) -> Mistake {
    let mut known: Vec<&str> = FIELDS.to_vec();
    known.extend(study.config.attributes.iter().map(|attribute| attribute.id.as_str()));
    let facets = study.codebook.families().iter().flat_map(|family| &family.facets);
    known.extend(facets.map(|facet| facet.id.as_str()));
    let free = study.documents().iter().flat_map(|document| &document.front.attributes);
    let free: BTreeSet<&str> = free.map(|(name, _)| name.as_str()).collect();
    known.extend(free);
    let mut seen = FxHashSet::default();
    known.retain(|name| seen.insert(*name));
    Mistake::NoField {
        nearest: nearest(name, known.iter().copied()).map(str::to_owned),
        expected: known.iter().map(|name| format!("`{name}:`")).collect::<Vec<_>>().join(" "),
        name: name.to_owned(),
    }
}

fn no_name(field: &Field, what: &str, known: &[&str]) -> Wrong {
    let mistake = Mistake::NoName {
        name: field.value.clone(),
        what: what.to_owned(),
        nearest: nearest(&field.value, known.iter().copied()).map(str::to_owned),
        expected: if known.is_empty() {
            "one that is there; there is none yet".to_owned()
        } else {
            list("one of", known)
        },
    };
    (field.value_span, mistake)
}

fn list(what: &str, names: &[&str]) -> String {
    match names {
        [] => what.to_owned(),
        names => format!("{what} {}", names.join(", ")),
    }
}
