//! `kantlijn codebook export`: the codebook into a file.

use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::{Args, ValueEnum};

use crate::export::codebook::{CodebookView, Losses, csv, html, losses, markdown, qdc};

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::file::write_file;
use crate::cli::output::{self, Output};

/// Write the codebook: CSV to edit and read back, Markdown for an appendix, HTML as one page, .qdc (REFI-QDA) for other programs
#[derive(Args, Debug)]
pub struct Arguments {
    /// The file; its ending says the format: .csv, .md, .html or .qdc; it is replaced when all of it is written (- is standard output)
    #[arg(value_name = "FILE")]
    file: PathBuf,

    /// The format, where the ending does not say it
    #[arg(long)]
    format: Option<Format>,

    /// Only this family
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// The language to write in; CSV always holds all [default: the main one of the study]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

/// A format of the codebook.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
pub enum Format {
    Csv,
    Markdown,
    Html,
    Qdc,
}

impl Format {
    /// The format that was asked for, else that of the file's ending.
    pub fn of(path: &Path, asked: Option<Self>) -> Result<Self> {
        let ending =
            path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
        let known = match ending.as_str() {
            "csv" | "tsv" => Some(Self::Csv),
            "md" | "markdown" => Some(Self::Markdown),
            "html" | "htm" => Some(Self::Html),
            "qdc" => Some(Self::Qdc),
            _ => None,
        };
        asked.or(known).ok_or_else(|| {
            anyhow!(
                "{} does not say its format; end it in .csv, .md, .html or .qdc, or name one with --format",
                path.display()
            )
        })
    }
}

/// Writes the codebook, and says what the format cannot hold.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let format = Format::of(&arguments.file, arguments.format)?;
    let open = context.read()?;
    let study = &open.study;
    let family = super::family(&study.codebook, arguments.family.as_deref())?;
    let language = super::language(study, arguments.language.as_deref())?;
    let view = CodebookView { title: &study.config.title, book: &study.codebook, family, language };
    let (words, lost) = match format {
        Format::Csv => (csv(view), Vec::new()),
        Format::Markdown => (markdown(view), losses(view, Losses::OneLanguage)),
        Format::Html => (html(view), losses(view, Losses::OneLanguage)),
        Format::Qdc => {
            let Some(words) = qdc(view) else {
                bail!("the codebook is empty, and .qdc cannot hold an empty one; make a code first");
            };
            (words, losses(view, Losses::Qdc))
        }
    };
    if arguments.file == Path::new("-") {
        let mut output = Output::new();
        output.text(words.strip_suffix('\n').unwrap_or(&words))?;
        output.finish()?;
    } else {
        write_file(&arguments.file, open.root(), |sink| Ok(sink.write_all(words.as_bytes())?))?;
    }
    for lost in lost {
        output::say(&format!("not in the file: {lost}"));
    }
    Ok(Ending::Done)
}
