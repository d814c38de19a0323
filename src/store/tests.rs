//! An open study from outside: what was done is there after opening again, whatever happened in between.

mod codebook;
mod places;

use std::fs;
use std::path::{Path, PathBuf};

use crate::model::edit::{self, TextOf};
use crate::model::names::CodingKey;
use crate::model::{Body, Status, Target};
use crate::text::Span;

use super::folder::init;
use super::{Access, OpenStudy, Places, ReadOnly, StoreError};

const FAMILY: &str = "family = \"lm\"\nexclusive = true\n\n[[code]]\nid = \"othering\"\n# met de hand\n[[code]]\nid = \"reflectie\"\n";
const TEXT: &str = "Een brug is geen muur. Wij staan er samen op, zei één.\n";

struct Bench {
    _folder: tempfile::TempDir,
    root: PathBuf,
    places: Places,
}

impl Bench {
    fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().join("studie");
        init(&root, "Proef", "nl", &[("lm.toml", FAMILY)]).unwrap();
        fs::write(root.join("corpus/d1.md"), format!("---\nid: d1\n---\n{TEXT}")).unwrap();
        let places = Places::under(&folder.path().join("thuis"));
        Self { _folder: folder, root, places }
    }

    fn open(&self, coder: &str) -> OpenStudy {
        OpenStudy::open(&self.root, &self.places, &Access::Write(coder.to_owned()), Box::new(|| {})).unwrap()
    }

    fn journal(&self, coder: &str) -> PathBuf {
        let folder = self.root.join("codings").join(coder);
        fs::read_dir(folder).unwrap().flatten().map(|entry| entry.path()).next().unwrap()
    }

    fn append(path: &Path, words: &str) {
        let mut text = fs::read_to_string(path).unwrap();
        text.push_str(words);
        fs::write(path, text).unwrap();
    }
}

fn code(open: &mut OpenStudy, start: u32, end: u32, code: &str) -> super::Receipt {
    let document = open.study.find_document("d1").unwrap().key;
    let text = open.text(document).unwrap();
    let code = edit::find_code(&open.study, code).unwrap();
    let body = edit::code(&open.study, text.of(), Span::new(start, end), code, &Vec::new()).unwrap();
    open.commit(vec![body]).unwrap()
}

fn spans(open: &OpenStudy) -> Vec<(String, u32, u32)> {
    let mut keys: Vec<CodingKey> = open.study.codings().map(|(key, _)| key).collect();
    open.study.sort_by_place(&mut keys);
    let row = |key| {
        let coding = open.study.coding(key);
        let code = coding.code.map_or("-", |code| open.study.code_id(code));
        (code.to_owned(), coding.span.start, coding.span.end)
    };
    keys.into_iter().map(row).collect()
}

#[test]
fn what_was_done_is_there_after_opening_again() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    code(&mut open, 23, 49, "reflectie");
    assert_eq!(spans(&open).len(), 2, "shown at once");
    open.wait().unwrap();
    let expected = spans(&open);
    drop(open);
    let mut open = bench.open("anna");
    assert_eq!(open.problems, []);
    assert_eq!(spans(&open), expected);
    let tx = open.undo().unwrap();
    assert_eq!(spans(&open).len(), 1, "undo reaches across a restart");
    drop(open);
    let mut open = bench.open("anna");
    assert_eq!(spans(&open).len(), 1);
    assert_ne!(open.redo().unwrap(), tx, "a redo takes back the undo");
    assert_eq!(spans(&open), expected);
    assert!(matches!(open.redo(), Err(StoreError::NothingTo("redo", _, _))));
}

#[test]
fn quotes_are_read_from_the_journal() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let receipt = code(&mut open, 4, 8, "othering");
    open.wait().unwrap();
    let key = open.study.find_coding(receipt.ids[0]).unwrap();
    let anchor = open.anchor(key).unwrap();
    assert_eq!((anchor.quote.display().as_str(), anchor.prefix.as_str()), ("brug", "Een "));
    drop(open);
    let open = bench.open("anna");
    let key = open.study.find_coding(receipt.ids[0]).unwrap();
    assert_eq!(open.anchor(key).unwrap(), anchor);
}

#[test]
fn codings_can_be_left_out_and_loaded_later() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    open.wait().unwrap();
    let mut reader = OpenStudy::open_without_codings(&bench.root, &bench.places).unwrap();
    reader.refresh(true);
    assert_eq!((spans(&reader).len(), reader.study.coders().len()), (0, 0));
    assert!(reader.study.find_document("d1").is_some() && reader.study.codebook.by_id("othering").is_some());
    reader.load_codings();
    assert_eq!(spans(&reader), spans(&open));
    reader.load_codings();
    assert_eq!(reader.study.codings().count(), 1);
}

#[test]
fn a_torn_last_line_is_set_aside_and_said_once() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    drop(open);
    Bench::append(&bench.journal("anna"), "{\"v\":1,\"id\":\"01");
    let before = fs::read_to_string(bench.journal("anna")).unwrap();
    let reader = OpenStudy::open(&bench.root, &bench.places, &Access::Read, Box::new(|| {})).unwrap();
    assert!(reader.problems[0].what.contains("not finished"), "{:?}", reader.problems);
    assert_eq!(fs::read_to_string(bench.journal("anna")).unwrap(), before, "a reader mends nothing");
    let open = bench.open("anna");
    assert_eq!(open.problems.len(), 1);
    assert!(open.problems[0].what.contains("torn"), "{:?}", open.problems);
    assert_eq!(spans(&open).len(), 1);
    drop(open);
    assert_eq!(bench.open("anna").problems, []);
    let torn =
        fs::read_dir(bench.places.of_study(&bench.root).join("torn")).unwrap().flatten().next().unwrap();
    assert_eq!(fs::read_to_string(torn.path()).unwrap(), "{\"v\":1,\"id\":\"01");
}

#[test]
fn damaged_and_unknown_lines_are_said_and_kept() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    drop(open);
    let journal = bench.journal("anna");
    let id = "01900000-0000-7000-8000-000000000001";
    let newer = format!(
        "{{\"v\":2,\"id\":\"{id}\",\"n\":9,\"tx\":\"{id}\",\"of\":1,\"at\":\"2026-01-01T00:00:00Z\",\"do\":\"dance\"}}\n"
    );
    Bench::append(&journal, &format!("rommel\n{newer}<<<<<<< HEAD\n{{\"v\":1}}\n"));
    let before = fs::read_to_string(&journal).unwrap();
    let mut open = bench.open("anna");
    let said: Vec<String> = open.problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 4, "{said:?}");
    assert!(said[0].contains("line 3") && said[0].contains("damaged"), "{said:?}");
    assert!(said[1].contains("line 5") && said[1].contains("conflict"), "{said:?}");
    assert!(said[3].contains("newer kantlijn"), "{said:?}");
    assert_eq!(spans(&open).len(), 1);
    code(&mut open, 23, 26, "reflectie");
    open.wait().unwrap();
    assert!(fs::read_to_string(&journal).unwrap().starts_with(&before), "nothing is rewritten");
}

#[test]
fn a_second_window_on_a_layer_reads_only() {
    let bench = Bench::new();
    let first = bench.open("anna");
    let mut second = bench.open("anna");
    assert!(matches!(second.read_only(), Some(ReadOnly::OtherWindow { coder, .. }) if coder == "anna"));
    assert!(matches!(second.undo(), Err(StoreError::ReadOnly(_))));
    assert!(bench.open("bram").read_only().is_none(), "another layer is free");
    drop(first);
    assert!(bench.open("anna").read_only().is_none());
}

#[test]
fn a_newer_format_reads_only() {
    let bench = Bench::new();
    fs::write(bench.root.join("kantlijn.toml"), "format = 2\ntitle = \"x\"\n").unwrap();
    let open = bench.open("anna");
    assert_eq!(open.read_only(), Some(&ReadOnly::NewerFormat { format: 2 }));
}

#[test]
fn a_code_made_while_reading_goes_to_a_file_and_can_be_taken_back() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let (new, body) = open.new_code("Tijger in een kooi", Some("brug")).unwrap();
    open.commit(vec![body]).unwrap();
    code(&mut open, 4, 8, &new.id);
    open.wait().unwrap();
    let file = bench.root.join("codebook/vrij.toml");
    assert!(fs::read_to_string(&file).unwrap().contains("Tijger in een kooi"));
    let book: Vec<String> =
        bench.open("bram").study.codebook.codes().iter().map(|code| code.id.clone()).collect();
    assert!(book.contains(&new.id));

    open.undo().unwrap();
    // Edited by hand meanwhile: not ours to take away.
    let text = fs::read_to_string(&file).unwrap();
    fs::write(&file, text.replace("Tijger in", "Leeuw in")).unwrap();
    assert!(matches!(open.undo(), Err(StoreError::CodebookMoved { .. })));
    fs::write(&file, text).unwrap();
    open.undo().unwrap();
    open.wait().unwrap();
    assert!(!fs::read_to_string(&file).unwrap().contains("Tijger"));
    assert!(open.study.codebook.by_id(&new.id).is_none());
    open.redo().unwrap();
    open.redo().unwrap();
    open.wait().unwrap();
    assert!(fs::read_to_string(&file).unwrap().contains("Tijger in een kooi"));
    assert_eq!(spans(&open), [(new.id, 4, 8)]);
}

#[test]
fn several_codes_at_once_all_reach_the_file_and_go_together() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let (_, first) = open.new_code("brug", None).unwrap();
    open.commit(vec![first]).unwrap();
    // Not waited for: the file on the disk may lag behind.
    let add = |open: &OpenStudy, name: &str| open.new_code(name, None).unwrap().1;
    let bodies = vec![add(&open, "kooi"), add(&open, "c_1")];
    open.commit(bodies).unwrap();
    open.wait().unwrap();
    let free = || {
        let open = bench.open("bram");
        let ids = open.study.codebook.codes().iter().filter(|code| code.family == 1);
        ids.map(|code| code.id.clone()).collect::<Vec<_>>()
    };
    assert_eq!(free(), ["brug", "kooi", "c_1"]);
    open.undo().unwrap();
    open.wait().unwrap();
    assert_eq!(free(), ["brug"]);
    open.redo().unwrap();
    open.wait().unwrap();
    assert_eq!(free(), ["brug", "kooi", "c_1"]);
}

#[test]
fn a_codebook_changed_by_hand_is_seen_once() {
    let bench = Bench::new();
    let seen =
        |bench: &Bench| fs::read_to_string(bench.journal("anna")).unwrap().matches("\"do\":\"seen\"").count();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    drop(open);
    assert_eq!(seen(&bench), 1);
    let mut open = bench.open("anna");
    code(&mut open, 0, 3, "othering");
    drop(open);
    assert_eq!(seen(&bench), 1, "nothing changed");
    fs::write(
        bench.root.join("codebook/lm.toml"),
        FAMILY.replace("id = \"othering\"", "id = \"othering\"\ndefinition = \"x\""),
    )
    .unwrap();
    let mut open = bench.open("anna");
    code(&mut open, 9, 11, "othering");
    drop(open);
    assert_eq!(seen(&bench), 2);
    assert!(bench.open("anna").undo().is_ok(), "what was seen is not what undo takes back");
}

#[test]
fn memos_and_statuses_come_back() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let document = open.study.find_document("d1.md").unwrap().key;
    let on = Target::Document("d1".to_owned());
    let bodies = vec![
        edit::memo(on.clone(), "les", "Twee\nregels"),
        edit::status(&open.study, document, Status::Done),
    ];
    open.commit(bodies).unwrap();
    drop(open);
    let open = bench.open("anna");
    assert_eq!(open.study.memos_on(&on)[0].words, "Twee\nregels");
    assert_eq!(open.study.status(document, open.coder().unwrap()), Status::Done);
}

#[test]
fn a_changed_text_is_never_coded_in_silence() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let receipt = code(&mut open, 4, 8, "othering");
    drop(open);
    let corpus = bench.root.join("corpus/d1.md");
    fs::write(&corpus, format!("---\nid: d1\n---\nO, {TEXT}")).unwrap();
    let mut open = bench.open("anna");
    let document = open.study.find_document("d1").unwrap().key;
    let text = open.text(document).unwrap();
    let key = open.study.find_coding(receipt.ids[0]).unwrap();
    assert_eq!(open.study.verdict(key).word(), "moved");
    assert_eq!(open.study.coding(key).span.slice(&text.text), &TEXT[4..8]);
    open.wait().unwrap();
    drop(open);
    // Who has neither the old text nor the right to write gets the same place.
    let places = Places::under(&bench.root.join("../elsewhere"));
    let mut other = OpenStudy::open(&bench.root, &places, &Access::Read, Box::new(|| {})).unwrap();
    other.text(document).unwrap();
    let key = other.study.find_coding(receipt.ids[0]).unwrap();
    assert_eq!(other.study.verdict(key).word(), "moved");
    // Where nothing leads to the text, nothing is guessed.
    fs::write(&corpus, format!("---\nid: d1\n---\nHe, {TEXT}")).unwrap();
    let mut other = OpenStudy::open(&bench.root, &places, &Access::Read, Box::new(|| {})).unwrap();
    other.text(document).unwrap();
    assert_eq!(other.study.verdict(key).word(), "unsure");
}

#[test]
fn a_missing_document_and_a_wrong_family_leave_the_rest() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    drop(open);
    fs::remove_file(bench.root.join("corpus/d1.md")).unwrap();
    fs::write(bench.root.join("codebook/kapot.toml"), "family = \n").unwrap();
    let mut open = bench.open("anna");
    let said: Vec<String> = open.problems.iter().map(ToString::to_string).collect();
    assert_eq!(said.len(), 2, "{said:?}");
    assert!(
        said.iter().any(|what| what.starts_with("codebook/kapot.toml") && what.contains("line 1")),
        "{said:?}"
    );
    assert!(said.iter().any(|what| what.contains("`d1` is missing, 1 codings")), "{said:?}");
    assert_eq!(spans(&open).len(), 1);
    let document = open.study.codings().next().unwrap().1.document;
    assert!(matches!(open.text(document), Err(StoreError::NoDocument(id)) if id == "d1"));
}

#[test]
fn a_commit_of_nothing_writes_nothing() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let text = TextOf {
        document: open.study.find_document("d1").unwrap().key,
        text: TEXT,
        hash: crate::model::hash::TextHash::of(TEXT),
    };
    assert!(edit::mark(&open.study, text, Span::new(3, 3)).is_err());
    assert!(open.commit(Vec::<Body>::new()).unwrap().ids.is_empty());
    open.wait().unwrap();
    assert!(!bench.root.join("codings/anna").exists());
}

#[test]
fn a_mark_and_its_memo_are_one_step_that_comes_back() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let document = open.study.find_document("d1").unwrap().key;
    let loaded = open.text(document).unwrap();
    let mark = edit::mark(&open.study, loaded.of(), Span::new(4, 8)).unwrap();
    let receipt = open.commit_with(mark, |id| vec![edit::memo(Target::Coding(id), "les", "hier")]).unwrap();
    open.wait().unwrap();
    drop(open);
    let mut open = bench.open("anna");
    let on = Target::Coding(receipt.ids[0]);
    assert_eq!(open.study.memos_on(&on)[0].words, "hier");
    assert!(open.study.find_coding(receipt.ids[0]).is_some());
    open.undo().unwrap();
    assert!(open.study.memos().next().is_none() && spans(&open).is_empty(), "one undo takes both back");
}

#[test]
fn what_others_do_appears_and_our_own_is_no_news() {
    let bench = Bench::new();
    let mut anna = bench.open("anna");
    code(&mut anna, 4, 8, "othering");
    anna.wait().unwrap();
    let _ = anna.written();
    assert!(!anna.refresh(true).is_something());
    assert!(!anna.refresh(true).is_something());
    let mut bram = bench.open("bram");
    code(&mut bram, 23, 26, "reflectie");
    bram.wait().unwrap();
    let found = anna.refresh(false);
    assert!(found.events && !found.reloaded, "{found:?}");
    assert_eq!(spans(&anna).len(), 2);
    code(&mut bram, 27, 32, "reflectie");
    bram.wait().unwrap();
    assert!(anna.refresh(false).events);
    assert_eq!(spans(&anna), spans(&bench.open("carla")));
    assert!(!anna.refresh(true).is_something());
}

#[test]
fn a_journal_that_git_put_back_gets_what_was_done_in_this_session() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    open.wait().unwrap();
    let journal = bench.journal("anna");
    let old = fs::read_to_string(&journal).unwrap();
    code(&mut open, 23, 26, "reflectie");
    open.wait().unwrap();
    let _ = open.written();
    let aside = bench.root.join("aside");
    fs::write(&aside, &old).unwrap();
    fs::rename(&aside, &journal).unwrap();
    assert!(open.refresh(false).reloaded);
    assert_eq!(spans(&open).len(), 2, "what was called done is done");
    assert!(open.problems.iter().any(|problem| problem.what.contains("replaced this journal")));
    assert!(!open.refresh(false).is_something());
    code(&mut open, 0, 3, "reflectie");
    open.wait().unwrap();
    let _ = open.written();
    assert!(!open.refresh(false).is_something(), "its lines stand where they should");
    let expected = spans(&open);
    assert_eq!(expected.len(), 3);
    drop(open);
    assert_eq!(spans(&bench.open("anna")), expected);
}

#[test]
fn a_codebook_and_a_text_changed_elsewhere_are_noticed() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let receipt = code(&mut open, 4, 8, "othering");
    open.wait().unwrap();
    let _ = open.written();
    fs::write(bench.root.join("codebook/lm.toml"), format!("{FAMILY}[[code]]\nid = \"nieuw\"\n")).unwrap();
    assert!(open.refresh(false).codebook);
    assert!(open.study.codebook.by_id("nieuw").is_some());
    fs::write(bench.root.join("corpus/d1.md"), "---\nid: d1\n---\nIets heel anders.\n").unwrap();
    let document = open.study.find_document("d1").unwrap().key;
    assert_eq!(open.refresh(false).texts, [document]);
    open.text(document).unwrap();
    let key = open.study.find_coding(receipt.ids[0]).unwrap();
    assert_eq!(open.study.verdict(key).word(), "lost");
    open.refresh(true);
    fs::write(bench.root.join("corpus/d2.txt"), "Nieuw.\n").unwrap();
    assert!(open.refresh(true).corpus);
    assert!(open.study.find_document("d2").is_some());
    assert!(!open.refresh(true).is_something());
}

#[test]
fn check_compares_every_quote() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    code(&mut open, 23, 26, "reflectie");
    open.wait().unwrap();
    assert_eq!(open.check(), []);
    // Same length, other words: only the quote tells.
    let changed = TEXT.replace("brug", "muur");
    fs::write(bench.root.join("corpus/d1.md"), format!("---\nid: d1\n---\n{changed}")).unwrap();
    fs::write(bench.root.join("codebook/lm.toml"), "family = \"lm\"\n[[code]]\nid = \"othering\"\n").unwrap();
    drop(open);
    let found = bench.open("anna").check();
    let said: Vec<String> = found.iter().map(ToString::to_string).collect();
    assert_eq!(found.len(), 3, "{said:?}");
    let short = "«Wij» (reflectie) stands elsewhere or among other words";
    assert!(said.iter().any(|what| what.contains(short)), "too short a text to be sure of it: {said:?}");
    assert!(
        said.iter().any(|what| what.contains("`reflectie`") && what.contains("is in no family")),
        "{said:?}"
    );
    assert!(
        said.iter().any(|what| what.contains("«brug» (othering)") && what.contains("line 4")),
        "{said:?}"
    );
}

#[test]
fn without_a_cache_folder_one_codes_all_the_same_and_one_window_writes() {
    let bench = Bench::new();
    fs::create_dir_all(bench.places.cache.parent().unwrap()).unwrap();
    fs::write(&bench.places.cache, "a file where the folder should be").unwrap();
    let mut first = bench.open("anna");
    assert!(first.read_only().is_none());
    let second = bench.open("anna");
    assert!(matches!(second.read_only(), Some(ReadOnly::OtherWindow { .. })));
    code(&mut first, 0, 3, "othering");
    first.wait().unwrap();
}
