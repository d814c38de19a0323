//! `kantlijn restore`: what a backup has that the study lacks, and putting that back.

use std::collections::BTreeSet;
use std::path::Path;

use anyhow::{Result, bail};
use clap::Args;

use crate::store::backup::{self, Backup, Compared, Difference};

use super::Ending;
use super::context::Context;
use super::output::Output;
use super::table::{Align, Table};
use super::words::counted;

/// List the backups, compare one with the study, and put back what is lacking
///
/// A copy of journals, codebook and settings is kept in the data folder once a day of use, the last ten of them.
/// Without a name the copies are listed; with one it is compared with the study, and nothing is changed; with --apply
/// journal lines and files that are gone come back. Nothing is ever taken out of a journal.
#[derive(Args, Debug)]
pub struct Arguments {
    /// The backup, by its name in the list
    #[arg(value_name = "BACKUP")]
    backup: Option<String>,
    /// Put back what is lacking
    #[arg(long, requires = "backup")]
    apply: bool,
    /// Put this file of the codebook or the settings back, too, although it says something else now
    #[arg(long, value_name = "FILE", requires = "apply")]
    replace: Vec<String>,
}

/// Lists, compares or restores.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let root = context.root()?;
    let backups = backup::list(&context.places, &root);
    let Some(name) = &arguments.backup else { return list(&backups, &root) };
    let Some(backup) = backups.iter().find(|backup| backup.name == *name) else {
        bail!("`{name}` is no backup of this study; `kantlijn restore` lists them")
    };
    let compared = backup.compare(&root)?;
    let replace: BTreeSet<String> = arguments.replace.iter().cloned().collect();
    for path in &replace {
        let known = compared.iter().find(|one| one.path == *path);
        match known.map(|one| one.difference) {
            Some(Difference::Changed) => {}
            Some(_) => bail!("{path} needs no --replace: it did not change, or is put back anyway"),
            None => bail!("{path} is not in this backup; `kantlijn restore {name}` shows what is"),
        }
    }
    if arguments.apply {
        return apply(context, backup, &root, &replace);
    }
    show(backup, &compared)
}

fn list(backups: &[Backup], root: &Path) -> Result<Ending> {
    let mut output = Output::new();
    if backups.is_empty() {
        output.text("no backup yet: one is made each day the study is opened for coding")?;
        output.finish()?;
        return Ok(Ending::Nothing);
    }
    let mut table = Table::new(&[("backup", Align::Left), ("has what the study lacks", Align::Left)]);
    for backup in backups.iter().rev() {
        let compared = backup.compare(root)?;
        let lacking = compared.iter().filter(|one| one.difference.has_something()).count();
        let what = match lacking {
            0 => "nothing".to_owned(),
            lacking => format!("in {}", counted(lacking, "file")),
        };
        table.row([backup.name.clone(), what]);
    }
    table.write(&mut output)?;
    output.text("`kantlijn restore BACKUP` compares one with the study and changes nothing")?;
    output.finish()?;
    Ok(Ending::Done)
}

fn show(backup: &Backup, compared: &[Compared]) -> Result<Ending> {
    let mut output = Output::new();
    let mut table = Table::new(&[("file", Align::Left), ("now", Align::Left)]);
    for one in compared {
        table.row([one.path.clone(), sentence(one.difference)]);
    }
    table.write(&mut output)?;
    let name = &backup.name;
    let differs = |wanted: fn(Difference) -> bool| compared.iter().any(|one| wanted(one.difference));
    let comes_back = differs(|one| matches!(one, Difference::Lacking(_) | Difference::Missing));
    let changed = differs(|one| one == Difference::Changed);
    if comes_back {
        output.text(&format!("`kantlijn restore {name} --apply` puts back what is lacking"))?;
    }
    if changed {
        let words = "puts back a file that changed; what it says now is kept as a backup first";
        output.text(&format!("`kantlijn restore {name} --apply --replace FILE` {words}"))?;
    }
    if !comes_back && !changed {
        output.text("the study has all that is in this backup")?;
    }
    output.finish()?;
    Ok(if comes_back || changed { Ending::Done } else { Ending::Nothing })
}

fn sentence(difference: Difference) -> String {
    match difference {
        Difference::Same => "the same".to_owned(),
        Difference::Grown(0) => "all its lines are there".to_owned(),
        Difference::Grown(more) => format!("all its lines are there, and {} since", counted(more, "line")),
        Difference::Lacking(lines) => format!("{} of it are gone", counted(lines, "line")),
        Difference::Missing => "gone".to_owned(),
        Difference::Changed => "says something else".to_owned(),
    }
}

fn apply(context: &Context, backup: &Backup, root: &Path, replace: &BTreeSet<String>) -> Result<Ending> {
    let restored = backup.restore(&context.places, root, replace)?;
    let mut output = Output::new();
    for (path, lines) in &restored.files {
        match lines {
            0 => output.text(&format!("{path} is back"))?,
            lines => output.text(&format!("{} came back in {path}", counted(*lines, "line")))?,
        }
    }
    if restored.files.is_empty() {
        output.text("the study has all that was asked for; nothing was changed")?;
    }
    if let Some(before) = &restored.before {
        output.text(&format!("the study as it was just before is the backup {}", before.name))?;
    }
    output.finish()?;
    Ok(if restored.files.is_empty() { Ending::Nothing } else { Ending::Done })
}
