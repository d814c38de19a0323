//! The rows of the Journal: events by day, gathered a slice at a time.

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use crate::model::trail::{Entry, Newest};
use crate::model::{CoderKey, Study};
use crate::ui::action::Action;
use crate::ui::list::List;

/// Events that are looked at before a frame is drawn and keys are taken in.
const SLICE: usize = 4000;
/// Rows that are gathered beyond those in sight.
const BEYOND: usize = 60;

/// A row.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Row {
    /// A day begins.
    Day(Date),
    /// Something that was done.
    Entry(Entry),
}

/// What was gathered, and from where it goes on.
#[derive(Debug, Default)]
pub(super) struct Rows {
    all: Vec<Row>,
    list: List,
    newest: Newest,
    ended: bool,
    /// The day of the last row.
    day: Option<Date>,
    /// How many of the rows are events.
    pub(super) entries: usize,
    /// The last row is wanted, wherever it is.
    to_end: bool,
    /// The event that is stood on as soon as it is there.
    stand_on: Option<(Entry, usize)>,
}

/// The day of a moment.
pub(super) fn day_of(at: i64, zone: &TimeZone) -> Date {
    Timestamp::from_millisecond(at).unwrap_or_default().to_zoned_datetime(zone.clone()).date()
}

/// The first and the last millisecond of a day.
pub(super) fn bounds(day: Date, zone: &TimeZone) -> (i64, i64) {
    let start = |day: Date| {
        let at = zone.to_timestamp(day.at(0, 0, 0, 0));
        at.map_or(i64::MIN, Timestamp::as_millisecond)
    };
    let next = day.tomorrow().map_or(i64::MAX, |next| start(next).saturating_sub(1));
    (start(day), next)
}

impl Rows {
    pub(super) fn restart(&mut self, study: &Study, coders: &[CoderKey]) {
        self.stand_on = self.here().map(|entry| (entry, self.list.chosen)).or(self.stand_on);
        self.all.clear();
        self.entries = 0;
        self.day = None;
        self.newest = Newest::new(study, coders);
        self.ended = false;
    }

    /// Looks at a slice of events; true when more are needed.
    pub(super) fn gather(&mut self, study: &Study, zone: &TimeZone, fits: impl Fn(Entry) -> bool) -> bool {
        for _ in 0..SLICE {
            if self.ended || !self.needs_more() {
                break;
            }
            match self.newest.next(study) {
                Some(entry) => {
                    if fits(entry) {
                        self.push(study, zone, entry);
                    }
                }
                None => self.ended = true,
            }
        }
        self.stand();
        !self.ended && self.needs_more()
    }

    fn push(&mut self, study: &Study, zone: &TimeZone, entry: Entry) {
        let Some(record) = entry.record(study) else { return };
        let day = day_of(record.at, zone);
        if self.day.replace(day) != Some(day) {
            self.all.push(Row::Day(day));
        }
        self.all.push(Row::Entry(entry));
        self.entries += 1;
        if self.stand_on.is_some_and(|(wanted, _)| wanted == entry) {
            self.list.chosen = self.all.len() - 1;
            self.stand_on = None;
        }
    }

    fn needs_more(&self) -> bool {
        let until = self.stand_on.map_or(self.list.chosen, |(_, row)| row);
        self.to_end || self.all.len() < until + self.height() + BEYOND
    }

    fn height(&self) -> usize {
        self.list.seen(usize::MAX).len()
    }

    /// Keeps the cursor on an event.
    fn stand(&mut self) {
        if self.to_end {
            self.list.chosen = self.all.len().saturating_sub(1);
            self.to_end = !self.ended;
        }
        if self.stand_on.is_none() || self.ended || !self.needs_more() {
            self.stand_on = None;
            self.list.chosen = self.list.chosen.min(self.all.len().saturating_sub(1));
            self.leave_day(true);
        }
    }

    /// Days cannot be stood on.
    fn leave_day(&mut self, down: bool) {
        let is_day = |at: usize| matches!(self.all.get(at), Some(Row::Day(_)));
        if is_day(self.list.chosen) {
            self.list.chosen =
                if down || self.list.chosen == 0 { self.list.chosen + 1 } else { self.list.chosen - 1 };
        }
    }

    pub(super) fn act(&mut self, action: Action) -> bool {
        let before = self.list.chosen;
        self.to_end = false;
        if action == Action::Last {
            self.to_end = !self.ended;
        }
        let moved = self.list.act(action, self.all.len());
        self.leave_day(self.list.chosen >= before);
        moved
    }

    pub(super) fn arrange(&mut self, height: usize) {
        self.list.arrange(self.all.len(), height);
    }

    pub(super) fn here(&self) -> Option<Entry> {
        match self.all.get(self.list.chosen) {
            Some(Row::Entry(entry)) => Some(*entry),
            _ => None,
        }
    }

    /// The rows in sight, each with its number.
    pub(super) fn seen(&self) -> impl Iterator<Item = (usize, Row)> {
        self.list.seen(self.all.len()).map(|at| (at, self.all[at]))
    }

    pub(super) fn chosen(&self) -> usize {
        self.list.chosen
    }

    /// The events in sight and so many around them.
    pub(super) fn around(&self, more: usize) -> impl Iterator<Item = Entry> {
        let seen = self.list.seen(self.all.len());
        let around =
            seen.start.saturating_sub(more)..(seen.end.max(self.list.chosen + 1) + more).min(self.all.len());
        self.all.get(around).unwrap_or_default().iter().filter_map(|row| match row {
            Row::Entry(entry) => Some(*entry),
            Row::Day(_) => None,
        })
    }

    /// Whether all was looked at, and how much of it, in percent.
    pub(super) fn progress(&self) -> (bool, usize) {
        let (given, all) = self.newest.progress();
        (self.ended, (given * 100).checked_div(all).unwrap_or(100))
    }
}
