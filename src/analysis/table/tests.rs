use rustc_hash::FxHashMap;
use uuid::Uuid;

use super::*;
use crate::model::codebook::{Codebook, ReadFamily};
use crate::model::config::StudyConfig;
use crate::model::document::{Document, FrontMatter};
use crate::model::event::{Body, Event};
use crate::model::hash::{Revision, TextHash};
use crate::model::names::DocumentKey;
use crate::model::quote::Anchor;
use crate::model::record::Source;
use crate::text::{Span, Turns};

const CONFIG: &str = r#"
format = 1
[[attribute]]
id = "cyclus"
values = ["1", "2", "3"]
[[role]]
id = "student"
name = { nl = "student in opleiding" }
[[participant]]
id = "SO4"
labels = ["SO4", "S04"]
roles = ["student"]
[[strand]]
label = "CITAAT"
[[warning]]
id = "cyclus"
when = { by = ["cyclus"] }
text = { nl = "…" }
"#;

const FAMILY: &str = "family = \"lm\"\n[[facet]]\nid = \"niveau\"\nkind = \"several\"\nvalues = [\"pers\", \"org\"]\n\
    [[code]]\nid = \"reflectie\"\n[[code]]\nid = \"nemen\"\nparent = \"reflectie\"\n[[code]]\nid = \"leeg\"\n";

const TEXTS: [(&str, &str, &str); 3] = [
    (
        "d1",
        "cyclus: 2\nspeakers:\n  SO4: student\n  FA1: facilitator",
        "SO4: Een brug.\nFA1: Een muur.\nCITAAT: Een weg.",
    ),
    ("d2", "cyclus: 1\nspeakers:\n  S04: student", "S04: Een brug."),
    ("d3", "titel: x", "Een brug zonder spreker."),
];

struct Bench {
    study: Study,
    catalogue: Catalogue,
    number: u128,
}

impl Bench {
    fn new() -> Self {
        let mut study = Study::new(StudyConfig::parse(CONFIG).unwrap());
        let mut catalogue = Catalogue::default();
        let mut labels = FxHashMap::default();
        let mut documents = Vec::new();
        for (id, head, text) in TEXTS {
            let key: DocumentKey = study.names.documents.number(id);
            let front = FrontMatter::parse(head).unwrap();
            let document = Document {
                key,
                id: id.to_owned(),
                path: format!("corpus/{id}.md"),
                front,
                text_start: 0,
                text_length: text.len() as u32,
            };
            let turns = Turns::parse(text, &document.speaker_labels());
            catalogue.push_text(&mut labels, key, TextHash::of(text), 0, text, &turns);
            documents.push(document);
        }
        study.set_documents(documents);
        let family = ReadFamily::parse("codebook/lm.toml", FAMILY).unwrap();
        study.codebook = Codebook::build(vec![family], &mut study.names.codes).0;
        Self { study, catalogue, number: 0 }
    }

    fn code(&mut self, coder: &str, document: usize, words: &str, code: &str, niveau: &[&str]) -> CodingKey {
        let (id, _, text) = TEXTS[document];
        let start = text.find(words).unwrap() as u32;
        let anchor =
            Anchor::new(text, TextHash::of(text), Span::new(start, start + words.len() as u32)).unwrap();
        let facets = match niveau {
            [] => Vec::new(),
            values => vec![("niveau".to_owned(), values.iter().map(ToString::to_string).collect())],
        };
        self.number += 1;
        let id_of = Uuid::from_u128(self.number);
        let body = Body::Code {
            document: id.to_owned(),
            anchor,
            code: code.to_owned(),
            revision: Revision(1),
            facets,
        };
        let at = jiff::Timestamp::UNIX_EPOCH;
        let event = Event { id: id_of, n: self.number as u64, tx: id_of, of: 1, at, body };
        let coder = self.study.coder(coder);
        self.study.take_event(coder, &event, Source::default());
        self.study.settle();
        self.study.find_coding(id_of).unwrap()
    }

    fn table(&self, by: &str, descendants: bool) -> Table {
        let codings: Vec<CodingKey> = self.study.codings().map(|(key, _)| key).collect();
        let rows = code_rows(&self.study, &codings, descendants);
        table(&self.study, &self.catalogue, rows, &By::named(&self.study, by).unwrap())
    }
}

/// Codings, documents and speakers of each cell, as `1/1/2`; an empty one is a dot.
fn drawn(table: &Table) -> Vec<String> {
    let cell = |cell: &Cell| match cell.codings {
        0 => ".".to_owned(),
        codings => format!("{codings}/{}/{}", cell.documents, cell.speakers),
    };
    let line = |name: &str, cells: &[Cell], total: &Cell| {
        let cells: Vec<String> = cells.iter().chain([total]).map(cell).collect();
        format!("{name} {}", cells.join(" "))
    };
    let columns: Vec<&str> = table.columns.iter().map(|column| column.label.as_str()).collect();
    let mut lines = vec![columns.join(" ")];
    for (row, (cells, total)) in table.rows.iter().zip(table.cells.iter().zip(&table.row_totals)) {
        lines.push(line(&row.label, cells, total));
    }
    lines.push(line("=", &table.column_totals, &table.total));
    lines
}

fn bench() -> Bench {
    let mut bench = Bench::new();
    bench.code("anna", 0, "Een brug.\nFA1: Een muur.", "nemen", &["pers", "org"]);
    bench.code("anna", 0, "brug", "reflectie", &[]);
    bench.code("bram", 1, "brug", "nemen", &["pers"]);
    bench.code("bram", 0, "weg", "nemen", &[]);
    bench.code("anna", 2, "brug", "weggehaald", &[]);
    bench
}

#[test]
fn cells_count_codings_documents_and_people() {
    let bench = bench();
    // One person under two labels is one; a strand is nobody; a code that the codebook lost comes last.
    let expected = [
        "1 2 3 —",
        "reflectie . 1/1/1 . . 1/1/1",
        "nemen 1/1/1 2/1/2 . . 3/2/2",
        "weggehaald . . . 1/1/0 1/1/0",
        "= 1/1/1 3/1/2 . 1/1/0 5/3/2",
    ];
    assert_eq!(drawn(&bench.table("cyclus", false)), expected);
}

#[test]
fn with_those_below_a_coding_counts_in_each_row_and_once_in_all() {
    let bench = bench();
    let table = bench.table("coder", true);
    let expected = [
        "anna bram",
        "reflectie 2/1/2 2/2/1 4/2/2",
        "nemen 1/1/2 2/2/1 3/2/2",
        "weggehaald 1/1/0 . 1/1/0",
        "= 3/2/2 2/2/1 5/3/2",
    ];
    assert_eq!(drawn(&table), expected);
    assert_eq!(table.rows.iter().map(|row| row.depth).collect::<Vec<_>>(), [0, 1, 0]);
}

#[test]
fn a_coding_with_several_values_counts_in_each_column_and_once_in_the_total() {
    let bench = bench();
    let roles =
        ["student in opleiding facilitator —", "reflectie 1/1/1 . . 1/1/1", "nemen 2/2/2 1/1/2 1/1/0 3/2/2"];
    assert_eq!(drawn(&bench.table("role", false))[..3], roles);
    let levels = ["pers org —", "reflectie . . 1/1/1 1/1/1", "nemen 2/2/2 1/1/2 1/1/0 3/2/2"];
    assert_eq!(drawn(&bench.table("niveau", false))[..3], levels);
    assert_eq!(drawn(&bench.table("speaker", false))[0], "FA1 SO4 —");
    assert_eq!(drawn(&bench.table("document", false))[0], "d1 d2 d3");
}

#[test]
fn a_cell_knows_its_query_and_a_table_its_warnings() {
    let bench = bench();
    let table = bench.table("cyclus", false);
    assert_eq!(table.query(Some(1), Some(1)), "code:=nemen cyclus:2");
    assert_eq!(table.query(Some(1), Some(3)), "code:=nemen NOT cyclus:*");
    assert_eq!(table.query(None, Some(0)), "cyclus:1");
    assert_eq!(table.query(None, None), "code:*");
    assert_eq!(bench.table("document", true).query(Some(0), Some(1)), "code:reflectie doc:d2");
    let warnings: Vec<&str> = table.warnings.iter().map(|warning| warning.id.as_str()).collect();
    assert_eq!(warnings, ["cyclus"]);
    assert!(bench.table("coder", false).warnings.is_empty());
    assert_eq!(By::named(&bench.study, "kleur"), None);
}
