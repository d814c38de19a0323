//! Text from files never steers the terminal.

use super::window::Window;
use crate::cli::Bench;

/// A title for the window, colours, a cleared screen, and the same with the single characters of Latin-1.
const ATTACK: &str =
    "\u{1b}]2;gekaapt\u{7}\u{1b}[35;46mpaars\u{1b}[2J\u{9b}2J\u{9d}2;gekaapt\u{9c}\u{1b}P+q\u{1b}\\";

/// The same, as YAML and TOML write it in a string.
const WRITTEN: &str = r"\u001b]2;gekaapt\u0007\u001b[35;46mpaars\u001b[2J\u009b2J\u009d2;gekaapt\u009c";

#[test]
fn escape_sequences_of_files_never_arrive() {
    let bench = Bench::new();
    bench.write(
        "studie/corpus/kwaad.md",
        format!(
            "---\nid: kwaad\ntitle: \"Titel {WRITTEN} einde\"\nsoort: \"attribuut {WRITTEN}\"\n---\n\
             # Kop {ATTACK}\n\nA{ATTACK}: Woorden {ATTACK} van een spreker.\nFA1: Gewone woorden.\n"
        ),
    );
    bench.write("studie/corpus/stuk.md", format!("---\nid: [{ATTACK}\n---\ntekst\n"));
    bench.write(
        "studie/codebook/kwaad.toml",
        format!(
            "family = \"kwaad\"\nname = \"Familie {WRITTEN}\"\n[[code]]\nid = \"kwaad\"\nkey = \"kw\"\n\
             name = \"Code {WRITTEN}\"\ndefinition = \"Definitie {WRITTEN}\"\n"
        ),
    );
    bench.write("studie/codings/kees/a.jsonl", format!("{{\"v\":1,\"id\":\"{ATTACK}\"}}\n"));
    let mut window = Window::open(&bench, "anna", (160, 45));
    window.shows("van een spreker.");
    window.keys("#2<enter>t,kw");
    window.shows("gecodeerd: Code");
    window.keys("#2<enter>z");
    window.shows("Familie");
    window.keys("q:kwaad");
    window.shows(":kwaad");
    window.keys("<esc>");
    window.hides(":kwaad");
    window.keys("#2<enter>si<enter>y");
    window.shows("gekopieerd");
    assert_eq!(window.keys("<ctrl-q>").ended(), 0);
    let raw = String::from_utf8(window.raw()).unwrap();
    assert!(raw.contains("gekaapt") && raw.contains("paars"), "the words themselves are shown");
    for sequence in
        ["\u{1b}]2;", "\u{1b}[35;46m", "\u{1b}[2J\u{9b}", "\u{9b}", "\u{9d}", "\u{1b}P", "\u{7}paars"]
    {
        assert!(!raw.contains(sequence), "{sequence:?}");
    }
    assert!(window.is_given_back());
}
