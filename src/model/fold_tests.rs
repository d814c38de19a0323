//! The incremental fold against the plain one, on random sets of events in random order.

use std::collections::BTreeMap;

use proptest::prelude::*;
use uuid::Uuid;

use crate::text::Span;

use super::anchoring::Hunks;
use super::codebook::{EntryChange, Place};
use super::coding::Coding;
use super::document::{Document, FrontMatter};
use super::event::{Body, Event, ReadEvent, Status, Target};
use super::fold::{Folded, FoldedCoding, FoldedMemo, FoldedRevision, Given, fold, place};
use super::hash::{Revision, TextHash};
use super::names::{CodeKey, DocumentKey};
use super::quote::{Anchor, Verdict};
use super::record::Source;
use super::revisions::Revised;
use super::study::Study;

const TEXT: &str = "Een zin over de lange brug, één, en nog wat woorden daarna om te coderen.";

fn id(number: u8) -> Uuid {
    Uuid::from_u128(0x0190_0000_0000_7000_8000_0000_0000_0000 + u128::from(number))
}

const TEXTS: [TextHash; 4] = [TextHash(0), TextHash(1), TextHash(2), TextHash(3)];

fn anchor(start: u32) -> Anchor {
    Anchor::new(TEXT, TEXTS[start as usize % 3], Span::new(start, start + 5)).unwrap()
}

fn hunks() -> impl Strategy<Value = Hunks> {
    let written = prop::sample::select(vec!["=40", "=8-2=9", "=8+2=9", "=6~3:2=9", "=7-2+3=9", "-3=20"]);
    prop_oneof![
        1 => Just(Hunks::default()),
        4 => (0u32..4, 0u32..30, written).prop_map(|(from, to, steps)| Hunks::parse([(from, to, steps)]).unwrap()),
    ]
}

fn body() -> impl Strategy<Value = Body> {
    let coding = (0u8..24).prop_map(id);
    let document = prop_oneof![Just("d1".to_owned()), Just("d2".to_owned())];
    prop_oneof![
        4 => (document.clone(), 0u32..10, 0u8..3).prop_map(|(document, start, code)| Body::Code {
            document,
            anchor: anchor(start),
            code: format!("c{code}"),
            revision: Revision(7),
            facets: if code == 0 { vec![("niveau".into(), vec!["x".into()])] } else { vec![] },
        }),
        1 => (document.clone(), 0u32..10).prop_map(|(document, start)| Body::Mark { document, anchor: anchor(start) }),
        2 => coding.clone().prop_map(|coding| Body::Uncode { coding }),
        2 => (coding.clone(), 0u8..3, 0u32..3).prop_map(|(coding, code, revision)| Body::Recode {
            coding,
            code: format!("c{code}"),
            revision: Revision(revision),
        }),
        1 => (0u8..3, 0u8..4).prop_map(|(code, kind)| Body::CodeEdit { changes: changes(code, kind) }),
        2 => (coding.clone(), 0u32..10, 0u8..3).prop_map(|(coding, start, into)| Body::Reshape {
            coding,
            document: (into > 0).then(|| format!("d{into}")),
            anchor: anchor(start),
        }),
        1 => (coding.clone(), any::<bool>()).prop_map(|(coding, on)| Body::Star { coding, on }),
        2 => (coding.clone(), 0u8..3).prop_map(|(coding, value)| Body::Facet {
            coding,
            facet: "niveau".into(),
            values: if value == 0 { vec![] } else { vec![format!("v{value}")] },
        }),
        1 => Just(Body::Memo { on: Target::Study, kind: "les".into(), words: "ja".into() }),
        1 => coding.clone().prop_map(|memo| Body::MemoEdit { memo, kind: "les".into(), words: "nee".into() }),
        1 => coding.clone().prop_map(|memo| Body::MemoDrop { memo }),
        1 => (document, 0u8..3).prop_map(|(document, n)| Body::Status {
            document,
            status: [Status::Todo, Status::Busy, Status::Done][usize::from(n)],
        }),
        3 => (0u8..6, 0usize..4, 0usize..4, hunks()).prop_map(|(documents, from, to, hunks)| Body::Revise {
            document: format!("d{}", documents % 2 + 1),
            from: TEXTS[from],
            to: TEXTS[to],
            into: (documents > 3).then(|| format!("d{}", 6 - documents)),
            hunks,
        }),
        4 => (100u8..112).prop_map(|tx| Body::Undo { tx: id(tx) }),
    ]
}

/// A code that comes, goes or gets another name, or codes in another order.
fn changes(code: u8, kind: u8) -> Vec<EntryChange> {
    let text = |name: &str| Some(format!("id = \"c{code}\"\nname = \"{name}\" # één\n"));
    let code = Place::Code(format!("c{code}"));
    let (place, before, after) = match kind {
        0 => (code, None, text("een")),
        1 => (code, text("een"), text("twee")),
        2 => (Place::Value("niveau".into(), "x".into()), text("x"), None),
        _ => (Place::Codes, Some("ids = [\"c0\", \"c1\"]\n".into()), Some("ids = [\"c1\", \"c0\"]\n".into())),
    };
    vec![EntryChange { family: "f".into(), place, before, after, behind: (kind == 0).then(String::new) }]
}

/// Events with clashing orders, transactions of wrong sizes, undo of undo, changes before what they change.
fn events() -> impl Strategy<Value = Vec<Event>> {
    let event = (0u8..24, 1u64..12, 100u8..112, 1u32..3, body()).prop_map(|(number, n, tx, of, body)| {
        Event { id: id(number), n, tx: id(tx), of, at: jiff::Timestamp::UNIX_EPOCH, body }
    });
    prop::collection::vec(event, 0..40).prop_map(|events| {
        // One id is one event: a journal never holds two that differ.
        let distinct: BTreeMap<Uuid, Event> = events.into_iter().map(|event| (event.id, event)).collect();
        distinct.into_values().collect()
    })
}

fn state_of(study: &Study) -> Folded {
    let mut state = Folded::default();
    for (key, coding) in study.codings() {
        let word = |key: super::WordKey| study.names.words.name(key.index()).to_owned();
        let facets = study.facets(coding).iter();
        state.codings.insert(
            study.coding_id(key),
            FoldedCoding {
                document: study.document_id(coding.made_in).to_owned(),
                span: coding.made,
                text: coding.text,
                code: coding.code.map(|code| study.code_id(code).to_owned()),
                revision: coding.revision,
                facets: facets.map(|(f, v)| (word(*f), v.iter().map(|v| word(*v)).collect())).collect(),
                important: coding.important,
            },
        );
        let indexed: Vec<_> =
            study.codings_in(coding.document, coding.span).filter(|(_, other)| *other == key).collect();
        assert_eq!(indexed, [(coding.span, key)], "found by its place, once");
        assert!(study.codings_with(coding.code).contains(&key), "found by its code");
    }
    let placed: usize = study.by_document_len();
    assert_eq!(placed, state.codings.len(), "nothing else is found by place");
    check_counts(study);
    for coder in study.coders() {
        for (record, revised) in study.layer(coder).unwrap().revisions() {
            let document = study.document_id(revised.document).to_owned();
            let into = revised.into.map(|into| study.document_id(into).to_owned());
            let Revised { from, to, hunks, .. } = revised.clone();
            state
                .revisions
                .insert(record.id, FoldedRevision { n: record.n, document, from, to, into, hunks });
        }
    }
    for memo in study.memos() {
        let folded = FoldedMemo { on: memo.on.clone(), kind: memo.kind.clone(), words: memo.words.clone() };
        state.memos.insert(memo.id, folded);
    }
    for coder in study.coders() {
        state.incomplete.extend(study.layer(coder).unwrap().incomplete().iter().map(|open| open.tx));
        for document in ["d1", "d2"] {
            if let Some(key) = study.names.documents.get(document)
                && study.layer(coder).unwrap().status_of(key).is_some()
            {
                state.statuses.insert(document.to_owned(), study.status(key, coder));
            }
        }
    }
    state
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn any_order_any_batches_and_duplicates_give_the_plain_fold(
        events in events(),
        shuffle in prop::collection::vec(any::<prop::sample::Index>(), 0..60),
        cuts in prop::collection::vec(1usize..6, 0..40),
    ) {
        let expected = fold(&events.iter().cloned().map(Given::from).collect::<Vec<_>>());
        let mut order: Vec<Event> = events.clone();
        if !order.is_empty() {
            for (place, index) in shuffle.iter().enumerate() {
                let length = order.len();
                order.swap(place % length, index.index(length));
            }
            // Some come twice.
            let again: Vec<Event> = shuffle.iter().map(|index| order[index.index(order.len())].clone()).collect();
            order.extend(again);
        }
        let mut study = Study::default();
        let coder = study.coder("anna");
        let mut cuts = cuts.into_iter();
        let mut left = 0;
        for event in &order {
            let line = event.line();
            let line = super::event::Line::parse(&line).unwrap();
            study.take_line(coder, &line, Source::default(), true).unwrap();
            if left == 0 {
                study.settle();
                left = cuts.next().unwrap_or(100);
            }
            left -= 1;
        }
        study.settle();
        prop_assert_eq!(&state_of(&study), &expected);
        check_places(&mut study, &expected);
    }

    #[test]
    fn an_event_is_read_back_as_written(event in events()) {
        for event in event {
            let line = event.line();
            prop_assert!(!line.contains('\n'));
            prop_assert_eq!(Event::parse(&line), Ok(ReadEvent::Known(Box::new(event))));
        }
    }

    #[test]
    fn undo_and_redo_walk_the_whole_way_back_and_forth(bodies in prop::collection::vec(body(), 1..12)) {
        let mut study = Study::default();
        let coder = study.coder("anna");
        let mut number = 0u8;
        let mut write = |study: &mut Study, body: Body| {
            number += 1;
            let n = study.next_n();
            let event = Event { id: id(number), n, tx: id(100 + number), of: 1, at: jiff::Timestamp::UNIX_EPOCH, body };
            study.take_event(coder, &event, Source::default());
            study.settle();
        };
        let mut states = vec![state_of(&study)];
        // Nobody does a revision, so nobody undoes one by a key.
        for body in bodies.into_iter().filter(|body| !matches!(body, Body::Undo { .. } | Body::Revise { .. })) {
            write(&mut study, body);
            states.push(state_of(&study));
        }
        for state in states.iter().rev().skip(1) {
            let tx = study.layer(coder).unwrap().undo_target().unwrap();
            write(&mut study, Body::Undo { tx });
            prop_assert_eq!(&state_of(&study), state);
        }
        prop_assert_eq!(study.layer(coder).unwrap().undo_target(), None);
        for state in states.iter().skip(1) {
            let tx = study.layer(coder).unwrap().redo_target().unwrap();
            write(&mut study, Body::Undo { tx });
            prop_assert_eq!(&state_of(&study), state);
        }
        prop_assert_eq!(study.layer(coder).unwrap().redo_target(), None);
    }
}

/// Whatever text the documents have, revisions lead codings where the plain fold puts them.
fn check_places(study: &mut Study, expected: &Folded) {
    let keys = ["d1", "d2"].map(|id| study.names.documents.number(id));
    let document = |key| Document {
        key,
        id: String::new(),
        path: String::new(),
        front: FrontMatter::default(),
        text_start: 0,
        text_length: 0,
    };
    study.set_documents(keys.map(document).into());
    for text in TEXTS {
        for document in ["d1", "d2"] {
            if let Some(key) = study.names.documents.get::<DocumentKey>(document) {
                study.text_is(key, text);
            }
        }
        for (id, folded) in &expected.codings {
            let key = study.find_coding(*id).unwrap();
            let coding = study.coding(key);
            let found =
                study.revised_place(key, text).map(|(span, verdict)| (span, verdict == Verdict::Edited));
            let stands_in = study.document_id(coding.document);
            assert_eq!(found, place(&[expected], folded, stands_in, text));
            assert_eq!(coding.span, found.map_or(folded.span, |(span, _)| span));
            let indexed =
                study.codings_in(coding.document, coding.span).any(|found| found == (coding.span, key));
            assert!(indexed, "found where it stands");
        }
    }
}

/// What is counted along the way is what counting anew gives, zeros included.
fn check_counts(study: &Study) {
    let count = |is: &dyn Fn(&Coding) -> bool| study.codings().filter(|(_, coding)| is(coding)).count();
    let codes = [None, Some("c0"), Some("c1"), Some("c2")];
    let codes: Vec<_> = codes.map(|code| code.map(|code| study.names.codes.get::<CodeKey>(code))).into();
    for coder in study.coders() {
        for code in codes.iter().filter_map(|code| code.map_or(Some(None), |known| known.map(Some))) {
            let anew = count(&|coding| coding.code == code && coding.coder == coder);
            assert_eq!(study.count_with(code, coder), anew, "{code:?}");
        }
        for document in
            ["d1", "d2"].map(|id| study.names.documents.get::<DocumentKey>(id)).into_iter().flatten()
        {
            let anew = count(&|coding| coding.document == document && coding.coder == coder);
            assert_eq!(study.count_in(document, coder), anew);
        }
    }
}
