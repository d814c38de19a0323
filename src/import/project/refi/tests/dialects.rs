//! Every way of counting that programs use gives the same quotes.

use super::*;
use crate::import::project::refi::offsets::{Dialect, Unit};
use crate::import::shared_fixture;

const TEXT: &str = "Kim: één brug 😀 over.\nSam: Geen muur, maar een dak.\nKim: Ja.\n";
const QUOTES: [&str; 4] = ["één brug", "😀", "een dak", "Ja"];

/// A file as a program writes it that counts in one way.
fn written(dialect: Dialect, named: bool, crlf: bool, mark: bool, origin: &str) -> Vec<u8> {
    let width = |letter: char| match dialect.unit {
        Unit::Points => 1,
        Unit::Utf16 => i64::from(letter.len_utf16() as u8),
        Unit::Bytes => i64::from(letter.len_utf8() as u8),
    };
    let counted = |text: &str| {
        let ends =
            if dialect.line_end_is_two { i64::try_from(text.matches('\n').count()).unwrap() } else { 0 };
        text.chars().map(width).sum::<i64>() + ends
    };
    let first = if mark && dialect.mark_counts { width('\u{feff}') } else { 0 };
    let selections: String = QUOTES
        .iter()
        .map(|quote| {
            let start = TEXT.find(quote).unwrap();
            let end = start + quote.len();
            let last = i64::from(dialect.end_is_inside);
            let name = if named { quote } else { "" };
            selection(first + counted(&TEXT[..start]), first + counted(&TEXT[..end]) - last, name)
        })
        .collect();
    let text = if crlf { TEXT.replace('\n', "\r\n") } else { TEXT.to_owned() };
    let text = if mark { format!("\u{feff}{text}") } else { text };
    qdpx(&qde(origin, &selections), text.as_bytes())
}

#[test]
fn quotes_tell_every_dialect() {
    for dialect in Dialect::all() {
        for (crlf, mark) in [(true, true), (true, false), (false, true), (false, false)] {
            let project = read_all(&written(dialect, true, crlf, mark, ""));
            assert_eq!(shown(&project), QUOTES, "{} {crlf} {mark}", dialect.words());
            assert_eq!(project.documents[0].text, TEXT);
            assert!(project.found[0].contains("4 of 4 quotes"), "{:?}", project.found);
            assert!(project.found[0].contains("“één brug”, “😀”, “een dak”"), "{:?}", project.found);
        }
    }
}

#[test]
fn without_quotes_edges_of_words_do_for_what_a_file_has() {
    for dialect in Dialect::all() {
        let bytes = written(dialect, false, true, true, "");
        let expected: Vec<String> = QUOTES.iter().map(|quote| format!("{quote} unchecked")).collect();
        match read(&bytes, Offsets::default()) {
            Ok(project) => assert_eq!(shown(&project), expected, "{}", dialect.words()),
            // Never in silence.
            Err(error) => {
                let error = error.to_string();
                assert!(error.contains("--offsets") && error.contains(&dialect.words()), "{error}");
                let said = Offsets::parse(&dialect.words()).unwrap();
                assert_eq!(shown(&read(&bytes, said).unwrap()), expected);
            }
        }
    }
}

#[test]
fn names_that_are_no_quotes_are_kept_beside() {
    let ways =
        selection(5, 13, "Over verbinding") + &selection(14, 15, "line:1") + &selection(22, 26, "Een muur?");
    let project = read_all(&qdpx(&qde("Transana", &ways), TEXT.as_bytes()));
    assert_eq!(shown(&project), ["één brug unchecked", "😀 unchecked", "Sam: unchecked"]);
    let memos: Vec<&str> = project.codings.iter().map(|coding| coding.memo.as_str()).collect();
    assert_eq!(memos, ["Over verbinding", "", "Een muur?"]);
}

#[test]
fn one_name_that_a_person_gave_moves_nothing() {
    let ways = selection(5, 13, "één brug") + &selection(14, 15, "blij") + &selection(27, 36, "Geen muur");
    let project = read_all(&qdpx(&qde("ATLAS.ti", &ways), TEXT.as_bytes()));
    assert_eq!(shown(&project), ["één brug", "😀 unchecked", "Geen muur"]);
    assert_eq!(project.codings[1].memo, "blij");
    assert_eq!(project.program, "ATLAS.ti");
}

#[test]
fn quotes_lead_back_what_was_shifted_and_orphans_stay() {
    let ways = selection(5, 13, "één brug")
        + &selection(14, 15, "😀")
        + &selection(30, 39, "Geen muur")
        + &selection(900, 904, "een dak")
        + &selection(910, 915, "een toren")
        + &selection(27, 59, "Geen muur, maar…");
    let project = read_all(&qdpx(&qde("", &ways), TEXT.as_bytes()));
    let expected = [
        "één brug",
        "😀",
        "Geen muur moved -3",
        "een dak moved 0",
        "orphan een toren 910–915",
        "Geen muur, maar een dak.\nKim: Ja",
    ];
    assert_eq!(shown(&project), expected);
}

#[test]
fn one_text_may_count_otherwise_than_the_rest() {
    let second = "<TextSource guid=\"00000000-0000-4000-8000-000000000015\" name=\"Ander\" plainTextPath=\"internal://u.txt\">";
    let ways: String = [(5, 13, "één brug"), (14, 15, "😀"), (27, 36, "Geen muur")]
        .map(|(a, b, n)| selection(a, b, n))
        .concat();
    // Here the line end counts.
    let other: String =
        [(28, 37, "Geen muur"), (44, 51, "een dak")].map(|(a, b, n)| selection(a, b, n)).concat();
    let qde = qde("", &ways)
        .replace("</TextSource></Sources>", &format!("</TextSource>{second}{other}</TextSource></Sources>"));
    let crlf = TEXT.replace('\n', "\r\n");
    let bytes = zipped(&[
        ("project.qde", qde.as_bytes()),
        ("sources/t.txt", TEXT.as_bytes()),
        ("sources/u.txt", crlf.as_bytes()),
    ]);
    let project = read_all(&bytes);
    assert_eq!(shown(&project), ["één brug", "😀", "Geen muur", "Geen muur", "een dak"]);
    assert!(project.found[0].contains("“Geen muur”"), "{:?}", project.found);
    assert!(
        project.found[1].contains("its quotes say otherwise: positions are code points"),
        "{:?}",
        project.found
    );
}

/// The dialects of the collection beside the repository; where it is not at hand, that is said.
#[test]
fn the_dialects_at_hand_give_the_expected_quotes() {
    let names = [
        "00_spec_lf_codepoint",
        "01_crlf_counted_as_2",
        "02_crlf_counted_as_1",
        "03_bom_not_counted",
        "04_bom_counted",
        "05_utf16_units",
        "06_utf8_bytes",
        "07_inclusive_end",
        "08_renamed_qde_Sources_noname",
        "09_ns_0_10_braced_guids",
        "10_inline_PlainTextContent",
        "11_flat_double_colon_codes_nocolor",
        "12_leading_newline",
    ];
    for name in names {
        let Some(bytes) = shared_fixture(&format!("refi/synthetic/{name}.qdpx")) else { return };
        let project = read_all(&bytes);
        let quotes: Vec<String> =
            shown(&project).iter().map(|quote| quote.replace(" unchecked", "")).collect();
        assert_eq!(
            quotes,
            ["een stilte vallen en vroeg door", "😀", "“waarom?”"],
            "{name}: {:?}",
            project.found
        );
        let codes: Vec<&str> =
            project.codings.iter().map(|coding| project.codes[coding.code.unwrap()].name.as_str()).collect();
        let end: Vec<&str> = codes.iter().map(|code| code.rsplit("::").next().unwrap()).collect();
        assert_eq!(end, ["Doorvragen", "Emotie", "Citaat leerling"], "{name}");
        assert_eq!(project.coders, ["Coder A"], "{name}");
    }
}
