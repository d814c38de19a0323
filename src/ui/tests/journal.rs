//! The Journal: what everybody did, narrowed, gone to, taken back.

use crate::model::edit;
use crate::model::event::Status;
use crate::ui::action::Context;
use crate::ui::app::{Effect, Input};
use crate::ui::testing::TestApp;

/// Anna codes, memos and undoes; Bram codes.
fn busy(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("#3<enter>,pn<esc>#8<enter>,go<esc>#8<enter>mWaarom<space>hier?<ctrl-s>#5<enter>,gp<esc>u");
    let (code, status) = {
        let study = &test.app.study;
        let text = test.reader().opened.of();
        let code = study.codebook.by_id("reflectie").unwrap();
        let span = test.reader().opened.spoken(3);
        let code = edit::code(study, text, span, code, &Vec::new()).unwrap();
        (code, edit::status(study, text.document, Status::Busy))
    };
    test.commit_as("bram", vec![code]);
    test.commit_as("bram", vec![status]);
    test
}

#[test]
fn what_was_done_last_stands_first_by_day() {
    let mut test = busy(100, 30);
    test.keys("H");
    let screen = test.characters();
    let rows: Vec<&str> = screen.lines().skip(2).take(9).map(str::trim).collect();
    assert_eq!(rows[0], "2023-11-14");
    assert!(rows[1].contains("bram") && rows[1].contains("status bezig in d10"), "{screen}");
    assert!(rows[2].contains("gecodeerd Reflectie in d10: «Wij ook niet."), "{screen}");
    assert!(
        rows[3].contains("anna") && rows[3].contains("ongedaan: gecodeerd Gedeelde probleemruimte"),
        "{screen}"
    );
    assert!(rows[4].contains("✗ gecodeerd Gedeelde probleemruimte"), "{screen}");
    assert!(rows[5].contains("memo Grensobject in d10: «Waarom hier?»"), "{screen}");
    assert!(screen.contains("7 regels"), "{screen}");
}

#[test]
fn it_is_narrowed_by_typing_and_by_the_row_at_the_cursor() {
    let mut test = busy(100, 30);
    test.keys("H/waarom");
    assert!(test.characters().contains("1 regel"), "{}", test.characters());
    test.keys("<enter><esc>");
    assert!(test.characters().contains("7 regels"), "{}", test.characters());
    for (key, expected, part) in [
        ("w", "2 regels", "bram"),
        ("d", "7 regels", "2023-11-14"),
        ("o", "7 regels", "d10"),
        ("s", "1 regel", "soort stand van documenten"),
    ] {
        test.keys(&format!("<home>{key}"));
        let screen = test.characters();
        assert!(
            screen.contains(expected) && screen.lines().nth(1).unwrap().contains(part),
            "{key}: {screen}"
        );
        test.keys("<esc>");
    }
    test.keys("<home>c");
    assert_eq!(test.last_row(), "dat heeft deze regel niet");
    test.keys("<down>c");
    assert!(test.characters().contains("code Reflectie") && test.characters().contains("1 regel"));
    test.keys("ct");
    assert!(test.characters().contains("alleen wat telt") && test.characters().contains("6 regels"));
    test.keys("<esc><esc>");
    assert!(test.app.panels.is_empty());
}

#[test]
fn one_goes_to_the_place_and_comes_back_to_the_row() {
    let mut test = busy(100, 30);
    test.keys("H<end><enter>");
    assert_eq!(test.at_cursor(), "Eh... dat ze");
    assert!(test.app.panels.is_empty());
    test.keys("H");
    let screen = test.characters();
    assert!(screen.lines().any(|row| row.contains("▸") && row.contains("Perspectief nemen")), "{screen}");
    test.keys("<home><down><down><down><down><enter>");
    assert!(test.characters().contains("Waarom hier?"), "a memo is opened: {}", test.characters());
}

#[test]
fn from_a_change_of_the_codebook_one_goes_to_its_code() {
    let mut test = busy(100, 30);
    test.keys("B<home>f").input(Input::Paste("grensobject".to_owned())).keys("<enter>#<ctrl-u>");
    test.input(Input::Paste("#445566".to_owned())).keys("<enter><esc><esc>H<home><enter>");
    assert_eq!(test.app.context(), Context::Codes, "{}", test.characters());
    let screen = test.characters();
    assert!(screen.lines().any(|row| row.contains('▸') && row.contains("Grensobject")), "{screen}");
    test.keys("<esc>H");
    assert_eq!(test.app.context(), Context::Journal);
}

#[test]
fn a_step_is_taken_back_from_here_or_it_is_said_why_not() {
    let mut test = busy(100, 30);
    test.keys("H<home>u");
    assert_eq!(test.last_row(), "dit deed bram; alleen bram kan het ongedaan maken");
    test.keys("<end>u");
    assert_eq!(test.last_row(), "ongedaan gemaakt: Perspectief nemen");
    assert_eq!(test.codings().len(), 2, "the first step, and not the last: {:?}", test.codings());
    test.keys("u");
    assert_eq!(test.last_row(), "dit is al ongedaan; U doet het opnieuw");
    test.keys("U");
    assert_eq!(test.codings().len(), 3);
    test.keys("<esc>#8<enter>*H<end><up>");
    let screen = test.characters();
    assert!(screen.lines().any(|row| row.contains("▸") && row.contains("Grensobject")), "{screen}");
}

#[test]
fn what_was_changed_again_is_not_taken_back() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,go<esc>#8<enter>**H<home><down>u");
    assert_eq!(test.last_row(), "wat dit veranderde is later nog eens veranderd; maak dat eerst ongedaan");
}

#[test]
fn it_goes_to_a_markdown_file() {
    let mut test = busy(100, 30);
    test.keys("He<ctrl-u>bijlage.txt<enter>");
    assert_eq!(test.last_row(), "laat de naam eindigen op .md");
    test.keys("we<ctrl-u>bijlage.md<enter>");
    let Some(Effect::ExportJournal { file, filter, typed }) = test.asked.last() else {
        panic!("{:?}", test.asked.last())
    };
    assert_eq!((file.as_str(), filter.coders.len(), typed.as_str()), ("bijlage.md", 1, ""));
}

#[test]
fn a_long_trail_is_gathered_as_far_as_it_is_seen() {
    let mut test = TestApp::new(80, 24);
    let document = test.reader().opened.document;
    for step in 0..9000 {
        let status = if step % 2 == 0 { Status::Busy } else { Status::Done };
        let body = edit::status(&test.app.study, document, status);
        test.commit_as("bram", vec![body]);
    }
    test.keys("#8<enter>,go<esc>H");
    let screen = test.characters();
    assert!(screen.contains("regels+"), "not all of it: {screen}");
    test.keys("<end>");
    assert!(test.characters().contains("9001 regels"), "{}", test.characters());
    test.keys("<home>w");
    assert!(test.characters().contains("1 regel") && !test.characters().contains("regels+"));
}

#[test]
fn the_journal_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = busy(width, height);
        test.keys("H<down><down><down>");
        insta::assert_snapshot!(format!("journal_at_{width}_by_{height}"), test.picture());
    }
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        let mut test = busy(width, height);
        test.keys("H<down>/a<enter>u").characters();
    }
}
