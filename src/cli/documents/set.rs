//! `kantlijn documents set`: attributes of documents, in their heads.

use std::path::PathBuf;

use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde_json::json;

use crate::cli::Ending;
use crate::cli::context::{Context, document};
use crate::cli::output::{self, Output};
use crate::cli::words::counted;
use crate::import::attributes::{check, pair};
use crate::import::format::ReadOptions;
use crate::import::run::read_sheet;
use crate::model::Document;
use crate::model::document::FrontMatter;
use crate::store::new_documents::change_head;

/// Change attributes of documents
///
/// What changes is the line of the attribute in the document's head; comments, order and the text stay. An attribute that is
/// set to nothing (`cyclus=`) keeps its line; --unset takes the line out.
#[derive(Args, Debug)]
pub struct Arguments {
    /// Documents, by id, path or file name, and attributes as NAME=VALUE
    #[arg(value_name = "DOCUMENT|NAME=VALUE")]
    words: Vec<String>,

    /// All documents with this attribute, instead of naming them; with several, those that have all
    #[arg(long = "where", value_name = "NAME=VALUE")]
    having: Vec<String>,

    /// All documents
    #[arg(long)]
    all: bool,

    /// Take an attribute out
    #[arg(long, value_name = "NAME")]
    unset: Vec<String>,

    /// A table (CSV or a workbook) with attributes, a row a document; its first column has ids or names of files
    #[arg(long, value_name = "TABLE")]
    attributes: Option<PathBuf>,

    /// Say what would be changed and change nothing
    #[arg(short = 'n', long)]
    dry_run: bool,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

type Change = (String, Option<String>);

/// Changes heads; each document stands or falls alone.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let root = context.root()?;
    let open = context.read_texts()?;
    if let Some(reason) =
        open.read_only().filter(|reason| matches!(reason, crate::store::ReadOnly::NewerFormat { .. }))
    {
        return Err(crate::store::StoreError::ReadOnly(reason.clone()).into());
    }
    let config = &open.study.config;
    let mut changes: Vec<Change> = Vec::new();
    let mut named: Vec<&Document> = Vec::new();
    for word in &arguments.words {
        match open.study.find_document(word) {
            Some(found) => named.push(found),
            None if word.contains('=') => {
                let (name, value) = pair(word)?;
                if let Some(note) = check(config, &name, &value)? {
                    output::warn(&note);
                }
                changes.push((name, Some(value)));
            }
            None => named.push(document(&open.study, word)?),
        }
    }
    for name in &arguments.unset {
        if FrontMatter::is_reserved(name) {
            bail!("`{name}` is a word of Kantlijn's own and no attribute");
        }
        changes.push((name.clone(), None));
    }
    let having = arguments.having.iter().map(|word| pair(word)).collect::<Result<Vec<_>, _>>()?;
    let table = arguments
        .attributes
        .as_deref()
        .map(|file| read_sheet(file, &ReadOptions::default()).map_err(|why| anyhow!(why)))
        .transpose()?;
    if changes.is_empty() && table.is_none() {
        bail!("nothing to change; write NAME=VALUE, --unset NAME or --attributes CSV");
    }
    let chosen: Vec<&Document> = if !named.is_empty() {
        named
    } else if !having.is_empty() {
        let has =
            |document: &&Document| having.iter().all(|(name, value)| document.attribute(name) == Some(value));
        open.study.documents().iter().filter(has).collect()
    } else if arguments.all || table.is_some() {
        open.study.documents().iter().collect()
    } else {
        bail!("which documents? name them, or say --where NAME=VALUE or --all");
    };
    let mut done = Vec::new();
    let mut failed = 0;
    for document in &chosen {
        let mut wanted: Vec<Change> = Vec::new();
        if let Some(table) = &table {
            let origin = document.front.origin.as_ref().map_or("", |origin| origin.file.as_str());
            let name = document.path.rsplit('/').next().unwrap_or_default();
            let row = table
                .of(&[&document.id, name, origin]
                    .map(|name| if name.is_empty() { &document.id } else { name }));
            for (name, value) in row.unwrap_or_default() {
                match check(config, &name, &value) {
                    Ok(_) => wanted.push((name, Some(value))),
                    Err(error) => {
                        failed += 1;
                        output::complain(&format!("{}: {error}", document.id));
                    }
                }
            }
        }
        wanted.extend(changes.iter().cloned());
        wanted.retain(|(name, value)| document.attribute(name) != value.as_deref());
        if wanted.is_empty() {
            continue;
        }
        if !arguments.dry_run
            && let Err(error) = change_head(&root, &document.path, &wanted)
        {
            failed += 1;
            output::complain(&error.to_string());
            continue;
        }
        done.push((*document, wanted));
    }
    if let Some(table) = &table
        && !table.unused().is_empty()
    {
        output::warn(&format!("rows of the table that no document matches: {}", table.unused().join(", ")));
    }
    report(arguments, &done, chosen.len())?;
    match failed {
        0 => Ok(Ending::Done),
        _ => bail!("{} could not be made", counted(failed, "change")),
    }
}

fn report(arguments: &Arguments, done: &[(&Document, Vec<Change>)], chosen: usize) -> Result<()> {
    let mut output = Output::new();
    if arguments.json {
        output.json_array(done.iter().map(|(document, changes)| {
            let changes: serde_json::Map<_, _> =
                changes.iter().map(|(name, value)| (name.clone(), json!(value))).collect();
            json!({ "id": document.id, "path": document.path, "changes": changes })
        }))?;
    } else {
        for (document, changes) in done {
            let said = changes.iter().map(|(name, value)| {
                let old = document.attribute(name).map_or(String::new(), |old| format!(" (was {old})"));
                match value {
                    Some(value) => format!("{name}={value}{old}"),
                    None => format!("without {name}{old}"),
                }
            });
            output.text(&format!("{}  {}", document.id, said.collect::<Vec<_>>().join(", ")))?;
        }
        let verb = if arguments.dry_run { "would be changed" } else { "changed" };
        output.text(&format!("{} of {} {verb}", done.len(), counted(chosen, "document")))?;
    }
    output.finish()?;
    Ok(())
}
