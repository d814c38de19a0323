use super::*;
use proptest::prelude::*;

fn all_sentences(text: &str) -> Vec<Span> {
    let within = Span::of(text);
    let mut sentences = Vec::new();
    let mut at = 0;
    while let Some(sentence) = next_sentence(text, within, at) {
        sentences.push(sentence);
        at = sentence.end;
    }
    sentences
}

/// `⟨ ⟩` are drawn around each sentence.
#[track_caller]
fn check(picture: &str) {
    let text = picture.replace(['⟨', '⟩'], "");
    let mut drawn = String::new();
    let mut done = 0;
    for sentence in all_sentences(&text) {
        drawn = drawn + &text[done..sentence.start as usize] + "⟨" + sentence.slice(&text) + "⟩";
        done = sentence.end as usize;
    }
    assert_eq!(drawn + &text[done..], picture);
}

#[test]
fn sentences_end_at_points_marks_and_ellipses() {
    check("⟨Leg de kaart op tafel.⟩ ⟨Wat zie je?⟩ ⟨Mooi!⟩  ⟨Ja…⟩ ⟨Nou.⟩");
    check("⟨Echt?!⟩ ⟨Nee⟩");
    check(" ⟨zonder einde⟩ ");
    check("⟨Het kost 3.5 uur.⟩ ⟨Zie www.kantlijn.nl voor meer.⟩");
}

#[test]
fn an_ellipsis_that_goes_on_ends_nothing() {
    check("⟨Eh... dat ze drie keer hetzelfde moet opschrijven. (lacht)⟩ ⟨Dat wist ik niet.⟩");
    check("⟨Ik dacht… (stilte) nou ja.⟩ ⟨Eh... (lacht)⟩ ⟨Dat dus.⟩");
}

#[test]
fn asides_belong_to_the_sentence_before() {
    check("⟨Ja. (lacht) [stilte]⟩ ⟨Nee.⟩ ⟨(Dat is niet zo.)⟩ ⟨Goed.⟩");
    check("⟨Ik zou één blad willen, [onverstaanbaar] maar dan wel hier.⟩ ⟨[onverstaanbaar] maar goed.⟩");
    check("⟨Ja. (lacht).⟩ ⟨Nee⟩");
}

#[test]
fn abbreviations_end_no_sentence() {
    check(
        "⟨Neem bijv. de kaart, o.a. die van dhr. De Vries en prof. dr. J. P. Bakker (zie blz. 12, nr. 3).⟩ ⟨Klaar.⟩",
    );
    check("⟨Dat is d.w.z. ca. Drie uur m.b.t. Iets t.a.v. Jou, resp. Mij.⟩ ⟨Ja⟩");
    check("⟨See e.g. Figure 2, i.e. Mr. and Mrs. Smith vs. Jones, p. 5.⟩ ⟨So do I.⟩ ⟨Fine.⟩");
    check("⟨Pennen, schriften enz. liggen klaar, etc.⟩ ⟨Daarna beginnen we.⟩");
    check("⟨Dat is n.v.t. hier.⟩ ⟨J.P. Bakker komt.⟩");
}

#[test]
fn quotations_close_their_sentence() {
    check("⟨Zij zei: „Kom binnen.”⟩ ⟨En toen: “Ga zitten!”⟩ ⟨Zo.⟩");
    check("⟨‘Wat?’ vroeg ze.⟩ ⟨«Niets.»⟩ ⟨(Stilte!)⟩ ⟨'s Avonds.⟩");
}

#[test]
fn blank_lines_headings_and_lists_end_sentences() {
    check("⟨een regel\nen verder⟩\n\n⟨nieuw⟩\n⟨- punt een⟩\n⟨- punt twee⟩\n⟨1. eerst⟩\n⟨2. dan⟩\n⟨# Kop⟩");
    check("⟨In 2019.⟩ ⟨Daarna niet.⟩");
}

#[test]
fn at_a_place_between_two_the_one_before() {
    let text = "  Een. Twee.  ";
    let at = |position| sentence_at(text, Span::of(text), position).slice(text);
    assert_eq!(
        [0, 2, 5, 6, 7, 11, 12, 14, 99].map(at),
        ["Een.", "Een.", "Een.", "Een.", "Twee.", "Twee.", "Twee.", "Twee.", "Twee."]
    );
    assert_eq!(sentence_at("  ", Span::new(0, 2), 1), Span::new(0, 2));
    assert_eq!(previous_sentence(text, Span::of(text), 11), Some(Span::new(2, 6)));
    assert_eq!(previous_sentence(text, Span::of(text), 5), None);
}

#[test]
fn sentences_stay_within() {
    let text = "FA1: Een. Twee.";
    assert_eq!(sentence_at(text, Span::new(5, 15), 5), Span::new(5, 9));
    assert_eq!(next_sentence(text, Span::new(5, 9), 9), None);
}

#[test]
fn a_line_of_a_megabyte_is_read_near_the_place_alone() {
    let text = "Zo gaat dat. ".repeat(80_000);
    let middle = 13 * 40_000;
    assert_eq!(sentence_at(&text, Span::of(&text), middle + 3), Span::new(middle, middle + 12));
    let endless = "zo gaat dat ".repeat(80_000);
    let within = Span::of(&endless);
    let cut = sentence_at(&endless, within, 480_000);
    assert!(cut.contains(480_000) && cut.len() <= 2 * REACH + 24);
    assert!(
        next_sentence(&endless, within, cut.end)
            .is_some_and(|next| next.start == cut.end && !next.is_empty())
    );
    assert!(previous_sentence(&endless, within, cut.start).is_some_and(|before| before.end == cut.start));
}

proptest! {
    #[test]
    fn sentences_hold_all_text_and_are_found_from_both_sides(
        words in prop::collection::vec(
            prop::sample::select(vec!["Ja", "nee", "bijv", "o.a", ".", "...", "…", "?", " ", " ", "\n", "\n\n", "(lacht)", "”", "„", "1", "- "]),
            0..24,
        ),
    ) {
        let text = words.concat();
        let within = Span::of(&text);
        let sentences = all_sentences(&text);
        let mut done = 0;
        for sentence in &sentences {
            prop_assert!(!sentence.is_empty() && sentence.start >= done);
            prop_assert!(text[done as usize..sentence.start as usize].trim().is_empty());
            prop_assert_eq!(sentence.slice(&text).trim(), sentence.slice(&text));
            prop_assert_eq!(sentence_at(&text, within, sentence.start), *sentence);
            prop_assert_eq!(sentence_at(&text, within, sentence.end - 1), *sentence);
            prop_assert_eq!(previous_sentence(&text, within, sentence.end), Some(*sentence));
            done = sentence.end;
        }
        prop_assert!(text[done as usize..].trim().is_empty());
    }
}
