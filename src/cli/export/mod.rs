//! `kantlijn export`: codings for other programs, for statistics, and for readers.

mod progress;
mod report;

use std::io::Write;
use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};
use jiff::{Timestamp, Unit};

use crate::export::annotations::{self, Naming};
use crate::export::csv::{self, Dialect};
use crate::export::matrix::{self, Matrix};
use crate::export::report::Form;
use crate::export::tidy::Columns;
use crate::export::{Progress, Selection, Warnings, json, jsonl, qdpx, xlsx};
use crate::index::{Found, Query};
use crate::model::edit;
use crate::model::names::CodeKey;
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::Ending;
use super::asking::{Asking, say_what_is_missing, shown};
use super::context::Context;
use super::file::write_file;
use super::output::{self, Output};
use report::ReportArguments;

/// Export codings, as docs/export.md describes; --coder NAME takes that coder's layer alone
#[derive(Args, Debug)]
pub struct Arguments {
    /// In which form
    format: Format,

    /// The file; it is replaced when the export is complete [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// Only this code and those below it, or with =ID that code alone; may be given several times
    #[arg(long, value_name = "ID")]
    code: Vec<String>,

    /// Only codings that answer this query, as `kantlijn find` reads it; of a query about turns those that touch them
    #[arg(long, value_name = "QUERY")]
    query: Option<String>,

    /// Only these attributes of documents, with commas between [default: all]
    #[arg(long, value_name = "NAMES", value_delimiter = ',')]
    attributes: Option<Vec<String>>,

    /// In which language codes are named [default: that of the study]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,

    /// Name documents in annotations by this address and their path [default: a name that follows from the id]
    #[arg(long, value_name = "IRI")]
    base: Option<String>,

    #[command(flatten)]
    table: TableArguments,

    #[command(flatten)]
    report: ReportArguments,
}

/// What holds for tables alone.
#[expect(clippy::struct_excessive_bools, reason = "one a flag")]
#[derive(Args, Debug)]
#[command(next_help_heading = "Tables (csv, matrix)")]
struct TableArguments {
    /// As a Dutch Excel opens it: `;` between cells and a byte order mark at the start
    #[arg(long)]
    excel: bool,

    /// Between cells: one character, or `tab`
    #[arg(long, value_name = "CHARACTER", conflicts_with = "excel")]
    separator: Option<String>,

    /// Leave cells as they are that a spreadsheet would calculate; without this they get an apostrophe in front
    #[arg(long)]
    exact_cells: bool,

    /// What is a row of the matrix
    #[arg(long, value_enum, value_name = "UNIT", default_value_t = MatrixUnit::Turn)]
    unit: MatrixUnit,

    /// A row of the matrix for each coder
    #[arg(long)]
    by_coder: bool,

    /// Let a code of the matrix count for the codes above it, too
    #[arg(long)]
    roll_up: bool,
}

/// The forms.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    /// One object with documents, codes and segments
    Json,
    /// The segments alone, an object a line
    Jsonl,
    /// The segments as a table, one a row
    Csv,
    /// Turns or documents against codes, in zeros and ones
    Matrix,
    /// A workbook: segments, codebook, documents, counts
    Xlsx,
    /// W3C Web Annotations (JSON-LD)
    Annotations,
    /// A REFI-QDA project, for NVivo, ATLAS.ti, MAXQDA, QualCoder and others
    Qdpx,
    /// A page to read and print: quotes by code, coded transcripts, codebook, tables
    Html,
    /// The same as Markdown
    Md,
    /// The same as a Word document
    Docx,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum MatrixUnit {
    Turn,
    Document,
}

/// Exports.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    arguments.refuse_what_does_not_fit()?;
    let mut open = context.read()?;
    let codes = arguments.code.iter().map(|code| chosen(&open.study, code));
    let mut selection = Selection {
        codes: codes.collect::<Result<_>>()?,
        coders: context.narrowed(&open.study)?,
        progress: Progress(Some(progress::tell)),
        ..Selection::default()
    };
    if let Some(query) = &arguments.query {
        narrow(&mut open, &mut selection, query)?;
    }
    let warnings = match arguments.output.as_deref().filter(|path| *path != Path::new("-")) {
        None => {
            let mut output = Output::new();
            let warnings = arguments.write(&mut open, &selection, &mut output)?;
            output.finish()?;
            warnings
        }
        Some(path) => {
            let root = open.root().to_owned();
            write_file(path, &root, |sink| arguments.write(&mut open, &selection, sink))?
        }
    };
    for warning in warnings {
        output::warn(&warning);
    }
    Ok(Ending::Done)
}

/// Leaves the codings that answer the query.
fn narrow(open: &mut OpenStudy, selection: &mut Selection, written: &str) -> Result<()> {
    let query = Query::parse(written).map_err(|error| shown(&error))?;
    let asking = Asking::about(open, &query)?;
    let mut question = asking.question(open, &query, &selection.coders)?;
    question.give_codings(&selection.coders);
    let answer = asking.answer(&question)?;
    if let Found::Codings(keys) = &answer.found {
        selection.these = Some(keys.iter().copied().collect());
    }
    say_what_is_missing(&answer);
    selection.query = Some(written.to_owned());
    Ok(())
}

impl Arguments {
    fn write(&self, open: &mut OpenStudy, selection: &Selection, sink: &mut dyn Write) -> Result<Warnings> {
        Ok(match self.format {
            Format::Json => {
                let now = Timestamp::now().round(Unit::Second).unwrap_or_else(|_| Timestamp::now());
                json::write(open, selection, now, sink)?
            }
            Format::Jsonl => jsonl::write(open, selection, sink)?,
            Format::Xlsx => xlsx::write(open, selection, &self.columns(open)?, sink)?,
            Format::Annotations => {
                let language = self.language(open);
                let naming = Naming { base: self.base.as_deref(), language: &language };
                annotations::write(open, selection, naming, sink)?
            }
            Format::Qdpx => qdpx::write(open, selection, &self.columns(open)?, sink)?,
            Format::Html => self.report(open, selection, Form::Html, sink)?,
            Format::Md => self.report(open, selection, Form::Markdown, sink)?,
            Format::Docx => self.report(open, selection, Form::Docx, sink)?,
            Format::Csv => csv::write(open, selection, &self.columns(open)?, self.table.dialect()?, sink)?,
            Format::Matrix => {
                let matrix = Matrix {
                    unit: match self.table.unit {
                        MatrixUnit::Turn => matrix::Unit::Turn,
                        MatrixUnit::Document => matrix::Unit::Document,
                    },
                    by_coder: self.table.by_coder,
                    roll_up: self.table.roll_up,
                    columns: self.columns(open)?,
                    dialect: self.table.dialect()?,
                };
                matrix::write(open, selection, &matrix, sink)?
            }
        })
    }

    fn columns(&self, open: &OpenStudy) -> Result<Columns> {
        Ok(Columns::of(&open.study, self.attributes.as_deref(), &self.language(open))?)
    }

    fn language(&self, open: &OpenStudy) -> String {
        self.language.clone().unwrap_or_else(|| open.study.config.language().to_owned())
    }

    /// An option that changes nothing would be a mistake that nobody sees.
    fn refuse_what_does_not_fit(&self) -> Result<()> {
        let (format, table) = (self.format, &self.table);
        let is_table = matches!(format, Format::Csv | Format::Matrix);
        let cells = table.excel || table.separator.is_some() || table.exact_cells;
        let of_matrix = table.by_coder || table.roll_up || table.unit != MatrixUnit::Turn;
        let wrong = [
            (cells && !is_table, "--excel, --separator and --exact-cells are for csv and matrix"),
            (of_matrix && format != Format::Matrix, "--unit, --by-coder and --roll-up are for matrix"),
            (
                self.attributes.is_some()
                    && matches!(format, Format::Json | Format::Jsonl | Format::Annotations),
                "--attributes is for tables, reports and qdpx; json has the attributes of all documents, jsonl and annotations have none",
            ),
            (
                self.report.is_given() && !matches!(format, Format::Html | Format::Md | Format::Docx),
                "--parts and --table are for html, md and docx",
            ),
            (self.base.is_some() && format != Format::Annotations, "--base is for annotations"),
        ];
        match wrong.iter().find(|(is_wrong, _)| *is_wrong) {
            Some((_, sentence)) => bail!("{sentence}"),
            None => Ok(()),
        }
    }
}

impl TableArguments {
    fn dialect(&self) -> Result<Dialect> {
        let dialect = if self.excel { Dialect::EXCEL } else { Dialect::default() };
        let separator = match self.separator.as_deref() {
            None => dialect.separator,
            Some("tab" | "\t") => b'\t',
            Some(one) => match one.as_bytes() {
                [byte] if byte.is_ascii_punctuation() && !b"\"'".contains(byte) => *byte,
                _ => bail!("`{one}` cannot stand between cells; one sign such as `;` or `|`, or `tab`, can"),
            },
        };
        Ok(Dialect { separator, harmless: !self.exact_cells, ..dialect })
    }
}

/// A code with those below it, or `=ID`.
fn chosen(study: &Study, written: &str) -> Result<(CodeKey, bool)> {
    let (id, descendants) = match written.strip_prefix('=') {
        Some(id) => (id, false),
        None => (written, true),
    };
    // A code that the codebook lost still has its codings.
    let used =
        || study.names.codes.get::<CodeKey>(id).filter(|&key| !study.codings_with(Some(key)).is_empty());
    match study.codebook.by_id(id).map(|code| code.key).or_else(used) {
        Some(key) => Ok((key, descendants)),
        None => Ok((edit::find_code(study, id)?.key, descendants)),
    }
}
