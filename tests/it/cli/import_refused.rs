//! `import` of files that are damaged, locked, empty, or made to do harm: each has its sentence, nothing of it is written, and the others
//! come in.

use std::fs;
use std::io::{Cursor, Write as _};
use std::path::Path;

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use super::{Answer, Bench};

/// An example of the fuzz targets.
fn seed(name: &str) -> Vec<u8> {
    fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds").join(name)).unwrap()
}

fn zipped(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The names of what stands in the corpus.
fn corpus(bench: &Bench) -> Vec<String> {
    let Ok(entries) = fs::read_dir(bench.root().join("corpus")) else { return Vec::new() };
    let mut names: Vec<String> =
        entries.map(|entry| entry.unwrap().file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// Imports these files, among which a good one: each of them has its sentence, and the good one alone comes in.
#[track_caller]
fn refused(files: &[(&str, &[u8], &str)]) -> Answer {
    let bench = Bench::new();
    let before = corpus(&bench);
    bench.write("uit/goed.txt", "AA1: Ja.\nBB2: Nee.\n");
    for (name, bytes, _) in files {
        bench.write(&format!("uit/{name}"), bytes);
    }
    let answer = bench.run(&["import", "../uit"]);
    assert_eq!(answer.code, 2, "{answer:?}");
    for (name, _, sentence) in files {
        let line = answer.err.lines().find(|line| line.contains(&format!("uit/{name}: ")));
        let line = line.unwrap_or_else(|| panic!("{name} has no sentence in\n{}", answer.err));
        assert!(line.contains(sentence), "{sentence} is missing from\n{line}");
    }
    let (all, more) = (files.len() + 1, if files.len() == 1 { "" } else { "s" });
    let ends = format!("1 document written, {} file{more} refused\n", files.len());
    assert!(answer.out.ends_with(&ends), "{}", answer.out);
    assert!(
        answer.err.ends_with(&format!("{} of {all} files could not be imported\n", files.len())),
        "{}",
        answer.err
    );
    let mut after = corpus(&bench);
    after.retain(|name| !before.contains(name));
    assert_eq!(after, ["goed.txt"]);
    assert!(!bench.root().join("originals").exists());
    answer
}

#[test]
fn what_was_cut_off() {
    let half = |name: &str| {
        let bytes = seed(name);
        bytes[..bytes.len() / 2].to_vec()
    };
    let cut = "it is damaged or cut off (";
    let kinds = [
        ("a.docx", "docx/gesprek", cut),
        ("b.odt", "odt/gesprek", cut),
        ("c.xlsx", "excel/xlsx", cut),
        ("d.xlsb", "excel/xlsb", cut),
        ("e.xls", "excel/xls", cut),
        ("f.ods", "excel/ods", cut),
        ("g.pdf", "pdf/gesprek", cut),
        ("h.rtf", "rtf/gesprek", cut),
        ("i.qda", "qualcoder/driehoek", cut),
        ("j.sqlite3", "taguette/driehoek", cut),
        ("k.rqda", "rqda/driehoek", cut),
        ("l.requal", "requal/driehoek", cut),
        ("m.json", "whisper/x", "this is no whole JSON"),
        ("n.otr", "otr/gesprek", "this is no whole JSON"),
        ("o.eaf", "eaf/gesprek", "this is no well-formed XML"),
        ("p.xml", "tei/gesprek", "this is no well-formed XML"),
        ("q.TextGrid", "textgrid/lang", "save the TextGrid again in Praat"),
    ];
    let files: Vec<Vec<u8>> = kinds.iter().map(|(_, seed, _)| half(seed)).collect();
    let files: Vec<(&str, &[u8], &str)> =
        kinds.iter().zip(&files).map(|((name, _, said), bytes)| (*name, bytes.as_slice(), *said)).collect();
    refused(&files);
    let heads: Vec<(&str, &[u8], &str)> =
        files[..12].iter().map(|(name, bytes, said)| (*name, &bytes[..60.min(bytes.len())], *said)).collect();
    refused(&heads);
}

#[test]
fn what_is_made_to_do_harm() {
    let spaces = vec![b' '; 9 << 20];
    let bomb = "is packed in it becomes more than 8 MB, as in a file that is made to fill memory";
    let entities = |root: &str, rest: &str| {
        format!(
            "<?xml version=\"1.0\"?>\n<!DOCTYPE a [\n<!ENTITY a \"ha\">\n<!ENTITY b \"&a;&a;&a;\">]>\n<{root}>&b;{rest}</{root}>"
        )
    };
    let document = entities("w:document", "<w:body/>");
    let content = entities("office:document-content", "");
    let sheet = entities("worksheet", "<sheetData/>");
    let defined =
        "line 2: the file has a document type (DOCTYPE) with definitions, which can do harm; take it away";
    refused(&[
        ("bom.docx", &zipped(&[("word/document.xml", &spaces)]), bomb),
        ("bom.xlsx", &zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", &spaces)]), bomb),
        (
            "bom.odt",
            &zipped(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", &spaces)]),
            bomb,
        ),
        ("entiteit.docx", &zipped(&[("word/document.xml", document.as_bytes())]), defined),
        (
            "entiteit.odt",
            &zipped(&[
                ("mimetype", b"application/vnd.oasis.opendocument.text"),
                ("content.xml", content.as_bytes()),
            ]),
            defined,
        ),
        (
            "entiteit.xlsx",
            &zipped(&[("xl/workbook.xml", b"<x/>"), ("xl/worksheets/sheet1.xml", sheet.as_bytes())]),
            "line 3 declares an entity of its own (<!ENTITY)",
        ),
        ("entiteit.eaf", entities("ANNOTATION_DOCUMENT", "").as_bytes(), defined),
        ("entiteit.xml", entities("TEI", "").as_bytes(), defined),
    ]);
}

#[test]
fn what_is_locked_or_holds_no_text() {
    let locked =
        "it is protected with a password; open it in the program that made it and save it without one";
    let empty = "it holds no text; look whether it is the right file";
    let scan = "its pages are pictures without text; have the text recognised first (OCR";
    refused(&[
        ("slot.docx", &seed("plain/wachtwoord-docx"), locked),
        ("slot.pdf", &seed("pdf/wachtwoord"), locked),
        ("scan.pdf", &seed("pdf/scan"), scan),
        ("leeg.txt", b"", empty),
        ("leeg.docx", b"", empty),
        ("wit.txt", b" \n\t\r\n", empty),
        (
            "leeg2.docx",
            &zipped(&[("word/document.xml", b"<w:document><w:body><w:p/></w:body></w:document>")]),
            empty,
        ),
        ("leeg.vtt", b"WEBVTT\n\n", "there is no subtitle in it"),
        ("beeld.txt", b"\x89PNG\r\n", "it is a picture"),
        (
            "geluid.txt",
            b"ID3\x04\x00",
            "it is a recording of sound or video, which must be written out first",
        ),
        (
            "oud.doc",
            &[
                b"\xd0\xcf\x11\xe0".as_slice(),
                &"WordDocument".encode_utf16().flat_map(u16::to_le_bytes).collect::<Vec<u8>>(),
            ]
            .concat(),
            "a document of Word before 2007 (.doc)",
        ),
    ]);
}

#[test]
fn what_is_no_file_or_too_large() {
    let bench = Bench::new();
    bench.write("goed.txt", "AA1: Ja.\n");
    // One line of 1 GB, of which nothing lies on the disk.
    fs::File::create(bench.home().join("reus.txt")).unwrap().set_len(1 << 30).unwrap();
    fs::create_dir_all(bench.home().join("leeg/map")).unwrap();
    let answer = bench.run(&["import", "../leeg", "../weg.txt", "../reus.txt", "../goed.txt"]);
    assert_eq!(answer.code, 2);
    for said in [
        "leeg: it is a folder without files; name the files, or the folder they are in",
        "weg.txt: there is no such file; look at its name",
        "reus.txt: it is 1024 MB, and files of more than 256 MB are refused; split it",
        "3 of 4 files could not be imported",
    ] {
        assert!(answer.err.contains(said), "{said} is missing from\n{}", answer.err);
    }
    assert!(bench.root().join("corpus/goed.txt").exists());
    assert!(!bench.root().join("corpus/reus.txt").exists());
}

#[test]
fn a_line_of_twenty_megabytes_is_a_turn() {
    let bench = Bench::new();
    let line = "woord en ".repeat((20 << 20) / 9);
    bench.write("lang.txt", format!("AA1: {line}\nBB2: Ja.\n"));
    let said = bench.run(&["import", "../lang.txt"]).done();
    assert!(said.contains("2 turns; speakers: AA1 1, BB2 1"), "{said}");
    assert!(bench.read("studie/corpus/lang.txt").ends_with(&format!("---\nAA1: {line}\nBB2: Ja.\n")));
}
