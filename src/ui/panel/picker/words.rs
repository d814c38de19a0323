//! What the picker says.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// In front of what is typed.
    Find,
    /// In front of a new code.
    New,
    /// Behind a new code: the family it goes to.
    InFree,
    /// Behind a new code that a code is split into.
    Beside,
    /// Heading of the last passages.
    LastOfCode,
    /// Heading of an example.
    Example,
    /// Heading of the ticked codes.
    Gets,
    /// Heading of the ticked codes that a code is split into.
    Parts,
    /// Asks for a digit.
    PinTo,
    /// What a new code is.
    NewMeans,
    /// What a new code is that a code is split into.
    NewPart,
    /// A passage whose text has changed.
    Moved,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Find => ("ZOEK", "FIND"),
            Self::New => ("nieuw", "new"),
            Self::InFree => ("in vrij", "in vrij"),
            Self::Beside => ("naast de oude", "beside the old one"),
            Self::LastOfCode => ("LAATSTE VAN DEZE CODE", "LAST OF THIS CODE"),
            Self::Example => ("bijv.", "e.g."),
            Self::Gets => ("DEZE PASSAGE KRIJGT", "THIS PASSAGE GETS"),
            Self::Parts => ("WORDT GESPLITST IN", "IS SPLIT INTO"),
            Self::PinTo => ("vastzetten op welk cijfer?", "pin to which digit?"),
            Self::NewMeans => (
                "Een nieuwe code in de familie vrij. Haar definitie kunt u later in het codeboek schrijven.",
                "A new code in the family vrij. You can write its definition in the codebook later.",
            ),
            Self::NewPart => (
                "Een nieuwe code naast de code die gesplitst wordt. Haar definitie kunt u later in het codeboek schrijven.",
                "A new code beside the one that is split. You can write its definition in the codebook later.",
            ),
            Self::Moved => ("tekst veranderd, plaats onbekend", "text changed, place unknown"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Say<'a> {
    /// How many codes there are.
    Codes(usize),
    /// A code was pinned to a digit.
    Pinned(&'a str, usize),
    /// A code was taken off a digit.
    Unpinned(&'a str, usize),
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let (dutch, english) = match self {
            Self::Codes(1) => ("1 code".to_owned(), "1 code".to_owned()),
            Self::Codes(count) => (format!("{count} codes"), format!("{count} codes")),
            Self::Pinned(code, digit) => {
                (format!("{code} staat vast op {digit}"), format!("{code} is pinned to {digit}"))
            }
            Self::Unpinned(code, digit) => (
                format!("{code} staat niet meer vast op {digit}"),
                format!("{code} is no longer pinned to {digit}"),
            ),
        };
        language.pick(dutch, english)
    }
}
