//! Writing the head of a document.

use std::fmt::Write as _;

/// Front matter with these keys and values, in order, and its two `---` lines.
pub fn front_matter(pairs: &[(&str, &str)]) -> String {
    let mut head = String::from("---\n");
    for (key, value) in pairs {
        let _ = writeln!(head, "{key}: {}", scalar(value));
    }
    head.push_str("---\n");
    head
}

/// A value as YAML: as it is where that can only be read as these words, else between quotation marks.
fn scalar(value: &str) -> String {
    const OTHER_MEANING: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "y"];
    let plain = |c: char| c.is_alphanumeric() || " -_.,/()'".contains(c) || c > '\u{bf}' && !c.is_control();
    let is_plain = value.starts_with(char::is_alphabetic)
        && value.chars().all(plain)
        && !value.ends_with(' ')
        && !OTHER_MEANING.contains(&value.to_lowercase().as_str())
        && value.to_lowercase() != "n";
    if is_plain {
        return value.to_owned();
    }
    let mut quoted = String::from("\"");
    for c in value.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            c if c.is_control() || matches!(c, '\u{2028}' | '\u{2029}' | '\u{feff}') => {
                let _ = write!(quoted, "\\u{:04x}", c as u32);
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::document::{FrontMatter, split};
    use proptest::prelude::*;

    #[test]
    fn values_stay_as_they_are_where_they_can() {
        assert_eq!(
            front_matter(&[
                ("id", "Brug-1"),
                ("title", "Gesprek, één"),
                ("nr", "007"),
                ("x", "a: b"),
                ("y", "null")
            ]),
            "---\nid: Brug-1\ntitle: Gesprek, één\nnr: \"007\"\nx: \"a: b\"\ny: \"null\"\n---\n"
        );
    }

    proptest! {
        #[test]
        fn every_title_is_read_back(title in "\\PC{1,30}|[ -~]{1,20}|[\u{0}-\u{9f}\u{2028}\u{feff}a:#]{1,9}") {
            let file = front_matter(&[("title", &title)]);
            let front = FrontMatter::parse(split(&file).head.unwrap()).unwrap();
            prop_assert_eq!(front.title, Some(title));
        }
    }
}
