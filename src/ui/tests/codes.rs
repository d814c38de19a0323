//! The codebook screen: looking, going to passages, changing what codes say.

use crate::model::{Code, edit};
use crate::text::Span;
use crate::ui::action::Context;
use crate::ui::app::{Effect, Input};
use crate::ui::testing::TestApp;

/// Anna's codings in two documents, one of Bram's, and the codebook.
fn book(width: u16, height: u16) -> TestApp {
    let mut test = TestApp::new(width, height);
    test.keys("<lt>g#2<enter>t<enter>grens<enter>");
    test.keys(">#3<enter>t,pn<esc>#4<enter>s<enter>reflectie<enter><esc>#8<enter>t<enter>grens<enter>");
    let reader = test.reader();
    let words = "Nee. Ik mezelf ook niet.";
    let start = reader.opened.text.find(words).unwrap() as u32;
    let span = Span::new(start, start + words.len() as u32);
    let code = test.app.study.codebook.by_id("perspectief-maken").unwrap();
    let body = edit::code(&test.app.study, reader.opened.of(), span, code, &Vec::new()).unwrap();
    test.commit_as("bram", vec![body]);
    test.keys("#1<enter>B<home>");
    test
}

fn code<'t>(test: &'t TestApp, id: &str) -> &'t Code {
    test.app.study.codebook.by_id(id).unwrap_or_else(|| panic!("{id}"))
}

/// The row of the tree on which one stands.
fn here(test: &TestApp) -> String {
    let screen = test.characters();
    let row = screen.lines().find(|row| row.contains('▸') && (row.contains('▎') || row.contains('▾')));
    row.unwrap_or_default().split('│').next().unwrap_or_default().trim().to_owned()
}

fn to(test: &mut TestApp, id: &str) {
    test.keys("f<ctrl-u>").input(Input::Paste(id.replace('-', " "))).keys("<enter><esc>");
}

#[test]
fn the_codebook_looks_good_at_all_sizes() {
    for (width, height) in [(80, 24), (100, 30), (160, 45), (40, 12)] {
        let mut test = book(width, height);
        test.keys("jj");
        insta::assert_snapshot!(format!("codebook_at_{width}_by_{height}"), test.picture());
    }
    let mut test = book(80, 24);
    test.keys("jjj<tab>");
    insta::assert_snapshot!("codebook_passages_at_80_by_24", test.picture());
    test.keys("<esc>f").input(Input::Paste("ander".to_owned()));
    insta::assert_snapshot!("codebook_filter_at_80_by_24", test.picture());
    test.keys("<esc><home>jjje");
    insta::assert_snapshot!("codebook_fields_at_80_by_24", test.picture());
    for (width, height) in [(20, 5), (3, 2), (1, 1)] {
        book(width, height).keys("jj<tab>k<tab>ej<esc>fx<esc>v").characters();
    }
}

#[test]
fn what_is_below_counts_too_and_other_layers_when_they_are_shown() {
    let mut test = book(100, 30);
    test.keys("j");
    assert!(here(&test).ends_with("1     2"), "own, with those below: {}", test.characters());
    assert!(test.characters().contains("2 PASSAGES · met onderliggende d"), "{}", test.characters());
    test.keys("d");
    assert!(test.characters().contains("1 PASSAGE · van deze code zelf d"), "{}", test.characters());
    test.keys("dz<end><enter><esc>");
    assert!(here(&test).ends_with("1     3"), "{}", test.characters());
    assert!(test.characters().contains("2 coders"), "{}", test.characters());
}

#[test]
fn definitions_are_looked_through_and_groups_are_another_view() {
    let mut test = book(100, 30);
    test.keys("f").input(Input::Paste("sympathie".to_owned()));
    assert!(here(&test).contains("Perspectief nemen"), "{}", test.characters());
    test.keys("<enter>");
    assert_eq!(test.app.context(), Context::Codes);
    test.keys("<esc>v");
    assert!(test.characters().contains("in geen groep"), "{}", test.characters());
    to(&mut test, "grensobject");
    test.keys("g").input(Input::Paste("Samen, dingen".to_owned())).keys("<enter>");
    assert_eq!(code(&test, "grensobject").groups, ["samen", "dingen"]);
    assert!(test.family_file("go").contains("[[group]]"), "{}", test.family_file("go"));
    assert!(test.characters().contains("Samen"), "{}", test.characters());
    test.keys("u");
    assert!(code(&test, "grensobject").groups.is_empty() && test.app.study.codebook.group("samen").is_none());
}

#[test]
fn one_goes_to_a_passage_and_comes_back_to_its_row() {
    let mut test = book(100, 30);
    to(&mut test, "grensobject");
    test.keys("<tab>j<enter>");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    assert!(test.app.panels.is_empty() && test.reader().pointed.is_some());
    test.keys("<backspace>");
    assert_eq!(test.app.context(), Context::CodePassages);
    assert!(test.characters().contains("▸ D10 8 SO4"), "{}", test.characters());
    test.keys("<esc><esc>");
    assert!(test.app.panels.is_empty());
    test.keys("#4<enter>B");
    assert!(here(&test).contains("Reflectie"), "at the code of the coding here: {}", test.characters());
}

#[test]
fn a_code_is_made_renamed_defined_and_keeps_its_id() {
    let mut test = book(100, 30);
    to(&mut test, "reflectie");
    test.keys("N").input(Input::Paste("Nieuw idee".to_owned())).keys("<enter>");
    assert!(here(&test).contains("Nieuw idee"), "one stands on it: {}", test.characters());
    assert_eq!(test.app.study.codebook.path(code(&test, "nieuw-idee")), ["reflectie", "nieuw-idee"]);
    test.keys("r<ctrl-u>").input(Input::Paste("Ander idee".to_owned())).keys("<enter>");
    assert_eq!(code(&test, "nieuw-idee").name.get("nl"), "Ander idee");
    test.keys("=").input(Input::Paste("Wat het betekent.".to_owned())).keys("<ctrl-s>");
    assert!(test.app.panels.len() == 1, "{}", test.characters());
    assert_eq!(code(&test, "nieuw-idee").definition.exact("nl"), Some("Wat het betekent."));
    test.keys("+").input(Input::Paste("Bij twijfel.".to_owned())).keys("<ctrl-s>");
    test.keys("-").input(Input::Paste("Zonder inhoud. → grensobject".to_owned())).keys("<ctrl-s>");
    let after = code(&test, "nieuw-idee");
    assert_eq!((after.include.len(), after.exclude[0].not.as_deref()), (1, Some("grensobject")));
    test.keys(",").input(Input::Paste("ni".to_owned())).keys("<enter>");
    test.keys("#").input(Input::Paste("#112233".to_owned())).keys("<enter>");
    let after = code(&test, "nieuw-idee");
    assert_eq!((after.mnemonic.as_deref(), after.color), (Some("ni"), Some((0x11, 0x22, 0x33))));
    test.keys("#<ctrl-u>").input(Input::Paste("rood".to_owned())).keys("<enter>");
    assert!(test.last_row().contains("#3aa05a") && test.last_row().contains("rood"), "{}", test.last_row());
    test.keys("<ctrl-u>").input(Input::Paste("#445566".to_owned())).keys("<enter>");
    assert_eq!(code(&test, "nieuw-idee").color, Some((0x44, 0x55, 0x66)), "what was refused is mended");
    test.keys(",<ctrl-u>").input(Input::Paste("pn".to_owned())).keys("<enter>");
    assert!(test.last_row().contains("perspectief-nemen"), "a key that is taken: {}", test.last_row());
    test.keys("<esc>n").input(Input::Paste("!!".to_owned())).keys("<enter>");
    assert!(test.last_row().contains("een letter of een cijfer"), "{}", test.last_row());
    test.keys("<esc>uuuuuuuu");
    assert!(test.app.study.codebook.by_id("nieuw-idee").is_none());
}

#[test]
fn fields_are_gone_through_and_emptied_lines_go() {
    let mut test = book(100, 30);
    to(&mut test, "perspectief-nemen");
    test.keys("e");
    assert_eq!(test.app.context(), Context::CodeFields);
    test.keys("jj<enter>").input(Input::Paste(" En meer.".to_owned())).keys("<ctrl-s>");
    assert!(code(&test, "perspectief-nemen").definition.get("nl").ends_with("dat telt mee. En meer."));
    test.keys("jj<delete>j<delete>");
    assert!(code(&test, "perspectief-nemen").include.is_empty(), "{}", test.characters());
    test.keys("uu");
    assert_eq!(code(&test, "perspectief-nemen").include.len(), 1);
    test.keys("<esc><home>e");
    assert!(test.characters().contains("hooguit één code"), "{}", test.characters());
    test.keys("jj<enter>");
    assert!(!test.app.study.codebook.families()[0].exclusive);
    test.keys("u<end><enter>").input(Input::Paste("Steun".to_owned())).keys("<enter>");
    assert!(test.app.study.codebook.group("steun").is_some(), "{}", test.characters());
    test.keys("u");
}

#[test]
fn facets_and_values_are_made_and_what_was_used_stays() {
    let mut test = book(100, 40);
    test.keys("<home>e");
    let field = |test: &TestApp, words: &str| {
        let screen = test.characters();
        screen.lines().any(|row| row.contains(words))
    };
    assert!(field(&test, "intrapersonal"), "{}", test.characters());
    // The last rows are a new facet and a new group.
    test.keys("<end>k<enter>").input(Input::Paste("Polariteit".to_owned())).keys("<enter>");
    let facet = test.app.study.codebook.families()[0].facets.last().unwrap().clone();
    assert_eq!((facet.id.as_str(), facet.values.len()), ("polariteit", 0));
    test.keys("<end>kk<enter>").input(Input::Paste("Spanning".to_owned())).keys("<enter>");
    let facet = test.app.study.codebook.families()[0].facets.last().unwrap().clone();
    assert_eq!(facet.values[0].id, "spanning", "{}", test.characters());
    assert_eq!(facet.values[0].name.get("nl"), "Spanning");
}

#[test]
fn codes_are_moved_sorted_retired_and_removed() {
    let mut test = book(100, 30);
    to(&mut test, "gedeelde-probleemruimte");
    test.keys("<lt>");
    let order = |test: &TestApp| -> Vec<String> {
        test.app.study.codebook.codes().iter().map(|code| code.id.clone()).collect()
    };
    assert_eq!(order(&test)[0], "gedeelde-probleemruimte", "{:?}", order(&test));
    test.keys("u");
    assert_eq!(order(&test)[0], "reflectie");
    to(&mut test, "perspectief-maken");
    test.keys("<space><space>m");
    assert!(
        test.characters().contains("verplaatsen: Perspectief maken, Perspectief nemen"),
        "{}",
        test.characters()
    );
    to(&mut test, "grensobject");
    test.keys("m");
    let book = &test.app.study.codebook;
    assert_eq!(book.path(code(&test, "perspectief-nemen")), ["grensobject", "perspectief-nemen"]);
    assert_eq!(book.family(code(&test, "perspectief-nemen")).id, "go", "it comes into that family");
    test.keys("u");
    assert_eq!(test.app.study.codebook.family(code(&test, "perspectief-nemen")).id, "lm");
    to(&mut test, "reflectie");
    test.keys("m");
    to(&mut test, "perspectief-nemen");
    test.keys("m");
    assert!(test.last_row().contains("itself"), "{}", test.last_row());
    test.keys("<esc>t");
    assert!(code(&test, "perspectief-nemen").retired);
    test.keys("t");
    assert!(!code(&test, "perspectief-nemen").retired);
    test.keys("<delete>");
    assert!(test.last_row().contains("codings"), "{}", test.last_row());
    test.keys("n").input(Input::Paste("Weg ermee".to_owned())).keys("<enter>");
    let file = test.family_file("lm");
    let place = |id: &str| file.find(&format!("id = \"{id}\"")).unwrap();
    assert!(place("perspectief-nemen") < place("weg-ermee"), "{file}");
    assert!(place("weg-ermee") < place("gedeelde-probleemruimte"), "{file}");
    test.keys("<delete>");
    assert!(test.app.study.codebook.by_id("weg-ermee").is_none());
}

#[test]
fn a_passage_becomes_an_example_with_one_key() {
    let mut test = book(100, 30);
    to(&mut test, "grensobject");
    test.keys("<tab>jb");
    let words = "Dat heb ik je nog nooit horen zeggen.";
    assert_eq!(code(&test, "grensobject").examples[0].exact("nl"), Some(words));
    test.keys("b");
    assert!(test.last_row().contains("al een voorbeeld"), "{}", test.last_row());
    test.keys("u<esc><esc>#8<enter>b");
    assert_eq!(code(&test, "grensobject").examples.len(), 1, "from the Reader too");
    test.keys("u#1<enter>b");
    assert_eq!(test.last_row(), "hier staat geen codering");
}

#[test]
fn two_codes_become_one_with_a_reason_and_one_undo() {
    let mut test = book(100, 30);
    to(&mut test, "reflectie");
    test.keys("M");
    to(&mut test, "grensobject");
    test.keys("M");
    let screen = test.characters();
    assert!(
        screen.contains("Reflectie wordt Grensobject") && screen.contains("1 coderingen gaan mee"),
        "{screen}"
    );
    test.input(Input::Paste("het is hetzelfde".to_owned())).keys("<enter>");
    assert_eq!(test.reasons.last().unwrap().as_deref(), Some("het is hetzelfde"));
    assert_eq!(code(&test, "reflectie").heir.as_deref(), Some("grensobject"));
    assert!(test.characters().contains("3 PASSAGES"), "{}", test.characters());
    test.keys("u");
    assert_eq!((code(&test, "reflectie").heir.as_deref(), code(&test, "reflectie").retired), (None, false));
    assert!(test.characters().contains("2 PASSAGES"), "{}", test.characters());
}

#[test]
fn ticked_passages_get_another_code_and_stay_the_same_codings() {
    let mut test = book(100, 30);
    to(&mut test, "grensobject");
    let before: Vec<_> = test.app.study.codings().map(|(key, _)| test.app.study.coding_id(key)).collect();
    test.keys("<tab>ar").input(Input::Paste("gedeelde".to_owned())).keys("<enter>");
    assert!(test.characters().contains("2 van 2 krijgen Gedeelde probleemruimte"), "{}", test.characters());
    test.keys("<enter>");
    assert_eq!(test.reasons.last().unwrap(), &None, "a reason may be left out");
    let study = &test.app.study;
    assert_eq!(study.codings_with(Some(code(&test, "gedeelde-probleemruimte").key)).len(), 2);
    let after: Vec<_> = study.codings().map(|(key, _)| study.coding_id(key)).collect();
    assert_eq!(after, before);
    test.keys("u");
    assert_eq!(test.app.study.codings_with(Some(code(&test, "grensobject").key)).len(), 2);
}

#[test]
fn words_of_somebody_else_are_shown_before_they_are_written_over() {
    let mut test = book(100, 30);
    to(&mut test, "perspectief-nemen");
    test.keys("=").input(Input::Paste(" Van mij.".to_owned()));
    test.change_outside("lm", "en dat telt mee.", "en dat telt zwaar.");
    test.keys("<ctrl-s>");
    assert!(test.last_row().contains("elders gewijzigd"), "{}", test.last_row());
    assert!(test.characters().contains("in het bestand staat nu: De kwestie"), "{}", test.characters());
    assert!(code(&test, "perspectief-nemen").definition.get("nl").ends_with("zwaar."), "not written over");
    test.keys("<ctrl-s>");
    assert!(code(&test, "perspectief-nemen").definition.get("nl").ends_with("mee. Van mij."));
    test.keys("u");
    assert!(code(&test, "perspectief-nemen").definition.get("nl").ends_with("zwaar."));
    // What others wrote elsewhere is no matter.
    test.keys("=").input(Input::Paste(" En ik.".to_owned()));
    test.change_outside("lm", "#3aa05a", "#3aa05b");
    test.keys("<ctrl-s>");
    assert!(code(&test, "perspectief-nemen").definition.get("nl").ends_with("En ik."));
    assert_eq!(code(&test, "reflectie").color, Some((0x3a, 0xa0, 0x5b)));
}

#[test]
fn words_go_to_the_own_editor_and_esc_asks() {
    let mut test = book(100, 30);
    to(&mut test, "grensobject");
    test.keys("=").input(Input::Paste("half".to_owned())).keys("<ctrl-e>");
    assert_eq!(test.asked.last(), Some(&Effect::Edit("half".to_owned())));
    test.edited(Ok("Een ding tussen\ntwee praktijken.\n".to_owned()));
    test.keys("<esc>");
    assert!(test.characters().contains("Bewaren?"), "{}", test.characters());
    test.keys("j");
    assert_eq!(code(&test, "grensobject").definition.get("nl"), "Een ding tussen\ntwee praktijken.");
    test.keys("=x<esc>n");
    assert!(!code(&test, "grensobject").definition.get("nl").contains('x'));
}

#[test]
fn two_codes_stand_side_by_side_with_the_passages_that_have_both() {
    let mut test = book(160, 40);
    test.keys("<esc>#8<enter>w,gp#1<enter>B");
    to(&mut test, "grensobject");
    test.keys("c");
    assert!(test.characters().contains("vergelijken: Grensobject"), "{}", test.characters());
    to(&mut test, "gedeelde-probleemruimte");
    test.keys("c");
    assert_eq!(test.app.context(), Context::CodeCompare);
    let screen = test.characters();
    assert!(
        screen.contains("2 PASSAGES") && screen.contains("Grensobject ∩ Gedeelde probleemruimte"),
        "{screen}"
    );
    assert_eq!(screen.matches("1 PASSAGE").count(), 2, "one of the other, one with both: {screen}");
    insta::assert_snapshot!("codebook_compare_at_160_by_40", test.picture());
    test.resize(100, 30);
    insta::assert_snapshot!("codebook_compare_at_100_by_30", test.picture());
    test.resize(40, 12).characters();
    test.keys("ll<enter>");
    assert_eq!(test.at_cursor(), "Dat heb ik j");
    test.keys("<backspace>");
    assert_eq!(test.app.context(), Context::CodeCompare);
    test.keys("<esc><home>jj<space><space>c");
    assert_eq!(test.app.context(), Context::CodeCompare, "two that are ticked");
    test.keys("<esc><esc><esc>");
    assert!(test.app.panels.is_empty());
}

#[test]
fn a_value_becomes_a_code_and_a_code_a_value() {
    let mut test = TestApp::new(100, 30);
    test.keys("#3<enter>t,pn#3<enter>Fi<enter>#1<enter>B");
    let with_value = |test: &TestApp, value: &str| {
        let study = &test.app.study;
        let of = |(_, coding): &(_, &crate::model::Coding)| {
            study.facet(coding, "niveau").iter().any(|known| study.word(*known) == value)
        };
        study
            .codings()
            .filter(of)
            .map(|(_, coding)| study.code_id(coding.code.unwrap()).to_owned())
            .collect::<Vec<_>>()
    };
    let first = with_value(&test, "interpersoonlijk");
    assert_eq!(first.len() + with_value(&test, "intrapersoonlijk").len(), 1);
    let value = if first.is_empty() { "intrapersoonlijk" } else { "interpersoonlijk" };
    to(&mut test, "perspectief-nemen");
    test.keys(if first.is_empty() { "wj<enter>" } else { "w<enter>" });
    assert!(test.characters().contains("wordt code: niveau ="), "{}", test.characters());
    to(&mut test, "gedeelde-probleemruimte");
    test.keys("w");
    assert!(test.characters().contains("1 van uw coderingen krijgen"), "{}", test.characters());
    test.keys("<enter>");
    assert_eq!(test.app.study.codings_with(Some(code(&test, "gedeelde-probleemruimte").key)).len(), 1);
    assert!(with_value(&test, value).is_empty(), "the facet is open again");
    test.keys("W");
    to(&mut test, "perspectief-nemen");
    test.keys("W<enter>").input(Input::Paste("terug".to_owned())).keys("<enter>");
    assert_eq!(with_value(&test, "interpersoonlijk"), ["perspectief-nemen"]);
    assert_eq!(test.reasons.last().unwrap().as_deref(), Some("terug"));
    test.keys("uu");
    assert_eq!(with_value(&test, value), ["perspectief-nemen"]);
    to(&mut test, "grensobject");
    test.keys("w");
    assert!(test.last_row().contains("geen facet met waarden"), "{}", test.last_row());
}

#[test]
fn passages_that_touch_become_one_with_a_warning() {
    let mut test = TestApp::new(100, 30);
    test.keys("#11<enter>s,go#11<enter>)s,go#1<enter>B");
    let before = test.codings().len();
    assert_eq!(before, 2, "{:?}", test.codings());
    to(&mut test, "grensobject");
    test.keys("J");
    let screen = test.characters();
    assert!(screen.contains("2 coderingen worden 1") && screen.contains("verandert tellingen"), "{screen}");
    test.keys("<enter>");
    assert_eq!(test.codings().len(), 1);
    assert!(test.codings()[0].starts_with("Ik lees het. Bij de koffie"), "{:?}", test.codings());
    test.keys("J");
    assert!(test.last_row().contains("raakt of overlapt niets"), "{}", test.last_row());
    test.keys("u");
    assert_eq!(test.codings().len(), 2);
}

#[test]
fn what_git_left_is_chosen_entry_by_entry() {
    let mut test = book(100, 30);
    test.keys("G");
    assert!(test.last_row().contains("geen conflict"), "{}", test.last_row());
    let merged = "family = \"go\"\n[[code]]\nid = \"grensobject\"\n<<<<<<< HEAD\ndefinition = \"hier\"\n=======\ndefinition = \"daar\"\n>>>>>>> main\n[[code]]\nid = \"b\"\n<<<<<<< HEAD\nkey = \"b\"\n=======\nkey = \"bb\"\n>>>>>>> main\n";
    let conflict = crate::model::codebook::Conflict::find(merged).unwrap();
    test.app.conflicts = vec![("codebook/go.toml".to_owned(), conflict)];
    assert!(test.characters().contains("git liet twee versies staan: G"), "{}", test.characters());
    test.keys("G");
    for (width, height) in [(80, 24), (100, 30), (40, 12), (20, 5), (1, 1)] {
        test.resize(width, height).characters();
    }
    test.resize(100, 30);
    insta::assert_snapshot!("codebook_conflict_at_100_by_30", test.picture());
    test.keys("<right><enter>");
    assert!(test.last_row().contains("nog 1 te kiezen"), "{}", test.last_row());
    test.keys("<left><enter>");
    let Some(Effect::Resolve { path, theirs }) = test.asked.last() else { panic!("{:?}", test.asked.last()) };
    let place = crate::model::codebook::Place::Code("grensobject".to_owned());
    assert_eq!((path.as_str(), theirs.as_slice()), ("codebook/go.toml", [place].as_slice()));
}
