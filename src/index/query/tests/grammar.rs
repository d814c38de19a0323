//! What the parser makes of words: each tree is printed again, which shows how its parts belong together.

use crate::index::query::{Kind, Query};

fn tree(words: &str) -> String {
    Query::parse(words).map_or_else(|error| error.to_string(), |query| query.expression.to_string())
}

fn typed(words: &str) -> String {
    Query::typing(words).map_or_else(|error| error.mistake.to_string(), |query| query.expression.to_string())
}

#[test]
fn words_are_read_with_their_signs() {
    for (words, expected) in [
        ("samen leren", "samen leren"),
        ("samen AND leren", "samen leren"),
        ("wat is dit ?", "wat is dit"),
        ("zo'n", "\"zo n\""),
        ("\"Samen, leren!\"", "\"Samen leren\""),
        ("\"taal doelen\"~3", "\"taal doelen\"~3"),
        ("grens* *werk *werk*", "grens* *werk *werk*"),
        ("\"gedeelde ta*\"", "\"gedeelde ta*\""),
        ("zo'n*", "\"zo n*\""),
        ("mentor~1 mentor~2", "mentor~1 mentor~2"),
        ("10:30", "\"10 30\""),
        ("een\"twee drie\"vier", "een \"twee drie\" vier"),
        ("/a b\\/c\\d/i /x/", "/a b\\/c\\d/i /x/"),
        ("en/of 1/2", "\"en of\" \"1 2\""),
        ("~begeleiden", "~begeleiden"),
        ("~begeleiden-beleid-begeleiding", "~begeleiden-beleid-begeleiding"),
        ("=Toets =\"Het Baken\" =zo'n", "=Toets =\"Het Baken\" =\"zo n\""),
        ("=Grens* =\"Het Ba*\"", "=Grens* =\"Het Ba*\""),
        ("\"OR\" or", "\"OR\" or"),
        ("@mijn @\"twee woorden\"", "@\"mijn\" @\"twee woorden\""),
        ("code:a,=b,\"c d\" doc:*", "code:a,=b,\"c d\" doc:*"),
        ("doc:\"een \\\"twee\\\" \\\\\"", "doc:\"een \\\"twee\\\" \\\\\""),
        ("in:document (a b) c", "in:document (a b) c"),
        ("in:sentence a b", "in:sentence (a) b"),
    ] {
        assert_eq!(tree(words), expected, "{words}");
    }
}

#[test]
fn parts_belong_together_as_they_read() {
    for (words, expected) in [
        ("a b OR c", "(a b) OR c"),
        ("a (b OR c)", "a (b OR c)"),
        ("NOT a b", "NOT a b"),
        ("NOT (a b)", "NOT (a b)"),
        ("NOT NOT a", "NOT NOT a"),
        ("code:a overlaps code:b", "code:a overlaps code:b"),
        ("code:a NOT overlaps code:b", "code:a NOT overlaps code:b"),
        ("code:a overlaps code:b within code:c", "(code:a overlaps code:b) within code:c"),
        ("code:a coder:x overlaps code:b coder:y", "code:a coder:x overlaps code:b coder:y"),
        ("leren code:a overlaps code:b samen", "leren (code:a overlaps code:b) samen"),
        ("code:a OR code:b overlaps code:c", "code:a OR (code:b overlaps code:c)"),
        ("NOT code:a overlaps code:b", "NOT (code:a overlaps code:b)"),
        ("code:a near/2 leren", "code:a near/2 (leren)"),
        ("(speaker:A) before/0 (speaker:B)", "speaker:A before/0 speaker:B"),
        ("code:a before code:b", "code:a before code:b"),
        ("lunch after (leren code:a)", "(lunch) after (leren code:a)"),
        ("@a meets @b", "(@\"a\") meets (@\"b\")"),
    ] {
        assert_eq!(tree(words), expected, "{words}");
    }
}

#[test]
fn relations_without_a_number_are_words_between_words() {
    for words in [
        "what happens before lunch",
        "speaker:SO4 before lunch",
        "before lunch",
        "lunch (breaks OR dinner) overlaps",
        "near code:a",
        "within",
        "NOT before lunch",
        "doc:d1 meets",
    ] {
        let query = Query::parse(words).unwrap();
        let mut relations = 0;
        query
            .expression
            .each(&mut |part| relations += usize::from(matches!(part.kind, Kind::Related { .. })));
        assert_eq!(relations, 0, "{words}: {}", query.expression);
    }
}

#[test]
fn what_is_half_written_still_asks_something() {
    let nothing = "expected a question, such as `code:ID`, `samen leren` or `code:* coder:NAME`";
    for (words, expected) in [
        ("l", "l"),
        ("le", "le*"),
        ("samen l", "samen"),
        ("samen le", "samen le*"),
        ("samen le ", "samen le"),
        ("zo'n", "\"zo n\""),
        ("zo'nd", "\"zo nd*\""),
        ("*wer", "*wer*"),
        ("\"gedeelde ta", "\"gedeelde ta*\""),
        ("\"gedeelde taal\"", "\"gedeelde taal\""),
        ("\"gedeelde taal\"~", "\"gedeelde taal\""),
        ("mentor~", "mentor"),
        ("mentor~1", "mentor~1"),
        ("=Toe", "=Toe*"),
        ("leren OR", "leren"),
        ("leren O", "leren"),
        ("leren AND NO", "leren"),
        ("leren NOT", "leren"),
        ("leren NOT (", "leren"),
        ("(leren OR sa", "leren OR sa*"),
        ("leren \"", "leren"),
        ("leren =", "leren"),
        ("leren ~", "leren"),
        ("leren @", "leren"),
        ("leren /", "leren"),
        ("/le", "/le/"),
        ("leren /a(", "leren"),
        ("code:a overlaps", "code:a"),
        ("code:a overlaps code:b", "code:a overlaps code:b"),
        ("code:a NOT overlaps", "code:a"),
        ("leren in:doc", "leren"),
        ("leren in:document", "leren"),
        ("leren in:document (sa", "leren in:document (sa*)"),
        ("code:a,", "code:a"),
        ("what happens before", "what happens before*"),
        ("", nothing),
        ("(", nothing),
        ("NOT", nothing),
    ] {
        assert_eq!(typed(words), expected, "{words}");
    }
    // The rest are mistakes, whoever is typing.
    for words in ["OR a", "a)", "gr*ns a", "/a/b/", "-leren"] {
        assert!(Query::typing(words).is_err(), "{words}");
    }
}
