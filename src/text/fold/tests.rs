use super::*;
use crate::text::drawn::draw;
use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

fn tokens(text: &str) -> Vec<(Span, String)> {
    let mut tokens = Tokens::of(text);
    let mut folded = String::new();
    std::iter::from_fn(|| tokens.next_token(&mut folded).map(|span| (span, folded.clone()))).collect()
}

/// `[ ]` is drawn around each token; the folded words stand behind.
#[track_caller]
fn check(picture: &str, folded: &[&str]) {
    let text = picture.replace(['[', ']'], "");
    let (spans, words): (Vec<_>, Vec<_>) = tokens(&text).into_iter().unzip();
    assert_eq!(draw(&text, &spans), picture);
    assert_eq!(words, folded, "{picture}");
}

#[test]
fn words_without_capitals_and_accents() {
    check("[Coördinatie], [REÜNIE]: [één] [café]!", &["coordinatie", "reunie", "een", "cafe"]);
    check("[Coo\u{308}rdinatie] [REU\u{308}NIE] [e\u{301}e\u{301}n]", &["coordinatie", "reunie", "een"]);
    check("„[Straße]” [ÆØÅ] [œuvre] [Łódź] [Þór]", &["strasse", "aeoa", "oeuvre", "lodz", "thor"]);
    check("[ĳs] [Ĳsberg] [ﬁets] [ſt] [Ｗｉｄｅ１]", &["ijs", "ijsberg", "fiets", "st", "wide1"]);
}

#[test]
fn what_stands_between_words() {
    check(
        "[zo]'[n] [docent]-[onderzoeker] [foto]’[s]_[ja]",
        &["zo", "n", "docent", "onderzoeker", "foto", "s", "ja"],
    );
    check("[3].[5] [km2]/[m²]. [SO4] [2e]…[en]×[zo]", &["3", "5", "km2", "m²", "so4", "2e", "en", "zo"]);
    check("👍🏽 [ja]👩‍👩‍👧[nee] ❤️ 🇳🇱 \u{301} [a]", &["ja", "nee", "a"]);
    check("", &[]);
}

#[test]
fn other_scripts() {
    check("[ΣΊΣΥΦΟΣ] [σίσυφος]", &["σισυφοσ", "σισυφοσ"]);
    check("[İstanbul] [ıstanbul] [ISTANBUL] [I\u{307}stanbul]", &["istanbul"; 4]);
    check("[كِتَاب] [كتاب] [كتـاب] [שָׁלוֹם]", &["كتاب", "كتاب", "كتاب", "שלום"]);
    check("[日本語]、[か\u{3099}く] [がく] [ｶﾞｸ]", &["日本語", "がく", "がく", "ガク"]);
    check("[हिन्दी] [한국] [\u{1112}\u{1161}\u{11ab}국] [Ёж]", &["हिन्दी", "한국", "한국", "еж"]);
}

#[test]
fn no_word_begins_with_a_mark() {
    assert_eq!(words("\u{e33} a\u{e33}"), ["\u{e32}", "a\u{e4d}\u{e32}"]);
}

#[test]
fn what_cannot_be_seen_cuts_no_word() {
    check("[coördi\u{ad}natie]\u{ad} \u{ad}[می\u{200c}خواهم]\u{200d}", &["coordinatie", "میخواهم"]);
}

#[test]
fn a_word_without_end_is_cut() {
    for letter in ["a", "é", "語"] {
        let long = letter.repeat(5_000);
        let found = tokens(&long);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].0, Span::of(&long));
        assert!(found[0].1.len() <= LONGEST_WORD && found[0].1.len() > LONGEST_WORD - 4);
    }
}

#[test]
fn only_what_stands_within() {
    let text = "FA1: één twee";
    let mut tokens = Tokens::within(text, Span::new(5, 10));
    let mut folded = String::new();
    assert_eq!(tokens.next_token(&mut folded), Some(Span::new(5, 10)));
    assert_eq!(folded, "een");
    assert_eq!(tokens.next_token(&mut folded), None);
    assert_eq!(Tokens::within(text, Span::new(6, 99)).next_token(&mut folded), None);
}

#[test]
fn spelling_minds_capitals_and_accents_and_not_their_encoding() {
    assert!(spelled_alike("Toets", "Toets") && !spelled_alike("Toets", "toets"));
    assert!(spelled_alike("één", "e\u{301}e\u{301}n") && !spelled_alike("één", "een"));
    assert!(spelled_alike("coördi\u{ad}natie", "coo\u{308}rdinatie"));
}

fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "coördinatie",
            "COO\u{308}",
            "e\u{301}",
            "\u{301}",
            " ",
            "'",
            "-",
            "_",
            "7",
            "ß",
            "İ",
            "Σ",
            "ς",
            "👩‍👩‍👧",
            "🏽",
            "\u{200d}",
            "\u{ad}",
            "\u{600}",
            "ℹ",
            "日本",
            "か\u{3099}",
            "हि",
            "ക്‍",
            "\u{d4e}",
            "한",
            "\u{1112}\u{1161}",
            "كِـ",
            "ﬁ",
            "\r\n",
            "🇳🇱",
            "ǅ",
            "ŉ",
            "\u{37a}",
        ])
        .prop_map(str::to_owned),
        "\\PC{0,3}",
    ];
    prop::collection::vec(piece, 0..16).prop_map(|pieces| pieces.concat())
}

proptest! {
    #[test]
    fn tokens_are_whole_in_order_and_on_borders_of_graphemes(text in any_text()) {
        let borders: Vec<u32> =
            text.grapheme_indices(true).map(|(at, _)| at as u32).chain([text.len() as u32]).collect();
        let mut done = 0;
        for (span, folded) in tokens(&text) {
            prop_assert!(!span.is_empty() && !folded.is_empty() && span.start >= done);
            prop_assert!(text.is_char_boundary(span.start as usize) && text.is_char_boundary(span.end as usize));
            let marked = snapped(&text, span);
            prop_assert!(marked.encloses(span));
            prop_assert!(borders.contains(&marked.start) && borders.contains(&marked.end));
            done = span.end;
        }
    }

    #[test]
    fn what_stands_between_tokens_holds_no_letter(text in any_text()) {
        let mut rest = text.clone();
        for (span, _) in tokens(&text).into_iter().rev() {
            rest.replace_range(span.range(), " ");
        }
        prop_assert!(words(&rest).is_empty(), "{rest:?}");
        prop_assert!(!rest.contains(|character: char| character.is_ascii_alphanumeric()));
    }

    #[test]
    fn folding_twice_is_folding_once(text in any_text()) {
        let once = words(&text);
        prop_assert_eq!(words(&once.join(" ")), once);
    }

    #[test]
    fn composed_and_decomposed_are_the_same_words(text in any_text()) {
        let composed: String = text.nfc().collect();
        let decomposed: String = text.nfd().collect();
        prop_assert_eq!(words(&composed), words(&decomposed));
        prop_assert!(spelled_alike(&composed, &decomposed));
    }

    #[test]
    fn capitals_do_not_matter(text in "[a-z éëïöüçñæøßσдй日한]{0,24}") {
        prop_assert_eq!(words(&text.to_uppercase()), words(&text));
    }
}
