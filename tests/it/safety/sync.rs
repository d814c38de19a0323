//! Sync programs: they put older files in the place of newer ones, make copies with names of their own, and write into
//! files that are open.

use std::fs;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};

use kantlijn::model::Uuid;

use super::bench::{Bench, code, count, has, said};

/// How often the other program puts an old file back.
const REPLACED: usize = 60;

#[test]
fn a_program_that_puts_old_files_back_all_the_time_takes_nothing_away() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let mut done: Vec<Uuid> = vec![code(&mut open, 0)];
    let journal = bench.journal("anna");
    let stop = Arc::new(AtomicBool::new(false));
    let replaced = Arc::new(AtomicUsize::new(0));
    let sync = {
        let (journal, stop, replaced) = (journal.clone(), Arc::clone(&stop), Arc::clone(&replaced));
        let aside = bench.folder().join("aside");
        std::thread::spawn(move || {
            let mut old = fs::read(&journal).unwrap();
            // Often enough to meet every moment of a write, and not for ever: on a busy machine it would never let go.
            for _ in 0..REPLACED {
                if stop.load(Ordering::SeqCst) {
                    break;
                }
                let newer = fs::read(&journal).unwrap_or_default();
                fs::write(&aside, &old).unwrap();
                fs::rename(&aside, &journal).unwrap();
                old = newer;
                replaced.fetch_add(1, Ordering::SeqCst);
                std::thread::yield_now();
            }
        })
    };
    let mut failed = 0;
    while done.len() < 40 || replaced.load(Ordering::SeqCst) < REPLACED {
        match super::bench::try_code(&mut open, done.len() as u32) {
            Ok(id) => done.push(id),
            // Replaced eight times in a row: said, and tried again.
            Err(_) => failed += 1,
        }
        if done.len().is_multiple_of(10) {
            open.refresh(false);
        }
        assert!(failed < 100_000);
    }
    stop.store(true, Ordering::SeqCst);
    sync.join().unwrap();
    open.wait().unwrap();
    drop(open);
    let open = bench.read();
    assert!(done.iter().all(|id| has(&open, *id)));
    assert_eq!(said(&open), [""; 0]);
}

#[test]
fn a_conflicted_copy_is_read_and_said() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let first = code(&mut open, 0);
    let journal = bench.journal("anna");
    let name = journal.file_stem().unwrap().to_str().unwrap().to_owned();
    let copy = |suffix: &str| journal.with_file_name(format!("{name}{suffix}.jsonl"));
    fs::copy(&journal, copy(" (conflicted copy 2026-11-03)")).unwrap();
    assert!(!open.refresh(false).reloaded);
    let second = code(&mut open, 4);
    open.refresh(false);
    assert_eq!(count(&open), 2, "each event once");
    let words = said(&open).join("\n");
    assert!(words.contains("(conflicted copy 2026-11-03).jsonl: looks like a copy"), "{words}");
    assert!(words.contains("this file can be removed"), "{words}");

    // Our file in the copy, and somebody else's under our name.
    fs::rename(&journal, copy(".sync-conflict-20261103-101010-ABCDEFG")).unwrap();
    fs::write(&journal, "").unwrap();
    let third = code(&mut open, 8);
    open.refresh(false);
    assert_eq!(count(&open), 3);
    drop(open);
    let before = super::bench::snapshot(&bench.root);
    let open = bench.read();
    assert!([first, second, third].iter().all(|id| has(&open, *id)));
    assert_eq!(said(&open).iter().filter(|word| word.contains("looks like a copy")).count(), 2);
    assert_eq!(super::bench::snapshot(&bench.root), before);

    // A copy that holds something alone is not called superfluous.
    fs::remove_file(&journal).unwrap();
    let words = said(&bench.read()).join("\n");
    assert!(words.contains("some of them stand nowhere else"), "{words}");
}

#[test]
fn a_journal_that_is_written_in_place_is_read_anew() {
    let bench = Bench::new();
    let mut anna = bench.open("anna");
    let mut bram = bench.open("bram");
    let ids: Vec<Uuid> = (0..4).map(|place| code(&mut bram, place)).collect();
    drop(bram);
    anna.refresh(false);
    assert_eq!(count(&anna), 4);
    let journal = bench.journal("bram");
    let whole = fs::read_to_string(&journal).unwrap();
    let lines: Vec<&str> = whole.lines().collect();
    // The same file (as its number says), longer, with other lines: what an editor or rsync --inplace does.
    let other = format!("{}\n{}\n{}\n\n{}\n", lines[0], lines[3], lines[4], " ".repeat(2000));
    assert!(other.len() > whole.len());
    fs::write(&journal, other).unwrap();
    assert!(anna.refresh(false).reloaded);
    assert_eq!(count(&anna), 2);
    assert!(has(&anna, ids[2]) && has(&anna, ids[3]));
    fs::write(&journal, &whole).unwrap();
    assert!(anna.refresh(false).reloaded, "shorter");
    assert_eq!(count(&anna), 4);
}

#[test]
fn another_program_that_appends_to_our_journal_is_noticed() {
    let bench = Bench::new();
    let mut open = bench.open("anna");
    let first = code(&mut open, 0);
    let journal = bench.journal("anna");
    // A second machine with our data folder, on a share: the same writer.
    let line = fs::read_to_string(&journal).unwrap().lines().last().unwrap().to_owned();
    let theirs = "01900000-0000-7000-8000-000000000001";
    let line = line.replace(&first.to_string(), theirs).replacen("\"tx\":\"01", "\"tx\":\"02", 1);
    let mut bytes = fs::read(&journal).unwrap();
    bytes.extend_from_slice(line.as_bytes());
    bytes.push(b'\n');
    fs::write(&journal, &bytes).unwrap();
    let second = code(&mut open, 4);
    open.refresh(false);
    for open in [&open, &bench.read()] {
        assert!(has(open, first) && has(open, second) && has(open, theirs.parse().unwrap()));
    }
    let key = open.study.find_coding(second).unwrap();
    assert_eq!(open.anchor(key).unwrap().quote.display(), "bru", "its line is found where it came to stand");
    assert_eq!(said(&open), [""; 0]);
}

#[test]
fn two_windows_that_start_at_once_have_one_writer() {
    let bench = Bench::new();
    let names: Vec<String> = std::thread::scope(|scope| {
        let ask = || kantlijn::store::journal::writer_name(&bench.places, &bench.root).unwrap();
        let threads: Vec<_> = (0..8).map(|_| scope.spawn(ask)).collect();
        threads.into_iter().map(|thread| thread.join().unwrap()).collect()
    });
    assert!(names.iter().all(|name| *name == names[0]), "{names:?}");
}
