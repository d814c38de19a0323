//! Lines that are no events, or not quite.

use super::*;
use crate::model::fold::{Given, fold};
use crate::model::record::{AllNames, Incoming, Source};
use crate::model::study::Study;

const HEAD: &str = r#""id":"01900000-0000-7000-8000-000000000001","tx":"01900000-0000-7000-8000-000000000002","of":1,"at":"2026-01-01T00:00:00Z""#;

fn line(rest: &str) -> String {
    format!("{{\"v\":1,\"n\":1,{HEAD},{rest}}}")
}

fn why(line: &str) -> String {
    Event::parse(line).unwrap_err().to_string()
}

fn coded(span: &str, quote: &str) -> String {
    line(&format!(
        r#""do":"code","doc":"d1","span":{span},"code":"c1","rev":"00000007","text":"0123456789abcdef","quote":{quote}"#
    ))
}

#[test]
fn a_kind_to_come_may_use_our_fields_for_something_else() {
    let later = [
        line(r#""do":"dance","codes":["a"],"text":5,"on":[1],"span":{"from":1}"#),
        line(r#""do":"code","text":null"#).replace("\"v\":1", "\"v\":2"),
        line(r#""do":"code","span":"1-2""#).replace("\"v\":1", "\"v\":7"),
    ];
    for line in later {
        assert!(matches!(Event::parse(&line), Ok(ReadEvent::Unknown { .. })), "{line}");
        let read = Line::parse(&line).unwrap();
        assert!(read.is_unknown);
        assert!(matches!(Incoming::from_line(&read, &mut AllNames::default()), Ok(event) if event.of == 1));
    }
    assert!(Event::parse(&line(r#""do":"undo","undo":5"#)).is_err(), "a kind that we know is damaged");
}

#[test]
fn what_is_no_object_is_no_event() {
    let array = r#"[1,"01900000-0000-7000-8000-000000000001",1,"01900000-0000-7000-8000-000000000001",1,"2026-01-01T00:00:00Z","undo"]"#;
    for damaged in [array, "5", "null", "\"x\"", "", "{", "{}", &format!("{}x", line(r#""do":"undo""#))] {
        assert!(matches!(Event::parse(damaged), Err(Unreadable::Damaged(_))), "{damaged}");
    }
    assert_eq!(Event::parse("<<<<<<< HEAD"), Err(Unreadable::Conflict));
    assert_eq!(Event::parse("======="), Err(Unreadable::Conflict));
}

#[test]
fn a_quote_has_the_length_of_its_span() {
    assert!(Event::parse(&coded("[4,8]", "\"brug\"")).is_ok());
    assert!(Event::parse(&coded("[4,6]", "\"\u{e9}\"")).is_ok(), "bytes count, not characters");
    assert!(why(&coded("[4,5]", "\"\u{e9}\"")).contains("`quote`"));
    assert!(why(&coded("[8,4]", "\"brug\"")).contains("`span`"));
    assert!(why(&coded("[4,4]", "\"\"")).contains("`span`"));
    let ends = r#"{"head":"a","tail":"b","length":500,"hash":"0123456789abcdef"}"#;
    assert!(Event::parse(&coded("[4,504]", ends)).is_ok());
    assert!(why(&coded("[4,505]", ends)).contains("`quote`"));
    for line in [coded("[4,5]", "\"\u{e9}\""), coded("[4,505]", ends), coded("[4,8]", "null")] {
        assert!(Line::parse(&line).is_err(), "the quick way agrees: {line}");
    }
}

#[test]
fn the_order_ends_where_json_ends_and_never_wraps() {
    let at = |n: u64| {
        line(r#""do":"undo","undo":"01900000-0000-7000-8000-000000000009""#)
            .replace("\"n\":1,", &format!("\"n\":{n},"))
    };
    assert!(why(&at(u64::MAX)).contains("`n`"));
    assert!(why(&at(HIGHEST_N + 1)).contains("`n`"));
    let highest = at(HIGHEST_N);
    let mut study = Study::default();
    let coder = study.coder("anna");
    study.take_line(coder, &Line::parse(&highest).unwrap(), Source::default(), false).unwrap();
    assert_eq!(study.next_n(), HIGHEST_N);
}

#[test]
fn a_facet_without_values_is_open_and_a_mark_has_none() {
    let with = |line: String| line.replace("\"quote\"", r#""facets":{"niveau":[],"kant":["x"]},"quote""#);
    let coded = with(coded("[4,8]", "\"brug\""));
    let marked = coded.replace("\"do\":\"code\"", "\"do\":\"mark\"");
    for (line, facets) in [(coded, 1), (marked, 0)] {
        let Ok(ReadEvent::Known(event)) = Event::parse(&line) else { panic!("{line}") };
        let folded = fold(&[Given::from(*event)]);
        assert_eq!(folded.codings.values().next().unwrap().facets.len(), facets);
        let mut study = Study::default();
        let coder = study.coder("anna");
        study.take_line(coder, &Line::parse(&line).unwrap(), Source::default(), false).unwrap();
        study.settle();
        let coding = study.codings().next().unwrap().1;
        assert_eq!(study.facets(coding).len(), facets);
    }
}

#[test]
fn a_time_is_that_of_rfc_3339() {
    let good = ["2026-03-01T10:00:00Z", "2026-03-01t10:00:00.123456z", "2026-03-01 10:00:00.5-07:00"];
    for time in good {
        assert!(parse_time(time).is_some(), "{time}");
    }
    let bad = [
        "",
        "2026-03-01",
        "2026-03-01T10:00Z",
        "2026-03-01T10:00:00",
        "2026-03-01T10:00:00.Z",
        "2026-13-01T10:00:00Z",
        "2026-06-30T23:59:60Z",
        "2026-03-01T10:00:00+0100",
        "2026-03-01T10:00:00Z[UTC]",
        "20260301T100000Z",
        "é026-03-01T10:00:00Z",
    ];
    for time in bad {
        assert!(parse_time(time).is_none(), "{time}");
    }
    let at = jiff::Timestamp::from_millisecond(1_772_359_205_007).unwrap();
    assert_eq!(parse_time(&format!("{at:.3}")), Some(at));
}
