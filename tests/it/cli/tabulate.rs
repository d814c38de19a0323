//! `table`: counts of the sample study against a count of the lines of its journals, and what each cell's query finds.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value;

use super::{Answer, Bench};

fn sample() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn run(bench: &Bench, arguments: &[&str]) -> Answer {
    Answer::of(bench.command(sample(), arguments).output().unwrap())
}

/// The value of a key in the head of each document, by the document's id.
fn values(key: &str) -> BTreeMap<String, String> {
    let mut values = BTreeMap::new();
    for file in fs::read_dir(sample().join("corpus")).unwrap() {
        let file = fs::read_to_string(file.unwrap().path()).unwrap();
        let head = file.split("---\n").nth(1).unwrap();
        let of = |key: &str| {
            head.lines()
                .find_map(|line| line.strip_prefix(&format!("{key}: ")))
                .map(|value| value.trim().to_owned())
        };
        if let (Some(id), Some(value)) = (of("id"), of(key)) {
            values.insert(id, value.trim_matches('"').to_owned());
        }
    }
    values
}

/// Every coding in the journals: code, document, coder. Nothing in the sample was taken back.
fn lines() -> Vec<(String, String, String)> {
    let mut lines = Vec::new();
    for coder in fs::read_dir(sample().join("codings")).unwrap() {
        let coder = coder.unwrap();
        for journal in fs::read_dir(coder.path()).unwrap() {
            for line in fs::read_to_string(journal.unwrap().path()).unwrap().lines() {
                let event: Value = serde_json::from_str(line).unwrap();
                assert!(
                    !matches!(event["do"].as_str(), Some("uncode" | "undo" | "reshape")),
                    "count anew: {event}"
                );
                if event["do"] == "code" {
                    let of = |key: &str| event[key].as_str().unwrap().to_owned();
                    lines.push((of("code"), of("doc"), coder.file_name().into_string().unwrap()));
                }
            }
        }
    }
    lines
}

fn table(json: &Value) -> BTreeMap<(String, String), (u64, u64)> {
    let names = |part: &str| -> Vec<String> {
        let heads = json[part].as_array().unwrap();
        heads.iter().map(|head| head["id"].as_str().unwrap_or("").to_owned()).collect()
    };
    let (rows, columns) = (names("rows"), names("columns"));
    let mut cells = BTreeMap::new();
    for (row, name) in rows.iter().enumerate() {
        for (column, head) in columns.iter().enumerate() {
            let cell = &json["cells"][row][column];
            let counts = (cell["codings"].as_u64().unwrap(), cell["documents"].as_u64().unwrap());
            if counts.0 > 0 {
                cells.insert((name.clone(), head.clone()), counts);
            }
        }
    }
    cells
}

/// The same from the lines, divided by what `column` says of a line.
fn counted(column: impl Fn(&(String, String, String)) -> String) -> BTreeMap<(String, String), (u64, u64)> {
    let mut seen: BTreeMap<(String, String), (u64, Vec<String>)> = BTreeMap::new();
    for line in lines() {
        let cell = seen.entry((line.0.clone(), column(&line))).or_default();
        cell.0 += 1;
        cell.1.push(line.1);
    }
    let distinct = |mut documents: Vec<String>| {
        documents.sort();
        documents.dedup();
        documents.len() as u64
    };
    seen.into_iter().map(|(cell, (codings, documents))| (cell, (codings, distinct(documents)))).collect()
}

#[test]
fn cells_are_what_the_journals_say() {
    let bench = Bench::with_d1();
    let by_trajectory = run(&bench, &["table", "=code", "traject", "--json"]).json();
    let trajectories = values("traject");
    let trajectory = |line: &(String, String, String)| trajectories.get(&line.1).cloned().unwrap_or_default();
    assert_eq!(table(&by_trajectory), counted(trajectory));
    assert_eq!(by_trajectory["total"]["codings"], lines().len());
    let by_coder = run(&bench, &["table", "=code", "coder", "--json"]).json();
    assert_eq!(table(&by_coder), counted(|line| line.2.clone()));
}

#[test]
fn a_cell_is_what_its_query_finds() {
    let bench = Bench::with_d1();
    for arguments in [
        &["table", "code", "traject"][..],
        &["table", "code:transformatie", "niveau", "--query", "cyclus:2..3"],
        &["table", "code", "role", "--query", "coder:anna"],
        &["table", "code", "speaker", "--query", "doc:d10"],
    ] {
        let json = run(&bench, &[arguments, &["--json"]].concat()).json();
        let mut cells: Vec<&Value> =
            json["cells"].as_array().unwrap().iter().flat_map(|row| row.as_array().unwrap()).collect();
        assert!(cells.len() > 3, "{arguments:?}");
        cells.retain(|cell| cell["codings"].as_u64() > Some(0));
        // One in a while: each is a process.
        for cell in
            cells.iter().step_by(1 + cells.len() / 4).chain([&&json["total"], &&json["column_totals"][0]])
        {
            let query = cell["query"].as_str().unwrap();
            let found = run(&bench, &["find", "--codings", "--count", query]);
            assert_eq!(
                found.out.trim_end(),
                cell["codings"].to_string(),
                "{arguments:?} {query} {}",
                found.err
            );
        }
    }
}

#[test]
fn a_table_tells_counts_and_what_the_study_warns_of() {
    let bench = Bench::with_d1();
    let words = run(&bench, &["table", "code:identificatie", "traject"]);
    insta::assert_snapshot!(words.out, @"
                                     Verkenners  Kruispunt   Driehoek           —          all
    Identificatie                     11 (4, 3)  20 (5, 6)  15 (4, 6)  21 (7, 13)  67 (20, 23)
      Onderscheiden (othering)         5 (3, 2)  15 (4, 5)   9 (4, 6)    9 (6, 8)  38 (17, 18)
      Legitimeren van co-existentie    4 (3, 2)   2 (2, 1)   5 (2, 2)   11 (7, 6)  22 (14, 11)
    all                               11 (4, 3)  20 (5, 6)  15 (4, 6)  21 (7, 13)  67 (20, 23)

    codings (documents, people)
    ");
    let csv = run(&bench, &["table", "code:othering", "traject", "--coder", "anna", "--csv"]).done();
    let lines: Vec<&str> = csv.lines().collect();
    assert_eq!(lines[0], "row,row_name,column,column_name,codings,documents,people");
    assert!(lines[1].starts_with("identificatie,Identificatie,Verkenners,Verkenners,"), "{csv}");
    assert!(lines.last().unwrap().starts_with(",all,,all,"), "{csv}");
    assert!(run(&bench, &["table", "code", "trajct"]).refused().contains("did you mean `traject`?"));
    assert!(run(&bench, &["table", "codes", "traject"]).refused().contains("expected `code`"));
    assert!(run(&bench, &["table", "@nergens", "traject"]).refused().contains("nergens"));
}

#[test]
fn nothing_in_a_csv_calculates() {
    let bench = Bench::empty();
    bench.run_in(bench.home(), &["init", "studie", "--title", "Proef"]).done();
    let study = bench.home().join("studie");
    std::fs::write(study.join("corpus/d1.md"), "---\nid: d1\ntitle: =1+1\n---\n=SOM(A1) staat hier.\n")
        .unwrap();
    let found = bench.run_in(&study, &["find", "staat", "--csv"]).done();
    assert!(found.contains("d1,'=1+1,") && found.contains("'=SOM(A1) staat hier."), "{found}");
}
