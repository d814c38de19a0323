//! What is said of doing one thing to much.

use super::bulk::LeftOut;
use crate::ui::language::Language;

/// What is done, with its codes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Doing {
    /// Given these codes.
    Code(String),
    /// Given these codes instead.
    Recode(String),
    /// Taken off.
    Uncode,
    /// Made important, or no longer.
    Star(bool),
    /// Given a memo.
    Memo,
}

/// A sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Told<'a> {
    /// Nothing was chosen.
    Nothing,
    /// This can be done to codings alone.
    OnlyCodings,
    /// Whether to do it to so many.
    Sure { doing: &'a Doing, count: usize, codings: bool },
    /// It was done to so many, and what was left out.
    Done { doing: &'a Doing, count: usize, left_out: LeftOut },
}

impl Told<'_> {
    pub(super) fn show(&self, language: Language) -> String {
        match self {
            Self::Nothing => language.pick("er is niets gekozen", "nothing is chosen").to_owned(),
            Self::OnlyCodings => language
                .pick(
                    "dit kan alleen met coderingen; t toont de coderingen van deze beurten",
                    "this can be done to codings alone; t shows the codings of these turns",
                )
                .to_owned(),
            Self::Sure { doing, count, codings } => sure(doing, *count, *codings, language),
            Self::Done { doing, count, left_out } => {
                let mut parts = vec![done(doing, *count, language)];
                parts.extend(left(*left_out, language));
                parts.join(" · ")
            }
        }
    }
}

fn sure(doing: &Doing, count: usize, codings: bool, language: Language) -> String {
    let what = match (codings, language) {
        (true, Language::Dutch) => "coderingen",
        (true, Language::English) => "codings",
        (false, _) => "passages",
    };
    let (dutch, english) = match doing {
        Doing::Code(codes) => {
            (format!("{count} {what} coderen met {codes}?"), format!("give {codes} to {count} {what}?"))
        }
        Doing::Recode(codes) => (
            format!("bij {count} {what} de code vervangen door {codes}?"),
            format!("replace the code of {count} {what} by {codes}?"),
        ),
        Doing::Uncode => (format!("{count} {what} weghalen?"), format!("take {count} {what} off?")),
        Doing::Star(true) => {
            (format!("{count} {what} belangrijk maken?"), format!("make {count} {what} important?"))
        }
        Doing::Star(false) => (
            format!("{count} {what} niet meer belangrijk?"),
            format!("make {count} {what} no longer important?"),
        ),
        Doing::Memo => (format!("dit memo bij {count} {what}?"), format!("this memo on {count} {what}?")),
    };
    language.pick(dutch, english)
}

fn done(doing: &Doing, count: usize, language: Language) -> String {
    let (dutch, english) = match doing {
        Doing::Code(codes) => (format!("{count} gecodeerd: {codes}"), format!("{count} coded: {codes}")),
        Doing::Recode(codes) => (format!("{count} hebben nu {codes}"), format!("{count} have {codes} now")),
        Doing::Uncode => (format!("{count} weggehaald"), format!("{count} taken off")),
        Doing::Star(true) => (format!("{count} belangrijk"), format!("{count} important")),
        Doing::Star(false) => {
            (format!("{count} niet meer belangrijk"), format!("{count} no longer important"))
        }
        Doing::Memo => (format!("memo bij {count}"), format!("memo on {count}")),
    };
    language.pick(dutch, english)
}

fn left(left_out: LeftOut, language: Language) -> Vec<String> {
    let LeftOut { others, same, exclusive, moved } = left_out;
    let parts = [
        (others, "van anderen: overgeslagen", "of others: skipped"),
        (same, "hadden dit al", "had this already"),
        (
            exclusive,
            "niet: hun familie geeft een passage één code",
            "not: their family gives a passage one code",
        ),
        (moved, "niet: hun tekst is veranderd", "not: their text has changed"),
    ];
    let said = parts.into_iter().filter(|(count, ..)| *count > 0);
    said.map(|(count, dutch, english)| format!("{count} {}", language.pick(dutch, english))).collect()
}
