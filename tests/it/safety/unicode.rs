//! Positions in texts that count in every way at once: CRLF, a byte order mark, marks that combine, emoji that join, writing from the
//! right, wide and zero-width characters, NUL, half surrogates in journals. Another program, in another language, slices by
//! what we export and must get the quotes.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use serde_json::{Value, json};

use crate::cli::Bench;
use crate::golden::Dice;

/// Slices every segment out of its document, by the rules of docs/export.md alone.
const SLICES: &str = r#"
import codecs, json, sys
root, export = sys.argv[1], json.load(open(sys.argv[2], encoding="utf-8"))
texts, count = {}, 0
for document in export["documents"]:
    if document["path"] is None:
        continue
    data = open(root + "/" + document["path"], "rb").read()
    if data.startswith(codecs.BOM_UTF8):
        data = data[3:]
    lines = data.split(b"\n")
    if lines[0] in (b"---", b"---\r"):
        close = next((n for n, line in enumerate(lines) if n and line.rstrip(b" \t\r") == b"---"), None)
        if close is not None:
            data = b"\n".join(lines[close + 1:])
    text = texts[document["id"]] = data.decode("utf-8")
    assert (len(text), len(data)) == (document["length"], document["length_bytes"]), document["path"]
for segment in export["segments"]:
    if segment["start"] is None:
        continue
    text = texts[segment["document"]]
    there = text[segment["start"]:segment["end"]]
    assert there == segment["text"], (segment, there)
    assert text.encode()[segment["start_byte"]:segment["end_byte"]].decode() == there, segment
    count += 1
print(count)
"#;

/// True, and said, where there is no python3.
fn no_python() -> bool {
    let found = Command::new("python3").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        println!("skipped: python3 is not installed");
    }
    !found
}

/// How many segments Python found where we said.
fn sliced(root: &Path, export: &Path) -> usize {
    let output = Command::new("python3")
        .args(["-c", SLICES])
        .arg(root)
        .arg(export)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let (words, errors) = (String::from_utf8_lossy(&output.stdout), String::from_utf8_lossy(&output.stderr));
    assert!(output.status.success(), "{words}{errors}");
    words.trim().parse().unwrap()
}

#[test]
fn python_finds_every_segment_of_the_sample() {
    if no_python() {
        return;
    }
    let bench = Bench::empty();
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let export = bench.write("export.json", bench.run_in(root, &["export", "json"]).done());
    let segments = sliced(root, &export);
    assert!(segments > 100, "{segments}");
}

/// Characters that somebody counts wrong.
const NASTY: [&str; 34] = [
    "a",
    " ",
    "\n",
    "\r\n",
    "\r",
    "\t",
    "\0",
    "\u{feff}",
    "é",
    "e\u{301}",
    "\u{301}",
    "👩\u{200d}🏫",
    "👩🏽\u{200d}🚀",
    "🇳🇱",
    "🇳",
    "שָׁלוֹם",
    "مرحبا",
    "\u{202e}",
    "\u{2066}",
    "\u{200b}",
    "\u{200d}",
    "\u{ad}",
    "日本",
    "ｗ",
    "ﾞ",
    "한",
    "\u{1100}\u{1161}\u{11a8}",
    "𝔘",
    "\u{10ffff}",
    "\u{fffd}",
    "\u{2028}",
    "\u{85}",
    "ß",
    "ŉ",
];

#[test]
fn python_finds_every_segment_of_texts_that_count_in_every_way() {
    let bench = Bench::new();
    let mut dice = Dice::new("unicode");
    let mut lines = std::collections::BTreeSet::new();
    for number in 0..24 {
        let id = format!("n{number}");
        let text: String = (0..40 + dice.below(300)).map(|_| NASTY[dice.below(NASTY.len())]).collect();
        let mark = if dice.below(3) == 0 { "\u{feff}" } else { "" };
        let head = match dice.below(3) {
            0 => format!("---\nid: {id}\n---\n"),
            1 => format!("---\r\nid: {id}\r\nspeakers: [a]\r\n--- \r\n"),
            _ => String::new(),
        };
        let text = if head.is_empty() { text.trim_start_matches(['\u{feff}', '-']) } else { text.as_str() };
        bench.write(&format!("studie/corpus/{id}.md"), format!("{mark}{head}{text}"));
        let length = text.chars().count();
        for _ in 0..30 {
            let start = dice.below(length);
            let end = start + 1 + dice.below((length - start).min(600));
            lines.insert(
                json!({ "doc": id, "start": start, "end": end, "code": "reflectie" }).to_string() + "\n",
            );
        }
    }
    let expected = lines.len();
    bench.anna_says(&["code", "--batch", "-"], &lines.into_iter().collect::<String>()).done();
    assert_eq!(bench.run(&["check"]).line().split(' ').next(), Some(expected.to_string().as_str()));
    let export = bench.write("export.json", bench.run(&["export", "json"]).done());
    let segments: Value = serde_json::from_str(&fs::read_to_string(&export).unwrap()).unwrap();
    for segment in segments["segments"].as_array().unwrap() {
        assert_eq!(segment["anchor"], "exact");
    }
    if !no_python() {
        assert_eq!(sliced(&bench.root(), &export), expected);
    }
}

#[test]
fn half_a_surrogate_is_a_damaged_line_and_nul_is_a_character() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "reflectie", "--at", "0..4"]).done();
    let journal = fs::read_dir(bench.root().join("codings/anna")).unwrap().next().unwrap().unwrap().path();
    let memo = |number: u32, words: &str| {
        let id = |kind: u32| format!("01900000-0000-7000-8000-{kind:04x}{number:08x}");
        format!(
            "{{\"v\":1,\"id\":\"{}\",\"n\":{},\"tx\":\"{}\",\"of\":1,\"at\":\"2026-01-01T00:00:00Z\",\"do\":\"memo\",\"on\":\"study\",\"kind\":\"les\",\"words\":\"{words}\"}}\n",
            id(1),
            number + 10,
            id(2)
        )
    };
    let mut lines = fs::read_to_string(&journal).unwrap();
    let whole = lines.lines().count();
    lines += &memo(1, "\\ud83d");
    lines += &memo(2, "\\udc69\\ud83d");
    lines += &memo(3, "a\\u0000b\\ud83d\\udc69");
    fs::write(&journal, &lines).unwrap();
    let check = bench.run(&["check", "--json"]);
    let findings: Value = serde_json::from_str(&check.out).unwrap();
    let damaged: Vec<&Value> = findings.as_array().unwrap().iter().map(|finding| &finding["line"]).collect();
    assert_eq!(damaged, [&json!(whole + 1), &json!(whole + 2)], "{findings}");
    assert_eq!(check.code, 1);
    assert_eq!(fs::read_to_string(&journal).unwrap(), lines, "nothing is rewritten");
}
