//! Turns that a file marks itself, written the one way in which [`crate::text::Turns`] reads them back.
//!
//! `[hh:mm:ss] Label: text`, a line a turn; a heading is a Markdown heading; paragraphs of a turn are lines that go on. A line that
//! goes on and would be read as the start of another turn is joined to the line before it.

use std::fmt::Write as _;

use rustc_hash::{FxHashMap, FxHashSet};

use crate::import::transcript::Utterance;
use crate::text::{LineStart, is_capitals, line_start};

/// The largest time that is written: 999 hours, in milliseconds.
const LATEST: u64 = 1000 * 3_600_000 - 1;

/// A text that was written.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Written {
    /// The canonical text; ends with LF unless it is empty.
    pub text: String,
    /// Labels that stand in it, in order of appearance.
    pub labels: Vec<String>,
    /// Lines that looked like the start of another turn and were joined to the line before.
    pub joined: usize,
    /// Turns that nobody is named for, and which would have been read as part of another.
    pub nameless: usize,
    /// Turns without any words, which were left out.
    pub empty: usize,
}

/// Writes turns. `labels` says how each label is written; `nobody` is the label for turns that need one and have none.
pub(super) fn write(
    utterances: &[Utterance],
    labels: &FxHashMap<&str, Option<String>>,
    nobody: &str,
) -> Written {
    let said = |utterance: &Utterance| labels.get(utterance.speaker.as_deref()?).cloned().flatten();
    let mut declared: FxHashSet<String> = utterances.iter().filter_map(said).collect();
    if !declared.is_empty() {
        // Where others have labels, what nobody is named for may need one too.
        declared.insert(nobody.to_owned());
    }
    let mut writing = Writing { written: Written::default(), declared, open: false };
    for utterance in utterances {
        if lines(&utterance.text).next().is_none() {
            writing.written.empty += 1;
            continue;
        }
        match utterance.heading {
            Some(level) => writing.heading(&utterance.text, level),
            None => {
                let label = said(utterance).or_else(|| {
                    let needed = writing.needs_label(utterance);
                    writing.written.nameless += usize::from(needed);
                    needed.then(|| nobody.to_owned())
                });
                writing.turn(utterance, label);
            }
        }
    }
    writing.written
}

struct Writing {
    written: Written,
    /// Labels that count as speakers.
    declared: FxHashSet<String>,
    /// True while a line without label and time would go on with the turn before it.
    open: bool,
}

impl Writing {
    fn heading(&mut self, text: &str, level: u8) {
        let marks = "######".get(..usize::from(level.clamp(1, 6))).unwrap_or("#");
        let words = lines(text).collect::<Vec<_>>().join(" ");
        let _ = writeln!(self.written.text, "{marks} {words}");
        self.open = false;
    }

    fn turn(&mut self, utterance: &Utterance, label: Option<String>) {
        let start = utterance.start.filter(|start| *start <= LATEST);
        let has_head = start.is_some() || label.is_some();
        if let Some(start) = start {
            let seconds = start / 1000;
            let (hours, minutes) = (seconds / 3600, seconds / 60 % 60);
            let _ = write!(self.written.text, "[{hours:02}:{minutes:02}:{:02}] ", seconds % 60);
        }
        if let Some(label) = label {
            let _ = write!(self.written.text, "{label}: ");
            if !self.written.labels.contains(&label) {
                self.written.labels.push(label);
            }
        }
        let (lines, joined) = self.joined(&utterance.text);
        self.written.joined += joined;
        self.written.text.push_str(&lines.join("\n"));
        self.written.text.push('\n');
        self.open |= has_head;
    }

    /// The lines of a turn as they are written, and how many were joined to the line before. Two lines that begin no turn may
    /// begin one together, so a line is looked at again when another was joined to it.
    fn joined(&self, text: &str) -> (Vec<String>, usize) {
        let mut written: Vec<String> = Vec::new();
        let mut joined = 0;
        for line in lines(text) {
            written.push(line.to_owned());
            while written.len() > 1 && written.last().is_some_and(|last| self.begins(last)) {
                let last = written.pop().unwrap_or_default();
                if let Some(before) = written.last_mut() {
                    before.push(' ');
                    before.push_str(&last);
                }
                joined += 1;
            }
        }
        (written, joined)
    }

    /// True when this line would be read as the start of a turn.
    fn begins(&self, line: &str) -> bool {
        match line_start(line) {
            LineStart::Text => false,
            LineStart::Turn => true,
            LineStart::Label(label) => self.counts(label),
        }
    }

    fn counts(&self, label: &str) -> bool {
        self.declared.is_empty() || self.declared.contains(label) || is_capitals(label)
    }

    /// True when a turn that nobody is named for would be read as something else.
    fn needs_label(&self, utterance: &Utterance) -> bool {
        let (lines, _) = self.joined(&utterance.text);
        let Some(first) = lines.first() else { return false };
        match utterance.start.filter(|start| *start <= LATEST) {
            Some(_) => self.begins(first),
            None => self.open || self.begins(first),
        }
    }
}

/// The lines of a text that are not blank, without white space around them.
fn lines(text: &str) -> impl Iterator<Item = &str> {
    text.split(['\n', '\r'])
        .map(|line| line.trim().trim_start_matches('\u{feff}').trim())
        .filter(|line| !line.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Turns;
    use proptest::prelude::*;

    fn utterance(speaker: Option<&str>, start: Option<u64>, text: &str) -> Utterance {
        Utterance {
            speaker: speaker.map(str::to_owned),
            start,
            text: text.to_owned(),
            ..Utterance::default()
        }
    }

    fn written(utterances: &[Utterance]) -> Written {
        let labels: FxHashMap<&str, Option<String>> = utterances
            .iter()
            .filter_map(|utterance| utterance.speaker.as_deref())
            .map(|label| (label, Some(label.to_owned())))
            .collect();
        write(utterances, &labels, "Onbekend")
    }

    /// What the turns of a text say: label, seconds, heading, words.
    fn read(written: &Written) -> Vec<(Option<String>, Option<u64>, bool, String)> {
        let known: Vec<&str> = written.labels.iter().map(String::as_str).collect();
        let text = &written.text;
        let turns = Turns::parse(text, &known);
        let of = |index: usize| {
            let turn = turns.get(index).unwrap();
            let label = turns.label_text(text, index).map(str::to_owned);
            let words = turn.spoken.slice(text).split_whitespace().collect::<Vec<_>>().join(" ");
            (label, turn.time.map(|time| time.milliseconds / 1000), turn.heading, words)
        };
        (0..turns.len()).map(of).collect()
    }

    #[test]
    fn a_turn_is_a_line() {
        let mut heading = utterance(None, None, "Top\nTip");
        heading.heading = Some(2);
        let all = [
            utterance(None, None, "Gesprek van 3 maart"),
            utterance(Some("FA1"), Some(845_250), "Leg de kaart\r\nmidden op tafel.\n\nToe."),
            utterance(Some("IO2"), None, "Wij niet."),
            heading,
            utterance(None, Some(0), "(pauze)"),
            utterance(None, None, "(gelach)"),
            utterance(Some("FA1"), None, "  \n"),
        ];
        let written = written(&all);
        assert_eq!(
            written.text,
            "Gesprek van 3 maart\n[00:14:05] FA1: Leg de kaart\nmidden op tafel.\nToe.\nIO2: Wij niet.\n## Top Tip\n[00:00:00] (pauze)\nOnbekend: (gelach)\n"
        );
        assert_eq!(written.labels, ["FA1", "IO2", "Onbekend"]);
        assert_eq!((written.joined, written.nameless, written.empty), (0, 1, 1));
    }

    #[test]
    fn what_looks_like_a_label_or_a_time_becomes_no_turn() {
        let all = [
            utterance(
                Some("Anna"),
                None,
                "Toen zei hij:\nNB: nooit.\n[00:01] weg\n# kop\nLet op: ja\nAnna: zei ik",
            ),
            utterance(None, Some(5000), "FA9: wat?"),
        ];
        let written = written(&all);
        assert_eq!(
            written.text,
            "Anna: Toen zei hij: NB: nooit. [00:01] weg # kop\nLet op: ja Anna: zei ik\n[00:00:05] Onbekend: FA9: wat?\n"
        );
        assert_eq!((written.joined, written.nameless), (4, 1));
    }

    fn any_line() -> impl Strategy<Value = String> {
        let line = prop::sample::select(vec![
            "ja",
            "Let op: nee",
            "FA1: ja",
            "Noa: echt",
            "# Kop",
            "[00:01] weg",
            "10:30 A: x",
            "[Noa]",
            "[Noa Bakker] 11:02:09",
            "WEBVTT",
            "1",
            "00:00:01.000 --> 00:00:03.000",
            "<v Kim>Ja",
            "**FA1:** vet",
            "\u{feff}x",
            "##META text speaker = LAU",
            "é \u{301}x",
            "NB: n",
            "Onbekend: o",
            "(lacht)",
            "",
        ]);
        (line, "[a-zé :#\\[\\]0-9]{0,6}").prop_map(|(line, more)| format!("{line}{more}"))
    }

    fn any_utterance() -> impl Strategy<Value = Utterance> {
        let speaker =
            prop::option::of(prop::sample::select(vec!["FA1", "Noa", "Noa Bakker", "Onbekend", "één"]));
        let start = prop::option::of(0..4_000_000_000u64);
        let heading = prop::option::weighted(0.1, 1..=6u8);
        (speaker, start, prop::collection::vec(any_line(), 1..4), heading).prop_map(
            |(speaker, start, lines, heading)| {
                let named = heading.is_none();
                Utterance {
                    speaker: speaker.filter(|_| named).map(str::to_owned),
                    start: start.filter(|_| named),
                    end: None,
                    text: lines.join("\n"),
                    heading,
                }
            },
        )
    }

    proptest! {
        #[test]
        fn turns_speakers_and_times_come_back(all in prop::collection::vec(any_utterance(), 0..8)) {
            let written = written(&all);
            let words = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
            let mut expected = Vec::new();
            let mut open = false;
            for utterance in all.iter().filter(|utterance| !utterance.text.trim().is_empty()) {
                let clean: Vec<&str> = lines(&utterance.text).collect();
                let time = utterance.start.filter(|start| *start <= LATEST).map(|start| start / 1000);
                if utterance.heading.is_some() || utterance.speaker.is_some() || time.is_some() || open {
                    expected.push((utterance.speaker.clone(), time, utterance.heading.is_some(), words(&clean.join(" "))));
                    open = utterance.heading.is_none();
                } else {
                    expected.push((None, None, false, words(&clean.join(" "))));
                }
            }
            let mut read = read(&written);
            // What nobody says has the label of nobody where it needs one; lines of what has no head are turns themselves.
            let mut seen = Vec::new();
            for (speaker, time, heading, said) in expected {
                let mut found = read.remove(0);
                while found.3.len() < said.len() && !read.is_empty() && speaker.is_none() {
                    let next = read.remove(0);
                    prop_assert_eq!((&next.0, next.1, next.2), (&None, None, false));
                    found.3 = format!("{} {}", found.3, next.3);
                }
                if speaker.is_none() && found.0.as_deref() == Some("Onbekend") {
                    found.0 = None;
                }
                prop_assert_eq!(&found, &(speaker, time, heading, said));
                seen.push(found);
            }
            prop_assert!(read.is_empty(), "{:?} in {}", read, written.text);
        }
    }
}
