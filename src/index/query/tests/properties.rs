//! Whatever is typed: nothing panics, and what was read is read the same from its own words.

use proptest::prelude::*;

use super::study;
use crate::index::query::{Expression, Kind, Lookup, Query, complete};
use crate::text::Span;

/// The tree without the places of its parts.
fn bare(mut expression: Expression) -> Expression {
    expression.span = Span::default();
    match &mut expression.kind {
        Kind::Related { left, right, .. } => {
            **left = bare((**left).clone());
            **right = bare((**right).clone());
        }
        Kind::In(_, part) | Kind::Not(part) => **part = bare((**part).clone()),
        Kind::All(parts) | Kind::Any(parts) => {
            *parts = parts.iter().cloned().map(bare).collect();
        }
        Kind::Field(field) => {
            (field.name_span, field.value_span) = (Span::default(), Span::default());
            field.values.iter_mut().for_each(|value| value.span = Span::default());
        }
        Kind::Text(_) | Kind::Pattern(_) | Kind::Forms(_) | Kind::Saved(_) => {}
    }
    expression
}

fn holds(words: &str) -> Result<(), TestCaseError> {
    let study = study();
    let forms = |word: &str| vec![word.to_owned()];
    let lookup = Lookup { study: &study, catalogue: None, forms: Some(&forms) };
    for cursor in [0, words.len() / 2, words.len()] {
        for offer in complete(words, cursor as u32, &lookup, None) {
            prop_assert!(words.get(offer.span.range()).is_some(), "{:?} at {}: {:?}", words, cursor, offer);
        }
    }
    for query in [Query::parse(words), Query::typing(words)] {
        match query {
            Ok(query) => {
                let again = query.expression.to_string();
                let read = Query::parse(&again);
                let read =
                    read.map_err(|error| TestCaseError::fail(format!("{words:?} as {again:?}: {error}")))?;
                prop_assert_eq!(
                    bare(read.expression),
                    bare(query.expression.clone()),
                    "{:?} as {:?}",
                    words,
                    again
                );
                if let Err(error) = query.question(&lookup) {
                    let _ = error.to_string();
                }
            }
            Err(error) => {
                prop_assert!(words.get(error.span.range()).is_some(), "{:?}: {:?}", words, error.span);
                let _ = error.to_string();
            }
        }
    }
    Ok(())
}

/// Pieces that mean something, mixed with others that do not.
fn pieces() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        prop::sample::select(vec![
            "(",
            ")",
            "\"",
            "/",
            "~",
            "=",
            "*",
            "@",
            "-",
            ":",
            ",",
            "\\",
            " ",
            " ",
            " ",
            "..",
            "'",
            "~1",
            "~12",
            "\"~3",
            "OR",
            "AND",
            "NOT",
            "overlaps",
            "within",
            "before",
            "near",
            "near/2",
            "after/99999999999",
            "meets",
            "code:",
            "code:othering",
            "mark:",
            "coder:anna",
            "cyclus:1..2",
            "niveau:*",
            "memo:x",
            "in:document ",
            "in:sentence (",
            "@anna",
            "@kring",
            "leren",
            "één",
            "e\u{301}",
            "\u{ad}",
            "\u{200d}",
            "ﬁ",
            "字",
            "/i",
            "a",
        ])
        .prop_map(str::to_owned),
        any::<char>().prop_map(String::from),
    ];
    prop::collection::vec(piece, 0..24).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(512))]

    #[test]
    fn pieces_are_read_the_same_twice(words in pieces()) {
        holds(&words)?;
    }

    #[test]
    fn any_text_is_read(words in any::<String>()) {
        holds(&words)?;
    }
}

#[test]
fn long_input_is_read() {
    for piece in [
        "(",
        ")",
        "\"",
        "NOT ",
        "a ",
        "a OR ",
        "code:a before ",
        "in:turn(",
        "é*",
        "~a-",
        "/",
        "=,",
        "@anna ",
        "x:\"",
    ] {
        holds(&piece.repeat(8192 / piece.len())).unwrap();
    }
}
