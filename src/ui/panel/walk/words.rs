//! What a walk says.

use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// Title of codings under an earlier definition.
    Outdated,
    /// Title of a code that is split.
    Split,
    /// Title of open facets.
    Facets,
    /// Title of codings without a place.
    Unplaced,
    /// In front of a passage as it was.
    Was,
    /// The line of a coding cannot be read.
    NoAnchor,
    /// Nothing looks like the passage.
    NoCandidate,
    /// The coding has a place again.
    Placed,
    /// Texts are being compared.
    Comparing,
    /// Every coding has a place.
    AllPlaced,
    /// Any code.
    AllCodes,
    /// Heading of the definition then.
    Then,
    /// Heading of the present one.
    Now,
    /// Nobody knows the definition then.
    Unknown,
    /// It is being looked for.
    Looking,
    /// In front of the reason.
    Why,
    /// The text is being read.
    Reading,
    /// The coding has no place in the text as it is now.
    NoPlaceNow,
    /// The coding was kept.
    Kept,
    /// The coding was taken off.
    Gone,
    /// The facets were filled in.
    Filled,
    /// Heading of the end.
    End,
    /// Codings without a choice.
    Left,
    /// A part that is not in the codebook.
    NoPart,
    /// The split code is retired.
    IsRetired,
    /// Going on with the last one.
    GoOn,
    /// Nothing is to be gone through.
    Nothing,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Outdated => ("EERDERE DEFINITIE", "EARLIER DEFINITION"),
            Self::Split => ("SPLITSEN", "SPLIT"),
            Self::Facets => ("OPEN FACETTEN", "OPEN FACETS"),
            Self::Unplaced => ("ZONDER PLAATS", "WITHOUT A PLACE"),
            Self::Was => ("was", "was"),
            Self::NoAnchor => (
                "De regel van deze codering in het journaal kan niet gelezen worden.",
                "The line of this coding in the journal cannot be read.",
            ),
            Self::NoCandidate => (
                "Niets in de tekst lijkt hierop: wijs de plaats zelf aan, of haal de codering weg.",
                "Nothing in the text looks like it: point at its place, or take the coding off.",
            ),
            Self::Placed => ("heeft een plaats", "has a place"),
            Self::Comparing => ("… teksten worden vergeleken", "… texts are being compared"),
            Self::AllPlaced => ("ELKE CODERING HEEFT EEN PLAATS", "EVERY CODING HAS A PLACE"),
            Self::AllCodes => ("alle codes", "all codes"),
            Self::Then => ("TOEN", "THEN"),
            Self::Now => ("NU", "NOW"),
            Self::Unknown => (
                "De woorden van toen staan niet in de journalen en niet in git.",
                "The words of then stand in no journal and not in git.",
            ),
            Self::Looking => ("… wordt in git gezocht", "… is looked for in git"),
            Self::Why => ("reden", "reason"),
            Self::Reading => ("… wordt gelezen", "… is being read"),
            Self::NoPlaceNow => (
                "geen plaats in de tekst zoals die nu is; W, zonder plaats, geeft er een",
                "no place in the text as it is now; W, without a place, gives one",
            ),
            Self::Kept => ("behouden", "kept"),
            Self::Gone => ("weggehaald", "taken off"),
            Self::Filled => ("ingevuld", "filled in"),
            Self::End => ("AAN HET EIND", "AT THE END"),
            Self::Left => ("nog zonder keuze", "without a choice"),
            Self::NoPart => ("staat niet in het codeboek", "is not in the codebook"),
            Self::IsRetired => ("de oude code is buiten gebruik", "the old code is retired"),
            Self::GoOn => ("verdergaan", "go on"),
            Self::Nothing => (
                "Er is niets door te lopen: geen codering van een eerdere definitie, geen splitsing, geen open facet, geen document \
                 dat er niet meer is.",
                "There is nothing to go through: no coding of an earlier definition, no split, no open facet, no document that \
                 is gone.",
            ),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::ui) enum Say<'a> {
    /// The place on the way, counting from 1, and how many there are.
    Place(usize, usize),
    /// How many were chosen for.
    Done(usize),
    /// How many of others there are besides.
    Others(usize),
    /// One stopped with so many left; the key that goes on.
    Stopped(usize, &'a str),
    /// A code was retired.
    Retired(&'a str),
    /// When the coding was made.
    MadeAt(&'a str),
    /// So many codings.
    Codings(usize),
    /// There are no codings of one's own to go through.
    Nothing,
    /// The words of a document, which is gone or not, stand in this one.
    NowIn(&'a str, bool, &'a str),
    /// The words of a document that is gone stand in none.
    NowInNone(&'a str),
}

impl Say<'_> {
    pub(in crate::ui) fn show(&self, language: Language) -> String {
        let many = |count: usize| match count {
            1 => language.pick("1 codering", "1 coding").to_owned(),
            count => format!("{count} {}", language.pick("coderingen", "codings")),
        };
        let (dutch, english) = match self {
            Self::Place(at, all) => (format!("{at} van {all}"), format!("{at} of {all}")),
            Self::Done(count) => (format!("{count} gedaan"), format!("{count} done")),
            Self::Others(count) => (
                format!("{} van anderen: alleen zij kunnen die veranderen", many(*count)),
                format!("{} of others: only they can change them", many(*count)),
            ),
            Self::Stopped(left, key) => (
                format!("gestopt; {} over, {key} gaat verder", many(*left)),
                format!("stopped; {} left, {key} goes on", many(*left)),
            ),
            Self::Retired(code) => (format!("{code} is buiten gebruik"), format!("{code} is retired")),
            Self::MadeAt(day) => (format!("gecodeerd {day}"), format!("coded {day}")),
            Self::Codings(count) => (many(*count), many(*count)),
            Self::Nothing => (
                "hier is geen eigen codering door te lopen".to_owned(),
                "there is no coding of yours to go through here".to_owned(),
            ),
            Self::NowIn(id, true, into) => (
                format!("laat volgen: {id} is er niet meer en staat in {into}"),
                format!("let follow: {id} is gone and stands in {into}"),
            ),
            Self::NowIn(id, false, into) => (
                format!("laat volgen: woorden van {id} staan nu in {into}"),
                format!("let follow: words of {id} stand in {into} now"),
            ),
            Self::NowInNone(id) => (
                format!("{id} is er niet meer; geen document heeft zijn woorden"),
                format!("{id} is gone; no document has its words"),
            ),
        };
        language.pick(dutch, english)
    }
}
