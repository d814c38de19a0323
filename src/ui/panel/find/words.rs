//! What the find screen says.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// In front of the question.
    Find,
    /// What can be asked.
    Ask,
    /// The question wants marks.
    Marks,
    /// The question wants any code.
    AnyCode,
    /// Nothing was found.
    Nothing,
    /// A passage whose text is being read.
    Reading,
    /// A passage that stands somewhere in other text.
    Unsure,
    /// A passage whose words are gone.
    Lost,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Find => ("ZOEK", "FIND"),
            Self::Ask => (
                "kies een code, of vraag: code:reflectie cyclus:2 coder:anna · mark: · OR NOT ( )",
                "choose a code, or ask: code:reflectie cyclus:2 coder:anna · mark: · OR NOT ( )",
            ),
            Self::Marks => ("markeringen zonder code", "marks without a code"),
            Self::AnyCode => ("elke code", "any code"),
            Self::Nothing => ("niets gevonden", "nothing found"),
            Self::Reading => ("…", "…"),
            Self::Unsure => ("onzeker: de tekst is veranderd", "unsure: the text has changed"),
            Self::Lost => ("verloren: deze woorden staan er niet meer", "lost: these words are gone"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Say<'a> {
    /// How many codings, in how many documents, by how many coders.
    Found(usize, usize, usize),
    /// How many there are here.
    Count(usize),
    /// A code with those below it.
    AndBelow(&'a str),
    /// A code without those below it.
    WithoutBelow(&'a str),
    /// Whose codings were looked at.
    Of(&'a str),
    /// The question names no code.
    NoCode,
    /// The passage has no place to go to.
    NoPlace,
    /// The text is not there yet.
    NotYet,
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let of =
            |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
        let (dutch, english) = match *self {
            Self::Found(codings, documents, coders) => (
                format!(
                    "{} in {} door {}",
                    of(codings, "codering", "coderingen"),
                    of(documents, "document", "documenten"),
                    of(coders, "coder", "coders")
                ),
                format!(
                    "{} in {} by {}",
                    of(codings, "coding", "codings"),
                    of(documents, "document", "documents"),
                    of(coders, "coder", "coders")
                ),
            ),
            Self::Count(count) => (count.to_string(), count.to_string()),
            Self::AndBelow(code) => {
                (format!("{code} en wat eronder valt"), format!("{code} and what is below it"))
            }
            Self::WithoutBelow(code) => {
                (format!("{code}, zonder wat eronder valt"), format!("{code}, without what is below it"))
            }
            Self::Of(coders) => (format!("van {coders}"), format!("of {coders}")),
            Self::NoCode => {
                ("in deze vraag staat geen code".to_owned(), "this question names no code".to_owned())
            }
            Self::NoPlace => (
                "de tekst is veranderd: niemand weet waar deze passage nu staat".to_owned(),
                "the text has changed: nobody knows where this passage stands now".to_owned(),
            ),
            Self::NotYet => {
                ("deze tekst wordt nog gelezen".to_owned(), "this text is still being read".to_owned())
            }
        };
        language.pick(dutch, english)
    }
}
