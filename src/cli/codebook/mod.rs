//! `kantlijn codebook`: the codebook to read, print and edit elsewhere, and what is wrong with it.

mod check;
mod import;

use std::path::{Path, PathBuf};

use anyhow::{Result, bail};
use clap::{Args, Subcommand, ValueEnum};

use crate::export::codebook::{CodebookView, csv, html, markdown};
use crate::model::codebook::{Code, Codebook};
use crate::model::names::nearest;
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::Ending;
use super::context::Context;
use super::file::write_file;
use super::output::Output;
use super::table::{Align, Table};

/// Print the codebook: as a table, as Markdown for an appendix, as one page of HTML, or as CSV
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,

    /// Only this family
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// table: for people, with counts; markdown; html: one page that needs nothing else; csv: all languages, to read back
    #[arg(long, default_value = "table")]
    format: Format,

    /// The file; it is replaced when all of it is written [default: standard output]
    #[arg(short, long, value_name = "FILE")]
    output: Option<PathBuf>,

    /// The language to print in [default: the main one of the study]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(check::Arguments),
    Import(import::Arguments),
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Table,
    Markdown,
    Html,
    Csv,
}

/// Prints the codebook, or does something with it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    match &arguments.action {
        Some(Action::Check(arguments)) => return check::run(context, arguments),
        Some(Action::Import(arguments)) => return import::run(context, arguments),
        None => {}
    }
    let open = context.read()?;
    let study = &open.study;
    let family = arguments.family.as_deref();
    if let Some(id) = family.filter(|id| study.codebook.family_by_id(id).is_none()) {
        return no_family(&study.codebook, id);
    }
    let language = language(study, arguments.language.as_deref())?;
    let view = CodebookView { title: &study.config.title, book: &study.codebook, family, language };
    let words = match arguments.format {
        Format::Table => table(context, &open, view)?,
        Format::Markdown => markdown(view),
        Format::Html => html(view),
        Format::Csv => csv(view),
    };
    match arguments.output.as_deref().filter(|path| *path != Path::new("-")) {
        Some(path) => write_file(path, open.root(), |sink| Ok(sink.write_all(words.as_bytes())?))?,
        None => {
            let mut output = Output::new();
            output.text(words.strip_suffix('\n').unwrap_or(&words))?;
            output.finish()?;
        }
    }
    Ok(Ending::Done)
}

fn no_family(book: &Codebook, id: &str) -> Result<Ending> {
    let families: Vec<&str> = book.families().iter().map(|family| family.id.as_str()).collect();
    match nearest(id, families.iter().copied()) {
        Some(near) => bail!("`{id}` is no family; did you mean `{near}`?"),
        None => bail!("`{id}` is no family; the families are: {}", families.join(", ")),
    }
}

/// The language that was asked for, if the study has it.
fn language<'a>(study: &'a Study, asked: Option<&'a str>) -> Result<&'a str> {
    let Some(asked) = asked else { return Ok(study.config.language()) };
    let known = &study.config.languages;
    if !known.iter().any(|language| language == asked) {
        bail!(
            "the study has no language `{asked}`; its languages are {} (`languages` in kantlijn.toml)",
            known.join(", ")
        );
    }
    Ok(asked)
}

/// A tree for people: families, and under each its codes with key and counts.
fn table(context: &Context, open: &OpenStudy, view: CodebookView<'_>) -> Result<String> {
    let study = &open.study;
    let coders = context.narrowed(study)?;
    let count = |code: &Code| {
        let codings = study.codings_with(Some(code.key)).iter();
        codings.filter(|&&key| coders.is_empty() || coders.contains(&study.coding(key).coder)).count()
    };
    let columns =
        [("code", Align::Left), ("name", Align::Left), ("key", Align::Left), ("codings", Align::Right)];
    let mut table = Table::new(&columns);
    for (index, family) in study.codebook.families().iter().enumerate() {
        if view.family.is_some_and(|id| id != family.id) {
            continue;
        }
        let exclusive = if family.exclusive { " (exclusive)" } else { "" };
        let name = format!("{}{exclusive}", family.name.get(view.language));
        table.row([family.id.clone(), name, String::new(), String::new()]);
        for code in study.codebook.codes().iter().filter(|code| code.family == index) {
            let indent = "  ".repeat(study.codebook.depth(code) + 1);
            let retired = if code.retired { " (retired)" } else { "" };
            table.row([
                format!("{indent}{}", code.id),
                format!("{indent}{}{retired}", code.name.get(view.language)),
                code.mnemonic.as_ref().map(|key| format!(",{key}")).unwrap_or_default(),
                count(code).to_string(),
            ]);
        }
    }
    Ok(table.lines().map(|line| line + "\n").collect())
}
