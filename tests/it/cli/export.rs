//! `export` and `check`: what other programs get, and whether it can be relied on.

use std::fs;
use std::path::Path;

use serde_json::{Value, json};

use super::{Bench, at, d1_text};

fn bench() -> Bench {
    let bench = Bench::with_d1();
    bench.write("studie/corpus/a.txt", "Zonder kop. \u{1b}[31mRood\n");
    bench
        .anna(&["code", "d1", "--turn", "2", "perspectief-nemen", "--facet", "niveau=institutioneel"])
        .line();
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    bench.anna(&["memo", "--coding", &coding, "Een memo."]).line();
    bench.anna(&["mark", "d1", "--at", &at("👩‍🏫")]).line();
    bench.run(&["--coder", "bram", "code", "a", "--quote", "kop", "othering"]).line();
    bench
}

fn exported(bench: &Bench, arguments: &[&str]) -> Value {
    let export = bench.run(&[&["export", "json"], arguments].concat()).json();
    let schema =
        fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("docs/export.schema.json")).unwrap();
    let validator = jsonschema::draft202012::new(&serde_json::from_str(&schema).unwrap()).unwrap();
    let errors: Vec<String> =
        validator.iter_errors(&export).map(|e| format!("{}: {e}", e.instance_path())).collect();
    assert_eq!(errors, [""; 0]);
    export
}

fn list<'v>(export: &'v Value, part: &str, field: &str) -> Vec<&'v Value> {
    export[part].as_array().unwrap().iter().map(|item| &item[field]).collect()
}

#[test]
fn an_export_is_what_its_schema_says() {
    let bench = bench();
    let export = exported(&bench, &[]);
    assert_eq!(export["filter"], json!({}));
    assert_eq!(list(&export, "documents", "path"), ["corpus/a.txt", "corpus/d1.md"]);
    assert_eq!(list(&export, "coders", "id"), ["anna", "bram"]);
    assert_eq!(export["codes"].as_array().unwrap().len(), 18);
    assert_eq!(list(&export, "segments", "document"), ["a", "d1", "d1", "d1"], "in the order of documents");
    assert_eq!(
        list(&export, "segments", "code"),
        [&json!("othering"), &json!("othering"), &Value::Null, &json!("perspectief-nemen")]
    );
    let text = d1_text();
    for segment in &export["segments"].as_array().unwrap()[1..] {
        let place = |field: &str| usize::try_from(segment[field].as_u64().unwrap()).unwrap();
        let points: String = text.chars().skip(place("start")).take(place("end") - place("start")).collect();
        assert_eq!(segment["text"], points);
        assert_eq!(segment["text"], text[place("start_byte")..place("end_byte")]);
        assert_eq!((&segment["quote"], &segment["anchor"]), (&segment["text"], &json!("exact")));
        assert!(text[..place("start_byte")].ends_with(segment["prefix"].as_str().unwrap()));
        assert!(text[place("end_byte")..].starts_with(segment["suffix"].as_str().unwrap()));
    }
    let d1 = &export["documents"][1];
    assert_eq!((&d1["length"], &d1["length_bytes"]), (&json!(text.chars().count()), &json!(text.len())));
    assert_eq!((&d1["turns"], &d1["attributes"]), (&json!(4), &json!({ "cyclus": "1" })));
    let last = &export["segments"][3];
    assert_eq!(last["times"], json!({ "start_ms": 15000, "end_ms": 21000 }));
    assert_eq!(
        (&last["first_line"], &last["last_line"], &last["speakers"]),
        (&json!(2), &json!(3), &json!(["BB2"]))
    );
    assert_eq!(export["segments"][1]["memos"][0]["text"], "Een memo.");
}

#[test]
fn the_same_study_gives_the_same_bytes() {
    let bench = bench();
    let stable = |arguments: &[&str]| {
        let out = bench.run(arguments).done();
        let lines = out.split_inclusive('\n').filter(|line| !line.starts_with("\"exported_at\""));
        lines.collect::<String>()
    };
    let json = stable(&["export", "json"]);
    assert_eq!(stable(&["export", "json"]), json);
    bench.run(&["export", "json", "-o", "../uit.json"]).done();
    let file = bench.read("uit.json");
    assert_eq!(file.lines().count(), json.lines().count() + 1);
    assert!(file.ends_with("\n]\n}\n"));
    let lines = stable(&["export", "jsonl"]);
    assert_eq!(lines.lines().count(), 4);
    for line in lines.lines() {
        assert!(json.contains(line), "a line of jsonl is a segment of json");
    }
}

#[test]
fn an_export_is_narrowed_by_code_and_coder() {
    let bench = bench();
    let codes = |arguments: &[&str]| {
        let export = exported(&bench, arguments);
        let codes = list(&export, "segments", "code").into_iter().cloned().collect::<Vec<_>>();
        (codes, export["filter"].clone(), export["documents"].as_array().unwrap().len())
    };
    let filter = |id: &str, descendants: bool| json!({ "codes": [{ "id": id, "descendants": descendants }] });
    let reflectie = codes(&["--code", "reflectie"]);
    assert_eq!(reflectie, (vec![json!("perspectief-nemen")], filter("reflectie", true), 2));
    assert_eq!(codes(&["--code", "=reflectie"]), (vec![], filter("reflectie", false), 2));
    assert_eq!(codes(&["--coder", "bram"]).0, [json!("othering")]);
    assert_eq!(codes(&["--coder", "bram"]).1, json!({ "coders": ["bram"] }));
    assert_eq!(codes(&["--code", "othering", "--code", "reflectie", "--coder", "anna"]).0.len(), 2);
    let by_environment = bench.anna(&["export", "jsonl"]).done();
    assert_eq!(by_environment.lines().count(), 4, "the environment narrows nothing");
    assert_eq!(bench.run(&["export", "jsonl", "--coder", "anna"]).done().lines().count(), 3);
    assert_eq!(bench.run(&["--coder", "anna", "export", "jsonl"]).done().lines().count(), 3);
    assert!(
        bench.run(&["export", "json", "--code", "reflecti"]).refused().contains("did you mean `reflectie`?")
    );
    assert!(
        bench.run(&["export", "json", "--coder", "cato"]).refused().contains("the coders are: anna, bram")
    );
    assert_eq!(bench.run(&["export", "xml"]).code, 2);
}

#[test]
fn what_changed_is_said_and_has_no_place() {
    let bench = bench();
    assert_eq!(bench.run(&["check"]).line(), "4 codings checked: every quote stands at its address");
    let d1 = bench.read("studie/corpus/d1.md");
    // The passage of turn 2 stands elsewhere, that of turn 1 is gone, the emoji stays where it is among other words.
    bench.write("studie/corpus/d1.md", d1.replace("Jij ziet", "Niemand hier ziet"));
    fs::remove_file(bench.root().join("corpus/a.txt")).unwrap();
    let export = bench.run(&["export", "json"]);
    assert!(export.err.contains("`a` is missing"), "{export:?}");
    let export = exported(&bench, &[]);
    assert_eq!(
        list(&export, "documents", "path"),
        [&json!("corpus/d1.md"), &Value::Null],
        "a missing one comes last"
    );
    let rows: Vec<String> = export["segments"]
        .as_array()
        .unwrap()
        .iter()
        .map(|segment| {
            format!(
                "{} {} {} «{}»",
                segment["document"],
                segment["anchor"],
                segment["start"],
                segment["quote"].as_str().unwrap().len()
            )
        })
        .collect();
    let anchors: Vec<&str> =
        export["segments"].as_array().unwrap().iter().map(|s| s["anchor"].as_str().unwrap()).collect();
    assert_eq!(anchors.iter().filter(|anchor| **anchor == "exact").count(), 0, "{rows:?}");
    assert!(anchors.contains(&"unsure") && anchors.contains(&"lost"), "{rows:?}");
    assert!(export["segments"].as_array().unwrap().iter().all(|segment| segment["end_byte"].is_null()));
    let gone =
        export["segments"].as_array().unwrap().iter().find(|segment| segment["document"] == "a").unwrap();
    assert_eq!((&gone["anchor"], &gone["quote"]), (&json!("lost"), &json!("kop")));

    let check = bench.run(&["check"]);
    assert_eq!(check.code, 1, "{check:?}");
    assert_eq!(check.out.matches("the text changed").count(), 3, "{check:?}");
    assert_eq!(check.err, "", "each is told once");
    let findings = bench.run(&["check", "--json"]);
    let findings: Value = serde_json::from_str(&findings.out).unwrap();
    let words: Vec<&str> =
        findings.as_array().unwrap().iter().filter_map(|finding| finding["anchor"].as_str()).collect();
    assert_eq!(words.len(), 3, "{findings}");
    bench.write("studie/corpus/d1.md", d1);
    bench.write("studie/corpus/a.txt", "Zonder kop. \u{1b}[31mRood\n");
    assert_eq!(bench.run(&["check"]).code, 0, "the texts are back");
}

#[test]
fn an_export_takes_no_place_of_the_study_and_is_whole_or_not_there() {
    let bench = bench();
    for path in [
        "corpus/d1.md",
        "kantlijn.toml",
        "codebook/nieuw.json",
        "codings/anna/x.json",
        "./corpus/../corpus/x",
    ] {
        let refused = bench.run(&["export", "json", "-o", path]).refused();
        assert!(refused.contains("is a part of the study"), "{path}: {refused}");
    }
    bench.run(&["export", "json", "-o", "uit.json"]).done();
    assert!(bench.run(&["export", "json", "-o", "weg/uit.json"]).refused().contains("weg/uit.json"));
    assert!(bench.run(&["export", "json", "-o", ".."]).refused().contains("is a folder"));
    let names: Vec<_> =
        fs::read_dir(bench.root()).unwrap().flatten().map(|entry| entry.file_name()).collect();
    assert!(!names.iter().any(|name| name.to_string_lossy().starts_with(".kantlijn-")), "{names:?}");
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt as _;
        let mode = |path: &str| fs::metadata(bench.home().join(path)).unwrap().permissions().mode() & 0o777;
        bench.run(&["export", "json", "-o", "../buiten.json"]).done();
        assert_eq!(mode("buiten.json"), 0o600, "outside the study it is private");
        assert_ne!(mode("studie/uit.json") & 0o044, 0, "inside, the umask rules");
        fs::set_permissions(bench.home().join("buiten.json"), fs::Permissions::from_mode(0o640)).unwrap();
        bench.run(&["export", "json", "-o", "../buiten.json"]).done();
        assert_eq!(mode("buiten.json"), 0o640, "what is there keeps its rights");
        std::os::unix::fs::symlink(bench.home().join("buiten.json"), bench.home().join("wijzer.json"))
            .unwrap();
        bench.run(&["export", "jsonl", "-o", "../wijzer.json"]).done();
        assert!(fs::symlink_metadata(bench.home().join("wijzer.json")).unwrap().is_symlink());
        assert_eq!(bench.read("buiten.json").lines().count(), 4);
    }
}

#[test]
fn what_can_be_repaired_is_listed_and_done_only_when_that_is_asked() {
    let bench = bench();
    fs::remove_file(bench.root().join(".gitattributes")).unwrap();
    let dry = bench.anna(&["check", "--fix"]).done();
    assert!(
        dry.contains(".gitattributes: gets the lines") && dry.contains("nothing was changed yet"),
        "{dry}"
    );
    assert!(!bench.root().join(".gitattributes").exists());
    assert_eq!(bench.anna(&["check", "--apply"]).code, 2, "only with --fix");
    let fixed = bench.anna(&["check", "--fix", "--apply"]);
    assert!(fixed.err.contains("repaired: .gitattributes"), "{fixed:?}");
    assert_eq!(fixed.line(), "4 codings checked: every quote stands at its address");
    assert_eq!(bench.anna(&["check", "--fix"]).code, 1, "nothing is left");
    let row = bench.run(&["check", "--json"]).json();
    assert_eq!(row, json!([]));
    assert_eq!(bench.run_in(bench.home(), &["check"]).code, 2, "no study");
}
