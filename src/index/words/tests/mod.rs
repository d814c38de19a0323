mod scan;

use super::*;
use crate::text::fold::{self, Tokens};
use crate::text::{Span, Turns};
use proptest::prelude::*;
use unicode_normalization::UnicodeNormalization;
use unicode_segmentation::UnicodeSegmentation;

fn phrase(words: Vec<WordWanted>, slop: u32) -> Wanted {
    Wanted::Phrase(Phrase { words, slop, exact: None })
}

/// Words as they are written, with `*` and `~1`; `=` before all of it minds the spelling.
fn written(query: &str, slop: u32) -> Wanted {
    let (bare, exact) = query.strip_prefix('=').map_or((query, false), |rest| (rest, true));
    let word = |word: &str| {
        let fold = |part: &str| fold::words(part).concat();
        match (word.strip_prefix('*'), word.strip_suffix('*')) {
            (Some(_), Some(_)) => WordWanted::Holds(fold(word)),
            (Some(end), _) => WordWanted::Ends(fold(end)),
            (_, Some(start)) => WordWanted::Starts(fold(start)),
            _ => match word.split_once('~') {
                Some((word, most)) => WordWanted::Near(fold(word), most.parse().unwrap()),
                None => WordWanted::Is(fold(word)),
            },
        }
    };
    let spelled = || bare.split(' ').map(|word| word.trim_matches('*').to_owned()).collect();
    Wanted::Phrase(Phrase { words: bare.split(' ').map(word).collect(), slop, exact: exact.then(spelled) })
}

/// `[ ]` is drawn around each hit.
#[track_caller]
fn check(wanted: &Wanted, picture: &str) {
    let text = picture.replace(['[', ']'], "");
    let matcher = Matcher::new(wanted);
    let hits = matcher.hits(&text, Span::of(&text));
    let (mut drawn, mut done) = (String::new(), 0);
    for hit in &hits {
        drawn = drawn + &text[done..hit.start as usize] + "[" + hit.slice(&text) + "]";
        done = hit.end as usize;
    }
    assert_eq!(drawn + &text[done..], picture, "{wanted:?}");
    assert_eq!(matcher.found(&text, Span::of(&text), &mut Scratch::default()), !hits.is_empty());
}

#[test]
fn words_with_capitals_and_accents_or_without() {
    check(&written("coordinatie", 0), "[Coördinatie] en [COO\u{308}RDINATIE], coördinaties");
    check(&written("coördinatie", 0), "[coordinatie]");
    check(&written("=Toets", 0), "[Toets] toets TOETS");
    check(&written("=één", 0), "een [één] [e\u{301}e\u{301}n] Één");
    check(&written("=Coö*", 0), "[Coördinatie] coördinatie [Coo\u{308}p] Coo");
}

#[test]
fn parts_of_words() {
    check(&written("grens*", 0), "[Grens], [grenzen]".replace("[grenzen]", "grenzen").as_str());
    check(&written("*werk", 0), "[samenwerk] [werk] werken");
    check(&written("*werk*", 0), "[samenwerken] [WERK] wer");
    check(&written("mentor~1", 0), "[mentor] [mentors] [metnor] mentoren");
    let forms = phrase(vec![WordWanted::OneOf(vec!["begeleiden".into(), "begeleidt".into()])], 0);
    check(&forms, "[begeleiden], beleid, [Begeleidt]");
}

#[test]
fn phrases_are_marked_as_a_whole() {
    check(&written("zo n", 0), "[Zo'n] ding en [zo’n] ding, zon");
    check(&written("van de", 0), "hij [van de] week, de van, van, en [van de] [van de]");
    check(&written("formatief ev*", 0), "[formatief evalueren] en formatief toetsen");
    check(&written("een", 0), "[een]");
    check(&written("een twee", 0), "een");
}

#[test]
fn words_near_each_other_stand_in_any_order() {
    check(&written("taal doelen", 1), "[taal] en [doelen]; x y taal x y doelen");
    check(&written("taal doelen", 1), "[doelen] [taal]");
    check(&written("taal taal", 2), "taal x x x taal");
    check(&written("taal taal", 3), "[taal] x x x [taal]");
    check(&written("a* aap", 2), "[aap] noot [arm] aap".replace(" aap", " [aap]").as_str());
}

#[test]
fn regular_expressions_on_the_exact_text() {
    let pattern = |source: &str| Wanted::Pattern(Pattern::new(source).unwrap());
    check(
        &pattern(r"\bde\b"),
        "[de] ede [de]é de".replace("[de]é", "deé").replace("é de", "é [de]").as_str(),
    );
    check(&pattern("e"), "n[e\u{301}][e]n");
    check(&pattern("^a|b$"), "[a] ab ba [b]");
    check(&pattern("Toets"), "[Toets] toets");
}

#[test]
fn nothing_over_the_edge_of_what_is_said() {
    let text = "FA1: mentor samen\nSO4: leren met de mentor\n";
    let turns = Turns::parse(text, &[]);
    let places = |wanted: &Wanted| -> Vec<Vec<&str>> {
        let matcher = Matcher::new(wanted);
        let of = |turn: &crate::text::Turn| {
            matcher.hits(text, turn.spoken).into_iter().map(|hit| hit.slice(text)).collect()
        };
        turns.iter().map(of).collect()
    };
    assert_eq!(places(&written("mentor", 0)), [["mentor"], ["mentor"]]);
    assert_eq!(places(&written("samen leren", 0)), [Vec::<&str>::new(), Vec::new()]);
    assert_eq!(places(&written("samen leren", 9)), [Vec::<&str>::new(), Vec::new()]);
    assert_eq!(places(&written("so4", 0)), [Vec::<&str>::new(), Vec::new()]);
    assert_eq!(
        places(&Wanted::Pattern(Pattern::new(r"^\w+|(?s)samen.+leren").unwrap())),
        [["mentor"], ["leren"]]
    );
}

#[test]
fn nothing_wanted_is_found_nowhere() {
    check(&phrase(Vec::new(), 0), "een");
    check(&phrase(Vec::new(), 4), "een");
}

fn any_text() -> impl Strategy<Value = String> {
    let word = prop::sample::select(vec![
        "de",
        "De",
        "dé",
        "de\u{301}",
        "e",
        "een",
        "één",
        "de\u{ad}e",
        "een-de",
        "👍🏽",
        "日本",
        "ab",
        "ba",
    ]);
    let gap = prop::sample::select(vec![" ", ", ", "\n", "'", "_"]);
    prop::collection::vec((word, gap), 0..10)
        .prop_map(|pairs| pairs.into_iter().flat_map(|(word, gap)| [word, gap]).collect())
}

fn any_word() -> impl Strategy<Value = WordWanted> {
    let word = || prop::sample::select(vec!["de", "e", "een", "ab", "日", "d"]).prop_map(str::to_owned);
    prop_oneof![
        4 => word().prop_map(WordWanted::Is),
        1 => word().prop_map(WordWanted::Starts),
        1 => word().prop_map(WordWanted::Ends),
        1 => word().prop_map(WordWanted::Holds),
        1 => (word(), 0..3_u8).prop_map(|(word, most)| WordWanted::Near(word, most)),
        1 => (word(), word()).prop_map(|(one, other)| WordWanted::OneOf(vec![one, other])),
    ]
}

fn naive_fits(wanted: &WordWanted, token: &str) -> bool {
    match wanted {
        WordWanted::Is(word) => token == word,
        WordWanted::Starts(part) => token.starts_with(part),
        WordWanted::Ends(part) => token.ends_with(part),
        WordWanted::Holds(part) => token.contains(part),
        WordWanted::Near(word, most) => {
            distance::Nearness::new(word, *most).holds(token, &mut distance::Rows::default())
        }
        WordWanted::OneOf(words) => words.iter().any(|word| word == token),
    }
}

/// By the definition: the words behind one another, or all of them on different tokens of one window.
fn naive_found(words: &[WordWanted], slop: usize, tokens: &[String]) -> bool {
    fn spread(words: &[WordWanted], tokens: &[String], used: &mut Vec<usize>) -> bool {
        let Some((word, rest)) = words.split_first() else { return true };
        (0..tokens.len()).any(|token| {
            let free = !used.contains(&token) && naive_fits(word, &tokens[token]);
            used.push(token);
            let all = free && spread(rest, tokens, used);
            used.pop();
            all
        })
    }
    if slop == 0 {
        tokens
            .windows(words.len())
            .any(|window| words.iter().zip(window).all(|(word, token)| naive_fits(word, token)))
    } else {
        (0..tokens.len()).any(|start| {
            let end = tokens.len().min(start + words.len() + slop);
            spread(words, &tokens[start..end], &mut Vec::new())
        })
    }
}

proptest! {
    #[test]
    fn found_where_the_definition_says(
        text in any_text(),
        words in prop::collection::vec(any_word(), 1..4),
        slop in 0..4_u32,
    ) {
        let tokens = fold::words(&text);
        let matcher = Matcher::new(&phrase(words.clone(), slop));
        let hits = matcher.hits(&text, Span::of(&text));
        prop_assert_eq!(!hits.is_empty(), naive_found(&words, slop as usize, &tokens));
        prop_assert_eq!(!hits.is_empty(), matcher.found(&text, Span::of(&text), &mut Scratch::default()));
        let borders: Vec<u32> =
            text.grapheme_indices(true).map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let mut done = 0;
        for hit in hits {
            prop_assert!(!hit.is_empty() && hit.start >= done);
            prop_assert!(borders.contains(&hit.start) && borders.contains(&hit.end));
            done = hit.end;
        }
    }

    #[test]
    fn composed_and_decomposed_find_each_other(text in any_text(), word in any_word(), slop in 0..3_u32) {
        let wanted = phrase(vec![word], slop);
        let matcher = Matcher::new(&wanted);
        let forms = [text.clone(), text.nfc().collect(), text.nfd().collect()];
        let words = forms.each_ref().map(|text| {
            let hits = matcher.hits(text, Span::of(text));
            hits.into_iter().map(|hit| hit.slice(text).nfc().collect::<String>()).collect::<Vec<_>>()
        });
        prop_assert_eq!(&words[0], &words[1]);
        prop_assert_eq!(&words[0], &words[2]);
    }

    #[test]
    fn every_word_of_a_text_finds_its_place(text in any_text()) {
        let mut tokens = Tokens::of(&text);
        let mut folded = String::new();
        while let Some(span) = tokens.next_token(&mut folded) {
            let matcher = Matcher::new(&phrase(vec![WordWanted::Is(folded.clone())], 0));
            let hits = matcher.hits(&text, Span::of(&text));
            prop_assert!(hits.contains(&fold::snapped(&text, span)), "{folded}");
        }
    }
}
