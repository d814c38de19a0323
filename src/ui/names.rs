//! How codes, documents and passages are called on the screen.

use jiff::Timestamp;
use jiff::tz::TimeZone;

pub use crate::index::place::document_mark;
use crate::index::place::{self, Place};
use crate::model::{CodeKey, CodingKey, Document, Status, Study};
use crate::store::LoadedText;
use crate::text::Span;

use super::language::Language;
use super::theme::Rgb;
use super::view::View;
use super::words::Word;

/// The name of a code in the language of the screen, else its id; of a passage without a code that it is a mark.
pub fn code_name(view: &View<'_>, code: Option<CodeKey>) -> String {
    code.map_or_else(
        || Word::Mark.say(view.language).to_owned(),
        |code| name_of(view.study, view.language, code),
    )
}

/// The name of a code in `language`, else its id.
pub fn name_of(study: &Study, language: Language, code: CodeKey) -> String {
    let name = study.codebook.code(code).map_or("", |code| code.name.get(language.tag()));
    if name.is_empty() { study.code_id(code).to_owned() } else { name.to_owned() }
}

/// The colour of a coding's code, or of one above it.
pub fn color_of(study: &Study, key: CodingKey) -> Option<Rgb> {
    let code = study.codebook.code(study.coding(key).code?)?;
    study.codebook.color(code)
}

/// `(D10, beurt 14, SO4)`
pub fn reference(document: &Document, text: &LoadedText, span: Span, language: Language) -> String {
    let place = Place::of(text, span);
    place::reference(&document_mark(document), place.turn_numbers(), &place.speakers, language.tag())
}

/// A passage between quotation marks with its reference, and the reference alone.
pub fn quotation(document: &Document, text: &LoadedText, span: Span, language: Language) -> (String, String) {
    let reference = reference(document, text, span, language);
    let (open, close) = language.pick(('„', '”'), ('“', '”'));
    (format!("{open}{}{close} {reference}", span.slice(&text.text).trim()), reference)
}

/// A document's status.
pub fn status_name(status: Status, language: Language) -> &'static str {
    match status {
        Status::Todo => Word::Todo,
        Status::Busy => Word::Busy,
        Status::Done => Word::Done,
    }
    .say(language)
}

/// A moment (milliseconds since 1970, UTC) by the clock of `zone`, in a form of `strftime`.
pub fn moment(at: i64, zone: &TimeZone, form: &str) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    at.to_zoned_datetime(zone.clone()).strftime(form).to_string()
}
