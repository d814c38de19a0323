//! `kantlijn log`: everything that was ever done, in order.

use anyhow::Result;
use clap::Args;
use jiff::Timestamp;
use jiff::tz::TimeZone;
use serde::Serialize;
use uuid::Uuid;

use crate::model::event::Event;
use crate::model::names::CoderKey;
use crate::model::record::Record;
use crate::store::OpenStudy;

use super::Ending;
use super::context::Context;
use super::event::{self, Told};
use super::output::Output;

/// Tell everything that was done to the study, in order, undone things too
#[derive(Args, Debug)]
pub struct Arguments {
    /// Only the last N events
    #[arg(long, value_name = "N")]
    last: Option<usize>,

    /// Tell programs, as a JSON array
    #[arg(long)]
    json: bool,
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
    #[serde(flatten)]
    told: Told,
}

/// Tells.
pub fn run(context: &Context, arguments: &Arguments) -> Result<Ending> {
    let open = context.read()?;
    let all = in_order(&open, &context.narrowed(&open.study)?);
    let from = all.len().saturating_sub(arguments.last.unwrap_or(usize::MAX));
    let rows = all[from..].iter().map(|entry| row(&open, entry));
    let mut output = Output::new();
    if arguments.json {
        output.json_array(rows)?;
    } else {
        let zone = TimeZone::system();
        for (row, entry) in rows.zip(&all[from..]) {
            let at = Timestamp::from_millisecond(entry.record.at)
                .unwrap_or_default()
                .to_zoned_datetime(zone.clone());
            let undone = if row.counts { "" } else { " (does not count: undone or incomplete)" };
            let at = at.strftime("%Y-%m-%d %H:%M:%S");
            output.text(&format!(
                "{at}  {}  {}{undone}",
                row.coder,
                event::sentence(&open, entry.coder, &row.told)
            ))?;
        }
    }
    output.finish()?;
    Ok(Ending::Done)
}

struct Entry<'a> {
    coder: CoderKey,
    index: u32,
    record: &'a Record,
}

/// All events of these coders (none: of all), in the order of events.
fn in_order<'a>(open: &'a OpenStudy, coders: &[CoderKey]) -> Vec<Entry<'a>> {
    let mut all = Vec::new();
    for coder in open.study.coders() {
        if let Some(layer) = open.study.layer(coder).filter(|_| coders.is_empty() || coders.contains(&coder))
        {
            let records = layer.records().iter().zip(0..);
            all.extend(records.map(|(record, index)| Entry { coder, index, record }));
        }
    }
    all.sort_by_key(|entry| entry.record.order());
    all
}

fn row<'a>(open: &'a OpenStudy, entry: &Entry<'_>) -> Row<'a> {
    let study = &open.study;
    let event: Option<Event> = open.event(entry.record.source);
    let unknown = Told { what: "unknown", ..Told::default() };
    let layer = study.layer(entry.coder);
    Row {
        n: entry.record.n,
        at: Timestamp::from_millisecond(entry.record.at).unwrap_or_default().to_string(),
        coder: study.coder_name(entry.coder),
        id: entry.record.id,
        tx: layer.map(|layer| layer.transaction_of(entry.index)).unwrap_or_default(),
        counts: layer.is_some_and(|layer| layer.counts(entry.index)),
        told: event.map_or(unknown, |event| Told::of(study, &event)),
    }
}
