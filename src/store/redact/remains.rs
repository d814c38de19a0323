//! Where the same words still stand: memos, examples in the codebook, other documents. A person decides about those.

use std::fs;

use rustc_hash::FxHashSet;

use super::PlannedRedaction;
use crate::store::folder::{STUDY_FILE, files_below};
use crate::store::open::OpenStudy;

/// So many words in a row are looked for; where fewer were said, those.
const IN_A_ROW: usize = 5;
/// Shorter ones are said by everybody.
const SHORTEST: usize = 4;

/// A place where redacted words still stand.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Remain {
    /// The file, relative to the study.
    pub path: String,
    /// The line, from 1.
    pub line: usize,
}

impl OpenStudy {
    /// Looks for what was planned to be taken back in everything that a redaction leaves alone, and in everything at all after one.
    pub fn remains(&self, plans: &[PlannedRedaction]) -> Vec<Remain> {
        let said = plans.iter().flat_map(|plan| &plan.said);
        let mut rows: FxHashSet<String> = FxHashSet::default();
        for stretch in said {
            let words: Vec<&str> =
                stretch.split_whitespace().map(bare).filter(|word| !word.is_empty()).collect();
            if words.len() < IN_A_ROW {
                let row = words.join(" ");
                rows.extend((row.len() >= SHORTEST).then_some(row));
            }
            rows.extend(words.windows(IN_A_ROW).map(|row| row.join(" ")));
        }
        let mut paths = files_below(&self.root, "codings", &[".jsonl"]);
        paths.extend(files_below(&self.root, "codebook", &[".toml"]));
        paths.extend(files_below(&self.root, "corpus", &[".md", ".txt"]));
        paths.push(STUDY_FILE.to_owned());
        let mut found = Vec::new();
        for path in paths {
            let bytes = fs::read(self.root.join(&path)).unwrap_or_default();
            for (line, words) in (1..).zip(String::from_utf8_lossy(&bytes).lines()) {
                if holds(&rows, words) {
                    found.push(Remain { path: path.clone(), line });
                }
            }
        }
        found
    }
}

fn holds(rows: &FxHashSet<String>, line: &str) -> bool {
    // A newline inside JSON or TOML.
    let line = line.replace("\\n", " ");
    let words: Vec<&str> = line
        .split(|c: char| c.is_whitespace() || c == '"')
        .map(bare)
        .filter(|word| !word.is_empty())
        .collect();
    (1..=IN_A_ROW).any(|length| words.windows(length).any(|row| rows.contains(&row.join(" "))))
}

/// The word without what stands around it.
fn bare(word: &str) -> &str {
    word.trim_matches(|c: char| !c.is_alphanumeric())
}
