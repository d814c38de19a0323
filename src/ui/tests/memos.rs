//! Memos: writing them, and the list of all.

use crate::model::edit;
use crate::model::{Body, Target};
use crate::ui::app::{Effect, Input};
use crate::ui::testing::TestApp;

fn at(turn: usize) -> TestApp {
    let mut test = TestApp::new(100, 30);
    test.keys(&format!("#{turn}<enter>"));
    test
}

/// What each memo is about, its type and its words, the oldest first.
fn memos(test: &TestApp) -> Vec<String> {
    let study = &test.app.study;
    let mut all: Vec<_> = study.memos().collect();
    all.sort_by_key(|memo| memo.id);
    all.iter()
        .map(|memo| {
            let on = match &memo.on {
                Target::Coding(id) => {
                    let coding = study.find_coding(*id).map(|key| study.coding(key));
                    coding
                        .map_or("gone", |coding| coding.code.map_or("mark", |code| study.code_id(code)))
                        .to_owned()
                }
                Target::Document(id) | Target::Code(id) => id.clone(),
                Target::Study => "study".to_owned(),
            };
            format!("{on}|{}|{}", memo.kind, memo.words)
        })
        .collect()
}

#[test]
fn a_passage_without_a_code_becomes_a_mark_with_the_memo_in_one_step() {
    let mut test = at(8);
    test.keys("smIk<space>twijfel.<enter>Waarom?<ctrl-s>");
    assert_eq!(memos(&test), ["mark|analytisch|Ik twijfel.\nWaarom?"]);
    assert_eq!(test.codings(), ["Dat heb ik je nog nooit horen zeggen.|-|anna"]);
    assert_eq!(test.last_row(), "memo bewaard");
    test.keys("u");
    assert!(test.codings().is_empty() && memos(&test).is_empty());
    test.keys("U");
    assert_eq!(memos(&test).len(), 1);
}

#[test]
fn a_memo_on_a_coding_is_found_again_changed_and_taken_away() {
    let mut test = at(8);
    test.keys(",go#8<enter>meen<ctrl-s>");
    assert_eq!(memos(&test), ["grensobject|analytisch|een"]);
    assert!(test.characters().contains("● Grensobject · ✎"), "the coding shows that it has one");
    test.keys("m<space>twee<ctrl-t><ctrl-s>");
    assert_eq!(memos(&test), ["grensobject|reflexief|een twee"], "it is the same memo");
    test.keys(
        "m<backspace><backspace><backspace><backspace><backspace><backspace><backspace><backspace><ctrl-s>",
    );
    assert_eq!(test.last_row(), "leeg memo weggehaald");
    assert!(memos(&test).is_empty());
    assert_eq!(test.codings().len(), 1, "the coding stays");
}

#[test]
fn a_selection_that_is_no_coding_gets_a_mark_of_its_own() {
    let mut test = at(8);
    test.keys(",go#8<enter>wmhier<ctrl-s>");
    assert_eq!(memos(&test), ["mark|analytisch|hier"]);
    assert_eq!(test.codings().len(), 2);
}

#[test]
fn documents_codes_and_the_study_have_memos_too() {
    let mut test = at(8);
    test.keys("Ddoc<ctrl-s>,go#8<enter>Cdef<ctrl-s>");
    test.keys(":memo.study<enter>vraag<ctrl-s>");
    assert_eq!(
        memos(&test),
        ["d10|analytisch|doc", "grensobject|codedefinitie|def", "study|analytisch|vraag"]
    );
}

#[test]
fn esc_asks_when_something_was_written() {
    let mut test = at(8);
    test.keys("m<esc>");
    assert!(test.app.panels.is_empty(), "nothing was written, so nothing is asked");
    test.keys("mx<esc>");
    assert!(test.characters().contains("Bewaren?"), "{}", test.characters());
    test.keys("<esc>y<esc>");
    assert!(test.characters().contains("Bewaren?"), "esc goes back to writing");
    test.keys("n");
    assert!(memos(&test).is_empty() && test.app.panels.is_empty());
    let mut test = at(8);
    test.keys("mweg<esc>n");
    assert!(test.app.panels.is_empty() && memos(&test).is_empty());
    test.keys("mhoud<esc>j");
    assert_eq!(memos(&test), ["mark|analytisch|houd"]);
}

#[test]
fn quitting_does_not_throw_words_away() {
    let mut test = at(8);
    test.keys("mx<ctrl-q>");
    assert!(test.asked.is_empty());
    test.keys("j");
    assert_eq!(memos(&test).len(), 1);
    assert_eq!(test.asked, [Effect::Quit]);
    let mut test = at(8);
    test.keys("m<ctrl-q>");
    assert_eq!(test.asked, [Effect::Quit], "nothing was written");
    let mut test = at(8);
    test.keys("mx<ctrl-q><ctrl-q>");
    assert_eq!(test.asked, [Effect::Quit], "whoever insists quits");
}

#[test]
fn the_own_editor_gets_the_words_and_what_it_leaves_is_saved() {
    let mut test = at(8);
    test.keys("e");
    assert_eq!(test.asked, [Effect::Edit(String::new())]);
    test.edited(Ok("buiten\ngeschreven\n".to_owned()));
    assert_eq!(memos(&test), ["mark|analytisch|buiten\ngeschreven"]);
    assert!(test.app.panels.is_empty());
    test.keys("#8<enter>m<space>en<ctrl-e>");
    assert_eq!(test.asked[1], Effect::Edit("buiten\ngeschreven en".to_owned()));
    test.edited(Ok("anders".to_owned()));
    assert_eq!(memos(&test), ["mark|analytisch|buiten\ngeschreven"], "from the panel it is saved there");
    test.keys("<ctrl-s>");
    assert_eq!(memos(&test), ["mark|analytisch|anders"]);
    test.keys("#9<enter>e");
    test.edited(Err("geen editor".to_owned()));
    assert!(test.app.panels.is_empty() && test.last_row().contains("geen editor"), "{}", test.last_row());
}

#[test]
fn pasted_text_brings_no_escapes() {
    let mut test = at(8);
    test.keys("m").input(Input::Paste("een\r\ntwee\u{1b}[31m\tdrie".to_owned())).keys("<ctrl-s>");
    assert_eq!(memos(&test), ["mark|analytisch|een\ntwee[31m    drie"]);
}

#[test]
fn the_list_of_all_is_searched_and_gone_to() {
    let mut test = at(8);
    test.keys("#3<enter>,pn#3<enter>meerste<ctrl-s>#9<enter>smtweede<ctrl-s>Dderde<ctrl-s>g");
    test.keys("L");
    let screen = test.characters();
    let place = |words: &str| screen.find(words).unwrap();
    assert!(place("derde") < place("tweede") && place("tweede") < place("eerste"), "the newest first");
    test.keys("eerste<enter>");
    assert_eq!(test.at_cursor(), "Eh... dat ze");
    assert!(test.characters().contains("✎ Perspectief nemen D10"));
    test.keys("<esc>Lanalytisch<space>d10<end><enter><esc>");
    assert_eq!(test.at_cursor(), "Eh... dat ze");
    test.keys("Lzzz");
    assert!(test.characters().contains("Niets past."));
}

#[test]
fn a_memo_in_another_document_is_gone_to() {
    let mut test = at(8);
    test.keys("smhier<ctrl-s><lt>L<enter>");
    assert_eq!(test.app.study.document_id(test.reader().opened.document), "d10");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    assert!(test.characters().contains("✎ markering D10"));
}

#[test]
fn others_memos_are_hidden_until_their_layer_is_shown_and_stay_theirs() {
    let mut test = at(8);
    let body: Body = edit::memo(Target::Study, "les", "van bram");
    test.commit_as("bram", vec![body]);
    test.keys("L");
    assert!(test.characters().contains("Er zijn nog geen memo's."));
    test.keys("<esc>z<end><enter>qLbram");
    assert!(test.characters().contains("van bram"));
    test.keys("<enter>");
    assert_eq!(test.last_row(), "dit memo is van bram; alleen bram kan het veranderen");
    assert!(test.app.panels.is_empty());
}

#[test]
fn writing_at_100_by_30() {
    let mut test = at(8);
    test.keys(",pn#8<enter>mWaarom<space>nu<space>pas?<enter><enter>Volgende<space>keer<space>vragen.");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn asking_at_80_by_24() {
    let mut test = TestApp::new(80, 24);
    test.keys("#8<enter>smWaarom<space>nu<space>pas?<esc>");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn the_list_at_100_by_30() {
    let mut test = at(3);
    test.keys(
        "smwat<space>zij<space>hier<space>zegt<ctrl-s>Dover<space>de<space>sfeer<ctrl-t><ctrl-s>L<end>",
    );
    insta::assert_snapshot!(test.picture());
}

#[test]
fn the_list_at_80_by_24() {
    let mut test = TestApp::new(80, 24);
    test.keys("#3<enter>smwat<space>zij<space>hier<space>zegt<ctrl-s>L");
    insta::assert_snapshot!(test.picture());
}
