//! `kantlijn codebook to-code` and `to-value`: a value of a facet becomes a code, and back.

use anyhow::{Result, bail};
use clap::Args;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::recode::{carry_out, done, recoded, say};
use crate::model::edit;
use crate::model::recode::{code_to_value, value_to_code};

/// Turn a value of a facet into a code: your codings with it get the code, and their facet is open again
#[derive(Args, Debug)]
pub struct ToCodeArguments {
    /// The code whose codings have the value
    #[arg(value_name = "CODE")]
    from: String,

    /// The value
    #[arg(value_name = "FACET=VALUE")]
    value: String,

    /// The code that they get
    #[arg(value_name = "TO")]
    to: String,

    #[command(flatten)]
    how: How,
}

/// Turn a code into a value of a facet of another: your codings with it get that code and the value
#[derive(Args, Debug)]
pub struct ToValueArguments {
    /// The code that goes; its entry stays until it is retired
    #[arg(value_name = "CODE")]
    from: String,

    /// The code that its codings get
    #[arg(value_name = "TO")]
    to: String,

    /// The value that they get
    #[arg(value_name = "FACET=VALUE")]
    value: String,

    #[command(flatten)]
    how: How,
}

#[derive(Args, Debug)]
struct How {
    /// Why, for the journal
    #[arg(long, value_name = "WORDS")]
    why: Option<String>,

    /// Say what would change, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Rolls a value out.
pub fn to_code(context: &Context, arguments: &ToCodeArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let from = edit::find_code(&open.study, &arguments.from)?;
    let to = edit::find_code(&open.study, &arguments.to)?;
    let value = pair(&arguments.value)?;
    let known = &open.study.codebook.family(from).facets;
    let has =
        known.iter().any(|facet| facet.id == value.0 && facet.values.iter().any(|known| known.id == value.1));
    if !has {
        bail!(
            "`{}` is no value of a facet of `{}`; `kantlijn codebook export` lists them",
            arguments.value,
            from.id
        );
    }
    let plan = value_to_code(&open.study, coder, from, value, to)?;
    let count = recoded(&plan);
    carry_out(&mut open, plan, arguments.how.why.as_deref(), arguments.how.dry_run)?;
    say(&done(count, "coding", &format!("given `{}`", arguments.to), arguments.how.dry_run))?;
    Ok(if count == 0 { Ending::Nothing } else { Ending::Done })
}

/// Rolls a code in.
pub fn to_value(context: &Context, arguments: &ToValueArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let from = edit::find_code(&open.study, &arguments.from)?;
    let to = edit::find_code(&open.study, &arguments.to)?;
    let plan = code_to_value(&open.study, coder, from, to, pair(&arguments.value)?)?;
    let count = recoded(&plan);
    carry_out(&mut open, plan, arguments.how.why.as_deref(), arguments.how.dry_run)?;
    let given = format!("given `{}` with {}", arguments.to, arguments.value);
    say(&done(count, "coding", &given, arguments.how.dry_run))?;
    Ok(if count == 0 { Ending::Nothing } else { Ending::Done })
}

fn pair(value: &str) -> Result<(&str, &str)> {
    match value.split_once('=') {
        Some((facet, value)) if !facet.is_empty() && !value.is_empty() => Ok((facet, value)),
        _ => bail!("`{value}` is no value of a facet; write it as FACET=VALUE"),
    }
}
