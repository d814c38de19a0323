//! Times that are written in other ways than `[00:01:02]`.

use std::fmt::Write as _;
use std::sync::LazyLock;

use regex::Regex;

use crate::text::{LineStart, line_start};

/// `#00:01:02-3#`, as f4 and f5 write it: tenths behind the dash.
static STAMP: LazyLock<Option<Regex>> =
    LazyLock::new(|| Regex::new(r"#(\d{1,3}):(\d{2}):(\d{2})(?:[-.,]\d{1,3})?#").ok());

/// `{00:01:02}`, `[01.02]`, `[1.02.03]`, `(1.02.03)` at the start of a line.
static BRACES: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(r"^(\s*)(?:\{(\d{1,3}(?:[:.]\d{2}){1,2})(?:[.,]\d{1,3})?\}|[\[(](\d{1,3}\.\d{2}(?:\.\d{2})?)[\])])\s*").ok()
});

/// `[SPEAKER_00] [0.0 - 1.2] words`, and `[0.0 - 1.2] [SPEAKER_00]`, or without the speaker: seconds.
static SECONDS: LazyLock<Option<Regex>> = LazyLock::new(|| {
    Regex::new(
        r"^\s*(?:\[([\p{L}][\p{L}\p{N}_ .-]{0,39})\]\s*:?\s*)?\[(\d{1,6}\.\d+)s?\s*(?:-|–|-->|→|:)\s*(\d{1,6}\.\d+)s?\]\s*(?:\[([\p{L}][\p{L}\p{N}_ .-]{0,39})\]\s*)?:?\s*",
    )
    .ok()
});

/// A text with f4's stamps and what should be said about it: a stamp at the end of a paragraph says when it ended, and so when
/// the next one began; one at its start says when that one began. `None` where there are none.
pub(super) fn at_ends(text: &str) -> Option<(String, String)> {
    let stamp = STAMP.as_ref()?;
    if memchr::memchr(b'#', text.as_bytes()).is_none() || !stamp.is_match(text) {
        return None;
    }
    let is_label = |line: &str| matches!(line_start(bare(line, stamp).0), LineStart::Label(_));
    let has_labels = text.lines().any(is_label);
    let mut result = String::with_capacity(text.len());
    let (mut moved, mut left) = (0, 0);
    // In f4 a recording begins with the first paragraph.
    let mut began: Option<String> =
        text.lines().any(|line| bare(line, stamp).2.is_some()).then(|| clock(0, 0, 0));
    for line in text.split_inclusive('\n') {
        let (content, ending) = line.strip_suffix('\n').map_or((line, ""), |content| (content, "\n"));
        let (words, start, end) = bare(content, stamp);
        moved += usize::from(start.is_some()) + usize::from(end.is_some());
        left += stamp.find_iter(words).count();
        if words.is_empty() && (start.is_some() || end.is_some()) {
            // A stamp alone says when the next paragraph begins.
            began = end.or(start);
            continue;
        }
        let takes = !words.is_empty() && (!has_labels || is_label(content));
        if let Some(time) = start.or_else(|| if takes { began.take() } else { None }) {
            let _ = write!(result, "[{time}] ");
        }
        result.push_str(if words.is_empty() { content } else { words });
        result.push_str(ending);
        began = end.or(began);
    }
    let mut note = format!(
        "{moved} times such as #00:01:02-3# stand at the start of their turns now, without tenths of seconds"
    );
    if left > 0 {
        let _ = write!(note, "; {left} in the middle of a line were left there");
    }
    (moved > 0).then_some((result, note))
}

/// A line without the stamps at its start and end, and what they say.
fn bare<'l>(line: &'l str, stamp: &Regex) -> (&'l str, Option<String>, Option<String>) {
    let mut words = line.trim();
    let of = |found: &str| {
        let mut parts =
            found.trim_matches('#').split([':', '-', '.', ',']).map(|part| part.parse::<u64>().unwrap_or(0));
        let mut next = || parts.next().unwrap_or(0);
        clock(next(), next(), next())
    };
    let (mut start, mut end) = (None, None);
    if let Some(found) = stamp.find(words).filter(|found| found.start() == 0) {
        start = Some(of(found.as_str()));
        words = words[found.end()..].trim_start();
    }
    if words.ends_with('#')
        && let Some(found) = stamp.find_iter(words).last().filter(|found| found.end() == words.len())
    {
        end = Some(of(found.as_str()));
        words = words[..found.start()].trim_end();
    }
    match (&start, &end) {
        (None, None) => (line, None, None),
        _ => (words, start, end),
    }
}

fn clock(hours: u64, minutes: u64, seconds: u64) -> String {
    format!("{hours:02}:{minutes:02}:{seconds:02}")
}

/// A text with other times at the starts of lines written as `[00:01:02]`, and what should be said about it; `None` where
/// there are none, or where a single one may be something else.
pub(super) fn at_starts(text: &str) -> Option<(String, String)> {
    memchr::memchr3(b'{', b'[', b'(', text.as_bytes())?;
    let (braces, seconds) = (BRACES.as_ref()?, SECONDS.as_ref()?);
    let mut result = String::with_capacity(text.len());
    let mut count = 0;
    for line in text.split_inclusive('\n') {
        let first = line.trim_start().bytes().next();
        if !matches!(first, Some(b'{' | b'[' | b'(')) {
            result.push_str(line);
        } else if let Some(found) = seconds.captures(line) {
            let begin =
                found.get(2).and_then(|at| at.as_str().parse::<f64>().ok()).unwrap_or_default() as u64;
            let time = clock(begin / 3600, begin / 60 % 60, begin % 60);
            let _ = write!(result, "[{time}] ");
            if let Some(speaker) = found.get(1).or_else(|| found.get(4)) {
                let _ = write!(result, "{}: ", speaker.as_str().trim());
            }
            result.push_str(&line[found.get(0).map_or(0, |all| all.end())..]);
            ended(&mut result, line);
            count += 1;
        } else if let Some((found, time)) =
            braces.captures(line).and_then(|found| Some((found.get(0)?.end(), braced(&found)?)))
        {
            let _ = write!(result, "[{time}] ");
            result.push_str(&line[found..]);
            ended(&mut result, line);
            count += 1;
        } else {
            result.push_str(line);
        }
    }
    let note = format!("{count} times that were written in another way are written as [00:01:02] now");
    (count > 1).then_some((result, note))
}

/// The blanks behind a time may have held the end of the line.
fn ended(result: &mut String, line: &str) {
    if line.ends_with('\n') && !result.ends_with('\n') {
        result.push('\n');
    }
}

/// The time in braces or with dots, where it is one.
fn braced(found: &regex::Captures<'_>) -> Option<String> {
    let time = found.get(2).or_else(|| found.get(3))?.as_str();
    let parts: Vec<u64> = time.split([':', '.']).filter_map(|part| part.parse().ok()).collect();
    match parts.as_slice() {
        [minutes, seconds] if *seconds < 60 => Some(clock(minutes / 60, minutes % 60, *seconds)),
        [hours, minutes, seconds] if *minutes < 60 && *seconds < 60 => {
            Some(clock(*hours, *minutes, *seconds))
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn stamps_of_f4_begin_their_turns() {
        let text =
            "I: Hoe ging het? #00:00:04-2#\n\nB: Goed.\nHeel goed. #00:01:02-3#\n\nI: Mooi. #00:01:05-0#\n";
        let (new, note) = at_ends(text).unwrap();
        assert_eq!(
            new,
            "[00:00:00] I: Hoe ging het?\n\n[00:00:04] B: Goed.\nHeel goed.\n\n[00:01:02] I: Mooi.\n"
        );
        assert!(note.starts_with("3 times"), "{note}");
        let (new, _) = at_ends("#00:00:04-2# I: Ja.\n#00:00:06-0#\nB: Nee.\n").unwrap();
        assert_eq!(new, "[00:00:04] I: Ja.\n[00:00:06] B: Nee.\n");
        let (new, note) = at_ends("Een #00:00:01-0# twee #00:00:04-2#\nDrie\n").unwrap();
        assert_eq!(new, "[00:00:00] Een #00:00:01-0# twee\n[00:00:04] Drie\n");
        assert!(note.contains("middle"), "{note}");
        assert_eq!(at_ends("# Kop\n#hekje\n"), None);
    }

    #[test]
    fn other_brackets_and_seconds_are_times_too() {
        let (new, _) = at_starts("{00:01:02} I: Ja.\n  [01.05] B: Nee.\n(1.02.03) I: Goed\n").unwrap();
        assert_eq!(new, "[00:01:02] I: Ja.\n[00:01:05] B: Nee.\n[01:02:03] I: Goed\n");
        let (new, _) =
            at_starts("[SPEAKER_00] [0.0 - 1.2] Ja.\n[75.5 --> 80.0] [SPEAKER_01]: Nee.\n[80.0 - 81.1]\n")
                .unwrap();
        assert_eq!(new, "[00:00:00] SPEAKER_00: Ja.\n[00:01:15] SPEAKER_01: Nee.\n[00:01:20] \n");
        assert_eq!(at_starts("[1.5] keer\n"), None);
        assert_eq!(at_starts("{00:01:02} een enkele\n"), None);
    }
}
