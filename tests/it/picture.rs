//! The picture in the README is drawn by the program itself.

use std::fs;
use std::path::Path;

use crate::cli::Bench;

#[test]
fn the_picture_is_drawn_from_the_screen_and_always_the_same() {
    let bench = Bench::empty();
    for file in ["een.svg", "twee.svg"] {
        bench.run_in(bench.home(), &["picture", file]).done();
    }
    let picture = bench.read("een.svg");
    assert!(picture == bench.read("twee.svg"), "the same study, keys and size give the same bytes");
    for words in ["D10 Driehoek, bijeenkomst 3", "pers n", "Perspectief nemen", "selectie: beurt 25"] {
        assert!(picture.contains(words), "{words}");
    }
    assert_eq!(picture.matches("<text").count(), picture.matches("</text>").count());
}

#[test]
fn the_picture_in_the_documentation_is_one_of_them() {
    let shown = fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/picture.svg")).unwrap();
    assert!(shown.starts_with("<svg ") && shown.contains("pers n") && shown.ends_with("</svg>\n"));
}

#[test]
fn other_keys_sizes_and_documents_can_be_asked_for() {
    let bench = Bench::empty();
    let run = |arguments: &[&str]| bench.run_in(bench.home(), arguments);
    run(&["picture", "a.svg", "--size", "40x12", "--keys", "?", "--document", "d01", "--light"]).done();
    assert!(bench.read("a.svg").contains("viewBox=\"0 0 384 252\""));
    assert!(run(&["picture", "a.svg", "--size", "0x12"]).refused().contains("120x36"));
    assert!(run(&["picture", "a.svg", "--keys", "<gaspedaal>"]).refused().contains("gaspedaal"));
    assert!(run(&["picture", "a.svg", "--document", "d99"]).refused().contains("d99"));
}
