//! Pages become paragraphs: what belongs to the paper goes, what belongs together is joined.

use rustc_hash::{FxHashMap, FxHashSet};

use crate::import::blocks::{counted, quoted};

/// How many lines at the top and at the bottom of a page may be its header and footer.
const EDGE: usize = 2;

/// So many numbers that count up are those of paragraphs or lines.
const RUN: usize = 3;
/// What a word ends with that is broken at the end of a line.
const HYPHENS: [char; 3] = ['-', '\u{ad}', '\u{2010}'];

/// The text of a document.
#[derive(Debug, Default)]
pub(super) struct Cleaned {
    pub paragraphs: Vec<String>,
    /// What was taken away or joined, each a sentence.
    pub notes: Vec<String>,
}

/// What was done, counted.
#[derive(Default)]
struct Tally {
    numbers: usize,
    repeated: Vec<String>,
    hyphens: usize,
    ligatures: usize,
    across: usize,
}

pub(super) fn cleaned(pages: &[String]) -> Cleaned {
    let mut tally = Tally::default();
    let mut pages: Vec<Vec<String>> = pages.iter().map(|page| lines(page, &mut tally)).collect();
    // First numbers, as long as those that count up stand together. Numbers of paragraphs may go on from page to page, so that the
    // last page has but two of them.
    let known: FxHashSet<u32> = pages
        .iter()
        .flat_map(|page| runs(&alone(page)).into_iter().filter(|run| run.len() >= RUN))
        .flatten()
        .map(|(_, number)| number)
        .collect();
    for page in &mut pages {
        numbers(page, &known, &mut tally);
    }
    repeated(&mut pages, &mut tally);
    let mut paragraphs: Vec<String> = Vec::new();
    for page in &pages {
        let new = joined(page, &mut tally);
        let mut new = new.into_iter();
        if let Some(first) = new.next() {
            match paragraphs.last_mut().filter(|last| goes_on(last, &first)) {
                Some(last) => {
                    tally.across += 1;
                    put(last, &first, &mut tally.hyphens);
                }
                None => paragraphs.push(first),
            }
        }
        paragraphs.extend(new);
    }
    Cleaned { paragraphs, notes: tally.notes() }
}

impl Tally {
    fn notes(&self) -> Vec<String> {
        let mut notes = Vec::new();
        if self.numbers > 0 {
            let lines = counted(self.numbers, "line holds", "lines hold");
            notes.push(format!("{lines} the number of a page, a paragraph or a line alone, left out"));
        }
        if !self.repeated.is_empty() {
            let lines: Vec<String> = self.repeated.iter().take(5).map(|line| quoted(line)).collect();
            notes.push(format!("lines that stand on most pages were left out: {}", lines.join(", ")));
        }
        if self.hyphens > 0 {
            let words = counted(self.hyphens, "word was", "words were");
            let compound = "a compound such as `e-mail` may have lost its hyphen by it";
            notes.push(format!("{words} broken at the end of a line and put together; {compound}"));
        }
        if self.across > 0 {
            let paragraphs = counted(self.across, "paragraph goes", "paragraphs go");
            notes.push(format!("{paragraphs} on from one page to the next, put together here"));
        }
        if self.ligatures > 0 {
            notes.push(format!(
                "{} written as two letters (\u{fb01} as fi)",
                counted(self.ligatures, "ligature is", "ligatures are")
            ));
        }
        notes
    }
}

/// The lines of a page: one blank between words, ligatures as letters. A blank line stands where there is one or more.
fn lines(page: &str, tally: &mut Tally) -> Vec<String> {
    let mut lines: Vec<String> = Vec::new();
    for line in page.lines() {
        let mut words = String::with_capacity(line.len());
        for c in line.split([' ', '\t', '\u{a0}', '\r']).filter(|word| !word.is_empty()) {
            if !words.is_empty() {
                words.push(' ');
            }
            for c in c.chars() {
                match ligature(c) {
                    Some(letters) => {
                        tally.ligatures += 1;
                        words.push_str(letters);
                    }
                    None if c.is_control() => {}
                    None => words.push(c),
                }
            }
        }
        if !words.is_empty() || lines.last().is_some_and(|last| !last.is_empty()) {
            lines.push(words);
        }
    }
    while lines.last().is_some_and(String::is_empty) {
        lines.pop();
    }
    lines
}

fn ligature(c: char) -> Option<&'static str> {
    Some(match c {
        '\u{fb00}' => "ff",
        '\u{fb01}' => "fi",
        '\u{fb02}' => "fl",
        '\u{fb03}' => "ffi",
        '\u{fb04}' => "ffl",
        '\u{fb05}' | '\u{fb06}' => "st",
        _ => return None,
    })
}

/// A line as it is compared with those of other pages: digits are all the same.
fn pattern(line: &str) -> String {
    line.chars().map(|c| if c.is_ascii_digit() { '0' } else { c }).collect()
}

/// Lines at the edges of pages that most pages have there.
fn repeated(pages: &mut [Vec<String>], tally: &mut Tally) {
    let edge = |page: &Vec<String>| -> Vec<usize> {
        let filled: Vec<usize> = (0..page.len()).filter(|&at| !page[at].is_empty()).collect();
        let from_end = filled.iter().rev().take(EDGE);
        let mut edge: Vec<usize> = filled.iter().take(EDGE).chain(from_end).copied().collect();
        edge.sort_unstable();
        edge.dedup();
        edge
    };
    let mut counts: FxHashMap<String, usize> = FxHashMap::default();
    for page in pages.iter() {
        let mut seen: Vec<String> = edge(page).into_iter().map(|at| pattern(&page[at])).collect();
        seen.sort_unstable();
        seen.dedup();
        for line in seen {
            *counts.entry(line).or_default() += 1;
        }
    }
    let most = (pages.len() / 2 + 1).max(3);
    let is_furniture = |line: &str| counts.get(line).is_some_and(|count| *count >= most);
    for page in pages.iter_mut() {
        for at in edge(page) {
            if is_furniture(&pattern(&page[at])) {
                let line = std::mem::take(&mut page[at]);
                let is_number = line.chars().all(|c| !c.is_alphabetic());
                tally.numbers += usize::from(is_number);
                if !is_number && !tally.repeated.iter().any(|known| pattern(known) == pattern(&line)) {
                    tally.repeated.push(line);
                }
            }
        }
    }
}

/// A number that stands alone on a line, and the line's place on the page.
type Alone = (usize, u32);

fn number(line: &str) -> Option<u32> {
    line.parse().ok().filter(|_| line.bytes().all(|byte| byte.is_ascii_digit()))
}

/// The lines of a page that hold a number alone.
fn alone(page: &[String]) -> Vec<Alone> {
    page.iter().enumerate().filter_map(|(at, line)| Some((at, number(line)?))).collect()
}

/// Numbers that count up, by ones or by fives.
fn runs(alone: &[Alone]) -> Vec<Vec<Alone>> {
    alone.chunk_by(|a, b| b.1 == a.1 + 1 || a.1 > 0 && b.1 == a.1 + 5).map(<[Alone]>::to_vec).collect()
}

/// Numbers of pages, of paragraphs, and of lines. `known` are those of paragraphs and lines on any page.
fn numbers(page: &mut Vec<String>, known: &FxHashSet<u32>, tally: &mut Tally) {
    let filled: Vec<usize> = (0..page.len()).filter(|&at| !page[at].is_empty()).collect();
    let mut gone: Vec<usize> = Vec::new();
    // At the edges: `3`, `3/12`, `Page 3 of 12`.
    for at in filled.iter().take(1).chain(filled.iter().rev().take(1)) {
        if is_page_number(&page[*at]) {
            gone.push(*at);
        }
    }
    for run in runs(&alone(page)) {
        let goes_on = run.len() > 1 && run.iter().all(|(_, number)| known.contains(number));
        if run.len() >= RUN || goes_on {
            gone.extend(run.iter().map(|(at, _)| *at));
        }
    }
    gone.sort_unstable();
    gone.dedup();
    for at in &gone {
        page[*at].clear();
    }
    tally.numbers += gone.len();
    // At the start of almost every line: `12 And then`.
    let numbered: Vec<(usize, u32)> = filled
        .iter()
        .filter(|at| !gone.contains(at))
        .filter_map(|&at| Some((at, number(page[at].split(' ').next()?)?)))
        .collect();
    let left = filled.len() - gone.len();
    let rises = numbered.windows(2).filter(|pair| pair[1].1 == pair[0].1 + 1).count();
    if numbered.len() >= 5 && numbered.len() * 5 >= left * 4 && rises * 5 >= (numbered.len() - 1) * 4 {
        for (at, _) in &numbered {
            page[*at] = page[*at].split_once(' ').map(|(_, rest)| rest.to_owned()).unwrap_or_default();
        }
        tally.numbers += numbered.len();
    }
    // What went leaves one blank line at most.
    page.dedup_by(|a, b| a.is_empty() && b.is_empty());
}

fn is_page_number(line: &str) -> bool {
    const WORDS: [&str; 9] = ["page", "pagina", "p.", "pag.", "blz.", "bladzijde", "seite", "s.", "of"];
    let lower = line.to_lowercase();
    let is_part = |word: &str| {
        let bare = word.trim_matches(['-', '–', '|', '/', '.', ',']);
        bare.is_empty()
            || bare.chars().all(|c| c.is_ascii_digit() || c == '/')
            || WORDS.contains(&word)
            || word == "van"
            || word == "von"
    };
    lower.chars().any(|c| c.is_ascii_digit()) && lower.len() <= 24 && lower.split(' ').all(is_part)
}

/// The paragraphs of a page: lines up to a blank one, unless a line was ended on purpose.
fn joined(page: &[String], tally: &mut Tally) -> Vec<String> {
    let mut lengths: Vec<usize> =
        page.iter().map(|line| line.chars().count()).filter(|length| *length > 0).collect();
    lengths.sort_unstable();
    let full = lengths.get(lengths.len() * 9 / 10).or(lengths.last()).copied().unwrap_or_default();
    let mut paragraphs: Vec<String> = Vec::new();
    let mut before: Option<&String> = None;
    for line in page {
        if line.is_empty() {
            before = None;
            continue;
        }
        // A line that is much shorter than the longest ones ended because its paragraph did.
        let is_next = before.is_some_and(|before| {
            let is_full = before.chars().count() * 10 >= full * 6 || before.ends_with(HYPHENS);
            is_full && !begins_turn(line)
        });
        match paragraphs.last_mut().filter(|_| is_next) {
            Some(last) => put(last, line, &mut tally.hyphens),
            None => paragraphs.push(line.clone()),
        }
        before = Some(line);
    }
    paragraphs
}

/// Puts a line behind what comes before it.
fn put(last: &mut String, line: &str, hyphens: &mut usize) {
    let is_small = line.chars().next().is_some_and(char::is_lowercase);
    let stem =
        last.strip_suffix(HYPHENS).filter(|stem| stem.chars().next_back().is_some_and(char::is_alphabetic));
    match stem.map(str::len).filter(|_| is_small) {
        Some(length) => {
            *hyphens += 1;
            last.truncate(length);
        }
        None => last.push(' '),
    }
    last.push_str(line);
}

/// True for a line with a speaker's label, a time or a bullet.
fn begins_turn(line: &str) -> bool {
    let is_marked = line.starts_with(['[', '•', '–', '—', '▪', '#', '*']) || line.starts_with("- ");
    let label = line.split_once(':').is_some_and(|(label, rest)| {
        label.chars().count() <= 30
            && label.split(' ').count() <= 3
            && label.chars().next().is_some_and(|c| c.is_uppercase() || c.is_ascii_digit())
            && label.chars().all(|c| c.is_alphanumeric() || " .-_'()".contains(c))
            && (rest.is_empty() || rest.starts_with(' '))
    });
    is_marked || label
}

/// True when the first paragraph of a page goes on with the last one of the page before.
fn goes_on(last: &str, first: &str) -> bool {
    let is_open = !last.ends_with(['.', '?', '!', ':', ';', '"', '”', '’', ')', ']', '…']);
    is_open && first.chars().next().is_some_and(char::is_lowercase) && !begins_turn(first)
}
