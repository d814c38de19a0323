use proptest::prelude::*;

use super::*;
use crate::import::limits::tests::zipped;
use crate::import::transcript::Body;

/// A document with this body; `&amp;` and so on are written by the caller.
fn document(body: &str) -> String {
    let space = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><w:document xmlns:w=\"{space}\"><w:body>{body}<w:sectPr/></w:body></w:document>"
    )
}

fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let main = document(body);
    let mut parts: Vec<(&str, &[u8])> = vec![("word/document.xml", main.as_bytes())];
    parts.extend(others.iter().map(|(name, xml)| (*name, xml.as_bytes())));
    zipped(&parts)
}

fn p(words: &str) -> String {
    format!("<w:p><w:r><w:t xml:space=\"preserve\">{words}</w:t></w:r></w:p>")
}

#[track_caller]
fn check(body: &str, others: &[(&str, &str)], text: &str, notes: &[&str]) {
    let found = read(&docx(body, others)).unwrap();
    assert_eq!(found.transcripts[0].body, Body::Text(text.to_owned()));
    assert_eq!(found.notes, notes);
}

#[test]
fn words_tabs_and_breaks() {
    let body = p("I: Eén &amp; &#233;&#233;n?")
        + "<w:p><w:pPr><w:tabs><w:tab w:val=\"left\"/></w:tabs></w:pPr><w:r><w:t>R:</w:t><w:tab/><w:t>Ja</w:t><w:br/>\
           <w:t>en</w:t><w:noBreakHyphen/><w:t>nee.</w:t><w:br w:type=\"page\"/></w:r>\
           <w:hyperlink><w:r><w:t xml:space=\"preserve\"> Hier.</w:t></w:r></w:hyperlink></w:p><w:p/>";
    check(&body, &[], "I: Eén & één?\n\nR:\tJa\nen\u{2011}nee. Hier.\n", &[]);
}

#[test]
fn tracked_changes_are_taken_as_accepted() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Wij </w:t></w:r>\
         <w:del w:author=\"Bo\"><w:r><w:delText>waren</w:delText></w:r></w:del>\
         <w:ins w:author=\"Ada\"><w:r><w:t>zijn</w:t></w:r></w:ins></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:author=\"Bo\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">een </w:t></w:r></w:p>"
        .to_owned()
        + &p("brug.")
        + "<w:moveFrom><w:r><w:t>weg</w:t></w:r></w:moveFrom>";
    check(
        &body,
        &[],
        "Wij zijn\n\neen brug.\n",
        &[
            "tracked changes were taken as accepted (by Ada, Bo): 1 insertion is in the text, 3 deletions left out",
        ],
    );
}

#[test]
fn comments_are_told_and_notes_stand_at_the_end() {
    let body = "<w:p><w:r><w:t xml:space=\"preserve\">Een </w:t></w:r><w:commentRangeStart w:id=\"0\"/><w:r><w:t>grens</w:t></w:r>\
         <w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r><w:r><w:footnoteReference w:id=\"2\"/></w:r></w:p>";
    let notes = "<w:footnotes><w:footnote w:id=\"-1\" w:type=\"separator\"><w:p><w:r><w:separator/></w:r></w:p></w:footnote>\
         <w:footnote w:id=\"2\"><w:p><w:r><w:footnoteRef/></w:r><w:r><w:t xml:space=\"preserve\"> Zie boven.</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let comments = format!(
        "<w:comments><w:comment w:id=\"0\" w:author=\"Ada\">{}</w:comment></w:comments>",
        p("Welke?")
    );
    check(
        body,
        &[("word/footnotes.xml", notes), ("word/comments.xml", &comments)],
        "Een grens[^1]\n\n[^1]: Zie boven.\n",
        &[
            "1 footnote stands at the end of the text; [^1] is the place of the first note",
            "a comment by Ada on “grens” was left out: Welke?",
        ],
    );
}

#[test]
fn boxes_stand_behind_their_paragraph_once() {
    let inside = format!("<w:txbxContent>{}</w:txbxContent>", p("In een kader."));
    let body = format!(
        "<w:p><w:r><w:t>Voor</w:t></w:r><w:r><mc:AlternateContent><mc:Choice><wps:txbx>{inside}</wps:txbx></mc:Choice>\
         <mc:Fallback><w:pict>{inside}</w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:t xml:space=\"preserve\"> en na.</w:t></w:r></w:p>"
    );
    check(
        &body,
        &[],
        "Voor en na.\n\nIn een kader.\n",
        &["1 text box stands behind the paragraph that it hangs on"],
    );
}

#[test]
fn headings_go_by_their_style_and_hidden_words_stay_out() {
    let styles = "<w:styles><w:style w:styleId=\"Kop2\"><w:name w:val=\"heading 2\"/></w:style></w:styles>";
    let body = "<w:p><w:pPr><w:pStyle w:val=\"Kop2\"/></w:pPr><w:r><w:t>De brug</w:t></w:r></w:p>\
         <w:p><w:r><w:rPr><w:vanish/></w:rPr><w:t>geheim</w:t></w:r><w:r><w:t>Open</w:t></w:r><w:r><w:sym w:font=\"Wingdings\" w:char=\"F04A\"/></w:r></w:p>";
    let header = format!("<w:hdr>{}</w:hdr>", p("Vertrouwelijk"));
    check(
        body,
        &[("word/styles.xml", styles), ("word/header1.xml", &header)],
        "## De brug\n\nOpen\n",
        &[
            "1 piece of hidden text was left out",
            "1 symbol was left out, of a font that is made of symbols",
            "headers and footers of pages were left out: “Vertrouwelijk”",
        ],
    );
}

#[test]
fn a_transcript_of_teams_has_speakers_and_times() {
    let turn = |name: &str, time: &str, words: &str| {
        format!(
            "<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>{name}</w:t></w:r><w:r><w:t xml:space=\"preserve\">   {time}</w:t><w:br/><w:t>{words}</w:t></w:r></w:p>"
        )
    };
    let body = turn("Ada van Veen", "0:05", "Fijn dat je er bent.") + &turn("Bo", "1:00:12", "Ja.");
    let core =
        "<cp:coreProperties><dc:title>Driehoek 3</dc:title><dc:creator>x</dc:creator></cp:coreProperties>";
    let found = read(&docx(&body, &[("docProps/core.xml", core)])).unwrap();
    assert_eq!(found.transcripts[0].title.as_deref(), Some("Driehoek 3"));
    let Body::Utterances(said) = &found.transcripts[0].body else { panic!("{found:?}") };
    assert_eq!(said.len(), 2);
    assert_eq!((said[1].speaker.as_deref(), said[1].start), (Some("Bo"), Some(3_612_000)));
    assert_eq!(said[0].text, "Fijn dat je er bent.");
}

#[test]
fn a_table_of_speakers_is_turns() {
    let row = |cells: [&str; 2]| {
        let cell = |words: &&str| format!("<w:tc><w:tcPr/>{}</w:tc>", p(words));
        format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>())
    };
    let rows: String =
        [["I:", "Hoe ging het, toen?"], ["R:", "Het ging wel goed."], ["I:", "En nu?"], ["R:", "Nu ook."]]
            .map(row)
            .concat();
    let found = read(&docx(&format!("<w:tbl><w:tblPr/>{rows}</w:tbl>"), &[])).unwrap();
    let Body::Utterances(said) = &found.transcripts[0].body else { panic!("{found:?}") };
    assert_eq!((said.len(), said[3].speaker.as_deref(), said[3].text.as_str()), (4, Some("R"), "Nu ook."));
}

#[test]
fn what_is_no_document_gets_its_sentence() {
    assert!(read(b"PK\x03\x04").unwrap_err().to_string().contains("damaged"));
    let empty = zipped(&[("word/styles.xml", b"<w:styles/>")]);
    assert!(read(&empty).unwrap_err().to_string().contains("word/document.xml"));
    let cut = zipped(&[("word/document.xml", b"<w:document><w:body><w:p>")]);
    assert!(read(&cut).unwrap_err().to_string().contains("open the document in Word"));
    let bomb = b"<!DOCTYPE a [<!ENTITY b 'bb'>]><w:document>&b;</w:document>";
    assert!(read(&zipped(&[("word/document.xml", bomb)])).is_err());
    let moved = zipped(&[
        ("_rels/.rels", b"<Relationships><Relationship Type='http://x/officeDocument' Target='/word/document2.xml'/></Relationships>"),
        ("word/document2.xml", document(&p("Ja.")).as_bytes()),
    ]);
    assert_eq!(read(&moved).unwrap().transcripts[0].body, Body::Text("Ja.\n".to_owned()));
}

fn elements() -> impl Strategy<Value = String> {
    let names = [
        "p",
        "r",
        "t",
        "tbl",
        "tr",
        "tc",
        "txbxContent",
        "ins",
        "del",
        "pPr",
        "rPr",
        "tab",
        "footnote",
        "commentRangeStart",
    ];
    let leaf = prop::sample::select(vec!["Ja ", "<w:br/>", "<w:footnoteReference w:id='1'/>", "<w:del/>"])
        .prop_map(str::to_owned);
    leaf.prop_recursive(6, 40, 5, move |inner| {
        (prop::sample::select(names.to_vec()), prop::collection::vec(inner, 0..5))
            .prop_map(|(name, inner)| format!("<w:{name} w:id='1'>{}</w:{name}>", inner.concat()))
    })
}

proptest! {
    #[test]
    fn elements_in_any_order_are_read(body in elements()) {
        let found = read(&docx(&body, &[("word/footnotes.xml", &body), ("word/comments.xml", &body)]));
        prop_assert!(found.is_ok(), "{:?}", found);
    }

    #[test]
    fn damage_never_panics(at in any::<prop::sample::Index>(), byte: u8, end in any::<prop::sample::Index>()) {
        let mut bytes = docx(&p("Een zin van iemand."), &[("word/styles.xml", "<w:styles/>")]);
        let place = at.index(bytes.len());
        bytes[place] = byte;
        let _ = read(&bytes);
        bytes.truncate(end.index(bytes.len()));
        let _ = read(&bytes);
    }

    #[test]
    fn damaged_xml_never_panics(at in any::<prop::sample::Index>(), byte in "[<>/&a \"]") {
        let mut xml = document(&(p("Een zin") + "<w:tbl><w:tr><w:tc/></w:tr></w:tbl>"));
        let place = at.index(xml.len());
        xml.replace_range(place..=place, &byte);
        let _ = read(&zipped(&[("word/document.xml", xml.as_bytes())]));
    }
}
