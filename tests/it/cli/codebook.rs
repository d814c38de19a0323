//! `codebook`: to read, to print, and what is wrong with it.

use super::Bench;

#[test]
fn the_codebook_is_printed_as_a_tree_with_own_counts() {
    let bench = Bench::with_d1();
    bench.anna(&["code", "d1", "--turn", "1", "othering"]).done();
    let table = bench.run(&["codebook", "--family", "lm"]).done();
    let lines: Vec<&str> = table.lines().collect();
    assert!(lines[0].starts_with("code ") && lines[0].ends_with("codings"), "{table}");
    assert!(lines[1].starts_with("lm ") && lines[1].ends_with("Leermechanismen (exclusive)"), "{table}");
    let othering = lines.iter().find(|line| line.contains("othering")).unwrap();
    assert!(othering.starts_with("    othering ") && othering.ends_with(" 1"), "{table}");
    let identification = lines.iter().find(|line| line.contains("identificatie")).unwrap();
    assert!(identification.starts_with("  identificatie ") && identification.ends_with(" 0"), "{table}");
}

#[test]
fn each_format_goes_to_standard_output_or_a_file() {
    let bench = Bench::new();
    let page = bench.run(&["codebook", "export", "../codeboek.html"]);
    assert_eq!(page.done(), "");
    let page = bench.read("codeboek.html");
    assert!(page.starts_with("<!doctype html>") && page.ends_with("</html>\n"));
    assert_eq!(bench.run(&["codebook", "export", "-", "--format", "html"]).done(), page);
    let markdown = bench.run(&["codebook", "export", "-", "--format", "markdown", "--family", "lm"]).done();
    assert!(markdown.starts_with("# Codeboek: Proef\n\n## Leermechanismen (`lm`)\n"), "{markdown}");
    let csv = bench.run(&["codebook", "export", "-", "--format", "csv"]).done();
    assert!(csv.starts_with("kind,family,id,") && csv.ends_with("\r\n"), "{csv}");
    let into = bench.run(&["codebook", "export", "codebook/lm.csv"]).refused();
    assert!(into.contains("is a part of the study"), "{into}");
}

#[test]
fn families_and_languages_that_are_not_there_are_told() {
    let bench = Bench::new();
    assert!(bench.run(&["codebook", "--family", "lmm"]).refused().contains("did you mean `lm`?"));
    assert!(bench.run(&["codebook", "--language", "en"]).refused().contains("its languages are nl"));
    bench.write("studie/kantlijn.toml", "format = 1\ntitle = \"Proef\"\nlanguages = [\"nl\", \"en\"]\n");
    let markdown = bench.run(&["codebook", "export", "-", "--language", "en", "--format", "markdown"]).done();
    assert!(markdown.starts_with("# Codebook: Proef\n\n## Learning mechanisms (`lm`)\n"), "{markdown}");
}

#[test]
fn the_check_says_what_where_and_what_to_do() {
    let bench = Bench::new();
    let said = bench.run(&["codebook", "check"]).done();
    assert!(said.ends_with("18 codes in 1 family checked: 0 errors, 18 notes\n"), "{said}");
    bench.write(
        "studie/codebook/x.toml",
        "family = \"x\"\n[[code]]\nid = \"los\"\nparent = \"otherin\"\ndefintion = \"x\"\n",
    );
    let answer = bench.run(&["codebook", "check"]);
    assert_eq!((answer.code, answer.err.as_str()), (1, ""), "{answer:?}");
    for line in [
        "error: codebook/x.toml, line 4: the parent `otherin` of `los` is no code; did you mean `othering`?",
        "note: codebook/x.toml, line 5: `defintion` in the code `los` means nothing here and is left out; did you mean `definition`?",
        "error: codebook/x.toml, line 2: `los` has no definition in nl; write what it means, so that two coders mean the same",
    ] {
        assert!(answer.out.lines().any(|said| said == line), "{line} is missing from\n{}", answer.out);
    }
    let json = bench.run(&["codebook", "check", "--json"]);
    assert_eq!(json.code, 1);
    let findings: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let parent =
        findings.as_array().unwrap().iter().find(|finding| finding["rule"] == "unknown-parent").unwrap();
    assert_eq!(
        (&parent["line"], &parent["code"], &parent["severity"]),
        (&4.into(), &"los".into(), &"error".into())
    );
    bench.write("studie/codebook/x.toml", b"family = \"\xff\"\n");
    let answer = bench.run(&["codebook", "check"]);
    assert!(answer.code == 1 && answer.out.contains("error: codebook/x.toml, line 1: "), "{answer:?}");
    let none = bench.run_in(bench.home(), &["codebook", "check"]).refused();
    assert!(none.contains("there is no study"), "{none}");
}

#[test]
fn its_own_csv_changes_nothing_and_an_edited_one_what_was_edited() {
    let bench = Bench::new();
    let csv = bench.run(&["codebook", "export", "-", "--format", "csv"]).done();
    bench.write("codes.csv", &csv);
    let before = bench.read("studie/codebook/lm.toml");
    assert_eq!(bench.anna(&["codebook", "import", "../codes.csv"]).done(), "nothing changes\n");
    assert_eq!(bench.read("studie/codebook/lm.toml"), before);

    bench.write("codes.csv", "id,family,parent,name_nl\nothering,lm,identificatie,Afbakenen\nwij-zij,lm,othering,Wij en zij\nlos,,,\n");
    let dry = bench.run(&["codebook", "import", "../codes.csv", "--dry-run"]).done();
    assert_eq!(
        dry,
        "codebook/lm.toml: ~ code `othering`: name\ncodebook/lm.toml: + code `wij-zij`\ncodebook/vrij.toml: + code `los`\n\
         5 values would change; nothing was changed\n"
    );
    assert_eq!(bench.read("studie/codebook/lm.toml"), before);
    bench.anna(&["codebook", "import", "../codes.csv"]).done();
    let after = bench.read("studie/codebook/lm.toml");
    let comment =
        |text: &str| text.lines().filter(|line| line.starts_with('#')).map(str::to_owned).collect::<Vec<_>>();
    assert_eq!(comment(&after), comment(&before), "comments stay");
    let codes = bench.run(&["codes", "--json"]).json();
    let find = |id: &str| codes.as_array().unwrap().iter().find(|code| code["id"] == id).unwrap().clone();
    assert_eq!(find("othering")["names"]["nl"], "Afbakenen");
    assert_eq!(find("othering")["names"]["en"], "Othering");
    assert_eq!(find("wij-zij")["path"], serde_json::json!(["identificatie", "othering", "wij-zij"]));
    assert_eq!(find("los")["family"], "vrij");
    bench.anna(&["codebook", "import", "../codes.csv"]).done();
    assert_eq!(bench.read("studie/codebook/lm.toml"), after, "a second time changes nothing");
    assert_eq!(bench.run(&["check"]).code, 0);
}

#[test]
fn a_sheet_that_does_not_fit_changes_nothing() {
    let bench = Bench::new();
    let before = bench.read("studie/codebook/lm.toml");
    bench.write("codes.csv", "id,family,parent,color\nothering,lm,othering,\nx,lm,nergens,\ny,lm,,rood\n");
    let said = bench.anna(&["codebook", "import", "../codes.csv"]).refused();
    assert!(said.contains("codes.csv: line 4: the code `y` has the colour `rood`"), "{said}");
    bench.write("codes.csv", "id,family,parent\nothering,lm,othering\nx,lm,nergens\n");
    let said = bench.anna(&["codebook", "import", "../codes.csv"]).refused();
    assert!(said.contains("its own ancestor") && said.contains("`nergens`, which is no code"), "{said}");
    assert_eq!(bench.read("studie/codebook/lm.toml"), before);
    assert!(bench.anna(&["codebook", "import", "../weg.csv"]).refused().contains("cannot read it"));
    bench.write("codes.csv", "id,family,name_nl\nothering,lm,X\n");
    assert!(bench.run(&["codebook", "import", "../codes.csv"]).refused().contains("who codes?"));
}

#[test]
fn a_codebook_goes_to_another_program_and_comes_back() {
    let bench = Bench::new();
    let out = bench.run(&["codebook", "export", "../boek.qdc"]);
    assert_eq!(out.code, 0);
    assert!(out.err.contains("not in the file: "), "{}", out.err);
    let page = bench.read("boek.qdc");
    assert!(page.starts_with("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<CodeBook "), "{page}");
    assert_eq!(
        bench.run(&["codebook", "export", "-", "--format", "qdc"]).done(),
        page,
        "the same at every export"
    );
    let before = bench.read("studie/codebook/lm.toml");
    assert_eq!(bench.anna(&["codebook", "import", "../boek.qdc"]).done(), "nothing changes\n");
    bench.run(&["codebook", "export", "../boek.md"]).done();
    assert_eq!(bench.anna(&["codebook", "import", "../boek.md"]).done(), "nothing changes\n");
    assert_eq!(bench.read("studie/codebook/lm.toml"), before);

    bench.write(
        "anders.qdc",
        "<CodeBook><Codes><Code guid=\"{6F9619FF-8B86-D011-B42D-00C04FC964FF}\" name=\"Zorg::Tijd\" isCodable=\"true\" color=\"#f80\"/></Codes><Sets/></CodeBook>",
    );
    let dry = bench.run(&["codebook", "import", "../anders.qdc", "--dry-run"]);
    assert!(dry.err.contains("with --split \"::\" they become a tree"), "{}", dry.err);
    assert!(dry.out.ends_with("would change; nothing was changed\n"), "{}", dry.out);
    bench.anna(&["codebook", "import", "../anders.qdc", "--split", "::", "--family", "zorg"]).done();
    let file = bench.read("studie/codebook/zorg.toml");
    assert!(
        file.contains("id = \"tijd\"\nparent = \"zorg\"")
            && file.contains("guid = \"6f9619ff-8b86-d011-b42d-00c04fc964ff\""),
        "{file}"
    );
    let again = bench.anna(&["codebook", "import", "../anders.qdc", "--split", "::", "--family", "zorg"]);
    assert_eq!(again.done(), "nothing changes\n");
    assert!(bench.run(&["codebook", "export", "../f.qdc", "--family", "zorg"]).code == 0);
    assert!(
        bench.read("f.qdc").contains("6f9619ff-8b86-d011-b42d-00c04fc964ff"),
        "the GUID it came with goes out again"
    );
}

#[test]
fn formats_that_are_not_known_or_do_not_fit_are_told() {
    let bench = Bench::new();
    assert!(
        bench
            .run(&["codebook", "export", "../boek.docx"])
            .refused()
            .contains("end it in .csv, .md, .html or .qdc")
    );
    bench.write("boek.html", "<!doctype html>");
    assert!(bench.anna(&["codebook", "import", "../boek.html"]).refused().contains("HTML is for reading"));
    bench.write("codes.csv", "id\na\n");
    assert!(
        bench
            .anna(&["codebook", "import", "../codes.csv", "--split", "::"])
            .refused()
            .contains("are for .qdc alone")
    );
    bench.write("boek.qdc", "<!DOCTYPE x [<!ENTITY a 'b'>]><CodeBook/>");
    assert!(
        bench
            .anna(&["codebook", "import", "../boek.qdc"])
            .refused()
            .contains("boek.qdc: line 1: the file has a document type")
    );
}
