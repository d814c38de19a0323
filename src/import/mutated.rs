//! For tests of readers: what was read in short, and valid files with something wrong in them.

use proptest::prelude::*;
use proptest::test_runner::{Config, TestRunner};

use super::transcript::{Body, Found};

/// Speaker, start, end and text.
pub(super) type Turn<'a> = (Option<&'a str>, Option<u64>, Option<u64>, &'a str);

/// The turns of the only transcript that was found.
pub(super) fn turns(found: &Found) -> Vec<Turn<'_>> {
    assert_eq!(found.transcripts.len(), 1);
    let Body::Utterances(utterances) = &found.transcripts[0].body else { panic!("{found:?}") };
    let turn = |at: usize| {
        let said = &utterances[at];
        (said.speaker.as_deref(), said.start, said.end, said.text.as_str())
    };
    (0..utterances.len()).map(turn).collect()
}

/// Feeds a reader with a valid file that was cut off, had parts taken out, doubled or put elsewhere, or has odd characters in it.
/// It passes when nothing panics.
pub(super) fn never_panics(valid: &str, read: impl Fn(&str)) {
    read(valid);
    for end in 0..valid.len().min(400) {
        if valid.is_char_boundary(end) {
            read(&valid[..end]);
        }
    }
    let change =
        (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0..6_u8, any::<prop::sample::Index>());
    let changes = prop::collection::vec(change, 1..6);
    let mut runner = TestRunner::new(Config { cases: 400, failure_persistence: None, ..Config::default() });
    let outcome = runner.run(&changes, |changes| {
        let mut file: Vec<char> = valid.chars().collect();
        for (from, length, what, odd) in changes {
            if file.is_empty() {
                break;
            }
            let at = from.index(file.len());
            let end = (at + 1 + length.index(40)).min(file.len());
            match what {
                0 => file.truncate(at),
                1 => drop(file.drain(at..end)),
                2 => {
                    let part: Vec<char> = file[at..end].to_vec();
                    file.splice(at..at, part);
                }
                3 => file[at..end].reverse(),
                4 => file[at] = ODD[odd.index(ODD.len())],
                _ => file.insert(at, ODD[odd.index(ODD.len())]),
            }
        }
        read(&file.into_iter().collect::<String>());
        Ok(())
    });
    if let Err(error) = outcome {
        panic!("{error}");
    }
}

/// Characters that formats make something of.
const ODD: [char; 24] = [
    '<', '>', '&', '"', '\'', ':', ';', '\n', '\r', '\t', '\0', '\u{15}', '\u{feff}', '\u{301}', '🙂', 'é',
    '-', '9', '0', '.', ',', '[', '{', '\\',
];
