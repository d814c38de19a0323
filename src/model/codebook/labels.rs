//! The words around the codebook, in Dutch and English.

use super::{Facet, FacetKind};

/// Words for one language; English for every language but Dutch.
pub(crate) struct Labels {
    pub codebook: &'static str,
    pub contents: &'static str,
    pub skip: &'static str,
    pub exclusive: &'static str,
    pub rules: &'static str,
    pub facets: &'static str,
    pub groups: &'static str,
    pub include: &'static str,
    pub exclude: &'static str,
    pub examples: &'static str,
    pub source: &'static str,
    pub key: &'static str,
    pub below: &'static str,
    pub color: &'static str,
    pub principle: &'static str,
    pub tensions: &'static str,
    pub poles: &'static str,
    pub in_groups: &'static str,
    pub retired: &'static str,
    pub empty: &'static str,
    kinds: [&'static str; 3],
    asked: [&'static str; 2],
}

static DUTCH: Labels = Labels {
    codebook: "Codeboek",
    contents: "Inhoud",
    skip: "Naar de codes",
    exclusive: "Op één passage staat ten hoogste één code van deze familie.",
    rules: "Codeerregels",
    facets: "Facetten",
    groups: "Groepen",
    include: "Wel",
    exclude: "Niet",
    examples: "Voorbeelden",
    source: "Bron",
    key: "Toets",
    below: "Onder",
    color: "Kleur",
    principle: "Hoort bij het principe",
    tensions: "Spanningen",
    poles: "Polen",
    in_groups: "Groepen",
    retired: "vervallen: krijgt geen nieuwe coderingen",
    empty: "Dit codeboek heeft geen codes.",
    kinds: ["één waarde", "een of meer waarden", "vrije tekst"],
    asked: ["gevraagd bij het coderen", "mag later"],
};

static ENGLISH: Labels = Labels {
    codebook: "Codebook",
    contents: "Contents",
    skip: "Skip to the codes",
    exclusive: "A passage holds at most one code of this family.",
    rules: "Coding rules",
    facets: "Facets",
    groups: "Groups",
    include: "Include",
    exclude: "Exclude",
    examples: "Examples",
    source: "Source",
    key: "Key",
    below: "Below",
    color: "Colour",
    principle: "Belongs to the principle",
    tensions: "Tensions",
    poles: "Poles",
    in_groups: "Groups",
    retired: "retired: takes no new codings",
    empty: "This codebook has no codes.",
    kinds: ["one value", "one or more values", "free text"],
    asked: ["asked while coding", "can wait"],
};

impl Labels {
    /// The words for a language.
    pub fn of(language: &str) -> &'static Self {
        if language.split('-').next() == Some("nl") { &DUTCH } else { &ENGLISH }
    }

    /// The words in each language that they are written in.
    pub fn all() -> [&'static Self; 2] {
        [&DUTCH, &ENGLISH]
    }

    /// What [`Labels::manner`] says, in any language.
    pub fn read_manner(words: &str) -> Option<(FacetKind, bool)> {
        let kinds = [FacetKind::One, FacetKind::Several, FacetKind::Text];
        Self::all().into_iter().find_map(|labels| {
            let (kind, asked) = words.split_once(", ")?;
            let kind = labels.kinds.iter().position(|known| *known == kind)?;
            let asked = labels.asked.iter().position(|known| *known == asked)?;
            Some((kinds[kind], asked == 0))
        })
    }

    /// How a facet is filled in: `one value, asked while coding`.
    pub fn manner(&self, facet: &Facet) -> String {
        let kind = match facet.kind {
            FacetKind::One => self.kinds[0],
            FacetKind::Several => self.kinds[1],
            FacetKind::Text => self.kinds[2],
        };
        format!("{kind}, {}", self.asked[usize::from(!facet.ask_now)])
    }
}
