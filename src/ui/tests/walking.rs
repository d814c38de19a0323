//! Going through codings one by one: earlier definitions, a code that is split, open facets.

use crate::model::codebook_edit::{change, parent_id};
use crate::model::record::Act;
use crate::ui::testing::TestApp;

/// Anna's three codings with `perspectief-nemen`, one with another code, and one of Bram's; then its definition changes.
fn redefined(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("#3<enter>,pn<esc>#4<enter>s,pn<esc>#8<enter>,pn<esc>#5<enter>,go<esc>#1<enter>");
    let body = {
        let study = &test.app.study;
        let key = study.codings_with(study.codebook.by_id("perspectief-nemen").map(|code| code.key))[0];
        let (coding, layer) = (study.coding(key), study.layer(study.coding(key).coder).unwrap());
        let text = test.reader().opened.of();
        let code = study.codebook.by_id("perspectief-nemen").unwrap();
        assert!(matches!(layer.record(coding.record).act, Act::Coding { .. }));
        crate::model::edit::code(study, text, coding.span, code, &Vec::new()).unwrap()
    };
    test.commit_as("bram", vec![body]);
    redefine(&mut test);
    test
}

fn redefine(test: &mut TestApp) {
    let plan = {
        let study = &test.app.study;
        let code = study.codebook.by_id("perspectief-nemen").unwrap();
        let mut after = code.clone();
        after
            .definition
            .set("nl", "De kwestie wordt bekeken door de ogen van iemand anders, en dat telt zwaar mee.");
        change(study, &after, parent_id(study, code)).unwrap()
    };
    test.app.commit_plan(plan, Some("scherper"));
    test.keys("<ctrl-l>");
}

/// What became of the codings with the code: those that are left under the earlier definition.
fn outdated(test: &TestApp) -> usize {
    let study = &test.app.study;
    let own = |key: &&crate::model::CodingKey| study.coding(**key).coder == test.app.coder;
    crate::model::recode::outdated(study).iter().filter(own).count()
}

#[test]
fn an_earlier_definition_is_gone_through_with_one_key_each() {
    let mut test = redefined(100, 30);
    assert_eq!(outdated(&test), 3);
    test.keys("W");
    let screen = test.characters();
    assert!(
        screen.contains("eerdere definitie: Perspectief nemen") && screen.contains("3 coderingen"),
        "{screen}"
    );
    test.keys("<enter>");
    let screen = test.characters();
    assert!(screen.contains("EERDERE DEFINITIE Perspectief nemen · 1 van 3 · 0 gedaan"), "{screen}");
    assert!(
        screen.contains("TOEN · gecodeerd 2023-11-14")
            && screen.contains("iemand anders, en dat telt zwaar mee"),
        "{screen}"
    );
    test.keys("k");
    assert_eq!((outdated(&test), test.reasons.last()), (2, Some(&None)));
    assert!(test.characters().contains("2 van 3 · 1 gedaan"), "{}", test.characters());
    test.keys("wniet<space>meer<enter>x");
    assert_eq!((outdated(&test), test.reasons.last()), (1, Some(&Some("niet meer".to_owned()))));
    test.keys("rgrensobject<enter>");
    assert_eq!(outdated(&test), 0);
    assert!(
        test.codings()
            .iter()
            .any(|coding| coding.starts_with("Dat heb ik") && coding.contains("|grensobject|anna"))
    );
    let screen = test.characters();
    assert!(screen.contains("AAN HET EIND") && screen.contains("1  behouden"), "{screen}");
    assert!(screen.contains("1  weggehaald") && screen.contains("1  → Grensobject"), "{screen}");
}

#[test]
fn each_choice_is_one_undo_and_comes_into_view_again() {
    let mut test = redefined(100, 30);
    test.keys("W<enter>kxk");
    assert_eq!(outdated(&test), 0);
    test.keys("u");
    assert!(test.characters().contains("3 van 3 · 2 gedaan"), "{}", test.characters());
    test.keys("u");
    assert!(test.characters().contains("2 van 3 · 1 gedaan"), "{}", test.characters());
    test.keys("U");
    assert_eq!(outdated(&test), 1);
    test.keys("pp");
    assert!(test.characters().contains("✓ behouden"), "{}", test.characters());
}

#[test]
fn a_walk_skips_stops_and_goes_on() {
    let mut test = redefined(100, 30);
    test.keys("W<enter>nk<esc>");
    assert_eq!(test.last_row(), "gestopt; 2 coderingen over, W gaat verder");
    test.keys("W");
    assert!(test.characters().contains("verdergaan: eerdere definitie"), "{}", test.characters());
    test.keys("<enter>");
    assert!(test.characters().contains("3 van 3 · 1 gedaan"), "{}", test.characters());
    test.keys("k<enter>");
    assert!(
        test.characters().contains("1 van 3 · 2 gedaan"),
        "what was passed over comes back: {}",
        test.characters()
    );
    test.keys("k<enter>");
    assert!(test.app.panels.is_empty() && outdated(&test) == 0);
    test.keys("W");
    assert!(
        test.characters().contains("Er is niets door te lopen")
            || test.characters().contains("open facetten")
    );
}

#[test]
fn a_coding_is_looked_at_in_the_text_and_the_walk_goes_on() {
    let mut test = redefined(100, 30);
    test.keys("W<enter>ng");
    assert_eq!(test.at_cursor(), "Wij ook niet");
    assert!(test.app.panels.is_empty());
    test.keys("W<enter>");
    assert!(test.characters().contains("2 van 3"), "{}", test.characters());
}

#[test]
fn a_code_is_split_into_parts_one_key_each() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>,go<esc>#4<enter>,go<esc>#8<enter>,go<esc>#8<enter>");
    test.keys(":splits<enter>");
    test.keys("reflectie<tab>kaart<tab><enter>");
    assert!(test.last_row().contains("reden om te splitsen"), "{}", test.last_row());
    test.keys("te<space>breed<enter>");
    assert_eq!(test.reasons.last(), Some(&Some("te breed".to_owned())));
    let go = test.family_file("go");
    assert!(go.contains("id = \"kaart\""), "the new part stands beside the old code: {go}");
    let screen = test.characters();
    assert!(screen.contains("SPLITSEN Grensobject → Reflectie, kaart · 1 van 3"), "{screen}");
    test.keys("1n2");
    let codes: Vec<String> =
        test.codings().iter().map(|coding| coding.split('|').nth(1).unwrap_or_default().to_owned()).collect();
    assert_eq!(codes, ["reflectie", "grensobject", "kaart"]);
    let screen = test.characters();
    assert!(screen.contains("1  nog zonder keuze"), "{screen}");
    test.keys("<esc>W");
    assert!(test.characters().contains("splitsen: Grensobject"), "{}", test.characters());
    test.keys("<enter>2R");
    assert!(test.app.study.codebook.by_id("grensobject").is_some_and(|code| code.retired));
    assert!(test.characters().contains("de oude code is buiten gebruik"), "{}", test.characters());
    test.keys("uu");
    assert!(test.app.study.codebook.by_id("grensobject").is_some_and(|code| !code.retired));
    assert!(test.characters().contains("2 van 3"), "{}", test.characters());
}

#[test]
fn a_split_stands_in_the_trail_with_its_reason_and_can_be_gone_on_with_another_day() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>,go<esc>#3<enter>:splits<enter>reflectie<tab><enter><enter><esc>");
    let study = &test.app.study;
    let open = crate::model::split::open(study, test.app.coder);
    assert_eq!(open.len(), 1);
    assert_eq!((open[0].parts.as_slice(), open[0].left), (["reflectie".to_owned()].as_slice(), 1));
    test.app.last_walk = None;
    test.keys("W");
    assert!(test.characters().contains("splitsen: Grensobject → Reflectie"), "{}", test.characters());
    test.keys("<esc>u");
    assert_eq!(test.last_row(), "ongedaan gemaakt: splitsen van grensobject");
    assert!(crate::model::split::open(&test.app.study, test.app.coder).is_empty());
}

#[test]
fn open_facets_are_gone_through_in_the_same_way() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>,pn<esc>#8<enter>,pn<esc>W<enter>");
    assert!(test.characters().contains("OPEN FACETTEN"), "{}", test.characters());
    test.keys("<enter>i<enter>");
    assert!(test.characters().contains("1 gedaan"), "{}", test.characters());
    test.keys("n<enter>n<enter>n");
    assert!(test.characters().contains("2  ingevuld"), "{}", test.characters());
}

#[test]
fn only_ones_own_codings_are_gone_through() {
    let mut test = redefined(160, 45);
    test.keys("W<enter>");
    assert!(test.characters().contains("1 codering van anderen"), "{}", test.characters());
    let mut test = TestApp::new(100, 30);
    let key = test.app.study.codebook.by_id("grensobject").unwrap().key;
    assert!(test.app.walk(crate::ui::panel::Goal::Outdated(Some(key))).is_none());
    test.keys("<ctrl-l>");
    test.app.writes = false;
    assert!(test.app.split_code(key).is_none());
}

#[test]
fn a_walk_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = redefined(width, height);
        test.keys("W<enter>");
        insta::assert_snapshot!(format!("earlier_definition_at_{width}_by_{height}"), test.picture());
        let mut test = TestApp::new(width, height);
        test.keys("#3<enter>,go<esc>#4<enter>,go<esc>#3<enter>:splits<enter>reflectie<tab>kaart<tab><enter><enter>1");
        insta::assert_snapshot!(format!("split_at_{width}_by_{height}"), test.picture());
    }
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        let mut test = redefined(width, height);
        test.keys("W<enter><down>kpn").characters();
    }
}

#[test]
fn a_walk_outlives_journals_that_are_read_anew() {
    let mut test = redefined(100, 30);
    test.keys("W<enter><esc>");

    // Journals were read anew: the walk knows its codings by their ids.
    test.app.forget_keys();
    test.keys("W<enter>k");
    assert_eq!(outdated(&test), 2);
}

/// Anna's coding stands on words that are elsewhere now, and one on words that are gone.
fn changed(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("#8<enter>,go<esc>#11<enter>,go<esc>");
    let text = test.reader().opened.text.clone();
    let text = text
        .replace("# Verzonnen gesprek", "# Verzonnen en verbeterd gesprek")
        .replace("Bij de koffie, om half acht: dan weet ik waar ik moet gaan zitten.", "Om acht uur.");
    test.reopen(&text);
    test
}

#[test]
fn codings_without_a_place_get_one_with_one_key_each() {
    let mut test = changed(100, 30);
    test.keys("W");
    assert!(test.characters().contains("zonder plaats"), "{}", test.characters());
    test.keys("<enter>");
    let screen = test.characters();
    assert!(screen.contains("ZONDER PLAATS") && screen.contains("1 van 2"), "{screen}");
    assert!(screen.contains("▸1") && screen.contains("Dat heb ik je nog nooit horen zeggen."), "{screen}");
    test.keys("1");
    assert!(
        test.codings().iter().any(|coding| coding.starts_with("Dat heb ik je nog nooit")),
        "{:?}",
        test.codings()
    );
    let screen = test.characters();
    assert!(screen.contains("2 van 2 · 1 gedaan"), "{screen}");
    test.keys("x");
    assert!(test.characters().contains("AAN HET EIND") && test.characters().contains("1  heeft een plaats"));
    test.keys("uu");
    assert!(test.characters().contains("1 van 2 · 0 gedaan"), "{}", test.characters());
}

#[test]
fn a_place_is_pointed_at_in_the_text() {
    let mut test = changed(100, 30);
    test.keys("W<enter>nh");
    assert!(test.app.panels.is_empty() && test.app.placing.is_some());
    assert!(test.last_row().contains("de selectie is de plaats"), "{}", test.last_row());
    test.keys("<enter>");
    assert_eq!(test.last_row(), "selecteer eerst een passage");
    test.keys("#11<enter>s<enter>");
    assert!(
        test.codings().iter().any(|coding| coding.starts_with("Ik lees het.|grensobject")),
        "{:?}",
        test.codings()
    );
    assert!(test.characters().contains("1 gedaan"), "{}", test.characters());
    test.keys("ph<esc>");
    assert!(test.app.placing.is_none() && test.characters().contains("ZONDER PLAATS"));
}

#[test]
fn codings_without_a_place_look_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = changed(width, height);
        test.keys("W<enter>");
        insta::assert_snapshot!(format!("without_a_place_at_{width}_by_{height}"), test.picture());
    }
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        changed(width, height).keys("W<enter><down>1h<esc>").characters();
    }
}

#[test]
fn other_words_are_never_shown_as_the_passage() {
    let mut test = changed(100, 30);
    let document = test.reader().opened.document;
    let all = test.app.study.document_codings(document).unwrap();
    let keys: Vec<crate::model::CodingKey> = all.iter().map(|(_, key)| *key).collect();
    for key in keys {
        test.app.study.set_verdict(key, crate::model::Verdict::Unsure);
    }
    let code = test.app.study.codebook.by_id("grensobject").unwrap().key;
    let goal = crate::ui::panel::Goal::Split { code, parts: vec!["reflectie".to_owned()] };
    let panel = test.app.walk(goal).unwrap();
    test.app.panels.push(panel);
    test.keys("<ctrl-l>");
    assert!(test.characters().contains("geen plaats in de tekst zoals die nu is"), "{}", test.characters());
}
