//! What is offered for the word at the cursor, drawn as `‸` in the query.

use super::study;
use crate::index::query::{Completion, Lookup, complete};

/// The query after each offer.
fn offers(drawn: &str) -> Vec<String> {
    let study = study();
    let words = drawn.replace('‸', "");
    let cursor = drawn.find('‸').unwrap() as u32;
    let texts = |begin: &str| {
        let all = [("leren", 12), ("leraar", 3), ("reflecteren", 1)];
        let fitting = all.into_iter().filter(|(word, _)| word.starts_with(begin));
        fitting.map(|(word, count)| (word.to_owned(), count)).collect()
    };
    let lookup = Lookup { study: &study, catalogue: None, forms: None };
    let put = |Completion { span, text, .. }: Completion| {
        let mut whole = words.clone();
        whole.replace_range(span.range(), &text);
        whole
    };
    complete(&words, cursor, &lookup, Some(&texts)).into_iter().map(put).collect()
}

#[test]
fn the_word_at_the_cursor_may_become_something() {
    for (drawn, expected) in [
        ("cyc‸", vec!["cyclus:"]),
        ("code:* ni‸", vec!["code:* niveau:"]),
        ("refl‸", vec!["code:reflectie", "reflecteren"]),
        ("ler‸", vec!["leren", "leraar"]),
        ("samen ler‸ nu", vec!["samen leren nu", "samen leraar nu"]),
        ("~ler‸", vec!["~leren", "~leraar"]),
        ("\"samen ler‸", vec!["\"samen leren", "\"samen leraar"]),
        ("code:oth‸", vec!["code:othering"]),
        ("code:=oth‸ x", vec!["code:=othering x"]),
        ("code:nemen‸", vec!["code:perspectief-nemen"]),
        ("code:othering,refl‸", vec!["code:othering,reflectie"]),
        ("coder:‸", vec!["coder:anna", "coder:bram"]),
        ("coder:b‸", vec!["coder:bram"]),
        ("coder:anna,‸", vec!["coder:anna,anna", "coder:anna,bram"]),
        ("traject:\"dri‸\" leren", vec!["traject:Driehoek leren"]),
        ("thema:‸", vec!["thema:\"taal, doelen\""]),
        ("niveau:inter‸", vec!["niveau:interpersoonlijk"]),
        ("cyclus:expl‸", vec!["cyclus:1"]),
        ("(doc:d‸)", vec!["(doc:d1)", "(doc:d2)", "(doc:d3)"]),
        ("leren @an‸", vec!["leren @anna"]),
        ("in:s‸", vec!["in:sentence"]),
        ("code:a ove‸", vec!["code:a overlaps"]),
        ("code:a ne‸", vec!["code:a code:perspectief-nemen", "code:a near/2"]),
        ("/le‸", vec![]),
        ("‸", vec![]),
        ("onzin:x‸", vec![]),
        ("mark:‸", vec![]),
    ] {
        assert_eq!(offers(drawn), expected, "{drawn}");
    }
}
