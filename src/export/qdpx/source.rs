//! A document: its text, its codings, its memos and its attributes.

use std::borrow::Cow;
use std::fmt::Write as _;

use jiff::Timestamp;
use zip::write::{PreparedZipFile, SimpleFileOptions};

use crate::export::ExportError;
use crate::export::segments::Row;
use crate::export::xml::{clean, escaped, one_line};
use crate::model::Document;
use crate::model::codebook::guid::{Thing, derived};
use crate::model::event::Target;
use crate::model::labelled::{FACET, ID, IMPORTANT, LANGUAGE, Labelled, SPEAKER};
use crate::model::names::CodingKey;
use crate::model::study::Study;
use crate::store::LoadedText;
use crate::text::Span;

use super::head::Head;
use super::memos::Memos;
use super::variables::Variables;

/// So many characters of a passage stand in its name.
const NAME: usize = 500;

/// What a document needs to know of the rest.
pub(super) struct Context<'a> {
    pub study: &'a Study,
    pub head: &'a Head,
    pub memos: &'a Memos,
    pub variables: &'a Variables,
}

/// A document as it is written.
pub(super) struct Rendered {
    /// Its element.
    pub xml: String,
    /// Its text, packed.
    pub text: PreparedZipFile,
    /// The memos on it and on its codings, by their places.
    pub noted: Vec<usize>,
    /// How many of its codings have no place in it.
    pub placeless: usize,
    /// True where its text has CRLF, or a byte order mark, which the file has not.
    pub has_other_line_ends: bool,
}

impl Context<'_> {
    /// `None` for a document that is missing or cannot be read.
    pub fn render(&self, row: &Row, options: SimpleFileOptions) -> Result<Option<Rendered>, ExportError> {
        let (Some(document), Some(text)) = (self.study.document(row.document), &row.text) else {
            return Ok(None);
        };
        let plain = Plain::of(text);
        let guid = self.head.document(row.document);
        let mut xml = String::with_capacity(800 * row.keys.len() + 600);
        let name = escaped(&one_line(document.title()));
        let _ = writeln!(
            xml,
            "    <TextSource guid=\"{guid}\" name=\"{name}\" plainTextPath=\"internal://{guid}.txt\">"
        );
        let of_document = self.memos.on(&Target::Document(document.id.clone()));
        let description = Labelled { words: self.memos.words(of_document), ..labels(document) };
        let description = escaped(&clean(&description.write()));
        let _ = writeln!(xml, "      <Description>{description}</Description>");
        let mut noted = Vec::new();
        let placed = self.placed(row, text);
        for &key in &placed {
            self.selection(&mut xml, key, &plain, &mut noted);
        }
        noted.extend(of_document);
        xml.push_str(&self.memos.refs(of_document, "      "));
        xml.push_str(&self.variables.of_document(document));
        xml.push_str("    </TextSource>\n");
        Ok(Some(Rendered {
            xml,
            text: PreparedZipFile::from_data(format!("sources/{guid}.txt"), options, plain.text.as_bytes())?,
            noted,
            placeless: row.keys.len() - placed.len(),
            has_other_line_ends: !plain.gone.is_empty(),
        }))
    }

    /// The codings that have a place in the text, in their order.
    fn placed(&self, row: &Row, text: &LoadedText) -> Vec<CodingKey> {
        let study = self.study;
        let stands = |key: &CodingKey| {
            let span = study.coding(*key).span;
            study.verdict(*key).has_position() && text.text.get(span.range()).is_some()
        };
        let mut placed: Vec<CodingKey> = row.keys.iter().copied().filter(stands).collect();
        placed.sort_by_cached_key(|&key| {
            let coding = study.coding(key);
            let code = coding.code.map_or("", |code| study.code_id(code));
            let place = (coding.span.start, coding.span.end);
            (place, code.to_owned(), study.coder_name(coding.coder).to_owned(), study.coding_id(key))
        });
        placed
    }

    fn selection(&self, xml: &mut String, key: CodingKey, plain: &Plain<'_>, noted: &mut Vec<usize>) {
        let study = self.study;
        let coding = study.coding(key);
        let guid = self.head.coding(study, key);
        let made = format!(
            "creatingUser=\"{}\" creationDateTime=\"{}\"",
            derived(Thing::Coder, study.coder_name(coding.coder)),
            moment(study.coding_at(key))
        );
        let (start, end) = plain.points(coding.span);
        let quote = shown(coding.span.slice(&plain.loaded.text));
        let code = coding.code.and_then(|code| self.head.codes.get(&code));
        // A passage without a code is a selection and nothing else.
        let selection = code.map_or(guid, |_| derived(Thing::Selection, &guid.to_string()));
        let _ = writeln!(
            xml,
            "      <PlainTextSelection guid=\"{selection}\" name=\"{}\" startPosition=\"{start}\" endPosition=\"{end}\" {made}>",
            escaped(&quote)
        );
        let mut description = Labelled::default();
        if coding.important {
            description.add(IMPORTANT, ["yes"]);
        }
        for (facet, values) in study.facets(coding).iter().filter(|(_, values)| !values.is_empty()) {
            let values = values.iter().map(|value| study.word(*value));
            description.add(FACET, std::iter::once(study.word(*facet)).chain(values));
        }
        let memos = self.memos.on(&Target::Coding(study.coding_id(key)));
        description.words = self.memos.words(memos);
        if description != Labelled::default() {
            let description = escaped(&clean(&description.write()));
            let _ = writeln!(xml, "        <Description>{description}</Description>");
        }
        noted.extend(memos);
        let refs = self.memos.refs(memos, "          ");
        match code {
            Some(code) => {
                let _ = write!(
                    xml,
                    "        <Coding guid=\"{guid}\" {made}>\n          <CodeRef targetGUID=\"{code}\"/>\n{refs}        </Coding>\n"
                );
            }
            None => xml.push_str(&refs),
        }
        xml.push_str("      </PlainTextSelection>\n");
    }
}

/// What is said of a document and has no place of its own.
fn labels(document: &Document) -> Labelled {
    let mut labels = Labelled::default();
    labels.add(ID, [document.id.as_str()]);
    labels.add(LANGUAGE, document.front.language.as_deref());
    for (label, role) in &document.front.speakers {
        labels.add(
            SPEAKER,
            std::iter::once(label.as_str()).chain(Some(role.as_str()).filter(|role| !role.is_empty())),
        );
    }
    labels
}

/// A moment given in milliseconds since 1970.
pub(super) fn moment(milliseconds: i64) -> Timestamp {
    Timestamp::from_millisecond(milliseconds).unwrap_or_default()
}

/// A passage as the name of its selection.
fn shown(passage: &str) -> String {
    let line = one_line(passage);
    match line.char_indices().nth(NAME) {
        Some((end, _)) => format!("{}…", line[..end].trim_end()),
        None => line,
    }
}

/// A text as it is written: lines end with LF, and there is no byte order mark.
struct Plain<'t> {
    loaded: &'t LoadedText,
    text: Cow<'t, str>,
    /// The bytes of the characters that went: those of CR before LF, and of a byte order mark.
    gone: Vec<u32>,
}

impl<'t> Plain<'t> {
    fn of(loaded: &'t LoadedText) -> Self {
        let text = loaded.text.as_str();
        let mut gone: Vec<u32> = Vec::new();
        if text.starts_with('\u{feff}') {
            gone.push(0);
        }
        gone.extend(memchr::memmem::find_iter(text.as_bytes(), b"\r\n").map(|at| at as u32));
        if gone.is_empty() {
            return Self { loaded, text: Cow::Borrowed(text), gone };
        }
        let without_mark = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self { loaded, text: Cow::Owned(without_mark.replace("\r\n", "\n")), gone }
    }

    /// A span of bytes as code points of the text that is written.
    fn points(&self, span: Span) -> (u32, u32) {
        let (start, end) = self.loaded.code_points(span);
        let before = |byte: u32| self.gone.partition_point(|gone| *gone < byte) as u32;
        (start - before(span.start), end - before(span.end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_passage_is_cut_in_its_name_alone() {
        assert_eq!(shown(" één\r\n  regel "), "één regel");
        let long = shown(&"a b ".repeat(300));
        assert!(long.ends_with("b…") && long.chars().count() <= NAME + 1, "{long}");
    }

    #[test]
    fn positions_are_those_of_the_text_that_is_written() {
        let text = "\u{feff}é\r\nb\rc\r\n\r\nd";
        let loaded = LoadedText::new(0.into(), text.to_owned(), &[], None);
        let plain = Plain::of(&loaded);
        assert_eq!(plain.text, "é\nb\rc\n\nd");
        let letters: Vec<char> = plain.text.chars().collect();
        for (at, letter) in text.char_indices().filter(|(_, letter)| letter.is_alphabetic()) {
            let (start, end) = plain.points(Span::new(at as u32, (at + letter.len_utf8()) as u32));
            assert_eq!((letters[start as usize], end), (letter, start + 1));
        }
    }
}
