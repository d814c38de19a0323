//! What was called done is there the next time, whatever happened in between.

use super::window::Window;
use crate::cli::Bench;

#[test]
fn a_coding_is_there_after_quitting_and_can_then_be_undone() {
    let bench = Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Jij ziet ze één keer");
    window.keys("#3<enter>s,pn");
    window.shows("gecodeerd: Perspectief nemen");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);

    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("1 codering ");
    window.shows("▎Perspectief");
    window.keys("u");
    window.shows("ongedaan gemaakt: Perspectief nemen");
    window.shows("0 coderingen");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);

    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("0 coderingen");
    window.keys("U");
    window.shows("opnieuw gedaan: Perspectief nemen");
    window.keys("<ctrl-q>");
    assert_eq!(window.ended(), 0);
    assert_eq!(bench.anna(&["export", "jsonl"]).done().lines().count(), 1);
    bench.run(&["check"]).done();
}

#[test]
fn what_the_screen_called_done_survives_a_kill() {
    let bench = Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Jij ziet ze één keer");
    window.keys("#3<enter>s,pn");
    window.done("gecodeerd: Perspectief nemen");
    window.signal("KILL");
    window.ended();

    // The lock went with the process.
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("1 codering ");
    assert!(!window.contents().contains("alleen lezen"));
    window.keys("u");
    window.shows("ongedaan gemaakt: Perspectief nemen");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn the_place_is_remembered() {
    let bench = Bench::with_d1();
    bench.write(
        "studie/corpus/d2.md",
        "---\nid: d2\ntitle: Tweede gesprek\n---\nAA1: Hier begint het.\nBB2: En hier gaat het door.\n",
    );
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Eerste gesprek");
    window.keys(">");
    window.shows("Hier begint het.");
    window.keys("#2<enter>s");
    window.shows("selectie: beurt 2");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("D2 Tweede gesprek");
    window.keys("s");
    window.shows("selectie: beurt 2");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn what_is_shown_and_the_language_are_remembered() {
    let bench = Bench::with_d1();
    bench.run(&["--coder", "bram", "code", "d1", "--turn", "1", "perspectief-maken"]).done();
    let mut window = Window::open(&bench, "anna", (110, 30));
    window.shows("Jij ziet ze één keer");
    window.keys("z<end><enter>q");
    window.shows("Perspectief maken");
    window.keys(":Nederlands of Engels<enter>");
    window.shows("layer: anna");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    let mut window = Window::open(&bench, "anna", (110, 30));
    window.shows("layer: anna · +bram");
    window.shows("Perspective making");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn a_damaged_journal_is_told_calmly_and_the_rest_is_there() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "perspectief-maken"]).done();
    bench.write("studie/codings/kees/a.jsonl", "dit is geen JSON\n");
    let mut window = Window::open(&bench, "anna", (110, 30));
    window.shows("1 melding over bestanden van de studie; ! toont ze");
    window.shows("Perspectief maken");
    window.keys("!");
    window.shows("codings/kees/a.jsonl, line 1");
    window.keys("q");
    window.hides("codings/kees/a.jsonl");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}
