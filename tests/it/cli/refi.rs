//! REFI-QDA projects from the command line: out, in, and asking where nothing says how positions count.

use std::io::{Cursor, Write as _};

use super::{Bench, at};

fn qdpx(files: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in files {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn a_study_goes_out_and_comes_in_elsewhere() {
    let bench = Bench::with_d1();
    let coding = bench.anna(&["code", "d1", "--turn", "1", "othering"]).line();
    bench.anna(&["memo", "--coding", &coding, "Wie zijn wij?"]).line();
    bench.run(&["--coder", "bram", "code", "d1", "--at", &at("👩‍🏫 per week"), "confrontatie"]).line();
    let file = bench.home().join("uit.qdpx");
    let file = file.to_str().unwrap();
    let answer = bench.run(&["export", "qdpx", "-o", file]);
    assert!(answer.err.contains("left out of the codebook"), "{}", answer.err);
    answer.done();
    // To the study that it came from nothing is added.
    let again = bench.anna(&["import", file]).done();
    assert!(again.contains("nothing changes"), "{again}");

    bench.run_in(bench.home(), &["init", "ander", "--title", "Ander"]).done();
    let other = bench.home().join("ander");
    let dry = bench.run_in(&other, &["--coder", "anna", "import", "-n", file]).done();
    assert!(dry.contains("would become: 1 document") && dry.contains("2 codings by anna, bram"), "{dry}");
    assert!(dry.contains("positions are code points"), "{dry}");
    bench.run_in(&other, &["--coder", "anna", "import", file]).done();
    let shown = |folder: &std::path::Path| {
        let answer = bench.run_in(folder, &["find", "code:*", "--json"]).json();
        let one = |coding: &serde_json::Value| {
            ["id", "document", "code", "coder", "text", "created_at", "memos"]
                .map(|key| coding[key].to_string())
                .join(" ")
        };
        let mut all: Vec<String> = answer.as_array().unwrap().iter().map(one).collect();
        all.sort();
        all
    };
    assert_eq!(shown(&other), shown(&bench.root()));
    assert_eq!(bench.run_in(&other, &["check"]).code, 0);
    let narrow = bench.home().join("smal.qdpx");
    bench
        .run(&["export", "qdpx", "--coder", "bram", "--attributes", "cyclus", "-o", narrow.to_str().unwrap()])
        .done();
    let project = project_of(&narrow);
    assert_eq!((project.matches("<User ").count(), project.matches("<Coding ").count()), (1, 1), "{project}");
    assert!(project.contains("name=\"cyclus\"") && !project.contains("Wie zijn wij?"), "{project}");
}

/// The `project.qde` in a file.
fn project_of(path: &std::path::Path) -> String {
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    std::io::read_to_string(archive.by_name("project.qde").unwrap()).unwrap()
}

fn guid(n: u32) -> String {
    format!("00000000-0000-4000-8000-{n:012}")
}

/// A project in which a passage is `f`, or `e` where line ends count as two, and nothing says which.
fn knot(bench: &Bench) -> std::path::PathBuf {
    let qde = format!(
        "<Project name=\"Knoop\"><CodeBook><Codes><Code guid=\"{0}\" name=\"A::B\" isCodable=\"true\"/></Codes></CodeBook>\
         <Sources><TextSource guid=\"{1}\" name=\"t\" plainTextPath=\"internal://t.txt\">\
         <PlainTextSelection guid=\"{2}\" startPosition=\"10\" endPosition=\"11\"><Coding guid=\"{3}\"><CodeRef targetGUID=\"{0}\"/></Coding></PlainTextSelection>\
         </TextSource></Sources></Project>",
        guid(1),
        guid(2),
        guid(3),
        guid(4)
    );
    bench.write("knoop.qdpx", qdpx(&[("Knoop.qde", &qde), ("Sources/t.txt", "a b\r\nc d\r\ne f g")]))
}

#[test]
#[cfg(unix)]
fn on_a_terminal_a_tie_is_asked_about() {
    use crate::pty::window::Window;
    let bench = Bench::new();
    let (path, root) = (knot(&bench), bench.root());
    let ask = || {
        let mut command = portable_pty::CommandBuilder::new(env!("CARGO_BIN_EXE_kantlijn"));
        command.args(["-C", root.to_str().unwrap(), "--coder", "anna", "import", path.to_str().unwrap()]);
        Window::of(command, bench.home(), (200, 30))
    };
    let mut window = ask();
    window.shows("can be read in several ways");
    window.shows("2  code-points,crlf-2,no-bom,exclusive (“e”)");
    window.keys("7<enter>");
    window.shows("a number from 1 to 2");
    window.keys("<enter>");
    assert_eq!(window.ended(), 2, "nothing was chosen");
    assert!(!bench.root().join("corpus/knoop").exists());
    let mut window = ask();
    window.shows("2  code-points");
    window.keys("2<enter>");
    assert_eq!(window.ended(), 0, "{}", window.contents());
    assert_eq!(bench.run(&["find", "code:*", "--json"]).json()[0]["text"], "e");
}

#[test]
fn a_tie_names_the_option_and_the_option_settles_it() {
    let bench = Bench::new();
    let path = knot(&bench);
    let path = path.to_str().unwrap();
    let refused = bench.anna(&["import", path]);
    assert_eq!(refused.code, 2);
    assert!(
        refused.err.contains("choose with --offsets")
            && refused.err.contains("crlf-2,no-bom,exclusive (“e”)"),
        "{}",
        refused.err
    );
    assert!(
        bench
            .anna(&["import", path, "--offsets", "runes"])
            .refused()
            .contains("code-points, utf-16 or bytes")
    );
    let done = bench.anna(&["import", path, "--offsets", "crlf-2", "--split", "::"]).done();
    assert!(done.contains("a line end counts as two"), "{done}");
    let found = bench.run(&["find", "code:b", "--json"]).json();
    assert_eq!(found[0]["text"], "e");
    assert!(bench.read("studie/corpus/knoop/t.txt").contains(&guid(2)));
    // What came from elsewhere keeps its GUIDs when it goes out.
    let out = bench.home().join("uit.qdpx");
    bench.run(&["export", "qdpx", "-o", out.to_str().unwrap()]).done();
    let project = project_of(&out);
    for n in [1, 2, 4] {
        assert!(project.contains(&guid(n)), "{n}: {project}");
    }
}
