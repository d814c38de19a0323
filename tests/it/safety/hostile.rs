//! Bytes that nobody would write: whatever stands in the files, nothing panics, and both folds agree on it.

use std::fs;
use std::process::{Command, Stdio};

use kantlijn::model::event::HIGHEST_N;
use kantlijn::store::{Access, OpenStudy, Severity};
use proptest::prelude::*;

use super::bench::{Bench, FAMILY, TEXT, code, has, said};
use crate::golden::state;

const WRITER: &str = "codings/anna/0a0a0a0a.jsonl";

/// A passage of the text, as the fields of an event.
fn passage(start: usize, end: usize) -> String {
    let hash = kantlijn::model::hash::TextHash::of(TEXT);
    format!(
        "\"span\":[{start},{end}],\"text\":\"{hash}\",\"quote\":\"{}\",\"pre\":\"\",\"suf\":\"x\"",
        &TEXT[start..end]
    )
}

fn line(number: u32, n: u64, act: &str, fields: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"01900000-0000-7000-8000-{number:012x}\",\"n\":{n},\"tx\":\"01900000-0000-7000-8000-{:012x}\",\"of\":1,\"at\":\"2026-01-01T00:00:00Z\",\"do\":\"{act}\",{fields}}}",
        number + 0x1000
    )
}

fn coding(number: u32, fields: &str) -> String {
    let fields = format!("\"doc\":\"d1\",\"code\":\"grens\",\"rev\":\"00000000\",{fields}");
    line(number, u64::from(number), "code", &fields)
}

/// Lines of every shape that readers of journals know.
fn sound_lines() -> Vec<String> {
    let one = "\"coding\":\"01900000-0000-7000-8000-000000000001\"";
    vec![
        coding(1, &passage(4, 8)),
        coding(2, &format!("{},\"facets\":{{\"niveau\":[\"x\",\"y\"]}}", passage(0, 3))),
        line(3, 3, "mark", &format!("\"doc\":\"d1\",{}", passage(9, 11))),
        line(4, 4, "reshape", &format!("{one},{}", passage(0, 8))),
        line(5, 5, "facet", &format!("{one},\"facet\":\"niveau\",\"values\":[\"z\"]")),
        line(6, 6, "star", &format!("{one},\"on\":true")),
        line(7, 7, "memo", "\"on\":{\"document\":\"d1\"},\"kind\":\"les\",\"words\":\"é\\n\\u00e9\""),
        line(8, 8, "status", "\"doc\":\"d1\",\"status\":\"busy\""),
        line(9, 9, "seen", "\"codes\":{\"grens\":\"00000001\",\"weg\":null}"),
        line(10, 10, "undo", "\"undo\":\"01900000-0000-7000-8000-000000001006\""),
        line(11, 11, "uncode", "\"coding\":\"01900000-0000-7000-8000-000000000002\""),
    ]
}

/// A change of some bytes: where (as a share of the length), how many go, what comes.
fn change() -> impl Strategy<Value = (prop::sample::Index, usize, Vec<u8>)> {
    let bytes = prop_oneof![
        prop::collection::vec(any::<u8>(), 0..6),
        prop::sample::select(vec![
            "\"",
            "{",
            "}",
            "[",
            "]",
            ":",
            ",",
            "\\",
            "null",
            "-1",
            "1e9",
            "18446744073709551615",
            "\n",
            "\r\n",
            "---\n",
            "\u{feff}",
            "\0",
            "\\ud800",
            "[[code]]\n",
            "&a ",
            "*a",
            "!!binary ",
            "  - ",
        ])
        .prop_map(|word| word.as_bytes().to_vec()),
    ];
    (any::<prop::sample::Index>(), 0usize..12, bytes)
}

fn changed(bytes: &[u8], changes: &[(prop::sample::Index, usize, Vec<u8>)]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for (place, gone, come) in changes {
        let start = place.index(bytes.len() + 1);
        let end = (start + gone).min(bytes.len());
        bytes.splice(start..end, come.iter().copied());
    }
    bytes
}

/// Everything that reads a study, over it.
fn read_all(open: &mut OpenStudy) {
    let documents: Vec<_> = open.study.documents().iter().map(|document| document.key).collect();
    for document in documents {
        let _ = open.text(document);
    }
    open.check();
    open.refresh(true);
    let keys: Vec<_> = open.study.codings().map(|(key, _)| key).collect();
    for key in keys {
        open.study.coding_id(key);
        open.anchor(key);
    }
}

/// Opens it, whatever it holds; `None` when its settings cannot be read, which is said.
fn opened(bench: &Bench) -> Option<OpenStudy> {
    let access = Access::Write("anna".to_owned());
    match OpenStudy::open(&bench.root, &bench.places, &access, Box::new(|| {})) {
        Ok(open) => Some(open),
        Err(error) => {
            assert!(error.to_string().contains("kantlijn.toml"), "{error}");
            None
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 96, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn journals_of_any_bytes(changes in prop::collection::vec(change(), 0..8), noise in prop::collection::vec(any::<u8>(), 0..200)) {
        let mut bytes = changed((sound_lines().join("\n") + "\n").as_bytes(), &changes);
        bytes.extend(noise);
        let bench = Bench::new();
        bench.write(WRITER, &bytes);
        let (layers, damaged) = state::by_plain_fold(&[(WRITER.to_owned(), bytes.clone())]);
        let mut reader = bench.read();
        prop_assert_eq!(state::of_layers(&reader.study), layers);
        prop_assert_eq!(state::reported(&reader).0, damaged);
        read_all(&mut reader);
        drop(reader);
        let mut open = opened(&bench).unwrap();
        let id = code(&mut open, 5);
        read_all(&mut open);
        drop(open);
        prop_assert!(has(&bench.read(), id));
        prop_assert_eq!(fs::read(bench.root.join(WRITER)).unwrap(), bytes);
    }

    #[test]
    fn documents_of_any_bytes(changes in prop::collection::vec(change(), 1..6)) {
        let bench = Bench::new();
        code(&mut bench.open("anna"), 0);
        let head = "---\nid: d1\ntitle: Een\nlanguage: nl\nthema: [taal, doel]\nspeakers:\n  A: x\n---\n";
        bench.write("corpus/d1.md", changed(format!("{head}{TEXT}").as_bytes(), &changes));
        read_all(&mut opened(&bench).unwrap());
    }

    #[test]
    fn families_of_any_bytes(changes in prop::collection::vec(change(), 1..6)) {
        let bench = Bench::new();
        code(&mut bench.open("anna"), 0);
        let more = "[[facet]]\nid = \"niveau\"\nvalues = [\"x\"]\n[[code]]\nid = \"c\"\nparent = \"grens\"\nkey = \"c\"\ncolor = \"#aabbcc\"\ninclude = [\"a\", { nl = \"b\", not = \"brug\" }]\n";
        bench.write("codebook/lm.toml", changed(format!("{FAMILY}{more}").as_bytes(), &changes));
        let mut open = opened(&bench).unwrap();
        read_all(&mut open);
        let (_, body) = open.new_code("Nieuw", None).unwrap();
        if open.commit(vec![body]).is_ok() {
            let _ = open.wait();
            let _ = open.undo();
            let _ = open.wait();
        }
    }

    #[test]
    fn settings_of_any_bytes(changes in prop::collection::vec(change(), 1..5)) {
        let bench = Bench::new();
        let toml = "format = 1\ntitle = \"x\"\nlanguages = [\"nl\"]\ntree = [\"cyclus\"]\n[[attribute]]\nid = \"cyclus\"\nvalues = [1, \"2\"]\n[[strand]]\nlabel = \"W\"\n";
        bench.write("kantlijn.toml", changed(toml.as_bytes(), &changes));
        if let Some(mut open) = opened(&bench) {
            read_all(&mut open);
        }
    }
}

/// Events that are well formed and mean harm.
fn hostile_lines() -> Vec<String> {
    let far = "\"text\":\"0000000000000000\",\"quote\":{\"head\":\"\",\"tail\":\"\",\"length\":4294967295,\"hash\":\"\"}";
    let cut = TEXT.find('é').unwrap() + 1;
    let text = kantlijn::model::hash::TextHash::of(TEXT);
    let long =
        format!("{{\"head\":\"Een\",\"tail\":\"\",\"length\":4294967294,\"hash\":\"{}\"}}", "0".repeat(16));
    vec![
        coding(1, &format!("\"span\":[0,4294967295],{far}")),
        coding(2, &format!("\"span\":[4294967294,4294967295],\"text\":\"{text}\",\"quote\":\"E\"")),
        coding(3, &format!("\"span\":[{cut},{}],\"text\":\"{text}\",\"quote\":\"x\"", cut + 1)),
        coding(4, &format!("\"span\":[1,4294967295],\"text\":\"{text}\",\"quote\":{long}")),
        coding(5, &passage(0, 3)).replace("\"d1\"", "\"../../etc/\\u0000\\n\\u001b[2J\\u202e\""),
        coding(6, &passage(0, 3)).replace("\"grens\"", "\"\\u001b]0;x\\u0007\""),
        coding(7, &passage(0, 3)).replace("\"d1\"", "\"\""),
        coding(8, &format!("{},\"facets\":{{\"\":[\"\"],\"\\n\":[]}}", passage(0, 3))),
        line(9, HIGHEST_N, "star", "\"coding\":\"01900000-0000-7000-8000-000000000001\",\"on\":true"),
        coding(10, &passage(0, 3)).replace("2026-01-01T00:00:00Z", "9999-12-30T23:59:59.999999999Z"),
        coding(11, &passage(0, 3)).replace("2026-01-01T00:00:00Z", "0001-01-01T00:00:00Z"),
        coding(12, &passage(0, 3)).replace("\"of\":1", "\"of\":4294967295"),
        coding(13, &format!("{},\"vreemd\":{}{}", passage(0, 3), "[".repeat(5000), "]".repeat(5000))),
        coding(14, &format!("{},\"facets\":{}1{}", passage(0, 3), "[".repeat(5000), "]".repeat(5000))),
        line(15, 15, "seen", "\"codes\":{\"\":null,\"a/b\":\"00000000\"}"),
        line(16, 16, "memo", "\"on\":\"study\",\"kind\":\"\",\"words\":\"\\u001b[31m\\u0000\""),
        line(
            17,
            17,
            "code-add",
            "\"family\":\"../../../weg\",\"new\":{\"id\":\"x\",\"name\":{}},\"after\":\"id = \\\"x\\\"\",\"rev\":\"00000000\"",
        ),
        line(18, 18, "undo", "\"undo\":\"01900000-0000-7000-8000-000000001011\""),
    ]
}

#[test]
fn events_that_mean_harm_do_none() {
    let bench = Bench::new();
    // In our own journal: even what this writer seems to have done itself.
    let writer = kantlijn::store::journal::writer_name(&bench.places, &bench.root).unwrap();
    let journal = format!("codings/anna/{writer}.jsonl");
    bench.write(&journal, hostile_lines().join("\n") + "\n");
    let outside: Vec<_> =
        fs::read_dir(bench.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    let mut open = opened(&bench).unwrap();
    read_all(&mut open);
    for number in [1, 2, 3, 4] {
        let id = format!("01900000-0000-7000-8000-{number:012x}").parse().unwrap();
        let key = open.study.find_coding(id).unwrap();
        assert!(!open.study.verdict(key).has_position(), "coding {number} is on no text");
    }
    // The last number was taken: what comes next still comes next.
    let first = code(&mut open, 5);
    let second = code(&mut open, 9);
    open.undo().unwrap();
    assert!(has(&open, first) && !has(&open, second));
    open.redo().unwrap();
    open.wait().unwrap();
    assert!(has(&open, second));
    // Doing again what a journal claims makes no file outside the codebook.
    for _ in 0..6 {
        let _ = open.undo();
    }
    for _ in 0..6 {
        let _ = open.redo();
    }
    let _ = open.wait();
    drop(open);
    let again: Vec<_> =
        fs::read_dir(bench.folder()).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert_eq!(again.len(), outside.len());
    assert_eq!(fs::read_dir(bench.root.join("codebook")).unwrap().count(), 1);
    let open = bench.read();
    assert!(open.problems.iter().any(|problem| problem.severity == Severity::Error), "{:?}", said(&open));
}

#[test]
fn commands_over_a_hostile_study_end_as_commands_do() {
    let bench = Bench::new();
    bench.write(WRITER, hostile_lines().join("\n") + "\nrommel\n");
    bench.write(
        "corpus/raar.md",
        "---\ntitle: \"\\e[2J\\a\"\ntraject: \"\\e]0;x\\a\"\n---\nA: \u{1b}[31m rood\n",
    );
    let commands = [
        "documents",
        "documents --json",
        "codes",
        "codes --json",
        "show d1 --codes",
        "show raar",
        "check",
        "log",
        "log --json",
        "find code:grens",
        "find code:grens --json",
        "find code:grens --count",
        "export json",
        "export jsonl",
    ];
    for command in commands {
        let output = Command::new(env!("CARGO_BIN_EXE_kantlijn"))
            .arg("-C")
            .arg(&bench.root)
            .args(command.split(' '))
            .env("HOME", bench.folder())
            .env("XDG_DATA_HOME", bench.folder().join("data"))
            .env("XDG_CONFIG_HOME", bench.folder().join("config"))
            .env("XDG_CACHE_HOME", bench.folder().join("cache"))
            .env("KANTLIJN_CODER", "anna")
            .stdin(Stdio::null())
            .output()
            .unwrap();
        let errors = String::from_utf8_lossy(&output.stderr);
        let ended = output.status.code();
        assert!(matches!(ended, Some(0..=2)), "{command}: {ended:?}\n{errors}");
        assert!(!errors.contains("panicked"), "{command}: {errors}");
        if command == "export json" {
            let export: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
            let segments = export["segments"].as_array().unwrap();
            let lost =
                segments.iter().find(|segment| segment["id"] == "01900000-0000-7000-8000-000000000003");
            assert_eq!((&lost.unwrap()["anchor"], &lost.unwrap()["quote"]), (&"lost".into(), &"x".into()));
        }
    }
}
