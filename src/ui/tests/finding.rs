//! Finding passages by code.

use crate::model::edit;
use crate::text::Span;
use crate::ui::app::Effect;
use crate::ui::testing::TestApp;

/// Anna's codings in both documents, and one of Bram's.
fn coded(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("<lt>g#2<enter>t<enter>grens<enter>");
    test.keys(">#3<enter>t,pn<esc>#4<enter>s<enter>reflectie<enter><esc>#8<enter>t<enter>grens<enter>");
    bram(&mut test, "Nee. Ik mezelf ook niet.");
    test.keys("#1<enter>");
    test
}

fn bram(test: &mut TestApp, words: &str) {
    let reader = test.reader();
    let start = reader.opened.text.find(words).unwrap() as u32;
    let span = Span::new(start, start + words.len() as u32);
    let code = test.app.study.codebook.by_id("perspectief-maken").unwrap();
    let body = edit::code(&test.app.study, reader.opened.of(), span, code, &Vec::new()).unwrap();
    test.commit_as("bram", vec![body]);
}

#[test]
fn a_word_offers_codes_and_the_chosen_one_is_found() {
    let mut test = coded(100, 30);
    test.keys("/refl");
    let screen = test.characters();
    assert!(screen.contains("ZOEK refl"), "{screen}");
    assert!(screen.contains("▸ Reflectie") && screen.contains("2  code:reflectie"), "{screen}");
    test.keys("<enter>");
    let screen = test.characters();
    assert!(screen.contains("ZOEK code:reflectie"), "{screen}");
    assert!(
        screen.contains("2 coderingen in 1 document door 1 coder · Reflectie en wat eronder valt"),
        "{screen}"
    );
    assert!(screen.contains("van anna"), "{screen}");
    assert!(screen.contains("▸   3 SO4      ▎Perspectief nemen"), "{screen}");
    assert!(screen.contains("«Eh... dat ze drie keer"), "{screen}");
    insta::assert_snapshot!("finding_at_100_by_30", test.picture());
    test.resize(80, 24);
    insta::assert_snapshot!("finding_at_80_by_24", test.picture());
    test.resize(160, 45);
    insta::assert_snapshot!("finding_at_160_by_45", test.picture());
    test.resize(40, 12).resize(20, 5).resize(1, 1);
    test.characters();
}

#[test]
fn one_goes_to_a_passage_in_another_document_and_comes_back_to_its_row() {
    let mut test = coded(100, 30);
    test.keys("/code:grensobject<enter>");
    assert!(test.characters().contains("2 coderingen in 2 documenten"), "{}", test.characters());
    test.keys("<enter>");
    assert_eq!(test.at_cursor(), "De tafels st");
    assert!(test.reader().pointed.is_some());
    test.keys("/j<enter>");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    test.keys("/");
    let screen = test.characters();
    assert!(screen.contains("▸   8 SO4"), "the row where one was: {screen}");
    test.keys("q");
    assert!(test.app.panels.is_empty());
    test.keys("/");
    assert!(test.characters().contains("kies een code"), "closed means closed: {}", test.characters());
}

#[test]
fn the_code_at_the_cursor_is_found_with_and_without_what_is_below_it() {
    let mut test = coded(100, 30);
    test.keys("=");
    assert_eq!(test.last_row(), "hier staat geen codering");
    test.keys("#4<enter>=");
    assert!(test.characters().contains("▸   4 IO2      ▎Reflectie"), "{}", test.characters());
    test.keys("d");
    let screen = test.characters();
    assert!(screen.contains("ZOEK code:=reflectie"), "{screen}");
    assert!(screen.contains("1 codering in 1 document door 1 coder · Reflectie, zonder"), "{screen}");
    assert!(screen.contains("▸   4 IO2"), "{screen}");
    test.keys("d");
    assert!(test.characters().contains("2 coderingen"), "{}", test.characters());
}

#[test]
fn others_count_when_they_are_shown_or_asked_for() {
    let mut test = coded(100, 30);
    test.keys("/code:perspectief-maken");
    assert!(test.characters().contains("niets gevonden"), "{}", test.characters());
    test.keys("<space>coder:bram<enter>");
    let screen = test.characters();
    assert!(screen.contains("┆Perspectief maken @bram"), "{screen}");
    assert!(!screen.contains("van anna"), "{screen}");
    test.keys("x");
    assert!(test.last_row().contains("alleen bram"), "{}", test.last_row());
}

#[test]
fn a_mistake_stands_under_its_characters() {
    let mut test = coded(80, 24);
    test.keys("/cyclus:2<space>cod:reflectie<space>");
    let screen = test.characters();
    let rows: Vec<&str> = screen.lines().collect();
    assert_eq!(rows[0].find("cod:").map(|at| &rows[1][at..at + 3]), Some("^^^"), "{screen}");
    assert!(rows[2].contains("cod:") && rows[2].contains("code"), "{screen}");
    test.keys("<ctrl-u>");
    assert!(!test.characters().contains('^'), "{}", test.characters());
    test.keys("cyclus:2<space>pers<enter>");
    assert!(test.characters().contains("ZOEK cyclus:2 code:perspectief-"), "{}", test.characters());
}

#[test]
fn values_are_offered_too() {
    let mut test = coded(100, 30);
    test.keys("/traject:dri<tab>");
    assert!(test.characters().contains("ZOEK traject:Driehoek"), "{}", test.characters());
    assert!(test.characters().contains("3 coderingen in 1 document"), "{}", test.characters());
    test.keys("<ctrl-u>coder:<down><tab>");
    assert!(test.characters().contains("ZOEK coder:bram"), "{}", test.characters());
}

#[test]
fn a_quote_is_copied_and_a_coding_is_taken_off_and_given_back() {
    let mut test = coded(100, 30);
    test.keys("/code:grensobject<enter><end>y");
    assert_eq!(test.last_row(), "gekopieerd (D10, beurt 8, SO4)");
    let copied = Effect::Copy("„Dat heb ik je nog nooit horen zeggen.” (D10, beurt 8, SO4)".to_owned());
    assert_eq!(test.asked.last(), Some(&copied));
    test.keys("x");
    assert!(test.characters().contains("1 codering in 1 document"), "{}", test.characters());
    test.keys("u");
    assert!(test.characters().contains("2 coderingen in 2 documenten"), "{}", test.characters());
}

#[test]
fn the_next_coding_of_a_code_may_stand_in_another_document() {
    let mut test = coded(100, 30);
    test.keys("#8<enter>P");
    assert_eq!(test.at_cursor(), "De tafels st");
    test.keys("P");
    assert!(test.last_row().contains("geen codering met Grensobject meer"), "{}", test.last_row());
    test.keys("N");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
}
