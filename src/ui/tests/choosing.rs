//! The picker.

use crate::model::edit;
use crate::ui::app::Effect;
use crate::ui::testing::TestApp;

fn at(turn: usize) -> TestApp {
    let mut test = TestApp::new(100, 30);
    test.keys(&format!("#{turn}<enter>"));
    test
}

#[test]
fn a_code_is_typed_and_given_and_the_cursor_goes_on() {
    let mut test = at(8);
    test.keys("<enter>grens<enter>");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|grensobject|anna"]);
    assert_eq!(test.at_cursor(), "Nee. Ik meze");
    assert_eq!(test.last_row(), "gecodeerd: Grensobject");
    test.keys(".");
    assert_eq!(test.codings().len(), 2);
}

#[test]
fn esc_changes_nothing() {
    let mut test = at(8);
    test.keys("s<enter>grens<esc>");
    assert!(test.codings().is_empty());
    assert_eq!(test.selected(), "Dat heb ik je nog nooit horen zeggen.");
}

#[test]
fn several_codes_are_ticked_and_given_as_one_step() {
    let mut test = at(8);
    test.keys("<enter>grens<tab>taking<enter><esc>");
    assert_eq!(test.codings().len(), 2);
    assert_eq!(test.last_row(), "gecodeerd: Grensobject, Perspectief nemen · facetten nog open: f");
    test.keys("u");
    assert!(test.codings().is_empty(), "one undo takes both back");
    assert_eq!(test.last_row(), "ongedaan gemaakt: Grensobject (+nog 1)");
}

#[test]
fn what_is_ticked_is_given_without_the_row_that_the_cursor_happens_to_be_on() {
    let mut test = at(8);
    test.keys("<enter>grens<tab><enter>");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|grensobject|anna"]);
    test.keys("<enter>grens<tab>grens<tab><enter><esc>");
    assert_eq!(test.codings()[1].split('|').nth(1), Some("reflectie"), "a tick can be taken away");
}

#[test]
fn headings_are_skipped_both_ways() {
    let mut test = at(8);
    test.keys("<enter><end><enter>");
    assert!(test.codings()[0].contains("grensobject"));
    let mut test = at(8);
    test.keys("<enter><end><up><enter><esc>");
    assert!(test.codings()[0].contains("gedeelde-probleemruimte"), "{:?}", test.codings());
    let mut test = at(8);
    test.keys("<enter><home><enter><esc>");
    assert!(test.codings()[0].contains("reflectie"));
}

#[test]
fn a_new_code_is_made_where_nothing_is_called_that() {
    let mut test = at(8);
    test.keys("<enter>Late<space>koffie");
    assert!(test.characters().contains("+ nieuw \"Late koffie\" in vrij"));
    test.keys("<end><enter>");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|late-koffie|anna"]);
    let mut test = at(8);
    test.keys("<enter>grens<tab>Late<space>koffie<end><enter>");
    assert_eq!(test.codings().len(), 2, "a new one and one that was ticked");
    test.keys("u");
    assert!(test.codings().is_empty());
}

#[test]
fn two_codes_of_an_exclusive_family_are_refused() {
    let mut test = at(8);
    test.keys("<enter>taking<tab>making<tab>");
    assert_eq!(
        test.last_row(),
        "Perspectief nemen en Perspectief maken kunnen niet samen: hun familie geeft een passage één code"
    );
    test.keys("<enter>");
    assert!(test.codings().is_empty(), "neither is given behind one's back");
    let mut test = at(8);
    test.keys(",gp#8<enter><enter>taking<enter>");
    assert_eq!(test.codings().len(), 1);
    assert!(test.last_row().starts_with("hier staat Gedeelde probleemruimte al"), "{}", test.last_row());
    test.keys("<esc>x<enter>taking<enter><esc>");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|perspectief-nemen|anna"]);
}

#[test]
fn a_code_is_pinned_to_a_digit_and_taken_off_again() {
    let mut test = at(8);
    test.keys("<enter>grens<ctrl-p>");
    assert!(test.characters().contains("vastzetten op welk cijfer?"));
    test.keys("7");
    assert_eq!(test.last_row(), "Grensobject staat vast op 7");
    test.keys("<esc>7");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|grensobject|anna"]);
    assert_eq!(test.asked, [Effect::SavePins]);
    test.keys("<enter>grens<ctrl-p>7");
    assert_eq!(test.last_row(), "Grensobject staat niet meer vast op 7");
    test.keys("<ctrl-p><esc>");
    assert!(test.characters().contains("ZOEK grens"), "esc lets the question go, not the picker");
    test.keys("<ctrl-p>0<ctrl-p>3<esc>");
    assert_eq!((test.app.slot(9), test.app.pinned[2].is_some()), (None, true), "one digit for one code");
}

#[test]
fn only_the_layers_that_are_shown_are_counted() {
    let mut test = at(8);
    let (study, reader) = (&test.app.study, test.reader());
    let code = study.codebook.by_id("grensobject").unwrap();
    let body = edit::code(study, reader.opened.of(), reader.passage(), code, &Vec::new()).unwrap();
    test.commit_as("bram", vec![body]);
    let row = |test: &TestApp| {
        let screen = test.characters();
        screen.lines().find(|row| row.contains("Grensobject")).unwrap_or_default().to_owned()
    };
    test.keys("<enter>grens");
    assert!(!row(&test).contains('1'), "{}", row(&test));
    test.keys("<esc>z<end><enter>q<enter>grens");
    assert!(row(&test).contains('1'), "{}", row(&test));
}

#[test]
fn the_passage_stays_in_sight_when_the_picker_docks_below_it() {
    for (width, height) in [(80, 24), (100, 30), (60, 16), (40, 12)] {
        for turn in 2..=12 {
            let mut test = TestApp::new(width, height);
            test.keys(&format!("#{turn}<enter>s<enter>"));
            let selection = test.reader().selection.unwrap().span;
            let seen = test.reader().visible();
            assert!(seen.start <= selection.start && selection.start < seen.end, "{width}×{height} {turn}");
        }
    }
}

#[test]
fn choosing_at_100_by_30() {
    let mut test = at(3);
    test.keys("s,pn#5<enter>,pn#8<enter><enter>pers<space>n");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn choosing_at_80_by_24() {
    let mut test = TestApp::new(80, 24);
    test.keys("#8<enter>s<enter><down>");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn choosing_at_160_by_45() {
    let mut test = TestApp::new(160, 45);
    test.keys("#3<enter>s,pn#8<enter><enter>grens<tab>pers<space>n");
    insta::assert_snapshot!(test.picture());
}
