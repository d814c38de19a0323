//! `import` of whole projects: documents, codes, codings of each coder; again; and on a wrong file.

use std::fs;
use std::path::Path;

use super::Bench;

/// The example of a program's project: one document, two codes, four codings at their quotes.
fn driehoek(program: &str) -> Vec<u8> {
    let seeds = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fuzz/seeds");
    fs::read(seeds.join(program).join("driehoek")).unwrap()
}

#[test]
fn a_project_of_each_program_becomes_documents_codes_and_layers() {
    for (program, file, coders) in [
        ("qualcoder", "uit/driehoek.qda/data.qda", "anna, Ada, Bo"),
        ("taguette", "uit/driehoek.sqlite3", "anna, Taguette"),
        ("rqda", "uit/driehoek.rqda", "rqda, Ada, Bo"),
        ("requal", "uit/driehoek.requal", "anna, Ada, Bo"),
    ] {
        let bench = Bench::new();
        bench.write(file, driehoek(program));
        let path = format!("../{}", file.trim_end_matches("/data.qda"));
        let tried = bench.anna(&["import", &path, "--dry-run"]).done();
        assert!(tried.contains("would become: 1 document, "), "{tried}");
        assert!(tried.contains(&format!("4 codings by {coders}, ")), "{tried}");
        let is_blank = bench.journal("Ada").is_empty() && bench.journal("anna").is_empty();
        let corpus = bench.run(&["documents", "--json"]).json();
        assert!(is_blank && corpus.as_array().unwrap().is_empty(), "nothing is written when it is tried");
        let said = bench.anna(&["import", &path, "--into", "ander", "--set", "cyclus=1"]);
        assert!(
            said.err.contains("--set, --pattern, --attributes and --speaker are about other files"),
            "{said:?}"
        );
        let said = said.done();
        assert!(
            said.contains("is in the study now: 1 document, ") && said.contains("corpus/ander/"),
            "{said}"
        );
        let export = bench.run(&["export", "json"]).json();
        let mut quotes: Vec<&str> = export["segments"]
            .as_array()
            .unwrap()
            .iter()
            .map(|segment| segment["quote"].as_str().unwrap())
            .collect();
        quotes.sort_unstable();
        assert_eq!(quotes, ["Eén blad", "Ons formulier", "de kaart", "loslaten?"], "{program}");
        bench.run(&["check"]).done();
        let again = bench.anna(&["import", &path, "--into", "ander"]).done();
        assert!(again.contains("all of this project is in the study already; nothing changes"), "{again}");
    }
}

#[test]
fn names_cannot_be_taken_out_of_a_project() {
    let bench = Bench::new();
    bench.write("uit/driehoek.rqda", driehoek("rqda"));
    bench.write("sleutel.txt", "Ada = A1\n");
    bench.write("uit/goed.txt", "AA1: Ja.\n");
    let said =
        bench.anna(&["import", "../uit/driehoek.rqda", "../uit/goed.txt", "--pseudonyms", "../sleutel.txt"]);
    assert!(said.code == 2 && said.err.contains("a project is taken in as it is, names too"), "{said:?}");
    assert!(bench.root().join("corpus/goed.txt").exists());
    // In a folder of files a project is named by itself.
    let said = bench.anna(&["import", "../uit"]);
    assert!(
        said.err.contains("driehoek.rqda: it is an RQDA project, which comes in with all its documents"),
        "{said:?}"
    );
}
