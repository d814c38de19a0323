//! Files that are wrong, each in its own way: a sentence with the place and the cure, the rest loads, and nothing is
//! rewritten.

use std::fs;

use kantlijn::store::settings::check_coder;
use kantlijn::store::{Access, OpenStudy, StoreError};

use super::bench::{Bench, FAMILY, TEXT, code, count, has, open, said, snapshot};

/// A study with something odd in it.
struct Odd {
    bench: Bench,
    sound: kantlijn::model::Uuid,
}

impl Odd {
    fn new() -> Self {
        let bench = Bench::new();
        let sound = code(&mut bench.open("anna"), 0);
        Self { bench, sound }
    }

    /// Opens the study for reading and for writing: the sound coding is there, every part of `sentence` is in one
    /// sentence, and the folder is as it was.
    #[track_caller]
    fn says(&self, sentence: &[&str]) -> Vec<String> {
        let before = snapshot(&self.bench.root);
        let mut reader = self.bench.read();
        let words = said(&reader);
        let one = |word: &String| sentence.iter().all(|part| word.contains(part));
        assert!(words.iter().any(one), "{sentence:?} is not said:\n{}", words.join("\n"));
        assert!(has(&reader, self.sound), "the rest loads");
        assert!(reader.study.codebook.by_id("grens").is_some());
        reader.check();
        reader.refresh(true);
        reader.refresh(true);
        assert_eq!(said(&reader).len(), words.len(), "said once: {:?}", said(&reader));
        let mut writer = self.bench.open("anna");
        assert!(said(&writer).iter().any(one));
        writer.refresh(true);
        drop((reader, writer));
        assert_eq!(snapshot(&self.bench.root), before, "nothing is rewritten");
        words
    }
}

#[test]
fn journals() {
    let odd = Odd::new();
    odd.bench.write("codings/anna/0a0a0a0a.jsonl", "rommel\n");
    odd.says(&["codings/anna/0a0a0a0a.jsonl, line 1", "damaged", "it is skipped and kept"]);

    let odd = Odd::new();
    odd.bench.write("codings/bram/0a0a0a0a.jsonl", "{\"v\":1");
    odd.says(&["codings/bram/0a0a0a0a.jsonl, line 1", "not finished", "finishes it or sets it aside"]);

    let odd = Odd::new();
    odd.bench.write("codings/anna/0a0a0a0a.jsonl", "<<<<<<< HEAD\n=======\n>>>>>>> x\n");
    odd.says(&["line 2", "git conflict marker", "keep the lines of both sides"]);

    let odd = Odd::new();
    odd.bench.write("codings/anna/x.jsonl/0a0a0a0a.jsonl", "");
    odd.says(&["codings/anna/x.jsonl", "is a folder, and a journal is a file"]);

    let odd = Odd::new();
    odd.bench.write("codings/los.jsonl", "{}\n");
    odd.says(&["codings/los.jsonl", "in no coder's folder", "move it"]);

    let odd = Odd::new();
    let journal = odd.bench.journal("anna");
    odd.bench.write("codings/zus/0a0a0a0a.jsonl", fs::read(journal).unwrap());
    odd.says(&["codings/zus", "the same events as codings/anna", "remove one of the folders"]);

    let odd = Odd::new();
    let line = fs::read_to_string(odd.bench.journal("anna")).unwrap().lines().last().unwrap().to_owned();
    odd.bench.write("codings/anna/zzzz.jsonl", line.replace("\"grens\"", "\"brug\"") + "\n");
    odd.says(&["codings/anna/zzzz.jsonl, line 1", "the id", "of another event"]);

    let odd = Odd::new();
    let other = line_of(1, "uncode", ",\"coding\":\"01900000-0000-7000-8000-000000000077\"");
    odd.bench.write("codings/bram/0a0a0a0a.jsonl", other);
    odd.says(&["codings/bram", "1 events change codings that this layer does not have"]);

    let odd = Odd::new();
    odd.bench.write("codings/bram/0a0a0a0a.jsonl", line_of(1, "dans", ""));
    odd.says(&["codings/bram/0a0a0a0a.jsonl", "1 events of a newer kantlijn", "update kantlijn"]);

    let odd = Odd::new();
    let two = line_of(1, "star", ",\"coding\":\"01900000-0000-7000-8000-000000000077\",\"on\":true");
    odd.bench.write("codings/bram/0a0a0a0a.jsonl", two.replace("\"of\":1", "\"of\":2"));
    odd.says(&[
        "codings/bram",
        "1 transactions are incomplete",
        "with 1 of 2 events",
        "git or your sync program",
    ]);
}

fn line_of(number: u8, act: &str, fields: &str) -> String {
    format!(
        "{{\"v\":1,\"id\":\"01900000-0000-7000-8000-0000000000{number:02x}\",\"n\":1,\"tx\":\"01900000-0000-7000-8000-000000000100\",\"of\":1,\"at\":\"2026-01-01T00:00:00Z\",\"do\":\"{act}\"{fields}}}\n"
    )
}

#[test]
fn empty_journals_are_no_trouble() {
    let odd = Odd::new();
    odd.bench.write("codings/anna/0a0a0a0a.jsonl", "");
    odd.bench.write("codings/anna/0b0b0b0b.jsonl", "\n\r\n");
    odd.bench.write("codings/leeg/.gitkeep", "");
    odd.bench.write("codings/LEESMIJ.md", "geen journaal\n");
    let open = odd.bench.read();
    assert_eq!(said(&open), [""; 0]);
    assert_eq!(count(&open), 1);
}

#[test]
fn coders_that_cannot_be() {
    let odd = Odd::new();
    odd.bench.write("codings/aux/0a0a0a0a.jsonl", "");
    odd.says(&["codings/aux", "`aux` cannot be a coder's name", "rename the folder"]);
    for name in ["../anna", "a/b", "", ".", "..", "con", "a\nb", "-x"] {
        assert!(check_coder(name).is_err(), "{name:?}");
        let access = Access::Write(name.to_owned());
        let opened = OpenStudy::open(&odd.bench.root, &odd.bench.places, &access, Box::new(|| {}));
        let error = opened.err().unwrap();
        assert!(matches!(error, StoreError::CoderName { .. }), "{error}");
    }
    if cfg!(unix) {
        let odd = Odd::new();
        odd.bench.write("codings/an:na/0a0a0a0a.jsonl", "");
        odd.says(&["codings/an:na", "cannot be a coder's name", "rename the folder"]);
    }
}

#[test]
fn documents() {
    let odd = Odd::new();
    odd.bench.write("corpus/latin.txt", b"caf\xe9 met een lange staart");
    odd.says(&["corpus/latin.txt", "byte 3 is no UTF-8", "save the file as UTF-8"]);

    // Too far into the file to be seen at the start: said by check, and when it is opened.
    let odd = Odd::new();
    odd.bench.write("corpus/laat.txt", [vec![b'a'; 10_000], b"\xe9".to_vec()].concat());
    let mut open = odd.bench.read();
    let key = open.study.find_document("laat").unwrap().key;
    let error = open.text(key).unwrap_err().to_string();
    assert!(error.contains("corpus/laat.txt: byte 10000 is no UTF-8"), "{error}");

    let odd = Odd::new();
    odd.bench.write("corpus/kop.md", "---\nid: [onaf\n---\nTekst.\n");
    odd.says(&["corpus/kop.md", "its head cannot be read (line ", "between the two `---`"]);

    let odd = Odd::new();
    odd.bench.write("corpus/dubbel.md", "---\nid: d1\n---\nNog een.\n");
    let words = odd.says(&["corpus/dubbel.md", "its id `d1` is also that of corpus/d1.md", "another `id:`"]);
    assert_eq!(words.len(), 1);

    let odd = Odd::new();
    odd.bench.write("corpus/raar.md", "---\nid: \"a\\eb\"\n---\nTekst.\n");
    odd.says(&["corpus/raar.md", "control character", "another `id:`"]);

    let odd = Odd::new();
    fs::rename(odd.bench.root.join("corpus/d1.md"), odd.bench.root.join("corpus/d1.docx")).unwrap();
    odd.says(&["corpus", "the document `d1` is missing, 1 codings", "put its file back"]);
}

#[test]
fn the_codebook() {
    let odd = Odd::new();
    odd.bench.write("codebook/kapot.toml", "family = \"k\"\n\n[[code]\n");
    odd.says(&["codebook/kapot.toml", "line 3", "correct the file"]);

    let odd = Odd::new();
    odd.bench.write("codebook/tweede.toml", "family = \"lm2\"\n[[code]]\nid = \"grens\"\n");
    odd.says(&["codebook/tweede.toml", "`grens` is also in codebook/lm.toml", "rename one of them"]);

    let odd = Odd::new();
    odd.bench.write("codebook/lm2.toml", FAMILY.replace("grens", "g").replace("brug", "b"));
    odd.says(&["codebook/lm2.toml", "the family `lm` is also in codebook/lm.toml"]);

    let odd = Odd::new();
    odd.bench.write("codebook/x.toml", "family = \"x\"\n[[code]]\nid = \"Fout\"\n[[code]]\nid = \"goed\"\n");
    odd.says(&["codebook/x.toml", "the code id `Fout` may hold only lower-case letters"]);
    assert!(odd.bench.read().study.codebook.by_id("goed").is_some());

    let odd = Odd::new();
    odd.bench.write("codebook/latin.toml", b"family = \"caf\xe9\"\n");
    odd.says(&["codebook/latin.toml", "UTF-8"]);

    let odd = Odd::new();
    odd.bench.write("codebook/x.toml", "family = \"x\"\n[[code]]\nid = \"a\"\nparent = \"weg\"\n");
    odd.says(&["codebook/x.toml", "the parent `weg`, which is no code", "correct the parent"]);
}

#[test]
fn a_broken_family_does_not_count_as_gone() {
    let odd = Odd::new();
    odd.bench.write("codebook/lm.toml", FAMILY.replace("family = ", "family = = "));
    let mut open = odd.bench.open("anna");
    let document = open.study.find_document("d1").unwrap().key;
    let done = kantlijn::model::edit::status(&open.study, document, kantlijn::model::Status::Busy);
    open.commit(vec![done]).unwrap();
    open.wait().unwrap();
    drop(open);
    let journal = fs::read_to_string(odd.bench.journal("anna")).unwrap();
    assert!(!journal.contains("null"), "the trail does not say that the codes went: {journal}");
}

#[test]
fn the_study_itself() {
    let odd = Odd::new();
    for (toml, place) in
        [("format = \n", "line 1"), ("title = \"x\"\n", "format"), ("format = 1\n<<<<<<< HEAD\n", "line 2")]
    {
        odd.bench.write("kantlijn.toml", toml);
        let opened = OpenStudy::open(&odd.bench.root, &odd.bench.places, &Access::Read, Box::new(|| {}));
        let error = opened.err().unwrap().to_string();
        assert!(error.contains("kantlijn.toml") && error.contains(place), "{error}");
    }
    odd.bench.write("kantlijn.toml", "format = 2\n");
    let mut open = odd.bench.open("anna");
    assert!(has(&open, odd.sound), "a newer format is read");
    let before = snapshot(&odd.bench.root);
    let error = open.undo().unwrap_err().to_string();
    assert!(error.contains("format 2, newer than this program; update kantlijn"), "{error}");
    drop(open);
    assert_eq!(snapshot(&odd.bench.root), before);
}

#[cfg(unix)]
mod links {
    use std::ffi::OsStr;
    use std::os::unix::ffi::OsStrExt as _;
    use std::os::unix::fs::symlink;

    use super::*;

    #[test]
    fn a_study_behind_a_link_is_the_same_study() {
        let odd = Odd::new();
        let link = odd.bench.folder().join("link");
        symlink(&odd.bench.root, &link).unwrap();
        let first = open(&link, &odd.bench.places, "anna");
        assert!(has(&first, odd.sound));
        assert!(odd.bench.open("anna").read_only().is_some(), "one lock, whichever way it is reached");
        drop(first);
        let mut again = open(&link, &odd.bench.places, "anna");
        code(&mut again, 4);
        drop(again);
        odd.bench.journal("anna");
        assert_eq!(count(&odd.bench.read()), 2, "one writer, one file");
    }

    #[test]
    fn links_inside() {
        let odd = Odd::new();
        let elsewhere = odd.bench.folder().join("elders");
        fs::create_dir(&elsewhere).unwrap();
        fs::write(elsewhere.join("d2.md"), TEXT).unwrap();
        symlink(&elsewhere, odd.bench.root.join("corpus/map")).unwrap();
        odd.says(&["corpus/map", "is a link to a folder", "put the folder itself here"]);

        let odd = Odd::new();
        symlink("nergens.md", odd.bench.root.join("corpus/d3.md")).unwrap();
        odd.says(&["corpus/d3.md", "a link that leads nowhere"]);

        // A circle is no trap.
        let odd = Odd::new();
        symlink("..", odd.bench.root.join("corpus/rond")).unwrap();
        odd.says(&["corpus/rond", "is a link to a folder"]);

        // Links to files, and a coder's folder that is one, are followed.
        let odd = Odd::new();
        let folder = odd.bench.root.join("codings/anna");
        let moved = odd.bench.folder().join("anna elders");
        fs::rename(&folder, &moved).unwrap();
        symlink(&moved, &folder).unwrap();
        fs::rename(odd.bench.root.join("corpus/d1.md"), odd.bench.folder().join("d1.md")).unwrap();
        symlink(odd.bench.folder().join("d1.md"), odd.bench.root.join("corpus/d1.md")).unwrap();
        let mut open = odd.bench.open("anna");
        assert_eq!(said(&open), [""; 0]);
        code(&mut open, 4);
        drop(open);
        assert_eq!(count(&odd.bench.read()), 2);
    }

    #[test]
    fn things_that_are_no_files() {
        let odd = Odd::new();
        let made = std::process::Command::new("mkfifo").arg(odd.bench.root.join("corpus/pijp.md")).status();
        if made.is_ok_and(|status| status.success()) {
            let made = std::process::Command::new("mkfifo")
                .arg(odd.bench.root.join("codings/anna/p.jsonl"))
                .status();
            assert!(made.unwrap().success());
            odd.says(&["corpus/pijp.md", "is no ordinary file"]);
            odd.says(&["codings/anna/p.jsonl", "is no ordinary file"]);
        } else {
            println!("skipped: no mkfifo here");
        }
    }

    #[test]
    fn names_that_are_no_utf_8() {
        for (folder, name) in [
            ("corpus", &b"caf\xe9.md"[..]),
            ("corpus", b"map\xe9"),
            ("codebook", b"\xff.toml"),
            ("codings/anna", b"\xfe\xff.jsonl"),
            ("codings", b"an\xe9"),
        ] {
            let odd = Odd::new();
            let path = odd.bench.root.join(folder).join(OsStr::from_bytes(name));
            let made = if name.contains(&b'.') { fs::write(&path, "x\n") } else { fs::create_dir(&path) };
            if made.is_err() {
                println!("skipped: this disk takes no such names");
                return;
            }
            odd.says(&[folder, "the name is no UTF-8; rename"]);
        }
    }
}
