//! No coding on words that are not its own: whatever the text, whatever was done to it, with the old text and without. In
//! texts that repeat themselves, an edit can be one that nobody could tell from a smaller one; see `readings`.

use kantlijn::text::Span;
use proptest::prelude::*;

use crate::golden::Dice;

use super::edits::{Edited, Rates, kinds};
use super::{passages, with_old_text, without_old_text};

/// Texts that repeat themselves more than any transcript does.
fn text() -> impl Strategy<Value = String> {
    let word = prop_oneof![
        6 => "[a-z]{2,9}",
        3 => prop::sample::select(vec!["de", "het", "een", "en", "ja", "niet", "Één", "dat", "grens"]).prop_map(str::to_owned),
        1 => "[A-Z][a-z]{3,8}",
    ];
    let label = prop::sample::select(vec!["ST1: ", "FA1: ", "SO4: ", "", "[00:01:02] IO2: "]);
    let end = prop::sample::select(vec![".", "?", "", "..."]);
    let line = (label, prop::collection::vec(word, 1..18), end)
        .prop_map(|(label, words, end)| format!("{label}{}{end}\n", words.join(" ")));
    let short =
        prop::sample::select(vec!["ST1: Ja.\n", "FA1: Nee.\n", "\n", "(stilte)\n"]).prop_map(str::to_owned);
    prop::collection::vec(prop_oneof![5 => line, 2 => short], 1..40).prop_map(|lines| lines.concat())
}

fn rates() -> impl Strategy<Value = (&'static str, Rates)> {
    (0usize..12, 1u32..41).prop_map(|(kind, share)| kinds(f64::from(share) / 100.0).swap_remove(kind))
}

/// What is wrong in a text that was edited by chance, in words.
fn wrong(name: &str, text: &str, rates: &Rates, seed: u64, with: bool) -> Option<String> {
    let mut dice = Dice::new(&format!("{seed}"));
    let passages = passages(text, 60, &mut dice);
    let edited = Edited::new(text, rates, &mut dice);
    let mut found = None;
    let mut say = |own: Span, place: Span, why| {
        let (was, is) = (own.slice(text), place.slice(&edited.text));
        found = Some(format!(
            "{name}, old text {with}: {why:?}\n{own:?} {was:?}\n{place:?} {is:?}\n--- old\n{text}\n--- new\n{}",
            edited.text
        ));
    };
    let measure = if with { with_old_text } else { without_old_text };
    measure(text, &edited, &passages, &mut say);
    found
}

proptest! {
    // Other cases each time; `PROPTEST_CASES=2000` asks for more.
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_coding_is_on_other_words(
        (name, rates) in rates(),
        text in text(),
        seed in any::<u64>(),
        with in any::<bool>(),
    ) {
        if let Some(told) = wrong(name, &text, &rates, seed, with) {
            prop_assert!(false, "{told}");
        }
    }
}
