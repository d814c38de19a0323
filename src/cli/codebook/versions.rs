//! `kantlijn codebook diff` and `at`: what changed in the codebook, and what it was.

use std::path::Path;
use std::process::Command;

use anyhow::{Context as _, Result, anyhow, bail};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;

use crate::analysis::codebook_diff::{Difference, Kind, differences};
use crate::cli::Ending;
use crate::cli::context::Context;
use crate::cli::output::{self, Output};
use crate::cli::words::{counted, one_line, shortened};
use crate::export::codebook::{CodebookView, markdown};
use crate::model::codebook::{Codebook, ReadFamily};
use crate::model::names::{CodeKey, Names};
use crate::store::folder::files_below;
use crate::store::{OpenStudy, PastCodebook};

/// Codes of which nobody knows the words then that are named.
const NAMED: usize = 8;

/// Tell what changed in the codebook between two moments, git revisions, files or folders; exit code 1 when nothing did
#[derive(Args, Debug)]
pub struct DiffArguments {
    /// Before: a date (2026-03-01: its end) or time, a git revision, a family file or a folder of them
    #[arg(value_name = "A")]
    before: String,

    /// After, likewise [default: the codebook of now]
    #[arg(value_name = "B")]
    after: Option<String>,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
}

/// Print the codebook as it was, and say what of it nobody knows any more
#[derive(Args, Debug)]
pub struct AtArguments {
    /// A date (its end, by this machine's clock) or a time such as 2026-03-01T12:00:00Z
    #[arg(value_name = "DATE")]
    date: String,

    /// toml: the files; markdown: for an appendix
    #[arg(long, default_value = "toml")]
    format: Format,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Toml,
    Markdown,
}

#[derive(Serialize)]
struct Row<'a> {
    #[serde(flatten)]
    difference: &'a Difference,
    /// Codings that coders gave this code.
    codings: usize,
}

/// Tells what changed.
pub fn diff(context: &Context, arguments: &DiffArguments) -> Result<Ending> {
    let open = context.read_in_silence()?;
    let before = files_of(&open, &arguments.before)?;
    let after = match &arguments.after {
        Some(after) => files_of(&open, after)?,
        None => folder(&open.root().join("codebook"))?,
    };
    let found = differences(&before, &after);
    let study = &open.study;
    let codings = |difference: &Difference| {
        let key = difference.code.as_deref().and_then(|code| study.names.codes.get::<CodeKey>(code));
        key.map_or(0, |key| study.codings_given(key).count())
    };
    let mut output = Output::new();
    let rows = found.iter().map(|difference| Row { difference, codings: codings(difference) });
    if arguments.json {
        output.json_array(rows)?;
    } else {
        for row in rows {
            output.text(&line(&row))?;
        }
        output.text(&counted(found.len(), "difference"))?;
    }
    output.finish()?;
    Ok(if found.is_empty() { Ending::Nothing } else { Ending::Done })
}

fn line(row: &Row<'_>) -> String {
    let Difference { kind, family, code, entry, from, to, keys } = row.difference;
    let name = code.as_deref().unwrap_or(entry.strip_prefix("the ").unwrap_or(entry));
    let mut line = format!("{}  {family}  {name}", kind.word());
    match (from, to) {
        // Two long definitions may differ at their ends: all of their words stand below.
        _ if *kind == Kind::Redefined => line.extend([": ", &keys.join(", ")]),
        (Some(from), Some(to)) => line.extend([": ", &shortened(from), " -> ", &shortened(to)]),
        (None, Some(to)) => line.extend([" -> ", to]),
        _ if !keys.is_empty() => line.extend([": ", &keys.join(", ")]),
        _ => {}
    }
    if row.codings > 0 {
        line = format!("{line}  ({})", counted(row.codings, "coding"));
    }
    if *kind == Kind::Redefined {
        for (word, words) in [("was", from), ("now", to)] {
            line.extend(words.as_ref().map(|words| format!("\n    {word}: {}", one_line(words))));
        }
    }
    line
}

/// Prints the codebook of a moment.
pub fn at(context: &Context, arguments: &AtArguments) -> Result<Ending> {
    let open = context.read_in_silence()?;
    let moment = moment(&arguments.date)
        .ok_or_else(|| anyhow!("`{}` is no date; write 2026-03-01", arguments.date))?;
    let past = past(&open, moment);
    warn_of_unknown(&past, "", "; shown as the nearest that is known");
    let mut output = Output::new();
    match arguments.format {
        Format::Toml => {
            for (family, toml) in &past.families {
                output.text(&format!("# codebook/{family}.toml\n{}", toml.trim_end()))?;
                output.text("")?;
            }
        }
        Format::Markdown => {
            let read = |(_, toml): &(String, String)| ReadFamily::parse("", toml).ok();
            let read = past.families.iter().filter_map(read).collect();
            let book = Codebook::build(read, &mut Names::default()).0;
            let config = &open.study.config;
            let view =
                CodebookView { title: &config.title, book: &book, family: None, language: config.language() };
            output.text(markdown(view).trim_end())?;
        }
    }
    output.finish()?;
    Ok(if past.families.is_empty() { Ending::Nothing } else { Ending::Done })
}

/// The codebook of a moment: from the journals, and where those do not have the words, from git.
fn past(open: &OpenStudy, moment: Timestamp) -> PastCodebook {
    let mut past = open.codebook_at(moment.as_millisecond());
    if !past.unknown.is_empty() {
        let before = format!("--before={moment}");
        let commit =
            git(open.root(), &["log", "-1", "--format=%H", &before, "--", "codebook"]).unwrap_or_default();
        let files = if commit.trim().is_empty() {
            Vec::new()
        } else {
            revision(open.root(), commit.trim()).unwrap_or_default()
        };
        for code in past.unknown.keys().cloned().collect::<Vec<_>>() {
            past.take(&code, &files);
        }
    }
    past
}

/// The family files that an argument names.
fn files_of(open: &OpenStudy, named: &str) -> Result<Vec<String>> {
    let path = Path::new(named);
    if path.is_dir() {
        let inside = path.join("codebook");
        return folder(if inside.is_dir() { &inside } else { path });
    }
    if path.is_file() {
        return Ok(vec![std::fs::read_to_string(path).with_context(|| named.to_owned())?]);
    }
    if let Some(moment) = moment(named) {
        let past = past(open, moment);
        warn_of_unknown(&past, &format!("{named}: "), "");
        return Ok(past.families.into_iter().map(|(_, toml)| toml).collect());
    }
    revision(open.root(), named).map_err(|why| {
        anyhow!("`{named}` is no date, no file or folder, and no git revision with a codebook ({why}); write one of these")
    })
}

/// Says of which codes nobody knows the words then, once for each reason.
fn warn_of_unknown(past: &PastCodebook, lead: &str, end: &str) {
    let mut reasons: Vec<(&str, Vec<&str>)> = Vec::new();
    for (code, why) in &past.unknown {
        match reasons.iter_mut().find(|(known, _)| known == why) {
            Some((_, codes)) => codes.push(code),
            None => reasons.push((why, vec![code])),
        }
    }
    for (why, codes) in reasons {
        let named = codes.iter().take(NAMED).map(|code| format!("`{code}`")).collect::<Vec<_>>().join(", ");
        let more = codes.len().saturating_sub(NAMED);
        let more = if more > 0 { format!(" and {more} more") } else { String::new() };
        output::warn(&format!("{lead}{named}{more}: {why}{end}"));
    }
}

fn folder(folder: &Path) -> Result<Vec<String>> {
    let mut found = Vec::new();
    for path in files_below(folder, ".", &[".toml"]) {
        found.push(std::fs::read_to_string(folder.join(&path)).with_context(|| path.clone())?);
    }
    Ok(found)
}

/// The family files of a git revision.
fn revision(root: &Path, revision: &str) -> Result<Vec<String>> {
    if revision.starts_with('-') {
        bail!("it begins with a dash");
    }
    let listed = git(root, &["ls-tree", "-r", "-z", "--name-only", revision, "--", "codebook"])?;
    let paths: Vec<&str> = listed.split('\0').filter(|path| path.to_lowercase().ends_with(".toml")).collect();
    if paths.is_empty() {
        bail!("there are no family files in it");
    }
    paths.iter().map(|path| git(root, &["show", &format!("{revision}:./{path}")])).collect()
}

fn git(root: &Path, arguments: &[&str]) -> Result<String> {
    let ran = Command::new("git").arg("-C").arg(root).args(arguments).output();
    let output = ran.map_err(|error| anyhow!("git cannot be started: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        bail!("git: {}", said.lines().next().unwrap_or_default().trim());
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// A time, or the end of a day.
pub fn moment(words: &str) -> Option<Timestamp> {
    if let Ok(at) = words.parse::<Timestamp>() {
        return Some(at);
    }
    let next = words.parse::<Date>().ok()?.tomorrow().ok()?;
    let end = TimeZone::system().to_timestamp(next.at(0, 0, 0, 0)).ok()?;
    Timestamp::from_millisecond(end.as_millisecond() - 1).ok()
}
