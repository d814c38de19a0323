//! A document's text as the Reader holds it: read once, never changed.

use std::ops::Deref;
use std::sync::Arc;

use crate::store::LoadedText;
use crate::text::{Blocks, Span, Turn, width_of};

/// Columns that a speaker's label gets at most.
const SPEAKER: u16 = 12;

/// The text of one document, and what the Reader derives from it.
#[derive(Clone, Debug)]
pub struct Opened {
    loaded: Arc<LoadedText>,
    /// What is laid out at once.
    pub blocks: Blocks,
    /// Columns of the widest speaker's label, at most 12; 0 without speakers.
    pub speaker: u16,
    /// Columns of the widest time: 5 for `14:05`, 7 for `1:14:05`; 0 without times.
    pub time: u16,
}

impl Deref for Opened {
    type Target = LoadedText;

    fn deref(&self) -> &LoadedText {
        &self.loaded
    }
}

impl Opened {
    /// Makes a text ready for reading.
    pub fn new(loaded: Arc<LoadedText>) -> Self {
        let text = &loaded.text;
        let blocks = Blocks::new(text, &loaded.turns);
        let label = |turn: &Turn| turn.label.map_or(0, |label| width_of(label.slice(text)).min(SPEAKER));
        let speaker = loaded.turns.iter().map(label).max().unwrap_or(0);
        let latest = loaded.turns.iter().filter_map(|turn| turn.time).map(|time| time.milliseconds).max();
        let time = latest.map_or(0, |latest| show_time(latest).len() as u16);
        Self { loaded, blocks, speaker, time }
    }

    /// The text with everything that belongs to it.
    pub fn loaded(&self) -> &Arc<LoadedText> {
        &self.loaded
    }

    /// The words of `span`.
    pub fn words(&self, span: Span) -> &str {
        span.slice(&self.text)
    }

    /// What is said in the turn with this index; empty for one that is not there.
    pub fn spoken(&self, turn: usize) -> Span {
        self.turns.get(turn).map_or_else(Span::default, |turn| turn.spoken)
    }

    /// The index of the turn at byte `position`.
    pub fn turn_at(&self, position: u32) -> usize {
        self.turns.index_at(position)
    }

    /// The nearest place in spoken text to byte `position`, where a cursor may stand: inside a turn, before its end.
    pub fn settle(&self, position: u32) -> u32 {
        let spoken = self.spoken(self.turn_at(position));
        let last = crate::text::graphemes::previous(&self.text, spoken.end).max(spoken.start);
        crate::text::graphemes::floor(&self.text, position.clamp(spoken.start, last))
    }
}

/// `14:05`, or `1:14:05` from the first hour on.
pub fn show_time(milliseconds: u64) -> String {
    let seconds = milliseconds / 1000;
    let (hours, minutes, seconds) = (seconds / 3600, seconds / 60 % 60, seconds % 60);
    if hours > 0 {
        format!("{hours}:{minutes:02}:{seconds:02}")
    } else {
        format!("{minutes:02}:{seconds:02}")
    }
}
