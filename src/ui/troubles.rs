//! What goes wrong with files, in the language of the screen. What happens often is said in Dutch too; the rest is said as
//! the store says it, in English.

use std::io::ErrorKind;

use super::language::Language;
use crate::model::edit::EditError;
use crate::store::{ReadOnly, StoreError};

/// The sentence for a person.
pub fn of_store(error: &StoreError, language: Language) -> String {
    let dutch = match error {
        StoreError::Io { path, doing, error, .. } => dutch_work(doing).map(|doing| {
            format!("{}: kan dit niet {doing} ({error}); {}", path.display(), dutch_cure(error.kind()))
        }),
        StoreError::NotUtf8 { path, at } => {
            Some(format!("{path}: byte {at} is geen UTF-8; bewaar het bestand als UTF-8 in een editor"))
        }
        StoreError::TooLong { path } => {
            Some(format!("{path}: een tekst van 4 GiB of meer kan niet gecodeerd worden; deel het bestand"))
        }
        StoreError::NoDocument(id) => Some(format!("`{id}` is geen document; haal het bestand terug")),
        StoreError::ReadOnly(why) => Some(of_read_only(why, Language::Dutch)),
        StoreError::Edit(error) => return of_edit(error, language),
        StoreError::CodebookMoved { entry, .. } => Some(format!(
            "het codeboek kan zo niet veranderen: {entry} is intussen anders, in gebruik, of heeft een naam zonder letter"
        )),
        StoreError::WriterGone(path) => Some(format!(
            "{} wordt niet meer geschreven; stop en begin opnieuw: wat als klaar getoond werd is veilig",
            path.display()
        )),
        _ => None,
    };
    match (language, dutch) {
        (Language::Dutch, Some(dutch)) => dutch,
        _ => error.to_string(),
    }
}

/// Why a window can only read.
pub fn of_read_only(why: &ReadOnly, language: Language) -> String {
    let dutch = match why {
        ReadOnly::OtherWindow { coder, who } => {
            format!("laag `{coder}` is al open in een ander venster ({who}); hier kunt u alleen lezen")
        }
        ReadOnly::NewerFormat { format } => {
            format!("deze studie heeft formaat {format}, nieuwer dan dit programma; werk kantlijn bij")
        }
        ReadOnly::Asked => "de studie is alleen om te lezen geopend".to_owned(),
    };
    language.pick(dutch, why.to_string())
}

/// What the model does not allow.
pub fn of_edit(error: &EditError, language: Language) -> String {
    match (error, language) {
        (EditError::NotYours(coder), Language::Dutch) => {
            format!("deze codering is van {coder}; alleen {coder} kan haar veranderen")
        }
        _ => error.to_string(),
    }
}

fn dutch_work(doing: &str) -> Option<&'static str> {
    Some(match doing {
        "read it" => "lezen",
        "write it" => "schrijven",
        "make this folder" => "als map maken",
        "open your journal" => "openen om in te schrijven",
        _ => return None,
    })
}

fn dutch_cure(kind: ErrorKind) -> &'static str {
    match kind {
        ErrorKind::NotFound => "kijk of het pad klopt",
        ErrorKind::PermissionDenied => "kijk van wie het is en wie erbij mag",
        ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "maak ruimte op de schijf",
        ErrorKind::ReadOnlyFilesystem => "zet de studie op een schijf waarop geschreven kan worden",
        _ => "probeer het opnieuw",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    #[test]
    fn a_full_disk_is_told_in_both_languages() {
        let full = || std::io::Error::from(ErrorKind::StorageFull);
        let error = StoreError::io(Path::new("codings/anna/a.jsonl"), "write it", full());
        let dutch = of_store(&error, Language::Dutch);
        assert!(dutch.starts_with("codings/anna/a.jsonl: kan dit niet schrijven ("), "{dutch}");
        assert!(dutch.ends_with("maak ruimte op de schijf"), "{dutch}");
        assert!(of_store(&error, Language::English).ends_with("free some room on the disk"));
    }

    #[test]
    fn what_has_no_dutch_is_told_in_english() {
        let error = StoreError::io(Path::new("x"), "mend its last line", ErrorKind::NotFound.into());
        assert_eq!(of_store(&error, Language::Dutch), error.to_string());
        let taken = ReadOnly::OtherWindow { coder: "anna".to_owned(), who: "process 7".to_owned() };
        assert!(of_read_only(&taken, Language::Dutch).contains("alleen lezen"));
        assert_eq!(of_read_only(&taken, Language::English), taken.to_string());
    }
}
