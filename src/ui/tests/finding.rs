//! Finding: words and codes, answers as rows, and what is done to them.

use crate::model::edit;
use crate::text::Span;
use crate::ui::action::Context;
use crate::ui::app::{Effect, Input};
use crate::ui::testing::{GO, TestApp, study_of};

/// Anna's codings in both documents, and one of Bram's.
fn coded(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("<lt>g#2<enter>t<enter>grens<enter>");
    test.keys(">#3<enter>t,pn<esc>#4<enter>s<enter>reflectie<enter><esc>#8<enter>t<enter>grens<enter>");
    bram(&mut test, "Nee. Ik mezelf ook niet.");
    test.keys("#1<enter>");
    test
}

fn bram(test: &mut TestApp, words: &str) {
    let reader = test.reader();
    let start = reader.opened.text.find(words).unwrap() as u32;
    let span = Span::new(start, start + words.len() as u32);
    let code = test.app.study.codebook.by_id("perspectief-maken").unwrap();
    let body = edit::code(&test.app.study, reader.opened.of(), span, code, &Vec::new()).unwrap();
    test.commit_as("bram", vec![body]);
}

/// The screen with a question that is meant.
pub(super) fn asked(width: u16, height: u16, words: &str) -> TestApp {
    let mut test = coded(width, height);
    ask(&mut test, words);
    test
}

fn ask(test: &mut TestApp, words: &str) {
    test.keys("/<ctrl-u>").input(Input::Paste(words.to_owned())).keys("<enter>");
}

pub(super) fn head(test: &TestApp) -> String {
    test.characters().lines().nth(1).unwrap_or_default().trim().to_owned()
}

#[test]
fn words_are_found_while_they_are_typed() {
    let mut test = coded(100, 30);
    test.keys("/do");
    assert!(
        head(&test).starts_with("1 beurt in 1 document"),
        "the last word may go on: {}",
        test.characters()
    );
    test.keys("<enter>");
    assert!(head(&test).starts_with("1 beurt in 1 document"), "no empty screen: {}", test.characters());
    assert!(test.characters().contains("ZOEK do*"), "{}", test.characters());
    assert_eq!(test.last_row(), "precies 'do' staat er niet; gezocht met do*");
    ask(&mut test, "xqzz");
    let screen = test.characters();
    assert!(head(&test).starts_with("niets gevonden") && !screen.contains("xqzz*"), "{screen}");
    ask(&mut test, "donderdagavond");
    let screen = test.characters();
    assert!(screen.contains("ZOEK donderdagavond") && head(&test).starts_with("1 beurt"), "{screen}");
    assert!(screen.contains("▸   10 ST1"), "{screen}");
    assert!(screen.contains("Het kost me elke donderdagavond, en niemand"), "{screen}");
}

#[test]
fn finding_words_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let test = asked(width, height, "dat");
        insta::assert_snapshot!(format!("finding_words_at_{width}_by_{height}"), test.picture());
    }
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        let mut test = asked(width, height, "dat");
        test.keys("<tab>");
        test.characters();
        test.keys("<esc>v");
        test.characters();
    }
}

#[test]
fn whole_turns_in_one_list_have_number_speaker_and_text_apart() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = asked(width, height, "donderdagavond");
        test.keys("ov");
        let screen = test.characters();
        let row = screen.lines().find(|line| line.contains('▸')).unwrap_or_default();
        let words: Vec<&str> = row.split_whitespace().collect();
        assert_eq!((words[1].starts_with('D'), words[2]), (true, "10"), "{screen}");
        assert_eq!(words[3] == "ST1", width >= 56, "{screen}");
        assert!(words.len() > 4, "{screen}");
    }
}

#[test]
fn the_best_match_can_stand_first() {
    let mut test = asked(100, 30, "je");
    assert!(head(&test).ends_with("per document"), "{}", test.characters());
    test.keys("jjo");
    assert!(head(&test).ends_with("op plaats"), "{}", test.characters());
    test.keys("o");
    let screen = test.characters();
    assert!(head(&test).ends_with("best passend eerst"), "{screen}");
    let hits = |screen: &str| -> Vec<usize> {
        let rows = screen.lines().skip(3).take_while(|line| !line.contains('─') && !line.trim().is_empty());
        rows.map(|row| row.split(|c: char| !c.is_alphabetic()).filter(|word| *word == "je").count()).collect()
    };
    let counts = hits(&screen);
    assert!(counts.len() > 1 && counts[0] == *counts.iter().max().unwrap(), "{counts:?} {screen}");
    assert!(screen.lines().nth(3).unwrap().contains('▸'), "one stands on the best: {screen}");
    // There and back, to the same row.
    test.keys("j");
    let row = |test: &TestApp| {
        let screen = test.characters();
        screen.lines().find(|line| line.contains('▸')).map(str::to_owned).unwrap()
    };
    let second = row(&test);
    test.keys("<enter><backspace>");
    assert_eq!(row(&test), second, "{}", test.characters());
    test.keys("o");
    assert!(head(&test).ends_with("per document"), "{}", test.characters());
    assert_eq!(row(&test).split_whitespace().nth(1), second.split_whitespace().nth(2), "{second}");
    // Codings fit all alike.
    ask(&mut test, "code:reflectie");
    test.keys("oo");
    assert!(!head(&test).contains("best passend"), "{}", test.characters());
}

#[test]
fn finding_codings_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let test = asked(width, height, "code:reflectie");
        insta::assert_snapshot!(format!("finding_codings_at_{width}_by_{height}"), test.picture());
    }
}

#[test]
fn the_empty_screen_says_what_can_be_asked() {
    let mut test = asked(80, 24, "koffie");
    test.keys("q/");
    insta::assert_snapshot!("finding_nothing_yet_at_80_by_24", test.picture());
}

#[test]
fn one_goes_to_a_passage_in_another_document_and_comes_back_to_its_row() {
    let mut test = asked(100, 30, "code:grensobject");
    assert!(head(&test).starts_with("2 coderingen in 2 documenten"), "{}", test.characters());
    test.keys("<enter>");
    assert_eq!(test.at_cursor(), "De tafels st");
    assert!(test.reader().pointed.is_some());
    test.keys("/j<enter>");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    test.keys("<backspace>");
    let screen = test.characters();
    assert!(screen.contains("▸    8 SO4"), "the row where one was: {screen}");
    test.keys("q");
    assert!(test.app.panels.is_empty());
    test.keys("/");
    assert!(test.characters().contains("typ woorden"), "closed means closed: {}", test.characters());
}

#[test]
fn the_code_at_the_cursor_is_found_with_and_without_what_is_below_it() {
    let mut test = coded(100, 30);
    test.keys("=");
    assert_eq!(test.last_row(), "hier staat geen codering");
    test.keys("#4<enter>=");
    assert!(test.characters().contains("▸    4 IO2     ▎Reflectie"), "{}", test.characters());
    test.keys("d");
    let screen = test.characters();
    assert!(screen.contains("ZOEK code:=reflectie") && head(&test).starts_with("1 codering in"), "{screen}");
    assert!(screen.contains("▸    4 IO2"), "{screen}");
    test.keys("d");
    assert!(head(&test).starts_with("2 coderingen"), "{}", test.characters());
}

#[test]
fn others_count_when_they_are_shown_or_asked_for() {
    let mut test = asked(100, 30, "code:perspectief-maken");
    assert!(
        head(&test).starts_with("niets gevonden") && head(&test).ends_with("van anna"),
        "{}",
        head(&test)
    );
    ask(&mut test, "code:perspectief-maken coder:bram");
    let screen = test.characters();
    assert!(screen.contains("┆Perspectief maken @bram") && !head(&test).contains("van anna"), "{screen}");
    test.keys("x");
    assert_eq!(test.last_row(), "0 weggehaald · 1 van anderen: overgeslagen");
}

#[test]
fn a_mistake_stands_under_its_characters_and_old_answers_stay() {
    let mut test = asked(80, 24, "dat");
    test.keys("/").input(Input::Paste(" cylus:2 x ".to_owned()));
    let screen = test.characters();
    let rows: Vec<&str> = screen.lines().collect();
    assert_eq!(rows[0].find("cylus").map(|at| &rows[1][at..at + 5]), Some("^^^^^"), "{screen}");
    assert!(rows[2].contains("bedoelt u `cyclus:`"), "{screen}");
    assert!(screen.contains("3 SO4"), "{screen}");
    test.keys("<ctrl-u>");
    assert!(!test.characters().contains('^'), "{}", test.characters());
}

#[test]
fn turns_and_codings_are_two_views_of_one_question() {
    let mut test = asked(100, 30, "dat");
    test.keys("t");
    assert!(head(&test).starts_with("2 coderingen in 1 document"), "{}", test.characters());
    test.keys("t");
    assert!(head(&test).starts_with("5 beurten"), "{}", test.characters());
    ask(&mut test, "code:grensobject");
    test.keys("t");
    assert!(head(&test).starts_with("2 beurten in 2 documenten"), "{}", test.characters());
}

#[test]
fn a_count_narrows_the_question() {
    let mut test = asked(100, 30, "dat OR de");
    test.keys("<tab><tab>");
    let screen = test.characters();
    assert!(screen.contains("SPREKER") && screen.contains("▸ SO4"), "{screen}");
    test.keys("<enter>");
    assert!(test.characters().contains("ZOEK (dat OR de) speaker:SO4"), "{}", test.characters());
    test.keys("<tab><tab><tab>");
    assert!(test.characters().contains("INSTRUMENT"), "{}", test.characters());
    test.keys("<esc>");
    assert_eq!(test.app.context(), Context::Results);
}

#[test]
fn all_that_is_ticked_is_coded_and_one_undo_takes_it_back() {
    let mut test = asked(100, 30, "dat");
    let before = test.codings();
    test.keys("<space><space>");
    assert!(head(&test).contains("2 aangevinkt"), "{}", test.characters());
    test.keys("cgrens<enter>");
    assert_eq!(test.last_row(), "2 gecodeerd: Grensobject");
    assert_eq!(test.codings().len(), before.len() + 2);
    assert!(
        test.codings()
            .iter()
            .any(|coding| coding.starts_with("Ik zou één blad") && coding.ends_with("grensobject|anna"))
    );
    test.keys("u");
    assert_eq!(test.codings(), before);
    // Ticks stay, and what has the code already is left alone.
    test.keys("acgrens<enter>");
    assert_eq!(test.last_row(), "4 gecodeerd: Grensobject · 1 hadden dit al");
    test.keys("u");
    assert_eq!(test.codings(), before);
}

#[test]
fn sentences_with_the_hit_are_coded_where_that_is_wanted() {
    let mut test = asked(100, 30, "koffie");
    test.keys("<end>s");
    assert_eq!(test.last_row(), "coderen neemt nu: de zin met de vindplaats");
    test.keys("cgrens<enter>q#10<enter>");
    assert!(
        test.codings().contains(
            &"Bij de koffie, om half acht: dan weet ik waar ik moet gaan zitten.|grensobject|anna".to_owned()
        ),
        "{:?}",
        test.codings()
    );
}

#[test]
fn another_code_takes_the_place_and_the_coding_stays_the_same() {
    let mut test = asked(100, 30, "code:grensobject");
    let before = test.codings();
    test.keys("<end>*");
    assert_eq!(test.last_row(), "1 belangrijk");
    test.keys("mmooi<ctrl-s>");
    let ids = |test: &TestApp| -> Vec<_> {
        test.app.study.codings().map(|(key, _)| test.app.study.coding_id(key)).collect()
    };
    let same = ids(&test);
    test.keys("rreflectie<enter>");
    assert!(test.characters().contains("1 van 1 krijgen Reflectie"), "{}", test.characters());
    test.keys("omdat<space>het<space>zo<space>is<enter>");
    assert_eq!(test.reasons.last().unwrap().as_deref(), Some("omdat het zo is"));
    assert_eq!(ids(&test), same, "no coding came or went");
    assert!(
        test.codings().contains(&"Dat heb ik je nog nooit horen zeggen.|*reflectie|anna".to_owned()),
        "{:?}",
        test.codings()
    );
    let kept = |test: &TestApp| {
        let study = &test.app.study;
        let on = |memo: &crate::model::Memo| match memo.on {
            crate::model::Target::Coding(id) => study.find_coding(id).map(|key| study.coding(key).alive),
            _ => None,
        };
        study.memos().filter_map(on).filter(|alive| *alive).count()
    };
    assert_eq!(kept(&test), 1, "the memo stands on it");
    test.keys("uuu");
    assert_eq!((test.codings(), kept(&test)), (before, 0));
}

#[test]
fn codings_are_taken_off_together() {
    let mut test = asked(100, 30, "code:* OR mark:");
    let before = test.codings();
    test.keys("ax");
    assert_eq!(test.last_row(), "4 weggehaald");
    assert_eq!(test.codings().len(), 1, "bram keeps his: {:?}", test.codings());
    test.keys("u");
    assert_eq!(test.codings(), before);
    ask(&mut test, "dat");
    test.keys("x");
    assert!(test.last_row().starts_with("dit kan alleen met coderingen"), "{}", test.last_row());
}

#[test]
fn much_is_asked_about_before_it_is_done() {
    let turns = "AA1: Nog een beurt over leren.\n\n".repeat(60);
    let (study, texts) = study_of(&[("corpus/d01.md", &turns)], &[("go", GO)]);
    let mut test = TestApp::with(study, texts, 80, 24);
    ask(&mut test, "leren");
    test.keys("acgrens<enter>");
    assert!(test.last_row().starts_with("60 passages coderen met Grensobject?"), "{}", test.last_row());
    test.keys("<esc>");
    assert_eq!(test.codings().len(), 0);
    test.keys("cgrens<enter><enter>");
    assert_eq!((test.last_row().as_str(), test.codings().len()), ("60 gecodeerd: Grensobject", 60));
    test.keys("u");
    assert_eq!(test.codings().len(), 0);
}

#[test]
fn a_quote_is_copied_and_a_file_is_asked_for() {
    let mut test = asked(100, 30, "code:grensobject");
    test.keys("<end>y");
    assert_eq!(test.last_row(), "gekopieerd (D10, beurt 8, SO4)");
    let copied = Effect::Copy("„Dat heb ik je nog nooit horen zeggen.” (D10, beurt 8, SO4)".to_owned());
    assert_eq!(test.asked.last(), Some(&copied));
    test.keys("egrens.doc<enter>");
    assert!(test.last_row().contains(".csv"), "{}", test.last_row());
    test.keys("egrens.csv<enter>");
    let Some(Effect::Export { file, chosen }) = test.asked.last() else { panic!("{:?}", test.asked.last()) };
    assert_eq!((file.as_str(), chosen.len()), ("grens.csv", 2), "all of them, where none is ticked");
}

#[test]
fn one_goes_from_hit_to_hit_in_the_text_until_escape() {
    let mut test = asked(100, 30, "koffie OR dinsdag OR logboek");
    test.keys("<enter>");
    assert!(test.at_cursor().starts_with("koffie?"));
    let mut seen = Vec::new();
    for _ in 0..5 {
        test.keys("<ctrl-n>");
        seen.push(format!(
            "{} {}",
            test.app.study.document_id(test.reader().opened.document),
            test.at_cursor()
        ));
    }
    assert_eq!(
        seen[..4],
        ["d10 logboek alle", "d10 dinsdag zie.", "d10 logboek? Het", "d10 koffie, om h"],
        "{seen:?}"
    );
    assert_eq!(test.last_row(), "die kant op is geen vindplaats meer");
    assert!(!test.reader().hits.is_empty());
    test.keys("<ctrl-p><ctrl-p><ctrl-p><ctrl-p>");
    assert!(test.at_cursor().starts_with("koffie?"));
    test.keys("<esc>");
    assert!(test.reader().hits.is_empty());
}

#[test]
fn selected_words_become_the_question() {
    let mut test = coded(100, 30);
    test.keys("#11<enter>ss/");
    assert!(test.characters().contains("ZOEK \"Ik lees het Bij de koffie"), "{}", test.characters());
    test.keys("<esc><esc>#11<enter>w/");
    assert!(test.characters().contains("ZOEK Ik"), "{}", test.characters());
}

#[test]
fn questions_are_remembered_saved_and_forgotten() {
    let mut test = asked(100, 30, "koffie");
    ask(&mut test, "logboek");
    test.keys("/<ctrl-u><up>");
    assert!(test.characters().contains("ZOEK logboek"), "{}", test.characters());
    test.keys("<ctrl-up>");
    assert!(test.characters().contains("ZOEK koffie"), "{}", test.characters());
    test.keys("<ctrl-down><ctrl-down>");
    assert!(!test.characters().contains("ZOEK logboek"), "{}", test.characters());
    ask(&mut test, "logboek");
    test.keys("<ctrl-s>boek<enter>");
    assert_eq!(test.last_row(), "bewaard als @boek");
    ask(&mut test, "@boek OR koffie");
    assert!(head(&test).starts_with("4 beurten in 2 documenten"), "{}", test.characters());
    test.keys("<ctrl-r>");
    assert!(test.characters().contains("▸ @boek"), "{}", test.characters());
    test.keys("x<esc>");
    assert!(test.app.study.config.queries.is_empty());
    test.keys("<ctrl-r><enter>");
    assert!(test.characters().contains("ZOEK @boek OR koffie"), "{}", test.characters());
}

#[test]
fn forms_of_a_word_are_shown_and_unticked() {
    let mut test = asked(100, 30, "~logboek");
    test.keys("f");
    let screen = test.characters();
    assert!(screen.contains("VORMEN ~logboek") && screen.contains("✓ logboek"), "{screen}");
    ask(&mut test, "~kaart OR koffie");
    test.keys("<esc>");
    ask(&mut test, "zien");
    test.keys("f");
    assert!(test.last_row().contains("~woord"), "{}", test.last_row());
}

#[test]
fn nothing_that_is_pasted_or_half_typed_breaks_it() {
    let mut test = coded(80, 24);
    test.keys("/").input(Input::Paste("woord \u{1b}[31m \"( ".repeat(700)));
    assert!(test.last_row().contains("te lang"), "{}", test.last_row());
    test.keys("<enter><ctrl-u>");
    let question = "code:reflectie overlaps (NOT ~dat* OR /a(b/i) \"x y\"~ in:document (@a speaker:\"SO4 cyclus:1.. -x *a* a~1 =B";
    for letter in question.chars() {
        let key = if letter == ' ' {
            "<space>".to_owned()
        } else if letter == '<' {
            "<lt>".to_owned()
        } else {
            letter.to_string()
        };
        test.keys(&key);
        test.characters();
        test.keys("<enter>");
        test.characters();
        if test.app.context() == Context::Results {
            test.keys("j<space>tvotv/");
        }
        test.resize(40, 12).resize(120, 30).resize(80, 24);
    }
}

#[test]
fn the_next_coding_of_a_code_may_stand_in_another_document() {
    let mut test = coded(100, 30);
    test.keys("#8<enter>P");
    assert_eq!(test.at_cursor(), "De tafels st");
    test.keys("P");
    assert!(test.last_row().contains("geen codering met Grensobject meer"), "{}", test.last_row());
    test.keys("N");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
}

#[test]
fn what_is_wrong_with_the_index_is_said_once_and_finding_goes_on() {
    use crate::index::finder::IndexNote;
    use crate::ui::finding::Report;
    let mut test = coded(120, 30);
    test.app.found(Report::Note(IndexNote::Damaged));
    assert!(test.last_row().starts_with("de zoekindex was beschadigd"), "{}", test.last_row());
    test.keys("j");
    test.app.found(Report::Note(IndexNote::Damaged));
    assert!(!test.last_row().contains("zoekindex"), "{}", test.last_row());
    ask(&mut test, "donderdagavond");
    assert!(head(&test).starts_with("1 beurt"), "{}", test.characters());
}

#[test]
fn a_value_is_completed_from_its_first_letter_and_a_word_is_not() {
    let mut test = TestApp::new(100, 30);
    test.keys("/code:re<tab>");
    assert!(test.characters().contains("code:reflectie"), "{}", test.characters());
    test.keys("<ctrl-u>re<tab>");
    let screen = test.characters();
    assert_eq!(screen.lines().next().map(str::trim), Some("ZOEK re"), "{screen}");
}
