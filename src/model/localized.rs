//! Text in the languages of the study.

use std::collections::BTreeMap;

/// A language of the study's texts and of the screen, as a lower-case tag: `nl`, `en`.
pub type Language = String;

/// The same words in one or more languages.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Localized(BTreeMap<Language, String>);

impl Localized {
    /// Words in one language; the tag may be empty where none is known.
    pub fn one(language: &str, words: &str) -> Self {
        Self(BTreeMap::from([(language.to_owned(), words.to_owned())]))
    }

    /// Adds or replaces the words in one language.
    pub fn set(&mut self, language: &str, words: &str) {
        self.0.insert(language.to_owned(), words.to_owned());
    }

    /// The words in `language`, else in any; empty when there are none.
    pub fn get(&self, language: &str) -> &str {
        self.0
            .get(language)
            .or_else(|| self.0.values().find(|words| !words.is_empty()))
            .map_or("", String::as_str)
    }

    /// The words in exactly `language`.
    pub fn exact(&self, language: &str) -> Option<&str> {
        self.0.get(language).map(String::as_str)
    }

    /// The words to show where `language` is asked for, after the tag they stand under: those in it, else those of no
    /// particular language, else those in the first that has any.
    pub fn shown(&self, language: &str) -> Option<(&str, &str)> {
        let own = [language, ""]
            .into_iter()
            .find_map(|tag| self.0.get_key_value(tag).filter(|(_, words)| !words.is_empty()));
        let found = own.or_else(|| self.0.iter().find(|(_, words)| !words.is_empty()));
        found.map(|(tag, words)| (tag.as_str(), words.as_str()))
    }

    /// All languages with their words, sorted by tag.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(language, words)| (language.as_str(), words.as_str()))
    }

    /// True when there are no words in any language.
    pub fn is_empty(&self) -> bool {
        self.0.values().all(String::is_empty)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn another_language_stands_in() {
        let mut words = Localized::one("en", "reflection");
        assert_eq!(words.get("nl"), "reflection");
        words.set("nl", "reflectie");
        assert_eq!(words.get("nl"), "reflectie");
        assert_eq!(words.exact("de"), None);
    }
}
