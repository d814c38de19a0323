//! Tables: codes counted by something, and from a cell to its passages.

use crate::ui::app::Effect;
use crate::ui::testing::TestApp;

/// Anna's codings in two documents.
fn coded(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("<lt>g#2<enter>t<enter>grens<enter>");
    test.keys(">#3<enter>t,pn<esc>#4<enter>s<enter>reflectie<enter><esc>#8<enter>t<enter>grens<enter>");
    test.keys("#1<enter>");
    test
}

#[test]
fn a_table_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = coded(width, height);
        test.keys("T");
        insta::assert_snapshot!(format!("tables_at_{width}_by_{height}"), test.picture());
    }
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        let mut test = coded(width, height);
        test.keys("T<tab><right><down>").characters();
    }
}

#[test]
fn a_cell_leads_to_its_passages_and_back() {
    let mut test = coded(100, 30);
    test.keys("T");
    let screen = test.characters();
    assert!(screen.contains("TABEL code × ") && screen.contains("Grensobject"), "{screen}");
    // The last row and column are totals.
    test.keys("<end>");
    for _ in 0..9 {
        test.keys("<right>");
    }
    let screen = test.characters();
    assert!(screen.contains("totaal × totaal: 4 coderingen in 2 documenten"), "{screen}");
    test.keys("<home><enter>");
    let screen = test.characters();
    assert!(screen.contains("ZOEK code:=reflectie"), "{screen}");
    test.keys("<esc>");
    assert!(test.characters().contains("TABEL"), "{}", test.characters());
}

#[test]
fn columns_are_what_one_wants_and_with_those_below() {
    let mut test = coded(100, 30);
    test.keys("T");
    let first = test.characters();
    test.keys("<tab>");
    assert_ne!(test.characters(), first);
    test.keys("<shift-tab>");
    assert_eq!(test.characters(), first);
    let seen = (0..12).any(|_| {
        test.keys("<tab>");
        test.characters().contains("code × spreker")
    });
    assert!(seen);
    assert!(test.characters().contains("SO4"), "{}", test.characters());
    test.keys("d");
    assert!(test.characters().contains("met onderliggende codes"));
}

#[test]
fn a_table_goes_to_a_file_and_is_counted_anew() {
    let mut test = coded(100, 30);
    test.keys("Tetabel.csv<enter>");
    let Some(Effect::ExportTable { file, rows }) = test.asked.last() else {
        panic!("{:?}", test.asked.last())
    };
    assert_eq!((file.as_str(), rows[0][0].as_str()), ("tabel.csv", "row"));
    assert_eq!(rows.last().unwrap()[4..], ["4", "2", "2"].map(str::to_owned));
    test.keys("<esc>u");
    test.keys("T<end>");
    assert!(test.characters().contains(": "), "{}", test.characters());
    let rows = test.app.panels.iter().find_map(|panel| match panel {
        crate::ui::panel::Panel::Tables(tables) => tables.records(),
        _ => None,
    });
    assert_eq!(rows.unwrap().last().unwrap()[4], "3", "what was undone counts no longer");
}
