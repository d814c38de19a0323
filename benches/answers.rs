//! How soon questions about codes are answered in a study of size L: the table of its codings, codes, and how codings stand
//! to each other. Texts are not looked into.

#![expect(clippy::unwrap_used, reason = "a bench that cannot make its study cannot go on")]

use std::borrow::Cow;
use std::sync::OnceLock;

use jiff::Timestamp;
use kantlijn::import::generate::{Generator, Palette, PaletteCode, Size};
use kantlijn::index::question::{CodingTest, Part, Relation, Unit};
use kantlijn::index::words::Wanted;
use kantlijn::index::{
    Cancel, Catalogue, CodeSet, CodingTable, Gives, Question, Stopped, TextFinder, answer,
};
use kantlijn::model::codebook::{Codebook, ReadFamily};
use kantlijn::model::config::StudyConfig;
use kantlijn::model::document::{Document, FrontMatter, split};
use kantlijn::model::event::{Body, Event};
use kantlijn::model::hash::{Revision, TextHash};
use kantlijn::model::quote::Verdict;
use kantlijn::model::record::Source;
use kantlijn::model::{Anchor, DocumentKey, Study};
use kantlijn::text::Turns;
use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;
use uuid::Uuid;

fn main() {
    divan::main();
}

/// A root with forty codes below it.
fn family() -> String {
    let codes = (0..40).map(|number| format!("[[code]]\nid = \"c{number}\"\nparent = \"alles\"\n"));
    format!("family = \"f\"\n[[code]]\nid = \"alles\"\n{}", codes.collect::<String>())
}

/// A study of size L, without files, and its turns.
fn made() -> &'static (Study, Catalogue) {
    static STUDY: OnceLock<(Study, Catalogue)> = OnceLock::new();
    STUDY.get_or_init(|| {
        let (mut catalogue, mut labels) = (Catalogue::default(), FxHashMap::default());
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
            let document = study.names.documents.number(&made.id);
            let turns = Turns::parse(made.text(), &[]);
            catalogue.push_text(&mut labels, document, hash, made.text_start as u32, made.text(), &turns);
            let head = split(&made.file).head.map(FrontMatter::parse);
            documents.push(Document {
                key: document,
                id: made.id,
                path: made.path,
                front: head.unwrap_or_else(|| Ok(FrontMatter::default())).unwrap(),
                text_start: made.text_start as u32,
                text_length: (made.file.len() - made.text_start) as u32,
            });
        }
        study.set_documents(documents);
        study.settle();
        (study, catalogue)
    })
}

fn study() -> &'static Study {
    &made().0
}

fn table() -> &'static CodingTable {
    static TABLE: OnceLock<CodingTable> = OnceLock::new();
    TABLE.get_or_init(|| CodingTable::new(study()))
}

/// Texts that hold nothing.
struct NoTexts;

impl TextFinder for NoTexts {
    fn turns(&self, _: &Wanted, _: &Cancel) -> Result<RoaringBitmap, Stopped> {
        Ok(RoaringBitmap::new())
    }

    fn text(&self, _: DocumentKey) -> Option<Cow<'_, str>> {
        None
    }
}

/// The table made for the first time.
#[divan::bench]
fn a_table(bencher: divan::Bencher) {
    let study = study();
    bencher.bench(|| CodingTable::new(study));
}

/// The table brought up to date after one coding, while another thread holds the one before.
#[divan::bench]
fn a_table_after_one_coding(bencher: divan::Bencher) {
    let mut study = study().clone();
    let mut table = CodingTable::new(&study);
    let key = study.codings().next().unwrap().0;
    bencher.bench_local(|| {
        let verdict = if study.verdict(key) == Verdict::Exact { Verdict::Lost } else { Verdict::Exact };
        study.set_verdict(key, verdict);
        let held = table.clone();
        table.refresh(&study);
        held
    });
}

fn code(id: &str) -> Part {
    let code = study().codebook.by_id(id).unwrap().key;
    Part::Coding(CodingTest::Codes(CodeSet::of(study(), code, true)))
}

fn ask(bencher: divan::Bencher, part: Part, gives: Gives) {
    let (catalogue, table) = (&made().1, table());
    let question = Question { part, gives };
    let found = || answer(&question, table, &NoTexts, catalogue, &Cancel::default()).unwrap().found;
    assert!(!found().is_empty());
    bencher.bench(found);
}

fn related(left: &str, relation: Relation, negated: bool, right: &str) -> Part {
    Part::Related { left: Box::new(code(left)), relation, negated, right: Box::new(code(right)) }
}

/// The code that is used most.
#[divan::bench]
fn one_code(bencher: divan::Bencher) {
    ask(bencher, code("c0"), Gives::Codings);
}

/// Every code there is: the worst case.
#[divan::bench]
fn all_codes(bencher: divan::Bencher) {
    ask(bencher, code("alles"), Gives::Codings);
}

/// The turns in which two codes stand.
#[divan::bench]
fn turns_with_both(bencher: divan::Bencher) {
    ask(bencher, Part::All(vec![code("c0"), code("c1")]), Gives::Turns);
}

/// Turns without any code.
#[divan::bench]
fn uncoded_turns(bencher: divan::Bencher) {
    ask(bencher, Part::Not(Box::new(code("alles"))), Gives::Turns);
}

/// A code in documents of which another stands in.
#[divan::bench]
fn in_one_document(bencher: divan::Bencher) {
    let both = Part::All(vec![code("c3"), code("c9")]);
    ask(bencher, Part::In(Unit::Document, Box::new(both)), Gives::Codings);
}

const RELATIONS: [Relation; 6] = [
    Relation::Overlaps,
    Relation::Within,
    Relation::Encloses,
    Relation::Near(2),
    Relation::Before(2),
    Relation::After(2),
];

/// The two codes that are used most.
#[divan::bench(args = RELATIONS)]
fn two_codes(bencher: divan::Bencher, relation: Relation) {
    ask(bencher, related("c0", relation, false, "c1"), Gives::Codings);
}

/// All codings to all codings: the worst case.
#[divan::bench(args = RELATIONS)]
fn all_to_all(bencher: divan::Bencher, relation: Relation) {
    ask(bencher, related("alles", relation, false, "alles"), Gives::Codings);
}

/// Codings with no other near.
#[divan::bench]
fn alone(bencher: divan::Bencher) {
    ask(bencher, related("alles", Relation::Near(2), true, "alles"), Gives::Codings);
}

/// The turns of a relation inside a relation.
#[divan::bench]
fn turns_of_nested_relations(bencher: divan::Bencher) {
    let inner = related("alles", Relation::Overlaps, false, "c0");
    let part = Part::Related {
        left: Box::new(inner),
        relation: Relation::Before(3),
        negated: false,
        right: Box::new(code("c1")),
    };
    ask(bencher, part, Gives::Turns);
}
