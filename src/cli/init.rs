//! `kantlijn init`: a new study.

use std::path::PathBuf;

use anyhow::{Result, bail};
use clap::Args;

use crate::store::demo::first_families;
use crate::store::folder;

use super::Ending;
use super::output::Output;

/// Make a new study, with the learning mechanisms as its first codebook
#[derive(Args, Debug)]
pub struct Arguments {
    /// The folder; it is made when it is not there, and what is in it stays
    #[arg(value_name = "DIR")]
    folder: PathBuf,

    /// The study's title [default: the folder's name]
    #[arg(long, value_name = "T")]
    title: Option<String>,

    /// The language of its texts, as a tag such as nl or en
    #[arg(long, value_name = "TAG", default_value = "nl")]
    language: String,
}

/// Makes the study.
pub fn run(arguments: &Arguments) -> Result<Ending> {
    let language = arguments.language.to_lowercase();
    let is_tag =
        |part: &str| (1..=8).contains(&part.len()) && part.bytes().all(|b| b.is_ascii_alphanumeric());
    if language.len() < 2 || !language.split('-').all(is_tag) {
        bail!("`{language}` is no language tag; write it as nl, en or pt-br");
    }
    let named = || {
        let folder = std::path::absolute(&arguments.folder).ok()?;
        Some(folder.file_name()?.to_string_lossy().into_owned())
    };
    let title = arguments.title.clone().or_else(named).unwrap_or_default();
    folder::init(&arguments.folder, &title, &language, &first_families())?;
    let mut output = Output::new();
    let folder = arguments.folder.display();
    output.text(&format!(
        "{folder} is a study now. `kantlijn -C {folder} import FILE…` takes transcripts in, `kantlijn {folder}` opens it."
    ))?;
    output.finish()?;
    Ok(Ending::Done)
}
