use std::path::Path;

use super::*;
use crate::model::codebook::ReadFamily;
use crate::store::folder::{init, read_families};
use crate::store::{Access, OpenStudy, Places};

struct Study {
    folder: tempfile::TempDir,
}

impl Study {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        init(&folder.path().join("studie"), "Studie", "nl", &[]).unwrap();
        Self { folder }
    }

    fn root(&self) -> std::path::PathBuf {
        self.folder.path().join("studie")
    }

    fn open(&self, coder: &str) -> OpenStudy {
        let places = Places::under(&self.folder.path().join("thuis"));
        OpenStudy::open(&self.root(), &places, &Access::Write(coder.to_owned()), Box::new(|| {})).unwrap()
    }

    fn plan(&self, open: &OpenStudy, project: &Project) -> ProjectPlan {
        let (_, families, _): (_, Vec<ReadFamily>, _) = read_families(&self.root());
        plan(
            project,
            &open.study,
            &families,
            plan::PlanOptions { name: "Brug", own: "Ada", ..Default::default() },
        )
        .unwrap()
    }
}

fn files(folder: &Path) -> Vec<String> {
    let Ok(entries) = std::fs::read_dir(folder) else { return Vec::new() };
    let mut found = Vec::new();
    for entry in entries.map(Result::unwrap) {
        let name = entry.file_name().to_string_lossy().into_owned();
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path).into_iter().map(|below| format!("{name}/{below}")));
        } else {
            found.push(name);
        }
    }
    found.sort();
    found
}

#[test]
fn a_project_becomes_documents_a_family_and_layers() {
    let study = Study::new();
    let project = read(Format::QualCoder, &qualcoder()).unwrap();
    let mut open = study.open("Ada");
    let planned = study.plan(&open, &project);
    assert_eq!((planned.codings, planned.moved, planned.unchecked, planned.orphans), (4, 1, 1, 1));
    let brought = bring_in(&mut open, planned, "QualCoder: Brug").unwrap();
    assert_eq!(brought.coders, ["Ada", "Bo"]);
    assert_eq!(files(&study.root().join("corpus")), ["brug/Gesprek-1.txt"]);
    let file = std::fs::read_to_string(study.root().join("corpus/brug/Gesprek-1.txt")).unwrap();
    assert!(file.contains("cyclus: 2\n") && file.ends_with("---\nÉén brug.\nGeen muur."), "{file}");
    assert_eq!(open.check(), [], "everything stands where it should");
    let code = open.study.codebook.by_id("brug").unwrap();
    assert_eq!((code.color, code.definition.get("nl")), (Some((255, 136, 0)), "wat verbindt"));
    assert_eq!(open.study.codings().count(), 4);
    let memos: Vec<String> = open.study.memos().map(|memo| memo.words.clone()).collect();
    assert_eq!(memos.len(), 6, "{memos:?}");
    assert!(
        memos
            .iter()
            .any(|words| words.contains("nowhere") && words.contains("een dak") && words.contains("weg?")),
        "{memos:?}"
    );
    drop(open);

    // Once more: all of it is there.
    let mut open = study.open("Ada");
    let again = study.plan(&open, &project);
    assert_eq!((again.documents.len(), again.codebook.len(), again.layers.len()), (0, 0, 0), "{again:?}");
    assert_eq!(again.codings_there, 4);
    // Undo: Bo's layer first, since a code goes only when nobody uses it.
    assert!(open.undo().is_err());
    let mut bo = study.open("Bo");
    bo.undo().unwrap();
    bo.wait().unwrap();
    drop(bo);
    open.refresh(true);
    open.undo().unwrap();
    open.wait().unwrap();
    assert_eq!(open.study.codings().count(), 0);
    assert!(open.study.codebook.by_id("brug").is_none());
}

#[test]
fn nothing_is_left_when_a_layer_cannot_be_written() {
    let study = Study::new();
    let project = read(Format::QualCoder, &qualcoder()).unwrap();
    let mut open = study.open("Ada");
    let planned = study.plan(&open, &project);
    // Another window writes the layer of Bo.
    let bo = study.open("Bo");
    assert!(bring_in(&mut open, planned, "proef").is_err());
    drop(bo);
    assert_eq!(open.study.codings().count(), 0);
    assert!(open.study.codebook.by_id("brug").is_none());
    assert_eq!(files(&study.root().join("corpus")), [""; 0]);
    assert_eq!(files(&study.root().join("codebook")), [""; 0]);
    open.undo().unwrap_err();
}
