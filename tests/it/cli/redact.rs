//! `redact`: words are gone from everything that remembers them, codings stay where they were, and the log says that it happened.

use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Bench, at};

/// Codings in every speaker's words and across them, a memo, a backup, an old text.
fn bench() -> Bench {
    let bench = Bench::with_d1();
    for (words, code) in [
        ("Jij ziet ze één keer", "reflectie"),
        ("Zo had ik het", "reflectie"),
        ("Ik ook niet", "othering"),
        ("nog niet be\u{301}keken.\n\n[00:00:21] AA1: Nee.", "othering"),
    ] {
        bench.anna(&["code", "d1", code, "--at", &at(words)]).done();
    }
    bench
}

/// Every file under the home folder that holds these words, but for the text and settings of the person.
fn holding(folder: &Path, words: &str) -> Vec<String> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder).unwrap().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(holding(&path, words));
        } else if String::from_utf8_lossy(&fs::read(&path).unwrap()).contains(words) {
            found.push(path.to_string_lossy().into_owned());
        }
    }
    found.sort();
    found
}

fn places(bench: &Bench) -> Vec<(Value, Value)> {
    let export = bench.run(&["export", "json"]).json();
    let segments = export["segments"].as_array().unwrap();
    segments.iter().map(|segment| (segment["anchor"].clone(), segment["text"].clone())).collect()
}

#[test]
fn a_speaker_is_taken_out_of_text_journals_and_copies() {
    let bench = bench();
    let before = holding(bench.home(), "Jij ziet ze");
    assert!(before.iter().any(|path| path.contains("codings")), "{before:?}");
    let dry = bench.anna(&["redact", "--speaker", "AA1"]).done();
    assert!(dry.contains("d1: 15 words become `___`") && dry.contains("nothing was changed yet"), "{dry}");
    assert_eq!(holding(bench.home(), "Jij ziet ze"), before);
    assert!(bench.anna(&["redact", "--speaker", "AA1", "--apply"]).err.contains("say --yes as well"));
    assert_eq!(holding(bench.home(), "Jij ziet ze"), before, "nobody agreed");

    let done =
        bench.anna(&["redact", "--speaker", "AA1", "--apply", "--yes", "--why", "toestemming ingetrokken"]);
    assert_eq!(done.code, 0, "{done:?}");
    for gone in ["Jij ziet ze", "één keer", "Ik ook niet", "elke ochtend"] {
        assert_eq!(holding(bench.home(), gone), [""; 0], "{gone}");
    }
    let text = bench.read("studie/corpus/d1.md");
    assert!(text.contains("AA1: ___ ___ ___") && text.contains("BB2: Ja. Zo had ik het\nnog niet"), "{text}");
    let after = places(&bench);
    assert_eq!(after.len(), 4);
    assert!(after.iter().all(|(anchor, _)| anchor == "edited" || anchor == "moved"), "{after:?}");
    assert_eq!(after.iter().filter(|(_, text)| text == "Zo had ik het").count(), 1, "others' words stay");
    assert_eq!(bench.run(&["check"]).code, 0, "{:?}", bench.run(&["check"]));
    let log = bench.run(&["log"]).done();
    assert!(log.contains("took words back"), "{log}");
    assert_eq!(bench.run(&["log"]).err, "", "it is no event of a newer program");
    assert_eq!(bench.anna(&["redact", "--speaker", "AA1"]).code, 1, "nothing is left");
    // Undo takes back the last coding, never this.
    bench.anna(&["undo"]).done();
    assert!(!bench.read("studie/corpus/d1.md").contains("Jij ziet"));
    assert_eq!(places(&bench).len(), 3);
}

#[test]
fn words_of_codings_that_followed_into_another_document_go_as_well() {
    let bench = bench();
    let whole = bench.read("studie/corpus/d1.md");
    fs::remove_file(bench.root().join("corpus/d1.md")).unwrap();
    bench.write("studie/corpus/nieuw.md", whole.replace("id: d1\n", "id: nieuw\n"));
    bench.anna(&["anchors", "--is", "nieuw", "d1"]).done();
    let followed = places(&bench);
    assert_eq!(followed.len(), 4);
    bench.anna(&["redact", "nieuw", "--speaker", "AA1", "--apply", "--yes"]).done();
    for gone in ["Jij ziet ze", "één keer", "Ik ook niet", "elke ochtend"] {
        assert_eq!(holding(bench.home(), gone), [""; 0], "{gone}");
    }
    let after = places(&bench);
    assert_eq!(after.iter().filter(|(_, text)| text == "Zo had ik het").count(), 1, "others' words stay");
    assert!(after.iter().all(|(anchor, _)| anchor == "edited" || anchor == "moved"), "{after:?}");
    assert_eq!(bench.run(&["check"]).code, 0, "{:?}", bench.run(&["check"]));
}

#[test]
fn what_another_program_brings_back_is_said_and_taken_out_again() {
    let bench = bench();
    let folder = bench.root().join("codings/anna");
    let journal = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let old = fs::read(&journal).unwrap();
    bench.anna(&["redact", "d1", "--apply", "--yes"]).done();
    assert_eq!(holding(&bench.root(), "ziet ze"), [""; 0]);
    // As a merge does it: the lines of both sides.
    let new = fs::read(&journal).unwrap();
    fs::write(&journal, [new, old].concat()).unwrap();
    let check = bench.run(&["check"]);
    assert_eq!(check.code, 1);
    assert!(check.out.contains("hold words that were redacted"), "{check:?}");
    bench.anna(&["redact", "--finish"]).done();
    assert_eq!(holding(&bench.root(), "ziet ze"), [""; 0]);
    assert_eq!(bench.run(&["check"]).code, 0);
    assert_eq!(places(&bench).len(), 4);
}

#[test]
fn a_passage_loses_its_words_and_its_neighbours_only_what_stood_around() {
    let bench = bench();
    bench.anna(&["memo", "--doc", "d1", "--type", "les", "Hij zei: ik elke ochtend. Mooi."]);
    let words = "ik elke ochtend";
    let done = bench.anna(&["redact", "d1", "--at", &at(words), "--apply", "--yes"]);
    assert_eq!(done.code, 0, "{done:?}");
    let text = bench.read("studie/corpus/d1.md");
    assert!(text.contains("per week, ___ ___ ___."), "{text}");
    assert!(text.contains("Jij ziet ze één keer"), "{text}");
    assert!(bench.journal("anna").contains("Jij ziet ze één keer"), "its quote holds nothing of it");
    assert!(!bench.journal("anna").contains("per week, ik"), "what stood around it did");
    assert_eq!(bench.run(&["check"]).code, 0);
    assert!(bench.anna(&["redact", "d1", "--at", "5000..5001"]).refused().contains("outside the text"));
}

#[test]
fn what_a_crash_interrupted_is_finished() {
    let bench = bench();
    let text = bench.read("studie/corpus/d1.md");
    let folder = bench.root().join("codings/anna");
    let journal = fs::read_dir(&folder).unwrap().next().unwrap().unwrap().path();
    let old = fs::read(&journal).unwrap();
    bench.anna(&["redact", "d1", "--apply", "--yes"]).done();
    // The event is safe, and nothing else was done: the text and the lines stand as before, the mark of a beginning is there.
    let event = fs::read_to_string(&journal).unwrap();
    let event: String = event.lines().rev().take(2).flat_map(|line| [line, "\n"]).collect();
    fs::write(&journal, [&old[..], event.as_bytes()].concat()).unwrap();
    bench.write("studie/corpus/d1.md", &text);
    let studies = fs::read_dir(bench.home().join("data/kantlijn/studies")).unwrap();
    for study in studies.flatten() {
        fs::write(study.path().join("redacting"), "").unwrap();
    }
    let check = bench.run(&["check"]);
    assert!(check.code == 1 && check.out.contains("`kantlijn redact --finish` goes on"), "{check:?}");
    bench.anna(&["redact", "--finish"]).done();
    assert_eq!(holding(bench.home(), "ziet ze"), [""; 0]);
    assert_eq!(bench.run(&["check"]).code, 0);
}
