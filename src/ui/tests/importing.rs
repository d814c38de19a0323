//! Files that come in: named, looked at, adjusted, and only then written.

use std::path::PathBuf;
use std::sync::Arc;

use crate::import::compose::prepare;
use crate::import::format::ReadOptions;
use crate::import::project::{Project, ProjectPlan};
use crate::import::run::{Arrived, Existing, Fate, Wishes, fate_of};
use crate::ui::action::Context;
use crate::ui::app::Effect;
use crate::ui::panel::{ImportAsk, ImportProject, ImportTold, Panel};
use crate::ui::testing::TestApp;

const TALK: &str = "Interviewer 1: Hoe ging het?\r\nNoa: Goed.\r\ninterviewer1 : Mooi.\r\nNoa: Ja.\r\nSam: Nee.\r\nSam: Toch.\r\n";

/// What was asked of the thread last.
fn asked(test: &TestApp) -> ImportAsk {
    match test.asked.last() {
        Some(Effect::Import(ask)) => (**ask).clone(),
        other => panic!("{other:?}"),
    }
}

/// Answers as the thread would, with these files: name and what stands in it.
fn answer(test: &mut TestApp, files: &[(&str, &str)]) {
    let ask = asked(test);
    let read = |(name, text): &(&str, &str)| {
        let options = ReadOptions {
            name: (*name).to_owned(),
            language: "nl".to_owned(),
            repair: ask.repair,
            ..ReadOptions::default()
        };
        let draft = prepare(text.as_bytes(), None, &options).map_err(|error| error.to_string());
        Arrived { path: PathBuf::from(name), draft, names: 0 }
    };
    let arrived = ask.arrived.clone().unwrap_or_else(|| Arc::new(files.iter().map(read).collect()));
    let wishes = Wishes { decisions: ask.decisions.clone(), ..Wishes::default() };
    let mut existing = Existing::of(test.app.study.documents());
    let config = &test.app.study.config;
    let fates: Vec<Fate> = arrived.iter().map(|one| fate_of(one, &wishes, config, &mut existing)).collect();
    let (number, fates, folder) = (ask.number, Arc::new(fates), ask.decisions.folder);
    test.app.imported(ImportTold::Ready { number, arrived, fates, projects: ask.projects, folder });
    test.resize(100, 30);
}

fn looked_at() -> TestApp {
    let mut test = TestApp::new(100, 30);
    test.keys("I gesprek.txt<enter>");
    assert_eq!(asked(&test).paths, [PathBuf::from("gesprek.txt")]);
    answer(&mut test, &[("gesprek.txt", TALK), ("leeg.txt", " "), ("dubbel.txt", "AA1: De heer KrÃ¶ger.\n")]);
    test
}

/// The documents that were given to be written.
fn written(test: &TestApp) -> Vec<(String, String)> {
    match test.asked.last() {
        Some(Effect::WriteDocuments { documents, .. }) => {
            documents.iter().map(|(_, path, file)| (path.clone(), file.clone())).collect()
        }
        other => panic!("{other:?}"),
    }
}

#[test]
fn files_are_looked_at_before_anything_is_written() {
    let mut test = TestApp::new(100, 30);
    test.keys("I");
    assert_eq!(test.app.context(), Context::Files);
    insta::assert_snapshot!("import-files", test.characters());
    let mut test = looked_at();
    assert_eq!(test.app.context(), Context::Import);
    insta::assert_snapshot!("import-preview", test.characters());
    test.resize(80, 24);
    insta::assert_snapshot!("import-preview-80", test.characters());
    assert!(!test.asked.iter().any(|effect| matches!(effect, Effect::WriteDocuments { .. })));
    test.keys("<esc><esc>");
    assert_eq!((test.app.context(), test.app.panels.len()), (Context::Reader, 0));
}

#[test]
fn speakers_are_renamed_merged_and_left_out() {
    let mut test = looked_at();
    // Headings are rows too: files, three of them, speakers, and then the first one.
    test.keys("<home><down><down><down><down><down><enter>");
    assert_eq!(test.app.context(), Context::Files);
    test.keys("<ctrl-u>FA1<enter>");
    answer(&mut test, &[]);
    assert!(test.characters().contains("FA1 +2"), "{}", test.characters());
    test.keys("<down><down><enter><ctrl-u>Noa<enter>");
    answer(&mut test, &[]);
    let screen = test.characters();
    assert!(screen.contains("Noa +1") && !screen.contains("Sam  "), "{screen}");
    test.keys("u");
    answer(&mut test, &[]);
    assert!(test.characters().contains("Sam"), "undone");
    test.keys("a cyclus=2<enter>");
    answer(&mut test, &[]);
    test.keys("f c2<enter>");
    answer(&mut test, &[]);
    test.keys("w");
    let documents = written(&test);
    assert_eq!(documents[0].0, "corpus/c2/gesprek.txt");
    assert!(
        documents[0].1.contains("\ncyclus: 2\n") && documents[0].1.contains("\nFA1 : Mooi.\n"),
        "{}",
        documents[0].1
    );
    assert!(test.app.imported(ImportTold::Written { ids: vec!["gesprek".to_owned()], failed: vec![] }));
    assert!(test.app.panels.is_empty());
}

#[test]
fn what_was_encoded_twice_is_mended_when_asked() {
    let mut test = looked_at();
    test.keys("r");
    assert!(asked(&test).repair && asked(&test).arrived.is_none(), "the files are read anew");
    answer(&mut test, &[("dubbel.txt", "AA1: De heer KrÃ¶ger.\n")]);
    test.keys("w");
    assert!(written(&test)[0].1.contains("Kröger"));
}

#[test]
fn a_file_is_read_in_the_encoding_that_a_person_names() {
    let mut test = looked_at();
    test.keys("e");
    assert_eq!(test.app.context(), Context::Files);
    test.keys("<ctrl-u>onzin<enter>");
    assert!(test.characters().contains("dat is geen codering"), "{}", test.characters());
    test.keys("<ctrl-u>macintosh<enter>");
    let ask = asked(&test);
    assert_eq!(ask.encodings, [(PathBuf::from("gesprek.txt"), encoding_rs::MACINTOSH)]);
    assert!(ask.arrived.is_none(), "the files are read anew");
    answer(&mut test, &[("gesprek.txt", TALK)]);
    test.keys("e<ctrl-u><enter>");
    assert_eq!(asked(&test).encodings, []);
}

#[test]
fn how_files_are_read_is_said_in_one_line() {
    let mut test = looked_at();
    test.keys("o tiers=<enter>");
    assert!(test.characters().contains("`tiers=` zegt niets"), "{}", test.characters());
    test.keys("<ctrl-u>as=csv;text=Vraag<enter>");
    let ask = asked(&test);
    assert!(ask.arrived.is_none() && ask.reading.columns.text == ["Vraag"], "{ask:?}");
    // Until they are read anew, nothing that is decided goes by what was read before.
    test.keys("a cyclus=2<enter>");
    assert!(asked(&test).arrived.is_none());
    let failed = ImportTold::Failed { number: asked(&test).number, why: "weg.csv is er niet".to_owned() };
    assert!(!test.app.imported(failed));
    test.resize(100, 30);
    assert!(test.characters().contains("weg.csv is er niet"), "{}", test.characters());
    assert_eq!(test.app.context(), Context::Files, "it asks on");
}

#[test]
fn a_project_is_shown_whole_and_taken_in_or_left_out() {
    let mut test = TestApp::new(100, 30);
    test.keys("I brug.qda<enter>");
    let ask = asked(&test);
    let project = Project { program: "QualCoder", ..Project::default() };
    let plan = ProjectPlan {
        documents: vec![("corpus/brug/gesprek.txt".to_owned(), String::new())],
        codings: 4,
        memos: 1,
        layers: vec![("Ada".to_owned(), Vec::new()), ("Bo".to_owned(), Vec::new())],
        notes: vec!["1 picture was left out".to_owned()],
        ..ProjectPlan::default()
    };
    let found = ImportProject {
        path: PathBuf::from("brug.qda"),
        project: Ok(Arc::new(project)),
        plan: Some(Arc::new(plan)),
        is_new: true,
        ..ImportProject::default()
    };
    let path = PathBuf::from("brug.qda");
    let arrived = Arrived { path, draft: Err("it is a QualCoder project".to_owned()), names: 0 };
    test.app.imported(ImportTold::Ready {
        number: ask.number,
        arrived: Arc::new(vec![arrived]),
        fates: Arc::new(vec![Fate::Refused("it is a QualCoder project".to_owned())]),
        projects: vec![found.clone()],
        folder: "corpus".to_owned(),
    });
    test.resize(100, 30);
    insta::assert_snapshot!("import-project", test.characters());
    test.keys("xw");
    assert!(matches!(test.asked.last(), Some(Effect::Import(_))), "left out, there is nothing to write");
    test.keys("xw");
    let folder = "corpus".to_owned();
    let expected = Effect::WriteDocuments { documents: vec![], projects: vec![found], folder };
    assert_eq!(test.asked.last(), Some(&expected));
}

#[test]
fn a_file_is_left_out_and_a_late_answer_is_dropped() {
    let mut test = looked_at();
    test.keys("<home><down>x");
    let before = asked(&test);
    test.keys("w");
    let paths: Vec<String> = written(&test).into_iter().map(|(path, _)| path).collect();
    assert_eq!(paths, ["corpus/dubbel.txt"]);
    let late = ImportTold::Ready {
        number: before.number + 7,
        arrived: Arc::default(),
        fates: Arc::default(),
        projects: Vec::new(),
        folder: String::new(),
    };
    assert!(!test.app.imported(late));
    assert!(matches!(test.app.panels.last(), Some(Panel::Import(_))));
    let failed = ImportTold::Written { ids: vec![], failed: vec!["schijf vol".to_owned()] };
    assert!(!test.app.imported(failed));
}

#[test]
fn wrong_attributes_and_folders_are_said() {
    let mut test = looked_at();
    test.keys("a cyclus=9<enter>");
    assert!(test.characters().contains("cyclus"), "{}", test.characters());
    assert_eq!(test.app.context(), Context::Files, "it asks on");
    test.keys("<esc>f ../weg<enter>");
    assert!(test.characters().contains("dat kan geen map in het corpus zijn"), "{}", test.characters());
}

#[test]
fn an_attribute_is_set_for_a_document_or_a_group() {
    let mut test = TestApp::new(160, 45);
    test.keys("o<ctrl-a>ronde=3<enter>");
    let one = test.app.study.find_document("d10").unwrap().key;
    let change = ("ronde".to_owned(), Some("3".to_owned()));
    assert_eq!(test.asked.last(), Some(&Effect::SetAttribute { documents: vec![one], change }));
    test.keys("<home><ctrl-a>ronde=<enter>");
    let change = ("ronde".to_owned(), None);
    let group = test.app.study.find_document("d01").unwrap().key;
    assert_eq!(test.asked.last(), Some(&Effect::SetAttribute { documents: vec![group], change }));
}
