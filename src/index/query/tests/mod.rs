//! Queries against a small study.

mod completions;
mod grammar;
mod mistakes;
mod properties;
mod questions;

use uuid::Uuid;

use crate::index::{CodeChoice, Filter, passages};
use crate::model::codebook::{Codebook, ReadFamily};
use crate::model::config::StudyConfig;
use crate::model::document::{Document, FrontMatter};
use crate::model::edit::{self, TextOf};
use crate::model::event::{Body, Event};
use crate::model::hash::TextHash;
use crate::model::record::Source;
use crate::model::study::Study;
use crate::text::Span;

use super::Query;

const CONFIG: &str = r#"
format = 1
[queries]
reflecteren = "code:reflectie OR code:othering"
anna = "coder:anna"
kring = "@rond code:*"
rond = "@kring"
fout = "code:refl"
buiten = "@fout"
[[attribute]]
id = "cyclus"
name = { nl = "cyclus", en = "cycle" }
values = [1, 2, 3]
labels = { "1" = "exploratie" }
[[attribute]]
id = "traject"
values = ["VONC", "Driehoek"]
"#;

const FAMILY: &str = r#"
family = "lm"
[[facet]]
id = "niveau"
values = ["institutioneel", "interpersoonlijk"]
[[code]]
id = "reflectie"
[[code]]
id = "perspectief-nemen"
parent = "reflectie"
[[code]]
id = "othering"
"#;

const TEXT: &str = "abcdefghij";

/// Codings as `code@document`, each on the byte of its number; `anna` makes the even ones, `bram` the odd ones.
fn study() -> Study {
    let mut study = Study::new(StudyConfig::parse(CONFIG).unwrap());
    let family = ReadFamily::parse("codebook/lm.toml", FAMILY).unwrap();
    study.codebook = Codebook::build(vec![family], &mut study.names.codes).0;
    let documents =
        [("d1", "1", "VONC", "2024-01-09"), ("d2", "2", "Driehoek", "2024-02-10"), ("d3", "10", "VONC", "x")];
    let documents = documents.map(|(id, cycle, trajectory, date)| Document {
        key: study.names.documents.number(id),
        id: id.to_owned(),
        path: format!("corpus/{id}.md"),
        front: FrontMatter {
            attributes: [
                ("cyclus", cycle),
                ("traject", trajectory),
                ("datum", date),
                ("thema", "taal, doelen"),
            ]
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .to_vec(),
            ..FrontMatter::default()
        },
        text_start: 0,
        text_length: TEXT.len() as u32,
    });
    study.set_documents(documents.to_vec());
    let codings = [
        ("d3", Some("othering"), None),
        ("d2", Some("perspectief-nemen"), Some("interpersoonlijk")),
        ("d1", Some("reflectie"), None),
        ("d1", Some("perspectief-nemen"), Some("institutioneel")),
        ("d1", None, None),
        ("d2", Some("weg"), None),
    ];
    for (place, (document, code, level)) in codings.into_iter().enumerate() {
        let coder = study.coder(["anna", "bram"][place % 2]);
        let key = study.names.documents.number(document);
        let text = TextOf { document: key, text: TEXT, hash: TextHash::of(TEXT) };
        let span = Span::new(place as u32, place as u32 + 1);
        let mut body = edit::mark(&study, text, span).unwrap();
        if let (Some(code), Body::Mark { document, anchor }) = (code, body.clone()) {
            let facets = level.map(|level| ("niveau".to_owned(), vec![level.to_owned()]));
            let revision = study.codebook.by_id(code).map(|code| code.revision).unwrap_or_default();
            let facets = facets.into_iter().collect();
            body = Body::Code { document, anchor, code: code.to_owned(), revision, facets };
        }
        let n = place as u64 + 1;
        let id = Uuid::from_u128(u128::from(n));
        let event = Event { id, n, tx: id, of: 1, at: jiff::Timestamp::UNIX_EPOCH, body };
        study.take_event(coder, &event, Source::default());
    }
    study.settle();
    study
}

fn found(query: &str) -> String {
    let study = study();
    let condition = match Query::parse(query).and_then(|query| query.condition(&study)) {
        Ok(condition) => condition,
        Err(error) => return error.to_string(),
    };
    let row = |key| {
        let coding = study.coding(key);
        let code = coding.code.map_or("-", |code| study.code_id(code));
        format!("{code}@{}", study.document_id(coding.document))
    };
    passages(&study, &condition).into_iter().map(row).collect::<Vec<_>>().join(" ")
}

#[test]
fn codings_are_found_by_place() {
    let all = "reflectie@d1 perspectief-nemen@d1 perspectief-nemen@d2 weg@d2 othering@d3";
    for (query, expected) in [
        ("code:*", all),
        ("code:reflectie", "reflectie@d1 perspectief-nemen@d1 perspectief-nemen@d2"),
        ("code:=reflectie", "reflectie@d1"),
        ("code:weg", "weg@d2"),
        ("mark:", "-@d1"),
        ("code:* OR mark:", "reflectie@d1 perspectief-nemen@d1 -@d1 perspectief-nemen@d2 weg@d2 othering@d3"),
        ("code:othering OR code:=reflectie", "reflectie@d1 othering@d3"),
        ("code:reflectie coder:anna", "reflectie@d1"),
        ("code:reflectie AND coder:ANNA", "reflectie@d1"),
        ("NOT coder:anna", "perspectief-nemen@d1 perspectief-nemen@d2 weg@d2"),
        ("code:reflectie NOT code:perspectief-nemen", "reflectie@d1"),
        ("code:* doc:d2", "perspectief-nemen@d2 weg@d2"),
        ("code:* doc:d2.md", "perspectief-nemen@d2 weg@d2"),
        ("code:* (doc:d2 OR traject:vonc) coder:anna", "reflectie@d1 othering@d3"),
        ("code:* cyclus:1..2", "reflectie@d1 perspectief-nemen@d1 perspectief-nemen@d2 weg@d2"),
        ("code:* cyclus:2..", "perspectief-nemen@d2 weg@d2 othering@d3"),
        ("code:* cyclus:..1", "reflectie@d1 perspectief-nemen@d1"),
        ("code:* datum:2024-02-01..2024-12-31", "perspectief-nemen@d2 weg@d2"),
        ("code:othering thema:doelen", "othering@d3"),
        ("code:othering thema:\"taal, doelen\"", "othering@d3"),
        ("code:othering thema:grens", ""),
        ("niveau:*", "perspectief-nemen@d1 perspectief-nemen@d2"),
        ("niveau:interpersoonlijk", "perspectief-nemen@d2"),
        ("code:othering code:reflectie", ""),
    ] {
        assert_eq!(found(query), expected, "{query}");
    }
}

#[test]
fn no_query_is_too_deep_for_the_stack() {
    assert!(found(&"(".repeat(100_000)).contains("brackets in each other"));
    assert!(found(&"NOT ".repeat(100_000)).contains("brackets in each other"));
    assert!(found(&"code:* overlaps ".repeat(100_000)).contains("brackets in each other"));
    assert!(found(&"in:turn ".repeat(100_000)).contains("brackets in each other"));
    assert_eq!(found(&format!("{}code:othering{}", "(".repeat(50), ")".repeat(50))), "othering@d3");
}

#[test]
fn the_order_is_that_of_the_study() {
    let study = study();
    for query in ["code:* OR mark:", "code:reflectie", "NOT coder:anna", "code:reflectie OR code:weg"] {
        let found = passages(&study, &Query::parse(query).unwrap().condition(&study).unwrap());
        let mut sorted = found.clone();
        study.sort_by_place(&mut sorted);
        assert_eq!(found, sorted, "{query}");
    }
}

#[test]
fn a_filter_asks_the_same() {
    let study = study();
    let code = study.codebook.by_id("reflectie").unwrap().key;
    let same = |filter: &Filter, query: &str| {
        let condition = Query::parse(query).unwrap().condition(&study).unwrap();
        assert_eq!(passages(&study, &filter.condition(&study)), passages(&study, &condition), "{query}");
    };
    same(&Filter::code(code, true), "code:reflectie");
    same(&Filter::code(code, false), "code:=reflectie");
    same(&Filter { codes: vec![CodeChoice::Any, CodeChoice::Marks], ..Filter::default() }, "code:* OR mark:");
    let attributes =
        vec![("traject".to_owned(), vec!["VONC".to_owned(), "x".to_owned()]), ("cyclus".to_owned(), vec![])];
    same(&Filter { attributes, ..Filter::code(code, true) }, "code:reflectie traject:VONC");
    let documents = vec![study.find_document("d2").unwrap().key];
    let coders = vec![study.coders()[1]];
    same(&Filter { coders, documents, ..Filter::default() }, "doc:d2 coder:bram");
    same(&Filter::default(), "code:* OR mark:");
}
