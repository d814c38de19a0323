//! Finding turns by reading the texts: always there, never stale, and right by definition.
//!
//! Each text is read once for all that is wanted. What would take long on every turn is asked only where something quick says
//! that it may pay: [`super::tokens`] for words, [`super::lines`] for regular expressions.

use rayon::prelude::*;
use roaring::RoaringBitmap;

use crate::index::cancel::{Cancel, Stopped};
use crate::index::catalogue::{Catalogue, Catalogued, CataloguedTurn};
use crate::index::texts::Texts;
use crate::model::names::DocumentKey;
use crate::text::Span;

use super::matcher::{Kind, Matcher, Scratch, Words};
use super::tokens::Rare;
use super::{Pattern, Wanted};

/// Pieces that the work is cut into for each thread, so that none waits long for the last.
const PIECES: usize = 6;

/// Where more than one in so many turns of a text must be looked into for an expression, it is looked for in all of it.
const MANY: u64 = 8;

/// One thing to look for.
#[derive(Clone, Copy, Debug)]
pub struct Leaf<'a> {
    /// What.
    pub wanted: &'a Wanted,
    /// The turns in which it can be at all; `None` for every turn. What an index says too much is taken out so.
    pub among: Option<&'a RoaringBitmap>,
}

/// What a scan found.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Scanned {
    /// The numbers of the turns of each leaf, in the order of the leaves.
    pub turns: Vec<RoaringBitmap>,
    /// Documents whose text could not be read, in the order of the catalogue.
    pub unread: Vec<DocumentKey>,
}

/// Looks for several things in one reading.
#[derive(Debug)]
pub struct Scan<'a> {
    sought: Vec<Sought<'a>>,
}

#[derive(Clone, Debug)]
struct Sought<'a> {
    matcher: Matcher,
    rare: Option<Rare>,
    among: Option<&'a RoaringBitmap>,
}

impl<'a> From<&'a Wanted> for Leaf<'a> {
    fn from(wanted: &'a Wanted) -> Self {
        Self { wanted, among: None }
    }
}

impl<'a> Scan<'a> {
    /// Makes ready to look for `leaves`.
    pub fn new(leaves: impl IntoIterator<Item = Leaf<'a>>) -> Self {
        let sought = leaves.into_iter().map(|leaf| Sought::new(leaf.wanted, leaf.among));
        Self { sought: sought.collect() }
    }

    /// Reads all texts that may matter.
    ///
    /// # Errors
    /// When it was stopped.
    pub fn run(&self, catalogue: &Catalogue, texts: &dyn Texts, cancel: &Cancel) -> Result<Scanned, Stopped> {
        let documents = catalogue.documents();
        let piece = documents.len().div_ceil(rayon::current_num_threads() * PIECES).max(1);
        let pieces: Result<Vec<Found>, Stopped> = documents
            .par_chunks(piece)
            .map(|documents| {
                let sought: Vec<Sought<'_>> = self.sought.iter().map(Sought::apart).collect();
                let mut found = Found { turns: vec![Vec::new(); sought.len()], unread: Vec::new() };
                let (mut file, mut scratch) = (Vec::new(), Scratch::default());
                for document in documents {
                    cancel.check()?;
                    found.add(document, &sought, catalogue, texts, &mut file, &mut scratch);
                }
                Ok(found)
            })
            .collect();
        let pieces = pieces?;
        let of_leaf =
            |leaf: usize| pieces.iter().flat_map(move |piece| piece.turns[leaf].iter().copied()).collect();
        Ok(Scanned {
            turns: (0..self.sought.len()).map(of_leaf).collect(),
            unread: pieces.iter().flat_map(|piece| piece.unread.iter().copied()).collect(),
        })
    }

    /// The turns of one text in which each of the leaves stands: places in `turns`, rising.
    pub fn text(&self, text: &str, turns: &[CataloguedTurn], scratch: &mut Scratch) -> Vec<Vec<u32>> {
        self.sought.iter().map(|sought| sought.turns(Text::All(text), turns, scratch)).collect()
    }
}

/// What one thread found.
struct Found {
    turns: Vec<Vec<u32>>,
    unread: Vec<DocumentKey>,
}

impl Found {
    fn add(
        &mut self,
        document: &Catalogued,
        sought: &[Sought<'_>],
        catalogue: &Catalogue,
        texts: &dyn Texts,
        file: &mut Vec<u8>,
        scratch: &mut Scratch,
    ) {
        let numbers = document.numbers();
        let matters = |sought: &Sought<'_>| {
            sought.among.is_none_or(|among| among.range_cardinality(numbers.clone()) > 0)
        };
        if numbers.is_empty() || !sought.iter().any(matters) {
            return;
        }
        let Some(bytes) = texts.bytes(document, file) else {
            self.unread.push(document.document);
            return;
        };
        let turns = catalogue.turns_of(document);
        // Whether all of it is text need not be asked where only lines are looked into.
        let text = if sought.iter().all(|sought| sought.lines().is_some()) {
            Text::Bytes(bytes)
        } else {
            match std::str::from_utf8(bytes) {
                Ok(text) => Text::All(text),
                Err(_) => return self.unread.push(document.document),
            }
        };
        for (sought, found) in sought.iter().zip(&mut self.turns) {
            let here = match sought.among {
                None => sought.turns(text, turns, scratch),
                Some(among) => sought.turns_among(text, turns, numbers.start, among, scratch),
            };
            found.extend(here.into_iter().map(|turn| numbers.start + turn));
        }
    }
}

/// A text of which all is known to be text, or no more than that it was.
#[derive(Clone, Copy)]
enum Text<'t> {
    All(&'t str),
    Bytes(&'t [u8]),
}

impl<'t> Text<'t> {
    fn bytes(self) -> &'t [u8] {
        match self {
            Self::All(text) => text.as_bytes(),
            Self::Bytes(bytes) => bytes,
        }
    }

    /// What stands at `span`; nothing where that is no text.
    fn part(self, span: Span) -> &'t str {
        match self {
            Self::All(text) => span.slice(text),
            Self::Bytes(bytes) => {
                bytes.get(span.range()).and_then(|part| std::str::from_utf8(part).ok()).unwrap_or_default()
            }
        }
    }
}

impl<'a> Sought<'a> {
    fn new(wanted: &Wanted, among: Option<&'a RoaringBitmap>) -> Self {
        let matcher = Matcher::new(wanted);
        let rare = match matcher.kind() {
            Kind::Phrase(words) => Rare::new(words),
            Kind::Pattern(_) => None,
        };
        Self { matcher, rare, among }
    }

    fn apart(&self) -> Self {
        Self { matcher: self.matcher.apart(), rare: self.rare.clone(), among: self.among }
    }

    /// The expression, where lines tell whether it may stand in them.
    fn lines(&self) -> Option<&Pattern> {
        match self.matcher.kind() {
            Kind::Pattern(pattern) if pattern.lines().can_tell() => Some(pattern),
            _ => None,
        }
    }

    /// The turns in which it stands: places in `turns`, rising.
    fn turns(&self, text: Text<'_>, turns: &[CataloguedTurn], scratch: &mut Scratch) -> Vec<u32> {
        if let Some(pattern) = self.lines() {
            return with_pattern(pattern, text, turns);
        }
        let Text::All(text) = text else { return Vec::new() };
        match (self.matcher.kind(), &self.rare) {
            (Kind::Phrase(words), Some(rare)) => with_words(words, rare, text, turns, scratch),
            _ => places(turns, |turn| self.matcher.found(text, turn.spoken, scratch)),
        }
    }

    /// The same for those of `among` alone; `first` is the number of the first turn.
    fn turns_among(
        &self,
        text: Text<'_>,
        turns: &[CataloguedTurn],
        first: u32,
        among: &RoaringBitmap,
        scratch: &mut Scratch,
    ) -> Vec<u32> {
        let candidates = among.range(first..first + turns.len() as u32).map(|number| number - first);
        if let Some(pattern) = self.lines() {
            if among.range_cardinality(first..first + turns.len() as u32) > turns.len() as u64 / MANY {
                let mut found = with_pattern(pattern, text, turns);
                found.retain(|turn| among.contains(first + turn));
                return found;
            }
            return candidates
                .filter(|turn| pattern.found(text.part(turns[*turn as usize].spoken)))
                .collect();
        }
        let Text::All(text) = text else { return Vec::new() };
        candidates.filter(|turn| self.matcher.found(text, turns[*turn as usize].spoken, scratch)).collect()
    }
}

fn places(turns: &[CataloguedTurn], mut holds: impl FnMut(&CataloguedTurn) -> bool) -> Vec<u32> {
    (0..turns.len() as u32).filter(|turn| holds(&turns[*turn as usize])).collect()
}

fn with_words(
    words: &Words,
    rare: &Rare,
    text: &str,
    turns: &[CataloguedTurn],
    scratch: &mut Scratch,
) -> Vec<u32> {
    let mut places = rare.places(words, text);
    let mut found = Vec::new();
    let (mut at, mut number) = (0, 0);
    while let Some(token) = places.next(at, scratch) {
        number += turns[number..].iter().take_while(|turn| turn.span.end <= token.start).count();
        let Some(turn) = turns.get(number) else { break };
        if token.end <= turn.spoken.start {
            // In a label, or between turns.
            at = token.end as usize;
            continue;
        }
        let sure = words.is_one_folded() && turn.spoken.encloses(token);
        if sure || words.found(text, turn.spoken, scratch) {
            found.push(number as u32);
        }
        at = turn.span.end.max(token.end) as usize;
    }
    found
}

fn with_pattern(pattern: &Pattern, text: Text<'_>, turns: &[CataloguedTurn]) -> Vec<u32> {
    let lines = pattern.lines();
    let bytes = text.bytes();
    let in_lines = |turn: &CataloguedTurn| {
        lines.may_cross && bytes.get(turn.spoken.range()).is_some_and(|said| said.contains(&b'\n'))
    };
    let mut found = if lines.may_cross {
        places(turns, |turn| in_lines(turn) && pattern.found(text.part(turn.spoken)))
    } else {
        Vec::new()
    };
    let several_lines = found.len();
    let (mut at, mut number) = (0, 0);
    while let Some(hit) = lines.next(bytes, at) {
        // What is said ends before the blanks at the end of a line, a match perhaps among them.
        let line = memchr::memrchr(b'\n', &bytes[at..hit.at]).map_or(at, |before| at + before + 1);
        number += turns[number..].iter().take_while(|turn| turn.span.end as usize <= line).count();
        let Some(turn) = turns.get(number) else { break };
        let end = memchr::memchr(b'\n', &bytes[hit.at..]).map_or(bytes.len(), |behind| hit.at + behind);
        if turn.span.start as usize >= end {
            at = end + 1;
            continue;
        }
        let said = turn.spoken.start as usize..turn.spoken.end as usize;
        let sure = hit.sure && said.start <= at && said.contains(&hit.at);
        if sure || (!in_lines(turn) && pattern.found(text.part(turn.spoken))) {
            found.push(number as u32);
        }
        // Labels and times are no text.
        let next = turns.get(number + 1).map_or(0, |next| next.spoken.start);
        at = turn.span.end.max(next) as usize;
    }
    if several_lines > 0 {
        found.sort_unstable();
    }
    found
}
