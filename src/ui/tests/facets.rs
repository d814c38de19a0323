//! Facets of codings.

use crate::ui::testing::{TestApp, study_of};

fn at(turn: usize) -> TestApp {
    let mut test = TestApp::new(100, 30);
    test.keys(&format!("#{turn}<enter>"));
    test
}

/// The values of the facet of each coding, in order.
fn levels(test: &TestApp) -> Vec<String> {
    let study = &test.app.study;
    let document = test.reader().opened.document;
    let all = study.codings_in(document, crate::text::Span::new(0, u32::MAX));
    all.map(|(_, key)| {
        let values = study.facet(study.coding(key), "niveau");
        values.iter().map(|value| study.word(*value)).collect::<Vec<_>>().join("+")
    })
    .collect()
}

#[test]
fn a_letter_sets_a_value_and_all_is_one_step() {
    let mut test = at(8);
    test.keys("<enter>taking<enter>n<enter>");
    assert_eq!(levels(&test), ["intrapersoonlijk"]);
    assert_eq!(test.last_row(), "gecodeerd: Perspectief nemen");
    assert_eq!(test.at_cursor(), "Nee. Ik meze");
    test.keys("u");
    assert!(test.codings().is_empty(), "code and facet go together");
}

#[test]
fn nothing_is_filled_in_beforehand_and_esc_leaves_it_open() {
    let mut test = at(8);
    test.keys("<enter>taking<enter><enter>");
    assert_eq!(levels(&test), [""]);
    test.keys("<enter>taking<enter>i<esc>");
    assert_eq!(levels(&test), ["", ""], "the coding is made, its facet is open");
}

#[test]
fn a_letter_again_takes_the_value_away_and_another_replaces_it() {
    let mut test = at(8);
    test.keys("<enter>taking<enter>in<enter>");
    assert_eq!(levels(&test), ["intrapersoonlijk"], "one value only");
    test.keys("<enter>taking<enter>ii<enter>");
    assert_eq!(levels(&test), ["intrapersoonlijk", ""]);
}

#[test]
fn the_facets_of_a_coding_are_opened_and_changed() {
    let mut test = at(8);
    test.keys("F");
    assert_eq!(test.last_row(), "hier staat geen codering");
    test.keys(",go#8<enter>F");
    assert_eq!(test.last_row(), "deze code heeft geen facetten");
    test.keys(",pn#8<enter>Fi<enter>");
    assert_eq!(test.last_row(), "facetten bij Perspectief nemen bewaard");
    assert!(levels(&test).contains(&"interpersoonlijk".to_owned()));
    test.keys("Fn<esc>");
    assert!(levels(&test).contains(&"interpersoonlijk".to_owned()), "esc keeps what was");
    test.keys("F<backspace><enter>");
    assert!(!levels(&test).contains(&"interpersoonlijk".to_owned()));
}

#[test]
fn one_key_goes_from_open_facet_to_open_facet() {
    let mut test = at(3);
    test.keys(",pn#6<enter>,pn#8<enter>,go#2<enter>");
    test.keys("fi<enter>");
    assert_eq!(test.at_cursor(), "Eh... dat ze");
    assert_eq!(levels(&test), ["interpersoonlijk", "", ""]);
    test.keys("fn<enter>");
    assert_eq!(test.at_cursor(), "En wat zou j");
    test.keys("f");
    assert_eq!(test.last_row(), "alle facetten zijn ingevuld");
    assert!(test.app.panels.is_empty());
}

#[test]
fn open_facets_in_other_documents_are_found_and_those_before_the_cursor_too() {
    let mut test = at(3);
    test.keys(",pnGf");
    assert_eq!(test.at_cursor(), "Eh... dat ze", "round about");
    test.keys("<esc><lt>");
    let d01 = test.reader().opened.document;
    assert_eq!(test.app.study.document_id(d01), "d01");
    test.keys("fi<enter>");
    assert_eq!(test.app.study.document_id(test.reader().opened.document), "d10");
    assert_eq!(levels(&test), ["interpersoonlijk"]);
}

#[test]
fn facets_at_100_by_30() {
    let mut test = at(8);
    test.keys("<enter>grens<tab>taking<enter>i");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn facets_at_120_by_36() {
    let mut test = TestApp::new(120, 36);
    test.keys("#8<enter>,pn#8<enter>F");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn the_question_at_hand_is_in_sight_however_small_the_window() {
    let lm = include_str!("../../../codebook/lm.toml");
    let text = "FA1: Een vraag hier.\nSO4: Een antwoord daar.\n";
    for (width, height) in [(100, 30), (80, 24), (60, 16), (40, 12)] {
        let (study, texts) = study_of(&[("corpus/a.md", text)], &[("lm", lm)]);
        let mut test = TestApp::with(study, texts, width, height);
        test.keys(",pnKF");
        let facets = ["niveau", "realisatie", "richting", "soort grens", "houding"];
        for facet in facets {
            let screen = test.characters();
            let row = screen.lines().position(|row| row.contains(&format!("▸ {facet}")));
            let below = row.and_then(|row| screen.lines().nth(row + 1)).unwrap_or_default();
            assert!(below.contains('['), "{width}×{height}: {facet}\n{screen}");
            test.keys("<down>");
        }
    }
}

#[test]
fn a_text_that_is_read_anew_lets_the_choice_go_and_keeps_what_was_written() {
    let mut test = at(8);
    test.keys("<enter>taking<enter>");
    test.reopen("Heel andere woorden dan daarnet.\n");
    assert!(test.app.panels.is_empty() && test.codings().is_empty());
    let mut test = at(8);
    test.keys("mbelangrijk").reopen("Heel andere woorden dan daarnet.\n");
    assert!(test.characters().contains("belangrijk"));
    test.keys("<ctrl-s>");
    assert!(test.last_row().starts_with("de tekst is intussen een andere"), "{}", test.last_row());
    assert!(test.characters().contains("belangrijk") && test.codings().is_empty());
}
