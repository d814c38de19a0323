//! `kantlijn codes`: the codebook with counts.

use std::collections::BTreeSet;

use anyhow::Result;
use clap::Args;
use rustc_hash::{FxHashMap, FxHashSet};
use serde::Serialize;

use crate::analysis::usage::Usage;
use crate::export::CodePart;
use crate::index::codings::CodingTable;
use crate::model::names::{CodeKey, CoderKey};
use crate::model::study::Study;

use super::Ending;
use super::context::Context;
use super::output::Output;
use super::table::{Align, Table};

/// List the codes, with how many codings they have
#[derive(Args, Debug)]
pub struct Arguments {
    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    code: CodePart<'a>,
    /// What is typed after `,` to code at once.
    key: Option<&'a str>,
    /// Codings with this very code.
    count: usize,
    /// Codings with this code or one below it.
    total: usize,
    /// Documents in which these stand.
    documents: usize,
    /// Coders who gave them.
    coders: usize,
}

/// Lists the codes.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let open = context.read()?;
    let study = &open.study;
    let coders: FxHashSet<CoderKey> = context.narrowed(study)?.into_iter().collect();
    let count = |code: Option<CodeKey>| {
        let codings = study.codings_with(code).iter();
        codings.filter(|&&key| coders.is_empty() || coders.contains(&study.coding(key).coder)).count()
    };
    let who: BTreeSet<CoderKey> = if coders.is_empty() {
        study.coders().into_iter().collect()
    } else {
        coders.iter().copied().collect()
    };
    let usage = Usage::new(&CodingTable::new(study), &who, &FxHashMap::default());
    let rows = CodePart::all(study).into_iter().map(|code| {
        let known = study.codebook.by_id(code.id);
        let key = study.names.codes.get::<CodeKey>(code.id);
        let below = key.map(|key| study.codebook.with_descendants(key)).unwrap_or_default();
        let used = usage.counts(&below);
        Row {
            documents: used.documents,
            coders: used.coders,
            key: known.and_then(|known| known.mnemonic.as_deref()),
            count: key.map_or(0, |key| count(Some(key))),
            total: below.into_iter().map(|code| count(Some(code))).sum(),
            code,
        }
    });
    let mut output = Output::new();
    if arguments.json {
        output.json_array(rows)?;
    } else {
        table(study, rows).write(&mut output)?;
        let marks = count(None);
        if marks > 0 {
            output.text(&format!(
                "\n{marks} passages are kept without a code; `kantlijn find mark:` lists them."
            ))?;
        }
    }
    output.finish()?;
    Ok(Ending::Done)
}

fn table<'a>(study: &Study, rows: impl Iterator<Item = Row<'a>>) -> Table {
    let columns = [
        ("code", Align::Left),
        ("key", Align::Left),
        ("count", Align::Right),
        ("with below", Align::Right),
        ("documents", Align::Right),
        ("coders", Align::Right),
        ("family", Align::Left),
        ("name", Align::Left),
    ];
    let mut table = Table::new(&columns);
    let language = study.config.language();
    for row in rows {
        let code = &row.code;
        let names = &code.names;
        let name = names.get(language).or_else(|| names.values().next()).copied().unwrap_or_default();
        let name = match (code.family, code.retired) {
            (None, _) => "(not in the codebook)".to_owned(),
            (_, true) => format!("{name} (retired)"),
            _ => name.to_owned(),
        };
        table.row([
            format!("{}{}", "  ".repeat(code.path.len() - 1), code.id),
            row.key.map(|key| format!(",{key}")).unwrap_or_default(),
            row.count.to_string(),
            row.total.to_string(),
            row.documents.to_string(),
            row.coders.to_string(),
            code.family.unwrap_or_default().to_owned(),
            name,
        ]);
    }
    table
}
