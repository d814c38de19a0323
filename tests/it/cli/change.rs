//! Changing what is there: uncode, edges, facets, memos, statuses, undo and redo over many processes.

use serde_json::{Value, json};

use super::{Bench, at};

/// The codings of d1 as `code start..end`, by place.
fn codings(bench: &Bench) -> Vec<String> {
    let found = bench.run(&["find", "code:* OR mark:", "--json"]);
    let rows: Value = serde_json::from_str(&found.out).unwrap();
    let row =
        |row: &Value| format!("{} {}..{}", row["code"].as_str().unwrap_or("-"), row["start"], row["end"]);
    rows.as_array().unwrap().iter().map(row).collect()
}

#[test]
fn undo_and_redo_reach_over_processes() {
    let bench = Bench::with_d1();
    assert!(bench.anna(&["undo"]).refused().contains("nothing to undo"));
    assert!(bench.anna(&["redo"]).refused().contains("nothing to redo"));
    let mut states = vec![codings(&bench)];
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    states.push(codings(&bench));
    bench.anna(&["code", "d1", "--turn", "2", "othering"]).line();
    states.push(codings(&bench));
    let input =
        [1, 2, 3].map(|n| json!({ "doc": "d1", "start": n, "end": n + 9, "code": "reflectie" }).to_string());
    bench.anna_says(&["code", "--batch", "-"], &input.join("\n")).done();
    states.push(codings(&bench));
    assert_eq!(states.iter().map(Vec::len).collect::<Vec<_>>(), [0, 1, 2, 5]);

    let undone = bench.anna(&["undo"]).line();
    assert!(undone.starts_with("undone: code reflectie on d1") && undone.ends_with("and 2 more"), "{undone}");
    assert_eq!(codings(&bench), states[2], "a batch is one step");
    assert_eq!(bench.anna(&["undo", "2"]).done().lines().count(), 2);
    assert_eq!(codings(&bench), states[0]);
    assert!(bench.anna(&["redo"]).line().starts_with("done again: code othering on d1: «Jij ziet ze"));
    assert_eq!(codings(&bench), states[1]);
    let more = bench.anna(&["redo", "9"]);
    assert!(more.err.contains("only 2 of 9 were there"), "{more:?}");
    assert_eq!(codings(&bench), states[3]);
    bench.anna(&["undo"]).line();
    assert!(
        bench.run(&["undo", "--coder", "bram"]).refused().contains("nothing to undo"),
        "each takes back their own"
    );
    bench.anna(&["code", "d1", "--turn", "3", "othering"]).line();
    assert!(bench.anna(&["redo"]).refused().contains("nothing to redo"), "something was done since");
    assert_eq!(bench.anna(&["undo", "0"]).code, 2);
    let lines = bench.journal("anna").lines().count();
    bench.anna(&["undo", "9"]).done();
    assert!(bench.journal("anna").lines().count() > lines, "journals only grow");
}

#[test]
fn codings_are_taken_away_all_or_none() {
    let bench = Bench::with_d1();
    let one = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    let two = bench.anna(&["code", "d1", "--turn", "2", "othering"]).line();
    let brams = bench.run(&["--coder", "bram", "code", "d1", "--turn", "3", "othering"]).line();
    let refused = bench.anna(&["uncode", &one, &brams]).refused();
    assert!(refused.contains("that coding is bram's"), "{refused}");
    for wrong in ["x", "019ab0f2-7c1e-7a60-9d53-2f4c8e1b6a05", &two[..35]] {
        let refused = bench.anna(&["uncode", &one, wrong]).refused();
        assert!(refused.contains(&format!("there is no coding {wrong}")), "{refused}");
    }
    assert_eq!(codings(&bench).len(), 3);
    assert_eq!(bench.anna(&["uncode", &one, &two, &one]).line(), "2 codings taken away");
    assert_eq!(codings(&bench).len(), 1);
    assert!(bench.anna(&["uncode", &one]).refused().contains("there is no coding"));
    bench.anna(&["undo"]).line();
    assert_eq!(codings(&bench).len(), 3);
}

#[test]
fn marks_edges_stars_and_facets() {
    let bench = Bench::with_d1();
    let mark = bench.anna(&["mark", "d1", "--quote", "Zo had"]).line();
    let (wide, narrow) = (at("Ja. Zo had"), at("Zo had"));
    assert_eq!(codings(&bench), [format!("- {narrow}")]);
    bench.anna(&["edges", &mark, "--quote", "Ja. Zo had"]).done();
    assert_eq!(codings(&bench), [format!("- {wide}")]);
    assert!(bench.anna(&["facet", &mark, "niveau=institutioneel"]).refused().contains("a mark has no code"));
    assert!(
        bench
            .run(&["edges", &mark, "--turn", "1", "--coder", "bram"])
            .refused()
            .contains("only anna can change it")
    );
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    bench.anna(&["facet", &coding, "niveau=institutioneel", "realisatie=beoogd"]).done();
    bench.anna(&["star", &coding, &mark]).done();
    let rows = bench.run(&["find", "code:othering", "--json"]).json();
    assert_eq!(rows[0]["facets"], json!({ "niveau": ["institutioneel"], "realisatie": ["beoogd"] }));
    assert_eq!(rows[0]["important"], true);
    bench.anna(&["facet", &coding, "niveau="]).done();
    bench.anna(&["star", "--off", &coding]).done();
    let rows = bench.run(&["find", "code:othering", "--json"]).json();
    assert_eq!(
        (&rows[0]["facets"], &rows[0]["important"]),
        (&json!({ "realisatie": ["beoogd"] }), &json!(false))
    );
}

#[test]
fn memos_stand_on_anything() {
    let bench = Bench::with_d1();
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    let id = bench.anna(&["memo", "--coding", &coding, "--type", "les", "Zij zegt het\nzelf."]).line();
    bench.run(&["--coder", "bram", "memo", "--coding", &coding, "Mee eens."]).line();
    bench.anna_says(&["memo", "--doc", "d1.md", "-"], "- uit de\n- invoer\n").line();
    bench.anna(&["memo", "--code", "othering", "-streepje"]).line();
    bench.anna(&["memo", "--study", "Alles."]).line();
    let rows = bench.run(&["find", "code:othering", "--json"]).json();
    let memos = rows[0]["memos"].as_array().unwrap();
    assert_eq!(
        (&memos[0]["id"], &memos[0]["type"], &memos[0]["text"]),
        (&json!(id), &json!("les"), &json!("Zij zegt het\nzelf."))
    );
    assert_eq!((&memos[1]["coder"], &memos[1]["type"]), (&json!("bram"), &json!("analytisch")));
    let log = bench.run(&["log"]).done();
    assert!(
        log.contains("memo on d1: «- uit de - invoer»") && log.contains("memo othering: «-streepje»"),
        "{log}"
    );
    for (arguments, said) in [
        (&["memo", "--doc", "d9", "x"][..], "`d9` is no document"),
        (&["memo", "--coding", "x", "x"], "there is no coding x"),
        (&["memo", "--code", "otherin", "x"], "did you mean `othering`?"),
        (&["memo", "--study", " "], "the memo is empty"),
        (&["memo", "--study", "--type", "zomaar", "x"], "analytisch"),
        (&["memo", "x"], "--doc"),
        (&["memo", "--study", "--doc", "d1", "x"], "cannot be used with"),
    ] {
        let refused = bench.anna(arguments).refused();
        assert!(refused.contains(said), "{said} is missing from\n{refused}");
    }
}

#[test]
fn a_status_belongs_to_its_coder() {
    let bench = Bench::with_d1();
    bench.anna(&["status", "d1", "busy"]).done();
    bench.run(&["--coder", "bram", "status", "d1.md", "done"]).done();
    let status = || bench.run(&["documents", "--json"]).json()[0]["status"].clone();
    assert_eq!(status(), json!({ "anna": "busy", "bram": "done" }));
    bench.anna(&["undo"]).done();
    assert_eq!(status(), json!({ "bram": "done" }));
    assert_eq!(bench.anna(&["status", "d1", "klaar"]).code, 2);
}

#[test]
fn everything_stands_in_the_log() {
    let bench = Bench::with_d1();
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    bench.run(&["--coder", "bram", "mark", "d1", "--turn", "3"]).line();
    bench.anna(&["uncode", &coding]).done();
    bench.anna(&["undo"]).done();
    let log = bench.run(&["log", "--json"]).json();
    let rows: Vec<String> = log
        .as_array()
        .unwrap()
        .iter()
        .map(|row| {
            format!("{} {} {}", row["coder"].as_str().unwrap(), row["do"].as_str().unwrap(), row["counts"])
        })
        .collect();
    assert_eq!(
        rows,
        ["anna seen true", "anna code true", "bram mark true", "anna uncode false", "anna undo true"]
    );
    let made = &log[1];
    assert_eq!(
        (&made["id"], &made["document"], &made["code"]),
        (&json!(coding), &json!("d1"), &json!("othering"))
    );
    assert_eq!(made["quote"], "Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.");
    assert_eq!(log[3]["coding"], json!(coding));
    let numbers: Vec<u64> = log.as_array().unwrap().iter().map(|row| row["n"].as_u64().unwrap()).collect();
    assert!(numbers.is_sorted(), "{numbers:?}");
    let words = bench.run(&["log"]).done();
    assert!(words.lines().last().unwrap().ends_with("anna  undo: took away othering on d1"), "{words}");
    assert_eq!(bench.run(&["log", "--last", "2"]).done().lines().count(), 2);
    assert_eq!(bench.run(&["log", "--coder", "bram"]).done().lines().count(), 1);
}
