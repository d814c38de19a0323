//! What was looked for, to be marked in a text.

use std::sync::Arc;

use crate::index::{Marks, Question};
use crate::store::LoadedText;
use crate::text::{Span, graphemes};

/// Bytes around what is seen in which hits are looked for; a turn may be longer than memory is fast.
const AROUND: u32 = 4096;

/// Finds what was looked for in what is said in a turn; cloning it costs nothing.
#[derive(Clone, Debug, Default)]
pub struct Marker(Arc<Marks>);

impl Marker {
    /// For all that a question looks for.
    pub fn of(question: &Question) -> Self {
        Self(Arc::new(Marks::of(question)))
    }

    /// True when nothing is marked.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The hits in `text` inside `within`, which is spoken: spans of bytes, by place, none over another.
    pub fn hits(&self, text: &str, within: Span) -> Vec<Span> {
        self.0.hits(text, within)
    }

    /// The hits in what is seen of a text, in turns that `counts` says yes to (indices from 0).
    pub fn visible(&self, text: &LoadedText, seen: Span, counts: impl Fn(usize) -> bool) -> Vec<Span> {
        if self.is_empty() || seen.is_empty() {
            return Vec::new();
        }
        let start = graphemes::floor(&text.text, seen.start.saturating_sub(AROUND));
        let end = graphemes::ceil(&text.text, seen.end.saturating_add(AROUND).min(text.text.len() as u32));
        let around = Span::new(start, end);
        let turns = text.turns.in_span(seen).filter(|turn| counts(*turn));
        let spoken = turns.filter_map(|turn| text.turns.get(turn)?.spoken.intersection(around));
        spoken.flat_map(|spoken| self.hits(&text.text, spoken)).collect()
    }
}
