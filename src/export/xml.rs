//! Words as XML 1.0 can hold them.

/// Words without the characters that XML 1.0 has no way to write, with LF as line end and without blanks at both ends.
pub(super) fn clean(words: &str) -> String {
    let lines = words.replace("\r\n", "\n").replace('\r', "\n");
    let fits = |c: &char| (*c >= ' ' || matches!(c, '\t' | '\n')) && !matches!(c, '\u{fffe}' | '\u{ffff}');
    lines.chars().filter(fits).collect::<String>().trim().to_owned()
}

/// Words on one line, with single blanks, as an attribute keeps them.
pub(super) fn one_line(words: &str) -> String {
    clean(words).split_whitespace().collect::<Vec<_>>().join(" ")
}

/// Words for the content of an element or for an attribute.
pub(super) fn escaped(words: &str) -> String {
    let mut text = String::with_capacity(words.len() + 8);
    for character in words.chars() {
        match character {
            '&' => text.push_str("&amp;"),
            '<' => text.push_str("&lt;"),
            '>' => text.push_str("&gt;"),
            '"' => text.push_str("&quot;"),
            other => text.push(other),
        }
    }
    text
}
