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

#[test]
fn labels_lead_to_participants_and_strands_are_no_people() {
    let bench = Bench::new();
    let config = bench.read("studie/kantlijn.toml")
        + "\n[[role]]\nid = \"begeleider\"\n[[participant]]\nid = \"SO4\"\nroles = [\"begeleider\"]\nlabels = [\"SO4\", \"Vera\"]\n[[strand]]\nlabel = \"WAARNEMING\"\n";
    bench.write("studie/kantlijn.toml", config);
    bench.write("uit/a.txt", "vera : Ja.\nWAARNEMING: Zij wijst.\nAnna: Nee.\nVera: Toch.\nAnna: O.\n");
    let said = bench.run(&["import", "../uit/a.txt", "-n"]).done();
    assert!(
        said.contains(
            "5 turns; speakers: Vera 2 (SO4, begeleider; of which `vera` 1), Anna 2; strands: WAARNEMING 1\n"
        ),
        "{said}"
    );
    let item = &bench.run(&["import", "../uit/a.txt", "--json"]).json()[0]["documents"][0]["speakers"];
    assert_eq!((&item[0]["participant"], &item[0]["roles"]), (&json!("SO4"), &json!(["begeleider"])));
    assert_eq!((&item[1]["strand"], &item[2]["strand"]), (&json!(true), &json!(null)));
    let file = bench.read("studie/corpus/a.txt");
    assert!(file.contains("speakers:\n  Vera: begeleider\n  WAARNEMING:\n  Anna:\n"), "{file}");
}

#[test]
#[cfg(unix)]
fn an_import_that_is_stopped_leaves_whole_documents_and_goes_on_later() {
    use std::process::{Command, Stdio};
    let bench = Bench::new();
    let line = "Anna: Een zin die een beetje lang is, zodat het lezen even duurt.\nBo: Ja.\n".repeat(800);
    for number in 0..400 {
        bench.write(&format!("uit/{number:03}.txt"), format!("AA1: Nummer {number}.\n{line}Anna: Slot.\n"));
    }
    let child = bench
        .command(&bench.root(), &["import", "../uit"])
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let started = std::time::Instant::now();
    let first = bench.root().join("corpus/000.txt");
    while !first.exists() && started.elapsed().as_secs() < 60 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    let output = child.wait_with_output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr).into_owned();
    assert_eq!(output.status.code(), Some(2), "{said}");
    assert!(
        said.contains("of 400 files were not looked at; the same command goes on where it stopped"),
        "{said}"
    );
    let told = String::from_utf8_lossy(&output.stdout).into_owned();
    let written = files(&bench.root().join("corpus"));
    assert!(told.ends_with(&format!("{} documents written\n", written.len())), "{told}");
    for path in &written {
        assert!(fs::read_to_string(path).unwrap().ends_with("Anna: Slot.\n"), "{}", path.display());
    }
    let rest = bench.run(&["import", "../uit"]).done();
    assert!(
        rest.ends_with(&format!(
            "{} documents written, {} files known already\n",
            400 - written.len(),
            written.len()
        )),
        "{rest}"
    );
}
