//! `code`, one passage or many.

use serde_json::{Value, json};

use super::{Bench, at, d1_text};

fn codings(bench: &Bench) -> Vec<Value> {
    let shown = bench.run(&["show", "d1", "--codes", "--json"]).json();
    shown["turns"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|turn| turn["codings"].as_array().unwrap().clone())
        .collect()
}

#[test]
fn a_passage_is_given_by_code_points_quote_or_turns() {
    let bench = Bench::with_d1();
    let text = d1_text();
    let ways: [(&[&str], &str); 8] = [
        (&["--at", &at("één keer 👩‍🏫 per")], "één keer 👩‍🏫 per"),
        (&["--at", &at("be\u{301}keken")], "be\u{301}keken"),
        (&["--quote", "Zo had ik het\nnog niet"], "Zo had ik het\nnog niet"),
        (&["--quote", "ik", "--nth", "2"], "ik"),
        (&["--turn", "1"], "Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend."),
        (&["--turn", "2"], "Ja. Zo had ik het\nnog niet be\u{301}keken."),
        (&["--turn", "1..1"], "Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend."),
        (
            &["--turn", "2..4"],
            "Ja. Zo had ik het\nnog niet be\u{301}keken.\n\n[00:00:21] AA1: Nee. Ik ook niet.",
        ),
    ];
    for (number, (way, expected)) in ways.iter().enumerate() {
        let code = ["othering", "coexistentie"][number % 2];
        let mut arguments = vec!["code", "d1"];
        arguments.extend(*way);
        arguments.push(code);
        let answer = bench.anna(&arguments);
        let id = answer.line();
        assert_eq!(id.len(), 36, "the id alone: {id}");
        let all = codings(&bench);
        let coding = all.iter().find(|coding| coding["id"] == id.as_str()).unwrap();
        assert_eq!((&coding["text"], &coding["quote"]), (&json!(expected), &json!(expected)));
        let place = |field: &str| usize::try_from(coding[field].as_u64().unwrap()).unwrap();
        let by_points: String =
            text.chars().skip(place("start")).take(place("end") - place("start")).collect();
        assert_eq!(by_points, *expected);
        assert_eq!(&text[place("start_byte")..place("end_byte")], *expected);
        assert_eq!(coding["coder"], "anna");
    }
}

#[test]
fn what_is_no_passage_is_refused() {
    let bench = Bench::with_d1();
    for (way, said) in [
        (["--at", "5..5"], "START must be smaller"),
        (["--at", "5"], "expected START..END"),
        (["--at", "0..9999"], "lie outside `d1`, whose text has"),
        (["--quote", "staat er niet"], "does not stand in `d1`"),
        (["--quote", "ik"], "stands at 2 places in `d1` (turns 1, 2); choose one with --nth"),
        (["--turn", "0"], "turns count from 1"),
        (["--turn", "4"], "nothing is said in turn 4"),
        (["--turn", "3..9"], "has 4 turns"),
        (["--turn", "3..2"], "must not stand after"),
    ] {
        let refused = bench.anna(&["code", "d1", way[0], way[1], "othering"]).refused();
        assert!(refused.contains(said), "{said} is missing from\n{refused}");
    }
    let refused = |arguments: &[&str]| bench.anna(arguments).refused();
    assert!(refused(&["code", "d1", "othering"]).contains("--at START..END, --quote TEXT or --turn"));
    assert!(refused(&["code", "d1", "--turn", "1", "otherin"]).contains("did you mean `othering`?"));
    assert!(refused(&["code", "d9", "--turn", "1", "othering"]).contains("did you mean `d1`?"));
    assert!(
        refused(&["code", "d1", "--turn", "1", "--at", "1..2", "othering"]).contains("cannot be used with")
    );
    assert_eq!(bench.journal("anna"), "", "nothing was written");
}

#[test]
fn facets_are_checked_and_gathered() {
    let bench = Bench::with_d1();
    let code = ["code", "d1", "--turn", "1", "othering"];
    let with = |facets: &[&str]| {
        let mut arguments = code.to_vec();
        for facet in facets {
            arguments.extend(["--facet", facet]);
        }
        bench.anna(&arguments)
    };
    assert!(with(&["nivo=x"]).refused().contains("the facets of family `lm` are: niveau"));
    assert!(with(&["niveau=x"]).refused().contains("the values of `niveau` are: institutioneel"));
    assert!(with(&["niveau"]).refused().contains("NAME=VALUE"));
    assert!(
        with(&["niveau=institutioneel", "niveau=interpersoonlijk"]).refused().contains("takes one value")
    );
    with(&["niveau=institutioneel", "realisatie=beoogd"]).line();
    assert_eq!(
        codings(&bench)[0]["facets"],
        json!({ "niveau": ["institutioneel"], "realisatie": ["beoogd"] })
    );
}

#[test]
fn the_same_coding_is_made_once() {
    let bench = Bench::with_d1();
    let first = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    let before = bench.journal("anna");
    let again = bench.anna(&["code", "d1.md", "--turn", "1", "othering"]);
    assert!(again.err.contains("there already"), "{again:?}");
    assert_eq!(again.line(), first);
    assert_eq!(bench.journal("anna"), before);
    let other = bench.run(&["code", "--coder", "bram", "d1", "--turn", "1", "othering"]).line();
    assert_ne!(other, first, "another coder's coding is another one");
}

#[test]
fn an_exclusive_family_warns_and_lets_go_on() {
    let bench = Bench::with_d1();
    assert_eq!(bench.anna(&["code", "d1", "--turn", "1", "othering"]).err, "");
    let same = bench.anna(&["code", "d1", "--turn", "1", "coexistentie"]);
    assert!(
        same.err.contains("the very same passage has `othering`") && same.err.contains("`lm`"),
        "{same:?}"
    );
    assert_eq!(same.line().len(), 36);
    let overlap = bench.anna(&["code", "d1", "--quote", "één keer", "vertaalslagen"]);
    assert!(overlap.err.contains("an overlapping passage"), "{overlap:?}");
    assert_eq!(
        bench.anna(&["code", "d1", "--quote", "één keer", "othering"]).err.matches("vertaal").count(),
        1
    );
    assert_eq!(codings(&bench).len(), 4);
    let bram = bench.run(&["--coder", "bram", "code", "d1", "--turn", "1", "coexistentie"]);
    assert_eq!((bram.code, bram.err.as_str()), (0, ""), "other layers do not matter");
}

#[test]
fn somebody_must_code() {
    let bench = Bench::with_d1();
    let code = ["code", "d1", "--turn", "1", "othering"];
    assert!(bench.run(&code).refused().contains("who codes?"));
    let named = |name: &str| bench.run(&[&["--coder", name], &code[..]].concat());
    for bad in ["a/b", "..", "", "con:"] {
        let refused = named(bad).refused();
        assert!(refused.contains("cannot be a coder's name"), "{refused}");
    }
    assert!(!bench.root().join("codings/a").exists());
    bench.write("config/kantlijn/config.toml", "coder = \"dina\"\n");
    bench.run(&code).line();
    assert!(bench.journal("dina").contains("othering"), "the settings know who codes");
    bench.anna(&code).line();
    assert!(bench.journal("anna").contains("othering"), "the environment comes before the settings");
    bench.anna(&[&code[..], &["--coder", "Zoë B"]].concat()).line();
    assert!(bench.journal("Zoë B").contains("othering"), "and the argument before the environment");
    let two = bench.anna(&[&code[..], &["--coder", "a", "--coder", "b"]].concat()).refused();
    assert!(two.contains("one coder writes at a time"), "{two}");
}

#[test]
fn a_batch_is_made_in_one_step() {
    let bench = Bench::with_d1();
    bench.write("studie/corpus/map/d2.txt", "Een tweede tekst.\n");
    let lines = [
        json!({ "doc": "d1", "start": 16, "end": 19, "code": "othering" }),
        json!({ "doc": "d2.txt", "start": 4, "end": 10, "code": "othering", "facets": { "niveau": "institutioneel" } }),
        json!({ "doc": "d1", "start": 0, "end": 4, "code": "coexistentie", "facets": { "niveau": ["onbepaald"] } }),
        json!({ "doc": "d1.md", "start": 16, "end": 19, "code": "othering" }),
    ];
    let input: Vec<String> = lines.iter().map(Value::to_string).collect();
    let answer = bench.anna_says(&["code", "--batch", "-"], &format!("\n{}\n\n", input.join("\n")));
    assert!(answer.err.contains("3 codings made in one step; 1 line of the file repeat"), "{answer:?}");
    let ids: Vec<String> = answer.done().lines().map(str::to_owned).collect();
    assert_eq!(ids.len(), 4, "an id for each line");
    assert_eq!(ids[0], ids[3], "the same coding twice is one");
    let found: Vec<String> =
        codings(&bench).iter().map(|coding| coding["id"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, [ids[2].as_str(), &ids[0]]);
    let journal = bench.journal("anna");
    let of = journal.lines().filter(|line| line.contains("\"do\":\"code\"")).map(|line| {
        let event: Value = serde_json::from_str(line).unwrap();
        (event["tx"].clone(), event["of"].clone())
    });
    let of: Vec<_> = of.collect();
    assert!(of.iter().all(|tx| *tx == of[0] && tx.1 == 3), "{of:?}");
    let file = bench.write("lijst.jsonl", input[0].clone());
    let again = bench.anna(&["code", "--batch", file.to_str().unwrap()]);
    assert_eq!(again.line(), ids[0]);
    assert_eq!(bench.journal("anna"), journal);
}

#[test]
fn a_batch_with_something_wrong_makes_nothing() {
    let bench = Bench::with_d1();
    let good = r#"{"doc":"d1","start":0,"end":4,"code":"othering"}"#;
    for (bad, said) in [
        (
            r#"{"doc":"d1","start":0,"end":4,"code":"otherin"}"#,
            "line 3: `otherin` is no code (did you mean `othering`?)",
        ),
        (r#"{"doc":"d9","start":0,"end":4,"code":"othering"}"#, "line 3: `d9` is no document"),
        (r#"{"doc":"d1","start":4,"end":4,"code":"othering"}"#, "line 3: code points 4..4 are no passage"),
        (r#"{"doc":"d1","start":0,"end":9999,"code":"othering"}"#, "line 3: code points 0..9999 lie outside"),
        (r#"{"doc":"d1","start":-1,"end":4,"code":"othering"}"#, "line 3: invalid value: integer `-1`"),
        (r#"{"doc":"d1","start":0,"code":"othering"}"#, "line 3: missing field `end`"),
        (r#"{"doc":"d1","start":0,"end":4,"code":"othering","facet":{}}"#, "line 3: unknown field `facet`"),
        (
            r#"{"doc":"d1","start":0,"end":4,"code":"othering","facets":{"niveau":"x"}}"#,
            "line 3: `niveau=x` does not fit",
        ),
        ("[1,2]", "line 3:"),
        ("rommel", "line 3:"),
    ] {
        let answer = bench.anna_says(&["code", "--batch", "-"], &format!("{good}\n\n{bad}\n{good}\n"));
        let refused = answer.refused();
        assert!(
            refused.contains(said) && refused.contains("nothing was coded"),
            "{said} is missing from\n{refused}"
        );
        assert_eq!(bench.journal("anna"), "");
    }
    assert!(bench.anna_says(&["code", "--batch", "-"], "\n").refused().contains("holds no lines"));
    assert!(bench.anna(&["code", "--batch", "weg.jsonl"]).refused().contains("weg.jsonl"));
    let latin = bench.write("latijn.jsonl", b"{}\n\xe9\n");
    let refused = bench.anna(&["code", "--batch", latin.to_str().unwrap()]).refused();
    assert!(refused.contains("line 2: byte 3 is no UTF-8"), "{refused}");
}

#[test]
fn a_batch_can_bring_its_codes() {
    let bench = Bench::with_d1();
    let line = |code: &str, start: u32| {
        json!({ "doc": "d1", "start": start, "end": start + 2, "code": code }).to_string()
    };
    let lines =
        [line("c_1", 0), line("Tijger in een kooi", 2), line("C_1", 4), line("othering", 6)].join("\n");
    let refused = bench.anna_says(&["code", "--batch", "-"], &lines).refused();
    assert!(refused.contains("line 1: `c_1` is no code") && refused.contains("line 3"), "{refused}");
    let ids = bench.anna_says(&["code", "--batch", "-", "--create-codes"], &lines).done();
    assert_eq!(ids.lines().count(), 4);
    let found: Vec<String> =
        codings(&bench).iter().map(|coding| coding["code"].as_str().unwrap().to_owned()).collect();
    assert_eq!(found, ["c_1", "tijger-in-een-kooi", "c_1", "othering"]);
    assert!(bench.read("studie/codebook/vrij.toml").contains("Tijger in een kooi"));
    let again = bench.anna_says(&["code", "--batch", "-", "--create-codes"], &lines).done();
    assert_eq!(again, ids, "a second time changes nothing");
    let one = bench.anna(&["code", "d1", "--turn", "1", "nieuw", "--create-codes"]).line();
    assert!(codings(&bench).iter().any(|coding| coding["id"] == one.as_str() && coding["code"] == "nieuw"));
}
