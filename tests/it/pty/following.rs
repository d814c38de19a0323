//! Documents that are gone, and what held their words then, on the screen.

use super::window::Window;
use crate::cli::Bench;

#[test]
fn codings_of_a_document_that_is_gone_follow_its_words_by_one_key() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).done();
    let whole = bench.read("studie/corpus/d1.md");
    assert!(whole.contains("id: d1\n"), "{whole}");
    std::fs::remove_file(bench.root().join("corpus/d1.md")).unwrap();
    bench.write("studie/corpus/nieuw.md", whole.replace("id: d1\n", "id: nieuw\n"));
    let document = || bench.run(&["find", "code:*", "--json"]).json()[0]["document"].clone();

    let mut window = Window::open(&bench, "anna", (80, 24));
    window.shows("Jij ziet ze één keer");
    window.keys("W");
    window.shows("d1 is er niet meer en staat in NIEUW");
    window.keys("<down><enter>");
    window.shows("1 codering van d1 meegegaan naar nieuw; u haalt het terug");
    window.hides("d1 is er niet meer");
    window.keys("u");
    window.shows("d1 is er niet meer en staat in NIEUW");
    window.keys("<down><enter>");
    window.shows("1 codering van d1 meegegaan naar nieuw");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    assert_eq!(document(), "nieuw");
    bench.anna(&["undo"]).done();
    assert!(bench.run(&["anchors"]).done().contains("d1 is missing"));
}

#[test]
fn a_document_whose_words_stand_nowhere_is_said_with_a_cure() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).done();
    std::fs::remove_file(bench.root().join("corpus/d1.md")).unwrap();
    bench.write("studie/corpus/anders.md", "---\nid: anders\n---\nFA1: Iets heel anders.\n");
    let mut window = Window::open(&bench, "anna", (80, 24));
    window.shows("Iets heel anders");
    window.keys("W");
    window.shows("d1 is er niet meer; geen document heeft zijn woorden");
    window.keys("<down><enter>");
    window.shows("zet het bestand van d1 terug");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}
