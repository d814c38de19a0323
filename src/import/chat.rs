//! CHAT, the transcripts of CHILDES: `*LAU:` says, `%mor:` is about it, `@Date:` is about all.
//!
//! The codes within an utterance (`[//]`, `&-eh`, `(.)`) are what a researcher of language codes by, so they stay. Times stand
//! as milliseconds between two control characters and become times.

use std::collections::BTreeMap;

use super::ImportError;
use super::format::ReadOptions;
use super::transcript::{Body, Found, Transcript, Utterance};
use super::xml::one_line;

/// Stands around times.
const BULLET: char = '\u{15}';

/// Headers that name a part of what follows them, when they stand among utterances.
const PARTS: [&str; 4] = ["G", "Bg", "New Episode", "Situation"];
/// Headers that say something about all of it, and what the attribute is called.
const ABOUT: [(&str, &str); 5] = [
    ("Date", "date"),
    ("Situation", "situation"),
    ("Location", "location"),
    ("Activities", "activities"),
    ("Room Layout", "room layout"),
];

/// Reads a transcript in CHAT.
///
/// # Errors
/// When nobody speaks in it.
pub fn read(text: &str, _: &ReadOptions) -> Result<Found, ImportError> {
    let mut reading = Reading::default();
    for line in entries(text) {
        reading.entry(&line);
    }
    if !reading.utterances.iter().any(|said| said.speaker.is_some()) {
        let what = "nobody speaks in it: no line begins with `*` and a code, such as `*LAU:`";
        return Err(ImportError::at(1, what));
    }
    let notes = reading.notes();
    let transcript = Transcript {
        language: reading.language,
        attributes: reading.attributes,
        body: Body::Utterances(reading.utterances),
        ..Transcript::default()
    };
    Ok(Found { transcripts: vec![transcript], notes, ..Found::default() })
}

/// The entries of a file: a line with those that go on with it, which begin with a blank.
fn entries(text: &str) -> Vec<String> {
    let mut entries: Vec<String> = Vec::new();
    for line in text.strip_prefix('\u{feff}').unwrap_or(text).lines() {
        let line = line.trim_end();
        let bare = line.trim_start();
        let begins = bare.starts_with(['*', '%', '@']) && (bare.len() == line.len() || split(bare).is_some());
        match entries.last_mut() {
            _ if bare.is_empty() => {}
            Some(last) if !begins => {
                last.push(' ');
                last.push_str(bare);
            }
            _ => entries.push(bare.to_owned()),
        }
    }
    entries
}

/// The sign and code of an entry, and what it says: `*LAU` and `xxx!`.
fn split(entry: &str) -> Option<(&str, &str)> {
    let (code, words) = entry.split_once(':')?;
    let fits = code.len() > 1 && code.len() <= 40 && !code.contains('\t');
    fits.then(|| (code, words.trim()))
}

#[derive(Default)]
struct Reading {
    language: Option<String>,
    attributes: Vec<(String, String)>,
    participants: String,
    utterances: Vec<Utterance>,
    /// Tiers and headers that are left out, with how often.
    left: BTreeMap<String, usize>,
}

impl Reading {
    fn entry(&mut self, entry: &str) {
        let Some((code, words)) = split(entry) else {
            if entry.starts_with('*') {
                // A star and no colon: somebody's words all the same.
                let (text, start, end) = timed(entry);
                self.utterances.push(Utterance { speaker: None, start, end, text, heading: None });
            }
            return;
        };
        match code.split_at_checked(1) {
            Some(("*", speaker)) => {
                let (text, start, end) = timed(words);
                let speaker = Some(speaker.trim().to_owned());
                self.utterances.push(Utterance { speaker, start, end, text, heading: None });
            }
            Some(("@", header)) => self.header(header, words),
            _ => self.leave(code),
        }
    }

    fn leave(&mut self, code: &str) {
        *self.left.entry(code.trim().to_owned()).or_default() += 1;
    }

    fn header(&mut self, header: &str, words: &str) {
        let words = one_line(words);
        let begun = !self.utterances.is_empty();
        let part = PARTS.contains(&header) && (begun || matches!(header, "G" | "Bg"));
        match header {
            "Languages" => self.language = language(&words),
            "Participants" => self.participants = words,
            _ if part && !words.is_empty() => {
                let heading = Some(2);
                self.utterances.push(Utterance { text: words, heading, ..Utterance::default() });
            }
            "ID" | "PID" | "Options" | "Types" | "Eg" | "Font" | "Window" | "Color words" => {}
            _ => match ABOUT.iter().find(|(name, _)| *name == header) {
                Some((name, attribute)) if !begun && !words.is_empty() => {
                    let value = if *name == "Date" { date(&words).unwrap_or(words) } else { words };
                    self.attributes.push(((*attribute).to_owned(), value));
                }
                _ => self.leave(&format!("@{header}")),
            },
        }
    }

    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if !self.participants.is_empty() {
            notes.push(format!("speakers, as the file calls them: {}", self.participants));
        }
        if !self.left.is_empty() {
            let left: Vec<String> =
                self.left.iter().map(|(code, count)| format!("{code} ({count})")).collect();
            notes.push(format!("lines that are about what is said are left out: {}", left.join(", ")));
        }
        notes
    }
}

/// Words without times, and the times: from the start of the first to the end of the last.
fn timed(words: &str) -> (String, Option<u64>, Option<u64>) {
    let (mut text, mut start, mut end) = (String::new(), None, None);
    for (index, part) in words.split(BULLET).enumerate() {
        let times = part.trim().split_once('_').filter(|_| index % 2 == 1);
        let times = times.and_then(|(from, to)| Some((from.parse::<u64>().ok()?, to.parse::<u64>().ok()?)));
        match times {
            Some((from, to)) => {
                start = start.or(Some(from));
                end = Some(to);
            }
            None => text.push_str(part),
        }
    }
    (one_line(&text), start, end)
}

/// `nld, eng` as `nl`: the first language, as a tag.
fn language(said: &str) -> Option<String> {
    let first = said.split([',', ' ']).next().filter(|first| !first.is_empty())?;
    let tag = match first {
        "nld" => "nl",
        "eng" => "en",
        "deu" => "de",
        "fra" => "fr",
        "spa" => "es",
        "ita" => "it",
        "por" => "pt",
        "tur" => "tr",
        "fry" => "fy",
        "ara" => "ar",
        other => other,
    };
    Some(tag.to_owned())
}

/// `12-APR-1989` as `1989-04-12`.
fn date(said: &str) -> Option<String> {
    const MONTHS: [&str; 12] =
        ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"];
    let mut parts = said.split('-');
    let (day, month, year) = (parts.next()?, parts.next()?, parts.next()?);
    let month = MONTHS.iter().position(|name| name.eq_ignore_ascii_case(month))? + 1;
    let day: u32 = day.parse().ok().filter(|day| (1..=31).contains(day))?;
    let year: u32 = year.parse().ok().filter(|year| (1000..=9999).contains(year))?;
    parts.next().is_none().then(|| format!("{year}-{month:02}-{day:02}"))
}

#[cfg(test)]
mod tests {
    use super::super::mutated::never_panics;
    use super::*;

    const FILE: &str = "@UTF8\n@Begin\n@Languages:\tnld, eng\n@Participants:\tKIN Kim Target_Child ,\n\tMOE Mama Mother\n@ID:\tnld|x|KIN|||||Target_Child|||\n@Date:\t03-MAY-2024\n@Situation:\taan tafel\n@G:\tblokken\n*KIN:\t<die gaat> [//] die [: deze] hoog (.) hè? \u{15}1200_2500\u{15}\n%mor:\tpro|die v|gaan\n %com:\twijst\n*MOE:\tja , en dan\n\tnog een &-eh blok . \u{15}2500_3000\u{15} \u{15}3000_4100\u{15}\n@Situation:\top de grond\n*KIN:\txxx .\n@End\n";

    #[test]
    fn a_tier_may_begin_with_any_letter() {
        let found = read("éx:\twoorden\n*KIN:\tja .\n", &ReadOptions::default()).unwrap();
        let Body::Utterances(said) = &found.transcripts[0].body else { panic!("{found:?}") };
        assert_eq!(said.iter().map(|turn| turn.text.as_str()).collect::<Vec<_>>(), ["ja ."]);
    }

    #[test]
    fn utterances_keep_their_codes_and_lose_their_bullets() {
        // Counted by hand in the file above: three lines with a star, of two speakers; one of them goes on on the next line.
        let found = read(FILE, &ReadOptions::default()).unwrap();
        let transcript = &found.transcripts[0];
        let Body::Utterances(said) = &transcript.body else { panic!("{found:?}") };
        let turns: Vec<_> = said
            .iter()
            .map(|turn| (turn.speaker.as_deref(), turn.start, turn.end, turn.text.as_str()))
            .collect();
        assert_eq!(
            turns,
            [
                (None, None, None, "blokken"),
                (Some("KIN"), Some(1_200), Some(2_500), "<die gaat> [//] die [: deze] hoog (.) hè?"),
                (Some("MOE"), Some(2_500), Some(4_100), "ja , en dan nog een &-eh blok ."),
                (None, None, None, "op de grond"),
                (Some("KIN"), None, None, "xxx ."),
            ]
        );
        assert_eq!((said[0].heading, said[3].heading), (Some(2), Some(2)));
        assert_eq!(transcript.language.as_deref(), Some("nl"));
        let about = [("date", "2024-05-03"), ("situation", "aan tafel")];
        assert_eq!(transcript.attributes, about.map(|(key, value)| (key.to_owned(), value.to_owned())));
        assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
        assert!(found.notes[0].contains("MOE Mama Mother") && found.notes[1].contains("%com (1), %mor (1)"));
    }

    #[test]
    fn a_file_in_which_nobody_speaks_is_refused() {
        assert!(read("@Begin\n@End\n", &ReadOptions::default()).is_err());
        assert_eq!(date("31-FOO-1999"), None);
    }

    #[test]
    fn nothing_panics() {
        never_panics(FILE, |text| drop(read(text, &ReadOptions::default())));
    }
}
