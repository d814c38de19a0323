//! `documents`, `show`, `codes`: reading without a screen.

use super::Bench;

#[test]
fn a_document_is_read_turn_by_turn() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering", "--facet", "niveau=institutioneel"]).line();
    bench.run(&["--coder", "bram", "code", "d1", "--quote", "Zo had", "coexistentie"]).line();
    bench.anna(&["code", "d1", "--turn", "2..3", "confrontatie"]).line();
    insta::assert_snapshot!(bench.run(&["show", "d1", "--codes"]).done(), @"
    d1: Eerste gesprek
    cyclus 1

    1. 00:00:10 AA1: Jij ziet ze één keer 👩‍🏫 per week, ik elke ochtend.
       code othering by anna: the whole turn, niveau institutioneel

    2. 00:00:15 BB2: Ja. Zo had ik het
       nog niet be\u{301}keken.
       code confrontatie by anna: from «Ja.» up to turn 3
       code coexistentie by bram: «Zo had»

    3. 00:00:21 AA1: Nee. Ik ook niet.

    4. 00:00:30 BB2:
    ");
    let plain = bench.run(&["show", "d1"]).done();
    assert!(!plain.contains("code "), "{plain}");
    let only_bram = bench.run(&["show", "d1", "--codes", "--coder", "bram"]).done();
    assert!(only_bram.contains("coexistentie") && !only_bram.contains("othering"), "{only_bram}");
    let nobody = bench.run(&["show", "d1", "--codes", "--coder", "cato"]).refused();
    assert!(nobody.contains("the coders are: anna, bram"), "{nobody}");
    assert!(
        bench.anna(&["show", "d1", "--codes"]).done().contains("coexistentie"),
        "the environment narrows nothing"
    );
}

#[test]
fn codes_are_counted_with_those_below() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "perspectief-nemen"]).line();
    bench.anna(&["code", "d1", "--turn", "2", "reflectie"]).line();
    bench.run(&["--coder", "bram", "code", "d1", "--turn", "1", "perspectief-nemen"]).line();
    let counts = |arguments: &[&str]| {
        let codes = bench.run(arguments).json();
        let row = |id: &str| {
            let code = codes.as_array().unwrap().iter().find(|code| code["id"] == id).unwrap().clone();
            (code["count"].as_u64().unwrap(), code["total"].as_u64().unwrap())
        };
        [row("reflectie"), row("perspectief-nemen"), row("othering")]
    };
    assert_eq!(counts(&["codes", "--json"]), [(1, 3), (2, 2), (0, 0)]);
    assert_eq!(counts(&["codes", "--json", "--coder", "anna"]), [(1, 2), (1, 1), (0, 0)]);
    let json = bench.run(&["codes", "--json"]).json();
    let reflectie = json.as_array().unwrap().iter().find(|code| code["id"] == "reflectie").unwrap();
    assert_eq!((reflectie["documents"].as_u64(), reflectie["coders"].as_u64()), (Some(1), Some(2)));
    let table = bench.run(&["codes"]).done();
    let reflectie = table.lines().find(|line| line.starts_with("reflectie")).unwrap();
    assert_eq!(reflectie.split_whitespace().collect::<Vec<_>>()[2..4], ["1", "3"], "{table}");
}

#[test]
fn what_cannot_be_loaded_is_said_and_the_rest_is_shown() {
    let bench = Bench::with_d1();
    bench.write("studie/codebook/kapot.toml", "family = \n");
    bench.write("studie/corpus/ook.md", "---\nid: d1\n---\nNog een.\n");
    let answer = bench.run(&["documents"]);
    assert!(
        answer.err.contains("warning: codebook/kapot.toml") && answer.err.contains("line 1"),
        "{answer:?}"
    );
    assert!(answer.err.contains("corpus/ook.md") && answer.err.contains("corpus/d1.md"), "{answer:?}");
    assert_eq!(answer.err.lines().count(), 2, "each once");
    assert!(answer.done().contains("Eerste gesprek"));
    bench.write("studie/kantlijn.toml", "format = 1\ntitle = \n");
    assert!(bench.run(&["documents"]).refused().contains("line 2, column"));
}

#[test]
fn another_window_on_the_layer_is_named() {
    use kantlijn::store::{Access, OpenStudy, Places};
    let bench = Bench::with_d1();
    let place = |name: &str| bench.home().join(name).join("kantlijn");
    let places = Places { config: place("config"), data: place("data"), cache: place("cache") };
    let access = Access::Write("anna".to_owned());
    let window = OpenStudy::open(&bench.root(), &places, &access, Box::new(|| {})).unwrap();
    let refused = bench.anna(&["code", "d1", "--turn", "1", "othering"]).refused();
    assert!(refused.contains("layer `anna` is open for writing in another window"), "{refused}");
    assert!(bench.anna(&["documents"]).done().contains("Eerste gesprek"), "reading needs no lock");
    bench.run(&["--coder", "bram", "code", "d1", "--turn", "1", "othering"]).line();
    drop(window);
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
}

#[test]
fn a_journal_with_damage_is_told_and_read() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    let name =
        std::fs::read_dir(bench.root().join("codings/anna")).unwrap().flatten().next().unwrap().file_name();
    let path = format!("studie/codings/anna/{}", name.to_string_lossy());
    let journal = bench.read(&path);
    bench.write(&path, format!("{journal}rommel\n{{\"v\":1,"));
    let answer = bench.run(&["codes"]);
    assert!(
        answer.err.contains("line 3: this line is damaged") && answer.err.contains("line 4"),
        "{answer:?}"
    );
    assert!(
        answer.done().lines().any(|line| line.trim_start().starts_with("othering") && line.contains(" 1 "))
    );
    let answer = bench.anna(&["code", "d1", "--turn", "2", "othering"]);
    assert!(answer.err.contains("the last line was torn"), "{answer:?}");
    answer.line();
    assert!(
        bench.read(&path).starts_with(&format!("{journal}rommel\n{{\"v\":1,\"id\"")),
        "the torn line is set aside"
    );
    assert!(!bench.run(&["codes"]).err.contains("torn"), "told once");
}

#[test]
fn nothing_from_a_file_steers_the_terminal() {
    use portable_pty::{CommandBuilder, PtySize, native_pty_system};
    use std::io::Read as _;
    let bench = Bench::new();
    let evil = "AA1: rood \u{1b}[31m en \u{9b}2J en \u{1b}]0;titel\u{7} \u{202e}om\n";
    bench.write("studie/corpus/boos\u{1b}[1m.md", format!("---\nid: boos\ntitle: \"t\\e[7m\"\n---\n{evil}"));
    bench.anna(&["code", "boos", "--turn", "1", "othering"]).line();
    for arguments in [
        &["show", "boos", "--codes"][..],
        &["documents"],
        &["find", "code:*"],
        &["export", "jsonl"],
        &["log", "--json"],
    ] {
        let pty = native_pty_system().openpty(PtySize::default()).unwrap();
        let mut command = CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(arguments);
        command.cwd(bench.root());
        command.env_clear();
        command.env("HOME", bench.home());
        let mut child = pty.slave.spawn_command(command).unwrap();
        drop(pty.slave);
        let mut shown = Vec::new();
        // On Linux the end of a terminal is an error.
        let _ = pty.master.try_clone_reader().unwrap().read_to_end(&mut shown);
        assert!(child.wait().unwrap().success(), "{arguments:?}");
        let shown = String::from_utf8(shown).unwrap();
        assert!(shown.contains("boos"), "{arguments:?}: {shown:?}");
        let steers = |c: &char| c.is_control() && *c != '\n' && *c != '\r' || *c == '\u{202e}';
        assert_eq!(shown.chars().find(steers), None, "{arguments:?}: {shown:?}");
    }
}
