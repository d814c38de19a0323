//! A thing wanted, ready to be looked for in many turns.

use memchr::memmem;
use rustc_hash::FxHashSet;
use unicode_normalization::UnicodeNormalization;

use crate::text::Span;
use crate::text::fold::{Tokens, snapped, spelled_alike};

use super::distance::{Nearness, Rows};
use super::near::{Candidate, near};
use super::{Pattern, Phrase, Wanted, WordWanted};

/// Says where a thing wanted stands in a turn.
#[derive(Clone, Debug)]
pub struct Matcher(Kind);

#[derive(Clone, Debug)]
pub(super) enum Kind {
    Phrase(Words),
    Pattern(Pattern),
}

/// Memory that is used from one turn to the next; one a thread.
#[derive(Clone, Debug, Default)]
pub struct Scratch {
    /// A folded word.
    pub(super) word: String,
    pub(super) rows: Rows,
    /// The tokens of the turn, each with the end of its folded word in `folded`.
    tokens: Vec<(Span, usize)>,
    folded: String,
}

impl Matcher {
    /// Makes ready to look for `wanted`.
    pub fn new(wanted: &Wanted) -> Self {
        match wanted {
            Wanted::Phrase(phrase) => Self(Kind::Phrase(Words::new(phrase))),
            Wanted::Pattern(pattern) => Self(Kind::Pattern(pattern.clone())),
        }
    }

    /// True when it stands in `text` inside `within`, the spoken part of one turn or a part of that, in bytes.
    pub fn found(&self, text: &str, within: Span, scratch: &mut Scratch) -> bool {
        match &self.0 {
            Kind::Phrase(words) => words.found(text, within, scratch),
            Kind::Pattern(pattern) => pattern.found(within.slice(text)),
        }
    }

    /// Where it stands in `text` inside `within`, in bytes of the text: sorted, disjoint, on borders of graphemes. A phrase
    /// is one span from its first word to its last, words near each other are a span each. What overlaps is joined.
    pub fn hits(&self, text: &str, within: Span) -> Vec<Span> {
        let mut hits = match &self.0 {
            Kind::Phrase(words) => words.hits(text, within, &mut Scratch::default()),
            Kind::Pattern(pattern) => {
                let here = |place: Span| Span::new(place.start + within.start, place.end + within.start);
                pattern.places(within.slice(text)).map(here).collect()
            }
        };
        for hit in &mut hits {
            *hit = snapped(text, *hit);
        }
        hits.dedup_by(|next, last| {
            let joined = next.start < last.end;
            if joined {
                *last = last.hull(*next);
            }
            joined
        });
        hits
    }

    /// What it looks for.
    pub(super) fn kind(&self) -> &Kind {
        &self.0
    }

    /// The same with memory of its own, for another thread.
    pub(super) fn apart(&self) -> Self {
        match &self.0 {
            Kind::Phrase(_) => self.clone(),
            Kind::Pattern(pattern) => Self(Kind::Pattern(pattern.apart())),
        }
    }
}

/// The words of a phrase, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Words {
    pub words: Vec<Word>,
    slop: u32,
}

/// One word, ready to be compared.
#[derive(Clone, Debug)]
pub(super) struct Word {
    pub folded: Folded,
    /// As it must be spelled, composed.
    spelled: Option<String>,
}

#[derive(Clone, Debug)]
pub(super) enum Folded {
    Is(String),
    Starts(String),
    Ends(String),
    Holds(Box<memmem::Finder<'static>>),
    Near(Nearness),
    OneOf(FxHashSet<String>),
}

impl Words {
    fn new(phrase: &Phrase) -> Self {
        let words = phrase.words.iter().enumerate().map(|(number, wanted)| {
            let spelled = phrase.exact.as_ref().and_then(|exact| exact.get(number));
            Word { folded: Folded::new(wanted), spelled: spelled.map(|word| word.nfc().collect()) }
        });
        Self { words: words.collect(), slop: phrase.slop }
    }

    /// True when one word is all, however it is spelled: then a token that fits is a hit.
    pub fn is_one_folded(&self) -> bool {
        self.words.len() == 1 && self.words[0].spelled.is_none()
    }

    pub fn found(&self, text: &str, within: Span, scratch: &mut Scratch) -> bool {
        match self.words.as_slice() {
            [] => false,
            [word] => {
                let mut tokens = Tokens::within(text, within);
                let Scratch { word: folded, rows, .. } = scratch;
                std::iter::from_fn(|| {
                    tokens.next_token(folded).map(|span| word.fits(folded, span, text, rows))
                })
                .any(|fits| fits)
            }
            _ => {
                scratch.read(text, within);
                let mut found = self.places(text, scratch, true);
                found.next().is_some()
            }
        }
    }

    fn hits(&self, text: &str, within: Span, scratch: &mut Scratch) -> Vec<Span> {
        scratch.read(text, within);
        self.places(text, scratch, false).collect()
    }

    /// Where the phrase stands among the tokens that were read; with `first_only` perhaps only the first place.
    fn places(&self, text: &str, scratch: &mut Scratch, first_only: bool) -> std::vec::IntoIter<Span> {
        let Scratch { rows, tokens, folded, .. } = scratch;
        let count = self.words.len();
        let mut fits = |word: usize, token: usize| {
            let (span, end) = tokens[token];
            let start = if token == 0 { 0 } else { tokens[token - 1].1 };
            self.words[word].fits(&folded[start..end], span, text, rows)
        };
        let places: Vec<Span> = if count == 0 {
            Vec::new()
        } else if self.slop == 0 || count == 1 {
            let starts = (0..(tokens.len() + 1).saturating_sub(count))
                .filter(|start| (0..count).all(|word| fits(word, start + word)))
                .map(|start| tokens[start].0.hull(tokens[start + count - 1].0));
            starts.take(if first_only { 1 } else { usize::MAX }).collect()
        } else {
            let candidates: Vec<Candidate> = (0..tokens.len())
                .map(|token| Candidate {
                    token,
                    words: (0..count).filter(|word| fits(*word, token)).collect(),
                })
                .filter(|candidate| !candidate.words.is_empty())
                .collect();
            let found = near(&candidates, count, self.slop as usize, first_only);
            found.into_iter().map(|token| tokens[token].0).collect()
        };
        places.into_iter()
    }
}

impl Scratch {
    fn read(&mut self, text: &str, within: Span) {
        self.tokens.clear();
        self.folded.clear();
        let mut tokens = Tokens::within(text, within);
        while let Some(span) = tokens.next_token(&mut self.word) {
            self.folded.push_str(&self.word);
            self.tokens.push((span, self.folded.len()));
        }
    }
}

impl Word {
    /// True when the token with this folded form, at `span` of `text`, is the word.
    fn fits(&self, folded: &str, span: Span, text: &str, rows: &mut Rows) -> bool {
        self.folded.fits(folded, rows)
            && self.spelled.as_ref().is_none_or(|spelled| self.folded.is_spelled(span.slice(text), spelled))
    }
}

/// How one word must be spelled, for words that are known to be that word.
#[derive(Clone, Debug)]
pub struct Spelt(Word);

impl Spelt {
    /// The word at `place` of a phrase; `None` where its spelling does not matter.
    pub fn of(phrase: &Phrase, place: usize) -> Option<Self> {
        let (wanted, spelled) = (phrase.words.get(place)?, phrase.exact.as_ref()?.get(place)?);
        let matters = !matches!(wanted, WordWanted::Near(..) | WordWanted::OneOf(_));
        matters.then(|| Self(Word { folded: Folded::new(wanted), spelled: Some(spelled.nfc().collect()) }))
    }

    /// True when `word`, as it stands in the text, is spelled so.
    pub fn holds(&self, word: &str) -> bool {
        self.0.spelled.as_ref().is_none_or(|spelled| self.0.folded.is_spelled(word, spelled))
    }
}

impl Folded {
    fn new(wanted: &WordWanted) -> Self {
        match wanted {
            WordWanted::Is(word) => Self::Is(word.clone()),
            WordWanted::Starts(part) => Self::Starts(part.clone()),
            WordWanted::Ends(part) => Self::Ends(part.clone()),
            WordWanted::Holds(part) => Self::Holds(Box::new(memmem::Finder::new(part).into_owned())),
            WordWanted::Near(word, most) => Self::Near(Nearness::new(word, *most)),
            WordWanted::OneOf(words) => Self::OneOf(words.iter().cloned().collect()),
        }
    }

    /// True when the folded word `folded` is the word.
    pub fn fits(&self, folded: &str, rows: &mut Rows) -> bool {
        match self {
            Self::Is(word) => folded == word,
            Self::Starts(part) => folded.starts_with(part.as_str()),
            Self::Ends(part) => folded.ends_with(part.as_str()),
            Self::Holds(part) => part.find(folded.as_bytes()).is_some(),
            Self::Near(nearness) => nearness.holds(folded, rows),
            Self::OneOf(words) => words.contains(folded),
        }
    }

    /// True when `token`, as it stands in the text, is spelled so; `spelled` is composed.
    fn is_spelled(&self, token: &str, spelled: &str) -> bool {
        let composed = || -> String { token.nfc().collect() };
        match self {
            Self::Is(_) => spelled_alike(token, spelled),
            Self::Starts(_) => composed().starts_with(spelled),
            Self::Ends(_) => composed().ends_with(spelled),
            Self::Holds(_) => composed().contains(spelled),
            Self::Near(..) | Self::OneOf(_) => true,
        }
    }
}
