//! What `check` sees, and what it repairs: nothing is lost by that.

use std::fs;

use kantlijn::model::edit;
use kantlijn::model::hash::TextHash;
use kantlijn::store::{About, Finding, OpenStudy, Repair, Severity};
use kantlijn::text::Span;

use super::bench::{Bench, FAMILY, TEXT, code, count};

fn give(open: &mut OpenStudy, start: u32, end: u32, code: &str) {
    let document = open.study.find_document("d1").unwrap().key;
    let text = open.text(document).unwrap();
    let code = edit::find_code(&open.study, code).unwrap();
    let body = edit::code(&open.study, text.of(), Span::new(start, end), code, &Vec::new()).unwrap();
    open.commit(vec![body]).unwrap();
    open.wait().unwrap();
}

fn told(findings: &[Finding]) -> Vec<(Severity, About)> {
    findings.iter().map(|finding| (finding.severity, finding.about)).collect()
}

#[test]
fn two_codes_of_an_exclusive_family_on_one_passage_are_an_error_and_nested_ones_a_note() {
    let bench = Bench::new();
    bench.write("codebook/lm.toml", FAMILY.replace("\"lm\"", "\"lm\"\nexclusive = true"));
    let mut anna = bench.open("anna");
    give(&mut anna, 4, 8, "grens");
    give(&mut anna, 4, 8, "grens");
    give(&mut bench.open("bram"), 4, 8, "brug");
    assert_eq!(told(&bench.read().check()), [], "the same code again, and another coder");
    give(&mut anna, 4, 8, "brug");
    give(&mut anna, 6, 14, "grens");
    give(&mut anna, 23, 40, "grens");
    give(&mut anna, 26, 30, "brug");
    let findings = bench.read().check();
    assert_eq!(
        told(&findings),
        [
            (Severity::Error, About::Exclusive),
            (Severity::Note, About::Exclusive),
            (Severity::Note, About::Exclusive)
        ],
        "{findings:?}"
    );
    assert!(findings[0].what.contains("`grens` and `brug`") && findings[0].line == Some(4), "{findings:?}");
    assert!(findings[1].what.contains("reaches over the edge"), "{findings:?}");
    assert!(findings[2].what.contains("stands inside"), "{findings:?}");
}

#[test]
fn a_fingerprint_that_is_no_longer_right_hides_nothing() {
    let bench = Bench::new();
    code(&mut bench.open("anna"), 4);
    let before = TextHash::of(TEXT);
    let path = "corpus/d1.md";
    bench.write(path, fs::read_to_string(bench.root.join(path)).unwrap().replacen("bru", "wal", 1));
    let open = bench.read();
    let document = open.study.find_document("d1").unwrap().key;
    let found = open.check();
    assert_eq!(told(&found), [(Severity::Error, About::Quote)]);
    assert!(found[0].what.starts_with("the text changed"), "{found:?}");
    for wrong in [before, TextHash::of("iets anders")] {
        assert_eq!(open.check_knowing(&[(document, wrong)].into_iter().collect()), found);
    }
}

#[test]
fn a_quote_that_was_changed_in_the_journal_is_seen_though_the_text_is_the_same() {
    let bench = Bench::new();
    code(&mut bench.open("anna"), 4);
    let journal = bench.journal("anna");
    let words = fs::read_to_string(&journal).unwrap();
    fs::write(&journal, words.replace("\"quote\":\"bru\"", "\"quote\":\"bro\"")).unwrap();
    let findings = bench.read().check();
    assert_eq!(told(&findings), [(Severity::Error, About::Quote)]);
    assert!(findings[0].what.contains("the line was changed"), "{findings:?}");
}

#[test]
fn facets_and_memos_that_speak_of_nothing_are_said() {
    let bench = Bench::new();
    let facet = "\n[[facet]]\nid = \"niveau\"\nvalues = [\"x\", \"y\"]\n";
    bench.write("codebook/lm.toml", FAMILY.replacen("\n\n", facet, 1));
    let mut open = bench.open("anna");
    let id = code(&mut open, 4);
    let coder = open.coder().unwrap();
    let key = open.study.find_coding(id).unwrap();
    let facet = edit::facet(&open.study, coder, key, "niveau", &["x".to_owned()]).unwrap();
    let memo = kantlijn::model::Body::Memo {
        on: kantlijn::model::Target::Document("d9".to_owned()),
        kind: "les".to_owned(),
        words: "Een brug.".to_owned(),
    };
    open.commit(vec![facet, memo]).unwrap();
    open.wait().unwrap();
    drop(open);
    bench.write("codebook/lm.toml", FAMILY);
    let findings = bench.read().check();
    assert_eq!(
        told(&findings),
        [(Severity::Warning, About::Facet), (Severity::Warning, About::Memo)],
        "{findings:?}"
    );
}

#[test]
fn what_can_be_repaired_is_listed_first_and_loses_nothing() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let (made, body) = open.new_code("Muur", Some("geen muur")).unwrap();
    open.commit(vec![body]).unwrap();
    give(&mut open, 12, 21, &made.id);
    code(&mut open, 0);
    drop(open);
    // A crash in the midst of a line, a family that a person threw away, no lines for git, a half-written file.
    let journal = bench.journal("anna");
    let whole = fs::read(&journal).unwrap();
    fs::write(&journal, [&whole[..], b"{\"v\":1,\"id"].concat()).unwrap();
    fs::remove_file(bench.root.join("codebook/vrij.toml")).unwrap();
    fs::remove_file(bench.root.join(".gitattributes")).unwrap();
    bench.write("codebook/.kantlijn-x1", "family = \"half");
    let old = std::time::SystemTime::now() - std::time::Duration::from_secs(3600);
    let left = fs::File::options().append(true).open(bench.root.join("codebook/.kantlijn-x1")).unwrap();
    left.set_modified(old).unwrap();

    let before = super::bench::snapshot(&bench.root);
    let reader = bench.read();
    let errors = reader.check();
    assert!(errors.iter().any(|finding| finding.about == About::Code), "{errors:?}");
    let repairs = reader.repairs(Some("anna"));
    assert_eq!(super::bench::snapshot(&bench.root), before, "listing changes nothing");
    assert_eq!(repairs.len(), 4, "{repairs:?}");
    assert!(matches!(&repairs[0], Repair::TornLine { bytes: 10, .. }), "{repairs:?}");
    drop(reader);

    let mut open = bench.open("anna");
    for repair in &repairs {
        open.repair(repair).unwrap();
    }
    drop(open);
    let open = bench.read();
    assert_eq!(open.repairs(Some("anna")), []);
    assert_eq!(told(&open.check()), []);
    assert_eq!(count(&open), 2);
    let muur = open.study.codebook.by_id("muur").unwrap();
    assert_eq!(muur.examples.len(), 1, "as the journals knew it");
    let kept = bench.places.of_study(&bench.root);
    assert_eq!(
        fs::read_to_string(kept.join("left-behind/codebook-.kantlijn-x1")).unwrap(),
        "family = \"half"
    );
    assert_eq!(fs::read_dir(kept.join("torn")).unwrap().count(), 1);
    assert!(fs::read(&journal).unwrap().starts_with(&whole));
}

#[test]
fn codes_of_a_family_that_cannot_be_read_are_not_made_anew() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let (made, body) = open.new_code("Muur", None).unwrap();
    open.commit(vec![body]).unwrap();
    give(&mut open, 12, 21, &made.id);
    drop(open);
    bench.write("codebook/vrij.toml", "family = \n");
    let open = bench.read();
    assert!(open.check().iter().any(|finding| finding.about == About::Codebook));
    assert_eq!(open.repairs(Some("anna")), []);
    assert!(TEXT.contains("muur"));
}
