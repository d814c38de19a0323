//! What a query is in a study: which parts are about one coding, who speaks, and what is left out while somebody types.

use std::fmt::Write;

use super::study;
use crate::index::query::{Lookup, Query};
use crate::index::question::{CodeSet, CodingTest, Gives, Part};
use crate::index::words::Wanted;
use crate::model::study::Study;

fn asked(study: &Study, query: Result<Query, crate::index::QueryError>) -> String {
    let forms = |word: &str| vec![format!("{word}e"), format!("{word}en")];
    let lookup = Lookup { study, catalogue: None, forms: Some(&forms) };
    match query.and_then(|query| query.question(&lookup)) {
        Ok(question) => {
            let gives = if question.gives == Gives::Codings { "codings" } else { "turns" };
            format!("{gives}: {}", part(study, &question.part))
        }
        Err(error) => error.mistake.to_string(),
    }
}

fn part(study: &Study, asked: &Part) -> String {
    let each = |parts: &[Part], between: &str| {
        parts.iter().map(|asked| part(study, asked)).collect::<Vec<_>>().join(between)
    };
    match asked {
        Part::Text(wanted) => format!("{wanted:?}"),
        Part::Coding(asked) => test(study, asked),
        Part::Related { left, relation, negated, right } => {
            let not = if *negated { "not " } else { "" };
            format!("<{} {not}{relation:?} {}>", part(study, left), part(study, right))
        }
        Part::Speakers(speakers) => {
            let speaker = |(document, label): &(_, Option<String>)| {
                format!("{}/{}", study.document_id(*document), label.as_deref().unwrap_or("-"))
            };
            sorted(speakers.iter().map(speaker))
        }
        Part::Documents(documents) => {
            sorted(documents.iter().map(|document| study.document_id(*document).to_owned()))
        }
        Part::Memos { codings, documents, .. } => format!("memos {}+{}", codings.len(), documents.len()),
        Part::In(unit, asked) => format!("in {} {}", unit.word(), part(study, asked)),
        Part::All(parts) => format!("({})", each(parts, " & ")),
        Part::Any(parts) => format!("({})", each(parts, " | ")),
        Part::Not(asked) => format!("!{}", part(study, asked)),
    }
}

fn test(study: &Study, asked: &CodingTest) -> String {
    let each = |tests: &[CodingTest], between: &str| {
        tests.iter().map(|asked| test(study, asked)).collect::<Vec<_>>().join(between)
    };
    match asked {
        CodingTest::Codes(CodeSet::Any) => "any".to_owned(),
        CodingTest::Codes(CodeSet::Marks) => "marks".to_owned(),
        CodingTest::Codes(CodeSet::These(codes)) => {
            sorted(codes.iter().map(|code| study.code_id(*code).to_owned()))
        }
        CodingTest::Coders(coders) => sorted(coders.iter().map(|coder| study.coder_name(*coder).to_owned())),
        CodingTest::Facets(sets) => format!("facets {}", sets.len()),
        CodingTest::Important => "important".to_owned(),
        CodingTest::Redefined(codes) => format!("redefined {}", codes.len()),
        CodingTest::These(codings) => format!("these {}", codings.len()),
        CodingTest::All(tests) => format!("[{}]", each(tests, " ")),
        CodingTest::Any(tests) => format!("[{}]", each(tests, " or ")),
        CodingTest::Not(asked) => format!("not {}", test(study, asked)),
    }
}

fn sorted(names: impl Iterator<Item = String>) -> String {
    let mut names: Vec<String> = names.collect();
    names.sort();
    names.join("+")
}

#[test]
fn fields_of_codings_are_about_the_codes_beside_them() {
    let study = study();
    for (query, expected) in [
        ("code:othering", "codings: othering"),
        ("code:=reflectie,othering", "codings: othering+reflectie"),
        ("family:lm", "codings: othering+perspectief-nemen+reflectie"),
        ("code:othering coder:anna", "codings: [othering anna]"),
        ("coder:anna,bram code:othering", "codings: [othering anna+bram]"),
        ("code:othering NOT coder:anna", "codings: [othering not anna]"),
        ("code:othering code:weg coder:anna", "codings: ([othering anna] & [weg anna])"),
        ("code:othering NOT code:weg coder:anna", "codings: ([othering anna] & ![weg anna])"),
        (
            "code:othering coder:anna NOT (code:othering coder:bram)",
            "codings: ([othering anna] & ![othering bram])",
        ),
        ("(code:othering OR code:weg) coder:anna", "codings: ([othering anna] | [weg anna])"),
        ("code:othering (coder:anna OR important:)", "codings: [othering [anna or important]]"),
        ("code:othering coder:anna OR coder:bram", "codings: ([othering anna] | bram)"),
        ("coder:anna important:", "codings: [anna important]"),
        ("coder:anna NOT important:", "codings: [anna not important]"),
        ("NOT coder:anna", "turns: !anna"),
        ("NOT coder:anna NOT important:", "turns: (!anna & !important)"),
        ("NOT code:*", "turns: !any"),
        ("mark: important:", "codings: [marks important]"),
        ("redefined: code:othering", "codings: [othering redefined 3]"),
        ("niveau:institutioneel code:*", "codings: [any facets 1]"),
        ("code:othering overlaps code:weg coder:bram", "codings: <othering Overlaps [weg bram]>"),
        ("(code:othering overlaps code:weg) coder:bram", "codings: <[othering bram] Overlaps weg>"),
        ("code:othering coder:anna NOT near/2 mark:", "codings: <[othering anna] not Near(2) marks>"),
        ("@reflecteren coder:anna", "codings: ([perspectief-nemen+reflectie anna] | [othering anna])"),
        ("@anna code:othering", "codings: [othering anna]"),
        ("@ANNA", "codings: anna"),
        ("memo:* code:othering", "codings: [othering these 0]"),
        ("memo:*", "turns: memos 0+0"),
        ("NOT memo:grens*", "turns: !memos 0+0"),
    ] {
        assert_eq!(asked(&study, Query::parse(query)), expected, "{query}");
    }
}

#[test]
fn attributes_and_documents_are_about_units() {
    let study = study();
    for (query, expected) in [
        ("cyclus:1", "turns: d1"),
        ("cycle:1", "turns: d1"),
        ("cyclus:exploratie", "turns: d1"),
        ("cyclus:1,2", "turns: d1+d2"),
        ("datum:2024", "turns: d1+d2"),
        ("datum:2024-01..2024-02", "turns: d1+d2"),
        ("datum:..2024-01", "turns: d1"),
        ("traject:dri*", "turns: d2"),
        ("traject:*", "turns: d1+d2+d3"),
        ("doc:d1,d3", "turns: d1+d3"),
        ("code:othering cyclus:1", "codings: (othering & d1)"),
        (
            "traject:VONC before cyclus:2",
            "turns: (d1+d3 & Phrase(Phrase { words: [Is(\"before\")], slop: 0, exact: None }) & d2)",
        ),
        ("in:document (code:othering code:weg)", "codings: in document (othering & weg)"),
    ] {
        assert_eq!(asked(&study, Query::parse(query)), expected, "{query}");
    }
}

#[test]
fn words_are_folded() {
    let study = study();
    let phrase = |words: &str, rest: &str| format!("turns: Phrase(Phrase {{ words: [{words}], {rest} }})");
    for (query, words, rest) in [
        ("COÖRDINATIE", "Is(\"coordinatie\")", "slop: 0, exact: None"),
        ("reu\u{308}nie*", "Starts(\"reunie\")", "slop: 0, exact: None"),
        ("\"Zó n\"~2", "Is(\"zo\"), Is(\"n\")", "slop: 2, exact: None"),
        ("Mentor~1", "Near(\"mentor\", 1)", "slop: 0, exact: None"),
        ("*Ën*", "Holds(\"en\")", "slop: 0, exact: None"),
        ("=Één", "Is(\"een\")", "slop: 0, exact: Some([\"Één\"])"),
        ("~Werk-werke", "OneOf([\"werk\", \"werken\"])", "slop: 0, exact: None"),
    ] {
        assert_eq!(asked(&study, Query::parse(query)), phrase(words, rest), "{query}");
    }
    let question =
        Query::parse("/a\\/b/i").unwrap().question(&Lookup { study: &study, catalogue: None, forms: None });
    assert!(
        matches!(&question.unwrap().part, Part::Text(Wanted::Pattern(pattern)) if pattern.source() == "(?i)a/b")
    );
}

#[test]
fn while_typing_half_a_name_is_left_out() {
    let study = study();
    for (query, expected) in [
        ("code:othering coder:an", "codings: othering"),
        ("code:othering coder:", "codings: othering"),
        ("coder: code:othering", "codings: othering"),
        ("code:othering OR code:refl", "codings: othering"),
        ("code:othering overlaps code:refl", "codings: othering"),
        ("code:othering NOT coder:an", "codings: othering"),
        ("code:othering @an", "codings: othering"),
        ("code:othering cyclus:..", "codings: othering"),
        (
            "code:othering coder:an ",
            "`an` is no coder in this study (did you mean `anna`?); expected one of anna, bram",
        ),
        ("code:refl", "expected a question, such as `code:ID`, `samen leren` or `code:* coder:NAME`"),
    ] {
        assert_eq!(asked(&study, Query::typing(query)), expected, "{query}");
    }
    let mut cylus = String::new();
    write!(cylus, "{}", asked(&study, Query::typing("cylus:"))).unwrap();
    assert!(cylus.contains("did you mean `cyclus:`?"), "{cylus}");
}
