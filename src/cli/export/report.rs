//! `kantlijn export html`, `md` and `docx`: which parts, and the tables in them.

use std::io::Write;

use anyhow::{Result, bail};
use clap::{Args, ValueEnum};

use crate::cli::asking::Asking;
use crate::cli::tabulate;
use crate::export::report::{self, Form, Part, Report, Table};
use crate::export::{Selection, Warnings};
use crate::store::OpenStudy;

use super::Arguments;

/// What holds for reports alone.
#[derive(Args, Debug)]
#[command(next_help_heading = "Reports (html, md, docx)")]
pub struct ReportArguments {
    /// Only these parts, in this order, with commas between
    #[arg(long, value_enum, value_name = "PARTS", value_delimiter = ',')]
    parts: Option<Vec<PartName>>,

    /// A table as `kantlijn table` counts it, as ROWS,COLUMNS such as code,traject; may be given several times [default: code by
    /// each attribute of the corpus tree]
    #[arg(long = "table", value_name = "ROWS,COLUMNS")]
    tables: Vec<String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum PartName {
    Quotes,
    Transcripts,
    Codebook,
    Tables,
}

impl ReportArguments {
    /// True when any of these was given.
    pub fn is_given(&self) -> bool {
        self.parts.is_some() || !self.tables.is_empty()
    }

    fn parts(&self) -> Vec<Part> {
        let all = [PartName::Quotes, PartName::Transcripts, PartName::Codebook, PartName::Tables];
        let part = |name: &PartName| match name {
            PartName::Quotes => Part::Quotes,
            PartName::Transcripts => Part::Transcripts,
            PartName::Codebook => Part::Codebook,
            PartName::Tables => Part::Tables,
        };
        self.parts.as_deref().unwrap_or(&all).iter().map(part).collect()
    }
}

impl Arguments {
    /// Writes the report.
    pub(super) fn report(
        &self,
        open: &mut OpenStudy,
        selection: &Selection,
        form: Form,
        sink: &mut dyn Write,
    ) -> Result<Warnings> {
        let mut parts = self.report.parts();
        let tables = if parts.contains(&Part::Tables) { self.tables(open, selection)? } else { Vec::new() };
        if tables.is_empty() {
            parts.retain(|part| *part != Part::Tables);
        }
        let columns = self.columns(open)?;
        let report = Report {
            form,
            parts,
            language: columns.language().to_owned(),
            attributes: columns.attributes().to_vec(),
            tables,
        };
        Ok(report::write(open, selection, &report, sink)?)
    }

    fn tables(&self, open: &mut OpenStudy, selection: &Selection) -> Result<Vec<Table>> {
        let wanted: Vec<String> = match self.report.tables.as_slice() {
            [] => open.study.config.tree.iter().map(|attribute| format!("code,{attribute}")).collect(),
            some => some.to_vec(),
        };
        if wanted.is_empty() {
            return Ok(Vec::new());
        }
        let asking = Asking::about_texts(open)?;
        let table = |written: &String| {
            let Some((rows, columns)) = written.rsplit_once(',') else {
                bail!("`{written}` is no table; name its rows and its columns, such as --table code,traject");
            };
            let counted = tabulate::count(open, &asking, rows.trim(), columns.trim(), selection)?;
            let language = open.study.config.language();
            let mut notes = vec![tabulate::legend(language).to_owned()];
            notes.extend(counted.warnings.iter().map(|warning| warning.text.get(language).to_owned()));
            Ok(Table {
                caption: format!("{} × {}", rows.trim(), counted.by.name()),
                rows: tabulate::grid(&counted, tabulate::all(language), "\u{2003}"),
                notes,
            })
        };
        wanted.iter().map(table).collect()
    }
}
