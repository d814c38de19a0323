//! `kantlijn codebook`: the codebook to read, to exchange with other programs, and what is wrong with it.

mod check;
mod export;
mod import;
mod outdated;
mod resolve;
mod roll;
mod set;
mod split;
pub(super) mod versions;

use anyhow::{Result, bail};
use clap::{Args, Subcommand};

use crate::export::codebook::CodebookView;
use crate::model::codebook::{Code, Codebook};
use crate::model::names::nearest;
use crate::model::study::Study;
use crate::store::OpenStudy;

use super::Ending;
use super::context::Context;
use super::output::Output;
use super::table::{Align, Table};

/// Print the codebook as a tree with counts; export, import and check it
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    action: Option<Action>,

    /// Only this family
    #[arg(long, value_name = "FAMILY")]
    family: Option<String>,

    /// The language to print in [default: the main one of the study]
    #[arg(long, value_name = "TAG")]
    language: Option<String>,
}

#[derive(Debug, Subcommand)]
enum Action {
    Check(check::Arguments),
    Export(export::Arguments),
    Import(import::Arguments),
    Set(Box<set::SetArguments>),
    Merge(set::MergeArguments),
    Split(split::Arguments),
    ToCode(roll::ToCodeArguments),
    ToValue(roll::ToValueArguments),
    Resolve(resolve::Arguments),
    Outdated(outdated::Arguments),
    Diff(versions::DiffArguments),
    At(versions::AtArguments),
}

/// Prints the codebook, or does something with it.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    match &arguments.action {
        Some(Action::Check(arguments)) => return check::run(context, arguments),
        Some(Action::Export(arguments)) => return export::run(context, arguments),
        Some(Action::Import(arguments)) => return import::run(context, arguments),
        Some(Action::Set(arguments)) => return set::set(context, arguments),
        Some(Action::Merge(arguments)) => return set::merge_codes(context, arguments),
        Some(Action::Split(arguments)) => return split::run(context, arguments),
        Some(Action::ToCode(arguments)) => return roll::to_code(context, arguments),
        Some(Action::ToValue(arguments)) => return roll::to_value(context, arguments),
        Some(Action::Resolve(arguments)) => return resolve::run(context, arguments),
        Some(Action::Outdated(arguments)) => return outdated::run(context, arguments),
        Some(Action::Diff(arguments)) => return versions::diff(context, arguments),
        Some(Action::At(arguments)) => return versions::at(context, arguments),
        None => {}
    }
    let open = context.read()?;
    let study = &open.study;
    let family = family(&study.codebook, arguments.family.as_deref())?;
    let language = language(study, arguments.language.as_deref())?;
    let view = CodebookView { title: &study.config.title, book: &study.codebook, family, language };
    let words = table(context, &open, view)?;
    let mut output = Output::new();
    output.text(words.strip_suffix('\n').unwrap_or(&words))?;
    output.finish()?;
    Ok(Ending::Done)
}

/// The family that was asked for, if the study has it.
fn family<'a>(book: &Codebook, asked: Option<&'a str>) -> Result<Option<&'a str>> {
    let Some(id) = asked.filter(|id| book.family_by_id(id).is_none()) else { return Ok(asked) };
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
