//! The same answers with and without an index.

use proptest::prelude::*;

use super::*;

fn text() -> impl Strategy<Value = String> {
    let token = prop::sample::select(vec![
        "de",
        "van",
        "grens",
        "grenswerk",
        "werk",
        "Één",
        "een",
        "e\u{301}n",
        "DE",
        "zo'n",
        "A-b",
        "ab",
        "b",
        "x",
        "Grens",
        "GRENS",
        "grens_werk",
        "_grens",
        "Werk_",
        "werk²",
        "wer\u{ad}k",
        "a1b2",
        "12",
    ]);
    let long = prop::sample::select(vec!["grens", "Grens"]).prop_map(|word| word.repeat(300));
    let token = prop_oneof![60 => token.prop_map(str::to_owned), 1 => long];
    let gap = prop::sample::select(vec![" ", " ", " ", ", ", "\n", "-"]);
    let turn = prop::collection::vec((token, gap), 0..9)
        .prop_map(|words| words.into_iter().map(|(word, gap)| word + gap).collect::<String>());
    prop::collection::vec(turn, 1..6).prop_map(|turns| turns.join("\n\n"))
}

fn pattern() -> impl Strategy<Value = Wanted> {
    let piece = prop::sample::select(vec![
        "de",
        "g",
        "rens",
        "werk",
        "grens",
        "een",
        "[A-Z]",
        r"\w",
        r"\w+",
        r"\b",
        r"\B",
        "^",
        "$",
        "(?i:W)",
        "(?i:gr)",
        "É",
        "e\u{301}",
        "[a-z]{2}",
        " ",
        "_",
        "(een|van)",
        "(de |werk)",
        "x?",
        ".*",
        r"\d",
        "²",
        r"\n",
        r"(?-u:\b)",
        r"\b{start}",
        "s+",
        "(?m:$)",
        r"\u{ad}",
    ]);
    let pattern = prop::collection::vec(piece, 1..5).prop_map(|pieces| pieces.concat());
    pattern.prop_map(|pattern| Wanted::Pattern(Pattern::new(&pattern).unwrap()))
}

fn wanted() -> impl Strategy<Value = Wanted> {
    let part =
        prop::sample::select(vec!["de", "van", "grens", "werk", "een", "ab", "b", "e", "r", "zo", "niets"]);
    let one = (part, 0..7).prop_map(|(part, kind)| {
        let part = part.to_owned();
        match kind {
            0 => WordWanted::Starts(part),
            1 => WordWanted::Ends(part),
            2 => WordWanted::Holds(part),
            3 => WordWanted::Near(part, 1),
            4 => WordWanted::OneOf(vec!["een".to_owned(), part]),
            _ => WordWanted::Is(part),
        }
    });
    let spelling =
        prop::sample::select(vec!["", "", "De", "Grens", "GRENS", "Één", "Werk", "wer\u{ad}k", "werk²"]);
    (prop::collection::vec(one, 1..4), 0..4_u32, prop::bool::weighted(0.4), spelling).prop_map(
        |(words, slop, exact, spelling)| {
            let spelled = words.iter().map(|word| match word {
                WordWanted::Is(word)
                | WordWanted::Starts(word)
                | WordWanted::Ends(word)
                | WordWanted::Holds(word)
                    if fold::words(spelling).concat() != *word =>
                {
                    word.clone()
                }
                _ => spelling.to_owned(),
            });
            let exact = exact.then(|| spelled.collect());
            let slop = if words.len() == 1 { 0 } else { slop };
            Wanted::Phrase(Phrase { words, slop, exact })
        },
    )
}

/// Two, three and four of them at a time, and words alone as well.
fn several(wanted: &[Wanted]) -> Vec<Vec<&Wanted>> {
    let is_word = |wanted: &&Wanted| matches!(wanted, Wanted::Phrase(Phrase { words, exact: None, .. }) if words.len() == 1);
    let mut several = Vec::new();
    for list in [wanted.iter().collect::<Vec<_>>(), wanted.iter().filter(is_word).collect()] {
        for size in [2, 3, 4] {
            several.extend(list.chunks(size).map(<[_]>::to_vec));
        }
    }
    several
}

/// Turns with all of them: the texts are asked for one after the other, the index for all at once.
fn all(finder: &Finder, wanted: &[&Wanted]) -> Vec<u32> {
    finder.turns_of_all(wanted, &Cancel::default()).unwrap().iter().collect()
}

/// Whoever wants the first turns alone gets those of the whole answer.
fn gives_the_first(finder: &Finder, wanted: &[&Wanted], until: u32) -> bool {
    let first = finder.first_turns(wanted, until, &Cancel::default()).unwrap();
    let whole = all(finder, wanted).into_iter().filter(|turn| *turn < until);
    first.iter().eq(whole)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]
    #[test]
    fn the_index_and_the_texts_give_the_same_answer(
        texts in prop::collection::vec(text(), 1..5),
        changed in text(),
        wanted in prop::collection::vec(prop_oneof![wanted(), pattern()], 32),
        until in 0..24_u32,
    ) {
        let mut place = Place::new(&[]);
        for (number, text) in texts.iter().enumerate() {
            place.write(&format!("{number}.txt"), text);
        }
        let scan = place.open();
        let index = built(&scan);
        prop_assert!(index.loose.is_empty() && !index.parts.is_empty());
        for wanted in &wanted {
            prop_assert_eq!(found(&scan, wanted), found(&index, wanted), "{:?}", wanted);
        }
        for several in several(&wanted) {
            prop_assert_eq!(all(&scan, &several), all(&index, &several), "{:?}", several);
        }
        for wanted in several(&wanted).into_iter().chain(wanted.iter().map(|wanted| vec![wanted])) {
            prop_assert!(gives_the_first(&index, &wanted, until), "{:?} {}", wanted, until);
        }
        place.write("0.txt", &changed);
        let corpus = place.corpus();
        let scan = Finder::without_index(&corpus, &Cancel::default()).unwrap();
        let opened = place.open();
        for wanted in &wanted {
            prop_assert_eq!(found(&scan, wanted), found(&opened, wanted), "{:?}", wanted);
        }
        for several in several(&wanted) {
            prop_assert_eq!(all(&scan, &several), all(&opened, &several), "{:?}", several);
        }
        for wanted in several(&wanted).into_iter().chain(wanted.iter().map(|wanted| vec![wanted])) {
            prop_assert!(gives_the_first(&scan, &wanted, until), "{:?} {}", wanted, until);
            prop_assert!(gives_the_first(&opened, &wanted, until), "{:?} {}", wanted, until);
        }
        prop_assert!(!index.is_broken() && !opened.is_broken());
        prop_assert!(fold::words(&changed).is_empty() || !scan.catalogue().is_empty());
    }
}
