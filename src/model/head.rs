//! Writing the head of a document, and changing values in one that is there.
//!
//! People write heads by hand: what is changed is a line, and everything else stays as it was, comments and order too. A
//! head is read before and after; where a change would do something else than it should, it is refused.

use std::fmt::Write as _;

use super::document::{FrontMatter, split};

/// Front matter with these keys and values, in order, and its two `---` lines.
pub fn front_matter(pairs: &[(&str, &str)]) -> String {
    let mut head = Head::default();
    for (key, value) in pairs {
        head.pair(key, value);
    }
    head.finish()
}

/// A head that grows line by line.
#[derive(Debug, Default)]
pub struct Head {
    lines: String,
}

impl Head {
    /// Adds a key with its value.
    pub fn pair(&mut self, key: &str, value: &str) {
        let _ = writeln!(self.lines, "{}: {}", scalar(key), scalar(value));
    }

    /// Adds a key with a mapping of its own; nothing for an empty one.
    pub fn mapping<'a>(&mut self, key: &str, pairs: impl IntoIterator<Item = (&'a str, &'a str)>) {
        let mut pairs = pairs.into_iter().peekable();
        if pairs.peek().is_none() {
            return;
        }
        let _ = writeln!(self.lines, "{}:", scalar(key));
        for (key, value) in pairs {
            let value = if value.is_empty() { String::new() } else { format!(" {}", scalar(value)) };
            let _ = writeln!(self.lines, "  {}:{value}", scalar(key));
        }
    }

    /// The lines between the `---`.
    pub fn lines(&self) -> &str {
        &self.lines
    }

    /// The whole, with its two `---` lines.
    pub fn finish(self) -> String {
        format!("---\n{}---\n", self.lines)
    }
}

/// The file with values of top-level keys changed in its head, the text byte for byte as it was. `None` takes a key out; a new
/// key goes behind the last attribute; a file without a head gets one.
///
/// # Errors
/// A sentence without the file's name when its head cannot be read, or is written in a way that cannot be changed line by line.
pub fn with_values(file: &str, changes: &[(String, Option<String>)]) -> Result<String, String> {
    let parts = split(file);
    let old = parts.head.unwrap_or_default();
    let before = FrontMatter::parse(old).map_err(|why| format!("its head cannot be read ({why})"))?;
    let mut lines: Vec<String> = old.split_inclusive('\n').map(str::to_owned).collect();
    for (key, value) in changes {
        change(&mut lines, key, value.as_deref());
    }
    let head = lines.concat();
    let after = FrontMatter::parse(&head);
    if after.as_ref().ok() != Some(&before.with_values(changes)) {
        return Err(
            "its head is written in a way that cannot be changed line by line; change it in an editor"
                .to_owned(),
        );
    }
    let text = &file[parts.text_start..];
    match parts.head {
        // The mark, the line that opens the head and the one that closes it stay as they are.
        Some(old) => {
            let start = old.as_ptr() as usize - file.as_ptr() as usize;
            Ok(format!("{}{head}{}", &file[..start], &file[start + old.len()..]))
        }
        None if head.is_empty() => Ok(file.to_owned()),
        None => Ok(format!("---\n{head}---\n{text}")),
    }
}

/// Changes the lines of one key.
fn change(lines: &mut Vec<String>, key: &str, value: Option<&str>) {
    let written = value.map(|value| format!("{}: {}", scalar(key), scalar(value)));
    let Some(first) = lines.iter().position(|line| key_of(line).as_deref() == Some(key)) else {
        if let Some(written) = written {
            // Behind the last key that is not about where the text came from.
            let is_own = |line: &String| {
                key_of(line).is_some_and(|other| key.starts_with("source-") || !other.starts_with("source-"))
            };
            let last = lines.iter().rposition(is_own).map_or(0, |last| end_of(lines, last));
            lines.insert(last, format!("{written}\n"));
        }
        return;
    };
    let end = end_of(lines, first);
    let comment = comment_of(&lines[first]).filter(|_| end == first + 1).unwrap_or_default();
    let ending = if lines[first].ends_with("\r\n") { "\r\n" } else { "\n" };
    let new = written.map(|written| format!("{written}{comment}{ending}"));
    lines.splice(first..end, new);
}

/// The key that a line begins, without its quotation marks.
fn key_of(line: &str) -> Option<String> {
    let quoted = line.starts_with('"');
    let key = match line.strip_prefix('"') {
        Some(rest) => rest.split_once("\":").map(|(key, _)| key)?,
        None => {
            line.split_once(':')
                .filter(|(_, rest)| rest.starts_with([' ', '\t', '\r', '\n']) || rest.is_empty())?
                .0
        }
    };
    let is_key = quoted || key.starts_with(|c: char| !c.is_whitespace() && !"#-[{'&*!|>%@`".contains(c));
    is_key.then(|| key.trim_end().replace("\\\"", "\"").replace("\\\\", "\\"))
}

/// The line behind the value of the key that begins on line `first`: behind what is indented, and lists at the margin.
fn end_of(lines: &[String], first: usize) -> usize {
    let goes_on =
        |line: &&String| line.starts_with([' ', '\t']) && !line.trim().is_empty() || line.starts_with("- ");
    first + 1 + lines[first + 1..].iter().take_while(goes_on).count()
}

/// ` # a comment` behind a plain value.
fn comment_of(line: &str) -> Option<&str> {
    let line = line.trim_end();
    let at = line.find(" #")?;
    let before = &line[..at];
    (!before.contains(['"', '\''])).then_some(&line[before.trim_end().len()..])
}

/// A value as YAML: as it is where that can only be read as these words, else between quotation marks.
pub fn scalar(value: &str) -> String {
    const OTHER_MEANING: [&str; 8] = ["true", "false", "null", "yes", "no", "on", "off", "y"];
    let plain = |c: char| c.is_alphanumeric() || " -_.,/()'".contains(c) || c > '\u{bf}' && !c.is_control();
    // Numbers and days are read as they are written.
    let is_number = value.starts_with(|c: char| c.is_ascii_digit())
        && value.ends_with(|c: char| c.is_ascii_digit())
        && value.chars().all(|c| c.is_ascii_digit() || c == '-');
    let is_plain = value.starts_with(char::is_alphabetic)
        && value.chars().all(plain)
        && !value.ends_with(' ')
        && !OTHER_MEANING.contains(&value.to_lowercase().as_str())
        && value.to_lowercase() != "n";
    if is_plain || is_number {
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
    use proptest::prelude::*;

    #[test]
    fn values_stay_as_they_are_where_they_can() {
        assert_eq!(
            front_matter(&[
                ("id", "Brug-1"),
                ("title", "Gesprek, één"),
                ("nr", "007"),
                ("date", "2024-03-14"),
                ("x", "a: b"),
                ("y", "null")
            ]),
            "---\nid: Brug-1\ntitle: Gesprek, één\nnr: 007\ndate: 2024-03-14\nx: \"a: b\"\n\"y\": \"null\"\n---\n"
        );
        let mut head = Head::default();
        head.mapping("speakers", [("FA1", "facilitator"), ("IO2", "")]);
        head.mapping("niets", []);
        assert_eq!(head.finish(), "---\nspeakers:\n  FA1: facilitator\n  IO2:\n---\n");
    }

    fn changed(file: &str, changes: &[(&str, Option<&str>)]) -> Result<String, String> {
        let changes: Vec<(String, Option<String>)> =
            changes.iter().map(|(key, value)| ((*key).to_owned(), value.map(str::to_owned))).collect();
        with_values(file, &changes)
    }

    #[test]
    fn a_change_is_a_line_and_all_else_stays() {
        let file = "\u{feff}---\nid: d1\n# de ronde\ncyclus: 1   # eerste\nspeakers:\n  FA1: facilitator\n  IO2:\nthema: [a, b]\n---\nTekst\r\n";
        assert_eq!(
            changed(file, &[("cyclus", Some("2")), ("traject", Some("VONC: a")), ("thema", None)]).unwrap(),
            "\u{feff}---\nid: d1\n# de ronde\ncyclus: 2   # eerste\nspeakers:\n  FA1: facilitator\n  IO2:\ntraject: \"VONC: a\"\n---\nTekst\r\n"
        );
        assert_eq!(changed(file, &[]).unwrap(), file);
        assert_eq!(changed(file, &[("niets", None)]).unwrap(), file);
        assert_eq!(changed("Tekst", &[("cyclus", Some("2"))]).unwrap(), "---\ncyclus: 2\n---\nTekst");
        let crlf = "---\r\nid: d1\r\ncyclus: 1\r\n---\r\nTekst";
        assert_eq!(changed(crlf, &[("cyclus", Some("2"))]).unwrap(), crlf.replace("cyclus: 1", "cyclus: 2"));
    }

    #[test]
    fn a_head_that_would_become_something_else_is_refused() {
        let flow = "---\n{id: d1, cyclus: 1}\n---\nTekst";
        assert!(changed(flow, &[("cyclus", Some("2"))]).unwrap_err().contains("editor"));
        assert!(
            changed("---\nid: [\n---\nTekst", &[("cyclus", Some("2"))])
                .unwrap_err()
                .contains("cannot be read")
        );
        let block = "---\nnoot: |\n  cyclus: 3\ncyclus: 1\n---\nTekst";
        assert_eq!(
            changed(block, &[("cyclus", Some("2"))]).unwrap(),
            block.replace("cyclus: 1", "cyclus: 2")
        );
    }

    proptest! {
        #[test]
        fn every_value_is_read_back_and_the_text_stays(
            key in "[a-z]{1,6}|[ -~]{1,8}", value in "\\PC{0,12}", text in "[a-z\r\n#:-]{0,20}", crlf in any::<bool>(),
        ) {
            let end = if crlf { "\r\n" } else { "\n" };
            let file = format!("---{end}id: d1{end}b: 2 # x{end}---{end}{text}");
            if let Ok(new) = changed(&file, &[(&key, Some(&value))]) {
                prop_assert_eq!(&new[split(&new).text_start..], &text);
                prop_assert!(!crlf || key == "b" || new.contains("b: 2 # x\r\n"));
            } else {
                prop_assert!(!key.chars().all(|c| c.is_ascii_lowercase()), "{} {}", key, value);
            }
        }

        #[test]
        fn every_title_is_read_back(title in "\\PC{1,30}|[ -~]{1,20}|[0-9-]{1,9}|[\u{0}-\u{9f}\u{2028}\u{feff}a:#]{1,9}") {
            let mut head = Head::default();
            head.pair("title", &title);
            head.mapping("speakers", [(title.as_str(), title.as_str())]);
            let file = head.finish();
            let front = FrontMatter::parse(split(&file).head.unwrap()).unwrap();
            prop_assert_eq!(&front.speakers, &[(title.clone(), title.clone())]);
            prop_assert_eq!(front.title, Some(title));
        }
    }
}
