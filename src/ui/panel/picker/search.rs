//! Which codes fit what was typed, the best first.

use std::cmp::Reverse;

use nucleo_matcher::pattern::{AtomKind, CaseMatching, Normalization, Pattern};
use nucleo_matcher::{Config, Matcher, Utf32Str};

use crate::model::{Code, CodeKey, Study};
use crate::ui::language::Language;

/// A row of the picker.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::ui::panel) enum Row {
    /// The name of a family; only where the whole codebook is shown.
    Family(String),
    /// A code, and how far it is indented.
    Code {
        /// The code.
        code: CodeKey,
        /// Steps below the top of its tree; 0 in a list of hits.
        depth: u16,
    },
    /// What was typed, as a new code.
    New(String),
}

/// A hit in a name weighs this many times one in a definition.
const NAME: u32 = 8;
/// Fewer letters are not looked for in definitions: they stand in every one.
const SHORTEST_IN_DEFINITION: usize = 3;

/// The rows for what was typed: the codebook in its order for nothing, else the hits and, where no code is called exactly
/// that, a new one.
pub(in crate::ui::panel) fn rows(study: &Study, language: Language, typed: &str) -> Vec<Row> {
    let typed = typed.trim();
    if typed.is_empty() {
        return codebook(study, language);
    }
    let mut finder = Finder::new(typed);
    let mut hits: Vec<(u32, usize)> = Vec::new();
    for (rank, code) in usable(study).enumerate() {
        hits.extend(finder.score(code, language).map(|score| (score, rank)));
    }
    hits.sort_by_key(|(score, rank)| (Reverse(*score), *rank));
    let codes: Vec<&Code> = usable(study).collect();
    let mut rows: Vec<Row> =
        hits.into_iter().map(|(_, rank)| Row::Code { code: codes[rank].key, depth: 0 }).collect();
    if !study.codebook.codes().iter().any(|code| is_called(code, typed)) {
        rows.push(Row::New(typed.to_owned()));
    }
    rows
}

fn usable(study: &Study) -> impl Iterator<Item = &Code> {
    study.codebook.codes().iter().filter(|code| !code.retired)
}

fn codebook(study: &Study, language: Language) -> Vec<Row> {
    let book = &study.codebook;
    let several = book.families().len() > 1;
    let mut rows = Vec::new();
    for (index, family) in book.families().iter().enumerate() {
        let mut codes = usable(study).filter(|code| code.family == index).peekable();
        if codes.peek().is_some() && several {
            let name = family.name.get(language.tag());
            rows.push(Row::Family(if name.is_empty() { family.id.clone() } else { name.to_owned() }));
        }
        rows.extend(codes.map(|code| Row::Code { code: code.key, depth: book.depth(code) as u16 }));
    }
    rows
}

fn is_called(code: &Code, typed: &str) -> bool {
    let typed = typed.to_lowercase();
    code.id == typed || code.name.iter().any(|(_, name)| name.to_lowercase() == typed)
}

/// What was typed, ready to be looked for.
struct Finder {
    fuzzy: Pattern,
    exact: Option<Pattern>,
    matcher: Matcher,
    characters: Vec<char>,
}

impl Finder {
    fn new(typed: &str) -> Self {
        let pattern = |kind| Pattern::new(typed, CaseMatching::Ignore, Normalization::Smart, kind);
        let long = typed.split_whitespace().all(|word| word.chars().count() >= SHORTEST_IN_DEFINITION);
        Self {
            fuzzy: pattern(AtomKind::Fuzzy),
            exact: long.then(|| pattern(AtomKind::Substring)),
            matcher: Matcher::new(Config::DEFAULT),
            characters: Vec::new(),
        }
    }

    /// How well a code fits; `None` when it does not. A name in the language of the screen weighs a little more.
    fn score(&mut self, code: &Code, language: Language) -> Option<u32> {
        let Self { fuzzy, exact, matcher, characters } = self;
        let mut score = |pattern: &Pattern, words: &str, worth: u32| {
            let words = Utf32Str::new(words, characters);
            pattern.score(words, matcher).map(|score| score * worth)
        };
        let mut best = score(fuzzy, &code.id, NAME);
        for (tag, name) in code.name.iter() {
            let worth = if tag == language.tag() { NAME + 1 } else { NAME };
            best = best.max(score(fuzzy, name, worth));
        }
        if let Some(exact) = exact {
            for (_, words) in code.definition.iter() {
                best = best.max(score(exact, words, 1));
            }
        }
        best
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ui::testing::small_study;

    fn found(typed: &str) -> Vec<String> {
        let (study, _) = small_study();
        let name = |row: Row| match row {
            Row::Family(name) => format!("[{name}]"),
            Row::Code { code, depth } => {
                format!("{}{}", "  ".repeat(usize::from(depth)), study.code_id(code))
            }
            Row::New(name) => format!("+ {name}"),
        };
        rows(&study, Language::Dutch, typed).into_iter().map(name).collect()
    }

    #[test]
    fn the_codebook_keeps_its_families_and_its_tree() {
        assert_eq!(
            found(" "),
            [
                "[Leermechanismen]",
                "reflectie",
                "  perspectief-maken",
                "  perspectief-nemen",
                "gedeelde-probleemruimte",
                "[Grensobjecten]",
                "grensobject"
            ]
        );
    }

    #[test]
    fn names_of_both_languages_ids_and_definitions_are_looked_through() {
        assert_eq!(found("pers n"), ["perspectief-nemen", "perspectief-maken", "+ pers n"]);
        assert_eq!(found("taking")[0], "perspectief-nemen");
        assert_eq!(found("ogen van"), ["perspectief-nemen", "+ ogen van"]);
        assert_eq!(
            found("ander"),
            ["perspectief-maken", "perspectief-nemen", "+ ander"],
            "only in definitions"
        );
        assert_eq!(found("reflection"), ["reflectie"], "it is called that already");
        assert_eq!(found("Perspectief-Nemen"), ["perspectief-nemen"]);
        assert_eq!(found("zzz"), ["+ zzz"]);
    }

    #[test]
    fn a_hit_in_a_name_stands_before_one_in_a_definition() {
        assert_eq!(found("perspectief")[..2], ["perspectief-maken", "perspectief-nemen"]);
        assert_eq!(found("grens")[0], "grensobject");
    }
}
