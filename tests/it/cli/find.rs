//! `find`: passages by code, and what is wrong with a query.

use serde_json::{Value, json};

use super::Bench;

fn bench() -> Bench {
    let bench = Bench::with_d1();
    bench.write("studie/corpus/d2.md", "---\nid: d2\ncyclus: 2\n---\nEen losse alinea.\n\nNog een.\n");
    bench.anna(&["code", "d1", "--turn", "1", "perspectief-nemen"]).line();
    bench.anna(&["code", "d1", "--turn", "2", "reflectie"]).line();
    bench.anna(&["code", "d2", "--quote", "losse", "othering", "--facet", "niveau=institutioneel"]).line();
    bench.run(&["--coder", "bram", "code", "d1", "--turn", "2..3", "reflectie"]).line();
    bench.anna(&["mark", "d2", "--quote", "Nog"]).line();
    bench
}

#[test]
fn codes_are_found_with_those_below_or_without() {
    let bench = bench();
    for (query, count) in [
        ("code:reflectie", "3"),
        ("code:=reflectie", "2"),
        ("code:*", "4"),
        ("mark:", "1"),
        ("code:reflectie coder:anna", "2"),
        ("code:reflectie coder:bram OR mark:", "2"),
        ("code:* cyclus:2", "1"),
        ("code:* cyclus:1..2 NOT code:reflectie", "1"),
        ("niveau:institutioneel", "1"),
        ("doc:d1", "3"),
    ] {
        assert_eq!(bench.run(&["find", "--count", query]).line(), count, "{query}");
        let rows = bench.run(&["find", "--json", query]).json();
        assert_eq!(rows.as_array().unwrap().len().to_string(), count, "{query}");
    }
    assert_eq!(
        bench.run(&["find", "code:reflectie", "coder:anna", "--count"]).line(),
        "2",
        "words without quotes"
    );
    assert_eq!(bench.run(&["find", "code:reflectie", "--coder", "bram", "--count"]).line(), "1");
    assert_eq!(
        bench.anna(&["find", "code:reflectie", "--count"]).line(),
        "3",
        "the environment narrows nothing"
    );
}

#[test]
fn nothing_found_is_an_answer_of_its_own() {
    let bench = bench();
    let nothing = bench.run(&["find", "code:confrontatie"]);
    assert_eq!((nothing.code, nothing.out.as_str(), nothing.err.as_str()), (1, "", "nothing found\n"));
    let json = bench.run(&["find", "code:confrontatie", "--json"]);
    assert_eq!((json.code, json.out.as_str()), (1, "[]\n"));
    let count = bench.run(&["find", "code:confrontatie", "--count"]);
    assert_eq!((count.code, count.out.as_str()), (1, "0\n"));
    assert!(bench.run(&["find", "code:othering code:reflectie"]).err.contains("write OR between codes"));
}

#[test]
fn a_mistake_is_shown_where_it_is() {
    let bench = bench();
    let refused = bench.run(&["find", "code:refletcie coder:anna"]).refused();
    assert!(
        refused.contains(
            "\ncode:refletcie coder:anna\n     ^^^^^^^^^\n`refletcie` is no code (did you mean `reflectie`?)"
        ),
        "{refused}"
    );
    assert!(
        bench.run(&["find", "samen leren"]).refused().contains("words in the text cannot be searched here")
    );
    assert!(bench.run(&["find", ""]).refused().contains("expected a question"));
    assert!(bench.run(&["find", "traject:VONC"]).refused().contains("`cyclus:`"));
    assert_eq!(bench.run(&["find"]).code, 2);
}

#[test]
fn a_passage_is_told_with_its_turns() {
    let bench = bench();
    insta::assert_snapshot!(bench.run(&["find", "code:reflectie OR mark:"]).done(), @"
    d1 · turn 1 · AA1 · code perspectief-nemen by anna
       Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.

    d1 · turn 2 · BB2 · code reflectie by anna
       Ja. Zo had ik het nog niet be\u{301}keken.

    d1 · turns 2 to 3 · BB2, AA1 · code reflectie by bram
       Ja. Zo had ik het nog niet be\u{301}keken. [00:00:21] AA1: Nee. Ik ook niet.

    d2 · turn 2 · kept by anna
       Nog
    ");
    insta::assert_snapshot!(bench.run(&["find", "code:reflectie coder:bram OR mark:", "--context", "1"]).done(), @"
    d1 · turns 2 to 3 · BB2, AA1 · code reflectie by bram
       1. AA1: Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.
     > 2. BB2: «Ja. Zo had ik het nog niet be\u{301}keken.»
     > 3. AA1: «Nee. Ik ook niet.»
       4. BB2:

    d2 · turn 2 · kept by anna
       1. Een losse alinea.
     > 2. «Nog» een.
    ");
    let rows = bench.run(&["find", "code:reflectie coder:bram", "--json", "--context", "1"]).json();
    let numbers = |part: &str| {
        let turns = rows[0]["context"][part].as_array().unwrap();
        turns.iter().map(|turn| turn["number"].as_u64().unwrap()).collect::<Vec<_>>()
    };
    assert_eq!((numbers("before"), numbers("turns"), numbers("after")), (vec![1], vec![2, 3], vec![4]));
    let row = &rows[0];
    assert_eq!((&row["document"], &row["title"]), (&json!("d1"), &json!("Eerste gesprek")));
    assert_eq!((&row["first_turn"], &row["last_turn"]), (&json!(2), &json!(3)));
    assert_eq!(row["speakers"], json!(["BB2", "AA1"]));
}

#[test]
fn a_changed_text_is_told_and_never_shown_as_the_passage() {
    let bench = bench();
    let d1 = bench.read("studie/corpus/d1.md");
    bench.write("studie/corpus/d1.md", d1.replace("Jij ziet ze", "Zij zien jou"));
    std::fs::remove_file(bench.root().join("corpus/d2.md")).unwrap();
    let answer = bench.run(&["find", "code:*", "--json"]);
    assert!(answer.err.contains("the document `d2` is missing"), "{answer:?}");
    let rows: Value = serde_json::from_str(&answer.out).unwrap();
    let anchors: Vec<(&str, bool)> = rows
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row["anchor"].as_str().unwrap(), row["start"].is_null() && row["text"].is_null()))
        .collect();
    assert_eq!(anchors.len(), 4);
    assert_eq!(anchors[0], ("lost", true), "its words are gone");
    assert_eq!(anchors[3], ("lost", true), "its document is gone");
    let words = bench.run(&["find", "code:perspectief-nemen"]).done();
    assert!(words.contains("nobody knows where this stands now: Jij ziet ze één keer"), "{words}");
}

#[test]
fn a_reader_that_had_enough_ends_it_quietly() {
    use std::io::Read as _;
    use std::process::Stdio;
    let bench = Bench::with_d1();
    bench.write("studie/corpus/lang.md", "Een regel.\n".repeat(50_000));
    let mut command = bench.command(&bench.root(), &["show", "lang"]);
    let mut child = command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdout.take().unwrap().read_exact(&mut [0; 10]).unwrap();
    let output = child.wait_with_output().unwrap();
    assert_eq!((output.status.code(), output.stderr.as_slice()), (Some(0), &b""[..]));
}
