//! Long words in a list: their beginning, on one line.

/// The beginning of `words`, at most `longest` characters of it, with `…` where something was cut; runs of blanks and line
/// ends become one blank.
pub fn shortened(words: &str, longest: usize) -> String {
    // A passage may be megabytes long.
    let beginning = words.char_indices().nth(longest * 8).map_or(words, |(end, _)| &words[..end]);
    let line = beginning.split_whitespace().collect::<Vec<_>>().join(" ");
    match line.char_indices().nth(longest) {
        Some((end, _)) => format!("{}…", &line[..end]),
        None => line,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_words_are_cut_at_characters() {
        assert_eq!(shortened("een\n  twee", 60), "een twee");
        assert_eq!(shortened(&"é".repeat(1000), 60), format!("{}…", "é".repeat(60)));
    }
}
