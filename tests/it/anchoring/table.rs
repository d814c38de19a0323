//! The table of docs/reliability.md, measured on the sample corpus:
//! `cargo test --test it reliability_table -- --ignored --nocapture`.

use std::path::Path;

use crate::golden::Dice;

use super::edits::{Edited, kinds};
use super::{Tally, passages, with_old_text};

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

#[test]
#[ignore = "prints the table of docs/reliability.md"]
fn reliability_table() {
    let texts = corpus();
    for share in SHARES {
        for (name, rates) in kinds(share) {
            let mut sum = Tally::default();
            let mut shown = 0;
            for (number, text) in texts.iter().enumerate() {
                let mut dice = Dice::new(&format!("{name} {share} {number}"));
                let passages = passages(text, 400, &mut dice);
                let edited = Edited::new(text, &rates, &mut dice);
                let tally = with_old_text(text, &edited, &passages, &mut |own, place, wrong| {
                    shown += 1;
                    if shown < 4 {
                        println!(
                            "  {wrong:?} {own:?} {:?}\n     {place:?} {:?}",
                            own.slice(text),
                            place.slice(&edited.text)
                        );
                        let near = |t: &str, at: u32| {
                            t.chars()
                                .skip(t[..at as usize].chars().count().saturating_sub(60))
                                .take(160)
                                .collect::<String>()
                        };
                        println!(
                            "   old: {:?}\n   new: {:?}",
                            near(text, own.start),
                            near(&edited.text, place.start)
                        );
                    }
                });
                sum.exact += tally.exact;
                sum.moved += tally.moved;
                sum.edited += tally.edited;
                sum.open += tally.open;
                sum.wrong += tally.wrong;
            }
            let part = |count: usize| 100.0 * count as f64 / sum.all() as f64;
            println!(
                "{name:34} {:3.0} %  exact {:5.1} moved {:5.1} edited {:5.1} open {:5.2} wrong {}",
                share * 100.0,
                part(sum.exact),
                part(sum.moved),
                part(sum.edited),
                part(sum.open),
                sum.wrong
            );
        }
    }
}
