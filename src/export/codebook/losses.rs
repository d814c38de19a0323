//! What a format cannot hold of a codebook: said when it is written, so that nobody finds out later.

use std::collections::BTreeMap;

use crate::model::codebook::{Code, Family};
use crate::model::localized::Localized;

use super::CodebookView;

/// A format that does not hold everything.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Losses {
    /// REFI-QDA.
    Qdc,
    /// Markdown and HTML: all of it, in one language.
    OneLanguage,
}

/// What is lost, each a sentence.
pub fn losses(view: CodebookView<'_>, format: Losses) -> Vec<String> {
    let families: Vec<(&Family, Vec<&Code>)> = view.families().collect();
    let mut lost = languages(view, &families);
    if format == Losses::OneLanguage {
        return lost;
    }
    let codes = || families.iter().flat_map(|(_, codes)| codes.iter().copied());
    let mut count = |number: usize, one: &str, many: &str, why: &str| {
        if number > 0 {
            lost.push(format!("{number} {}: {why}", if number == 1 { one } else { many }));
        }
    };
    let no_place = "REFI-QDA has no place for them";
    let facets = || families.iter().flat_map(|(family, _)| &family.facets);
    count(facets().count(), "facet", "facets", no_place);
    count(
        families.iter().map(|(family, _)| family.rules.len()).sum(),
        "coding rule",
        "coding rules",
        no_place,
    );
    let exclusive = families.iter().filter(|(family, _)| family.exclusive).count();
    count(exclusive, "exclusive family", "exclusive families", "other programs do not hold people to it");
    count(codes().filter(|code| code.mnemonic.is_some()).count(), "key", "keys", no_place);
    count(
        codes().filter(|code| code.retired).count(),
        "retired code",
        "retired codes",
        "there they are in use",
    );
    let tensions = codes().filter(|code| code.principle.is_some() || !code.poles.is_empty()).count();
    count(tensions, "code with a principle or poles", "codes with a principle or poles", no_place);
    let groups: usize = families.iter().map(|(family, _)| family.groups.len()).sum();
    count(groups, "group is a set", "groups are sets", "many programs pass over sets");
    lost
}

/// Words in other languages, and words that stand in one because the language of the view lacks them.
fn languages(view: CodebookView<'_>, families: &[(&Family, Vec<&Code>)]) -> Vec<String> {
    let mut others: BTreeMap<&str, usize> = BTreeMap::new();
    let mut foreign = 0;
    for code in families.iter().flat_map(|(_, codes)| codes) {
        let notes = code.include.iter().chain(&code.exclude).map(|note| &note.text);
        let words: Vec<&Localized> =
            [&code.name, &code.definition].into_iter().chain(notes).chain(&code.examples).collect();
        let mut has: Vec<&str> = words.iter().flat_map(|words| words.iter()).map(|(tag, _)| tag).collect();
        has.sort_unstable();
        has.dedup();
        for tag in has.into_iter().filter(|tag| !tag.is_empty() && *tag != view.language) {
            *others.entry(tag).or_default() += 1;
        }
        foreign += usize::from(
            words.iter().any(|words| view.words(words).is_some_and(|words| words.foreign.is_some())),
        );
    }
    let mut said: Vec<String> = others
        .into_iter()
        .map(|(tag, count)| {
            let codes = if count == 1 { "1 code has".to_owned() } else { format!("{count} codes have") };
            format!(
                "{codes} words in `{tag}`: the file is in `{}` alone; --language {tag} writes the others",
                view.language
            )
        })
        .collect();
    if foreign > 0 {
        let codes = if foreign == 1 { "1 code lacks".to_owned() } else { format!("{foreign} codes lack") };
        said.push(format!("{codes} words in `{}`: they stand in another language", view.language));
    }
    said
}
