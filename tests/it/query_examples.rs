//! The examples of docs/query.md, asked of the study that ships with the program: the page is where the numbers stand.

use std::borrow::Cow;
use std::fs;
use std::path::Path;
use std::sync::Arc;

use kantlijn::index::answer::TextFinder;
use kantlijn::index::query::Lookup;
use kantlijn::index::words::{Matcher, Scratch, Wanted};
use kantlijn::index::{Cancel, Catalogue, CodingTable, Found, Query, Stopped, answer};
use kantlijn::model::DocumentKey;
use kantlijn::store::{Access, LoadedText, OpenStudy, Places};
use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

/// All texts, read from beginning to end for every question.
struct Texts {
    texts: Vec<Arc<LoadedText>>,
    catalogue: Catalogue,
}

impl Texts {
    fn of(open: &mut OpenStudy) -> Self {
        let mut documents: Vec<(String, DocumentKey)> =
            open.study.documents().iter().map(|document| (document.path.clone(), document.key)).collect();
        documents.sort();
        let (mut catalogue, mut known) = (Catalogue::default(), FxHashMap::default());
        let mut texts = Vec::new();
        for (_, key) in documents {
            let text = open.text(key).unwrap();
            catalogue.push_text(&mut known, key, text.hash, 0, &text.text, &text.turns);
            texts.push(text);
        }
        Self { texts, catalogue }
    }
}

impl TextFinder for Texts {
    fn turns(&self, wanted: &Wanted, _: &Cancel) -> Result<RoaringBitmap, Stopped> {
        let (matcher, mut scratch) = (Matcher::new(wanted), Scratch::default());
        let mut found = RoaringBitmap::new();
        for (text, known) in self.texts.iter().zip(self.catalogue.documents()) {
            let turns = known.numbers().zip(self.catalogue.turns_of(known));
            found.extend(
                turns
                    .filter(|(_, turn)| matcher.found(&text.text, turn.spoken, &mut scratch))
                    .map(|(number, _)| number),
            );
        }
        Ok(found)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        let text = self.texts.iter().find(|text| text.document == document)?;
        Some(Cow::Borrowed(&text.text))
    }
}

/// Query, what it gives and how many, of each row below `## Examples`.
fn examples(page: &str) -> Vec<(&str, String)> {
    let (_, rows) = page.split_once("\n## Examples\n").unwrap();
    let rows = rows.lines().filter_map(|line| line.strip_prefix("| `"));
    rows.map(|row| {
        let (query, rest) = row.split_once("` | ").unwrap();
        (query, rest.trim_end_matches(" |").replace(" | ", " "))
    })
    .collect()
}

#[test]
fn the_examples_find_what_the_page_says() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let aside = tempfile::tempdir().unwrap();
    let [config, data, cache] = ["c", "d", "k"].map(|name| aside.path().join(name));
    let places = Places { config, data, cache };
    let mut open = OpenStudy::open(root, &places, &Access::Read, Box::new(|| {})).unwrap();
    let texts = Texts::of(&mut open);
    let table = CodingTable::new(&open.study);
    let lookup = Lookup { study: &open.study, catalogue: Some(&texts.catalogue), forms: None };
    let page = fs::read_to_string(root.join("docs/query.md")).unwrap();
    let examples = examples(&page);
    assert!(examples.len() > 30);
    let mut wrong = Vec::new();
    for (query, expected) in examples {
        let question = Query::parse(query).unwrap().question(&lookup).unwrap();
        let answer = answer(&question, &table, &texts, &texts.catalogue, &Cancel::default()).unwrap();
        let what = if matches!(answer.found, Found::Codings(_)) { "codings" } else { "turns" };
        let found = format!("{what} {}", answer.found.len());
        if found != expected {
            wrong.push(format!("`{query}` gives {found}, the page says {expected}"));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}
