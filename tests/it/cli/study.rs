//! `init`, and plain documents: a study and what there is to read in it.

use std::fs;

use super::Bench;

#[test]
fn a_new_study_has_the_learning_mechanisms() {
    let bench = Bench::empty();
    bench.run_in(bench.home(), &["init", "een/studie", "--title", "Een «titel»"]).done();
    let root = bench.home().join("een/studie");
    assert!(bench.read("een/studie/kantlijn.toml").contains("Een «titel»"));
    let codes = bench.run_in(&root, &["codes", "--json"]).json();
    let ids: Vec<&str> = codes.as_array().unwrap().iter().map(|code| code["id"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 18, "four mechanisms with fourteen processes");
    assert!(ids.contains(&"perspectief-nemen"));
    assert_eq!(bench.run_in(&root, &["documents", "--json"]).json(), serde_json::json!([]));
    let again = bench.run_in(bench.home(), &["init", "een/studie"]).refused();
    assert!(again.contains("is a study already"), "{again}");
    bench.run_in(bench.home(), &["init", "zomaar"]).done();
    assert!(bench.read("zomaar/kantlijn.toml").contains("title = \"zomaar\""));
    assert!(
        bench
            .run_in(bench.home(), &["init", "x", "--language", "Nederlands!"])
            .refused()
            .contains("language tag")
    );
}

#[test]
fn text_and_markdown_go_into_the_corpus() {
    let bench = Bench::new();
    bench.write("uit/gesprek een.txt", "\u{feff}AA1: Hoi.\r\nBB2: Dag.\r\n");
    bench.write("uit/twee.md", "---\nid: d2\ntitle: Twee\ncyclus: 2\n---\nTekst\n");
    // `add` is what `import` was called first.
    let added = bench.run(&["add", "../uit/gesprek een.txt", "../uit/twee.md"]).done();
    assert!(
        added.contains("gesprek-een  corpus/gesprek een.txt\n") && added.contains("d2  corpus/twee.md\n"),
        "{added}"
    );
    let file = bench.read("studie/corpus/gesprek een.txt");
    assert!(
        file.starts_with(
            "---\nid: gesprek-een\ntitle: gesprek een\nlanguage: nl\nspeakers:\n  AA1:\n  BB2:\n"
        ),
        "{file}"
    );
    assert!(file.ends_with("---\nAA1: Hoi.\nBB2: Dag.\n"), "{file}");
    let documents = bench.run(&["documents", "--json"]).json();
    let list: Vec<String> = documents
        .as_array()
        .unwrap()
        .iter()
        .map(|document| format!("{} {} {}", document["id"], document["title"], document["attributes"]))
        .collect();
    assert_eq!(list, [r#""gesprek-een" "gesprek een" {}"#, r#""d2" "Twee" {"cyclus":"2"}"#]);
    assert!(bench.run(&["show", "gesprek een.txt"]).done().contains("AA1: Hoi."));
}

#[test]
fn each_file_stands_or_falls_alone() {
    let bench = Bench::with_d1();
    bench.write("uit/goed.txt", "Goed.\n");
    bench.write("uit/beeld.png", b"\x89PNG\r\n");
    bench.write("uit/ook.md", "---\nid: d1\n---\nNog een d1.\n");
    bench.write("uit/d1.md", "---\nid: anders\n---\nEen andere tekst.\n");
    let files = ["goed.txt", "beeld.png", "ook.md", "d1.md", "weg.txt"];
    let paths: Vec<String> = files.iter().map(|file| format!("../uit/{file}")).collect();
    let mut arguments = vec!["import"];
    arguments.extend(paths.iter().map(String::as_str));
    let before = bench.read("studie/corpus/d1.md");
    let answer = bench.run(&arguments);
    assert_eq!(answer.code, 2, "{answer:?}");
    for said in [
        "beeld.png: it is a picture",
        "ook.md: its id `d1` is also that of another document",
        "weg.txt: there is no such file",
        "3 of 5 files could not be imported",
    ] {
        assert!(answer.err.contains(said), "{said} is missing from\n{}", answer.err);
    }
    assert!(
        answer.out.contains("goed  corpus/goed.txt") && answer.out.contains("anders  corpus/d1-2.md"),
        "{answer:?}"
    );
    assert_eq!(bench.read("studie/corpus/d1.md"), before);
    let corpus = fs::read_dir(bench.root().join("corpus")).unwrap().count();
    assert_eq!(corpus, 3, "nothing half written stays behind");
}

#[test]
fn a_study_is_found_around_the_folder_or_chosen() {
    let bench = Bench::with_d1();
    let root = bench.root();
    assert!(bench.run_in(&root.join("corpus"), &["documents"]).done().contains("Eerste gesprek"));
    assert!(bench.run_in(bench.home(), &["-C", "studie", "documents"]).done().contains("Eerste gesprek"));
    assert!(
        bench.run_in(bench.home(), &["documents", "-C", "studie/corpus"]).done().contains("Eerste gesprek")
    );
    let nowhere = bench.run_in(bench.home(), &["documents"]).refused();
    assert!(nowhere.contains("there is no study in") && nowhere.contains("kantlijn init"), "{nowhere}");
    assert!(bench.run_in(bench.home(), &["-C", "weg", "documents"]).refused().contains("weg"));
}

#[test]
fn a_newer_study_is_not_changed() {
    let bench = Bench::with_d1();
    bench.write("studie/kantlijn.toml", "format = 2\ntitle = \"x\"\n");
    bench.write("uit/a.txt", "Tekst.\n");
    assert!(bench.run(&["add", "../uit/a.txt"]).refused().contains("update kantlijn"));
    assert!(bench.anna(&["code", "d1", "--turn", "1", "othering"]).refused().contains("update kantlijn"));
    assert!(bench.run(&["documents"]).done().contains("Eerste gesprek"));
}

#[test]
fn a_slip_of_the_finger_is_recognised() {
    let bench = Bench::with_d1();
    let said = bench.run_in(bench.home(), &["documnts"]).refused();
    assert!(said.contains("did you mean `kantlijn documents`?"), "{said}");
    assert_eq!(bench.run(&["documents", "--jsn"]).code, 2);
    assert_eq!(bench.run(&["--help"]).code, 0);
    assert_eq!(bench.run(&["--version"]).code, 0);
}
