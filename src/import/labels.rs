//! Speakers' labels: which spellings are one label, and what a label must look like to be read back.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::text::{LineStart, Turns, is_code, labels_at, line_start};

/// Characters that a label has at most, as [`Turns`] reads it.
const CHARACTERS: usize = 40;
/// Words that a label has at most.
const WORDS: usize = 4;
/// What announces something, and is nobody unless the study or the person says so.
const ANNOUNCEMENTS: [&str; 8] = ["nb", "ps", "letop", "todo", "note", "opmerking", "bijvoorbeeld", "kortom"];

/// What people write before what is said instead of a name, folded and without a number: `Docent 2`.
const ROLES: [&str; 20] = [
    "interviewer",
    "interviewee",
    "geïnterviewde",
    "respondent",
    "deelnemer",
    "participant",
    "moderator",
    "facilitator",
    "gespreksleider",
    "onderzoeker",
    "researcher",
    "observator",
    "observer",
    "docent",
    "teacher",
    "student",
    "leerling",
    "begeleider",
    "spreker",
    "speaker",
];
/// One line of so many may begin without a label where almost all begin with one.
const ALMOST: usize = 20;

/// One label with the spellings that were found of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Voice {
    /// What the spellings have in common: small letters and digits.
    pub folded: String,
    /// The label: as the study declares it, else the spelling that is used most.
    pub label: String,
    /// How often each spelling stands there, the first one found first.
    pub spellings: Vec<(String, usize)>,
}

impl Voice {
    /// How many turns have this label.
    pub fn turns(&self) -> usize {
        self.spellings.iter().map(|(_, count)| count).sum()
    }
}

/// What the spellings of one label have in common: `Interviewer1 :` and `interviewer 1:` are one.
pub fn fold(label: &str) -> String {
    let folded: String = label.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if folded.is_empty() { label.trim().to_owned() } else { folded }
}

/// Gathers spellings into labels, in the order in which they come. `known` are the labels that the study declares.
pub fn voices<'a>(labels: impl IntoIterator<Item = &'a str>, known: &[&str]) -> Vec<Voice> {
    let mut voices: Vec<Voice> = Vec::new();
    let mut places: FxHashMap<&str, (usize, usize)> = FxHashMap::default();
    let mut by_fold: FxHashMap<String, usize> = FxHashMap::default();
    for label in labels {
        if let Some(&(voice, spelling)) = places.get(label) {
            voices[voice].spellings[spelling].1 += 1;
            continue;
        }
        let folded = fold(label);
        let voice = *by_fold.entry(folded.clone()).or_insert_with(|| {
            voices.push(Voice { folded, label: String::new(), spellings: Vec::new() });
            voices.len() - 1
        });
        places.insert(label, (voice, voices[voice].spellings.len()));
        voices[voice].spellings.push((label.to_owned(), 1));
    }
    let declared: FxHashMap<String, &str> = known.iter().map(|label| (fold(label), *label)).collect();
    for voice in &mut voices {
        let most = voice.spellings.iter().map(|(_, count)| *count).max().unwrap_or_default();
        let used =
            voice.spellings.iter().find(|(_, count)| *count == most).map(|(spelling, _)| spelling.as_str());
        let label = declared.get(&voice.folded).copied().or(used).unwrap_or_default();
        voice.label = as_label(label);
    }
    voices
}

/// The labels of a text in which nobody declared any: those that [`Turns`] takes for speakers, and all spellings of
/// them; those that stand there twice when spellings count as one; those that the study knows. Where others speak, a role
/// may stand there once (`Docent: …`), and where almost every line begins with a label, any name.
pub fn in_text(text: &str, known: &[&str]) -> Vec<Voice> {
    let known_folded: FxHashSet<String> = known.iter().map(|label| fold(label)).collect();
    let alone = Turns::parse(text, &[]);
    let mut accepted: FxHashSet<String> =
        (0..alone.len()).filter_map(|index| alone.label_text(text, index)).map(fold).collect();
    let mut seen: FxHashMap<String, u32> = FxHashMap::default();
    let all: Vec<_> = labels_at(text).map(|at| (at, fold(at.label.slice(text)))).collect();
    for (at, folded) in all.iter().filter(|(at, _)| at.is_clear) {
        let count = seen.entry(folded.clone()).or_default();
        *count += 1;
        if *count > 1 || is_code(at.label.slice(text)) {
            accepted.insert(folded.clone());
        }
    }
    let is_announced = |folded: &str| ANNOUNCEMENTS.contains(&folded);
    let lines = text.lines().filter(|line| !line.trim().is_empty()).count();
    let clear = all.iter().filter(|(at, _)| at.is_clear).count();
    let is_dense = clear >= ALMOST && clear * ALMOST >= lines * (ALMOST - 1);
    if accepted.iter().any(|folded| !is_announced(folded)) {
        let once = all.iter().filter(|(at, _)| at.is_clear);
        let once = once.filter(|(at, folded)| is_role(folded) || is_dense && is_name(at.label.slice(text)));
        accepted.extend(once.map(|(_, folded)| folded.clone()));
    }
    let is_voice =
        |folded: &String| known_folded.contains(folded) || accepted.contains(folded) && !is_announced(folded);
    let labels = all.iter().filter(|(_, folded)| is_voice(folded)).map(|(at, _)| at.label.slice(text));
    voices(labels, known)
}

fn is_role(folded: &str) -> bool {
    ROLES.contains(&folded.trim_end_matches(|c: char| c.is_ascii_digit()))
}

/// Capitals at the start of each word, three words at most: `Anna`, `Jan Bos`.
fn is_name(label: &str) -> bool {
    let words = || label.split_whitespace();
    words().count() <= 3 && words().all(|word| word.starts_with(char::is_uppercase))
}

/// `raw` as a label that is read back: letters, digits and a few signs, a letter first, four words and forty characters
/// at most.
pub fn as_label(raw: &str) -> String {
    let kept: String = raw
        .chars()
        .map(|c| if c.is_alphanumeric() || is_mark(c) || ".-_'’/&+‑()".contains(c) { c } else { ' ' })
        .collect();
    let tidy = shortened(&kept);
    if reads_back(&tidy) {
        return tidy;
    }
    let plain: String = kept.chars().map(|c| if c.is_alphanumeric() { c } else { ' ' }).collect();
    let plain = shortened(&plain);
    let numbered = shortened(&format!("S{plain}"));
    [plain, numbered].into_iter().find(|label| reads_back(label)).unwrap_or_else(|| "S".to_owned())
}

/// Accents that are characters of their own.
fn is_mark(c: char) -> bool {
    matches!(c, '\u{300}'..='\u{36f}')
}

fn shortened(label: &str) -> String {
    let words: Vec<&str> = label.split_whitespace().take(WORDS).collect();
    let joined: String = words.join(" ").chars().take(CHARACTERS).collect();
    joined.trim().to_owned()
}

/// True for a label that the turns of a text show as it is.
fn reads_back(label: &str) -> bool {
    !label.is_empty() && line_start(&format!("{label}: x")) == LineStart::Label(label)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn shown(voices: &[Voice]) -> Vec<String> {
        voices.iter().map(|voice| format!("{} {}", voice.label, voice.turns())).collect()
    }

    #[test]
    fn spellings_of_one_label_are_one() {
        let labels = ["Interviewer 1", "Interviewer1 ", "interviewer 1", "Interviewer 1", "Docent", "DOCENT"];
        let found = voices(labels, &["docent"]);
        assert_eq!(shown(&found), ["Interviewer 1 4", "docent 2"]);
        assert_eq!(found[0].spellings[0], ("Interviewer 1".to_owned(), 2));
        assert_ne!(fold("Interviewer 1"), fold("Interviewer 11"));
        assert_eq!(fold("???"), "???");
    }

    #[test]
    fn a_text_has_the_labels_that_come_back_in_any_spelling() {
        let text = "Interviewer : Hoe?\nAnna: Goed.\ninterviewer: Echt?\nLet op: nu.\nLet op: weer.\nFA1: Ja.\nEén keer: x\n";
        assert_eq!(shown(&in_text(text, &[])), ["Interviewer 2", "FA1 1"]);
        assert_eq!(shown(&in_text(text, &["anna"])), ["Interviewer 2", "anna 1", "FA1 1"]);
        assert_eq!(shown(&in_text("Gewoon een tekst.\nEn nog een regel.\n", &["anna"])), [""; 0]);
    }

    #[test]
    fn a_role_may_stand_once_and_a_name_where_every_line_has_one() {
        assert_eq!(shown(&in_text("Docent 2: Hoe?\nR1: Goed.\n", &[])), ["Docent 2 1", "R1 1"]);
        assert_eq!(
            shown(&in_text("Docent: zij geeft les.\nEen lijst.\n", &[])),
            [""; 0],
            "nobody else speaks"
        );
        let talk = "Noa: Ja.\nSam: Nee.\n".repeat(12);
        assert_eq!(
            shown(&in_text(&format!("{talk}Kim: O.\nLet op: nu.\n"), &[])),
            ["Noa 12", "Sam 12", "Kim 1"]
        );
        let loose = "Noa: Ja.\nEn toen.\n".repeat(12);
        assert_eq!(shown(&in_text(&format!("{loose}Kim: O.\n"), &[])), ["Noa 12"]);
    }

    #[test]
    fn labels_become_such_as_can_be_read_back() {
        for (raw, label) in [
            ("Interviewer 1", "Interviewer 1"),
            ("Jan de Vries (PvdA)", "Jan de Vries (PvdA)"),
            ("1", "S1"),
            ("Deelnemer #3:", "Deelnemer 3"),
            ("P1, P2", "P1 P2"),
            ("", "S"),
            ("Jan (00:12", "Jan 00 12"),
            ("een twee drie vier vijf", "een twee drie vier"),
            ("SPEAKER_00", "SPEAKER_00"),
            ("WEBVTT", "SWEBVTT"),
        ] {
            assert_eq!(as_label(raw), label, "{raw}");
        }
    }

    proptest! {
        #[test]
        fn every_label_is_read_back(raw in "\\PC{0,60}|[ -~]{0,20}") {
            let label = as_label(&raw);
            let text = format!("[00:00:01] {label}: woord\n");
            let turns = Turns::parse(&text, &[&label]);
            prop_assert_eq!(turns.label_text(&text, 0), Some(label.as_str()));
            prop_assert_eq!(as_label(&label), label);
        }
    }
}
