//! Names give way to tokens before anything of a file is written.
//!
//! The file that says which name is whose lies outside the study and outside anything that git carries; its names are in no report
//! and no error. A first pass: it takes out the names that are in the file, and [`candidates`] lists what may be one too.

pub mod candidates;

use std::path::Path;

use regex::{Captures, Regex, RegexBuilder};
use rustc_hash::FxHashMap;
use unicode_normalization::UnicodeNormalization as _;

use super::compose::Draft;
use super::transcript::{Body, Transcript};

/// Bytes that the compiled names take at most: some tens of thousands of names.
const SIZE: usize = 256 << 20;

/// Names and their tokens.
#[derive(Clone, Debug)]
pub struct Pseudonyms {
    names: Regex,
    /// Tokens by name, composed and in single blanks; and whether capitals and small letters count as one.
    exact: FxHashMap<String, String>,
    folded: FxHashMap<String, String>,
}

/// Why names cannot be taken out. None of these sentences holds a name.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum PseudonymError {
    /// A line without a token.
    #[error("line {line} is no `name = token`; write one on each line (`=`, `;` or a tab between them)")]
    Line {
        /// The line, counting from 1.
        line: usize,
    },
    /// A name that stands there twice.
    #[error("line {line} gives another token to the name of line {first}; keep one of the two")]
    Twice {
        /// The line, counting from 1.
        line: usize,
        /// The line before it, likewise.
        first: usize,
    },
    /// Nothing in it.
    #[error("it holds no names; write `name = token` on each line")]
    Empty,
    /// Too much in it.
    #[error("it holds more names than can be looked for at once; split it")]
    TooMany,
    /// It lies in the study.
    #[error(
        "it lies in the study, which would carry the names along; move it to a folder of your own outside the study"
    )]
    InStudy,
    /// It lies where git is.
    #[error("it lies in a folder that git carries ({root}); move it to a folder that is shared with nobody")]
    InGit {
        /// The folder of the repository.
        root: String,
    },
}

/// Refuses a file of names that would travel: in the study, or in a work tree of git. `file` and `study` are real paths, without
/// links in them.
///
/// # Errors
/// [`PseudonymError::InStudy`], [`PseudonymError::InGit`].
pub fn check_place(file: &Path, study: &Path) -> Result<(), PseudonymError> {
    if file.starts_with(study) {
        return Err(PseudonymError::InStudy);
    }
    match file.ancestors().skip(1).find(|folder| folder.join(".git").symlink_metadata().is_ok()) {
        Some(root) => Err(PseudonymError::InGit { root: root.display().to_string() }),
        None => Ok(()),
    }
}

impl Pseudonyms {
    /// Reads `name = token` lines; `#` begins a comment line. Longer names go first, whatever their order.
    ///
    /// # Errors
    /// With the line, never with the name.
    pub fn parse(text: &str) -> Result<Self, PseudonymError> {
        let mut lines: FxHashMap<String, (usize, String)> = FxHashMap::default();
        for (index, line) in text.lines().enumerate() {
            let (number, line) = (index + 1, line.trim().trim_start_matches('\u{feff}'));
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let pair = ['\t', '=', ';', ','].into_iter().find_map(|sign| line.split_once(sign));
            let (name, token) = pair.ok_or(PseudonymError::Line { line: number })?;
            let (name, token) =
                (single(name.trim().trim_matches('"')), token.trim().trim_matches('"').trim());
            if name.is_empty() || token.is_empty() {
                return Err(PseudonymError::Line { line: number });
            }
            match lines.get(&name) {
                Some((first, other)) if other != token => {
                    return Err(PseudonymError::Twice { line: number, first: *first });
                }
                _ => drop(lines.insert(name, (number, token.to_owned()))),
            }
        }
        if lines.is_empty() {
            return Err(PseudonymError::Empty);
        }
        let (mut exact, mut folded) = (FxHashMap::default(), FxHashMap::default());
        for (name, (_, token)) in lines {
            // A name in small letters alone may be written in any way; else capitals tell *Wit* from *wit*.
            if name.chars().any(char::is_uppercase) {
                exact.insert(name.to_uppercase(), token.clone());
                exact.insert(name, token);
            } else {
                folded.insert(name, token);
            }
        }
        let names = regex(&exact, &folded).ok_or(PseudonymError::TooMany)?;
        Ok(Self { names, exact, folded })
    }

    /// The text with tokens for names, and how many there were.
    pub fn apply(&self, text: &str) -> (String, usize) {
        let mut count = 0;
        let replaced = self.names.replace_all(text, |found: &Captures<'_>| {
            let name = single(found.get(1).map_or("", |name| name.as_str()));
            let token = self.exact.get(&name).or_else(|| self.folded.get(&name.to_lowercase()));
            count += usize::from(token.is_some());
            let behind = found.get(2).map_or("", |behind| behind.as_str());
            format!("{}{behind}", token.map_or(found[1].to_owned(), Clone::clone))
        });
        (replaced.into_owned(), count)
    }

    /// Takes the names out of everything that was found in a file, its name and notes too. Gives how many there were.
    pub fn take_out_of(&self, draft: &mut Draft) -> usize {
        let mut count = self.of(&mut draft.name);
        for note in &mut draft.found.notes {
            self.of(note);
        }
        for transcript in &mut draft.found.transcripts {
            count += self.of_transcript(transcript);
        }
        count
    }

    fn of_transcript(&self, transcript: &mut Transcript) -> usize {
        let Transcript { part, title, attributes, head, body, language: _ } = transcript;
        let mut count = 0;
        for words in [part, title, head].into_iter().flatten() {
            count += self.of(words);
        }
        for (name, value) in attributes {
            count += self.of(name) + self.of(value);
        }
        match body {
            Body::Text(text) => count += self.of(text),
            Body::Utterances(utterances) => {
                for utterance in utterances {
                    count += self.of(&mut utterance.text);
                    count += utterance.speaker.as_mut().map_or(0, |speaker| self.of(speaker));
                }
            }
        }
        count
    }

    fn of(&self, words: &mut String) -> usize {
        if !self.names.is_match(words) {
            return 0;
        }
        let (new, count) = self.apply(words);
        *words = new;
        count
    }
}

/// The names, the longest first, with what may stand behind a name in Dutch and English: `Jans`, `Anna's`, `Kees'`.
fn regex(exact: &FxHashMap<String, String>, folded: &FxHashMap<String, String>) -> Option<Regex> {
    let mut names: Vec<(&String, bool)> =
        exact.keys().map(|name| (name, true)).chain(folded.keys().map(|name| (name, false))).collect();
    names.sort_by(|a, b| b.0.chars().count().cmp(&a.0.chars().count()).then_with(|| a.cmp(b)));
    let pattern = |(name, is_exact): (&String, bool)| {
        let written = |name: &str| name.split(' ').map(regex::escape).collect::<Vec<_>>().join(r"\s+");
        let apart: String = name.nfd().collect();
        let forms =
            if apart == *name { written(name) } else { format!("{}|{}", written(name), written(&apart)) };
        if is_exact { forms } else { format!("(?i:{forms})") }
    };
    let names: Vec<String> = names.into_iter().map(pattern).collect();
    let pattern = format!(r"\b{{start-half}}({})((?:['’]?[sS]|['’])?)\b{{end-half}}", names.join("|"));
    RegexBuilder::new(&pattern).size_limit(SIZE).build().ok()
}

/// A name composed, with single blanks.
fn single(name: &str) -> String {
    name.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::import::format::Format;
    use crate::import::transcript::{Found, Utterance};
    use proptest::prelude::*;

    const NAMES: &str = "# sleutel\nJan = SO1\nJan de Wit=SO4\nAnna\tST1\nWit;[achternaam]\nrené , DO2\nDe Brug = [school-B]\n";

    fn out(text: &str) -> String {
        Pseudonyms::parse(NAMES).unwrap().apply(text).0
    }

    #[test]
    fn names_become_tokens() {
        for (text, expected) in [
            ("Jan de Wit zei: Jan!", "SO4 zei: SO1!"),
            ("JAN: Anna's fiets, Jans fiets", "SO1: ST1's fiets, SO1s fiets"),
            ("Januari, Hanna, wit papier", "Januari, Hanna, wit papier"),
            ("mevrouw Wit", "mevrouw [achternaam]"),
            ("René, RENÉ en Rene\u{301}", "DO2, DO2 en DO2"),
            ("Jan\nde  Wit op De\u{a0}Brug.", "SO4 op [school-B]."),
            ("(Jan)'Anna'", "(SO1)'ST1'"),
        ] {
            assert_eq!(out(text), expected);
        }
        assert_eq!(Pseudonyms::parse(NAMES).unwrap().apply("Jan en Anna").1, 2);
    }

    #[test]
    fn nothing_of_a_file_keeps_a_name() {
        let transcript = Transcript {
            part: Some("Anna".to_owned()),
            title: Some("Met Jan".to_owned()),
            head: Some("noot: Jan".to_owned()),
            attributes: vec![("over".to_owned(), "Anna".to_owned())],
            body: Body::Utterances(vec![Utterance {
                speaker: Some("Jan de Wit".to_owned()),
                text: "Dag Anna".to_owned(),
                ..Utterance::default()
            }]),
            ..Transcript::default()
        };
        let found =
            Found { transcripts: vec![transcript], notes: vec!["tier Jan".to_owned()], ..Found::default() };
        let mut draft =
            Draft { name: "gesprek Jan.txt".to_owned(), format: Format::Text, sha256: String::new(), found };
        assert_eq!(Pseudonyms::parse(NAMES).unwrap().take_out_of(&mut draft), 7);
        let shown = format!("{draft:?}");
        assert!(!shown.contains("Jan") && !shown.contains("Anna"), "{shown}");
    }

    #[test]
    fn mistakes_name_their_line_and_never_a_name() {
        for (text, line) in
            [("Jan = A\nAnna\n", "line 2"), ("Jan = A\nJan = B\n", "line 1"), ("Jan = \n", "line 1")]
        {
            let error = Pseudonyms::parse(text).unwrap_err().to_string();
            assert!(error.contains(line) && !error.contains("Jan"), "{error}");
        }
        assert_eq!(Pseudonyms::parse("# niets\n").unwrap_err(), PseudonymError::Empty);
    }

    #[test]
    fn the_file_of_names_must_stay_outside() {
        let folder = tempfile::tempdir().unwrap();
        let root = folder.path().canonicalize().unwrap();
        let study = root.join("studie");
        std::fs::create_dir_all(study.join("corpus")).unwrap();
        std::fs::create_dir_all(root.join("werk/.git")).unwrap();
        assert_eq!(check_place(&study.join("corpus/namen.txt"), &study), Err(PseudonymError::InStudy));
        assert!(matches!(
            check_place(&root.join("werk/a/namen.txt"), &study),
            Err(PseudonymError::InGit { .. })
        ));
        assert_eq!(check_place(&root.join("namen.txt"), &study), Ok(()));
    }

    proptest! {
        #[test]
        fn no_name_stays_as_a_word(before in "[ x-z(.]{0,3}( |\\()", after in "([ ,.!?)][ x-z]{0,3})?", name in "Jan|Anna|Jan de Wit|ANNA") {
            let text = out(&format!("{before}{name}{after}"));
            prop_assert!(!text.contains("Jan") && !text.contains("nna") && !text.contains("NNA"), "{}", text);
        }
    }
}
