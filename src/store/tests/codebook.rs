//! The codebook as it changes: what undo brings back, what a crash leaves, what other people do to the files meanwhile.

use std::fs;

use super::{Bench, FAMILY, code, spans};
use crate::model::codebook::{Patch, Place};
use crate::model::codebook_edit::{change, merge, move_codes};
use crate::model::edit::{Plan, find_code};
use crate::model::{Code, recode};
use crate::store::{OpenStudy, Severity, StoreError};

fn file(bench: &Bench) -> String {
    fs::read_to_string(bench.root.join("codebook/lm.toml")).unwrap()
}

fn write(bench: &Bench, toml: &str) {
    fs::write(bench.root.join("codebook/lm.toml"), toml).unwrap();
}

/// Changes a code as the screen would: a copy with the changes.
fn changed(open: &mut OpenStudy, id: &str, with: impl FnOnce(&mut Code)) -> Result<uuid::Uuid, StoreError> {
    let mut after = find_code(&open.study, id)?.clone();
    with(&mut after);
    let plan = change(&open.study, &after, None)?;
    let tx = open.carry_out(plan, Some("zo is het"))?.tx;
    open.wait()?;
    Ok(tx)
}

fn pending(bench: &Bench, tx: uuid::Uuid) {
    let journal = bench.journal("anna");
    let name = format!("codings-anna-{}.txt", journal.file_name().unwrap().to_str().unwrap());
    let folder = bench.places.of_study(&bench.root).join("pending");
    fs::create_dir_all(&folder).unwrap();
    fs::write(folder.join(name), format!("{tx}\n")).unwrap();
}

#[test]
fn a_change_is_one_event_and_undo_leaves_the_file_as_it_was() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    changed(&mut open, "othering", |code| code.definition.set("nl", "Wij en zij")).unwrap();
    let after = file(&bench);
    assert!(after.contains("Wij en zij") && after.contains("# met de hand"), "{after}");
    let journal = fs::read_to_string(bench.journal("anna")).unwrap();
    let line = journal.lines().last().unwrap();
    assert!(line.contains("\"do\":\"code-edit\"") && line.contains("\"why\":\"zo is het\""), "{line}");
    assert!(line.contains(r#""before":"id = \"othering\"\n""#), "{line}");
    open.undo().unwrap();
    open.wait().unwrap();
    assert_eq!(file(&bench), FAMILY);
    open.redo().unwrap();
    open.wait().unwrap();
    assert_eq!(file(&bench), after);
    drop(open);
    let mut again = bench.open("anna");
    again.undo().unwrap();
    again.wait().unwrap();
    assert_eq!(file(&bench), FAMILY, "also after a restart");
}

#[test]
fn undo_reaches_an_import_and_the_family_that_it_made() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let patch =
        |place: Place, key: &str, value: &str| Patch { place, key: key.into(), value: Some(value.into()) };
    let new = |key: &str, value: &str| patch(Place::Code("nieuw".into()), key, value);
    let changes = vec![
        ("lm".to_owned(), vec![patch(Place::Code("reflectie".into()), "key", "\"re\"")]),
        ("x".to_owned(), vec![new("id", "\"nieuw\""), new("name", "\"Nieuw\"")]),
    ];
    open.change_codebook(changes).unwrap();
    open.wait().unwrap();
    assert!(bench.root.join("codebook/x.toml").exists());
    assert_eq!(open.study.codebook.by_mnemonic("re").unwrap().id, "reflectie");
    open.undo().unwrap();
    open.wait().unwrap();
    assert_eq!(file(&bench), FAMILY);
    assert!(!bench.root.join("codebook/x.toml").exists());
    open.redo().unwrap();
    open.wait().unwrap();
    assert!(fs::read_to_string(bench.root.join("codebook/x.toml")).unwrap().contains("Nieuw"));
}

#[test]
fn what_people_change_meanwhile_stays_and_is_never_written_over() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    changed(&mut open, "othering", |code| code.mnemonic = Some("ot".to_owned())).unwrap();
    let ours = file(&bench);
    // Another key of the same entry, and a comment: undo leaves them.
    write(&bench, &ours.replace("key = \"ot\"", "# let op\nsource = \"boek\"\nkey = \"ot\""));
    open.refresh(false);
    open.undo().unwrap();
    open.wait().unwrap();
    assert!(
        file(&bench).contains("source = \"boek\"") && !file(&bench).contains("key ="),
        "{}",
        file(&bench)
    );
    open.redo().unwrap();
    open.wait().unwrap();
    // The same key: undo refuses and says so.
    write(&bench, &file(&bench).replace("\"ot\"", "\"oo\""));
    let refused = open.undo().unwrap_err().to_string();
    assert!(refused.contains("the code `othering` has another `key` by now"), "{refused}");
    assert!(file(&bench).contains("\"oo\""));
    // What was shown is no longer what is there: no blind change either.
    let refused = changed(&mut open, "othering", |code| code.mnemonic = Some("th".to_owned())).unwrap_err();
    assert!(refused.to_string().contains("than was shown"), "{refused}");
    changed(&mut open, "othering", |code| code.mnemonic = Some("th".to_owned())).unwrap();
    assert!(file(&bench).contains("\"th\""), "once it was seen");
}

#[test]
fn a_crash_between_event_and_file_is_repaired_and_what_differs_is_said() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let tx = changed(&mut open, "othering", |code| code.color = Some((1, 2, 3))).unwrap();
    let after = file(&bench);
    drop(open);
    write(&bench, FAMILY);
    pending(&bench, tx);
    let open = bench.open("anna");
    assert_eq!(file(&bench), after);
    assert!(open.study.codebook.by_id("othering").unwrap().color.is_some());
    assert!(
        open.problems.iter().any(|problem| problem.what.contains("is in its file now")),
        "{:?}",
        open.problems
    );
    drop(open);
    pending(&bench, tx);
    write(&bench, &after.replace("010203", "ffffff"));
    let open = bench.open("anna");
    assert!(file(&bench).contains("ffffff"), "a person was here");
    let said = |problem: &&crate::store::Problem| {
        problem.severity == Severity::Warning && problem.what.contains("`color`")
    };
    assert_eq!(open.problems.iter().filter(said).count(), 1, "{:?}", open.problems);
    drop(open);
    write(&bench, FAMILY);
    bench.open("anna");
    assert_eq!(file(&bench), FAMILY, "taken back by hand: that is no crash");
}

#[test]
fn a_merge_takes_the_codings_of_all_layers_along_and_undo_brings_them_back() {
    let bench = Bench::new();
    let mut bram = bench.open("bram");
    code(&mut bram, 23, 26, "othering");
    drop(bram);
    let before = fs::read(bench.journal("bram")).unwrap();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    code(&mut open, 4, 8, "reflectie");
    let study = &open.study;
    let (from, into) = (find_code(study, "othering").unwrap(), find_code(study, "reflectie").unwrap());
    let (plan, merging) = merge(study, open.coder().unwrap(), from, into).unwrap();
    assert_eq!((merging.codings, merging.others, merging.twice), (2, 1, 1));
    open.carry_out(plan, None).unwrap();
    open.wait().unwrap();
    assert_eq!(spans(&open).iter().filter(|(code, ..)| code == "reflectie").count(), 3);
    assert_eq!(fs::read(bench.journal("bram")).unwrap(), before);
    assert_eq!(spans(&bench.open("carla")), spans(&open), "others see the same");
    let (from, into) =
        (find_code(&open.study, "reflectie").unwrap(), find_code(&open.study, "othering").unwrap());
    assert!(merge(&open.study, open.coder().unwrap(), from, into).is_err(), "no circles");
    // Joined: the two on the same passage become one.
    let (coder, document) = (open.coder().unwrap(), open.study.find_document("d1").unwrap().key);
    let heir = from.key;
    let text = open.text(document).unwrap();
    let joinings = recode::joinings(&open.study, coder, heir, document, &text.text);
    let plan = recode::join(&open.study, coder, &joinings[0], text.of()).unwrap();
    open.carry_out(plan, None).unwrap();
    assert_eq!(spans(&open).len(), 2);
    open.undo().unwrap();
    open.undo().unwrap();
    open.wait().unwrap();
    assert_eq!(spans(&open).iter().filter(|(code, ..)| code == "othering").count(), 2);
    assert_eq!(file(&bench), FAMILY);
}

#[test]
fn a_step_that_made_a_code_is_taken_back_where_nobody_gave_the_code_again() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let coder = open.coder().unwrap();
    let id = code(&mut open, 4, 8, "othering").ids[0];
    let recoded = |open: &mut OpenStudy, to: &str| {
        let keys = [open.study.find_coding(id).unwrap()];
        let plan = match find_code(&open.study, to) {
            Ok(code) => recode::recode(&open.study, coder, &keys, code),
            Err(_) => recode::recode_to_new(&open.study, coder, &keys, to),
        };
        let tx = open.carry_out(plan.unwrap(), None).unwrap().tx;
        open.wait().unwrap();
        tx
    };
    let made = recoded(&mut open, "Nieuw");
    let is_there = |open: &OpenStudy| open.study.codebook.by_id("nieuw").is_some();
    assert!(is_there(&open));
    open.undo_step(made).unwrap();
    open.wait().unwrap();
    assert_eq!((is_there(&open), &*spans(&open)[0].0), (false, "othering"));
    // Given again by a later step, the code stays, and the step with it.
    open.redo().unwrap();
    recoded(&mut open, "othering");
    let again = recoded(&mut open, "nieuw");
    let refused = open.undo_step(made).unwrap_err().to_string();
    assert!(refused.contains("has other codings"), "{refused}");
    assert!(is_there(&open));
    open.undo_step(again).unwrap();
    open.wait().unwrap();
    assert_eq!(spans(&open)[0].0, "othering");
    open.undo_step(made).unwrap();
    open.wait().unwrap();
    assert_eq!((is_there(&open), &*spans(&open)[0].0), (false, "othering"));
}

#[test]
fn a_recode_keeps_the_coding_and_a_new_definition_leaves_it_behind() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let id = code(&mut open, 4, 8, "othering").ids[0];
    changed(&mut open, "othering", |code| code.definition.set("nl", "Anders")).unwrap();
    let old = recode::outdated(&open.study);
    assert_eq!(old.len(), 1);
    let plan = recode::keep(&open.study, open.coder().unwrap(), &old);
    open.carry_out(plan, None).unwrap();
    assert_eq!(recode::outdated(&open.study), []);
    let key = open.study.find_coding(id).unwrap();
    let to = find_code(&open.study, "reflectie").unwrap();
    let plan = recode::recode(&open.study, open.coder().unwrap(), &[key], to).unwrap();
    open.carry_out(plan, Some("past beter")).unwrap();
    open.wait().unwrap();
    assert_eq!(spans(&open), [("reflectie".to_owned(), 4, 8)]);
    assert_eq!(open.study.find_coding(id), Some(key), "it is the same coding");
    open.undo().unwrap();
    open.undo().unwrap();
    assert_eq!(recode::outdated(&open.study), old);
}

#[test]
fn a_code_moves_to_another_family_and_back() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let (_, body) = open.new_code("los", None).unwrap();
    open.commit(vec![body]).unwrap();
    code(&mut open, 4, 8, "reflectie");
    let key = find_code(&open.study, "reflectie").unwrap().key;
    let plan = move_codes(&open.study, &[key], None, "vrij").unwrap();
    open.carry_out(plan, None).unwrap();
    open.wait().unwrap();
    let family = |open: &OpenStudy| {
        open.study.codebook.family(find_code(&open.study, "reflectie").unwrap()).id.clone()
    };
    assert_eq!(family(&open), "vrij");
    let moved = fs::read_to_string(bench.root.join("codebook/vrij.toml")).unwrap();
    assert!(moved.contains("# met de hand\n[[code]]\nid = \"reflectie\""), "comments come along: {moved}");
    open.undo().unwrap();
    open.wait().unwrap();
    let again = FAMILY.replace("# met", "\n# met");
    assert_eq!((family(&open), file(&bench)), ("lm".to_owned(), again), "a blank line comes with it");
}

#[test]
fn a_merge_conflict_of_git_is_told_as_what_it_is_and_nothing_is_written_into_it() {
    let bench = Bench::new();
    let ours = "[[code]]\nid = \"othering\"\n";
    let marked = format!("<<<<<<< HEAD\n{ours}key = \"o\"\n=======\n{ours}key = \"p\"\n>>>>>>> van bram\n");
    let toml = FAMILY.replace(ours, &marked);
    write(&bench, &toml);
    let mut open = bench.open("anna");
    assert_eq!(open.study.codebook.by_mnemonic("o").unwrap().id, "othering", "our side counts until then");
    let said = open.problems.iter().find(|problem| problem.path == "codebook/lm.toml").unwrap();
    assert!(said.what.contains("git merge conflict about `othering`") && said.line == Some(4), "{said}");
    let (_, conflict) = open.conflicts().remove(0);
    let sides = conflict.codes();
    let key = |code: &Option<Code>| code.as_ref().and_then(|code| code.mnemonic.clone());
    assert_eq!((key(&sides[0].ours).as_deref(), key(&sides[0].theirs).as_deref()), (Some("o"), Some("p")));
    let refused = changed(&mut open, "reflectie", |code| code.mnemonic = Some("r".to_owned())).unwrap_err();
    assert!(refused.to_string().contains("git merge conflict"), "{refused}");
    assert_eq!(file(&bench), toml);
}

#[test]
fn nothing_to_change_is_no_transaction() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    assert!(open.carry_out(Plan::default(), None).unwrap().tx.is_nil());
    changed(&mut open, "othering", |_| {}).unwrap();
    assert_eq!(file(&bench), FAMILY);
}

#[test]
fn the_codebook_of_a_moment_is_told_from_the_journals() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    code(&mut open, 4, 8, "othering");
    changed(&mut open, "othering", |code| code.definition.set("nl", "een")).unwrap();
    let all: Vec<i64> =
        open.study.layer(open.coder().unwrap()).unwrap().records().iter().map(|record| record.at).collect();
    let now = *all.iter().max().unwrap();
    let past = open.codebook_at(now);
    assert!(past.unknown.is_empty() && past.families[0].1.contains("een"), "{past:?}");
    let before = open.codebook_at(all[0] - 1);
    assert_eq!(before.families[0].1, FAMILY);
    assert_eq!(before.unknown.len(), 2, "nobody wrote down yet what was there");
    write(&bench, &file(&bench).replace("een", "met de hand"));
    open.refresh(false);
    let past = open.codebook_at(now);
    assert!(past.unknown["othering"].contains("changed by hand"), "{past:?}");
}
