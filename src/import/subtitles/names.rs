//! Who speaks: `<v Name>`, or `Name: words` where the file as a whole writes names so.

use std::collections::BTreeMap;

use super::cues::Cue;
use super::tags::Said;
use crate::import::transcript::Utterance;

/// Characters of the longest name; Zoom and Teams add where people work.
const NAME: usize = 60;
/// One cue of so many may begin without a name where almost all begin with one.
const ALMOST: usize = 20;
/// Words of a name that does not look like one, such as `nixo` or `piet van boven`.
const WORDS: usize = 3;

/// Each voice of each cue as an utterance, and what was assumed.
pub(super) fn utterances(cues: Vec<Cue>) -> (Vec<Utterance>, Vec<String>) {
    let labels = Labels::of(&cues);
    let mut found: Vec<Utterance> = Vec::new();
    let mut taken_on = 0;
    for cue in cues {
        let (mut spoken, loose) = (Vec::<Utterance>::new(), cue.start.is_none());
        for (nth, Said { voice, text }) in cue.lines.into_iter().enumerate() {
            let label = voice.is_none().then(|| labels.split(&text, nth == 0)).flatten();
            let (named, text) = match (voice, label) {
                (Some(voice), _) => (Some(voice), text),
                (None, Some((label, rest))) => (Some(label.to_owned()), rest.to_owned()),
                (None, None) => (None, text),
            };
            let dash = text.starts_with(['-', '–', '—']) && text.len() > 1;
            match spoken.last_mut() {
                Some(last) if !dash && (named.is_none() || named == last.speaker) => {
                    last.text.push(' ');
                    last.text.push_str(&text);
                }
                _ => {
                    let speaker = named.or_else(|| {
                        // In a file that names people, a cue without a name goes on with the one before.
                        let before = found.last().filter(|_| labels.known && !dash && !loose)?;
                        taken_on += usize::from(before.speaker.is_some());
                        before.speaker.clone()
                    });
                    spoken.push(Utterance { speaker, start: cue.start, end: cue.end, text, heading: None });
                }
            }
        }
        found.extend(spoken);
    }
    let mut notes = Vec::new();
    if taken_on > 0 {
        notes.push(format!(
            "{taken_on} subtitles name nobody in a file that names people; they were taken to go on with the speaker before"
        ));
    }
    (found, notes)
}

/// What counts as a name in one file.
struct Labels {
    counts: BTreeMap<String, usize>,
    /// True when most cues begin with a name.
    most: bool,
    /// True when almost all of them do, as in files of Zoom: then what stands there is a name, however it is spelled.
    almost_all: bool,
    /// True when names are written with a colon at all.
    known: bool,
}

impl Labels {
    fn of(cues: &[Cue]) -> Self {
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        let (mut with, mut all) = (0, 0);
        for cue in cues.iter().filter(|cue| !cue.lines.is_empty()) {
            all += 1;
            let mut any = false;
            for said in cue.lines.iter().filter(|said| said.voice.is_none()) {
                if let Some((label, _)) = split(&said.text) {
                    *counts.entry(label.to_owned()).or_default() += 1;
                    any = true;
                }
            }
            with += usize::from(any);
        }
        let most = with * 2 > all;
        let almost_all = with * ALMOST >= all * (ALMOST - 1) && all >= ALMOST;
        let known = most || counts.iter().any(|(label, count)| *count > 1 && looks_like_name(label));
        Self { counts, most, almost_all, known }
    }

    /// The name and the words of a line that begins with a name; `is_first` where it is the first of its cue.
    fn split<'l>(&self, line: &'l str, is_first: bool) -> Option<(&'l str, &'l str)> {
        let (label, rest) = split(line)?;
        let often = self.counts.get(label).is_some_and(|count| *count > 1);
        let fits = looks_like_name(label);
        let is_short = || label.split_whitespace().count() <= WORDS;
        let is_name =
            (self.most && (often || fits)) || (often && fits) || (self.almost_all && is_first && is_short());
        is_name.then_some((label, rest))
    }
}

/// What may be a name and what is said, in a line that could begin with one.
fn split(line: &str) -> Option<(&str, &str)> {
    let (label, rest) = line.split_once(':')?;
    let label = label.trim();
    let said = rest.strip_prefix([' ', '\u{a0}']).or_else(|| rest.is_empty().then_some(""))?.trim();
    let fits = label.chars().count() <= NAME
        && label.starts_with(|c: char| c.is_alphanumeric())
        && !label.contains(['?', '!', '"', '«', '“'])
        && !ends_a_sentence(label);
    fits.then_some((label, said))
}

/// True when a sentence ends in these words; `Karim T. (ELTE)` and `Dr. Vos` are no sentences.
fn ends_a_sentence(label: &str) -> bool {
    const SHORT: usize = 3;
    let word = |at: usize| label[..at].split_whitespace().next_back();
    let mut stops = label.match_indices(". ").map(|(at, _)| word(at));
    stops.any(|word| word.is_none_or(|word| word.chars().count() > SHORT))
}

/// Small words within names.
const WITHIN: [&str; 17] = [
    "van", "de", "der", "den", "het", "'t", "ter", "ten", "te", "von", "la", "le", "du", "da", "di", "el",
    "al",
];

/// Capitals at the start of each word: `Anna de Vries`, `SO4`, `Speaker 1`, `Bram (Hogeschool X)`.
fn looks_like_name(label: &str) -> bool {
    let capital =
        |word: &str| word.starts_with(|c: char| c.is_uppercase() || c.is_ascii_digit() || "([".contains(c));
    let words: Vec<&str> = label.split_whitespace().collect();
    words.first().is_some_and(|first| capital(first))
        && words.len() <= 8
        && words.iter().all(|word| capital(word) || WITHIN.contains(word))
}
