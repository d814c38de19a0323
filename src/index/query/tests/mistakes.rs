//! Mistakes, with the mark under the place.

use super::found;

#[test]
fn a_mistake_is_shown_where_it_is() {
    let expected_condition = "expected a word or a condition such as `code:ID`";
    for (query, expected) in [
        ("", "\n^\nexpected a question, such as `code:ID`, `samen leren` or `code:* coder:NAME`"),
        ("…", "\n^\nexpected a question"),
        (
            "code:",
            "     ^\nexpected a code's id, `*` for any code, or `=ID` for that code without those below it after the colon",
        ),
        ("code:otherin", "     ^^^^^^^\n`otherin` is no code (did you mean `othering`?)"),
        ("code:othering,otherin", "              ^^^^^^^\n`otherin` is no code (did you mean `othering`?)"),
        ("code:othering,", "              ^\nexpected a code's id"),
        (
            "code:* coder:ana",
            "             ^^^\n`ana` is no coder in this study (did you mean `anna`?); expected one of anna, bram",
        ),
        ("code:* cylus:2", "       ^^^^^\n`cylus:` is nothing to ask for here (did you mean `cyclus:`?)"),
        (
            "traject:VNC",
            "        ^^^\n`VNC` is no value of `traject` (did you mean `VONC`?); expected one of VONC, Driehoek",
        ),
        ("cyclus:..", "       ^^\na range needs an end"),
        ("niveau:hoog", "       ^^^^\n`hoog` is no value of `niveau`; expected one of institutioneel"),
        ("mark:x", "     ^\n`mark:` takes no value"),
        ("(code:*", "^\n`(` is opened here and never closed"),
        ("code:*)", "      ^\n`)` closes nothing"),
        ("()", &format!(" ^\n{expected_condition} after `(`")),
        ("code:* OR", &format!("         ^\n{expected_condition} after `OR`")),
        ("OR code:*", &format!("^^\n{expected_condition} before `OR`")),
        ("NOT", &format!("   ^\n{expected_condition} after `NOT`")),
        ("code:* overlaps", &format!("               ^\n{expected_condition} after `overlaps`")),
        ("leren near/2", &format!("            ^\n{expected_condition} after `near/2`")),
        ("code:* near code:*", "       ^^^^\n`near` needs a number of turns"),
        ("één doc:\"d1", "        ^\n`\"` is opened here and never closed"),
        ("leren \"samen", "      ^\n`\"` is opened here and never closed"),
        ("\"...\"", "^^^^^\nthere is no word to look for here"),
        ("gr*ns", "  ^\na star stands at the beginning or the end"),
        ("leren *", "      ^\na star needs letters beside it"),
        ("\"de * van\"", "    ^\na star needs letters beside it"),
        ("mentor~5", "^^^^^^^^\n`~` behind a word is followed by 1 or 2"),
        ("zo'n~1", "^^^^^^\n`~` behind a word is followed by 1 or 2"),
        ("\"taal doelen\"~x", "             ^^\n`~` behind a phrase is followed by a number"),
        ("~", "^\n`~` finds the forms of one word"),
        ("~\"samen leren\"", "^\n`~` finds the forms of one word"),
        ("samen -leren", "      ^^^^^^\na hyphen leaves nothing out; write `NOT leren`"),
        ("/a\\/(b/", "    ^\nthe regular expression is not right here: unclosed group"),
        ("/a(b/i", "  ^\nthe regular expression is not right here: unclosed group"),
        ("/ab", "^\n`/` is opened here and never closed"),
        ("/a/b/", "   ^^\nthe regular expression ended at the slash before this"),
        ("in:zin leren", "   ^^^\n`zin` is no unit"),
        ("in:document", &format!("           ^\n{expected_condition} after `in:document`")),
        ("doc:d9", "    ^^\n`d9` is no document (did you mean `d1`?)"),
        (
            "leren @ana",
            "      ^^^^\n`ana` is no saved query (did you mean `anna`?); expected one of anna, buiten, fout",
        ),
        (
            "@kring",
            "^^^^^^\nthe saved query `@kring` asks for itself: `@kring` asks for `@rond` asks for `@kring`",
        ),
        (
            "leren @buiten",
            "      ^^^^^^^\nthe saved query `@buiten` (`@fout`) cannot be answered: `refl` is no code",
        ),
    ] {
        let found = found(query);
        let below = found.strip_prefix(&format!("{query}\n")).unwrap_or(&found);
        assert!(
            below.trim_start_matches('\n').starts_with(expected.trim_start_matches('\n')),
            "{query:?} gave\n{found}"
        );
    }
}
