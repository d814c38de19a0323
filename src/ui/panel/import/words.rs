//! What the import says, in both languages.

use std::path::PathBuf;

use crate::import::compose::{Composed, Draft};
use crate::import::encoding::LineEnds;
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

pub(super) fn summary(
    documents: usize,
    known: usize,
    refused: usize,
    folder: &str,
    language: Language,
) -> String {
    let mut parts = vec![language.pick(
        format!("{documents} {} naar {folder}/", if documents == 1 { "document" } else { "documenten" }),
        format!("{documents} document{} to {folder}/", if documents == 1 { "" } else { "s" }),
    )];
    if known > 0 {
        parts.push(language.pick(format!("{known} al bekend"), format!("{known} known already")));
    }
    if refused > 0 {
        parts.push(language.pick(format!("{refused} niet te lezen"), format!("{refused} cannot be read")));
    }
    parts.join(" · ")
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
