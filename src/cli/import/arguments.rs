//! What can be said to `kantlijn import`.

use std::path::PathBuf;

use anyhow::{Result, anyhow};
use clap::Args;

use crate::import::format::Columns;

/// Take transcripts of any format into the corpus
///
/// What a file is, is seen from what stands in it: text, Markdown, subtitles, Word, RTF, HTML, PDF, tables, recordings that were
/// written out by programs. Each becomes corpus/NAME with a head that says what it came from. No
/// document is ever overwritten, and a file that is in the study already is left alone. Of a folder the files in it are
/// taken. A project of another program (REFI-QDA .qdpx, QualCoder, Taguette, RQDA, requal) comes in whole, with its codes, codings,
/// memos and coders.
#[derive(Args, Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch on the command line")]
pub struct Arguments {
    /// The files, or folders of files
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,

    /// The folder below corpus/ for the new documents
    #[arg(long, value_name = "FOLDER")]
    pub into: Option<String>,

    /// An attribute of all new documents
    #[arg(long, value_name = "NAME=VALUE")]
    pub set: Vec<String>,

    /// A table (CSV or a workbook) with attributes, a row a document; its first column has the names of files
    #[arg(long, value_name = "TABLE")]
    pub attributes: Option<PathBuf>,

    /// Attributes in the names of files, such as {traject}_c{cyclus}_s{sessie}; {_} is anything
    #[arg(long, value_name = "PATTERN")]
    pub pattern: Option<String>,

    /// Another label for a speaker; spellings of one label count as one, and without NEW it is no speaker
    #[arg(long = "speaker", value_name = "OLD=NEW")]
    pub speakers: Vec<String>,

    /// Names that give way to tokens, a `name = token` on each line; the file must lie outside the study and outside git
    #[arg(long, value_name = "FILE")]
    pub pseudonyms: Option<PathBuf>,

    /// List what may lead to a person: addresses, numbers, words with a capital where none is due
    #[arg(long)]
    pub candidates: bool,

    /// The format, instead of seeing it from the file
    #[arg(long = "as", value_name = "FORMAT")]
    pub format: Option<String>,

    /// The encoding, instead of finding it out
    #[arg(long, value_name = "NAME")]
    pub encoding: Option<String>,

    /// Mend text that was encoded twice (`Ã¶` for `ö`)
    #[arg(long)]
    pub repair: bool,

    /// The tiers to take from ELAN and Praat
    #[arg(long, value_name = "TIER", value_delimiter = ',')]
    pub tiers: Vec<String>,

    /// The sheet of a workbook
    #[arg(long, value_name = "NAME")]
    pub sheet: Option<String>,

    /// What the columns of a table mean: text=, id=, speaker=, time=, attribute= with the head of a column, or `document` for
    /// a document a row
    #[arg(long, value_name = "KIND=COLUMN", value_delimiter = ',')]
    pub columns: Vec<String>,

    /// How positions in a REFI-QDA project count, where nothing in it says so: code-points, utf-16 or bytes; crlf-1 or crlf-2;
    /// bom or no-bom; exclusive or inclusive
    #[arg(long, value_name = "WORDS")]
    pub offsets: Option<String>,

    /// What stands between names of codes in a project that has its tree in them, such as `::`
    #[arg(long, value_name = "SIGN")]
    pub split: Option<String>,

    /// Subtitles of one speaker with at most so many seconds between them are one turn
    #[arg(long, value_name = "SECONDS")]
    pub merge_gap: Option<f64>,

    /// Keep the files themselves too, in originals/
    #[arg(long)]
    pub keep_original: bool,

    /// Say what would be done and write nothing
    #[arg(short = 'n', long)]
    pub dry_run: bool,

    /// Tell programs what was done, as a JSON array
    #[arg(long)]
    pub json: bool,
}

/// Which columns mean what.
pub(super) fn columns(words: &[String]) -> Result<Columns> {
    let mut columns = Columns::default();
    for word in words {
        if word == "document" {
            columns.document_each = true;
            continue;
        }
        let (kind, column) = word.split_once('=').ok_or_else(|| unclear(word))?;
        let column = column.trim().to_owned();
        match kind.trim() {
            "text" => columns.text.push(column),
            "attribute" => columns.attributes.push(column),
            "id" => columns.id = Some(column),
            "speaker" => columns.speaker = Some(column),
            "time" => columns.time = Some(column),
            _ => return Err(unclear(word)),
        }
    }
    Ok(columns)
}

fn unclear(word: &str) -> anyhow::Error {
    anyhow!(
        "--columns {word}: write text=COLUMN, id=COLUMN, speaker=COLUMN, time=COLUMN, attribute=COLUMN or document"
    )
}
