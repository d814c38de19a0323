//! The formats of transcripts: which one a file is, and the one place that leads to their readers.
//!
//! A reader is a function `read(text: &str, options: &ReadOptions)` for formats that are text (they get it decoded, without
//! byte order mark and with LF), or `read(bytes: &[u8], options: &ReadOptions)` for the others; both give
//! `Result<Found, ImportError>`.

mod recognise;

use encoding_rs::Encoding;

use super::ImportError;
use super::encoding::decode;
use super::transcript::Found;
use super::{
    chat, docx, eaf, handelingen, html, odt, otranscribe, pdf, plain, rtf, sheet, subtitles, tei, textgrid,
    whisper,
};

pub use recognise::recognise;

/// A format of transcripts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Format {
    /// Plain text: paragraphs, perhaps with labels and times.
    Text,
    /// Markdown.
    Markdown,
    /// `WebVTT` subtitles, as Zoom and Teams write them.
    WebVtt,
    /// SRT subtitles.
    Srt,
    /// Word, since 2007.
    Docx,
    /// `OpenDocument` text: `LibreOffice`.
    Odt,
    /// Rich Text Format.
    Rtf,
    /// A web page.
    Html,
    /// PDF.
    Pdf,
    /// A table with commas, semicolons or tabs.
    Csv,
    /// A workbook: xlsx, xls, ods.
    Excel,
    /// JSON of Whisper, `WhisperX` and whisper.cpp.
    Whisper,
    /// oTranscribe.
    OTranscribe,
    /// ELAN annotations.
    Elan,
    /// CHAT of CHILDES.
    Chat,
    /// A `TextGrid` of Praat.
    TextGrid,
    /// TEI, with `u` elements.
    Tei,
    /// Proceedings of the Dutch parliament.
    Handelingen,
    /// A project of any program in REFI-QDA.
    RefiQda,
    /// A project of `QualCoder`.
    QualCoder,
    /// A project of Taguette.
    Taguette,
    /// A project of RQDA.
    Rqda,
    /// A project of requal.
    Requal,
}

impl Format {
    /// All formats.
    pub const ALL: [Self; 23] = [
        Self::Text,
        Self::Markdown,
        Self::WebVtt,
        Self::Srt,
        Self::Docx,
        Self::Odt,
        Self::Rtf,
        Self::Html,
        Self::Pdf,
        Self::Csv,
        Self::Excel,
        Self::Whisper,
        Self::OTranscribe,
        Self::Elan,
        Self::Chat,
        Self::TextGrid,
        Self::Tei,
        Self::Handelingen,
        Self::RefiQda,
        Self::QualCoder,
        Self::Taguette,
        Self::Rqda,
        Self::Requal,
    ];

    /// Its name on the command line and in the head of a document.
    pub fn id(self) -> &'static str {
        match self {
            Self::Text => "text",
            Self::Markdown => "markdown",
            Self::WebVtt => "vtt",
            Self::Srt => "srt",
            Self::Docx => "docx",
            Self::Odt => "odt",
            Self::Rtf => "rtf",
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Csv => "csv",
            Self::Excel => "excel",
            Self::Whisper => "whisper",
            Self::OTranscribe => "otr",
            Self::Elan => "eaf",
            Self::Chat => "cha",
            Self::TextGrid => "textgrid",
            Self::Tei => "tei",
            Self::Handelingen => "handelingen",
            Self::RefiQda => "refi-qda",
            Self::QualCoder => "qualcoder",
            Self::Taguette => "taguette",
            Self::Rqda => "rqda",
            Self::Requal => "requal",
        }
    }

    /// True for projects of other programs, which are more than text.
    pub fn is_project(self) -> bool {
        matches!(self, Self::RefiQda | Self::QualCoder | Self::Taguette | Self::Rqda | Self::Requal)
    }

    /// The format with this id.
    pub fn from_id(id: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.id() == id)
    }

    /// What people call it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Text => "plain text",
            Self::Markdown => "Markdown",
            Self::WebVtt => "WebVTT",
            Self::Srt => "SRT",
            Self::Docx => "Word (.docx)",
            Self::Odt => "OpenDocument text (.odt)",
            Self::Rtf => "Rich Text Format (.rtf)",
            Self::Html => "HTML",
            Self::Pdf => "PDF",
            Self::Csv => "CSV",
            Self::Excel => "a workbook (Excel or OpenDocument)",
            Self::Whisper => "Whisper JSON",
            Self::OTranscribe => "oTranscribe (.otr)",
            Self::Elan => "ELAN (.eaf)",
            Self::Chat => "CHAT (.cha)",
            Self::TextGrid => "a Praat TextGrid",
            Self::Tei => "TEI",
            Self::Handelingen => "proceedings of the Dutch parliament (XML)",
            Self::RefiQda => "a REFI-QDA project",
            Self::QualCoder => "a QualCoder project",
            Self::Taguette => "a Taguette project",
            Self::Rqda => "an RQDA project",
            Self::Requal => "a requal project",
        }
    }
}

/// What a reader may need to know beside the file itself. Each takes what it needs.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ReadOptions {
    /// The file's name, without folders.
    pub name: String,
    /// The main language of the study, as a tag such as `nl`.
    pub language: String,
    /// The encoding, where the person knows better than a guess.
    pub encoding: Option<&'static Encoding>,
    /// Whether places that were encoded twice are repaired.
    pub repair: bool,
    /// The tiers to take (ELAN, Praat); none: the reader's own choice.
    pub tiers: Vec<String>,
    /// The sheet of a workbook, by name; `None`: the first that holds something.
    pub sheet: Option<String>,
    /// Which columns of a table mean what.
    pub columns: Columns,
    /// Cues of one speaker with at most so many milliseconds between them are one turn; `None`: the reader's own choice.
    pub merge_gap: Option<u64>,
}

/// Columns of a table by their head, or by number from 1 where there is none. What is not said is for the reader to find.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Columns {
    /// What tells rows apart: a respondent's number, which becomes the speaker's label.
    pub id: Option<String>,
    /// What is said.
    pub text: Vec<String>,
    /// Attributes of a row's document.
    pub attributes: Vec<String>,
    /// Who says it: then a row is a turn.
    pub speaker: Option<String>,
    /// When: likewise.
    pub time: Option<String>,
    /// True where a row becomes a document of its own instead of turns in one.
    pub document_each: bool,
}

/// Reads a file of this format.
///
/// # Errors
/// One sentence that says what is wrong and what to do; without the name of the file.
pub fn read(format: Format, bytes: &[u8], options: &ReadOptions) -> Result<Found, ImportError> {
    super::limits::check_size(bytes.len() as u64)?;
    match format {
        // Formats that are no text.
        Format::Docx => docx::read(bytes),
        Format::Odt => odt::read(bytes),
        Format::Rtf => rtf::read(bytes),
        Format::Pdf => pdf::read(bytes),
        Format::Excel => sheet::read_workbook(bytes, options),
        _ if format.is_project() => project(format),
        // Formats that are text, which their readers get decoded.
        _ => {
            let decoded = decode(bytes, options)?;
            let mut found = read_text(format, &decoded.text, options)?;
            found.notes.splice(0..0, decoded.decoding.notes());
            found.decoding = Some(decoded.decoding);
            Ok(found)
        }
    }
}

fn read_text(format: Format, text: &str, options: &ReadOptions) -> Result<Found, ImportError> {
    match format {
        Format::WebVtt => subtitles::read_vtt(text, options),
        Format::Srt => subtitles::read_srt(text, options),
        Format::Whisper => whisper::read(text, options),
        Format::OTranscribe => otranscribe::read(text),
        Format::Elan => eaf::read(text, options),
        Format::Chat => chat::read(text, options),
        Format::TextGrid => textgrid::read(text, options),
        Format::Tei => tei::read(text, options),
        Format::Handelingen => handelingen::read(text, options),
        Format::Html => html::read(text),
        Format::Csv => sheet::read_text(text, options),
        Format::Text | Format::Markdown => plain::read(text, format == Format::Markdown),
        _ => project(format),
    }
}

fn project(format: Format) -> Result<Found, ImportError> {
    Err(ImportError::Project { format: format.name() })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_format_has_a_name_of_its_own() {
        for format in Format::ALL {
            assert_eq!(Format::from_id(format.id()), Some(format));
            assert_eq!(Format::ALL.iter().filter(|other| other.name() == format.name()).count(), 1);
        }
    }
}
