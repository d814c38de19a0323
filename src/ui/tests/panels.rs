//! Any keys in any panel: nothing panics, and what is coded is always words of the text.

use proptest::prelude::*;

use crate::ui::testing::TestApp;

const KEYS: [&str; 55] = [
    "<enter>",
    "<enter>",
    "<enter>",
    "<esc>",
    "<tab>",
    "<down>",
    "<up>",
    "<home>",
    "<end>",
    "<pagedown>",
    "<pageup>",
    "<left>",
    "<right>",
    "<backspace>",
    "<delete>",
    "<ctrl-u>",
    "<ctrl-w>",
    "<ctrl-p>",
    "<ctrl-s>",
    "<ctrl-t>",
    "<ctrl-e>",
    "<ctrl-q>",
    "<ctrl-n>",
    "<space>",
    "s",
    "t",
    "w",
    "v",
    "n",
    "i",
    "j",
    "y",
    "F",
    "f",
    "m",
    "e",
    "D",
    "C",
    "L",
    "M",
    "x",
    "u",
    "U",
    "z",
    "W",
    "H",
    "k",
    "é",
    "<lt>",
    ">",
    "1",
    "7",
    "pers",
    ",pn",
    ",go",
];

proptest! {
    #![proptest_config(ProptestConfig::with_cases(96))]

    #[test]
    fn no_keys_panic_in_a_panel(
        keys in prop::collection::vec(0..KEYS.len(), 0..50),
        sizes in prop::collection::vec((1u16..170, 1u16..50), 1..4),
    ) {
        let (width, height) = sizes[0];
        let mut test = TestApp::new(width, height);
        test.keys("#8<enter>");
        for (index, key) in keys.into_iter().enumerate() {
            test.keys(KEYS[key]);
            if index % 7 == 6 {
                let (width, height) = sizes[index % sizes.len()];
                test.resize(width, height);
            }
            test.buffer();
        }
        for coding in test.codings() {
            prop_assert!(!coding.starts_with('|'), "{coding}");
        }
    }
}
