//! Files that are damaged, or made to do harm.

use super::*;
use crate::import::limits::RATIO_FROM;
use crate::import::mutated::never_panics;

fn refused(bytes: &[u8], words: &str) {
    let error = read(bytes, Offsets::default()).unwrap_err().to_string();
    assert!(error.contains(words), "{error}");
}

#[test]
fn what_is_damaged_or_harmful_is_refused() {
    refused(&zipped(&[("a.txt", b"x")]), "no .qde");
    refused(&zipped(&[("project.qde", b"<CodeBook/>")]), "begins with <CodeBook>");
    refused(&zipped(&[("project.qde", b"")]), "no XML");
    refused(&zipped(&[("project.qde", b"<Project><Sources>")]), "ends in the middle");
    let bomb = "<!DOCTYPE a [<!ENTITY b \"bbb\">]><Project name=\"&b;\"/>";
    refused(&zipped(&[("project.qde", bomb.as_bytes())]), "line 1");
    let deep = format!("<Project><CodeBook><Codes>{}", "<Code name=\"a\">".repeat(2000));
    refused(&zipped(&[("project.qde", deep.as_bytes())]), "lie in each other");
    let zeros = vec![b' '; (RATIO_FROM + 1) as usize];
    refused(&zipped(&[("project.qde", &zeros)]), "more than 8 MB");
    let qde = qde("", &selection(0, 3, "Een"));
    refused(&zipped(&[("project.qde", qde.as_bytes()), ("sources/t.txt", &zeros)]), "more than 8 MB");
    let bytes = qdpx(&qde, b"Een twee.");
    refused(&bytes[..bytes.len() / 2], "zip container");
}

#[test]
fn a_path_that_leads_out_leads_nowhere() {
    for path in ["internal://../../etc/passwd", "absolute:///etc/passwd", "relative:///../t.txt"] {
        let qde = qde("", &selection(0, 3, "Een")).replace("internal://t.txt", path);
        let project = read_all(&qdpx(&qde, b"Een twee."));
        assert_eq!(project.documents[0].text, "", "{path}");
        assert_eq!(shown(&project), ["orphan Een 0–3"]);
    }
}

#[test]
fn positions_that_mean_nothing_are_orphans() {
    let mut ways = String::new();
    for (start, end) in [(-1, 2), (2, 1), (i64::MIN, i64::MAX), (0, 99_999_999_999)] {
        ways.push_str(
            &selection(0, 3, "")
                .replace("startPosition=\"0\"", &format!("startPosition=\"{start}\""))
                .replace("endPosition=\"3\"", &format!("endPosition=\"{end}\"")),
        );
    }
    ways.push_str(&selection(0, 3, "").replace("startPosition=\"0\"", "startPosition=\"x\""));
    let project = read_all(&qdpx(&qde("", &ways), b"Een twee."));
    assert!(shown(&project).iter().all(|shown| shown.starts_with("orphan")), "{:?}", shown(&project));
    assert_eq!(project.codings.len(), 5);
}

#[test]
fn nothing_panics() {
    let ways = selection(0, 3, "Een") + &selection(4, 8, "twee…");
    let valid = qde("ATLAS.ti", &ways);
    never_panics(&valid, |qde| {
        for text in ["Een\r\ntwee. 😀", ""] {
            let _ = read(&qdpx(qde, text.as_bytes()), Offsets::default());
        }
        let _ = read(qde.as_bytes(), Offsets::default());
    });
}
