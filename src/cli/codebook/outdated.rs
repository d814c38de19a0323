//! `kantlijn codebook outdated`: codings that were made under an earlier definition.

use anyhow::Result;
use clap::Args;
use serde::Serialize;
use uuid::Uuid;

use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::Output;
use crate::cli::recode::{carry_out, done, recoded, say};
use crate::cli::words::{counted, shortened};
use crate::model::edit;
use crate::model::names::CodingKey;
use crate::model::recode::{keep, outdated};
use crate::store::OpenStudy;

/// List the codings that were made under an earlier definition of their code; exit code 1 when there are none
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only of these codes
    #[arg(value_name = "CODE")]
    codes: Vec<String>,

    /// Only these codings, by their ids
    #[arg(long, value_name = "ID")]
    coding: Vec<Uuid>,

    /// Keep your own under the present definition
    #[arg(long, conflicts_with = "json")]
    keep: bool,

    /// Why, for the journal
    #[arg(long, value_name = "WORDS", requires = "keep")]
    why: Option<String>,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row {
    id: Uuid,
    document: String,
    start_byte: u32,
    end_byte: u32,
    code: String,
    /// The code it was made with, where that was merged into this one.
    #[serde(skip_serializing_if = "Option::is_none")]
    given: Option<String>,
    coder: String,
    made_under: String,
    present: String,
    /// The definition that it was made under, where the journals have its words.
    #[serde(skip_serializing_if = "Option::is_none")]
    definition_then: Option<String>,
    definition_now: String,
    quote: String,
}

/// Lists, or keeps.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let mut open = if arguments.keep { context.write()? } else { context.read()? };
    let coders = context.narrowed(&open.study)?;
    let codes = arguments.codes.iter().map(|id| edit::find_code(&open.study, id).map(|code| code.key));
    let codes = codes.collect::<Result<Vec<_>, _>>()?;
    let wanted = |key: &CodingKey| {
        let coding = open.study.coding(*key);
        (arguments.coding.is_empty() || arguments.coding.contains(&open.study.coding_id(*key)))
            && (codes.is_empty() || coding.code.is_some_and(|code| codes.contains(&code)))
            && (coders.is_empty() || arguments.keep || coders.contains(&coding.coder))
    };
    let found: Vec<CodingKey> = outdated(&open.study).into_iter().filter(wanted).collect();
    if arguments.keep {
        let plan = keep(&open.study, open.writable()?, &found);
        let count = recoded(&plan);
        carry_out(&mut open, plan, arguments.why.as_deref(), false)?;
        say(&done(count, "coding", "kept under the present definition", false))?;
        return Ok(Ending::Done);
    }
    let mut output = Output::new();
    let rows = found.iter().map(|&key| row(&open, key));
    if arguments.json {
        output.json_array(rows)?;
    } else {
        for row in rows {
            let given = row.given.as_ref().map_or(String::new(), |given| format!(", made as {given}"));
            output.text(&format!(
                "{}  {}  {}{given}  {}  «{}»",
                row.id,
                row.document,
                row.code,
                row.coder,
                shortened(&row.quote)
            ))?;
        }
        output.text(&format!("{} made under an earlier definition", counted(found.len(), "coding")))?;
    }
    output.finish()?;
    Ok(if found.is_empty() { Ending::Nothing } else { Ending::Done })
}

fn row(open: &OpenStudy, key: CodingKey) -> Row {
    let study = &open.study;
    let coding = study.coding(key);
    let id = |code| study.code_id(code).to_owned();
    let language = study.config.language();
    let now = coding.code.and_then(|code| study.codebook.code(code));
    let present = now.map(|code| code.revision.to_string());
    Row {
        id: study.coding_id(key),
        document: study.document_id(coding.document).to_owned(),
        start_byte: coding.span.start,
        end_byte: coding.span.end,
        code: coding.code.map(id).unwrap_or_default(),
        given: coding.given.filter(|_| coding.given != coding.code).map(id),
        coder: study.coder_name(coding.coder).to_owned(),
        made_under: coding.revision.to_string(),
        present: present.unwrap_or_default(),
        definition_then: study
            .made_under(key)
            .and_then(|(id, revision)| study.code_then(id, revision))
            .map(|code| code.definition.get(language).to_owned()),
        definition_now: now.map_or("", |code| code.definition.get(language)).to_owned(),
        quote: open.anchor(key).map(|anchor| anchor.quote.display()).unwrap_or_default(),
    }
}
