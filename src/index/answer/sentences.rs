//! The turns with a sentence for which a part of a question holds.
//!
//! Only turns in which it can hold are read: those where all that must stand in the sentence stands in the turn.

use rayon::prelude::*;
use roaring::{MultiOps as _, RoaringBitmap};

use crate::index::cancel::Stopped;
use crate::index::catalogue::Catalogued;
use crate::index::question::{Gives, Part, Unit};
use crate::index::words::{Matcher, Scratch, Wanted};
use crate::text::Span;
use crate::text::sentences::sentences_of;

use super::Asked;
use super::relation::{Best, Thing};
use super::things::{Extent, Things};

/// A part, ready to be asked of sentences.
enum Holds {
    /// The words stand in the sentence: their number among all that are wanted, and the turns where they stand.
    Text(usize, RoaringBitmap),
    /// One of these touches it: their number, and the turns that they touch.
    Spans(usize, RoaringBitmap),
    /// It is in one of these turns.
    Turns(RoaringBitmap),
    All(Vec<Holds>),
    Any(Vec<Holds>),
    Not(Box<Holds>),
}

/// What sentences are asked.
#[derive(Default)]
struct Leaves<'q> {
    wanted: Vec<Matcher>,
    spans: Vec<Things<'q>>,
}

/// The things of one kind in one document.
struct Stretch {
    things: Vec<Thing>,
    latest: Best,
}

impl Stretch {
    fn new(things: Vec<Thing>) -> Self {
        Self { latest: Best::latest(things.iter().map(|thing| (thing.span.end, thing.number))), things }
    }

    fn touches(&self, span: Span) -> bool {
        let before = self.things.partition_point(|thing| thing.span.start < span.end);
        self.latest.of_first(before, None).is_some_and(|end| end > span.start)
    }
}

/// A sentence that is asked.
struct Sentence<'a> {
    turn: u32,
    span: Span,
    text: &'a str,
    leaves: &'a Leaves<'a>,
    stretches: &'a [Stretch],
}

impl Asked<'_> {
    /// The turns with a sentence for which `part` holds.
    pub(super) fn with_sentence(&self, part: &Part) -> Result<RoaringBitmap, Stopped> {
        let mut leaves = Leaves::default();
        let holds = self.ready(part, &mut leaves)?;
        let candidates = self.candidates(&holds);
        let found = self.catalogue.documents().par_iter().map(|document| {
            self.cancel.check()?;
            Ok(self.in_document(document, &candidates, &leaves, &holds))
        });
        Ok(found.collect::<Result<Vec<RoaringBitmap>, Stopped>>()?.union())
    }

    fn in_document(
        &self,
        document: &Catalogued,
        candidates: &RoaringBitmap,
        leaves: &Leaves<'_>,
        holds: &Holds,
    ) -> RoaringBitmap {
        let mut found = RoaringBitmap::new();
        let mut turns = candidates.range(document.numbers()).peekable();
        if turns.peek().is_none() {
            return found;
        }
        let Some(text) = self.finder.text(document.document) else { return found };
        let stretches: Vec<Stretch> = leaves
            .spans
            .iter()
            .map(|things| {
                let mut list = Vec::new();
                self.list(things, document.document, Extent::All, &mut list);
                Stretch::new(list)
            })
            .collect();
        let mut scratch = Scratch::default();
        for turn in turns {
            let Some(spoken) = self.catalogue.turn(turn).map(|turn| turn.spoken) else { continue };
            let mut holds_for = |span: Span| {
                let sentence = Sentence { turn, span, text: &text, leaves, stretches: &stretches };
                holds.holds(&sentence, &mut scratch)
            };
            if sentences_of(&text, spoken).into_iter().any(&mut holds_for) {
                found.insert(turn);
            }
        }
        found
    }

    fn ready<'q>(&self, part: &'q Part, leaves: &mut Leaves<'q>) -> Result<Holds, Stopped> {
        self.cancel.check()?;
        Ok(match part {
            Part::Text(wanted) => {
                leaves.wanted.push(Matcher::new(wanted));
                let turns = match wanted {
                    Wanted::Pattern(pattern) if pattern.looks_around() => self.every_turn(),
                    _ => self.turns(part)?,
                };
                Holds::Text(leaves.wanted.len() - 1, turns)
            }
            Part::Coding(test) => self.spans(Things::meeting(test), leaves)?,
            Part::Related { left, relation, negated, right } => {
                let things = self.related(left, *relation, *negated, right)?;
                match things.are() {
                    Gives::Codings => self.spans(things, leaves)?,
                    Gives::Turns => Holds::Turns(self.touched(&things)?),
                }
            }
            Part::Memos { codings, passages, documents } => Holds::Any(vec![
                self.spans(Things::Keys(codings), leaves)?,
                self.spans(Things::passages(passages), leaves)?,
                Holds::Turns(self.in_documents(documents)),
            ]),
            Part::Speakers(_) | Part::Documents(_) | Part::In(Unit::Document, _) => {
                Holds::Turns(self.turns(part)?)
            }
            Part::In(Unit::Turn, part) => Holds::Turns(self.turns(part)?),
            Part::In(Unit::Sentence, part) => self.ready(part, leaves)?,
            Part::All(parts) => Holds::All(self.all_ready(parts, leaves)?),
            Part::Any(parts) => Holds::Any(self.all_ready(parts, leaves)?),
            Part::Not(part) => Holds::Not(Box::new(self.ready(part, leaves)?)),
        })
    }

    fn all_ready<'q>(&self, parts: &'q [Part], leaves: &mut Leaves<'q>) -> Result<Vec<Holds>, Stopped> {
        parts.iter().map(|part| self.ready(part, leaves)).collect()
    }

    fn spans<'q>(&self, things: Things<'q>, leaves: &mut Leaves<'q>) -> Result<Holds, Stopped> {
        let turns = self.touched(&things)?;
        leaves.spans.push(things);
        Ok(Holds::Spans(leaves.spans.len() - 1, turns))
    }

    /// No other turn holds a sentence for which it holds.
    fn candidates(&self, holds: &Holds) -> RoaringBitmap {
        match holds {
            Holds::Text(_, turns) | Holds::Spans(_, turns) | Holds::Turns(turns) => turns.clone(),
            Holds::All(parts) => {
                let parts = parts.iter().map(|part| self.candidates(part));
                parts.reduce(|all, part| all & part).unwrap_or_else(|| self.every_turn())
            }
            Holds::Any(parts) => parts.iter().map(|part| self.candidates(part)).union(),
            Holds::Not(_) => self.every_turn(),
        }
    }
}

impl Holds {
    fn holds(&self, sentence: &Sentence<'_>, scratch: &mut Scratch) -> bool {
        let Sentence { turn, span, text, leaves, stretches } = *sentence;
        match self {
            Self::Text(number, turns) => {
                turns.contains(turn) && leaves.wanted[*number].found(text, span, scratch)
            }
            Self::Spans(number, turns) => turns.contains(turn) && stretches[*number].touches(span),
            Self::Turns(turns) => turns.contains(turn),
            Self::All(parts) => parts.iter().all(|part| part.holds(sentence, scratch)),
            Self::Any(parts) => parts.iter().any(|part| part.holds(sentence, scratch)),
            Self::Not(part) => !part.holds(sentence, scratch),
        }
    }
}
