//! The trail as Markdown, for an appendix: by day, a line each.

use std::fmt::Write as _;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;

use super::{Told, Tongue};
use crate::model::trail::Entry;

/// Writes the trail day by day; lines come in the order in which they are to stand.
#[derive(Debug)]
pub struct Markdown<'s> {
    tongue: Tongue<'s>,
    day: Option<Date>,
}

impl<'s> Markdown<'s> {
    /// Begins.
    pub fn new(tongue: Tongue<'s>) -> Self {
        Self { tongue, day: None }
    }

    /// The title of the page.
    pub fn title(study: &str) -> String {
        format!("# {}\n", if study.is_empty() { "Journal".to_owned() } else { escaped(study) })
    }

    /// The line of an event, below a heading where a day begins. What does not count is struck out. `at` is in milliseconds
    /// since 1970, UTC; days are those of this machine.
    pub fn line(
        &mut self,
        entry: Entry,
        told: &Told,
        (at, coder, why): (i64, &str, Option<&str>),
        counts: bool,
    ) -> String {
        let local = Timestamp::from_millisecond(at).unwrap_or_default().to_zoned_datetime(TimeZone::system());
        let mut line = String::new();
        if self.day.replace(local.date()) != Some(local.date()) {
            let _ = write!(line, "\n## {}\n\n", local.strftime("%Y-%m-%d"));
        }
        let sentence = escaped(&self.tongue.sentence(entry, told));
        let sentence = if counts { sentence } else { format!("~~{sentence}~~") };
        let why = why.map_or(String::new(), |why| format!(" *{}*", escaped(why)));
        let _ = writeln!(line, "- {} {}: {sentence}{why}", local.strftime("%H:%M"), escaped(coder));
        line
    }
}

/// Words on one line in which nothing is markup.
pub fn escaped(words: &str) -> String {
    let mut escaped = String::with_capacity(words.len());
    for c in words.chars() {
        if "\\`*_[]<>#|~".contains(c) {
            escaped.push('\\');
        }
        escaped.push(if c == '\n' || c == '\r' { ' ' } else { c });
    }
    escaped
}
