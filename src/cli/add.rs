//! `kantlijn add`: files into the corpus.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Result, anyhow, bail};
use clap::Args;
use serde_json::json;

use crate::import::{ImportedDocument, plain};
use crate::model::names::Names;
use crate::store::folder::{may_write, must_be_inside, read_config, read_documents};
use crate::store::places::write_whole;
use crate::store::{ReadOnly, StoreError};

use super::Ending;
use super::context::Context;
use super::output::{self, Output};
use super::project;

/// Take plain text, Markdown and projects of other programs into the study
///
/// Each file becomes corpus/NAME. A byte order mark goes, line ends become LF, nothing else changes. A file that has no
/// head between two `---` lines gets one with its id, title and language. No document is ever overwritten. A project of
/// QualCoder, Taguette, RQDA or requal becomes documents, codes, and a layer for each of its coders.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The files: .txt or .md in UTF-8; .qda (a folder too), .sqlite3, .rqda, .requal
    #[arg(required = true, value_name = "FILE")]
    files: Vec<PathBuf>,

    /// Tell programs what was added, as a JSON array
    #[arg(long)]
    json: bool,
}

/// Adds every file that can be added; each stands or falls alone.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let root = context.root()?;
    let config = read_config(&root)?;
    if !may_write(&config) {
        return Err(StoreError::ReadOnly(ReadOnly::NewerFormat { format: config.format }).into());
    }
    let language = config.language();
    let mut corpus = Corpus::read(&root);
    let mut added = Vec::new();
    let mut refused = 0;
    let mut projects = Vec::new();
    for file in &arguments.files {
        match project::find(file)
            .and_then(|found| found.map(|found| project::take(context, &found, false)).transpose())
        {
            Ok(None) => {}
            Ok(Some(told)) => {
                corpus = Corpus::read(&root);
                projects.push(told);
                continue;
            }
            Err(error) => {
                refused += 1;
                output::complain(&format!("{error:#}"));
                continue;
            }
        }
        match corpus.add(file, language) {
            Ok(document) => {
                for warning in &document.warnings {
                    output::warn(&format!("{}: {warning}", file.display()));
                }
                added.push(document);
            }
            Err(error) => {
                refused += 1;
                output::complain(&format!("{error:#}"));
            }
        }
    }
    let mut output = Output::new();
    if arguments.json {
        let documents = added.iter().map(|document| {
            json!({ "id": document.id, "title": document.title, "path": format!("corpus/{}", document.name) })
        });
        output.json_array(documents.chain(projects.into_iter().map(|told| told.json)))?;
    } else {
        for line in projects.iter().flat_map(|told| &told.lines) {
            output.text(line)?;
        }
        for document in &added {
            output.text(&format!("{}  corpus/{}", document.id, document.name))?;
        }
    }
    output.finish()?;
    match refused {
        0 => Ok(Ending::Done),
        _ => bail!("{refused} of {} files were not added", arguments.files.len()),
    }
}

/// The documents that are there: id and path.
struct Corpus<'r> {
    root: &'r Path,
    documents: Vec<(String, String)>,
}

impl<'r> Corpus<'r> {
    fn read(root: &'r Path) -> Self {
        let (documents, _) = read_documents(root, &mut Names::default());
        Self { root, documents: documents.into_iter().map(|document| (document.id, document.path)).collect() }
    }

    fn add(&mut self, file: &Path, language: &str) -> Result<ImportedDocument> {
        let shown = file.display();
        if file.is_dir() {
            bail!("{shown}: it is a folder; name the files in it");
        }
        let bytes = fs::read(file).map_err(|error| StoreError::io(file, "read it", error))?;
        let name = file.file_name().and_then(|name| name.to_str());
        let name = name.ok_or_else(|| anyhow!("{shown}: its name is no UTF-8; rename it"))?;
        let document = plain::read(name, &bytes, language).map_err(|error| anyhow!("{shown}: {error}"))?;
        let path = format!("corpus/{}", document.name);
        if let Some((_, other)) = self.documents.iter().find(|(id, _)| *id == document.id) {
            bail!(
                "{shown}: its id `{}` is also that of {other}; give it another `id:` in its head, or rename it",
                document.id
            );
        }
        let target = self.root.join(&path);
        must_be_inside(self.root, &target)?;
        if target.symlink_metadata().is_ok() {
            bail!("{shown}: {path} is there already and stays as it is; rename the new file");
        }
        if let Some(folder) = target.parent() {
            fs::create_dir_all(folder).map_err(|error| StoreError::io(folder, "make this folder", error))?;
        }
        write_whole(&target, document.file.as_bytes(), false)?;
        self.documents.push((document.id.clone(), path));
        Ok(document)
    }
}
