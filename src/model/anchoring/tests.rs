//! Passages drawn in the texts.

use super::*;
use crate::text::Span;

/// Where `[…]` of the old text stands in the new one, as words, with a `~` where they changed.
fn place(old: &str, new: &str) -> String {
    let (start, end) = (old.find('[').unwrap(), old.find(']').unwrap() - 1);
    let old = old.replace(['[', ']'], "");
    match compare(&old, new).map(Span::new(start as u32, end as u32)) {
        None => "-".to_owned(),
        Some(mapped) => format!("{}{}", if mapped.edited { "~" } else { "" }, mapped.span.slice(new)),
    }
}

const AROUND: (&str, &str) = (
    "FA1: Leg de kaart eens midden op tafel.\nIO2: Wij ook niet, dan is het dus niet jouw formulier.\n",
    "\nST1: Ik zou graag een blad willen met vragen van de klas erop.\nSO4: Dat heb ik nog nooit gehoord.\n",
);

fn around(old: &str, new: &str) -> String {
    let (before, after) = AROUND;
    place(&format!("{before}{old}{after}"), &format!("{before}{new}{after}"))
}

#[test]
fn words_that_were_corrected_stay_in_the_passage() {
    assert_eq!(
        around("SO4: [Eh, dat ze drie keer hetzelfde]. Ja.", "SO4: Eh, dat ze drie keer hezelfde. Ja."),
        "~Eh, dat ze drie keer hezelfde"
    );
    assert_eq!(
        around("SO4: [Eh, dat ze drie keer hetzelfde]. Ja.", "SO4: Eh, dat ze vijf keer hetzelfde. Ja."),
        "~Eh, dat ze vijf keer hetzelfde"
    );
    assert_eq!(around("SO4: Eh, [dat ze] drie keer.", "En toen.\nSO4: Eh, dat ze drie keer."), "dat ze");
}

#[test]
fn a_word_at_the_edge_that_was_exchanged_or_left_out_is_known() {
    let was = "SO4: Eh, dat ze [drie keer hetzelfde] moet opschrijven.";
    assert_eq!(around(was, "SO4: Eh, dat ze vijf keer hetzelfde moet opschrijven."), "~vijf keer hetzelfde");
    assert_eq!(around(was, "SO4: Eh, dat ze drie keer alles moet opschrijven."), "~drie keer alles");
    assert_eq!(around(was, "SO4: Eh, dat ze keer hetzelfde moet opschrijven."), "~keer hetzelfde");
    assert_eq!(around(was, "SO4: Eh, dat ze drie hetzelfde moet opschrijven."), "~drie hetzelfde");
    assert_eq!(around(was, "SO4: Eh, dat ze drie keer moet opschrijven."), "-", "less than half is left");
    assert_eq!(
        around(was, "SO4: Eh, dat ze keer drie hetzelfde moet opschrijven."),
        "-",
        "a word that was moved"
    );
    assert_eq!(around(was, "SO4: Eh, dat ze moet opschrijven."), "-", "nothing is left");
    let was = "SO4: Eh, dat ze [drie] keer hetzelfde moet opschrijven.";
    assert_eq!(around(was, "SO4: Eh, dat ze keer hetzelfde moet opschrijven."), "-");
    assert_eq!(around(was, "SO4: Eh, dat ze heel drie keer hetzelfde moet opschrijven."), "drie");
}

#[test]
fn what_came_in_beside_it_stays_out() {
    assert_eq!(around("SO4: [Dat wist ik niet.]", "SO4: Dat wist ik niet. Echt niet."), "Dat wist ik niet.");
    assert_eq!(around("SO4: [Dat wist ik niet.]", "SO4: Nee joh. Dat wist ik niet."), "Dat wist ik niet.");
    assert_eq!(
        around("[SO4: Dat wist ik niet.]", "SO4: Hoezo dan?\nSO4: Dat wist ik niet."),
        "SO4: Dat wist ik niet."
    );
}

#[test]
fn a_line_that_came_in_is_no_part_of_a_passage() {
    assert_eq!(
        around(
            "SO4: [Dat wist ik niet.\nIO2: Ik ook niet.]",
            "SO4: Dat wist ik niet.\nFA1: Wie wel?\nIO2: Ik ook niet."
        ),
        "-"
    );
    assert_eq!(
        around(
            "SO4: [Dat wist ik niet.\nIO2: Ik ook niet.]",
            "[0:01] SO4: Dat wist ik niet.\n[0:02] IO2: Ik ook niet."
        ),
        "~Dat wist ik niet.\n[0:02] IO2: Ik ook niet."
    );
}

#[test]
fn another_line_in_its_place_is_not_the_passage() {
    assert_eq!(around("SO4: [Dat wist ik niet.]", "SO4: Morgen gaan we naar school."), "-");
    assert_eq!(around("[SO4: Dat wist ik niet.]", "SO4: Morgen gaan we naar school."), "-");
    assert_eq!(around("SO4: [ja]", "SO4: nee"), "-");
}

#[test]
fn nobody_can_tell_which_of_two_is_gone() {
    assert_eq!(around("SO4: [Ja.]\nSO4: Ja.", "SO4: Ja."), "-");
    assert_eq!(around("SO4: Ja.\nSO4: [Ja.]", "SO4: Ja.\nSO4: Ja.\nSO4: Ja."), "-");
    let old = "[00:14:35] IO6: Oké. Want bij ons is het [het eerste] waar we op letten."
        .replacen("[00", "(00", 1)
        .replacen("35]", "35)", 1);
    assert_eq!(
        around(&old, "(00:14:35 Als) IO6: Oké. Want bij kladblok ons zegt het eerste waar we op letten."),
        "-"
    );
    assert_eq!(around("SO4: Dat is [heel] mooi.", "SO4: Dat is heel heel mooi."), "-");
}

#[test]
fn a_paragraph_that_was_moved_takes_its_codings_along() {
    let (before, after) = AROUND;
    let moved = "WAARNEMING: De groep staat rond de tafel en wijst naar de kaart.";
    let old = format!("{before}{}\n{after}", moved.replace("de tafel", "[de tafel]"));
    assert_eq!(place(&old, &format!("{before}{after}{moved}\n")), "de tafel");
}
