use proptest::prelude::*;

use super::*;
use crate::import::limits::tests::zipped;
use crate::import::transcript::Body;

fn odt(text: &str, others: &[(&str, &[u8])]) -> Vec<u8> {
    let content = format!(
        "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"o\" xmlns:text=\"t\" xmlns:table=\"b\" xmlns:dc=\"d\" xmlns:draw=\"r\">\
         <office:body><office:text>{text}</office:text></office:body></office:document-content>"
    );
    let mut parts: Vec<(&str, &[u8])> =
        vec![("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content.as_bytes())];
    parts.extend(others);
    zipped(&parts)
}

#[track_caller]
fn check(text: &str, expected: &str, notes: &[&str]) {
    let found = read(&odt(text, &[])).unwrap();
    assert_eq!(found.transcripts[0].body, Body::Text(expected.to_owned()));
    assert_eq!(found.notes, notes);
}

#[test]
fn words_blanks_and_headings() {
    check(
        "<text:h text:outline-level=\"2\">De brug</text:h>\n <text:p>\n MODERATOR:<text:tab/>Één\n  &amp; twee<text:s text:c=\"2\"/>en\
         <text:line-break/><text:span>drie</text:span>.</text:p><text:p/>",
        "## De brug\n\nMODERATOR:\tÉén & twee  en\ndrie.\n",
        &[],
    );
}

#[test]
fn changes_comments_and_notes() {
    check(
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>Bo</dc:creator></office:change-info>\
         <text:p>weg</text:p></text:deletion></text:changed-region></text:tracked-changes>\
         <text:p>Een <office:annotation office:name=\"a1\"><dc:creator>Ada</dc:creator><dc:date>2024</dc:date><text:p>Welke?</text:p></office:annotation>\
         grens<office:annotation-end office:name=\"a1\"/><text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>Zie boven.</text:p>\
         </text:note-body></text:note><text:change text:change-id=\"c\"/>.</text:p>",
        "Een grens[^1].\n\n[^1]: Zie boven.\n",
        &[
            "tracked changes were taken as accepted (by Bo): 0 insertions are in the text, 1 deletion left out",
            "a comment by Ada on “grens” was left out: Welke?",
            "1 footnote stands at the end of the text; [^1] is the place of the first note",
        ],
    );
}

#[test]
fn boxes_and_tables() {
    check(
        "<text:p>Voor<draw:frame><draw:text-box><text:p>kader</text:p></draw:text-box></draw:frame> en na</text:p>\
         <table:table><table:table-row><table:table-cell table:number-columns-repeated=\"2\"/><table:table-cell><text:p>a</text:p><text:p>b</text:p>\
         </table:table-cell></table:table-row></table:table>",
        "Voor en na\n\nkader\n\n\t\ta b\n",
        &["1 text box stands behind the paragraph that it hangs on"],
    );
}

#[test]
fn title_language_and_what_is_wrong() {
    let meta = b"<m><dc:title> De  brug </dc:title><dc:language>nl</dc:language></m>";
    let found = read(&odt("<text:p>Ja.</text:p>", &[("meta.xml", meta)])).unwrap();
    assert_eq!(found.transcripts[0].title.as_deref(), Some("De brug"));
    assert_eq!(found.transcripts[0].language.as_deref(), Some("nl"));
    let locked: &[u8] = b"<manifest:file-entry><manifest:encryption-data/></manifest:file-entry>";
    assert_eq!(read(&odt("", &[("META-INF/manifest.xml", locked)])), Err(ImportError::Password));
    assert!(read(&zipped(&[("mimetype", b"x")])).unwrap_err().to_string().contains("content.xml"));
    assert!(read(&odt("<text:p>", &[])).unwrap_err().to_string().contains("LibreOffice"));
}

fn elements() -> impl Strategy<Value = String> {
    let names = [
        "p",
        "h",
        "table",
        "table-row",
        "table-cell",
        "text-box",
        "note-body",
        "annotation",
        "creator",
        "tracked-changes",
        "s",
    ];
    let leaf = prop::sample::select(vec![
        "Ja ",
        "<text:s text:c='9999999'/>",
        "<text:tab/>",
        "<office:annotation-end/>",
    ]);
    leaf.prop_map(str::to_owned).prop_recursive(6, 40, 5, move |inner| {
        (prop::sample::select(names.to_vec()), prop::collection::vec(inner, 0..5)).prop_map(
            |(name, inner)| {
                format!("<text:{name} table:number-columns-repeated='16384'>{}</text:{name}>", inner.concat())
            },
        )
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]
    #[test]
    fn elements_in_any_order_are_read(text in elements()) {
        let found = read(&odt(&text, &[]));
        prop_assert!(found.is_ok(), "{:?}", found);
    }

    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), byte: u8, end in any::<prop::sample::Index>()) {
        let mut bytes = odt("<text:p>Een zin van iemand.</text:p>", &[]);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read(&bytes);
        bytes.truncate(end.index(bytes.len()));
        let _ = read(&bytes);
    }
}
