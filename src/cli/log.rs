//! `kantlijn log`: everything that was ever done, in order.

use anyhow::{Result, anyhow};
use clap::Args;
use clap::builder::{PossibleValue, PossibleValuesParser, TypedValueParser};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use crate::export::trail::{Markdown, Told, Tongue};
use crate::model::CodeKey;
use crate::model::edit;
use crate::model::trail::{Entry, Filter, Kind, Newest};
use crate::store::{EventReader, OpenStudy};

use super::Ending;
use super::codebook::versions::moment;
use super::context::{self, Context};
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
    #[arg(long, value_name = "KIND", value_parser = kinds())]
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

    /// Tell it in this language, with names of codes instead of ids: nl, or English
    #[arg(long, value_name = "TAG", conflicts_with = "json")]
    language: Option<String>,
}

/// The words for kinds.
fn kinds() -> impl TypedValueParser<Value = Kind> {
    let help = |kind| match kind {
        Kind::Coding => "Codings and marks that were made, changed or taken away",
        Kind::Recode => "Codings that got another code, or were kept under a new definition",
        Kind::Memo => "Memos",
        Kind::Codebook => "Changes of the codebook",
        Kind::Status => "How far people were with a document",
        Kind::Text => "Texts that changed, and where their codings went",
        Kind::Undo => "Undo and redo",
    };
    let words = Kind::ALL.map(|kind| PossibleValue::new(kind.word()).help(help(kind)));
    PossibleValuesParser::new(words).try_map(|word| {
        let known = Kind::ALL.into_iter().find(|kind| kind.word() == word);
        known.ok_or_else(|| format!("`{word}` is no kind"))
    })
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
    let filter = filter(context, &open, arguments)?;
    let all = in_order(&open, &filter, arguments.last.unwrap_or(usize::MAX));
    let mut reader = open.event_reader();
    let mut output = Output::new();
    let study = &open.study;
    if arguments.json {
        output.json_array(all.iter().map(|entry| row(&open, &mut reader, *entry)))?;
    } else {
        let tongue = arguments.language.as_deref().map_or(Tongue::ids(study), |tag| Tongue::of(study, tag));
        let mut markdown = arguments.markdown.then(|| Markdown::new(tongue));
        if arguments.markdown {
            output.text(Markdown::title(&study.config.title).trim_end())?;
        }
        for &entry in &all {
            let Some(record) = entry.record(study) else { continue };
            let why = why(&open, &mut reader, entry);
            let told = told(&open, &mut reader, entry.subject(study).0);
            let coder = study.coder_name(entry.coder);
            let counts = entry.counts(study);
            if let Some(markdown) = &mut markdown {
                let line = markdown.line(entry, &told, (record.at, coder, why.as_deref()), counts);
                output.text(line.trim_end_matches('\n'))?;
                continue;
            }
            let undone = if counts { "" } else { " (does not count: undone or incomplete)" };
            let why = why.map_or(String::new(), |why| format!(" [{why}]"));
            let sentence = tongue.sentence(entry, &told);
            output.text(&format!("{}  {coder}  {sentence}{why}{undone}", local(record.at)))?;
        }
    }
    output.finish()?;
    if all.is_empty() {
        output::say("nothing found");
        return Ok(Ending::Nothing);
    }
    Ok(Ending::Done)
}

fn local(at: i64) -> String {
    let at = Timestamp::from_millisecond(at).unwrap_or_default();
    at.to_zoned_datetime(TimeZone::system()).strftime("%Y-%m-%d %H:%M:%S").to_string()
}

/// The last `count` events that the filter lets through, in order.
fn in_order(open: &OpenStudy, filter: &Filter, count: usize) -> Vec<Entry> {
    let mut newest = Newest::new(&open.study, &filter.coders);
    let all = std::iter::from_fn(|| newest.next(&open.study));
    let mut all: Vec<Entry> = all.filter(|entry| filter.holds(&open.study, *entry)).take(count).collect();
    all.reverse();
    all
}

/// What an event is told as, with the words of its passage.
fn told(open: &OpenStudy, reader: &mut EventReader, entry: Entry) -> Told {
    let told = Told::of(&open.study, entry);
    match entry.record(&open.study).and_then(|record| reader.read(record.source)) {
        Some(written) => told.quoting(&written.event),
        None => told,
    }
}

/// The reason that is told with an event.
fn why(open: &OpenStudy, reader: &mut EventReader, entry: Entry) -> Option<String> {
    let record = entry.reasoned(&open.study).record(&open.study)?;
    reader.read(record.source)?.why
}

fn row<'a>(open: &'a OpenStudy, reader: &mut EventReader, entry: Entry) -> Row<'a> {
    let study = &open.study;
    let record = entry.record(study);
    let why = why(open, reader, entry);
    Row {
        n: record.map_or(0, |record| record.n),
        at: Timestamp::from_millisecond(record.map_or(0, |record| record.at)).unwrap_or_default().to_string(),
        coder: study.coder_name(entry.coder),
        id: record.map(|record| record.id).unwrap_or_default(),
        tx: entry.transaction(study),
        counts: entry.counts(study),
        why,
        told: told(open, reader, entry),
    }
}

/// What the arguments narrow the log to.
fn filter(context: &Context, open: &OpenStudy, arguments: &Arguments) -> Result<Filter> {
    let study = &open.study;
    let no_date = |words: &String| anyhow!("`{words}` is no date; write 2026-03-01 or 2026-03-01T12:00:00Z");
    let from = arguments.day.as_ref().or(arguments.from.as_ref());
    let to = arguments.day.as_ref().or(arguments.to.as_ref());
    let from = from.map(|words| beginning(words).ok_or_else(|| no_date(words))).transpose()?;
    let to = to.map(|words| moment(words).ok_or_else(|| no_date(words))).transpose()?;
    let document = arguments.document.as_deref().map(|name| context::document(study, name)).transpose()?;
    let code = match &arguments.code {
        None => None,
        // Also one that is no longer in the codebook.
        Some(id) => match study.names.codes.get::<CodeKey>(id) {
            Some(key) => Some(key),
            None => Some(edit::find_code(study, id)?.key),
        },
    };
    Ok(Filter {
        from: from.map_or(i64::MIN, Timestamp::as_millisecond),
        to: to.map_or(i64::MAX, Timestamp::as_millisecond),
        coders: context.narrowed(study)?,
        document: document.map(|document| document.key),
        code,
        kinds: arguments.kind.clone(),
        counting: arguments.counting,
    })
}

/// A time, or the beginning of a day.
fn beginning(words: &str) -> Option<Timestamp> {
    if let Ok(at) = words.parse::<Timestamp>() {
        return Some(at);
    }
    TimeZone::system().to_timestamp(words.parse::<Date>().ok()?.at(0, 0, 0, 0)).ok()
}
