//! Changing texts: `edit` and `anchors`, and files that others changed.

use std::process::Command;

use serde_json::Value;

use super::{Bench, at, d1_text};

fn new_text() -> String {
    format!("[00:00:01] CC3: Welkom.\n{}", d1_text().replace("elke ochtend", "elke morgen"))
}

fn code_some(bench: &Bench) -> Vec<String> {
    let places = [at("ik elke ochtend"), at("één keer"), at("Zo had ik het")];
    places.iter().map(|place| bench.anna(&["code", "d1", "--at", place, "othering"]).line()).collect()
}

#[test]
fn edit_takes_the_codings_along() {
    let bench = Bench::with_d1();
    code_some(&bench);
    let same = bench.write("same.txt", d1_text());
    let answer = bench.anna(&["edit", "d1", "--file", same.to_str().unwrap()]);
    assert_eq!(answer.code, 1, "{answer:?}");
    assert!(answer.err.contains("nothing was changed"));
    let new = bench.write("new.txt", new_text().replace('\n', "\r\n"));
    let told = bench.anna(&["edit", "d1", "--file", new.to_str().unwrap(), "--json"]).json();
    assert_eq!(told["verdicts"]["moved"], 2, "{told}");
    let file = bench.read("studie/corpus/d1.md");
    assert!(file.starts_with("---\nid: d1\n") && file.ends_with(&new_text()), "{file}");
    assert!(bench.journal("anna").contains("\"do\":\"revise\""));
    assert!(bench.anna(&["edit", "d1", "--file", "/nowhere"]).refused().contains("/nowhere"));
    let latin = bench.write("latin.txt", b"\xe9\xe9n");
    assert!(bench.anna(&["edit", "d1", "--file", latin.to_str().unwrap()]).refused().contains("no UTF-8"));
}

#[test]
fn a_file_that_another_program_changed_is_compared_with_what_git_has() {
    let bench = Bench::with_d1();
    code_some(&bench);
    let git = |arguments: &[&str]| {
        let mut git = Command::new("git");
        git.args(["-c", "user.name=x", "-c", "user.email=x@example.org"]).args(arguments);
        assert!(git.current_dir(bench.root()).output().unwrap().status.success(), "{arguments:?}");
    };
    git(&["init", "-q"]);
    git(&["add", "."]);
    git(&["commit", "-qm", "x"]);
    std::fs::remove_dir_all(bench.home().join("data")).unwrap();
    let file = bench.read("studie/corpus/d1.md").replace(d1_text(), &new_text());
    bench.write("studie/corpus/d1.md", file);
    let before = bench.run(&["anchors", "--json"]);
    assert_eq!(before.json().as_array().unwrap().len(), 3, "who may not write does not follow");
    let mut anchors = bench.command(&bench.root(), &["anchors", "d1", "--json", "--coder", "anna"]);
    let found = anchors.env("PATH", std::env::var_os("PATH").unwrap_or_default()).output().unwrap();
    let rows: Value = serde_json::from_slice(&found.stdout).unwrap();
    assert!(rows.as_array().unwrap().len() < 2, "{rows}");
    assert!(bench.journal("anna").contains("\"do\":\"revise\""));
}

#[test]
fn a_coding_without_a_place_is_given_one() {
    let bench = Bench::with_d1();
    let ids = code_some(&bench);
    let text =
        d1_text().replace("Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.", "één keer dan. Niets meer.");
    let new = bench.write("new.txt", &text);
    bench.anna(&["edit", "d1", "--file", new.to_str().unwrap()]).done();
    let rows = bench.anna(&["anchors", "--json"]).json();
    let of = |id: &str| rows.as_array().unwrap().iter().find(|row| row["coding"] == id).cloned();
    let row = of(&ids[1]).expect("a line that was written anew keeps no coding");
    assert_eq!(row["verdict"], "unsure", "{row}");
    assert_eq!(of(&ids[0]).unwrap()["verdict"], "lost");
    assert!(bench.anna(&["anchors", "--accept", &ids[1]]).done().contains("één keer"));
    assert!(bench.anna(&["anchors", "--accept", &ids[1]]).refused().contains("has a place"));
    assert!(bench.anna(&["anchors", "--accept", &ids[0]]).refused().contains("--place"));
    bench.anna(&["anchors", "--place", &ids[0], "0..5"]).done();
    assert_eq!(bench.anna(&["anchors"]).code, 1);
    assert_eq!(bench.run(&["check"]).code, 0);
}

#[test]
fn codings_follow_a_text_that_was_cut_in_two_and_renamed() {
    let bench = Bench::with_d1();
    let ids = code_some(&bench);
    let bram = bench.run(&["code", "d1", "--at", &at("Zo had ik het"), "othering", "--coder", "bram"]).line();
    let cut = d1_text().find("Zo had").unwrap();
    let cut = d1_text()[..cut].rfind('\n').unwrap() + 1;
    let (first, second) = d1_text().split_at(cut);
    std::fs::remove_file(bench.root().join("corpus/d1.md")).unwrap();
    bench.write("studie/corpus/een.md", first);
    bench.write("studie/corpus/twee.md", format!("Tweede helft.\n{}", second.replace("Zo had", "Zó had")));
    let told = bench.anna(&["anchors"]).done();
    assert!(told.contains("d1 is missing") && told.contains("--is een d1"), "{told}");
    let rows = bench.anna(&["anchors", "d1", "--json"]).json();
    assert_eq!(rows[0]["missing"], true, "{rows}");
    assert_eq!(rows[0]["codings"], 4, "{rows}");
    assert!(bench.anna(&["check"]).code == 1, "a missing document is an error");
    assert!(bench.anna(&["anchors", "--is", "een", "niets"]).refused().contains("niets"));
    assert!(bench.anna(&["anchors", "--is", "een", "een"]).refused().contains("name the document"));

    assert!(
        bench.anna(&["anchors", "--is", "een", "d1"]).done().contains("2 codings of d1 followed into een")
    );
    let told = bench.anna(&["anchors", "--is", "twee", "d1"]).done();
    assert!(told.contains("2 codings of d1 followed into twee"), "{told}");
    assert_eq!(bench.anna(&["anchors"]).code, 1, "all have a place");
    assert!(bench.anna(&["anchors", "--is", "twee", "d1"]).refused().contains("`d1` is no document"));
    assert!(bench.anna(&["anchors", "--is", "twee", "een"]).refused().contains("nothing was done"));
    assert_eq!(bench.anna(&["check"]).code, 0);
    let shown = bench.run(&["find", "code:othering", "--json"]).json();
    let of = |id: &str| {
        let rows = shown.as_array().unwrap();
        rows.iter().find(|row| row["coding"] == id || row["id"] == id).cloned().unwrap_or_default()
    };
    assert_eq!(of(&ids[0])["document"], "een", "{shown}");
    assert_eq!(of(&bram)["document"], "twee", "{shown}");

    // The part is changed, and its codings follow; then everything is taken back.
    let changed = bench.read("studie/corpus/twee.md").replace("Tweede helft.\n", "");
    bench.write("studie/corpus/twee.md", changed);
    assert_eq!(bench.anna(&["anchors"]).code, 1, "all have a place still");
    bench.anna(&["anchors", "--place", &ids[2], "0..8"]).done();
    let log = bench.anna(&["log"]).done();
    assert!(log.contains("followed the words into twee"), "{log}");
    for _ in 0..4 {
        bench.anna(&["undo"]).done();
    }
    assert!(bench.anna(&["anchors"]).done().contains("d1 is missing, 4 codings"));
}
