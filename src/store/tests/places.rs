//! Codings that have no place in a text that was changed.

use std::fs;

use super::Bench;
use crate::model::edit;

#[test]
fn what_an_undo_brings_back_has_no_place_when_it_had_none() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    super::code(&mut open, 4, 8, "othering");
    open.wait().unwrap();
    drop(open);
    // Nobody has the old text.
    fs::remove_dir_all(bench.root.parent().unwrap().join("thuis")).unwrap();
    let text = "Hier is een brug, en daar nog een brug die ergens anders staat.\n";
    fs::write(bench.root.join("corpus/d1.md"), format!("---\nid: d1\n---\n{text}")).unwrap();
    let mut open = bench.open("anna");
    let document = open.study.find_document("d1").unwrap().key;
    let unplaced = open.unplaced(document).unwrap();
    assert_eq!((unplaced.len(), unplaced[0].candidates.len()), (1, 2));
    let key = unplaced[0].key;
    let has_place = |open: &super::OpenStudy| open.study.verdict(key).has_position();
    assert!(!has_place(&open));
    let loaded = open.text(document).unwrap();
    let coder = open.writable().unwrap();
    let span = unplaced[0].candidates[0].span;
    let body = edit::reshape(&open.study, coder, key, loaded.of(), span).unwrap();
    open.commit(vec![body]).unwrap();
    assert!(has_place(&open));
    open.undo().unwrap();
    assert!(!has_place(&open), "it would stand on other words");
    let body = edit::uncode(&open.study, coder, key).unwrap();
    open.commit(vec![body]).unwrap();
    open.undo().unwrap();
    assert!(open.study.coding(key).alive && !has_place(&open));
    assert_eq!(open.unplaced(document).unwrap().len(), 1);
}
