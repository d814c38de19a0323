//! What the import says, in both languages.

use std::path::PathBuf;

use crate::import::compose::{Composed, Declared, Draft};
use crate::import::encoding::LineEnds;
use crate::import::project::ProjectPlan;
use crate::ui::language::Language;

/// The files that a line names: with blanks between them, those that have blanks in their names between quotation marks.
pub(super) fn paths(line: &str) -> Vec<PathBuf> {
    let mut paths = Vec::new();
    let mut name = String::new();
    let mut quote = None;
    for c in line.trim().chars() {
        match (quote, c) {
            (None, '"' | '\'') if name.is_empty() => quote = Some(c),
            (Some(open), c) if c == open => {
                quote = None;
                paths.push(std::mem::take(&mut name));
            }
            (None, ' ') => paths.push(std::mem::take(&mut name)),
            (_, c) => name.push(c),
        }
    }
    paths.push(name);
    paths.into_iter().filter(|path| !path.trim().is_empty()).map(PathBuf::from).collect()
}

pub(super) fn ask_files(language: Language) -> &'static str {
    language.pick("Welke bestanden, of welke map?", "Which files, or which folder?")
}

pub(super) fn about_files(language: Language) -> [&'static str; 4] {
    [
        language.pick(
            "Wat een bestand is, wordt gezien aan wat erin staat: tekst, Markdown, Word, OpenDocument,",
            "What a file is, is seen from what stands in it: text, Markdown, Word, OpenDocument,",
        ),
        language.pick(
            "RTF, PDF, HTML, WebVTT, SRT, Excel, CSV, Whisper, oTranscribe, ELAN, CHAT, Praat, TEI.",
            "RTF, PDF, HTML, WebVTT, SRT, Excel, CSV, Whisper, oTranscribe, ELAN, CHAT, Praat, TEI.",
        ),
        language.pick(
            "Tab vult een naam aan; spaties in een naam: zet hem tussen \" \".",
            "Tab completes a name; blanks in a name: put it between \" \".",
        ),
        language.pick(
            "Er wordt niets geschreven voordat je gezien hebt wat het wordt.",
            "Nothing is written before you have seen what it becomes.",
        ),
    ]
}

pub(super) fn no_folder(language: Language) -> &'static str {
    language.pick("dat kan geen map in het corpus zijn", "that cannot be a folder in the corpus")
}

pub(super) fn no_encoding(language: Language) -> &'static str {
    language.pick(
        "dat is geen codering; bijvoorbeeld utf-8, windows-1252, utf-16le, iso-8859-15 of macintosh",
        "that is no encoding; utf-8, windows-1252, utf-16le, iso-8859-15 or macintosh, for example",
    )
}

pub(super) fn reads_only(language: Language) -> &'static str {
    language.pick(
        "dit venster leest alleen; importeer in het venster dat schrijft",
        "this window only reads; import in the window that writes",
    )
}

pub(super) fn reading((done, total): (usize, usize), language: Language) -> String {
    match total {
        0 => language.pick("… wordt gelezen", "… is being read").to_owned(),
        _ => language.pick(format!("{done} van {total} gelezen"), format!("{done} of {total} read")),
    }
}

pub(super) fn writing(language: Language) -> &'static str {
    language.pick("… wordt geschreven", "… is being written")
}

/// How many there are of what.
#[derive(Clone, Copy)]
pub(super) struct Counts {
    pub documents: usize,
    pub projects: usize,
    pub known: usize,
    pub refused: usize,
}

pub(super) fn summary(counts: Counts, folder: &str, language: Language) -> String {
    let Counts { documents, projects, known, refused } = counts;
    let mut parts = Vec::new();
    if documents > 0 || projects == 0 {
        parts.push(language.pick(
            format!("{documents} {} naar {folder}/", if documents == 1 { "document" } else { "documenten" }),
            format!("{documents} document{} to {folder}/", if documents == 1 { "" } else { "s" }),
        ));
    }
    if projects > 0 {
        parts.push(language.pick(
            format!("{projects} {}", if projects == 1 { "project" } else { "projecten" }),
            format!("{projects} project{}", if projects == 1 { "" } else { "s" }),
        ));
    }
    if known > 0 {
        parts.push(language.pick(format!("{known} al bekend"), format!("{known} known already")));
    }
    if refused > 0 {
        parts.push(language.pick(format!("{refused} niet te lezen"), format!("{refused} cannot be read")));
    }
    parts.join(" · ")
}

/// What becomes of a project.
pub(super) fn of_plan(plan: &ProjectPlan, is_new: bool, language: Language) -> Vec<String> {
    if !is_new {
        let all = language.pick("staat al helemaal in de studie", "all of it is in the study already");
        return vec![all.to_owned()];
    }
    let values: usize = plan.codebook.iter().map(|(_, list)| list.len()).sum();
    let families: Vec<&str> = plan.codebook.iter().map(|(family, _)| family.as_str()).collect();
    let layers: Vec<&str> = plan.layers.iter().map(|(name, _)| name.as_str()).collect();
    let mut lines = vec![language.pick(
        format!(
            "nieuwe documenten: {} · coderingen: {} · memo's: {}",
            plan.documents.len(),
            plan.codings,
            plan.memos
        ),
        format!(
            "new documents: {} · codings: {} · memos: {}",
            plan.documents.len(),
            plan.codings,
            plan.memos
        ),
    )];
    if values > 0 {
        let families = families.join(", ");
        lines.push(language.pick(
            format!("codeboek: {values} waarden in {families}"),
            format!("codebook: {values} values in {families}"),
        ));
    }
    if !layers.is_empty() {
        lines.push(format!("{}: {}", language.pick("lagen", "layers"), layers.join(", ")));
    }
    if plan.orphans > 0 {
        lines.push(language.pick(
            format!("zonder plaats in de tekst, bewaard als memo: {}", plan.orphans),
            format!("without a place in the text, kept as memos: {}", plan.orphans),
        ));
    }
    lines.extend(plan.documents.iter().take(10).map(|(path, _)| path.clone()));
    lines
}

/// `132 turns · 130 with a time · 2 without a speaker`.
pub(super) fn counts(document: &Composed, language: Language) -> String {
    let mut parts = vec![language.pick(
        format!("{} {}", document.turns, if document.turns == 1 { "beurt" } else { "beurten" }),
        format!("{} turn{}", document.turns, if document.turns == 1 { "" } else { "s" }),
    )];
    if document.timed > 0 {
        parts.push(
            language
                .pick(format!("{} met een tijd", document.timed), format!("{} with a time", document.timed)),
        );
    }
    if document.nameless > 0 {
        parts.push(language.pick(
            format!("{} zonder spreker", document.nameless),
            format!("{} without a speaker", document.nameless),
        ));
    }
    parts.join(" · ")
}

/// What the study says about a label: `deelnemer SO4 · schoolopleider`.
pub(super) fn declared(declared: &Declared, language: Language) -> String {
    match declared {
        Declared::Strand => language.pick("een label zonder persoon", "a strand: no person").to_owned(),
        Declared::Participant { id, roles } => {
            let who = format!("{} {id}", language.pick("deelnemer", "participant"));
            [who].into_iter().chain(roles.iter().cloned()).collect::<Vec<_>>().join(" · ")
        }
    }
}

/// Format, encoding, line ends.
pub(super) fn of_file(draft: &Draft, language: Language) -> String {
    let mut parts = vec![draft.format.name().to_owned()];
    if let Some(decoding) = &draft.found.decoding {
        parts.push(decoding.encoding.name().to_owned());
        if let LineEnds { crlf: 1.., .. } = decoding.line_ends {
            parts.push(language.pick("CRLF wordt LF", "CRLF becomes LF").to_owned());
        }
    }
    parts.join(" · ")
}

/// What is told when it is done.
pub fn written(count: usize, language: Language) -> String {
    language.pick(
        format!("{count} {} opgenomen", if count == 1 { "document" } else { "documenten" }),
        format!("{count} document{} taken in", if count == 1 { "" } else { "s" }),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_blanks_stand_between_quotation_marks() {
        let shown =
            |line: &str| paths(line).iter().map(|path| path.display().to_string()).collect::<Vec<_>>();
        assert_eq!(shown("a.txt  b.docx "), ["a.txt", "b.docx"]);
        assert_eq!(shown("\"mijn map/a b.txt\" c"), ["mijn map/a b.txt", "c"]);
        assert_eq!(shown(" "), [""; 0]);
        assert_eq!(shown("d'r.txt"), ["d'r.txt"]);
    }
}
