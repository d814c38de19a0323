//! Finding, away from the keys: questions go to a thread that owns the index, answers come back.
//!
//! In reading order: [`Ask`] is a question on its way, [`Answered`] an answer as the screen needs it, [`Counts`] what is
//! counted behind it, [`Row`] the words of one
//! of its rows, `answering` makes all of these, [`Marker`] says what to mark in a text, `worker` is the thread. [`Finding`] is what the app knows of it all,
//! and [`Hunt`] is an answer that one goes through in the Reader.

mod answered;
mod answering;
mod ask;
mod counts;
mod hunt;
mod indexed;
mod marker;
mod row;
#[cfg(test)]
mod scan;
mod worker;

pub use answered::{Answered, Thing};
pub use answering::{Source, answer_to, make_rows, more_in};
pub use ask::{Ask, is_about_codings, names_coders, narrowed};
pub use counts::Counts;
pub use hunt::{Hunt, Next};
pub use indexed::{Indexed, Study};
pub use marker::Marker;
pub use row::Row;
#[cfg(test)]
pub use scan::Scan;
pub use worker::{Progress, Report, Worker};

use std::sync::Arc;

use rustc_hash::FxHashMap;

use crate::index::Catalogue;
use crate::index::codings::CodingTable;
use crate::index::finder::IndexNote;

/// What the app knows of finding.
#[derive(Debug, Default)]
pub struct Finding {
    /// The codings, as the last question took them along.
    pub codings: CodingTable,
    /// The number of the last question.
    pub number: u64,
    /// How much of the index there is while it is being built, in percent.
    pub building: Option<u32>,
    /// What was said about the index last.
    pub note: Option<IndexNote>,
    /// The turns of the texts, when they are known.
    pub catalogue: Option<Arc<Catalogue>>,
    /// Forms of words that were looked up, by the folded word: each with how often it stands in the texts.
    pub forms: FxHashMap<String, Vec<(String, usize)>>,
    /// Words of the texts that begin so, as they were looked up last.
    pub words: Option<(String, Vec<(String, usize)>)>,
    /// What was asked, the last at the end.
    pub asked: Vec<String>,
}

/// Words of the texts that are offered at most.
pub const WORDS: usize = 12;

/// Questions that are remembered.
const REMEMBERED: usize = 50;

impl Finding {
    /// Remembers a question that was meant; false when it was the last one already.
    pub fn remember(&mut self, words: &str) -> bool {
        let words = words.trim();
        if words.is_empty() || self.asked.last().is_some_and(|last| last == words) {
            return false;
        }
        self.asked.retain(|other| other != words);
        self.asked.push(words.to_owned());
        let over = self.asked.len().saturating_sub(REMEMBERED);
        self.asked.drain(..over);
        true
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_question_is_remembered_once() {
        let mut finding = Finding::default();
        assert!(finding.remember("een") && finding.remember("twee "));
        assert!(!finding.remember("twee") && !finding.remember(" "));
        assert!(finding.remember("een"));
        assert_eq!(finding.asked, ["twee", "een"]);
        (0..80).for_each(|number| assert!(finding.remember(&number.to_string())));
        assert_eq!((finding.asked.len(), finding.asked[0].as_str()), (50, "30"));
    }
}
