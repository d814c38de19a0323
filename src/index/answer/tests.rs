//! Answers against the reference, on small studies made at random; and what single questions mean.

use std::borrow::Cow;

use proptest::prelude::*;
use roaring::RoaringBitmap;
use rustc_hash::{FxHashMap, FxHashSet};

use crate::index::catalogue::Catalogue;
use crate::index::codings::{CodingRow, CodingTable};
use crate::index::question::{CodeSet, CodingTest, Gives, Part, Question, Relation, Unit};
use crate::index::words::{Matcher, Pattern, Phrase, Scratch, Wanted, WordWanted};
use crate::index::{Cancel, Stopped};
use crate::model::hash::{Revision, TextHash};
use crate::model::names::{CodeKey, CoderKey, CodingKey, DocumentKey};
use crate::text::{Span, Turns};

use super::reference::Reference;
use super::{Answer, Beginning, Found, TextFinder, answer, begin};

/// Everything that an answer needs, in memory.
#[derive(Debug)]
pub struct Small {
    pub table: CodingTable,
    pub catalogue: Catalogue,
    pub texts: FxHashMap<DocumentKey, String>,
}

impl TextFinder for Small {
    fn turns(&self, wanted: &Wanted, _: &Cancel) -> Result<RoaringBitmap, Stopped> {
        let mut turns = RoaringBitmap::new();
        for number in 0..self.catalogue.len() {
            let document = self.catalogue.document_of(number).unwrap().document;
            let said = self.catalogue.turn(number).unwrap().spoken;
            if Matcher::new(wanted).found(&self.texts[&document], said, &mut Scratch::default()) {
                turns.insert(number);
            }
        }
        Ok(turns)
    }

    fn text(&self, document: DocumentKey) -> Option<Cow<'_, str>> {
        self.texts.get(&document).map(|text| Cow::Borrowed(text.as_str()))
    }
}

fn document(number: u32) -> DocumentKey {
    DocumentKey::from(number)
}

impl Small {
    /// Documents with their rows; those without a text are in the table alone.
    fn new(documents: Vec<(DocumentKey, Option<String>, Vec<CodingRow>)>) -> Self {
        let (mut catalogue, mut labels) = (Catalogue::default(), FxHashMap::default());
        let mut texts = FxHashMap::default();
        let mut rows = Vec::new();
        for (document, text, own) in documents {
            if let Some(text) = text {
                let turns = Turns::parse(&text, &["AA1", "BB2"]);
                catalogue.push_text(&mut labels, document, TextHash::of(&text), 0, &text, &turns);
                texts.insert(document, text);
            }
            rows.push((document, own));
        }
        // The corpus tree is not in the order of the paths.
        rows.reverse();
        Self { table: CodingTable::from_rows(rows), catalogue, texts }
    }

    fn ask(&self, part: &Part, gives: Gives) -> Found {
        self.answer(part, gives).found
    }

    fn answer(&self, part: &Part, gives: Gives) -> Answer {
        let question = Question { part: part.clone(), gives };
        answer(&question, &self.table, self, &self.catalogue, &Cancel::default()).unwrap()
    }

    /// How an answer begins, whichever documents that takes.
    fn begin(&self, part: &Part, gives: Gives, rows: usize) -> Option<Answer> {
        let question = Question { part: part.clone(), gives };
        let beginning = Beginning { rows, first: 1, part: 1 };
        begin(&question, &self.table, self, &self.catalogue, beginning, &Cancel::default()).unwrap()
    }
}

// Studies.

fn text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec!["taal", "doel", "één", "ja."]);
    let blank = prop::sample::select(vec![" ", " ", "  "]);
    let said = prop::collection::vec((word, blank), 0..6)
        .prop_map(|words| words.into_iter().flat_map(|(word, blank)| [word, blank]).collect::<String>());
    let label = prop::sample::select(vec!["AA1: ", "AA1: ", "BB2: ", "BB2:", "[00:01] AA1: ", "", "# "]);
    let end = prop::sample::select(vec!["\n", "\n", "\n\n", " \n"]);
    prop::collection::vec((label, said, end), 0..6).prop_map(|lines| {
        lines.into_iter().flat_map(|(label, said, end)| [label.to_owned(), said, end.to_owned()]).collect()
    })
}

/// A place in a text, of any length, so that several are equal now and then.
type RawRow = ((u32, u32), Option<u32>, u32, u32, bool);

fn row() -> impl Strategy<Value = RawRow> {
    let start = prop_oneof![0u32..12, 0u32..120];
    let length = prop_oneof![3 => 1u32..4, 3 => Just(9), 2 => 4u32..40, 1 => Just(400)];
    ((start, length), prop::option::weighted(0.9, 0u32..3), 0u32..2, 0u32..2, prop::bool::weighted(0.2))
}

fn small() -> impl Strategy<Value = Small> {
    let one = (text(), prop::bool::weighted(0.9), prop::collection::vec(row(), 0..9));
    prop::collection::vec(one, 0..4).prop_map(|documents| {
        let mut next = 0;
        let documents = (0..).zip(documents).map(|(number, (text, is_there, rows))| {
            let rows = rows.into_iter().filter_map(|((start, length), code, coder, revision, important)| {
                let snap = |at: u32| {
                    (at as usize..text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(text.len())
                };
                let span = Span::new(
                    snap(start.min(text.len() as u32)) as u32,
                    snap((start + length).min(text.len() as u32)) as u32,
                );
                next += 1;
                (!span.is_empty()).then(|| CodingRow {
                    span,
                    key: CodingKey::from(next),
                    code: code.map(CodeKey::from),
                    coder: CoderKey::from(coder),
                    facets: crate::model::facets::FacetsKey::default(),
                    revision: Revision(revision),
                    important,
                })
            });
            let rows = rows.collect();
            (document(number), is_there.then_some(text), rows)
        });
        Small::new(documents.collect())
    })
}

// Questions.

fn phrase(words: &[&str]) -> Part {
    let words = words.iter().map(|word| WordWanted::Is((*word).to_owned())).collect();
    Part::Text(Wanted::Phrase(Phrase { words, slop: 0, exact: None }))
}

fn code(code: u32) -> Part {
    Part::Coding(CodingTest::Codes(CodeSet::These(FxHashSet::from_iter([CodeKey::from(code)]))))
}

fn some<T: Eq + std::hash::Hash, U: FromIterator<T>>(items: Vec<T>) -> U {
    items.into_iter().collect()
}

fn test() -> impl Strategy<Value = CodingTest> {
    let leaf = prop_oneof![
        4 => (0u32..3).prop_map(|code| CodingTest::Codes(CodeSet::These(FxHashSet::from_iter([CodeKey::from(code)])))),
        1 => Just(CodingTest::Codes(CodeSet::Any)),
        1 => Just(CodingTest::Codes(CodeSet::Marks)),
        2 => (0u32..2).prop_map(|coder| CodingTest::Coders(FxHashSet::from_iter([CoderKey::from(coder)]))),
        1 => Just(CodingTest::Important),
        1 => (0u32..3).prop_map(|code| CodingTest::Redefined(FxHashMap::from_iter([(CodeKey::from(code), Revision(1))]))),
        1 => prop::collection::vec(1u32..9, 0..3).prop_map(|keys| CodingTest::These(some(keys.into_iter().map(CodingKey::from).collect()))),
    ];
    leaf.prop_recursive(2, 4, 2, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 1..3).prop_map(CodingTest::All),
            prop::collection::vec(inner.clone(), 1..3).prop_map(CodingTest::Any),
            inner.prop_map(|test| CodingTest::Not(Box::new(test))),
        ]
    })
}

fn relation() -> impl Strategy<Value = Relation> {
    prop_oneof![
        Just(Relation::Overlaps),
        Just(Relation::Within),
        Just(Relation::Encloses),
        Just(Relation::Meets),
        (0u32..3).prop_map(Relation::Near),
        (0u32..3).prop_map(Relation::Before),
        (0u32..3).prop_map(Relation::After),
    ]
}

fn part() -> impl Strategy<Value = Part> {
    let label = prop::sample::select(vec![Some("AA1"), Some("BB2"), Some("CC3"), None]);
    let speaker = (0u32..4, label).prop_map(|(number, label)| (document(number), label.map(str::to_owned)));
    let documents = prop::collection::vec((0u32..4).prop_map(document), 0..3);
    let memos = (
        prop::collection::vec((1u32..9).prop_map(CodingKey::from), 0..3),
        prop::collection::vec((0u32..4, 0u32..40, 1u32..20), 0..2),
        documents.clone(),
    );
    let leaf = prop_oneof![
        3 => prop::sample::select(vec![vec!["taal"], vec!["doel"], vec!["een"], vec!["taal", "doel"], vec!["nooit"]])
            .prop_map(|words| phrase(&words)),
        1 => prop::sample::select(vec!["^taal", "doel.*taal", r"\bja"])
            .prop_map(|pattern| Part::Text(Wanted::Pattern(Pattern::new(pattern).unwrap()))),
        6 => test().prop_map(Part::Coding),
        1 => prop::collection::vec(speaker, 0..5).prop_map(|speakers| Part::Speakers(some(speakers))),
        1 => documents.prop_map(|documents| Part::Documents(some(documents))),
        1 => memos.prop_map(|(codings, passages, documents)| Part::Memos {
            codings: some(codings),
            passages: passages.into_iter().map(|(of, at, length)| (document(of), Span::new(at, at + length))).collect(),
            documents: some(documents),
        }),
    ];
    let unit = prop::sample::select(vec![Unit::Sentence, Unit::Turn, Unit::Document]);
    leaf.prop_recursive(4, 12, 3, move |inner| {
        let pair = (inner.clone(), relation(), any::<bool>(), inner.clone());
        prop_oneof![
            3 => pair.prop_map(|(left, relation, negated, right)| Part::Related {
                left: Box::new(left), relation, negated, right: Box::new(right),
            }),
            2 => prop::collection::vec(inner.clone(), 0..4).prop_map(Part::All),
            1 => prop::collection::vec(inner.clone(), 0..4).prop_map(Part::Any),
            1 => inner.clone().prop_map(|part| Part::Not(Box::new(part))),
            2 => (unit.clone(), inner).prop_map(|(unit, part)| Part::In(unit, Box::new(part))),
        ]
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(2000))]

    #[test]
    fn answers_are_those_of_the_reference(small in small(), parts in prop::collection::vec(part(), 1..4)) {
        let reference = Reference { table: &small.table, catalogue: &small.catalogue, texts: &small.texts };
        for part in &parts {
            let Found::Turns(turns) = small.ask(part, Gives::Turns) else { panic!("turns were asked for") };
            prop_assert_eq!(turns.iter().collect::<Vec<_>>(), reference.turns(part), "{:?}", part);
            let Found::Codings(codings) = small.ask(part, Gives::Codings) else { panic!("codings were asked for") };
            prop_assert_eq!(codings, reference.codings(part), "{:?}", part);
        }
    }

    #[test]
    fn an_answer_begins_with_what_the_whole_of_it_has_first(small in small(), part in part(), rows in 1usize..6) {
        for gives in [Gives::Turns, Gives::Codings] {
            let whole = small.answer(&part, gives);
            let Some(begun) = small.begin(&part, gives, rows) else { continue };
            let first = begun.found.len();
            prop_assert!(first >= rows, "{:?}", part);
            let same = match (&begun.found, &whole.found) {
                (Found::Turns(begun), Found::Turns(whole)) => begun.iter().eq(whole.iter().take(first)),
                (Found::Codings(begun), Found::Codings(whole)) => whole.starts_with(begun),
                _ => false,
            };
            prop_assert!(same, "{:?}: {:?}, {:?}", part, begun, whole);
            prop_assert!(whole.groups.starts_with(&begun.groups));
            prop_assert_eq!(begun.without_place, whole.without_place);
        }
    }

    #[test]
    fn relations_are_those_of_the_reference(
        small in small(), left in test(), relation in relation(), negated in any::<bool>(), right in test(),
    ) {
        let reference = Reference { table: &small.table, catalogue: &small.catalogue, texts: &small.texts };
        let (left, right) = (Box::new(Part::Coding(left)), Box::new(Part::Coding(right)));
        let part = Part::Related { left, relation, negated, right };
        prop_assert_eq!(part.gives(), Gives::Codings);
        prop_assert_eq!(small.ask(&part, Gives::Codings), Found::Codings(reference.codings(&part)));
    }
}

// Single questions.

/// A document whose codings are drawn in it, each closed by the number of its code.
fn drawn(texts: &[&str]) -> Small {
    let mut key = 0;
    let documents = (0..).zip(texts).map(|(number, picture)| {
        let (mut text, mut open, mut rows) = (String::new(), Vec::new(), Vec::new());
        let mut characters = picture.chars();
        while let Some(character) = characters.next() {
            match character {
                '{' => open.push(text.len() as u32),
                '}' => {
                    let code = characters.next().and_then(|digit| digit.to_digit(10)).unwrap();
                    key += 1;
                    rows.push(CodingRow {
                        span: Span::new(open.pop().unwrap(), text.len() as u32),
                        key: CodingKey::from(key),
                        code: Some(CodeKey::from(code)),
                        coder: CoderKey::from(0),
                        facets: crate::model::facets::FacetsKey::default(),
                        revision: Revision(0),
                        important: false,
                    });
                }
                other => text.push(other),
            }
        }
        (document(number), Some(text), rows)
    });
    Small::new(documents.collect())
}

fn related(left: Part, relation: Relation, right: Part) -> Part {
    Part::Related { left: Box::new(left), relation, negated: false, right: Box::new(right) }
}

#[track_caller]
fn codings(small: &Small, part: &Part) -> Vec<u32> {
    assert_eq!(part.gives(), Gives::Codings);
    match small.ask(part, Gives::Codings) {
        Found::Codings(keys) => keys.into_iter().map(|key| key.index() as u32).collect(),
        Found::Turns(_) => panic!("codings were asked for"),
    }
}

#[track_caller]
fn turns(small: &Small, part: &Part) -> Vec<u32> {
    match small.ask(part, Gives::Turns) {
        Found::Turns(turns) => turns.iter().collect(),
        Found::Codings(_) => panic!("turns were asked for"),
    }
}

#[test]
fn two_codes_side_by_side_are_the_codings_of_turns_that_have_both() {
    let small = drawn(&["AA1: {een}1 {twee}2\nBB2: {drie}1\nAA1: {vier}2\n", "AA1: {vijf}1 {zes}2\n"]);
    let both = Part::All(vec![code(1), code(2)]);
    assert_eq!(codings(&small, &both), [5, 6, 1, 2], "the corpus tree has the second document first");
    assert_eq!(turns(&small, &both), [0, 3]);
    let without = Part::All(vec![code(1), Part::Not(Box::new(code(2)))]);
    assert_eq!(codings(&small, &without), [3]);
    let here = Part::All(vec![both, Part::Documents(FxHashSet::from_iter([document(0)]))]);
    assert_eq!(codings(&small, &here), [1, 2]);
}

#[test]
fn codings_meet_over_what_nobody_says() {
    let small = drawn(&["AA1: {een.}1 {twee}2, {drie}2\n[00:09] BB2: {vier}1\n"]);
    assert_eq!(codings(&small, &related(code(1), Relation::Meets, code(2))), [1, 4]);
    assert_eq!(codings(&small, &related(code(2), Relation::Meets, code(2))), [0; 0], "a comma is said");
}

#[test]
fn a_turn_is_what_is_said_in_it_where_it_must_stand_inside() {
    let small = drawn(&["AA1: {taal en doel}1\nBB2: taal {zonder}2 code\n"]);
    assert_eq!(codings(&small, &related(code(1), Relation::Encloses, phrase(&["taal"]))), [1]);
    assert_eq!(codings(&small, &related(code(2), Relation::Within, phrase(&["taal"]))), [2]);
    assert_eq!(turns(&small, &related(phrase(&["taal"]), Relation::Within, code(1))), [0]);
    let near = related(phrase(&["taal"]), Relation::Near(0), phrase(&["doel"]));
    assert_eq!(turns(&small, &near), [0], "a turn that both sides find");
}

#[test]
fn whole_documents_are_shown_by_what_was_asked_in_them() {
    let small = drawn(&["AA1: taal\nBB2: niets\nAA1: doel\n", "AA1: taal\n"]);
    let both = Part::In(Unit::Document, Box::new(Part::All(vec![phrase(&["taal"]), phrase(&["doel"])])));
    assert_eq!(turns(&small, &both), [0, 2]);
    assert_eq!(turns(&small, &Part::All(vec![both.clone(), phrase(&["niets"])])), [1], "else a condition");
    let sentence = |words: [&str; 2]| {
        let parts = words.iter().map(|word| phrase(&[word])).collect();
        Part::In(Unit::Sentence, Box::new(Part::All(parts)))
    };
    let small = drawn(&["AA1: Taal is er. Het doel niet.\nBB2: Taal en doel.\n"]);
    assert_eq!(turns(&small, &sentence(["taal", "doel"])), [1]);
}

#[test]
fn what_a_question_gives_follows_from_what_it_asks_for() {
    let documents = || Part::Documents(FxHashSet::default());
    let not = |part| Part::Not(Box::new(part));
    for (part, gives) in [
        (code(1), Gives::Codings),
        (Part::All(vec![code(1), documents(), not(phrase(&["taal"]))]), Gives::Codings),
        (Part::All(vec![code(1), phrase(&["taal"])]), Gives::Turns),
        (related(code(1), Relation::Near(1), phrase(&["taal"])), Gives::Codings),
        (related(phrase(&["taal"]), Relation::Near(1), code(1)), Gives::Turns),
        (Part::In(Unit::Document, Box::new(code(1))), Gives::Codings),
        (not(code(1)), Gives::Turns),
        (not(not(code(1))), Gives::Codings),
        (documents(), Gives::Turns),
    ] {
        assert_eq!(part.gives(), gives, "{part:?}");
    }
}

#[test]
fn an_answer_begins_as_soon_as_there_are_rows_enough() {
    let small = drawn(&["AA1: {een}1 taal\n", "AA1: {twee}1 taal\n", "AA1: taal\n", "AA1: {drie}1\n"]);
    let begun = |part, gives, rows| small.begin(&part, gives, rows).map(|begun| begun.found);
    let turns = |turns: &[u32]| Some(Found::Turns(turns.iter().copied().collect()));
    assert_eq!(begun(phrase(&["taal"]), Gives::Turns, 1), turns(&[0]));
    assert_eq!(begun(phrase(&["taal"]), Gives::Turns, 2), turns(&[0, 1]));
    assert_eq!(begun(phrase(&["taal"]), Gives::Turns, 4), None, "there are three");
    let keys = |keys: &[u32]| Some(Found::Codings(keys.iter().copied().map(CodingKey::from).collect()));
    assert_eq!(begun(code(1), Gives::Codings, 1), keys(&[3]), "the corpus tree has the last document first");
    assert_eq!(begun(code(1), Gives::Codings, 2), keys(&[3, 2, 1]));
    let both = || Part::All(vec![code(1), phrase(&["taal"])]);
    assert_eq!(begun(both(), Gives::Turns, 2), turns(&[0, 1]));
    assert_eq!(begun(both(), Gives::Codings, 1), None, "its texts stand in another order");
}

#[test]
fn an_answer_that_nobody_wants_is_not_given() {
    let small = drawn(&["AA1: {taal}1\n"]);
    let cancel = Cancel::default();
    cancel.stop();
    for (part, gives) in [(code(1), Gives::Codings), (phrase(&["taal"]), Gives::Turns)] {
        let question = Question { part, gives };
        assert_eq!(answer(&question, &small.table, &small, &small.catalogue, &cancel), Err(Stopped));
    }
}
