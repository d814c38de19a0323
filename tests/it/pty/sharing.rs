//! Several windows, several people.

use super::window::Window;
use crate::cli::Bench;

#[test]
fn a_second_window_on_the_same_layer_reads() {
    let bench = Bench::with_d1();
    let mut first = Window::open(&bench, "anna", (110, 30));
    first.shows("Jij ziet ze één keer");
    let mut second = Window::open(&bench, "anna", (110, 30));
    second.shows("alleen lezen");
    second.keys("t,pn");
    second.shows("dit venster kan alleen lezen");
    second.hides("1 codering");

    first.keys("#3<enter>s,pn");
    first.done("gecodeerd: Perspectief nemen");
    second.shows("1 codering ");
    // Another layer of the same study can be written.
    let mut third = Window::open(&bench, "bram", (110, 30));
    third.shows("laag: bram");
    third.keys("#1<enter>s,pm");
    third.done("gecodeerd: Perspectief maken");
    for window in [&mut first, &mut second, &mut third] {
        assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    }
    assert_eq!(bench.run(&["export", "jsonl"]).done().lines().count(), 2);
    bench.run(&["check"]).done();
}

#[test]
fn codings_of_others_appear_while_one_works() {
    let bench = Bench::with_d1();
    bench.run(&["--coder", "bram", "code", "d1", "--turn", "1", "perspectief-maken"]).done();
    let mut window = Window::open(&bench, "anna", (110, 30));
    window.shows("Jij ziet ze één keer");
    window.hides("Perspectief maken");
    window.keys("z<end><enter>q");
    window.shows("Perspectief maken");
    bench.run(&["--coder", "bram", "code", "d1", "--quote", "Nee.", "othering"]).done();
    window.shows("Onderscheiden");
    // Nor does that get in the way of one's own.
    window.keys("#2<enter>t,pn");
    window.done("gecodeerd: Perspectief nemen");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    assert_eq!(
        bench
            .anna(&["export", "jsonl"])
            .done()
            .lines()
            .filter(|line| line.contains("\"coder\":\"anna\""))
            .count(),
        1
    );
}

#[test]
fn a_text_that_is_changed_outside_is_shown_anew_and_nothing_points_at_other_words() {
    let bench = Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (110, 30));
    window.shows("Jij ziet ze één keer");
    window.keys("#3<enter>s,pn");
    window.done("gecodeerd: Perspectief nemen");
    let changed = bench.read("studie/corpus/d1.md").replace("Nee. Ik ook niet.", "Heel iets anders.");
    bench.write("studie/corpus/d1.md", changed);
    window.shows("Heel iets anders.");
    window.hides("▎Perspectief");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}
