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

use super::matcher::{Kind, Matcher, Scratch, Words};
use super::tokens::Rare;
use super::{Pattern, Wanted};

/// Pieces that the work is cut into for each thread, so that none waits long for the last.
const PIECES: usize = 6;

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
        self.sought.iter().map(|sought| sought.turns(text, turns, scratch)).collect()
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
        let Some(text) = texts.read(document, file) else {
            self.unread.push(document.document);
            return;
        };
        let turns = catalogue.turns_of(document);
        for (sought, found) in sought.iter().zip(&mut self.turns) {
            let here = match sought.among {
                None => sought.turns(text, turns, scratch),
                Some(among) => sought.turns_among(text, turns, numbers.start, among, scratch),
            };
            found.extend(here.into_iter().map(|turn| numbers.start + turn));
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

    /// The turns in which it stands: places in `turns`, rising.
    fn turns(&self, text: &str, turns: &[CataloguedTurn], scratch: &mut Scratch) -> Vec<u32> {
        match (self.matcher.kind(), &self.rare) {
            (Kind::Phrase(words), Some(rare)) => with_words(words, rare, text, turns, scratch),
            (Kind::Pattern(pattern), _) if pattern.lines().can_tell() => with_pattern(pattern, text, turns),
            _ => places(turns, |turn| self.matcher.found(text, turn.spoken, scratch)),
        }
    }

    /// The same for those of `among` alone; `first` is the number of the first turn.
    fn turns_among(
        &self,
        text: &str,
        turns: &[CataloguedTurn],
        first: u32,
        among: &RoaringBitmap,
        scratch: &mut Scratch,
    ) -> Vec<u32> {
        let candidates = among.range(first..first + turns.len() as u32).map(|number| number - first);
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

fn with_pattern(pattern: &Pattern, text: &str, turns: &[CataloguedTurn]) -> Vec<u32> {
    let lines = pattern.lines();
    let bytes = text.as_bytes();
    let in_lines = |turn: &CataloguedTurn| {
        lines.may_cross && memchr::memchr(b'\n', turn.spoken.slice(text).as_bytes()).is_some()
    };
    let mut found = if lines.may_cross {
        places(turns, |turn| in_lines(turn) && pattern.found(turn.spoken.slice(text)))
    } else {
        Vec::new()
    };
    let several_lines = found.len();
    let (mut at, mut number) = (0, 0);
    while let Some(place) = lines.next(bytes, at) {
        number += turns[number..].iter().take_while(|turn| turn.span.end as usize <= place).count();
        let Some(turn) = turns.get(number) else { break };
        if place < turn.span.start as usize {
            at = turn.span.start as usize;
            continue;
        }
        if !in_lines(turn) && pattern.found(turn.spoken.slice(text)) {
            found.push(number as u32);
        }
        at = turn.span.end as usize;
    }
    if several_lines > 0 {
        found.sort_unstable();
    }
    found
}
