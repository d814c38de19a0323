//! Queries against a small study.

mod completions;
mod grammar;
mod mistakes;
mod properties;
mod questions;

use std::borrow::Cow;

use roaring::RoaringBitmap;
use uuid::Uuid;

use crate::index::catalogue::CataloguedTurn;
use crate::index::words::Wanted;
use crate::index::{Cancel, Catalogue, CodingTable, Found, Stopped, TextFinder, answer};
use crate::model::codebook::{Codebook, ReadFamily};
use crate::model::config::StudyConfig;
use crate::model::document::{Document, FrontMatter};
use crate::model::edit::{self, TextOf};
use crate::model::event::{Body, Event};
use crate::model::hash::TextHash;
use crate::model::names::{CodingKey, DocumentKey};
use crate::model::record::Source;
use crate::model::study::Study;
use crate::text::Span;

use super::{Lookup, Query, QueryError};

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
definition = { nl = "Over de grens kijken." }
[[code]]
id = "othering"
exclude = [{ nl = "niet hoe de Ander kijkt" }]
examples = [{ nl = "een voorbeeldzin" }]
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

/// Each document is one turn.
struct Texts;

impl TextFinder for Texts {
    fn turns(&self, _: &Wanted, _: &Cancel) -> Result<RoaringBitmap, Stopped> {
        Ok(RoaringBitmap::new())
    }

    fn text(&self, _: DocumentKey) -> Option<Cow<'_, str>> {
        Some(Cow::Borrowed(TEXT))
    }
}

/// The codings that a query gives, or those in the turns that it gives.
fn codings(study: &Study, query: &str) -> Result<Vec<CodingKey>, QueryError> {
    let mut catalogue = Catalogue::default();
    for document in study.documents() {
        let span = Span::of(TEXT);
        let turn = CataloguedTurn { span, spoken: span, label: None };
        catalogue.push(document.key, TextHash::of(TEXT), 0, [turn]);
    }
    let lookup = Lookup { study, catalogue: Some(&catalogue), forms: None };
    let mut question = Query::parse(query)?.question(&lookup)?;
    question.give_codings(&[]);
    let table = CodingTable::new(study);
    match answer(&question, &table, &Texts, &catalogue, &Cancel::default()).unwrap().found {
        Found::Codings(codings) => Ok(codings),
        Found::Turns(_) => panic!("codings were asked for"),
    }
}

fn found(query: &str) -> String {
    let study = study();
    let row = |key| {
        let coding = study.coding(key);
        let code = coding.code.map_or("-", |code| study.code_id(code));
        format!("{code}@{}", study.document_id(coding.document))
    };
    match codings(&study, query) {
        Ok(codings) => codings.into_iter().map(row).collect::<Vec<_>>().join(" "),
        Err(error) => error.to_string(),
    }
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
        ("code:* NOT coder:anna", "perspectief-nemen@d1 perspectief-nemen@d2 weg@d2"),
        ("code:reflectie NOT code:perspectief-nemen", ""),
        ("code:reflectie NOT code:othering", "reflectie@d1 perspectief-nemen@d1 perspectief-nemen@d2"),
        ("definition:grens", "perspectief-nemen@d1 perspectief-nemen@d2"),
        ("definition:\"de ander\"", "othering@d3"),
        ("definition:voorbeeldzin,ander coder:anna", "othering@d3"),
        ("definition:* doc:d1", "perspectief-nemen@d1"),
        ("definition:x", ""),
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
        let found = codings(&study, query).unwrap();
        let mut sorted = found.clone();
        study.sort_by_place(&mut sorted);
        assert_eq!(found, sorted, "{query}");
    }
}
