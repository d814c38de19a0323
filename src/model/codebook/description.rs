//! What a code means, in one text: for programs that know a code by its name and a description alone.
//!
//! The definition comes first, then a line for each note, example and so on, with a label before it (`Include: …`,
//! `Wel: …`). Labels are read in Dutch and English, whatever the language of the file, and in the words that people use
//! elsewhere. A line of the definition that looks like such a line gets a backslash in front.

use std::borrow::Cow;

use super::read::check_id;

/// The parts of a description. All are free of blanks at both ends.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Description {
    /// What it means.
    pub definition: String,
    /// When to use it, each with its neighbour as [`neighbour`] reads it.
    pub include: Vec<String>,
    /// When not.
    pub exclude: Vec<String>,
    /// Examples.
    pub examples: Vec<String>,
    /// Where it comes from.
    pub source: String,
    /// Its id.
    pub id: String,
    /// The id of its family, where the tree does not say it.
    pub family: String,
}

/// A label, and what it stands before.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Line {
    /// The definition, where somebody gave it a label.
    Definition,
    /// When to use it.
    Include,
    /// When not.
    Exclude,
    /// An example.
    Example,
    /// Where it comes from.
    Source,
    /// The id.
    Id,
    /// The family.
    Family,
}

/// What each line is called: in Dutch and in English as we write it, then as others do, in lower case.
const LABELS: [(Line, &str, &str, &[&str]); 7] = [
    (Line::Definition, "Definitie", "Definition", &["omschrijving", "description"]),
    (
        Line::Include,
        "Wel",
        "Include",
        &["inclusief", "inclusie", "insluiten", "wel gebruiken", "includes", "inclusion", "when to use"],
    ),
    (
        Line::Exclude,
        "Niet",
        "Exclude",
        &[
            "exclusief",
            "exclusie",
            "uitsluiten",
            "niet gebruiken",
            "excludes",
            "exclusion",
            "when not to use",
        ],
    ),
    (Line::Example, "Voorbeeld", "Example", &["voorbeelden", "examples"]),
    (Line::Source, "Bron", "Source", &["bronnen", "sources"]),
    (Line::Id, "Kantlijn-id", "Kantlijn-id", &[]),
    (Line::Family, "Kantlijn-familie", "Kantlijn-family", &[]),
];

/// The label of a line and what stands behind it.
fn labelled(line: &str) -> Option<(Line, &str)> {
    let (head, rest) = line.split_once(':')?;
    if head.len() > 20 || head.starts_with(char::is_whitespace) {
        return None;
    }
    let head = head.trim_end().to_lowercase();
    let is_it = |(_, dutch, english, others): &&(Line, &str, &str, &[&str])| {
        dutch.to_lowercase() == head || english.to_lowercase() == head || others.contains(&head.as_str())
    };
    let label = LABELS.iter().find(is_it).map(|(label, ..)| *label)?;
    let names_one = match label {
        // A group's id can be anything.
        Line::Id => !rest.trim().is_empty(),
        Line::Family => check_id(rest.trim()).is_ok(),
        _ => true,
    };
    names_one.then_some((label, rest))
}

impl Line {
    /// The label in Dutch, or in English for every other language.
    fn label(self, dutch: bool) -> &'static str {
        let found = LABELS.iter().find(|(line, ..)| *line == self);
        found.map_or("", |(_, nl, en, _)| if dutch { nl } else { en })
    }
}

impl Description {
    /// The text, with labels in Dutch or else in English; no line end at its end.
    pub fn write(&self, language: &str) -> String {
        let dutch = language.split('-').next() == Some("nl");
        let mut text = self.definition.split('\n').map(guarded).collect::<Vec<_>>().join("\n");
        let mut lines = Vec::new();
        let mut add = |line: Line, words: &str| {
            if !words.is_empty() {
                lines.push(format!("{}: {}", line.label(dutch), words.replace('\n', "\n  ")));
            }
        };
        self.include.iter().for_each(|words| add(Line::Include, words));
        self.exclude.iter().for_each(|words| add(Line::Exclude, words));
        self.examples.iter().for_each(|words| add(Line::Example, words));
        add(Line::Source, &self.source);
        add(Line::Family, &self.family);
        add(Line::Id, &self.id);
        if !text.is_empty() && !lines.is_empty() {
            text.push_str("\n\n");
        }
        text + &lines.join("\n")
    }

    /// Takes a text apart. Nothing in it is lost: what has no label is the definition.
    pub fn read(text: &str) -> Self {
        let mut found: Vec<(Line, String)> = Vec::new();
        let mut definition: Vec<Cow<'_, str>> = Vec::new();
        // A label alone on its line, and whether items came below it.
        let mut list: Option<(Line, bool)> = None;
        // True where the next line can go on with the item before it.
        let mut open = false;
        for line in text.split('\n') {
            let line = line.strip_suffix('\r').unwrap_or(line);
            let blank = line.trim().is_empty();
            let item =
                line.trim_start().strip_prefix(['-', '*', '•']).filter(|rest| rest.starts_with([' ', '\t']));
            match (labelled(line), list) {
                (Some((Line::Definition, rest)), _) => {
                    (list, open) = (None, false);
                    definition.push(Cow::Borrowed(rest.trim_start()));
                }
                (Some((label, rest)), _) => {
                    list = rest.trim().is_empty().then_some((label, false));
                    open = list.is_none() && !matches!(label, Line::Id | Line::Family);
                    if list.is_none() {
                        found.push((label, rest.to_owned()));
                    }
                }
                (None, Some((label, _))) if item.is_some() => {
                    found.push((label, item.unwrap_or_default().to_owned()));
                    list = Some((label, true));
                }
                (None, Some((_, false))) if blank => {}
                (None, Some((label, false))) => {
                    found.push((label, line.to_owned()));
                    (list, open) = (None, true);
                }
                (None, _) if open && !line.is_empty() => {
                    if let Some((_, words)) = found.last_mut() {
                        words.push('\n');
                        words.push_str(line.strip_prefix("  ").unwrap_or(line));
                    }
                }
                (None, _) => {
                    (list, open) = (None, false);
                    let again = blank && definition.last().is_some_and(|line| line.trim().is_empty());
                    if found.is_empty() || !again {
                        definition.push(unguarded(line));
                    }
                }
            }
        }
        let mut parts = Self { definition: definition.join("\n").trim().to_owned(), ..Self::default() };
        for (label, words) in found {
            parts.take(label, words.trim());
        }
        parts
    }

    fn take(&mut self, label: Line, words: &str) {
        if words.is_empty() {
            return;
        }
        let joined = |before: &mut String| {
            if !before.is_empty() {
                before.push('\n');
            }
            before.push_str(words);
        };
        match label {
            Line::Definition => {}
            Line::Include => self.include.push(words.to_owned()),
            Line::Exclude => self.exclude.push(words.to_owned()),
            Line::Example => self.examples.push(words.to_owned()),
            Line::Source => joined(&mut self.source),
            Line::Id => words.clone_into(&mut self.id),
            Line::Family => words.clone_into(&mut self.family),
        }
    }
}

/// A line of the definition that would be read as a labelled one, with a backslash in front.
fn guarded(line: &str) -> Cow<'_, str> {
    match labelled(line.trim_start_matches('\\')) {
        Some(_) => Cow::Owned(format!("\\{line}")),
        None => Cow::Borrowed(line),
    }
}

fn unguarded(line: &str) -> Cow<'_, str> {
    let rest = line.strip_prefix('\\').filter(|_| labelled(line.trim_start_matches('\\')).is_some());
    Cow::Borrowed(rest.unwrap_or(line))
}

/// A note with its neighbour behind it: `words → name (id)`. Words that end like that themselves get an arrow behind them.
pub(crate) fn with_neighbour(words: &str, not: Option<(&str, &str)>) -> String {
    match not {
        Some((name, id)) => {
            let name = name.replace('→', "-").replace(['\n', '\r'], " ");
            format!("{words} → {name} ({id})").trim_start().to_owned()
        }
        None if ends_like_a_neighbour(words) => format!("{words} →"),
        None => words.to_owned(),
    }
}

fn ends_like_a_neighbour(words: &str) -> bool {
    words.rsplit_once('→').is_some_and(|(_, tail)| tail.trim().is_empty() || id_behind(tail).is_some())
}

fn id_behind(tail: &str) -> Option<&str> {
    let (_, id) = tail.trim().strip_suffix(')')?.rsplit_once('(')?;
    check_id(id).is_ok().then_some(id)
}

/// The words of a note and the id of its neighbour; what names no code stays among the words.
pub(crate) fn neighbour(words: &str, is_code: impl Fn(&str) -> bool) -> (&str, Option<&str>) {
    let Some((before, tail)) = words.rsplit_once('→') else { return (words, None) };
    if tail.trim().is_empty() {
        return (before.trim(), None);
    }
    match id_behind(tail).filter(|id| is_code(id)) {
        Some(id) => (before.trim(), Some(id)),
        None => (words, None),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn there_and_back(parts: &Description) -> String {
        let text = parts.write("nl");
        assert_eq!(Description::read(&text), *parts, "{text}");
        assert_eq!(Description::read(&text.replace('\n', "\r\n")), *parts, "{text}");
        assert_eq!(Description::read(&parts.write("en")), *parts);
        text
    }

    fn items(words: &[&str]) -> Vec<String> {
        words.iter().map(|&words| words.to_owned()).collect()
    }

    #[test]
    fn definition_first_then_a_line_for_each_thing() {
        let parts = Description {
            definition: "Het verschil wordt benoemd.\n\nTweede alinea.".to_owned(),
            include: items(&["wij en jullie", "twee\nregels\n\nen een lege ertussen"]),
            exclude: items(&["uitleg → Perspectief maken (perspectief-maken)"]),
            examples: items(&["«Zo doen wij dat hier.»"]),
            source: "A & B 2011".to_owned(),
            id: "othering".to_owned(),
            family: "lm".to_owned(),
        };
        insta::assert_snapshot!(there_and_back(&parts), @r"
        Het verschil wordt benoemd.

        Tweede alinea.

        Wel: wij en jullie
        Wel: twee
          regels
          
          en een lege ertussen
        Niet: uitleg → Perspectief maken (perspectief-maken)
        Voorbeeld: «Zo doen wij dat hier.»
        Bron: A & B 2011
        Kantlijn-familie: lm
        Kantlijn-id: othering
        ");
        assert!(parts.write("en").contains("\nInclude: wij en jullie\n"));
    }

    #[test]
    fn a_definition_that_looks_like_a_label_is_guarded() {
        for definition in ["Wel: dit", "\\Include: dat", "kantlijn-id : x\nNiet:\n- a", "- Wel: geen", "\\"] {
            let parts = Description { definition: definition.to_owned(), ..Description::default() };
            there_and_back(&parts);
        }
    }

    #[test]
    fn what_others_write_is_understood() {
        let read = Description::read(
            "Definition: what it is\nmore of it\n\nINCLUSION:\n- one\n• two\n\nWhen not to use: three\nExamples:\n“Four.”\n\nA last word.",
        );
        assert_eq!(read.definition, "what it is\nmore of it\n\nA last word.");
        assert_eq!((read.include, read.exclude), (items(&["one", "two"]), items(&["three"])));
        assert_eq!(read.examples, items(&["“Four.”"]));
        assert_eq!(
            Description::read("Ratio 1: 2\nLet op: geen label").definition,
            "Ratio 1: 2\nLet op: geen label"
        );
    }

    #[test]
    fn a_neighbour_is_a_code_or_words() {
        let is_code = |id: &str| id == "b";
        let written = with_neighbour("uitleg", Some(("Naar → B", "b")));
        assert_eq!(written, "uitleg → Naar - B (b)");
        assert_eq!(neighbour(&written, is_code), ("uitleg", Some("b")));
        assert_eq!(neighbour(&with_neighbour("", Some(("B", "b"))), is_code), ("", Some("b")));
        for words in ["uitleg → B (b)", "x →", "a → b", "→"] {
            assert_eq!(neighbour(&with_neighbour(words, None), is_code), (words, None));
        }
        assert_eq!(neighbour("uitleg → C (c)", is_code), ("uitleg → C (c)", None));
    }
}
