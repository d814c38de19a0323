//! What the tables say.

use crate::analysis::table::{By, Cell};
use crate::ui::language::Language;

/// A fixed word or phrase.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Word {
    /// In front of what is counted by what.
    Table,
    /// The rows.
    Codes,
    /// The last column, and the last row.
    Total,
    /// Nothing is coded.
    Empty,
    /// The turns are not known yet.
    NoTurns,
    /// Codes count those below them.
    WithBelow,
}

impl Word {
    pub(super) fn say(self, language: Language) -> &'static str {
        let (dutch, english) = match self {
            Self::Table => ("TABEL", "TABLE"),
            Self::Codes => ("code", "code"),
            Self::Total => ("totaal", "total"),
            Self::Empty => (
                "nog geen coderingen in de zichtbare lagen: z kiest welke",
                "no codings in the layers that are shown yet: z chooses which",
            ),
            Self::NoTurns => (
                "sprekers volgen zodra de teksten gelezen zijn",
                "speakers follow when the texts have been read",
            ),
            Self::WithBelow => ("met onderliggende codes", "with the codes below"),
        };
        language.pick(dutch, english)
    }
}

/// What the columns are, for people.
pub(super) fn by_name(by: &By, attribute: Option<&str>, language: Language) -> String {
    match by {
        By::Attribute(name) | By::Facet(name) => attribute.unwrap_or(name).to_owned(),
        By::Document => language.pick("document", "document").to_owned(),
        By::Role => language.pick("rol", "role").to_owned(),
        By::Speaker => language.pick("spreker", "speaker").to_owned(),
        By::Coder => language.pick("codeur", "coder").to_owned(),
    }
}

/// `12 coderingen in 5 documenten, 4 sprekers`
pub(super) fn sentence(cell: Cell, language: Language) -> String {
    let of = |count: usize, one: &str, more: &str| format!("{count} {}", if count == 1 { one } else { more });
    let dutch = format!(
        "{} in {}, {}",
        of(cell.codings, "codering", "coderingen"),
        of(cell.documents, "document", "documenten"),
        of(cell.speakers, "spreker", "sprekers")
    );
    let english = format!(
        "{} in {}, {}",
        of(cell.codings, "coding", "codings"),
        of(cell.documents, "document", "documents"),
        of(cell.speakers, "speaker", "speakers")
    );
    language.pick(dutch, english)
}
