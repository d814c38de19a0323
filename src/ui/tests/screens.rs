//! Pictures of whole screens, at the sizes that people have.

use crate::ui::testing::TestApp;

/// Some codings that overlap, a mark, and another coder's.
fn coded(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("#3<enter>s,pn #3<enter>ss,go #3<enter>t,gp #5<enter>t,go #9<enter>s M");
    test.keys("#3<enter>");
    test
}

#[test]
fn reading_at_160_by_45() {
    insta::assert_snapshot!(coded(160, 45).picture());
}

#[test]
fn reading_at_100_by_30() {
    insta::assert_snapshot!(coded(100, 30).picture());
}

#[test]
fn reading_at_80_by_24() {
    insta::assert_snapshot!(coded(80, 24).picture());
}

#[test]
fn reading_at_40_by_12() {
    insta::assert_snapshot!(coded(40, 12).picture());
}
