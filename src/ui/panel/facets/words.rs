//! What the facets say.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug)]
pub(super) enum Word {
    /// What to do.
    Explain,
    /// Heading of what the passage gets.
    Gets,
    /// A facet that may have several values.
    Several,
    /// A facet that is not asked at once.
    Later,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Explain => ("letter zet, enter klaar", "letter sets, enter is done"),
            Self::Gets => ("DEZE PASSAGE KRIJGT", "THIS PASSAGE GETS"),
            Self::Several => ("meer kan", "several"),
            Self::Later => ("mag later", "can wait"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell.
#[derive(Clone, Copy, Debug)]
pub(super) enum Say<'a> {
    /// The facets of a coding were changed.
    Kept(&'a str),
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let Self::Kept(code) = self;
        language.pick(format!("facetten bij {code} bewaard"), format!("kept the facets of {code}"))
    }
}
