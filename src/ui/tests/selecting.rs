//! Choosing passages, by keys and by mouse, and where the cursor goes.

use crossterm::event::{KeyModifiers, MouseButton, MouseEvent, MouseEventKind};
use proptest::prelude::*;

use crate::text::graphemes;
use crate::ui::app::Input;
use crate::ui::testing::{TestApp, study_of};

/// At the turn with this number.
fn at_turn(number: usize) -> TestApp {
    let mut test = TestApp::new(100, 30);
    test.keys(&format!("#{number}<enter>"));
    test
}

#[test]
fn a_sentence_then_the_next_one_too() {
    let mut test = at_turn(3);
    test.keys("s");
    assert_eq!(test.selected(), "Eh... dat ze drie keer hetzelfde moet opschrijven. (lacht)");
    test.keys("s");
    assert!(test.selected().ends_with("o.a. omdat ik haar logboek alleen op dinsdag zie."));
    test.keys("<esc>");
    assert_eq!(test.selected(), "");
}

#[test]
fn a_word_is_what_people_call_one() {
    let mut test = at_turn(3);
    test.keys("<ctrl-right><ctrl-right>w");
    assert_eq!(test.selected(), "ze");
    test.keys("w");
    assert_eq!(test.selected(), "ze drie");
}

#[test]
fn a_turn_is_what_is_said() {
    let mut test = at_turn(6);
    test.keys("<end>t");
    assert_eq!(test.selected(), "En wat zou jij daarvoor moeten loslaten?");
    test.keys("t");
    assert!(test.selected().ends_with("Ons beoordelingsformulier. Nou ja, bijna."));
}

#[test]
fn edges_move_by_the_unit_that_was_selected() {
    let mut test = at_turn(4);
    test.keys(")s");
    assert_eq!(
        test.selected(),
        "Dan is het dus niet jouw formulier of het mijne, dan is dit van ons drieën."
    );
    test.keys("[");
    assert!(test.selected().starts_with("Wij ook niet."));
    test.keys("{");
    assert!(test.selected().starts_with("Dan is het"));
    test.keys("w]");
    assert_eq!(test.selected(), "Dan is");
    test.keys("}");
    assert_eq!(test.selected(), "Dan");
    test.keys("\\\\]");
    assert!(test.selected().starts_with("Dan is het") && test.selected().ends_with("drieën."));
}

#[test]
fn a_free_selection_follows_the_cursor_and_its_ends_change_places() {
    let mut test = at_turn(9);
    test.keys("vlll");
    assert_eq!(test.selected(), "Nee.");
    test.keys("Vl");
    assert_eq!(test.selected(), "ee.");
    test.keys("V<ctrl-right>");
    assert_eq!(test.selected(), "ee. I");
    test.keys("v<down>");
    assert_eq!(test.selected(), "");
}

#[test]
fn moving_lets_a_unit_go_and_scrolling_does_not() {
    let mut test = at_turn(4);
    test.keys("s");
    test.mouse(MouseEventKind::ScrollDown, 30, 10);
    assert_eq!(test.selected(), "Wij ook niet.");
    test.keys("j");
    assert_eq!(test.selected(), "");
}

#[test]
fn the_mouse_puts_the_cursor_selects_and_takes_words() {
    let mut test = TestApp::new(100, 30);
    let left = MouseButton::Left;
    test.mouse(MouseEventKind::Down(left), 14, 4).mouse(MouseEventKind::Up(left), 14, 4);
    assert_eq!(test.at_cursor(), "Leg de kaart");
    assert_eq!(test.selected(), "");
    test.drag((18, 4), (25, 4));
    assert_eq!(test.selected(), "de kaart");
    test.drag((25, 4), (18, 4));
    assert_eq!(test.selected(), "de kaart");
    let double =
        MouseEvent { kind: MouseEventKind::Down(left), column: 22, row: 4, modifiers: KeyModifiers::NONE };
    test.input(Input::DoubleClick(double));
    assert_eq!(test.selected(), "kaart");
    // Beyond the last row and in the margin of lanes: nothing, and no panic.
    test.mouse(MouseEventKind::Down(left), 95, 29).drag((14, 4), (99, 0));
}

#[test]
fn the_cursor_walks_over_turns_rows_and_people() {
    let mut test = at_turn(5);
    test.keys("J");
    assert_eq!(test.at_cursor(), "En wat zou j");
    test.keys("h");
    assert_eq!(test.at_cursor(), "?\n[00:15:22]");
    test.keys("l");
    assert_eq!(test.at_cursor(), "En wat zou j");
    test.keys("K");
    assert_eq!(test.at_cursor(), "Ik zou één b");
    test.keys("))");
    assert_eq!(test.at_cursor(), "En wat zou j");
    test.keys("(");
    assert!(test.at_cursor().starts_with("👩‍👧 Kan"), "{}", test.at_cursor());
    test.keys("G");
    assert_eq!(test.at_cursor(), ".\n");
    test.keys("g");
    assert_eq!(test.at_cursor(), "Verzonnen ge");
    test.keys("#99<enter>");
    assert_eq!(test.last_row(), "er is geen beurt 99");
}

#[test]
fn going_down_and_up_keeps_the_column() {
    let mut test = at_turn(2);
    test.keys("<ctrl-right><ctrl-right>");
    assert_eq!(test.at_cursor(), "kaart eens m");
    test.keys("jj");
    assert_eq!(test.at_cursor(), "at ze drie k");
    test.keys("kk");
    assert_eq!(test.at_cursor(), "kaart eens m");
}

#[test]
fn another_width_keeps_the_place() {
    let mut test = TestApp::new(100, 12);
    test.keys("#8<enter>");
    for (width, height) in [(40, 12), (160, 45), (20, 5), (3, 2), (1, 1), (100, 12)] {
        test.resize(width, height);
        assert_eq!(test.at_cursor(), "Dat heb ik j");
        let shows = test.reader().rows().iter().any(|row| row.span.contains(test.reader().cursor));
        assert!(shows || height < 4, "{width}×{height}");
    }
}

/// Turns without words, a long line, wide and hidden characters, no end of line at the end.
const ODD: &str = "Eerst: \n\nA: \u{1b}[31mrood\tx\n\nB: 界界界 e\u{301}👩‍👩‍👧‍👦\u{202e}om\u{202c}\nA: \nA: xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx een. Twee";

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn no_keys_panic_and_the_cursor_stands_on_a_grapheme(
        keys in prop::collection::vec(0usize..60, 0..60),
        width in 1u16..170,
        height in 1u16..50,
        odd in any::<bool>(),
    ) {
        const KEYS: [&str; 60] = [
            "j", "k", "h", "l", "J", "K", "g", "G", "<pagedown>", "<pageup>", "<ctrl-right>", "<ctrl-left>", ")", "(",
            "<home>", "<end>", "n", "p", "s", "w", "t", "v", "V", "[", "]", "{", "}", "\\", "r", "-", ",pn", ",go", ".", "M",
            "*", "c", "x", "X", "u", "U", "y", "1", "2", "S", "a", "N", "P", "z", "<tab>", "<esc>", "q", "?", ":",
            "<enter>", "<down>", "i", "#", "3", "<ctrl-d>", "<ctrl-u>",
        ];
        let mut test = if odd {
            let (study, texts) = study_of(&[("corpus/odd.txt", ODD)], &[]);
            TestApp::with(study, texts, width, height)
        } else {
            TestApp::new(width, height)
        };
        for key in keys {
            test.keys(KEYS[key]);
            let reader = test.reader();
            let text = &reader.opened.text;
            prop_assert_eq!(graphemes::floor(text, reader.cursor), reader.cursor);
            if let Some(selection) = reader.selection {
                prop_assert!(!selection.span.is_empty());
                prop_assert!(text.get(selection.span.range()).is_some());
            }
            test.buffer();
        }
    }
}
