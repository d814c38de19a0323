//! `import`: transcripts of other programs become documents.

use std::fs;
use std::path::{Path, PathBuf};

use serde_json::json;

use super::Bench;

const TALK: &str = "Interviewer 1: Hoe ging het?\r\nAnna: Goed, zei Noa.\r\ninterviewer1 : Mooi.\r\nAnna: Ja, Noa de Wit.\r\n";

/// All files below a folder.
fn files(folder: &Path) -> Vec<PathBuf> {
    let entries = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path());
    entries.flat_map(|path| if path.is_dir() { files(&path) } else { vec![path] }).collect()
}

#[test]
fn a_text_becomes_a_document_with_a_report() {
    let bench = Bench::new();
    bench.write("uit/VONC_c2_s3.txt", TALK);
    let arguments = [
        "import",
        "../uit/VONC_c2_s3.txt",
        "--pattern",
        "{traject}_c{cyclus}_s{sessie}",
        "--set",
        "ronde=1",
        "--into",
        "c2",
    ];
    let said = bench.run(&arguments).done();
    insta::assert_snapshot!(said, @r"
    VONC_c2_s3  corpus/c2/VONC_c2_s3.txt
        plain text, UTF-8, CRLF became LF
        4 turns; speakers: Interviewer 1 2 (of which `interviewer1` 1), Anna 2
    1 document written
    ");
    let file = bench.read("studie/corpus/c2/VONC_c2_s3.txt");
    let (head, text) = file.split_once("source-sha256").unwrap();
    insta::assert_snapshot!(head, @r"
    ---
    id: VONC_c2_s3
    title: VONC_c2_s3
    language: nl
    traject: VONC
    cyclus: 2
    sessie: 3
    ronde: 1
    speakers:
      Interviewer 1:
      Anna:
    source-file: VONC_c2_s3.txt
    source-format: text
    ");
    assert!(text.ends_with("---\nInterviewer 1: Hoe ging het?\nAnna: Goed, zei Noa.\nInterviewer 1 : Mooi.\nAnna: Ja, Noa de Wit.\n"), "{text}");
    let again = bench.run(&arguments).done();
    assert!(
        again.starts_with("../uit/VONC_c2_s3.txt is in the study already, as corpus/c2/VONC_c2_s3.txt"),
        "{again}"
    );
    assert_eq!(bench.read("studie/corpus/c2/VONC_c2_s3.txt"), file);
}

#[test]
fn nothing_is_written_when_it_is_only_tried() {
    let bench = Bench::new();
    bench.write("uit/a.txt", TALK);
    let item = &bench.run(&["import", "../uit", "--dry-run", "--json"]).json()[0];
    assert_eq!(item["format"], "text");
    assert_eq!(item["line_ends"], json!({ "lf": 0, "crlf": 4, "cr": 0 }));
    assert_eq!(
        item["documents"][0]["speakers"][0]["spellings"],
        json!({ "Interviewer 1": 1, "interviewer1": 1 })
    );
    assert!(!bench.root().join("corpus/a.txt").exists());
}

#[test]
fn names_give_way_to_tokens_and_speakers_to_others() {
    let bench = Bench::new();
    bench.write("uit/gesprek Noa.txt", TALK);
    bench.write("sleutel.txt", "Noa de Wit = SO3\nNoa = SO3\nAnna = IO1\n");
    let said = bench.run(&[
        "import",
        "../uit/gesprek Noa.txt",
        "--pseudonyms",
        "../sleutel.txt",
        "--speaker",
        "interviewer 1=FA1",
        "--speaker",
        "weg=x",
    ]);
    assert!(
        said.out.contains("5 names replaced by tokens") && said.err.contains("no file has a speaker `weg`"),
        "{said:?}"
    );
    let file = bench.read("studie/corpus/gesprek SO3.txt");
    assert!(
        file.ends_with("FA1: Hoe ging het?\nIO1: Goed, zei SO3.\nFA1 : Mooi.\nIO1: Ja, SO3.\n"),
        "{file}"
    );
    for path in files(&bench.root()) {
        let bytes = fs::read(&path).unwrap();
        let (path, text) = (path.display().to_string(), String::from_utf8_lossy(&bytes).into_owned());
        assert!(!path.contains("Noa") && !text.contains("Noa") && !text.contains("Anna"), "{path}: {text}");
    }
}

#[test]
fn the_names_stay_outside_the_study() {
    let bench = Bench::new();
    bench.write("uit/a.txt", TALK);
    bench.write("studie/sleutel.txt", "Noa = SO3\n");
    let refused = bench.run(&["import", "../uit/a.txt", "--pseudonyms", "sleutel.txt"]).refused();
    assert!(refused.contains("it lies in the study"), "{refused}");
    bench.write("sleutel.txt", "Noa = SO3\n");
    let refused =
        bench.run(&["import", "../uit/a.txt", "--pseudonyms", "../sleutel.txt", "--keep-original"]).refused();
    assert!(refused.contains("--keep-original"), "{refused}");
    assert!(!bench.root().join("corpus/a.txt").exists());
}

#[test]
fn what_may_lead_to_a_person_is_listed() {
    let bench = Bench::new();
    bench
        .write("uit/a.txt", "AA1: Mail mij op a@b.example of bel 06-12345678.\nAA1: Toen kwam Noa de Wit.\n");
    let said = bench.run(&["import", "../uit/a.txt", "--candidates", "-n"]).done();
    insta::assert_snapshot!(said, @r"
    a  corpus/a.txt
        plain text, UTF-8
        2 turns; speakers: AA1 2
    3 candidates that may lead to a person:
           1  name      Noa de Wit
           1  e-mail    a@b.example
           1  phone     06-12345678
    1 document would be written
    ");
}

#[test]
fn attributes_come_from_a_table_and_change_later() {
    let bench = Bench::new();
    for name in ["a", "b"] {
        bench.write(&format!("uit/{name}.txt"), format!("AA1: Ja, {name}.\n"));
    }
    bench.write("uit.csv", "bestand;cyclus;traject\na.txt;2;VONC\nc.txt;1;x\n");
    let answer = bench.run(&["import", "../uit", "--attributes", "../uit.csv"]);
    assert!(answer.err.contains("rows of the table that no file matches: c.txt"), "{answer:?}");
    assert!(answer.out.contains("! the table of attributes has no row for it"), "{answer:?}");
    assert!(bench.read("studie/corpus/a.txt").contains("\ncyclus: 2\ntraject: VONC\n"));
    let said = bench.run(&["documents", "set", "a", "b", "cyclus=1"]).done();
    assert_eq!(said, "a  cyclus=1 (was 2)\nb  cyclus=1\n2 of 2 documents changed\n");
    let said = bench.run(&["documents", "set", "--where", "traject=VONC", "--unset", "traject"]).done();
    assert_eq!(said, "a  without traject (was VONC)\n1 of 1 document changed\n");
    let refused = bench.run(&["documents", "set", "cyclus=3"]).refused();
    assert!(refused.contains("which documents?"), "{refused}");
    bench.write("uit.csv", "id,cyclus\nb,3\n");
    bench.run(&["documents", "set", "--attributes", "../uit.csv"]).done();
    assert!(bench.read("studie/corpus/b.txt").contains("\ncyclus: 3\n"));
    assert!(bench.read("studie/corpus/b.txt").ends_with("---\nAA1: Ja, b.\n"));
}

#[test]
fn what_cannot_be_read_has_its_sentence() {
    let bench = Bench::new();
    let wide = |name: &str| name.encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>();
    bench.write("uit/wachtwoord.docx", [b"\xd0\xcf\x11\xe0".as_slice(), &wide("EncryptedPackage")].concat());
    bench.write("uit/half.docx", b"PK\x03\x04half");
    bench.write("uit/beeld.txt", b"\x89PNG\r\n");
    bench.write(
        "uit/bom.eaf",
        "<?xml version=\"1.0\"?><!DOCTYPE x [<!ENTITY a \"b\">]><ANNOTATION_DOCUMENT/>",
    );
    let huge = fs::File::create(bench.home().join("uit/reus.txt")).unwrap();
    huge.set_len(1 << 30).unwrap();
    fs::create_dir(bench.home().join("leeg")).unwrap();
    let answer = bench.run(&["import", "../uit", "../leeg", "../weg.txt"]);
    assert_eq!(answer.code, 2);
    for said in [
        "wachtwoord.docx: it is protected with a password",
        "half.docx: it is damaged or cut off",
        "beeld.txt: it is a picture",
        "reus.txt: it is 1024 MB, and files of more than 256 MB are refused",
        "leeg: it is a folder without files",
        "weg.txt: there is no such file",
    ] {
        assert!(answer.err.contains(said), "{said} is missing from\n{}", answer.err);
    }
    assert_eq!(fs::read_dir(bench.root().join("corpus")).map_or(0, Iterator::count), 0);
}

#[test]
fn the_original_is_kept_on_request() {
    let bench = Bench::new();
    bench.write("uit/a.txt", TALK);
    bench.run(&["import", "../uit/a.txt", "--keep-original"]).done();
    assert_eq!(bench.read("studie/originals/a.txt"), TALK);
}

#[test]
fn an_encoding_is_said_and_can_be_given() {
    let bench = Bench::new();
    bench.write("uit/a.txt", b"AA1: Een re\xfcnie, een co\xf6rdinator en een caf\xe9.\n");
    bench.write("uit/b.txt", "AA1: De heer KrÃ¶ger.\n");
    let said = bench.run(&["import", "../uit", "--repair"]).done();
    assert!(said.contains("windows-1252") && said.contains("1 places were encoded twice"), "{said}");
    assert!(bench.read("studie/corpus/a.txt").contains("reünie, een coördinator en een café"));
    assert!(bench.read("studie/corpus/b.txt").contains("Kröger"));
}
