//! The screen in a real terminal, from outside: what is typed goes through a pseudo-terminal, what is shown comes out of one.

mod ending;
mod following;
mod foreign;
mod keeping;
mod sharing;
pub mod window;

use window::Window;

#[test]
fn the_text_is_shown_and_quitting_gives_the_terminal_back() {
    let bench = super::cli::Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Jij ziet ze één keer");
    window.shows("Eerste gesprek");
    assert!(window.is_taken());
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    assert!(window.is_given_back(), "{}", window.contents());
}

#[test]
fn another_size_while_one_works_breaks_nothing() {
    let bench = super::cli::Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (120, 36));
    window.shows("Jij ziet ze één keer");
    let sizes = [(20, 5), (1, 1), (300, 100), (80, 24), (40, 12), (12, 3), (160, 45), (2, 40), (200, 2)];
    for (round, size) in sizes.into_iter().enumerate() {
        window.resize(size);
        window.keys(["s]", "t.", "n", "?", "<end>", "q", "G", "g", "s"][round]);
    }
    window.resize((100, 30));
    window.shows("Ik ook niet.");
    window.wait("the frame fills the window", |screen| {
        screen.contents().lines().nth(29).is_some_and(|row| row.contains("zin"))
    });
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

/// Whatever comes first, neither waits for the next key.
#[test]
fn a_key_that_comes_with_a_new_size_is_seen() {
    let bench = super::cli::Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Jij ziet ze één keer");
    for round in 0..200 {
        let (key, selected) = [("t", "selectie: beurt 1 ·"), ("s", "selectie: beurt 1, 1 zin ·")][round % 2];
        window.resize([(80, 24), (100, 30), (90, 27)][round % 3]);
        window.keys(key);
        window.shows(selected);
    }
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
}

#[test]
fn a_burst_of_keys_is_taken_in_whole() {
    let bench = super::cli::Bench::with_d1();
    let mut window = Window::open(&bench, "anna", (100, 30));
    window.shows("Jij ziet ze één keer");
    window.keys("J").keys(&"l".repeat(400)).keys(&"h".repeat(400)).keys("#3<enter>s,pn");
    window.shows("gecodeerd: Perspectief nemen");
    window.keys("<ctrl-q>");
    assert_eq!(window.ended(), 0);
    assert!(bench.anna(&["export", "jsonl"]).done().contains("perspectief-nemen"));
}
