//! Small turns of phrase that several commands share.

/// `1 coding`, `2 codings`.
pub fn counted(count: usize, what: &str) -> String {
    format!("{count} {what}{}", if count == 1 { "" } else { "s" })
}

/// Words of several lines on one.
pub fn one_line(words: &str) -> String {
    words.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The beginning of long words, on one line.
pub fn shortened(words: &str) -> String {
    const LONGEST: usize = 60;
    // A passage may be megabytes long.
    let beginning = words.char_indices().nth(LONGEST * 8).map_or(words, |(end, _)| &words[..end]);
    let line = one_line(beginning);
    match line.char_indices().nth(LONGEST) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_characters() {
        assert_eq!(shortened("een\n  twee"), "een twee");
        assert_eq!(shortened(&"é".repeat(1000)), format!("{}…", "é".repeat(60)));
        assert_eq!((counted(1, "turn"), counted(0, "turn")), ("1 turn".to_owned(), "0 turns".to_owned()));
    }
}
