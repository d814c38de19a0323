//! `kantlijn code`: codes on passages, one or many.

mod batch;

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;

use crate::model::Code;
use crate::model::edit::{self, Caution};
use crate::model::event::Facets;
use crate::model::study::Study;

use super::Ending;
use super::context::{self, Context};
use super::output::{self, Output};
use super::place::PlaceArguments;

/// Give a code to a passage, and print the coding's id
#[derive(Args, Debug)]
#[command(override_usage = "\
kantlijn code DOC (--at START..END | --quote TEXT [--nth N] | --turn N[..M]) CODE [--facet NAME=VALUE]…
       kantlijn code --batch FILE|- [--create-codes]")]
pub struct Arguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC", required_unless_present = "batch")]
    document: Option<String>,

    /// The code's id
    #[arg(value_name = "CODE", required_unless_present = "batch")]
    code: Option<String>,

    #[command(flatten)]
    place: PlaceArguments,

    /// Which of several places with the same quote, counting from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,

    /// A value of a facet; several values of one facet are several of these
    #[arg(long, value_name = "NAME=VALUE", conflicts_with = "batch")]
    facet: Vec<String>,

    /// Make all codings of a file (- is standard input) in one step, or none: JSON lines with doc, start and end in code
    /// points, code, and perhaps facets. Prints their ids in the order of the lines
    #[arg(long, value_name = "FILE", conflicts_with_all = ["document", "code", "at", "quote", "turn"])]
    batch: Option<PathBuf>,

    /// Make codes that the codebook does not have, in the family `vrij`
    #[arg(long)]
    create_codes: bool,
}

/// Codes one passage, or those of a batch.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    match (&arguments.batch, &arguments.document, &arguments.code) {
        (Some(file), _, _) => batch::run(context, file, arguments.create_codes),
        (None, Some(document), Some(code)) => one(context, arguments, document, code),
        _ => bail!("say which document and which code"),
    }
}

fn one(context: &Context, arguments: &Arguments, document: &str, code: &str) -> Result<Ending> {
    let facets = facets(&arguments.facet)?;
    let mut open = context.write()?;
    let coder = open.writable()?;
    let document = context::document(&open.study, document)?.key;
    let text = open.text(document)?;
    let span = arguments.place.find(&text, open.study.document_id(document), arguments.nth)?;
    let mut bodies = Vec::new();
    let (code, new) = batch::known_or_new(&open.study, code, arguments.create_codes)?;
    bodies.extend(new);
    bodies.push(match &code {
        batch::CodeToGive::Known(code) => edit::code(&open.study, text.of(), span, code, &facets)?,
        batch::CodeToGive::New { .. } if !facets.is_empty() => {
            bail!("a new code has no facets; leave --facet out")
        }
        batch::CodeToGive::New { id, revision } => {
            batch::with_new_code(&open.study, text.of(), span, id, *revision)?
        }
    });
    let cautions = match &code {
        batch::CodeToGive::Known(code) => edit::cautions(&open.study, coder, document, span, code),
        batch::CodeToGive::New { .. } => Vec::new(),
    };
    let there = cautions.iter().find_map(|caution| match caution {
        Caution::Same(key) => Some(open.study.coding_id(*key)),
        _ => None,
    });
    let id = match there {
        Some(id) => {
            output::say("this coding is there already; nothing was changed");
            id
        }
        None => {
            for caution in &cautions {
                output::warn(&said(&open.study, *caution));
            }
            let receipt = context::commit(&mut open, bodies)?;
            receipt.ids.last().copied().ok_or_else(|| anyhow!("nothing was written"))?
        }
    };
    let mut output = Output::new();
    output.text(&id.to_string())?;
    output.finish()?;
    Ok(Ending::Done)
}

/// `name=value`, gathered by name.
pub fn facets(arguments: &[String]) -> Result<Facets> {
    let mut facets: Facets = Vec::new();
    for argument in arguments {
        let Some((name, value)) =
            argument.split_once('=').filter(|(name, value)| !name.is_empty() && !value.is_empty())
        else {
            bail!("`{argument}` is no facet with a value; write it as NAME=VALUE");
        };
        put(&mut facets, name, value);
    }
    Ok(facets)
}

fn put(facets: &mut Facets, name: &str, value: &str) {
    let place = facets.iter().position(|(known, _)| known == name).unwrap_or_else(|| {
        facets.push((name.to_owned(), Vec::new()));
        facets.len() - 1
    });
    let values = &mut facets[place].1;
    if !values.iter().any(|known| known == value) {
        values.push(value.to_owned());
    }
}

/// What to tell about a coding that is made all the same.
fn said(study: &Study, caution: Caution) -> String {
    let (Caution::Same(key) | Caution::ExclusiveSame(key) | Caution::ExclusiveOverlap(key)) = caution;
    let code = |code: &Code| (code.id.clone(), study.codebook.family(code).id.clone());
    let (other, family) = match study.coding(key).code.and_then(|code| study.codebook.code(code)) {
        Some(known) => code(known),
        None => (String::new(), String::new()),
    };
    let where_it_stands = match caution {
        Caution::ExclusiveSame(_) => "the very same passage",
        _ => "an overlapping passage",
    };
    format!(
        "{where_it_stands} has `{other}` already, and the family `{family}` is exclusive; the coding was made all the same"
    )
}
