//! The table of docs/reliability.md, measured on the sample corpus:
//! `cargo test --test it reliability_table -- --ignored --nocapture`: with the old text at hand, and without.

use std::path::Path;

use kantlijn::text::Span;

use crate::golden::Dice;

use super::edits::{Edited, Rates, Wrong, kinds};
use super::{Tally, passages, with_old_text, without_old_text};

const SHARES: [f64; 5] = [0.01, 0.05, 0.1, 0.2, 0.4];

fn corpus() -> Vec<String> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("corpus");
    let mut paths: Vec<_> = std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let read = |path: &std::path::PathBuf| {
        let file = std::fs::read_to_string(path).unwrap();
        let start = kantlijn::model::document::split(&file).text_start;
        file[start..].to_owned()
    };
    paths.iter().map(read).collect()
}

type Say<'s> = &'s mut dyn FnMut(Span, Span, Wrong);
type Measure = fn(&str, &Edited, &[Span], Say<'_>) -> Tally;

/// Of small changes at 5 % of the words, so many in a hundred must have a place without asking.
const PLACED: f64 = 99.0;

#[test]
#[ignore = "prints the table of docs/reliability.md"]
fn reliability_table() {
    let texts = corpus();
    let (mut wrong, mut deceived, mut few) = (0, 0, Vec::new());
    println!("| edit | share | exact | moved | edited | open | wrong | exact | moved | open | wrong |");
    println!("|---|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for (name, _) in kinds(0.0) {
        for share in SHARES {
            let Some((_, rates)) = kinds(share).into_iter().find(|(kind, _)| *kind == name) else {
                continue;
            };
            if rates.halves && share > SHARES[0] {
                continue;
            }
            let with = measured(&texts, name, share, &rates, with_old_text);
            let without = measured(&texts, name, share, &rates, without_old_text);
            wrong += with.wrong + without.wrong;
            deceived += with.deceived + without.deceived;
            let part = |count: usize| 100.0 * count as f64 / with.all() as f64;
            let scattered = rates.typos + rates.other_words + rates.words_in + rates.words_out;
            if scattered > 0.0 && share <= 0.05 && rates.lines_out <= 0.0 && 100.0 - part(with.open) < PLACED
            {
                few.push((name, share, part(with.open)));
            }
            let share = if rates.halves { "–".to_owned() } else { format!("{:.0} %", share * 100.0) };
            println!(
                "| {name} | {share} | {:.1} | {:.1} | {:.1} | {:.1} | {} | {:.1} | {:.1} | {:.1} | {} |",
                part(with.exact),
                part(with.moved),
                part(with.edited),
                part(with.open),
                with.wrong,
                part(without.exact),
                part(without.moved),
                part(without.open),
                without.wrong
            );
        }
    }
    println!("{deceived} places are those of another edit that is as small or smaller");
    assert_eq!(wrong, 0);
    assert!(few.is_empty(), "{few:?}");
}

fn measured(texts: &[String], name: &str, share: f64, rates: &Rates, measure: Measure) -> Tally {
    let mut sum = Tally::default();
    for (number, text) in texts.iter().enumerate() {
        let mut dice = Dice::new(&format!("{name} {share} {number}"));
        let passages = passages(text, 400, &mut dice);
        let edited = Edited::new(text, rates, &mut dice);
        sum.add(measure(text, &edited, &passages, &mut |_, _, _| {}));
    }
    sum
}
