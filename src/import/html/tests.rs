use proptest::prelude::*;

use super::*;
use crate::import::transcript::Body;

#[track_caller]
fn check(html: &str, expected: &str) {
    let found = read(html).unwrap();
    assert_eq!(found.transcripts[0].body, Body::Text(expected.to_owned()), "{html}");
}

#[test]
fn paragraphs_breaks_and_entities() {
    check(
        "<p>I: Hoe\n  ging het&#8212;toen?<p>R: <b>Goed</b>.<br>\nJa &amp; nee.</p><p>&nbsp;</p>",
        "I: Hoe ging het—toen?\n\nR: Goed.\nJa & nee.\n",
    );
    check("los<div>in <i>een</i> vak</div>en weer", "los\n\nin een vak\n\nen weer\n");
    check("<pre>a\n  b</pre><ul><li>een<li>twee</ul>", "a\n  b\n\neen\n\ntwee\n");
}

#[test]
fn what_is_not_shown_is_left_out() {
    let found = read(
        "<!DOCTYPE html><html lang='nl'><head><title>De\n brug</title><style>p{color:red}</style></head><body><script>if (a < b) x('<p>')</script>\
         <h2>Kop</h2><p>Ja.<img src=x></p><!-- weg --></body></html>",
    )
    .unwrap();
    let transcript = &found.transcripts[0];
    assert_eq!((transcript.title.as_deref(), transcript.language.as_deref()), (Some("De brug"), Some("nl")));
    assert_eq!(transcript.body, Body::Text("## Kop\n\nJa.\n".to_owned()));
    assert_eq!(found.notes.len(), 2, "{:?}", found.notes);
    assert_eq!(read("<script>x</script>"), Err(ImportError::Empty));
}

#[test]
fn tables_whose_ends_are_missing() {
    check("<table><tr><td>a<td>b<tr><td>c<td><table><tr><td>d</table></table>e", "a\tb\nc\td\n\ne\n");
    check("<td>a</td><tr>b</tr>", "a\n\nb\n");
    let Body::Utterances(said) = &read(
        "<table><tr><th>Tijd</th><th>Spreker</th><th>Tekst</th></tr><tr><td>0:05</td><td>Ada</td><td>Ja.</td></tr></table>",
    )
    .unwrap()
    .transcripts[0]
        .body
    .clone() else {
        panic!("no turns")
    };
    assert_eq!((said.len(), said[0].speaker.as_deref(), said[0].start), (1, Some("Ada"), Some(5000)));
}

#[test]
fn times_of_otranscribe_get_brackets() {
    check(
        "<p><span class=\"timestamp\" data-timestamp=\"5.2\">0:05</span>&nbsp;Ja.<span class=timestamp></span></p>",
        "[0:05] Ja.\n",
    );
}

#[test]
fn depth_and_length_do_no_harm() {
    let deep = "<div>".repeat(20_000) + "Ja.";
    check(&deep, "Ja.\n");
    let tables = "<table><tr><td>".repeat(5_000) + "Ja.";
    assert!(read(&tables).is_ok());
}

proptest! {
    #[test]
    fn any_tags_are_read(html in "(</?(p|br|table|tr|td|h2|pre|span class=timestamp|script|title|style|div)>|[ a&;<é\n])*") {
        let _ = read(&html);
    }
}
