//! `kantlijn log`: everything that was ever done, in order.

use anyhow::{Result, anyhow};
use clap::{Args, ValueEnum};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use crate::model::edit;
use crate::model::names::{CoderKey, DocumentKey};
use crate::model::record::{Act, Record};
use crate::model::study::Study;
use crate::model::{CodeKey, Target};
use crate::store::{EventReader, OpenStudy};

use super::Ending;
use super::codebook::versions::moment;
use super::context::{self, Context};
use super::event::{self, Told};
use super::output::{self, Output};

/// Tell everything that was done to the study, in order, undone things too; --coder narrows it to a layer
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only the last N events
    #[arg(long, value_name = "N")]
    last: Option<usize>,

    /// From this day or time on, such as 2026-03-01
    #[arg(long, value_name = "DATE")]
    from: Option<String>,

    /// Up to the end of this day, or this time
    #[arg(long, value_name = "DATE")]
    to: Option<String>,

    /// Only what was done on this day
    #[arg(long, value_name = "DATE", conflicts_with_all = ["from", "to"])]
    day: Option<String>,

    /// Only about this document
    #[arg(long, value_name = "DOC")]
    document: Option<String>,

    /// Only about this code
    #[arg(long, value_name = "CODE")]
    code: Option<String>,

    /// Only this kind, several are any of them
    #[arg(long, value_name = "KIND")]
    kind: Vec<Kind>,

    /// Only what counts: without what was undone
    #[arg(long)]
    counting: bool,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,

    /// For an appendix: by day, a line each
    #[arg(long, conflicts_with = "json")]
    markdown: bool,
}

/// What people look for in a log.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Kind {
    /// Codings and marks that were made, changed or taken away
    Coding,
    /// Codings that got another code, or were kept under a new definition
    Recode,
    /// Memos
    Memo,
    /// Changes of the codebook
    Codebook,
    /// How far people were with a document
    Status,
    /// Undo and redo
    Undo,
}

#[derive(Serialize)]
struct Row<'a> {
    n: u64,
    at: String,
    coder: &'a str,
    id: Uuid,
    tx: Uuid,
    /// False for what was undone, and for parts of a step that is not complete.
    counts: bool,
    /// Why, where somebody said it.
    #[serde(skip_serializing_if = "Option::is_none")]
    why: Option<String>,
    #[serde(flatten)]
    told: Told,
}

/// Tells.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let open = context.read()?;
    let wanted = Wanted::of(&open, arguments)?;
    let mut all = in_order(&open, &context.narrowed(&open.study)?);
    all.retain(|entry| wanted.holds(&open.study, entry));
    let from = all.len().saturating_sub(arguments.last.unwrap_or(usize::MAX));
    let all = &all[from..];
    let mut reader = open.event_reader();
    let mut output = Output::new();
    if arguments.json {
        output.json_array(all.iter().map(|entry| row(&open, &mut reader, entry)))?;
    } else {
        if arguments.markdown {
            let title = &open.study.config.title;
            output.text(&format!("# {}", if title.is_empty() { "Journal" } else { title }))?;
        }
        let mut day = None;
        for entry in all {
            let row = row(&open, &mut reader, entry);
            if arguments.markdown {
                markdown(&mut output, &open, entry, &row, &mut day)?;
            } else {
                plain(&mut output, &open, entry, &row)?;
            }
        }
    }
    output.finish()?;
    if all.is_empty() {
        output::say("nothing found");
        return Ok(Ending::Nothing);
    }
    Ok(Ending::Done)
}

fn plain(output: &mut Output, open: &OpenStudy, entry: &Entry<'_>, row: &Row<'_>) -> Result<()> {
    let undone = if row.counts { "" } else { " (does not count: undone or incomplete)" };
    let why = row.why.as_ref().map_or(String::new(), |why| format!(" [{why}]"));
    let sentence = event::sentence(open, entry.coder, &row.told);
    output.text(&format!(
        "{}  {}  {sentence}{why}{undone}",
        local(entry.record.at, "%Y-%m-%d %H:%M:%S"),
        row.coder
    ))?;
    Ok(())
}

fn markdown(
    output: &mut Output,
    open: &OpenStudy,
    entry: &Entry<'_>,
    row: &Row<'_>,
    day: &mut Option<String>,
) -> Result<()> {
    let here = local(entry.record.at, "%Y-%m-%d");
    if day.as_ref() != Some(&here) {
        output.text(&format!("\n## {here}\n"))?;
        *day = Some(here);
    }
    let sentence = escaped(&event::sentence(open, entry.coder, &row.told));
    // What does not count any more is struck out.
    let sentence = if row.counts { sentence } else { format!("~~{sentence}~~") };
    let why = row.why.as_ref().map_or(String::new(), |why| format!(" *{}*", escaped(why)));
    output.text(&format!("- {} {}: {sentence}{why}", local(entry.record.at, "%H:%M"), escaped(row.coder)))?;
    Ok(())
}

fn local(at: i64, form: &str) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    at.to_zoned_datetime(TimeZone::system()).strftime(form).to_string()
}

/// Words on one line in which nothing is markup.
fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\`*_[]<>#|~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' { ' ' } else { c });
    }
    escaped
}

struct Entry<'a> {
    coder: CoderKey,
    index: u32,
    record: &'a Record,
    counts: bool,
}

/// All events of these coders (none: of all), in the order of events.
fn in_order<'a>(open: &'a OpenStudy, coders: &[CoderKey]) -> Vec<Entry<'a>> {
    let mut all = Vec::new();
    for coder in open.study.coders() {
        if let Some(layer) = open.study.layer(coder).filter(|_| coders.is_empty() || coders.contains(&coder))
        {
            let records = layer.records().iter().zip(0..);
            all.extend(records.map(|(record, index)| Entry {
                coder,
                index,
                record,
                counts: layer.counts(index),
            }));
        }
    }
    all.sort_by_key(|entry| entry.record.order());
    all
}

fn row<'a>(open: &'a OpenStudy, reader: &mut EventReader<'_>, entry: &Entry<'_>) -> Row<'a> {
    let study = &open.study;
    let written = reader.read(entry.record.source);
    let layer = study.layer(entry.coder);
    let (told, why) = match written {
        Some(written) => (Told::of(study, &written.event), written.why),
        None => (Told { what: "unknown", ..Told::default() }, None),
    };
    Row {
        n: entry.record.n,
        at: Timestamp::from_millisecond(entry.record.at).unwrap_or_default().to_string(),
        coder: study.coder_name(entry.coder),
        id: entry.record.id,
        tx: layer.map(|layer| layer.transaction_of(entry.index)).unwrap_or_default(),
        counts: entry.counts,
        why,
        told,
    }
}

/// What the arguments narrow the log to. It is asked of the events in memory, so that only those that are told are read.
struct Wanted {
    /// Milliseconds since 1970, UTC; both are inside.
    from: i64,
    to: i64,
    document: Option<(DocumentKey, String)>,
    code: Option<(CodeKey, String)>,
    kinds: Vec<Kind>,
    counting: bool,
}

impl Wanted {
    fn of(open: &OpenStudy, arguments: &Arguments) -> Result<Self> {
        let no_date =
            |words: &String| anyhow!("`{words}` is no date; write 2026-03-01 or 2026-03-01T12:00:00Z");
        let from = arguments.day.as_ref().or(arguments.from.as_ref());
        let to = arguments.day.as_ref().or(arguments.to.as_ref());
        let from = from.map(|words| beginning(words).ok_or_else(|| no_date(words))).transpose()?;
        let to = to.map(|words| moment(words).ok_or_else(|| no_date(words))).transpose()?;
        let document =
            arguments.document.as_deref().map(|name| context::document(&open.study, name)).transpose()?;
        let code = match &arguments.code {
            None => None,
            // Also one that is no longer in the codebook.
            Some(id) => match open.study.names.codes.get::<CodeKey>(id) {
                Some(key) => Some((key, id.clone())),
                None => Some((edit::find_code(&open.study, id)?.key, id.clone())),
            },
        };
        Ok(Self {
            from: from.map_or(i64::MIN, Timestamp::as_millisecond),
            to: to.map_or(i64::MAX, Timestamp::as_millisecond),
            document: document.map(|document| (document.key, document.id.clone())),
            code,
            kinds: arguments.kind.clone(),
            counting: arguments.counting,
        })
    }

    fn holds(&self, study: &Study, entry: &Entry<'_>) -> bool {
        let record = entry.record;
        (self.from..=self.to).contains(&record.at)
            && (entry.counts || !self.counting)
            && (self.kinds.is_empty() || kind(&record.act).is_some_and(|kind| self.kinds.contains(&kind)))
            && (self.document.is_none() && self.code.is_none()
                || self.is_about(study, entry.coder, record, 0))
    }

    /// True when the event, or what it changes or takes back, is about the document and the code.
    fn is_about(&self, study: &Study, coder: CoderKey, record: &Record, depth: usize) -> bool {
        let Some(layer) = study.layer(coder) else { return false };
        let made = record.changes().and_then(|id| layer.find(id)).map(|index| layer.record(index));
        if let Act::Undo(target) = record.act {
            let earlier = layer.events_of(target);
            return depth < 8
                && earlier.iter().any(|event| {
                    event.order() < record.order() && self.is_about(study, coder, event, depth + 1)
                });
        }
        let is = |record: &Record| {
            let document =
                self.document.as_ref().is_none_or(|(key, id)| of_document(layer, record, *key, id));
            let code = self.code.as_ref().is_none_or(|(key, id)| of_code(study, record, *key, id));
            (document, code)
        };
        let (own, of_made) = (is(record), made.map_or((false, false), is));
        (own.0 || of_made.0) && (own.1 || of_made.1)
    }
}

fn of_document(layer: &crate::model::layer::Layer, record: &Record, key: DocumentKey, id: &str) -> bool {
    match &record.act {
        Act::Coding { document, .. } | Act::Status { document, .. } => *document == key,
        Act::Memo(memo) => match &memo.0 {
            Target::Document(document) => document == id,
            Target::Coding(coding) => {
                let made = layer.find(*coding).map(|index| layer.record(index));
                made.is_some_and(|made| of_document(layer, made, key, id))
            }
            _ => false,
        },
        _ => false,
    }
}

fn of_code(study: &Study, record: &Record, key: CodeKey, id: &str) -> bool {
    match &record.act {
        Act::Coding { code, .. } => *code == Some(key),
        Act::Recode { code, .. } => *code == key,
        Act::Memo(memo) => match &memo.0 {
            Target::Code(code) => code == id,
            Target::Coding(coding) => {
                study.find_coding(*coding).is_some_and(|coding| study.coding(coding).given == Some(key))
            }
            _ => false,
        },
        Act::CodeAdd(added) => added.code == id,
        Act::CodeEdit(changes) => changes.iter().any(|change| {
            let heir = |toml: &Option<String>| {
                crate::model::codebook::plain_entry(toml.as_deref())
                    .get("heir")
                    .is_some_and(|heir| heir == id)
            };
            change.code() == Some(id) || heir(&change.before) || heir(&change.after)
        }),
        Act::Seen(codes) => codes.iter().any(|(code, _)| code == id),
        _ => false,
    }
}

fn kind(act: &Act) -> Option<Kind> {
    Some(match act {
        Act::Coding { .. } | Act::Uncode(_) | Act::Reshape { .. } | Act::Facet { .. } | Act::Star { .. } => {
            Kind::Coding
        }
        Act::Recode { .. } => Kind::Recode,
        Act::Memo(_) | Act::MemoEdit { .. } | Act::MemoDrop(_) => Kind::Memo,
        Act::CodeAdd(_) | Act::CodeEdit(_) | Act::Seen(_) => Kind::Codebook,
        Act::Status { .. } => Kind::Status,
        Act::Undo(_) => Kind::Undo,
        _ => return None,
    })
}

/// A time, or the beginning of a day.
fn beginning(words: &str) -> Option<Timestamp> {
    if let Ok(at) = words.parse::<Timestamp>() {
        return Some(at);
    }
    TimeZone::system().to_timestamp(words.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok()
}
