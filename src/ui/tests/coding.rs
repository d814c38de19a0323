//! Putting codes on passages and taking them off.

use proptest::prelude::*;

use crate::model::edit;
use crate::text::{Span, graphemes};
use crate::ui::app::Effect;
use crate::ui::testing::TestApp;

#[test]
fn a_turn_takes_three_keys_and_the_cursor_goes_on() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,pn");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|perspectief-nemen|anna"]);
    assert_eq!(test.at_cursor(), "Nee. Ik meze");
    assert_eq!(test.last_row(), "gecodeerd: Perspectief nemen · facetten nog open: f");
    test.keys(".");
    assert_eq!(test.codings()[1], "Nee. Ik mezelf ook niet.|perspectief-nemen|anna");
}

#[test]
fn digits_give_recent_codes() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,pn,go 2");
    assert_eq!(test.codings()[2].split('|').nth(1), Some("perspectief-nemen"));
    test.keys("9");
    assert_eq!(test.last_row(), "op 9 staat nog geen code");
}

#[test]
fn letters_without_a_code_are_told() {
    let mut test = TestApp::new(100, 30);
    test.keys(",pz");
    assert_eq!(test.last_row(), "geen code met de letters pz");
    test.keys(",p<esc>");
    assert!(test.codings().is_empty());
}

#[test]
fn the_same_code_twice_is_none_and_an_exclusive_family_is_told() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,pn#8<enter>,pn");
    assert_eq!(test.codings().len(), 1);
    assert_eq!(test.last_row(), "Perspectief nemen staat hier al");
    test.keys("#8<enter>,gp");
    assert_eq!(test.codings().len(), 1);
    assert_eq!(
        test.last_row(),
        "hier staat Perspectief nemen al, en deze familie geeft een passage één code; x haalt die weg"
    );
    test.keys("#8<enter><ctrl-right>w,gp");
    assert_eq!(test.codings().len(), 2);
    assert_eq!(test.last_row(), "gecodeerd; let op: hier overlapt Perspectief nemen, uit dezelfde familie");
}

#[test]
fn what_is_taken_off_comes_back_and_goes_again() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,pn#8<enter>,go#8<enter>");
    test.keys("x");
    assert_eq!(test.codings().len(), 1);
    test.keys("u");
    assert_eq!(test.codings().len(), 2);
    assert!(test.last_row().starts_with("ongedaan gemaakt: "), "{}", test.last_row());
    test.keys("U");
    assert_eq!(test.codings().len(), 1);
    test.keys("uuu");
    assert!(test.codings().is_empty());
    test.keys("u");
    assert_eq!(test.last_row(), "er is niets ongedaan te maken");
    test.keys("UU");
    assert_eq!(test.codings().len(), 2);
    test.keys("X");
    assert!(test.codings().is_empty());
}

#[test]
fn the_coding_that_is_pointed_out_is_taken_off() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,go#8<enter>,gp#8<enter>");
    let first = test.characters().lines().rev().nth(1).unwrap().trim().to_owned();
    assert!(first.starts_with("● Gedeelde probleemruimte  ○ Grensobject"), "{first}");
    test.keys("cx");
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|gedeelde-probleemruimte|anna"]);
}

#[test]
fn edges_of_codings_on_one_passage_move_together_and_one_can_stay() {
    let mut test = TestApp::new(100, 30);
    test.keys("#4<enter>s,pn#4<enter>s,go#4<enter>");
    test.keys("]<enter>");
    assert!(
        test.codings().iter().all(|coding| coding.starts_with("Wij ook niet. Dan is")),
        "{:?}",
        test.codings()
    );
    assert_eq!(test.last_row(), "randen verlegd van 2 coderingen");
    test.keys("r}-<enter>");
    let spans: Vec<String> =
        test.codings().iter().map(|coding| coding.split('|').next().unwrap().to_owned()).collect();
    assert_ne!(spans[0], spans[1]);
    test.keys("u");
    assert!(test.codings().iter().all(|coding| coding.starts_with("Wij ook niet. Dan is")));
    test.keys("r}<esc>");
    assert!(test.codings().iter().all(|coding| coding.starts_with("Wij ook niet. Dan is")));
}

#[test]
fn marks_stars_and_status() {
    let mut test = TestApp::new(100, 30);
    test.keys("#9<enter>sM#9<enter>*");
    assert_eq!(test.codings(), ["Nee.|*-|anna"]);
    test.keys("*a");
    assert_eq!(test.codings(), ["Nee.|-|anna"]);
    assert_eq!(test.last_row(), "dit document is nu: bezig");
}

#[test]
fn a_sticky_code_needs_no_choosing() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,goS s<enter>s<enter>");
    assert_eq!(test.codings()[1..], ["Nee.|grensobject|anna", "Ik mezelf ook niet.|grensobject|anna"]);
    test.keys("S");
    assert_eq!(test.last_row(), "er kleeft geen code meer");
}

#[test]
fn the_next_turn_without_a_code_is_found_both_ways() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>,pn,pn");
    test.keys("#2<enter>n");
    assert_eq!(test.at_cursor(), "Ik zou één b");
    test.keys("p");
    assert_eq!(test.at_cursor(), "Leg de kaart");
    test.keys("p");
    assert_eq!(test.at_cursor(), "Leg de kaart", "a heading needs no code");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn turns_without_a_code_are_those_that_no_coding_touches(
        places in prop::collection::vec((0u32..980, 1u32..300), 0..6),
        from in 0usize..12,
    ) {
        let mut test = TestApp::new(100, 30);
        let document = test.reader().opened.document;
        for (start, length) in places {
            let text = &test.reader().opened.text;
            let (start, end) = (graphemes::floor(text, start), graphemes::floor(text, start + length));
            let span = Span::new(start, end.max(graphemes::next(text, start)));
            let code = test.app.study.codebook.by_id("grensobject").unwrap();
            let body = edit::code(&test.app.study, test.reader().opened.of(), span, code, &Vec::new()).unwrap();
            test.commit_as("anna", vec![body]);
        }
        test.resize(100, 30);
        let open = |index: &usize| {
            let turn = test.reader().opened.turns.get(*index).unwrap();
            !turn.heading && test.app.study.codings_in(document, turn.spoken).next().is_none()
        };
        let last = test.reader().opened.turns.len();
        let expected = [(from + 1..last).find(open), (0..from).rev().find(open)];
        test.app.reader.as_mut().unwrap().go_to_turn(from);
        prop_assert_eq!([true, false].map(|forward| test.reader().uncoded_turn(forward)), expected);
    }
}

#[test]
fn codings_of_one_code_are_walked_through() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>,go#6<enter>,pn#8<enter>,go#3<enter>N");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    test.keys("P");
    assert_eq!(test.at_cursor(), "Eh... dat ze");
    test.keys("P");
    assert_eq!(test.last_row(), "die kant op staat geen codering met Grensobject meer");
}

#[test]
fn a_quote_is_copied_with_its_reference() {
    let mut test = TestApp::new(100, 30);
    test.keys("#9<enter>sy");
    assert_eq!(test.asked, [Effect::Copy("„Nee.” (D10, beurt 9, IO2)".to_owned())]);
}

#[test]
fn words_of_the_text_become_a_code() {
    let mut test = TestApp::new(100, 30);
    test.keys("#7<enter>i");
    assert_eq!(test.last_row(), "selecteer eerst een passage");
    test.keys("<ctrl-right>wi<enter>");
    assert_eq!(test.codings(), ["beoordelingsformulier|beoordelingsformulier|anna"]);
}

#[test]
fn others_are_hidden_until_one_asks_and_cannot_be_changed() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>");
    let (study, reader) = (&test.app.study, test.reader());
    let code = study.codebook.by_id("grensobject").unwrap();
    let body = edit::code(study, reader.opened.of(), reader.passage(), code, &Vec::new()).unwrap();
    test.commit_as("bram", vec![body]);
    test.keys("x");
    assert_eq!(test.last_row(), "hier staat geen codering");
    assert!(!test.characters().contains("Grensobject"));
    test.keys("z<end><enter>q");
    assert!(
        test.characters().contains("○ Grensobject · @bram")
            || test.characters().contains("● Grensobject · @bram")
    );
    test.keys("x");
    assert_eq!(test.last_row(), "deze codering is van bram; alleen bram kan haar veranderen");
    assert_eq!(test.codings().len(), 1);
}

#[test]
fn a_window_that_may_only_read_says_so() {
    let mut test = TestApp::new(100, 30);
    test.app.writes = false;
    test.keys(",pn");
    assert_eq!(test.last_row(), "dit venster kan alleen lezen: een ander venster schrijft");
    assert!(test.codings().is_empty());
}
