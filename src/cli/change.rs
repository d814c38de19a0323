//! Changing codings that are there: `uncode`, `edges`, `facet`, `star`. And keeping a passage: `mark`.

use anyhow::{Result, anyhow};
use clap::Args;
use uuid::Uuid;

use crate::model::edit::{self, EditError};
use crate::model::event::Body;
use crate::model::names::CodingKey;
use crate::model::study::Study;

use super::Ending;
use super::code::facets;
use super::context::{self, Context};
use super::output::Output;
use super::place::PlaceArguments;
use super::words::counted;

/// Take codings or kept passages away, all in one step
#[derive(Args, Debug)]
pub struct UncodeArguments {
    /// Their ids
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,
}

/// Keep a passage without a code, and print its id
#[derive(Args, Debug)]
#[command(override_usage = "kantlijn mark DOC (--at START..END | --quote TEXT [--nth N] | --turn N[..M])")]
pub struct MarkArguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC")]
    document: String,

    #[command(flatten)]
    place: PlaceArguments,

    /// Which of several places with the same quote, counting from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,
}

/// Give a coding or a kept passage other edges
#[derive(Args, Debug)]
#[command(override_usage = "kantlijn edges ID (--at START..END | --quote TEXT [--nth N] | --turn N[..M])")]
pub struct EdgesArguments {
    /// The coding's id
    #[arg(value_name = "ID")]
    id: String,

    #[command(flatten)]
    place: PlaceArguments,

    /// Which of several places with the same quote, counting from 1
    #[arg(long, value_name = "N", requires = "quote")]
    nth: Option<usize>,
}

/// Set facets of a coding
#[derive(Args, Debug)]
pub struct FacetArguments {
    /// The coding's id
    #[arg(value_name = "ID")]
    id: String,

    /// Values; several of one facet are several of these, and NAME= takes a facet's values away
    #[arg(value_name = "NAME=VALUE", required = true)]
    values: Vec<String>,
}

/// Mark codings or kept passages as important
#[derive(Args, Debug)]
pub struct StarArguments {
    /// Their ids
    #[arg(value_name = "ID", required = true)]
    ids: Vec<String>,

    /// They are no longer important
    #[arg(long)]
    off: bool,
}

/// The living coding or kept passage with this id.
pub fn find_coding(study: &Study, id: &str) -> Result<CodingKey> {
    let key = Uuid::parse_str(id.trim()).ok().and_then(|id| study.find_coding(id));
    key.ok_or_else(|| EditError::NoCoding(id.to_owned()).into())
}

/// Takes away.
pub fn uncode(context: &Context, arguments: &UncodeArguments) -> Result<Ending> {
    let changed = change(context, &arguments.ids, edit::uncode)?;
    say(&format!("{} taken away", counted(changed, "coding")))
}

/// Marks as important.
pub fn star(context: &Context, arguments: &StarArguments) -> Result<Ending> {
    let on = !arguments.off;
    let changed = change(context, &arguments.ids, |study, coder, key| edit::star(study, coder, key, on))?;
    let now = if on { "important now" } else { "no longer important" };
    say(&format!("{} {now}", counted(changed, "coding")))
}

/// Changes all of these codings in one step, or none.
fn change(
    context: &Context,
    ids: &[String],
    body: impl Fn(&Study, crate::model::CoderKey, CodingKey) -> Result<Body, EditError>,
) -> Result<usize> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let mut keys = ids.iter().map(|id| find_coding(&open.study, id)).collect::<Result<Vec<_>>>()?;
    keys.sort_unstable();
    keys.dedup();
    let bodies = keys.iter().map(|&key| body(&open.study, coder, key)).collect::<Result<Vec<_>, _>>()?;
    context::commit(&mut open, bodies)?;
    Ok(keys.len())
}

/// Keeps a passage.
pub fn mark(context: &Context, arguments: &MarkArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let document = context::document(&open.study, &arguments.document)?.key;
    let text = open.text(document)?;
    let span = arguments.place.find(&text, open.study.document_id(document), arguments.nth)?;
    let body = edit::mark(&open.study, text.of(), span)?;
    let receipt = context::commit(&mut open, vec![body])?;
    let id = receipt.ids.first().ok_or_else(|| anyhow!("nothing was written"))?;
    say(&id.to_string())
}

/// Moves the edges.
pub fn edges(context: &Context, arguments: &EdgesArguments) -> Result<Ending> {
    let mut open = context.write()?;
    let coder = open.writable()?;
    let key = find_coding(&open.study, &arguments.id)?;
    let document = open.study.coding(key).document;
    let text = open.text(document)?;
    let span = arguments.place.find(&text, open.study.document_id(document), arguments.nth)?;
    let body = edit::reshape(&open.study, coder, key, text.of(), span)?;
    context::commit(&mut open, vec![body])?;
    say("the coding has other edges now")
}

/// Sets facets.
pub fn facet(context: &Context, arguments: &FacetArguments) -> Result<Ending> {
    let (cleared, set): (Vec<_>, Vec<_>) =
        arguments.values.iter().cloned().partition(|value| value.ends_with('='));
    let mut facets = facets(&set)?;
    facets.extend(cleared.iter().map(|value| (value.trim_end_matches('=').to_owned(), Vec::new())));
    let mut open = context.write()?;
    let coder = open.writable()?;
    let key = find_coding(&open.study, &arguments.id)?;
    let bodies = facets.iter().map(|(facet, values)| edit::facet(&open.study, coder, key, facet, values));
    let bodies = bodies.collect::<Result<Vec<_>, _>>()?;
    context::commit(&mut open, bodies)?;
    say(&format!("{} set", counted(facets.len(), "facet")))
}

fn say(words: &str) -> Result<Ending> {
    let mut output = Output::new();
    output.text(words)?;
    output.finish()?;
    Ok(Ending::Done)
}
