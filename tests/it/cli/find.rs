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
        ("doc:d1 code:*", "3"),
        ("doc:d1", "4"),
        ("code:reflectie NOT coder:anna", "1"),
        ("code:othering code:reflectie", "0"),
        ("code:reflectie overlaps code:reflectie", "2"),
        ("code:perspectief-nemen before/1 code:reflectie", "1"),
        ("NOT code:*", "2"),
    ] {
        assert_eq!(bench.run(&["find", "--count", query]).out.trim_end(), count, "{query}");
        let rows: Value = serde_json::from_str(&bench.run(&["find", "--json", query]).out).unwrap();
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
fn codings_without_a_place_take_no_part_and_are_counted() {
    let bench = bench();
    let d1 = bench.read("studie/corpus/d1.md");
    bench.write("studie/corpus/d1.md", d1.replace("Jij ziet ze", "Zij zien ze"));
    std::fs::remove_file(bench.root().join("corpus/d2.md")).unwrap();
    let answer = bench.run(&["find", "code:*", "--json"]);
    assert!(answer.err.contains("the document `d2` is missing"), "{answer:?}");
    assert!(answer.err.contains("3 codings have no place in their texts any more"), "{answer:?}");
    let rows: Value = serde_json::from_str(&answer.out).unwrap();
    let rows = rows.as_array().unwrap();
    assert_eq!(rows.len(), 2, "{rows:?}");
    assert!(rows.iter().all(|row| row["document"] == "d1" && row["start"].is_u64()), "{rows:?}");
    assert_eq!(bench.run(&["find", "code:perspectief-nemen"]).code, 1, "its words are gone");
    assert_eq!(
        bench.run(&["find", "code:* bekeken", "--count"]).out,
        "1\n",
        "also where texts are looked into"
    );
}

#[test]
fn words_are_found_in_turns_and_marked() {
    let bench = bench();
    insta::assert_snapshot!(bench.run(&["find", "ik OR nog"]).done(), @"
    d1 · turn 1 · AA1
       Jij ziet ze één keer 👩‍🏫 per week, «ik» elke ochtend.

    d1 · turn 2 · BB2
       Ja. Zo had «ik» het «nog» niet be\u{301}keken.

    d1 · turn 3 · AA1
       Nee. «Ik» ook niet.

    d2 · turn 2
       «Nog» een.
    ");
    insta::assert_snapshot!(bench.run(&["find", "BEKEKEN", "--context", "1"]).done(), @"
    d1 · turn 2 · BB2
       1. AA1: Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.
     > 2. BB2: Ja. Zo had ik het nog niet «be\u{301}keken».
       3. AA1: Nee. Ik ook niet.
    ");
    let csv = bench.run(&["find", "nog", "--limit", "1", "--csv"]).done();
    let (head, row) = csv.split_once('\n').unwrap();
    assert_eq!(head, "document,title,turn,speaker,time_ms,start,end,text");
    assert!(row.starts_with("d1,Eerste gesprek,2,BB2,") && !row.contains("d2,"), "{row}");
    let rows = bench.run(&["find", "bekeken", "--json"]).json();
    let row = &rows[0];
    assert_eq!((&row["document"], &row["turn"], &row["speaker"]), (&json!("d1"), &json!(2), &json!("BB2")));
    let hit = |edge: usize| row["hits"][0][edge].as_u64().unwrap() as usize;
    let document = bench.read("studie/corpus/d1.md");
    let text = document.split_once("---\n").unwrap().1.split_once("---\n").unwrap().1;
    let marked: String = text.chars().skip(hit(0)).take(hit(1) - hit(0)).collect();
    assert_eq!(marked, "be\u{301}keken");
    assert_eq!(bench.run(&["find", "nergens"]).code, 1);
    bench.write("studie/corpus/d3.md", "Wij werken.\n\nZij werkt.\n");
    assert_eq!(bench.run(&["find", "werken", "--count"]).out, "1\n");
    assert_eq!(bench.run(&["find", "~werken", "--count"]).out, "2\n", "all forms");
}

#[test]
fn codings_and_turns_can_be_had_of_any_question() {
    let bench = bench();
    let count = |arguments: &[&str]| {
        let mut all = vec!["find", "--count"];
        all.extend(arguments);
        bench.run(&all).out.trim_end().to_owned()
    };
    assert_eq!(count(&["code:reflectie", "--turns"]), "3", "d1: 1, 2 and 3");
    assert_eq!(count(&["bekeken"]), "1");
    assert_eq!(count(&["bekeken", "--codings"]), "2", "anna's and bram's");
    assert_eq!(count(&["bekeken", "--codings", "--coder", "bram"]), "1");
    assert_eq!(count(&["bekeken code:reflectie", "--codings", "--coder", "anna"]), "1");
    let csv = bench.run(&["find", "mark:", "--csv"]).done();
    assert_eq!(
        csv,
        "document,title,first_turn,last_turn,speakers,start,end,code,coder,facets,text\n\
         d2,d2,2,2,,19,22,,anna,,Nog\n"
    );
    assert_eq!(bench.run(&["find", "code:*", "--turns", "--codings"]).code, 2);
}

#[test]
fn what_a_text_holds_steers_no_terminal() {
    let bench = bench();
    bench.write("studie/corpus/d3.md", "AA1: naald \u{1b}[2J en \u{9b}31m meer\n");
    let found = bench.run(&["find", "naald"]);
    assert_eq!(found.code, 0, "{found:?}");
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
