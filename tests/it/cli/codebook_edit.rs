//! Changing the codebook from the command line, and what the journal tells of it.

use super::Bench;

fn coded() -> Bench {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).done();
    bench
}

#[test]
fn a_code_is_changed_made_and_removed() {
    let bench = coded();
    let said = bench.anna(&[
        "codebook",
        "set",
        "othering",
        "--definition",
        "Wij en zij",
        "--name",
        "en=Us",
        "--why",
        "te vaag",
    ]);
    assert!(said.err.contains("1 coding were made under") || said.err.contains("1 coding"), "{said:?}");
    said.done();
    assert!(bench.read("studie/codebook/lm.toml").contains("Wij en zij"));
    assert!(
        bench
            .anna(&["codebook", "set", "othering", "--parent", "othering"])
            .refused()
            .contains("below itself")
    );
    assert!(
        bench
            .anna(&["codebook", "set", "otherin", "--retire"])
            .refused()
            .contains("did you mean `othering`?")
    );
    bench.anna(&["codebook", "set", "nieuw", "--new", "--family", "lm", "--color", "#102030"]).done();
    bench.anna(&["codebook", "set", "nieuw", "--remove"]).done();
    assert!(
        bench.anna(&["codebook", "set", "othering", "--remove"]).refused().contains("1 codings; retire it")
    );
    let log = bench.run(&["log", "--code", "othering", "--kind", "codebook", "--json"]).json();
    let last = log.as_array().unwrap().last().unwrap();
    assert_eq!((last["do"].as_str(), last["why"].as_str()), (Some("code-edit"), Some("te vaag")));
    assert_eq!(last["changes"][0]["keys"][0], "definition");
}

#[test]
fn outdated_codings_are_listed_and_kept() {
    let bench = coded();
    assert_eq!(bench.run(&["codebook", "outdated"]).code, 1);
    bench.anna(&["codebook", "set", "othering", "--include", "wij tegen zij"]).done();
    let found = bench.run(&["codebook", "outdated", "--json"]).json();
    assert_eq!((found.as_array().unwrap().len(), found[0]["code"].as_str()), (1, Some("othering")));
    assert!(bench.anna(&["codebook", "outdated", "--keep"]).done().starts_with("1 coding kept"));
    assert_eq!(bench.run(&["codebook", "outdated"]).code, 1);
    bench.anna(&["undo"]).done();
    assert_eq!(bench.run(&["codebook", "outdated"]).code, 0);
}

#[test]
fn codes_merge_for_everybody_and_come_apart() {
    let bench = coded();
    let said = bench.anna(&["codebook", "merge", "othering", "identificatie", "--why", "overlap"]).done();
    assert!(
        said.starts_with("1 coding of `othering` belong to `identificatie` now, 0 of them by others"),
        "{said}"
    );
    assert_eq!(bench.run(&["find", "code:=identificatie", "--count"]).done(), "1\n");
    let found = bench.run(&["find", "code:=identificatie", "--json"]).json();
    assert_eq!(
        (found[0]["code"].as_str(), found[0]["code_given"].as_str()),
        (Some("identificatie"), Some("othering"))
    );
    assert!(bench.anna(&["codebook", "merge", "identificatie", "othering"]).refused().contains("own heir"));
    let undone = bench.anna(&["undo"]).done();
    assert!(undone.contains("codebook: code `othering` merged into identificatie"), "{undone}");
    assert_eq!(bench.run(&["find", "code:=othering", "--count"]).done(), "1\n");
}

#[test]
fn codings_are_recoded_and_joined() {
    let bench = coded();
    bench.anna(&["recode", "code:othering", "--to", "reflectie", "--why", "past beter"]).done();
    assert_eq!(bench.run(&["find", "code:=reflectie", "--count"]).done(), "1\n");
    let log = bench.run(&["log", "--kind", "recode"]).done();
    assert!(log.contains("recoded to reflectie, from othering on d1 [past beter]"), "{log}");
    bench.anna(&["code", "d1", "--quote", "één keer", "reflectie"]).done();
    let said = bench.anna(&["join", "reflectie"]);
    assert!(said.err.contains("changes measures"), "{said:?}");
    assert!(said.done().contains("2 codings joined into 1"));
    assert_eq!(bench.run(&["find", "code:=reflectie", "--count"]).done(), "1\n");
    bench.anna(&["undo"]).done();
    assert_eq!(bench.run(&["find", "code:=reflectie", "--count"]).done(), "2\n");
}

#[test]
fn what_changed_is_told_between_files_and_moments() {
    let bench = coded();
    let before = bench.read("studie/codebook/lm.toml");
    bench.write("voor/codebook/lm.toml", &before);
    bench.anna(&["codebook", "set", "othering", "--definition", "Anders"]).done();
    let said = bench.run(&["codebook", "diff", "../voor"]).done();
    assert!(
        said.starts_with("redefined  lm  othering: definition  (1 coding)\n")
            && said.ends_with("    now: Anders\n1 difference\n"),
        "{said}"
    );
    assert_eq!(bench.run(&["codebook", "diff", "../voor", "../voor"]).code, 1);
    let none = bench.run(&["codebook", "diff", "1999-12-31"]);
    assert!(none.err.contains("no journal speaks of it"), "{none:?}");
    assert!(bench.run(&["codebook", "diff", "geenrevisie"]).refused().contains("no git revision"));
    let now = bench.run(&["codebook", "at", "2999-01-01"]).done();
    assert!(now.contains("# codebook/lm.toml\n") && now.contains("Anders"), "{now}");
    let then = bench.run(&["codebook", "at", "1999-12-31"]);
    assert!(!then.done().contains("Anders"));
}

#[test]
fn the_log_is_narrowed_and_written_for_an_appendix() {
    let bench = coded();
    bench.anna(&["status", "d1", "done"]).done();
    bench.anna(&["undo"]).done();
    let all = bench.run(&["log", "--json"]).json().as_array().unwrap().len();
    assert_eq!(
        bench
            .run(&["log", "--from", "1999-01-01", "--to", "2999-01-01", "--json"])
            .json()
            .as_array()
            .unwrap()
            .len(),
        all
    );
    assert_eq!(bench.run(&["log", "--day", "1999-01-01"]).code, 1);
    assert_eq!(bench.run(&["log", "--kind", "coding", "--json"]).json().as_array().unwrap().len(), 1);
    assert!(bench.run(&["log", "--day", "gisteren"]).refused().contains("is no date"));
    let markdown = bench.run(&["log", "--markdown", "--document", "d1"]).done();
    assert!(
        markdown.starts_with("# Proef\n\n## 2") && markdown.contains("~~status done on d1~~"),
        "{markdown}"
    );
}

#[test]
fn any_step_of_ones_own_is_taken_back_and_done_again() {
    let bench = coded();
    bench.anna(&["status", "d1", "done"]).done();
    let log = bench.run(&["log", "--kind", "coding", "--json"]).json();
    let tx = log[0]["tx"].as_str().unwrap();
    assert!(bench.anna(&["undo", "--step", tx]).done().starts_with("undone: code othering on d1: «"));
    assert_eq!(bench.run(&["find", "code:*", "--count"]).out, "0\n");
    let again = bench.anna(&["undo", "--step", tx]).refused();
    assert!(again.contains("cannot take it back: it is undone already"), "{again}");
    assert!(bench.anna(&["redo", "--step", tx]).done().starts_with("done again: code othering"));
    assert_eq!(bench.run(&["find", "code:*", "--count"]).done(), "1\n");
    let mut bram = bench.command(&bench.root(), &["undo", "--step", tx]);
    let bram = bram.env("KANTLIJN_CODER", "bram").output().unwrap();
    assert!(String::from_utf8_lossy(&bram.stderr).contains("anna did it, and only anna can take it back"));
    let none = "00000000-0000-7000-8000-000000000000";
    assert!(bench.anna(&["undo", "--step", none]).refused().contains("there is no such step"));
}

#[test]
fn what_was_overtaken_or_only_seen_is_not_taken_back() {
    let bench = coded();
    let id = bench.run(&["find", "code:*", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    bench.anna(&["star", &id]).done();
    bench.anna(&["star", &id, "--off"]).done();
    let log = bench.run(&["log", "--json"]).json();
    let rows = log.as_array().unwrap();
    let tx =
        |what: &str| rows.iter().find(|row| row["do"] == what).unwrap()["tx"].as_str().unwrap().to_owned();
    assert!(bench.anna(&["undo", "--step", &tx("star")]).refused().contains("was changed again since"));
    assert!(
        bench
            .anna(&["undo", "--step", &tx("seen")])
            .refused()
            .contains("only notes what was found in a file")
    );
}

#[test]
fn a_code_is_split_from_a_file_and_the_trail_tells_it() {
    let bench = coded();
    let id = bench.run(&["find", "code:*", "--json"]).json()[0]["id"].as_str().unwrap().to_owned();
    let split = |choices: &str| {
        bench.write("studie/keuzes.jsonl", choices);
        bench.anna(&[
            "codebook",
            "split",
            "othering",
            "--into",
            "reflectie",
            "--into",
            "Wij en zij",
            "--choices",
            "keuzes.jsonl",
            "--retire",
            "--why",
            "te breed",
        ])
    };
    let wrong = split(&format!("{{\"coding\":\"{id}\",\"code\":\"iets\"}}\n"));
    assert!(wrong.refused().contains("keuzes.jsonl, line 1: `iets` is no part; name it with --into"));
    let wrong = split("\n{\"coding\":3}\n").refused();
    assert!(wrong.contains("mend these lines") && wrong.contains("keuzes.jsonl, line 2: "), "{wrong}");
    assert!(!bench.read("studie/codebook/lm.toml").contains("wij-en-zij"), "nothing was done");
    let said = split(&format!("{{\"coding\":\"{id}\",\"code\":\"Wij en zij\"}}\n")).done();
    assert_eq!(said, "`othering` split into reflectie, wij-en-zij\n1 coding divided\n`othering` retired\n");
    assert_eq!(bench.run(&["find", "code:=wij-en-zij", "--count"]).done(), "1\n");
    let log = bench.run(&["log", "--kind", "codebook", "--code", "othering"]).done();
    assert!(log.contains("splits othering into reflectie, wij-en-zij [te breed]"), "{log}");
    assert!(log.contains("[te breed]") && log.contains("code `othering` retired"), "{log}");
    let log = bench.run(&["log", "--kind", "recode"]).done();
    assert!(log.contains("recoded to wij-en-zij, from othering on d1"), "{log}");
    bench.anna(&["undo"]).done();
    let book = bench.read("studie/codebook/lm.toml");
    assert!(!book.contains("wij-en-zij") && !book.contains("retired"), "one step, and all is as it was");
    assert_eq!(bench.run(&["find", "code:=othering", "--count"]).done(), "1\n");
    let none = bench.anna(&["codebook", "split", "othering", "--into", "othering"]).refused();
    assert!(none.contains("cannot be a part of `othering` itself"), "{none}");
}

#[test]
fn one_coding_is_kept_under_the_present_definition() {
    let bench = coded();
    bench.anna(&["code", "d1", "--turn", "2", "othering"]).done();
    bench.anna(&["codebook", "set", "othering", "--definition", "Anders"]).done();
    let found = bench.run(&["codebook", "outdated", "--json"]).json();
    assert_eq!((found.as_array().unwrap().len(), found[0]["definition_now"].as_str()), (2, Some("Anders")));
    let id = found[0]["id"].as_str().unwrap();
    bench.anna(&["codebook", "outdated", "--coding", id, "--keep", "--why", "past nog"]).done();
    assert_eq!(bench.run(&["codebook", "outdated", "--json"]).json().as_array().unwrap().len(), 1);
    let log = bench.run(&["log", "--kind", "recode"]).done();
    assert!(log.contains("kept under the present definition othering on d1 [past nog]"), "{log}");
    let dutch = bench.run(&["log", "--kind", "recode", "--language", "nl"]).done();
    assert!(dutch.contains("behouden onder de huidige definitie"), "{dutch}");
}

#[test]
fn what_git_left_is_shown_and_a_side_is_chosen_for_each_entry() {
    let bench = coded();
    let path = "studie/codebook/lm.toml";
    assert_eq!(bench.run(&["codebook", "resolve"]).code, 1, "nothing to choose");
    let whole = bench.read(path);
    let line = whole.lines().find(|line| line.starts_with("definition")).unwrap().to_owned();
    let left = format!(
        "<<<<<<< HEAD\n{line} # van ons\n=======\ndefinition = {{ nl = \"Daar.\" }}\nkey = \"zz\"\n>>>>>>> main"
    );
    bench.write(path, whole.replacen(&line, &left, 1));
    let said = bench.run(&["codebook", "resolve"]).done();
    assert!(
        said.contains("codebook/lm.toml: here `HEAD`, came in `main`") && said.contains("Daar."),
        "{said}"
    );
    let rows = bench.run(&["codebook", "resolve", "--json"]).json();
    let entry = rows[0]["entry"].as_str().unwrap().to_owned();
    assert_eq!((rows.as_array().unwrap().len(), rows[0]["theirs"][0][1].as_str().is_some()), (1, true));
    let refused = bench.anna(&["codebook", "resolve", "--ours", "zomaar"]).refused();
    assert!(refused.contains(&entry), "{refused}");
    bench.anna(&["codebook", "resolve", "--theirs", &entry, "--why", "zo afgesproken"]).done();
    let after = bench.read(path);
    assert!(after.contains("Daar.") && after.contains("# van ons") && !after.contains("<<<<<<<"), "{after}");
    let log = bench.run(&["log", "--kind", "codebook", "--json"]).json();
    let last = log.as_array().unwrap().last().unwrap();
    assert_eq!((last["do"].as_str(), last["why"].as_str()), (Some("code-edit"), Some("zo afgesproken")));
    bench.anna(&["undo"]).done();
    assert!(bench.read(path).contains(line.trim_start_matches("definition = ")), "{}", bench.read(path));
}

#[test]
fn a_value_becomes_a_code_and_a_code_a_value() {
    let bench = Bench::with_d1();
    let lm = bench.read("studie/codebook/lm.toml");
    let facet = "[[facet]]\nid = \"toon\"\nvalues = [\"fel\", \"mild\"]\n\n";
    let at = lm.find("[[code]]").unwrap();
    bench.write("studie/codebook/lm.toml", format!("{}{facet}{}", &lm[..at], &lm[at..]));
    bench.anna(&["code", "d1", "--turn", "1", "othering", "--facet", "toon=fel"]).done();
    bench.anna(&["codebook", "set", "felheid", "--new", "--family", "lm"]).done();
    let refused = bench.anna(&["codebook", "to-code", "othering", "toon=zuur", "felheid"]).refused();
    assert!(refused.contains("is no value"), "{refused}");
    bench.anna(&["codebook", "to-code", "othering", "toon=fel", "felheid", "--why", "eigen code"]).done();
    let found = bench.run(&["find", "code:felheid", "--json"]).json();
    assert_eq!((found.as_array().unwrap().len(), found[0]["facets"]["toon"].is_null()), (1, true), "{found}");
    bench.anna(&["codebook", "to-value", "felheid", "othering", "toon=mild"]).done();
    assert_eq!(
        bench.run(&["find", "code:othering", "toon:mild", "--json"]).json().as_array().unwrap().len(),
        1
    );
    bench.anna(&["undo"]).done();
    bench.anna(&["undo"]).done();
    assert_eq!(
        bench.run(&["find", "code:othering", "toon:fel", "--json"]).json().as_array().unwrap().len(),
        1
    );
}
