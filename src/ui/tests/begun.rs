//! Answers of which the first rows are there before all of them are.

use super::finding::{asked, head};

#[test]
fn an_answer_that_has_only_begun_says_so_and_is_not_taken_for_the_whole() {
    let mut test = asked(100, 30, "*e*");
    let whole = test.characters();
    let count: usize = head(&test).split(' ').next().unwrap().parse().unwrap();
    assert!(count > 3, "{whole}");
    test.tell_answer(Some(2));
    assert!(head(&test).starts_with("minstens 2 beurten "), "{}", test.characters());
    assert!(test.characters().contains("… zoekt"), "{}", test.characters());
    test.keys("ac");
    assert_eq!(test.last_row(), "nog niet alles is gevonden: zo dadelijk nog eens");
    // One stands where one stood, and what was ticked is all of the whole.
    test.keys("j");
    test.tell_answer(None);
    let screen = test.characters();
    assert!(
        head(&test).starts_with(&format!("{count} beurten in 2 documenten · {count} aangevinkt")),
        "{screen}"
    );
    assert_eq!(screen.lines().position(|row| row.contains('▸')), Some(5), "{screen}");
}

#[test]
fn who_went_to_a_passage_of_a_begun_answer_goes_on_through_all_of_it() {
    let mut test = asked(100, 30, "*e*");
    test.tell_answer(Some(1));
    test.keys("<enter>");
    assert_eq!(test.app.hunt.as_ref().unwrap().answered.len(), 1);
    test.tell_answer(None);
    let hunt = test.app.hunt.as_ref().unwrap();
    assert!(hunt.answered.whole && hunt.answered.len() > 1);
}
