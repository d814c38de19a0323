//! The scan against the matcher, turn by turn.

use std::sync::Arc;

use roaring::RoaringBitmap;
use rustc_hash::FxHashMap;

use super::*;
use crate::index::cancel::{Cancel, Stopped};
use crate::index::catalogue::Catalogue;
use crate::model::hash::TextHash;
use crate::model::names::DocumentKey;

type InMemory = FxHashMap<DocumentKey, Arc<str>>;

fn catalogued(texts: &[&str]) -> (Catalogue, InMemory) {
    let (mut catalogue, mut known, mut in_memory) =
        (Catalogue::default(), FxHashMap::default(), FxHashMap::default());
    for (number, text) in texts.iter().enumerate() {
        let key = DocumentKey::from(number as u32);
        catalogue.push_text(&mut known, key, TextHash::of(text), 0, text, &Turns::parse(text, &[]));
        in_memory.insert(key, Arc::from(*text));
    }
    (catalogue, in_memory)
}

fn scanned(wanted: &[Wanted], catalogue: &Catalogue, texts: &InMemory) -> Vec<RoaringBitmap> {
    let scan = Scan::new(wanted.iter().map(Leaf::from));
    scan.run(catalogue, texts, &Cancel::default()).unwrap().turns
}

/// By reading every turn.
fn by_turn(wanted: &Wanted, catalogue: &Catalogue, texts: &InMemory) -> RoaringBitmap {
    let matcher = Matcher::new(wanted);
    let mut scratch = Scratch::default();
    let holds = |number: &u32| {
        let document = catalogue.document_of(*number).unwrap().document;
        matcher.found(&texts[&document], catalogue.turn(*number).unwrap().spoken, &mut scratch)
    };
    (0..catalogue.len()).filter(holds).collect()
}

fn any_transcript() -> impl Strategy<Value = String> {
    let piece = prop::sample::select(vec![
        "FA1: ",
        "\nFA1: ",
        "\nde: ",
        "\n[00:01:02] SO4: ",
        "\n\n",
        "\n",
        "# ",
        "de",
        "De",
        "dé",
        "e\u{301}",
        "één",
        "\u{ad}",
        "“",
        "”",
        "👍🏽",
        "\u{301}",
        "日本",
        " ",
        " ",
        " ",
        "-",
        "_",
        "ab",
        "een",
        "ﬁ",
        "İ",
        "samen leren",
        "zo'n",
        ".",
        "00:00:01.000 --> 00:00:03.000\n",
        "<v Kim>",
        "Kim",
        "mentor",
        "MENTOREN",
        "\u{a0}",
        "\r\n",
    ]);
    prop::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

fn any_wanted() -> impl Strategy<Value = Wanted> {
    let word = || {
        prop::sample::select(vec![
            "de", "e", "een", "ab", "日", "d", "fi", "samen", "fa1", "mentor", "mentoren", "i", "n",
        ])
        .prop_map(str::to_owned)
    };
    let word = prop_oneof![
        4 => word().prop_map(WordWanted::Is),
        1 => word().prop_map(WordWanted::Starts),
        1 => word().prop_map(WordWanted::Ends),
        1 => word().prop_map(WordWanted::Holds),
        1 => (word(), 0..2_u8).prop_map(|(word, most)| WordWanted::Near(word, most)),
        1 => (word(), word()).prop_map(|(one, other)| WordWanted::OneOf(vec![one, other])),
    ];
    let spelled = prop::sample::select(vec!["De", "één", "MENTOREN", "de"])
        .prop_map(|word| written(&format!("={word}"), 0));
    let pattern = prop::sample::select(vec![
        "de",
        "(?i)DE",
        r"\bde\b",
        r"\Bde",
        r"\w+toren",
        r"\b\w+n\b",
        "^de",
        "de$",
        "(?m)^de",
        r"samen\s+leren",
        r"e\s\S",
        "[^a]e",
        "(?s)d.+e",
        r"\n",
        r"de\n",
        "é|ab",
        "e*",
        "$",
        r"\b",
        "(?i)mentor(en)?",
        r"\b{start}d",
        r"e\b{end}",
        r"(?-u:\b)d",
        "FA1",
        r"\d\d",
        ".",
        r"^\W*de",
        r"(de|ab)+\b",
        "x{0}",
        "[[:upper:]]{2,}",
        r"\p{Lu}e",
        "",
        "(?:^|a)b",
        r"e(?:$|\s)",
    ])
    .prop_map(|source| Wanted::Pattern(Pattern::new(source).unwrap()));
    prop_oneof![
        4 => (prop::collection::vec(word, 1..3), 0..3_u32).prop_map(|(words, slop)| phrase(words, slop)),
        1 => spelled,
        4 => pattern,
    ]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(160))]

    #[test]
    fn the_scan_finds_what_reading_every_turn_finds(
        texts in prop::collection::vec(any_transcript(), 1..3),
        wanted in prop::collection::vec(any_wanted(), 1..4),
    ) {
        let texts: Vec<&str> = texts.iter().map(String::as_str).collect();
        let (catalogue, texts) = catalogued(&texts);
        let found = scanned(&wanted, &catalogue, &texts);
        for (wanted, found) in wanted.iter().zip(found) {
            let expected = by_turn(wanted, &catalogue, &texts);
            prop_assert_eq!(&found, &expected, "{:?}", wanted);
            let half: RoaringBitmap = (0..catalogue.len()).filter(|number| number % 2 == 0).collect();
            let scan = Scan::new([Leaf { wanted, among: Some(&half) }]);
            let among = scan.run(&catalogue, &texts, &Cancel::default()).unwrap();
            prop_assert_eq!(&among.turns[0], &(expected & &half));
        }
    }
}

#[test]
fn a_text_that_is_gone_is_named_and_the_rest_is_found() {
    let (catalogue, mut texts) = catalogued(&["FA1: een", "FA1: twee een", ""]);
    let gone = DocumentKey::from(0);
    texts.remove(&gone);
    let wanted = written("een", 0);
    let found = Scan::new([Leaf::from(&wanted)]).run(&catalogue, &texts, &Cancel::default()).unwrap();
    assert_eq!(found, Scanned { turns: vec![RoaringBitmap::from([1])], unread: vec![gone] });
}

#[test]
fn who_stops_a_scan_gets_nothing() {
    let (catalogue, texts) = catalogued(&["een"]);
    let cancel = Cancel::default();
    cancel.stop();
    assert_eq!(Scan::new([Leaf::from(&written("een", 0))]).run(&catalogue, &texts, &cancel), Err(Stopped));
}

#[test]
fn a_match_may_reach_into_the_blanks_behind_a_turn() {
    let text = "grens_werk \n\n  werk  \nFA1: niets \n";
    let (catalogue, texts) = catalogued(&[text, "werk\t"]);
    for pattern in [r"(de |werk).*", r"werk\s*", r"werk[^a]*", "werk.?"] {
        let wanted = Wanted::Pattern(Pattern::new(pattern).unwrap());
        let expected = by_turn(&wanted, &catalogue, &texts);
        assert_eq!(expected.len(), 3, "{pattern}");
        assert_eq!(scanned(&[wanted], &catalogue, &texts), [expected], "{pattern}");
    }
    for pattern in [r"\s+$", r" \n", r"\t"] {
        let wanted = Wanted::Pattern(Pattern::new(pattern).unwrap());
        assert!(scanned(&[wanted], &catalogue, &texts)[0].is_empty(), "{pattern}");
    }
}
