//! `export` for statistics, for other programs and for readers: tables, a matrix, a workbook, annotations, reports.

use std::collections::{BTreeMap, HashSet};
use std::io::{Cursor, Read as _};
use std::path::Path;
use std::process::Command;

use calamine::{Data, Reader as _, Xlsx};
use serde_json::Value;

use super::{Bench, D1, at, d1_text};

/// Codings of two coders, partly over each other, with a facet, a memo, a mark, and words that a spreadsheet would calculate.
fn bench() -> Bench {
    let bench = Bench::new();
    let formula = "=SOM(A1) is geen antwoord; \"zegt hij\"";
    bench.write(
        "studie/corpus/d1.md",
        format!("{D1}[00:00:40] AA1: {formula}\n").replace("cyclus: 1", "cyclus: 1\ndatum: 2024-03-14"),
    );
    bench.write("studie/corpus/leeg.txt", "Niemand codeert <b>dit</b>.\n");
    bench
        .anna(&["code", "d1", "--turn", "2", "perspectief-nemen", "--facet", "niveau=institutioneel"])
        .line();
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    bench.anna(&["memo", "--coding", &coding, "Een memo & meer."]).line();
    bench.anna(&["mark", "d1", "--at", &at("👩‍🏫")]).line();
    bench.anna(&["code", "d1", "--quote", "=SOM(A1) is geen antwoord", "vertaalslagen"]).line();
    bench.run(&["--coder", "bram", "code", "d1", "--at", &at("keer 👩‍🏫 per week"), "confrontatie"]).line();
    bench
}

fn rows(csv: &str, separator: u8) -> Vec<BTreeMap<String, String>> {
    let mut reader = csv::ReaderBuilder::new().delimiter(separator).from_reader(csv.as_bytes());
    let head: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    assert_eq!(head.iter().collect::<HashSet<_>>().len(), head.len(), "no name stands twice: {head:?}");
    reader
        .records()
        .map(|row| head.iter().cloned().zip(row.unwrap().iter().map(str::to_owned)).collect())
        .collect()
}

#[test]
fn a_table_has_a_segment_a_row() {
    let bench = bench();
    let csv = bench.run(&["export", "csv"]).done();
    assert!(csv.contains("\r\n") && !csv.starts_with('\u{feff}'));
    let rows = rows(&csv, b',');
    let codes: Vec<&str> = rows.iter().map(|row| row["code"].as_str()).collect();
    assert_eq!(codes, ["othering", "confrontatie", "", "perspectief-nemen", "vertaalslagen"]);
    let text = format!("{}[00:00:40] AA1: =SOM(A1) is geen antwoord; \"zegt hij\"\n", d1_text());
    for row in &rows {
        let place = |name: &str| row[name].parse::<usize>().unwrap();
        let points: String = text.chars().skip(place("start")).take(place("end") - place("start")).collect();
        assert_eq!(row["text"].trim_start_matches('\''), points);
        assert_eq!(&text[place("start_byte")..place("end_byte")], points);
        assert_eq!((row["anchor"].as_str(), row["var_cyclus"].as_str()), ("exact", "1"));
    }
    assert_eq!(rows[0]["code_path"], "identificatie/othering");
    assert_eq!((rows[0]["memos"].as_str(), rows[0]["coder"].as_str()), ("Een memo & meer.", "anna"));
    assert_eq!(rows[3]["facet_niveau"], "institutioneel");
    assert_eq!((rows[3]["start_ms"].as_str(), rows[3]["speakers"].as_str()), ("15000", "BB2"));
    assert_eq!(rows[4]["text"], "'=SOM(A1) is geen antwoord", "nothing calculates");
    let exact = self::rows(&bench.run(&["export", "csv", "--exact-cells"]).done(), b',');
    assert_eq!(exact[4]["text"], "=SOM(A1) is geen antwoord");
}

#[test]
fn a_table_speaks_the_dialect_that_is_asked_for() {
    let bench = bench();
    let dutch = bench.run(&["export", "csv", "--excel", "--attributes", "datum"]).done();
    let dutch = dutch.strip_prefix('\u{feff}').unwrap();
    let head = dutch.lines().next().unwrap();
    assert!(head.contains(";text;") && head.ends_with(";var_datum"), "{head}");
    assert_eq!(rows(dutch, b';')[0]["var_datum"], "2024-03-14");
    let tabs = bench.run(&["export", "csv", "--separator", "tab", "--language", "en"]).done();
    assert_eq!(rows(&tabs, b'\t')[0]["code_name"], "Othering");
    for wrong in [
        &["export", "csv", "--separator", "ab"][..],
        &["export", "csv", "--separator", "\""],
        &["export", "csv", "--attributes", "cylus"],
        &["export", "json", "--excel"],
        &["export", "csv", "--by-coder"],
        &["export", "csv", "--parts", "quotes"],
        &["export", "html", "--base", "https://example.org/"],
        &["export", "csv", "--query", "code:"],
    ] {
        bench.run(wrong).refused();
    }
    assert!(bench.run(&["export", "csv", "--attributes", "cylus"]).refused().contains("cyclus"));
}

#[test]
fn a_query_narrows_every_form() {
    let bench = bench();
    let codes = |query: &str| {
        let rows = rows(&bench.run(&["export", "csv", "--query", query]).done(), b',');
        rows.into_iter().map(|row| row["code"].clone()).collect::<Vec<_>>()
    };
    assert_eq!(codes("code:confrontatie overlaps code:othering"), ["confrontatie"]);
    assert_eq!(codes("antwoord"), ["vertaalslagen"], "of turns the codings that touch them");
    assert_eq!(codes("code:* coder:bram"), ["confrontatie"]);
    assert_eq!(codes("nergens"), [""; 0]);
    let json = bench.run(&["export", "json", "--query", "antwoord"]).json();
    assert_eq!(json["filter"]["query"], "antwoord");
    assert_eq!(json["segments"].as_array().unwrap().len(), 1);
}

#[test]
fn the_matrix_holds_every_turn_coded_or_not() {
    let bench = bench();
    let turns = rows(&bench.run(&["export", "matrix"]).done(), b',');
    assert_eq!(turns.len(), 6, "five turns of d1 and one of leeg");
    let set = |row: &BTreeMap<String, String>| {
        let set = row.iter().filter(|(name, value)| name.starts_with("code_") && *value == "1");
        set.map(|(name, _)| name["code_".len()..].to_owned()).collect::<Vec<_>>()
    };
    let d1: Vec<_> = turns.iter().filter(|row| row["document"] == "d1").collect();
    assert_eq!(set(d1[0]), ["confrontatie", "othering"]);
    assert_eq!((set(d1[2]).len(), d1[2]["turn"].as_str(), d1[2]["speaker"].as_str()), (0, "3", "AA1"));
    assert_eq!(d1[0]["start_ms"], "10000");
    let up = rows(&bench.run(&["export", "matrix", "--roll-up"]).done(), b',');
    let first = up.iter().find(|row| row["document"] == "d1" && row["turn"] == "1").unwrap();
    assert_eq!(set(first), ["confrontatie", "identificatie", "othering", "transformatie"]);
    let coders = rows(&bench.run(&["export", "matrix", "--by-coder", "--unit", "document"]).done(), b',');
    let of =
        |coder: &str| coders.iter().find(|row| row["document"] == "d1" && row["coder"] == coder).unwrap();
    assert_eq!(coders.len(), 4, "two documents, two coders");
    assert_eq!(set(of("bram")), ["confrontatie"]);
    assert_eq!(set(of("anna")), ["othering", "perspectief-nemen", "vertaalslagen"]);
    let one = rows(&bench.run(&["export", "matrix", "--code", "reflectie"]).done(), b',');
    let columns: Vec<&str> =
        one[0].keys().filter(|name| name.starts_with("code_")).map(String::as_str).collect();
    assert_eq!(columns, ["code_perspectief-maken", "code_perspectief-nemen", "code_reflectie"]);
}

/// What <https://www.w3.org/TR/annotation-model/> says an annotation must have.
fn assert_annotation(annotation: &Value) {
    let is_iri = |value: &Value| {
        value.as_str().is_some_and(|iri| iri.contains(':') && !iri.contains([' ', '<', '>', '"']))
    };
    assert!(is_iri(&annotation["id"]) && annotation["type"] == "Annotation", "{annotation}");
    assert!(annotation["created"].as_str().unwrap().ends_with('Z'));
    for body in annotation["body"].as_array().unwrap() {
        match body["type"].as_str().unwrap() {
            "TextualBody" => assert!(body["value"].is_string() && body["purpose"].is_string(), "{body}"),
            "SpecificResource" => assert!(is_iri(&body["source"]), "{body}"),
            other => panic!("{other}"),
        }
    }
    let target = &annotation["target"];
    assert!(is_iri(&target["source"]["id"]), "{target}");
    let selectors = target["selector"].as_array().unwrap();
    assert!(!selectors.is_empty());
    for selector in selectors {
        match selector["type"].as_str().unwrap() {
            "TextPositionSelector" => {
                assert!(selector["start"].as_u64().unwrap() < selector["end"].as_u64().unwrap());
            }
            "TextQuoteSelector" => assert!(!selector["exact"].as_str().unwrap().is_empty()),
            other => panic!("{other}"),
        }
    }
}

#[test]
fn annotations_are_what_the_model_says() {
    let bench = bench();
    let collection = bench.run(&["export", "annotations"]).json();
    assert_eq!(collection["@context"], "http://www.w3.org/ns/anno.jsonld");
    assert_eq!(
        (&collection["type"], &collection["first"]["type"]),
        (&"AnnotationCollection".into(), &"AnnotationPage".into())
    );
    let items = collection["first"]["items"].as_array().unwrap();
    assert_eq!(collection["total"], items.len());
    items.iter().for_each(assert_annotation);
    let text: Vec<char> = d1_text().chars().collect();
    let first = &items[0];
    let [position, quote] = first["target"]["selector"].as_array().unwrap().as_slice() else {
        panic!("{first}")
    };
    let range = |name: &str| usize::try_from(position[name].as_u64().unwrap()).unwrap();
    assert_eq!(
        text[range("start")..range("end")].iter().collect::<String>(),
        quote["exact"].as_str().unwrap()
    );
    let purposes: Vec<&str> =
        first["body"].as_array().unwrap().iter().map(|body| body["purpose"].as_str().unwrap()).collect();
    assert_eq!(purposes, ["classifying", "tagging", "commenting"]);
    assert_eq!(items[2]["motivation"], serde_json::json!(["highlighting"]), "a mark");
    let ids: HashSet<&str> = items.iter().map(|item| item["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), items.len());
    let based = bench.run(&["export", "annotations", "--base", "https://example.org/studie/"]).json();
    assert_eq!(
        based["first"]["items"][0]["target"]["source"]["id"],
        "https://example.org/studie/corpus/d1.md"
    );
    assert_eq!(bench.run(&["export", "annotations"]).json(), collection, "the same names at every export");
    bench.write("studie/corpus/d1.md", "---\nid: d1\n---\nIets heel anders.\n");
    let gone = bench.run(&["export", "annotations"]).json();
    let items = gone["first"]["items"].as_array().unwrap();
    assert_eq!(items.len(), 5, "what has no place keeps its quote");
    items.iter().for_each(assert_annotation);
}

#[test]
fn a_workbook_is_read_back() {
    let bench = bench();
    bench.run(&["export", "xlsx", "-o", "../uit.xlsx"]).done();
    let bytes = std::fs::read(bench.home().join("uit.xlsx")).unwrap();
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes)).unwrap();
    assert_eq!(book.sheet_names(), ["Segmenten", "Codeboek", "Documenten", "Aantallen"]);
    let segments = book.worksheet_range("Segmenten").unwrap();
    let head: Vec<String> = segments.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = |name: &str| head.iter().position(|head| head == name).unwrap();
    let rows: Vec<&[Data]> = segments.rows().skip(1).collect();
    assert_eq!(rows.len(), 5);
    assert_eq!(
        rows[4][column("text")],
        Data::String("=SOM(A1) is geen antwoord".to_owned()),
        "words, no formula"
    );
    assert!(matches!(rows[0][column("start")], Data::Float(_)), "a number");
    assert!(matches!(rows[0][column("created_at")], Data::DateTime(_)), "a real moment");
    let documents = book.worksheet_range("Documenten").unwrap();
    assert_eq!(documents.rows().count(), 3);
    let counts = book.worksheet_range("Aantallen").unwrap();
    let othering = counts.rows().find(|row| row[0] == Data::String("othering".to_owned())).unwrap();
    assert_eq!(othering[2..], [Data::Float(1.0), Data::Float(1.0), Data::Float(1.0)]);
    let formulas = book.worksheet_formula("Segmenten").unwrap();
    assert_eq!(formulas.used_cells().count(), 0);
}

/// The values of an attribute in a page, as they are written.
fn values<'p>(page: &'p str, attribute: &str) -> Vec<&'p str> {
    let begin = format!(" {attribute}=\"");
    page.split(begin.as_str()).skip(1).map(|rest| rest.split('"').next().unwrap()).collect()
}

fn assert_links(page: &str) {
    let ids = values(page, "id");
    assert_eq!(ids.iter().collect::<HashSet<_>>().len(), ids.len(), "each once");
    for href in values(page, "href") {
        let anchor = href.strip_prefix('#').unwrap_or_else(|| panic!("{href} leads out of the page"));
        assert!(ids.contains(&anchor), "{href} leads nowhere");
    }
}

#[test]
fn a_page_needs_nothing_else_and_every_link_leads_somewhere() {
    let bench = bench();
    for parts in ["quotes", "transcripts", "codebook"] {
        assert_links(&bench.run(&["export", "html", "--parts", parts]).done());
    }
    let page = bench.run(&["export", "html"]).done();
    assert_links(&page);
    for outside in ["<script", "src=", "@import", "url(", "http://", "https://"] {
        assert!(!page.contains(outside), "{outside}");
    }
    assert!(page.contains("<html lang=\"nl\">") && page.contains("prefers-color-scheme: dark"));
    assert!(page.contains("(D1, beurt 1, AA1)"), "a reference");
    assert!(page.contains("Niemand codeert &lt;b&gt;dit&lt;/b&gt;."), "words are words");
    assert!(page.contains("<mark class=\"several\""), "where codings overlap");
    assert!(page.contains("Een memo &amp; meer."));
    let english = bench.run(&["export", "html", "--language", "en", "--parts", "quotes"]).done();
    assert!(english.contains("Quotes by code") && english.contains("(D1, turn 1, AA1)"));
    assert!(!english.contains("Codebook</h2>") && !english.contains("class=\"turn\""));
    let narrowed = bench.run(&["export", "html", "--code", "reflectie", "--parts", "transcripts"]).done();
    assert!(!narrowed.contains("Niemand codeert"), "documents without what was chosen are left out");
    assert_eq!(values(&narrowed, "class").iter().filter(|class| **class == "lanes").count(), 1);
}

#[test]
fn markdown_and_word_hold_the_same_quotes() {
    let bench = bench();
    let markdown = bench.run(&["export", "md"]).done();
    assert!(
        markdown.contains("## Citaten per code") && markdown.contains("(D1, beurt 2, BB2)"),
        "{markdown}"
    );
    assert!(markdown.contains("> Ja. Zo had ik het"));
    assert!(markdown.contains("\\<b>dit\\</b>"), "no HTML in it");
    let tables = bench.run(&["export", "md", "--parts", "tables", "--table", "code,coder"]).done();
    assert!(tables.contains("|  | anna | bram | alle |"), "{tables}");
    bench.run(&["export", "docx", "--table", "code,coder", "-o", "../uit.docx"]).done();
    let file = std::fs::File::open(bench.home().join("uit.docx")).unwrap();
    let mut archive = zip::ZipArchive::new(file).unwrap();
    let mut document = String::new();
    archive.by_name("word/document.xml").unwrap().read_to_string(&mut document).unwrap();
    for words in ["Citaten per code", "(D1, beurt 2, BB2)", "Een memo &amp; meer.", "Heading2", "<w:tbl>"] {
        assert!(document.contains(words), "{words}");
    }
    let mut reader = quick_xml::Reader::from_str(&document);
    while reader.read_event().unwrap() != quick_xml::events::Event::Eof {}
}

/// A browser shows the page as it is meant: the words under two codings are marked, and nothing is asked of a network.
#[test]
fn a_browser_shows_the_page() {
    let browser = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"];
    let Some(browser) = browser.into_iter().find(|path| Path::new(path).exists()) else {
        println!("no Chromium here: the page is not looked at in a browser (apt-get install chromium)");
        return;
    };
    let bench = bench();
    bench.run(&["export", "html", "-o", "../uit.html"]).done();
    let page = format!("file://{}", bench.home().join("uit.html").display());
    let profile = format!("--user-data-dir={}", bench.home().join("profiel").display());
    let output = Command::new(browser)
        .args([
            "--headless",
            "--no-sandbox",
            "--disable-gpu",
            "--no-first-run",
            "--disable-background-networking",
        ])
        .args([
            "--disable-component-update",
            "--disable-sync",
            "--window-size=1200,900",
            &profile,
            "--dump-dom",
            &page,
        ])
        .output()
        .unwrap();
    let dom = String::from_utf8_lossy(&output.stdout);
    assert!(dom.contains("<mark class=\"several\""), "{dom} {}", String::from_utf8_lossy(&output.stderr));
    assert!(dom.contains("id=\"t:d1:1\"") && dom.trim_end().ends_with("</html>"));
}
