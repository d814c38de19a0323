//! What other programs have no place for, as lines in a description that people can read: `Kantlijn-facet: niveau = persoon`.
//!
//! The export writes them and the import reads them back. A value may have parts: the first before ` = `, the others with `; `
//! between them. A backslash keeps a sign from meaning that.

use std::fmt::Write as _;

/// The id of a document.
pub const ID: &str = "id";
/// The language of a document.
pub const LANGUAGE: &str = "language";
/// A label of a speaker, and the role.
pub const SPEAKER: &str = "speaker";
/// The type of a memo.
pub const TYPE: &str = "type";
/// A facet of a coding, and its values.
pub const FACET: &str = "facet";
/// Whether a coding is marked as important.
pub const IMPORTANT: &str = "important";

/// What each line begins with.
const START: &str = "Kantlijn-";
const KEYS: [&str; 6] = [ID, LANGUAGE, SPEAKER, TYPE, FACET, IMPORTANT];

/// A description.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Labelled {
    /// Lines with a label: the key, and the parts of the value, which are one or more.
    pub lines: Vec<(&'static str, Vec<String>)>,
    /// All else, without blanks at both ends.
    pub words: String,
}

impl Labelled {
    /// Adds a line; nothing for a value without any parts.
    pub fn add<'a>(&mut self, key: &'static str, parts: impl IntoIterator<Item = &'a str>) {
        let parts: Vec<String> = parts.into_iter().map(str::to_owned).collect();
        if !parts.is_empty() {
            self.lines.push((key, parts));
        }
    }

    /// The only part of the first line with this key.
    pub fn value(&self, key: &str) -> Option<&str> {
        self.all(key).next()?.first().map(String::as_str)
    }

    /// The parts of each line with this key.
    pub fn all(&self, key: &str) -> impl Iterator<Item = &[String]> {
        self.lines.iter().filter(move |(known, _)| *known == key).map(|(_, parts)| parts.as_slice())
    }

    /// The words, and then the lines; no line end at the end. A line of the words that looks like one of ours gets a blank in
    /// front.
    pub fn write(&self) -> String {
        let guarded_line = |line: &str| {
            if line.starts_with(START) { format!(" {line}") } else { line.to_owned() }
        };
        let mut text = self.words.split('\n').map(guarded_line).collect::<Vec<_>>().join("\n");
        for (nth, (key, parts)) in self.lines.iter().enumerate() {
            let line_end = match (text.is_empty(), nth) {
                (true, _) => "",
                (false, 0) => "\n\n",
                (false, _) => "\n",
            };
            let _ = write!(text, "{line_end}{START}{key}:");
            for (nth, part) in parts.iter().enumerate() {
                let sign = match nth {
                    0 => "",
                    1 => " =",
                    _ => ";",
                };
                let _ = write!(text, "{sign} {}", guarded(part));
            }
        }
        text
    }

    /// Takes a description apart.
    pub fn read(text: &str) -> Self {
        let mut lines = Vec::new();
        let mut words: Vec<&str> = Vec::new();
        for line in text.lines() {
            let labelled = line.strip_prefix(START).and_then(|rest| rest.split_once(": "));
            match labelled
                .and_then(|(key, value)| Some((KEYS.into_iter().find(|known| *known == key)?, value)))
            {
                Some((key, value)) => lines.push((key, parts(value))),
                None => words.push(line),
            }
        }
        Self { lines, words: words.join("\n").trim().to_owned() }
    }
}

fn guarded(part: &str) -> String {
    let mut guarded = String::with_capacity(part.len());
    for c in part.chars() {
        match c {
            '\n' => guarded.push_str("\\n"),
            '\r' => guarded.push_str("\\r"),
            '\\' | '=' | ';' => guarded.extend(['\\', c]),
            // A blank at an end would be lost where descriptions are trimmed.
            c => guarded.push(c),
        }
    }
    if guarded.ends_with(' ') {
        guarded.insert(guarded.len() - 1, '\\');
    }
    guarded
}

fn parts(value: &str) -> Vec<String> {
    let mut all = Vec::new();
    let mut part = String::new();
    let mut letters = value.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '\\' => match letters.next() {
                Some('n') => part.push('\n'),
                Some('r') => part.push('\r'),
                Some(other) => part.push(other),
                None => part.push('\\'),
            },
            '=' | ';' => {
                if c == '=' && part.ends_with(' ') {
                    part.pop();
                }
                all.push(std::mem::take(&mut part));
                letters.next_if_eq(&' ');
            }
            other => part.push(other),
        }
    }
    all.push(part);
    all
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn lines_are_for_people_too() {
        let mut description = Labelled::default();
        description.add(ID, ["d10"]);
        description.add(FACET, ["niveau", "institutioneel", "inter; persoonlijk"]);
        description.add(SPEAKER, ["A=1", ""]);
        let text = description.write();
        assert_eq!(
            text,
            "Kantlijn-id: d10\nKantlijn-facet: niveau = institutioneel; inter\\; persoonlijk\nKantlijn-speaker: A\\=1 = "
        );
        assert_eq!(Labelled::read(&text), description);
        description.words = "Zo.\nKantlijn-id: van de memo".to_owned();
        let both = Labelled::read(&description.write());
        assert_eq!(
            (both.words.as_str(), both.lines),
            ("Zo.\n Kantlijn-id: van de memo", description.lines.clone())
        );
        let mixed = Labelled::read(&format!("Van een ander.\n{text}\n\nKantlijn-x: y\n"));
        assert_eq!(mixed.words, "Van een ander.\n\nKantlijn-x: y");
        assert_eq!(mixed.value(ID), Some("d10"));
        assert_eq!(mixed.all(FACET).next().map(<[String]>::len), Some(3));
    }

    proptest! {
        #[test]
        fn every_value_is_read_back(parts in prop::collection::vec("[a-z =;:\\\\\n\ré]{0,8}", 1..4)) {
            let mut description = Labelled::default();
            description.add(FACET, parts.iter().map(String::as_str));
            description.add(ID, ["x"]);
            prop_assert_eq!(Labelled::read(&description.write()), description);
        }
    }
}
