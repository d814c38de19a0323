//! What a part of a question is about: codings or turns, document by document.
//!
//! A part is first made ready: whatever needs all turns at once is looked up. After that each document can be asked by
//! itself, on any thread.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::ops::Range;

use roaring::RoaringBitmap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::cancel::Stopped;
use crate::index::catalogue::Catalogued;
use crate::index::question::{CodingTest, Gives, Part, Relation};
use crate::model::names::{CodingKey, DocumentKey};
use crate::text::Span;

use super::Asked;
use super::beside::Beside;
use super::relation::{Places, Side, Thing, keep};
use super::test::Ready;

/// Codings or turns, ready to be asked of any document.
#[derive(Debug)]
pub(super) enum Things<'q> {
    /// Codings that meet a test.
    Meeting(Ready<'q>),
    /// These codings.
    Keys(&'q FxHashSet<CodingKey>),
    /// Every coding.
    Every,
    /// Codings of any of these.
    Any(Vec<Things<'q>>),
    /// Codings of the documents for which all of these hold.
    InDocuments(Box<Things<'q>>, Vec<&'q Part>),
    /// Codings that touch one of these turns, which are sorted.
    Touching(Box<Things<'q>>, Vec<u32>),
    /// Those on the left that stand so to one on the right, or to none.
    Related(Box<Related<'q>>),
    /// Turns.
    Turns(RoaringBitmap),
    /// Passages, which are neither.
    Passages(FxHashMap<DocumentKey, Vec<Span>>),
}

/// A relation, ready to be asked of any document.
#[derive(Debug)]
pub(super) struct Related<'q> {
    left: Things<'q>,
    relation: Relation,
    negated: bool,
    right: Things<'q>,
}

/// How much of a turn counts as it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Extent {
    /// With label and time.
    All,
    /// What is said; all of it where nothing is.
    Spoken,
}

impl<'q> Things<'q> {
    /// Codings that meet a test.
    pub(super) fn meeting(test: &'q CodingTest) -> Self {
        Self::Meeting(Ready::new(test))
    }

    /// Passages, by document and place.
    pub(super) fn passages(passages: &[(DocumentKey, Span)]) -> Self {
        let mut by_document: FxHashMap<DocumentKey, Vec<Span>> = FxHashMap::default();
        for (document, span) in passages {
            by_document.entry(*document).or_default().push(*span);
        }
        for spans in by_document.values_mut() {
            spans.sort_unstable();
        }
        Self::Passages(by_document)
    }

    /// What they are.
    pub(super) fn are(&self) -> Gives {
        match self {
            Self::Related(related) => related.left.are(),
            Self::Turns(_) => Gives::Turns,
            _ => Gives::Codings,
        }
    }
}

impl<'q> Asked<'_> {
    /// What a side of a relation is about.
    fn side(&self, part: &'q Part) -> Result<Things<'q>, Stopped> {
        match part.gives() {
            Gives::Codings => self.codings_of(part),
            Gives::Turns => Ok(Things::Turns(self.turns(part)?)),
        }
    }

    /// The things that a relation gives.
    pub(super) fn related(
        &self,
        left: &'q Part,
        relation: Relation,
        negated: bool,
        right: &'q Part,
    ) -> Result<Things<'q>, Stopped> {
        let (left, right) = (self.side(left)?, self.side(right)?);
        Ok(Things::Related(Box::new(Related { left, relation, negated, right })))
    }

    /// The codings that a part gives: those that it asks for and that touch a turn for which it holds; where it asks for
    /// none, all that touch one.
    pub(super) fn codings_of(&self, part: &'q Part) -> Result<Things<'q>, Stopped> {
        if let Some(plain) = self.plain(part)? {
            return Ok(plain);
        }
        if let Some((test, turns)) = self.test_in_turns(part)? {
            return Ok(Things::Touching(Box::new(Things::meeting(test)), turns.iter().collect()));
        }
        let mut asked = Vec::new();
        part.each_positive(&mut |part| asked.push(part));
        let mut codings = Vec::new();
        for part in asked {
            match part {
                Part::Coding(test) => codings.push(Things::meeting(test)),
                Part::Memos { codings: keys, .. } => codings.push(Things::Keys(keys)),
                Part::Related { left, relation, negated, right } if left.gives() == Gives::Codings => {
                    codings.push(self.related(left, *relation, *negated, right)?);
                }
                _ => {}
            }
        }
        let codings = if codings.is_empty() { Things::Every } else { Things::Any(codings) };
        Ok(Things::Touching(Box::new(codings), self.turns(part)?.iter().collect()))
    }

    /// One test of codings beside conditions that ask for none, and the turns for which these hold: a coding that meets the
    /// test makes each turn that it touches one with such a coding, which need not be looked up.
    fn test_in_turns(&self, part: &'q Part) -> Result<Option<(&'q CodingTest, RoaringBitmap)>, Stopped> {
        let Part::All(parts) = part else { return Ok(None) };
        let (tests, others): (Vec<&Part>, Vec<&Part>) =
            parts.iter().partition(|part| matches!(part, Part::Coding(_)));
        let asks = |part: &&Part| {
            let mut asks = false;
            part.each_positive(&mut |part| {
                asks |= !matches!(part, Part::Text(_) | Part::Speakers(_) | Part::Documents(_));
            });
            asks
        };
        let [Part::Coding(test)] = tests.as_slice() else { return Ok(None) };
        if others.is_empty() || others.iter().any(asks) {
            return Ok(None);
        }
        Ok(Some((test, self.all(others)?)))
    }

    /// The codings of a part that needs no turns for them: one test or relation, or any of several, in documents that are
    /// told by conditions on documents alone.
    fn plain(&self, part: &'q Part) -> Result<Option<Things<'q>>, Stopped> {
        Ok(match part {
            Part::Coding(test) => Some(Things::meeting(test)),
            Part::Related { left, relation, negated, right } if left.gives() == Gives::Codings => {
                Some(self.related(left, *relation, *negated, right)?)
            }
            Part::Any(parts) if parts.iter().all(asks_for_codings) => {
                let parts = parts.iter().filter_map(|part| self.plain(part).transpose());
                Some(Things::Any(parts.collect::<Result<_, _>>()?))
            }
            Part::All(parts) => {
                let (documents, others): (Vec<&Part>, Vec<&Part>) =
                    parts.iter().partition(|part| part.is_about_documents());
                match others.as_slice() {
                    [only] => self.plain(only)?.map(|plain| Things::InDocuments(Box::new(plain), documents)),
                    _ => None,
                }
            }
            _ => None,
        })
    }

    /// The turns that things touch.
    pub(super) fn touched(&self, things: &Things<'_>) -> Result<RoaringBitmap, Stopped> {
        if let Things::Turns(turns) = things {
            return Ok(turns.clone());
        }
        self.over_turns(|document, list, turns| {
            list.clear();
            self.list(things, document.document, Extent::All, list);
            // Turns come in order, because things are sorted by where they begin.
            let mut done = document.first;
            for thing in &*list {
                let touched = self.turns_of_thing(things.are(), *thing, document);
                let new = touched.start.max(done)..touched.end;
                done = done.max(touched.end);
                if !new.is_empty() {
                    turns.insert_range(new);
                }
            }
        })
    }

    /// Whether each document of the catalogue has one of them.
    pub(super) fn with_any(&self, things: &Things<'_>) -> Result<Vec<bool>, Stopped> {
        self.over_documents(|document, list| {
            list.clear();
            self.list(things, document.document, Extent::All, list);
            !list.is_empty()
        })
    }

    fn turns_of_thing(&self, kind: Gives, thing: Thing, document: &Catalogued) -> Range<u32> {
        match kind {
            Gives::Codings => self.catalogue.touched(document, thing.span),
            Gives::Turns => thing.number..thing.number + 1,
        }
    }

    /// Adds the things of a document to `list`, sorted by where they begin.
    pub(super) fn list(
        &self,
        things: &Things<'_>,
        document: DocumentKey,
        extent: Extent,
        list: &mut Vec<Thing>,
    ) {
        let rows = || (0..).zip(self.table.of(document));
        match things {
            Things::Meeting(test) => {
                let Some(part) = self.table.part(document) else { return };
                test.each(part, |number| {
                    list.push(Thing { span: part.spans[number], number: number as u32 });
                });
            }
            Things::Keys(keys) => {
                let these = rows().filter(|(_, row)| keys.contains(&row.key));
                list.extend(these.map(|(number, row)| Thing { span: row.span, number }));
            }
            Things::Every => list.extend(rows().map(|(number, row)| Thing { span: row.span, number })),
            Things::Any(parts) => {
                let before = list.len();
                for part in parts {
                    self.list(part, document, extent, list);
                }
                if parts.len() > 1 {
                    let mut own = list.split_off(before);
                    own.sort_unstable_by_key(|thing| thing.number);
                    own.dedup_by_key(|thing| thing.number);
                    list.append(&mut own);
                }
            }
            Things::InDocuments(things, conditions) => {
                if conditions.iter().all(|condition| holds_for(condition, document)) {
                    self.list(things, document, extent, list);
                }
            }
            Things::Touching(things, turns) => self.list_touching(things, turns, document, list),
            Things::Related(related) => self.list_related(related, document, extent, list),
            Things::Turns(turns) => {
                let Some(document) = self.catalogue.document(document) else { return };
                list.extend(turns.range(document.numbers()).filter_map(|number| {
                    let turn = self.catalogue.turn(number)?;
                    let said = extent == Extent::Spoken && !turn.spoken.is_empty();
                    Some(Thing { span: if said { turn.spoken } else { turn.span }, number })
                }));
            }
            Things::Passages(passages) => {
                let here = passages.get(&document).into_iter().flatten();
                list.extend(here.map(|span| Thing { span: *span, number: 0 }));
            }
        }
    }

    fn list_touching(
        &self,
        things: &Things<'_>,
        turns: &[u32],
        document: DocumentKey,
        list: &mut Vec<Thing>,
    ) {
        let Some(catalogued) = self.catalogue.document(document) else { return };
        let mut beside = Beside::new(self.catalogue, catalogued, turns);
        if beside.is_over() {
            return;
        }
        if let Things::Meeting(test) = things {
            let Some(part) = self.table.part(document) else { return };
            for (number, span) in part.spans.iter().enumerate() {
                if beside.touches(*span) && test.holds(part, number) {
                    list.push(Thing { span: *span, number: number as u32 });
                }
            }
            return;
        }
        let mut own = Vec::new();
        self.list(things, document, Extent::All, &mut own);
        list.extend(own.into_iter().filter(|thing| beside.touches(thing.span)));
    }

    fn list_related(
        &self,
        related: &Related<'_>,
        document: DocumentKey,
        extent: Extent,
        list: &mut Vec<Thing>,
    ) {
        let Related { left, relation, negated, right } = related;
        // What must stand inside is no more than what is said.
        let (of_left, of_right) = match relation {
            Relation::Within => (Extent::Spoken, Extent::All),
            Relation::Encloses => (Extent::All, Extent::Spoken),
            _ => (Extent::All, Extent::All),
        };
        let before = list.len();
        let (mut own, mut others) = (Vec::new(), Vec::new());
        self.list(left, document, of_left, &mut own);
        if own.is_empty() {
            return;
        }
        self.list(right, document, of_right, &mut others);
        let kinds = (left.are(), right.are());
        let places = PlacesIn {
            asked: self,
            document: self.catalogue.document(document),
            key: document,
            kinds,
            text: OnceCell::new(),
        };
        let same = kinds == (Gives::Codings, Gives::Codings);
        keep(&mut own, *relation, *negated, &others, same, &places);
        list.append(&mut own);
        if kinds.0 == Gives::Turns && of_left != extent {
            for thing in &mut list[before..] {
                if let Some(turn) = self.catalogue.turn(thing.number) {
                    let said = extent == Extent::Spoken && !turn.spoken.is_empty();
                    thing.span = if said { turn.spoken } else { turn.span };
                }
            }
        }
    }
}

/// True for a test, a relation between codings, or any of several.
fn asks_for_codings(part: &Part) -> bool {
    match part {
        Part::Coding(_) => true,
        Part::Related { left, .. } => left.gives() == Gives::Codings,
        Part::Any(parts) => parts.iter().all(asks_for_codings),
        _ => false,
    }
}

/// True where a condition on documents alone holds.
fn holds_for(part: &Part, document: DocumentKey) -> bool {
    match part {
        Part::Documents(documents) => documents.contains(&document),
        Part::In(_, part) => holds_for(part, document),
        Part::Not(part) => !holds_for(part, document),
        Part::All(parts) => parts.iter().all(|part| holds_for(part, document)),
        Part::Any(parts) => parts.iter().any(|part| holds_for(part, document)),
        _ => false,
    }
}

/// The places of one document; its text is read when it is needed.
struct PlacesIn<'a> {
    asked: &'a Asked<'a>,
    document: Option<&'a Catalogued>,
    key: DocumentKey,
    kinds: (Gives, Gives),
    text: OnceCell<Option<Cow<'a, str>>>,
}

impl Places for PlacesIn<'_> {
    fn turns(&self, thing: Thing, side: Side) -> Range<u32> {
        let kind = if side == Side::Left { self.kinds.0 } else { self.kinds.1 };
        self.document.map_or(0..0, |document| self.asked.turns_of_thing(kind, thing, document))
    }

    fn is_silent(&self, gap: Span) -> bool {
        let Some(document) = self.document else { return gap.is_empty() };
        for number in self.asked.catalogue.touched(document, gap) {
            let Some(turn) = self.asked.catalogue.turn(number) else { continue };
            let Some(said) = turn.spoken.intersection(gap) else { continue };
            // What is said begins and ends with a character that is no blank.
            if said.start == turn.spoken.start || said.end == turn.spoken.end {
                return false;
            }
            let text = self.text.get_or_init(|| self.asked.finder.text(self.key));
            let is_blank = |text: &str| text.get(said.range()).is_some_and(|said| said.trim().is_empty());
            if !text.as_deref().is_some_and(is_blank) {
                return false;
            }
        }
        true
    }
}
