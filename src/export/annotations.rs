//! Codings as W3C Web Annotations (JSON-LD, <https://www.w3.org/TR/annotation-model/>): a collection with one page.
//!
//! A coding is an annotation. Its target is the document with a position selector (code points, 0-based, end-exclusive, as the
//! model asks) and a quote selector; what has no place any more has its quote alone. Its bodies are the code, the code's name,
//! the facets and the memos.

use std::io::Write;

use serde_json::{Value, json};

use crate::model::Document;
use crate::model::codebook::guid::{Thing, derived};
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::error::ExportError;
use super::segment::Segment;
use super::tidy::code_name;
use super::{Selection, Warnings, segments};

/// How annotations name things.
#[derive(Clone, Copy, Debug)]
pub struct Naming<'a> {
    /// The IRI below which the documents are found by their paths; without it a document is a `urn:uuid:` that follows from its id.
    pub base: Option<&'a str>,
    /// The language of names of codes.
    pub language: &'a str,
}

/// Writes the segments that were chosen.
///
/// # Errors
/// When the sink refuses, or a journal changes meanwhile.
pub fn write(
    open: &mut OpenStudy,
    selection: &Selection,
    naming: Naming<'_>,
    sink: &mut dyn Write,
) -> Result<Warnings, ExportError> {
    let study = &open.study;
    let title = &study.config.title;
    let collection = format!("urn:uuid:{}", derived(Thing::Collection, title));
    let head = json!({
        "@context": "http://www.w3.org/ns/anno.jsonld",
        "id": collection,
        "type": "AnnotationCollection",
        "label": title,
        "generator": { "type": "Software", "name": format!("kantlijn {}", env!("CARGO_PKG_VERSION")) },
        "total": segments::count(study, selection),
    });
    let page = json!({ "id": format!("{collection}#page"), "type": "AnnotationPage", "startIndex": 0 });
    // The page is the last thing in the head, and the items are the last thing in the page.
    write!(sink, "{},\n\"first\":{},\n\"items\":[", unclosed(&head), unclosed(&page))?;
    let mut is_first = true;
    let warnings = segments::each(
        open,
        selection,
        |study, segment| Ok(serde_json::to_vec(&annotation(study, segment, naming))?),
        |item| {
            sink.write_all(if std::mem::take(&mut is_first) { b"\n" } else { b",\n" })?;
            Ok(sink.write_all(&item)?)
        },
    )?;
    writeln!(sink, "\n]}}}}")?;
    Ok(warnings)
}

fn unclosed(object: &Value) -> String {
    let mut words = object.to_string();
    words.pop();
    words
}

fn annotation(study: &Study, segment: &Segment<'_>, naming: Naming<'_>) -> Value {
    let coding = study.coding(segment.key);
    let mut bodies = Vec::new();
    if let Some(code) = coding.code {
        let guid = study.codebook.code(code).and_then(|code| code.guid);
        let guid = guid.unwrap_or_else(|| derived(Thing::Code, study.code_id(code)));
        bodies.push(json!({
            "type": "SpecificResource",
            "source": format!("urn:uuid:{guid}"),
            "purpose": "classifying",
        }));
        bodies.push(textual("tagging", &code_name(study, code, naming.language), Some(naming.language)));
    }
    for (facet, values) in &segment.facets {
        bodies.push(textual("describing", &format!("{facet}: {}", values.join("; ")), None));
    }
    for memo in &segment.memos {
        let mut body = textual("commenting", memo.text, None);
        body["creator"] = person(memo.coder);
        body["created"] = json!(memo.at.to_string());
        bodies.push(body);
    }
    let mut motivation = vec![if coding.code.is_some() { "classifying" } else { "highlighting" }];
    if segment.important {
        motivation.push("bookmarking");
    }
    json!({
        "id": format!("urn:uuid:{}", segment.id),
        "type": "Annotation",
        "motivation": motivation,
        "creator": person(segment.coder),
        "created": segment.created_at.to_string(),
        "body": bodies,
        "target": target(study, segment, naming),
    })
}

fn target(study: &Study, segment: &Segment<'_>, naming: Naming<'_>) -> Value {
    let document = study.document(study.coding(segment.key).document);
    let id = match naming.base.zip(document) {
        Some((base, document)) => format!("{base}{}", percent(&document.path)),
        None => {
            let guid = document.map_or_else(|| derived(Thing::Document, segment.document), Document::guid);
            format!("urn:uuid:{guid}")
        }
    };
    let mut source = json!({ "id": id, "type": "Text", "format": "text/plain" });
    if let Some(language) = document.and_then(|document| document.front.language.as_deref()) {
        source["language"] = json!(language);
    }
    let mut selectors = Vec::new();
    if let Some((start, end)) = segment.start.zip(segment.end) {
        selectors.push(json!({ "type": "TextPositionSelector", "start": start, "end": end }));
    }
    let mut quote = json!({ "type": "TextQuoteSelector", "exact": segment.text.unwrap_or(&segment.quote) });
    for (name, words) in [("prefix", segment.prefix), ("suffix", segment.suffix)] {
        if !words.is_empty() {
            quote[name] = json!(words);
        }
    }
    selectors.push(quote);
    json!({ "type": "SpecificResource", "source": source, "selector": selectors })
}

fn textual(purpose: &str, words: &str, language: Option<&str>) -> Value {
    let mut body =
        json!({ "type": "TextualBody", "purpose": purpose, "value": words, "format": "text/plain" });
    if let Some(language) = language {
        body["language"] = json!(language);
    }
    body
}

/// A coder, under the name in the study.
fn person(name: &str) -> Value {
    json!({ "id": format!("urn:uuid:{}", derived(Thing::Coder, name)), "type": "Person", "nickname": name })
}

/// A path as a part of an IRI: `/` and what needs no escape stay.
fn percent(path: &str) -> String {
    use std::fmt::Write as _;
    path.bytes().fold(String::with_capacity(path.len()), |mut iri, byte| {
        if byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte) {
            iri.push(char::from(byte));
        } else {
            let _ = write!(iri, "%{byte:02X}");
        }
        iri
    })
}

#[cfg(test)]
mod tests {
    use super::percent;

    #[test]
    fn paths_become_parts_of_an_iri() {
        assert_eq!(percent("corpus/c 2/d10.md"), "corpus/c%202/d10.md");
        assert_eq!(percent("é#?"), "%C3%A9%23%3F");
    }
}
