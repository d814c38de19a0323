//! What the Journal says.

use crate::model::trail::{CannotUndo, Kind};
use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// The title.
    Journal,
    /// Nothing was done yet.
    Empty,
    /// The filter leaves nothing.
    Nothing,
    /// The row has no such thing.
    HasNone,
    /// The row is about no place.
    NoPlace,
    /// Only what counts.
    Counting,
    /// It does not count.
    Undone,
    /// In front of the reason.
    Why,
    /// In front of an entry as it stood.
    Before,
    /// As it was left.
    After,
    /// In front of the code a coding had.
    Code,
    /// In front of a kind.
    Kind,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Journal => ("JOURNAAL", "JOURNAL"),
            Self::Empty => ("Er is nog niets gedaan.", "Nothing was done yet."),
            Self::Nothing => {
                ("Niets past hierbij; esc toont weer alles.", "Nothing fits; esc shows everything again.")
            }
            Self::HasNone => ("dat heeft deze regel niet", "this row has none"),
            Self::NoPlace => (
                "dit heeft geen plaats in een tekst of in het codeboek",
                "this has no place in a text or the codebook",
            ),
            Self::Counting => ("alleen wat telt", "only what counts"),
            Self::Undone => ("telt niet meer", "does not count"),
            Self::Why => ("reden", "reason"),
            Self::Before => ("was", "was"),
            Self::After => ("werd", "became"),
            Self::Code => ("code", "code"),
            Self::Kind => ("soort", "kind"),
        };
        language.pick(dutch, english)
    }
}

/// A kind, for people.
pub(super) fn kind_name(kind: Kind, language: Language) -> &'static str {
    let (dutch, english) = match kind {
        Kind::Coding => ("coderingen", "codings"),
        Kind::Recode => ("hercoderingen", "recodings"),
        Kind::Memo => ("memo's", "memos"),
        Kind::Codebook => ("codeboek", "codebook"),
        Kind::Status => ("stand van documenten", "status of documents"),
        Kind::Text => ("teksten", "texts"),
        Kind::Undo => ("ongedaan en opnieuw", "undo and redo"),
    };
    language.pick(dutch, english)
}

/// Something to tell.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Say<'a> {
    /// Why it cannot be taken back.
    Cannot(&'a CannotUndo),
    /// So many events are told.
    Entries(usize),
    /// So much was looked at, in percent.
    Looking(usize),
    /// The step has so many events.
    Step(usize),
}

impl Say<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        let (dutch, english) = match self {
            Self::Cannot(why) => (in_dutch(why), why.to_string()),
            Self::Entries(1) => ("1 regel".to_owned(), "1 entry".to_owned()),
            Self::Entries(count) => (format!("{count} regels"), format!("{count} entries")),
            Self::Looking(percent) => (format!("{percent} % bekeken"), format!("{percent} % looked at")),
            Self::Step(count) => (format!("stap van {count}"), format!("step of {count}")),
        };
        language.pick(dutch, english)
    }
}

fn in_dutch(why: &CannotUndo) -> String {
    match why {
        CannotUndo::NotYours(coder) => format!("dit deed {coder}; alleen {coder} kan het ongedaan maken"),
        CannotUndo::Undone => "dit is al ongedaan; U doet het opnieuw".to_owned(),
        CannotUndo::Counts => "dit telt, dus er is niets opnieuw te doen".to_owned(),
        CannotUndo::Incomplete => "er ontbreken delen van, dus dit telt niet".to_owned(),
        CannotUndo::OnlySeen => {
            "dit noteert alleen wat in een bestand gezien is; verander het bestand".to_owned()
        }
        CannotUndo::Redacted => "woorden die teruggenomen zijn, komen niet terug".to_owned(),
        CannotUndo::Unknown => "deze versie van het programma weet niet wat dit deed".to_owned(),
        CannotUndo::Later => {
            "wat dit veranderde is later nog eens veranderd; maak dat eerst ongedaan".to_owned()
        }
        CannotUndo::Nothing => "zo'n stap is er niet".to_owned(),
    }
}
