//! Attributes of documents as variables.

use std::fmt::Write as _;

use uuid::Uuid;

use crate::export::xml::{clean, escaped, one_line};
use crate::model::Document;
use crate::model::codebook::guid::{Thing, derived};
use crate::model::config::{Attribute, AttributeKind};
use crate::model::study::Study;

/// The attributes that are written.
pub(super) struct Variables {
    /// The element `Variables`; empty where there are none.
    pub xml: String,
    list: Vec<Variable>,
}

struct Variable {
    attribute: String,
    guid: Uuid,
    /// The element of a value.
    value: &'static str,
}

impl Variables {
    pub fn of(study: &Study, attributes: &[String]) -> Self {
        let mut list = Vec::new();
        let mut xml = String::new();
        for attribute in attributes.iter().filter(|attribute| !one_line(attribute).is_empty()) {
            let declared = study.config.attribute(attribute);
            let kind = kind(study, attribute, declared.map_or(AttributeKind::Text, |declared| declared.kind));
            let (kind, value) = match kind {
                AttributeKind::Number => ("Integer", "IntegerValue"),
                AttributeKind::Date => ("Date", "DateValue"),
                AttributeKind::Text | AttributeKind::Choice => ("Text", "TextValue"),
            };
            let guid = derived(Thing::Variable, attribute);
            let name = escaped(&one_line(attribute));
            let _ = write!(xml, "    <Variable guid=\"{guid}\" name=\"{name}\" typeOfVariable=\"{kind}\"");
            match declared.map(labels).filter(|labels| !labels.is_empty()) {
                Some(labels) => {
                    let labels = escaped(&clean(&labels));
                    let _ = writeln!(xml, ">\n      <Description>{labels}</Description>\n    </Variable>");
                }
                None => xml.push_str("/>\n"),
            }
            list.push(Variable { attribute: attribute.clone(), guid, value });
        }
        if !list.is_empty() {
            xml = format!("  <Variables>\n{xml}  </Variables>\n");
        }
        Self { xml, list }
    }

    /// The values of a document.
    pub fn of_document(&self, document: &Document) -> String {
        let mut xml = String::new();
        for variable in &self.list {
            let value = clean(document.attribute(&variable.attribute).unwrap_or_default());
            if !value.is_empty() {
                let Variable { guid, value: element, .. } = variable;
                let _ = writeln!(
                    xml,
                    "      <VariableValue><VariableRef targetGUID=\"{guid}\"/><{element}>{}</{element}></VariableValue>",
                    escaped(&value)
                );
            }
        }
        xml
    }
}

/// The kind of which every value is valid in the file.
fn kind(study: &Study, attribute: &str, declared: AttributeKind) -> AttributeKind {
    let fits: fn(&str) -> bool = match declared {
        AttributeKind::Number => is_number,
        AttributeKind::Date => is_day,
        AttributeKind::Text | AttributeKind::Choice => return AttributeKind::Text,
    };
    let values = study.documents().iter().filter_map(|document| document.attribute(attribute));
    if values.map(clean).all(|value| value.is_empty() || fits(&value)) {
        declared
    } else {
        AttributeKind::Text
    }
}

fn is_number(value: &str) -> bool {
    let digits = value.strip_prefix(['-', '+']).unwrap_or(value);
    !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit())
}

fn is_day(value: &str) -> bool {
    value.len() == 10 && value.as_bytes()[4] == b'-' && value.parse::<jiff::civil::Date>().is_ok()
}

/// What values mean, where that is said.
fn labels(attribute: &Attribute) -> String {
    let labels: Vec<String> =
        attribute.labels.iter().map(|(value, label)| format!("{value}: {label}")).collect();
    labels.join("\n")
}
