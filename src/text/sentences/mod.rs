//! Sentences inside a turn, in Dutch and English.
//!
//! A sentence ends at `. ! ? …`, with the quotes and brackets that close there, before white space; not behind an
//! abbreviation, an initial or the number of a list, and not where an ellipsis or a quotation goes on in lower case. An aside
//! such as `(lacht)` behind a sentence belongs to it. Blank lines, headings and list items end sentences too. At most 16 KiB
//! on each side of the position are looked at: a longer sentence is cut there.

mod abbreviations;
#[cfg(test)]
mod tests;

use super::Span;
use super::graphemes;
use abbreviations::{Point, point_after};

/// Bytes looked at on each side of a position.
const REACH: u32 = 16 * 1024;
/// Bytes that an aside has at most.
const LONGEST_ASIDE: usize = 80;

/// The sentence at byte `position` of `within`, without white space around it; between two the one before, before the first
/// the first. All of `within` where that is blank.
pub fn sentence_at(text: &str, within: Span, position: u32) -> Span {
    let sentences = near(text, within, position);
    let after = sentences.partition_point(|sentence| sentence.start <= position);
    sentences.get(after.saturating_sub(1)).copied().unwrap_or(within)
}

/// The first sentence of `within` that starts at byte `position` or later.
pub fn next_sentence(text: &str, within: Span, position: u32) -> Option<Span> {
    let sentences = near(text, within, position);
    let whole = sentences.iter().find(|sentence| sentence.start >= position).copied();
    // Inside a sentence that was cut: the rest of what can be seen of it.
    let last = sentences
        .last()
        .filter(|last| last.contains(position) && position.saturating_add(REACH) < within.end);
    whole.or_else(|| last.map(|last| Span::new(position, last.end)))
}

/// The last sentence of `within` that ends at byte `position` or earlier.
pub fn previous_sentence(text: &str, within: Span, position: u32) -> Option<Span> {
    let sentences = near(text, within, position);
    let whole = sentences.iter().rfind(|sentence| sentence.end <= position).copied();
    let cut_off = position > REACH && position - REACH > within.start;
    let first = sentences.first().filter(|first| first.start < position && cut_off);
    whole.or_else(|| first.map(|first| Span::new(first.start, position)))
}

/// The sentences of `within`, however long that is.
pub fn sentences_of(text: &str, within: Span) -> Vec<Span> {
    let mut sentences = split(within.slice(text));
    for sentence in &mut sentences {
        *sentence = Span::new(sentence.start + within.start, sentence.end + within.start);
    }
    sentences
}

/// The sentences around byte `position`, as far as one looks.
fn near(text: &str, within: Span, position: u32) -> Vec<Span> {
    let position = position.clamp(within.start, within.end);
    let start =
        if position - within.start > REACH { graphemes::floor(text, position - REACH) } else { within.start };
    let end =
        if within.end - position > REACH { graphemes::ceil(text, position + REACH) } else { within.end };
    sentences_of(text, Span::new(start.max(within.start), end.min(within.end)))
}

/// The sentences of `part`, as bytes in it.
fn split(part: &str) -> Vec<Span> {
    let mut sentences = Vec::new();
    let (mut start, mut at) = (0, 0);
    while let Some(found) = part[at..].find(|character| is_terminator(character) || character == '\n') {
        at += found;
        let (end, next) = if part.as_bytes()[at] == b'\n' {
            (ends_at_newline(&part[at + 1..]).then_some(at), at + 1)
        } else {
            let run = at + leading(&part[at..], is_terminator);
            let closed = run + leading(&part[run..], is_closer);
            (ends_at_terminator(part, start, at, run, closed).then(|| with_asides(part, closed)), closed)
        };
        at = next.max(end.unwrap_or(0));
        if let Some(end) = end {
            push(part, start, end, &mut sentences);
            start = end;
        }
    }
    push(part, start, part.len(), &mut sentences);
    sentences
}

/// Adds `start..end` without the white space around it.
fn push(part: &str, start: usize, end: usize, sentences: &mut Vec<Span>) {
    let sentence = &part[start..end];
    let begin = start + sentence.len() - sentence.trim_start().len();
    let trimmed = sentence.trim().len();
    if trimmed > 0 {
        sentences.push(Span::new(begin as u32, (begin + trimmed) as u32));
    }
}

/// True when the line that starts here is blank, a heading or a list item.
fn ends_at_newline(next: &str) -> bool {
    let line = next.lines().next().unwrap_or("").trim_start();
    let number = leading(line, |character| character.is_ascii_digit());
    let item = number > 0 && number < 4 && [". ", ") "].iter().any(|mark| line[number..].starts_with(mark));
    line.is_empty() || item || ["#", "- ", "* ", "• "].iter().any(|mark| line.starts_with(mark))
}

/// `at..run` are terminators, `run..closed` what closes behind them; `start` is where the sentence began.
fn ends_at_terminator(part: &str, start: usize, at: usize, run: usize, closed: usize) -> bool {
    let terminators = &part[at..run];
    let behind = &part[closed..];
    if behind.is_empty() || terminators.ends_with(['。', '！', '？']) {
        return true;
    }
    if !behind.starts_with(char::is_whitespace) {
        return false;
    }
    let goes_on = goes_on_in_lower_case(behind);
    let ellipsis = terminators.chars().all(|character| matches!(character, '.' | '…')) && terminators != ".";
    if goes_on && (ellipsis || closed > run) {
        return false;
    }
    if terminators != "." {
        return true;
    }
    let word_start = part[start..at].rfind(is_before_word).map_or(start, |place| {
        start + place + part[start + place..].chars().next().map_or(0, char::len_utf8)
    });
    let word = &part[word_start..at];
    let first = part[start..word_start].trim().is_empty();
    if first && !word.is_empty() && word.len() < 4 && word.bytes().all(|byte| byte.is_ascii_digit()) {
        return false;
    }
    match point_after(word) {
        Point::Ends => true,
        Point::EndsBeforeCapital => starts_with_capital(behind),
        Point::Belongs => false,
    }
}

/// Where the sentence that ends at `end` ends with the asides behind it.
fn with_asides(part: &str, mut end: usize) -> usize {
    while let Some(aside) = aside_length(&part[end..]) {
        if goes_on_in_lower_case(&part[end + aside..]) {
            break;
        }
        end += aside;
    }
    end
}

/// Blanks and a short remark in brackets that is no sentence itself, at the start of `rest`.
fn aside_length(rest: &str) -> Option<usize> {
    let blanks = leading(rest, |character| matches!(character, ' ' | '\t' | '\u{a0}'));
    let close = match rest[blanks..].chars().next()? {
        '(' => ')',
        '[' => ']',
        _ => return None,
    };
    let reach = graphemes::floor(rest, (blanks + LONGEST_ASIDE) as u32) as usize;
    let inner = &rest[blanks..reach];
    let length = inner.find(close)? + 1;
    let end = blanks + length;
    let end = end + usize::from(rest[end..].starts_with('.'));
    let alone = rest[end..].chars().next().is_none_or(char::is_whitespace);
    (alone && !inner[..length].contains(|character| is_terminator(character) || character == '\n'))
        .then_some(end)
}

/// True when what follows, asides and opening marks left out, starts with a small letter.
fn goes_on_in_lower_case(mut rest: &str) -> bool {
    while let Some(aside) = aside_length(rest) {
        rest = &rest[aside..];
    }
    first_word(rest).starts_with(char::is_lowercase)
}

fn starts_with_capital(rest: &str) -> bool {
    let word = first_word(rest);
    word.is_empty() || word.starts_with(char::is_uppercase)
}

/// `rest` from its first word on. The capital of "'s Avonds" is that of its second.
fn first_word(rest: &str) -> &str {
    let word = rest.trim_start();
    let clipped =
        word.strip_prefix(['\'', '’']).and_then(|bare| bare.strip_prefix(['s', 't', 'n', 'k', 'm']));
    match clipped.and_then(|bare| bare.strip_prefix([' ', '-'])) {
        Some(second) => second.trim_start(),
        None => word.trim_start_matches(is_opener),
    }
}

/// Bytes of the characters at the start of `rest` that `wanted` accepts.
fn leading(rest: &str, wanted: impl Fn(char) -> bool) -> usize {
    rest.find(|character| !wanted(character)).unwrap_or(rest.len())
}

fn is_terminator(character: char) -> bool {
    matches!(character, '.' | '!' | '?' | '…' | '‽' | '⁇' | '⁈' | '⁉' | '‼' | '。' | '！' | '？')
}

fn is_closer(character: char) -> bool {
    matches!(character, '"' | '\'' | '”' | '“' | '„' | '’' | '‘' | '»' | '›' | ')' | ']' | '}' | '*' | '_')
}

fn is_opener(character: char) -> bool {
    matches!(
        character,
        '"' | '\''
            | '“'
            | '”'
            | '„'
            | '‘'
            | '’'
            | '«'
            | '‹'
            | '('
            | '['
            | '{'
            | '*'
            | '_'
            | '-'
            | '–'
            | '—'
    )
}

fn is_before_word(character: char) -> bool {
    character.is_whitespace() || is_opener(character) || character == '/'
}
