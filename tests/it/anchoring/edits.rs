//! Texts that are edited at random, with the truth of what became of each byte.

use std::collections::BTreeMap;
use std::ops::Range;

use kantlijn::text::Span;
use unicode_normalization::UnicodeNormalization as _;

use crate::golden::Dice;

/// A piece of the new text.
#[derive(Clone, Debug)]
pub(super) enum Piece {
    /// Bytes of the old text.
    Kept(Range<usize>),
    /// A word or a line ending of the old text, written otherwise.
    Written(Range<usize>, String),
    /// Words that came into a line.
    Inline(String),
    /// A line that came in.
    Line(String),
}

/// What is done to a text: each a share of its words or lines, from 0 to 1.
#[derive(Clone, Debug, Default)]
pub struct Rates {
    pub typos: f64,
    pub other_words: f64,
    pub words_out: f64,
    pub words_in: f64,
    pub lines_in: f64,
    pub lines_out: f64,
    pub lines_moved: f64,
    pub stamps: f64,
    pub line_endings: f64,
    pub decomposed: f64,
    pub speakers: f64,
    pub replaced: f64,
    pub halves: bool,
}

/// The kinds of edits that the table shows, each at a share.
pub fn kinds(share: f64) -> Vec<(&'static str, Rates)> {
    let none = Rates::default;
    vec![
        ("typos", Rates { typos: share, ..none() }),
        ("lines put in", Rates { lines_in: share, ..none() }),
        ("lines deleted", Rates { lines_out: share, ..none() }),
        ("paragraphs moved", Rates { lines_moved: share, ..none() }),
        ("speakers renamed", Rates { speakers: share, ..none() }),
        ("times added", Rates { stamps: share, ..none() }),
        ("line endings", Rates { line_endings: share, ..none() }),
        ("letters decomposed", Rates { decomposed: share, ..none() }),
        ("search and replace", Rates { replaced: share, ..none() }),
        ("halves swapped", Rates { halves: true, ..none() }),
        (
            "words put in, deleted, exchanged",
            Rates { words_in: share / 3.0, words_out: share / 3.0, other_words: share / 3.0, ..none() },
        ),
        (
            "all of it",
            Rates {
                typos: share / 4.0,
                other_words: share / 8.0,
                words_in: share / 8.0,
                words_out: share / 8.0,
                lines_in: share / 4.0,
                lines_out: share / 4.0,
                lines_moved: share / 8.0,
                stamps: share / 4.0,
                ..none()
            },
        ),
    ]
}

/// A text and what it was.
#[derive(Debug)]
pub struct Edited {
    /// The new text.
    pub text: String,
    pub(super) pieces: Vec<(Range<usize>, Piece)>,
    /// Where the lines begin among the pieces, with the line of the old text that each was.
    pub(super) lines: Vec<(usize, usize)>,
}

/// What is wrong with a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Wrong {
    /// It holds words of another place, or words that came in beside it or as a line.
    Foreign,
    /// It leaves out words at an edge of the passage that are still there. A line that was moved out of its middle is not
    /// missed: that is an edit between two edges that are where they should be.
    CutShort,
}

impl Edited {
    /// Edits a text.
    pub fn new(old: &str, rates: &Rates, dice: &mut Dice) -> Self {
        let mut lines = lines_of(old);
        if rates.halves {
            let half = lines.len() / 2;
            lines.rotate_left(half);
        }
        let moved = chance_of(lines.len(), rates.lines_moved, dice);
        for _ in 0..moved {
            let line = lines.remove(dice.below(lines.len()));
            lines.insert(dice.below(lines.len() + 1), line);
        }
        let words = words_of(old);
        let renamed = renamed(old, &lines, rates.speakers, dice);
        let replaced = replaced(old, &words, rates.replaced, dice);
        let mut pieces = Vec::new();
        let mut begins = Vec::new();
        for line in lines {
            begins.push((pieces.len(), line.start));
            if happens(rates.lines_in, dice) {
                pieces.push(Piece::Line(invented(old, &words, rates, dice)));
            }
            if happens(rates.lines_out, dice) {
                continue;
            }
            edit_line(old, line, rates, &words, &renamed, &replaced, dice, &mut pieces);
        }
        Self::of(old, pieces, begins)
    }

    fn of(old: &str, pieces: Vec<Piece>, lines: Vec<(usize, usize)>) -> Self {
        let mut text = String::new();
        let mut placed = Vec::new();
        for piece in pieces {
            let start = text.len();
            text.push_str(match &piece {
                Piece::Kept(range) => &old[range.clone()],
                Piece::Written(_, words) | Piece::Inline(words) | Piece::Line(words) => words,
            });
            placed.push((start..text.len(), piece));
        }
        Self { text, pieces: placed, lines }
    }

    /// What is wrong with `place` for the passage `own` of the old text; blanks mean nothing.
    pub fn judge(&self, old: &str, own: Span, place: Span) -> Result<(), Wrong> {
        let own = own.start as usize..own.end as usize;
        let place = place.start as usize..place.end as usize;
        let passage = &old[own.clone()];
        let first_word = own.start + passage.len() - passage.trim_start().len();
        let last_word = own.start + passage.trim_end().len().saturating_sub(1);
        let holds_edge = |range: &Range<usize>| range.contains(&first_word) || range.contains(&last_word);
        let (mut first, mut last) = (None, None);
        for (new, piece) in &self.pieces {
            let inside = new.start.max(place.start)..new.end.min(place.end);
            let blank = |text: &str| text.trim().is_empty();
            match piece {
                Piece::Kept(range) => {
                    let old_at = |at: usize| range.start + at - new.start;
                    if !inside.is_empty() {
                        let found = old_at(inside.start)..old_at(inside.end);
                        let before = found.start..found.end.min(own.start).max(found.start);
                        let after = found.start.max(own.end).min(found.end)..found.end;
                        let copied = common_line(old, found.start) || common_line(old, found.end);
                        if !copied && (!blank(&old[before]) || !blank(&old[after])) {
                            return Err(Wrong::Foreign);
                        }
                        first = first.or(Some(true));
                        last = Some(true);
                    }
                    let mine = range.start.max(own.start)..range.end.min(own.end);
                    if !mine.is_empty() {
                        let at = new.start + mine.start - range.start..new.start + mine.end - range.start;
                        let before = at.start..at.end.min(place.start).max(at.start);
                        let after = at.start.max(place.end).min(at.end)..at.end;
                        if common_line(old, mine.start) || !holds_edge(&mine) {
                            continue;
                        }
                        if !blank(&self.text[before]) || !blank(&self.text[after]) {
                            return Err(Wrong::CutShort);
                        }
                    }
                }
                Piece::Written(range, words) => {
                    let mine = own.start <= range.start && range.end <= own.end;
                    if !inside.is_empty() && !blank(words) {
                        if !mine {
                            return Err(Wrong::Foreign);
                        }
                        first = first.or(Some(true));
                        last = Some(true);
                    }
                    if mine && holds_edge(range) && inside.len() < new.len() && !blank(words) {
                        return Err(Wrong::CutShort);
                    }
                }
                Piece::Inline(words) if !inside.is_empty() && !blank(words) => {
                    first = first.or(Some(false));
                    last = Some(false);
                }
                Piece::Line(words)
                    if !inside.is_empty() && !blank(&words[..inside.len().min(words.len())]) =>
                {
                    return Err(Wrong::Foreign);
                }
                _ => {}
            }
        }
        if first == Some(true) && last == Some(true) { Ok(()) } else { Err(Wrong::Foreign) }
    }
}

fn happens(share: f64, dice: &mut Dice) -> bool {
    share > 0.0 && (dice.below(1_000_000) as f64) < share * 1_000_000.0
}

fn chance_of(count: usize, share: f64, dice: &mut Dice) -> usize {
    (0..count).filter(|_| happens(share, dice)).count()
}

fn lines_of(text: &str) -> Vec<Range<usize>> {
    let mut start = 0;
    text.split_inclusive('\n')
        .map(|line| {
            start += line.len();
            start - line.len()..start
        })
        .collect()
}

fn words_of(text: &str) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for (at, character) in text.char_indices() {
        let end = at + character.len_utf8();
        match found.last_mut() {
            _ if !character.is_alphanumeric() => {}
            Some(last) if last.end == at => last.end = end,
            _ => found.push(at..end),
        }
    }
    found
}

fn pick<'t>(text: &'t str, words: &[Range<usize>], dice: &mut Dice) -> &'t str {
    if words.is_empty() { "woord" } else { &text[words[dice.below(words.len())].clone()] }
}

/// True for a place in a line that stands several times in the text: which of them went, nobody can see.
fn common_line(text: &str, at: usize) -> bool {
    let start = text[..at].rfind('\n').map_or(0, |place| place + 1);
    let line = text[start..].lines().next().unwrap_or_default();
    text.lines().filter(|other| *other == line).count() > 1
}

/// A word of the text that does not stand near this one: beside its like nobody could tell which of the two came in.
fn another(old: &str, words: &[Range<usize>], word: &Range<usize>, dice: &mut Dice) -> String {
    let at = words.partition_point(|other| other.start < word.start);
    let near = &words[at.saturating_sub(8)..(at + 9).min(words.len())];
    let found = pick(old, words, dice).to_owned();
    let stands_near = near.iter().any(|near| old[near.clone()].eq_ignore_ascii_case(&found));
    if stands_near { "kladblok".to_owned() } else { found }
}

/// A line that was not there, of words that were; sometimes it is another line once more, but not where lines go, too: then
/// the copy would be the line.
fn invented(old: &str, words: &[Range<usize>], rates: &Rates, dice: &mut Dice) -> String {
    if rates.lines_out + rates.lines_moved <= 0.0 && dice.below(8) == 0 {
        let lines = lines_of(old);
        let line = old[lines[dice.below(lines.len())].clone()].trim_end();
        return format!("{line}\n");
    }
    let label = ["", "ST1: ", "FA1: ", "SO4: "][dice.below(4)];
    let count = 1 + dice.below(14);
    let words: Vec<&str> = (0..count).map(|_| pick(old, words, dice)).collect();
    format!("{label}{}.\n", words.join(" "))
}

/// Some labels with the label that they get.
fn renamed(old: &str, lines: &[Range<usize>], share: f64, dice: &mut Dice) -> BTreeMap<String, String> {
    if share <= 0.0 {
        return BTreeMap::new();
    }
    let mut labels: Vec<&str> =
        lines.iter().filter_map(|line| label(&old[line.clone()])).map(|range| range.1).collect();
    labels.sort_unstable();
    labels.dedup();
    let mut found = BTreeMap::new();
    let new = ["Docent A", "Student1", "begeleider", "Els"];
    for label in &labels {
        if happens(share, dice) {
            found.insert((*label).to_owned(), format!("{}{}", new[dice.below(4)], found.len()));
        }
    }
    if let (true, Some(first)) = (found.is_empty(), labels.first()) {
        found.insert((*first).to_owned(), "Docent A".to_owned());
    }
    found
}

/// A line's label and where it begins in the line.
fn label(line: &str) -> Option<(usize, &str)> {
    let start = if line.starts_with('[') { line.find("] ")? + 2 } else { 0 };
    let (label, _) = line[start..].split_once(": ")?;
    (label.len() <= 12 && !label.is_empty() && label.chars().all(char::is_alphanumeric))
        .then_some((start, label))
}

/// Words that are replaced throughout, until they are this share of all words.
fn replaced(old: &str, words: &[Range<usize>], share: f64, dice: &mut Dice) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    let mut count = 0;
    let wanted = (share * words.len() as f64).ceil() as usize;
    for _ in 0..words.len() {
        if count >= wanted || share <= 0.0 {
            break;
        }
        let word = pick(old, words, dice);
        let new =
            ["praatplaat", "mentorgesprek", "bespraken", "wijlie", "kladblok"][dice.below(5)].to_owned();
        if !found.contains_key(word) {
            count += words.iter().filter(|range| &old[(*range).clone()] == word).count();
            found.insert(word.to_owned(), new);
        }
    }
    found
}

#[expect(clippy::too_many_arguments, reason = "everything that can be done to a line")]
fn edit_line(
    old: &str,
    line: Range<usize>,
    rates: &Rates,
    words: &[Range<usize>],
    renamed: &BTreeMap<String, String>,
    replaced: &BTreeMap<String, String>,
    dice: &mut Dice,
    pieces: &mut Vec<Piece>,
) {
    let body = line.start..line.start + old[line.clone()].trim_end_matches(['\n', '\r']).len();
    if !body.is_empty() && happens(rates.stamps, dice) {
        pieces.push(Piece::Inline(format!("[00:{:02}:{:02}] ", dice.below(60), dice.below(60))));
    }
    let label =
        label(&old[body.clone()]).map(|(start, label)| body.start + start..body.start + start + label.len());
    let first = words.partition_point(|word| word.start < body.start);
    let mut at = body.start;
    for word in words[first..].iter().take_while(|word| word.start < body.end) {
        pieces.push(Piece::Kept(at..word.start));
        at = word.end;
        let letters = &old[word.clone()];
        let new_label = renamed.get(letters).filter(|_| label.as_ref() == Some(word));
        if let Some(new) = new_label.or_else(|| replaced.get(letters)) {
            pieces.push(Piece::Written(word.clone(), new.clone()));
        } else if happens(rates.typos, dice) {
            pieces.push(Piece::Written(word.clone(), slipped(letters, dice)));
        } else if happens(rates.decomposed, dice) {
            pieces.push(Piece::Written(word.clone(), letters.nfd().collect()));
        } else if happens(rates.other_words, dice) {
            pieces.push(Piece::Written(word.clone(), another(old, words, word, dice)));
        } else if may_go(pieces) && happens(rates.words_out, dice) && old[at..].starts_with(' ') {
            at += 1;
        } else {
            pieces.push(Piece::Kept(word.clone()));
            if happens(rates.words_in, dice) {
                pieces.push(Piece::Inline(format!(" {}", another(old, words, word, dice))));
            }
        }
    }
    pieces.push(Piece::Kept(at..body.end));
    let ending = body.end..line.end;
    if !ending.is_empty() && happens(rates.line_endings, dice) {
        pieces.push(Piece::Written(ending, "\r\n".to_owned()));
    } else {
        pieces.push(Piece::Kept(ending));
    }
}

/// A word that goes right after one that came in was exchanged for it, whoever looks at it.
fn may_go(pieces: &[Piece]) -> bool {
    !pieces.iter().rev().take(2).any(|piece| matches!(piece, Piece::Inline(_)))
}

/// A word with a slip of the pen.
fn slipped(word: &str, dice: &mut Dice) -> String {
    let mut letters: Vec<char> = word.chars().collect();
    let at = dice.below(letters.len());
    match dice.below(4) {
        0 if letters.len() > 2 => drop(letters.remove(at)),
        1 if at + 1 < letters.len() => letters.swap(at, at + 1),
        2 => letters.insert(at, letters[at]),
        _ => letters[at] = char::from(b'a' + dice.below(26) as u8),
    }
    letters.into_iter().collect()
}
