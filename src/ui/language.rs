//! In which language the screen speaks.

/// The language of the screen.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub enum Language {
    /// Nederlands
    #[default]
    Dutch,
    /// English
    English,
}

impl Language {
    /// The language of a tag such as `nl`, `nl-BE`, `nl_NL.UTF-8` or `en`; `None` for others.
    pub fn of_tag(tag: &str) -> Option<Self> {
        match tag.split(['-', '_', '.']).next()?.to_ascii_lowercase().as_str() {
            "nl" => Some(Self::Dutch),
            "en" => Some(Self::English),
            _ => None,
        }
    }

    /// The chosen language, else that of the system, else English.
    pub fn choose(chosen: Option<&str>) -> Self {
        let of_system = || sys_locale::get_locale().as_deref().and_then(Self::of_tag);
        chosen.and_then(Self::of_tag).or_else(of_system).unwrap_or(Self::English)
    }

    /// The tag by which codebooks and documents name it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::Dutch => "nl",
            Self::English => "en",
        }
    }

    /// The one of two that is in this language.
    pub fn pick<T>(self, dutch: T, english: T) -> T {
        match self {
            Self::Dutch => dutch,
            Self::English => english,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tags_of_systems_and_studies_are_known() {
        let dutch = ["nl", "nl-BE", "nl_NL.UTF-8", "NL"];
        assert!(dutch.iter().all(|tag| Language::of_tag(tag) == Some(Language::Dutch)));
        assert_eq!(Language::of_tag("en_US"), Some(Language::English));
        assert_eq!([Language::of_tag("nds"), Language::of_tag("C.UTF-8"), Language::of_tag("")], [None; 3]);
        assert_eq!(Language::choose(Some("nl")), Language::Dutch);
    }
}
