//! The same answers by trying everything: each part on each unit, each thing against each other. Written from the meaning of
//! the language alone, as slow as it is plain.

use rustc_hash::FxHashMap;

use crate::index::Catalogue;
use crate::index::catalogue::CataloguedTurn;
use crate::index::codings::{CodingRow, CodingTable};
use crate::index::question::{Gives, Part, Relation, Unit};
use crate::index::words::{Matcher, Scratch};
use crate::model::names::{CodingKey, DocumentKey};
use crate::text::Span;
use crate::text::sentences::sentences_of;

pub struct Reference<'a> {
    pub table: &'a CodingTable,
    pub catalogue: &'a Catalogue,
    pub texts: &'a FxHashMap<DocumentKey, String>,
}

/// Something of which a part holds or not.
#[derive(Clone, Copy, Debug)]
enum At {
    Turn(DocumentKey, u32),
    Sentence(DocumentKey, u32, Span),
    Document(DocumentKey),
}

#[derive(Clone, Copy, Debug)]
enum Thing {
    Coding(DocumentKey, CodingRow),
    Turn(DocumentKey, u32),
}

impl At {
    fn document(self) -> DocumentKey {
        match self {
            Self::Turn(document, _) | Self::Sentence(document, ..) | Self::Document(document) => document,
        }
    }
}

impl Reference<'_> {
    pub fn turns(&self, part: &Part) -> Vec<u32> {
        let mut turns = self.holding(part);
        let others: Vec<&Part> = match part {
            Part::All(parts) => parts.iter().filter(|part| !about_documents(part)).collect(),
            part => vec![part],
        };
        if let [Part::In(Unit::Document, inner)] = others.as_slice() {
            let mut asked = positive(inner);
            asked.retain(|part| !matches!(part, Part::Documents(_)));
            if !asked.is_empty() {
                turns.retain(|turn| asked.iter().any(|part| self.holds(part, self.at(*turn))));
            }
        }
        turns
    }

    pub fn codings(&self, part: &Part) -> Vec<CodingKey> {
        let mut keys = Vec::new();
        for document in self.table.documents() {
            let given = self.given(part);
            for row in document.rows.iter() {
                if given.iter().any(|thing| matches!(thing, Thing::Coding(_, other) if other.key == row.key))
                {
                    keys.push(row.key);
                }
            }
        }
        keys
    }

    fn at(&self, turn: u32) -> At {
        At::Turn(self.catalogue.document_of(turn).unwrap().document, turn)
    }

    fn turn(&self, number: u32) -> &CataloguedTurn {
        self.catalogue.turn(number).unwrap()
    }

    fn turns_of(&self, document: DocumentKey) -> Vec<u32> {
        (0..self.catalogue.len()).filter(|turn| self.at(*turn).document() == document).collect()
    }

    /// The turns for which a part holds.
    fn holding(&self, part: &Part) -> Vec<u32> {
        (0..self.catalogue.len()).filter(|turn| self.holds(part, self.at(*turn))).collect()
    }

    fn holds(&self, part: &Part, at: At) -> bool {
        let document = at.document();
        match part {
            Part::Text(wanted) => {
                let stands = |span: Span| {
                    Matcher::new(wanted).found(&self.texts[&document], span, &mut Scratch::default())
                };
                match at {
                    At::Turn(_, turn) => stands(self.turn(turn).spoken),
                    At::Sentence(_, _, span) => stands(span),
                    At::Document(_) => self.any_turn(part, document),
                }
            }
            Part::Coding(test) => {
                self.table.of(document).iter().any(|row| test.holds(row) && self.touches(row.span, at))
            }
            Part::Related { left, relation, negated, right } => {
                self.related(left, *relation, *negated, right).into_iter().any(|thing| match thing {
                    Thing::Coding(of, row) => of == document && self.touches(row.span, at),
                    Thing::Turn(of, turn) => match at {
                        At::Turn(_, other) | At::Sentence(_, other, _) => turn == other,
                        At::Document(_) => of == document,
                    },
                })
            }
            Part::Speakers(speakers) => match at {
                At::Turn(_, turn) | At::Sentence(_, turn, _) => {
                    let label =
                        self.turn(turn).label.map(|label| self.catalogue.labels()[label as usize].clone());
                    speakers.contains(&(document, label))
                }
                At::Document(_) => self.any_turn(part, document),
            },
            Part::Documents(documents) => documents.contains(&document),
            Part::Memos { codings, passages, documents } => {
                let of_coding = |row: &CodingRow| codings.contains(&row.key) && self.touches(row.span, at);
                documents.contains(&document)
                    || self.table.of(document).iter().any(of_coding)
                    || passages.iter().any(|(of, span)| *of == document && self.touches(*span, at))
            }
            Part::In(unit, part) => self.units(*unit, at).into_iter().any(|at| self.holds(part, at)),
            Part::All(parts) => parts.iter().all(|part| self.holds(part, at)),
            Part::Any(parts) => parts.iter().any(|part| self.holds(part, at)),
            Part::Not(part) => !self.holds(part, at),
        }
    }

    fn any_turn(&self, part: &Part, document: DocumentKey) -> bool {
        self.turns_of(document).into_iter().any(|turn| self.holds(part, At::Turn(document, turn)))
    }

    /// The units of a size that touch a unit.
    fn units(&self, unit: Unit, at: At) -> Vec<At> {
        let document = at.document();
        let turns = match at {
            At::Turn(_, turn) | At::Sentence(_, turn, _) => vec![turn],
            At::Document(_) => self.turns_of(document),
        };
        match (unit, at) {
            (Unit::Document, _) => vec![At::Document(document)],
            (Unit::Turn, _) => turns.into_iter().map(|turn| At::Turn(document, turn)).collect(),
            (Unit::Sentence, At::Sentence(..)) => vec![at],
            (Unit::Sentence, _) => {
                let of = |turn: u32| sentences_of(&self.texts[&document], self.turn(turn).spoken);
                let all =
                    turns.into_iter().flat_map(|turn| of(turn).into_iter().map(move |span| (turn, span)));
                all.map(|(turn, span)| At::Sentence(document, turn, span)).collect()
            }
        }
    }

    fn touches(&self, span: Span, at: At) -> bool {
        match at {
            At::Turn(_, turn) => self.turn(turn).span.overlaps(span),
            At::Sentence(_, _, sentence) => sentence.overlaps(span),
            At::Document(_) => true,
        }
    }

    fn side(&self, part: &Part) -> Vec<Thing> {
        match part.gives() {
            Gives::Codings => self.given(part),
            Gives::Turns => self
                .holding(part)
                .into_iter()
                .map(|turn| Thing::Turn(self.at(turn).document(), turn))
                .collect(),
        }
    }

    fn every_coding(&self) -> Vec<Thing> {
        let all = self.table.documents().iter();
        all.flat_map(|of| of.rows.iter().map(|row| Thing::Coding(of.document, *row))).collect()
    }

    /// The codings that a part gives.
    fn given(&self, part: &Part) -> Vec<Thing> {
        if let Some(plain) = self.plain(part) {
            return plain;
        }
        let asked = positive(part);
        let mut some: Vec<Thing> = Vec::new();
        let mut asks = false;
        for part in asked {
            match part {
                Part::Coding(test) => some.extend(self.meeting(|row| test.holds(row))),
                Part::Memos { codings, .. } => some.extend(self.meeting(|row| codings.contains(&row.key))),
                Part::Related { left, relation, negated, right } if left.gives() == Gives::Codings => {
                    some.extend(self.related(left, *relation, *negated, right));
                }
                _ => continue,
            }
            asks = true;
        }
        let some = if asks { some } else { self.every_coding() };
        let holding = self.holding(part);
        let touches = |thing: &Thing| match thing {
            Thing::Coding(document, row) => holding.iter().any(|turn| {
                self.at(*turn).document() == *document && self.turn(*turn).span.overlaps(row.span)
            }),
            Thing::Turn(..) => unreachable!(),
        };
        some.into_iter().filter(touches).collect()
    }

    fn meeting(&self, test: impl Fn(&CodingRow) -> bool) -> Vec<Thing> {
        let all = self.every_coding().into_iter();
        all.filter(|thing| matches!(thing, Thing::Coding(_, row) if test(row))).collect()
    }

    /// One test or relation, or any of several, in documents told by conditions on documents.
    fn plain(&self, part: &Part) -> Option<Vec<Thing>> {
        match part {
            Part::Coding(test) => Some(self.meeting(|row| test.holds(row))),
            Part::Related { left, relation, negated, right } if left.gives() == Gives::Codings => {
                Some(self.related(left, *relation, *negated, right))
            }
            Part::Any(parts) if parts.iter().all(about_codings) => {
                Some(parts.iter().flat_map(|part| self.plain(part).unwrap()).collect())
            }
            Part::All(parts) => {
                let (documents, others): (Vec<_>, Vec<_>) =
                    parts.iter().partition(|part| about_documents(part));
                let [only] = others.as_slice() else { return None };
                let fits = |thing: &Thing| {
                    let (Thing::Coding(document, _) | Thing::Turn(document, _)) = thing;
                    documents.iter().all(|part| self.holds(part, At::Document(*document)))
                };
                Some(self.plain(only)?.into_iter().filter(fits).collect())
            }
            _ => None,
        }
    }

    fn related(&self, left: &Part, relation: Relation, negated: bool, right: &Part) -> Vec<Thing> {
        let (left, right) = (self.side(left), self.side(right));
        let stands = |a: &Thing| right.iter().any(|b| self.stands(*a, relation, *b));
        left.into_iter().filter(|thing| stands(thing) != negated).collect()
    }

    fn all_of(&self, thing: Thing) -> (DocumentKey, Span, Vec<u32>) {
        match thing {
            Thing::Coding(document, row) => {
                let touched = |turn: &u32| self.turn(*turn).span.overlaps(row.span);
                (document, row.span, self.turns_of(document).into_iter().filter(touched).collect())
            }
            Thing::Turn(document, turn) => (document, self.turn(turn).span, vec![turn]),
        }
    }

    /// What must stand inside.
    fn core(&self, thing: Thing) -> Span {
        match thing {
            Thing::Turn(_, turn) if !self.turn(turn).spoken.is_empty() => self.turn(turn).spoken,
            other => self.all_of(other).1,
        }
    }

    fn stands(&self, a: Thing, relation: Relation, b: Thing) -> bool {
        if let (Thing::Coding(_, a), Thing::Coding(_, b)) = (a, b)
            && a.key == b.key
        {
            return false;
        }
        let ((document, left, from), (other, right, to)) = (self.all_of(a), self.all_of(b));
        if document != other {
            return false;
        }
        let steps = |before: &[u32], after: &[u32]| Some(after.first()? - before.last()?);
        match relation {
            Relation::Overlaps => left.overlaps(right),
            Relation::Within => right.encloses(self.core(a)),
            Relation::Encloses => left.encloses(self.core(b)),
            Relation::Meets => self.follows(document, left, right) || self.follows(document, right, left),
            Relation::Near(most) => from.iter().any(|a| to.iter().any(|b| a.abs_diff(*b) <= most)),
            Relation::Before(most) => {
                left.end <= right.start && steps(&from, &to).is_some_and(|steps| steps <= most)
            }
            Relation::After(most) => {
                right.end <= left.start && steps(&to, &from).is_some_and(|steps| steps <= most)
            }
        }
    }

    /// The second begins where the first ends; only what is said counts.
    fn follows(&self, document: DocumentKey, first: Span, second: Span) -> bool {
        if first.end > second.start {
            return false;
        }
        if self.catalogue.document(document).is_none() {
            return first.end == second.start;
        }
        let turns = self.turns_of(document);
        let text = &self.texts[&document];
        let said = |byte: u32| turns.iter().any(|turn| self.turn(*turn).spoken.contains(byte));
        let mut between = text
            .char_indices()
            .filter(|(at, _)| (first.end..second.start).contains(&(*at as u32)) && said(*at as u32));
        between.all(|(_, character)| character.is_whitespace())
    }
}

fn positive(part: &Part) -> Vec<&Part> {
    fn go<'p>(part: &'p Part, sign: bool, found: &mut Vec<&'p Part>) {
        match part {
            Part::All(parts) | Part::Any(parts) => parts.iter().for_each(|part| go(part, sign, found)),
            Part::In(_, part) => go(part, sign, found),
            Part::Not(part) => go(part, !sign, found),
            part if sign => found.push(part),
            _ => {}
        }
    }
    let mut found = Vec::new();
    go(part, true, &mut found);
    found
}

fn about_documents(part: &Part) -> bool {
    match part {
        Part::Documents(_) => true,
        Part::In(Unit::Document, part) | Part::Not(part) => about_documents(part),
        Part::All(parts) | Part::Any(parts) => parts.iter().all(about_documents),
        _ => false,
    }
}

fn about_codings(part: &Part) -> bool {
    match part {
        Part::Coding(_) => true,
        Part::Related { left, .. } => left.gives() == Gives::Codings,
        Part::Any(parts) => parts.iter().all(about_codings),
        _ => false,
    }
}
