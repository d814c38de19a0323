//! `kantlijn documents`: what there is to read.

mod set;

use std::collections::BTreeMap;

use anyhow::Result;
use clap::{Args, Subcommand};
use rustc_hash::FxHashSet;
use serde::Serialize;

use crate::model::names::CoderKey;
use crate::model::study::Study;
use crate::model::{Document, Status};

use super::Ending;
use super::context::Context;
use super::output::Output;
use super::table::{Align, Table};

/// List the documents, in the order of the corpus tree
#[derive(Args, Debug)]
#[command(args_conflicts_with_subcommands = true)]
pub struct Arguments {
    #[command(subcommand)]
    command: Option<Command>,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Debug, Subcommand)]
enum Command {
    Set(set::Arguments),
}

#[derive(Serialize)]
struct Row<'a> {
    id: &'a str,
    title: &'a str,
    path: &'a str,
    language: Option<&'a str>,
    attributes: BTreeMap<&'a str, &'a str>,
    speakers: BTreeMap<&'a str, &'a str>,
    /// Of the text, in bytes.
    length_bytes: u32,
    codings: usize,
    /// By coder; documents that are still to do are left out.
    status: BTreeMap<&'a str, &'static str>,
}

/// Lists the documents.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    if let Some(Command::Set(arguments)) = &arguments.command {
        return set::run(context, arguments);
    }
    let open = context.read()?;
    let study = &open.study;
    let narrowed = context.narrowed(study)?;
    let coders = if narrowed.is_empty() { study.coders() } else { narrowed };
    let rows = study.documents().iter().map(|document| row(study, document, &coders));
    let mut output = Output::new();
    if arguments.json {
        output.json_array(rows)?;
    } else {
        table(study, rows).write(&mut output)?;
    }
    output.finish()?;
    Ok(Ending::Done)
}

fn row<'a>(study: &'a Study, document: &'a Document, coders: &[CoderKey]) -> Row<'a> {
    let wanted: FxHashSet<CoderKey> = coders.iter().copied().collect();
    let codings = study.document_codings(document.key).map_or(0, |index| {
        index.iter().filter(|(_, key)| wanted.contains(&study.coding(*key).coder)).count()
    });
    let pairs = |pairs: &'a [(String, String)]| {
        pairs.iter().map(|(name, value)| (name.as_str(), value.as_str())).collect()
    };
    let status = coders.iter().filter_map(|&coder| match study.status(document.key, coder) {
        Status::Todo => None,
        status => Some((study.coder_name(coder), status.word())),
    });
    Row {
        id: &document.id,
        title: document.title(),
        path: &document.path,
        language: document.front.language.as_deref(),
        attributes: pairs(&document.front.attributes),
        speakers: pairs(&document.front.speakers),
        length_bytes: document.text_length,
        codings,
        status: status.collect(),
    }
}

fn table<'a>(study: &Study, rows: impl Iterator<Item = Row<'a>>) -> Table {
    let mut columns = vec![("document", Align::Left)];
    columns.extend(study.config.tree.iter().map(|attribute| (attribute.as_str(), Align::Left)));
    columns.extend([("codings", Align::Right), ("status", Align::Left), ("title", Align::Left)]);
    let mut table = Table::new(&columns);
    for row in rows {
        let mut cells = vec![row.id.to_owned()];
        let value = |attribute: &String| row.attributes.get(attribute.as_str()).copied().unwrap_or_default();
        cells.extend(study.config.tree.iter().map(|attribute| value(attribute).to_owned()));
        let status: Vec<String> =
            row.status.iter().map(|(coder, status)| format!("{coder} {status}")).collect();
        cells.extend([row.codings.to_string(), status.join(", "), row.title.to_owned()]);
        table.row(cells);
    }
    table
}
