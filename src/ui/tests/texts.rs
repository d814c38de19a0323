//! Texts that are wanted, and documents that take their time.

use crate::ui::testing::TestApp;

#[test]
fn texts_that_are_wanted_are_kept_until_others_are() {
    let mut test = TestApp::new(100, 30);
    let documents: Vec<_> = test.app.study.documents().iter().map(|document| document.key).collect();
    assert!(test.app.text_of(documents[0]).is_none());
    assert!(test.app.text_of(documents[1]).is_some(), "it is open");
    test.app.want_texts(documents.clone());
    test.keys("j");
    assert!(test.app.text_of(documents[0]).unwrap().text.contains("Waar is de koffie?"));
    let text = test.app.text_of(documents[0]).unwrap().clone();
    assert_eq!(test.app.texts_changed(&documents), [documents[0]]);
    test.app.text_arrived(text.clone());
    test.app.want_texts(Vec::new());
    test.app.text_arrived(text);
    assert!(test.app.text_of(documents[0]).is_none(), "too late");
}

#[test]
fn keys_for_a_document_that_is_being_opened_do_not_code_the_one_before() {
    let mut test = TestApp::new(100, 30);
    let document = test.app.study.documents()[0].key;
    test.app.is_opening(document);
    test.keys("t,pn.");
    let screen = test.characters();
    assert!(screen.starts_with(" D01 Verkenners, bijeenkomst 1"), "{screen}");
    assert!(screen.contains("… wordt geopend"), "{screen}");
    test.keys(">");
    assert_eq!(test.app.opening, None, "the next one is there at once");
    assert!(test.codings().is_empty());
}

#[test]
fn what_is_wrong_with_files_is_told_on_demand() {
    let mut test = TestApp::new(100, 30);
    test.keys("!");
    assert_eq!(test.last_row(), "er is niets mis met de bestanden van de studie");
    test.app.problems =
        vec!["codings/bram/a.jsonl, line 3: no JSON".to_owned(), "corpus/x.md: no id".to_owned()];
    test.keys("!");
    let screen = test.characters();
    assert!(screen.contains("a.jsonl, line 3: no JSON") && screen.contains("corpus/x.md: no id"), "{screen}");
    test.keys("q");
    assert!(!test.characters().contains("no JSON"));
}

#[test]
fn the_last_row_offers_only_keys_that_work() {
    let mut test = TestApp::new(100, 30);
    test.keys("?");
    assert_eq!(test.last_row(), "esc sluit  ? hulp");
    test.keys("qz");
    assert_eq!(test.last_row(), "tab vink  enter goed  esc sluit  ? hulp");
}
