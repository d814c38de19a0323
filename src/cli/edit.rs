//! `kantlijn edit`: change the text of a document, and take its codings along.

use std::collections::BTreeMap;
use std::io::Read as _;
use std::path::PathBuf;

use anyhow::{Context as _, Result, bail};
use clap::Args;
use serde::Serialize;

use crate::model::Verdict;
use crate::model::names::DocumentKey;
use crate::model::study::Study;
use crate::store::{OpenStudy, Settings};
use crate::ui::outside;

use super::Ending;
use super::context::{self, Context};
use super::output::{self, Output};
use super::words::counted;

/// Change the text of a document in your editor, and take its codings along
#[derive(Args, Debug)]
pub struct Arguments {
    /// The document: its id or file name
    #[arg(value_name = "DOC")]
    document: String,

    /// Take the new text from this file instead of an editor; `-` is standard input
    #[arg(long, value_name = "FILE")]
    file: Option<PathBuf>,

    /// Tell programs, as one JSON object
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Told<'a> {
    document: &'a str,
    /// How many codings there are of each verdict.
    verdicts: BTreeMap<&'static str, usize>,
}

/// Edits.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = context.write()?;
    let document = context::document(&open.study, &arguments.document)?.key;
    let old = open.text(document)?;
    let new = match &arguments.file {
        Some(file) => read(file)?,
        None => in_editor(context, &open, &old.text)?,
    };
    // Editors on other systems end lines in another way; where the text had none of that, nobody meant it.
    let new = if old.text.contains('\r') { new } else { new.replace("\r\n", "\n") };
    let new = new.strip_prefix('\u{feff}').unwrap_or(&new);
    if new == old.text {
        output::say("the text is the same as before; nothing was changed");
        return Ok(Ending::Nothing);
    }
    if new.contains('\0') {
        bail!("the new text holds NUL characters, so it is no text; nothing was changed");
    }
    open.set_text(document, new)?;
    open.wait()?;
    let verdicts = verdicts(&open.study, document);
    let id = open.study.document_id(document).to_owned();
    let mut output = Output::new();
    if arguments.json {
        output.json(&Told { document: &id, verdicts })?;
    } else {
        let words: Vec<String> = verdicts.iter().map(|(word, count)| format!("{count} {word}")).collect();
        let all = verdicts.values().sum();
        output.text(&format!("{id} changed; {}: {}", counted(all, "coding"), words.join(", ")))?;
        if verdicts.keys().any(|word| ["unsure", "lost"].contains(word)) {
            output.text(&format!("`kantlijn anchors {id}` shows those that have no place now"))?;
        }
    }
    output.finish()?;
    Ok(Ending::Done)
}

/// How many codings of a document there are of each verdict.
fn verdicts(study: &Study, document: DocumentKey) -> BTreeMap<&'static str, usize> {
    let mut found = BTreeMap::new();
    for (_, key) in study.document_codings(document).into_iter().flat_map(crate::text::SpanIndex::iter) {
        let verdict: Verdict = study.verdict(*key);
        *found.entry(verdict.word()).or_default() += 1;
    }
    found
}

fn read(file: &PathBuf) -> Result<String> {
    let mut bytes = Vec::new();
    if file.as_os_str() == "-" {
        std::io::stdin().lock().read_to_end(&mut bytes)?;
    } else {
        bytes = std::fs::read(file).with_context(|| format!("{}: cannot read it", file.display()))?;
    }
    match String::from_utf8(bytes) {
        Ok(text) => Ok(text),
        Err(error) => bail!(
            "the new text is no UTF-8 (byte {}); save it as UTF-8; nothing was changed",
            error.utf8_error().valid_up_to()
        ),
    }
}

fn in_editor(context: &Context, open: &OpenStudy, text: &str) -> Result<String> {
    let settings = Settings::load(&context.places)?;
    let command = outside::editor(settings.text("editor"), |name| std::env::var(name).ok());
    let place = context.places.of_study(open.root()).join("editing");
    outside::edit(text, &command, &place)
        .with_context(|| format!("`{command}` left no text that can be read; nothing was changed"))
}
