//! A journal cut off at any byte, as a machine leaves it that lost its power: the whole lines are there, the rest is set
//! aside, and coding goes on.

use std::fs;

use kantlijn::model::Body;
use kantlijn::store::{OpenStudy, Severity};

use super::bench::{Bench, body, code, count, said};

/// A study with a journal of five lines: what was seen, a coding, a step of two, a coding.
fn journal_of(bench: &Bench) -> Vec<u8> {
    let mut open = bench.open("anna");
    code(&mut open, 0);
    let two: Vec<Body> = (3..5).map(|place| body(&mut open, place)).collect();
    open.commit(two).unwrap();
    open.wait().unwrap();
    code(&mut open, 7);
    drop(open);
    fs::read(bench.journal("anna")).unwrap()
}

fn warnings(open: &OpenStudy) -> Vec<String> {
    assert!(open.problems.iter().all(|problem| problem.severity == Severity::Warning), "{:?}", open.problems);
    said(open)
}

#[test]
fn cut_at_any_byte() {
    let bench = Bench::new();
    let whole = journal_of(&bench);
    let path = bench.journal("anna");
    let ends: Vec<usize> = (0..whole.len()).filter(|at| whole[*at] == b'\n').map(|at| at + 1).collect();
    assert_eq!(ends.len(), 5);
    // Every byte around the ends of lines, and every seventh elsewhere.
    let near = |at: usize| ends.iter().any(|end| at.abs_diff(*end) < 4);
    for cut in (0..=whole.len()).filter(|at| near(*at) || at % 7 == 0) {
        fs::write(&path, &whole[..cut]).unwrap();
        // A whole line that only lacks its newline is one, to its own writer.
        let lines = ends.iter().filter(|end| **end <= cut + 1).count();
        let codings = [0, 0, 1, 1, 3, 4][lines];
        let mut open = bench.open("anna");
        assert_eq!(count(&open), codings, "cut at {cut}");
        let words = warnings(&open);
        let torn = !ends.contains(&cut) && !ends.contains(&(cut + 1)) && cut > 0;
        assert_eq!(words.iter().any(|word| word.contains("was torn")), torn, "cut at {cut}: {words:?}");
        assert_eq!(
            words.iter().any(|word| word.contains("incomplete")),
            lines == 3,
            "cut at {cut}: {words:?}"
        );
        code(&mut open, 11);
        drop(open);
        let open = bench.open("anna");
        assert_eq!(count(&open), codings + 1, "cut at {cut}");
        assert!(warnings(&open).iter().all(|word| word.contains("incomplete")), "cut at {cut}");
    }
}

#[test]
fn another_program_never_mends_and_our_lines_begin_anew() {
    let bench = Bench::new();
    let whole = journal_of(&bench);
    let path = bench.journal("anna");
    let torn = &whole[..whole.len() - 40];
    fs::write(&path, torn).unwrap();
    let reader = bench.read();
    assert!(said(&reader).iter().any(|word| word.contains("not finished")), "{:?}", said(&reader));
    drop(bench.open("bram"));
    assert_eq!(fs::read(&path).unwrap(), torn);

    // The line is torn after we looked: ours stands on a line of its own.
    fs::write(&path, &whole).unwrap();
    let mut open = bench.open("anna");
    fs::write(&path, torn).unwrap();
    code(&mut open, 11);
    open.refresh(false);
    assert_eq!(count(&open), 4, "three that are whole, and the new one");
    drop(open);
    let bytes = fs::read(&path).unwrap();
    assert!(bytes.starts_with(torn), "nothing is taken away");
    let open = bench.open("anna");
    assert_eq!(count(&open), 4);
    assert_eq!(open.problems.len(), 1, "{:?}", open.problems);
    assert!(said(&open)[0].contains("line 5: this line is damaged"), "{:?}", said(&open));
}

#[test]
fn zeros_that_a_crash_left_behind_are_set_aside() {
    let bench = Bench::new();
    let whole = journal_of(&bench);
    let path = bench.journal("anna");
    let mut bytes = whole.clone();
    bytes.extend([0; 5000]);
    fs::write(&path, &bytes).unwrap();
    let open = bench.open("anna");
    assert_eq!(count(&open), 4);
    assert!(said(&open)[0].contains("was torn"));
    drop(open);
    assert_eq!(fs::read(&path).unwrap(), whole);
}

#[test]
fn a_line_without_end_takes_no_memory_and_leaves_the_rest() {
    let bench = Bench::new();
    let whole = journal_of(&bench);
    let path = bench.journal("anna");
    let middle = whole.iter().position(|byte| *byte == b'\n').unwrap() + 1;
    let mut bytes = whole[..middle].to_vec();
    bytes.extend(vec![b'x'; 40 << 20]);
    bytes.push(b'\n');
    bytes.extend(&whole[middle..]);
    fs::write(&path, &bytes).unwrap();
    let open = bench.open("anna");
    assert_eq!(count(&open), 4);
    assert_eq!(open.problems.len(), 1);
    assert!(said(&open)[0].contains("line 2: this line is longer than 16777216 bytes"), "{:?}", said(&open));
    drop(open);
    // The same at the end: nothing is read into memory to be set aside.
    let mut bytes = whole;
    bytes.extend(vec![b'x'; 40 << 20]);
    let length = bytes.len();
    fs::write(&path, &bytes).unwrap();
    let mut open = bench.open("anna");
    assert_eq!(count(&open), 4);
    assert!(said(&open)[0].contains("line 6: this line is longer"), "{:?}", said(&open));
    let id = code(&mut open, 11);
    drop(open);
    assert!(fs::metadata(&path).unwrap().len() > length as u64);
    assert!(super::bench::has(&bench.read(), id));
}
