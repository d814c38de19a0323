//! Transcripts that Teams and Word write into a document: who and when on a line of its own, and what is said below it.
//!
//! - Teams: `Name   0:05`, with the words on the next line of the same paragraph or in the next one;
//! - Teams of before 2023: `0:0:5.100 --> 0:0:8.250`, then the name, then the words;
//! - Transcribe in Word: `00:00:05 Speaker 1`, then the words.

use super::blocks::Block;
use super::columns::clock;
use super::transcript::Utterance;

/// Characters that a name has at most; Teams adds the department to it.
const NAME: usize = 80;
/// How many lines there are at most to each that says who speaks, on average.
const LINES: usize = 12;

/// A document that was read in this way.
#[derive(Debug)]
pub(super) struct Spoken {
    pub utterances: Vec<Utterance>,
    /// What was left out, each a sentence.
    pub notes: Vec<String>,
}

/// A line that says who speaks.
#[derive(Clone, Debug, Default)]
struct Head {
    speaker: Option<String>,
    start: Option<u64>,
    end: Option<u64>,
    /// How many lines it takes.
    lines: usize,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Layout {
    /// `Name   0:05`
    NameTime,
    /// `00:00:05 Name`
    TimeName,
    /// `0:0:5.100 --> 0:0:8.250` and the name below it.
    Cue,
}

/// Reads such a document; `None` where it is none.
pub(super) fn read(blocks: &[Block]) -> Option<Spoken> {
    let lines: Vec<(Option<u8>, &str)> = lines(blocks);
    let is_head = |layout, at: usize| lines.get(at..).and_then(|lines| head(layout, lines)).is_some();
    let count = |layout| (0..lines.len()).filter(|&at| is_head(layout, at)).count();
    let (layout, heads) = [Layout::Cue, Layout::NameTime, Layout::TimeName]
        .into_iter()
        .map(|layout| (layout, count(layout)))
        .max_by_key(|(_, heads)| *heads)?;
    // Times before words that stand right below each other say when those words were said, and not who speaks.
    let bare = (0..lines.len()).filter(|&at| is_head(layout, at) && is_head(layout, at + 1)).count();
    let says_who = layout == Layout::Cue || bare * 2 < heads;
    (heads >= 2 && says_who && lines.len() <= heads * LINES).then(|| gathered(layout, &lines))
}

fn lines(blocks: &[Block]) -> Vec<(Option<u8>, &str)> {
    let mut lines = Vec::new();
    for block in blocks {
        match block {
            Block::Paragraph(text) => lines.extend(text.lines().map(|line| (None, line.trim()))),
            Block::Heading(level, text) => lines.push((Some(*level), text.trim())),
            Block::Table(rows) => {
                lines.extend(
                    rows.iter().flatten().flat_map(|cell| cell.lines()).map(|line| (None, line.trim())),
                );
            }
        }
    }
    lines.retain(|(_, line)| !line.is_empty());
    lines
}

/// What the first of these lines says about who speaks, when it says anything.
fn head(layout: Layout, lines: &[(Option<u8>, &str)]) -> Option<Head> {
    let line = lines.first()?.1;
    // A cue is never also one of the others: `0:05 --> 0:08`.
    if (layout == Layout::Cue) != line.contains("-->") {
        return None;
    }
    match layout {
        Layout::NameTime => {
            let (name, time) = line.rsplit_once(char::is_whitespace)?;
            let bare = name.trim_end();
            let is_apart = name.len() > bare.len() || line[name.len()..].starts_with(['\t', '\u{a0}']);
            let start = clock(time)?;
            (is_apart && is_name(bare)).then(|| Head {
                speaker: Some(bare.to_owned()),
                start: Some(start),
                end: None,
                lines: 1,
            })
        }
        Layout::TimeName => {
            let (time, name) = line.split_once(char::is_whitespace)?;
            let name = name.trim();
            let start = clock(time)?;
            let is_head = is_name(name)
                && !name.contains(':')
                && name.split_whitespace().count() <= 5
                && lines.len() > 1;
            is_head.then(|| Head { speaker: Some(name.to_owned()), start: Some(start), end: None, lines: 1 })
        }
        Layout::Cue => {
            let (start, end) = line.split_once("-->")?;
            let (start, end) = (clock(start)?, clock(end)?);
            let name =
                lines.get(1).map(|(_, line)| *line).filter(|line| is_name(line) && !line.contains("-->"));
            // Without words below it, the line below is what is said.
            let says = lines.get(2).is_some_and(|(_, line)| !line.contains("-->"));
            let speaker = name.filter(|_| says).map(str::to_owned);
            let taken = 1 + usize::from(speaker.is_some());
            Some(Head { speaker, start: Some(start), end: Some(end), lines: taken })
        }
    }
}

/// Short, with a letter, and not the end of a sentence.
fn is_name(words: &str) -> bool {
    words.chars().count() <= NAME
        && words.chars().any(char::is_alphabetic)
        && !words.ends_with(['.', '?', '!', ':', ';', ','])
        && !words.contains('\t')
}

fn gathered(layout: Layout, lines: &[(Option<u8>, &str)]) -> Spoken {
    let mut utterances: Vec<Utterance> = Vec::new();
    let mut left_out = Vec::new();
    let mut is_under_head = false;
    let mut at = 0;
    while at < lines.len() {
        let (heading, line) = lines[at];
        if let Some(head) = head(layout, &lines[at..]) {
            at += head.lines;
            is_under_head = true;
            utterances.push(Utterance {
                speaker: head.speaker,
                start: head.start,
                end: head.end,
                ..Utterance::default()
            });
            continue;
        }
        at += 1;
        if is_notice(line) {
            left_out.push(line);
        } else if let Some(level) = heading {
            utterances.push(Utterance {
                text: line.to_owned(),
                heading: Some(level),
                ..Utterance::default()
            });
            is_under_head = false;
        } else {
            match utterances.last_mut().filter(|_| is_under_head) {
                Some(said) if said.text.is_empty() => line.clone_into(&mut said.text),
                Some(said) => said.text.extend(["\n", line]),
                None => utterances.push(Utterance { text: line.to_owned(), ..Utterance::default() }),
            }
        }
    }
    let before = utterances.len();
    utterances.retain(|said| !said.text.is_empty());
    let empty = before - utterances.len();
    let mut notes = Vec::new();
    if !left_out.is_empty() {
        notes.push(format!("left out, since nobody says it: {}", left_out.join(" · ")));
    }
    if empty > 0 {
        notes.push(format!("{empty} turns have a speaker and a time and no words; they are left out"));
    }
    Spoken { utterances, notes }
}

/// What Teams says about the recording itself.
fn is_notice(line: &str) -> bool {
    const ENDS: [&str; 8] = [
        "started transcription",
        "stopped transcription",
        "heeft de transcriptie gestart",
        "heeft de transcriptie gestopt",
        "heeft transcriptie gestart",
        "heeft transcriptie gestopt",
        "is begonnen met transcriberen",
        "is gestopt met transcriberen",
    ];
    let line = line.trim_end_matches('.');
    ENDS.iter().any(|end| line.ends_with(end)) && line.chars().count() <= NAME + 40
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paragraphs(texts: &[&str]) -> Vec<Block> {
        texts.iter().map(|text| Block::Paragraph((*text).to_owned())).collect()
    }

    fn shown(texts: &[&str]) -> Vec<String> {
        let said = read(&paragraphs(texts)).unwrap().utterances;
        let show = |said: Utterance| {
            let speaker = said.speaker.unwrap_or_default();
            format!("{speaker}|{:?}|{:?}|{}", said.start, said.end, said.text.replace('\n', "/"))
        };
        said.into_iter().map(show).collect()
    }

    #[test]
    fn teams_puts_name_and_time_above_the_words() {
        let document = [
            "Driehoek 3-20240314_090000-Opname van vergadering",
            "Veen, Ada van der (Pabo)   0:05\nFijn dat je er bent.",
            "Bo started transcription",
            "Bo   1:02:07",
            "Ik had om 10:30 een les.",
            "En toen?",
        ];
        assert_eq!(
            shown(&document),
            [
                "|None|None|Driehoek 3-20240314_090000-Opname van vergadering",
                "Veen, Ada van der (Pabo)|Some(5000)|None|Fijn dat je er bent.",
                "Bo|Some(3727000)|None|Ik had om 10:30 een les./En toen?",
            ]
        );
        assert!(read(&paragraphs(&document)).unwrap().notes[0].contains("Bo started transcription"));
    }

    #[test]
    fn older_teams_puts_cue_and_name_above_them() {
        let document =
            ["0:0:5.100 --> 0:0:8.250\nAda\nFijn dat je er bent.", "0:0:9.0 --> 0:0:9.500", "Bo", "Ja."];
        assert_eq!(
            shown(&document),
            ["Ada|Some(5100)|Some(8250)|Fijn dat je er bent.", "Bo|Some(9000)|Some(9500)|Ja."]
        );
    }

    #[test]
    fn word_puts_the_time_before_the_name() {
        let document =
            ["Transcript", "00:00:05 Speaker 1", "Fijn dat je er bent.", "00:00:09 Speaker 2", "Ja."];
        assert_eq!(
            shown(&document),
            [
                "|None|None|Transcript",
                "Speaker 1|Some(5000)|None|Fijn dat je er bent.",
                "Speaker 2|Some(9000)|None|Ja."
            ]
        );
    }

    #[test]
    fn other_documents_are_none() {
        for document in [
            vec!["I: Hoe laat was het?", "R: Tegen 10:30", "I: En dan?"],
            vec!["Begin   9:00"],
            vec!["0:05 Ada: Fijn.", "0:09 Bo: Ja."],
            vec!["[0:05] ja dat is zo", "[0:09] nou en of", "[0:12] maar toen", "Nee."],
            vec![],
        ] {
            assert!(read(&paragraphs(&document)).is_none(), "{document:?}");
        }
    }
}
