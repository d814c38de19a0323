//! The published schema of the JSON export and its description say the same, and both can be relied on: the
//! example in docs/export.md is valid and true, and what breaks a promise is refused.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

fn doc(name: &str) -> String {
    fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name)).unwrap()
}

fn schema() -> Value {
    serde_json::from_str(&doc("export.schema.json")).unwrap()
}

/// What stands in the nth fenced block that opens with `fence` in docs/export.md.
fn fenced(fence: &str) -> String {
    let text = doc("export.md");
    let from = text.find(&format!("\n{fence}\n")).unwrap() + fence.len() + 2;
    let length = text[from..].find("```").unwrap();
    text[from..from + length].to_owned()
}

fn example() -> Value {
    serde_json::from_str(&fenced("```json")).unwrap()
}

/// Every error the validator finds, one a line; empty for a valid export.
fn errors(export: &Value) -> String {
    let validator = jsonschema::draft202012::new(&schema()).unwrap();
    let lines = validator.iter_errors(export).map(|error| format!("{}: {error}", error.instance_path()));
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn the_schema_is_one() {
    assert!(jsonschema::meta::validate(&schema()).is_ok());
}

#[test]
fn the_example_is_valid_and_its_positions_are_true() {
    let export = example();
    assert_eq!(errors(&export), "");

    let file = fenced("Of this document, `corpus/d1.md`:\n\n```");
    let text = file.split_once("\n---\n").unwrap().1;
    let document = &export["documents"][0];
    assert_eq!(document["length"], text.chars().count());
    assert_eq!(document["length_bytes"], text.len());
    let hash = sha256(text);
    assert_eq!(document["hash"], format!("sha256:{hash}"));

    let segment = &export["segments"][0];
    let at = |field: &str| usize::try_from(segment[field].as_u64().unwrap()).unwrap();
    let passage: String = text.chars().skip(at("start")).take(at("end") - at("start")).collect();
    assert_eq!(segment["text"], passage);
    assert_eq!(segment["text"], text[at("start_byte")..at("end_byte")]);
    assert!(text[..at("start_byte")].ends_with(segment["prefix"].as_str().unwrap()));
    assert!(text[at("end_byte")..].starts_with(segment["suffix"].as_str().unwrap()));
}

fn sha256(text: &str) -> String {
    use sha2::Digest as _;
    let hex = sha2::Sha256::digest(text).iter().map(|byte| format!("{byte:02x}")).collect::<Vec<_>>();
    hex.concat()
}

#[test]
fn a_mark_has_no_code() {
    let mut export = example();
    export["segments"][0]["code"] = Value::Null;
    assert_ne!(errors(&export), "", "a revision without a code");
    export["segments"][0]["code_revision"] = Value::Null;
    assert_eq!(errors(&export), "");
}

#[test]
fn a_document_that_is_gone_has_no_text() {
    let mut export = example();
    export["documents"][0]["path"] = Value::Null;
    assert_ne!(errors(&export), "");
    for field in ["hash", "length", "length_bytes", "turns"] {
        export["documents"][0][field] = Value::Null;
    }
    assert_eq!(errors(&export), "");
}

#[test]
fn what_breaks_a_promise_is_refused() {
    let breaches = [
        ("/format", json!("other")),
        ("/format_version", json!(2)),
        ("/offset_unit", json!("byte")),
        ("/exported_at", json!("yesterday")),
        ("/exported_at", json!("2026-11-23T20:15:00+01:00")),
        ("/filter/codes", json!([])),
        ("/documents/0/hash", json!("sha256:00")),
        ("/documents/0/length", Value::Null),
        ("/documents/0/attributes/cyclus", json!(1)),
        ("/codes/0/path", json!([])),
        ("/codes/0/color", json!("red")),
        ("/segments/0/anchor", json!("orphaned")),
        ("/segments/0/anchor", json!("lost")),
        ("/segments/1/anchor", json!("exact")),
        ("/segments/1/start", json!(3)),
        ("/segments/0/end", Value::Null),
        ("/segments/0/start", json!(-1)),
        ("/segments/0/first_turn", json!(0)),
        ("/segments/0/facets/niveau", json!("interpersoonlijk")),
        ("/segments/0/facets/niveau", json!([])),
        ("/segments/0/times/start_ms", json!("00:14:05")),
        ("/segments/0/code_revision", json!("0b77d2c4aa")),
    ];
    for (place, value) in breaches {
        let mut export = example();
        *export.pointer_mut(place).unwrap() = value.clone();
        assert_ne!(errors(&export), "", "{place} = {value}");
    }
}

#[test]
fn every_object_is_closed_and_complete() {
    for place in [
        "",
        "/generator",
        "/study",
        "/documents/0",
        "/codes/0",
        "/coders/0",
        "/segments/0",
        "/segments/0/memos/0",
    ] {
        let mut export = example();
        let object = export.pointer_mut(place).unwrap().as_object_mut().unwrap();
        object.insert("unknown".to_owned(), json!(1));
        assert!(errors(&export).contains("unknown"), "{place} takes a field that the schema does not name");

        let fields: Vec<String> =
            example().pointer(place).unwrap().as_object().unwrap().keys().cloned().collect();
        for field in fields {
            let mut export = example();
            export.pointer_mut(place).unwrap().as_object_mut().unwrap().remove(&field);
            assert!(errors(&export).contains(&field), "{place}/{field} may be missing");
        }
    }
}

#[test]
fn the_description_names_every_field() {
    let text = doc("export.md");
    let described = text.split("## Example").next().unwrap();
    let mut missing = Vec::new();
    collect_fields(&schema(), &mut |field| {
        if !described.contains(&format!("`{field}`")) {
            missing.push(field.to_owned());
        }
    });
    assert_eq!(missing, [""; 0], "docs/export.md does not name these fields of the schema");
}

/// Calls `found` with the name of every property anywhere in `schema`.
fn collect_fields(schema: &Value, found: &mut impl FnMut(&str)) {
    match schema {
        Value::Object(map) => {
            if let Some(Value::Object(properties)) = map.get("properties") {
                properties.keys().for_each(|field| found(field));
            }
            map.values().for_each(|inner| collect_fields(inner, found));
        }
        Value::Array(items) => items.iter().for_each(|inner| collect_fields(inner, found)),
        _ => {}
    }
}
