//! The terms of a query, each with its place: brackets, operators, words, phrases, regular expressions and fields.

use crate::index::question::Relation;
use crate::index::words::{self, PatternError};
use crate::text::Span;
use crate::text::fold::Tokens;

use super::error::Mistake;
use super::{Field, Forms, Kind, Pattern, Reading, Text, Value, Word};

/// What is wrong, and where.
pub(super) type Wrong = (Span, Mistake);

/// What makes capitals not matter in a regular expression.
const ANY_CASE: &str = "(?i)";

#[derive(Clone, Debug)]
pub(super) struct Token {
    pub span: Span,
    pub kind: TokenKind,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum TokenKind {
    Open,
    Close,
    Or,
    And,
    Not,
    /// A word that may stand for a relation (without its number of turns where that is the highest one), and itself as a
    /// word.
    Relation(Relation, Text),
    Term(Kind),
}

/// Cuts a query into its terms.
pub(super) fn tokens(words: &str, reading: Reading) -> Result<Vec<Token>, Wrong> {
    let mut lexer = Lexer { words, at: 0, typing: reading == Reading::Typing };
    let mut tokens: Vec<Token> = Vec::new();
    while let Some(next) = lexer.peek() {
        let start = lexer.at;
        let kind = match next {
            '(' | ')' => {
                lexer.at += 1;
                Some(if next == '(' { TokenKind::Open } else { TokenKind::Close })
            }
            blank if blank.is_whitespace() => {
                lexer.at += blank.len_utf8();
                None
            }
            '"' => lexer.phrase(false)?.map(|text| TokenKind::Term(Kind::Text(text))),
            '/' => lexer.pattern()?.map(TokenKind::Term),
            '=' => lexer.exact()?.map(TokenKind::Term),
            '~' => lexer.forms()?.map(TokenKind::Term),
            '@' => lexer.saved()?.map(TokenKind::Term),
            _ => lexer.word(!tokens.is_empty())?,
        };
        if let Some(kind) = kind {
            tokens.push(Token { span: Span::new(start as u32, lexer.at as u32), kind });
        }
    }
    Ok(tokens)
}

/// The field whose name begins at byte `start` of a query.
pub(super) fn field_at(words: &str, start: usize) -> Result<Field, Wrong> {
    let length = field_name(&words[start..]).unwrap_or(0);
    Lexer { words, at: start, typing: true }.field(length)
}

/// The words in `source`, which begins at byte `at` of the query. No word is no mistake here.
pub(super) fn read_words(source: &str, at: usize) -> Result<Vec<Word>, Wrong> {
    let place = |start: usize, end: usize| Span::new((at + start) as u32, (at + end) as u32);
    let mut words: Vec<Word> = Vec::new();
    let mut tokens = Tokens::of(source);
    let mut folded = String::new();
    let mut before = 0;
    while let Some(span) = tokens.next_token(&mut folded) {
        let (start, end) = (span.start as usize, span.end as usize);
        let gap = &source[before..start];
        let open_start = gap.ends_with('*');
        if open_start && !words.is_empty() && gap.chars().all(|character| character == '*') {
            return Err((place(before, start), Mistake::StarInside));
        }
        alone(gap, before > 0, true)
            .map_err(|star| (place(before + star, before + star + 1), Mistake::StarAlone))?;
        let open_end = source[end..].starts_with('*');
        words.push(Word { text: span.slice(source).to_owned(), open_start, open_end });
        before = end;
    }
    let gap = &source[before..];
    alone(gap, before > 0, false)
        .map_err(|star| (place(before + star, before + star + 1), Mistake::StarAlone))?;
    Ok(words)
}

/// Looks in what stands between words for a star that belongs to none; says at which byte.
fn alone(gap: &str, word_before: bool, word_after: bool) -> Result<(), usize> {
    let from = if word_before { gap.len() - gap.trim_start_matches('*').len() } else { 0 };
    let to = if word_after { gap.trim_end_matches('*').len().max(from) } else { gap.len() };
    gap[from..to].find('*').map_or(Ok(()), |star| Err(from + star))
}

struct Lexer<'w> {
    words: &'w str,
    at: usize,
    typing: bool,
}

impl<'w> Lexer<'w> {
    fn peek(&self) -> Option<char> {
        self.words[self.at..].chars().next()
    }

    /// A byte of the query as a place.
    fn here(&self, length: usize) -> Span {
        Span::new(self.at as u32, (self.at + length) as u32)
    }

    /// True when the person is still typing what ends here.
    fn unfinished(&self) -> bool {
        self.typing && self.at == self.words.len()
    }

    /// Reads on to white space, a bracket or a quotation mark, or one of `more`.
    fn run(&mut self, more: &[char]) -> &'w str {
        let rest = &self.words[self.at..];
        let ends = |character: char| {
            character.is_whitespace() || "()\"".contains(character) || more.contains(&character)
        };
        let run = &rest[..rest.find(ends).unwrap_or(rest.len())];
        self.at += run.len();
        run
    }

    /// What stands between quotation marks, and where; the closing one may be missing while somebody types.
    fn quoted(&mut self) -> Result<(&'w str, usize), Wrong> {
        let opened = self.here(1);
        self.at += 1;
        let start = self.at;
        let rest = &self.words[start..];
        let mut escaped = false;
        for (offset, character) in rest.char_indices() {
            match character {
                '"' if !escaped => {
                    self.at = start + offset + 1;
                    return Ok((&rest[..offset], start));
                }
                _ => escaped = character == '\\' && !escaped,
            }
        }
        self.at = self.words.len();
        if self.typing { Ok((rest, start)) } else { Err((opened, Mistake::Unclosed('"'))) }
    }

    fn phrase(&mut self, exact: bool) -> Result<Option<Text>, Wrong> {
        let opened = self.at;
        let (source, start) = self.quoted()?;
        let closed = self.words[..self.at].ends_with('"') && self.at > start;
        let mut words = read_words(source, start)?;
        let slop = self.slop()?;
        if words.is_empty() {
            let empty = (self.span_from(opened), Mistake::NoWord);
            return if self.typing { Ok(None) } else { Err(empty) };
        }
        if !closed {
            grow(&mut words, source);
        }
        Ok(Some(Text { words, slop, exact, letters: 0 }))
    }

    fn span_from(&self, start: usize) -> Span {
        Span::new(start as u32, self.at as u32)
    }

    /// `~3` behind a phrase.
    fn slop(&mut self) -> Result<u32, Wrong> {
        if self.peek() != Some('~') {
            return Ok(0);
        }
        let start = self.at;
        self.at += 1;
        let number = self.run(&[]);
        match number.parse() {
            Ok(slop) => Ok(slop),
            Err(_) if number.is_empty() && self.unfinished() => Ok(0),
            Err(_) => Err((self.span_from(start), Mistake::Slop)),
        }
    }

    fn pattern(&mut self) -> Result<Option<Kind>, Wrong> {
        let opened = self.here(1);
        let start = self.at;
        self.at += 1;
        let mut source = String::new();
        // Where in the source a slash lost its backslash.
        let mut escaped: Vec<usize> = Vec::new();
        let mut closed = false;
        let mut characters = self.words[self.at..].chars();
        while let Some(character) = characters.next() {
            self.at += character.len_utf8();
            match character {
                '/' => {
                    closed = true;
                    break;
                }
                '\\' => match characters.next() {
                    Some(next) => {
                        self.at += next.len_utf8();
                        if next == '/' {
                            escaped.push(source.len());
                        } else {
                            source.push('\\');
                        }
                        source.push(next);
                    }
                    None => source.push('\\'),
                },
                other => source.push(other),
            }
        }
        if !closed && !self.typing {
            return Err((opened, Mistake::Unclosed('/')));
        }
        let pattern_span = self.span_from(start);
        let flags = self.at;
        let any_case = match self.run(&[]) {
            "" => false,
            "i" => true,
            _ => return Err((self.span_from(flags), Mistake::BehindPattern)),
        };
        if self.peek() == Some('"') {
            return Err((self.here(1), Mistake::BehindPattern));
        }
        let pattern = Pattern { source, any_case };
        match pattern.compile() {
            _ if pattern.source.is_empty() => {
                if self.typing {
                    Ok(None)
                } else {
                    Err((pattern_span, Mistake::NoWord))
                }
            }
            Ok(_) => Ok(Some(Kind::Pattern(pattern))),
            Err(_) if !closed => Ok(None),
            Err(wrong) => {
                let place = |at: u32| {
                    let lost = escaped.iter().filter(|&&lost| lost < at as usize).count();
                    (start + 1 + lost) as u32 + at
                };
                let span = wrong.at().map_or(pattern_span, |at| Span::new(place(at.start), place(at.end)));
                Err((span, Mistake::Pattern(wrong)))
            }
        }
    }

    fn exact(&mut self) -> Result<Option<Kind>, Wrong> {
        let start = self.at;
        self.at += 1;
        if self.peek() == Some('"') {
            return Ok(self.phrase(true)?.map(Kind::Text));
        }
        let source = self.run(&[]);
        let mut words = read_words(source, start + 1)?;
        if words.is_empty() {
            let nothing = (self.span_from(start), Mistake::NoWord);
            return if self.unfinished() { Ok(None) } else { Err(nothing) };
        }
        if self.unfinished() {
            grow(&mut words, source);
        }
        Ok(Some(Kind::Text(Text { words, slop: 0, exact: true, letters: 0 })))
    }

    fn forms(&mut self) -> Result<Option<Kind>, Wrong> {
        let start = self.at;
        self.at += 1;
        let source = self.run(&[]);
        let wrong = |lexer: &Self| (lexer.span_from(start), Mistake::Forms);
        let mut words = Vec::new();
        for part in source.split('-') {
            match read_words(part, start).unwrap_or_default().as_slice() {
                [Word { text, open_start: false, open_end: false }] => words.push(text.clone()),
                [] if self.unfinished() => {}
                _ => return Err(wrong(self)),
            }
        }
        if words.is_empty() {
            return if self.unfinished() { Ok(None) } else { Err(wrong(self)) };
        }
        let word = words.remove(0);
        Ok(Some(Kind::Forms(Forms { word, without: words })))
    }

    fn saved(&mut self) -> Result<Option<Kind>, Wrong> {
        let start = self.at;
        self.at += 1;
        let name =
            if self.peek() == Some('"') { unescaped(self.quoted()?.0) } else { self.run(&[]).to_owned() };
        if !name.trim().is_empty() {
            return Ok(Some(Kind::Saved(name)));
        }
        let known = Vec::new();
        let nothing = (self.span_from(start), Mistake::NoValue { kind: super::Named::Saved, known });
        if self.unfinished() { Ok(None) } else { Err(nothing) }
    }

    fn word(&mut self, follows: bool) -> Result<Option<TokenKind>, Wrong> {
        let start = self.at;
        let name_length = field_name(&self.words[start..]);
        if let Some(length) = name_length {
            return self.field(length).map(|field| Some(TokenKind::Term(Kind::Field(field))));
        }
        let source = self.run(&[]);
        match source {
            "OR" => return Ok(Some(TokenKind::Or)),
            "AND" => return Ok(Some(TokenKind::And)),
            "NOT" => return Ok(Some(TokenKind::Not)),
            "A" | "AN" | "O" | "N" | "NO" if follows && self.unfinished() => return Ok(None),
            _ => {}
        }
        if let Some(word) = source.strip_prefix('-')
            && word.starts_with(char::is_alphanumeric)
        {
            return Err((self.span_from(start), Mistake::Hyphen(word.to_owned())));
        }
        let (plain, letters) = self.letters(source, start)?;
        let mut words = read_words(plain, start)?;
        if words.is_empty() {
            return Ok(None);
        }
        let is_plain = words.len() == 1 && !words[0].open_start && !words[0].open_end;
        if letters > 0 && !is_plain {
            return Err((self.span_from(start), Mistake::Letters));
        }
        if letters == 0
            && self.unfinished()
            && plain.len() == source.len()
            && !grow(&mut words, source)
            && follows
        {
            return Ok(None);
        }
        let text = Text { words, slop: 0, exact: false, letters };
        Ok(Some(match relation(source) {
            Some(relation) => TokenKind::Relation(relation, text),
            None => TokenKind::Term(Kind::Text(text)),
        }))
    }

    /// `mentor~1` as the word and the number of letters.
    fn letters(&self, source: &'w str, start: usize) -> Result<(&'w str, u8), Wrong> {
        let Some((plain, number)) = source.rsplit_once('~') else { return Ok((source, 0)) };
        match number {
            "1" => Ok((plain, 1)),
            "2" => Ok((plain, 2)),
            "" if self.unfinished() => Ok((plain, 0)),
            _ if number.bytes().all(|byte| byte.is_ascii_digit()) => {
                Err((self.span_from(start), Mistake::Letters))
            }
            _ => Ok((source, 0)),
        }
    }

    fn field(&mut self, name_length: usize) -> Result<Field, Wrong> {
        let name = &self.words[self.at..self.at + name_length];
        let name_span = self.here(name_length);
        self.at += name_length + 1;
        let from = self.at;
        let mut values = Vec::new();
        loop {
            let start = self.at;
            let alone = self.peek() == Some('=');
            if alone {
                self.at += 1;
            }
            let quoted = self.peek() == Some('"');
            let text = if quoted { unescaped(self.quoted()?.0) } else { self.run(&[',']).to_owned() };
            let is_last = self.peek() != Some(',');
            if quoted || alone || !text.is_empty() || !values.is_empty() || !is_last {
                values.push(Value { span: self.span_from(start), text, quoted, alone });
            }
            if is_last {
                break;
            }
            self.at += 1;
        }
        if self.unfinished() {
            values.retain(|value| !value.text.is_empty());
        }
        let value_span = self.span_from(from);
        Ok(Field { name: name.to_owned(), name_span, values, value_span })
    }
}

/// The last word of what is typed may go on, if it has two letters and nothing stands behind it; false where it has one.
fn grow(words: &mut [Word], source: &str) -> bool {
    let Some(last) = words.last_mut() else { return true };
    if last.open_end || !source.ends_with(last.text.as_str()) {
        return true;
    }
    let goes_on = last.text.chars().nth(1).is_some();
    last.open_end = goes_on;
    goes_on || words.len() > 1 || words.iter().any(|word| word.open_start)
}

/// `\"` and `\\` in quotation marks.
fn unescaped(source: &str) -> String {
    let mut text = String::with_capacity(source.len());
    let mut characters = source.chars();
    while let Some(character) = characters.next() {
        match (character, characters.clone().next()) {
            ('\\', Some(next @ ('"' | '\\'))) => {
                text.push(next);
                characters.next();
            }
            _ => text.push(character),
        }
    }
    text
}

/// The bytes before the colon, where that is the name of a field: it begins with a letter, and has no blanks.
pub(super) fn field_name(rest: &str) -> Option<usize> {
    let mut first = true;
    for (at, character) in rest.char_indices() {
        let inside = character.is_alphanumeric() || "-_.".contains(character);
        match character {
            ':' if !first => return Some(at),
            _ if first && character.is_alphabetic() || !first && inside => first = false,
            _ if !first && !character.is_ascii() && !character.is_whitespace() => {}
            _ => return None,
        }
    }
    None
}

/// What relation a word may stand for; the highest number of turns is none.
fn relation(word: &str) -> Option<Relation> {
    let turns = |number: &str| -> Option<u32> {
        let digits = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
        digits.then(|| number.parse().unwrap_or(u32::MAX).min(u32::MAX - 1))
    };
    match word.split_once('/') {
        None => match word {
            "overlaps" => Some(Relation::Overlaps),
            "within" => Some(Relation::Within),
            "encloses" => Some(Relation::Encloses),
            "meets" => Some(Relation::Meets),
            "near" => Some(Relation::Near(u32::MAX)),
            "before" => Some(Relation::Before(u32::MAX)),
            "after" => Some(Relation::After(u32::MAX)),
            _ => None,
        },
        Some(("near", number)) => turns(number).map(Relation::Near),
        Some(("before", number)) => turns(number).map(Relation::Before),
        Some(("after", number)) => turns(number).map(Relation::After),
        Some(_) => None,
    }
}

impl Pattern {
    /// The expression, ready to be used.
    ///
    /// # Errors
    /// What is wrong with it, at bytes of [`Pattern::source`].
    pub fn compile(&self) -> Result<words::Pattern, PatternError> {
        if !self.any_case {
            return words::Pattern::new(&self.source);
        }
        let flag = ANY_CASE.len() as u32;
        words::Pattern::new(&format!("{ANY_CASE}{}", self.source)).map_err(|error| match error {
            PatternError::Syntax { at, what } => {
                let at = Span::new(at.start.saturating_sub(flag), at.end.saturating_sub(flag));
                PatternError::Syntax { at, what }
            }
            PatternError::TooLarge => error,
        })
    }
}
