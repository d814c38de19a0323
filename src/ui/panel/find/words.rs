//! What the find screen says.

use crate::index::question::Gives;
use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// In front of the question.
    Find,
    /// What can be asked.
    Ask,
    /// Examples of questions, and what they find.
    Examples,
    /// Nothing was found.
    Nothing,
    /// A row whose text is being read.
    Reading,
    /// The answer is on its way.
    Wait,
    /// What is done to all that was found must wait until all of it is there.
    StillLooking,
    /// Answers by document.
    ByDocument,
    /// One list of answers, by place.
    ByPlace,
    ByRelevance,
    /// Heading of the forms of a word.
    Forms,
    /// No word of the question is asked in all its forms.
    NoForms,
    /// The question cannot be asked in other forms.
    NothingToWiden,
    /// The question names no code.
    NoCode,
    /// The text is not there yet.
    NotYet,
    /// Bulk actions on turns take the whole turn.
    TakesTurn,
    /// They take the sentence with the hit.
    TakesSentence,
    /// The pasted words were too long.
    TooLong,
    /// Nothing was saved or asked yet.
    NothingSaved,
    /// Heading of the saved queries.
    Saved,
    /// Heading of the questions that were asked.
    Asked,
    /// Turns without a speaker.
    Nobody,
    /// Passages without a code.
    Marks,
    /// Documents without a value.
    NoValue,
    /// There is no question to save.
    NoQuestion,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Find => ("ZOEK", "FIND"),
            Self::Ask => (
                "typ woorden, of vraag naar codes, sprekers en kenmerken",
                "type words, or ask for codes, speakers and attributes",
            ),
            Self::Examples => ("ZO KAN HET", "FOR EXAMPLE"),
            Self::Nothing => ("niets gevonden", "nothing found"),
            Self::Reading => ("…", "…"),
            Self::Wait => ("… zoekt", "… looking"),
            Self::StillLooking => (
                "nog niet alles is gevonden: zo dadelijk nog eens",
                "not all of it is found yet: try again in a moment",
            ),
            Self::ByDocument => ("per document", "by document"),
            Self::ByPlace => ("op plaats", "by place"),
            Self::ByRelevance => ("best passend eerst", "best match first"),
            Self::Forms => ("VORMEN", "FORMS"),
            Self::NoForms => (
                "geen woord staat hier in al zijn vormen: vraag ~woord",
                "no word is asked in all its forms here: ask ~word",
            ),
            Self::NothingToWiden => (
                "in deze vraag staat geen woord met andere vormen",
                "no word in this question has other forms",
            ),
            Self::NoCode => ("in deze vraag staat geen code", "this question names no code"),
            Self::NotYet => ("deze tekst wordt nog gelezen", "this text is still being read"),
            Self::TakesTurn => (
                "coderen neemt nu: wat in de beurt gezegd wordt",
                "coding takes now: what is said in the turn",
            ),
            Self::TakesSentence => {
                ("coderen neemt nu: de zin met de vindplaats", "coding takes now: the sentence with the hit")
            }
            Self::TooLong => (
                "dat is te lang voor een vraag: alleen het begin staat er",
                "that is too long for a question: only its beginning was taken",
            ),
            Self::NothingSaved => ("er is nog niets gevraagd of bewaard", "nothing was asked or saved yet"),
            Self::Saved => ("BEWAARDE VRAGEN", "SAVED QUERIES"),
            Self::Asked => ("LAATST GEVRAAGD", "ASKED LAST"),
            Self::Nobody => ("zonder spreker", "without a speaker"),
            Self::Marks => ("markeringen", "marks"),
            Self::NoValue => ("zonder waarde", "without a value"),
            Self::NoQuestion => ("er staat nog geen vraag om te bewaren", "there is no question to save yet"),
        };
        language.pick(dutch, english)
    }
}

/// Something to tell.
#[derive(Clone, Debug)]
pub(super) enum Say<'a> {
    /// How many there are, and in how many documents.
    Found(Gives, usize, usize),
    /// How many there are at least, while it is still looked for more.
    AtLeast(Gives, usize),
    /// How many are ticked.
    Ticked(usize),
    /// How many more there are in other forms, and the key that shows them.
    InForms(usize, &'a str),
    /// Whose codings were looked at.
    Of(&'a str),
    /// How many codings have no place.
    WithoutPlace(usize),
    /// A saved query is gone.
    Forgotten(&'a str),
    /// These words are not there; words that begin so were asked for.
    Begun(&'a str, &'a str),
    /// How much of the index there is, in percent.
    Building(u32),
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let counted = |gives, count| match gives {
            Gives::Codings => (of(count, "codering", "coderingen"), of(count, "coding", "codings")),
            Gives::Turns => (of(count, "beurt", "beurten"), of(count, "turn", "turns")),
        };
        let (dutch, english) = match self {
            Self::AtLeast(gives, found) => {
                let (dutch, english) = counted(*gives, *found);
                (format!("minstens {dutch}"), format!("at least {english}"))
            }
            Self::Found(gives, found, documents) => {
                let (dutch, english) = counted(*gives, *found);
                (
                    format!("{dutch} in {}", of(*documents, "document", "documenten")),
                    format!("{english} in {}", of(*documents, "document", "documents")),
                )
            }
            Self::Ticked(count) => (format!("{count} aangevinkt"), format!("{count} ticked")),
            Self::InForms(count, key) => (
                format!("nog {count} in andere vormen: {key}"),
                format!("{count} more in other forms: {key}"),
            ),
            Self::Of(coders) => (format!("van {coders}"), format!("of {coders}")),
            Self::WithoutPlace(count) => (
                format!("{} zonder plaats", of(*count, "codering", "coderingen")),
                format!("{} without a place", of(*count, "coding", "codings")),
            ),
            Self::Forgotten(name) => (format!("@{name} is weg"), format!("@{name} is gone")),
            Self::Begun(whole, begun) => (
                format!("precies '{whole}' staat er niet; gezocht met {begun}"),
                format!("exactly '{whole}' is not there; looked for {begun}"),
            ),
            Self::Building(percent) => (format!("index {percent} %"), format!("index {percent} %")),
        };
        language.pick(dutch, english)
    }
}

fn of(count: usize, one: &str, more: &str) -> String {
    format!("{count} {}", if count == 1 { one } else { more })
}
