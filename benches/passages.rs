//! How soon the passages of a code are there in a study of size L: found, and in the order of the corpus.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its study cannot go on")]

use std::sync::OnceLock;

use jiff::Timestamp;
use kantlijn::import::generate::{Generator, Palette, PaletteCode, Size};
use kantlijn::index::{Filter, Query, passages};
use kantlijn::model::codebook::{Codebook, ReadFamily};
use kantlijn::model::config::StudyConfig;
use kantlijn::model::document::{Document, FrontMatter, split};
use kantlijn::model::event::{Body, Event};
use kantlijn::model::hash::{Revision, TextHash};
use kantlijn::model::record::Source;
use kantlijn::model::{Anchor, Study};
use uuid::Uuid;

fn main() {
    divan::main();
}

/// A root with forty codes below it.
fn family() -> String {
    let codes = (0..40).map(|number| format!("[[code]]\nid = \"c{number}\"\nparent = \"alles\"\n"));
    format!("family = \"f\"\n[[code]]\nid = \"alles\"\n{}", codes.collect::<String>())
}

/// A study of size L, without files.
fn study() -> &'static Study {
    static STUDY: OnceLock<Study> = OnceLock::new();
    STUDY.get_or_init(|| {
        let mut study =
            Study::new(StudyConfig::parse("format = 1\ntree = [\"cyclus\", \"traject\"]\n").unwrap());
        let read = ReadFamily::parse("codebook/f.toml", &family()).unwrap();
        study.codebook = Codebook::build(vec![read], &mut study.names.codes).0;
        let codes = (0..40).map(|number| PaletteCode { id: format!("c{number}"), exclusive_in: None });
        let palette = Palette { codes: codes.collect(), facets: Vec::new() };
        let generator = Generator::new(Size::L, &palette, 1);
        let coders: Vec<_> =
            (0..Size::L.coders).map(|number| study.coder(&format!("coder-{number}"))).collect();
        let mut documents = Vec::new();
        let mut n = 0;
        for number in 0..Size::L.documents {
            let made = generator.document(number);
            let hash = TextHash::of(made.text());
            for coding in &made.codings {
                n += 1;
                let id = Uuid::from_u128(u128::from(n));
                let body = Body::Code {
                    document: made.id.clone(),
                    anchor: Anchor::new(made.text(), hash, coding.span).unwrap(),
                    code: palette.codes[coding.code].id.clone(),
                    revision: Revision::default(),
                    facets: Vec::new(),
                };
                let event = Event { id, n, tx: id, of: 1, at: Timestamp::UNIX_EPOCH, body };
                study.take_event(coders[coding.coder], &event, Source::default());
            }
            let head = split(&made.file).head.map(FrontMatter::parse);
            documents.push(Document {
                key: study.names.documents.number(&made.id),
                id: made.id,
                path: made.path,
                front: head.unwrap_or_else(|| Ok(FrontMatter::default())).unwrap(),
                text_start: made.text_start as u32,
                text_length: (made.file.len() - made.text_start) as u32,
            });
        }
        study.set_documents(documents);
        study.settle();
        study
    })
}

/// The code that is used most.
#[divan::bench]
fn one_code(bencher: divan::Bencher) {
    let study = study();
    let code = study.codebook.by_id("c0").unwrap().key;
    let condition = Filter::code(code, true).condition(study);
    println!("{} passages", passages(study, &condition).len());
    bencher.bench(|| passages(study, &condition));
}

/// Every code there is: the worst case.
#[divan::bench]
fn all_codes(bencher: divan::Bencher) {
    let study = study();
    let code = study.codebook.by_id("alles").unwrap().key;
    let condition = Filter::code(code, true).condition(study);
    println!("{} passages", passages(study, &condition).len());
    bencher.bench(|| passages(study, &condition));
}

/// A query with conditions, read anew.
#[divan::bench]
fn a_query(bencher: divan::Bencher) {
    let study = study();
    bencher.bench(|| {
        let query = Query::parse("code:c3 coder:coder-1 cyclus:2..3 NOT traject:Driehoek").unwrap();
        passages(study, &query.condition(study).unwrap())
    });
}
