//! Forms of one word: those that share a stem.
//!
//! Stems are never stored: all words of the texts are stemmed when forms are asked for. A stemmer also joins words that
//! differ (`begeleiding` and `beleid`), so a person sees the forms and takes out what does not belong.

use frostem::{Algorithm, Stemmer};
use rustc_hash::FxHashSet;

use crate::text::fold;

/// The stemmers of the languages of a study.
#[derive(Clone, Debug)]
pub struct Stems {
    languages: Vec<Language>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Language {
    Dutch,
    English,
}

/// A form of a word as the texts have it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Form {
    /// Folded.
    pub word: String,
    /// What the dictionary counts: turns, or places.
    pub count: u64,
}

impl Stems {
    /// The stemmers for these languages, given by their tags (`nl`, `en-GB`); for one that has none a word is its only form.
    /// Without any tag both Dutch and English.
    pub fn of<'a>(tags: impl IntoIterator<Item = &'a str>) -> Self {
        let mut tags = tags.into_iter().peekable();
        if tags.peek().is_none() {
            return Self { languages: vec![Language::Dutch, Language::English] };
        }
        let mut languages = Vec::new();
        for tag in tags {
            let language =
                match tag.split(['-', '_']).next().unwrap_or_default().to_ascii_lowercase().as_str() {
                    "nl" => Language::Dutch,
                    "en" => Language::English,
                    _ => continue,
                };
            if !languages.contains(&language) {
                languages.push(language);
            }
        }
        Self { languages }
    }

    /// The forms of `word` among the words of a dictionary, all folded: the most frequent first. Two words are forms of one
    /// when one of the languages gives them the same stem. The word itself is among them if the dictionary has it.
    pub fn forms<W: AsRef<str>>(
        &self,
        word: &str,
        dictionary: impl IntoIterator<Item = (W, u64)>,
    ) -> Vec<Form> {
        let wanted: Vec<(Stemmer, FxHashSet<String>)> = self
            .languages
            .iter()
            .map(|language| {
                let stems: FxHashSet<String> = language.stems(word).collect();
                (language.stemmer(), stems)
            })
            .collect();
        let mut forms: Vec<Form> = dictionary
            .into_iter()
            .filter(|(form, _)| {
                let form = form.as_ref();
                let mut languages = self.languages.iter().zip(&wanted);
                form == word
                    || languages.any(|(language, (stemmer, stems))| {
                        stems.contains(stemmer.stem(form).as_ref())
                            || language.also(form).is_some_and(|also| stems.contains(&also))
                    })
            })
            .map(|(form, count)| Form { word: form.as_ref().to_owned(), count })
            .collect();
        forms.sort_by(|one, other| other.count.cmp(&one.count).then_with(|| one.word.cmp(&other.word)));
        forms
    }
}

impl Language {
    fn stemmer(self) -> Stemmer {
        Stemmer::new(match self {
            Self::Dutch => Algorithm::Dutch,
            Self::English => Algorithm::English,
        })
    }

    /// The stems of a folded word.
    fn stems(self, word: &str) -> impl Iterator<Item = String> {
        [self.stemmer().stem(word).into_owned()].into_iter().chain(self.also(word))
    }

    /// The stem that a folded word would have with the diaeresis that folding took: `ideeën`, `knieën`, `financiële`.
    fn also(self, word: &str) -> Option<String> {
        if self != Self::Dutch {
            return None;
        }
        let stem = |word: &str| self.stemmer().stem(word).into_owned();
        if let Some(single) = word.strip_suffix("en")
            && (single.ends_with("ee") || single.ends_with("ie"))
        {
            return Some(stem(single));
        }
        let base = word.strip_suffix("iele")?;
        Some(fold::words(&stem(&format!("{base}iële"))).concat())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const WORDS: [&str; 24] = [
        "begeleiden",
        "begeleidt",
        "begeleiding",
        "beleid",
        "idee",
        "ideeen",
        "financiele",
        "financieel",
        "knieen",
        "knie",
        "vraag",
        "vragen",
        "gevraagd",
        "samenwerking",
        "samengewerkt",
        "geevalueerd",
        "evaluatie",
        "teachers",
        "teacher",
        "teaching",
        "boundaries",
        "boundary",
        "een",
        "be",
    ];

    #[track_caller]
    fn check(tags: &[&str], word: &str, forms: &[&str]) {
        let dictionary = WORDS.iter().map(|word| (word, 1));
        let found = Stems::of(tags.iter().copied()).forms(word, dictionary);
        let mut found: Vec<String> = found.into_iter().map(|form| form.word).collect();
        let mut expected: Vec<&str> = forms.to_vec();
        found.sort();
        expected.sort_unstable();
        assert_eq!(found, expected, "{word}");
    }

    #[test]
    fn forms_share_a_stem() {
        check(&["nl"], "begeleiden", &["begeleiden", "begeleidt", "begeleiding", "beleid"]);
        check(&["nl"], "vraag", &["vraag", "vragen", "gevraagd"]);
        check(&["nl"], "samenwerken", &["samenwerking", "samengewerkt"]);
        check(&["nl", "en"], "boundary", &["boundaries", "boundary"]);
        check(&["en-GB"], "teach", &["teaching"]);
        check(&["nl"], "boundary", &["boundary"]);
    }

    #[test]
    fn a_diaeresis_that_was_folded_away_does_not_matter() {
        check(&["nl"], "idee", &["idee", "ideeen"]);
        check(&["nl"], "ideeen", &["idee", "ideeen"]);
        check(&["nl"], "knieen", &["knie", "knieen"]);
        check(&["nl"], "financieel", &["financieel", "financiele"]);
        check(&["nl"], "evaluatie", &["evaluatie", "geevalueerd"]);
    }

    #[test]
    fn without_a_stemmer_a_word_is_its_only_form() {
        check(&["de"], "vragen", &["vragen"]);
        check(&["de"], "fragen", &[]);
        check(&[], "vragen", &["vraag", "vragen", "gevraagd"]);
    }

    #[test]
    fn the_most_frequent_form_stands_first() {
        let dictionary = [("vraag", 2), ("vragen", 9), ("gevraagd", 2)];
        let forms = Stems::of(["nl"]).forms("vraag", dictionary);
        let shown: Vec<(&str, u64)> = forms.iter().map(|form| (form.word.as_str(), form.count)).collect();
        assert_eq!(shown, [("vragen", 9), ("gevraagd", 2), ("vraag", 2)]);
    }
}
