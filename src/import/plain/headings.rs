//! Markdown in which a heading names who speaks, and what is said stands below it.

use std::fmt::Write as _;

use rustc_hash::FxHashMap;

use crate::import::labels::{as_label, fold};

/// A text whose headings name speakers, written with labels, and what should be said about it. `None` where headings are
/// headings: names of speakers come back, and most headings are such names.
pub(super) fn spoken<'t>(text: &'t str) -> Option<(String, String)> {
    if !text.starts_with('#') && memchr::memmem::find(text.as_bytes(), b"\n#").is_none() {
        return None;
    }
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    let bare = |words: &'t str| words.trim_end_matches(':').trim_end();
    let headings: Vec<&str> = text.lines().filter_map(heading).map(bare).collect();
    for words in &headings {
        *counts.entry(fold(words)).or_default() += 1;
    }
    let is_name =
        |words: &str| as_label(words) == words && counts.get(&fold(words)).is_some_and(|count| *count > 2);
    let names: Vec<&str> = headings.iter().copied().filter(|words| is_name(words)).collect();
    let several = names.iter().any(|name| fold(name) != fold(names[0]));
    if !several || names.len() * 2 <= headings.len() {
        return None;
    }
    let mut result = String::with_capacity(text.len());
    let (mut turns, mut glued) = (0, 0);
    let mut waits = false;
    for line in text.split_inclusive('\n') {
        let words = heading(line.trim_end());
        if let Some((name, said)) = words.and_then(|words| named(words, &names)) {
            if waits {
                result.push('\n');
            }
            result.push_str(name);
            result.push(':');
            turns += 1;
            waits = said.is_empty();
            if !waits {
                glued += 1;
                result.push(' ');
                result.push_str(said);
                result.push('\n');
            }
        } else if waits && line.trim().is_empty() {
            // The blank line between a heading and what is said.
        } else if waits {
            waits = false;
            result.push(if words.is_some() { '\n' } else { ' ' });
            result.push_str(line.trim_start());
        } else {
            result.push_str(line);
        }
    }
    if waits {
        result.push('\n');
    }
    let mut note = format!("{turns} headings name a speaker and became labels");
    if glued > 0 {
        let _ = write!(note, "; {glued} of them had what is said glued to them: look whether they are right");
    }
    Some((result, note))
}

/// The words of a heading.
fn heading(line: &str) -> Option<&str> {
    let rest = line.trim_start_matches('#');
    let marks = line.len() - rest.len();
    let words = rest.trim().trim_end_matches('#').trim_end();
    ((1..=6).contains(&marks) && rest.starts_with([' ', '\t']) && !words.is_empty()).then_some(words)
}

/// The speaker that a heading names, and what is glued to it: `InterviewerToekomst zul je`.
fn named<'l>(words: &'l str, names: &[&'l str]) -> Option<(&'l str, &'l str)> {
    let bare = words.trim_end_matches(':').trim_end();
    if names.iter().any(|name| fold(name) == fold(bare)) {
        return Some((bare, ""));
    }
    let longest = names.iter().filter(|name| words.starts_with(**name)).max_by_key(|name| name.len())?;
    let said = &words[longest.len()..];
    let is_glued = said.trim_start_matches(':').trim_start().starts_with(char::is_uppercase);
    is_glued.then(|| (&words[..longest.len()], said.trim_start_matches(':').trim_start()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_that_come_back_are_speakers() {
        let text = "# Gesprek\n\n### Interviewer\n\nHoe?\n\nEn nu?\n\n### Docent\nGoed.\n\n### interviewer\nMooi.\n### InterviewerToekomst zul je\nzien.\n### Docent\n\n### Interviewer\nJa.\n### Docent\nSlot";
        let (new, note) = spoken(text).unwrap();
        assert_eq!(
            new,
            "# Gesprek\n\nInterviewer: Hoe?\n\nEn nu?\n\nDocent: Goed.\n\ninterviewer: Mooi.\nInterviewer: Toekomst zul je\nzien.\nDocent:\nInterviewer: Ja.\nDocent: Slot"
        );
        assert!(note.contains("glued"), "{note}");
    }

    #[test]
    fn headings_of_a_text_stay_headings() {
        assert_eq!(spoken("# Top\nR01: a\n# Tip\nR02: b\n# Top\nR03: c\n"), None);
        assert_eq!(spoken("# Inleiding\n# Methode\n# Slot\n"), None);
        assert_eq!(spoken("geen kop\n"), None);
    }
}
