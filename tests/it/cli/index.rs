//! The search index from outside: processes that are killed while they make it, several at once, folders without room for it,
//! locks that others hold. Whatever happens, finding finds.

use std::fs::{self, File};
use std::path::PathBuf;
use std::process::Stdio;
use std::thread;
use std::time::Instant;

use kantlijn::import::generate::{Size, Turns, write_study};

use super::{Answer, Bench};

const SIZE: Size = Size { documents: 10, bytes: 250_000, codings: 0, coders: 1, turns: Turns::Natural };
/// How many makers of an index are killed.
const KILLS: u32 = 9;

fn bench() -> Bench {
    let bench = Bench::empty();
    write_study(&bench.root(), SIZE, 1, |_| {}).unwrap();
    bench
}

/// How many turns hold a word, and what was said beside it.
fn found(bench: &Bench) -> (usize, String) {
    let answer = bench.run(&["find", "samenwerking", "--count"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    (answer.out.trim().parse().unwrap(), answer.err)
}

/// What lies in the folder of the index, by name.
fn lying(bench: &Bench) -> Vec<String> {
    let studies = fs::read_dir(bench.home().join("cache/kantlijn/index")).into_iter().flatten().flatten();
    let entries = studies.flat_map(|study| fs::read_dir(study.path()).unwrap()).flatten();
    let mut names: Vec<String> =
        entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

#[test]
fn who_is_killed_while_making_the_index_leaves_nothing_in_the_way() {
    let bench = bench();
    let (count, said) = found(&bench);
    assert!(count > 3 && said.is_empty(), "{count} {said}");
    let begun = Instant::now();
    bench.run(&["index"]).done();
    let whole = begun.elapsed();
    let (mut died, mut unfinished) = (0, 0);
    for kill in 0..KILLS {
        fs::remove_dir_all(bench.home().join("cache")).unwrap();
        let mut command = bench.command(&bench.root(), &["index"]);
        let mut child = command.stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        // All over the time that it takes, with the last ones when it may just have been done.
        thread::sleep(whole * kill / (KILLS - 2));
        child.kill().unwrap();
        died += u32::from(child.wait().unwrap().code().is_none());
        fs::create_dir_all(bench.home().join("cache")).unwrap();
        let left = lying(&bench);
        unfinished += u32::from(left.iter().any(|name| name.starts_with("unfinished-")));
        assert_eq!(found(&bench), (count, String::new()), "{left:?}");
        bench.run(&["index"]).done();
        assert_eq!(found(&bench), (count, String::new()));
        let mut now = lying(&bench);
        // The lock of one that had its name already is taken away by the next that is made.
        now.retain(|name| !name.contains('.'));
        assert!(now.len() == 1 && now[0].starts_with("index-"), "{left:?}, then {now:?}");
    }
    assert!(died > 3 && unfinished > 0, "{died} died, {unfinished} in the midst of it");
}

#[test]
fn several_make_the_index_at_once() {
    let bench = bench();
    let (count, _) = found(&bench);
    let start = || {
        let mut command = bench.command(&bench.root(), &["index"]);
        command.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let children: Vec<_> = (0..3).map(|_| start()).collect();
    for child in children {
        // Who is done last may have taken away what another one was about to open: then it is said, and nothing is lost.
        let answer = Answer::of(child.wait_with_output().unwrap());
        assert_eq!(answer.code, 0, "{answer:?}");
    }
    assert_eq!(found(&bench), (count, String::new()));
    assert_eq!(lying(&bench).len(), 1, "{:?}", lying(&bench));
}

#[test]
fn without_room_for_an_index_the_texts_answer() {
    let bench = bench();
    let (count, _) = found(&bench);
    // A file where the folder should be; nobody can write below it, not even root.
    fs::remove_dir_all(bench.home().join("cache")).ok();
    bench.write("cache", "no folder");
    assert_eq!(found(&bench), (count, String::new()));
    let answer = bench.run(&["index"]);
    assert_eq!(answer.code, 0, "{answer:?}");
    assert!(answer.err.contains("the search index cannot be written"), "{answer:?}");
    assert_eq!(answer.err.lines().count(), 1, "{answer:?}");
}

#[test]
fn locks_of_others_and_damage_are_no_trouble() {
    let bench = bench();
    let (count, _) = found(&bench);
    bench.run(&["index"]).done();
    let studies = fs::read_dir(bench.home().join("cache/kantlijn/index")).unwrap();
    let folder: PathBuf = studies.flatten().next().unwrap().path();
    let newest = || {
        let names = lying(&bench);
        folder.join(names.iter().rfind(|name| name.starts_with("index-")).unwrap())
    };
    // Tantivy's own locks, and that of somebody who is at work.
    let mut held = Vec::new();
    fs::create_dir(folder.join("unfinished-0")).unwrap();
    let shard = newest().join("shard-0");
    for path in [
        shard.join(".tantivy-writer.lock"),
        shard.join(".tantivy-meta.lock"),
        folder.join("unfinished-0.lock"),
    ] {
        let file = File::create(path).unwrap();
        file.try_lock().unwrap();
        held.push(file);
    }
    assert_eq!(found(&bench), (count, String::new()));
    bench.run(&["index"]).done();
    assert!(folder.join("unfinished-0").exists(), "somebody is at work there");
    drop(held);
    // Flipped bytes in what is read first: said in one line, and the texts answer.
    let catalogue = newest().join("catalogue");
    let mut bytes = fs::read(&catalogue).unwrap();
    let middle = bytes.len() / 2;
    bytes[middle] ^= 8;
    fs::write(&catalogue, bytes).unwrap();
    let (again, said) = found(&bench);
    assert_eq!((again, said.lines().count()), (count, 1), "{said}");
    assert!(said.contains("the search index was damaged"), "{said}");
    bench.run(&["index"]).done();
    assert_eq!(found(&bench), (count, String::new()));
    assert_eq!(lying(&bench).len(), 1, "{:?}", lying(&bench));
}
