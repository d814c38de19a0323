//! What the codebook screen says.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Heading of the screen.
    Codebook,
    /// In front of what is typed.
    Filter,
    /// Nothing fits what was typed.
    NothingFits,
    /// There are no codes.
    NoCodes,
    /// Codes in no group.
    NoGroup,
    /// Column: codings with this very code.
    Own,
    /// Column: with the codes below.
    Below,
    /// Column: documents.
    Documents,
    /// Column: coders.
    Coders,
    /// Takes no new codings.
    Retired,
    /// Each passage gets one of its codes at most.
    Exclusive,
    /// In front of an example.
    Example,
    /// In front of where a code comes from.
    Source,
    /// In front of its groups.
    Groups,
    /// In front of the poles of a tension.
    Poles,
    /// In front of the principle of a tension.
    Principle,
    /// Nobody wrote a definition.
    NoDefinition,
    /// With the codes below, in front of counts.
    WithBelow,
    /// Of this very code, behind a count.
    ThisAlone,
    /// No passage.
    NoPassages,
    /// Being counted.
    Counting,
    /// Free text.
    FreeText,
    /// What stands in the list of passages with both codes.
    Both,
    /// Git left no conflict.
    NoConflict,
    /// Git left one, and the key that shows it.
    Conflict,
    /// No passages can be joined.
    NothingTouches,
    /// The family has no facets with values.
    NoValues,
    /// No coding of one's own is touched.
    NoneOfYours,
    /// No code stands under the cursor.
    NoCodeHere,
    /// The passage has no place in its text.
    Moved,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Codebook => ("CODEBOEK", "CODEBOOK"),
            Self::Filter => ("FILTER", "FILTER"),
            Self::NothingFits => {
                ("niets past: ook in de definities niet", "nothing fits, in the definitions either")
            }
            Self::NoCodes => ("nog geen codes: n maakt er een", "no codes yet: n makes one"),
            Self::NoGroup => ("in geen groep", "in no group"),
            Self::Own => ("eigen", "own"),
            Self::Below => ("samen", "all"),
            Self::Documents => ("doc", "docs"),
            Self::Coders => ("wie", "who"),
            Self::Retired => ("vervallen", "retired"),
            Self::Exclusive => ("één code per passage", "one code a passage"),
            Self::Example => ("bijv.", "e.g."),
            Self::Source => ("bron", "source"),
            Self::Groups => ("groepen", "groups"),
            Self::Poles => ("tussen", "between"),
            Self::Principle => ("bij", "of"),
            Self::NoDefinition => ("nog geen definitie: e schrijft haar", "no definition yet: e writes it"),
            Self::WithBelow => ("met onderliggende", "with those below"),
            Self::ThisAlone => ("van deze code zelf", "of this very code"),
            Self::NoPassages => {
                ("geen passages in de zichtbare lagen", "no passages in the layers that are shown")
            }
            Self::Counting => ("wordt geteld …", "being counted …"),
            Self::FreeText => ("vrije tekst", "free text"),
            Self::Both => (
                "passages van de eerste die een van de tweede overlappen",
                "passages of the first that overlap one of the second",
            ),
            Self::NoConflict => {
                ("git liet geen conflict in het codeboek", "git left no conflict in the codebook")
            }
            Self::Conflict => ("git liet twee versies staan:", "git left two versions:"),
            Self::NothingTouches => (
                "van deze code raakt of overlapt niets van u",
                "nothing of yours with this code touches or overlaps",
            ),
            Self::NoValues => {
                ("deze familie heeft geen facet met waarden", "this family has no facet with values")
            }
            Self::NoneOfYours => {
                ("geen van uw coderingen verandert hierdoor", "none of your codings changes by this")
            }
            Self::NoCodeHere => ("ga eerst op een code staan", "stand on a code first"),
            Self::Moved => ("tekst veranderd, plaats onbekend", "text changed, place unknown"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell, with numbers or names.
#[derive(Clone, Debug)]
pub(super) enum Say<'a> {
    /// How many codes in how many families.
    Size(usize, usize),
    /// Codings, documents, coders.
    Used(usize, usize, usize),
    /// Made under an earlier definition.
    Outdated(usize),
    /// Passages.
    Passages(usize),
    /// Ticked.
    Ticked(usize),
    /// Changed so often, last on that day by somebody.
    Changed(usize, &'a str, &'a str),
    /// Merged into another code.
    MergedInto(&'a str),
    /// These were merged into it.
    MergedHere(&'a str),
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let many = |count: usize, one: (&str, &str), more: (&str, &str)| {
            let (dutch, english) = if count == 1 { one } else { more };
            format!("{count} {}", language.pick(dutch, english))
        };
        match self {
            Self::Size(codes, families) => format!(
                "{}, {}",
                many(*codes, ("code", "code"), ("codes", "codes")),
                many(*families, ("familie", "family"), ("families", "families"))
            ),
            Self::Used(codings, documents, coders) => {
                let mut words = format!(
                    "{} · {}",
                    many(*codings, ("codering", "coding"), ("coderingen", "codings")),
                    many(*documents, ("document", "document"), ("documenten", "documents")),
                );
                if *coders > 1 {
                    words = format!("{words} · {coders} coders");
                }
                words
            }
            Self::Outdated(count) => format!(
                "{count} {}",
                language.pick("onder een eerdere definitie", "under an earlier definition")
            ),
            Self::Passages(count) => many(*count, ("PASSAGE", "PASSAGE"), ("PASSAGES", "PASSAGES")),
            Self::Ticked(count) => format!("{count} {}", language.pick("aangevinkt", "ticked")),
            Self::Changed(count, day, who) => {
                let times = many(*count, ("keer gewijzigd", "change"), ("keer gewijzigd", "changes"));
                format!(
                    "{times}, {} {day} {} {who}",
                    language.pick("laatst", "last"),
                    language.pick("door", "by")
                )
            }
            Self::MergedInto(heir) => {
                format!("{} {heir}", language.pick("samengevoegd met", "merged into"))
            }
            Self::MergedHere(codes) => {
                format!("{} {codes}", language.pick("hierin opgegaan:", "merged into it:"))
            }
        }
    }
}
