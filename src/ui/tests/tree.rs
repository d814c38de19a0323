//! The documents: always in view in a wide window, a panel elsewhere.

use crossterm::event::{MouseButton, MouseEventKind};

use crate::ui::action::Context;
use crate::ui::testing::{TestApp, study_of};

fn open(test: &TestApp) -> &str {
    test.app.study.document_id(test.reader().opened.document)
}

/// The columns of the tree.
fn tree(test: &TestApp) -> Vec<String> {
    let rows = test.characters();
    let row = |row: &str| row.chars().take(26).collect::<String>().trim_end().to_owned();
    rows.lines().skip(2).map(row).take_while(|row| !row.is_empty() && !row.starts_with('─')).collect()
}

#[test]
fn the_tree_goes_along_with_the_text_and_with_the_codings() {
    let mut test = TestApp::new(160, 45);
    assert_eq!(
        tree(&test),
        [
            "DOCUMENTEN               2",
            " ▾ cyclus 1",
            "  ▾ Verkenners",
            "   · bijeenkomst 1    ·",
            " ▾ cyclus 2",
            "  ▾ Driehoek",
            "▌  · bijeenkomst 3    ·",
        ]
    );
    test.keys("#8<enter>,go");
    assert_eq!(tree(&test)[6], "▌  · bijeenkomst 3    ▆  1");
    test.keys("u<lt>");
    assert_eq!(tree(&test)[3], "▌  · bijeenkomst 1    ·");
    assert_eq!(tree(&test)[6], "   · bijeenkomst 3    ·");
}

#[test]
fn a_document_is_looked_for_and_opened() {
    for (width, height) in [(160, 45), (120, 36), (100, 30), (80, 24), (40, 12)] {
        for keys in
            ["overkenners<enter>", "<tab>d01<enter>", "oobserv<space>1<enter>", "o<home><down><down><enter>"]
        {
            let mut test = TestApp::new(width, height);
            test.keys(keys);
            assert_eq!((open(&test), test.app.panels.len()), ("d01", 0), "{width}×{height} {keys}");
        }
    }
}

#[test]
fn leaving_the_tree_opens_nothing() {
    let mut test = TestApp::new(100, 30);
    for keys in ["overk<esc>", "o<up><up><tab>", "ozzz<enter><esc>"] {
        test.keys(keys);
        assert_eq!((open(&test), test.app.context()), ("d10", Context::Reader), "{keys}");
    }
    test.keys("o");
    assert!(test.characters().contains("▸  · D10 bijeenkomst 3"), "one stands where one reads");
}

#[test]
fn groups_fold_and_open_again_for_what_is_looked_for() {
    let mut test = TestApp::new(160, 45);
    test.keys("o<left><left><left><left>");
    assert_eq!(tree(&test)[4..], ["▸▹ cyclus 2              1"]);
    test.keys("drie");
    assert_eq!(tree(&test)[0], "ZOEK drie              1/2");
    assert_eq!(tree(&test)[3], "▸  · bijeenkomst 3    ·");
    test.keys("<ctrl-u>");
    assert_eq!(tree(&test)[4..], [" ▹ cyclus 2              1"], "the fold is kept");
    test.keys("<end><right><right><right>");
    assert_eq!(tree(&test)[6], "▌  · bijeenkomst 3    ·");
    assert_eq!(tree(&test)[5], "▸ ▾ Driehoek");
    test.keys("<enter><esc>");
    assert_eq!(tree(&test)[6], "▌  · bijeenkomst 3    ·", "the open document comes into view again");
}

#[test]
fn a_click_opens_a_document_and_folds_a_group() {
    let mut test = TestApp::new(160, 45);
    let left = MouseEventKind::Down(MouseButton::Left);
    test.mouse(left, 8, 5);
    assert_eq!(open(&test), "d01");
    test.mouse(left, 8, 6);
    assert_eq!(tree(&test)[4], " ▹ cyclus 2              1");
    test.mouse(left, 8, 30);
    assert_eq!(open(&test), "d01");
}

#[test]
fn rows_are_made_for_what_is_in_view_alone() {
    let names: Vec<(String, String)> = (0..3000)
        .map(|number| {
            let head = format!("id: x{number}\ntitle: Vel {number}\ncyclus: {}", number % 2 + 1);
            (format!("corpus/x{number:04}.md"), format!("---\n{head}\n---\nA: woord\n"))
        })
        .collect();
    let files: Vec<(&str, &str)> = names.iter().map(|(path, text)| (path.as_str(), text.as_str())).collect();
    let (study, texts) = study_of(&files, &[]);
    let mut test = TestApp::with(study, texts, 160, 45);
    assert!(test.app.tree.looked_up() <= 45);
    test.keys("o<end><pageup>x2999");
    assert!(test.app.tree.looked_up() <= 8 * 45, "a screen for each key at most");
    test.keys("<enter>");
    assert_eq!(open(&test), "x2999");
    assert!(tree(&test).iter().any(|row| row.starts_with("▌") && row.contains("Vel 2999")));
}

#[test]
fn the_tree_at_160_by_45() {
    let mut test = TestApp::new(160, 45);
    test.keys("#3<enter>s,pn<esc>#8<enter>,go");
    test.keys("<tab><up>");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn the_tree_at_100_by_30() {
    let mut test = TestApp::new(100, 30);
    test.keys("#8<enter>,go");
    test.keys("obijeen");
    insta::assert_snapshot!(test.picture());
}

#[test]
fn the_tree_at_80_by_24() {
    let mut test = TestApp::new(80, 24);
    test.keys("o");
    insta::assert_snapshot!(test.picture());
}
