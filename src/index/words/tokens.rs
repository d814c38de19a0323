//! The tokens of a text that could be a word wanted, found without folding all of it.
//!
//! In ASCII, folding is no more than lower case. So a word is looked for twice: its letters in any case among the bytes, and
//! among the few tokens that hold something else than ASCII. Both look at whole tokens, so that what they give is sure.

use regex::bytes::{Regex, RegexBuilder};

use crate::text::Span;
use crate::text::fold::{Tokens, may_stand_in_word};

use super::matcher::{Folded, Scratch, Words};

/// A literal must have this many letters to be worth looking for where a word may be spelled in several ways.
const SHORTEST_PIECE: usize = 3;
/// Words looked for at once; with more, all tokens are read.
const MOST_LITERALS: usize = 256;

/// What to look for: the word of a phrase that is most worth it.
#[derive(Clone, Debug)]
pub struct Rare {
    /// Its number in the phrase.
    word: usize,
    /// Its literals that are ASCII, in any case; `None` when none is.
    ascii: Option<Regex>,
}

/// The places in one text, from front to back.
#[derive(Debug)]
pub struct Places<'a> {
    rare: &'a Rare,
    folded: &'a Folded,
    text: &'a str,
    ascii: Next,
    other: Next,
}

#[derive(Clone, Copy, Debug)]
enum Next {
    /// Nothing known from this byte on.
    From(usize),
    At(Span),
    End,
}

impl Rare {
    /// `None` when no word of the phrase can be looked for by its letters.
    pub fn new(words: &Words) -> Option<Self> {
        let of_each = words.words.iter().enumerate();
        let literals = of_each.filter_map(|(number, word)| Some((number, literals(&word.folded)?)));
        let (word, literals) = literals.max_by_key(|(_, literals)| literals.iter().map(String::len).min())?;
        let ascii: Vec<String> = literals
            .iter()
            .filter(|literal| literal.is_ascii())
            .map(|literal| regex::escape(literal))
            .collect();
        let build = || RegexBuilder::new(&ascii.join("|")).unicode(false).case_insensitive(true).build();
        Some(Self { word, ascii: if ascii.is_empty() { None } else { Some(build().ok()?) } })
    }

    /// Looks through `text`.
    pub fn places<'a>(&'a self, words: &'a Words, text: &'a str) -> Places<'a> {
        let ascii = if self.ascii.is_some() { Next::From(0) } else { Next::End };
        Places { rare: self, folded: &words.words[self.word].folded, text, ascii, other: Next::From(0) }
    }
}

/// Strings of which a folded word must hold one; `None` when there are none to speak of.
fn literals(folded: &Folded) -> Option<Vec<String>> {
    let literals = match folded {
        Folded::Is(word) | Folded::Starts(word) | Folded::Ends(word) => vec![word.clone()],
        Folded::Holds(part) => vec![String::from_utf8_lossy(part.needle()).into_owned()],
        Folded::Near(nearness) => nearness.pieces(SHORTEST_PIECE)?,
        Folded::OneOf(words) => words.iter().cloned().collect(),
    };
    let good = literals.len() <= MOST_LITERALS && literals.iter().all(|literal| !literal.is_empty());
    good.then_some(literals)
}

impl Places<'_> {
    /// The first token that begins at byte `from` or later and is the word; `from` is no place inside a token, and never goes
    /// back.
    pub fn next(&mut self, from: usize, scratch: &mut Scratch) -> Option<Span> {
        let ascii = self.ascii_from(from, scratch);
        let other = self.other_from(from, scratch);
        match (ascii, other) {
            (Some(one), Some(other)) => Some(one.min(other)),
            (one, other) => one.or(other),
        }
    }

    fn ascii_from(&mut self, from: usize, scratch: &mut Scratch) -> Option<Span> {
        let mut at = match self.ascii {
            Next::End => return None,
            Next::At(span) if span.start as usize >= from => return Some(span),
            Next::At(_) => from,
            Next::From(known) => known.max(from),
        };
        let bytes = self.text.as_bytes();
        while let Some(hit) = self.rare.ascii.as_ref().and_then(|regex| regex.find_at(bytes, at)) {
            let start = hit.start() - run(bytes[at..hit.start()].iter().rev());
            at = hit.end() + run(bytes[hit.end()..].iter());
            // A token that holds more than ASCII before this is found by the other way.
            let whole = start == 0
                || bytes[start - 1].is_ascii()
                || !self.text[..start].chars().next_back().is_some_and(may_stand_in_word);
            if whole && let Some(token) = self.token(start, scratch) {
                self.ascii = Next::At(token);
                return Some(token);
            }
        }
        self.ascii = Next::End;
        None
    }

    fn other_from(&mut self, from: usize, scratch: &mut Scratch) -> Option<Span> {
        let mut at = match self.other {
            Next::End => return None,
            Next::At(span) if span.start as usize >= from => return Some(span),
            Next::At(_) => from,
            Next::From(known) => known.max(from),
        };
        let bytes = self.text.as_bytes();
        while let Some(place) = not_ascii(bytes, at) {
            let Some(character) = self.text[place..].chars().next() else { break };
            if !may_stand_in_word(character) {
                at = place + character.len_utf8();
                continue;
            }
            let start = place - run(bytes[at..place].iter().rev());
            let mut tokens = Tokens::within(self.text, Span::new(start as u32, bytes.len() as u32));
            let Some(token) = tokens.next_token(&mut scratch.word) else { break };
            if self.folded.fits(&scratch.word, &mut scratch.rows) {
                self.other = Next::At(token);
                return Some(token);
            }
            at = token.end as usize;
        }
        self.other = Next::End;
        None
    }

    /// The token that begins at `start`, when it is the word.
    fn token(&self, start: usize, scratch: &mut Scratch) -> Option<Span> {
        let mut tokens = Tokens::within(self.text, Span::new(start as u32, self.text.len() as u32));
        let token = tokens.next_token(&mut scratch.word)?;
        self.folded.fits(&scratch.word, &mut scratch.rows).then_some(token)
    }
}

/// How many bytes at the front of these are letters and digits of ASCII.
fn run<'a>(bytes: impl Iterator<Item = &'a u8>) -> usize {
    bytes.take_while(|byte| byte.is_ascii_alphanumeric()).count()
}

/// The first byte at `from` or later that is not ASCII.
fn not_ascii(bytes: &[u8], from: usize) -> Option<usize> {
    const STEP: usize = 64;
    let rest = bytes.get(from..)?;
    let mut at = from;
    for chunk in rest.chunks(STEP) {
        // Without an early end, so that it becomes one comparison.
        if chunk.iter().fold(0, |all, byte| all | byte) >= 0x80 {
            return chunk.iter().position(|byte| !byte.is_ascii()).map(|place| at + place);
        }
        at += STEP;
    }
    None
}
