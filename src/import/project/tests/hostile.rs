use proptest::prelude::*;

use super::*;

const ALL: [Format; 4] = [Format::QualCoder, Format::Taguette, Format::Rqda, Format::Requal];

#[test]
fn what_is_no_project_gets_its_sentence() {
    for format in ALL {
        for bytes in [&b""[..], b"SQLite format 3\0", &[0; 400], b"PK\x03\x04"] {
            assert!(matches!(read(format, bytes), Err(ImportError::Broken { .. })), "{format:?}");
        }
        let error = read(format, &database("CREATE TABLE x (y)")).unwrap_err().to_string();
        assert!(error.contains("lacks the tables"), "{error}");
    }
}

#[test]
fn a_view_that_never_ends_is_no_table() {
    let bytes = database(
        "CREATE TABLE source (id integer, name text, fulltext text);
         CREATE TABLE code_text (cid integer);
         CREATE VIEW code_name AS WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT i AS cid, 'x' AS name FROM n;",
    );
    assert_eq!(read(Format::QualCoder, &bytes).unwrap().codes, []);
}

#[test]
fn a_database_that_keeps_a_second_file_is_read() {
    let mut bytes = qualcoder();
    bytes[18..20].fill(2);
    assert_eq!(read(Format::QualCoder, &bytes).unwrap().codings.len(), 5);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn damage_never_panics(places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), end in any::<prop::sample::Index>()) {
        let mut bytes = qualcoder();
        for (at, byte) in places {
            let place = at.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(Format::QualCoder, &bytes);
        bytes.truncate(end.index(bytes.len()));
        let _ = read(Format::QualCoder, &bytes);
    }

    #[test]
    fn damage_never_panics_whoever_made_it(which in 0..4_usize, places in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..20), end in any::<prop::sample::Index>()) {
        let seeds = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fuzz/seeds");
        let mut bytes = std::fs::read(format!("{seeds}/{}/driehoek", ALL[which].id())).unwrap();
        prop_assert_eq!(read(ALL[which], &bytes).unwrap().codings.len(), 4);
        for (at, byte) in places {
            let place = at.index(bytes.len());
            bytes[place] = byte;
        }
        let _ = read(ALL[which], &bytes);
        bytes.truncate(end.index(bytes.len()));
        let _ = read(ALL[which], &bytes);
    }
}
