//! Codings follow a text that was changed: compared on a thread, written down here.

use std::thread;

use super::app::Tone;
use super::events::Event;
use super::runner::{Report, Runner};
use crate::model::DocumentKey;
use crate::store::{ChangedText, Followed};

/// What a comparison found.
#[derive(Debug)]
pub struct Compared {
    changed: ChangedText,
    found: Vec<Followed>,
}

impl Runner {
    /// Compares a text with those that its codings stand on, where some have no place in it.
    pub(super) fn compare(&mut self, document: DocumentKey) {
        let Some(changed) = self.lend(|open| open.changed_text(document)) else { return };
        let sender = self.sender.clone();
        thread::spawn(move || {
            let found = changed.look();
            let _ = sender.send(Event::Report(Report::Compared(Compared { changed, found })));
        });
    }

    /// Gives codings the places that the comparison found, and says so.
    pub(super) fn compared(&mut self, compared: Compared) {
        let Compared { changed, found } = compared;
        let document = changed.document();
        match self.lend(|open| open.follow(&changed, found)) {
            Ok(0) => {}
            Ok(placed) => {
                let codings = self.app.study.document_codings(document);
                let lost = codings.map_or(0, |codings| {
                    codings.iter().filter(|(_, key)| !self.app.study.verdict(*key).has_position()).count()
                });
                let id = self.app.study.document_id(document).to_owned();
                let of = |count: usize| match count {
                    1 => self.app.language.pick("1 codering", "1 coding").to_owned(),
                    count => format!("{count} {}", self.app.language.pick("coderingen", "codings")),
                };
                let mut words = self.app.language.pick(
                    format!("{id} is veranderd: {} meegegaan", of(placed)),
                    format!("{id} was changed: {} went along", of(placed)),
                );
                if lost > 0 {
                    words += &self.app.language.pick(
                        format!(", {} zonder plaats (kantlijn anchors {id})", of(lost)),
                        format!(", {} without a place (kantlijn anchors {id})", of(lost)),
                    );
                }
                self.app.tell(if lost > 0 { Tone::Warning } else { Tone::Good }, words);
                self.app.changed();
            }
            Err(error) => self.tell_error(&error),
        }
    }
}
