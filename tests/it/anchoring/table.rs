//! The table of docs/reliability.md, measured on the sample corpus:
//! `cargo test --test it reliability_table -- --ignored --nocapture`. What the codings remember alone is measured after it.

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

#[test]
#[ignore = "prints the table of docs/reliability.md"]
fn reliability_table() {
    let texts = corpus();
    let ways: [(&str, Measure); 2] = [("with", with_old_text), ("without", without_old_text)];
    let mut wrong = 0;
    println!("| edit | share | old text | exact | moved | edited | unsure or lost | wrong |");
    println!("|---|--:|---|--:|--:|--:|--:|--:|");
    for (way, measure) in ways {
        for (name, _) in kinds(0.0) {
            for share in SHARES {
                let Some((_, rates)) = kinds(share).into_iter().find(|(kind, _)| *kind == name) else {
                    continue;
                };
                if rates.halves && share > SHARES[0] {
                    continue;
                }
                let sum = measured(&texts, name, share, &rates, measure);
                wrong += if way == "with" { sum.wrong } else { 0 };
                let part = |count: usize| 100.0 * count as f64 / sum.all() as f64;
                let share = if rates.halves { "–".to_owned() } else { format!("{:.0} %", share * 100.0) };
                println!(
                    "| {name} | {share} | {way} | {:.1} | {:.1} | {:.1} | {:.1} | {} |",
                    part(sum.exact),
                    part(sum.moved),
                    part(sum.edited),
                    part(sum.open),
                    sum.wrong
                );
            }
        }
    }
    assert_eq!(wrong, 0);
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
